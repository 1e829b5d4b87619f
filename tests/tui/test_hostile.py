"""Foreign text on the screens: nothing of it steers the terminal, and the app lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from crankreader.model import Place
from crankreader.reader import Reader
from crankreader.settings import Settings
from tests.tui.conftest import reading_app, shown
from tests.tui.terminal import dangerous

HOSTILE = """\
\x1b]0;owned\x07Border [/foo] news \x1b]52;c;cm0gLXJm\x07[@click=app.quit]here[/]

The ferry \x1b[2J\x1b[31mat Kursk\x1b[0m left\u202e backwards\u202c and [bold]late[/bold]. ([/foo])

A second [@click=app.bell]story[/] about \x9b31mKursk \x1bP1;2q\x1b\\ and \u2066isolates\u2069.

Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo said \u200bnothing\ufeff to $variable {braces} %s.
"""


@pytest.fixture
def hostile(library: Reader, tmp_path: Path) -> str:
    """The issue of a hostile document with a hostile name, opened first."""
    path = tmp_path / "a\x1b]0;x\x07[b].txt"
    path.write_text(HOSTILE, "utf-8")
    report = next(iter(library.add([str(path)])))
    assert report.issue is not None
    library.keep_place(Place(report.issue, library.outline(report.issue).rows[0].id))
    return report.issue


@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_a_hostile_document_is_read_like_any_other(
    hostile: str, library: Reader, place: Settings, size: tuple[int, int]
) -> None:
    async with reading_app(library, place, size) as pilot:
        assert "[/foo]" in shown(pilot)
        await pilot.press(*"JJKwwwww)(ee", "z", "z", "G", "m", "y", "y")
        await pilot.press("/", *"[/foo]", "down")
        await pilot.pause(0.6)
        await pilot.press("enter", "escape", "question_mark", "q")
        await pilot.press("i", "G", "space", "escape", "I", "G", "n", "y", "escape")
        await pilot.press(":", *"rename", "enter", *"[/foo]", "enter", "u")
        await pilot.press("A", *"[@click=app.quit]", "enter")
        await pilot.pause(0.1)
        await pilot.press("g", "p", "j", "y", "d", "escape")
        await pilot.pause(0.1)
        assert pilot.app.is_running


def test_the_watch_knows_what_is_dangerous() -> None:
    for sequence in ("\x1b]52;c;QQ==\x07", "\x1b]0;t\x07", "\x1b[6n", "\x9b31m", "\x08", "\u202e"):
        assert list(dangerous(f"text {sequence} text")) != []
    assert list(dangerous("\x1b[1;31mtext\x1b[0m\x1b[2;5H — “quoted”\r\n")) == []
