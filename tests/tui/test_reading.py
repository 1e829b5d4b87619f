"""Reading: walking, marking, the way back, panes; every key as a person presses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.widgets.card import Card
from crankreader.tui.widgets.entity_list import EntityList
from crankreader.tui.widgets.item_view import ItemView
from crankreader.tui.widgets.section_list import SectionList
from crankreader.tui.widgets.source_list import SourceList
from tests.tui.conftest import here, intake_done, pasted, reading_app, screen_of, shown, told


def items_of(library: Reader, issue: str) -> list[str]:
    return [row.display_title for row in library.outline(issue).rows]


async def test_it_opens_where_one_was(at_newsletter: str, reading: Pilot[None]) -> None:
    text = shown(reading)
    assert "CRANK Call › October 2024 › October Highlights" in text
    assert "North Korean forces join" in text
    assert "Entities" in text
    assert isinstance(reading.app.focused, ItemView)


async def test_items_sections_and_their_ends(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    titles = items_of(library, at_newsletter)
    await reading.press("J")
    assert here(reading) == titles[1]
    await reading.press("K", "K")
    assert here(reading) == titles[0]
    assert "first item" in told(reading)
    sections = library.outline(at_newsletter)
    first = {row.section_number: row.display_title for row in reversed(sections.rows)}
    for number, key in ((1, "]"), (2, "L"), (1, "["), (0, "H")):
        await reading.press(*([key]))
        assert here(reading) == first[number]
    await reading.press("H")
    assert "first section" in told(reading)


async def test_every_item_can_be_walked_with_the_keyboard(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    titles = items_of(library, at_newsletter)
    seen = [here(reading)]
    for _ in titles[1:]:
        await reading.press("J")
        seen.append(here(reading))
    assert seen == titles


async def test_issues_follow_one_another(at_newsletter: str, reading: Pilot[None]) -> None:
    before = screen_of(reading).desk.place.issue
    await reading.press("}")
    assert screen_of(reading).desk.place.issue != before
    await reading.press("{")
    assert screen_of(reading).desk.place.issue == before


async def test_tab_goes_to_the_next_unread(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    rows = library.outline(at_newsletter).rows
    library.mark([rows[1].id, rows[2].id], read=True)
    await reading.press("tab")
    assert here(reading) == rows[3].display_title
    await reading.press("shift+tab")
    assert here(reading) == rows[0].display_title


async def test_reaching_the_end_marks_read_and_u_takes_it_back(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    unread, _ = library.counts()
    await reading.press("G")
    await reading.pause()
    assert library.counts()[0] == unread - 1
    assert f"{unread - 1} unread" in shown(reading)
    await reading.press("u")
    assert library.counts()[0] == unread
    assert "Taken back" in told(reading)


async def test_space_reads_on_to_the_next_unread(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    titles = items_of(library, at_newsletter)
    for _ in range(12):
        await reading.press("space")
        if here(reading) != titles[0]:
            break
    assert here(reading) == titles[1]
    assert library.outline(at_newsletter).rows[0].is_read


async def test_an_item_that_fits_is_read_after_a_while(
    at_newsletter: str, library: Reader, place: Settings
) -> None:
    quick = replace(place, mark_read_after=0.05)
    async with reading_app(library, quick, (100, 24)) as pilot:
        await pilot.press("]")
        await pilot.pause(0.3)
        row = next(r for r in library.outline(at_newsletter).rows if r.section_number == 1)
        assert row.is_read
        assert not library.outline(at_newsletter).rows[0].is_read


async def test_marks_stars_and_whole_sections(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    rows = library.outline(at_newsletter).rows
    await reading.press("m", "s")
    assert library.outline(at_newsletter).rows[0].is_read
    assert library.outline(at_newsletter).rows[0].is_starred
    await reading.press("m")
    assert not library.outline(at_newsletter).rows[0].is_read
    await reading.press("M")
    section = [row for row in library.outline(at_newsletter).rows if row.section_number == 0]
    assert all(row.is_read for row in section)
    assert f"{len(section)} items" in told(reading)
    await reading.press("u")
    assert not any(row.is_read for row in library.outline(at_newsletter).rows)
    await reading.press("ctrl+r")
    assert library.outline(at_newsletter).rows[0].is_read
    assert len(rows) == len(library.outline(at_newsletter).rows)


async def test_a_source_without_a_link_says_so(at_newsletter: str, reading: Pilot[None]) -> None:
    await reading.press("o")
    assert "names no source" in told(reading)
    await reading.press("]", "o")
    assert "no link is given" in told(reading)
    await reading.press("y", "c")
    outlet = reading.app.screen.query_one(SourceList).sources[0].outlet
    assert outlet is not None
    assert outlet in reading.app.clipboard
    await reading.press("9")
    assert "No source 9" in told(reading)


async def test_names_are_walked_coloured_and_searched(
    at_newsletter: str, reading: Pilot[None]
) -> None:
    view = screen_of(reading).item_view
    await reading.press(")")
    first = view.current
    await reading.press(")")
    assert first is not None
    assert view.current is not None
    assert view.current.start > first.start
    await reading.press("(")
    assert view.current == first
    styles = {s for line in view.laid.lines for _, names in line.pieces for s in names.split()}
    assert any(style.startswith("entity-") for style in styles)
    await reading.press("e")
    styles = {s for line in view.laid.lines for _, names in line.pieces for s in names.split()}
    assert not any(style.startswith("entity-") for style in styles)


async def test_going_out_and_in(at_newsletter: str, library: Reader, reading: Pilot[None]) -> None:
    titles = items_of(library, at_newsletter)
    await reading.press("h")
    assert isinstance(reading.app.focused, SectionList)
    await reading.press("j", "j")
    assert here(reading) == titles[2]
    await reading.press("l")
    assert isinstance(reading.app.focused, ItemView)
    await reading.press("h", "h", "j", "j", "enter")
    assert screen_of(reading).desk.place.issue != at_newsletter


async def test_a_section_can_be_folded(at_newsletter: str, reading: Pilot[None]) -> None:
    sections = reading.app.screen.query_one(SectionList)
    before = len(sections.rows)
    await reading.press("h", "g", "g", "enter")
    assert len(sections.rows) < before
    await reading.press("enter")
    assert len(sections.rows) == before


async def test_panes_go_round_hide_and_zoom(at_newsletter: str, reading: Pilot[None]) -> None:
    await reading.press("w")
    assert isinstance(reading.app.focused, SourceList)
    await reading.press("w")
    assert isinstance(reading.app.focused, EntityList)
    await reading.press("E")
    assert isinstance(reading.app.focused, ItemView)
    assert not reading.app.screen.query_one(EntityList).display
    await reading.press("E", "z")
    assert "Issues" not in shown(reading)
    await reading.press("q")
    assert "Issues" in shown(reading)


@pytest.mark.parametrize("size", [(140, 40), (100, 30), (80, 24), (60, 20), (40, 12), (8, 3)])
async def test_every_width_shows_the_text_and_every_pane(
    at_newsletter: str, library: Reader, place: Settings, size: tuple[int, int]
) -> None:
    async with reading_app(library, place, size) as pilot:
        if size[0] >= 40:
            assert "North Korean forces" in shown(pilot)
        for name in ("sections", "issues"):
            await pilot.press("h")
            assert screen_of(pilot).panes.name == name
            if size[0] >= 40:
                assert pilot.app.focused is not None
                assert pilot.app.focused.region.width > 10
        await pilot.press("w", "w", "w", "w")
        assert screen_of(pilot).panes.name == "entities"
        assert len(shown(pilot).splitlines()) == size[1]


async def test_resizing_keeps_the_place(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    view = screen_of(reading).item_view
    await reading.press("j", "j", "j", "j", "j", "j")
    top = view.offset_character
    assert top > 0
    for size in ((60, 20), (100, 30), (140, 40)):
        await reading.resize_terminal(*size)
        await reading.pause()
        assert view.offset_character == top
        first = view.top
        on_screen = range(first, first + view.room.height)
        assert view.laid.line_of(top) in on_screen, size


async def test_place_and_marks_come_back(
    at_newsletter: str, library: Reader, place: Settings
) -> None:
    async with reading_app(library, place, (100, 24)) as pilot:
        await pilot.press("J", "s", "K", *"jjjjjjjjj")
        offset = screen_of(pilot).item_view.offset_character
        assert offset > 0
        await pilot.press("q")
    again = Reader.open(place)
    async with reading_app(again, place, (100, 24)) as pilot:
        assert again.place().item == library.outline(at_newsletter).rows[0].id
        assert screen_of(pilot).item_view.offset_character == offset
        await pilot.press("J")
        assert "★" in shown(pilot)
    again.close()


async def test_removing_an_issue_and_bringing_it_back(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("D")
    assert not library.holds(at_newsletter)
    assert screen_of(reading).desk.place.issue != at_newsletter
    await reading.press("u")
    assert library.holds(at_newsletter)


async def test_a_chord_shows_what_can_follow(at_newsletter: str, reading: Pilot[None]) -> None:
    await reading.press("y")
    assert "copy the citation" in told(reading)
    await reading.press("escape")
    assert "item" in told(reading)


async def test_help_and_palette_and_back(at_newsletter: str, reading: Pilot[None]) -> None:
    await reading.press("question_mark")
    assert "next unread" in shown(reading)
    await reading.press("j", "G", "q")
    assert len(reading.app.screen_stack) == 1
    await reading.press(":")
    await reading.pause(0.2)
    await reading.press(*"dark or")
    await reading.pause(0.5)
    assert "dark or light" in shown(reading)
    await reading.press("escape")


async def test_own_keys_work_and_clashes_are_named(
    at_newsletter: str, library: Reader, place: Settings
) -> None:
    titles = items_of(library, at_newsletter)
    async with reading_app(library, replace(place, keys={"item.next": "X"})) as pilot:
        await pilot.press("X")
        assert here(pilot) == titles[1]
    async with reading_app(library, replace(place, keys={"item.next": "m"})) as pilot:
        assert "item.next" in told(pilot)
        assert "read.toggle" in told(pilot)


async def test_adding_documents_keeps_the_screen_usable(
    at_newsletter: str, library: Reader, reading: Pilot[None], tmp_path: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text("The dam at Bui\n\nGhana opened the sluices on Monday, officials said.\n")
    await pasted(reading, "A", str(story), "enter")
    await reading.press("J")
    await intake_done(reading)
    assert "1 added" in told(reading)
    assert library.search("sluices").total == 1


async def test_what_cannot_be_read_is_told_calmly(
    at_newsletter: str, reading: Pilot[None], tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    await pasted(reading, "A", str(tmp_path / "empty.txt"), "enter")
    await intake_done(reading)
    assert "1 failed" in told(reading)


async def test_the_first_run_shows_card_and_samples(settings: Settings) -> None:
    library = Reader.open(settings)
    async with reading_app(library, settings) as pilot:
        assert pilot.app.screen.query(Card)
        for _ in range(400):
            await pilot.pause(0.05)
            if library.only_samples() and not screen_of(pilot).intake.is_busy:
                break
        await pilot.pause()
        assert "samples" in shown(pilot)
        assert "North Korean forces" in shown(pilot)
        await pilot.press("escape")
        assert not pilot.app.screen.query(Card)
        await pilot.press("h", "h", "g", "g", "D")
        assert library.publications() == ()
        await pilot.press("u")
        assert library.only_samples()
    async with reading_app(library, settings) as pilot:
        assert not pilot.app.screen.query(Card)
    library.close()


async def test_an_empty_library_says_how_to_begin(settings: Settings) -> None:
    library = Reader.open(settings)
    list(library.add_samples())
    library.remove_samples()
    async with reading_app(library, settings) as pilot:
        assert "A adds documents" in shown(pilot)
    library.close()


async def test_the_place_outlives_a_kill(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("J", "J")
    screen_of(reading).keep_offset()
    assert library.place().item == library.outline(at_newsletter).rows[2].id


async def test_the_mouse_opens_rows_and_turns_pages(
    at_newsletter: str, library: Reader, reading: Pilot[None]
) -> None:
    titles = items_of(library, at_newsletter)
    # The frame takes the first line, the section's heading the second.
    await reading.click("#sections", offset=(8, 3))
    assert here(reading) == titles[1]
    await reading.click("#sections", offset=(8, 2))
    assert here(reading) == titles[0]
    view = screen_of(reading).item_view
    await reading._post_mouse_events([events.MouseScrollDown], "#item", offset=(10, 10))
    await reading.pause()
    assert view.top > 0
