"""Counting what saved searches find, while the screen is in use.

A while after the last change, in a thread: the first count loads the search, and no key waits
for that. Knows queries and numbers; who asked shows them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from textual.timer import Timer
from textual.worker import Worker

from crankreader.model import SavedSearch
from crankreader.reader import Reader, ReaderError

AFTER = 0.2
"""Seconds without a change."""

Show = Callable[[Mapping[str, int]], None]
"""Takes: query → how many unread items it finds, where that could be told."""


class Host(Protocol):
    """The screen on which the numbers stand."""

    @property
    def is_running(self) -> bool: ...
    def call_after_refresh(self, callback: Any) -> bool: ...
    def set_timer(self, delay: float, callback: Any) -> Timer: ...
    def run_worker(self, work: Any, *, group: str, exclusive: bool) -> Worker[Any]: ...


class Counting:
    """The numbers of one screen."""

    def __init__(self, screen: Host, reader: Reader, show: Show) -> None:
        self.screen = screen
        self.reader = reader
        self.show = show
        self._queries: tuple[str, ...] = ()
        self._waiting: Timer | None = None
        self._worker: Worker[Any] | None = None
        self._is_stale = False
        self._counted: object = None
        """What the numbers shown are true of; None: there are none, as without an index."""

    def soon(self, searches: Sequence[SavedSearch]) -> None:
        """Count what these find, once the screen is painted, unless nothing has changed."""
        self._queries = tuple(dict.fromkeys(search.query for search in searches))
        if self._queries and self._counted != self._stamp(self._queries):
            self.screen.call_after_refresh(self._wait)

    def _wait(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.screen.set_timer(AFTER, self._begin)

    def _begin(self) -> None:
        self._is_stale = True
        if self._worker is None or self._worker.is_finished:
            self._worker = self.screen.run_worker(self._run(), group="searches", exclusive=True)

    async def _run(self) -> None:
        while self._is_stale:  # one count at a time: what changes meanwhile is for the next
            self._is_stale = False
            self._counted, found = await asyncio.to_thread(self._count, self._queries)
            if not self.screen.is_running:
                return
            self.show(found)

    def _count(self, queries: tuple[str, ...]) -> tuple[object, Mapping[str, int]]:
        try:
            stamp = self._stamp(queries)
            numbers = self.reader.unread_of(queries)
        except ReaderError:
            return None, {}  # a library that is busy: the next change counts again
        known = {query: n for query, n in zip(queries, numbers, strict=True) if n is not None}
        return stamp if known else None, known

    def _stamp(self, queries: tuple[str, ...]) -> tuple[object, ...]:
        return (queries, self.reader.revisions, self.reader.names_stamp)
