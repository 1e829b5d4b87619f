"""The order of the screen, its counts, and what stands in neither."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.library import Library, Shelves, State
from crankreader.library.writing import Fold
from crankreader.model import Issue, PublicationRow
from tests.builders import issue_id, item_id, make_issue, make_item
from tests.library.keeping import keep


def letter(key: str, date: str | None = None, items: int = 2, **fields: Any) -> Issue:
    made = (make_item(f"{key}{number}") for number in range(1, items + 1))
    return make_issue(key, *made, date=date, **fields)


def keys(rows: Any) -> list[str]:
    return [row.display_title.split()[1] for row in rows]


def names(shelves: Shelves) -> list[str | None]:
    return [row.name for row in shelves.publications()]


def read(state: State, issue: Issue, *items: str) -> None:
    state.mark(dict.fromkeys(items or [item.id for item in issue.items], issue.id), read=True)


def test_publications_stand_by_their_newest_issue_then_those_without_then_samples(
    library: Library, shelves: Shelves
) -> None:
    keep(library, letter("a", "2024-01-05", publication="Early"))
    keep(library, letter("b", "2024-03-05", publication="Late"))
    keep(library, letter("c", publication=None))
    keep(library, letter("d", "2025-01-01", publication="Sample"), sample=True)
    assert names(shelves) == ["Late", "Early", None, "Sample"]


def test_issues_stand_newest_first_by_day_or_end_of_period(
    library: Library, shelves: Shelves
) -> None:
    keep(
        library, letter("a", "2024-10-30"), letter("b", period="2024-10"), letter("c", "2024-11-01")
    )
    assert keys(shelves.issues("The Letter", sample=False, offset=0, limit=9)) == ["c", "b", "a"]
    assert keys(shelves.issues("The Letter", sample=False, offset=1, limit=1)) == ["b"]
    assert [shelves.issue_position(issue_id(key)) for key in "cba"] == [0, 1, 2]


def test_a_page_reads_what_is_unread(library: Library, shelves: Shelves, state: State) -> None:
    issue = letter("a", "2024-10-30", items=3)
    keep(library, issue)
    read(state, issue, item_id("a2"))
    (row,) = shelves.issues("The Letter", sample=False, offset=0, limit=9)
    assert (row.unread, row.items, row.only_item) == (2, 3, None)
    assert shelves.publications() == (PublicationRow("The Letter", 1, 2, 3),)


def test_copies_are_in_no_list_and_no_count(
    library: Library, shelves: Shelves, state: State
) -> None:
    whole, part = letter("whole", "2024-10-01"), letter("part", "2024-10-02")
    keep(library, whole)
    keep(library, part, fold=Fold(whole.id, "subset"))
    read(state, part)
    state.mark({item_id("part1"): part.id}, starred=True)
    assert keys(shelves.issues("The Letter", sample=False, offset=0, limit=9)) == ["whole"]
    assert shelves.publications() == (PublicationRow("The Letter", 1, 2, 2),)
    assert shelves.counts() == (2, 0)
    outline = shelves.outline(whole.id)
    assert outline.copies == ((part.id, part.display_title),)
    assert outline.issue.copies == 1
    assert {row.copy_of for row in shelves.outline(part.id).rows} == {whole.id}
    assert shelves.hidden() == shelves.of_copies() == {item.id for item in part.items}


def test_the_trash_is_in_no_list_and_no_count(
    library: Library, shelves: Shelves, state: State
) -> None:
    kept, removed = letter("kept", "2024-10-01"), letter("removed", "2024-11-01")
    other = letter("other", "2024-12-01", publication="Other")
    keep(library, kept, removed, other)
    read(state, removed)
    state.remove([removed.id, other.id])
    assert shelves.publications() == (PublicationRow("The Letter", 1, 2, 2),)
    assert keys(shelves.issues("The Letter", sample=False, offset=0, limit=9)) == ["kept"]
    assert shelves.issue_position(kept.id) == 0
    assert shelves.hidden() == {item.id for item in (*removed.items, *other.items)}
    state.undo()
    assert names(shelves) == ["Other", "The Letter"]


def test_samples_count_until_there_is_something_of_ones_own(
    library: Library, shelves: Shelves, state: State
) -> None:
    keep(library, letter("sample"), sample=True)
    assert shelves.shows_samples()
    assert shelves.counts() == (2, 0)
    own = letter("own", items=1)
    keep(library, own)
    assert not shelves.shows_samples()
    assert shelves.counts() == (1, 0)
    assert [row.is_sample for row in shelves.publications()] == [False, True]
    assert shelves.hidden() == {item_id("sample1"), item_id("sample2")}
    state.remove([own.id])
    assert shelves.shows_samples()


def test_reading_what_a_later_revision_lost_counts_no_more(
    library: Library, shelves: Shelves, state: State
) -> None:
    issue = letter("a", items=3)
    keep(library, issue)
    read(state, issue, item_id("a1"), item_id("a2"))
    keep(library, make_issue("a", make_item("a2"), make_item("a3"), make_item("a4")))
    (row,) = shelves.issues("The Letter", sample=False, offset=0, limit=9)
    assert (row.unread, row.items) == (2, 3)
    assert shelves.publications()[0].unread == 2


def test_an_outline_has_sections_rows_and_marks(
    library: Library, shelves: Shelves, state: State
) -> None:
    issue = letter("a")
    keep(library, issue)
    state.mark({item_id("a2"): issue.id}, read=True, starred=True, tag="z")
    state.mark({item_id("a2"): issue.id}, tag="b")
    outline = shelves.outline(issue.id)
    assert outline.sections == ("News",)
    first, second = outline.rows
    assert (first.is_read, first.is_starred, first.tags) == (False, False, ())
    assert (second.is_read, second.is_starred, second.tags) == (True, True, ("b", "z"))


def test_neighbours_go_on_into_the_next_publication(library: Library, shelves: Shelves) -> None:
    keep(
        library,
        letter("a", "2024-01-01", publication="One"),
        letter("b", "2024-01-02", publication="One"),
    )
    keep(library, letter("c", "2023-01-01", publication="Two"), letter("s"), sample=False)
    order = [issue_id(key) for key in ("s", "b", "a", "c")]
    for here, following in pairwise(order):
        down, up = shelves.neighbour_issue(here, 1), shelves.neighbour_issue(following, -1)
        assert down is not None
        assert up is not None
        assert (down.id, up.id) == (following, here)
    assert shelves.neighbour_issue(order[0], -1) is None
    assert shelves.neighbour_issue(order[-1], 1) is None


def test_a_copy_stands_where_its_parent_does(library: Library, shelves: Shelves) -> None:
    keep(library, letter("a", "2024-01-01"), letter("b", "2024-01-02"))
    keep(library, letter("copy", "2020-01-01"), fold=Fold(issue_id("a"), "duplicate"))
    assert shelves.issue_position(issue_id("copy")) == 1
    neighbour = shelves.neighbour_issue(issue_id("copy"), -1)
    assert neighbour is not None
    assert neighbour.id == issue_id("b")


def test_an_issue_that_is_not_there_raises_a_key_error(shelves: Shelves) -> None:
    for verb in (shelves.outline, shelves.issue_row, shelves.issue_position):
        with pytest.raises(KeyError):
            verb("i-none")


LETTERS = [
    letter("a", "2024-03-01", publication="One"),
    letter("b", "2024-02-01", publication="One", items=1),
    letter("c", "2024-01-01", publication="Two", items=3),
]
ORDER = [item.id for issue in LETTERS for item in issue.items]
OF = {item.id: issue.id for issue in LETTERS for item in issue.items}


@pytest.mark.parametrize("backwards", [False, True])
@given(st.sets(st.sampled_from(ORDER)), st.none() | st.sampled_from(ORDER))
@settings(max_examples=30)
def test_the_next_unread_is_the_next_in_the_order_of_the_screen(
    shelves_of_letters: tuple[Shelves, State], backwards: bool, done: set[str], after: str | None
) -> None:
    shelves, state = shelves_of_letters
    state.mark(OF, read=False)
    state.mark({item: OF[item] for item in done}, read=True)
    order = ORDER[::-1] if backwards else ORDER
    start = 0 if after is None else order.index(after) + 1
    round_trip = [*order[start:], *order[: max(0, start - 1)]]
    expected = next((item for item in round_trip if item not in done), None)
    if expected is None and after is not None and after not in done:
        expected = after
    found = shelves.next_unread(after, backwards=backwards)
    assert (found and found.id) == expected


@pytest.fixture(scope="module")
def shelves_of_letters(tmp_path_factory: pytest.TempPathFactory) -> Any:
    directory = tmp_path_factory.mktemp("letters")
    state = State.open(directory / "state.db")
    library = Library.open(directory / "library.db", state.path)
    keep(library, *LETTERS)
    yield Shelves(library), state
    library.close()
    state.close()
