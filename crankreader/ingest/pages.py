"""Several articles on one page, known by the lines that each of them repeats or is signed with.

Finds where they begin and takes their heads; what is inside one is for `articles`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crankreader.ingest import furniture, periods
from crankreader.ingest.articles import assemble
from crankreader.ingest.blocks import Block, has_address, is_prose, is_wordless, word_count
from crankreader.ingest.chrome import chrome
from crankreader.ingest.citations import Habit
from crankreader.ingest.drafts import Draft, ItemDraft, SectionDraft
from crankreader.ingest.people import byline, names
from crankreader.ingest.signatures import is_time_line, published, signature_at
from crankreader.ingest.signing import sign
from crankreader.ingest.words import fold

LEAST_WORDS = 30
"""What is shorter is no article."""
_MOST_LIKELY = 100
"""Lines that come again and are asked whether articles hang on them."""
LONGEST_HEAD = 0.25
"""The part of a page's words that may stand above its first article."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where the articles of a page begin and which lines are its skeleton."""

    starts: tuple[int, ...]
    """The block number of each headline."""
    kickers: tuple[int | None, ...]
    """The label above each headline."""
    skeleton: frozenset[int]
    heads: frozenset[int]
    """Those lines that stand between a headline and its text: of the skeleton, or a signature's."""
    end: int
    """The first block that is no longer part of the last article."""
    because: str


def page_of(blocks: Sequence[Block]) -> Page | None:
    """The articles of a page; None when no skeleton of lines repeats."""
    again = furniture.repeated(blocks)
    if not again:
        return None
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in again.items():
        places[key].append(at)
    totals = running_words(blocks)
    best: list[int] = []
    likely = sorted(places.items(), key=lambda pair: (-len(pair[1]), pair[1][0]))
    for _, found in likely[:_MOST_LIKELY]:
        if len(found) <= len(best):
            break
        starts = [_headline_above(blocks, at, again) for at in found]
        known = [start for start in starts if start is not None]
        titles = {fold(blocks[start].text) for start in known}
        each = len(known) >= 2 and len(known) >= 0.8 * len(found) and len(titles) == len(known)
        if each and _are_articles(known, again, totals):
            best = known
    if not best or not mostly_prose(blocks, best[0], len(blocks)):
        return None
    kickers = _kickers(blocks, best, again)
    heads = _head_lines(blocks, best, again)
    why = f"{len(best)} articles repeat the same skeleton of lines"
    return Page(tuple(best), kickers, frozenset(again), heads, len(blocks), why)


def mostly_prose(blocks: Sequence[Block], start: int, end: int) -> bool:
    """Articles are text; what is not is a catalogue."""
    words = prose = 0
    for block in blocks[start:end]:
        words += word_count(block.text)
        prose += word_count(block.text) if is_prose(block.text) else 0
    return 2 * prose >= words


def _are_articles(starts: Sequence[int], again: Mapping[int, str], totals: Sequence[int]) -> bool:
    """They fill the page, each is long enough, and they share two lines at least."""
    bounds = [*starts, len(totals) - 1]
    if totals[starts[0]] > LONGEST_HEAD * totals[-1]:
        return False
    if any(totals[end] - totals[start] < LEAST_WORDS for start, end in pairwise(bounds[:-1])):
        return False
    shared: Counter[str] = Counter()
    for start, end in pairwise(bounds):
        shared.update({again[at] for at in range(start, end) if at in again})
    return sum(1 for count in shared.values() if count >= 0.8 * len(starts)) >= 2


def running_words(blocks: Sequence[Block]) -> list[int]:
    totals = [0]
    for block in blocks:
        totals.append(totals[-1] + word_count(block.text))
    return totals


def _headline_above(blocks: Sequence[Block], at: int, again: Mapping[int, str]) -> int | None:
    """The line above an anchor that no other article has and that reads as a headline."""
    above = at - 1
    while above >= 0 and at - above <= 4 and (above in again or _is_head_line(blocks[above].text)):
        above -= 1
    if above < 0 or above in again or is_prose(blocks[above].text):
        return None
    text = blocks[above].text
    is_title = 3 <= word_count(text) <= 24 and not text.rstrip().endswith((".", ":", ","))
    is_other = has_address(text) or "   " in text or furniture.has_credit(text)
    return above if is_title and not is_other else None


def _is_head_line(text: str) -> bool:
    """A byline, a date or a rule: what may stand between a headline and its text."""
    if is_wordless(text) or byline(text) or is_time_line(text) or furniture.has_credit(text):
        return True
    return word_count(text) <= 8 and periods.only_day(text, True) is not None


