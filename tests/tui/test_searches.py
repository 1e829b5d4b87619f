"""Searches that are saved, listed with what is unread, opened and forgotten; and the last ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from crankreader.model import Place, SavedSearch
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.screens import counting
from crankreader.tui.screens.asking import Prompt
from crankreader.tui.screens.recalling import warnings
from crankreader.tui.screens.search import SearchScreen
from crankreader.tui.widgets.bars import Bar
from crankreader.tui.widgets.issue_list import Heading, IssueList
from crankreader.tui.widgets.search_list import SearchList
from tests.tui.conftest import reading_app, screen_of, shown, told


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "AFTER", 0.01)


@pytest.fixture
def library(library: Reader) -> Reader:
    """The reader opens on an item that names Kursk; two searches are saved."""
    library.save_search("Front", "kursk")
    library.save_search("Odd", "kursk is:odd")
    issue = next(row for row in library.issues("CRANK Call") if row.items > 4)
    library.keep_place(Place(issue.id, library.outline(issue.id).rows[0].id))
    return library


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Waits until something holds, for some seconds at most."""
    for _ in range(300):
        await pilot.pause(0.02)
        if holds():
            return
    raise AssertionError(shown(pilot))


async def hits_come(pilot: Pilot[None], query: str) -> SearchScreen:
    """Waits until the search screen shows the hits of this query."""
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    await until(pilot, lambda: screen.results and screen.results.query == query)
    return screen


def issue_list(pilot: Pilot[None]) -> IssueList:
    return screen_of(pilot).query_one(IssueList)


def listed(pilot: Pilot[None]) -> list[str]:
    """What stands above the publications."""
    rows = (issue_list(pilot).rows[n] for n in range(len(issue_list(pilot).rows)))
    return [
        row.name if isinstance(row, SavedSearch) else row.value
        for row in rows
        if isinstance(row, (SavedSearch, Heading))
    ]


def box_of(pilot: Pilot[None]) -> Input:
    return pilot.app.screen.query_one(Input)


async def test_saved_searches_stand_above_the_issues_with_live_numbers(
    library: Reader, reading: Pilot[None]
) -> None:
    assert listed(reading) == ["Searches", "Front", "Odd"]
    (all_of_it,) = library.unread_of(["kursk"])
    assert all_of_it
    await until(reading, lambda: issue_list(reading).found == {"kursk": all_of_it})
    await reading.press("m")
    await until(reading, lambda: issue_list(reading).found == {"kursk": all_of_it - 1})
    await reading.press("u", "h", "h", "g", "g")
    await until(reading, lambda: issue_list(reading).found == {"kursk": all_of_it})
    row = next(line for line in shown(reading).splitlines() if "● Front" in line)
    assert row.split("││")[0].split() == ["│", "●", "Front", str(all_of_it)]
    await reading.press("enter")
    assert listed(reading) == ["Searches"]
    await reading.press("enter", "j", "M")
    await until(reading, lambda: issue_list(reading).found == {"kursk": 0})


async def test_a_saved_search_is_opened_with_whole_words(reading: Pilot[None]) -> None:
    await reading.press("h", "h", "g", "g", "j", "enter")
    screen = await hits_come(reading, "kursk ")
    assert screen.results is not None
    assert screen.results.total > 1
    await reading.press("x")
    assert box_of(reading).value == "kursk x"
    await reading.press("escape")
    assert "Searches" in listed(reading)


async def test_a_saved_search_is_forgotten_and_u_brings_it_back(reading: Pilot[None]) -> None:
    await reading.press("h", "h", "g", "g", "D")
    assert "heading" in told(reading)
    await reading.press("j", "D")
    assert listed(reading) == ["Searches", "Odd"]
    assert told(reading) == "Forgot the search “Front” · u takes it back"
    assert issue_list(reading).row == SavedSearch("Odd", "kursk is:odd")
    await reading.press("D")
    assert listed(reading) == []
    await reading.press("u", "u")
    assert listed(reading) == ["Searches", "Front", "Odd"]


