"""The reading pane: one item, laid out, scrolled, with its mentions and matches.

Knows an item and where its reader stands in it; nothing of the library or other panes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from crankreader.model import VALUE_TYPES, Mention, Reading, Span
from crankreader.tui.render import Block, Line, Page, lines_of, page
from crankreader.tui.widgets.line_view import LineView

MARGIN = 2
"""Blank cells on the left and right of the text."""
LONGEST_FOUND = 1000
"""Characters of one thing found, at most: so far back a line looks for one that reaches it."""


class Found(NamedTuple):
    """Characters [start, end) of a block of the page."""

    block: int
    start: int
    end: int


class ItemView(LineView):
    """The item being read."""

    class Ended(Message):
        """The reader has come to the end of the item."""

        def __init__(self, item: str) -> None:
            super().__init__()
            self.item = item

    class MentionOpened(Message):
        """A person asked where else the mention under the cursor is named."""

        def __init__(self, mention: Mention) -> None:
            super().__init__()
            self.mention = mention

    def __init__(self, measure: int = 80, *, id: str = "item") -> None:
        super().__init__(id=id)
        self.measure = measure
        self.placeholder = ""
        """What stands here while there is no item."""
        self.reading: Reading | None = None
        self.entities = True
        self.matches: tuple[Mention | Span, ...] = ()
        self.title_matches: tuple[Mention | Span, ...] = ()
        self.current: Mention | Span | None = None
        self.laid = Page(())
        self._width = 0
        self._strips: dict[int, Strip] = {}
        self._anchor: int | None = None
        """The character that stood on the first line before anything was laid out anew."""

        self.finds = False
        """Whether a person is finding something in it: then no other matches are marked."""
        self.found: tuple[Found, ...] = ()
        self.found_at: int | None = None
        """Which of them one is at."""

    def show(
        self,
        reading: Reading | None,
        *,
        offset: int = 0,
        matches: Sequence[Mention | Span] = (),
        title_matches: Sequence[Mention | Span] = (),
    ) -> None:
        """Show an item with character `offset` of its text on the first line (0: the top)."""
        self.reading = reading
        self.matches = tuple(matches)
        self.title_matches = tuple(title_matches)
        self.current = None
        self._lay_out(offset)

    def renew(self, reading: Reading) -> None:
        """The same item with other marks or mentions: nothing moves."""
        self.reading = reading
        self._lay_out(self.offset_character)

    def colour(self, entities: bool) -> None:
        """Mark entities in the text, or do not."""
        self.entities = entities
        self._lay_out(self.offset_character)

    @property
    def offset_character(self) -> int:
        """The character of the text on the first line of the screen; 0 at the very top."""
        if self._anchor is not None:
            return self._anchor
        top = self.top
        if top == 0:
            return 0
        return next((at for at, line in self.laid.starts if line >= top), 0)

    @property
    def fits(self) -> bool:
        """The whole item is on the screen."""
        return 0 < len(self.laid.lines) <= self.room.height

    @property
    def is_at_end(self) -> bool:
        return self.top + self.room.height >= len(self.laid.lines)

    def move(self, lines: int) -> None:
        self.jump(self.top + lines)
        self.scrolled()

    def turn(self, pages: int) -> None:
        """So many screenfuls on (or back), with two lines in common."""
        self.move(pages * max(1, self.room.height - 2))

    def ends(self, last: bool) -> None:
        self.jump(len(self.laid.lines) if last else 0)
        self.scrolled()

    def scrolled(self) -> None:
        """The person has scrolled, by key or wheel."""
        self._anchor = None
        if self.reading is not None and self.is_at_end:
            self.post_message(self.Ended(self.reading.item.id))

    def go_to_mention(self, step: int) -> bool:
        """The next (or previous) mention of a name; whether there was one."""
        if self.reading is None:
            return False
        mentions = [m for m in self.reading.marked.text if m.type not in VALUE_TYPES]
        return self._go_to(mentions, step)

    def go_to_match(self, step: int, since: int = 0) -> bool:
        """The next (or previous) match of the search, none before `since`; whether there was
        one.
        """
        return self._go_to([match for match in self.matches if match.start >= since], step)

    def find(self, finds: bool) -> None:
        """Mark what a person finds in place of the matches, or the matches again."""
        self.finds = finds
        self.mark_found(())
        if self.matches or self.title_matches or self.current is not None:
            self._lay_out_here()

    def mark_found(self, found: Sequence[Found], at: int | None = None) -> None:
        """Mark these, in order; nothing is laid out anew."""
        self.found, self.found_at = tuple(found), at
        self._strips.clear()
        self.refresh()

    def go_to_found(self, number: int) -> None:
        """Come to one of those that were found."""
        self.mark_found(self.found, number)
        block, start, _ = self.found[number]
        self._bring(self.laid.line_in(block, start))

    @property
    def first_seen(self) -> Found:
        """Where in the texts of the page the screen begins."""
        for line in self.laid.lines[self.top :]:
            if line.block >= 0:
                return Found(line.block, max(0, line.start), max(0, line.start))
        return Found(0, 0, 0)

    @property
    def mention(self) -> Mention | None:
        """The mention that the cursor is on, or a match of the search that is one."""
        if self.reading is None or self.current is None:
            return None
        start, end = self.current.start, self.current.end
        marked = self.reading.marked.text
        return next((m for m in marked if m.start < end and start < m.end), None)

    def choose(self) -> None:
        if self.mention is not None:
            self.post_message(self.MentionOpened(self.mention))

    def draw_line(self, number: int, width: int) -> Strip:
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._drawn(number, width)
        return strip.apply_offsets(-self._left, number)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract("\n".join(line.text for line in self.laid.lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def fit(self) -> None:
        if self.room.width != self._width:
            self._lay_out(self.offset_character)

    @property
    def _left(self) -> int:
        """Blank cells before the text, which stands in the middle of a wide pane."""
        return max(MARGIN, (self._width - self.measure) // 2) if self._width > 2 * MARGIN else 0

    def _lay_out(self, offset: int) -> None:
        self._strips.clear()
        self._width = self.room.width
        self._anchor = offset
        if self.reading is None or self._width < 1:
            # Without a size there are no lines yet: the first resize places the text.
            said = lines_of(Block(self.placeholder, "quiet"), max(1, self._width - 2 * MARGIN))
            self.laid = Page(tuple(said) if self.reading is None and self._width else ())
            self.set_lines(len(self.laid.lines))
            self.refresh()
            return
        before = self.laid.texts
        self.laid = page(
            self.reading,
            max(1, min(self.measure, self._width - 2 * self._left)),
            entities=self.entities,
            matches=() if self.finds else self.matches,
            title_matches=() if self.finds else self.title_matches,
            current=None if self.finds else self.current,
        )
        if self.laid.texts != before:
            self.found, self.found_at = (), None
        self.set_lines(len(self.laid.lines))
        self.jump(self.laid.line_of(offset) if offset else 0)
        self.refresh()

    def _lay_out_here(self) -> None:
        """Lay out what has as many lines as before."""
        top = self.top
        self._lay_out(self.offset_character)
        self.jump(top)

    def _drawn(self, number: int, width: int) -> Strip:
        if number >= len(self.laid.lines):
            return self.strip((), width)
        line = self.laid.lines[number]
        pieces = line.pieces
        for at, (start, end) in self._found_on(line):
            look = "match current" if at == self.found_at else "match"
            pieces = tuple(_over(pieces, start, end, look))
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            pieces = tuple(_over(pieces, *span, "selection"))
        return self.strip([(" " * self._left, ""), *pieces], width)

    def _found_on(self, line: Line) -> Iterator[tuple[int, tuple[int, int]]]:
        """What was found on a line: which of them, and the characters of the line."""
        if not self.found or line.block < 0:
            return
        first = bisect_left(self.found, (line.block, line.start - LONGEST_FOUND))
        last = line.start + len(line.text)
        for number in range(first, len(self.found)):
            block, start, end = self.found[number]
            if (block, start) >= (line.block, last):
                break
            if block == line.block and end > line.start:
                yield number, (max(0, start - line.start), end - line.start)

    def _go_to(self, places: Sequence[Mention | Span], step: int) -> bool:
        here = self.current.start if self.current is not None else -1 if step > 0 else 1 << 60
        ahead = [p for p in places if (p.start > here if step > 0 else p.start < here)]
        if not ahead:
            return False
        self.current = ahead[0 if step > 0 else -1]
        self._lay_out_here()
        self._bring(self.laid.line_of(self.current.start))
        return True

    def _bring(self, line: int) -> None:
        """Scroll so that a line is seen, unless it is."""
        if not self.top <= line < self.top + self.room.height - 1:
            self.jump(line - self.room.height // 3)
        self._anchor = None
        self.refresh()


def _over(
    pieces: Sequence[tuple[str, str]], start: int, end: int, look: str
) -> Sequence[tuple[str, str]]:
    """The pieces with a look over the characters [start, end) of the line; -1: to its end."""
    made: list[tuple[str, str]] = []
    at = 0
    for text, names in pieces:
        a = max(0, min(len(text), start - at))
        b = len(text) if end < 0 else max(a, min(len(text), end - at))
        made += [(text[:a], names), (text[a:b], f"{names} {look}".strip()), (text[b:], names)]
        at += len(text)
    return made
