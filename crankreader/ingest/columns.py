"""Plain text in two columns: labels on the left, and what belongs to each on the right.

"Date    3 May" over "Where   Oslo"; "15 Nov  The ship leaves …" with its lines hanging below. Knows
lines and columns, and of words only the labels that head documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from crankreader.ingest.words import fold, listed

_LABELLED = re.compile(r"(\s*)(\S(?:[^\n]{0,26}?\S)?)(?:\s{2,}|\t\s*)(?=\S)")
_GAP = re.compile(r"\S\s{3,}\S")
_DAY = re.compile(r"\d{1,2}[./]?\s?\S*$|\S+\s\d{1,2}$")
_FEWEST = 2
_RING = re.compile(r"^([ \t]*)o([ \t]{2,}|(?<=[ \t]o)[ \t])(?=\S)", re.MULTILINE)
_FEWEST_RINGS = 3


class Row(NamedTuple):
    """A label and what stands beside and below it."""

    label: str
    text: str
    lines: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Both in one line; a colon behind a label that heads documents, as others write it."""
        return f"{self.label}{':' if fold(self.label) in _field_labels() else ''} {self.text}"


def rows_of(lines: Sequence[str]) -> list[Row] | None:
    """The rows of lines that stand together, as they stand; None unless all of them fit.

    Two labels or more with their texts at one column; a day alone, with its text hanging.
    """
    first = _LABELLED.match(lines[0]) if lines else None
    if first is None or not _is_label(first[2]):
        return None
    column, edge = first.end(), len(first[1])
    found: list[Row] = []
    for line in lines:
        opened = _LABELLED.match(line)
        if opened is not None and len(opened[1]) == edge and opened.end() == column:
            found.append(Row(opened[2], line[column:], (line,)))
        elif line[:column].strip() or not found or len(line) <= column:
            return None
        else:
            last = found[-1]
            found[-1] = Row(last.label, f"{last.text} {line.strip()}", (*last.lines, line))
    if any(_GAP.search(row.text) for row in found):
        return None  # a table of more columns
    is_hanging = len(found) == 1 and len(lines) > 1 and _DAY.match(found[0].label) is not None
    is_listed = len(found) >= _FEWEST and all(row.text[:1].isalnum() for row in found)
    return found if is_hanging or is_listed else None


@cache
def _field_labels() -> frozenset[str]:
    names = ("date_labels", "event_labels", "title_labels")
    return frozenset().union(*(listed("periods", name) for name in names))


def _is_label(text: str) -> bool:
    """A word or a few, not the mark of a list."""
    is_word = len(text) > 1 and text[0].isalnum() and not text.isdigit()
    return is_word and text[-1] not in ".,;!?:" and len(text.split()) <= 5


def with_bullets(text: str) -> str:
    """A text whose lists are set with rings, as a typewriter makes them, with bullets instead."""
    if len(_RING.findall(text)) < _FEWEST_RINGS:
        return text
    return _RING.sub(lambda found: f"{found[1]}•{found[2]}", text)
