"""The reading pane: one item, laid out, scrolled, with its mentions and matches.

Knows an item and where its reader stands in it; nothing of the library or other panes.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from crankreader.model import VALUE_TYPES, Mention, Reading, Span
from crankreader.tui.render import Block, Page, lines_of, page
from crankreader.tui.widgets.line_view import LineView

MARGIN = 2
"""Blank cells on the left and right of the text."""


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
        self.laid = page(
            self.reading,
            max(1, min(self.measure, self._width - 2 * self._left)),
            entities=self.entities,
            matches=self.matches,
            title_matches=self.title_matches,
            current=self.current,
        )
        self.set_lines(len(self.laid.lines))
        self.jump(self.laid.line_of(offset) if offset else 0)
        self.refresh()

    def _drawn(self, number: int, width: int) -> Strip:
        if number >= len(self.laid.lines):
            return self.strip((), width)
        pieces = self.laid.lines[number].pieces
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            pieces = tuple(_selected(pieces, *span))
        return self.strip([(" " * self._left, ""), *pieces], width)

    def _go_to(self, places: Sequence[Mention | Span], step: int) -> bool:
        here = self.current.start if self.current is not None else -1 if step > 0 else 1 << 60
        ahead = [p for p in places if (p.start > here if step > 0 else p.start < here)]
        if not ahead:
            return False
        self.current = ahead[0 if step > 0 else -1]
        top = self.top
        self._lay_out(self.offset_character)
        line = self.laid.line_of(self.current.start)
        if not top <= line < top + self.room.height - 1:
            top = line - self.room.height // 3
        self.jump(top)
        self._anchor = None
        self.refresh()
        return True


def _selected(pieces: Sequence[tuple[str, str]], start: int, end: int) -> Sequence[tuple[str, str]]:
    """The pieces with the characters [start, end) of the line looking selected; -1: all."""
    made: list[tuple[str, str]] = []
    at = 0
    for text, names in pieces:
        a = max(0, min(len(text), start - at))
        b = len(text) if end < 0 else max(a, min(len(text), end - at))
        made += [(text[:a], names), (text[a:b], f"{names} selection"), (text[b:], names)]
        at += len(text)
    return made
