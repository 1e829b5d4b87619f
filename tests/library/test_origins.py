"""What is followed, when it was last looked at, and the way back from each."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crankreader.library import State
from crankreader.library.backup import newest_first
from crankreader.library.origins import FeedRow
from crankreader.library.schema import STATE
from crankreader.model import Feed

TIDES = Feed("Tides", "https://tides.example/feed", folder="Sea")
CRANES = Feed(None, "https://cranes.example/atom.xml")
OLD = Path(__file__).parent / "old"


def urls(state: State) -> list[str]:
    return [feed.url for feed in state.origins.feeds()]


def test_feeds_are_followed_once_and_in_order(state: State) -> None:
    assert state.subscribe([TIDES, CRANES]).name == "subscribed to 2 feeds"
    assert state.subscribe([TIDES]).changed == 0
    assert urls(state) == [CRANES.url, TIDES.url]
    tides = state.origins.feeds()[1]
    assert (tides.title, tides.folder, tides.etag, tides.failures) == ("Tides", "Sea", None, 0)


def test_subscribing_is_undone_and_done_again(state: State) -> None:
    state.subscribe([TIDES])
    assert state.undo() is not None
    assert urls(state) == []
    assert state.redo() is not None
    assert urls(state) == [TIDES.url]


def test_a_feed_that_is_followed_again_after_all_remembers_what_was_fetched(state: State) -> None:
    state.subscribe([TIDES])
    before = state.origins.feeds()[0]
    state.origins.answered(TIDES.url, 5.0, before._replace(etag='"1"', location="https://new/"))
    followed = state.origins.feeds()
    assert state.unsubscribe([TIDES.url]).name == "unsubscribed from 1 feed"
    assert urls(state) == []
    state.undo()
    assert state.origins.feeds() == followed


def test_removing_issues_with_their_feed_is_one_act_that_counts_the_issues(state: State) -> None:
    state.subscribe([TIDES])
    act = state.remove(["i1", "i2"], feeds=[TIDES.url])
    assert (act.name, act.changed) == ("removed 2 issues", 2)
    assert urls(state) == []
    state.undo()
    assert urls(state) == [TIDES.url]
    assert state.removed() == frozenset()


def test_failures_are_counted_until_an_answer_comes(state: State) -> None:
    state.subscribe([TIDES])
    feed = state.origins.feeds()[0]
    state.origins.answered(TIDES.url, 1.0, feed._replace(location="https://new.example/"))
    state.origins.failed(TIDES.url, 2.0, "busy", "Later.")
    state.origins.failed(TIDES.url, 3.0, "gone", "Never.")
    failed = state.origins.feeds()[0]
    assert (failed.failures, failed.code, failed.problem) == (2, "gone", "Never.")
    assert (failed.succeeded, failed.tried, failed.location) == (1.0, 3.0, None)
    state.origins.answered(TIDES.url, 4.0, feed)
    well = state.origins.feeds()[0]
    assert (well.failures, well.code, well.problem, well.succeeded) == (0, None, None, 4.0)


def test_directories_are_remembered_and_left(state: State) -> None:
    name = os.fsdecode(b"/letters/\xff\xfe")
    state.origins.walked("/letters", 1.0)
    state.origins.walked(name, 2.0)
    state.origins.walked(name, 3.0)
    assert [tuple(row) for row in state.origins.directories()] == [
        ("/letters", 1.0, 1.0),
        (name, 2.0, 3.0),
    ]
    assert state.origins.leave(name)
    assert not state.origins.leave(name)


def test_what_the_trash_was_emptied_of_stays_dismissed_until_it_is_welcome(state: State) -> None:
    state.remove(["i1", "i2"])
    assert state.is_dismissed("i1")
    state.forget_removed(["i1"])
    assert state.is_dismissed("i1")
    state.welcome(["i1"])
    assert not state.is_dismissed("i1")
    assert not state.is_dismissed("i3")


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.booleans(), max_size=8))
def test_undoing_everything_leaves_nothing(letters: list[str], follow: list[bool]) -> None:
    with tempfile.TemporaryDirectory() as home:
        state = State.open(Path(home) / "state.db")
        for letter, wanted in zip(letters, follow, strict=False):
            url = f"https://{letter}.example/"
            _ = state.subscribe([Feed(letter, url)]) if wanted else state.unsubscribe([url])
        followed = state.origins.feeds()
        while state.undo():
            pass
        assert urls(state) == []
        while state.redo():
            pass
        assert state.origins.feeds() == followed
        state.close()


# From version 1


def old_state(home: Path) -> Path:
    path = home / "state.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((OLD / "state-1.sql").read_text("utf-8"))
    return path


def test_a_state_of_version_1_keeps_all_it_has_and_can_follow_feeds(tmp_path: Path) -> None:
    path = old_state(tmp_path)
    state = State.open(path)
    assert state.ids_where("read") == {"t" + 16 * "a", "t" + 16 * "b"}
    assert state.ids_where("tag", "harbour") == {"t" + 16 * "a", "t" + 16 * "b"}
    assert state.note("t" + 16 * "a") == "ask the pilot"
    assert state.removed() == {"i" + 16 * "b"}
    assert state.preference("theme") == "light"
    state.subscribe([TIDES])
    undone = [act.name for act in (state.undo(), state.undo()) if act]
    assert undone == ["subscribed to 1 feed", "removed 1 issue"]
    state.close()
    assert [backup.name.startswith("before-migration-1-") for backup in newest_first(path)] == [
        True
    ]


def test_a_migrated_state_looks_like_a_new_one(tmp_path: Path) -> None:
    def shape(path: Path) -> set[tuple[str, str]]:
        with closing(sqlite3.connect(path)) as db:
            return set(db.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL"))

    old = old_state(tmp_path)
    State.open(old).close()
    State.open(tmp_path / "new.db").close()
    assert shape(old) == shape(tmp_path / "new.db")


KILLED = """
import os, signal, sys
from pathlib import Path
from crankreader.library import State
from crankreader.library.connections import Connection

before = int(sys.argv[2])
execute = Connection.execute

def counted(connection, sql, *values):
    global before
    if sql.startswith(("CREATE", "BEGIN IMMEDIATE", "COMMIT")) or "user_version = " in sql:
        before -= 1
        if before < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return execute(connection, sql, *values)

Connection.execute = counted
State.open(Path(sys.argv[1]))
"""


def test_a_migration_killed_anywhere_loses_nothing(tmp_path: Path) -> None:
    kills = 0
    while True:
        home = tmp_path / str(kills)
        home.mkdir()
        path = old_state(home)
        done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(kills)], check=False)
        state = State.open(path)
        assert len(state.ids_where("read")) == 2
        assert state.subscribe([TIDES]).changed == 1
        state.close()
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (STATE.version,)
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        kills += 1
    assert kills >= 6


def test_a_row_has_the_columns_of_its_table(state: State) -> None:
    with closing(sqlite3.connect(state.path)) as db:
        names = [name for _, name, *_ in db.execute("PRAGMA table_info(feeds)")]
    assert tuple(names) == FeedRow._fields
