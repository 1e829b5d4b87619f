"""A pane of plain lines that only scrolls. Knows nothing of what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.strip import Strip

from crankreader.tui.render import Line
from crankreader.tui.widgets.line_view import LineView

LayOut = Callable[[int], Sequence[Line]]
"""The lines for a width in cells."""


class TextView(LineView):
    """Text that is laid out for the width there is."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._lay_out: LayOut = lambda width: ()
        self.laid: Sequence[Line] = ()

    def show(self, lay_out: LayOut) -> None:
        """Show other text from its top."""
        self._lay_out = lay_out
        self.top = 0
        self.fit()
        self.refresh()

    def fit(self) -> None:
        width = self.room.width
        # Where one was is kept by its share of the lines, which is near enough.
        share = self.top / len(self.laid) if self.laid else 0
        self.laid = self._lay_out(width) if width > 0 else ()
        self.set_lines(len(self.laid))
        self.jump(round(share * len(self.laid)))

    def draw_line(self, number: int, width: int) -> Strip:
        pieces = self.laid[number].pieces if number < len(self.laid) else ()
        return self.strip(pieces, width)

    def move(self, lines: int) -> None:
        self.jump(self.top + lines)

    def turn(self, pages: int) -> None:
        """So many screenfuls on (or back), with two lines in common."""
        self.move(pages * max(1, self.room.height - 2))

    def ends(self, last: bool) -> None:
        self.jump(self.lines if last else 0)
