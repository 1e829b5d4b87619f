"""Answers queries: from the index where it knows, from the texts themselves where it does not."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from crankreader import search
from crankreader.finding.warm import Warm
from crankreader.library import Library, Shelves, State
from crankreader.library.asked import Asked
from crankreader.model import Hit, Problem, Results, counted
from crankreader.query import And, Entity, Node, Not, Order, Query, key, nodes, parse, resolved
from crankreader.search import Found, Index, IndexUnusable, newness

LATE = 1000
"""Items that a search reads because the index has not taken them in; with more it says so."""
A_FEW = 20
"""Of them, those that are read for the first time while somebody types."""
AT_ONCE = 0.5
"""Seconds for reading texts while somebody types."""

Ids = Callable[[str], Collection[str]]
"""The ids of the entities that are called so."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The items found, best or newest first, and what there is to say about them."""

    total: int
    hits: tuple[tuple[str, float], ...]
    order: Order
    corrected: str | None = None
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notice: str | None = None


class _Question(NamedTuple):
    """What is looked for, and how much has to be told of it."""

    query: Query
    tree: Node
    order: Order
    limit: int | None
    within: frozenset[str] | None
    facets: bool = False
    typing: bool = False


class Finder:
    """Searches one library."""

    def __init__(
        self, warm: Warm, library: Library, shelves: Shelves, state: State, ids: Ids
    ) -> None:
        self._warm = warm
        self._library = library
        self._shelves = shelves
        self._asked = Asked(library, shelves, state)
        self._ids = ids

    def search(
        self,
        text: str,
        *,
        typing: bool,
        order: Order | None,
        limit: int,
        facets: bool,
        within: frozenset[str] | None = None,
    ) -> Results:
        """The best or newest items, of these or of all. Never fails for what was typed."""
        began = time.perf_counter()
        query, tree = understood(text, self._ids, typing=typing)
        by: Order = order or query.order or ("date" if typing else "relevance")
        answer = _Answer(0, (), by)
        if tree is not None:
            answer = self._answer(_Question(query, tree, by, limit, within, facets, typing))
        hits = self._hits(answer.hits, tree)
        return Results(
            query=text,
            total=answer.total,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            order=answer.order,
            hits=hits,
            corrected=answer.corrected,
            problems=query.problems,
            facets=answer.facets,
            notice=answer.notice,
        )

    def warm(self) -> None:
        """Read what the first search and the first facets need; nothing where there is no index."""
        with suppress(IndexUnusable):
            index = self._warm.index()
            index.warm()
            hidden = self._asked.hidden()
            index.search(None, order="date", limit=1, states=self._asked.states, hidden=hidden)
            self._asked.states("read")

    def select(self, tree: Node, within: frozenset[str] | None = None) -> tuple[str, ...]:
        """Every item, of these or of all, that the tree asks for."""
        answer = self._answer(_Question(Query("", tree), tree, "date", None, within))
        return tuple(item for item, _ in answer.hits)

    def _answer(self, asked: _Question) -> _Answer:
        try:
            return self._by_index(asked)
        except IndexUnusable:  # there is none, or another thread has just found it damaged
            return self._without_index(asked)

    def _by_index(self, asked: _Question) -> _Answer:
        query, tree, order, limit, within, facets, typing = asked
        # Before the index: what it takes in meanwhile is read here, and not missed in both.
        waiting, notice = self._late(everything=limit is None)
        index = self._warm.index()
        if within is not None:
            waiting = {item: since for item, since in waiting.items() if item in within}
        found = index.search(
            tree,
            order=order,
            limit=limit,
            states=self._asked.states,
            hidden=self._hidden(tree, waiting),
            within=within,
        )
        late, left = self._asked.late(tree, waiting, A_FEW if typing else None)
        if left:
            notice = _without(left)
        total = found.total + len(late)
        return _Answer(
            total=total,
            hits=self._together(late, found.hits, found.order, limit),
            order=found.order,
            corrected=None if total or limit is None else index.corrected(query),
            facets=self._facets(index, found, late) if facets else {},
            notice=notice or (None if total else _missed(index.absent(tree))),
        )

    def _together(
        self,
        late: Sequence[str],
        known: Sequence[tuple[str, float]],
        order: Order,
        limit: int | None,
    ) -> tuple[tuple[str, float], ...]:
        """The hits of both: by date where that is the order, else those that wait first."""
        hits = [*((item, 0.0) for item in late[:limit]), *known]
        if late and order == "date" and limit is not None:
            rows = self._shelves.rows_of(item for item, _ in hits)
            dates = {item: row.date for item, row in rows.items()}
            hits.sort(key=lambda hit: newness(dates.get(hit[0])))
        return tuple(hits[:limit])

    def _late(self, *, everything: bool) -> tuple[Mapping[str, int], str | None]:
        """The items to be read because the index lacks them, unless they are too many."""
        late = len(self._library.queue)
        if late > LATE and not everything:
            return {}, _without(late)
        return self._library.queue.waiting() if late else {}, None

    def _without_index(self, asked: _Question) -> _Answer:
        seconds = AT_ONCE if asked.typing else math.inf
        found, is_all = self._asked.scan(asked.tree, asked.within, seconds=seconds)
        notice = None
        if self._library.count():
            rest = "this was searched without it" if is_all else "this looked at the newest items"
            notice = f"The index has to be built; {rest}."
        hits = tuple((item, 0.0) for item in found[: asked.limit])
        return _Answer(len(found), hits, "date", notice=notice)

    def _facets(
        self, index: Index, found: Found, late: Collection[str]
    ) -> Mapping[str, tuple[tuple[str, int], ...]]:
        total = found.total + len(late)
        counts = {}
        for name in ("read", "starred"):
            ids = self._asked.states(name)
            counts[name] = index.count_of(found, ids) + sum(item in ids for item in late)
        states = {"unread": total - counts["read"], **counts}
        facets = index.facets(found)
        return {
            **facets,
            "entity": self._named(index, facets["entity"]),
            "state": tuple(state for state in states.items() if state[1]),
        }

    def count(self, tree: Node) -> int | None:
        """How many items the tree asks for; None where that would take reading too much."""
        waiting, notice = self._late(everything=False)
        if notice:
            return None
        try:
            known = self._count(self._warm.index(), tree, self._hidden(tree, waiting))
        except IndexUnusable:
            return 0 if not self._library.count() else None
        late, _ = self._asked.late(tree, waiting)
        return known + len(late)

    def _hidden(self, tree: Node, waiting: Mapping[str, int]) -> Collection[str]:
        """What the index must not give: what is hidden, and what it knows no more as it is."""
        hidden = self._asked.left_out(tree)
        return hidden | waiting.keys() if waiting else hidden

    def _count(self, index: Index, tree: Node, hidden: Collection[str]) -> int:
        states = self._asked.states
        return index.search(tree, order="date", limit=0, states=states, hidden=hidden).total

    def _named(self, index: Index, ids: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
        """A facet of ids by names to ask for; the id stays where a name would miss some items."""
        names = self._library.names([id for id, _ in ids])
        shown: dict[str, int] = {}
        for id, count in ids:
            name = names.get(id, id)
            is_name = name not in shown and self._finds_all(index, name, id)
            shown[name if is_name else id] = count
        return tuple(shown.items())

    def _finds_all(self, index: Index, name: str, id: str) -> bool:
        """Whether asking for an entity by this name finds every item that has the id."""
        by_id, called = Entity(key(id)), Entity(key(name), name)
        hidden = self._asked.hidden()
        # Most items have the name beside the id, and nobody's list has to be read to tell.
        if self._count(index, And((by_id, Not(called))), hidden) == 0:
            return True
        by_name = resolved(called, self._ids)
        if by_name is None or by_id in nodes(by_name):
            return True
        return self._count(index, And((by_id, Not(by_name))), hidden) == 0

    def _hits(self, found: Iterable[tuple[str, float]], tree: Node | None) -> tuple[Hit, ...]:
        scores = dict(found)
        rows = self._shelves.rows_of(scores)
        items = self._library.items(list(scores))
        hits = []
        for id, item in items.items():
            row = rows.get(id)
            if row is None:  # another process took the item in between the two looks
                continue
            snippet, matches = search.snippet(item.text, tree)
            hits.append(
                Hit(
                    item=id,
                    issue=row.issue,
                    title=row.display_title,
                    publication=row.publication,
                    section=row.section,
                    date=row.date,
                    score=scores[id],
                    snippet=snippet,
                    matches=matches,
                    is_read=row.is_read,
                    is_starred=row.is_starred,
                )
            )
        return tuple(hits)


def understood(text: str, ids: Ids, *, typing: bool = False) -> tuple[Query, Node | None]:
    """A query, and what it asks for, with every name it gives an entity by."""
    query = parse(text, typing=typing)
    return query, resolved(query.tree, ids)


def nothing_asked(text: str) -> Problem:
    return Problem(0, "This asks for nothing." if text.strip() else "The query is empty.")


def _without(late: int) -> str:
    said = counted(late, "item")
    return f"This was searched without {said} that the index does not have yet."


def _missed(absent: tuple[str, ...]) -> str | None:
    if not absent:
        return None
    return "No item has " + " or ".join(f"“{word}”" for word in absent) + "."
