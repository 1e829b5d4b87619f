"""A screen on which one reads, with a line at its foot to find something in the text.

The line is made, and what it is made of imported, when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.screens.keyed import hints_of
from crankreader.tui.screens.moving import MovingScreen

if TYPE_CHECKING:
    from textual.widgets import Input

    from crankreader.tui.screens.finding import Finding
    from crankreader.tui.widgets.find_bar import FindBar

STILL = frozenset({"pagedown", "pageup", "f1", "ctrl+q"})
"""Keys of the screen that work while the line has the focus."""


class FindableScreen(MovingScreen):
    """Finds in the text that is on the screen."""

    reader: Reader
    settings: Settings
    _finding: Finding | None = None

    @property
    def text_box(self) -> Input | None:
        return self._finding.box if self._finding is not None else None

    def is_for_box(self, key: str) -> bool:
        box = self.text_box
        return box is not None and self.focused is box and key not in STILL

    def hints(self) -> list[tuple[str, str]]:
        if self._finding is not None and self._finding.bar is not None:
            return hints_of(self._finding.bar.chords.table)
        return super().hints()

    def at_text(self) -> None:
        """To the pane of the text."""
        self.panes.go("item")

    def action_find(self) -> None:
        if self._finding is None:
            from crankreader.tui.screens.finding import Finding

            self._finding = Finding(self, self.reader, self.settings.keys)
        self._finding.open()

    def step_found(self, step: int) -> bool:
        """To the next (or previous) of what stays marked; whether anything does."""
        if self._finding is None or not self._finding.is_on:
            return False
        self._finding.step(step)
        return True

    def find_again(self) -> None:
        """Mark in another text what was marked in the one before."""
        if self._finding is not None:
            self._finding.renew()

    def end_find(self) -> bool:
        """Take the line and its marks away; whether there were any."""
        return self._finding is not None and self._finding.close()

    # What the line says; its messages carry their names to where it stands.

    def on_find_bar_typed(self, message: FindBar.Typed) -> None:
        if self._finding is not None:
            self._finding.type(message.text)

    def on_find_bar_stepped(self, message: FindBar.Stepped) -> None:
        self.step_found(message.step)

    def on_find_bar_closed(self, message: FindBar.Closed) -> None:
        if self._finding is not None:
            self._finding.close(holds=message.holds)
