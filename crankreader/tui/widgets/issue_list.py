"""The issues pane: saved searches, then publications and under each its issues, newest first.

Rows are fetched a page at a time when they come on the screen; knows no item and no text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from textual.message import Message

from crankreader.model import IssueRow, PublicationRow, SavedSearch
from crankreader.safety import one_line
from crankreader.tui.render import spoken_date
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail

PAGE = 64
"""How many issues are fetched at once."""
KEPT = 32
"""How many such pages stay in memory."""

SEARCHES = ""
"""What the saved searches are folded by; no publication is called so."""


class Heading(Enum):
    """A heading that is no publication."""

    SEARCHES = "Searches"


IssuesRow = Heading | SavedSearch | PublicationRow | IssueRow
Fetch = Callable[[PublicationRow, int, int], Sequence[IssueRow]]
"""(publication, offset, limit) → its issues."""


class Shelf:
    """The rows of the pane: the saved searches, if there are any, and each publication, followed
    by its issues; but what is folded.
    """

    def __init__(
        self,
        publications: Sequence[PublicationRow],
        fetch: Fetch,
        folded: frozenset[str],
        searches: Sequence[SavedSearch] = (),
    ) -> None:
        self.publications = tuple(publications)
        self._fetch = fetch
        self._pages: dict[tuple[int, int], Sequence[IssueRow]] = {}
        self._starts: list[int] = []
        self._searches: list[Heading | SavedSearch] = []
        if searches:
            shown = () if SEARCHES in folded else searches
            self._searches = [Heading.SEARCHES, *shown]
        at = len(self._searches)
        for publication in self.publications:
            self._starts.append(at)
            at += 1 if heading_of(publication) in folded else 1 + publication.issues
        self._length = at

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, number: int) -> IssuesRow:
        if not 0 <= number < self._length:
            raise IndexError(number)
        if number < len(self._searches):
            return self._searches[number]
        which = bisect_right(self._starts, number) - 1
        offset = number - self._starts[which] - 1
        if offset < 0:
            return self.publications[which]
        page = self._page(which, offset // PAGE)
        # The library may have shrunk since it was counted: the publication stands in.
        place = offset % PAGE
        return page[place] if place < len(page) else self.publications[which]

    def number_of(self, publication: str | None, is_sample: bool, position: int) -> int | None:
        """The row of a publication's issue at `position`, if it is not folded away."""
        for which, row in enumerate(self.publications):
            if (row.is_sample, row.name) == (is_sample, publication):
                after = self._starts[which + 1 :]
                last = after[0] if after else self._length
                number = self._starts[which] + 1 + position
                return number if number < last else self._starts[which]
        return None

    def search_number(self, name: str | None) -> int | None:
        """The row of a saved search, or for None of the heading of all of them."""
        names = [one.name if isinstance(one, SavedSearch) else None for one in self._searches]
        return names.index(name) if name in names else None

    def heading_number(self, heading: str) -> int | None:
        """The row of the publication that is called this on the screen."""
        for which, row in enumerate(self.publications):
            if heading_of(row) == heading:
                return self._starts[which]
        return None

    def _page(self, which: int, page: int) -> Sequence[IssueRow]:
        key = (which, page)
        if key not in self._pages:
            if len(self._pages) >= KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[key] = self._fetch(self.publications[which], page * PAGE, PAGE)
        return self._pages[key]


class IssueList(LineList[IssuesRow]):
    """All there is to read, newest first."""

    class Opened(Message):
        """A person opened an issue."""

        def __init__(self, issue: IssueRow) -> None:
            super().__init__()
            self.issue = issue

    class SearchOpened(Message):
        """A person opened a saved search."""

        def __init__(self, search: SavedSearch) -> None:
            super().__init__()
            self.search = search

    class Folded(Message):
        """A person folded a publication or the saved searches, or unfolded them."""

        def __init__(self, heading: str) -> None:
            super().__init__()
            self.heading = heading

    def __init__(self) -> None:
        super().__init__(id="issues")
        self.folded: frozenset[str] = frozenset()
        self.open_issue: str | None = None
        self.found: Mapping[str, int] = {}
        """Query of a saved search → the unread items it finds, where that is known."""

    def show_found(self, found: Mapping[str, int]) -> None:
        """Take other numbers for the saved searches."""
        if found != self.found:
            self.found = found
            self.refresh()

    def draw(self, row: IssuesRow, part: int, width: int) -> Pieces:
        match row:
            case Heading():
                return [self._sign(SEARCHES), (row.value, "heading")]
            case SavedSearch():
                unread = self.found.get(row.query, 0)
                pieces = _entry("● " if unread else "  ", one_line(row.name), unread)
            case PublicationRow():
                unread, heading = row.unread, heading_of(row)
                pieces = [self._sign(heading), (one_line(heading), "heading")]
            case _:
                unread = row.unread
                sign = "› " if row.id == self.open_issue else "● " if unread else "  "
                pieces = _entry(sign, label_of(row), unread)
        return with_tail(pieces, str(unread) if unread else "", width)

    def _sign(self, heading: str) -> tuple[str, str]:
        return "▸ " if heading in self.folded else "▾ ", "quiet"

    def choose(self) -> None:
        match self.row:
            case Heading():
                self.post_message(self.Folded(SEARCHES))
            case SavedSearch() as search:
                self.post_message(self.SearchOpened(search))
            case PublicationRow() as publication:
                self.post_message(self.Folded(heading_of(publication)))
            case IssueRow() as issue:
                self.post_message(self.Opened(issue))


def _entry(sign: str, label: str, unread: int) -> Pieces:
    """What stands under a heading."""
    look = "unread" if unread else "read"
    return [("  ", ""), (sign, "open" if sign == "› " else look), (label, look)]


def heading_of(publication: PublicationRow) -> str:
    """What a group of issues is called on the screen."""
    return group_of(publication.name, publication.is_sample)


def group_of(publication: str | None, is_sample: bool) -> str:
    """The same, for an issue of it."""
    name = publication or "Articles"
    return f"{name} · samples" if is_sample else name


def label_of(issue: IssueRow) -> str:
    """What an issue is called under its publication: its date, or its title if it stands alone."""
    dated = spoken_date(issue.date or issue.period)
    is_single = issue.only_item is not None or issue.kind in ("article", "mail", "feed")
    if issue.publication is None or is_single or not dated:
        return one_line(issue.display_title)
    return one_line(dated)
