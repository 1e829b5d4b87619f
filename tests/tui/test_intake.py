"""Documents come in while one reads: counted, seldom shown, stopped with Esc."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from crankreader.model import Place, Report
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.background import taking_in
from crankreader.tui.screens import intake as intake_module
from crankreader.tui.screens.reading import ReadingScreen
from tests.builders import issue_id
from tests.tui.conftest import here, reading_app, screen_of, shown, told

MANY = 5000


@pytest.fixture
def at_newsletter(library: Reader) -> str:
    issue = next(row for row in library.issues("CRANK Call") if row.items > 4)
    library.keep_place(Place(issue.id, library.outline(issue.id).rows[0].id))
    return issue.id


class Flood:
    """Stands for the other process: as many reports as there are, as fast as they are taken."""

    def __init__(self, reports: int = MANY, *, ends: bool = True) -> None:
        self.reports = reports
        self.ends = ends
        self.commands: list[Sequence[str]] = []
        self.was_closed = False

    async def __call__(
        self, settings: Settings, command: Sequence[str]
    ) -> AsyncIterator[Report | int]:
        self.commands.append(command)
        try:
            yield MANY
            for number in range(self.reports):
                status = "failed" if number % 1000 == 0 else "added"
                yield Report(f"/d/{number}", status, issue=issue_id(number))  # type: ignore[arg-type]
                if number % 50 == 0:
                    await asyncio.sleep(0)
            while not self.ends:
                await asyncio.sleep(0.01)
        finally:
            self.was_closed = True


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Whenever an indexing process would have been started."""
    started: list[Settings] = []

    async def indexing(settings: Settings) -> None:
        started.append(settings)

    monkeypatch.setattr(intake_module, "indexing", indexing)
    return started


async def test_a_flood_of_reports_is_shown_seldom_and_keys_act_meanwhile(
    at_newsletter: str,
    library: Reader,
    reading: Pilot[None],
    monkeypatch: pytest.MonkeyPatch,
    indexed: list[Settings],
) -> None:
    refreshed: list[object] = []
    show = ReadingScreen.show_arrivals

    def counted(screen: ReadingScreen, issues: set[str] | None) -> None:
        refreshed.append(issues)
        show(screen, issues)

    monkeypatch.setattr(ReadingScreen, "show_arrivals", counted)
    flood = Flood(ends=False)
    monkeypatch.setattr(intake_module, "taking_in", flood)
    screen = screen_of(reading)
    screen.intake.add(["/d"])
    first = here(reading)
    await reading.press("J")
    assert here(reading) != first
    assert screen.intake.is_busy
    await reading.pause(0.3)
    await reading.press("K")
    assert here(reading) == first
    assert "5,000 of 5,000 · 5 failed · Esc stops" in told(reading)
    await reading.press("escape")
    await reading.pause()
    assert not screen.intake.is_busy
    assert flood.was_closed
    assert "Stopped. Looked at 5,000: 5 failed, 4,995 added." in told(reading)
    assert len(refreshed) <= 4
    assert len(indexed) == 1


async def test_going_out_does_not_stop_what_comes_in(
    at_newsletter: str, reading: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "taking_in", Flood(3, ends=False))
    screen_of(reading).intake.add(["/d"])
    await reading.press("h", "h", "left")
    assert screen_of(reading).intake.is_busy
    assert screen_of(reading).panes.name == "issues"
    await reading.press("g")
    assert "g then   g top" in told(reading)
    await reading.press("k")
    assert "3 of 5,000" in told(reading)


async def test_the_lists_show_what_has_come_in_and_the_cursor_stays(
    at_newsletter: str, library: Reader, reading: Pilot[None], tmp_path: Path
) -> None:
    await reading.press("h", "h", "G")
    issues = screen_of(reading).query_one("IssueList")
    row = issues.row  # type: ignore[attr-defined]
    story = tmp_path / "story.txt"
    story.write_text("The dam at Bui\n\nGhana opened the sluices on Monday, officials said.\n")
    (report,) = library.add([str(story)])
    assert report.issue is not None
    unread = library.counts()[0]
    screen_of(reading).show_arrivals({report.issue})
    await reading.pause()
    assert issues.row == row  # type: ignore[attr-defined]
    assert f"{unread} unread" in shown(reading)


async def test_r_refreshes_in_the_same_way(
    reading: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    flood = Flood(0)
    monkeypatch.setattr(intake_module, "taking_in", flood)
    await reading.press("r")
    await reading.pause(0.1)
    assert flood.commands == [["refresh"]]
    assert "Nothing is followed yet" in told(reading)


@pytest.mark.parametrize("size", [(120, 35), (60, 20), (40, 12)])
async def test_the_bar_fits_every_terminal(
    library: Reader, place: Settings, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "taking_in", Flood(1204, ends=False))
    async with reading_app(library, replace(place), size) as pilot:
        screen_of(pilot).intake.add(["/d"])
        await pilot.pause(0.3)
        line = shown(pilot).splitlines()[-1]
        assert "█" in line
        assert "1,204 of 5,000" in line
        assert "Esc stops" in line


async def test_the_process_tells_its_reports(place: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The dam at Bui\n\nGhana opened the sluices on Monday.\n")
    said = []
    async with aclosing(taking_in(place, ["add", "--", str(tmp_path / "a.txt")])) as coming:
        async for one in coming:
            said.append(one)
    reports = [one for one in said if isinstance(one, Report)]
    assert [report.status for report in reports] == ["added"]


async def test_a_path_that_is_not_there_is_answered_at_once(
    reading: Pilot[None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    flood = Flood(0)
    monkeypatch.setattr(intake_module, "taking_in", flood)
    missing = tmp_path / "no.d" / "x.txt"
    for typed, answer in (
        (str(missing), f"There is no such file: {missing}."),
        ("quay.example/feed", "If it is an address, write it with http:// or https://."),
    ):
        await reading.press("A")
        await reading.pause()
        reading.app.screen.query_one(Input).value = typed
        await reading.press("enter")
        await reading.pause()
        assert answer in told(reading)
    assert flood.commands == []


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_who_quits_while_documents_come_in_is_asked_once(
    library: Reader, place: Settings, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    flood = Flood(3, ends=False)
    monkeypatch.setattr(intake_module, "taking_in", flood)
    async with reading_app(library, place) as pilot:
        screen_of(pilot).intake.add(["/d"])
        await pilot.press(key)
        await pilot.pause()
        assert "Documents are still coming in. Quit?" in shown(pilot)
        await pilot.press("n")
        assert pilot.app.is_running
        assert screen_of(pilot).intake.is_busy
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
    assert flood.was_closed


async def test_who_quits_while_samples_come_in_is_not_asked(
    reading: Pilot[None], monkeypatch: pytest.MonkeyPatch, indexed: list[Settings]
) -> None:
    monkeypatch.setattr(intake_module, "taking_in", Flood(3, ends=False))
    intake = screen_of(reading).intake
    intake.add_samples()
    assert intake.is_busy
    assert intake.question is None
    await reading.pause(0.05)
    assert intake.stop()
    await reading.pause(0.05)
    assert not intake.is_busy
    intake.refresh()
    assert "r gets the rest" in (intake.question or "")
    await reading.pause(0.05)
