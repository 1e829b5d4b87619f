"""The document as it came, what was put aside dim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from crankreader.model import Place, Span
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.screens.original import OriginalScreen, source_lines
from tests.tui.conftest import reading_app, screen_of, shown, told


@pytest.fixture
def at_newsletter(library: Reader) -> str:
    issue = next(row for row in library.issues("CRANK Call") if row.items > 4)
    library.keep_place(Place(issue.id, library.outline(issue.id).rows[0].id))
    return issue.id


@pytest.mark.parametrize("size", [(120, 35), (60, 20), (40, 12)])
async def test_it_shows_the_source_and_names_what_is_dim(
    at_newsletter: str, library: Reader, place: Settings, size: tuple[int, int]
) -> None:
    async with reading_app(library, place, size) as pilot:
        await pilot.press("I")
        assert isinstance(pilot.app.screen, OriginalScreen)
        text = shown(pilot)
        assert "As it came" in text
        assert "lines put aside" in text
        await pilot.press("G")
        assert "unsubscribe" in shown(pilot)
        await pilot.press("g", "g", "space", "b", "j", "k", "I")
        assert pilot.app.screen is screen_of(pilot)


async def test_n_goes_to_what_was_put_aside_and_y_copies_the_path(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("I")
    view = reading.app.screen.query_one("TextView")
    await reading.press("n")
    assert view.top > 0  # type: ignore[attr-defined]
    await reading.press("n", "n", "n", "n", "n")
    assert "Nothing further" in told(reading)
    await reading.press("y")
    assert reading.app.clipboard == library.issue(at_newsletter).path


@given(
    st.text(st.sampled_from("ab \nж漢é<>"), max_size=120),
    st.lists(st.integers(0, 120), max_size=6, unique=True),
    st.integers(1, 30),
)
def test_every_letter_of_the_source_is_shown_once(text: str, marks: list[int], width: int) -> None:
    marks = sorted(mark for mark in marks if mark <= len(text))
    spans = [Span(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    lines = source_lines(text, spans, width)
    assert "".join(line.text for line in lines) == text.replace("\n", "")
    assert all(cell_len(line.text) <= max(width, 2) for line in lines)
    dim = "".join(t for line in lines for t, style in line.pieces if style == "aside")
    assert dim == "".join(span.of(text) for span in spans).replace("\n", "")
