"""The line at the top, which says where one is, and the line at the bottom, which says what
one can do. Knows no item and no key table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from textual.strip import Strip

from crankreader.safety import one_line
from crankreader.tui.render import cells_of
from crankreader.tui.widgets.line_list import Pieces, with_tail
from crankreader.tui.widgets.line_view import LineView

AROUND = 3
"""Cells of a bar that its text leaves blank."""
TOLD_FOR = 2.0
"""Seconds that a message stands before what goes on is shown again."""

GoingOn = Callable[[int], str]
"""What goes on, in at most so many cells."""


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
    """The keys that matter here, something that goes on, or for a moment what has happened."""

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._hints: Sequence[tuple[str, str]] = ()
        self._is_urgent = False
        self._going_on: GoingOn | None = None
        self._told_at = -TOLD_FOR

    def hints(self, hints: Sequence[tuple[str, str]], *, is_urgent: bool = False) -> None:
        """Keys and what they do; where there is no room for all, the last one stays.

        Those that are not urgent wait until nothing goes on.
        """
        self._hints, self._is_urgent = hints, is_urgent
        self._told_at = -TOLD_FOR
        self.fit()

    def tell(self, message: str) -> None:
        """Something that happened, until the next key."""
        self._hints, self._is_urgent = (), False
        self._told_at = monotonic()
        self.say([(one_line(message), "open")])

    def going_on(self, line: GoingOn | None) -> None:
        """Show what goes on in place of the keys; None: it is over.

        What was told is left standing for a moment.
        """
        self._going_on = line
        if monotonic() - self._told_at >= TOLD_FOR:
            self.fit()

    def fit(self) -> None:
        if self._going_on is not None and not self._is_urgent:
            self.say([(one_line(self._going_on(max(1, (self.room.width or 80) - AROUND))), "open")])
            return
        if not self._hints:
            return
        room = (self.room.width or 1000) - 1  # the line begins with a blank
        shown = list(self._hints)
        # All that can follow has to be seen: closer together before one is left out.
        gap = 1 if self._is_urgent and _length(shown, 3) > room else 3
        while len(shown) > 1 and _length(shown, gap) > room:
            del shown[-2]
        pieces: Pieces = []
        for keys, says in shown:
            pieces += [(keys, "number"), (f" {says}{' ' * gap}", "quiet")]
        pieces[-1] = (pieces[-1][0].rstrip(), "quiet")
        self.say(pieces)


def _length(hints: Sequence[tuple[str, str]], gap: int) -> int:
    return sum(cells_of(keys) + cells_of(says) + 1 + gap for keys, says in hints) - gap


def crumbs(parts: Iterable[str]) -> Pieces:
    """Where one is, from the outside in."""
    pieces: Pieces = []
    for part in parts:
        if pieces:
            pieces.append((" › ", "quiet"))
        pieces.append((one_line(part), ""))
    return pieces
