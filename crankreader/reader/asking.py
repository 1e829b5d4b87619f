"""What a library answers to a query, and the index that answers it.

Search costs an import that no screen waits for: it is made when first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from crankreader.library import LibraryUnusable as ReaderError
from crankreader.model import (
    Check,
    Problem,
    Results,
    Span,
)
from crankreader.reader.holdings import Holdings

if TYPE_CHECKING:
    from crankreader.finding import Finder, Indexing

Kind = Literal["publications", "issues", "sections", "items", "sources", "entities"]
Order = Literal["relevance", "date"]

_ID = re.compile(r"[it][a-z2-7]{16}")


class QueryProblem(Exception):
    """A query that cannot be relied on to mean what was meant; says what is wrong, and where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class Asking(Holdings):
    """The verbs that take a query, and those that keep the index."""

    def listing(self, kind: Kind, query: str | None = None) -> tuple[list[dict[str, Any]], int]:
        """The rows of a kind and how many; of what a query finds, if there is one."""
        from crankreader.library.listings import listing

        items = None if query is None else self.select(query)
        rows = listing(self._library, self._shelves, kind, items)
        return rows, len(rows)

    def search(
        self,
        text: str,
        *,
        typing: bool = False,
        order: Order | None = None,
        limit: int = 50,
        facets: bool = False,
        within: frozenset[str] | None = None,
    ) -> Results:
        """What a query finds, among these items or all. While it is typed, its last word is a
        beginning, newest first.
        """
        return self._finder.search(
            text, typing=typing, order=order, limit=limit, facets=facets, within=within
        )

    def matches(self, text: str, query: str, *, typing: bool = False) -> tuple[Span, ...]:
        """Where any text has what the query asked for; its last word is a beginning while it is
        typed.
        """
        from crankreader.query import find, parse

        return find(text, parse(query, typing=typing).tree)

    def select(self, query_or_id: str, within: frozenset[str] | None = None) -> tuple[str, ...]:
        """The items that an id (of an item or an issue) or a query names, the latter among these
        or all. Raises QueryProblem.
        """
        if _ID.fullmatch(query_or_id):
            if query_or_id.startswith("i"):
                rows = self._shelves.item_rows("t.issue = ? ORDER BY t.position", (query_or_id,))
                return tuple(row.id for row in rows)
            return tuple(self._shelves.issues_of([query_or_id]))
        from crankreader.finding import nothing_asked, understood

        query, tree = understood(query_or_id, self._ids)
        if query.problems or tree is None:
            raise QueryProblem(query.problems or (nothing_asked(query_or_id),))
        return self._finder.select(tree, within)

    def unread_of(self, queries: Sequence[str]) -> tuple[int | None, ...]:
        """How many unread items each of these finds, its words whole; None where that cannot be
        told: what is wrong in a query, or an index that lacks too much, would make it another.
        """
        return tuple(self._count(query, unread=True) for query in queries)

    def totals_of(self, queries: Sequence[str]) -> tuple[int | None, ...]:
        """How many items each of these finds, in the same way."""
        return tuple(self._count(query, unread=False) for query in queries)

    def _count(self, text: str, *, unread: bool) -> int | None:
        from crankreader.finding import understood
        from crankreader.query import And, Is, Not

        query, tree = understood(text, self._ids)
        if query.problems or tree is None:
            return None
        return self._finder.count(And((tree, Not(Is("read")))) if unread else tree)

    def warm_search(self) -> None:
        """Get ready what the first search would have to wait for."""
        self._finder.warm()

    def has_index(self) -> bool:
        """Whether there is an index that can be used, or nothing to put into one."""
        return self._indexing.state()[0]

    def needs_index(self) -> bool:
        """Whether searches have to do without an index, wholly or for some items."""
        return self._indexing.is_needed()

    def index_pending(self) -> Iterator[int]:
        """Bring the index up to the library, or build it; how many items are done so far."""
        return self._indexing.bring_up()

    def reindex(self) -> Iterator[tuple[int, int]]:
        """Build the index anew; (items done, all items). Raises ReaderError when it cannot be."""
        from crankreader.search import IndexBusy, IndexUnusable

        try:
            yield from self._indexing.rebuild()
        except (IndexBusy, IndexUnusable) as error:
            raise ReaderError(f"The index could not be built: {error}.") from error
        except OSError as error:
            said = error.strerror or "the disk gave an error"
            raise ReaderError(f"The index could not be built: {said}.") from error

    def doctor(self, repair: bool = False) -> tuple[Check, ...]:
        """The health of everything; with `repair`, after mending what can be mended."""
        from crankreader.library.health import checks

        if repair:
            for _ in self.index_pending():
                pass
        is_usable, said = self._indexing.state()
        if not is_usable and self._is_young():
            is_usable, said = True, "none yet; it is made at the next start"
        advice = None if is_usable else "Run `crankreader reindex`."
        return (
            *checks(self._library, self._state, repair=repair),
            self._names_check(),
            Check("index", is_usable, said, advice),
        )

    def _names_check(self) -> Check:
        problems = self._names.problems
        if not problems:
            return Check("names", True, "your own list of names is in order")
        advice = f"Mend {self._names.path}; the rest of it counts."
        return Check("names", False, " ".join(problems), advice)

    def _is_young(self) -> bool:
        """Whether no index was ever made: everything waits for it."""
        is_there = self.settings.index_dir.is_dir() and any(self.settings.index_dir.iterdir())
        return not is_there and len(self._library.queue) >= self._library.count()

    def _finds(self, query: str) -> bool:
        """Whether a query finds anything; without an index, taken for granted."""
        is_usable, _ = self._indexing.state()
        return not is_usable or self.search(query, typing=True, order="date", limit=1).total > 0

    def _ids(self, name: str) -> Collection[str]:
        return [entity.id for entity in self._names.known.lookup(name)]

    @property
    def _finder(self) -> Finder:
        return self._search_room[0]

    @property
    def _indexing(self) -> Indexing:
        return self._search_room[1]

    @property
    def _search_room(self) -> tuple[Finder, Indexing]:
        """Made when first asked for: search costs an import that no screen waits for."""
        with self._turn:
            if self._made is None:
                from crankreader.finding import Finder, Indexing
                from crankreader.finding.warm import Warm

                self._warm = Warm(self.settings.index_dir)
                self._made = (
                    Finder(self._warm, self._library, self._shelves, self._state, self._ids),
                    Indexing(self._warm, self._library, self._shelves),
                )
            return self._made
