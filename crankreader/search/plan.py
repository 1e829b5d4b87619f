"""A query tree as a set of items.

Pure over a shelf. The sets are those that the plain scan of `query` finds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import TypeAlias

from crankreader.query import (
    And,
    Dates,
    Entity,
    Field,
    Fuzzy,
    Is,
    Near,
    Node,
    Not,
    Note,
    Or,
    Phrase,
    Prefix,
    Tag,
    Word,
)
from crankreader.query.scan import follow, near
from crankreader.query.words import places
from crankreader.search.schema import facet_of
from crankreader.search.sets import members, set_of
from crankreader.search.shelf import Shelf

FEW = 500
"""Items whose places are looked at, and values of a facet that are looked at instead of more."""

States: TypeAlias = Callable[[str, str | None], Collection[str]]
"""The ids of the items of a state: ("read", None), starred, tagged, noted, copy; ("tag", its
name) and ("note", words with a blank between them).
Frozen sets, the same object for as long as nothing changes, are read once."""


def found(shelf: Shelf, tree: Node | None, states: States) -> int:
    """The items that the tree asks for; all for None."""
    if tree is None:
        return shelf.alive
    match tree:
        case And(inner):
            every = shelf.alive
            for node in inner:
                if every:
                    every &= found(shelf, node, states)
            return every
        case Or(inner):
            some = 0
            for node in inner:
                some |= found(shelf, node, states)
            return some
        case Not(inner):
            return shelf.alive & ~found(shelf, inner, states)
        case Is(state):
            return shelf.of(states(state, None)) & shelf.alive
        case Tag(text):
            return shelf.of(states("tag", text)) & shelf.alive
        case Note(texts):
            return shelf.of(states("note", " ".join(texts))) & shelf.alive
        case Dates(first, last):
            return shelf.between(first, last)
        case _:
            return _worded(shelf, tree)


def _worded(shelf: Shelf, node: Node) -> int:
    match node:
        case Word(text, field):
            return shelf.having(field or "all", text)
        case Prefix(text, field):
            return shelf.beginning(field or "all", text)
        case Fuzzy(text, field):
            return shelf.alike(field or "all", text)
        case Entity(text):
            return shelf.having("entity", text)
        case Phrase(texts, field):
            return _phrase(shelf, field, texts)
        case Near(texts, within):
            among = shelf.alive
            for text in texts:
                among &= shelf.having("all", text)
            known, rest = shelf.together(texts, within, among)
            return known | _placed(shelf, None, texts, lambda lists: near(lists, within), rest)
        case _:
            return 0


def _phrase(shelf: Shelf, field: Field | None, texts: tuple[str, ...]) -> int:
    among = shelf.alive
    for text in texts:
        among &= shelf.having(field or "all", text)
    if field is None and among:
        is_known = len(texts) <= 2
        for one, other in pairwise(texts):
            following, is_exact = shelf.following(one, other)
            among &= following
            is_known &= is_exact
        if is_known:
            return among
    # What these two fields hold is one value of their facets.
    if field in ("publication", "section") and among.bit_count() > FEW:
        values = shelf.values(field)
        if len(values) <= FEW:
            return among & _of_values(shelf, values, texts)
    return _placed(shelf, field, texts, follow, among)


def _of_values(shelf: Shelf, values: Sequence[str], texts: tuple[str, ...]) -> int:
    """The items of the facet's values that have the phrase: far fewer than there are items."""
    some = 0
    for term in values:
        _, value = facet_of(term)
        at = places([value])
        if follow([at.get(text, []) for text in texts]):
            some |= shelf.having("facet", term)
    return some


def _placed(
    shelf: Shelf,
    field: Field | None,
    texts: tuple[str, ...],
    fits: Callable[[list[Sequence[int]]], bool],
    among: int,
) -> int:
    """Those of the items, which have all the words, that have them at places that fit."""
    name = field or "all"
    if not among:
        return 0
    stands = {text: shelf.places(name, text, among) for text in set(texts)}
    fitting = (n for n in members(among) if fits([stands[text][n] for text in texts]))
    return set_of(fitting, shelf.size)


def ranked(tree: Node | None) -> list[Node]:
    """What speaks for an item: everything that is not denied."""
    spoken: list[Node] = []
    waiting = [] if tree is None else [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, And | Or):
            waiting.extend(node.nodes)
        elif isinstance(node, Word | Prefix | Fuzzy | Phrase | Near | Entity):
            spoken.append(node)
    return spoken
