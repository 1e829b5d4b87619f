"""Answers queries: from the index where it knows, from the texts themselves where it does not.

Keeps one index open and warm, and brings it up to the library. Knows library and search, no
parser, no command and no screen. Any thread may ask; the index is under a lock.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from crankreader import search
from crankreader.library import Library, Shelves, State, Text
from crankreader.library.asked import Asked, fields
from crankreader.model import Hit, Problem, Results, counted
from crankreader.query import And, Entity, Is, Node, Not, Order, Query, key, nodes, parse, resolved
from crankreader.search import Entry, Found, Index, IndexBusy, IndexUnusable

BATCH = 5000
"""Items that are put into the index at once."""
PATIENCE = 30.0
"""Seconds to wait for another process that writes the index."""
LATE = 1000
"""Items that a search reads because the index has not taken them in; with more it says so."""
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


class _Stopped(Exception):
    """Nobody waits any more for the index that is being built."""


class Finder:
    """Searches one library."""

    def __init__(
        self, directory: Path, library: Library, shelves: Shelves, state: State, ids: Ids
    ) -> None:
        self._directory = directory
        self._library = library
        self._shelves = shelves
        self._asked = Asked(library, shelves, state)
        self._ids = ids
        self._opened: Index | None = None
        self._turn = Lock()

    def close(self) -> None:
        with self._turn:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

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
            answer = self._answer(query, tree, by, limit, within, facets=facets, typing=typing)
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

    def select(self, tree: Node, within: frozenset[str] | None = None) -> tuple[str, ...]:
        """Every item, of these or of all, that the tree asks for."""
        answer = self._answer(Query("", tree), tree, "date", None, within)
        return tuple(item for item, _ in answer.hits)

    def _answer(
        self,
        query: Query,
        tree: Node,
        order: Order,
        limit: int | None,
        within: frozenset[str] | None,
        *,
        facets: bool = False,
        typing: bool = False,
    ) -> _Answer:
        try:
            index = self._index()
        except IndexUnusable:
            return self._without_index(tree, limit, within, typing=typing)
        waiting, notice = self._late(everything=limit is None)
        if within is not None:
            waiting = {item: since for item, since in waiting.items() if item in within}
        hidden = self._asked.hidden()
        found = index.search(
            tree,
            order=order,
            limit=limit,
            states=self._asked.states,
            hidden=hidden | waiting.keys() if waiting else hidden,
            within=within,
        )
        late = dict.fromkeys(self._asked.scan(tree, waiting)[0], 0.0) if waiting else {}
        known = (hit for hit in found.hits if hit[0] not in late)
        total = found.total + len(late)
        return _Answer(
            total=total,
            hits=(*late.items(), *known)[:limit],
            order=order,
            corrected=None if total else index.corrected(query),
            facets=self._facets(index, tree, found) if facets else {},
            notice=notice or (None if total else _missed(index.absent(tree))),
        )

    def _late(self, *, everything: bool) -> tuple[Mapping[str, int], str | None]:
        """The items to be read because the index lacks them, unless they are too many."""
        late = len(self._library.queue)
        if late > LATE and not everything:
            said = counted(late, "item")
            return {}, f"This was searched without {said} that the index does not have yet."
        return self._library.queue.waiting() if late else {}, None

    def _without_index(
        self, tree: Node, limit: int | None, within: frozenset[str] | None, *, typing: bool
    ) -> _Answer:
        found, is_all = self._asked.scan(tree, within, seconds=AT_ONCE if typing else math.inf)
        notice = None
        if self._library.count():
            rest = "this was searched without it" if is_all else "this looked at the newest items"
            notice = f"The index has to be built; {rest}."
        hits = tuple((item, 0.0) for item in found[:limit])
        return _Answer(len(found), hits, "date", notice=notice)

    def _facets(
        self, index: Index, tree: Node, found: Found
    ) -> Mapping[str, tuple[tuple[str, int], ...]]:
        read, starred = (
            self._count(index, And((tree, state))) for state in (Is("read"), Is("starred"))
        )
        states = (("unread", found.total - read), ("read", read), ("starred", starred))
        facets = index.facets(found)
        return {
            **facets,
            "entity": self._named(index, facets["entity"]),
            "state": tuple(state for state in states if state[1]),
        }

    def _count(self, index: Index, tree: Node) -> int:
        states, hidden = self._asked.states, self._asked.hidden()
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
        by_id = Entity(key(id))
        by_name = resolved(Entity(key(name), name), self._ids)
        if by_name is None or by_id in nodes(by_name):
            return True
        return self._count(index, And((by_id, Not(by_name)))) == 0

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

    # The index

    def _index(self) -> Index:
        """The newest there is, opened. Raises IndexUnusable."""
        with self._turn:
            try:
                if self._opened is None:
                    self._opened = Index.open(self._directory)
                else:
                    self._opened.refresh()
            except IndexUnusable:
                if self._opened is not None:
                    self._opened.close()
                    self._opened = None
                raise
            return self._opened

    def needs_index(self) -> bool:
        """Whether searches have to do without an index, wholly or for some items."""
        return len(self._library.queue) > 0 or (
            self._trouble() is not None and self._library.count() > 0
        )

    def _trouble(self) -> str | None:
        try:
            self._index()
        except IndexUnusable as error:
            return str(error)
        return None

    def state_of_index(self) -> tuple[bool, str]:
        """(whether it can be used, a sentence about it)."""
        trouble = self._trouble()
        if trouble is not None:
            return self._library.count() == 0, trouble
        return True, f"{counted(self._index().count(), 'item')} in the index"

    def bring_up(self) -> Iterator[int]:
        """Put into the index what waits for it, or build it anew; how many items are done.

        Gives up where there can be no index, the disk is full, or another process keeps writing
        it: what waits is found by reading it.
        """
        done = 0
        was_built = False
        deadline = time.monotonic() + PATIENCE
        while self.needs_index():
            try:
                done += self._update(self._library.queue.waiting(BATCH))
            except IndexUnusable:
                if was_built:  # and yet it may not be opened: once more would be no better
                    return
                try:
                    for done, _ in self.rebuild():
                        yield done
                except (IndexBusy, IndexUnusable, OSError):
                    return
                was_built = True
            except IndexBusy:
                if time.monotonic() > deadline:
                    return
                time.sleep(0.1)
            except OSError:
                return
            else:
                yield done

    def _update(self, waiting: Mapping[str, int]) -> int:
        self._index()  # an update of what is not there would be a build of a part
        there = self._shelves.issues_of(waiting)
        changed = (_entry(text) for text in self._library.texts(there))
        search.update(self._directory, changed, waiting.keys() - there.keys())
        self._library.queue.clear(waiting)
        return len(waiting)

    def rebuild(self) -> Iterator[tuple[int, int]]:
        """A new index of everything; (items done, all items). Raises IndexBusy, IndexUnusable."""
        waiting = self._library.queue.waiting()
        total = self._library.count()
        done = 0
        stopped = False

        def counted() -> Iterator[Entry]:
            nonlocal done
            for text in self._library.texts():
                if stopped:
                    raise _Stopped
                yield _entry(text)
                done += 1

        with ThreadPoolExecutor(1) as pool:
            work = pool.submit(search.build, self._directory, counted())
            try:
                while not work.done():
                    wait([work], timeout=0.2)
                    yield done, total
            finally:
                stopped = True
            work.result()
        self._library.queue.clear(waiting)
        yield done, total


def understood(text: str, ids: Ids, *, typing: bool = False) -> tuple[Query, Node | None]:
    """A query, and what it asks for, with every name it gives an entity by."""
    query = parse(text, typing=typing)
    return query, resolved(query.tree, ids)


def nothing_asked(text: str) -> Problem:
    return Problem(0, "This asks for nothing." if text.strip() else "The query is empty.")


def _entry(text: Text) -> Entry:
    outlets = dict.fromkeys(source.outlet for source in text.sources if source.outlet)
    return Entry(item=text.item, outlets=tuple(outlets), **fields(text))


def _missed(absent: tuple[str, ...]) -> str | None:
    if not absent:
        return None
    return "No item has " + " or ".join(f"“{word}”" for word in absent) + "."
