"""What is coming in, counted: how far it is, and in the end what came of it, in words.

Pure. Knows reports; no process and no screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from os.path import basename
from typing import NamedTuple

from crankreader.model import FeedReport, Report, counted
from crankreader.tui.render import cells_of

WAY_OUT = "Esc stops"
NOTHING_FOLLOWED = "Nothing is followed yet: A adds feeds, and directories that grow."
_WIDEST, _NARROWEST = 24, 4
"""Cells of the bar."""
_FULL, _EMPTY = "█", "░"
_PLAIN_FULL, _PLAIN_EMPTY = "#", "-"


class Lists(NamedTuple):
    """Of feeds, which were met in directories and not followed."""

    met: int


Said = Report | FeedReport | Lists | int
"""What a run says: of a document, of a feed, how many documents there will be, and what it met."""


class Coming:
    """The counts of one run; none of its reports is kept but the first of each kind that failed."""

    def __init__(self, *, is_again: bool = False) -> None:
        self.is_again = is_again
        """What is followed is looked through again, and most of it is as it was."""
        self.doing = "Refreshing" if is_again else "Taking in"
        self.nothing = "Nothing new." if is_again else "Nothing came in."
        self.total: int | None = None
        self.counts: Counter[str] = Counter()
        self.feeds: Counter[str] = Counter()
        self.copies = 0
        self.lists = 0
        self.stopped = False
        self.first_failed: Report | None = None
        self.first_silent: FeedReport | None = None
        self.issues: set[str] = set()
        """What came in since somebody last took them from here."""

    def count(self, said: Said) -> None:
        if isinstance(said, int):
            self.total = said
        elif isinstance(said, Lists):
            self.lists += said.met
        elif isinstance(said, FeedReport):
            self.feeds[said.status] += 1
            if said.status == "failed" and self.first_silent is None:
                self.first_silent = said
        else:
            self._count_document(said)

    def _count_document(self, report: Report) -> None:
        if report.stage == "fetch":
            # A feed that could not be had is told as a feed, too, and counted there.
            return
        self.counts[report.status] += 1
        if report.issue is not None and report.status != "unchanged":
            self.issues.add(report.issue)
        self.copies += bool(report.subset_of or report.duplicate_of)
        if report.status == "failed" and self.first_failed is None:
            self.first_failed = report

    @property
    def done(self) -> int:
        return self.counts.total()

    @property
    def troubles(self) -> int:
        """What is on the list of problems now."""
        return self.counts["failed"] + self.counts["partial"] + self.feeds["failed"]

    def line(self, width: int, *, ascii_only: bool = False) -> str:
        """How far it is, in at most `width` cells; what it is called goes first for want of room,
        then what failed, then the bar.
        """
        dot = " - " if ascii_only else " · "
        total = self._whole
        so_far = f"{self.done:,}" + (f" of {total:,}" if total else "")
        failed = f"{dot}{self.counts['failed']:,} failed" if self.counts["failed"] else ""
        doing = "Indexing" if total == self.done else self.doing
        variants = (
            (f"{doing} ", f"{so_far}{failed}{dot}{WAY_OUT}"),
            ("", f"{so_far}{failed}{dot}{WAY_OUT}"),
            ("", f"{so_far}{dot}{WAY_OUT}"),
            ("", so_far),
        )
        for before, after in variants:
            bar = self._bar(width - cells_of(before + after) - 1, ascii_only)
            if bar:
                return f"{before}{bar} {after}"
        return next((b + a for b, a in variants if cells_of(b + a) <= width), "")

    @property
    def _whole(self) -> int | None:
        """How many there will be, as long as that still can be true."""
        return self.total if self.total is not None and self.total >= self.done else None

    def _bar(self, room: int, ascii_only: bool) -> str:
        """A bar of as many cells as there is room for; "" without a total, or without room."""
        width, total = min(room, _WIDEST), self._whole
        if not total or width < _NARROWEST:
            return ""
        full, empty = (_PLAIN_FULL, _PLAIN_EMPTY) if ascii_only else (_FULL, _EMPTY)
        filled = width * self.done // total
        return full * filled + empty * (width - filled)

    def summary(self) -> str:
        """What came in, in a few sentences, the most telling first."""
        said = [self._documents(), *self._feeds()]
        if self.troubles:
            said.append("g p lists what failed, and what to do.")
        if self.first_failed is not None:
            said.append(f"{basename(self.first_failed.path)}: {self.first_failed.reason}")
        if self.first_silent is not None:
            called = self.first_silent.title or self.first_silent.url
            said.append(f"{called}: {self.first_silent.reason}")
        told = " ".join(part for part in said if part)
        if told:
            return told
        if self.stopped:
            return "Stopped before anything came in."
        is_followed = self.done or self.feeds.total()
        return self.nothing if is_followed or not self.is_again else NOTHING_FOLLOWED

    def _documents(self) -> str:
        """The counts; who looked again, and found all as it was, is not told of it."""
        if not self.done or (self.is_again and not self.done - self.counts["unchanged"]):
            return ""
        said = [f"{count:,} {status}" for status, count in self.counts.items()]
        if self.copies:
            said.append(f"{self.copies:,} folded as copies")
        is_all_new = not self.stopped and not self.counts["unchanged"]
        doing = "Took in" if is_all_new else "Looked at"
        stopped = "Stopped. " if self.stopped else ""
        return f"{stopped}{doing} {self.done:,}: {', '.join(said)}."

    def _feeds(self) -> Iterator[str]:
        if subscribed := self.feeds["subscribed"]:
            fetches = "" if self.done else "; r fetches them"
            yield f"Subscribed to {counted(subscribed, 'feed')}{fetches}."
        if failed := self.feeds["failed"]:
            yield f"{counted(failed, 'feed')} could not be had."
        if self.lists:
            met = (
                f"{counted(self.lists, 'list')} of feeds {'was' if self.lists == 1 else 'were'} met"
            )
            yield f"{met}; A and its path follow what is on it."
