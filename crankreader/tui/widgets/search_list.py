"""What can be searched for again: saved searches, and below them the last queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.message import Message

from crankreader.model import SavedSearch
from crankreader.safety import one_line
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail

SAVED, RECENT = "Saved searches", "Recent queries"


class Recent(NamedTuple):
    """A query that was asked before."""

    query: str


SearchRow = str | SavedSearch | Recent
"""A string is a heading."""


class SearchList(LineList[SearchRow]):
    """Queries under two headings."""

    class Chosen(Message):
        """A person wants to search for one of them; a saved one is followed by a blank."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    def __init__(self) -> None:
        super().__init__(id="searches")
        self.found: Mapping[str, int] = {}
        """Query of a saved search → the unread items it finds, where that is known."""

    def show_searches(self, saved: Sequence[SavedSearch], recent: Sequence[str]) -> None:
        rows: list[SearchRow] = [SAVED, *saved] if saved else []
        if recent:
            rows += [RECENT, *(Recent(query) for query in recent)]
        self.show_rows(rows, 1)

    def show_found(self, found: Mapping[str, int]) -> None:
        """Take other numbers for the saved searches."""
        if found != self.found:
            self.found = found
            self.refresh()

    def can_rest(self, row: SearchRow) -> bool:
        return not isinstance(row, str)

    def draw(self, row: SearchRow, part: int, width: int) -> Pieces:
        match row:
            case SavedSearch(name=name, query=query):
                unread = self.found.get(query, 0)
                pieces = [("  ", ""), (one_line(name), "unread" if unread else "")]
                if name != query:
                    pieces += [("  ", ""), (one_line(query), "quiet")]
                return with_tail(pieces, f"{unread:,}" if unread else "", width)
            case Recent(query=query):
                return [("  ", ""), (one_line(query), "")]
            case _:
                return [(row, "heading")]

    def choose(self) -> None:
        match self.row:
            case SavedSearch(query=query):
                self.post_message(self.Chosen(f"{query} "))
            case Recent(query=query):
                self.post_message(self.Chosen(query))
