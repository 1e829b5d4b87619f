"""What a change of a person's list may change: everything else stays as it is tagged.

Knows lists and words, no library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .corrected import settled
from .dictionary import Dictionary
from .own import Own, OwnName
from .tokens import fold, tokens_of


class Touched(NamedTuple):
    """A text that names none of the entities and has none of the words is not concerned."""

    entities: frozenset[str]
    words: frozenset[frozenset[str]]
    """Folded; of one of these sets all have to stand in a text."""

    def concerns(self, text: str) -> bool:
        """Whether one of the names may stand in this text."""
        plain = fold(text).replace(".", "")
        return any(all(word in plain for word in words) for words in self.words)


def touched(old: Own, new: Own, known: Dictionary) -> Touched:
    """What tells the one list from the other; `known` is the program's own dictionary."""
    names = {*old.names.items()} ^ {*new.names.items()}
    rules = {*old.ignored} ^ {*new.ignored}
    said = [name for _, name in names]
    entities = {id for name in said for id in (name.id, *_led_to(name.id, old, new))}
    entities |= {name.same_as for name in said if name.same_as is not None}
    for rule in rules:
        if rule.entity is not None:
            entities |= {rule.entity, *_led_to(rule.entity, old, new)}
    # Whoever leads to one of these is concerned with it.
    for id in {*old.names, *new.names}:
        if entities.intersection(_led_to(id, old, new)):
            entities.add(id)
    aliases = [alias for name in said for alias in _aliases(name)]
    aliases += [rule.text for rule in rules if rule.text is not None]
    aliases += [alias for id in entities for alias in _called(id, known, old, new)]
    words = {*_words(aliases, known)}
    for id in entities:
        if id.startswith("person/"):
            words |= {*_single(_called(id, known, old, new), known)}
    for name in said:
        if name.id.startswith("person/") or name.kind == "person":
            words |= {*_single(_aliases(name), known)}
    return Touched(frozenset(entities | _governments(entities, known)), frozenset(words))


def _led_to(id: str, old: Own, new: Own) -> tuple[str, str]:
    return settled(id, old), settled(id, new)


def _governments(entities: Iterable[str], known: Dictionary) -> set[str]:
    """The states that these capitals may stand for."""
    numbers = (known.number(id) for id in entities)
    states = (known.capitals.get(number) for number in numbers if number is not None)
    return {known.id(state) for state in states if state is not None}


def _aliases(name: OwnName) -> Iterator[str]:
    if name.name is not None:
        yield name.name
    yield from name.aliases


def _called(id: str, known: Dictionary, old: Own, new: Own) -> Iterator[str]:
    """All that an entity is called, by the program and by both lists."""
    yield id.partition("/")[2].replace("-", " ")
    number = known.number(id)
    if number is not None:
        yield known.name(number)
        yield from known.entity(number).aliases
    for own in (old, new):
        if id in own.names:
            yield from _aliases(own.names[id])


def _single(aliases: Iterable[str], known: Dictionary) -> Iterator[frozenset[str]]:
    """Each word by itself, in every spelling: a bare surname may stand for the whole name."""
    for alias in aliases:
        for token in tokens_of(alias, known.spellings):
            written = fold(token.text).replace(".", "")
            spelt = {written, token.key, *known.spelt.get(token.key, ())}
            yield from (frozenset((word,)) for word in spelt if len(word) > 1)


def _words(aliases: Iterable[str], known: Dictionary) -> Iterator[frozenset[str]]:
    """Words with several spellings are left out: the text may have another."""
    for alias in aliases:
        tokens = [fold(token.text).replace(".", "") for token in tokens_of(alias, {})]
        yield frozenset(
            word for word in tokens if word not in known.spellings and word not in known.spelt
        )
