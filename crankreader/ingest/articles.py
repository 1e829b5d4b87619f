"""Several articles on one page, and what stands inside one article.

A page is known by the skeleton of lines that every article on it repeats. Inside an article:
captions above credits, sub-headings, bylines, pointers to other articles, labelled sources.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crankreader.ingest import citations, furniture, periods
from crankreader.ingest.blocks import (
    Block,
    ends_sentence,
    is_address,
    is_capitals,
    is_prose,
    is_wordless,
    word_count,
)
from crankreader.ingest.drafts import Draft, ItemDraft, SectionDraft
from crankreader.ingest.headings import Heading, headings_in
from crankreader.ingest.people import byline
from crankreader.ingest.words import fold, listed
from crankreader.model import Link, Subheading

_LABEL = re.compile(r"([^:]{2,40}?)\s*:\s+(\S.*)$")
_LEAST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Page:
    """Where the articles of a page begin and which lines are its skeleton."""

    starts: tuple[int, ...]
    """The block number of each headline."""
    kickers: tuple[int | None, ...]
    """The label above each headline."""
    skeleton: frozenset[int]


def page_of(blocks: Sequence[Block]) -> Page | None:
    """The articles of a page; None when no skeleton of lines repeats."""
    again = furniture.repeated(blocks)
    if not again:
        return None
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in again.items():
        places[key].append(at)
    totals = _running_words(blocks)
    best: list[int] = []
    for _, found in sorted(places.items(), key=lambda pair: (-len(pair[1]), pair[1][0])):
        if len(found) <= len(best):
            break
        starts = [_headline_above(blocks, at, again) for at in found]
        known = [start for start in starts if start is not None]
        if len(known) < 2 or len(known) < 0.8 * len(found) or len(set(known)) < len(known):
            continue
        if all(
            totals[end] - totals[start] >= _LEAST_WORDS
            for start, end in zip(known, known[1:], strict=False)
        ):
            best = known
    if not best:
        return None
    kickers = _kickers(blocks, best, again)
    return Page(tuple(best), kickers, frozenset(again))


def _running_words(blocks: Sequence[Block]) -> list[int]:
    totals = [0]
    for block in blocks:
        totals.append(totals[-1] + word_count(block.text))
    return totals


def _headline_above(blocks: Sequence[Block], at: int, again: Mapping[int, str]) -> int | None:
    """The line above an anchor that no other article has and that reads as a headline."""
    above = at - 1
    while above >= 0 and at - above <= 4 and (above in again or is_wordless(blocks[above].text)):
        above -= 1
    if above < 0 or above in again or is_prose(blocks[above].text):
        return None
    text = blocks[above].text
    is_title = 3 <= word_count(text) <= 24 and not text.rstrip().endswith((".", ":", ","))
    return above if is_title and not is_address(text) and not furniture.has_credit(text) else None


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
    draft: Draft, page: Page, is_day_first: bool, alike: bool
) -> list[SectionDraft]:
    """The articles of a page, in sections by the labels above their headlines."""
    blocks = draft.blocks
    begins = [
        start if kicker is None else kicker
        for start, kicker in zip(page.starts, page.kickers, strict=True)
    ]
    ends = [*begins[1:], len(blocks)]
    sections: list[SectionDraft] = []
    loose = _loose(draft, range(begins[0]))
    if loose is not None:
        sections.append(SectionDraft(None, [loose]))
    for start, kicker, end in zip(page.starts, page.kickers, ends, strict=True):
        title = blocks[kicker].text if kicker is not None else None
        if not sections or sections[-1].title != title or sections[-1].items == [loose]:
            sections.append(SectionDraft(title))
        elif kicker is not None:
            draft.put_aside(kicker)
        item = ItemDraft(blocks[start].text)
        item.because("title", "stands above the lines that every article of the page repeats", 0.9)
        below = _after_head(draft, item, page, start + 1, end, is_day_first)
        assemble(draft, item, below, is_day_first, alike)
        sections[-1].items.append(item)
    draft.because("sections", f"{len(page.starts)} articles repeat the same skeleton of lines", 0.9)
    return sections


def _loose(draft: Draft, above: Sequence[int]) -> ItemDraft | None:
    """What stands above the first article: prose is kept as an item, the rest is the page's head."""
    item = ItemDraft()
    for at in above:
        if is_prose(draft.blocks[at].text) and not furniture.is_furniture(draft.blocks[at]):
            item.paragraphs.append(draft.blocks[at].text)
        else:
            draft.put_aside(at)
    return None if item.is_empty else item


