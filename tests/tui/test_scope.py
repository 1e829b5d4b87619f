"""A search that is held to the issue, or to the section, that one was reading."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from crankreader.reader import Reader
from crankreader.tui.screens.search import SearchScreen
from crankreader.tui.widgets.facet_list import FacetList
from tests.tui.conftest import screen_of, told
from tests.tui.test_search import answered


def totals(screen: SearchScreen) -> dict[str, int]:
    """What the facets count of each state."""
    rows = screen.query_one(FacetList).rows
    every = [rows[n] for n in range(len(rows))]
    return {row.value: row.hits for row in every if row.facet == "state" and row.hits}


def held_to(screen: SearchScreen) -> str:
    return str(screen.query_one(Input).border_title or "")


async def test_a_key_changes_what_is_searched(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    rows = library.outline(at_newsletter).rows
    library.mark([rows[0].id], read=True)
    screen = await answered(reading, "/", *"russia ")
    everywhere = screen.results.total if screen.results else 0
    assert held_to(screen) == ""

    await reading.press("ctrl+t")
    assert held_to(screen) == "in October 2024"
    await reading.pause(0.3)
    assert screen.results is not None
    found = {hit.item for hit in screen.results.hits}
    assert found <= {row.id for row in rows}
    assert len(found) == screen.results.total < everywhere
    assert totals(screen) == {"unread": len(found) - 1, "read": 1}

    await reading.press("f2")
    assert held_to(screen) == f"in October 2024 › {rows[0].section}"
    await reading.pause(0.3)
    section = {row.id for row in rows if row.section == rows[0].section}
    assert {hit.item for hit in screen.results.hits} == found & section

    await reading.press("ctrl+t")
    assert held_to(screen) == ""


async def test_hits_of_an_issue_are_walked_and_the_search_comes_back_held_to_it(
    at_newsletter: str, reading: Pilot[None]
) -> None:
    screen = await answered(reading, "g", "/", *"russ")
    assert held_to(screen) == "in October 2024"
    await reading.press("enter")
    await reading.pause()
    trail = screen_of(reading).desk.trail
    assert trail is not None
    assert {hit.issue for hit in trail.hits} == {at_newsletter}
    view = screen_of(reading).item_view
    assert view.title_matches + view.matches, "a beginning is marked as well"
    screen = await answered(reading, "/")
    assert held_to(screen) == "in October 2024"
    assert screen.query_one(Input).value == "russ"
    await reading.press("escape", "escape")
    screen = await answered(reading, "/", *"russ")
    assert held_to(screen) == ""


async def test_marking_all_marks_only_what_was_searched(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    screen = await answered(reading, "g", "/", *"russ")
    number = screen.results.total if screen.results else 0
    await reading.press("ctrl+o")
    assert told(reading).startswith(f"Marked {number} items read")
    read = [row for row in library.outline(at_newsletter).rows if row.is_read]
    assert len(read) == number == len(library.select("is:read"))


async def test_a_wrong_query_marks_nothing_and_says_why(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    await answered(reading, "/", *"is:odd russia ")
    await reading.press("ctrl+o")
    assert "is:odd" in told(reading)
    assert library.select("is:read") == ()
