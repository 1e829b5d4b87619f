"""Searching from the screen: hits as one types, opening one, walking on, coming back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from crankreader.library import connections
from crankreader.model import Place
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.screens import marking
from crankreader.tui.screens.dossier import DossierScreen
from crankreader.tui.screens.search import SearchScreen
from crankreader.tui.widgets.bars import Bar
from crankreader.tui.widgets.facet_list import FacetList
from crankreader.tui.widgets.hit_list import HitList
from crankreader.tui.widgets.item_view import ItemView
from tests.tui.conftest import here, reading_app, retagged, screen_of, shown, told


async def answered(pilot: Pilot[None], *keys: str) -> SearchScreen:
    """The search screen once it has ranked its hits."""
    await pilot.press(*keys)
    for _ in range(100):
        await pilot.pause(0.05)
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        results = screen.results
        box = screen.query_one(Input).value
        if results is not None and results.query == box and results.order == "relevance":
            return screen
    raise AssertionError(shown(pilot))


@pytest.fixture
def start(library: Reader) -> str:
    issue = next(row for row in library.issues("CRANK Call") if row.items > 4)
    item = library.outline(issue.id).rows[2].id
    library.keep_place(Place(issue.id, item))
    return item


async def test_hits_come_with_snippets_facets_and_a_preview(
    start: str, reading: Pilot[None]
) -> None:
    screen = await answered(reading, "/", *"kursk")
    assert len(screen.query_one(HitList).rows) >= 2
    state = screen.query_one("#state", Bar).text
    assert "best first" in state
    assert "as a beginning" in state
    assert "CRANK Call" in shown(reading)
    assert len(screen.query_one(FacetList).rows) > 0


async def test_a_beginning_is_enough_while_typing(start: str, reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"kur")
    begun = screen.results
    assert begun is not None
    assert begun.total >= 1
    screen = await answered(reading, "space")
    assert screen.results is not None
    assert screen.results.total < begun.total or screen.results.total == 0


async def test_what_has_no_beginning_is_not_called_one(start: str, reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"kursk is:unread")
    assert "as a beginning" not in screen.query_one("#state", Bar).text


async def test_a_library_that_cannot_be_read_is_said_and_the_screen_stays(
    start: str, library: Reader, reading: Pilot[None]
) -> None:
    await answered(reading, "/", *"kursk ")
    library.close()
    await reading.press("x")
    for _ in range(100):
        await reading.pause(0.02)
        if "closed" in told(reading):
            break
    assert "The library is closed." in told(reading)
    await reading.press("down")
    await reading.pause()
    assert isinstance(reading.app.screen, SearchScreen)


async def test_the_state_names_a_beginning_only_where_there_is_one(
    start: str, reading: Pilot[None]
) -> None:
    screen = await answered(reading, "/", *"russia is:unread")
    assert "beginning" not in screen.query_one("#state", Bar).text
    for typed, word in [("north -mos", "“mos”"), ("(kur", "“kur”"), ("section:lin", "“lin”")]:
        screen.text_box.value = typed
        await answered(reading)
        assert f"{word} as a beginning" in screen.query_one("#state", Bar).text


async def test_the_state_says_how_many_of_the_hits_are_listed(
    library: Reader, place: Settings
) -> None:
    async with reading_app(library, replace(place, search_limit=2)) as pilot:
        screen = await answered(pilot, "/", *"kursk ")
        assert "hits, best first, the first 2 are listed" in screen.query_one("#state", Bar).text


async def test_a_key_before_the_hits_waits_for_them(start: str, reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"russia ")
    screen.text_box.value = "kursk "
    screen.action_open()
    for _ in range(100):
        await reading.pause(0.02)
        if reading.app.screen is not screen:
            break
    trail = screen_of(reading).desk.trail
    assert trail is not None
    assert trail.query == "kursk "


async def test_marking_all_before_the_hits_are_there_marks_those_of_the_box(
    start: str, library: Reader, reading: Pilot[None]
) -> None:
    screen = await answered(reading, "/", *"russia ")
    wanted = set(library.select("kursk is:unread"))
    unread, _ = library.counts()
    assert len(wanted) < len(library.select("russia is:unread"))
    screen.text_box.value = "kursk is:unread "
    screen.action_mark_all()
    assert library.counts()[0] == unread
    await answered(reading)
    await reading.pause()
    assert library.counts()[0] == unread - len(wanted)
    assert library.select("kursk is:unread") == ()


async def test_marking_after_a_question_says_why_it_could_not(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 20)
    monkeypatch.setattr(marking, "ASK_ABOVE", 1)
    library = Reader.open(place)
    other = sqlite3.connect(place.state_file, isolation_level=None)
    async with reading_app(library, place) as pilot:
        screen = await answered(pilot, "/", *"kursk ")
        await pilot.press("ctrl+o")
        other.execute("BEGIN EXCLUSIVE")
        await pilot.press("y")
        await pilot.pause()
        other.execute("ROLLBACK")
        assert pilot.app.screen is screen
        assert "another program" in told(pilot)
    other.close()
    library.close()


async def test_the_preview_is_filled_when_it_gets_room(library: Reader, place: Settings) -> None:
    async with reading_app(library, place, size=(80, 24)) as pilot:
        screen = await answered(pilot, "/", *"kursk ")
        preview = screen.query_one("#preview", ItemView)
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert len(preview.laid.lines) > 3
        await pilot.press("ctrl+g")
        await answered(pilot, "down", "enter")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert preview.display
        assert len(preview.laid.lines) > 3


async def test_opening_walking_and_coming_back(
    start: str, library: Reader, reading: Pilot[None]
) -> None:
    screen = await answered(reading, "/", *"kursk")
    hits = screen.results.hits if screen.results else ()
    await reading.press("enter")
    await reading.pause()
    view = screen_of(reading).item_view
    assert screen_of(reading).desk.place.item == hits[0].item
    assert view.current is not None
    assert view.current in view.matches
    for _ in range(len(view.matches)):
        await reading.press("n")
    assert screen_of(reading).desk.place.item == hits[1].item
    await reading.press("N")
    assert screen_of(reading).desk.place.item == hits[0].item
    await reading.press("escape")
    assert screen_of(reading).desk.place.item == start
    await reading.press("n")
    assert "no search" in told(reading)


async def test_leaving_the_search_leaves_the_place(start: str, reading: Pilot[None]) -> None:
    title = here(reading)
    await answered(reading, "/", *"putin")
    await reading.press("down", "escape")
    await reading.pause()
    assert here(reading) == title


async def test_a_wrong_query_is_explained_and_searched(start: str, reading: Pilot[None]) -> None:
    screen = await answered(reading, "/", *"kursk is:odd ")
    assert "is:odd" in screen.query_one("#state", Bar).text
    assert screen.results is not None
    assert screen.results.total >= 1


async def test_all_hits_can_be_marked_read_and_taken_back(
    start: str, library: Reader, reading: Pilot[None]
) -> None:
    unread, _ = library.counts()
    await answered(reading, "/", *"kursk ")
    await reading.press("ctrl+o")
    await reading.pause()
    assert library.counts()[0] < unread
    assert "u takes it back" in told(reading)
    await reading.press("ctrl+o")
    await reading.pause()
    assert told(reading) == "All of them are read already."
    await reading.press("escape", "u")
    assert library.counts()[0] == unread


async def test_a_name_in_the_text_leads_to_its_dossier_and_to_all_that_names_it(
    start: str, reading: Pilot[None]
) -> None:
    await reading.press(")", "enter")
    await retagged(reading)
    assert isinstance(reading.app.screen, DossierScreen)
    name = reading.app.screen.query_one("#top", Bar).text.split("  ")[1]
    await reading.press("escape")
    screen = await answered(reading, "/", *f'entity:"{name}" ')
    assert screen.results is not None
    assert screen.results.total >= 1


async def test_keys_typed_in_one_burst_after_the_slash_are_the_query(
    start: str, library: Reader, reading: Pilot[None]
) -> None:
    for character in "/Dons":
        event = events.Key("slash" if character == "/" else character, character)
        event.set_sender(reading.app)
        reading.app.post_message(event)
    await reading.pause(0.3)
    assert reading.app.screen.query_one(Input).value == "Dons"
    assert library.holds(start)
    assert library.counts()[1] == 0


async def test_a_letter_that_set_out_before_the_box_had_the_focus_is_not_lost(
    start: str, reading: Pilot[None]
) -> None:
    await reading.press("/", *"do")
    reading.app.screen.post_message(events.Key("n", "n"))
    await reading.press("s")
    assert reading.app.screen.query_one(Input).value == "dons"


async def test_keys_typed_in_one_burst_after_the_palette_are_its_text(
    start: str, reading: Pilot[None]
) -> None:
    for character in ":dark":
        event = events.Key("colon" if character == ":" else character, character)
        event.set_sender(reading.app)
        reading.app.post_message(event)
    await reading.pause(0.3)
    assert reading.app.screen.query_one(Input).value == "dark"
    theme = reading.app.theme
    await reading.press("pagedown", "pageup", "enter")
    await reading.pause()
    assert reading.app.theme != theme


async def test_coming_back_from_a_hit_in_the_same_item_finds_the_line(
    library: Reader, place: Settings
) -> None:
    issue = next(row for row in library.issues("CRANK Call") if row.items > 4)
    item = library.outline(issue.id).rows[0].id
    library.keep_place(Place(issue.id, item))
    async with reading_app(library, place, (80, 24)) as pilot:
        await pilot.press(*"jjjjjjjjjj")
        before = screen_of(pilot).item_view.offset_character
        assert before > 0
        await answered(pilot, "/", *"troops")
        await pilot.press("enter", "n", "n")
        await pilot.press("escape")
        assert screen_of(pilot).desk.place.item == item
        assert screen_of(pilot).item_view.offset_character == before


async def test_a_long_document_can_be_searched(
    library: Reader, place: Settings, tmp_path: Path
) -> None:
    long = tmp_path / "long.txt"
    paragraphs = [f"Bulletin {n} tells of the harbour at Mombasa." for n in range(1500)]
    long.write_text("\n\n".join([*paragraphs, "The last one tells of zinc."]), "utf-8")
    list(library.add([str(long)]))
    async with reading_app(library, place) as pilot:
        screen = await answered(pilot, "/", *"zinc")
        assert screen.results is not None
        assert screen.results.total == 1
        assert "zinc" in shown(pilot)
        assert len(screen.query_one("#preview", ItemView).laid.lines) < 400


async def test_what_was_meant_is_said_beside_what_is_wrong(
    start: str, reading: Pilot[None]
) -> None:
    screen = await answered(reading, "/", *"krusk is:odd ")
    said = screen.query_one("#state", Bar).text
    assert "“is:odd” is unknown" in said
    assert "did you mean kursk is:odd?" in said
    assert "No item has “krusk”." in said
