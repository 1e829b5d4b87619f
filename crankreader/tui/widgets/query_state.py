"""What a search has found; or, below a ^, what is wrong with the query. Knows no query."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from crankreader.tui.render import Block, cells_of, lines_of
from crankreader.tui.widgets.bars import Bar
from crankreader.tui.widgets.line_list import Pieces

MOST_LINES = 3
"""Lines of a sentence."""


class QueryState(Bar):
    """One line; with something wrong, a line that points at it and the lines that say it."""

    def __init__(self) -> None:
        super().__init__(id="state")
        self._box: Input | None = None
        self._at: int | None = None
        self._said: list[Pieces] = []

    def point(self, box: Input, at: int | None) -> None:
        """Point at a character in the box, which stands above, or at none."""
        self._box, self._at = box, at
        self.fit()

    def fit(self) -> None:
        self._said = []
        if self._at is not None:
            width = max(1, (self.room.width or 80) - 2)
            lines = list(lines_of(Block(self.text, "star"), width))[:MOST_LINES]
            self._said = [list(line.pieces) for line in lines]
        height = 1 + len(self._said)
        if self._at is None:
            height = 1
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.refresh()

    def draw_line(self, number: int, width: int) -> Strip:
        if self._at is None:
            return super().draw_line(number, width)
        if number == 0:
            sign, column = self._mark()
            return self.strip([(" " * column, ""), (sign, "star")], width)
        if number <= len(self._said):
            return self.strip([(" ", ""), *self._said[number - 1]], width)
        return self.strip((), width)

    def _mark(self) -> tuple[str, int]:
        """The sign that points, and its column; what is scrolled out of the box lies that way."""
        if self._box is None or self._at is None:
            return "", 0
        shown: Region = self._box.content_region
        first = shown.x - self.region.x
        column = cells_of(self._box.value[: self._at]) - round(self._box.scroll_x)
        if column < 0:
            return "<", first
        if column > shown.width:
            return ">", first + shown.width
        return "^", first + column
