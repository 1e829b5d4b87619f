"""Several articles on one web page, each signed below its headline.

Finds where they begin when nothing else repeats; how their heads are taken is for `pages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crankreader.ingest import furniture
from crankreader.ingest.blocks import Block, has_address, is_prose, is_wordless, word_count
from crankreader.ingest.chrome import is_button
from crankreader.ingest.looks import is_pointer_label
from crankreader.ingest.pages import LEAST_WORDS, LONGEST_HEAD, Page, mostly_prose, running_words
from crankreader.ingest.signatures import Signature, is_time_line, signature_at
from crankreader.ingest.words import fold

LEAST_BUTTONS = 3
"""Lines of its own that a web page has among its articles."""
_LONGEST_STANDFIRST = 60


@dataclass(frozen=True, slots=True)
class Head:
    """A headline, and the signature below it, which begins at the block `start`."""

    headline: int
    start: int
    signed: Signature


def signed_page_of(
    blocks: Sequence[Block], among: Sequence[int], signed: Sequence[Head]
) -> Page | None:
    """The articles of a web page, each with who wrote it and when below its headline.

    None unless two are signed, the page's own buttons stand around them, and they fill it.
    """
    starts = [head.headline for head in signed]
    if len({fold(blocks[start].text) for start in starts}) < max(2, len(starts)):
        return None
    if sum(1 for at in among if is_button(blocks[at])) < LEAST_BUTTONS:
        return None
    end = among[-1] + 1
    heads = {at for head in signed for at in range(head.start, head.signed.end)}
    starts = sorted({*starts, *_unsigned(blocks, starts[0], end)})
    totals = running_words(blocks)
    bounds = [*starts, end]
    if totals[starts[0]] > LONGEST_HEAD * totals[end]:
        return None
    if any(totals[below] - totals[above] < LEAST_WORDS for above, below in pairwise(bounds)):
        return None
    if not mostly_prose(blocks, starts[0], end):
        return None
    kickers = tuple(kicker_of(blocks, start) for start in starts)
    why = "headlines with the names of those who wrote the articles below them"
    return Page(tuple(starts), kickers, frozenset(), frozenset(heads), end, why)


def heads_in(blocks: Sequence[Block], among: Sequence[int], is_day_first: bool) -> list[Head]:
    """The headlines that a signature stands below, in order."""
    found: list[Head] = []
    end = among[-1] + 1 if among else 0
    at = among[0] if among else 0
    while at < end:
        signed = signature_at(blocks, at, is_day_first)
        last = found[-1].headline if found else -1
        start = _headline_of(blocks, at, last) if signed is not None else None
        if signed is None or start is None:
            at += 1
            continue
        found.append(Head(start, at, signed))
        at = signed.end
    return found


def _headline_of(blocks: Sequence[Block], signed: int, last: int) -> int | None:
    """The headline above a signature; of two lines that could be it the lower is a standfirst."""
    above = [
        at
        for at in range(signed - 1, max(last, signed - 7), -1)
        if not (
            is_wordless(blocks[at].text)
            or _is_small_button(blocks[at])
            or is_time_line(blocks[at].text)
        )
    ]
    if not above:
        return None
    lower = above[0]
    upper = above[1] if len(above) > 1 else None
    is_under = upper is not None and _is_headline(blocks[upper]) and _is_near(blocks, upper, lower)
    if is_under and word_count(blocks[lower].text) <= _LONGEST_STANDFIRST:
        is_standfirst = is_prose(blocks[lower].text) or word_count(blocks[lower].text) >= 7
        if is_standfirst:
            return upper
    return lower if _is_headline(blocks[lower]) else None


def _is_near(blocks: Sequence[Block], upper: int, lower: int) -> bool:
    return lower == upper + 1 and blocks[lower].before <= 2


def _is_headline(block: Block) -> bool:
    text = block.text
    if block.kind not in ("paragraph", "heading") or is_prose(text):
        return False
    is_title = 4 <= word_count(text) <= 24 and not text.rstrip().endswith((".", ":", ",", ";"))
    is_other = has_address(text) or "   " in text or " > " in text or furniture.has_credit(text)
    is_other = is_other or text[0] in "([{<"
    return is_title and not is_other and not furniture.is_furniture(block)


def _is_small_button(block: Block) -> bool:
    return word_count(block.text) <= 4 and furniture.is_furniture(block)


def _unsigned(blocks: Sequence[Block], first: int, end: int) -> list[int]:
    """Headlines without a signature: right below a pointer to the rest of an article, over text."""
    return [
        at
        for at in range(first + 1, end - 1)
        if _is_headline(blocks[at])
        and furniture.is_pointer(blocks[at - 1].text)
        and is_prose(blocks[at + 1].text)
    ]


def kicker_of(blocks: Sequence[Block], start: int) -> int | None:
    """The label above a headline: a word or three that the page's buttons do not share."""
    at = start - 1
    if at < 0 or not 1 <= word_count(blocks[at].text) <= 4 or blocks[at].kind == "item":
        return None
    block = blocks[at]
    is_label = block.before > 0 and not block.text.rstrip().endswith((".", ":", ",", "!"))
    is_other = furniture.score(block) or " > " in block.text or is_pointer_label(block.text)
    return at if is_label and not is_other and not is_wordless(block.text) else None
