"""A library with the samples in it, made once, and the app opened on a copy of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from crankreader.model import Place
from crankreader.reader import Reader
from crankreader.settings import Settings, load
from crankreader.tui.app import CrankReader
from crankreader.tui.background import tagging
from crankreader.tui.screens import retagging as retagging_module
from crankreader.tui.screens.reading import ReadingScreen
from crankreader.tui.widgets.bars import Bar
from tests.tui.quiet import wait_until_quiet
from tests.tui.terminal import Watched

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(autouse=True)
def _no_idle_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot waits for the event loop, not for the processor."""
    monkeypatch.setattr("textual.app.wait_for_idle", wait_until_quiet)
    monkeypatch.setattr("textual.pilot.wait_for_idle", wait_until_quiet)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 1 / 240)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that holds the samples as a person's own documents."""
    home = tmp_path_factory.mktemp("library") / "data"
    reader = Reader.open(load(data_dir=home, environ={}))
    assert {report.status for report in reader.add([str(SEEDS)])} == {"added"}
    reader.close()
    return home


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Settings:
    """Settings for a copy of that library; nothing is marked read by waiting."""
    home = tmp_path / "data"
    shutil.copytree(filled, home)
    return replace(load(data_dir=home, environ={}), mark_read_after=3600.0)


@pytest.fixture
def library(place: Settings) -> Iterator[Reader]:
    opened = Reader.open(place)
    yield opened
    opened.close()


async def _nothing(_: Settings) -> AsyncIterator[tuple[int, int]]:
    """Stands for the other process: all texts but the one on the screen stay as they are."""
    reports: tuple[tuple[int, int], ...] = ()
    for report in reports:
        yield report


async def _here(settings: Settings) -> AsyncIterator[tuple[int, int]]:
    """Does what the other process does, in a thread of this one."""
    for report in await asyncio.to_thread(_tagged_again, settings):
        yield report


def _tagged_again(settings: Settings) -> list[tuple[int, int]]:
    reader = Reader.open(settings)
    try:
        return list(reader.retag())
    finally:
        reader.close()


@pytest.fixture(autouse=True)
def _no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting it takes longer than most tests; what asks for `other_process` has the real one."""
    monkeypatch.setattr(retagging_module, "tagging", _nothing)


@pytest.fixture
def tagged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """All texts follow a correction, without another process."""
    monkeypatch.setattr(retagging_module, "tagging", _here)


@pytest.fixture
def other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """All texts follow a correction, in the process that tags them for a person."""
    monkeypatch.setattr(retagging_module, "tagging", tagging)


@asynccontextmanager
async def watched_app(
    library: Reader, place: Settings, size: tuple[int, int] = (140, 40)
) -> AsyncIterator[Pilot[None]]:
    """The app on its reading screen, every byte it writes looked at."""
    app = CrankReader(library, place)
    with Watched(app) as watched:
        app.__dict__["watched"] = watched
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot
    assert watched.dangerous() == []


@asynccontextmanager
async def reading_app(
    library: Reader, place: Settings, size: tuple[int, int] = (140, 40)
) -> AsyncIterator[Pilot[None]]:
    """The same, and no other process is at work once it is left."""
    async with watched_app(library, place, size) as pilot:
        try:
            yield pilot
        finally:
            await _stop_processes(pilot)


async def _stop_processes(pilot: Pilot[None]) -> None:
    """Other processes are ended before the loop is, so that no warning of them hits a test."""
    groups = ("names.rest", "upkeep")
    for worker in [worker for worker in pilot.app.workers if worker.group in groups]:
        worker.cancel()
    await _no_work(pilot, groups)


@pytest.fixture
async def reading(library: Reader, place: Settings) -> AsyncIterator[Pilot[None]]:
    async with reading_app(library, place) as pilot:
        yield pilot


def screen_of(pilot: Pilot[None]) -> ReadingScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, ReadingScreen)
    return screen


def shown(pilot: Pilot[None]) -> str:
    """The text of the screen on top, line by line."""
    width, _ = pilot.app.size
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width].rstrip() for strip in strips)


@pytest.fixture
def at_newsletter(library: Reader) -> str:
    """The newsletter's first item is where the reader opens; the issue's id."""
    issue = next(row for row in library.issues("CRANK Call") if row.items > 4)
    library.keep_place(Place(issue.id, library.outline(issue.id).rows[0].id))
    return issue.id


async def retagged(pilot: Pilot[None]) -> None:
    """Waits until what is on the screen is tagged by the names there are."""
    await _no_work(pilot, ("names", "dossier"))


async def settled(pilot: Pilot[None]) -> None:
    """Waits until every text is."""
    await _no_work(pilot, ("names", "names.rest", "dossier"))


async def _no_work(pilot: Pilot[None], groups: Collection[str]) -> None:
    """Waits until no worker of these groups is at work, for a minute at most."""
    for _ in range(3000):
        await pilot.pause()
        if not any(worker.group in groups for worker in pilot.app.workers):
            return
        await pilot.pause(0.02)
    raise AssertionError(shown(pilot))


async def pasted(pilot: Pilot[None], *parts: str) -> None:
    """Presses keys; what is longer than the name of a key can be is put in at once, as by pasting."""
    for part in parts:
        if len(part) > 12:
            pilot.app.screen.query_one(Input).insert_text_at_cursor(part)
        else:
            await pilot.press(part)
            await pilot.pause()


async def intake_done(pilot: Pilot[None]) -> None:
    """Waits until nothing comes in any more, for a minute at most."""
    for _ in range(6000):
        await pilot.pause(0.01)
        if not screen_of(pilot).intake.is_busy:
            await pilot.pause()
            return
    raise AssertionError(told(pilot))


def told(pilot: Pilot[None]) -> str:
    """What the footer of the screen on top says."""
    return pilot.app.screen.query_one("#footer", Bar).text.strip()


def here(pilot: Pilot[None]) -> str:
    """The display title of the item being read."""
    reading = screen_of(pilot).desk.reading
    return reading.item.display_title if reading else ""
