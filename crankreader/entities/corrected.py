"""A person's own names laid over the dictionary of the program: they come last and win.

Knows how both are kept; reads no file and no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from .aliases import ORDINARY, pattern_of, surname_of
from .dictionary import Dictionary
from .own import Ignored, Own, OwnName, leads_to
from .packed import Bucket, Facts
from .tokens import tokens_of


def corrected(known: Dictionary, own: Own) -> Dictionary:
    """A dictionary with a person's names over those of another, which stays as it is."""
    return Corrected(known, own) if own.body else known


def settled(id: str, own: Own) -> str:
    """The id that an entity has once a person's merges and kinds are followed."""
    seen = {id}
    while (other := leads_to(own.names, id)) is not None and other not in seen:
        seen.add(other)
        id = other
    return id


class Corrected(Dictionary):
    """The program's dictionary, and a person's: what is theirs is kept here, the rest asked for."""

    def __init__(self, known: Dictionary, own: Own) -> None:
        super().__init__(known._pack)
        self.own = own
        self.version = f"{known.version}+{own.version}"
        self._ordinary = frozenset[str]().union(*(self.words[kind] for kind in ORDINARY))
        self._facts: dict[int, Facts] = {}
        self._own_numbers: dict[str, int] = {}
        self._own_buckets: dict[str, Bucket] = {}
        moved = {id: settled(id, own) for id in own.names}
        self.moved = MappingProxyType({id: to for id, to in moved.items() if id != to})
        for name in own.names.values():
            self._lay_over(name, moved[name.id])
        for name in own.names.values():
            # An alias that a person gave outweighs what another of their names is called.
            for alias in name.aliases:
                self._claim(alias, self._number_of(moved[name.id]))
        self.ignored = MappingProxyType(self._by_words(own.ignored))

    def bucket(self, word: str) -> Bucket:
        return self._own_buckets.get(word) or super().bucket(word)

    def facts(self, number: int) -> Facts:
        return self._facts.get(number) or super().facts(number)

    def number(self, id: str) -> int | None:
        own = self._own_numbers.get(id)
        return own if own is not None else super().number(id)

    def numbers(self) -> range:
        return range(self._pack.count + len(self._own_numbers))

    def first_words(self) -> Sequence[str]:
        return [*dict.fromkeys([*super().first_words(), *self._own_buckets])]

    def _number_of(self, id: str) -> int:
        number = self.number(id)
        assert number is not None
        return number

    def _lay_over(self, name: OwnName, to: str) -> None:
        before, number = self.number(name.id), self.number(to)
        is_other = name.same_as is not None
        called = name.name or (self.name(before) if before is not None else _spoken(name.id))
        if number is None:
            number = self._own_numbers[to] = self._pack.count + len(self._own_numbers)
            self._facts[number] = (to, _spoken(to) if is_other else called, None, None, ())
        _, kept, country, about, aliases = self.facts(number)
        if before is not None and before != number:
            aliases = (*aliases, *self.facts(before)[4])
            country, about = country or self.country(before), about or self.facts(before)[3]
            self._hand_over(before, number)
        if not is_other:
            kept, country, about = called, name.country or country, name.description or about
        own = (called, *name.aliases) if name.name or before is None else name.aliases
        for alias in own:
            self._claim(alias, number)
        every = tuple(dict.fromkeys([kept, *aliases, *own]))
        self._facts[number] = (to, kept, country, about, every)

    def _hand_over(self, before: int, number: int) -> None:
        """Every alias and surname of one entity is another's from now on."""
        is_person = self.kind(number) == "person"
        for alias in self.facts(before)[4]:
            keys = self.key(alias).split()
            if not keys:
                continue
            rest = " ".join(keys[1:])
            bucket = self.bucket(keys[0])
            claims = dict.fromkeys(
                (pattern, number if owner == before else owner)
                for pattern, owner in bucket.names.get(rest, ())
            )
            names = {**bucket.names, rest: list(claims)}
            self._own_buckets[keys[0]] = bucket._replace(names=names)
            for word in keys:
                bucket = self.bucket(word)
                if before not in bucket.surname_of:
                    continue
                bearers = [number if one == before else one for one in bucket.surname_of]
                kept = dict.fromkeys(one for one in bearers if is_person or one != number)
                meant = number if bucket.meant == before else bucket.meant
                meant = None if meant == number and not is_person else meant
                self._own_buckets[word] = bucket._replace(surname_of=tuple(kept), meant=meant)

    def _claim(self, alias: str, number: int) -> None:
        """The alias is this entity's, and nobody else's."""
        tokens = tokens_of(alias, self.spellings)
        if not tokens:
            return
        keys = [token.key for token in tokens]
        bucket = self.bucket(keys[0])
        names = {**bucket.names, " ".join(keys[1:]): [(pattern_of(tokens, self._ordinary), number)]}
        longest = max(bucket.longest, len(keys))
        self._own_buckets[keys[0]] = bucket._replace(names=names, longest=longest)
        if any(token.possessive for token in tokens):
            self.possessive |= {" ".join(keys)}
        if any(token.link == 2 and not token.joined for token in tokens[1:]):
            self.punctuated |= {" ".join(keys)}
        surname = surname_of(keys, False, ()) if self.kind(number) == "person" else None
        if surname is not None and number not in self.bucket(surname).surname_of:
            bucket = self.bucket(surname)
            bearers = (*bucket.surname_of, number)
            self._own_buckets[surname] = bucket._replace(surname_of=bearers)

    def _by_words(self, rules: Iterable[Ignored]) -> dict[str | None, Sequence[Ignored]]:
        by_words: dict[str | None, list[Ignored]] = {}
        for rule in rules:
            key = None if rule.text is None else self.key(rule.text)
            near = tuple(word for words in rule.near for word in self.key(words).split())
            entity = self.moved.get(rule.entity, rule.entity) if rule.entity else None
            by_words.setdefault(key, []).append(Ignored(rule.text, entity, near))
        return {**by_words}


def _spoken(id: str) -> str:
    """What an entity is called of which there is but the id."""
    return id.partition("/")[2].replace("-", " ").title()
