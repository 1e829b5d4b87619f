"""A dossier as lines: what it is, where it stands, with whom, and every sentence.

Pure: takes a dossier and a width, gives rows; knows no widget.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from crankreader.analysis import Appearance, Dossier, Said
from crankreader.model import Entity, counted
from crankreader.safety import one_line
from crankreader.tui.render import Block, Run, cells_of, cut, lines_of, spoken_date
from crankreader.tui.widgets.entity_list import HEADINGS

Pieces = list[tuple[str, str]]
BAR = 24
"""Cells of the longest bar."""
FIGURES = 30
"""Figures that are listed; the sentences have all."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"


class Target(NamedTuple):
    """Where a row leads: a character of an item, or another entity."""

    item: str | None = None
    start: int = 0
    in_title: bool = False
    entity: str | None = None


class DossierRow(NamedTuple):
    """One line; without a target it is only read."""

    pieces: tuple[tuple[str, str], ...] = ()
    target: Target | None = None
    goes_on: bool = False
    """It continues the line above."""


def rows_of(dossier: Dossier, width: int) -> list[DossierRow]:
    """The dossier in lines of at most `width` cells."""
    return [
        *_head(dossier, width),
        *_issues(dossier.issues, width),
        *_companions(dossier.companions, width),
        *_figures(dossier.said, width),
        *_sentences(dossier, width),
    ]


def about(entity: Entity) -> str:
    """What an entity is, in a line."""
    country = entity.country.partition("/")[2].replace("-", " ").title() if entity.country else ""
    kind = "organisation" if entity.type == "org" else entity.type
    return str(one_line(" · ".join(filter(None, (kind, entity.description, country, entity.id)))))


def _head(dossier: Dossier, width: int) -> Iterator[DossierRow]:
    entity = dossier.entity
    name = cut(str(one_line(entity.name)), width)
    yield _plain(((name, f"title entity-{entity.type}"),))
    yield from _wrapped(about(entity), "quiet", width)
    if entity.aliases:
        yield from _wrapped(f"Also called {', '.join(entity.aliases)}", "", width)
    if dossier.seen:
        seen = " · ".join(f"{text} {count:,}" for text, count in dossier.seen)
        yield from _wrapped(f"Seen as {seen}", "", width)
    if not dossier.items:
        yield from _wrapped("No text of this library names it.", "quiet", width)
        return
    where = (
        f"{counted(dossier.mentions, 'mention')} in {counted(dossier.items, 'item')} of"
        f" {counted(len(dossier.issues), 'issue')}"
    )
    first, last = spoken_date(dossier.first), spoken_date(dossier.last)
    when = f" · {first}" if first == last else f" · first {first} · last {last}"
    yield from _wrapped(where + (when if first else ""), "", width)


def _issues(issues: Sequence[Appearance], width: int) -> Iterator[DossierRow]:
    if not issues:
        return
    yield from _heading("By issue")
    most = max(each.mentions for each in issues)
    bar = max(1, min(BAR, width // 4))
    dates = max(len(spoken_date(each.date)) for each in issues)
    for each in issues:
        date = spoken_date(each.date).ljust(dates)
        pieces: Pieces = [(f" {date} " if dates else " ", "quiet")]
        pieces += [(_bar(each.mentions, most, bar), "number"), (f" {each.mentions:>4} ", "")]
        pieces.append((str(one_line(each.title)), ""))
        yield DossierRow(_within(pieces, width), Target(item=each.first_item))


def _bar(count: int, most: int, width: int) -> str:
    """A bar in eighths of a cell, so that small counts still differ."""
    eighths = max(1, round(count * width * 8 / most))
    whole, part = divmod(eighths, 8)
    return ("█" * whole + _EIGHTHS[part].strip()).ljust(width)


def _companions(companions: Sequence[tuple[Entity, int]], width: int) -> Iterator[DossierRow]:
    if not companions:
        return
    yield from _heading("Named with")
    for other, times in companions:
        name = str(one_line(other.name))
        letter = HEADINGS[other.type][0]
        pieces = [(f" {times:>5}  ", "quiet"), (f"{letter} ", "quiet")]
        pieces.append((name, f"entity-{other.type}"))
        yield DossierRow(_within(pieces, width), Target(entity=other.id))


def _figures(said: Sequence[Said], width: int) -> Iterator[DossierRow]:
    figures = [(figure, each) for each in said for figure in each.figures][:FIGURES]
    if not figures:
        return
    yield from _heading("Figures beside it")
    shown = [str(one_line(figure, 24)) for figure, _ in figures]
    wide = min(20, max(map(cells_of, shown)))
    for (figure, each), text in zip(figures, shown, strict=True):
        begin = max(0, each.text.find(figure) - (width - wide - 4) // 2)
        around = str(one_line(("…" if begin else "") + each.text[begin:]))
        blank = " " * max(0, wide - cells_of(text))
        pieces = [(f" {blank}{cut(text, wide)}  ", "number"), (around, "quiet")]
        target = Target(each.item, each.start, each.in_title)
        yield DossierRow(_within(pieces, width), target)


def _within(pieces: Pieces, width: int) -> tuple[tuple[str, str], ...]:
    """As much of the pieces as so many cells hold."""
    kept: Pieces = []
    for text, style in pieces:
        if width <= 0:
            break
        shown = cut(text, width)
        kept.append((shown, style))
        width -= cells_of(shown)
    return tuple(kept)


def _sentences(dossier: Dossier, width: int) -> Iterator[DossierRow]:
    if not dossier.said:
        return
    issues = {each.issue: each for each in dossier.issues}
    for issue, group in groupby(dossier.said, key=lambda each: each.issue):
        yield DossierRow()
        at = issues.get(issue)
        title = str(one_line(at.title)) if at else issue
        date = spoken_date(at.date) if at else ""
        said = title if not date or date in title else f"{title} · {date}"
        yield _plain(((cut(said, width), "heading"),))
        for each in group:
            yield from _sentence(dossier.entity, each, width)
    if dossier.said_of < dossier.items:
        left = dossier.items - dossier.said_of
        yield DossierRow()
        yield from _wrapped(
            f"{counted(left, 'older item')} more: / searches for them.", "quiet", width
        )


def _sentence(entity: Entity, said: Said, width: int) -> Iterator[DossierRow]:
    runs = tuple(Run(span.start, span.end, f"entity-{entity.type}") for span in said.spans)
    block = Block(said.text, "unread" if said.in_title else "", runs)
    target = Target(said.item, said.start, said.in_title)
    for number, line in enumerate(lines_of(_clean(block), max(1, width - 3))):
        sign = (" · ", "quiet") if not number else ("   ", "")
        yield DossierRow((sign, *line.pieces), None if number else target, goes_on=number > 0)


def _clean(block: Block) -> Block:
    """The block as the terminal may see it; where that changes its text, spans fit no more."""
    text = str(one_line(block.text, len(block.text) + 1))
    return block if text == block.text else Block(text, block.style)


def _heading(said: str) -> Iterator[DossierRow]:
    yield DossierRow()
    yield _plain(((said, "heading"),))


def _wrapped(text: str, style: str, width: int) -> Iterator[DossierRow]:
    for line in lines_of(Block(str(one_line(text, 2000)), style), max(1, width)):
        yield DossierRow(line.pieces)


def _plain(pieces: tuple[tuple[str, str], ...]) -> DossierRow:
    return DossierRow(pieces)
