"""How well the items of a set fit a query: the sum of what its words count in each of them.

A word counts by its level in an item (`weighing`) times its rarity. The sums of all items are made
at once, digit by digit (`sets.add`), so that ranking a word that half of all items have takes no
longer than one that few have.
"""

from __future__ import annotations

from collections.abc import Iterator

from crankreader.query import Entity, Fuzzy, Near, Node, Phrase, Prefix, Word
from crankreader.search.plan import ranked
from crankreader.search.sets import add, flags, highest, totals
from crankreader.search.shelf import Shelf
from crankreader.search.weighing import TITLE, UNIT, level_in_field, weight

TYPO = 0.5
"""What a word counts that is a typo away."""

Spoken = tuple[list[int], int]
"""The levels of something in all items, and its weight."""


def best(
    shelf: Shelf, tree: Node | None, among: int, limit: int | None
) -> list[tuple[int, float]]:
    """The items of a set that fit best, and how well; of those that fit alike the newest first."""
    total: list[int] = []
    for node in ranked(tree):
        for levels, times in _spoken(shelf, node):
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


def _spoken(shelf: Shelf, node: Node) -> Iterator[Spoken]:
    match node:
        case Word(text, field):
            yield from _word(shelf, field, text)
        case Phrase(texts) | Near(texts):
            field = node.field if isinstance(node, Phrase) else None
            for text in texts:
                yield from _word(shelf, field, text)
        case Entity(text):
            yield from _set(shelf, shelf.having("entity", text))
        case Prefix(text, field):
            yield from _set(shelf, shelf.beginning(field or "all", text))
            if field is None:
                yield from _set(shelf, shelf.beginning("title", text))
                yield from _word(shelf, None, text)
        case Fuzzy(text, field):
            yield from _word(shelf, field, text)
            others = 0
            for word in shelf.typos(field or "all", text):
                if word != text:
                    others |= shelf.having(field or "all", word)
            yield from _set(shelf, others, TYPO)
        case _:
            return


def _word(shelf: Shelf, field: str | None, word: str) -> Iterator[Spoken]:
    having = shelf.having(field or "all", word)
    if not having:
        return
    if field is None:
        yield shelf.levels(word), weight(having.bit_count(), shelf.alive.bit_count())
    else:
        yield from _set(shelf, having, TITLE if field == "title" else 1.0)


def _set(shelf: Shelf, having: int, share: float = 1.0) -> Iterator[Spoken]:
    """Something that an item has or has not."""
    if having:
        times = weight(having.bit_count(), shelf.alive.bit_count(), share)
        level = level_in_field()
        yield [having if level >> place & 1 else 0 for place in range(level.bit_length())], times
