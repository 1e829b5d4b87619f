"""From an item, its mentions and its matches to lines of styled text.

Pure: takes model objects and a width, gives lines; knows no widget, theme or colour.
A style here is a name ("title", "entity-person", "match"); the widget gives it a look.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from textual.content import Content

from crankreader.model import PARAGRAPH_BREAK, Mention, Reading, Source, Span
from crankreader.safety import clean, one_line

_NOT_NARROW = re.compile("[^\x20-\u02ff\u2010-\u205e]")
"""What may take another room than one cell; a class of two ranges, as a finer one is dear to
compile. Lines with other letters are measured one by one."""

_WORD = re.compile(r"\S+")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Run(NamedTuple):
    """A style over characters [start, end) of a block's text."""

    start: int
    end: int
    style: str


class Block(NamedTuple):
    """Text that is wrapped by itself: a headline, a paragraph, a note."""

    text: str
    style: str = ""
    runs: tuple[Run, ...] = ()
    at: int | None = None
    """Where it begins in the item's text, if it is of the text."""
    indent: int = 0
    """Blank cells before every line but the first."""
    gap: bool = True
    """An empty line stands before it."""


class Line(NamedTuple):
    """One line of the screen: pieces of text, each with the names of its styles."""

    pieces: tuple[tuple[str, str], ...] = ()
    at: int | None = None
    """The character of the item's text it begins with."""
    block: int = -1
    """Which block of its page it is of."""
    start: int = 0
    """The character of that block's text that its first cell would be."""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


class Page(NamedTuple):
    """An item laid out for one width."""

    lines: tuple[Line, ...]
    starts: tuple[tuple[int, int], ...] = ()
    """(character of the text, line) for each line of the text, both rising."""
    texts: tuple[str, ...] = ()
    """What its blocks say, as it stands on the screen."""

    def line_of(self, character: int) -> int:
        """The line on which this character of the item's text stands."""
        found = self.starts[0][1] if self.starts else 0
        for at, line in self.starts:
            if at > character:
                break
            found = line
        return found

    def line_in(self, block: int, character: int) -> int:
        """The line on which this character of a block stands."""
        found = 0
        for number, line in enumerate(self.lines):
            if line.block > block or (line.block == block and line.start > character):
                break
            if line.block == block:
                found = number
        return found


def page(
    reading: Reading,
    width: int,
    *,
    entities: bool = True,
    matches: Sequence[Mention | Span] = (),
    title_matches: Sequence[Mention | Span] = (),
    current: Mention | Span | None = None,
) -> Page:
    """The whole item as the reading pane shows it, no line wider than `width` cells."""
    blocks = _blocks(reading, entities, matches, title_matches, current)
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        if block.gap and number:
            lines.append(Line())
        lines.extend(lines_of(block, width, number))
    starts = tuple((line.at, n) for n, line in enumerate(lines) if line.at is not None)
    return Page(tuple(lines), starts, tuple(block.text for block in blocks))


def lines_of(block: Block, width: int, number: int = -1) -> Iterator[Line]:
    """The block wrapped at words; a word wider than the line is cut between its letters."""
    first = True
    for start, end in breaks(block.text, max(1, width), 0 if not block.indent else block.indent):
        pieces = tuple(_pieces(block, start, end))
        at = None if block.at is None else block.at + start
        if block.indent and not first:
            pieces = ((" " * block.indent, block.style), *pieces)
            start -= block.indent
        yield Line(pieces, at, number, start)
        first = False


def breaks(text: str, width: int, indent: int = 0) -> Iterator[tuple[int, int]]:
    """Where each line of a wrapped text begins and ends; lines after the first are narrower."""
    narrow = _NOT_NARROW.search(text) is None
    room, used = width, 0
    start = end = None
    for word in _WORD.finditer(text):
        for a, b, cells in _parts(text, word.start(), word.end(), width - indent, narrow):
            gap = 0 if end is None else a - end
            if start is not None and end is not None and used + gap + cells <= room:
                used += gap + cells
            else:
                if start is not None and end is not None:
                    yield start, end
                    room = max(1, width - indent)
                start, used = a, cells
            end = b
    if start is not None and end is not None:
        yield start, end


