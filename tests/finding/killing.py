"""A process that forks others to write an index, each of which dies at a chosen act.

An act is whatever changes a file: opening one to write, each write, sync, link, rename, chmod and
removal, and each statement that changes the library. `python -m tests.finding.killing` reads a
trial a line and answers a line, both JSON; what has to be imported is imported once.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from crankreader.finding import Indexing
from crankreader.finding.warm import Warm
from crankreader.library import Library, Shelves
from crankreader.search import writing

ACTS = frozenset(
    f"os.{act}" for act in ("chmod", "link", "mkdir", "remove", "rename", "rmdir", "truncate")
)
"""Events of Python's audit that change files, beside the opening of one."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = ("BEGIN IMMEDIATE", "DELETE", "INSERT", "UPDATE", "COMMIT")
SEGMENTS = 2
"""Segments after which some are put together, so that few items are enough for it."""

really_open, really_connect = io.open, sqlite3.connect


class Trial(NamedTuple):
    """What to do with the library of a directory, and when to die."""

    home: str
    work: str
    """bring_up or rebuild."""
    at: int | None = None
    """The number of the act; None for going on to the end."""
    in_the_middle: bool = False
    """After half of what is to be written, where the act is a write."""


class Death(NamedTuple):
    """What came of a trial."""

    killed: bool
    acts: list[str]
    """The last was not done, or half, where it was killed."""
    unsynced: list[int]
    """Inodes of files that were written and not synced."""


class _Fate:
    """Counts acts, and ends the process at one of them."""

    def __init__(self, trial: Trial, tell: Callable[[Death], None]) -> None:
        self._trial = trial
        self._tell = tell
        self._acts: list[str] = []
        self._unsynced: set[int] = set()

    def act(self, name: str, in_the_middle: Callable[[], object] | None = None) -> None:
        self._acts.append(name)
        if len(self._acts) - 1 == self._trial.at:
            if in_the_middle is not None and self._trial.in_the_middle:
                in_the_middle()
            self.tell(killed=True)
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, *, killed: bool) -> None:
        self._tell(Death(killed, self._acts, sorted(self._unsynced)))

    def watch(self, event: str, values: tuple[Any, ...]) -> None:
        is_to_write = event == "open" and isinstance(values[2], int) and values[2] & _WRITES
        if event in ACTS or is_to_write:
            self.act(event)

    def sync(self, descriptor: int) -> None:
        """Notes what would now be on the disk; no power fails here, so that is all."""
        self.act("fsync")
        self._unsynced.discard(os.fstat(descriptor).st_ino)

    def open(self, file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if not set(mode) & set("wax+"):
            return really_open(file, mode, *rest, **named)
        raw = self.written(file, mode.translate({ord(c): None for c in "bt"}))
        size = os.fstat(raw.fileno()).st_blksize
        buffered = io.BufferedRandom(raw, size) if "+" in mode else io.BufferedWriter(raw, size)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, named.get("encoding"))

    def written(self, file: Any, mode: str) -> io.FileIO:
        fate = self

        class Written(io.FileIO):
            def write(self, octets: Any, /) -> int:
                fate._unsynced.add(os.fstat(self.fileno()).st_ino)
                some = bytes(octets)
                half = some[: len(some) // 2]
                fate.act("write", lambda: io.FileIO.write(self, half))
                return super().write(some) or 0

        return Written(file, mode)


@contextmanager
def writer(home: Path) -> Iterator[Indexing]:
    """What writes the index beside the library of a directory."""
    library = Library.open(home / "library.db", home / "state.db")
    warm = Warm(home / "index")
    try:
        yield Indexing(warm, library, Shelves(library))
    finally:
        warm.close()
        library.close()


def run(trial: Trial, tell: Callable[[Death], None]) -> None:
    fate = _Fate(trial, tell)
    watched = False

    def audit(event: str, values: tuple[Any, ...]) -> None:
        if watched:
            fate.watch(event, values)

    def connect(*values: Any, **named: Any) -> sqlite3.Connection:
        connection = really_connect(*values, **named)
        connection.set_trace_callback(
            lambda sql: fate.act(sql[:6]) if watched and sql.startswith(_CHANGES) else None
        )
        return connection

    sys.addaudithook(audit)
    sqlite3.connect = connect  # type: ignore[assignment]
    with writer(Path(trial.home)) as indexing:
        watched = True
        builtins.open = io.open = fate.open  # type: ignore[assignment]
        os.fsync = fate.sync  # type: ignore[assignment]
        for _ in getattr(indexing, trial.work)():
            pass
        watched = False
        fate.tell(killed=False)


def main() -> None:
    sys.dont_write_bytecode = True
    writing.MOST_SEGMENTS = SEGMENTS
    for line in sys.stdin:
        reading, telling = os.pipe()
        child = os.fork()
        if child == 0:
            with really_open(telling, "w") as out:

                def tell(death: Death) -> None:
                    out.write(json.dumps(death))
                    out.flush()

                run(Trial(*json.loads(line)), tell)
            os._exit(0)
        os.close(telling)
        with really_open(reading) as told:
            sys.stdout.write(told.read() + "\n")
            sys.stdout.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
