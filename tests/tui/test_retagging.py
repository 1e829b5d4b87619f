"""The person's list of names is followed, whoever changes it; the other texts come after."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from crankreader.reader import Reader
from crankreader.settings import Settings, load
from crankreader.tui.render import cells_of
from crankreader.tui.screens import reading as reading_module
from crankreader.tui.screens import retagging as retagging_module
from crankreader.tui.screens.dossier import DossierScreen
from crankreader.tui.screens.retagging import WAY_OUT, _line
from tests.tui.conftest import (
    here,
    reading_app,
    retagged,
    screen_of,
    settled,
    shown,
    told,
    watched_app,
)

pytestmark = pytest.mark.usefixtures("at_newsletter")

INFANTRY = '[names."org/elite-infantry"]\nname = "elite infantry"\n'
WHOLE_LINE = f"Tagging again 3 of 40 issues · {WAY_OUT}"


class Tagging:
    """Stands for the other process: says how far it is, and ends or goes on for ever."""

    def __init__(self, *reports: tuple[int, int], ends: bool = True) -> None:
        self.reports = reports
        self.ends = ends
        self.was_begun = False
        self.was_closed = False

    async def __call__(self, settings: Settings) -> AsyncIterator[tuple[int, int]]:
        self.was_begun = True
        try:
            for report in self.reports:
                yield report
                await asyncio.sleep(0)
            while not self.ends:
                yield self.reports[-1]
                await asyncio.sleep(0.01)
        finally:
            self.was_closed = True


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at many times a second."""
    monkeypatch.setattr(reading_module, "LOOK_EVERY", 0.05)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Tagging:
    """Tagging that is worth a line at once and never ends by itself."""
    tagging = Tagging((3, 40), ends=False)
    monkeypatch.setattr(retagging_module, "tagging", tagging)
    monkeypatch.setattr(retagging_module, "QUIET", 0.0)
    return tagging


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    """Waits until it is so, for half a minute at most."""
    for _ in range(3000):
        await pilot.pause(0.01)
        if is_so():
            await pilot.pause()
            return
    raise AssertionError(shown(pilot))


def names(pilot: Pilot[None]) -> set[str]:
    """The ids of those whom the text being read names."""
    reading = screen_of(pilot).desk.reading
    assert reading is not None
    return {mention.entity or "" for mention in reading.marked.text}


def edited(path: Path, text: str) -> None:
    """Save as editors do: another file in its place."""
    beside = path.with_name("beside")
    beside.write_text(text, "utf-8")
    os.replace(beside, path)


# Followed.


async def test_what_an_editor_saves_is_followed(place: Settings, reading: Pilot[None]) -> None:
    edited(place.entities_file, INFANTRY)
    await until(reading, lambda: "org/elite-infantry" in names(reading))
    assert "elite infantry" in shown(reading)
    await settled(reading)


async def test_every_further_change_is_followed(place: Settings, library: Reader) -> None:
    async with reading_app(library, place) as pilot:
        edited(place.entities_file, INFANTRY)
        await until(pilot, lambda: "org/elite-infantry" in names(pilot))
        with place.entities_file.open("a", encoding="utf-8") as file:
            file.write('\n[[ignore]]\nas = "place/kursk"\n')
        await until(pilot, lambda: "place/kursk" not in names(pilot))
        assert "org/elite-infantry" in names(pilot)
        place.entities_file.unlink()
        await until(pilot, lambda: "place/kursk" in names(pilot))
        assert "org/elite-infantry" not in names(pilot)
        await settled(pilot)


async def test_what_another_program_corrects_is_followed(place: Settings, library: Reader) -> None:
    async with reading_app(library, place) as pilot:
        other = Reader.open(place)
        other.name_also("place/kursk", "elite infantry")
        other.close()
        reading = screen_of(pilot).desk.reading
        assert reading is not None
        before = len([m for m in reading.marked.text if m.entity == "place/kursk"])

        def is_followed() -> bool:
            now = screen_of(pilot).desk.reading
            assert now is not None
            return len([m for m in now.marked.text if m.entity == "place/kursk"]) > before

        await until(pilot, is_followed)
        await settled(pilot)


@pytest.mark.usefixtures("other_process")
async def test_the_texts_that_are_not_on_the_screen_follow(
    place: Settings, library: Reader
) -> None:
    before = library.search('entity:"Kursk"').total
    assert before > 1
    async with reading_app(library, place) as pilot:
        edited(place.entities_file, '[[ignore]]\nas = "place/kursk"\n')
        await until(pilot, lambda: "place/kursk" not in names(pilot))
        await settled(pilot)
        assert library.search('entity:"Kursk"').total == 0