def cells_of(text: str) -> int:
    """How many cells a text takes on the screen."""
    return len(text) if _NOT_NARROW.search(text) is None else cell_len(text)


def cut(text: str, width: int) -> str:
    """A text that takes at most `width` cells, with "…" where something was left out."""
    if cells_of(text) <= width:
        return text
    if width < 1:
        return ""
    if _NOT_NARROW.search(text) is None:
        return text[: width - 1] + "…"
    kept, used = 0, 0
    for _, end, cells in split_graphemes(text)[0]:
        if used + cells > width - 1:
            break
        kept, used = end, used + cells
    return text[:kept] + "…"


def spoken_date(iso: str | None) -> str:
    """A date as a person says it: "2024-10" is "October 2024"; "" for None."""
    parts = (iso or "").split("-")
    try:
        numbers = [int(part) for part in parts]
    except ValueError:
        return iso or ""
    if len(numbers) >= 2 and 1 <= numbers[1] <= 12:
        month = f"{_MONTHS[numbers[1] - 1]} {numbers[0]}"
        return f"{numbers[2]} {month}" if len(numbers) == 3 else month
    return iso or ""


def spoken_source(source: Source) -> str:
    """A source in one line: authors, title and outlet, or its address."""
    said = [", ".join(source.authors), f"“{source.title}”" if source.title else "", source.outlet]
    return one_line(" · ".join(part for part in said if part) or source.url or "")


def plain(text: str) -> Content:
    """Foreign text as Textual takes it for titles: clean, in one line, never markup."""
    return Content(one_line(text))


def _blocks(
    reading: Reading,
    entities: bool,
    matches: Sequence[Mention | Span],
    title_matches: Sequence[Mention | Span],
    current: Mention | Span | None,
) -> list[Block]:
    item = reading.item
    blocks: list[Block] = []
    if item.title:
        runs = _runs(reading.marked.title if entities else (), title_matches, None)
        blocks.append(_safe(Block(item.title, "title", runs)))
    blocks.append(Block(_provenance(reading), "provenance", gap=False))
    if item.authors:
        blocks.append(Block(one_line("By " + ", ".join(item.authors)), "provenance", gap=False))
    blocks.extend(_paragraphs(reading, entities, matches, current))
    blocks.extend(_safe(Block(caption, "caption", indent=2)) for caption in item.captions)
    blocks.extend(_notes(item.sources))
    for number, link in enumerate(item.related):
        text = one_line("→ " + link.text)
        blocks.append(Block(text, "note", indent=2, gap=number == 0))
    if reading.note:
        blocks.append(_safe(Block("✎ " + reading.note, "own-note", indent=2)))
    return blocks


def _provenance(reading: Reading) -> str:
    said = (
        reading.issue.publication,
        spoken_date(reading.issue.date or reading.issue.period),
        reading.row.section,
        None if reading.item.date == reading.issue.date else spoken_date(reading.item.date),
    )
    return one_line(" · ".join(part for part in said if part) or reading.issue.display_title)


def _paragraphs(
    reading: Reading,
    entities: bool,
    matches: Sequence[Mention | Span],
    current: Mention | Span | None,
) -> Iterator[Block]:
    item = reading.item
    runs = _runs(reading.marked.text if entities else (), matches, current)
    headings = sorted(item.subheadings, key=attrgetter("before"))
    at = first = heading = 0
    for number, paragraph in enumerate(item.paragraphs):
        while heading < len(headings) and headings[heading].before <= number:
            yield _safe(Block(headings[heading].title, "subheading"))
            heading += 1
        end = at + len(paragraph)
        # Runs are in order, so that those of a long text are gone through once.
        while first < len(runs) and runs[first].end <= at:
            first += 1
        own: list[Run] = []
        for run in islice(runs, first, None):
            if run.start >= end:
                break
            if run.end > at:
                own.append(Run(max(run.start, at) - at, min(run.end, end) - at, run.style))
        yield _safe(Block(paragraph, "", tuple(own), at, gap=True))
        at = end + len(PARAGRAPH_BREAK)
    for subheading in headings[heading:]:
        yield _safe(Block(subheading.title, "subheading"))


