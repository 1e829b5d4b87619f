"""Versions that are brought up, and those that are left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crankreader.library import (
    LibraryUnusable,
    NewerLibrary,
)
from crankreader.library.connections import Connection
from crankreader.library.schema import LIBRARY, STATE, Schema, make_ready


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def add_colour(db: Connection) -> None:
    db.execute("ALTER TABLE things ADD COLUMN colour TEXT")


def paint(db: Connection) -> None:
    db.execute("UPDATE things SET colour = 'red'")


OLD = Schema("made up", 77, ("CREATE TABLE things (name TEXT)", "INSERT INTO things VALUES ('a')"))
NEW = Schema(
    "made up", 77, ("CREATE TABLE things (name TEXT, colour TEXT)",), {1: add_colour, 2: paint}
)


def test_an_older_version_is_brought_up_step_by_step_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    make_ready(path, OLD, lambda: None)
    backups: list[int] = []
    make_ready(path, NEW, lambda: backups.append(version(path)))
    assert version(path) == NEW.version == 3
    assert backups == [1]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT * FROM things").fetchall() == [("a", "red")]


def test_a_current_version_is_neither_backed_up_nor_changed(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    make_ready(path, NEW, lambda: None)
    backups: list[int] = []
    make_ready(path, NEW, lambda: backups.append(1))
    assert backups == []


def test_a_step_that_leaves_rows_pointing_nowhere_is_taken_back(tmp_path: Path) -> None:
    def orphan(db: Connection) -> None:
        db.execute("CREATE TABLE children (of INTEGER REFERENCES things (rowid))")
        db.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
        db.execute("CREATE TABLE orphans (of INTEGER REFERENCES parents (id))")
        db.execute("INSERT INTO orphans VALUES (5)")
        db.execute("DROP TABLE children")

    path = tmp_path / "old.db"
    make_ready(path, OLD, lambda: None)
    with pytest.raises(LibraryUnusable, match="point nowhere"):
        make_ready(path, Schema("made up", 77, OLD.statements, {1: orphan}), lambda: None)
    assert version(path) == 1
    with closing(sqlite3.connect(path)) as db:
        tables = db.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("things",)]


@pytest.mark.parametrize("schema", [LIBRARY, STATE], ids=lambda schema: schema.name)
def test_a_later_version_is_named_and_not_read(tmp_path: Path, schema: Schema) -> None:
    path = tmp_path / "later.db"
    make_ready(path, schema, lambda: None)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema.version + 1}")
    before = path.read_bytes()
    with pytest.raises(NewerLibrary, match=f"version {schema.version + 1}"):
        make_ready(path, schema, lambda: None)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE birds (name)")
    with pytest.raises(LibraryUnusable, match="some other program"):
        make_ready(path, LIBRARY, lambda: None)


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"not a database, and long enough to be looked at " * 50)
    with pytest.raises(LibraryUnusable, match="damaged") as raised:
        make_ready(path, LIBRARY, lambda: None)
    assert raised.value.damaged
    assert str(path) in str(raised.value)
