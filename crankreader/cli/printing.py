"""The one place that writes: data to standard output, talk to standard error, all of it safe.

Knows no command. A stream that was closed before the start takes everything and says nothing.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from crankreader.safety import SafeText, clean, json_text, one_line

_LONGEST_CELL = 2000
_ID = 17
"""Characters that are of use only together."""


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
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in columns:
            table.add_column(column, no_wrap=True, min_width=_ID if column == "id" else None)
        for row in cells:
            table.add_row(*(Text(cell) for cell in row))
        Console(file=sys.stdout, highlight=False, markup=False).print(table)

    def talk(self, text: str) -> None:
        self.end_progress()
        _murmur(clean(text) + "\n")

    def progress(self, text: str) -> None:
        """A line that the next one overwrites; only where a person sees it."""
        if sys.stderr is not None and sys.stderr.isatty():
            self._progress_shown = True
            _murmur(f"\r\x1b[K{one_line(text, _width() - 1)}")

    def end_progress(self) -> None:
        if self._progress_shown:
            self._progress_shown = False
            _murmur("\r\x1b[K")

    def flush(self) -> None:
        if sys.stdout is not None:
            sys.stdout.flush()


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
