"""A list with a cursor over any number of rows. Knows nothing of what a row is."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Generic, Protocol, TypeVar

from textual import events
from textual.geometry import Region
from textual.strip import Strip

from crankreader.tui.render import cells_of, cut
from crankreader.tui.widgets.line_view import LineView

RowT = TypeVar("RowT")
RowT_co = TypeVar("RowT_co", covariant=True)

Pieces = list[tuple[str, str]]
"""(text, style names), from left to right."""


class Rows(Protocol[RowT_co]):
    """As much of a sequence as a list needs; it may fetch its rows when they are asked for."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> RowT_co: ...


class LineList(LineView, Generic[RowT]):
    """Rows of HEIGHT lines each, one of them under the cursor."""

    HEIGHT: ClassVar[int] = 1

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: Rows[RowT] = ()
        self.cursor = 0

    @abstractmethod
    def draw(self, row: RowT, part: int, width: int) -> Pieces:
        """Line `part` (from 0) of a row."""

    def can_rest(self, row: RowT) -> bool:
        """Whether the cursor may stand on this row."""
        return True

    @property
    def row(self) -> RowT | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show_rows(self, rows: Rows[RowT], cursor: int = 0) -> None:
        """Take other rows; says nothing of the cursor's new place."""
        self.rows = rows
        self.cursor = max(0, min(cursor, len(rows) - 1))
        self.set_lines(len(rows) * self.HEIGHT)
        self._keep_in_sight()
        self.refresh()

    def draw_line(self, number: int, width: int) -> Strip:
        number, part = divmod(number, self.HEIGHT)
        if number >= len(self.rows):
            return self.strip((), width)
        ground = ""
        if number == self.cursor:
            ground = "cursor" if self.has_focus else "cursor-away"
        return self.strip(self.draw(self.rows[number], part, width), width, ground)

    def move(self, steps: int) -> None:
        """Go down (or up) that many rows the cursor may rest on, and no further than the end."""
        direction = 1 if steps > 0 else -1
        at, found = self.cursor, self.cursor
        for _ in range(abs(steps)):
            at += direction
            while 0 <= at < len(self.rows) and not self.can_rest(self.rows[at]):
                at += direction
            if not 0 <= at < len(self.rows):
                break
            found = at
        if found == self.cursor and direction < 0:
            self.jump(0)
        self.go(found)

    def go(self, number: int, *, silent: bool = False) -> None:
        """Put the cursor on a row; only the two rows concerned are drawn again."""
        if not len(self.rows):
            return
        number = max(0, min(number, len(self.rows) - 1))
        before, self.cursor = self.cursor, number
        if not self._keep_in_sight():
            self._redraw(before)
            self._redraw(number)
        if number != before and not silent:
            self.moved(self.rows[number])

    def moved(self, row: RowT) -> None:
        """The cursor came to another row; a list that others follow posts a message here."""

    def turn(self, pages: int) -> None:
        self.move(pages * max(1, self.room.height // self.HEIGHT - 1))

    def ends(self, last: bool) -> None:
        self.move(len(self.rows) if last else -len(self.rows))

    def choose(self) -> None:
        """A person chose the row under the cursor, by key or click."""

    def on_click(self, event: events.Click) -> None:
        number = (event.y - self.gutter.top + self.top) // self.HEIGHT
        if 0 <= number < len(self.rows) and self.can_rest(self.rows[number]):
            self.go(number)
            self.choose()

    def on_focus(self) -> None:
        self._redraw(self.cursor)

    def on_blur(self) -> None:
        self._redraw(self.cursor)

    def fit(self) -> None:
        self._keep_in_sight()

    def _keep_in_sight(self) -> bool:
        """Scroll so that the cursor is seen; whether that was needed."""
        height = self.room.height
        if height <= 0:
            return False
        first = self.cursor * self.HEIGHT
        last = first + self.HEIGHT - 1
        top = self.top
        if first < top:
            self.jump(first)
        elif last >= top + height:
            self.jump(last - height + 1)
        else:
            return False
        return True

    def _redraw(self, number: int) -> None:
        top = number * self.HEIGHT - self.top
        if -self.HEIGHT < top < self.room.height:
            self.refresh(Region(0, top, self.room.width + 1, self.HEIGHT))


def with_tail(pieces: Pieces, tail: str, width: int, style: str = "quiet") -> Pieces:
    """The pieces cut so that `tail` stands at the right end of the line."""
    if not tail:
        return pieces
    room = width - cells_of(tail) - 1
    kept: Pieces = []
    for text, names in pieces:
        if room <= 0:
            break
        text = cut(text, room)
        room -= cells_of(text)
        kept.append((text, names))
    return [*kept, (" " * max(1, room + 1), ""), (tail, style)]
