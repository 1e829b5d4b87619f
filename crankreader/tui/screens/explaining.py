"""A card over the text that says why everything here is what it is."""

from __future__ import annotations

from textual.app import ComposeResult

from crankreader.model import Issue, Mention, Outline, Reading
from crankreader.tui.keymaps import WHY
from crankreader.tui.reasons import explained
from crankreader.tui.render import Line, lines_of
from crankreader.tui.screens.keyed import KeyedModal
from crankreader.tui.screens.scrolled import ScrolledScreen
from crankreader.tui.widgets.bars import Footer
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.text_view import TextView

MARGIN, REASON = 1, 4
"""Blank cells before a line, and before a reason."""


class Explaining(ScrolledScreen, KeyedModal[None], inherit_bindings=False):
    """The reasons of one item, its issue and the name under the cursor."""

    KEYS = WHY

    def __init__(
        self, reading: Reading, outline: Outline, issue: Issue, named: Mention | None
    ) -> None:
        super().__init__({})
        self.blocks = explained(reading, outline, issue, named)

    def compose(self) -> ComposeResult:
        yield Box(TextView(id="reasons"), Footer(), id="box")

    def on_mount(self) -> None:
        self.view.border_title = "Why"
        self.view.show(self._lay_out)
        self.view.focus()

    def _lay_out(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for number, block in enumerate(self.blocks):
            if block.gap and number:
                lines.append(Line())
            left = " " * (REASON if block.style == "quiet" else MARGIN)
            for line in lines_of(block, width - len(left) - MARGIN):
                lines.append(Line(((left, ""), *line.pieces)))
        return lines
