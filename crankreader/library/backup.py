"""Copies of `state.db`: one a day, seven kept, one before every migration; and the way back.

Knows nothing of what the tables mean.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from crankreader.library.connections import (
    LibraryUnusable,
    companions,
    connect,
    private_directory,
    private_file,
    told,
)

KEPT = 7
_DAILY = "state-????-??-??.db"


def backup_if_due(path: Path, today: datetime.date) -> Path | None:
    """Today's backup, made unless it is there; the oldest beyond seven go. None if not due."""
    target = _directory(path) / f"state-{today.isoformat()}.db"
    if target.exists() or not path.exists():
        return None
    backup(path, target)
    for old in sorted(_directory(path).glob(_DAILY))[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def backup_before_migration(path: Path) -> Path:
    version = _value(path, "PRAGMA user_version")
    stamp = datetime.datetime.now().strftime("%Y-%m-%dT%H%M%S")
    return backup(path, _directory(path) / f"before-migration-{version}-{stamp}.db")


def backup(path: Path, target: Path) -> Path:
    """A checked copy of a database in use: it appears under its name only once it proved whole."""
    private_directory(target.parent)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.part")
    private_file(unfinished)
    try:
        with (
            told(str(path)),
            closing(connect(path)) as source,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        if not is_whole(unfinished) or _rows(unfinished) < _rows_at_least(path):
            raise LibraryUnusable(f"{path}: its copy is damaged, so no backup was made.")
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def is_whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file that nobody writes."""
    try:
        return bool(_value(path, "PRAGMA quick_check(1)") == "ok")
    except LibraryUnusable:
        return False


def restore_newest(path: Path) -> str:
    """Move a damaged database aside and put the newest whole backup in its place; what was done.

    Without a whole backup nothing stands at `path` afterwards.
    """
    stamp = datetime.datetime.now().strftime("%Y-%m-%dT%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    try:
        for file, suffix in zip((path, *companions(path)), ("", "-wal", "-shm"), strict=True):
            if file.exists():
                os.replace(file, aside.with_name(aside.name + suffix))
        said = f"{path.name} was damaged and now lies beside it as {aside.name}"
        for candidate in newest_first(path):
            if is_whole(candidate):
                unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
                private_file(unfinished)
                unfinished.write_bytes(candidate.read_bytes())
                os.replace(unfinished, path)
                return f"{said}; the backup {candidate.name} was put in its place."
    except OSError as error:
        raise LibraryUnusable(
            f"{path} is damaged, and its backup could not be put back ({error.strerror})."
        ) from error
    return f"{said}; there was no backup, so marks and notes start anew."


def newest_first(path: Path) -> list[Path]:
    """The backups there are, by the time they were made."""
    return sorted(
        _directory(path).glob("*.db"), key=lambda file: file.stat().st_mtime_ns, reverse=True
    )


def _directory(path: Path) -> Path:
    return path.parent / "backups"


def _value(path: Path, sql: str) -> object:
    with closing(connect(path, read_only=True)) as connection:
        return connection.value(sql)


def _rows(path: Path) -> int:
    """Rows of all tables together."""
    with closing(connect(path, read_only=True)) as connection:
        tables = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return sum(connection.value(f'SELECT count(*) FROM "{name}"') for (name,) in tables)


def _rows_at_least(path: Path) -> int:
    """What a copy made a moment ago must hold; a person may take marks away meanwhile."""
    return _rows(path) * 9 // 10
