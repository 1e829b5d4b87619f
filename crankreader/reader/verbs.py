"""The library as the screens and the commands use it: one object, one verb for each thing done.

With `finding` the only room that knows ingest, entities, library and search together. Opening
costs SQLite alone; the others are imported inside the verbs that need them. Verbs may be called
from any thread: each has its own connections, and the index is under a lock. Knows no command and
no screen.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from crankreader import __version__
from crankreader.library import LibraryUnusable as ReaderError
from crankreader.model import (
    FeedReport,
    Report,
)
from crankreader.reader.asking import Kind, QueryProblem
from crankreader.reader.naming import NameProblem, Naming

if TYPE_CHECKING:
    from crankreader.ingest.walking import Tally

__all__ = ["Kind", "NameProblem", "QueryProblem", "Reader", "ReaderError"]

_SAMPLES = "samples.added"
_READ_BY = "library.read_by"
"""The release whose parser all documents are known to have been read by."""


class Reader(Naming):
    """One library, opened. Whatever fails for want of it raises ReaderError, with a sentence."""

    def add(
        self,
        paths: Iterable[str],
        *,
        stdin: bytes | None = None,
        sample: bool = False,
        tally: Tally | None = None,
    ) -> Generator[Report | FeedReport, None, None]:
        """Take in files, directories, `-`, feeds by their addresses; a report as each of them ends.

        When the last report was taken, all documents can be searched. A feed that a file lists is
        followed and not yet fetched; a directory is remembered for `refresh`. `tally` counts what
        is passed over on the way through directories.
        """
        from crankreader.reader.incoming import taken_in

        yield from taken_in(
            self._library,
            self._state,
            self._names,
            paths,
            stdin=stdin,
            sample=sample,
            allow=self.settings.fetch_allow,
            limits=self.settings.limits,
            tally=tally,
        )
        self._finish_intake()

    def absent(self, path: str) -> str | None:
        """Why there is nothing at all at a path that a person typed; None where something is."""
        from crankreader.ingest.walking import unreadable

        try:
            os.stat(path)
        except (OSError, ValueError) as error:
            failure = unreadable(path, error)
            return failure.reason if failure.code == "absent" else None
        return None

    def count_files(self, paths: Iterable[str]) -> int:
        """How many files these paths stand for, to say how far `add` is; 0 when nobody can."""
        from crankreader.ingest.walking import Found, Tally, found

        tally = Tally()
        return sum(isinstance(each, Found) for path in paths for each in found(path, tally))

    def refresh(self, publication: str | None = None) -> Generator[Report | FeedReport, None, None]:
        """Ask the feeds, or those of one publication, for more, and look through the directories
        again; a report as each document and each feed ends.
        """
        from crankreader.reader.incoming import asked_again

        yield from asked_again(
            self._library,
            self._state,
            self._names,
            publication,
            allow=self.settings.fetch_allow,
            limits=self.settings.limits,
        )
        self._finish_intake()

    def is_outdated(self) -> bool:
        """Whether documents may have been read by an older parser, or tagged by other names."""
        return self.preference(_READ_BY) != __version__ or not self.is_tagged

    def read_again(self) -> Iterator[Report]:
        """Read the documents that an older parser read once more, from their kept bytes.

        Ids, marks, tags and notes stay with the items they were made on.
        """
        from crankreader.reader.incoming import read_again

        yield from read_again(self._library, self._state, self._names, self.settings.limits)
        self.keep_preference(_READ_BY, __version__)

    def _finish_intake(self) -> None:
        self.empty_trash()
        for _ in self.retag() if self.is_tagged else ():  # the list may have changed meanwhile
            pass
        for _ in self.index_pending():
            pass
        self.maintain()

    def wants_samples(self) -> bool:
        """Whether there is nothing to read yet and the samples have never been there."""
        return self.is_empty() and not self.preference(_SAMPLES)

    def add_samples(self) -> Generator[Report | FeedReport, None, None]:
        """Take in the sample documents, once in the life of a library."""
        if not self.preference(_SAMPLES):
            yield from self.add([str(self.settings.samples_dir)], sample=True)
            self.keep_preference(_SAMPLES, True)

    def settled(self, reports: Iterable[Report]) -> tuple[Report, ...]:
        """The reports with the relations found since: a part may have come before its whole."""
        from crankreader.library.intake import related

        return tuple(related(report, self._library) for report in reports)
