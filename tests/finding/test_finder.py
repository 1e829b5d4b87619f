"""Searching with an index, without one, and while one is being made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from crankreader.finding import Finder, Indexing, understood
from crankreader.finding import finder as finder_module
from crankreader.finding.warm import Warm
from crankreader.library import Library, Shelves, State
from crankreader.library.writing import Fold
from crankreader.model import Marked
from crankreader.query import parse
from crankreader.search import Index
from tests.builders import item_id, make_issue, make_item, make_mention
from tests.finding.asking import items, search
from tests.finding.conftest import called
from tests.library.keeping import keep


def test_while_typing_the_newest_come_first_and_then_the_best(finder: Finder) -> None:
    typed, asked = search(finder, "ti", typing=True), search(finder, "tide")
    assert (typed.order, asked.order) == ("date", "relevance")
    assert items(typed) == [item_id("ebb"), item_id("tide")]
    assert items(search(finder, "tide sort:date")) == items(typed)
    assert {hit.score > 0 for hit in asked.hits} == {True}


def test_what_nothing_ranks_is_said_to_stand_newest_first(finder: Finder) -> None:
    found = search(finder, "is:unread -noon")
    assert (found.order, items(found)) == ("date", [item_id("ebb")])


def test_a_limit_leaves_the_total(finder: Finder) -> None:
    results = search(finder, "tide", limit=1)
    assert (len(results.hits), results.total) == (1, 2)


def test_a_query_with_a_problem_is_answered_as_far_as_it_goes(finder: Finder) -> None:
    results = search(finder, "(dusk")
    assert (items(results), len(results.problems)) == ([item_id("ebb")], 1)
    assert search(finder, "(").total == search(finder, " ").total == 0


def test_what_waits_for_the_index_is_found_once(
    finder: Finder, indexing: Indexing, library: Library
) -> None:
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    keep(library, make_issue("new", make_item("ebb", "No tide any more."), date="2024-02-01"))
    results = search(finder, "tide")
    assert sorted(items(results)) == sorted([item_id("late"), item_id("ebb"), item_id("tide")])
    assert results.total == 3
    assert search(finder, "dusk").total == 0
    assert indexing.is_needed()
    assert list(indexing.bring_up()) == [2]
    assert sorted(items(search(finder, "tide"))) == sorted(items(results))


def test_what_the_index_takes_in_during_a_search_is_not_missed(
    warm: Warm, indexing: Indexing, library: Library, state: State, tmp_path: Path
) -> None:
    class Overtaken(Warm):
        def index(self) -> Index:
            index = super().index()
            list(indexing.bring_up())
            return index

    keep(library, make_issue("late", make_item("late", "A tide table.")))
    overtaken = Overtaken(tmp_path / "index")
    finder = Finder(overtaken, library, Shelves(library), state, called)
    assert search(finder, "table").total == 1
    overtaken.close()


def test_by_date_what_waits_stands_where_it_belongs(finder: Finder, library: Library) -> None:
    for date in ("2024-01-10", "2023", "2024-03"):
        keep(library, make_issue(date, make_item(date, "A tide table."), date=date))
    found = search(finder, "tide sort:date")
    expected = ["2024-03", "ebb", "2024-01-10", "tide", "2023"]
    assert items(found) == [item_id(key) for key in expected]
    assert items(search(finder, "tide sort:date", limit=2)) == items(found)[:2]


def test_a_copy_that_waits_is_counted_once(
    finder: Finder, indexing: Indexing, library: Library
) -> None:
    fold = Fold(make_issue("old").id, "subset")
    keep(library, make_issue("copy", make_item("copy", "A copied tide.")), fold=fold)
    list(indexing.bring_up())
    keep(library, make_issue("copy", make_item("copy", "A copied ebb.")), fold=fold)
    assert search(finder, "is:copy").total == 1
    assert search(finder, "is:copy tide").total == 0


def test_without_an_index_that_was_closed_the_texts_are_read(
    warm: Warm, indexing: Indexing, library: Library, state: State, tmp_path: Path
) -> None:
    class Closed(Warm):
        def index(self) -> Index:
            index = super().index()
            self.close()  # as another thread does that finds it damaged
            return index

    finder = Finder(Closed(tmp_path / "index"), library, Shelves(library), state, called)
    tree = parse("tide").tree
    assert tree is not None
    finder.warm()
    assert (search(finder, "tide").total, finder.count(tree)) == (2, None)


def test_too_many_that_wait_are_named(
    finder: Finder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder_module, "LATE", 0)
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    results = search(finder, "tide")
    said = "This was searched without 1 item that the index does not have yet."
    assert (results.total, results.notice) == (2, said)
    tree = parse("tide").tree
    assert tree is not None
    assert len(finder.select(tree)) == 3


def test_a_scan_while_typing_has_little_time(
    finder: Finder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(tmp_path / "index")
    assert search(finder, "tide").total == 2
    monkeypatch.setattr(finder_module, "AT_ONCE", -1.0)
    results = search(finder, "tide", typing=True)
    assert results.notice is not None
    assert results.notice.endswith("looked at the newest items.")
    assert items(results) == [item_id("ebb")]


def test_copies_of_one_library_see_what_the_other_indexed(
    finder: Finder, indexing: Indexing, library: Library, state: State, tmp_path: Path
) -> None:
    also_warm = Warm(tmp_path / "index")
    other = Finder(also_warm, library, Shelves(library), state, called)
    assert search(other, "tide").total == 2
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    list(indexing.bring_up())
    assert search(other, "table").total == 1
    also_warm.close()


def test_the_facet_of_entities_has_names_that_narrow_to_them(
    finder: Finder, indexing: Indexing, library: Library
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
    list(indexing.bring_up())
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


def test_while_typing_few_of_those_that_wait_are_read_at_a_time(
    finder: Finder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder_module, "A_FEW", 2)
    keep(library, make_issue("late", *(make_item(f"late {n}", "A tide table.") for n in range(3))))
    first, then = (search(finder, "table", typing=True) for _ in range(2))
    said = "This was searched without 1 item that the index does not have yet."
    assert (first.total, first.notice) == (2, said)
    assert (then.total, then.notice) == (3, None)


def test_what_was_deleted_keeps_nothing_that_waits_from_being_read(
    finder: Finder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder_module, "A_FEW", 1)
    library.delete([make_issue("old").id])
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    found = search(finder, "table", typing=True)
    assert (found.total, found.notice) == (1, None)


@pytest.mark.parametrize("ending", [".pst", ".trm"])
def test_an_index_damaged_while_it_is_open_is_left_and_built_again(
    finder: Finder, indexing: Indexing, tmp_path: Path, ending: str
) -> None:
    assert search(finder, "tide").total == 2
    (file,) = (tmp_path / "index").glob(f"gen-*/*{ending}")
    times = file.stat()
    with file.open("r+b") as opened:
        if ending == ".pst":
            opened.write(bytes(times.st_size))
        else:
            opened.truncate(times.st_size // 2)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    results = search(finder, "dusk")
    assert items(results) == [item_id("ebb")]
    assert results.notice is not None
    assert list(indexing.bring_up())
    assert (search(finder, "dusk").total, search(finder, "dusk").notice) == (1, None)
