"""Brings the index up to the library, or builds it anew."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress

from crankreader import search
from crankreader.finding.warm import Warm
from crankreader.library import Library, Shelves, Text
from crankreader.library.asked import fields
from crankreader.model import counted
from crankreader.search import Entry, IndexBusy, IndexUnusable, newness

BATCH = 5000
"""Items that are put into the index at once."""
PATIENCE = 30.0
"""Seconds to wait for another process that writes the index."""


class _Stopped(Exception):
    """Nobody waits any more for the index that is being built."""


class Indexing:
    """What writes the index of one library."""

    def __init__(self, warm: Warm, library: Library, shelves: Shelves) -> None:
        self._warm = warm
        self._library = library
        self._shelves = shelves

    def is_needed(self) -> bool:
        """Whether searches have to do without an index, wholly or for some items."""
        return len(self._library.queue) > 0 or (
            self._library.count() > 0 and self._warm.trouble() is not None
        )

    def state(self) -> tuple[bool, str]:
        """(whether the index can be used, a sentence about it)."""
        trouble = self._warm.trouble()
        if trouble is not None:
            return self._library.count() == 0, trouble
        return True, f"{counted(self._warm.index().count(), 'item')} in the index"

    def bring_up(self) -> Iterator[int]:
        """Put into the index what waits for it, or build it anew; how many items are done.

        Gives up where there can be no index, the disk is full, or another process keeps writing
        it: what waits is found by reading it.
        """
        done = 0
        was_built = False
        deadline = time.monotonic() + PATIENCE
        while self.is_needed():
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
        with suppress(IndexBusy, IndexUnusable, OSError):  # it is as good as before, if slower
            search.tidy(self._warm.directory)

    def _update(self, waiting: Mapping[str, int]) -> int:
        self._warm.index()  # an update of what is not there would be a build of a part
        there = self._shelves.issues_of(waiting)
        changed = (_entry(text) for text in self._library.texts(there))
        search.update(self._warm.directory, changed, waiting.keys() - there.keys())
        self._library.queue.clear(waiting)
        return len(waiting)

    def rebuild(self) -> Iterator[tuple[int, int]]:
        """A new index of everything; (items done, all items). Raises IndexBusy, IndexUnusable."""
        waiting = self._library.queue.waiting()
        total = self._library.count()
        done = 0
        stopped = False

        def entries() -> Iterator[Entry]:
            nonlocal done
            dates = self._library.dates()
            dates.sort(key=lambda dated: newness(dated[1]))  # keeps the order within a day
            for text in self._library.texts(item for item, _ in dates):
                if stopped:
                    raise _Stopped
                yield _entry(text)
                done += 1

        with ThreadPoolExecutor(1) as pool:
            work = pool.submit(search.build, self._warm.directory, entries())
            try:
                while not work.done():
                    wait([work], timeout=0.2)
                    yield done, total
            finally:
                stopped = True
            work.result()
        self._library.queue.clear(waiting)
        yield done, total


def _entry(text: Text) -> Entry:
    outlets = dict.fromkeys(source.outlet for source in text.sources if source.outlet)
    return Entry(item=text.item, outlets=tuple(outlets), **fields(text))
