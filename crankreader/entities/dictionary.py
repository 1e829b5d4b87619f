"""The names that are known: those of the compiled file, loaded once, under a person's own.

Knows ids, names and aliases; nothing of texts and their sentences.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from ..model import Entity, EntityType
from .own import NOTHING, Ignored, Own
from .tokens import tokens_of

COMPILED = Path(__file__).parent / "data" / "names.json"

Row = Sequence[Any]
"""id, name, country's id or None, description or None, aliases with the name as the first."""


class Dictionary:
    """Every known entity by number, every alias by its folded words."""

    own: Own = NOTHING
    """What a person's list says."""
    moved: Mapping[str, str] = MappingProxyType({})
    """Ids that a person's list gives to another entity or another kind."""
    ignored: Mapping[str | None, Sequence[Ignored]] = MappingProxyType({})
    """What a person's list calls no name, by the folded words of its text."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.rows: list[Row] = document["entities"]
        self.names: dict[str, str] = document["names"]
        self.longest: dict[str, int] = document["longest"]
        self.surnames: dict[str, list[int]] = document["surnames"]
        self.meant: dict[str, int] = document["meant"]
        self.spellings: dict[str, str] = document["spellings"]
        self.possessive = frozenset(document["possessive"])
        self.capitals = {int(city): country for city, country in document["capitals"].items()}
        self.words = {kind: frozenset(words) for kind, words in document["words"].items()}
        self.version = str(document["version"])

    def named(self, key: str) -> list[tuple[str, int]]:
        """(pattern of capitals, number) of each entity that has this alias.

        A "?" behind the pattern: the alias is an ordinary word too and asks for a cue.
        """
        claims = self.names.get(key)
        if claims is None:
            return []
        pairs = (claim.split(":") for claim in claims.split(" "))
        return [(pattern, int(number)) for pattern, number in pairs]

    def id(self, number: int) -> str:
        return cast("str", self.rows[number][0])

    def name(self, number: int) -> str:
        return cast("str", self.rows[number][1])

    def country(self, number: int) -> str | None:
        return cast("str | None", self.rows[number][2])

    def kind(self, number: int) -> EntityType:
        return cast("EntityType", self.id(number).partition("/")[0])

    def entity(self, number: int) -> Entity:
        id_, name, country, about, aliases = self.rows[number]
        return Entity(id_, self.kind(number), name, tuple(aliases[1:]), country, about)

    @functools.cached_property
    def numbers(self) -> dict[str, int]:
        return {row[0]: number for number, row in enumerate(self.rows)}

    def key(self, name: str) -> str:
        """A name as the dictionary files it."""
        return " ".join(token.key for token in tokens_of(name, self.spellings))

    def find(self, id: str) -> Entity | None:
        """The known entity of that id, or of the one that a person's list put in its place."""
        number = self.numbers.get(self.moved.get(id, id))
        return None if number is None else self.entity(number)

    def lookup(self, name: str) -> tuple[Entity, ...]:
        """The known entities of that id, name or alias, case and accents aside; surnames last."""
        if (exact := self.find(name.strip())) is not None:
            return (exact,)
        key = self.key(name)
        numbers = [number for _, number in self.named(key)]
        if not numbers and key in self.meant:
            numbers = [self.meant[key]]
        if not numbers:
            numbers = self.surnames.get(key, [])
        return tuple(self.entity(number) for number in dict.fromkeys(numbers))

    def beginning(self, name: str) -> tuple[Entity, ...]:
        """The known entities with a name or alias that begins so, the shortest first."""
        key = self.key(name)
        if not key:
            return ()
        found = sorted((k for k in self.names if k.startswith(key)), key=lambda k: (len(k), k))
        numbers = dict.fromkeys(number for each in found for _, number in self.named(each))
        return tuple(self.entity(number) for number in numbers)


@functools.cache
def dictionary() -> Dictionary:
    """The dictionary of the program, read at its first use."""
    return Dictionary(json.loads(COMPILED.read_text("utf-8")))
