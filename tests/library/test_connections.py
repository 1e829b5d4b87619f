"""Files nobody else can read, and media nobody can write."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from crankreader.library import Library, LibraryUnusable, Shelves, State, private_directory
from crankreader.library.connections import connect
from tests.builders import make_issue, make_item
from tests.library.keeping import keep


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_nobody_else_can_read_the_library(library: Library, state: State) -> None:
    keep(library, make_issue())
    state.mark({"t": "i"}, read=True)
    names = os.listdir(library.path.parent)
    assert {"library.db", "library.db-wal", "state.db", "state.db-wal"} <= set(names)
    assert {mode(library.path.parent / name) for name in names} == {0o600}


def test_a_new_directory_is_ours_alone(tmp_path: Path) -> None:
    private_directory(tmp_path / "a" / "b")
    assert mode(tmp_path / "a" / "b") == 0o700


def test_files_that_others_could_read_are_closed_to_them(tmp_path: Path) -> None:
    State.open(tmp_path / "state.db").close()
    (tmp_path / "state.db").chmod(0o644)
    State.open(tmp_path / "state.db").close()
    assert mode(tmp_path / "state.db") == 0o600


def test_an_empty_directory_is_closed_and_a_shared_one_is_not(tmp_path: Path) -> None:
    empty, shared = tmp_path / "empty", tmp_path / "shared"
    empty.mkdir(mode=0o755)
    shared.mkdir(mode=0o755)
    (shared / "letter.txt").touch()
    private_directory(empty)
    private_directory(shared)
    assert (mode(empty), mode(shared)) == (0o700, 0o755)


def test_a_path_that_is_a_file_is_said_to_be_unusable(tmp_path: Path) -> None:
    (tmp_path / "here").touch()
    with pytest.raises(LibraryUnusable, match="cannot be made"):
        private_directory(tmp_path / "here")


def test_a_library_on_a_medium_that_cannot_be_written_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State.open(tmp_path / "state.db")
    library = Library.open(tmp_path / "library.db", state.path)
    issue = make_issue()
    keep(library, issue)
    state.mark({issue.items[0].id: issue.id}, read=True)
    library.close()
    state.close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    state = State.open(tmp_path / "state.db")
    library = Library.open(tmp_path / "library.db", state.path)
    assert library.issue(issue.id) == issue
    assert Shelves(library).counts() == (1, 0)
    with pytest.raises(LibraryUnusable, match="read but not written"):
        state.mark({issue.items[1].id: issue.id}, read=True)
    with pytest.raises(LibraryUnusable, match="read but not written"):
        keep(library, issue)
    library.close()
    state.close()


def test_a_full_disk_is_a_sentence_and_nothing_is_half_kept(library: Library) -> None:
    keep(library, make_issue(1))
    pages = library.db.value("PRAGMA page_count")
    library.db.execute(f"PRAGMA max_page_count = {pages}")
    large = make_issue(2, make_item(2, "Many words. " * 9000))
    with pytest.raises(LibraryUnusable, match="disk is full"):
        keep(library, large)
    assert not library.has_issue(large.id)
    assert library.issue(make_issue(1).id) == make_issue(1)


def test_a_busy_library_is_a_sentence(library: Library) -> None:
    with closing(connect(library.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        library.db.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(LibraryUnusable, match="another program is writing"):
            keep(library, make_issue())
        other.execute("ROLLBACK")
    keep(library, make_issue())


def test_a_path_need_not_be_text(tmp_path: Path) -> None:
    directory = tmp_path / "a?b#c%20 \udcff"
    private_directory(directory)
    state = State.open(directory / "state.db")
    library = Library.open(directory / "library.db", state.path)
    keep(library, make_issue())
    assert Shelves(library).counts() == (2, 0)
    library.close()
    state.close()
    assert (directory / "library.db").exists()


def test_whoever_writes_waits_for_others_and_knows_how_durably(
    library: Library, state: State
) -> None:
    with library.db.writing() as db:
        assert db.in_transaction
        assert db.value("PRAGMA synchronous") == 1
    for path in (library.path, state.path):
        with closing(connect(path)) as connection:
            assert connection.value("PRAGMA busy_timeout") == 5000
            assert connection.value("PRAGMA journal_mode") == "wal"
            assert connection.value("PRAGMA foreign_keys") == 1
            with connection.writing(durably=True) as db, closing(connect(path)) as other:
                assert db.value("PRAGMA synchronous") == 2
                other.execute("PRAGMA busy_timeout = 0")
                with pytest.raises(LibraryUnusable, match="another program"), other.writing():
                    pytest.fail("two at once")
            with connection.writing() as db:
                assert db.value("PRAGMA synchronous") == 1


def test_a_state_that_is_gone_is_a_sentence(library: Library, state: State) -> None:
    state.close()
    state.path.unlink()
    library.reopen()
    with pytest.raises(LibraryUnusable, match=r"state\.db: it cannot be opened"):
        library.count()
