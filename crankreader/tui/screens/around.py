"""What the panes around the text show: the library, the sections, sources, names, where one is.

Knows what lies open and asks the reader for the rest; the reading screen says when.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from crankreader.model import IssueRow, Marked, PublicationRow, SavedSearch
from crankreader.reader import Reader
from crankreader.tui.desk import Desk
from crankreader.tui.render import plain
from crankreader.tui.screens.counting import Counting
from crankreader.tui.screens.panes import Panes
from crankreader.tui.widgets.bars import Bar, crumbs
from crankreader.tui.widgets.entity_list import EntityList
from crankreader.tui.widgets.issue_list import (
    Heading,
    IssueList,
    IssuesRow,
    Shelf,
    group_of,
    heading_of,
    label_of,
)
from crankreader.tui.widgets.item_view import ItemView
from crankreader.tui.widgets.section_list import SectionList
from crankreader.tui.widgets.source_list import SourceList


class Around:
    """The panes of one reading screen, filled."""

    def __init__(self, screen: Screen[None], panes: Panes, reader: Reader, desk: Desk) -> None:
        self.screen = screen
        self.panes = panes
        self.reader = reader
        self.desk = desk
        self.counting = Counting(
            screen, reader, lambda found: screen.query_one(IssueList).show_found(found)
        )

    def library(self, *, stay: bool = False) -> None:
        """The issues pane, as the library has it now, its cursor on the open issue.

        With `stay`, the cursor of somebody who is there stays on its row.
        """
        issues = self.screen.query_one(IssueList)
        row = issues.row if stay and self.panes.name == "issues" else None
        issues.folded = frozenset(self.reader.preference("issues.folded", []))
        searches = self.reader.saved_searches()
        shelf = Shelf(self.reader.publications(), self._issues_of, issues.folded, searches)
        self.counting.soon(searches)
        cursor = issues.cursor
        issues.open_issue = None
        if self.desk.outline is not None:
            issue = self.desk.outline.issue
            number = self._number_of(shelf, issue)
            cursor = cursor if number is None else number
            issues.open_issue = issue.id
        kept = None if row is None else self._number_of(shelf, row)
        issues.show_rows(shelf, cursor if kept is None else kept)

    def _number_of(self, shelf: Shelf, row: IssuesRow) -> int | None:
        if isinstance(row, (Heading, SavedSearch)):
            return shelf.search_number(None if isinstance(row, Heading) else row.name)
        if isinstance(row, PublicationRow):
            return shelf.heading_number(heading_of(row))
        if not self.reader.holds(row.id):
            return None
        position = self.reader.issue_position(row.id)
        return shelf.number_of(row.publication, row.is_sample, position)

    def _issues_of(
        self, publication: PublicationRow, offset: int, limit: int
    ) -> Sequence[IssueRow]:
        return self.reader.issues(
            publication.name, sample=publication.is_sample, offset=offset, limit=limit
        )

    def item(self) -> None:
        """Everything beside the text: sections, sources, names, where one is."""
        reading, outline = self.desk.reading, self.desk.outline
        sections = self.screen.query_one(SectionList)
        view = self.screen.query_one("#item", ItemView)
        sections.show_outline(outline, reading.item.id if reading else None)
        sections.border_title = plain(label_of(outline.issue) if outline else "Sections")
        number, count = self.desk.position
        view.border_title = plain((reading.row.section if reading else None) or "")
        view.border_subtitle = f"item {number} of {count}" if number else ""
        self.screen.query_one(SourceList).show_sources(reading.item.sources if reading else ())
        entities = self.screen.query_one(EntityList)
        if reading is not None:
            entities.show_entities(reading.marked, reading.common)
        else:
            entities.show_entities(Marked())
        self.top()

    def top(self) -> None:
        """Where one is, and what is left to read."""
        outline, reading, trail = self.desk.outline, self.desk.reading, self.desk.trail
        parts = []
        if outline is not None:
            issue = outline.issue
            parts = [group_of(issue.publication, issue.is_sample), label_of(issue)]
        if reading is not None and reading.row.section:
            parts.append(reading.row.section)
        if trail is not None:
            parts.append(f"“{trail.query}” {trail.at + 1:,} of {len(trail.hits):,}")
        unread, starred = self.reader.counts()
        counts = f"{unread:,} unread" + (f" · {starred:,} starred" if starred else "")
        here = [("crankreader  ", "quiet"), *crumbs(parts)]
        self.screen.query_one("#top", Bar).say(here, counts)
