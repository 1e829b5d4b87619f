"""The sections pane: the sections of one issue and their items. Knows no text."""

from __future__ import annotations

from typing import NamedTuple

from textual.message import Message

from crankreader.model import ItemRow, Outline
from crankreader.safety import one_line
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail


class SectionRow(NamedTuple):
    """The heading of a section."""

    number: int
    title: str
    unread: int
    items: int


class CopyRow(NamedTuple):
    """A document that is folded under this issue because its text stands here too."""

    issue: str
    title: str


OutlineRow = SectionRow | ItemRow | CopyRow


class SectionList(LineList[OutlineRow]):
    """The issue's contents. The cursor on an item is the item being read."""

    class Selected(Message):
        """The cursor came to an item."""

        def __init__(self, item: str) -> None:
            super().__init__()
            self.item = item

    class Entered(Selected):
        """A person went into an item, by key or click."""

    class CopyOpened(Message):
        """A person wants to see a document folded under this issue."""

        def __init__(self, issue: str) -> None:
            super().__init__()
            self.issue = issue

    def __init__(self) -> None:
        super().__init__(id="sections")
        self.outline: Outline | None = None
        self.folded: frozenset[int] = frozenset()

    def show_outline(self, outline: Outline | None, item: str | None) -> None:
        """Show an issue with the cursor on an item, whose section is unfolded for it."""
        if outline is None or self.outline is None or outline.issue.id != self.outline.issue.id:
            self.folded = frozenset()
        self.outline = outline
        rows = () if outline is None else outline.rows
        here = next((row.section_number for row in rows if row.id == item), None)
        self.folded -= {here}
        self._show(item)

    def draw(self, row: OutlineRow, part: int, width: int) -> Pieces:
        if isinstance(row, SectionRow):
            sign = "▸ " if row.number in self.folded else "▾ "
            pieces = [(sign, "quiet"), (one_line(row.title), "heading")]
            return with_tail(pieces, f"{row.unread}/{row.items}", width)
        if isinstance(row, CopyRow):
            return [("  = ", "quiet"), (one_line(row.title), "quiet")]
        is_here = self.row is row
        sign = "› " if is_here else "★ " if row.is_starred else "  " if row.is_read else "● "
        look = "read" if row.is_read else "unread"
        sign_look = "open" if is_here else "star" if row.is_starred else look
        tail = "★" if is_here and row.is_starred else ""
        pieces = [("  ", ""), (sign, sign_look), (one_line(row.display_title), look)]
        return with_tail(pieces, tail, width, "star")

    def moved(self, row: OutlineRow) -> None:
        if isinstance(row, ItemRow):
            self.post_message(self.Selected(row.id))

    def choose(self) -> None:
        row = self.row
        if isinstance(row, SectionRow):
            self.folded ^= {row.number}
            self._show(None)
        elif isinstance(row, CopyRow):
            self.post_message(self.CopyOpened(row.issue))
        elif row is not None:
            self.post_message(self.Entered(row.id))

    def _show(self, item: str | None) -> None:
        rows = [] if self.outline is None else list(_rows(self.outline, self.folded))
        cursor = self.cursor
        if item is not None:
            ids = [row.id if isinstance(row, ItemRow) else None for row in rows]
            cursor = ids.index(item) if item in ids else cursor
        self.show_rows(rows, cursor)


def _rows(outline: Outline, folded: frozenset[int]) -> list[OutlineRow]:
    rows: list[OutlineRow] = []
    for number, title in enumerate(outline.sections):
        items = [row for row in outline.rows if row.section_number == number]
        if title is not None or len(outline.sections) > 1:
            unread = sum(not row.is_read for row in items)
            rows.append(SectionRow(number, title or "Untitled", unread, len(items)))
        if number not in folded:
            rows.extend(items)
    if outline.copies:
        rows.extend(CopyRow(issue, f"also: {title}") for issue, title in outline.copies)
    return rows
