"""The names that are known: those of the compiled file, loaded once, under a person's own.

Knows ids, names and aliases; nothing of texts and their sentences.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import cast

from ..model import Entity, EntityType
from .own import NOTHING, Ignored, Own
from .packed import Bucket, Claim, Facts, Pack
from .tokens import tokens_of

COMPILED = Path(__file__).parent / "data" / "names.txt"


class Dictionary:
    """Every known entity by number, every alias by its folded words."""

    own: Own = NOTHING
    """What a person's list says."""
    moved: Mapping[str, str] = MappingProxyType({})
    """Ids that a person's list gives to another entity or another kind."""
    ignored: Mapping[str | None, Sequence[Ignored]] = MappingProxyType({})
    """What a person's list calls no name, by the folded words of its text."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.spellings: dict[str, str] = pack.head["spellings"]
        self.possessive = frozenset(pack.head["possessive"])
        self.punctuated = frozenset(pack.head["punctuated"])
        self.capitals = {int(city): country for city, country in pack.head["capitals"].items()}
        self.words = {kind: frozenset(words) for kind, words in pack.head["words"].items()}
        self.version = str(pack.head["version"])

    @functools.cached_property
    def spelt(self) -> Mapping[str, Sequence[str]]:
        """The other spellings of each word that has some."""
        others: dict[str, list[str]] = {}
        for written, filed in self.spellings.items():
            others.setdefault(filed, []).append(written)
        return others

    def bucket(self, word: str) -> Bucket:
        """All that begins with a folded word."""
        return self._pack.bucket(word)

    def facts(self, number: int) -> Facts:
        return self._pack.facts(number)

    def number(self, id: str) -> int | None:
        """Of the entity of exactly that id."""
        return self._pack.number(id)

    def numbers(self) -> range:
        """Of all entities."""
        return range(self._pack.count)

    def first_words(self) -> Sequence[str]:
        """The words that aliases and surnames begin with."""
        return self._pack.words()

    def named(self, key: str) -> Sequence[Claim]:
        """(pattern of capitals, number) of each entity that has this alias.

        A "?" behind the pattern: the alias is an ordinary word too and asks for a cue.
        """
        first, _, rest = key.partition(" ")
        return self.bucket(first).names.get(rest, ())

    def city(self, key: str) -> int | None:
        """The city of that name, which is no alias: ask where nothing else is known."""
        first, _, rest = key.partition(" ")
        return self.bucket(first).cities.get(rest)

    def id(self, number: int) -> str:
        return self.facts(number)[0]

    def name(self, number: int) -> str:
        return self.facts(number)[1]

    def country(self, number: int) -> str | None:
        return self.facts(number)[2]

    def kind(self, number: int) -> EntityType:
        return cast("EntityType", self.id(number).partition("/")[0])

    def entity(self, number: int) -> Entity:
        id_, name, country, about, aliases = self.facts(number)
        return Entity(id_, self.kind(number), name, aliases[1:], country, about)

    def key(self, name: str) -> str:
        """A name as the dictionary files it."""
        return " ".join(token.key for token in tokens_of(name, self.spellings))

    def find(self, id: str) -> Entity | None:
        """The known entity of that id, or of the one that a person's list put in its place."""
        number = self.number(self.moved.get(id, id))
        return None if number is None else self.entity(number)

    def lookup(self, name: str) -> tuple[Entity, ...]:
        """The known entities of that id, name or alias, case and accents aside; surnames last."""
        if (exact := self.find(name.strip())) is not None:
            return (exact,)
        key = self.key(name)
        numbers = [number for _, number in self.named(key)]
        bucket = self.bucket(key)
        if not numbers and bucket.meant is not None:
            numbers = [bucket.meant]
        return tuple(self.entity(n) for n in dict.fromkeys(numbers or bucket.surname_of))

    def beginning(self, name: str) -> tuple[Entity, ...]:
        """The known entities with a name or alias that begins so, the shortest first."""
        key = self.key(name)
        first, blank, rest = key.partition(" ")
        if not first:
            return ()
        words = [first] if blank else [w for w in self.first_words() if w.startswith(first)]
        found = [
            (f"{word} {other}".rstrip(), claims)
            for word in words
            for other, claims in self.bucket(word).names.items()
            if other.startswith(rest)
        ]
        found.sort(key=lambda each: (len(each[0]), each[0]))
        numbers = dict.fromkeys(number for _, claims in found for _, number in claims)
        if not blank:
            numbers |= dict.fromkeys(n for word in words for n in self.bucket(word).surname_of)
        return tuple(self.entity(number) for number in numbers)


@functools.cache
def dictionary() -> Dictionary:
    """The dictionary of the program, read at its first use."""
    return Dictionary(Pack(COMPILED.read_bytes()))
