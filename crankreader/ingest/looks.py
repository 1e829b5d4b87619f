"""What each block of a document shows by itself of a heading or of a citation, asked only once.

Headings are looked for in a whole document and again in each of its parts; what no part changes
stands here. Knows no headings, only what speaks for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crankreader.ingest import citations, furniture, periods
from crankreader.ingest.blocks import (
    Block,
    capital_share,
    ends_sentence,
    has_address,
    has_inner_sentence,
    is_address,
    is_capitals,
    is_prose,
    is_wordless,
    last_character,
    starts_lower,
    word_count,
)
from crankreader.ingest.citations import Citation, Habit
from crankreader.ingest.closings import dashed
from crankreader.ingest.people import byline, is_name, is_unnamed_byline
from crankreader.ingest.signatures import is_office_line
from crankreader.ingest.words import fold, listed, weights

_LONGEST = 300
_LONGEST_CITED = 420


_NOTE = re.compile(r"\s*\[\d{1,3}\]$")
"""The number of a note behind a line."""


@dataclass(frozen=True, slots=True)
class Look:
    """One block, whatever is asked of the part that it stands in."""

    words: int
    is_prose: bool
    is_address: bool
    is_source_label: bool
    is_label: bool
    """Other works are named below: sources, or articles that it points to."""
    is_none: bool
    """No heading wherever it stands: wordless, a signature, a text that ends in an outlet."""
    opens_entry: bool
    has_bracket: bool
    """One that closes the text."""
    ending: Citation | None
    """What that bracket cites."""
    cited: Citation | None
    """What it cites as a headline does."""
    listed: Citation | None
    """What it cites if it stands among lines that do."""
    score: float
    """How much it looks like a heading; what follows it is not asked."""


class Looks:
    """The blocks of a document, each looked at when first asked for."""

    __slots__ = ("_found", "_furniture", "alike", "blocks")

    def __init__(self, blocks: Sequence[Block], alike: Habit) -> None:
        self.blocks = blocks
        self._found: dict[int, Look] = {}
        self._furniture: dict[int, bool] = {}
        self.alike = alike

    def __getitem__(self, at: int) -> Look:
        found = self._found.get(at)
        if found is None:
            found = self._found[at] = _look(self.blocks, at, self.alike)
        return found

    def is_furniture(self, at: int) -> bool:
        """By itself, in the middle of a text."""
        found = self._furniture.get(at)
        if found is None:
            found = self._furniture[at] = furniture.is_furniture(self.blocks[at])
        return found


def _look(blocks: Sequence[Block], at: int, alike: Habit) -> Look:
    block = blocks[at]
    text = block.text
    is_source = is_source_label(text)
    is_none = (
        is_wordless(text)
        or block.mark == "deck"
        or _is_signature(blocks, at)
        or dashed(text, alike=alike) is not None
    )
    may_cite = (
        len(text) <= _LONGEST_CITED
        and block.kind not in ("heading", "quote")
        and not _is_label_line(text)
    )
    has_bracket = citations.last_bracket(text) is not None
    score = -9.0 if is_none else own_score(block)
    if _closes_text(blocks, at):
        score += weights("headings")["closes_text"]
    return Look(
        word_count(text),
        is_prose(text),
        is_address(text),
        is_source,
        is_source or is_pointer_label(text),
        is_none,
        periods.opens_entry(text),
        has_bracket,
        citations.trailing(text, alike=alike) if has_bracket else None,
        citations.title_citation(text, alike=alike) if may_cite else None,
        citations.listed_title(text) if may_cite else None,
        score,
    )


def _is_signature(blocks: Sequence[Block], at: int) -> bool:
    """A name right above a date or an office, or that below it: who wrote it, and when."""
    here = blocks[at].text
    if len(here) > 60:
        return False
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    if is_name(here) and below is not None and below.before == 0:
        return _tells_of_writer(below.text)
    above = blocks[at - 1] if at else None
    is_below = above is not None and blocks[at].before == 0 and is_name(above.text)
    return is_below and _tells_of_writer(here)


def _tells_of_writer(text: str) -> bool:
    return periods.only_day(text, True) is not None or is_office_line(text)


def _closes_text(blocks: Sequence[Block], at: int) -> bool:
    """A line right below a text and apart from what follows: it heads nothing."""
    block = blocks[at]
    if at == 0 or block.before or block.kind != "paragraph" or not is_prose(blocks[at - 1].text):
        return False
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    return below is not None and (block.after > 0 or is_address(below.text))


def own_score(block: Block) -> float:
    """How much a block looks like a heading by its wording and the blank lines around it."""
    weight, text = weights("headings"), block.text
    if block.kind == "heading":
        return weight["marked"]
    if len(text) > _LONGEST or "\n" in text or block.kind == "quote" or _is_label_line(text):
        return -9.0
    total = _size_score(block, weight) + _end_score(text, weight)
    total += weight["lower_start"] if starts_lower(text) else weight["capital_start"]
    if has_address(text):
        total += weight["address"]
    if "   " in text or (text[0] in "([{<" and text[-1] in ")]}>"):
        total += weight["tabular"]
    if block.kind == "item":
        total += weight["number"] if block.mark == "1" else weight["bullet"]
    if block.before:
        total += weight["blank_before"]
    if block.after:
        total += weight["blank_after"]
    if is_capitals(text):
        total += weight["capitals"]
    elif capital_share(text) >= 0.7:
        total += weight["title_case"]
    if has_inner_sentence(text):
        total += weight["inner_sentence"]
    return total


@lru_cache(maxsize=2048)
def _is_label_line(text: str) -> bool:
    """A byline, a "Source: …" or a "— Outlet": they belong to what stands above."""
    if len(text) > 300:
        return False
    return (
        citations.labelled(text) is not None
        or bool(byline(text))
        or is_unnamed_byline(text)
        or bool(citations.attribution(text))
        or is_pointer_label(text)
    )


def is_source_label(text: str) -> bool:
    """A line of its own that says that sources are listed below."""
    return len(text) < 40 and fold(text).rstrip(": ") in listed("headings", "source_labels")


def is_pointer_label(text: str) -> bool:
    """A line of its own that says that other articles are named below."""
    return len(text) < 60 and fold(text).rstrip(": ") in listed("headings", "pointer_labels")


def _size_score(block: Block, weight: Mapping[str, float]) -> float:
    count = word_count(block.text)
    total = (
        weight["short"] if count <= 14 else weight["middling"] if count <= 20 else weight["long"]
    )
    if len(block.lines) == 2:
        total += weight["two_lines"]
    elif len(block.lines) > 2:
        total += weight["several_lines"]
    return total


def _end_score(text: str, weight: Mapping[str, float]) -> float:
    text = _NOTE.sub("", text) or text
    last = last_character(text)
    if last == ":":
        return (
            weight["open_end"] + weight["colon_end"] if word_count(text) <= 6 else weight["lead_in"]
        )
    if last in ",;":
        return weight["comma_end"]
    if ends_sentence(text) and last not in "?!？！":
        return weight["full_stop"]
    if last in "?!？！" and word_count(text) > 16:
        return weight["full_stop"]
    if last in "!！":
        return weight["exclaimed"]
    return weight["asked"] if last in "?？" else weight["open_end"]
