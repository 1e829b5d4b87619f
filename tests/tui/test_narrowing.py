"""Facets, the place that is wrong in a query, and the mouse on the search screen."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.screens.reading import ReadingScreen
from crankreader.tui.screens.search import SearchScreen
from crankreader.tui.widgets.facet_list import Facet, FacetList
from crankreader.tui.widgets.hit_list import HitList
from crankreader.tui.widgets.query_state import QueryState
from tests.tui.conftest import reading_app, shown
from tests.tui.test_search import answered

pytestmark = pytest.mark.usefixtures("at_newsletter")


def facet(screen: SearchScreen, name: str, value: str) -> tuple[int, Facet]:
    """Where a value stands in the list, and the value."""
    rows = screen.query_one(FacetList).rows
    return next(
        (n, rows[n]) for n in range(len(rows)) if (rows[n].facet, rows[n].value) == (name, value)
    )


async def asked(pilot: Pilot[None], query: str) -> SearchScreen:
    """The search screen once it has answered this."""
    box = pilot.app.screen.query_one(Input)
    box.value, box.cursor_position = query, len(query)
    return await answered(pilot)


def total(screen: SearchScreen) -> int:
    return screen.results.total if screen.results else -1


async def test_a_facet_narrows_to_what_it_counts_and_widens_again(reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"kore")
    before = total(screen)
    number, links = facet(screen, "section", "Links")
    await reading.press("ctrl+g")
    facets = screen.query_one(FacetList)
    assert facets.has_focus
    while facets.cursor < number:
        await reading.press("j")
    screen = await answered(reading, "enter")
    assert screen.query_one(Input).value == 'kore* section:"Links" '
    assert total(screen) == links.hits < before
    assert facets.has_focus
    assert facets.row is not None
    assert facets.row[:2] == ("section", "Links")
    assert facets.row.is_chosen
    assert "✓ Links" in shown(reading)
    await answered(reading, "3", "enter")
    assert (screen.query_one(Input).value, total(screen)) == ("kore* ", before)
    await reading.press("/", *"jk")
    assert screen.query_one(Input).value == "kore* jk"


async def test_a_click_on_a_facet_narrows(reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"korea ")
    number, links = facet(screen, "section", "Links")
    await reading.click(FacetList, offset=(3, 1 + number))
    await answered(reading)
    assert total(screen) == links.hits


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_facets_have_a_place_at_every_width(
    size: tuple[int, int], library: Reader, place: Settings
) -> None:
    async with reading_app(library, place, size) as pilot:
        screen = await answered(pilot, "/", *"korea ")
        assert "Facets" not in shown(pilot)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "CRANK Call" in shown(pilot)
        assert screen.query_one(FacetList).has_focus
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "Facets" not in shown(pilot)
        assert screen.query_one(Input).has_focus


async def test_facets_are_right_after_marking(reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"korea ")
    await reading.press("ctrl+o")
    await reading.pause(0.3)
    assert facet(screen, "state", "read")[1].hits == total(screen)


async def test_a_click_shows_a_hit_and_a_second_one_opens_it(reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"korea ")
    hits = screen.query_one(HitList)
    await reading.click(HitList, offset=(5, 1 + 3))
    assert hits.cursor == 1
    assert reading.app.screen is screen
    assert screen.query_one(Input).has_focus
    await reading.click(HitList, offset=(5, 1 + 3))
    await reading.pause()
    assert isinstance(reading.app.screen, ReadingScreen)
    assert reading.app.screen.desk.place.item == hits.rows[1].item


async def test_the_place_that_is_wrong_is_pointed_at(library: Reader, place: Settings) -> None:
    def pointed(screen: SearchScreen) -> tuple[str, str]:
        """The cell of the box above the sign, and the sign."""
        lines = shown(pilot).splitlines()
        state = screen.query_one(QueryState)
        line = lines[state.region.y]
        box = screen.query_one(Input).content_region
        return lines[box.y][line.index(line.strip()) :][:2], line.strip()

    async with reading_app(library, place, (60, 24)) as pilot:
        await pilot.press("/")
        screen = await asked(pilot, "kursk is:odd ")
        assert pointed(screen) == ("is", "^")
        said = screen.query_one(QueryState).text
        assert said.startswith("“is:odd” is unknown.")
        await asked(pilot, "北 is:odd tga:x ")
        lines = shown(pilot).splitlines()
        assert lines[screen.query_one(QueryState).region.y].index("^") == 3 + len("北") + 1 + 1
        assert "1 problem more" in screen.query_one(QueryState).text
        await asked(pilot, "kursk is:odd " + "donetsk " * 6)
        assert pointed(screen)[1] == "<"
        await pilot.press("home")
        assert pointed(screen) == ("is", "^")
        await asked(pilot, "kursk ")
        await pilot.pause()
        assert screen.query_one(QueryState).region.height == 1
