"""Lines that a page breaks by hand: wrapped prose joined again, bullets taken for list marks.

Knows blocks only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crankreader.ingest.blocks import Block, ends_sentence, starts_lower
from crankreader.model import Link, Span

_BULLET = re.compile(r"([•·▪‣◦●■►▶➤])\s+(?=\S)")
_FEWEST = 3
_NARROWEST, _WIDEST = 35, 120
_FILLED = 0.7
"""Of the widest line: a wrapped one is hardly shorter."""
_LOWER = 0.3
"""Of the lines that go on: so many begin small where sentences run over them."""


def wrapped(blocks: Sequence[Block], is_bold: Sequence[bool]) -> list[list[int]]:
    """The numbers of the blocks, those together that are lines of one paragraph."""
    groups: list[list[int]] = []
    run: list[int] = []
    for at, block in enumerate(blocks):
        goes_on = (
            bool(run)
            and block.before == 0
            and _is_line(block)
            and is_bold[at] == is_bold[run[-1]]
            and not _is_link(blocks[run[-1]])
        )
        if not goes_on:
            groups += _joined(blocks, run)
            run = []
        if goes_on or _is_line(block):
            run.append(at)
        else:
            groups.append([at])
    return groups + _joined(blocks, run)


def _is_line(block: Block) -> bool:
    return block.kind in ("paragraph", "quote") and not _is_link(block) and len(block.lines) == 1


def _is_link(block: Block) -> bool:
    """All of it leads somewhere: a headline or an address, not part of a sentence."""
    return any(link.span and len(link.text) >= 0.9 * len(block.text) for link in block.links)


def _joined(blocks: Sequence[Block], run: list[int]) -> list[list[int]]:
    if not run:
        return []
    texts = [blocks[at].text for at in run]
    widest = max(map(len, texts))
    is_prose = len(run) >= _FEWEST and _NARROWEST <= widest <= _WIDEST and _runs_over(texts, widest)
    groups = [[run[0]]]
    for at, text, above in zip(run[1:], texts[1:], texts[:-1], strict=True):
        is_unfinished = not ends_sentence(above) and starts_lower(text) and len(above) >= 30
        fits = is_prose and (len(above) >= _FILLED * widest or above.endswith("-"))
        if _BULLET.match(text) or not (is_unfinished or fits) or above.endswith(":"):
            groups.append([at])
        else:
            groups[-1].append(at)
    return groups


def _runs_over(texts: Sequence[str], widest: int) -> bool:
    """Sentences begin in one line and end in another."""
    if sum(map(starts_lower, texts[1:])) >= _LOWER * (len(texts) - 1):
        return True
    # Where nouns have capitals too: full lines without an end, and an end at the last.
    above = texts[:-1]
    return (
        ends_sentence(texts[-1])
        and sum(map(ends_sentence, above)) <= 0.2 * len(above)
        and min(map(len, above)) >= 0.6 * widest
    )


def joined(lines: Sequence[Block]) -> Block:
    """Lines as one paragraph, links where they were."""
    text = ""
    links: list[Link] = []
    for line in lines:
        glue = "" if not text or re.search(r"[^\W\d_]-$", text) else " "
        shift = len(text) + len(glue)
        text += glue + line.text
        for link in line.links:
            moved = link.span and Span(link.span.start + shift, link.span.end + shift)
            links.append(link._replace(span=moved))
    return replace(
        lines[0],
        text=text,
        lines=tuple(line.text for line in lines),
        links=tuple(links),
    )


def without_bullet(block: Block) -> Block:
    """A line that begins with a bullet as the list item that it is."""
    found = _BULLET.match(block.text) if block.kind == "paragraph" and not block.mark else None
    if found is None:
        return block
    cut = found.end()
    links = []
    for link in block.links:
        if link.span is None:
            links.append(link)
            continue
        span = Span(max(0, link.span.start - cut), link.span.end - cut)
        if span.end > span.start:
            links.append(link._replace(text=span.of(block.text[cut:]), span=span))
        else:
            links.append(link._replace(span=None))
    return replace(block, kind="item", text=block.text[cut:], mark=found[1], links=tuple(links))
