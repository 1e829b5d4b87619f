"""What is coming in, counted: how far it is, and in the end what came of it, in words.

Pure. Knows reports; no process and no screen.
"""

from __future__ import annotations

from collections import Counter
from os.path import basename

from crankreader.model import Report
from crankreader.tui.render import cells_of

WAY_OUT = "Esc stops"
_WIDEST, _NARROWEST = 24, 4
"""Cells of the bar."""
_FULL, _EMPTY = "█", "░"
_PLAIN_FULL, _PLAIN_EMPTY = "#", "-"


class Coming:
    """The counts of one run; none of its reports is kept but the first that failed."""

    def __init__(self, doing: str = "Taking in", nothing: str = "Nothing came in.") -> None:
        self.doing = doing
        self.nothing = nothing
        self.total: int | None = None
        self.counts: Counter[str] = Counter()
        self.copies = 0
        self.stopped = False
        self.first_failed: Report | None = None

    def count(self, said: Report | int) -> None:
        """Another report, or how many there will be."""
        if isinstance(said, int):
            self.total = said
            return
        self.counts[said.status] += 1
        self.copies += bool(said.subset_of or said.duplicate_of)
        if said.status == "failed" and self.first_failed is None:
            self.first_failed = said

    @property
    def done(self) -> int:
        return self.counts.total()

    @property
    def troubles(self) -> int:
        """Documents that are on the list of problems now."""
        return self.counts["failed"] + self.counts["partial"]

    def line(self, width: int, *, ascii_only: bool = False) -> str:
        """How far it is, in at most `width` cells; what it is called goes first for want of room,
        then what failed, then the bar.
        """
        dot = " - " if ascii_only else " · "
        total = self._whole
        counted = f"{self.done:,}" + (f" of {total:,}" if total else "")
        failed = f"{dot}{self.counts['failed']:,} failed" if self.counts["failed"] else ""
        doing = "Indexing" if total == self.done else self.doing
        variants = (
            (f"{doing} ", f"{counted}{failed}{dot}{WAY_OUT}"),
            ("", f"{counted}{failed}{dot}{WAY_OUT}"),
            ("", f"{counted}{dot}{WAY_OUT}"),
            ("", counted),
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
        """What came in, in a sentence or two."""
        if not self.done:
            return "Stopped before anything came in." if self.stopped else self.nothing
        said = [f"{count:,} {status}" for status, count in self.counts.items()]
        if self.copies:
            said.append(f"{self.copies:,} folded as copies")
        told = f"Stopped; took in {self.done:,}" if self.stopped else f"Took in {self.done:,}"
        told += f": {', '.join(said)}."
        if self.troubles:
            told += " g p lists what failed, and what to do."
        if self.first_failed is not None:
            told += f" {basename(self.first_failed.path)}: {self.first_failed.reason}"
        return told
