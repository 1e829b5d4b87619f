"""The hits of a search: title, where it stands, and the words around the match."""

from __future__ import annotations

from textual import events
from textual.message import Message

from crankreader.model import Hit
from crankreader.safety import one_line
from crankreader.tui.render import Block, Run, lines_of, spoken_date
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail


class HitList(LineList[Hit]):
    """Three lines a hit."""

    HEIGHT = 3

    class Pointed(Message):
        """The cursor came to a hit."""

        def __init__(self, hit: Hit) -> None:
            super().__init__()
            self.hit = hit

    class Opened(Pointed):
        """A person opened a hit."""

    def __init__(self) -> None:
        super().__init__(id="hits")
        self._clicked: Hit | None = None

    def focus_on_click(self) -> bool:
        """The box keeps the focus: what is typed after a click is more of the query."""
        return False

    def on_click(self, event: events.Click) -> None:
        """A click shows a hit, a second one opens it."""
        event.prevent_default()
        number = (event.y - self.gutter.top + self.top) // self.HEIGHT
        if not 0 <= number < len(self.rows):
            return
        was, self._clicked = self._clicked, self.rows[number]
        if event.chain > 1 or (was == self._clicked and number == self.cursor):
            self.go(number)
            self.choose()
        else:
            self.go(number)

    def draw(self, row: Hit, part: int, width: int) -> Pieces:
        if part == 0:
            sign = "★ " if row.is_starred else "  " if row.is_read else "● "
            look = "read" if row.is_read else "unread"
            pieces = [(sign, "star" if row.is_starred else look), (one_line(row.title), look)]
            return with_tail(pieces, spoken_date(row.date), width)
        if part == 1:
            said = [row.publication or "Articles", row.section or ""]
            return [("  ", ""), (one_line(" · ".join(s for s in said if s)), "quiet")]
        return [("  ", ""), *_around(row, max(1, width - 2))]

    def moved(self, row: Hit) -> None:
        self.post_message(self.Pointed(row))

    def choose(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self.row))


def _around(hit: Hit, width: int) -> Pieces:
    """As much of the snippet as fits a line, with its first match in sight."""
    text = one_line(hit.snippet)
    # The snippet is one clean line already unless somebody tampered with the library.
    matches = hit.matches if text == hit.snippet else ()
    start = 0
    if matches and matches[0].end > width - 1:
        start = text.find(" ", max(0, matches[0].start - width // 3)) + 1
        start = start if 0 < start <= matches[0].start else matches[0].start
    runs = tuple(Run(m.start - start, m.end - start, "match") for m in matches if m.start >= start)
    first = next(lines_of(Block(text[start:], runs=runs), width - (start > 0)), None)
    return [("…" if start else "", "quiet"), *(first.pieces if first else ())]
