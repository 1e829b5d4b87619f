"""Which lines are headings, and which of them open a section, an item or a part of an article.

Puts together what `looks` tells of each block and what its neighbours say; the weights and words
stand in `data/headings.toml`. Knows nothing of what becomes of the roles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crankreader.ingest import citations, references
from crankreader.ingest.blocks import (
    Block,
    capital_share,
    ends_sentence,
    is_address,
    is_capitals,
    is_prose,
    word_count,
)
from crankreader.ingest.citations import Habit
from crankreader.ingest.drafts import Draft
from crankreader.ingest.looks import Look, Looks
from crankreader.ingest.people import is_name
from crankreader.ingest.words import weights

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
_SPEAKER = re.compile(r"([^\W\d_a-zß-öø-ÿ][\w.’'-]*(?: [^\W\d_a-zß-öø-ÿ][\w.’'-]*){0,3}):\s+\S")
"""Who speaks: a name, or the first letters of one."""
_ENOUGH_ADDRESSES = 3
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


def headings_in(draft: Draft, among: Sequence[int], alike: Habit) -> dict[int, Heading]:
    """The headings among the numbered blocks, which stand in order."""
    blocks, looks = draft.blocks, draft.looks_where(alike)
    found: dict[int, Heading] = {}
    limit = weights("headings")["threshold"]
    works = _cited_titles(blocks, looks, among)
    entries = _entries(blocks, looks, among) | _unfinished(blocks, looks, among, works)
    entries |= _spoken(blocks, among)
    labels = [at for at in among if looks[at].is_source_label]
    label = labels[0] if len(labels) == 1 else None  # more of them stand in the items
    for place in range(len(among) - 1, -1, -1):
        at = among[place]
        block = blocks[at]
        if looks[at].is_none or at in entries:
            continue
        following = among[place + 1] if place + 1 < len(among) else None
        cited = works.get(at)
        score = _score(
            block,
            looks[at],
            blocks[following] if following is not None else None,
            following in found,
            first=place == 0,
        )
        if at == label and following in works:
            found[at] = Heading(at, limit, PLAIN)
        elif cited is not None:
            found[at] = Heading(at, max(score, limit), PLAIN + 1, cited)
        elif score >= limit:
            found[at] = Heading(at, score, _rank(block))
    for over, under in _over_addresses(blocks, looks, among):
        found.setdefault(over, Heading(over, limit, PLAIN))
        found.pop(under, None)
    if not found:
        return found
    _rerank(among, found)
    taken = (
        _stacked(blocks, among, found),
        _under_labels(blocks, looks, among, found),
        _decks(blocks, found),
    )
    for at in {at for places in taken for at in places}:
        del found[at]
    return found


def _over_addresses(
    blocks: Sequence[Block], looks: Looks, among: Sequence[int]
) -> list[tuple[int, int]]:
    """Headline, a second line, an address, again and again: (headline, second line) of each."""
    found = [
        (over, under)
        for over, under, address in zip(among, among[1:], among[2:], strict=False)
        if looks[address].is_address
        and blocks[under].before == 0
        and blocks[over].kind == blocks[under].kind == "paragraph"
        and not any(looks[at].is_prose or looks[at].is_address for at in (over, under))
        and blocks[over].text.rstrip()[-1:] not in '.:;,"”)]'
        and blocks[under].text.rstrip()[-1:] not in ":,"
        and looks[over].words >= 2
    ]
    return found if len(found) >= _ENOUGH_ADDRESSES else []


def _rerank(among: Sequence[int], found: dict[int, Heading]) -> None:
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
    blocks: Sequence[Block], looks: Looks, among: Sequence[int], found: Mapping[int, Heading]
) -> list[int]:
    """Lines below "Sources" or "Related" are what those list, up to a heading over prose."""
    listing = False
    taken: list[int] = []
    for place, at in enumerate(among):
        block = blocks[at]
        if looks[at].is_label:
            listing = True
            continue
        heading = found.get(at)
        is_plain = heading is not None and not heading.cited and heading.rank >= CAPITALS
        below = looks[among[place + 1]] if place + 1 < len(among) else None
        over_prose = block.before > 0 and below is not None and below.is_prose
        if listing and is_plain and not over_prose:
            taken.append(at)
        elif heading is not None or looks[at].is_prose:
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
    blocks: Sequence[Block], looks: Looks, among: Sequence[int]
) -> dict[int, citations.Citation]:
    """The lines that cite a work: by themselves, below a label, or beside others like them."""
    found: dict[int, citations.Citation] = {}
    weak: dict[int, citations.Citation] = {}
    likely = _below_list_labels(blocks, looks, among)
    for at in among:
        sure, listed = looks[at].cited, looks[at].listed
        if listed is not None:
            weak[at] = listed
        if sure is not None:
            found[at] = listed if listed is not None and at in likely else sure
    weak |= _comma_titles(blocks, looks, likely - found.keys() - weak.keys())
    run = [at for at in among if not looks[at].is_address] if weak else []
    for place, at in enumerate(run):
        if at not in weak or at in found:
            continue
        near = [*run[max(0, place - 1) : place], *run[place + 1 : place + 2]]
        beside = [other for other in near if other in weak or other in found]
        is_note = blocks[at].mark == "[1]"
        is_sentence = looks[at].is_prose
        is_text = is_sentence and capital_share(blocks[at].text) < 0.5
        if is_note or (at in likely and not is_text) or (beside and not is_sentence):
            found[at] = weak[at]
    return _with_first_authors(found, run or list(among))


def _comma_titles(
    blocks: Sequence[Block], looks: Looks, likely: Collection[int]
) -> dict[int, citations.Citation]:
    """ "Title, Outlet" over texts in a list of works: two at least, not all behind them persons."""
    lines = [at for at in likely if not looks[at].is_prose and looks[at].words > 2]
    titles = {at: citations.comma_title(blocks[at].text) for at in lines}
    found = {at: title for at, title in titles.items() if title is not None}
    outlets = [title.sources[0].outlet or "" for title in found.values()]
    is_list = len(found) >= 2 and len(found) == len(lines) and not all(map(is_name, outlets))
    return found if is_list else {}


def _with_first_authors(
    found: Mapping[int, citations.Citation], run: Sequence[int]
) -> dict[int, citations.Citation]:
    """ "A B, Title (Outlet)": names before a title, where several lines in a row open with some."""
    given = dict(found)
    row: list[int] = []
    gap = 0
    for at in [*run, None]:
        gap = 0 if at in found else gap + 1
        if at is not None and at in found:
            row.append(at)
        if at is not None and gap < 2:
            continue
        opened = {n: parts for n in row if (parts := citations.author_first(found[n])) is not None}
        if len(opened) >= 2 and len(opened) >= 0.6 * len(row):
            given |= opened
        row = []
    return given


def _unfinished(
    blocks: Sequence[Block], looks: Looks, among: Sequence[int],
    works: Mapping[int, citations.Citation],
) -> set[int]:  # fmt: skip
    """Sentences without a full stop before their bracket: most of their neighbours have one."""
    found: set[int] = set()
    run: list[int] = []
    bare = 0
    for at in [*among, None]:
        if at is not None and looks[at].has_bracket:
            run.append(at)
        elif at is None or looks[at].words <= 6:
            found |= _unfinished_in(blocks, looks, run, works, bare > 0) if run else set()
            run, bare = [], 0
        else:
            bare += 1
    return found


def _unfinished_in(
    blocks: Sequence[Block], looks: Looks, run: Sequence[int],
    works: Mapping[int, citations.Citation], has_bare: bool,
) -> set[int]:  # fmt: skip
    """Those of one run of texts with brackets, when most are sentences."""
    bodies: dict[int, str] = {}
    for at in run:
        cited = works.get(at) or looks[at].ending
        if cited is not None and not ends_sentence(cited.text) and blocks[at].kind == "paragraph":
            bodies[at] = cited.text
    likely = {
        at for at, text in bodies.items() if word_count(text) >= 6 and capital_share(text) < 0.6
    }
    titles = sum(1 for at in run if at in works and at not in likely)
    whole = len(run) - len(likely) - titles
    # Headlines over their texts would come first, and not all of those would cite.
    if _are_entries(blocks, looks, run, works):
        return set(run)
    is_led = bool(run) and run[0] not in works and run[0] not in likely
    is_most = whole > titles and (is_led or not has_bare or whole > len(likely))
    return likely if whole >= 2 and is_most else set()


def _are_entries(
    blocks: Sequence[Block], looks: Looks, run: Sequence[int],
    works: Mapping[int, citations.Citation],
) -> bool:  # fmt: skip
    """A list whose entries are long and in small letters: sentences, though none has a stop."""
    if len(run) < 3 or any(blocks[at].kind != "item" for at in run):
        return False
    found = [works.get(at) or looks[at].ending for at in run]
    cited = [each for each in found if each is not None]
    if len(cited) < len(run) or any(source.authors for each in cited for source in each.sources):
        return False
    texts = [each.text for each in cited]
    small = sum(1 for text in texts if capital_share(text) < 0.55)
    return small >= 0.8 * len(texts) and sum(map(word_count, texts)) >= 10 * len(texts)


def _below_list_labels(blocks: Sequence[Block], looks: Looks, among: Sequence[int]) -> set[int]:
    """The blocks that stand below "Further reading" and the like, up to the next heading."""
    below: set[int] = set()
    is_below = False
    for at in among:
        block = blocks[at]
        is_label = block.kind != "item" and (block.kind == "heading" or looks[at].words <= 5)
        is_work = is_below and citations.comma_title(block.text) is not None
        if is_label and not looks[at].is_address and not is_work:
            is_below = references.is_list_label(block.text)
        elif is_below:
            below.add(at)
    return below


def _entries(blocks: Sequence[Block], looks: Looks, among: Sequence[int]) -> set[int]:
    """Lines of a calendar: one of at least two in a row that open with a day or an hour."""
    opening = [looks[at].opens_entry for at in among]
    if not any(opening):
        return set()
    near = [
        any(opening[max(0, place - 1) : place]) or any(opening[place + 1 : place + 2])
        for place in range(len(among))
    ]
    return {
        at
        for place, at in enumerate(among)
        if opening[place] and near[place] and blocks[at].kind != "heading"
    }


def _spoken(blocks: Sequence[Block], among: Sequence[int]) -> set[int]:
    """Lines of a conversation: two names at least speak again and again, each before a colon."""
    names = {at: match[1] for at in among if (match := _SPEAKER.match(blocks[at].text))}
    counts = Counter(names.values())
    speakers = {name for name, count in counts.items() if count >= 2}
    if len(speakers) < 2:
        return set()
    turns = sum(
        1
        for one, two in pairwise(among)
        if names.get(one) in speakers and names.get(two) in speakers and names[one] != names[two]
    )
    return set(names) if turns >= 2 else set()


def _score(
    block: Block, look: Look, following: Block | None, over_heading: bool, *, first: bool
) -> float:
    """How much a block looks like a heading of what follows it."""
    weight, total = weights("headings"), look.score
    if block.kind == "heading":
        return total + (weight["before_body"] if following is not None else 0.0)
    if first and not block.before:
        total += weight["blank_before"]
    if following is None:
        total += weight["before_nothing"]
    elif over_heading:
        total += weight["before_heading"]
    elif _is_body_of(block, following):
        total += weight["before_body"]
    return total


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
