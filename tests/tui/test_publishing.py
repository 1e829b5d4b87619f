"""A publication gets another name, or is put together with another."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input, Static

from crankreader.reader import Reader
from crankreader.tui.screens.publishing import consequence
from tests.tui.conftest import told


async def ask(pilot: Pilot[None]) -> None:
    await pilot.press(":", *"rename", "enter")
    await pilot.pause()


def names(library: Reader) -> list[str | None]:
    return [row.name for row in library.publications()]


async def test_a_publication_gets_another_name_and_u_takes_it_back(
    library: Reader, reading: Pilot[None]
) -> None:
    await reading.press("h", "h", "g", "g")
    name = names(library)[0]
    assert name is not None
    await ask(reading)
    box = reading.app.screen.query_one(Input)
    assert box.value == name
    await reading.press("X")
    said = reading.app.screen.query_one("#explanation", Static).content
    assert f"Enter calls it “{name}X”" in str(said)
    await reading.press("enter")
    await reading.pause()
    assert f"{name}X" in names(library)
    assert name not in names(library)
    assert "u takes it back" in told(reading)
    await reading.press("u")
    assert name in names(library)


async def test_the_same_name_or_none_changes_nothing(library: Reader, reading: Pilot[None]) -> None:
    before = names(library)
    await ask(reading)
    await reading.press("enter")
    await ask(reading)
    await reading.press("Y", "escape")
    assert names(library) == before


def test_a_name_that_is_there_puts_the_two_together() -> None:
    names = {"The Letter": 3, "The Quay": 1}
    assert "3 issues: Enter puts the two together" in consequence("The Quay", "The Letter", names)
    assert "together" not in consequence("The Quay", "The Quay", names)
    assert "“The Letter” is there already" in consequence("The Quay", "the  letter", names)
    assert "together" not in consequence("The Quay", "THE QUAY", names)
    assert "The Dock" in consequence(None, "The Dock", names)