def _after_head(
    draft: Draft, item: ItemDraft, page: Page, start: int, end: int, is_day_first: bool
) -> list[int]:
    """Takes the skeleton between headline and text; what is left is the article's text."""
    head_end, between = start, 0
    for at in range(start, min(end, start + 12)):
        if at in page.skeleton:
            head_end, between = at + 1, 0
        else:
            between += 1
            if between > 2:
                break
    for at in range(start, head_end):
        _take_head_line(draft, item, page, at, is_day_first)
    rest = []
    for at in range(head_end, end):
        if at in page.skeleton:
            draft.put_aside(at)
        else:
            rest.append(at)
    return rest


def _take_head_line(draft: Draft, item: ItemDraft, page: Page, at: int, is_day_first: bool) -> None:
    text = draft.blocks[at].text
    authors, day = byline(text), periods.only_day(text, is_day_first)
    if authors:
        item.authors += authors
        item.because("authors", "a byline between headline and text", 0.9)
    elif day is not None and day.iso():
        item.date = day.iso()
        item.because("date", "the date between headline and text", 0.9)
    if at in page.skeleton or authors or day is not None or word_count(text) < 4:
        draft.put_aside(at)
    else:
        item.captions.append(text)


def assemble(
    draft: Draft, item: ItemDraft, places: Sequence[int], is_day_first: bool, alike: bool
) -> None:
    """Puts the numbered blocks into an item: each into exactly one of its parts, or aside."""
    heads = headings_in(draft.blocks, places, alike)
    at = 0
    while at < len(places):
        at += _take(draft, item, places, at, heads, is_day_first, alike)
    _drop_empty_subheadings(draft, item)


def _take(
    draft: Draft, item: ItemDraft, places: Sequence[int], at: int,
    heads: Mapping[int, Heading], is_day_first: bool, alike: bool,
) -> int:  # fmt: skip
    """Takes the block at a place, sometimes with those below it; returns how many."""
    number = places[at]
    block = draft.blocks[number]
    text = block.text
    following = draft.blocks[places[at + 1]] if at + 1 < len(places) else None
    if is_wordless(text):
        draft.put_aside(number)
        return 1
    if following is not None and _is_caption(block, following):
        item.captions.append(text)
        draft.put_aside(places[at + 1])
        return 2
    if furniture.has_credit(text):
        item.captions.append(text)
        return 1
    if furniture.is_credit(text):
        draft.put_aside(number)
        return 1
    taken = _take_sources(draft, item, places, at) or _take_related(draft, item, places, at)
    if taken:
        return taken
    if _take_person_or_day(draft, item, number, at, is_day_first) or _take_attribution(item, block):
        return 1
    if furniture.is_furniture(block):
        draft.put_aside(number)
    elif (
        number in heads
        and not heads[number].cited
        and following is not None
        and item_has_body(item)
    ):
        item.subheadings.append(Subheading(len(item.paragraphs), text))
    elif (
        number in heads
        and following is None
        and block.kind != "item"
        and word_count(text) <= 12
        and item.paragraphs
    ):
        draft.put_aside(number)  # heads nothing: a pointer to what is not here
    else:
        _take_paragraph(draft, item, number, alike)
    return 1


def item_has_body(item: ItemDraft) -> bool:
    return bool(item.title or item.paragraphs)


def _is_caption(block: Block, following: Block) -> bool:
    return (
        following.before == 0
        and furniture.is_credit(following.text)
        and word_count(block.text) <= 70
    )


def _take_person_or_day(
    draft: Draft, item: ItemDraft, number: int, at: int, is_day_first: bool
) -> bool:
    text = draft.blocks[number].text
    authors = byline(text)
    if authors:
        item.authors += [name for name in authors if name not in item.authors]
        item.because("authors", "a line that says who wrote it", 0.9)
        draft.put_aside(number)
        day = periods.only_day(text, is_day_first)
        item.date = item.date or (day.iso() if day else None)
        return True
    if at < 4 and not item.paragraphs and not is_prose(text):
        day = periods.only_day(text, is_day_first)
        if day is not None and day.iso():
            item.date = item.date or day.iso()
            item.because("date", "a line of its own above the text", 0.9)
            draft.put_aside(number)
            return True
    return False


