"""What all panes share: lines drawn one at a time, and looks by name.

Knows nothing of what the lines say. Only lines on the screen are ever made.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from crankreader.tui.render import cells_of, cut

LOOKS = (
    "entity-person",
    "entity-country",
    "entity-org",
    "entity-outlet",
    "entity-place",
    "entity-weapon",
    "entity-event",
    "entity-date",
    "entity-money",
    "entity-quantity",
    "text",
    "title",
    "provenance",
    "subheading",
    "caption",
    "note",
    "own-note",
    "number",
    "match",
    "current",
    "heading",
    "unread",
    "read",
    "quiet",
    "star",
    "open",
    "cursor",
    "cursor-away",
    "selection",
)
"""The names of styles, each a component class in styles/app.tcss."""


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A pane of lines; the subclass draws line number `y` when asked."""

    COMPONENT_CLASSES = {f"look--{name}" for name in LOOKS}  # noqa: RUF012

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._looks: dict[str, Style] = {}

    def look(self, names: str) -> Style:
        """The style of blank-separated names, each over the one before, on the pane's ground."""
        style = self._looks.get(names)
        if style is None:
            style = self.rich_style
            for name in names.split():
                style += self.get_component_rich_style(f"look--{name}", partial=True)
            self._looks[names] = style
        return style

    def notify_style_update(self) -> None:
        self._looks.clear()
        super().notify_style_update()

    @property
    def room(self) -> Size:
        """Cells for text: what borders and scroll bars leave."""
        return self.scrollable_content_region.size

    def set_lines(self, count: int) -> None:
        """Say how many lines there are.

        A new virtual size lays out the whole screen again, which only a scroll bar that
        comes or goes is worth.
        """
        size = Size(max(1, self.room.width), count)
        if self.show_vertical_scrollbar == (count > self.room.height):
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
        else:
            self.virtual_size = size

    def jump(self, line: int) -> None:
        """Make `line` the first on the screen, as far as there is text below it."""
        self.scroll_to(y=max(0, line), animate=False, immediate=True)

    def strip(self, pieces: Iterable[tuple[str, str]], width: int, ground: str = "") -> Strip:
        """Pieces of (text, style names) as one line of exactly `width` cells."""
        segments: list[Segment] = []
        room = width
        for text, names in pieces:
            cells = cells_of(text)
            if cells > room:
                text = cut(text, room)
                cells = cells_of(text)
            if text:
                segments.append(Segment(text, self.look(f"{names} {ground}")))
                room -= cells
            if room <= 0:
                break
        if room > 0:
            segments.append(Segment(" " * room, self.look(ground)))
        return Strip(segments, width)
