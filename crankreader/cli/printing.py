"""The one place that writes: data to standard output, talk to standard error, all of it safe.

Knows no command. A stream that was closed before the start takes everything and says nothing.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from crankreader.safety import SafeText, clean, json_text, one_line

_LONGEST_CELL = 2000
_ID = 17
"""Characters of an id; no column is made narrower."""
_GAP = "  "
_BAR = 20
"""Cells of a progress bar."""


class Output:
    """What a command prints with."""

    def __init__(self) -> None:
        self._progress_shown = False
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")

    @property
    def is_terminal(self) -> bool:
        """Whether a person sits before standard output."""
        return sys.stdout is not None and sys.stdout.isatty()

    def data(self, text: str) -> None:
        """Text for people, and a newline after it unless it has one."""
        _write(sys.stdout, clean(text if text.endswith("\n") else text + "\n"))

    def json(self, document: object) -> None:
        _write_json(json_text(document) + "\n")

    def json_line(self, document: object) -> None:
        """One document on one line, sent off at once."""
        _write_json(json_text(document, indent=None) + "\n")
        self.flush()

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Columns on a terminal; in a pipe one line a row, tabs between the cells."""
        cells = [[one_line(cell, _LONGEST_CELL) for cell in row] for row in rows]
        if not self.is_terminal:
            for row in cells:
                _write(sys.stdout, SafeText("\t".join(row) + "\n"))
            return
        for line in _aligned([[one_line(column) for column in columns], *cells]):
            _write(sys.stdout, line + "\n")

    def talk(self, text: str) -> None:
        self.end_progress()
        _murmur(clean(text) + "\n")

    def progress(self, text: str, part: float | None = None) -> None:
        """A line that the next one overwrites, with a bar where it is known which part is done
        (0 to 1); only where a person sees it.
        """
        if sys.stderr is not None and sys.stderr.isatty():
            self._progress_shown = True
            line = text if part is None else f"{_bar(part)} {text}"
            _murmur(f"\r\x1b[K{one_line(line, _width() - 1)}")

    def end_progress(self) -> None:
        if self._progress_shown:
            self._progress_shown = False
            _murmur("\r\x1b[K")

    def flush(self) -> None:
        if sys.stdout is not None:
            sys.stdout.flush()


def _bar(part: float) -> str:
    encoding = (getattr(sys.stderr, "encoding", None) or "").lower()
    full, empty = "█░" if encoding.startswith("utf") else "#-"
    filled = int(_BAR * min(1.0, part))
    return full * filled + empty * (_BAR - filled)


def _aligned(rows: Sequence[Sequence[SafeText]]) -> Iterator[str]:
    """The rows as lines of columns that fit the terminal; ids stay whole, the widest give way."""
    from shutil import get_terminal_size

    from rich.cells import cell_len, set_cell_size

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    room = get_terminal_size().columns - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _ID:
        widths[widths.index(max(widths))] -= 1
    for row in rows:
        fitted = (
            set_cell_size(cell, width)
            if cell_len(cell) <= width
            else set_cell_size(cell, width - 1) + "…"
            for cell, width in zip(row, widths, strict=True)
        )
        yield _GAP.join(fitted).rstrip()


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:
        stream.write(text)


def _write_json(text: str) -> None:
    """JSON is UTF-8 whatever the locale says."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")
    _write(sys.stdout, text)


def _murmur(text: str) -> None:
    """To standard error; whoever closed it does not want to hear."""
    try:
        _write(sys.stderr, text)
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        return


def _width() -> int:
    try:
        return max(20, os.get_terminal_size(2).columns)
    except OSError:
        return 80
