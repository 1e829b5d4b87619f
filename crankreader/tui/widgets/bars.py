"""The line at the top, which says where one is, and the line at the bottom, which says what
one can do. Knows no item and no key table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.strip import Strip

from crankreader.safety import one_line
from crankreader.tui.render import cells_of
from crankreader.tui.widgets.line_list import Pieces, with_tail
from crankreader.tui.widgets.line_view import LineView


class Bar(LineView, can_focus=False):
    """One line: pieces from the left, a tail at the right."""

    HAS_BAR = False

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._pieces: Pieces = []
        self._tail = ""

    def say(self, pieces: Pieces, tail: str = "") -> None:
        if (pieces, tail) != (self._pieces, self._tail):
            self._pieces, self._tail = pieces, tail
            self.refresh()

    @property
    def text(self) -> str:
        """What it says, without its tail."""
        return "".join(text for text, _ in self._pieces)

    def draw_line(self, number: int, width: int) -> Strip:
        pieces = [(" ", ""), *self._pieces]
        if cells_of(self._tail) * 2 > width:
            return self.strip(pieces, width)
        return self.strip(with_tail(pieces, f"{self._tail} ", width), width)


class Footer(Bar):
    """The keys that matter here, or for a moment something that happened."""

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._hints: Sequence[tuple[str, str]] = ()

    def hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Keys and what they do; where there is no room for all, the last one stays."""
        self._hints = hints
        self.fit()

    def tell(self, message: str) -> None:
        """Something that happened, until the next key."""
        self._hints = ()
        self.say([(one_line(message), "open")])

    def fit(self) -> None:
        if not self._hints:
            return
        room = self.room.width or 1000
        shown = list(self._hints)
        while len(shown) > 1 and sum(cells_of(k) + cells_of(s) + 4 for k, s in shown) - 2 > room:
            del shown[-2]
        pieces: Pieces = []
        for keys, says in shown:
            pieces += [(keys, "number"), (f" {says}   ", "quiet")]
        self.say(pieces)


def crumbs(parts: Iterable[str]) -> Pieces:
    """Where one is, from the outside in."""
    pieces: Pieces = []
    for part in parts:
        if pieces:
            pieces.append((" › ", "quiet"))
        pieces.append((one_line(part), ""))
    return pieces
