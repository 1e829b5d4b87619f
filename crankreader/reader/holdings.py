"""One library as it stands on the disk: opened, closed, and read.

Costs SQLite alone. Knows no query, no act and no document that is not in it yet.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Self

from crankreader.library import Library, Publications, Shelves, State, private_directory
from crankreader.library import LibraryUnusable as ReaderError
from crankreader.model import (
    Issue,
    IssueRow,
    ItemRow,
    Outline,
    PublicationRow,
    Reading,
    Report,
    SavedSearch,
)
from crankreader.reader.names import Names
from crankreader.settings import Settings

if TYPE_CHECKING:
    from crankreader.finding import Finder, Indexing
    from crankreader.finding.warm import Warm
    from crankreader.library.origins import FeedRow
    from crankreader.reader.originals import Original

COMMON = 200
"""Mentions after which an entity is as common as can be."""
_TALLIES = "library.tallies"
"""The preference that spares the next start the counting."""


class Holdings:
    """One library, opened, and what stands in it."""

    def __init__(self, settings: Settings, library: Library, state: State) -> None:
        self.settings = settings
        self._library = library
        self._state = state
        self._shelves = Shelves(library)
        self._publications = Publications(library, state)
        self._names = Names(settings.entities_file, library.tagging.usual_list)
        state.outside = {"names": self._names.edit}
        self._made: tuple[Finder, Indexing] | None = None
        self._warm: Warm | None = None
        self._turn = Lock()
        memo = state.preference(_TALLIES)
        if memo is not None:
            self._shelves.tallies.recall(memo)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the library, making what is missing. Raises ReaderError."""
        private_directory(settings.data_dir)
        state = State.open(settings.state_file)
        try:
            library = Library.open(settings.library_file, settings.state_file)
        except ReaderError:
            state.close()
            raise
        return cls(settings, library, state)

    def close(self) -> None:
        with suppress(ReaderError):  # a disk that is full or read-only keeps nobody here
            self._keep_tallies()
        if self._warm is not None:
            self._warm.close()
        self._library.close()
        self._state.close()

    @property
    def notice(self) -> str | None:
        """What opening had to mend, for a person to know."""
        return self._state.notice

    # What there is. An id that is not there raises KeyError.

    def publications(self) -> tuple[PublicationRow, ...]:
        return self._shelves.publications()

    def issues(
        self, publication: str | None, *, sample: bool = False, offset: int = 0, limit: int = 64
    ) -> tuple[IssueRow, ...]:
        """A page of a publication's issues, newest first."""
        return self._shelves.issues(publication, sample=sample, offset=offset, limit=limit)

    def issue_position(self, issue: str) -> int:
        """How many issues stand before it in its publication."""
        return self._shelves.issue_position(issue)

    def neighbour_issue(self, issue: str, step: int) -> IssueRow | None:
        """The issue after (1) or before (-1) in the order of the issues pane."""
        return self._shelves.neighbour_issue(issue, step)

    def issue(self, issue: str) -> Issue:
        return self._library.issue(issue)

    def original(self, issue: str) -> Original:
        """The document the issue was read from, as it came."""
        from crankreader.reader.originals import original

        return original(self._library.issue(issue), self._library.raw(issue))

    def title_of(self, issue: str) -> str | None:
        """What an issue is called on the screen; None where there is none."""
        found: str | None = self._library.db.value(
            "SELECT display_title FROM issues WHERE id = ?", (issue,)
        )
        return found

    def outline(self, issue: str) -> Outline:
        return self._shelves.outline(issue)

    def reading(self, item: str) -> Reading:
        """An item with all that stands beside it."""
        row = self._shelves.rows_of([item])[item]
        marked = self._library.marked(item)
        named = {each.entity for each in (*marked.title, *marked.text) if each.entity}
        return Reading(
            item=self._library.items([item])[item],
            row=row,
            issue=self._shelves.issue_row(row.issue),
            marked=marked,
            note=self._state.note(item),
            offset=self._state.offset(item),
            common=self._library.entities.tally(named, COMMON),
        )

    def holds(self, id: str) -> bool:
        """Whether there is such an issue or item, and not in the trash."""
        return self._shelves.holds(id)

    def next_unread(self, after_item: str | None, *, backwards: bool = False) -> ItemRow | None:
        """The next unread item in the order of the screen, going round once."""
        return self._shelves.next_unread(after_item, backwards=backwards)

    def counts(self) -> tuple[int, int]:
        """Unread and starred items."""
        return self._shelves.counts()

    def is_empty(self) -> bool:
        return not self._shelves.publications()

    def only_samples(self) -> bool:
        return self._shelves.shows_samples() and not self.is_empty()

    def feeds(self) -> tuple[FeedRow, ...]:
        """The feeds that are followed."""
        return self._state.origins.feeds()

    def feeds_of(self, publication: str) -> frozenset[str]:
        """Addresses of the feeds a publication comes from, by its name; or of one by its own."""
        from crankreader.library.origins import feeds_of

        return feeds_of(publication, self._library.db, self._state.origins)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """By name."""
        return self._state.searches.saved()

    def recent_searches(self) -> tuple[str, ...]:
        """The last queries that led to something, newest first."""
        return self._state.searches.recent()

    @property
    def revisions(self) -> tuple[int, int]:
        """Other numbers after every change of the library, and after every act."""
        return self._library.revision, self._state.revision

    def problems(self) -> tuple[Report, ...]:
        """Documents that failed or came in only in part, newest first."""
        return self._library.reports.newest_first()

    def forget_problem(self, path: str, member: str | None = None) -> bool:
        """Say no more of a document that failed, or of one member of it; whether it was one."""
        return self._library.reports.forget(path, member)

    def keep_problem(self, report: Report) -> None:
        """Say again what was forgotten of a document that failed."""
        self._library.reports.keep(report)

    def _keep_tallies(self) -> None:
        memo = self._shelves.tallies.memo()
        if memo is not None and memo != self._state.preference(_TALLIES):
            self._state.keep_preference(_TALLIES, memo)
