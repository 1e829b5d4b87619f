"""The hits of a search: title, where it stands, and the words around the match."""

from __future__ import annotations

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

    def draw(self, row: Hit, part: int, width: int) -> Pieces:
        if part == 0:
            sign = "★ " if row.is_starred else "  " if row.is_read else "● "
            look = "read" if row.is_read else "unread"
            pieces = [(sign, "star" if row.is_starred else look), (one_line(row.title), look)]
            return with_tail(pieces, spoken_date(row.date), width)
        if part == 1:
            said = [row.publication or "Articles", row.section or ""]
            return [("  ", ""), (one_line(" · ".join(s for s in said if s)), "quiet")]
        snippet = one_line(row.snippet)
        # The snippet is one clean line already unless somebody tampered with the library.
        marks = row.matches if snippet == row.snippet else ()
        runs = tuple(Run(span.start, span.end, "match") for span in marks)
        first = next(lines_of(Block(snippet, runs=runs), max(1, width - 2)), None)
        return [("  ", ""), *(first.pieces if first else ())]

    def moved(self, row: Hit) -> None:
        self.post_message(self.Pointed(row))

    def choose(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self.row))