async def test_an_open_dossier_follows(place: Settings, library: Reader) -> None:
    async with reading_app(library, place) as pilot:
        await pilot.press(")", "enter")
        await retagged(pilot)
        edited(place.entities_file, '[names."country/north-korea"]\ndescription = "a peninsula"\n')
        await until(pilot, lambda: "a peninsula" in shown(pilot).splitlines()[0])
        await settled(pilot)


async def test_the_line_and_the_item_stay_meanwhile(place: Settings, library: Reader) -> None:
    async with reading_app(library, place, (80, 24)) as pilot:
        await pilot.press(*"jjjjjjjjjj")
        before = (here(pilot), screen_of(pilot).item_view.offset_character)
        edited(place.entities_file, INFANTRY)
        await until(pilot, lambda: "org/elite-infantry" in names(pilot))
        await settled(pilot)
        assert (here(pilot), screen_of(pilot).item_view.offset_character) == before


async def test_what_was_changed_while_it_was_closed_is_followed(
    place: Settings, library: Reader
) -> None:
    edited(place.entities_file, INFANTRY)
    async with reading_app(library, place) as pilot:
        await until(pilot, lambda: library.search('entity:"elite infantry"').total == 1)
        await until(pilot, lambda: "org/elite-infantry" in names(pilot))


async def test_with_nothing_open_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging = Tagging()
    monkeypatch.setattr(retagging_module, "tagging", tagging)
    settings = load(data_dir=tmp_path / "empty", environ={})
    library = Reader.open(settings)
    list(library.add_samples())
    library.remove_samples()
    async with reading_app(library, settings) as pilot:
        edited(settings.entities_file, INFANTRY)
        await until(pilot, lambda: tagging.was_closed)
        assert "A adds documents" in shown(pilot)
    library.close()


# A broken file.


@pytest.mark.parametrize(
    "broken",
    [b"[names\n", b"\xff\xfe\x00names", b"[" * 5000, b"x" * (4 * 2**20 + 1)],
    ids=["no TOML", "not UTF-8", "too deep", "too large"],
)
async def test_a_broken_file_is_told_and_harms_nothing(
    broken: bytes, place: Settings, library: Reader
) -> None:
    async with reading_app(library, place) as pilot:
        edited(place.entities_file, INFANTRY)
        await until(pilot, lambda: "org/elite-infantry" in names(pilot))
        await settled(pilot)
        place.entities_file.write_bytes(broken)
        await until(pilot, lambda: told(pilot).startswith("entities.toml: "))
        assert "until that is mended" in told(pilot)
        await settled(pilot)
        assert "org/elite-infantry" in names(pilot)
        await pilot.press("J", "K")
        assert "org/elite-infantry" in names(pilot)
        edited(place.entities_file, '[[ignore]]\nas = "place/kursk"\n')
        await until(pilot, lambda: "place/kursk" not in names(pilot))
        await settled(pilot)


async def test_parts_that_mean_nothing_are_told_and_the_rest_counts(
    place: Settings, library: Reader
) -> None:
    async with reading_app(library, place) as pilot:
        edited(place.entities_file, f'{INFANTRY}kind = "elf"\n[elves]\n[dwarves]\n')
        await until(pilot, lambda: "org/elite-infantry" in names(pilot))
        assert "nothing is called “elves”" in told(pilot)
        assert "and 2 more; doctor lists them" in told(pilot)
        await settled(pilot)


async def test_what_is_wrong_is_told_on_the_screen_on_top(place: Settings, library: Reader) -> None:
    async with reading_app(library, place) as pilot:
        await pilot.press(")", "enter")
        await retagged(pilot)
        place.entities_file.write_text("[names\n", "utf-8")
        await until(pilot, lambda: "until that is mended" in told(pilot))
        assert isinstance(pilot.app.screen, DossierScreen)
        await settled(pilot)


# What goes on.


@pytest.mark.parametrize(
    ("columns", "line"), [(140, WHOLE_LINE), (60, "Tagging again 3 of 40 issues")]
)
async def test_long_tagging_shows_how_far_it_is(
    columns: int, line: str, endless: Tagging, place: Settings, library: Reader
) -> None:
    async with reading_app(library, place, (columns, 20)) as pilot:
        edited(place.entities_file, INFANTRY)
        await until(pilot, lambda: told(pilot) == line)
        await pilot.press("J")
        assert told(pilot) == line
        assert endless.was_begun


