"""The library as the screens and the commands use it: one object, one verb for each thing done.

With `finding` the only room that knows ingest, entities, library and search together. Opening
costs SQLite alone; the others are imported inside the verbs that need them. Verbs may be called
from any thread: each has its own connections, and the index is under a lock. Knows no command and
no screen.
"""

from __future__ import annotations

import datetime
import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from crankreader.library import Library, Publications, Shelves, State, private_directory
from crankreader.library import LibraryUnusable as ReaderError
from crankreader.model import (
    Act,
    Check,
    FeedReport,
    Issue,
    IssueRow,
    ItemRow,
    Outline,
    Place,
    Problem,
    PublicationRow,
    Reading,
    Report,
    Results,
    Span,
)
from crankreader.safety import clean, one_line
from crankreader.settings import Settings

if TYPE_CHECKING:
    from crankreader.finding import Finder
    from crankreader.library.origins import FeedRow
    from crankreader.reader.originals import Original

__all__ = ["QueryProblem", "Reader", "ReaderError"]

Kind = Literal["publications", "issues", "sections", "items", "sources", "entities"]
Order = Literal["relevance", "date"]

_SAMPLES = "samples.added"
_TALLIES = "library.tallies"
"""The preference that spares the next start the counting."""
_ID = re.compile(r"[it][a-z2-7]{16}")