def _head_lines(
    blocks: Sequence[Block], starts: Sequence[int], again: Mapping[int, str]
) -> frozenset[int]:
    """The repeated lines that never stand far below a headline: those between it and the text."""
    farthest: dict[str, int] = {}
    for start, end in pairwise([*starts, len(blocks)]):
        between = 0
        for at in range(start + 1, end):
            key = again.get(at)
            if key is not None:
                farthest[key] = max(farthest.get(key, 0), between)
            elif not _is_head_line(blocks[at].text):
                between += 1
    near = {key for key, most in farthest.items() if most <= 2}
    return frozenset(at for at, key in again.items() if key in near)


def _kickers(
    blocks: Sequence[Block], starts: Sequence[int], again: Mapping[int, str]
) -> tuple[int | None, ...]:
    """The label above every headline; what only stands above the later ones ends an article."""
    above = [
        start - 1 if start and word_count(blocks[start - 1].text) <= 4 else None for start in starts
    ]
    short = [
        at
        for at in above
        if at is not None and not is_wordless(blocks[at].text) and not furniture.score(blocks[at])
    ]
    if len(short) < max(2, 0.8 * len(starts)) or above[0] not in short:
        return tuple(None for _ in starts)
    return tuple(at if at in short else None for at in above)


def sections_of_page(
    draft: Draft, page: Page, is_day_first: bool, alike: Habit
) -> list[SectionDraft]:
    """The articles of a page, in sections by the labels above their headlines."""
    blocks = draft.blocks
    begins = [
        start if kicker is None else kicker
        for start, kicker in zip(page.starts, page.kickers, strict=True)
    ]
    ends = [*begins[1:], page.end]
    sections: list[SectionDraft] = []
    loose = _loose(draft, range(begins[0]), is_day_first)
    if loose is not None:
        sections.append(SectionDraft(None, [loose]))
    title = None
    for start, kicker, end in zip(page.starts, page.kickers, ends, strict=True):
        title = blocks[kicker].text if kicker is not None else title
        if not sections or sections[-1].title != title or sections[-1].items == [loose]:
            sections.append(SectionDraft(title))
        elif kicker is not None:
            draft.put_aside(kicker)
        item = ItemDraft(blocks[start].text)
        item.because("title", f"the page: {page.because}", 0.9)
        below = _after_head(draft, item, page, start + 1, end, is_day_first)
        assemble(draft, item, below, is_day_first, alike)
        sections[-1].items.append(item)
    draft.because("sections", page.because, 0.9)
    return sections


def _loose(draft: Draft, above: Sequence[int], is_day_first: bool) -> ItemDraft | None:
    """What stands above the first article: prose becomes an item, the rest is the page's head."""
    item = ItemDraft()
    for at in above:
        day = published(draft.blocks[at].text, is_day_first)
        if day is not None and draft.date is None:
            draft.date = day
            draft.because("date", f"the page's head: “{draft.blocks[at].text[:80]}”", 0.9)
        if is_prose(draft.blocks[at].text) and not furniture.is_furniture(draft.blocks[at]):
            item.paragraphs.append(draft.blocks[at].text)
        else:
            draft.put_aside(at)
    return None if item.is_empty else item


def _after_head(
    draft: Draft, item: ItemDraft, page: Page, start: int, end: int, is_day_first: bool
) -> list[int]:
    """Takes the skeleton between headline and text; what is left is the article's text."""
    head_end = max(
        (at + 1 for at in range(start, min(end, start + 12)) if at in page.heads), default=start
    )
    at = start
    while at < head_end:
        at += _take_head_line(draft, item, page, at, is_day_first)
    rest = []
    own = chrome(draft.blocks, range(head_end, end)) if not page.skeleton else set()
    for at in range(head_end, end):
        if at in page.skeleton or at in own:
            draft.put_aside(at)
        else:
            rest.append(at)
    return rest


def _take_head_line(draft: Draft, item: ItemDraft, page: Page, at: int, is_day_first: bool) -> int:
    """Takes a line between headline and text, or the whole signature; returns how many."""
    text = draft.blocks[at].text
    signed = signature_at(draft.blocks, at, is_day_first)
    if signed is not None:
        sign(item, signed, "the lines between headline and text")
        for number in range(at, signed.end):
            draft.put_aside(number)
        return signed.end - at
    day = periods.only_day(text, is_day_first)
    authors = names(text[: day.start].strip(" ,|/·•–—-")) if day is not None else ()
    item.authors += authors
    if day is not None and day.iso():
        item.date = item.date or day.iso()
        item.because("date", "the date between headline and text", 0.9)
    if at in page.skeleton or authors or day is not None or word_count(text) < 4:
        draft.put_aside(at)
    elif word_count(text) >= 7 and not furniture.has_credit(text):
        item.paragraphs.append(text)
    else:
        item.captions.append(text)
    return 1
