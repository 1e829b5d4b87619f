"""Whom the texts of a library name: counted, listed and completed from the kept mentions."""

from __future__ import annotations

import pytest

from crankreader.library import Library
from crankreader.model import Marked, Mention
from tests.builders import item_id, make_issue, make_item, make_mention
from tests.library.keeping import keep

ALL = "true"
PIER = make_item("pier", "Oslo met Bergen. Oslo waited.", title="Oslo again")
QUAY = make_item("quay", "The capital of Norway, Oslo, and Bergen.")
ROOF = make_item("roof", "Bergen alone.")
OLDER = make_issue("older", PIER, date="2024-01-02")
NEWER = make_issue("newer", QUAY, ROOF, date="2024-05-06")
OSLO, BERGEN = "place/oslo", "place/bergen"


def mention(text: str, words: str, entity: str, name: str | None, after: int = 0) -> Mention:
    start = text.index(words, after)
    made = make_mention(text, words, "place", entity)
    return made._replace(start=start, end=start + len(words), name=name)


@pytest.fixture
def library(library: Library) -> Library:
    marked = {
        PIER.id: Marked(
            title=(mention("Oslo again", "Oslo", OSLO, "Oslo"),),
            text=(
                mention(PIER.text, "Oslo", OSLO, "Oslo"),
                mention(PIER.text, "Bergen", BERGEN, "Bergen"),
                mention(PIER.text, "Oslo", OSLO, "Oslo", after=10),
            ),
        ),
        QUAY.id: Marked(
            text=(
                mention(QUAY.text, "The capital", OSLO, "Oslo"),
                mention(QUAY.text, "Norway", "country/norway", "Norway"),
                mention(QUAY.text, "Oslo", OSLO, "Oslo"),
                mention(QUAY.text, "Bergen", BERGEN, None),
            )
        ),
        ROOF.id: Marked(
            text=(
                mention(ROOF.text, "Bergen", BERGEN, "Bergen"),
                mention(ROOF.text, "alone", "x", "x")._replace(type="date", entity=None),
            )
        ),
    }
    keep(library, OLDER, NEWER, marked=marked)
    return library


def test_somebody_is_called_by_name_first_and_then_as_the_texts_have_it(library: Library) -> None:
    assert library.entities.called(OSLO) == ("Oslo", "The capital")
    assert library.entities.called("place/nowhere") == ()


def test_items_that_name_somebody_stand_newest_first_with_their_mentions(library: Library) -> None:
    assert library.entities.items(OSLO, ALL) == [(QUAY.id, NEWER.id, 2), (PIER.id, OLDER.id, 3)]
    assert [item for item, _, _ in library.entities.items(BERGEN, ALL)] == [
        QUAY.id,
        ROOF.id,
        PIER.id,
    ]
    assert library.entities.items("place/nowhere", ALL) == []


def test_issues_that_do_not_count_are_left_out(library: Library) -> None:
    counted = f"i.id = '{OLDER.id}'"
    assert library.entities.items(OSLO, counted) == [(PIER.id, OLDER.id, 3)]
    assert library.entities.seen(OSLO, counted, 9) == [("Oslo", 3)]


def test_the_usual_words_for_somebody_come_first(library: Library) -> None:
    assert library.entities.seen(OSLO, ALL, 9) == [("Oslo", 4), ("The capital", 1)]
    assert library.entities.seen(OSLO, ALL, 1) == [("Oslo", 4)]


def test_companions_are_counted_once_an_item(library: Library) -> None:
    items = [PIER.id, QUAY.id]
    assert library.entities.companions(items, OSLO, 9) == [(BERGEN, 2), ("country/norway", 1)]
    assert library.entities.companions(items, BERGEN, 1) == [(OSLO, 2)]
    assert library.entities.companions([], OSLO, 9) == []
    assert library.entities.companions([item_id("nowhere")], OSLO, 9) == []


def test_those_alone_are_tallied_who_are_named(library: Library) -> None:
    asked = [OSLO, BERGEN, "place/nowhere"]
    assert library.entities.tally(asked) == {OSLO: 5, BERGEN: 3}
    assert library.entities.tally(asked, most=2) == {OSLO: 2, BERGEN: 2}
    assert library.entities.tally([]) == {}


@pytest.mark.parametrize(
    ("begun", "limit", "found"),
    [
        (["place/"], 9, (BERGEN, OSLO)),
        (["place/"], 1, (BERGEN,)),
        (["place/o", "country/n"], 9, (OSLO, "country/norway")),
        ([OSLO], 9, (OSLO,)),
        (["place/oslo-"], 9, ()),
        (["x"], 9, ()),
        ([], 9, ()),
    ],
)
def test_ids_are_completed(
    library: Library, begun: list[str], limit: int, found: tuple[str, ...]
) -> None:
    assert library.entities.beginning(begun, limit) == found