class QueryProblem(Exception):
    """A query that cannot be relied on to mean what was meant; says what is wrong, and where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class Reader:
    """One library, opened. Whatever fails for want of it raises ReaderError, with a sentence."""

    def __init__(self, settings: Settings, library: Library, state: State) -> None:
        self.settings = settings
        self._library = library
        self._state = state
        self._shelves = Shelves(library)
        self._publications = Publications(library, state)
        self._made: Finder | None = None
        self._turn = Lock()
        memo = state.preference(_TALLIES)
        if memo is not None:
            self._shelves.tallies.recall(memo)

    @classmethod
    def open(cls, settings: Settings) -> Reader:
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
        if self._made is not None:
            self._made.close()
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

    def outline(self, issue: str) -> Outline:
        return self._shelves.outline(issue)

    def reading(self, item: str) -> Reading:
        """An item with all that stands beside it."""
        row = self._shelves.rows_of([item])[item]
        return Reading(
            item=self._library.items([item])[item],
            row=row,
            issue=self._shelves.issue_row(row.issue),
            marked=self._library.marked(item),
            note=self._state.note(item),
            offset=self._state.offset(item),
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

    def listing(self, kind: Kind, query: str | None = None) -> tuple[list[dict[str, Any]], int]:
        """The rows of a kind and how many; of what a query finds, if there is one."""
        from crankreader.library.listings import listing

        items = None if query is None else self.select(query)
        rows = listing(self._library, self._shelves, kind, items)
        return rows, len(rows)

    def feeds(self) -> tuple[FeedRow, ...]:
        """The feeds that are followed."""
        return self._state.origins.feeds()

    def feeds_of(self, publication: str) -> frozenset[str]:
        """Addresses of the feeds a publication comes from, by its name; or of one by its own."""
        from crankreader.library.origins import feeds_of

        return feeds_of(publication, self._library.db, self._state.origins)

    def problems(self) -> tuple[Report, ...]:
        """Documents that failed or came in only in part, newest first."""
        return self._library.reports.newest_first()

    def forget_problem(self, path: str) -> bool:
        """Say no more of a document that failed; whether it was one."""
        return self._library.reports.forget(path)

    # Acts: what a person does to items and issues, each of which can be undone.

    def mark(
        self,
        items: Collection[str],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        tag: str | None = None,
        untag: str | None = None,
        note: str | None = None,
    ) -> Act:
        """Mark items; an empty note takes the note away."""
        return self._state.mark(
            self._shelves.issues_of(items),
            read=read,
            starred=starred,
            tag=None if tag is None else one_line(tag).strip(),
            untag=None if untag is None else one_line(untag).strip(),
            note=None if note is None else clean(note).strip(),
        )

    def remove(self, issues: Collection[str], feeds: Collection[str] = ()) -> Act:
        """Put issues, and the copies under them, into the trash for thirty days; follow these
        feeds no more.
        """
        there = [issue for issue in issues if self._library.has_issue(issue)]
        copies = [copy for issue in there for copy in self._library.copies(issue)]
        return self._state.remove(there, along=set(copies) - set(there), feeds=feeds)

    def unsubscribe(self, feeds: Collection[str]) -> Act:
        """Follow feeds, named by their addresses, no more; what came of them stays."""
        return self._state.unsubscribe(feeds)

    def leave_directory(self, path: str) -> bool:
        """Look through a directory no more on `refresh`; whether it was one of those."""
        return self._state.origins.leave(os.path.abspath(path))

    def remove_samples(self) -> Act:
        return self._state.remove(self._library.samples(), name="removed the samples")

    def undo(self) -> Act | None:
        """Take back the last act of any session; None when there is none."""
        return self._state.undo()

    def redo(self) -> Act | None:
        return self._state.redo()

    # Where a person is, and what they like.

    def keep_offset(self, item: str, offset: int) -> None:
        """Remember the character of the item's text on the first line."""
        self._state.keep_offset(item, offset)

    def place(self) -> Place:
        return self._state.place()

    def keep_place(self, place: Place) -> None:
        self._state.keep_place(place)

    def preference(self, key: str, default: Any = None) -> Any:
        return self._state.preference(key, default)

    def keep_preference(self, key: str, value: Any) -> None:
        """Remember anything that JSON can hold."""
        self._state.keep_preference(key, value)

    def maintain(self) -> None:
        """What is due from time to time. Takes a while; not for the thread of the screen."""
        self._keep_tallies()
        self._state.back_up(datetime.date.today())

    def _keep_tallies(self) -> None:
        memo = self._shelves.tallies.memo()
        if memo is not None and memo != self._state.preference(_TALLIES):
            self._state.keep_preference(_TALLIES, memo)

    def empty_trash(self) -> int:
        """Take out of the library what has been in the trash for thirty days; how many issues."""
        issues = self._state.long_removed(time.time())
        if issues:
            self._library.delete(issues)
            self._state.forget_removed(issues)
        return len(issues)

    # Taking in

    def add(
        self, paths: Iterable[str], *, stdin: bytes | None = None, sample: bool = False
    ) -> Iterator[Report | FeedReport]:
        """Take in files, directories, `-`, feeds by their addresses; a report as each of them ends.

        When the last report was taken, all documents can be searched. A feed that a file lists is
        followed and not yet fetched; a directory is remembered for `refresh`.
        """
        from crankreader.reader.incoming import taken_in

        allow = self.settings.fetch_allow
        yield from taken_in(
            self._library, self._state, paths, stdin=stdin, sample=sample, allow=allow
        )
        self._finish_intake()

    def refresh(self, publication: str | None = None) -> Iterator[Report | FeedReport]:
        """Ask the feeds, or those of one publication, for more, and look through the directories
        again; a report as each document and each feed ends.
        """
        from crankreader.reader.incoming import asked_again

        allow = self.settings.fetch_allow
        yield from asked_again(self._library, self._state, publication, allow=allow)
        self._finish_intake()

    def _finish_intake(self) -> None:
        self.empty_trash()
        for _ in self.index_pending():
            pass
        self.maintain()

    def wants_samples(self) -> bool:
        """Whether there is nothing to read yet and the samples have never been there."""
        return self.is_empty() and not self.preference(_SAMPLES)

    def add_samples(self) -> Iterator[Report | FeedReport]:
        """Take in the sample documents, once in the life of a library."""
        if not self.preference(_SAMPLES):
            yield from self.add([str(self.settings.samples_dir)], sample=True)
            self.keep_preference(_SAMPLES, True)

    def settled(self, reports: Iterable[Report]) -> tuple[Report, ...]:
        """The reports with the relations found since: a part may have come before its whole."""
        from crankreader.library.intake import related

        return tuple(related(report, self._library) for report in reports)

    # Search

    def search(
        self,
        text: str,
        *,
        typing: bool = False,
        order: Order | None = None,
        limit: int = 50,
        facets: bool = False,
    ) -> Results:
        """What a query finds. While it is typed, its last word is a beginning, newest first."""
        return self._finder.search(text, typing=typing, order=order, limit=limit, facets=facets)

    def matches(self, text: str, query: str) -> tuple[Span, ...]:
        """Where any text has what the query asked for."""
        from crankreader.query import find, parse

        return find(text, parse(query).tree)

    def select(self, query_or_id: str) -> tuple[str, ...]:
        """The items that an id (of an item or an issue) or a query names. Raises QueryProblem."""
        if _ID.fullmatch(query_or_id):
            if query_or_id.startswith("i"):
                rows = self._shelves.item_rows("t.issue = ? ORDER BY t.position", (query_or_id,))
                return tuple(row.id for row in rows)
            return tuple(self._shelves.issues_of([query_or_id]))
        from crankreader.finding import nothing_asked, understood

        query, tree = understood(query_or_id)
        if query.problems or tree is None:
            raise QueryProblem(query.problems or (nothing_asked(query_or_id),))
        return self._finder.select(tree)

    def needs_index(self) -> bool:
        """Whether searches have to do without an index, wholly or for some items."""
        return self._finder.needs_index()

    def index_pending(self) -> Iterator[int]:
        """Bring the index up to the library, or build it; how many items are done so far."""
        return self._finder.bring_up()

    def reindex(self) -> Iterator[tuple[int, int]]:
        """Build the index anew; (items done, all items). Raises ReaderError when it cannot be."""
        from crankreader.search import IndexBusy, IndexUnusable

        try:
            yield from self._finder.rebuild()
        except (IndexBusy, IndexUnusable) as error:
            raise ReaderError(f"The index could not be built: {error}.") from error
        except OSError as error:
            said = error.strerror or "the disk gave an error"
            raise ReaderError(f"The index could not be built: {said}.") from error

    def doctor(self, repair: bool = False) -> tuple[Check, ...]:
        """The health of everything; with `repair`, after mending what can be mended."""
        from crankreader.library.health import checks

        if repair:
            for _ in self.index_pending():
                pass
        is_usable, said = self._finder.state_of_index()
        advice = None if is_usable else "Run `crankreader reindex`."
        return (
            *checks(self._library, self._state, repair=repair),
            Check("index", is_usable, said, advice),
        )

    @property
    def _finder(self) -> Finder:
        """Made when first asked for: search costs an import that no screen waits for."""
        with self._turn:
            if self._made is None:
                from crankreader.finding import Finder

                self._made = Finder(
                    self.settings.index_dir, self._library, self._shelves, self._state
                )
            return self._made
