"""What one entry of a feed says: its richest text, what its summaries add, what it points to.

Knows no feed, neither XML nor JSON.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crankreader.ingest import text
from crankreader.ingest.addresses import canonical
from crankreader.ingest.blocks import Block
from crankreader.ingest.documents import text_of
from crankreader.ingest.words import tokens
from crankreader.model import Link, Span
from crankreader.safety import clean, one_line
from crankreader.settings import Limits

LONGEST_TITLE = 1_000
"""Characters; what is longer stands in the text, too."""

_CUT_OFF = re.compile(
    r"\s*(?:\S*\u2026|\S*\.\.\.|\[\s*(?:\u2026|\.\.\.|&hellip;|&#8230;)\s*\])\s*$"
)
_TAIL = 200
_MOST_GLUED = 50
"""Words that a summary may have run together where the text has a line between them."""
_LONGEST_LINE = 1 << 20
_EXCERPT = 0.1
"""A summary with at most this share of new words is an excerpt and its "read more": put aside."""
_FULLER = 0.9
"""HTML is preferred to plain text that says not much more."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A content or a summary, as the feed has it."""

    value: str
    is_html: bool = True
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """Something an entry points to beside its text: an enclosure, a comments page."""

    url: str
    label: str = "Enclosure"
    title: str | None = None
    type: str | None = None
    size: int | None = None


@dataclass(slots=True)
class Body:
    """The blocks of an entry, and the numbers of those that only point elsewhere."""

    blocks: list[Block] = field(default_factory=list)
    aside: list[int] = field(default_factory=list)

    def point_to(self, things: Sequence[Attached], base: str | None) -> None:
        """A line for each of them: aside where there is a text of its own."""
        is_all = not self.blocks
        for thing in things:
            shown = _line(thing.title, thing.url, base)
            if shown and not is_all:
                self.aside.append(len(self.blocks))
            self.blocks += _apart(self.blocks, shown)

    def say(self, words: str) -> None:
        """These words and nothing else."""
        words = str(one_line(words, _LONGEST_LINE))
        self.blocks = [Block("paragraph", words, (words,))] if words else []


def body_of(
    pieces: Sequence[Piece], title: str, url: str | None, fallback: str | None, limits: Limits
) -> Body:
    """The richest of an entry's texts, and whatever of the others says something else.

    Summaries, which are the last of `pieces`, stand before contents.
    `fallback` is what relative links are under where a piece names no base.
    """
    said = _said(pieces, fallback, limits)
    if not said:
        return Body(_line(title, url, fallback))
    words = [tokens(text_of(blocks)) for _piece, blocks in said]
    most = max(map(len, words))
    numbers = range(len(said))
    richest = next(
        (n for n in numbers if said[n][0].is_html and len(words[n]) >= _FULLER * most),
        max(numbers, key=lambda n: len(words[n])),
    )
    body = Body()
    known = set(words[richest])
    if len(title) > LONGEST_TITLE and not set(tokens(title)) <= known:
        body.blocks.append(Block("paragraph", title, (title,)))
    for number in reversed(numbers):
        new = _new(said[number][1], known, words[richest]) if number != richest else known
        if not new and number != richest:
            continue
        blocks = _apart(body.blocks, said[number][1])
        if number != richest and len(new) <= _EXCERPT * len(set(words[number])):
            body.aside += range(len(body.blocks), len(body.blocks) + len(blocks))
        body.blocks += blocks
        known = known | set(words[number])
    return body


def _said(
    pieces: Sequence[Piece], fallback: str | None, limits: Limits
) -> list[tuple[Piece, list[Block]]]:
    """The pieces that have words, each text once."""
    once = {piece.value: piece for piece in reversed(pieces) if piece.value.strip()}
    wanted = [piece for piece in pieces if once.get(piece.value) is piece]
    found = [(piece, _blocks(piece, fallback, limits)) for piece in wanted]
    return [(piece, blocks) for piece, blocks in found if blocks]


def _new(blocks: list[Block], known: set[str], richest: list[str]) -> set[str]:
    """The words of blocks that are not known, nor two known ones run together."""
    new = _uncut(blocks) - known
    if not new or len(new) > _MOST_GLUED:
        return new
    squeezed = "".join(richest)
    return {word for word in new if word not in squeezed}


def _uncut(blocks: list[Block]) -> set[str]:
    """The words of a summary without the one that it breaks off in."""
    words = text_of(blocks)
    return set(tokens(words[:-_TAIL] + _CUT_OFF.sub("", words[-_TAIL:])))


def _apart(before: list[Block], blocks: list[Block]) -> list[Block]:
    """The blocks, a blank line above the first if something stands before them."""
    if not before or not blocks or blocks[0].before:
        return blocks
    return [replace(blocks[0], before=1), *blocks[1:]]


def _blocks(piece: Piece, fallback: str | None, limits: Limits) -> list[Block]:
    if not piece.is_html:
        lines = piece.value.replace("\r\n", "\n").replace("\r", "\n")
        return text.blocks_of(str(clean(lines)), limits)
    from crankreader.ingest import html

    return html.blocks_of(piece.value, base=_base(piece.base, fallback), limits=limits)


def _base(base: str | None, fallback: str | None) -> str | None:
    from urllib.parse import urljoin

    if not base or not fallback:
        return base or fallback
    try:
        return urljoin(fallback, base)
    except ValueError:
        return fallback


def _line(title: str | None, url: str | None, base: str | None) -> list[Block]:
    """A title as a line that leads to the address, or the address itself."""
    safe, original = canonical(url, base) if url else (None, None)
    words = str(one_line(title or url or "", _LONGEST_LINE))
    if not words:
        return []
    links = (Link(words, safe, Span(0, len(words)), original),) if safe else ()
    return [Block("paragraph", words, (words,), links=links)]
