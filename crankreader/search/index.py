"""The index as the rest of the program asks it: items by query, facets, words nobody used.

Knows items by their ids; no text of theirs, no name of an entity, nothing of who writes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from crankreader.query import Node, Order, Prefix, Query, asked_words, mended, terms
from crankreader.search import generations, plan
from crankreader.search.generations import IndexUnusable
from crankreader.search.plan import States
from crankreader.search.ranking import best
from crankreader.search.schema import stamp
from crankreader.search.shelf import Shelf
from crankreader.search.spelling import meant


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, as of the generation it was found in."""

    total: int
    hits: list[tuple[str, float]]
    """Item and score; the scores are 0 where the order is that of dates."""
    order: Order
    """That of dates too where nothing in the query could rank."""
    members: int
    shelf: Shelf


class Index:
    """An open index. Any thread may ask; they take turns.

    What is asked of one that another thread has closed meanwhile raises IndexUnusable.
    """

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
            if self._older is not None:
                self._older.close(self._shelf)
                self._older = None
            self._shelf.close()

    def refresh(self) -> bool:
        """Reads what was written since. Says whether anything was. Raises IndexUnusable."""
        with self._turn:
            if generations.current_name(self._directory) == self._shelf.generation.name:
                return False
            newer = _shelf(self._directory, self._shelf)
            if self._older is not None:
                self._older.close(self._shelf, newer)
            # What was just found may still be asked for its facets.
            self._older, self._shelf = self._shelf, newer
            return True

    @contextmanager
    def _reading(self, found: Found | None = None) -> Iterator[Shelf]:
        """The items as they are now, or as they were when something was found."""
        with self._turn:
            shelf = self._shelf if found is None else found.shelf
            if shelf.is_closed:
                raise IndexUnusable("the index was closed meanwhile")
            try:
                yield shelf
            except IndexUnusable:
                generations.condemn(self._directory, shelf.generation)
                raise

    def warm(self) -> None:
        """Read what is read once for all searches."""
        with self._reading() as shelf:
            shelf.warm()

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
        """The items, of these or of all but the hidden, that the tree asks for; best or newest
        first.
        """
        with self._reading() as shelf:
            among = plan.found(shelf, tree, states) & ~shelf.of(hidden)
            if within is not None:
                among &= shelf.of(within)
            by: Order = order if plan.ranked(tree) else "date"
            if by == "date" or limit == 0:
                hits = [(shelf.item(n), 0.0) for n in shelf.newest(among, limit)]
            else:
                hits = [(shelf.item(n), score) for n, score in best(shelf, tree, among, limit)]
            return Found(among.bit_count(), hits, by, among, shelf)

    def facets(self, found: Found) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """How many of the items have each value: the most frequent first, months newest first."""
        with self._reading(found) as shelf:
            return shelf.facets(found.members)

    def count_of(self, found: Found, items: Collection[str]) -> int:
        """How many of what was found are among these items."""
        with self._reading(found) as shelf:
            return (found.members & shelf.of(items)).bit_count()

    def absent(self, tree: Node | None) -> tuple[str, ...]:
        """The words of the query that no item has."""
        with self._reading() as shelf:
            words = [word for word in asked_words(tree) if not shelf.having("all", word)]
            words += [
                node.text
                for node in terms(tree)
                if isinstance(node, Prefix) and not shelf.beginning("all", node.text)
            ]
            return tuple(dict.fromkeys(words))

    def corrected(self, query: Query) -> str | None:
        """The query as it was perhaps meant; None when each of its words is somebody's."""
        with self._reading() as shelf:
            alike = ((word, meant(shelf, word)) for word in self.absent(query.tree))
            corrections = {word: other for word, other in alike if other is not None}
        return mended(query.text, corrections) if corrections else None


def _shelf(directory: Path, before: Shelf | None = None) -> Shelf:
    generation = generations.current(directory, stamp())
    try:
        return Shelf(generation, before)
    except IndexUnusable:
        raise
    except Exception as error:
        generation.release()
        raise IndexUnusable(f"the index cannot be opened: {error}") from error
