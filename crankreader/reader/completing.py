"""What the value of a field of a query can go on to, as the search box offers it.

Only what finds something is offered. Knows the language, the library's values and the names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from crankreader.library.values import FIELDS, Values
from crankreader.model import Entity
from crankreader.query import STATES, asking
from crankreader.safety import one_line

_FIXED = {
    "is": ("unread", *STATES),
    "since": ("7d", "30d", "12w", "1y"),
    "sort": ("date", "relevance"),
}
"""Values that the language has by itself."""
_TRIED = 4
"""For each value that is wanted so many are looked at: what is only in the trash finds nothing."""

Names = Callable[[str, int], Iterable[Entity]]
"""Entities with a name that begins so, at most so many."""
Finds = Callable[[str], bool]
"""Whether a query finds anything."""


def values_beginning(
    name: str, begun: str, limit: int, values: Values, names: Names, finds: Finds
) -> tuple[str, ...]:
    """At most `limit` values of a field that begin so, the frequent ones first."""
    if name in _FIXED:
        fitting = (value for value in _FIXED[name] if value.startswith(begun.lower()))
        return tuple(islice(fitting, limit))
    return tuple(islice(_found(name, begun, limit, values, names, finds), limit))


def _found(
    name: str, begun: str, limit: int, values: Values, names: Names, finds: Finds
) -> Iterator[str]:
    there: Iterable[str] = ()
    before, dots, last = begun.rpartition("..")
    if name == "entity":
        there = (_asked_for(entity) for entity in names(begun, limit) if begun.strip())
    elif name == "date" and dots:
        there = (f"{before}..{month}" for month in values.beginning(name, last))
    elif name in FIELDS:
        there = (one_line(value) for value in values.beginning(name, begun))
    for value in islice(dict.fromkeys(there), limit * _TRIED):
        if finds(asking(name, value)):
            yield value


def _asked_for(entity: Entity) -> str:
    """What a query asks for an entity by: its name, or its id where that cannot be shown."""
    name = entity.name
    return name if one_line(name, len(name) + 1) == name and '"' not in name else entity.id
