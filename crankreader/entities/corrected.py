"""A person's own names laid over the dictionary of the program: they come last and win.

Knows how both are kept; reads no file and no text.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from types import MappingProxyType

from .aliases import ORDINARY, pattern_of, surname_of
from .dictionary import Dictionary
from .own import Ignored, Own, OwnName
from .tokens import tokens_of


def corrected(known: Dictionary, own: Own) -> Dictionary:
    """A dictionary with a person's names over those of another, which stays as it is."""
    if not own.body:
        return known
    over = copy.copy(known)
    vars(over).pop("numbers", None)
    over.rows = [*known.rows]
    over.names, over.longest = dict(known.names), dict(known.longest)
    over.surnames = {surname: [*bearers] for surname, bearers in known.surnames.items()}
    over.meant = dict(known.meant)
    over.own = own
    moved = {id: settled(id, own) for id in own.names}
    over.moved = MappingProxyType({id: to for id, to in moved.items() if id != to})
    numbers = dict(known.numbers)
    for id, name in own.names.items():
        _lay_over(over, numbers, id, name, moved[id])
    over.ignored = MappingProxyType(_by_words(own.ignored, over))
    over.version = f"{known.version}+{own.version}"
    return over


def settled(id: str, own: Own) -> str:
    """The id that an entity has once a person's merges and kinds are followed."""
    name = own.names.get(id)
    if name is None:
        return id
    if name.same_as is not None:
        return settled(name.same_as, own)
    return f"{name.kind}/{id.partition('/')[2]}" if name.kind else id


def _lay_over(over: Dictionary, numbers: dict[str, int], id: str, name: OwnName, to: str) -> None:
    before, number = numbers.get(id), numbers.get(to)
    is_other = name.same_as is not None
    called = name.name or (over.name(before) if before is not None else _spoken(id))
    if number is None:
        number = numbers[to] = len(over.rows)
        over.rows.append([to, _spoken(to) if is_other else called, None, None, []])
    _, kept, country, about, aliases = over.rows[number]
    if before is not None:
        aliases = [*aliases, *over.rows[before][4]]
        if before != number:
            country, about = country or over.country(before), about or over.rows[before][3]
            _hand_over(over, before, number)
    if not is_other:
        kept, country, about = called, name.country or country, name.description or about
    own = [called, *name.aliases] if name.name or before is None else [*name.aliases]
    for alias in own:
        _claim(over, alias, number)
    over.rows[number] = [to, kept, country, about, [*dict.fromkeys([kept, *aliases, *own])]]


def _spoken(id: str) -> str:
    """What an entity is called of which there is but the id."""
    return id.partition("/")[2].replace("-", " ").title()


def _hand_over(over: Dictionary, before: int, number: int) -> None:
    """Every alias of one entity is another's from now on."""
    for alias in over.rows[before][4]:
        key = over.key(alias)
        claims = dict.fromkeys(
            f"{pattern}:{number if owner == before else owner}"
            for pattern, owner in over.named(key)
        )
        if claims:
            over.names[key] = " ".join(claims)
    for surname, bearers in over.surnames.items():
        if before in bearers:
            bearers[:] = dict.fromkeys(number if one == before else one for one in bearers)
            is_person = over.kind(number) == "person"
            if not is_person:
                bearers.remove(number)
            if over.meant.get(surname) == before:
                del over.meant[surname]
                if is_person:
                    over.meant[surname] = number


def _claim(over: Dictionary, alias: str, number: int) -> None:
    """The alias is this entity's, and nobody else's."""
    tokens = tokens_of(alias, over.spellings)
    if not tokens:
        return
    keys = [token.key for token in tokens]
    key = " ".join(keys)
    words = frozenset[str]().union(*(over.words[kind] for kind in ORDINARY))
    over.names[key] = f"{pattern_of(tokens, words)}:{number}"
    over.longest[keys[0]] = max(over.longest.get(keys[0], 0), len(keys))
    if any(token.possessive for token in tokens):
        over.possessive |= {key}
    if over.kind(number) == "person" and len(keys) > 1:
        surname = surname_of(keys, False, ())
        bearers = over.surnames.setdefault(surname, []) if surname else [number]
        if number not in bearers:
            bearers.append(number)


def _by_words(rules: Iterable[Ignored], over: Dictionary) -> dict[str | None, Sequence[Ignored]]:
    by_words: dict[str | None, list[Ignored]] = {}
    for rule in rules:
        key = None if rule.text is None else over.key(rule.text)
        near = tuple(word for words in rule.near for word in over.key(words).split())
        entity = over.moved.get(rule.entity, rule.entity) if rule.entity else None
        by_words.setdefault(key, []).append(Ignored(rule.text, entity, near))
    return {**by_words}
