"""States as sets, and the scan that needs no index."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crankreader.library import Library, Shelves, State
from crankreader.library.asked import Asked
from crankreader.library.writing import Fold
from crankreader.model import Marked
from crankreader.query import fold, parse
from tests.builders import item_id, make_issue, make_item, make_mention, make_source
from tests.library.keeping import keep


@pytest.fixture
def asked(library: Library, shelves: Shelves, state: State) -> Asked:
    about = make_item(
        "a", "Ships left Oslo.", sources=(make_source("The Observer", authors=("Ann Lee",)),)
    )
    issue = make_issue(1, about, make_item("b", "Trains left Bergen."), date="2024-10-14")
    marked = {about.id: Marked(text=(make_mention(about.text, "Oslo", "place"),))}
    keep(library, issue, marked=marked)
    keep(library, make_issue(2, make_item("copy", "Ships left.")), fold=Fold(issue.id, "subset"))
    keep(library, make_issue(3, make_item("removed", "Ships left.")))
    state.remove([make_issue(3).id])
    return Asked(library, shelves, state)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ships", "a"),
        ("left -oslo", "b"),
        ("source:observer", "a"),
        ("author:lee", "a"),
        ("source:lee", "a"),
        ('entity:"oslo"', "a"),
        ("entity:place/oslo", "a"),
        ("section:news date:2024-10", "ab"),
        ("title:story", "ab"),
        ("nothing", ""),
    ],
)
def test_the_scan_finds_what_the_query_asks_for(asked: Asked, query: str, found: str) -> None:
    assert set(asked.scan(parse(query).tree)[0]) == {item_id(key) for key in found}


def test_copies_are_found_when_asked_for(asked: Asked) -> None:
    assert set(asked.scan(parse("is:copy").tree)[0]) == {item_id("copy")}


def test_the_scan_looks_at_what_it_is_given(asked: Asked) -> None:
    assert asked.scan(parse("left").tree, [item_id("b")]) == ((item_id("b"),), True)


def test_the_scan_says_when_its_time_was_too_short(asked: Asked) -> None:
    assert not asked.scan(parse("left").tree, seconds=-1)[1]


def test_states_follow_what_a_person_does(asked: Asked, state: State) -> None:
    a = {item_id("a"): make_issue(1).id}
    assert asked.states("read") == frozenset()
    state.mark(a, read=True, tag="Überblick", note="ask the harbour")
    assert asked.states("read") == asked.states("tag", fold("überblick")) == set(a)
    assert asked.states("note", "harbour ask") == asked.states("noted") == set(a)
    assert asked.states("note", "harbour bergen") == asked.states("tag", "other") == frozenset()
    found = [set(asked.scan(parse(query).tree)[0]) for query in ("is:unread", "tag:überblick")]
    assert found == [{item_id("b")}, set(a)]
    state.undo()
    assert asked.states("read") == frozenset()


def test_what_is_hidden_follows_the_library(asked: Asked, library: Library) -> None:
    assert asked.hidden() == {item_id("copy"), item_id("removed")}
    library.settle(make_issue(2).id, Fold())
    assert asked.hidden() == {item_id("removed")}


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["read", "unread", "star", "undo"])),
        max_size=8,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_is_read_follows_every_act_whoever_did_it(
    library: Library, shelves: Shelves, state: State, acts: list[tuple[str, str]]
) -> None:
    keep(library, make_issue(1, make_item("a"), make_item("b")))
    keep(library, make_issue(2, make_item("c"), make_item("d")))
    of = {item_id(key): make_issue(1 if key in "ab" else 2).id for key in "abcd"}
    asked = Asked(library, shelves, state)
    other = State.open(state.path)
    try:
        for key, act in acts:
            items = {item_id(key): of[item_id(key)]}
            if act == "undo":
                other.undo()
            elif act == "star":
                state.mark(items, starred=True)
            else:
                other.mark(items, read=act == "read")
            assert asked.states("read") == state.ids_where("read")
    finally:
        other.close()


def test_what_is_read_is_read_anew_where_nobody_knows_what_changed(
    library: Library, shelves: Shelves, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, make_issue(1, make_item("a"), make_item("b")))
    asked = Asked(library, shelves, state)
    assert asked.states("read") == frozenset()
    monkeypatch.setattr("crankreader.library.changes.KEPT_ACTS", 1)
    for key in "abab":
        state.mark({item_id(key): make_issue(1).id}, read=True)
        state.mark({item_id(key): make_issue(1).id}, read=key == "a")
    assert asked.states("read") == {item_id("a")}
