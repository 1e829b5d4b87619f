"""The searches that a person keeps: those saved under a name, and the last ones asked.

Both are preferences of `state.db`. To save one or to forget it is an act, and for `state`. What
stands there is read with care, as anybody may have written it. Knows no query and no index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from crankreader.library.changes import compact
from crankreader.library.connections import Connections
from crankreader.model import SavedSearch
from crankreader.safety import clean, one_line

MOST_SAVED, MOST_RECENT = 200, 50
LONGEST_NAME, LONGEST_QUERY = 80, 1000
"""Characters."""

_SAVED = "search.saved "
"""Before a folded name: the preference that holds the name and the query."""
_RECENT = "search.recent"
_LONGEST_SAVED = 12 * (LONGEST_NAME + LONGEST_QUERY)
"""Characters of JSON, in which one character may be written as twelve."""
_LONGEST_RECENT = 12 * MOST_RECENT * LONGEST_QUERY


class Searches:
    """The searches of one person."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def saved(self) -> tuple[SavedSearch, ...]:
        """By name; what is no search is left out."""
        rows = self._connections.here.rows(
            # Text that is no UTF-8 cannot be asked for as text.
            "SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM preferences"
            " WHERE key BETWEEN ? AND ? AND length(value) <= ? ORDER BY key LIMIT ?",
            (_SAVED, _SAVED + "\U0010ffff", _LONGEST_SAVED, MOST_SAVED),
        )
        read = ((key, _saved(_loaded(value))) for key, value in rows)
        # By another key it could be neither replaced nor forgotten.
        return tuple(one for key, one in read if one and key == key_of(one.name).encode())

    def recent(self) -> tuple[str, ...]:
        """The last queries, newest first, each as it was asked."""
        value = self._connections.here.value(
            "SELECT CAST(value AS BLOB) FROM preferences WHERE key = ? AND length(value) <= ?",
            (_RECENT, _LONGEST_RECENT),
        )
        return _no_doubles(_queries(_loaded(value)))

    def remember(self, query: str) -> None:
        """Make it the newest of the last queries."""
        with self._connections.here.writing() as db:
            queries = _no_doubles((as_query(query), *self.recent()))
            db.execute(
                "INSERT OR REPLACE INTO preferences VALUES (?, ?)", (_RECENT, compact(queries))
            )


def key_of(name: str) -> str:
    """The preference that holds the search of this name; capitals make no other name."""
    return _SAVED + name.casefold()


def value_of(search: SavedSearch) -> str:
    return compact(search)


def as_name(text: str) -> str:
    return str(one_line(text, LONGEST_NAME))


def as_query(text: str) -> str:
    """One clean line; of the blanks at its end, which say that its last word is whole, one."""
    line = " ".join(clean(text).split())[:LONGEST_QUERY]
    return f"{line} " if line and text[-1:].isspace() else line


def _saved(value: Any) -> SavedSearch | None:
    match value:
        case [str(name), str(query)]:
            search = SavedSearch(as_name(name), as_query(query).rstrip())
            return search if search.name and search.query else None
    return None


def _queries(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, str):
            yield as_query(each)


def _no_doubles(queries: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for query in queries:
        if query.strip():
            kept.setdefault(query.strip(), query)
    return tuple(kept.values())[:MOST_RECENT]


def _loaded(value: bytes | None) -> Any:
    """What JSON says; None for what is none."""
    try:
        return None if value is None else json.loads(value.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
