"""Marks, tags, notes, the trash; and that every act can be taken back."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.library import State
from crankreader.library.state import KEPT_ACTS, KEPT_IN_TRASH
from crankreader.model import Place

TABLES = ("marks", "tags", "notes", "removed")
ITEMS = {"t1": "i1", "t2": "i1", "t3": "i2", "t4": "i3"}


def everything(state: State) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(state.path)) as db:
        return {
            name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in TABLES
        }


def test_an_act_says_what_it_did(state: State) -> None:
    assert state.mark(ITEMS, read=True).name == "marked 4 items read"
    assert state.mark({"t1": "i1"}, read=False).name == "marked 1 item unread"
    assert state.mark({"t1": "i1"}, starred=True).name == "starred 1 item"
    assert state.mark({"t1": "i1"}, tag="to {do}").name == "tagged 1 item “to {do}”"
    untagged = state.mark({"t1": "i1"}, read=True, starred=False, untag="to {do}")
    said = "marked 1 item read, unstarred 1 item and took the tag “to {do}” off 1 item"
    assert untagged.name == said
    assert state.mark({"t1": "i1"}, note="so").name == "noted 1 item"
    assert state.remove(["i1", "i2"]).name == "removed 2 issues"


def test_only_what_changes_is_counted(state: State) -> None:
    state.mark({"t1": "i1"}, read=True)
    assert state.mark(ITEMS, read=True).changed == 3


def test_an_act_that_changes_nothing_is_none_that_undo_would_find(state: State) -> None:
    state.mark(ITEMS, starred=True)
    assert state.mark(ITEMS, starred=True).changed == 0
    undone = state.undo()
    assert undone is not None
    assert undone.name == "starred 4 items"
    assert state.ids_where("starred") == frozenset()


def test_states_are_told_by_their_items(state: State) -> None:
    state.mark({"t1": "i1"}, read=True)
    state.mark({"t2": "i1"}, starred=True, tag="later")
    state.mark({"t3": "i2"}, note="call back")
    assert state.ids_where("read") == {"t1"}
    assert state.ids_where("starred") == {"t2"}
    assert state.ids_where("tag", "later") == state.ids_where("tagged") == {"t2"}
    assert state.ids_where("noted") == {"t3"}
    assert state.tags() == (("later", 1),)
    assert state.notes() == (("t3", "call back"),)


def test_undo_reaches_into_earlier_sessions(tmp_path: Path) -> None:
    first = State.open(tmp_path / "state.db")
    first.mark(ITEMS, read=True)
    first.close()
    second = State.open(tmp_path / "state.db")
    undone = second.undo()
    assert undone is not None
    assert (undone.name, undone.changed) == ("marked 4 items read", 4)
    assert second.undo() is None
    redone = second.redo()
    assert redone == undone
    assert second.ids_where("read") == ITEMS.keys()
    second.close()


def test_a_new_act_ends_what_could_be_redone(state: State) -> None:
    state.mark({"t1": "i1"}, read=True)
    state.undo()
    state.mark({"t2": "i1"}, starred=True)
    assert state.redo() is None


def test_the_log_of_acts_stays_short(state: State) -> None:
    for number in range(KEPT_ACTS + 20):
        state.mark({"t1": "i1"}, read=number % 2 == 0)
    with closing(sqlite3.connect(state.path)) as db:
        assert db.execute("SELECT count(*) FROM acts").fetchone()[0] <= KEPT_ACTS + 1


def test_an_issue_in_the_trash_keeps_the_day_it_came_there(state: State) -> None:
    state.remove(["i1"])
    before = everything(state)["removed"]
    assert state.remove(["i1", "i2"]).changed == 1
    assert before[0] in everything(state)["removed"]


def test_the_trash_is_old_after_thirty_days(state: State) -> None:
    state.remove(["i1"])
    ((_, at),) = everything(state)["removed"]
    assert state.long_removed(at + KEPT_IN_TRASH - 60) == ()
    assert state.long_removed(at + KEPT_IN_TRASH + 60) == ("i1",)


def test_what_came_in_is_put_into_the_trash_and_comes_back(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its thirty days there begin when it is taken back, however long after it came."""
    act = state.record_added(["i1", "i2"])
    assert act == ("added 2 documents", 2)
    assert state.removed() == frozenset()
    later = time.time() + 90 * 24 * 3600
    monkeypatch.setattr("time.time", lambda: later)
    assert state.undo() == act
    assert state.removed() == {"i1", "i2"}
    assert state.long_removed(later) == ()
    state.redo()
    assert state.removed() == frozenset()
    state.undo()
    assert state.removed() == {"i1", "i2"}


