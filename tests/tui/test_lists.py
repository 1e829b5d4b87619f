"""Lists and lines: the cursor stays in sight, nothing is drawn that is not seen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from crankreader.model import ENTITY_TYPES, VALUE_TYPES, EntityType, Hit, Marked, Span
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.keymaps import KINDS
from crankreader.tui.render import cells_of
from crankreader.tui.widgets.entity_list import HEADINGS, EntityList, narrowed, rows_of
from crankreader.tui.widgets.hit_list import _around
from crankreader.tui.widgets.line_list import with_tail
from tests.builders import make_item, make_mention
from tests.tui.conftest import reading_app, screen_of, shown, told


def make_hit(snippet: str, *matches: Span) -> Hit:
    return Hit("t", "i", "Title", None, None, None, 1.0, snippet, matches)


@given(st.integers(0, 120), st.integers(8, 60))
def test_the_first_match_of_a_snippet_is_in_sight(at: int, width: int) -> None:
    words = " ".join(["river"] * 30)
    start = min(at, len(words))
    text = f"{words[:start].rstrip()} Kursk {words[start:].lstrip()}".strip()
    span = Span(text.index("Kursk"), text.index("Kursk") + 5)
    pieces = _around(make_hit(text, span), width)
    assert ("Kursk", "match") in pieces
    assert sum(cells_of(piece) for piece, _ in pieces) <= width


@given(st.text(max_size=30), st.text("0123456789/", max_size=6), st.integers(0, 40))
def test_a_tail_stands_at_the_right_end(text: str, tail: str, width: int) -> None:
    pieces = with_tail([(text, "")], tail, width)
    if tail and width > len(tail) + 2:
        assert pieces[-1] == (tail, "quiet")


TEXT = (
    "Chad and Mali met. Nothing of it was said for a while, and nobody asked either. "
    "Then Mali spoke again, Mali and Niger, of 4,000 boats, and Le Sahel wrote it down."
)


def marks(*names: tuple[str, EntityType], title: str = "") -> Marked:
    """Each name wherever it stands in TEXT, and in the title."""
    found = [
        make_mention(TEXT, name, kind)._replace(start=at, end=at + len(name))
        for name, kind in names
        for at in range(len(TEXT))
        if TEXT.startswith(name, at)
    ]
    in_title = [make_mention(title, name, kind) for name, kind in names if name in title]
    return Marked(tuple(in_title), tuple(sorted(found, key=lambda each: each.start)))


def listed(marked: Marked, common: Mapping[str, int] = MappingProxyType({})) -> list[str]:
    return [row.name for row in rows_of(marked, common)]


def test_names_are_grouped_by_kind_and_counted() -> None:
    rows = rows_of(marks(("Mali", "country"), ("Le Sahel", "outlet"), ("4,000", "quantity")))
    assert [(row.name, row.times) for row in rows] == [
        ("Countries", 0),
        ("Mali", 3),
        ("Outlets", 0),
        ("Le Sahel", 1),
        ("Figures", 0),
        ("4,000", 1),
    ]


def test_the_often_named_come_first() -> None:
    assert listed(marks(("Chad", "country"), ("Mali", "country"))) == ["Countries", "Mali", "Chad"]


def test_the_headline_comes_before_what_is_named_as_often() -> None:
    names: tuple[tuple[str, EntityType], ...] = (("Chad", "country"), ("Niger", "country"))
    assert listed(marks(*names)) == ["Countries", "Chad", "Niger"]
    assert listed(marks(*names, title="Niger asks")) == ["Countries", "Niger", "Chad"]


def test_the_early_come_before_the_late() -> None:
    late_and_early = marks(("Niger", "country"), ("Chad", "country"))
    assert listed(late_and_early) == ["Countries", "Chad", "Niger"]


def test_the_rare_come_before_what_all_texts_name() -> None:
    item = make_item(1, "Chad and Mali.")
    marked = Marked(text=(make_mention(item.text, "Chad"), make_mention(item.text, "Mali")))
    assert listed(marked, {"country/mali": 90, "country/chad": 2})[1] == "Chad"
    assert listed(marked, {"country/mali": 2, "country/chad": 90})[1] == "Mali"


def test_the_words_that_stand_for_a_name_are_kept() -> None:
    text = "Chad and the Chadians."
    marked = Marked(
        text=(
            make_mention(text, "Chad"),
            make_mention(text, "Chadians", entity="country/chad")._replace(name="Chad"),
        )
    )
    row = rows_of(marked)[1]
    assert (row.name, row.times, row.texts) == ("Chad", 2, ("Chad", "Chadians"))


ALL = marks(("Chad", "country"), ("Mali", "country"), ("Le Sahel", "outlet"), ("4,000", "quantity"))


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("mal", ["Countries", "Mali"]),
        ("OUTLET", ["Outlets", "Le Sahel"]),
        ("countr", ["Countries", "Mali", "Chad"]),
        ("4,", ["Figures", "4,000"]),
        ("zubrowka", []),
        ("", listed(ALL)),
    ],
)
def test_a_filter_keeps_names_and_kinds_with_these_letters(wanted: str, names: list[str]) -> None:
    assert [row.name for row in narrowed(rows_of(ALL), wanted)] == names


def test_a_filter_finds_the_words_of_the_text_too() -> None:
    text = "The Kremlin waits."
    mention = make_mention(text, "Kremlin", entity="country/russia")._replace(name="Russia")
    assert [row.name for row in narrowed(rows_of(Marked(text=(mention,))), "krem")] == [
        "Countries",
        "Russia",
    ]


@given(st.text(max_size=8))
def test_no_filter_leaves_a_heading_without_a_name(wanted: str) -> None:
    rows = narrowed(rows_of(ALL), wanted)
    assert all(row.times or (n + 1 < len(rows) and rows[n + 1].times) for n, row in enumerate(rows))


def pane_of(pilot: Pilot[None]) -> EntityList:
    return screen_of(pilot).query_one(EntityList)


def names_of(pilot: Pilot[None]) -> list[str]:
    pane = pane_of(pilot)
    return [row.name for row in (pane.rows[n] for n in range(len(pane.rows))) if row.times]


async def test_the_pane_is_its_own_legend(at_newsletter: str, reading: Pilot[None]) -> None:
    for heading in ("p People", "c Countries", "l Places", "d Dates", "q Figures"):
        assert heading in shown(reading)
    pane = pane_of(reading)
    rows = [pane.rows[n] for n in range(len(pane.rows))]
    for row in rows:
        drawn = pane.draw(row, 0, 24)
        assert f"entity-{row.type}" in [style for _, style in drawn]


def test_every_kind_has_a_letter_of_its_own() -> None:
    assert set(HEADINGS) == set(ENTITY_TYPES)
    letters = [letter for letter, _ in HEADINGS.values()]
    assert len(set(letters)) == len(letters)


def test_the_letters_are_the_keys_that_give_a_kind() -> None:
    keys = {row.id.removeprefix("kind."): row.keys[0] for row in KINDS if "kind(" in row.act}
    assert keys == {kind: HEADINGS[kind][0] for kind in ENTITY_TYPES if kind not in VALUE_TYPES}


async def test_f_narrows_the_pane_and_nothing_brings_all_back(
    at_newsletter: str, reading: Pilot[None]
) -> None:
    before = names_of(reading)
    await reading.press("f", *"ukr", "enter")
    assert names_of(reading) == ["Ukraine"]
    assert "Entities 1 · ukr" in shown(reading)
    assert pane_of(reading).has_focus
    assert pane_of(reading).row is not None
    await reading.press("f")
    await reading.pause()
    assert "ukr" in shown(reading)
    await reading.press(*["backspace"] * 3, "enter")
    assert names_of(reading) == before


async def test_esc_leaves_the_filter_as_it_was(at_newsletter: str, reading: Pilot[None]) -> None:
    await reading.press("f", *"ukr", "enter", "f", *"zzz", "escape")
    assert names_of(reading) == ["Ukraine"]


async def test_the_filter_stays_for_the_next_item(at_newsletter: str, reading: Pilot[None]) -> None:
    await reading.press("f", *"countries", "enter", "J")
    assert "Russia" in names_of(reading)
    assert "Kazan" not in names_of(reading)
    assert str(pane_of(reading).border_title).endswith("· countries")


async def test_a_filter_that_fits_nothing_leaves_an_empty_pane(
    at_newsletter: str, reading: Pilot[None]
) -> None:
    await reading.press("f", *"zubrowka", "enter")
    assert names_of(reading) == []
    await reading.press("j", "k", "enter", "x", "k")
    assert told(reading).startswith("No name is under the cursor")


@pytest.mark.parametrize("columns", [100, 80, 60])
async def test_f_opens_the_pane_where_it_is_not_seen(
    columns: int, at_newsletter: str, library: Reader, place: Settings
) -> None:
    async with reading_app(library, place, (columns, 24)) as pilot:
        await pilot.press("f", *"ukr", "enter")
        assert screen_of(pilot).panes.name == "entities"
        assert "Entities 1 · ukr" in shown(pilot)


async def test_f_shows_a_hidden_pane(at_newsletter: str, reading: Pilot[None]) -> None:
    await reading.press("E", "f", *"ukr", "enter")
    assert pane_of(reading).display
    assert "Entities 1 · ukr" in shown(reading)
