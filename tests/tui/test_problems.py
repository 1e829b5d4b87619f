"""Problems: each with its reason and a way out; tried again, forgotten, copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.screens.problems import ProblemList, ProblemsScreen
from tests.tui.conftest import intake_done, pasted, reading_app, screen_of, shown, told


@pytest.fixture
def broken(library: Reader, tmp_path: Path) -> Path:
    """A directory of two documents that cannot be read."""
    home = tmp_path / "broken"
    home.mkdir()
    (home / "empty.txt").write_text("")
    (home / "paper.txt").write_bytes(b"%PDF-1.4 and more")
    for report in library.add([str(home)]):
        assert report.status == "failed"
    return home


@pytest.mark.parametrize("size", [(120, 35), (60, 20), (40, 12)])
async def test_each_has_its_reason_and_what_to_do(
    broken: Path, library: Reader, place: Settings, size: tuple[int, int]
) -> None:
    async with reading_app(library, place, size) as pilot:
        await pilot.press("g", "p")
        text = shown(pilot)
        assert "2 could not be read" in text
        assert "paper.txt" in text
        assert "empty.txt" in text
        assert "Save it as text" in text
        await pilot.press("j")
        assert "There is nothing in it" in shown(pilot)
        await pilot.press("q")
        assert pilot.app.screen is screen_of(pilot)


async def test_without_problems_it_says_so_and_every_key_is_harmless(
    library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("g", "p")
    assert "Everything that was added could be read" in shown(reading)
    await reading.press("r", "R", "d", "y", "j", "k", "G", "enter")
    assert "Problems  none" in shown(reading)
    await reading.press("escape")
    assert reading.app.screen is screen_of(reading)


async def test_a_document_that_was_mended_comes_in_when_tried_again(
    broken: Path, library: Reader, reading: Pilot[None]
) -> None:
    (broken / "empty.txt").write_text("Tide tables\n\nThe sluices at Bui were opened on Monday.\n")
    await reading.press("g", "p", "R")
    await intake_done(reading)
    assert "1 added" in told(reading)
    assert [Path(report.path).name for report in library.problems()] == ["paper.txt"]
    assert len(reading.app.screen.query_one(ProblemList).rows) == 1
    assert library.search("sluices").total == 1


async def test_one_can_be_tried_again_by_itself(
    broken: Path, library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("g", "p", "r")
    await intake_done(reading)
    assert "Took in 1: 1 failed" in told(reading)
    assert len(library.problems()) == 2


async def test_d_forgets_and_y_copies_the_path(
    broken: Path, library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("g", "p")
    first = library.problems()[0].path
    await reading.press("y")
    assert reading.app.clipboard == first
    await reading.press("d")
    assert first not in [report.path for report in library.problems()]
    assert isinstance(reading.app.screen, ProblemsScreen)
    assert "1 could not be read" in shown(reading)
    await reading.press("u")
    assert first in [report.path for report in library.problems()]
    assert "2 could not be read" in shown(reading)
    await reading.press("u")
    assert "No line was taken away here." in told(reading)


async def test_the_palette_names_it(broken: Path, reading: Pilot[None]) -> None:
    await reading.press(":", *"problems", "enter")
    await reading.pause()
    assert isinstance(reading.app.screen, ProblemsScreen)


async def test_the_line_that_sums_up_an_intake_offers_it(
    library: Reader, reading: Pilot[None], tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    await pasted(reading, "A", str(tmp_path / "empty.txt"), "enter")
    await intake_done(reading)
    assert "g p lists what failed" in told(reading)
