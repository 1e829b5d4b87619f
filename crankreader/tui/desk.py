"""What lies open: one issue, one item of it, and what comes before and after.

Knows the reader; no widget, no key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crankreader.model import Hit, ItemRow, Mention, Outline, Place, Reading, Span
from crankreader.reader import Reader
from crankreader.tui.scope import Scope


class Trail(NamedTuple):
    """A search one is walking through: its hits, which of them is open, and the way back."""

    query: str
    hits: tuple[Hit, ...]
    at: int
    origin: Place
    offset: int = 0
    """The character of the item's text that stood on the first line there."""
    entity: str | None = None
    """Whom one follows, where it is no search but a dossier."""
    row: int = 0
    """The row of the dossier that one came from."""
    start: int = 0
    """The character of the hit to begin at."""
    scope: Scope | None = None
    """What the search is held to."""
    is_typed: bool = False
    """Whether its last word is a beginning, as in the box it was typed in."""

    def step(self, step: int) -> Trail | None:
        """The trail at the next (or previous) hit, if there is one."""
        at = self.at + step
        if not 0 <= at < len(self.hits):
            return None
        return self._replace(at=at)

    @property
    def hit(self) -> Hit:
        return self.hits[self.at]

    def matches(
        self, reader: Reader, reading: Reading
    ) -> tuple[Sequence[Mention | Span], Sequence[Mention | Span]]:
        """What is marked in an item's title and text on this trail."""
        if self.entity is None:
            text, title = reading.item.text, reading.item.title or ""
            is_typed = self.is_typed
            return (
                reader.matches(title, self.query, typing=is_typed),
                reader.matches(text, self.query, typing=is_typed),
            )
        marked = reading.marked
        return (
            [mention for mention in marked.title if mention.entity == self.entity],
            [mention for mention in marked.text if mention.entity == self.entity],
        )


class Desk:
    """The open issue and item, and the steps from here."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.outline: Outline | None = None
        self.reading: Reading | None = None
        self.trail: Trail | None = None

    @property
    def place(self) -> Place:
        if self.reading is None:
            return Place(self.outline.issue.id if self.outline else None)
        return Place(self.reading.issue.id, self.reading.item.id)

    def open(self, item: str) -> Reading:
        """Open an item and the issue it stands in."""
        self.reading = self.reader.reading(item)
        if self.outline is None or self.outline.issue.id != self.reading.issue.id:
            self.outline = self.reader.outline(self.reading.issue.id)
        return self.reading

    def renew(self) -> None:
        """Read again what lies open; it may have been marked, removed or replaced."""
        item = self.reading.item.id if self.reading else None
        self.outline, self.reading = None, None
        if item is not None and self.reader.holds(item):
            self.open(item)

    def start(self) -> str | None:
        """The item to begin with: where one was, else the first unread, else the first."""
        place = self.reader.place()
        if place.item is not None and self.reader.holds(place.item):
            return place.item
        unread = self.reader.next_unread(None)
        if unread is not None:
            return unread.id
        for publication in self.reader.publications():
            sample = publication.is_sample
            for issue in self.reader.issues(publication.name, sample=sample, limit=1):
                return self.first_of(issue.id)
        return None

    def first_of(self, issue: str) -> str | None:
        """The item an issue opens on: its first unread, else its first."""
        rows = self.reader.outline(issue).rows
        unread = next((row for row in rows if not row.is_read), None)
        return unread.id if unread else rows[0].id if rows else None

    def item(self, step: int) -> str | None:
        """The next (or previous) item of this issue."""
        rows = self._rows
        at = self._at
        if at is None or not 0 <= at + step < len(rows):
            return None
        return rows[at + step].id

    def section(self, step: int) -> str | None:
        """The first item of the next (or previous) section that has any."""
        at = self._at
        if at is None:
            return None
        rows = self._rows
        here = rows[at].section_number
        numbers = sorted({row.section_number for row in rows})
        ahead = [n for n in numbers if (n > here if step > 0 else n < here)]
        if not ahead:
            return None
        wanted = ahead[0 if step > 0 else -1]
        return next(row.id for row in rows if row.section_number == wanted)

    def issue(self, step: int) -> str | None:
        """The item the next (or previous) issue opens on."""
        if self.outline is None:
            return None
        neighbour = self.reader.neighbour_issue(self.outline.issue.id, step)
        return self.first_of(neighbour.id) if neighbour else None

    def unread(self, step: int) -> str | None:
        """The next (or previous) unread item anywhere."""
        here = self.reading.item.id if self.reading else None
        row = self.reader.next_unread(here, backwards=step < 0)
        return row.id if row is not None and row.id != here else None

    def section_items(self) -> tuple[str, ...]:
        """The items of the section that is being read."""
        at = self._at
        if at is None:
            return ()
        here = self._rows[at].section_number
        return tuple(row.id for row in self._rows if row.section_number == here)

    @property
    def position(self) -> tuple[int, int]:
        """(number of this item from 1, items of the issue)."""
        return (0 if self._at is None else self._at + 1), len(self._rows)

    @property
    def _rows(self) -> Sequence[ItemRow]:
        return self.outline.rows if self.outline else ()

    @property
    def _at(self) -> int | None:
        item = self.reading.item.id if self.reading else None
        return next((n for n, row in enumerate(self._rows) if row.id == item), None)
