"""Searching with an index, without one, and while one is being made."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from crankreader import finding
from crankreader import search as search_room
from crankreader.entities import dictionary
from crankreader.finding import Finder, understood
from crankreader.library import Library, Shelves, State
from crankreader.model import Marked, Results
from crankreader.query import parse
from crankreader.search import Entry, build
from crankreader.search.generations import writer
from tests.builders import item_id, make_issue, make_item, make_mention
from tests.library.keeping import keep


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    opened = State.open(tmp_path / "state.db")
    yield opened
    opened.close()


@pytest.fixture
def library(tmp_path: Path, state: State) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library.db", state.path)
    old = make_issue("old", make_item("tide", "High tide at noon."), date="2024-01-01")
    keep(opened, old, make_issue("new", make_item("ebb", "Low tide at dusk."), date="2024-02-01"))
    yield opened
    opened.close()


def called(name: str) -> list[str]:
    return [entity.id for entity in dictionary().lookup(name)]


@pytest.fixture
def finder(tmp_path: Path, library: Library, state: State) -> Iterator[Finder]:
    made = Finder(tmp_path / "index", library, Shelves(library), state, called)
    assert list(made.bring_up())
    yield made
    made.close()


def search(finder: Finder, text: str, *, typing: bool = False, limit: int = 50) -> Results:
    return finder.search(text, typing=typing, order=None, limit=limit, facets=False)


def items(results: Results) -> list[str]:
    return [hit.item for hit in results.hits]


def test_while_typing_the_newest_come_first_and_then_the_best(finder: Finder) -> None:
    typed, asked = search(finder, "ti", typing=True), search(finder, "tide")
    assert (typed.order, asked.order) == ("date", "relevance")
    assert items(typed) == [item_id("ebb"), item_id("tide")]
    assert items(search(finder, "tide sort:date")) == items(typed)
    assert {hit.score > 0 for hit in asked.hits} == {True}


def test_a_limit_leaves_the_total(finder: Finder) -> None:
    results = search(finder, "tide", limit=1)
    assert (len(results.hits), results.total) == (1, 2)


def test_a_query_with_a_problem_is_answered_as_far_as_it_goes(finder: Finder) -> None:
    results = search(finder, "(dusk")
    assert (items(results), len(results.problems)) == ([item_id("ebb")], 1)
    assert search(finder, "(").total == search(finder, " ").total == 0


def test_what_waits_for_the_index_is_found_once(finder: Finder, library: Library) -> None:
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    keep(library, make_issue("new", make_item("ebb", "No tide any more."), date="2024-02-01"))
    results = search(finder, "tide")
    assert sorted(items(results)) == sorted([item_id("late"), item_id("ebb"), item_id("tide")])
    assert results.total == 3
    assert search(finder, "dusk").total == 0
    assert finder.needs_index()
    assert list(finder.bring_up()) == [2]
    assert sorted(items(search(finder, "tide"))) == sorted(items(results))


def test_too_many_that_wait_are_named(
    finder: Finder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LATE", 0)
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    results = search(finder, "tide")
    said = "This was searched without 1 item that the index does not have yet."
    assert (results.total, results.notice) == (2, said)
    tree = parse("tide").tree
    assert tree is not None
    assert len(finder.select(tree)) == 3


def test_what_was_deleted_leaves_the_index(finder: Finder, library: Library) -> None:
    library.delete([make_issue("old").id])
    assert items(search(finder, "tide")) == [item_id("ebb")]
    list(finder.bring_up())
    assert items(search(finder, "tide")) == [item_id("ebb")]
    assert finder.state_of_index() == (True, "1 item in the index")


def test_a_scan_while_typing_has_little_time(
    finder: Finder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(tmp_path / "index")
    assert search(finder, "tide").total == 2
    monkeypatch.setattr(finding, "AT_ONCE", -1.0)
    results = search(finder, "tide", typing=True)
    assert results.notice is not None
    assert results.notice.endswith("looked at the newest items.")
    assert items(results) == [item_id("ebb")]


def test_another_that_writes_the_index_is_not_waited_for_for_ever(
    finder: Finder, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PATIENCE", 0.0)
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    with writer(tmp_path / "index"):
        assert list(finder.bring_up()) == []
    assert search(finder, "tide").total == 3
    assert list(finder.bring_up()) == [1]


def test_an_index_that_cannot_be_opened_is_not_built_again_and_again(
    finder: Finder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loose(directory: Path, entries: Iterable[Entry]) -> None:
        build(directory, entries)
        directory.chmod(0o777)  # as a file system does that knows no modes

    monkeypatch.setattr(search_room, "build", loose)
    shutil.rmtree(tmp_path / "index")
    assert list(finder.bring_up())[-1] == 2
    assert finder.needs_index()
    assert search(finder, "tide").total == 2


@pytest.mark.parametrize("step", ["build", "update"])
def test_a_full_disk_stops_the_indexing_and_not_the_search(
    finder: Finder, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keep(library, make_issue("late", make_item("late", "A tide table.")))
    if step == "build":
        shutil.rmtree(tmp_path / "index")
    monkeypatch.setattr(search_room, step, full)
    list(finder.bring_up())
    assert finder.needs_index()
    assert search(finder, "tide").total == 3


def test_a_build_that_is_given_up_leaves_the_old_index(finder: Finder) -> None:
    building = finder.rebuild()
    next(building)
    building.close()
    assert search(finder, "tide").total == 2
    assert list(finder.rebuild())[-1] == (2, 2)


def test_copies_of_one_library_see_what_the_other_indexed(
    finder: Finder, library: Library, state: State, tmp_path: Path
) -> None:
    other = Finder(tmp_path / "index", library, Shelves(library), state, called)
    assert search(other, "tide").total == 2
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    list(finder.bring_up())
    assert search(other, "table").total == 1
    other.close()


def test_the_facet_of_entities_has_names_that_narrow_to_them(
    finder: Finder, library: Library
) -> None:
    texts = {"a": "Lee and Orville.", "b": "Lee and Lee Ann.", "c": "Ann Lee, Orville."}
    people = {
        "a": [("Lee", "person/bo-lee"), ("Orville", "place/orville")],
        "b": [("Lee", "person/ann-lee"), ("Lee Ann", "org/lee-ann")],
        "c": [("Ann Lee", "person/ann-lee"), ("Orville", "person/orville")],
    }
    for number, text in texts.items():
        item = make_item(number, text)
        mentions = (make_mention(text, name, "person", id) for name, id in people[number])
        marked = {item.id: Marked(text=tuple(mentions))}
        keep(library, make_issue(number, item), marked=marked)
    list(finder.bring_up())
    facets = finder.search("is:unread", typing=False, order=None, limit=9, facets=True).facets
    assert dict(facets["entity"]) == {
        "person/ann-lee": 2,  # she is called Lee in one text and Ann Lee in the other
        "Lee": 1,
        "Lee Ann": 1,
        "Orville": 1,
        "place/orville": 1,
    }
    for name, count in facets["entity"]:
        assert search(finder, f'entity:"{name}"').total >= count


def test_what_was_found_by_its_title_is_shown_from_its_beginning(finder: Finder) -> None:
    (hit,) = search(finder, "title:ebb").hits
    assert (hit.snippet, hit.matches) == ("Low tide at dusk.", ())
    (hit,) = search(finder, "ebb").hits
    assert (hit.snippet, hit.matches) == ("Low tide at dusk.", ())


def test_an_entity_is_asked_for_by_every_name_it_has() -> None:
    _, by_alias = understood('entity:"DPRK"', called)
    assert "north korea" in str(by_alias)


def test_a_search_can_be_held_to_some_of_the_items(finder: Finder, library: Library) -> None:
    here = frozenset([item_id("ebb")])
    found = finder.search("tide", typing=False, order=None, limit=9, facets=True, within=here)
    assert items(found) == [item_id("ebb")]
    assert found.total == 1
    assert dict(found.facets["state"]) == {"unread": 1}
    keep(library, make_issue("late", make_item("spring", "A spring tide."), date="2024-03-01"))
    assert finder.select(parse("tide").tree, here) == (item_id("ebb"),)  # type: ignore[arg-type]
