"""What a person does to items on the reading and search screens, and the way back.

Marking read by reading on, by key and in bulk, stars, removal, undo and redo. Knows the reader
and what lies open; the screen shows the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from textual.app import App
from textual.timer import Timer

from crankreader.model import Act, IssueRow, PublicationRow
from crankreader.reader import Reader, ReaderError
from crankreader.tui.desk import Desk

ASK_ABOVE = 500
"""Marking more items than this asks first."""


class Marker(Protocol):
    """A screen on which whole lists are marked."""

    @property
    def app(self) -> App[Any]: ...
    def marked_all(self, act: Act) -> None: ...
    def tell(self, message: str) -> None: ...


class Shower(Protocol):
    """The screen that shows what was done."""

    @property
    def app(self) -> App[Any]: ...
    def set_timer(self, delay: float, callback: Any) -> Timer: ...
    def refresh_all(self) -> None: ...
    def tell(self, message: str) -> None: ...
    def shows_whole(self, item: str) -> bool: ...


class Marks:
    """The acts of one reading screen."""

    def __init__(self, screen: Shower, reader: Reader, desk: Desk, after: float) -> None:
        self.screen = screen
        self.reader = reader
        self.desk = desk
        self.after = after
        """Seconds for which an item that fits its pane stays unread."""
        self._dwelling: Timer | None = None

    def dwell(self) -> None:
        """An item was opened: it is read when it fits its pane and has stayed for a while."""
        self.rest()
        item = self.desk.place.item
        if item is not None:
            self._dwelling = self.screen.set_timer(self.after, lambda: self._dwelt(item))

    def rest(self) -> None:
        """Mark nothing by waiting until another item is opened."""
        if self._dwelling is not None:
            self._dwelling.stop()

    def _dwelt(self, item: str) -> None:
        if self.desk.place.item == item and self.screen.shows_whole(item):
            self.read()

    def read(self) -> None:
        """The open item has been read to its end."""
        reading = self.desk.reading
        if reading is None or reading.row.is_read:
            return
        try:
            self.reader.mark([reading.item.id], read=True)
        except ReaderError as error:
            self.screen.tell(str(error))
        else:
            self.screen.refresh_all()

    def toggle_read(self) -> None:
        reading = self.desk.reading
        if reading is not None:
            self.rest()
            self.done(self.reader.mark([reading.item.id], read=not reading.row.is_read))

    def star(self) -> None:
        reading = self.desk.reading
        if reading is not None:
            self.done(self.reader.mark([reading.item.id], starred=not reading.row.is_starred))

    def remove(self, row: IssueRow | PublicationRow | None) -> None:
        """Put away the issue of this row, or the samples, or else the open issue."""
        if isinstance(row, PublicationRow):
            if row.is_sample:
                self.done(self.reader.remove_samples())
            else:
                self.screen.tell("D removes an issue, or all samples; this is a publication.")
            return
        outline = self.desk.outline
        issue = row.id if row is not None else outline.issue.id if outline else None
        if issue is not None:
            self.done(self.reader.remove([issue]))

    def undo(self) -> None:
        self.rest()
        act = self.reader.undo()
        self.screen.refresh_all()
        self.screen.tell(f"Taken back: {act.name}" if act else "There is nothing to take back.")

    def redo(self) -> None:
        act = self.reader.redo()
        self.screen.refresh_all()
        self.screen.tell(f"Done again: {act.name}" if act else "There is nothing to do again.")

    def done(self, act: Act, otherwise: str = "Nothing to change.") -> None:
        """Show what an act changed, and how it is taken back."""
        self.screen.refresh_all()
        self.screen.tell(told_of(act) if act.changed else otherwise)


def told_of(act: Act) -> str:
    return f"{act.name[:1].upper()}{act.name[1:]} · u takes it back"


def mark_all(screen: Marker, reader: Reader, items: Sequence[str]) -> None:
    """Mark all these items read, after a question if there are more than ASK_ABOVE."""

    def mark(answer: bool | None) -> None:
        if not answer:
            return
        try:
            act = reader.mark(items, read=True)
        except ReaderError as error:
            # After a question no key is being answered, for which the screen would say this.
            screen.tell(str(error))
        else:
            screen.marked_all(act)

    if len(items) <= ASK_ABOVE:
        mark(True)
        return
    from crankreader.tui.screens.asking import Confirm

    screen.app.push_screen(Confirm(f"Mark {len(items):,} items read? u takes it back."), mark)
