"""What stands inside one article or item, besides its text.

Captions above credits, sub-headings, bylines, pointers to other articles, labelled sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crankreader.ingest import citations, furniture
from crankreader.ingest.blocks import (
    Block,
    ends_sentence,
    is_address,
    is_capitals,
    is_prose,
    is_wordless,
    word_count,
)
from crankreader.ingest.citations import Habit
from crankreader.ingest.closings import closing
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.headings import Heading, headings_in
from crankreader.ingest.linked import cited_by_links
from crankreader.ingest.looks import is_pointer_label
from crankreader.ingest.people import byline
from crankreader.ingest.signing import take_person_or_day, take_signature
from crankreader.ingest.words import fold, listed, tokens
from crankreader.model import Link, Source, Subheading

_LAST_SENTENCE = re.compile(r"[.!?]\s+([^\W\d_][^.!?]{3,60})\.$")
_LABEL = re.compile(r"([^:]{2,40}?)\s*:\s+(\S.*)$")


def assemble(
    draft: Draft, item: ItemDraft, places: Sequence[int], is_day_first: bool, alike: Habit
) -> None:
    """Puts the numbered blocks into an item: each into exactly one of its parts, or aside."""
    # A text of one block has no heading within it.
    is_one = len(places) < 2 and not item.paragraphs
    heads = {} if is_one else _inner_headings(draft, places, alike)
    at = 0
    while at < len(places):
        at += _take(draft, item, places, at, heads, is_day_first, alike)
    _drop_empty_subheadings(draft, item)


def _inner_headings(draft: Draft, places: Sequence[int], alike: Habit) -> Mapping[int, Heading]:
    """Those that are marked, where headings are; else those that read as one."""
    if not draft.is_marked:
        return headings_in(draft, places, alike)
    marked = [at for at in places if draft.blocks[at].kind == "heading"]
    heads = headings_in(draft, places, alike) if marked else {}
    return {at: heads[at] for at in marked if at in heads}


def _take(
    draft: Draft, item: ItemDraft, places: Sequence[int], at: int,
    heads: Mapping[int, Heading], is_day_first: bool, alike: Habit,
) -> int:  # fmt: skip
    """Takes the block at a place, sometimes with those below it; returns how many."""
    number = places[at]
    block = draft.blocks[number]
    text = block.text
    following = draft.blocks[places[at + 1]] if at + 1 < len(places) else None
    if is_wordless(text):
        draft.put_aside(number)
        return 1
    if block.mark == "table":
        item.paragraphs.append(text)
        return 1
    if block.mark == "caption":
        item.captions.append(text)
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
    if _take_linked_citation(draft, item, number):
        return 1
    taken = take_signature(draft, item, places, at, is_day_first)
    if taken:
        return taken
    taken = _take_sources(draft, item, places, at) or _take_site_list(draft, item, places, at)
    taken = taken or _take_related(draft, item, places, at)
    if taken:
        return taken
    if take_person_or_day(draft, item, number, at, is_day_first) or _take_attribution(
        draft, item, number, alike
    ):
        return 1
    above = draft.blocks[number - 1] if number else None
    if not _is_surely_text(draft, block) and (
        draft.looks_where(alike).is_furniture(number) or furniture.goes_on(block, above)
    ):
        draft.put_aside(number)
    elif (
        number in heads
        and not heads[number].cited
        and following is not None
        and not is_address(following.text)
        and item_has_body(item)
    ):
        item.subheadings.append(Subheading(len(item.paragraphs), text))
    elif (
        number in heads
        and following is None
        and block.kind != "item"
        and word_count(text) <= 12
        and text.rstrip()[-1:] not in "?!"
        and item.paragraphs
    ):
        draft.put_aside(number)  # heads nothing: a pointer to what is not here
    else:
        _take_paragraph(draft, item, number, alike)
    return 1


def _is_surely_text(draft: Draft, block: Block) -> bool:
    """Where headings are marked, sentences, lists and tables are text, whatever they say."""
    if not draft.is_marked or furniture.leaves(block):
        return False
    return block.mark == "table" or block.kind == "item" or is_prose(block.text)


def item_has_body(item: ItemDraft) -> bool:
    return bool(item.title or item.paragraphs)


def _is_caption(block: Block, following: Block) -> bool:
    return (
        following.before == 0
        and furniture.is_credit(following.text)
        and word_count(block.text) <= 70
    )


def _take_attribution(draft: Draft, item: ItemDraft, number: int, alike: Habit) -> bool:
    block = draft.blocks[number]
    if not item_has_body(item):
        return False
    found = citations.attribution(block.text if block.kind != "item" else " ".join(block.lines))
    if not found and block.before == 0 and item.paragraphs and block.kind == "paragraph":
        found = citations.hanging(block.text, alike=alike)
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
        item.sources[-1] = last._replace(url=found[0].url)
    else:
        item.sources += found
    item.because("sources", "a line of its own that names where this is from", 0.85)
    keep_uncovered(draft, number, block.text, item.sources[-len(found) :])
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
            below = draft.blocks[places[at + taken]].text
            sources = citations.listed_sources(below)
            keep_uncovered(draft, places[at + taken], below, sources)
            found += sources
            taken += 1
    if not found:
        return 0
    item.sources += found
    item.because("sources", "a line that is labelled so", 0.95)
    if label:
        keep_uncovered(draft, number, text, label[1])
    else:
        draft.keep_line(number, text)
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
    is_label = block.text.rstrip().endswith(":") and fold(block.text).rstrip(": ") in related
    if is_label or is_pointer_label(block.text):
        taken = 1
        while at + taken < len(places):
            below = draft.blocks[places[at + taken]]
            if (
                is_wordless(below.text)
                or furniture.is_furniture(below)
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
        not draft.is_marked
        and is_capitals(label)
        and not is_capitals(rest)
        and word_count(label) <= 4
        and word_count(rest) >= 4
    )
    if not (fold(label) in related or (capitals and item.paragraphs)) or (
        ends_sentence(rest) and is_prose(rest)
    ):
        return 0
    if is_address(rest) and block.links:
        item.sources.append(Source(url=block.links[0].url))
        draft.keep_line(number, f"{label}:")
        return 1
    item.related.append(Link(rest, block.links[0].url if block.links else None))
    item.because("related", "a label points to another article", 0.8)
    draft.put_aside(number)
    return 1


def _take_site_list(draft: Draft, item: ItemDraft, places: Sequence[int], at: int) -> int:
    """What a site lists of its own, as what is read most: the label and the titles below it."""
    label = fold(draft.blocks[places[at]].text).rstrip(": ")
    if label not in listed("furniture", "site_lists") or not item_has_body(item):
        return 0
    taken = 1
    while at + taken < len(places) and not is_prose(draft.blocks[places[at + taken]].text):
        taken += 1
    if at + taken < len(places) and taken > 1:
        taken -= 1  # a headline over the text that follows
    for number in places[at : at + taken]:
        draft.put_aside(number)
    return taken


def _pointer(block: Block) -> Link:
    return Link(block.text, block.links[0].url if block.links else None)


def _take_paragraph(draft: Draft, item: ItemDraft, number: int, alike: Habit) -> None:
    text = draft.blocks[number].text
    cited = closing(text, alike=alike, sentence=True)
    if cited is None:
        item.paragraphs.append(text)
        return
    item.paragraphs.append(cited.text)
    item.sources += _signed(cited)
    item.because("sources", f"what stands at the end: {cited.raw}", cited.confidence)
    keep_uncited(draft, number, cited)


def _signed(cited: citations.Citation) -> tuple[Source, ...]:
    """The one source of a text whose last sentence says who wrote there: "… By A B. (Outlet)"."""
    last = _LAST_SENTENCE.search(cited.text)
    writers = byline(last[1]) if last is not None and len(cited.sources) == 1 else ()
    if not writers or cited.sources[0].authors:
        return cited.sources
    return (cited.sources[0]._replace(authors=writers),)


def _take_linked_citation(draft: Draft, item: ItemDraft, number: int) -> bool:
    """A text that ends with what it cites, or a line that only cites, as its links tell."""
    cited = cited_by_links(draft.blocks[number]) if draft.is_marked else None
    if cited is None:
        return False
    if cited.text:
        item.paragraphs.append(cited.text)
    item.sources += [source for source in cited.sources if source not in item.sources]
    item.because("sources", f"linked where the text ends: {cited.raw[:120]}", 0.9)
    keep_uncovered(draft, number, cited.raw, cited.sources)
    return True


def keep_uncited(draft: Draft, number: int, cited: citations.Citation) -> None:
    """A citation of which a word stands in no source is kept as it stood."""
    keep_uncovered(draft, number, cited.raw, cited.sources)


def keep_uncovered(draft: Draft, number: int, raw: str, sources: Sequence[Source]) -> None:
    """A line that names sources is kept when a word of it stands in none of them."""
    have = {
        word
        for source in sources
        for part in (source.outlet, source.title, source.url, *source.authors)
        for word in tokens(part or "")
    }
    if any(word not in have for word in tokens(raw)):
        draft.keep_line(number, raw)


def keep_rest(draft: Draft, number: int, item: ItemDraft, text: str) -> None:
    """The parts of a citing line that stand nowhere in the item: dates, pages, roles."""
    have: set[str] = set(tokens(item.title or ""))
    if draft.is_marked:
        have |= listed("headings", "small_words")
    for source in item.sources:
        for part in (source.outlet, source.url, *source.authors):
            have.update(tokens(part or ""))
    if any(word not in have for word in tokens(text)):
        draft.keep_line(number, text)


def _drop_empty_subheadings(draft: Draft, item: ItemDraft) -> None:
    """A sub-heading with nothing below it is no part of the text."""
    kept = [sub for sub in item.subheadings if sub.before < len(item.paragraphs)]
    for sub in item.subheadings[len(kept) :]:
        if sub.title.rstrip()[-1:] in "?!" and word_count(sub.title) > 5:
            item.paragraphs.append(sub.title)
            continue
        item.captions.append(sub.title) if furniture.has_credit(sub.title) else draft.keep_line(
            len(draft.blocks), sub.title
        )
    item.subheadings = kept
