"""A publication gets another name, or is put together with another."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from crankreader.model import Act
from crankreader.reader import Reader
from crankreader.tui.screens.publishing import consequence
from tests.tui.conftest import told


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str]]:
    """What the reader was asked to rename."""
    asked: list[tuple[str | None, str]] = []

    def rename(reader: Reader, old: str | None, new: str) -> Act:
        asked.append((old, new))
        return Act(f"called {old} {new}", 1)

    monkeypatch.setattr(Reader, "rename_publication", rename, raising=False)
    return asked


async def ask(pilot: Pilot[None]) -> None:
    await pilot.press("}", "{", ":", *"rename", "enter")
    await pilot.pause()


async def test_the_prompt_has_the_name_and_says_what_enter_will_do(
    renamed: list[tuple[str | None, str]], library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("h", "h", "g", "g")
    name = library.publications()[0].name
    assert name is not None
    await ask(reading)
    box = reading.app.screen.query_one(Input)
    assert box.value == name
    await reading.press("X")
    said = reading.app.screen.query_one("#explanation", Static).content
    assert f"Enter calls it “{name}X”" in str(said)
    await reading.press("enter")
    assert renamed == [(name, f"{name}X")]
    assert "u takes it back" in told(reading)


async def test_the_same_name_or_none_changes_nothing(
    renamed: list[tuple[str | None, str]], reading: Pilot[None]
) -> None:
    await ask(reading)
    await reading.press("enter")
    await ask(reading)
    await reading.press("escape")
    assert renamed == []


def test_a_name_that_is_there_puts_the_two_together() -> None:
    names = {"The Letter": 3, "The Quay": 1}
    assert "3 issues: Enter puts the two together" in consequence("The Quay", "The Letter", names)
    assert "together" not in consequence("The Quay", "The Quay", names)
    assert "The Dock" in consequence(None, "The Dock", names)
