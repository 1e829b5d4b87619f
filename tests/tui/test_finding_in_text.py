"""Ctrl+F: finding something in the text that is on the screen."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from crankreader.reader import Reader
from crankreader.tui.widgets.find_bar import FindBar
from crankreader.tui.widgets.item_view import ItemView
from tests.tui.conftest import here, screen_of, shown, told
from tests.tui.test_search import answered

pytestmark = pytest.mark.usefixtures("at_newsletter")


async def found(pilot: Pilot[None], *keys: str) -> ItemView:
    """The text once it has been gone through."""
    await pilot.press(*keys)
    for _ in range(500):
        if not any(worker.group == "find" for worker in pilot.app.workers):
            break
        await pilot.pause(0.01)
    await pilot.pause()
    return screen_of(pilot).item_view


def said(pilot: Pilot[None]) -> list[str]:
    """What stands beside what is to be found, if the line is there."""
    return [bar.count.text for bar in pilot.app.screen.query(FindBar)]


async def test_what_is_typed_is_found_with_every_letter(reading: Pilot[None]) -> None:
    view = await found(reading, "ctrl+f", *"nort")
    texts = view.laid.texts
    assert {texts[block][start:end].lower() for block, start, end in view.found} == {"north"}
    number = len(view.found)
    assert said(reading) == [f"1 of {number}"]
    await found(reading, "enter", "down", "up")
    assert said(reading) == [f"2 of {number}"]
    await found(reading, "up", "up")
    assert said(reading) == [f"{number} of {number}"]
    await found(reading, *"zz")
    assert said(reading) == ["not here"]


async def test_the_match_comes_on_the_screen_and_stays_when_the_line_goes(
    reading: Pilot[None],
) -> None:
    view = await found(reading, "W", "ctrl+f", *"propaganda")
    line = view.laid.line_in(*view.found[0][:2])
    assert view.top <= line < view.top + view.room.height
    top = view.top
    await found(reading, "escape")
    assert (said(reading), view.found, view.top) == ([], (), top)
    assert reading.app.focused is view


async def test_the_headline_is_looked_through_too(reading: Pilot[None]) -> None:
    headline = here(reading)
    view = await found(reading, "g", "F", *headline.split()[-1])
    assert view.laid.texts[view.found[0].block] == headline


async def test_nothing_to_find_closes_the_line(reading: Pilot[None]) -> None:
    await found(reading, "ctrl+f")
    assert said(reading) == [""]
    await found(reading, "enter")
    assert said(reading) == []


async def test_keys_of_the_reader_are_letters_in_the_line(
    library: Reader, reading: Pilot[None]
) -> None:
    before = here(reading)
    await found(reading, "ctrl+f", *"sJD", "home", "tab", "ctrl+d")
    assert (here(reading), library.counts()[1]) == (before, 0)
    assert screen_of(reading).text_box is not None
    assert "JD" in shown(reading)


async def test_keys_typed_in_one_burst_are_what_is_to_be_found(
    library: Reader, reading: Pilot[None]
) -> None:
    for key, character in (("ctrl+f", "\x06"), ("s", "s"), ("D", "D")):
        event = events.Key(key, character)
        event.set_sender(reading.app)
        reading.app.post_message(event)
    await reading.pause(0.3)
    box = screen_of(reading).text_box
    assert box is not None
    assert (box.value, library.counts()[1]) == ("sD", 0)


async def test_marks_can_be_held_and_walked_until_esc(reading: Pilot[None]) -> None:
    view = await found(reading, "ctrl+f", *"korea", "ctrl+f")
    assert said(reading) == []
    number = len(view.found)
    assert number > 2
    assert f"1 of {number}" in told(reading)
    await found(reading, "n", "n", "N")
    assert view.found_at == 1
    await found(reading, "J")
    assert all(view.laid.texts[b][s:e].lower().startswith("korea") for b, s, e in view.found)
    await found(reading, "escape")
    assert view.found == ()
    await found(reading, "n")
    assert "no search" in told(reading)


async def test_the_marks_of_a_search_come_back(reading: Pilot[None]) -> None:
    await answered(reading, "/", *"kursk")
    view = await found(reading, "enter")
    marks = view.matches
    assert marks
    await found(reading, "ctrl+f", *"ukraine")
    assert view.finds
    await found(reading, "escape")
    assert (view.finds, view.matches) == (False, marks)
    await found(reading, "n")
    assert "no search" not in told(reading)
