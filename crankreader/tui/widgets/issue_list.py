"""The issues pane: publications, and under each its issues, newest first.

Rows are fetched a page at a time when they come on the screen; knows no item and no text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from textual.message import Message

from crankreader.model import IssueRow, PublicationRow
from crankreader.safety import one_line
from crankreader.tui.render import spoken_date
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail

PAGE = 64
"""How many issues are fetched at once."""
KEPT = 32
"""How many such pages stay in memory."""

IssuesRow = PublicationRow | IssueRow
Fetch = Callable[[PublicationRow, int, int], Sequence[IssueRow]]
"""(publication, offset, limit) → its issues."""


class Shelf:
    """The rows of the pane: each publication, followed by its issues unless it is folded."""

    def __init__(
        self, publications: Sequence[PublicationRow], fetch: Fetch, folded: frozenset[str]
    ) -> None:
        self.publications = tuple(publications)
        self._fetch = fetch
        self._pages: dict[tuple[int, int], Sequence[IssueRow]] = {}
        self._starts: list[int] = []
        at = 0
        for publication in self.publications:
            self._starts.append(at)
            at += 1 if heading_of(publication) in folded else 1 + publication.issues
        self._length = at

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, number: int) -> IssuesRow:
        if not 0 <= number < self._length:
            raise IndexError(number)
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

    class Folded(Message):
        """A person folded a publication, or unfolded it."""

        def __init__(self, heading: str) -> None:
            super().__init__()
            self.heading = heading

    def __init__(self) -> None:
        super().__init__(id="issues")
        self.folded: frozenset[str] = frozenset()
        self.open_issue: str | None = None

    def draw(self, row: IssuesRow, part: int, width: int) -> Pieces:
        if isinstance(row, PublicationRow):
            sign = "▸ " if heading_of(row) in self.folded else "▾ "
            pieces = [(sign, "quiet"), (one_line(heading_of(row)), "heading")]
        else:
            sign = "› " if row.id == self.open_issue else "● " if row.unread else "  "
            look = "unread" if row.unread else "read"
            pieces = [("  ", ""), (sign, "open" if sign == "› " else look), (label_of(row), look)]
        return with_tail(pieces, str(row.unread) if row.unread else "", width)

    def choose(self) -> None:
        row = self.row
        if isinstance(row, IssueRow):
            self.post_message(self.Opened(row))
        elif row is not None:
            self.post_message(self.Folded(heading_of(row)))


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
