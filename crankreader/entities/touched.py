"""What a change of a person's list may change: everything else stays as it is tagged.

Knows lists and words, no library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .corrected import settled
from .dictionary import Dictionary
from .own import Ignored, Own, OwnName
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
    entities = {each for _, name in names for each in _ids(name, old, new)}
    aliases = [alias for _, name in names for alias in _aliases(name)]
    for rule in rules:
        aliases += _ruled(rule, known, old, new)
        if rule.entity is not None:
            entities |= {rule.entity, settled(rule.entity, old), settled(rule.entity, new)}
    return Touched(frozenset(entities), frozenset(_words(aliases, known)))


def _ids(name: OwnName, old: Own, new: Own) -> Iterator[str]:
    yield name.id
    yield settled(name.id, old)
    yield settled(name.id, new)


def _aliases(name: OwnName) -> Iterator[str]:
    if name.name is not None:
        yield name.name
    yield from name.aliases


def _ruled(rule: Ignored, known: Dictionary, old: Own, new: Own) -> list[str]:
    """The words of a rule; of one that is about an entity alone, all that the entity is called."""
    if rule.text is not None or rule.entity is None:
        return [rule.text or ""]
    called = [rule.entity.partition("/")[2].replace("-", " ")]
    number = known.number(rule.entity)
    if number is not None:
        called += known.entity(number).aliases
        called.append(known.name(number))
    for own in (old, new):
        if rule.entity in own.names:
            called += _aliases(own.names[rule.entity])
    return called


def _words(aliases: Iterable[str], known: Dictionary) -> Iterator[frozenset[str]]:
    """Words with several spellings are left out: the text may have another."""
    spelt = frozenset(known.spellings.values()) | known.spellings.keys()
    for alias in aliases:
        tokens = [fold(token.text).replace(".", "") for token in tokens_of(alias, {})]
        yield frozenset(token for token in tokens if token not in spelt)
