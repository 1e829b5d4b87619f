"""What the doctor looks at in the two databases, and what can be mended there.

A check is a row of `CHECKS`: its name and a function that looks and, if asked to, mends.
Knows files and databases; the index has its own say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from crankreader.library.backup import newest_first
from crankreader.library.connections import LibraryUnusable, companions, connect
from crankreader.library.state import State
from crankreader.library.store import Library
from crankreader.model import Check, counted

Look = Callable[[Library, State, bool], Check]


def checks(library: Library, state: State, *, repair: bool) -> Iterator[Check]:
    """The result of every check, in order; with `repair`, after mending."""
    for look in CHECKS:
        yield look(library, state, repair)


def _library(library: Library, state: State, repair: bool) -> Check:
    trouble = _trouble(library.path)
    if trouble is None:
        return Check("library", True, f"{counted(library.count(), 'item')}, the database is whole")
    return Check(
        "library",
        False,
        f"library.db: {trouble}; what you marked lies in state.db and is not touched by this",
        "Move library.db away and add your documents again.",
    )


def _state(library: Library, state: State, repair: bool) -> Check:
    trouble = _trouble(state.path)
    if trouble is None:
        return Check("state", True, "what you marked, tagged and noted is whole")
    if repair:
        said = state.restore_backup()
        library.reopen()
        return Check("state", True, said)
    return Check(
        "state",
        False,
        f"state.db: {trouble}",
        "Close other windows of crankreader, then run `crankreader doctor --repair`.",
    )


def _backups(library: Library, state: State, repair: bool) -> Check:
    kept = newest_first(state.path)
    if kept:
        return Check(
            "backups",
            True,
            f"{counted(len(kept), 'backup')} of state.db, the newest is {kept[0].name}",
        )
    return Check("backups", True, "none yet; one is made every day the reader is used")


def _permissions(library: Library, state: State, repair: bool) -> Check:
    loose = [path for path in _files(library, state) if path.stat().st_mode & 0o077]
    if repair:
        for path in loose:
            path.chmod(0o600)
        loose = []
    if not loose:
        return Check("permissions", True, "only you can read the library")
    return Check(
        "permissions",
        False,
        f"others can read {', '.join(path.name for path in loose)}",
        "Run `crankreader doctor --repair`.",
    )


def _queue(library: Library, state: State, repair: bool) -> Check:
    """What was broken off before its end leaves such, and nothing is wrong with that."""
    waiting = len(library.queue)
    if waiting == 0:
        return Check("queue", True, "the index knows every item")
    said = f"{counted(waiting, 'item')} not in the index yet"
    return Check(
        "queue",
        True,
        f"{said}: at the next start they come into it, and searches read their texts meanwhile",
    )


def _documents(library: Library, state: State, repair: bool) -> Check:
    """What could not be read is no damage: the library is as whole as its documents are."""
    troubles = len(library.reports)
    if troubles == 0:
        return Check("documents", True, "everything that was added could be read")
    return Check(
        "documents",
        True,
        f"{counted(troubles, 'document')} could not be read, or only in part;"
        " g p in the reader lists them, `crankreader doctor --retry` tries them again",
    )


CHECKS: tuple[Look, ...] = (_library, _state, _backups, _permissions, _queue, _documents)


def _trouble(path: Path) -> str | None:
    """What SQLite finds wrong with a database in use."""
    try:
        connection = connect(path, read_only=True)
    except LibraryUnusable as error:
        return str(error)
    try:
        found = connection.value("PRAGMA quick_check(1)")
        if found != "ok":
            return "it is damaged"
        if connection.row("PRAGMA foreign_key_check") is not None:
            return "some of its rows point nowhere"
    except LibraryUnusable as error:
        return str(error)
    finally:
        connection.close()
    return None


def _files(library: Library, state: State) -> Iterator[Path]:
    for path in (library.path, state.path):
        for file in (path, *companions(path)):
            if file.exists():
                yield file
