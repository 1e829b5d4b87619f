"""The issues pane fetches what is on the screen and no more."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from crankreader.model import IssueRow, PublicationRow, SavedSearch
from crankreader.tui.widgets.issue_list import (
    PAGE,
    SEARCHES,
    Heading,
    IssuesRow,
    Shelf,
    heading_of,
    label_of,
)
from tests.tui.builders import make_issue_row, make_publication


class Library:
    """Issues by publication, and which pages of them were asked for."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.publications = [make_publication(f"P{n}", size) for n, size in enumerate(sizes)]
        self.asked: list[tuple[str | None, int]] = []

    def fetch(self, row: PublicationRow, offset: int, limit: int) -> list[IssueRow]:
        self.asked.append((row.name, offset))
        last = min(row.issues, offset + limit)
        return [
            make_issue_row(f"{row.name}/{n}", publication=row.name) for n in range(offset, last)
        ]


def make_searches(count: int) -> list[SavedSearch]:
    return [SavedSearch(f"S{n}", f"word{n}") for n in range(count)]


@given(
    st.lists(st.integers(0, 150), max_size=5),
    st.sets(st.integers(0, 4)),
    st.integers(0, 3),
    st.booleans(),
)
def test_the_rows_are_those_of_a_plain_list(
    sizes: list[int], folded: set[int], searches: int, folds_searches: bool
) -> None:
    library = Library(sizes)
    names = frozenset(f"P{n}" for n in folded)
    saved = make_searches(searches)
    all_folded = names | {SEARCHES} if folds_searches else names
    shelf = Shelf(library.publications, library.fetch, all_folded, saved)
    plain: list[IssuesRow] = [Heading.SEARCHES] if saved else []
    plain.extend([] if folds_searches else saved)
    for row in library.publications:
        plain.append(row)
        if row.name not in names:
            plain.extend(library.fetch(row, 0, row.issues))
    assert [shelf[n] for n in range(len(shelf))] == plain


def test_a_screenful_costs_a_page_however_many_there_are() -> None:
    library = Library([100_000])
    shelf = Shelf(library.publications, library.fetch, frozenset())
    for number in range(50_000, 50_040):
        shelf[number]
    assert len(library.asked) <= 2
    assert len(shelf) == 100_001


def test_the_row_of_an_issue_is_found_by_its_position() -> None:
    library = Library([3, PAGE + 10])
    shelf = Shelf(library.publications, library.fetch, frozenset(), make_searches(2))
    number = shelf.number_of("P1", False, PAGE + 2)
    assert number is not None
    assert shelf[number] == make_issue_row(f"P1/{PAGE + 2}", publication="P1")
    assert shelf.number_of("none", False, 0) is None
    assert (shelf.heading_number("P0"), shelf.search_number("S1")) == (3, 2)
    assert (shelf.search_number(None), shelf.search_number("S2")) == (0, None)


def test_an_issue_is_called_by_its_date_and_an_article_by_its_title() -> None:
    assert label_of(make_issue_row(period="2024-10")) == "October 2024"
    assert label_of(make_issue_row(date="2024-10-05")) == "5 October 2024"
    assert label_of(make_issue_row(period="2024-10", publication=None)) == "Issue 1"
    assert heading_of(make_publication(None, 1)) == "Articles"
    assert heading_of(make_publication("CRANK Call", 1, is_sample=True)) == "CRANK Call · samples"