async def test_short_tagging_says_nothing(
    place: Settings, library: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging = Tagging((1, 2), (2, 2))
    monkeypatch.setattr(retagging_module, "tagging", tagging)
    async with reading_app(library, place) as pilot:
        hints = told(pilot)
        edited(place.entities_file, INFANTRY)
        await until(pilot, lambda: tagging.was_closed)
        assert told(pilot) == hints


async def test_esc_stops_and_goes_nowhere(
    endless: Tagging, place: Settings, reading: Pilot[None]
) -> None:
    hints = told(reading)
    edited(place.entities_file, INFANTRY)
    await until(reading, lambda: told(reading) == WHOLE_LINE)
    await reading.press("escape")
    await settled(reading)
    assert endless.was_closed
    assert screen_of(reading).panes.name == "item"
    assert told(reading) == hints
    await reading.press("escape")
    assert screen_of(reading).panes.name == "sections"


async def test_esc_does_not_stop_what_is_not_shown(
    place: Settings, library: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging = Tagging((3, 40), ends=False)
    monkeypatch.setattr(retagging_module, "tagging", tagging)
    async with reading_app(library, place) as pilot:
        await pilot.press("x", "n", *"elite infantry", "enter", "o")
        await until(pilot, lambda: tagging.was_begun)
        await pilot.press("escape")
        assert screen_of(pilot).panes.name == "sections"
        assert not tagging.was_closed


async def test_another_correction_begins_the_tagging_anew(
    endless: Tagging, place: Settings, reading: Pilot[None]
) -> None:
    await reading.press("x", "n", *"elite infantry", "enter", "o")
    await until(reading, lambda: endless.was_begun)
    await reading.press("u")
    await until(reading, lambda: endless.was_closed)
    await until(reading, lambda: told(reading) == WHOLE_LINE)
    assert "org/elite-infantry" not in names(reading)


async def test_it_shows_on_the_dossier_and_is_gone_once_it_is_over(
    endless: Tagging, place: Settings, reading: Pilot[None]
) -> None:
    await reading.press(")", "enter")
    await retagged(reading)
    edited(place.entities_file, INFANTRY)
    await until(reading, lambda: told(reading) == WHOLE_LINE)
    assert isinstance(reading.app.screen, DossierScreen)
    endless.ends = True
    await settled(reading)
    assert told(reading) == "j/k line   Enter open   Esc back   ? keys"


async def test_esc_stops_on_the_dossier_as_the_line_says(
    endless: Tagging, place: Settings, reading: Pilot[None]
) -> None:
    await reading.press(")", "enter")
    await retagged(reading)
    edited(place.entities_file, INFANTRY)
    await until(reading, lambda: told(reading) == WHOLE_LINE)
    await reading.press("escape")
    await reading.pause()
    assert isinstance(reading.app.screen, DossierScreen)


@given(st.integers(1, 99_999), st.integers(1, 99_999), st.integers(40, 140))
def test_the_line_fits_and_says_the_way_out_where_there_is_room(
    done: int, total: int, width: int
) -> None:
    line = _line(done, total, width)
    assert cells_of(line) <= width
    assert line.startswith(f"Tagging again {done:,} of {total:,} issue")
    if width >= 100:
        assert line.endswith(WAY_OUT)


# Leaving meanwhile.


async def test_the_program_can_be_left_meanwhile(
    endless: Tagging, place: Settings, library: Reader
) -> None:
    async with reading_app(library, place) as pilot:
        edited(place.entities_file, INFANTRY)
        await until(pilot, lambda: endless.was_begun)
        await pilot.press("ctrl+q")
    assert not pilot.app.is_running


async def test_leaving_ends_the_tagging(endless: Tagging, place: Settings, library: Reader) -> None:
    async with watched_app(library, place) as pilot:
        edited(place.entities_file, INFANTRY)
        await until(pilot, lambda: endless.was_begun)
        await pilot.press("ctrl+q")
    assert endless.was_closed


async def test_what_was_left_undone_follows_at_the_next_start(
    place: Settings, library: Reader
) -> None:
    total = library.search('entity:"Kursk"').total
    assert total > 1
    async with reading_app(library, place) as pilot:
        await pilot.press("x", "n", *"elite infantry", "enter", "o")
        await retagged(pilot)
        screen_of(pilot).panes.go("entities")
        edited(place.entities_file, '[[ignore]]\nas = "place/kursk"\n')
        await pilot.press("ctrl+q")
    again = Reader.open(place)
    async with reading_app(again, place) as pilot:
        await until(pilot, lambda: again.search('entity:"Kursk"').total == 0)
    again.close()
