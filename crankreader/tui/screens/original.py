"""The document as it came, what was put aside dim: masthead, footer, buttons."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from os.path import basename

from textual.app import ComposeResult

from crankreader.model import Span, counted
from crankreader.reader import Original
from crankreader.safety import one_line
from crankreader.tui.keymaps import ORIGINAL
from crankreader.tui.reasons import FORMATS
from crankreader.tui.render import Line, cells_of, cut
from crankreader.tui.screens.citing import copy_text
from crankreader.tui.screens.scrolled import ScrolledScreen
from crankreader.tui.widgets.bars import Bar, Footer
from crankreader.tui.widgets.text_view import TextView

MOST_SHOWN = 1_000_000
"""Characters; what lies behind them is in the file."""


class OriginalScreen(ScrolledScreen[None]):
    """Source text, with a legend for what is dim."""

    KEYS = ORIGINAL

    def __init__(self, original: Original) -> None:
        super().__init__({})
        self.original = original
        self.text = original.text[:MOST_SHOWN]

    def compose(self) -> ComposeResult:
        yield Bar(id="top")
        yield TextView(id="source")
        yield Bar(id="legend")
        yield Footer()

    def on_mount(self) -> None:
        original = self.original
        name = one_line(basename(original.path) or original.path)
        parts = [("As it came  ", "title"), (name, ""), (f" · {FORMATS[original.format]}", "quiet")]
        self.query_one("#top", Bar).say(parts)
        self.query_one("#legend", Bar).say([(self._legend(), "quiet")])
        self.view.show(lambda width: source_lines(self.text, original.put_aside, width))
        self.view.focus()

    def _legend(self) -> str:
        count = len(self.original.put_aside)
        said = f"dim: {counted(count, 'line')} put aside as furniture" if count else ""
        if not count:
            said = "nothing of it was put aside"
        if len(self.original.text) > MOST_SHOWN:
            said += f" · the first {MOST_SHOWN:,} characters; the rest is in the file"
        return said

    def action_aside(self, step: int) -> None:
        """To the next (or previous) place that was put aside."""
        view = self.view
        starts = [n for n, line in enumerate(view.laid) if _begins_aside(view.laid, n)]
        ahead = [n for n in starts if (n > view.top if step > 0 else n < view.top)]
        before = view.top
        if ahead:
            view.jump(ahead[0 if step > 0 else -1])
        if view.top == before:
            self.tell("Nothing further was put aside.")

    def action_copy(self) -> None:
        copy_text(self, self.original.path, "Copied the path.", "It has no path.")


def source_lines(text: str, put_aside: Sequence[Span], width: int) -> list[Line]:
    """The lines of a source as they stand, the wide ones broken, what was put aside dim."""
    lines: list[Line] = []
    starts = [span.start for span in put_aside]
    at = 0
    for source in text.split("\n"):
        for start, end in _broken(source, max(1, width)):
            pieces = _pieces(text, at + start, at + end, put_aside, starts)
            lines.append(Line(tuple(pieces), at + start))
        at += len(source) + 1
    return lines


def _pieces(
    text: str, start: int, end: int, spans: Sequence[Span], starts: Sequence[int]
) -> list[tuple[str, str]]:
    """Characters [start, end), each piece with whether it was put aside."""
    pieces: list[tuple[str, str]] = []
    here = start
    for number in range(max(0, bisect_right(starts, start) - 1), len(spans)):
        span = spans[number]
        if span.start >= end:
            break
        a, b = max(here, span.start), min(end, span.end)
        if a < b:
            pieces += [(text[here:a], ""), (text[a:b], "aside")]
            here = b
    return [piece for piece in (*pieces, (text[here:end], "")) if piece[0]]


def _broken(line: str, width: int) -> list[tuple[int, int]]:
    """Where each piece of a line begins and ends: at blanks if there are any in its last third."""
    if cells_of(line) <= width:
        return [(0, len(line))]
    pieces = []
    at = 0
    while at < len(line):
        window = line[at : at + width]
        fits = window if cells_of(window) <= width else cut(window, width).removesuffix("…")
        end = at + max(1, len(fits))
        if end < len(line):
            blank = line.rfind(" ", at + (end - at) * 2 // 3, end)
            end = blank + 1 if blank >= 0 else end
        pieces.append((at, end))
        at = end
    return pieces


def _begins_aside(lines: Sequence[Line], number: int) -> bool:
    """Whether a run of lines that were put aside begins here."""
    return _is_aside(lines[number]) and not (number and _is_aside(lines[number - 1]))


def _is_aside(line: Line) -> bool:
    return any(style == "aside" for _, style in line.pieces)
