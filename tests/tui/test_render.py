"""Laying out an item: every word stays, no line is too wide, spans keep their place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crankreader.model import Marked, Mention, Reading, Source, Span, Subheading
from crankreader.tui.render import (
    Block,
    Run,
    breaks,
    cells_of,
    cut,
    lines_of,
    page,
    spoken_date,
    spoken_source,
)
from tests.builders import make_item, make_row
from tests.tui.builders import make_issue_row

TEXTS = st.text(
    st.sampled_from(
        "ab cde fgh ’“—,. éßñ 汉字漢 한국 سلام می\u200cخواهم שלום 👍🏽🇮🇷 e\u0301 \u200d"
    ),
    max_size=200,
)


def reading_of(**fields: object) -> Reading:
    item = make_item(1, **fields)  # type: ignore[arg-type]
    return Reading(item, make_row(1), make_issue_row(1), Marked())


@given(TEXTS, st.integers(4, 40))
def test_no_line_is_wider_than_it_may_be(text: str, width: int) -> None:
    for line in lines_of(Block(text), width):
        assert cells_of(line.text) <= width


@given(TEXTS, st.integers(2, 40), st.integers(0, 3))
def test_wrapping_keeps_every_letter_in_order(text: str, width: int, indent: int) -> None:
    kept = "".join(text[start:end] for start, end in breaks(text, width, min(indent, width - 1)))
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXTS, st.integers(0, 20))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert cells_of(cut(text, width)) <= max(width, 0)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(5, 30))
def test_a_styled_run_covers_its_characters_whatever_the_width(a: int, b: int, width: int) -> None:
    text = "The envoy left Minsk for Beijing on a Monday."
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    lines = lines_of(Block(text, runs=(Run(start, end, "match"),)), width)
    marked = "".join(t for line in lines for t, styles in line.pieces if "match" in styles)
    assert "".join(marked.split()) == "".join(text[start:end].split())


def test_a_paragraph_of_wide_letters_breaks_between_any_two() -> None:
    lines = [line.text for line in lines_of(Block("中国外交部发言人表示"), 8)]
    assert lines == ["中国外交", "部发言人", "表示"]


def test_the_page_says_on_which_line_a_character_stands() -> None:
    reading = reading_of(text="one two three four\n\nfive six")
    laid = page(reading, 10)
    for word in ("one", "three", "five"):
        line = laid.line_of(reading.item.text.index(word))
        assert word in laid.lines[line].text


def test_mentions_and_matches_are_painted_over_one_another() -> None:
    item = make_item(1, "Kursk is quiet.")
    mention = Mention(0, 5, "Kursk", "place", "place/kursk", "Kursk")
    reading = Reading(item, make_row(1), make_issue_row(1), Marked(text=(mention,)))
    pieces = [p for line in page(reading, 40, matches=[Span(0, 5)]).lines for p in line.pieces]
    assert ("Kursk", "entity-place match") in pieces


def test_colours_off_leaves_the_text() -> None:
    item = make_item(1, "Kursk is quiet.")
    mention = Mention(0, 5, "Kursk", "place", "place/kursk", "Kursk")
    reading = Reading(item, make_row(1), make_issue_row(1), Marked(text=(mention,)))
    pieces = [p for line in page(reading, 40, entities=False).lines for p in line.pieces]
    assert ("Kursk is quiet.", "") in pieces


def test_sources_stand_below_the_text_as_numbered_notes() -> None:
    reading = reading_of(text="Text.", sources=(Source(outlet="Le Monde"), Source(outlet="AFP")))
    lines = [line.text for line in page(reading, 40).lines]
    assert lines[-2:] == ["1 Le Monde", "2 AFP"]


def test_a_subheading_stands_before_its_paragraph() -> None:
    reading = reading_of(text="One.\n\nTwo.", subheadings=(Subheading(1, "Between"),))
    lines = [line.text for line in page(reading, 40).lines if line.text]
    assert lines[-3:] == ["One.", "Between", "Two."]


def test_text_that_cleaning_changes_loses_its_spans_and_not_its_words() -> None:
    item = make_item(1, "\x1b]52;c;AAAA\x07Kursk")
    mention = Mention(0, 9, "x", "place", None, None)
    reading = Reading(item, make_row(1), make_issue_row(1), Marked(text=(mention,)))
    assert ("Kursk", "") in [p for line in page(reading, 40).lines for p in line.pieces]


def test_dates_and_sources_are_said_as_people_say_them() -> None:
    assert spoken_date("2024-10-05") == "5 October 2024"
    assert spoken_date("2024-10") == "October 2024"
    assert spoken_date("2024") == "2024"
    assert spoken_date(None) == ""
    source = Source(outlet="The Observer", authors=("Ann Lee",), title="On Rivers")
    assert spoken_source(source) == "Ann Lee · “On Rivers” · The Observer"
    assert spoken_source(Source(url="https://example.org/a")) == "https://example.org/a"
