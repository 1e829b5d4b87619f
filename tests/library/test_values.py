"""Which values the fields of a query have in a library."""

from __future__ import annotations

import pytest

from crankreader.library import Library, Shelves, State
from crankreader.library.values import Values
from crankreader.model import Source
from tests.builders import issue_id, item_id, make_issue, make_item, make_section
from tests.library.keeping import keep


@pytest.fixture
def values(library: Library, shelves: Shelves, state: State) -> Values:
    sources = (Source("Lake Times", ("Ann Author",)), Source("LAKE TIMES"), Source("Lake Times"))
    keep(
        library,
        make_issue(
            1,
            publication="The Lake Letter",
            date="2031-02-03",
            sections=(
                make_section("Étude", make_item(1, sources=sources, authors=("Zoë Writer",))),
                make_section("News", make_item(2, date="2031-01-09"), make_item(3)),
            ),
        ),
        make_issue(2, publication="Port Letter", period="2030-12"),
    )
    return Values(library, shelves, state)


@pytest.mark.parametrize(
    ("name", "begun", "found"),
    [
        ("publication", "", ["The Lake Letter", "Port Letter"]),
        ("publication", "po", ["Port Letter"]),
        ("publication", "lake l", ["The Lake Letter"]),
        ("section", "", ["News", "Étude"]),
        ("section", "etu", ["Étude"]),
        ("source", "la", ["Lake Times"]),
        ("source", "lake ", ["Lake Times"]),
        ("source", "lak ", []),
        ("source", "ann", ["Ann Author"]),
        ("author", "zoe", ["Zoë Writer"]),
        ("author", "writer", ["Zoë Writer"]),
        ("date", "", ["2031-02", "2031-01", "2030-12"]),
        ("date", "2031-", ["2031-02", "2031-01"]),
        ("tag", "", []),
    ],
)
def test_values_begin_as_typed_the_frequent_ones_first(
    name: str, begun: str, found: list[str], values: Values
) -> None:
    assert values.beginning(name, begun) == found


def test_what_changes_is_read_again(values: Values, library: Library, state: State) -> None:
    assert values.beginning("tag", "c") == []
    state.mark({item_id(1): issue_id(1)}, tag="c++")
    assert values.beginning("tag", "c") == ["c++"]
    keep(library, make_issue(3, publication="A Third"))
    assert values.beginning("publication", "a t") == ["A Third"]


def test_a_field_without_values_of_its_own_is_a_mistake(values: Values) -> None:
    with pytest.raises(KeyError):
        values.beginning("title", "")
