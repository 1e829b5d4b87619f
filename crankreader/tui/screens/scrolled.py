"""A screen over another one on which a text is looked at: its keys scroll it and leave.

Knows the text by its view alone.
"""

from __future__ import annotations

from crankreader.tui.screens.keyed import KeyedScreen, ResultT
from crankreader.tui.widgets.text_view import TextView


class ScrolledScreen(KeyedScreen[ResultT]):
    """Scrolls the one text on it."""

    @property
    def view(self) -> TextView:
        return self.query_one(TextView)

    def action_line(self, step: int) -> None:
        self.view.move(step)

    def action_page(self, step: int) -> None:
        self.view.turn(step)

    def action_ends(self, last: bool) -> None:
        self.view.ends(last)

    def action_leave(self) -> None:
        self.dismiss(None)
