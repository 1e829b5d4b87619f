"""The dossier on the screen: opening it, where its lines lead, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from crankreader.model import Place, Report
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.dossiers import DossierRow, Target
from crankreader.tui.screens.dossier import DossierScreen
from crankreader.tui.screens.help import HelpScreen
from crankreader.tui.screens.search import SearchScreen
from crankreader.tui.widgets.bars import Bar
from crankreader.tui.widgets.entity_list import EntityList
from crankreader.tui.widgets.facet_list import FacetList
from tests.tui.conftest import here, reading_app, retagged, screen_of, shown, told

pytestmark = pytest.mark.usefixtures("at_newsletter")

KOREA, RUSSIA, KURSK = "country/north-korea", "country/russia", "place/kursk"


async def gathered(pilot: Pilot[None], *keys: str) -> DossierScreen:
    """The dossier that these keys lead to, once it is there."""
    await pilot.press(*keys)
    await retagged(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, DossierScreen), shown(pilot)
    return screen


async def of_name(pilot: Pilot[None], name: str) -> DossierScreen:
    await pilot.press("g", "d")
    await pilot.pause()
    return await gathered(pilot, *name, "enter")


def said_by(screen: DossierScreen) -> str:
    return "\n".join("".join(text for text, _ in row.pieces) for row in rows_of(screen))


def top(pilot: Pilot[None]) -> str:
    """What the line at the top says."""
    return pilot.app.screen.query_one("#top", Bar).text


def rows_of(screen: DossierScreen) -> Sequence[DossierRow]:
    return [screen.lines.rows[n] for n in range(len(screen.lines.rows))]


def go_to(screen: DossierScreen, wanted: Callable[[Target], bool]) -> Target:
    """Put the cursor on the first row that leads to something wanted."""
    for number, row in enumerate(rows_of(screen)):
        if row.target is not None and wanted(row.target):
            screen.lines.go(number)
            return row.target
    raise AssertionError([row.target for row in rows_of(screen)])


def is_sentence(target: Target) -> bool:
    return target.item is not None and target.start > 0 and not target.in_title


# Opening it.


async def test_enter_on_a_name_in_the_text_opens_it(reading: Pilot[None]) -> None:
    screen = await gathered(reading, ")", "enter")
    assert screen.entity == KOREA
    assert top(reading).startswith("Dossier  North Korea  country · state")


async def test_enter_on_a_name_in_the_pane_opens_it(reading: Pilot[None]) -> None:
    screen_of(reading).panes.go("entities")
    await gathered(reading, "enter")
    assert "Antony Blinken" in top(reading)


async def test_enter_on_a_date_searches_for_it(reading: Pilot[None]) -> None:
    screen_of(reading).panes.go("entities")
    pane = screen_of(reading).query_one(EntityList)
    dates = [n for n in range(len(pane.rows)) if pane.rows[n].type == "date"]
    pane.go(dates[1])
    await reading.press("enter")
    await reading.pause()
    assert isinstance(reading.app.screen, SearchScreen)
    assert reading.app.screen.text_box.value == '"early October"'


async def test_a_name_can_be_asked_for(reading: Pilot[None]) -> None:
    await reading.press("g", "d")
    await reading.pause()
    assert "Whose dossier" in shown(reading)
    assert "A name, a part of its beginning, an alias." in shown(reading)
    await reading.press(*"DPRK")
    assert "North Korea (state)" in shown(reading)
    screen = await gathered(reading, "enter")
    assert screen.entity == KOREA


async def test_a_name_that_nobody_has_is_told(reading: Pilot[None]) -> None:
    await reading.press("g", "d", *"Zubrowka")
    assert "Nobody and nothing here is called so." in shown(reading)
    await reading.press("enter")
    assert told(reading) == "Nobody and nothing here is called “Zubrowka”."


async def test_esc_asks_for_nobody(reading: Pilot[None]) -> None:
    await reading.press("g", "d", "K")
    assert reading.app.screen.query("#question")
    await reading.press("escape")
    assert reading.app.screen is screen_of(reading)


async def test_what_the_prompt_offers_is_what_enter_opens(reading: Pilot[None]) -> None:
    await reading.press("g", "d", *"North Ko")
    assert "North Korea (state)" in shown(reading)
    await reading.press("enter")
    await retagged(reading)
    assert isinstance(reading.app.screen, DossierScreen)


async def test_the_name_in_a_query_has_one(reading: Pilot[None]) -> None:
    await reading.press("/", *'kursk entity:"North Korea" ')
    screen = await gathered(reading, "ctrl+n")
    assert screen.entity == KOREA
    await reading.press("escape")
    assert isinstance(reading.app.screen, SearchScreen)
    assert reading.app.screen.query_one(Input).value == 'kursk entity:"North Korea" '


async def test_so_has_the_whole_query_where_it_is_a_name(reading: Pilot[None]) -> None:
    await reading.press("/", *"Kursk")
    screen = await gathered(reading, "ctrl+n")
    assert screen.entity == KURSK


async def test_a_query_that_names_nobody_says_how_to(reading: Pilot[None]) -> None:
    await reading.press("/", *"harvest", "ctrl+n")
    assert "The query names nobody" in told(reading)
    assert isinstance(reading.app.screen, SearchScreen)


async def test_a_name_of_the_facets_has_one(reading: Pilot[None]) -> None:
    await reading.press("/", *"troops ")
    facets = reading.app.screen.query_one(FacetList)
    for _ in range(100):
        await reading.pause(0.05)
        if len(facets.rows):
            break
    await reading.press("ctrl+g")
    rows = [facets.rows[n] for n in range(len(facets.rows))]
    at = next(n for n, row in enumerate(rows) if row.facet == "entity" and row.hits)
    facets.go(at)
    await gathered(reading, "ctrl+n")
    assert rows[at].value in top(reading)


async def test_opening_a_sentence_from_there_leaves_the_search(reading: Pilot[None]) -> None:
    start = here(reading)
    await reading.press("/", *"Kursk")
    screen = await gathered(reading, "ctrl+n")
    target = go_to(screen, is_sentence)
    await reading.press("enter")
    await reading.pause()
    assert reading.app.screen is screen_of(reading)
    assert screen_of(reading).desk.place.item == target.item
    await gathered(reading, "escape")
    assert "Kursk" in top(reading)
    await reading.press("escape")
    await reading.pause()
    assert here(reading) == start


# What it shows.


async def test_it_shows_where_with_whom_and_what_is_said(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    texts = said_by(screen)
    for part in ("Also called DPRK", "Seen as North Korea", "mentions in", "By issue"):
        assert part in texts
    for part in ("Named with", "Figures beside it", "12,000", "Since early October, soldiers"):
        assert part in texts
    assert "█" in shown(reading)
    assert told(reading) == "j/k line   Enter open   Esc back   ? keys"


async def test_the_cursor_begins_at_the_first_line_that_leads_on(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    assert screen.lines.row is not None
    assert screen.lines.row.target is not None
    assert shown(reading).splitlines()[2].startswith("│North Korea")


async def test_every_line_that_leads_on_can_be_walked_to(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "Kursk")
    wanted = [n for n, row in enumerate(rows_of(screen)) if row.target is not None]
    seen = [screen.lines.cursor]
    for _ in wanted[1:]:
        await reading.press("j")
        seen.append(screen.lines.cursor)
    assert seen == wanted
    await reading.press("j")
    assert screen.lines.cursor == wanted[-1]
    await reading.press("g", "g")
    assert screen.lines.cursor == wanted[0]
    await reading.press("G")
    assert screen.lines.cursor == wanted[-1]


async def test_keys_are_explained_there(reading: Pilot[None]) -> None:
    await of_name(reading, "Kursk")
    await reading.press("question_mark")
    assert isinstance(reading.app.screen, HelpScreen)
    assert "go where the line leads" in shown(reading)
    await reading.press("escape")
    assert isinstance(reading.app.screen, DossierScreen)


async def test_who_is_known_and_not_named_says_so(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "Paraguay")
    assert "No text of this library names it." in shown(reading)
    assert all(row.target is None for row in rows_of(screen))
    await reading.press("j", "k", "enter", "G", "space")
    assert isinstance(reading.app.screen, DossierScreen)
    await reading.press("escape")
    assert len(reading.app.screen_stack) == 1


# Where its lines lead.


async def test_an_issue_leads_to_its_first_item_that_names_it(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    first = screen.lines.row
    assert first is not None
    assert first.target is not None
    await reading.press("enter")
    await reading.pause()
    assert screen_of(reading).desk.place.item == first.target.item
    assert screen_of(reading).item_view.mention is not None


async def test_a_figure_leads_to_its_sentence(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    texts = ["".join(text for text, _ in row.pieces) for row in rows_of(screen)]
    at = texts.index("Figures beside it") + 1
    screen.lines.go(at)
    target = rows_of(screen)[at].target
    assert target is not None
    await reading.press("l")
    await reading.pause()
    view = screen_of(reading).item_view
    assert screen_of(reading).desk.place.item == target.item
    assert view.current is not None
    assert view.current.start >= target.start


async def test_a_sentence_leads_to_the_name_in_it(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "Kursk")
    target = go_to(screen, lambda to: is_sentence(to) and to.start > 200)
    dossier = screen.lines.dossier
    assert dossier is not None
    end = next(s.end for s in dossier.said if (s.item, s.start) == (target.item, target.start))
    await reading.press("enter")
    await reading.pause()
    view = screen_of(reading).item_view
    assert view.mention is not None
    assert view.mention.entity == KURSK
    assert target.start <= view.mention.start < end
    line = view.laid.line_of(view.mention.start)
    assert view.top <= line < view.top + view.room.height


async def test_a_headline_leads_to_the_top_of_its_item(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    target = go_to(screen, lambda to: to.in_title)
    await reading.press("enter")
    await reading.pause()
    assert screen_of(reading).desk.place.item == target.item
    assert screen_of(reading).item_view.top == 0


async def test_what_was_removed_meanwhile_is_told(library: Reader, reading: Pilot[None]) -> None:
    screen = await of_name(reading, "Kursk")
    go_to(screen, is_sentence)
    library.remove([row.id for name in ("CRANK Call", None) for row in library.issues(name)])
    await reading.press("enter")
    assert told(reading) == "This item is no longer in the library."


# Companions, and the way back.


async def test_a_companion_leads_to_its_dossier_and_back(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    go_to(screen, lambda to: to.entity == RUSSIA)
    row = screen.lines.cursor
    await gathered(reading, "enter")
    assert "Russia" in top(reading)
    go_to(screen, lambda to: to.entity == KURSK)
    again = screen.lines.cursor
    await gathered(reading, "enter")
    assert "Kursk" in top(reading)
    await gathered(reading, "escape")
    assert "Russia" in top(reading)
    assert screen.lines.cursor == again
    await gathered(reading, "escape")
    assert "North Korea" in top(reading)
    assert screen.lines.cursor == row
    await reading.press("escape")
    assert reading.app.screen is screen_of(reading)


async def test_n_goes_on_to_what_else_names_it(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "Kursk")
    dossier = screen.lines.dossier
    assert dossier is not None
    items = list(dict.fromkeys(said.item for said in dossier.said))
    assert len(items) > 2
    first = dossier.said[0]
    go_to(screen, lambda to: (to.item, to.start) == (first.item, first.start))
    await reading.press("enter")
    await reading.pause()
    seen = [screen_of(reading).desk.place.item]
    for _ in range(200):
        await reading.press("n")
        item = screen_of(reading).desk.place.item
        if item != seen[-1]:
            seen.append(item)
        if "last hit" in told(reading):
            break
    assert seen == items
    for _ in range(200):
        await reading.press("N")
        if "first hit" in told(reading):
            break
    assert screen_of(reading).desk.place.item == items[0]


async def test_n_goes_on_from_the_sentence_that_was_opened(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    target = go_to(screen, lambda to: is_sentence(to) and to.start > 500)
    await reading.press("enter")
    await reading.pause()
    view = screen_of(reading).item_view
    assert view.current is not None
    before = view.current.start
    assert before >= target.start
    await reading.press("N")
    assert view.current is not None
    assert view.current.start < before
    await reading.press("n")
    assert view.current is not None
    assert view.current.start == before


async def test_esc_comes_back_to_the_row_and_then_to_where_one_was(
    library: Reader, place: Settings
) -> None:
    async with reading_app(library, place, (80, 24)) as pilot:
        await pilot.press(*"jjjjjjjjjj")
        start = (here(pilot), screen_of(pilot).item_view.offset_character)
        assert start[1] > 0
        screen = await of_name(pilot, "Kursk")
        go_to(screen, lambda to: is_sentence(to) and to.start > 500)
        row = screen.lines.cursor
        await pilot.press("enter", "n", "n")
        screen = await gathered(pilot, "escape")
        assert "Kursk" in top(pilot)
        assert screen.lines.cursor == row
        assert row - screen.lines.top in range(screen.lines.room.height)
        await pilot.press("escape")
        await pilot.pause()
        assert (here(pilot), screen_of(pilot).item_view.offset_character) == start
        await pilot.press("n")
        assert "no search" in told(pilot)


@pytest.mark.parametrize("key", ["q", "h"])
async def test_the_other_ways_out_come_back_to_the_row_too(key: str, reading: Pilot[None]) -> None:
    screen = await of_name(reading, "Kursk")
    go_to(screen, is_sentence)
    row = screen.lines.cursor
    await reading.press("enter")
    await reading.pause()
    screen = await gathered(reading, key)
    assert screen.lines.cursor == row
    await reading.press(key)
    await reading.pause()
    assert reading.app.screen is screen_of(reading)
    assert reading.app.is_running


async def test_the_way_back_goes_through_the_dossiers_one_came_by(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "North Korea")
    go_to(screen, lambda to: to.entity == KURSK)
    await gathered(reading, "enter")
    go_to(screen, is_sentence)
    await reading.press("enter")
    await reading.pause()
    await gathered(reading, "escape")
    assert "Kursk" in top(reading)


async def test_where_a_dossier_leads_is_no_place_of_ones_own(
    library: Reader, reading: Pilot[None]
) -> None:
    before = library.place()
    screen = await of_name(reading, "Kursk")
    target = go_to(screen, lambda to: is_sentence(to) and to.item != before.item)
    await reading.press("enter", "j", "n")
    await reading.pause()
    assert screen_of(reading).desk.place.item == target.item
    screen_of(reading).keep_offset()
    assert library.place() == before


# At every size, with every text.


async def test_another_width_keeps_the_row(reading: Pilot[None]) -> None:
    screen = await of_name(reading, "Kursk")
    target = go_to(screen, lambda to: is_sentence(to) and to.start > 200)
    for size in ((60, 20), (100, 30), (40, 12), (140, 40)):
        await reading.resize_terminal(*size)
        await reading.pause()
        assert screen.lines.row is not None
        assert screen.lines.row.target == target, size
        lines = screen.lines
        assert lines.cursor - lines.top in range(lines.room.height), size


@pytest.mark.parametrize("size", [(140, 40), (100, 30), (60, 20), (40, 12), (20, 8)])
async def test_every_size_shows_it(size: tuple[int, int], library: Reader, place: Settings) -> None:
    async with reading_app(library, place, size) as pilot:
        screen = await of_name(pilot, "Kursk")
        assert "Kursk" in shown(pilot)
        await pilot.press("G")
        assert screen.lines.cursor == max(
            n for n, row in enumerate(rows_of(screen)) if row.target is not None
        )
        assert len(shown(pilot).splitlines()) == size[1]
        await pilot.press("enter", "escape")


async def test_a_long_sentence_is_wholly_in_sight(library: Reader, place: Settings) -> None:
    async with reading_app(library, place, (60, 16)) as pilot:
        screen = await of_name(pilot, "North Korea")
        rows = rows_of(screen)
        for _ in range(25):
            await pilot.press("j")
            last = screen.lines.cursor
            while last + 1 < len(rows) and rows[last + 1].goes_on:
                last += 1
            assert last < screen.lines.top + screen.lines.room.height


HOSTILE = """\
Notes from the [/foo] pier

