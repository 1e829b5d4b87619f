"""What all panes share: lines drawn one at a time, a place in them, and looks by name.

Knows nothing of what the lines say. Only lines on the screen are ever made. It scrolls by
itself: Textual's scroll views bring a bar of their own to each pane, and lay the whole screen
out again when it comes or goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from crankreader.tui.looks import style_of
from crankreader.tui.render import cells_of, cut

WHEEL = 3
"""Lines that a turn of the wheel goes."""


class LineView(Widget, can_focus=True, inherit_bindings=False):
    """A pane of lines; the subclass draws line number `n` when asked."""

    HAS_BAR: ClassVar[bool] = True
    """The last column shows which part of the lines is on the screen."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.top = 0
        """The line that is first on the screen."""
        self.lines = 0
        """How many there are."""
        self._looks: dict[str, Style] = {}

    def draw_line(self, number: int, width: int) -> Strip:
        """Line `number` (which may lie below the last), exactly `width` cells of it."""
        return self.strip((), width)

    def fit(self) -> None:
        """The pane has another size: lay out for it what depends on that."""

    def scrolled(self) -> None:
        """The person has scrolled with the wheel."""

    @property
    def room(self) -> Size:
        """Cells for text: what the frame and the bar leave."""
        inner = self.outer_size.region.shrink(self.styles.gutter).size
        return Size(max(0, inner.width - self.HAS_BAR), inner.height)

    def set_lines(self, count: int) -> None:
        """Say how many lines there are; the pane does not run out of them."""
        self.lines = count
        self.top = max(0, min(self.top, count - self.room.height))

    def jump(self, line: int) -> None:
        """Make `line` the first on the screen, as far as there are lines below it."""
        top = max(0, min(line, self.lines - self.room.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.room
        if not self.HAS_BAR or self.lines <= height:
            return self.draw_line(self.top + y, width + self.HAS_BAR)
        return Strip([*self.draw_line(self.top + y, width), self._bar(y, height)], width + 1)

    def look(self, names: str) -> Style:
        """The style of blank-separated names, each over the one before, on the pane's ground."""
        style = self._looks.get(names)
        if style is None:
            style = self._looks[names] = self.rich_style + style_of(names, self.app.theme_variables)
        return style

    def strip(self, pieces: Iterable[tuple[str, str]], width: int, ground: str = "") -> Strip:
        """Pieces of (text, style names) as one line of exactly `width` cells."""
        segments: list[tuple[str, Style]] = []
        room = width
        for text, names in pieces:
            cells = cells_of(text)
            if cells > room:
                text = cut(text, room)
                cells = cells_of(text)
            segments.append((text, self.look(f"{names} {ground}".strip())))
            room -= cells
            if room <= 0:
                break
        if room > 0:
            segments.append((" " * room, self.look(ground)))
        return Strip(_merged(segments), width)

    def notify_style_update(self) -> None:
        self._looks.clear()
        super().notify_style_update()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.lines

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.jump(self.top + WHEEL)
        self.scrolled()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.jump(self.top - WHEEL)
        self.scrolled()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        # A resize event would come after the paint, which would show the old layout first.
        before = self.room
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.room != before:
            self.set_lines(self.lines)
            self.fit()
        return changed

    def _bar(self, y: int, height: int) -> Segment:
        """The cell of the scroll bar on line `y` of the screen."""
        size = max(1, height * height // self.lines)
        first = (height - size) * self.top // (self.lines - height)
        return Segment("▐" if first <= y < first + size else " ", self.look("bar"))


def _merged(pieces: Iterable[tuple[str, Style]]) -> list[Segment]:
    """Neighbours of one style as one segment: each segment costs its escape sequences."""
    return [
        Segment("".join(text for text, _ in run), style)
        for style, run in groupby(pieces, key=itemgetter(1))
    ]
