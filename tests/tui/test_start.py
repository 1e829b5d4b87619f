"""What a start may cost: nothing heavy before the first paint, few bytes a key, no layout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from crankreader.model import Place
from crankreader.reader import Reader
from crankreader.settings import Settings
from tests.tui.conftest import reading_app
from tests.tui.terminal import Watched

HEAVY = (
    *("whoosh", "crankreader.search", "crankreader.finding", "crankreader.ingest"),
    *("crankreader.entities", "crankreader.export", "email", "importlib.metadata"),
    *("urllib.request", "multiprocessing", "markdown_it", "argparse", "shutil"),
)
PAINTED = """
import asyncio, sys
from crankreader.reader import Reader
from crankreader.settings import load
from crankreader.tui.app import CrankReader

async def paint(home):
    settings = load(data_dir=home, environ={{}})
    reader = Reader.open(settings)
    class Painted(CrankReader):
        def on_ready(self):
            found.extend(name for name in {heavy!r} if name in sys.modules)
            self.exit()
    await Painted(reader, settings).run_async(headless=True, size=(120, 40))
    reader.close()
    print(found)

found = []
asyncio.run(paint(sys.argv[1]))
"""


def test_nothing_heavy_is_loaded_before_the_first_paint(
    place: Settings, library: Reader, tmp_path: Path
) -> None:
    library.save_search("Front", "kursk")  # what it finds is counted afterwards
    program = tmp_path / "painted.py"
    program.write_text(PAINTED.format(heavy=HEAVY), "utf-8")
    # Whoever started Python may have loaded some of them: only what comes later is ours.
    floor = f"import textual.app, sys; print([n for n in {HEAVY!r} if n in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, str(program), str(place.data_dir)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert loaded.returncode == 0, loaded.stderr
    allowed = subprocess.run(
        [sys.executable, "-c", floor], capture_output=True, text=True, check=True
    )
    extra = set(_names(loaded.stdout)) - set(_names(allowed.stdout))
    assert extra == set()


@pytest.mark.parametrize("command", [["list", "items"], ["search", "kursk"], ["show", "{item}"]])
def test_no_command_imports_the_screens(
    place: Settings, library: Reader, command: list[str]
) -> None:
    issue = library.issues("CRANK Call")[0].id
    words = [word.format(item=issue) for word in command]
    code = (
        "import sys; from crankreader.cli import run; "
        f"run({['--data-dir', str(place.data_dir), *words]!r}); "
        "sys.exit('textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0


@pytest.fixture
def at_newsletter(library: Reader) -> str:
    issue = next(row for row in library.issues("CRANK Call") if row.items > 4)
    library.keep_place(Place(issue.id, library.outline(issue.id).rows[0].id))
    return issue.id


def drawn(pilot: Pilot[None]) -> int:
    """How many bytes have gone to the terminal so far."""
    watched = pilot.app.__dict__["watched"]
    assert isinstance(watched, Watched)
    return sum(len(text.encode()) for text in watched.written)


async def test_a_key_costs_few_bytes_and_no_layout(
    at_newsletter: str, library: Reader, place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_app(library, place, (120, 40)) as pilot:
        await pilot.press("h", "h")
        await pilot.pause(0.1)
        layouts: list[object] = []
        lay_out = Screen._refresh_layout

        def counted(screen: Screen[object], *values: object, **more: object) -> None:
            layouts.append(screen)
            lay_out(screen, *values, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        before = drawn(pilot)
        await pilot.press("j")
        await pilot.pause(0.1)
        assert 0 < drawn(pilot) - before <= 600
        assert layouts == []


async def test_another_item_costs_a_paneful_of_bytes(
    at_newsletter: str, library: Reader, place: Settings
) -> None:
    async with reading_app(library, place, (120, 40)) as pilot:
        await pilot.pause(0.1)
        before = drawn(pilot)
        await pilot.press("J")
        await pilot.pause(0.1)
        assert 0 < drawn(pilot) - before <= 14_000


def _names(printed: str) -> list[str]:
    return [name for name in HEAVY if repr(name) in printed]
