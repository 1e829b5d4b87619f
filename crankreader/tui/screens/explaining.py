"""A card over the text that says why everything here is what it is."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from crankreader.model import Entity, Issue, Mention, Outline, Reading
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


class Explaining(ScrolledScreen[str | None], KeyedModal[str | None], inherit_bindings=False):
    """The reasons of one item, its issue and the name under the cursor.

    Gives the id of another entity that the name was said to stand for, or None.
    """

    KEYS = WHY

    def __init__(
        self,
        reading: Reading,
        outline: Outline,
        issue: Issue,
        named: Mention | None,
        known: Sequence[Entity] = (),
    ) -> None:
        super().__init__({})
        self.others = [each for each in known if named is None or each.id != named.entity]
        self.blocks = explained(reading, outline, issue, named, known)

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

    def action_choose(self, number: int) -> None:
        """Take the name for another of those it may stand for."""
        if number <= len(self.others):
            self.dismiss(self.others[number - 1].id)
        else:
            self.tell("There is no such other here." if self.others else "Nobody else is likely.")
