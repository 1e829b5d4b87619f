"""In which order the parts of an issue or an item are written down, whatever the format.

Pure. Knows nothing of text, Markdown or HTML; those write each piece in their own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crankreader.model import Issue, Item, Link, Mention, Reading, Source

PieceKind = Literal[
    "title",
    "details",
    "section",
    "item",
    "subheading",
    "paragraph",
    "caption",
    "list",
    "entry",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of what is written: a heading, a paragraph, a line of a list."""

    kind: PieceKind
    text: str
    url: str | None = None
    """Where an entry leads; not yet judged safe."""


def issue_pieces(issue: Issue) -> Iterator[Piece]:
    """A whole issue, its sections and items in their order."""
    yield Piece("title", issue.display_title)
    yield from _details(issue.publication, issue.date or issue.period)
    yield from _details(_by(issue.authors), _edited(issue.editors))
    for name, value in issue.fields:
        yield Piece("details", f"{name}: {value}")
    for section in issue.sections:
        if section.title is not None:
            yield Piece("section", section.title)
        for item in section.items:
            # An article that is its own issue has its title and authors at the top already.
            if item.title is not None and item.title != issue.display_title:
                yield Piece("item", item.title)
            authors = item.authors if item.authors != issue.authors else ()
            date = item.date if item.date != issue.date else None
            yield from _details(_by(authors), date)
            yield from _body(item)


def reading_pieces(reading: Reading) -> Iterator[Piece]:
    """One item with where it stands, whom it names and what a person noted."""
    item, row = reading.item, reading.row
    yield Piece("title", item.display_title)
    yield from _details(
        reading.issue.publication, reading.issue.display_title, row.section, item.date
    )
    yield from _details(_by(item.authors))
    yield from _body(item)
    yield from _list("Names", (Piece("entry", name) for name in _names(reading.marked.text)))
    if row.tags:
        yield from _list("Tags", (Piece("entry", tag) for tag in row.tags))
    if reading.note:
        yield from _list("Note", (Piece("entry", reading.note),))


def _body(item: Item) -> Iterator[Piece]:
    for number, paragraph in enumerate(item.paragraphs):
        yield from _subheadings(item, number)
        yield Piece("paragraph", paragraph)
    for heading in item.subheadings:
        if heading.before >= len(item.paragraphs):
            yield Piece("subheading", heading.title)
    for caption in item.captions:
        yield Piece("caption", caption)
    yield from _list("Sources", map(_source, item.sources))
    yield from _list("Related", map(_link, item.related))
    yield from _list("Links", (_link(link) for link in item.links if link.url))


def _subheadings(item: Item, number: int) -> Iterator[Piece]:
    for heading in item.subheadings:
        if heading.before == number:
            yield Piece("subheading", heading.title)


def _details(*parts: str | None) -> Iterator[Piece]:
    line = " · ".join(part for part in parts if part)
    if line:
        yield Piece("details", line)


def _by(authors: tuple[str, ...]) -> str | None:
    return f"By {', '.join(authors)}" if authors else None


def _edited(editors: tuple[str, ...]) -> str | None:
    return f"Edited by {', '.join(editors)}" if editors else None


def _list(title: str, entries: Iterable[Piece]) -> Iterator[Piece]:
    pieces = list(entries)
    if pieces:
        yield Piece("list", title)
        yield from pieces


def _source(source: Source) -> Piece:
    parts = (", ".join(source.authors), source.title, source.outlet)
    return Piece("entry", ", ".join(part for part in parts if part) or source.url or "", source.url)


def _link(link: Link) -> Piece:
    return Piece("entry", link.text or link.url or "", link.url)


def _names(mentions: Iterable[Mention]) -> Iterator[str]:
    """Each entity once, in the order of the text, with its kind."""
    seen = set()
    for mention in mentions:
        if mention.entity is not None and mention.entity not in seen:
            seen.add(mention.entity)
            yield f"{mention.name or mention.text} ({mention.type})"
