"""Which lines are headings, and which of them open a section, an item or a part of an article.

Scores features of a block and its neighbours; the weights and words stand in
`data/headings.toml`. Knows nothing of what becomes of the roles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from crankreader.ingest import citations, periods, references
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
from crankreader.ingest.citations import Habit
from crankreader.ingest.closings import dashed
from crankreader.ingest.people import byline, is_name
from crankreader.ingest.words import fold, listed, weights

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
    "**": 2.2,
    "#4": 3.0,
}
_LONGEST = 300
CAPITALS = 2.5
PLAIN = 5.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A block that reads as a heading."""

    at: int
    score: float
    rank: float
    """Lower ranks stand above higher ones; PLAIN when nothing but its wording marks it."""
    cited: citations.Citation | None = None
    """What a headline says of where it appeared: it is an item by itself."""


def headings_in(blocks: Sequence[Block], among: Sequence[int], alike: Habit) -> dict[int, Heading]:
    """The headings among the numbered blocks, which stand in order."""
    found: dict[int, Heading] = {}
    limit = weights("headings")["threshold"]
    works = _cited_titles(blocks, among, alike)
    entries = _entries(blocks, among) | _unfinished(blocks, among, works, alike)
    labels = [at for at in among if is_source_label(blocks[at].text)]
    label = labels[0] if len(labels) == 1 else None  # more of them stand in the items
    for place in range(len(among) - 1, -1, -1):
        at = among[place]
        block = blocks[at]
        is_none = is_wordless(block.text) or at in entries or _is_signature(blocks, at)
        if is_none or dashed(block.text, alike=alike) is not None:
            continue
        following = among[place + 1] if place + 1 < len(among) else None
        cited = works.get(at)
        score = heading_score(
            block,
            blocks[following] if following is not None else None,
            following in found,
            first=place == 0,
        )
        if _closes_text(blocks, among, place):
            score += weights("headings")["closes_text"]
        if at == label and following in works:
            found[at] = Heading(at, limit, PLAIN)
        elif cited is not None:
            found[at] = Heading(at, max(score, limit), PLAIN + 1, cited)
        elif score >= limit:
            found[at] = Heading(at, score, _rank(block))
    _rerank(blocks, among, found)
    taken = (
        _stacked(blocks, among, found),
        _under_labels(blocks, among, found),
        _decks(blocks, found),
    )
    for at in {at for places in taken for at in places}:
        del found[at]
    return found


def _rerank(blocks: Sequence[Block], among: Sequence[int], found: dict[int, Heading]) -> None:
    """Headings of one form that stand right above those of another are above them."""
    over = Counter(
        (found[one].rank, found[two].rank)
        for one, two in pairwise(among)
        if one in found and two in found and not found[one].cited and not found[two].cited
    )
    for (upper, lower), count in over.items():
        same = [at for at, heading in found.items() if heading.rank == upper and not heading.cited]
        is_misplaced = upper > lower and count > over[(lower, upper)]
        if is_misplaced and count >= max(2, 0.5 * len(same)):
            for at in same:
                found[at] = replace(found[at], rank=lower - 0.5)
            return


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
        is_plain = heading is not None and not heading.cited and heading.rank >= CAPITALS
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
    return CAPITALS if is_capitals(block.text) else PLAIN


def _cited_titles(
    blocks: Sequence[Block], among: Sequence[int], alike: Habit
) -> dict[int, citations.Citation]:
    """The lines that cite a work: by themselves, below a label, or beside others like them."""
    found: dict[int, citations.Citation] = {}
    weak: dict[int, citations.Citation] = {}
    likely = _below_list_labels(blocks, among)
    for at in among:
        block = blocks[at]
        if len(block.text) > 420 or block.kind in ("heading", "quote"):
            continue
        if _is_label_line(block.text):
            continue
        sure = citations.title_citation(block.text, alike=alike)
        listed = citations.listed_title(block.text)
        if listed is not None:
            weak[at] = listed
        if sure is not None:
            found[at] = listed if listed is not None and at in likely else sure
    run = [at for at in among if not is_address(blocks[at].text)]
    for place, at in enumerate(run):
        if at not in weak or at in found:
            continue
        near = [*run[max(0, place - 1) : place], *run[place + 1 : place + 2]]
        beside = [other for other in near if other in weak or other in found]
        is_note = blocks[at].mark == "[1]"
        is_text = is_prose(blocks[at].text) and capital_share(blocks[at].text) < 0.5
        if is_note or (at in likely and not is_text) or (beside and not is_prose(blocks[at].text)):
            found[at] = weak[at]
    return found


