"""Which lines are headings, and which of them open a section, an item or a part of an article.

Scores features of a block and its neighbours; the weights and words stand in
`data/headings.toml`. Knows nothing of what becomes of the roles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from crankreader.ingest import citations, periods
from crankreader.ingest.blocks import (
    Block,
    capital_share,
    ends_sentence,
    has_address,
    is_address,
    is_capitals,
    is_prose,
    is_wordless,
    last_character,
    starts_lower,
    word_count,
    word_list,
)
from crankreader.ingest.people import byline
from crankreader.ingest.words import fold, listed, weights

Role = Literal["section", "headline", "sub"]

_RANKS = {
    "=": 0.0,
    "#1": 0.0,
    "*": 1.0,
    "#2": 1.0,
    "#": 1.0,
    "-": 2.0,
    "~": 2.0,
    "^": 2.0,
    "#3": 2.0,
    "#4": 3.0,
}
_LONGEST = 300
_CAPITALS = 2.5
_PLAIN = 5.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A block that reads as a heading."""

    at: int
    score: float
    rank: float
    """Lower ranks stand above higher ones; _PLAIN when nothing but its wording marks it."""
    cited: bool
    """A headline that names where it appeared: it is an item by itself."""


def headings_in(blocks: Sequence[Block], among: Sequence[int], alike: bool) -> dict[int, Heading]:
    """The headings among the numbered blocks, which stand in order."""
    found: dict[int, Heading] = {}
    limit = weights("headings")["threshold"]
    for place in range(len(among) - 1, -1, -1):
        at = among[place]
        block = blocks[at]
        if is_wordless(block.text):
            continue
        following = among[place + 1] if place + 1 < len(among) else None
        cited = _is_cited_title(block, alike)
        score = heading_score(
            block,
            blocks[following] if following is not None else None,
            following in found,
            first=place == 0,
        )
        if cited:
            found[at] = Heading(at, max(score, limit), _PLAIN + 1, True)
        elif score >= limit:
            found[at] = Heading(at, score, _rank(block), False)
    taken = (
        _stacked(blocks, among, found),
        _under_labels(blocks, among, found),
        _decks(blocks, found),
    )
    for at in {at for places in taken for at in places}:
        del found[at]
    return found


def _decks(blocks: Sequence[Block], found: Mapping[int, Heading]) -> list[int]:
    """Headline, a second line, an address: the second line is no headline of its own."""
    return [
        at
        for at in found
        if at - 1 in found
        and blocks[at].kind == "paragraph"
        and blocks[at].before == 0
        and at + 1 < len(blocks)
        and is_address(blocks[at + 1].text)
    ]


def _under_labels(
    blocks: Sequence[Block], among: Sequence[int], found: Mapping[int, Heading]
) -> list[int]:
    """Lines below "Sources" or "Related" are what those list, up to a heading over prose."""
    listing = False
    taken: list[int] = []
    for place, at in enumerate(among):
        block = blocks[at]
        if is_pointer_label(block.text) or is_source_label(block.text):
            listing = True
            continue
        heading = found.get(at)
        is_plain = heading is not None and not heading.cited and heading.rank >= _CAPITALS
        below = blocks[among[place + 1]] if place + 1 < len(among) else None
        over_prose = block.before > 0 and below is not None and is_prose(below.text)
        if listing and is_plain and not over_prose:
            taken.append(at)
        elif heading is not None or is_prose(block.text):
            listing = False
    return taken


def _stacked(
    blocks: Sequence[Block], among: Sequence[int], found: Mapping[int, Heading]
) -> list[int]:
    """Three short lines or more without a gap are an address, a list or verse: no headings."""
    stacked: list[int] = []
    run: list[int] = []
    for at in among:
        heading = found.get(at)
        is_plain = heading is not None and not heading.cited and blocks[at].kind == "paragraph"
        if is_plain and run and blocks[at].before == 0 and run[-1] == at - 1:
            run.append(at)
            continue
        stacked += run[1:] if len(run) >= 3 else []
        run = [at] if is_plain else []
    return stacked + (run[1:] if len(run) >= 3 else [])