The Kursk \x1b[2J\x1b[31mBoard of [@click=app.quit]Ferries[/] met at Kursk \x1b]52;c;cm0gLXJm\x07on
Monday, and 4,000 \u202ebackwards\u202c boats of [bold]Kursk[/bold] \x1b]0;owned\x07waited.
"""


EVIL = """\
[names."org/evil"]
name = "Evil \\u001b[2J[/foo] \\u202eBoard"
aliases = ["[bold]Board[/bold]", "pier", "boats"]
description = "[@click=app.quit] \\u001b]0;x\\u0007 \\u009b31m"
"""


def add_hostile(library: Reader, directory: Path) -> None:
    """Add a hostile document with a hostile name, and open it first."""
    path = directory / "a\x1b]0;x\x07[b].txt"
    path.write_text(HOSTILE, "utf-8")
    report = next(iter(library.add([str(path)])))
    assert isinstance(report, Report)
    assert report.issue is not None
    library.keep_place(Place(report.issue, library.outline(report.issue).rows[0].id))


@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_hostile_texts_are_shown_like_any_other(
    library: Reader, place: Settings, tmp_path: Path, size: tuple[int, int]
) -> None:
    add_hostile(library, tmp_path)
    async with reading_app(library, place, size) as pilot:
        screen = await of_name(pilot, "Kursk")
        assert "[bold]Kursk[/bold]" in said_by(screen)
        await pilot.press("j", "j", "G", "k", "g", "g")
        await pilot.press("x", "k", "escape", "x", "a", *"[/foo]", "enter")
        await retagged(pilot)
        await pilot.press("u", "G", "enter", "n", "escape")
        await retagged(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen_of(pilot)


@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_a_hostile_name_of_a_list_is_shown_like_any_other(
    library: Reader, place: Settings, tmp_path: Path, size: tuple[int, int]
) -> None:
    place.entities_file.write_text(EVIL, "utf-8")
    add_hostile(library, tmp_path)
    list(library.retag())
    async with reading_app(library, place, size) as pilot:
        screen = await of_name(pilot, "pier")
        assert "[@click=app.quit]Ferries[/]" in said_by(screen)
        await pilot.press("j", "G", "x", "k", "w")
        await retagged(pilot)
        await pilot.press("u")
        await retagged(pilot)


@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_a_hostile_name_steers_nothing_before_its_dossier_opens(
    library: Reader, place: Settings, tmp_path: Path, size: tuple[int, int]
) -> None:
    place.entities_file.write_text(EVIL, "utf-8")
    add_hostile(library, tmp_path)
    async with reading_app(library, place, size) as pilot:
        await pilot.press("g", "d", *"pier", "escape")
        screen_of(pilot).panes.go("entities")
        assert "[/foo]" in shown(pilot)
        await pilot.press("i", "escape", "f", *"evil", "enter", "f", *["backspace"] * 4, "enter")
        await pilot.press("x", "a", *"quay", "escape", "x", "m", *"Kursk", "escape", "x", "x")
        await retagged(pilot)
        await pilot.press("u", "/", *"entity:pie", "tab", "tab")
        await pilot.pause(0.6)
        assert pilot.app.is_running


async def test_names_in_brackets_are_shown_as_they_are(library: Reader, place: Settings) -> None:
    place.entities_file.write_text(
        '[names."org/board"]\nname = "Board [/b] of [red]Tin[/red]"\naliases = ["pier"]\n', "utf-8"
    )
    async with reading_app(library, place) as pilot:
        await of_name(pilot, "org/board")
        assert "Board [/b] of [red]Tin[/red]" in top(pilot)
        assert "│Board [/b] of [red]Tin[/red]" in shown(pilot)


async def test_a_very_long_dossier_opens_and_can_be_walked(
    library: Reader, place: Settings, tmp_path: Path
) -> None:
    long = tmp_path / "long.txt"
    sentences = [f"Bulletin {n} tells of {n} boats at Mombasa in Kenya." for n in range(1000)]
    long.write_text("\n\n".join(sentences), "utf-8")
    list(library.add([str(long)]))
    async with reading_app(library, place) as pilot:
        screen = await of_name(pilot, "Mombasa")
        assert len(rows_of(screen)) >= 1000
        await pilot.press("G")
        assert "Bulletin 999" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Bulletin 999" in shown(pilot)
        again = await gathered(pilot, "escape")
        assert again.lines.cursor == len(rows_of(again)) - 1