def _unfinished(
    blocks: Sequence[Block], among: Sequence[int], works: Mapping[int, citations.Citation],
    alike: Habit,
) -> set[int]:  # fmt: skip
    """Sentences without a full stop before their bracket: most of their neighbours have one."""
    found: set[int] = set()
    run: list[int] = []
    bare = 0
    for at in [*among, None]:
        if at is not None and citations.last_bracket(blocks[at].text) is not None:
            run.append(at)
        elif at is None or word_count(blocks[at].text) <= 6:
            found |= _unfinished_in(blocks, run, works, alike, bare > 0)
            run, bare = [], 0
        else:
            bare += 1
    return found


def _unfinished_in(
    blocks: Sequence[Block], run: Sequence[int], works: Mapping[int, citations.Citation],
    alike: Habit, has_bare: bool,
) -> set[int]:  # fmt: skip
    """Those of one run of texts with brackets, when most are sentences."""
    bodies: dict[int, str] = {}
    for at in run:
        cited = works.get(at) or citations.trailing(blocks[at].text, alike=alike)
        if cited is not None and not ends_sentence(cited.text) and blocks[at].kind == "paragraph":
            bodies[at] = cited.text
    likely = {
        at for at, text in bodies.items() if word_count(text) >= 6 and capital_share(text) < 0.6
    }
    titles = sum(1 for at in run if at in works and at not in likely)
    whole = len(run) - len(likely) - titles
    # Headlines over their texts would come first, and not all of those would cite.
    is_led = bool(run) and run[0] not in works and run[0] not in likely
    is_most = whole > titles and (is_led or not has_bare or whole > len(likely))
    return likely if whole >= 2 and is_most else set()


def _below_list_labels(blocks: Sequence[Block], among: Sequence[int]) -> set[int]:
    """The blocks that stand below "Further reading" and the like, up to the next heading."""
    below: set[int] = set()
    is_below = False
    for at in among:
        block = blocks[at]
        is_label = block.kind != "item" and (block.kind == "heading" or word_count(block.text) <= 5)
        if is_label and not is_address(block.text):
            is_below = references.is_list_label(block.text)
        elif is_below:
            below.add(at)
    return below


def _entries(blocks: Sequence[Block], among: Sequence[int]) -> set[int]:
    """Lines of a calendar: one of at least two in a row that open with a day or an hour."""
    opening = [periods.opens_entry(blocks[at].text) for at in among]
    near = [
        any(opening[max(0, place - 1) : place]) or any(opening[place + 1 : place + 2])
        for place in range(len(among))
    ]
    return {
        at
        for place, at in enumerate(among)
        if opening[place] and near[place] and blocks[at].kind != "heading"
    }


def _is_signature(blocks: Sequence[Block], at: int) -> bool:
    """A name right above a date, or a date right below a name: who wrote it, and when."""
    here = blocks[at].text
    if len(here) > 60:
        return False
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    if is_name(here) and below is not None and below.before == 0:
        return periods.only_day(below.text, True) is not None
    above = blocks[at - 1] if at else None
    is_below = above is not None and blocks[at].before == 0 and is_name(above.text)
    return is_below and periods.only_day(here, True) is not None


def _closes_text(blocks: Sequence[Block], among: Sequence[int], place: int) -> bool:
    """A line right below a text and apart from what follows: it heads nothing."""
    at = among[place]
    block = blocks[at]
    if at == 0 or block.before or block.kind != "paragraph" or not is_prose(blocks[at - 1].text):
        return False
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    return below is not None and (block.after > 0 or is_address(below.text))


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
    if has_inner_sentence(text):
        total += weight["inner_sentence"]
    if following is None:
        total += weight["before_nothing"]
    elif over_heading:
        total += weight["before_heading"]
    elif _is_body_of(block, following):
        total += weight["before_body"]
    return total


@lru_cache(maxsize=2048)
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
    if block.kind == "item" and following.kind == "item" and block.mark == following.mark:
        return False  # its neighbour in the list
    return (
        len(following.text) >= 1.5 * len(block.text)
        or len(following.text) >= 80
        or is_prose(following.text)
        or following.kind in ("item", "quote")
        or bool(following.links)
    )