async def test_a_saved_search_is_renamed_like_a_publication(reading: Pilot[None]) -> None:
    await reading.press("h", "h", "g", "g", "j")
    screen_of(reading).action_rename_publication()
    await reading.pause()
    await reading.press("X", "enter")
    await reading.pause()
    assert listed(reading) == ["Searches", "FrontX", "Odd"]
    assert issue_list(reading).row == SavedSearch("FrontX", "kursk")
    await reading.press("u")
    assert listed(reading) == ["Searches", "Front", "Odd"]


async def test_a_search_is_saved_under_a_name(library: Reader, reading: Pilot[None]) -> None:
    await reading.press("/", "ctrl+s")
    assert "nothing to save" in told(reading)
    await reading.press(*"putin", "ctrl+s")
    await reading.pause()
    assert isinstance(reading.app.screen, Prompt)
    assert box_of(reading).value == "putin"
    said = reading.app.screen.query_one("#explanation", Static)
    assert "putin*" in str(said.content)
    box_of(reading).value = "front"
    await reading.pause()
    assert "“Front” is there already, and searches for kursk" in str(said.content)
    await reading.press("enter")
    await reading.pause()
    assert told(reading) == "Saved the search “front” · u takes it back in the reader"
    assert library.saved_searches()[0] == SavedSearch("front", "putin")
    assert library.recent_searches() == ("putin",)
    await reading.press("escape")
    assert listed(reading) == ["Searches", "front", "Odd"]
    await reading.press("u")
    assert listed(reading) == ["Searches", "Front", "Odd"]


def test_what_is_wrong_with_a_query_is_said_before_it_is_saved() -> None:
    assert warnings("kursk is:odd")[0].startswith("At 7: “is:odd” is unknown.")
    assert "never closed" in warnings("(kursk")[0]
    assert "“title:kur” is a whole word" in warnings("drone title:kur")[0]
    assert warnings("kur*") == warnings('"kursk front"') == []


async def test_an_empty_box_lists_what_can_be_asked_again(
    library: Reader, reading: Pilot[None]
) -> None:
    library.remember_search("putin")
    await reading.press("/")
    await until(reading, lambda: reading.app.screen.query_one(SearchList).found)
    lines = [" ".join(line.split("││")[1].split()) for line in shown(reading).splitlines()[5:10]]
    (unread,) = library.unread_of(["kursk"])
    assert lines == [
        "Saved searches",
        f"Front kursk {unread}",
        "Odd kursk is:odd",
        "Recent queries",
        "putin",
    ]
    state = reading.app.screen.query_one("#state", Bar)
    assert state.text.startswith("saved searches and recent queries")
    await reading.press("down", "down", "enter")
    assert box_of(reading).value == "putin"
    screen = await hits_come(reading, "putin")
    assert not screen.query_one(SearchList).is_on_screen
    await reading.press("ctrl+u", "up", "up", "enter")
    assert box_of(reading).value == "kursk "


async def test_ctrl_r_goes_back_through_what_led_to_something(
    library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("/", "ctrl+r")
    assert "No query is kept yet" in told(reading)
    box_of(reading).value = "zubrowka"
    await hits_come(reading, "zubrowka")
    await reading.press("escape")
    for query in ("putin", "kursk "):
        await reading.press("/")
        box_of(reading).value = query
        await hits_come(reading, query)
        await reading.press("escape" if query == "putin" else "enter")
        await reading.pause()
    assert library.recent_searches() == ("kursk ", "putin")
    await reading.press("/", "ctrl+u", "ctrl+r")
    assert box_of(reading).value == "kursk "
    await reading.press("ctrl+r")
    assert box_of(reading).value == "putin"
    await reading.press("ctrl+r")
    assert "oldest query" in told(reading)


async def test_without_a_saved_search_nothing_of_it_shows(library: Reader, place: Settings) -> None:
    library.undo()
    library.undo()
    async with reading_app(library, place) as pilot:
        assert listed(pilot) == []
        await pilot.press("/")
        await pilot.pause()
        assert '"a phrase"' in pilot.app.screen.query_one("#state", Bar).text
        assert not pilot.app.screen.query_one(SearchList).is_on_screen
