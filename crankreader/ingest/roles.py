"""Which headings open a section and which a story: by form, by wording, by what stands below.

Decides for headings of one form together where it can. Knows nothing of how they were found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from crankreader.ingest import periods
from crankreader.ingest.blocks import (
    Block,
    capital_share,
    has_address,
    is_capitals,
    word_count,
    word_list,
)
from crankreader.ingest.citations import Habit
from crankreader.ingest.closings import closing
from crankreader.ingest.headings import CAPITALS, PLAIN, Heading
from crankreader.ingest.references import is_list_label
from crankreader.ingest.words import fold, listed, weights

_COUNTED = re.compile(r"\d{1,2}\s+[^\W\d_]")

Role = Literal["section", "headline"]


def roles(
    blocks: Sequence[Block], found: Mapping[int, Heading], among: Sequence[int], alike: Habit
) -> dict[int, Role]:
    """What each heading opens in a document of several items; none for a label within one."""
    given: dict[int, Role] = {at: "headline" for at, heading in found.items() if heading.cited}
    inner = _inner_labels(blocks, found)
    found = {at: heading for at, heading in found.items() if at not in inner}
    plain = [heading for heading in found.values() if not heading.cited]
    top = _section_rank(blocks, plain, found, among)
    labels = {heading.at: section_score(blocks, heading, found, among, alike) for heading in plain}
    limit = weights("headings")["section_threshold"]
    for at in _small_letters(blocks, labels, limit):
        labels[at] += weights("headings")["sentence_case"]
    is_mixed = top is not None and _is_mixed(blocks, plain, found, among, top)
    for heading in plain:
        score = labels[heading.at]
        below = found.get(_next(among, heading.at) or -1)
        if is_list_label(blocks[heading.at].text) and below is not None and below.cited:
            given[heading.at] = "section"
            continue
        if is_list_label(blocks[heading.at].text) and heading.rank <= CAPITALS:
            score += 1.0
        if top is None or (is_mixed and heading.rank == top):
            is_section = score >= limit
        elif heading.rank < PLAIN:
            is_over = below is not None and not below.cited and below.rank > heading.rank
            is_named = heading.rank < CAPITALS and not has_address(blocks[heading.at].text)
            is_section = heading.rank <= top or (is_over and is_named)
        else:
            is_section = score >= limit + 2
        block = blocks[heading.at]
        is_bullet = block.kind == "item" and block.mark != "1" and block.after == 0
        given[heading.at] = "section" if is_section and not is_bullet else "headline"
    if top is None:
        _even_out(blocks, plain, given, among)
    _even_numbers(blocks, labels, given, found, among)
    return given


def _small_letters(blocks: Sequence[Block], labels: Mapping[int, float], limit: float) -> list[int]:
    """Three words that go on in small letters, where all other names of parts have capitals."""
    likely = [at for at, score in labels.items() if score >= limit]
    small = {at for at in likely if capital_share(blocks[at].text) < 0.7}
    titled = [at for at in likely if at not in small and word_count(blocks[at].text) > 1]
    if len(titled) < 2 or len(titled) <= len(small):
        return []
    section_words = listed("headings", "section_words")
    return [
        at
        for at in likely
        if at in small
        and word_count(blocks[at].text) == 3
        and not any(fold(word) in section_words for word in word_list(blocks[at].text))
        and blocks[at].text[-1:] not in ":?"
    ]


def _inner_labels(blocks: Sequence[Block], found: Mapping[int, Heading]) -> set[int]:
    """Labels with a colon that come again and again: parts of the items they stand in."""
    labels = {
        at: fold(blocks[at].text)
        for at, heading in found.items()
        if heading.rank >= PLAIN and not heading.cited and blocks[at].text.endswith(":")
    }
    counts = Counter(labels.values())
    return {at for at, label in labels.items() if counts[label] > 1}


def _is_mixed(
    blocks: Sequence[Block],
    plain: Sequence[Heading],
    found: Mapping[int, Heading],
    among: Sequence[int],
    top: float,
) -> bool:
    """Sections and stories have headings of one form: some stand right above others."""
    same = {heading.at for heading in plain if heading.rank == top}
    if len(same) < 3 or any(heading.rank < CAPITALS for heading in plain):
        return False
    nested = sum(1 for one, two in pairwise(among) if one in same and two in same)
    long = sum(1 for at in same if word_count(blocks[at].text) >= 6)
    return nested >= 1 and long >= 2


def _even_numbers(
    blocks: Sequence[Block],
    labels: Mapping[int, float],
    given: dict[int, Role],
    found: Mapping[int, Heading],
    among: Sequence[int],
) -> None:
    """Numbered headings are all of one kind: as most of them look, sections over other headings."""
    numbered = [at for at in labels if blocks[at].mark == "1" or _COUNTED.match(blocks[at].text)]
    if len(numbered) < 2:
        return
    over = sum(1 for at in numbered if _next(among, at) in found)
    mean = sum(labels[at] for at in numbered) / len(numbered)
    is_section = 2 * over >= len(numbered) or mean >= weights("headings")["section_threshold"]
    for at in numbered:
        given[at] = "section" if is_section else "headline"


def _next(among: Sequence[int], at: int) -> int | None:
    place = _place(among, at) + 1
    return among[place] if place < len(among) else None


def _even_out(
    blocks: Sequence[Block], plain: Sequence[Heading], given: dict[int, Role], among: Sequence[int]
) -> None:
    """A short heading between sections is one too, unless it stands at the head of one."""
    sections = [heading.at for heading in plain if given[heading.at] == "section"]
    if len(sections) < 2 or 2 * len(sections) < len(plain):
        return
    places = {at: place for place, at in enumerate(among)}
    previous: Role | None = None
    for heading in sorted(plain, key=lambda heading: heading.at):
        place = places[heading.at]
        is_under = place > 0 and given.get(among[place - 1]) == "section"
        is_free = previous != "headline" and not is_under
        is_short = word_count(blocks[heading.at].text) <= 5
        if given[heading.at] == "headline" and is_free and is_short:
            given[heading.at] = "section"
        previous = given[heading.at]


def _section_rank(
    blocks: Sequence[Block],
    plain: Sequence[Heading],
    found: Mapping[int, Heading],
    among: Sequence[int],
) -> float | None:
    """The rank down to which marked headings are sections; None when marks say nothing."""
    ranks = sorted({heading.rank for heading in plain if heading.rank < PLAIN})
    for rank in ranks:
        same = [heading for heading in plain if heading.rank == rank]
        if (
            len(same) < 2
            and len(ranks) + (len(plain) > len(same)) > 1
            and rank == ranks[0]
            and len(ranks) > 1
        ):
            continue
        below = any(heading.rank > rank for heading in found.values())
        words = sum(word_count(blocks[heading.at].text) for heading in same) / len(same)
        if not below and words > 5.5:
            return None
        return rank
    return None


def section_score(
    blocks: Sequence[Block],
    heading: Heading,
    found: Mapping[int, Heading],
    among: Sequence[int],
    alike: Habit,
) -> float:
    """How much a heading names a part of an issue rather than a story."""
    weight, block = weights("headings"), blocks[heading.at]
    text = block.text
    count = word_count(text)
    words = [fold(word).strip(".'") for word in word_list(text)] if count <= 6 else []
    total = _length_score(count, weight)
    if any(word in listed("headings", "section_words") for word in words):
        total += weight["section_word"]
    if text.endswith(":"):
        total += weight["label_colon"]
    elif text.endswith("?") and count <= 4:
        total += weight["label_question"]
    if is_capitals(text):
        total += weight["section_capitals"]
    elif count >= 4 and capital_share(text) < 0.7:
        total += weight["sentence_case"]
    if count <= 4 and periods.period(text)[1] is not None:
        total += weight["month"]
    return total + _below_score(blocks, heading, found, among, alike)


def _length_score(count: int, weight: Mapping[str, float]) -> float:
    if count <= 4:
        return weight["few_words"] if count <= 3 else weight["four_words"]
    if count >= 8:
        return weight["very_many_words"]
    return weight["many_words"] if count >= 6 else 0.0


def _below_score(
    blocks: Sequence[Block],
    heading: Heading,
    found: Mapping[int, Heading],
    among: Sequence[int],
    alike: Habit,
) -> float:
    weight = weights("headings")
    place = _place(among, heading.at)
    below = among[place + 1 : place + 13]
    if below and below[0] in found:
        return weight["over_heading"]
    own: list[Block] = []
    for at in below:
        if at in found:
            break
        own.append(blocks[at])
    if not own:
        return 0.0
    listed_items = sum(1 for block in own if block.kind == "item")
    cited = sum(1 for block in own if closing(block.text, alike=alike) is not None)
    if cited >= 2:
        return weight["over_cited"]
    return weight["over_list"] if listed_items >= 2 and listed_items >= len(own) / 2 else 0.0


def _place(among: Sequence[int], at: int) -> int:
    return bisect_left(among, at)
