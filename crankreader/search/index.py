"""The index as the rest of the program asks it: items by query, facets, words nobody used.

Knows items by their ids; no text of theirs, no name of an entity, nothing of who writes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import Path
from threading import RLock

from crankreader.query import Node, Order, Prefix, Query, asked_words, mended, terms
from crankreader.query.scan import is_one_typo
from crankreader.search import generations, plan
from crankreader.search.generations import IndexUnusable
from crankreader.search.plan import States
from crankreader.search.schema import FACETS, stamp
from crankreader.search.shelf import Shelf, members

MOST_VALUES = 50
"""Values of one facet."""
SHORTEST_MENDED = 3
"""Letters of a word that did-you-mean takes for a typo."""
LONGEST_MENDED = 24
TWO_TYPOS = 6
"""Letters from which it looks two edits far."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, as of the generation it was found in."""

    total: int
    hits: list[tuple[str, float]]
    """Item and score; the scores are 0 where the order is that of dates."""
    members: int
    shelf: Shelf


class Index:
    """An open index. Any thread may ask; they take turns."""

    def __init__(self, directory: Path, shelf: Shelf) -> None:
        self._directory = directory
        self._shelf = shelf
        self._older: Shelf | None = None
        self._turn = RLock()

    @classmethod
    def open(cls, directory: Path) -> Index:
        """Raises IndexUnusable: it is not there, damaged, or of another version."""
        return cls(directory, _shelf(directory))

    def close(self) -> None:
        with self._turn:
            self._shelf.close()
            if self._older is not None:
                self._older.close()
                self._older = None

    def refresh(self) -> bool:
        """Reads what was written since. Says whether anything was. Raises IndexUnusable."""
        with self._turn:
            if generations.current_name(self._directory) == self._shelf.generation.name:
                return False
            newer = _shelf(self._directory)
            if self._older is not None:
                self._older.close()
            # What was just found may still be asked for its facets.
            self._older, self._shelf = self._shelf, newer
            return True

    def count(self) -> int:
        """Items in it."""
        return self._shelf.generation.count

    def search(
        self,
        tree: Node | None,
        *,
        order: Order = "relevance",
        limit: int | None = None,
        states: States,
        hidden: Collection[str] = (),
        within: frozenset[str] | None = None,
    ) -> Found:
        """The items, of these or of all, that the tree asks for, best or newest first."""
        with self._turn:
            shelf = self._shelf
            among = plan.shown(shelf, tree, states, hidden)
            if within is not None:
                among &= shelf.of(within)
            if order == "date" or not plan.ranked(tree):
                hits = [(shelf.item(n), 0.0) for n in shelf.newest(among, limit)]
            else:
                hits = _best(shelf, tree, among, limit)
            return Found(among.bit_count(), hits, among, shelf)

    def facets(self, found: Found) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """How many of the items have each value: the most frequent first, months newest first."""
        counts: tuple[Counter[str], ...] = tuple(Counter() for _ in (*FACETS, "month"))
        with self._turn:
            for n in members(found.members):
                for counter, values in zip(counts, found.shelf.facets(n), strict=True):
                    counter.update(values)
        *others, months = counts
        listed = {
            name: tuple(nsmallest(MOST_VALUES, counter.items(), key=lambda v: (-v[1], v[0])))
            for name, counter in zip(FACETS, others, strict=True)
        }
        return {**listed, "month": tuple(sorted(months.items(), reverse=True))}

    def absent(self, tree: Node | None) -> tuple[str, ...]:
        """The words of the query that no item has."""
        with self._turn:
            shelf = self._shelf
            words = [word for word in asked_words(tree) if not shelf.having("all", word)]
            words += [
                node.text
                for node in terms(tree)
                if isinstance(node, Prefix) and not shelf.beginning("all", node.text)
            ]
            return tuple(dict.fromkeys(words))

    def corrected(self, query: Query) -> str | None:
        """The query as it was perhaps meant; None when each of its words is somebody's."""
        with self._turn:
            alike = ((word, self._alike(word)) for word in self.absent(query.tree))
            corrections = {word: other for word, other in alike if other is not None}
        return mended(query.text, corrections) if corrections else None

    def _alike(self, word: str) -> str | None:
        if not SHORTEST_MENDED <= len(word) <= LONGEST_MENDED or not word.isalpha():
            return None
        shelf = self._shelf
        near = shelf.typos("all", word)
        if not near and len(word) >= TWO_TYPOS:
            near = shelf.alike(word)
        alive = [other for other in near if shelf.having("all", other) and other != word]
        if not alive:
            return None
        return max(
            alive,
            key=lambda other: (
                is_one_typo(word, other),
                shelf.having("all", other).bit_count(),
                other,
            ),
        )


def _shelf(directory: Path) -> Shelf:
    generation = generations.current(directory, stamp())
    try:
        return Shelf(generation)
    except IndexUnusable:
        raise
    except Exception as error:
        generation.release()
        raise IndexUnusable(f"the index cannot be opened: {error}") from error


def _best(
    shelf: Shelf, tree: Node | None, among: int, limit: int | None
) -> list[tuple[str, float]]:
    scores = plan.scores(shelf, tree, among)

    def rank(n: int) -> tuple[float, tuple[int, int, int]]:
        return -scores[n], shelf.newness(n)

    best = sorted(scores, key=rank) if limit is None else nsmallest(limit, scores, key=rank)
    return [(shelf.item(n), scores[n]) for n in best]
