"""How a database file is opened, locked and given up; each thread has its own connection.

Knows no table. SQLite's errors end here: what leaves is `LibraryUnusable`, a sentence for a person.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

BUSY_TIMEOUT = 5000
"""Milliseconds to wait for another program that writes."""

_SENTENCES = {
    "SQLITE_FULL": "the disk is full, so nothing was kept",
    "SQLITE_READONLY": "it can be read but not written",
    "SQLITE_BUSY": "another program is writing to it; try again in a moment",
    "SQLITE_LOCKED": "another program is writing to it; try again in a moment",
    "SQLITE_CORRUPT": "it is damaged; `crankreader doctor` says how badly",
    "SQLITE_NOTADB": "it is damaged: this is no database any more",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_IOERR": "the disk it is on gave an error",
    "SQLITE_PERM": "the system does not allow it",
    "SQLITE_AUTH": "the system does not allow it",
}
DAMAGE = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


class LibraryUnusable(Exception):
    """The library cannot be read or written; the message is a sentence for a person."""

    def __init__(self, message: str, *, damaged: bool = False) -> None:
        super().__init__(message)
        self.damaged = damaged


class NewerLibrary(LibraryUnusable):
    """A later version of the program wrote this library; nothing of it was read."""


class Connection(sqlite3.Connection):
    """A connection that names its file when something goes wrong."""

    file = "the library"

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of an answer, as tuples."""
        with told(self.file):
            return self.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row, or None."""
        with told(self.file):
            return self.execute(sql, values).fetchone()

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see one and the same state of things."""
        with told(self.file):
            self.execute("BEGIN")
            try:
                yield
            finally:
                self.execute("ROLLBACK")

    @contextmanager
    def writing(self, *, durably: bool = False) -> Iterator[Connection]:
        """All that is written inside is kept, or nothing; the lock is taken at once.

        A read that turns into a write fails whatever the time-out, hence IMMEDIATE. `durably`:
        what is kept also outlives a loss of power.
        """
        with told(self.file):
            self.execute(f"PRAGMA synchronous = {'FULL' if durably else 'NORMAL'}")
            self.execute("BEGIN IMMEDIATE")
            try:
                yield self
                self.execute("COMMIT")
            finally:
                if self.in_transaction:
                    self.execute("ROLLBACK")


class Connections:
    """One connection a thread, all to the same file; closed together."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._own = threading.local()
        self._all: list[Connection] = []
        self._guard = threading.Lock()
        self._closed = False

    @property
    def here(self) -> Connection:
        """The connection of the thread that asks."""
        found: Connection | None = getattr(self._own, "connection", None)
        if found is None:
            with self._guard:
                if self._closed:
                    raise LibraryUnusable("The library is closed.")
                found = self._connect()
                self._all.append(found)
            self._own.connection = found
        return found

    def close(self) -> None:
        self._closed = True
        self.reopen()

    def reopen(self) -> None:
        """Give up all connections; who asks next gets a new one, unless the file is closed."""
        with self._guard:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._own = threading.local()


@contextmanager
def told(file: str) -> Iterator[None]:
    """SQLite's errors as sentences that name the file; mistakes of ours stay what they are."""
    try:
        yield
    except sqlite3.ProgrammingError as error:
        if "closed" in str(error):
            raise LibraryUnusable("The library is closed.") from error
        raise
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        code = next((known for known in _SENTENCES if name.startswith(known)), None)
        if code is None:
            raise
        raise LibraryUnusable(f"{file}: {_SENTENCES[code]}.", damaged=code in DAMAGE) from error


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """A connection to a file that is there; read-only where the disk or the caller says so.

    It may be closed by another thread than the one that uses it, never shared.
    """
    with told(str(path)):
        if not read_only and is_writable(path):
            return _connected(path, "mode=rw")
        connection = _connected(path, "mode=ro")
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.OperationalError:
            # A write-ahead log cannot be shared where nothing can be written.
            connection.close()
            connection = _connected(path, "mode=ro&immutable=1")
        return connection


def is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def uri(path: Path, options: str) -> str:
    """The file as SQLite's URI; a path is bytes, whatever they spell."""
    return f"file:{quote_from_bytes(os.fsencode(path.absolute()))}?{options}"


def _connected(path: Path, options: str) -> Connection:
    connection = sqlite3.connect(
        uri(path, options),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT / 1000,
        factory=Connection,
    )
    connection.file = str(path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def private_directory(directory: Path) -> None:
    """Make a directory that only its owner can enter.

    One that is there already is closed to others only when it is empty or holds a library:
    a person may have named a directory that serves other ends as well.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = directory.stat().st_mode
        if mode & 0o077 and not mode & 0o1000 and os.access(directory, os.W_OK):
            names = set(os.listdir(directory))
            if not names or "library.db" in names:
                directory.chmod(0o700)
    except OSError as error:
        raise LibraryUnusable(
            f"{directory}: the library's directory cannot be made or entered ({error.strerror})."
        ) from error


def private_file(path: Path) -> None:
    """Make an empty file that only its owner can read, or close one that is there.

    SQLite gives its -wal and -shm files the mode of the database.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            for file in (path, *companions(path)):
                if file.exists():
                    file.chmod(0o600)
    except OSError as error:
        raise LibraryUnusable(
            f"{path}: the library cannot be made here ({error.strerror})."
        ) from error


def companions(path: Path) -> tuple[Path, Path]:
    """The write-ahead log and its index, which belong to a database file."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
