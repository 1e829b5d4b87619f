"""How well the items of a set fit a query: the sum of what its words count in each of them.

A word counts by its level in an item (`weighing`) times its rarity. The sums of all items are made
at once, digit by digit (`sets.add`), so that ranking a word that half of all items have takes no
longer than one that few have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from crankreader.model import ENTITY_TYPES
from crankreader.query import Entity, Fuzzy, Near, Node, Phrase, Prefix, Word
from crankreader.search.plan import ranked
from crankreader.search.sets import add, highest, totals
from crankreader.search.shelf import Shelf
from crankreader.search.weighing import UNIT, level_in_field, weight

TYPO = 0.5
"""What a word counts that is a typo away."""
MOST_TYPOS = 16
"""Words a typo away that each count by themselves; of more, as for short words, all are as one."""
TELLING = 3
"""Letters of a beginning from which it says something that a title has it."""
SECTION = 0.4
"""What a word counts that stands in the name of the section too."""

Spoken = tuple[list[int], int]
"""The levels of something in all items, and its weight."""


class _Said(NamedTuple):
    """A word, the beginning of one or all that are almost the word, in a field, or in title and
    text.
    """

    field: str | None
    text: str
    kind: Literal["word", "beginning", "alike"] = "word"
    share: float = 1.0


def best(shelf: Shelf, tree: Node | None, among: int, limit: int | None) -> list[tuple[int, float]]:
    """The items of a set that fit best, and how well; of those that fit alike the newest first."""
    total: list[int] = []
    # Each is counted once: the names of somebody have words in common.
    for said in dict.fromkeys(said for node in ranked(tree) for said in _said(shelf, node)):
        for levels, times in _spoken(shelf, said):
            add(total, [digit & among for digit in levels], times)
    if limit is None or limit >= among.bit_count():
        scores = totals(total, among)
    else:
        sure, equal = highest(total, among, limit)
        wanted = limit - sure.bit_count()
        scores = totals(total, sure)
        scores |= dict.fromkeys(shelf.newest(equal, wanted), _any_total(total, equal))
    ordered = sorted(scores, key=lambda n: (-scores[n], shelf.newness(n)))
    return [(n, scores[n] / UNIT) for n in ordered]


def _any_total(total: list[int], among: int) -> int:
    """The number of items that all have the same."""
    return sum(1 << place for place, digit in enumerate(total) if digit & among)


def _said(shelf: Shelf, node: Node) -> Iterator[_Said]:
    """What speaks for an item by this part of the query."""
    match node:
        case Word(text, field):
            yield _Said(field, text)
        case Phrase(texts) | Near(texts):
            field = node.field if isinstance(node, Phrase) else None
            for text in texts:
                yield _Said(field, text)
        case Entity(text):
            yield _Said("entity", text)
            # Of those that name somebody, those that speak of them most; an id begins with a kind.
            kind, _, name = text.partition(" ")
            for word in (name if kind in ENTITY_TYPES else text).split():
                yield _Said(None, word)
        case Prefix(text, field):
            yield _Said(field, text, "beginning")
            if field is None:
                if len(text) >= TELLING:
                    yield _Said("title", text, "beginning")
                yield _Said(None, text)
        case Fuzzy(text, field):
            typos = shelf.typos(field or "all", text)
            if len(typos) > MOST_TYPOS:
                yield _Said(field, text)
                yield _Said(field, text, "alike", TYPO)
                return
            for word in typos:
                yield _Said(field, word, share=1.0 if word == text else TYPO)
        case _:
            return


def _spoken(shelf: Shelf, said: _Said) -> Iterator[Spoken]:
    total = shelf.alive.bit_count()
    field, text, kind, share = said
    of = {"word": shelf.having, "beginning": shelf.beginning, "alike": shelf.alike}[kind]
    having = of(field or "all", text)
    if not having:
        return
    if field in (None, "title") and kind == "word":
        # A word of the title counts by how much the whole item is about it.
        yield shelf.levels(text), weight(shelf.having("all", text).bit_count(), total, share)
    else:
        yield _flat(having), weight(having.bit_count(), total, share)
    in_section = of("section", text) if field is None else 0
    if in_section:
        yield _flat(in_section), weight(having.bit_count(), total, share * SECTION)


def _flat(having: int) -> list[int]:
    """The levels of something that an item has or has not."""
    level = level_in_field()
    return [having if level >> place & 1 else 0 for place in range(level.bit_length())]