def test_nothing_that_came_in_is_no_act(state: State) -> None:
    assert state.record_added([]).changed == 0
    assert state.undo() is None


def test_places_and_preferences_are_remembered(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.db")
    assert state.place() == Place()
    state.keep_place(Place("i1", "t2"))
    state.keep_offset("t2", 431)
    state.keep_offset("t2", 87)
    state.keep_preference("panes", {"wide": ["issues"]})
    state.close()
    again = State.open(tmp_path / "state.db")
    assert again.place() == Place("i1", "t2")
    assert (again.offset("t2"), again.offset("t1")) == (87, 0)
    assert again.preference("panes") == {"wide": ["issues"]}
    assert again.preference("colour", "blue") == "blue"
    again.close()


def test_two_instances_mark_at_once(tmp_path: Path) -> None:
    """Each from a thread of its own, over two openings of one file."""
    states = [State.open(tmp_path / "state.db") for _ in range(2)]

    def mark(which: int) -> None:
        for number in range(60):
            states[which].mark({f"t{which}-{number}": "i"}, read=True)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(mark, which) for which in range(2)]:
            done.result()
    assert len(states[0].ids_where("read")) == 120
    for state in states:
        state.close()


def test_an_undo_takes_back_what_another_window_did(tmp_path: Path) -> None:
    one, other = (State.open(tmp_path / "state.db") for _ in range(2))
    one.mark({"t1": "i1"}, read=True)
    other.undo()
    assert one.ids_where("read") == frozenset()
    one.close()
    other.close()


items = st.dictionaries(st.sampled_from(sorted(ITEMS)), st.just(""), min_size=1).map(
    lambda chosen: {item: ITEMS[item] for item in chosen}
)
marks = st.fixed_dictionaries(
    {},
    optional={
        "read": st.booleans(),
        "starred": st.booleans(),
        "tag": st.sampled_from(["a", "b"]),
        "untag": st.sampled_from(["a", "b"]),
        "note": st.sampled_from(["", "one", "two"]),
    },
)
acts = st.one_of(
    st.tuples(st.just("mark"), items, marks),
    st.tuples(st.just("remove"), items, st.just({})),
)


@given(st.lists(acts, max_size=12))
@settings(max_examples=40)
def test_undo_and_redo_walk_through_the_very_same_states(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        state = State.open(Path(directory) / "state.db")
        walked = [everything(state)]
        for verb, items, values in steps:
            if verb == "mark":
                act = state.mark(items, **values)
            else:
                act = getattr(state, verb)(set(items.values()))
            if act.changed:
                walked.append(everything(state))
        for before in reversed(walked[:-1]):
            assert state.undo() is not None
            assert everything(state) == before
        assert state.undo() is None
        for after in walked[1:]:
            assert state.redo() is not None
            assert everything(state) == after
        assert state.redo() is None
        state.close()


@given(st.lists(st.one_of(st.just("undo"), st.just("redo"), items), max_size=15))
@settings(max_examples=40)
def test_the_journal_of_reading_adds_up(steps: list[Any]) -> None:
    """Whoever keeps sums by it comes to what there is."""
    with tempfile.TemporaryDirectory() as directory:
        state = State.open(Path(directory) / "state.db")
        for number, step in enumerate(steps):
            if isinstance(step, str):
                getattr(state, step)()
            else:
                state.mark(step, read=number % 3 != 0)
        with closing(sqlite3.connect(state.path)) as db:
            journal = dict(
                db.execute("SELECT issue, sum(change) FROM tallies GROUP BY 1 HAVING sum(change)")
            )
            there = dict(db.execute("SELECT issue, count(*) FROM marks WHERE read GROUP BY 1"))
        assert journal == there
        state.close()


def test_a_note_outlives_a_loss_of_power_and_a_mark_is_quick(state: State) -> None:
    said: list[str] = []
    state._db.set_trace_callback(said.append)
    state.mark({"t1": "i1"}, read=True)
    assert "PRAGMA synchronous = FULL" not in said
    state.mark({"t1": "i1"}, note="typed at length")
    assert said.index("PRAGMA synchronous = FULL") < said.index("COMMIT", said.index("COMMIT") + 1)
