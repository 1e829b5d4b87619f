"""What texts say of one entity: each sentence once, where it is named, and its figures."""

from __future__ import annotations

from crankreader.analysis.dossier import Appearance, Dossier, Said, said_of
from crankreader.model import Entity, Item, Marked, Mention, Span
from tests.builders import item_id, make_item, make_mention

OSLO = "place/oslo"
ENTITY = Entity(OSLO, "place", "Oslo")
ISSUE = "the issue"


def mention(text: str, words: str, number: int = 0, **fields: object) -> Mention:
    start = -1
    for _ in range(number + 1):
        start = text.index(words, start + 1)
    made = make_mention(text, words, "place", OSLO)
    return made._replace(start=start, end=start + len(words), **fields)  # type: ignore[arg-type]


def said(item: Item, marked: Marked) -> list[Said]:
    return list(said_of(OSLO, [(item, ISSUE, marked)]))


def test_each_sentence_that_names_it_is_told_with_its_place() -> None:
    item = make_item(1, "Rain fell. Oslo waits. Nobody slept.\n\nThen came Oslo.", title="Rain")
    text = item.text
    found = said(item, Marked(text=(mention(text, "Oslo"), mention(text, "Oslo", 1))))
    assert [(one.item, one.issue, one.in_title) for one in found] == [
        (item_id(1), ISSUE, False)
    ] * 2
    assert [one.text for one in found] == ["Oslo waits.", "Then came Oslo."]
    assert all(text[one.start : one.end] == one.text for one in found)


def test_a_sentence_that_names_it_twice_is_told_once_with_both_places() -> None:
    item = make_item(1, "So. Oslo is Oslo. Rain.", title=None)
    (one,) = said(item, Marked(text=(mention(item.text, "Oslo"), mention(item.text, "Oslo", 1))))
    assert one.text == "Oslo is Oslo."
    assert one.spans == (Span(0, 4), Span(8, 12))


def test_a_title_is_told_whole_and_before_the_text() -> None:
    item = make_item(1, "Oslo waits.", title="Rain. Oslo slept. Sun.")
    marked = Marked((mention(item.title or "", "Oslo"),), (mention(item.text, "Oslo"),))
    title, text = said(item, marked)
    assert (title.in_title, title.text) == (True, "Rain. Oslo slept. Sun.")
    assert title.spans == (Span(6, 10),)
    assert (text.in_title, text.text) == (False, "Oslo waits.")


def test_figures_are_those_of_the_same_sentence() -> None:
    text = "It cost $2. Oslo paid $3 million for 40 boats on May 5. Then $9 came."
    item = make_item(1, text, title=None)
    figures = (
        mention(text, "$2", type="money", entity=None),
        mention(text, "Oslo"),
        mention(text, "$3 million", type="money", entity=None),
        mention(text, "40 boats", type="quantity", entity=None),
        mention(text, "May 5", type="date", entity=None),
        mention(text, "$9", type="money", entity=None),
    )
    (one,) = said(item, Marked(text=figures))
    assert one.figures == ("$3 million", "40 boats")


def test_who_is_not_named_is_said_nothing_of() -> None:
    item = make_item(1, "Bergen waits.", title=None)
    marked = Marked(text=(make_mention(item.text, "Bergen", "place"),))
    assert said(item, marked) == []
    assert said(item, Marked()) == []


def test_items_stand_in_the_order_they_are_given() -> None:
    items = [make_item(number, f"Oslo {number}.", title=None) for number in (3, 1, 2)]
    marked = [(item, ISSUE, Marked(text=(mention(item.text, "Oslo"),))) for item in items]
    assert [one.item for one in said_of(OSLO, marked)] == [item.id for item in items]


def appearance(date: str | None) -> Appearance:
    return Appearance(f"issue of {date}", "An issue", date, 1, "an item")


def test_a_dossier_begins_and_ends_with_the_dates_of_its_issues() -> None:
    dates = ("2024-05-06", None, "2023", "2023-11")
    dossier = Dossier(ENTITY, issues=tuple(appearance(date) for date in dates))
    assert (dossier.first, dossier.last) == ("2023", "2024-05-06")


def test_a_dossier_without_dates_has_no_beginning() -> None:
    assert Dossier(ENTITY).first is None
    assert Dossier(ENTITY, issues=(appearance(None),)).last is None