def _take_attribution(item: ItemDraft, block: Block) -> bool:
    if not item_has_body(item):
        return False
    found = citations.attribution(block.text if block.kind != "item" else " ".join(block.lines))
    if not found:
        return False
    if (
        len(found) == 1
        and found[0].url
        and not found[0].outlet
        and item.sources
        and item.sources[-1].url is None
    ):
        last = item.sources[-1]
        item.sources[-1] = type(last)(last.outlet, last.authors, last.title, found[0].url)
    else:
        item.sources += found
    item.because("sources", "a line of its own that names where this is from", 0.85)
    return True


def _take_sources(draft: Draft, item: ItemDraft, places: Sequence[int], at: int) -> int:
    """A line "Sources: …" and, when nothing follows its colon, the list below it."""
    number = places[at]
    text = draft.blocks[number].text
    label = citations.labelled(text) if len(text) <= 600 else None
    if label is None and fold(text).rstrip(":") not in listed("headings", "source_labels"):
        return 0
    if not item_has_body(item):
        return 0
    found = list(label[1]) if label else []
    taken = 1
    if not found:
        while at + taken < len(places) and _is_reference(draft.blocks[places[at + taken]]):
            found += citations.listed_sources(draft.blocks[places[at + taken]].text)
            taken += 1
    if not found:
        return 0
    item.sources += found
    item.because("sources", "a line that is labelled so", 0.95)
    draft.keep_line(number, label[0] if label else text)
    return taken


def _is_reference(block: Block) -> bool:
    return not is_wordless(block.text) and (
        block.kind == "item"
        or bool(block.links)
        or (block.before == 0 and word_count(block.text) <= 14)
    )


def _take_related(draft: Draft, item: ItemDraft, places: Sequence[int], at: int) -> int:
    """A pointer to another article: its label in capitals, or one of the usual labels."""
    number = places[at]
    block = draft.blocks[number]
    if not item_has_body(item) or block.kind == "heading":
        return 0
    related = listed("headings", "related_labels")
    if fold(block.text).rstrip(": ") in related and block.text.rstrip().endswith(":"):
        taken = 1
        while at + taken < len(places):
            below = draft.blocks[places[at + taken]]
            if (
                is_wordless(below.text)
                or (ends_sentence(below.text) and is_prose(below.text))
                or (taken > 1 and below.before and below.kind != "item")
            ):
                break
            item.related.append(_pointer(below))
            taken += 1
        if taken > 1:
            draft.put_aside(number)
            return taken
        return 0
    match = _LABEL.match(block.text) if len(block.text) <= 240 else None
    if match is None:
        return 0
    label, rest = match[1], match[2]
    capitals = (
        is_capitals(label)
        and not is_capitals(rest)
        and word_count(label) <= 4
        and word_count(rest) >= 4
    )
    if not (fold(label) in related or (capitals and item.paragraphs)) or (
        ends_sentence(rest) and is_prose(rest)
    ):
        return 0
    item.related.append(Link(rest, block.links[0].url if block.links else None))
    item.because("related", "a label points to another article", 0.8)
    draft.put_aside(number)
    return 1


def _pointer(block: Block) -> Link:
    return Link(block.text, block.links[0].url if block.links else None)


def _take_paragraph(draft: Draft, item: ItemDraft, number: int, alike: bool) -> None:
    text = draft.blocks[number].text
    cited = citations.trailing(text, alike=alike)
    if cited is None:
        item.paragraphs.append(text)
        return
    item.paragraphs.append(cited.text)
    item.sources += cited.sources
    item.because("sources", f"the bracket at the end: {cited.raw}", cited.confidence)
    keep_uncited(draft, number, cited)


def keep_uncited(draft: Draft, number: int, cited: citations.Citation) -> None:
    """A citation of which a word stands in no source is kept as it stood."""
    from crankreader.ingest.words import tokens

    have = {
        word
        for source in cited.sources
        for part in (source.outlet, source.title, source.url, *source.authors)
        for word in tokens(part or "")
    }
    if any(word not in have for word in tokens(cited.raw)):
        draft.keep_line(number, cited.raw)


def _drop_empty_subheadings(draft: Draft, item: ItemDraft) -> None:
    """A sub-heading with nothing below it is no part of the text."""
    kept = [sub for sub in item.subheadings if sub.before < len(item.paragraphs)]
    for sub in item.subheadings[len(kept) :]:
        item.captions.append(sub.title) if furniture.has_credit(sub.title) else draft.keep_line(
            len(draft.blocks), sub.title
        )
    item.subheadings = kept