def excerpt(reading: Reading, start: int, most: int = 4000) -> tuple[Reading, int]:
    """As much of an item as a preview shows, from the paragraph that character `start` is in.

    The reading with those paragraphs alone and their mentions, and where they begin in the text.
    """
    at = begin = 0
    kept: list[str] = []
    size = 0
    for paragraph in reading.item.paragraphs:
        end = at + len(paragraph)
        if end >= start and (size == 0 or size + len(paragraph) <= most):
            begin = begin if kept else at
            kept.append(paragraph)
            size += len(paragraph)
        elif kept:
            break
        at = end + len(PARAGRAPH_BREAK)
    last = begin + len(PARAGRAPH_BREAK.join(kept))
    marked = tuple(
        m._replace(start=m.start - begin, end=m.end - begin)
        for m in reading.marked.text
        if begin <= m.start and m.end <= last
    )
    item = reading.item._replace(paragraphs=tuple(kept), subheadings=(), captions=())
    return reading._replace(item=item, marked=reading.marked._replace(text=marked)), begin


def _notes(sources: Sequence[Source]) -> Iterator[Block]:
    for number, source in enumerate(sources, 1):
        text = f"{number} {spoken_source(source)}"
        width = len(str(number))
        runs = (Run(0, width, "number"),)
        yield Block(text, "note", runs, indent=width + 1, gap=number == 1)


def _runs(
    mentions: Iterable[Mention], matches: Iterable[Mention | Span], current: Mention | Span | None
) -> tuple[Run, ...]:
    runs = [Run(m.start, m.end, f"entity-{m.type}") for m in mentions]
    runs += [Run(span.start, span.end, "match") for span in matches]
    if current is not None:
        runs.append(Run(current.start, current.end, "current"))
    return tuple(sorted(runs))


def _safe(block: Block) -> Block:
    """The block as the terminal may see it; if that changed its text, spans no longer fit."""
    text = clean(block.text)
    if text == block.text:
        return block
    return Block(text, block.style, (), block.at, block.indent, block.gap)


def _parts(
    text: str, start: int, end: int, width: int, narrow: bool
) -> Iterator[tuple[int, int, int]]:
    """A word as pieces that fit a line: (start, end, cells). Usually the word itself.

    Scripts without spaces may break between any two wide letters.
    """
    word = text[start:end]
    cells = end - start if narrow else cells_of(word)
    if cells <= width and (narrow or cells == end - start):
        yield start, end, cells
        return
    width = max(1, width)
    if narrow:
        for at in range(start, end, width):
            yield at, min(at + width, end), min(width, end - at)
        return
    a = b = start
    used = 0
    for begin, stop, size in split_graphemes(word)[0]:
        wide = size > 1
        if used and (wide or used + size > width):
            yield a, b, used
            a, used = start + begin, 0
        b, used = start + stop, used + size
        if wide:
            yield a, b, used
            a, used = b, 0
    if b > a:
        yield a, b, used


def _pieces(block: Block, start: int, end: int) -> Iterator[tuple[str, str]]:
    """The text between two breaks, cut wherever the set of styles over it changes."""
    runs = [run for run in block.runs if run.start < end and run.end > start]
    edges = {start, end}
    for run in runs:
        edges |= {max(run.start, start), min(run.end, end)}
    cuts = sorted(edges)
    for a, b in itertools.pairwise(cuts):
        styles = [block.style, *(run.style for run in runs if run.start <= a and run.end >= b)]
        yield block.text[a:b], " ".join(styles).strip()