def _rank(block: Block) -> float:
    if block.kind == "heading":
        return _RANKS.get(block.mark, 4.0)
    return _CAPITALS if is_capitals(block.text) else _PLAIN


def _is_cited_title(block: Block, alike: bool) -> bool:
    if len(block.text) > 320 or block.kind == "heading":
        return False
    cited = citations.title_citation(block.text, alike=alike)
    return cited is not None and citations.is_headline(cited.text) and word_count(cited.text) <= 30


def heading_score(
    block: Block, following: Block | None, over_heading: bool, *, first: bool = False
) -> float:
    """How much a block looks like a heading of what follows it."""
    weight, text = weights("headings"), block.text
    if block.kind == "heading":
        return weight["marked"] + (weight["before_body"] if following is not None else 0.0)
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
    if block.before or first:
        total += weight["blank_before"]
    if block.after:
        total += weight["blank_after"]
    if is_capitals(text):
        total += weight["capitals"]
    elif capital_share(text) >= 0.7:
        total += weight["title_case"]
    if following is None:
        total += weight["before_nothing"]
    elif over_heading:
        total += weight["before_heading"]
    elif _is_body_of(block, following):
        total += weight["before_body"]
    return total


def _is_label_line(text: str) -> bool:
    """A byline, a "Source: …" or a "— Outlet": they belong to what stands above."""
    if len(text) > 300:
        return False
    return (
        citations.labelled(text) is not None
        or bool(byline(text))
        or bool(citations.attribution(text))
        or is_pointer_label(text)
    )


def is_source_label(text: str) -> bool:
    """A line of its own that says that sources are listed below."""
    return len(text) < 40 and fold(text).rstrip(": ") in listed("headings", "source_labels")


def is_pointer_label(text: str) -> bool:
    """A line of its own that says that other articles are named below."""
    label = fold(text).rstrip(": ")
    return label in listed("headings", "pointer_labels")


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


def _is_body_of(block: Block, following: Block) -> bool:
    return (
        len(following.text) >= 1.5 * len(block.text)
        or len(following.text) >= 80
        or is_prose(following.text)
        or following.kind in ("item", "quote")
        or bool(following.links)
    )


def roles(
    blocks: Sequence[Block], found: Mapping[int, Heading], among: Sequence[int], alike: bool
) -> dict[int, Role]:
    """What each heading opens in a document of several items."""
    given: dict[int, Role] = {at: "headline" for at, heading in found.items() if heading.cited}
    plain = [heading for heading in found.values() if not heading.cited]
    top = _section_rank(blocks, plain, found, among)
    labels = {heading.at: section_score(blocks, heading, found, among, alike) for heading in plain}
    limit = weights("headings")["section_threshold"]
    for heading in plain:
        if top is not None and heading.rank < _PLAIN:
            given[heading.at] = "section" if heading.rank <= top else "headline"
        elif top is not None:
            given[heading.at] = "section" if labels[heading.at] >= limit + 2 else "headline"
        else:
            given[heading.at] = "section" if labels[heading.at] >= limit else "headline"
    if top is None:
        _even_out(blocks, plain, given, among)
    return given


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
    ranks = sorted({heading.rank for heading in plain if heading.rank < _PLAIN})
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
    alike: bool,
) -> float:
    """How much a heading names a part of an issue rather than a story."""
    weight, block = weights("headings"), blocks[heading.at]
    text = block.text
    words = [fold(word).strip(".'") for word in word_list(text)]
    count = word_count(text)
    total = _length_score(count, weight)
    if any(word in listed("headings", "section_words") for word in words) and count <= 6:
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
    alike: bool,
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
    cited = sum(1 for block in own if citations.trailing(block.text, alike=alike) is not None)
    if cited >= 2:
        return weight["over_cited"]
    return weight["over_list"] if listed_items >= 2 and listed_items >= len(own) / 2 else 0.0


def _place(among: Sequence[int], at: int) -> int:
    from bisect import bisect_left

    return bisect_left(among, at)
