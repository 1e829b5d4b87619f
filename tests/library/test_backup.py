"""Daily copies of the state, and the way back to them."""

from __future__ import annotations

import datetime
from contextlib import closing
from pathlib import Path

import pytest

from crankreader.library import LibraryUnusable, State
from crankreader.library.backup import KEPT, backup_before_migration, is_whole, newest_first
from crankreader.library.connections import connect

DAY = datetime.date(2024, 10, 1)


def damage(path: Path) -> None:
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])


def test_a_backup_is_made_once_a_day(state: State) -> None:
    state.mark({"t1": "i1"}, read=True)
    made = state.back_up(DAY)
    assert made is not None
    assert is_whole(made)
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700
    assert state.back_up(DAY) is None
    assert state.back_up(DAY + datetime.timedelta(days=1)) is not None


def test_a_backup_of_what_is_damaged_is_none(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    state = State.open(path)
    state.mark({f"t{n}": "i1" for n in range(2000)}, read=True)
    state.close()
    whole = path.read_bytes()
    at = whole.rindex(b"t1999") // 4096 * 4096
    path.write_bytes(whole[:at] + b"\xff" * 4096 + whole[at + 4096 :])
    with pytest.raises(LibraryUnusable, match="damaged"):
        State(path).back_up(DAY)
    assert list((tmp_path / "backups").iterdir()) == []


def test_seven_daily_backups_are_kept_and_others_left_alone(state: State) -> None:
    special = backup_before_migration(state.path)
    for number in range(KEPT + 3):
        state.back_up(DAY + datetime.timedelta(days=number))
    names = {path.name for path in newest_first(state.path)}
    assert names == {special.name} | {f"state-2024-10-{day:02}.db" for day in range(4, 11)}


def test_a_damaged_state_is_moved_aside_and_the_newest_backup_put_back(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    state = State.open(path)
    state.mark({"t1": "i1"}, starred=True)
    state.back_up(DAY)
    state.mark({"t2": "i1"}, starred=True)
    state.close()
    damage(path)
    restored = State.open(path)
    assert restored.ids_where("starred") == {"t1"}
    assert restored.notice is not None
    assert "state-2024-10-01.db" in restored.notice
    assert len(list(tmp_path.glob("state.db.damaged-*"))) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    restored.close()
    again = State.open(path)
    assert again.notice is None
    again.close()


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    state = State.open(path)
    state.mark({"t1": "i1"}, starred=True)
    state.back_up(DAY)
    newer = state.back_up(DAY + datetime.timedelta(days=1))
    assert newer is not None
    state.close()
    newer.write_bytes(b"nothing of worth")
    damage(path)
    restored = State.open(path)
    assert restored.ids_where("starred") == {"t1"}
    restored.close()


def test_without_a_backup_the_state_starts_anew_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(b"not a database, and long enough to be looked at " * 50)
    state = State.open(path)
    assert state.notice is not None
    assert "no backup" in state.notice
    assert state.mark({"t1": "i1"}, read=True).changed == 1
    state.close()


def test_a_backup_that_was_put_back_has_a_write_ahead_log_again(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    state = State.open(path)
    state.back_up(DAY)
    state.close()
    damage(path)
    State.open(path).close()
    with closing(connect(path)) as connection:
        assert connection.value("PRAGMA journal_mode") == "wal"
