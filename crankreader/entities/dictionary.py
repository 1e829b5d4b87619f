"""The names that are known, loaded once from the compiled file.

Knows ids, names and aliases; nothing of texts and their sentences.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import cast

from ..model import Entity, EntityType
from .tokens import tokens_of

COMPILED = Path(__file__).parent / "data" / "names.json"


class Dictionary:
    """Every known entity by number, every alias by its folded words."""

    def __init__(self, document: dict[str, object]) -> None:
        self._rows = cast(
            "list[tuple[str, str, str | None, str | None, list[str]]]", document["entities"]
        )
        self._names = cast("dict[str, str]", document["names"])
        self.longest = cast("dict[str, int]", document["longest"])
        self.surnames = cast("dict[str, list[int]]", document["surnames"])
        self.meant = cast("dict[str, int]", document["meant"])
        self.spellings = cast("dict[str, str]", document["spellings"])
        self.possessive = frozenset(cast("list[str]", document["possessive"]))
        self.capitals = {
            int(city): country
            for city, country in cast("dict[str, int]", document["capitals"]).items()
        }
        self.words = {
            kind: frozenset(words)
            for kind, words in cast("dict[str, list[str]]", document["words"]).items()
        }
        self.version = str(document["version"])

    def named(self, key: str) -> list[tuple[str, int]]:
        """(pattern of capitals, number) of each entity that has this alias.

        A "?" behind the pattern: the alias is an ordinary word too and asks for a cue.
        """
        claims = self._names.get(key)
        if claims is None:
            return []
        pairs = (claim.split(":") for claim in claims.split(" "))
        return [(pattern, int(number)) for pattern, number in pairs]

    def id(self, number: int) -> str:
        return self._rows[number][0]

    def name(self, number: int) -> str:
        return self._rows[number][1]

    def country(self, number: int) -> str | None:
        return self._rows[number][2]

    def kind(self, number: int) -> EntityType:
        return cast("EntityType", self._rows[number][0].partition("/")[0])

    def entity(self, number: int) -> Entity:
        id_, name, country, about, aliases = self._rows[number]
        return Entity(id_, self.kind(number), name, tuple(aliases[1:]), country, about)

    @functools.cached_property
    def numbers(self) -> dict[str, int]:
        return {row[0]: number for number, row in enumerate(self._rows)}

    def key(self, name: str) -> str:
        """A name as the dictionary files it."""
        return " ".join(token.key for token in tokens_of(name, self.spellings))


@functools.cache
def dictionary() -> Dictionary:
    """The dictionary of the program, read at its first use."""
    return Dictionary(json.loads(COMPILED.read_text("utf-8")))


def entity(id: str) -> Entity | None:
    """The known entity of that id."""
    known = dictionary()
    number = known.numbers.get(id)
    return None if number is None else known.entity(number)


def lookup(name: str) -> tuple[Entity, ...]:
    """The known entities of that id, name or alias, case and accents aside; surnames come last."""
    known = dictionary()
    if (exact := entity(name.strip())) is not None:
        return (exact,)
    key = known.key(name)
    numbers = [number for _, number in known.named(key)]
    if not numbers and key in known.meant:
        numbers = [known.meant[key]]
    if not numbers:
        numbers = known.surnames.get(key, [])
    return tuple(known.entity(number) for number in dict.fromkeys(numbers))
