"""Items out of marked lists and headings: linked headlines, bold leads, what stands below them.

Works on the blocks of one part of an outlined document. Knows nothing of the parts around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from crankreader.ingest import articles, furniture, periods
from crankreader.ingest.addresses import outlet_of
from crankreader.ingest.blocks import (
    Block,
    capital_share,
    ends_sentence,
    is_address,
    is_prose,
    is_wordless,
    word_count,
)
from crankreader.ingest.citations import EVERYWHERE, Citation, Habit, listed_title, trailing
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.items import loose_items
from crankreader.ingest.linked import listed_work
from crankreader.ingest.looks import is_source_label
from crankreader.ingest.outlets import cited_in, is_dated, top_parts
from crankreader.ingest.people import byline, names
from crankreader.model import Link, Source, Span, Subheading

_BEHIND_TITLE = re.compile(r"\s*(?:[:–—|·]|\s-\s|-(?=\s)|\.(?=\s)|\n)\s*")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(?=\D)")
_COUNT = re.compile(r"(\d{1,3})[、.)）．]\s*(?=\D|$)")
_AT_OUTLET = re.compile(
    r"\s(?:at|on|in|from|via|bei|auf|chez|sur|en|su|op|på)\s+([^\W\d_a-zß-öø-ÿ].{1,60}?)[\s.…»›→⟶➜↗>|-]*$"
)
_LED = re.compile(r"\(([^()]{2,80})\)\s?[:.,–—-]\s+(?=\S)")
"""An outlet between a headline and its text."""
_LONGEST_OUTLET = 6
_LONGEST_SIGNED = 14
_SIGNED = re.compile(r"[\s,]*(?:by|von|par|por|di|av|af|door)\s+[^\W\d_]", re.IGNORECASE)
_PLACED = re.compile(r",?\s+(?:in|for|en|dans)\s+(?=[^\W\d_a-zß-öø-ÿ])")
_EDGES = " \t\n:–—-|·.,;"
_LONGEST_LEAD = 16
"""Words of a bold beginning that is a headline."""


class Headed(Protocol):
    """A heading, what stands below it, and the headings below it."""

    at: int
    own: list[int]

    @property
    def all(self) -> Iterator[Headed]: ...


def heading_item(draft: Draft, part: Headed, is_day_first: bool, alike: Habit) -> ItemDraft:
    """The item of a headline; headings below it are its sub-headings."""
    block = draft.blocks[part.at]
    item = ItemDraft(_without_number(draft, part.at))
    item.because("title", "a marked heading", 0.95)
    cited = trailing(item.title or "", alike=EVERYWHERE) if block.links else None
    if cited is not None and cited.is_title:
        item.title = cited.text
        url = next((link.url for link in block.links if link.url), None)
        item.sources += [source._replace(url=url) for source in cited.sources]
        item.because("sources", f"the bracket behind the headline: {cited.raw}", cited.confidence)
        articles.keep_uncited(draft, part.at, cited)
    else:
        _rest_on_link(item, block.links)
    for below in part.all:
        if below.at != part.at and rest_on_list(draft, [item], below):
            continue
        if below.at != part.at:
            item.subheadings.append(Subheading(len(item.paragraphs), draft.blocks[below.at].text))
        _assemble(draft, item, below.own, is_day_first, alike)
    _drop_idle_subheadings(draft, item)
    return item


def rest_on_list(draft: Draft, items: Sequence[ItemDraft], part: Headed) -> bool:
    """Rests the last item on the works listed below a "Sources"; whether it is such a list."""
    if not items or not is_source_label(draft.blocks[part.at].text) or not part.own:
        return False
    works = [listed_work(draft.blocks[at]) for at in part.own]
    if None in works:
        return False
    draft.put_aside(part.at)
    for at, work in zip(part.own, works, strict=True):
        if work is not None:
            items[-1].sources.append(work)
            articles.keep_uncovered(draft, at, draft.blocks[at].text, [work])
    items[-1].because("sources", "they are listed below it", 0.95)
    return True


def works_of(draft: Draft, own: Sequence[int]) -> list[ItemDraft]:
    """The works that a list of sources names, an item each; none unless each line names one."""
    items: list[ItemDraft] = []
    for at in own:
        work = listed_title(draft.blocks[at].text)
        if work is None or not work.sources:
            return []
        item = ItemDraft(work.text, sources=list(work.sources))
        item.because("sources", "the line names a work and where it appeared", work.confidence)
        items.append(item)
    for item, at in zip(items, own, strict=True):
        articles.keep_rest(draft, at, item, draft.blocks[at].text)
    return items


def _without_number(draft: Draft, at: int) -> str:
    """A headline without its number in a row of headlines; the number is kept beside it."""
    text = draft.blocks[at].text
    number = _NUMBERED.match(text)
    if number is None:
        return text
    draft.keep_line(at, number.group().strip())
    return text[number.end() :]


def items_of(draft: Draft, own: Sequence[int], is_day_first: bool, alike: Habit) -> list[ItemDraft]:
    """The items of a section's own blocks: its list's, its bold leads', or all of it as one."""
    blocks = draft.blocks
    outer = [at for at in own if blocks[at].kind == "item" and blocks[at].indent == 0]
    leads = [at for at in own if _is_lead(blocks[at])]
    titled = [at for at in own if is_titled(blocks[at])]
    counted = _counted(blocks, own)
    if len(outer) >= 2:
        starts = set(outer)
    elif len(counted) >= 2:
        starts = set(counted)
    elif len(leads) >= 2:
        starts = set(leads)
    elif len(titled) >= 2:
        starts = set(titled)
    else:
        return loose_items(draft, own, is_day_first, alike)
    items: list[ItemDraft] = []
    for group in _groups(blocks, own, starts):
        item = ItemDraft()
        if group[0] in starts:
            item = _started(draft, group[0], is_day_first, has_text=len(group) > 1)
        _assemble(draft, item, group, is_day_first, alike)
        if not item.is_empty:
            items.append(item)
    return items


def _counted(blocks: Sequence[Block], own: Sequence[int]) -> list[int]:
    """Paragraphs that count on from one to the next in their first characters."""
    found: list[int] = []
    for at in own:
        number = _COUNT.match(blocks[at].text) if blocks[at].kind == "paragraph" else None
        if number is not None and int(number[1]) == len(found) + 1:
            found.append(at)
    return found


def _groups(blocks: Sequence[Block], own: Sequence[int], starts: set[int]) -> Iterator[list[int]]:
    """What hangs on each start; a text behind the end of a list is by itself."""
    group: list[int] = []
    is_listed = any(blocks[at].kind == "item" for at in starts)
    for at in own:
        is_outside = is_listed and blocks[at].kind != "item" and blocks[at].indent == 0
        hangs = at not in starts and not (is_outside and group and group[0] in starts)
        if group and not hangs:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _is_lead(block: Block) -> bool:
    """A paragraph that opens with a few bold words, as headlines in the text do."""
    return (
        block.lead > 1
        and block.kind in ("paragraph", "item")
        and word_count(block.text[: block.lead]) <= _LONGEST_LEAD
    )


def is_titled(block: Block) -> bool:
    """It opens with a linked headline."""
    return block.kind in ("paragraph", "item") and _linked_title(block) > 0


def _linked_title(block: Block) -> int:
    """How many characters at the start are a linked headline; 0 for none.

    It is the whole, or something sets it off from what follows: no word of a sentence.
    """
    first = block.links[0] if block.links else None
    if first is None or first.span is None or block.text[: first.span.start].strip(' \t\n([*“"'):
        return 0
    end = first.span.end
    if not any(c.isalnum() for c in block.text[:end]):
        return 0
    rest = block.text[end:]
    if not rest.strip(_EDGES + ')]*”"'):
        return len(block.text)
    title = block.text[:end]
    is_set_off = _BEHIND_TITLE.match(rest.lstrip(')]*”"')) or rest.lstrip()[:1] in "(["
    if _is_signature(rest):
        return end
    return end if (is_set_off or ends_sentence(title)) and word_count(title) >= 2 else 0


def _is_signature(rest: str) -> bool:
    """ ", by A B, Outlet" behind a headline."""
    return word_count(rest) <= 14 and bool(_SIGNED.match(rest)) and not ends_sentence(rest)


def _signed(text: str, end: int) -> Citation | None:
    """Title, author and outlet, where a signature follows a headline of so many characters."""
    if not _is_signature(text[end:]):
        return None
    rest = _PLACED.sub(", ", text[end:].lstrip(" ,"), count=1)
    written, _, outlet = text[end:].strip(" ,.").partition(", ")
    if outlet[:1].isupper() and byline(written) and _PLACED.search(written) is None:
        rest = f"{written}, {outlet}"  # a name in which a "for" stands is one
    return listed_title(f"“{text[:end].strip(_EDGES)}”, {rest}")


def _started(draft: Draft, at: int, is_day_first: bool, *, has_text: bool) -> ItemDraft:
    """An item whose first block begins with its headline; the block keeps what is behind it.

    `has_text` says that other blocks follow it.
    """
    block = draft.blocks[at]
    item = ItemDraft()
    end = _linked_title(block)
    why = "a linked headline"
    if not end and _is_lead(block):
        end, why = block.lead, "the bold words that open it"
    count = _COUNT.match(block.text)
    if not end and count and not is_prose(block.text) and word_count(block.text) <= 30:
        end, why = len(block.text), "a numbered line that heads a text"
    work = None if end else listed_work(block)
    if work is not None and work.authors:
        item.title = work.title
        item.sources.append(work._replace(title=None))
        item.because("sources", "the line names who wrote it and where", 0.85)
        articles.keep_rest(draft, at, item, block.text)
        _keep_of_block(draft, at, "")
        return item
    if not end or periods.lead(block.text, is_day_first) is not None:
        return item
    cited = _signed(block.text, end)
    number = _NUMBERED.match(block.text[:end])
    title = cited.text if cited is not None else block.text[:end].strip(_EDGES + "*")
    if number is not None and cited is None:
        title = title[number.end() :]
        draft.keep_line(at, number.group().strip())
    if not title or (is_prose(title) and not block.text[end:].strip()):
        return item
    if not is_address(title):
        item.title = title
        item.because("title", why, 0.85)
    links = [link for link in block.links if link.span and link.span.start < end]
    rest = block.text[end:].lstrip(_EDGES + '*”"')
    if cited is not None:
        url = next((link.url for link in links if link.url), None)
        item.sources += [source._replace(title=None, url=url) for source in cited.sources]
        item.because("sources", "the line names who wrote it and where", cited.confidence)
        articles.keep_rest(draft, at, item, block.text)
        rest = ""
    else:
        _rest_on_link(item, links)
        rest = _without_outlet(item, rest, may_be_bare=has_text)
    _keep_of_block(draft, at, rest)
    return item


def _without_outlet(item: ItemDraft, rest: str, *, may_be_bare: bool) -> str:
    """Rests an item on the outlet behind its headline; what stands behind that is its text."""
    if _take_signed(item, rest):
        return ""
    opening = _LED.match(rest)
    name = opening[1] if opening is not None else rest.strip(_EDGES + "()[]")
    is_name = name[:1].isupper() and word_count(name) <= _LONGEST_OUTLET
    is_name = is_name and capital_share(name) >= 0.8 and not ends_sentence(rest)
    may_be_bare = may_be_bare or (rest[:1] == "(" and rest.rstrip(" .")[-1:] == ")")
    if opening is None and not (item.title and may_be_bare and is_name):
        return rest
    named = cited_in(name, title=True, alike=True)
    if named is None:
        return rest
    url = item.sources[0].url if item.sources else None
    item.sources = [source._replace(url=url) for source in named[0]]
    item.because("sources", f"what stands behind the headline: {name}", named[1])
    return rest[opening.end() :] if opening is not None else ""


def _take_signed(item: ItemDraft, text: str) -> bool:
    """Rests an item on "A B and C D, Outlet" behind or below its headline."""
    parts = top_parts(text.strip(_EDGES)) if word_count(text) <= _LONGEST_SIGNED else []
    if len(parts) != 2 or not item.title or ends_sentence(text) or not names(parts[0]):
        return False
    if capital_share(parts[1]) < 0.7 or is_dated(parts[1]):
        return False
    url = item.sources[0].url if item.sources else None
    item.sources = [Source(parts[1], names(parts[0]), None, url)]
    item.because("sources", "who wrote it, and where, stand by the headline", 0.8)
    return True


def _keep_of_block(draft: Draft, at: int, rest: str) -> None:
    """Leaves only the end of a block's text for what comes: the beginning has its place."""
    block = draft.blocks[at]
    blocks = list(draft.blocks)
    blocks[at] = replace(
        block,
        text=rest,
        lines=(rest,) if rest else (),
        lead=0,
        kind="paragraph",
        links=_behind(block, rest),
    )
    draft.blocks = blocks


def _behind(block: Block, rest: str) -> tuple[Link, ...]:
    """The links in the rest of a block's text, where they stand in that."""
    gone = len(block.text) - len(rest)
    return tuple(
        link._replace(span=Span(link.span.start - gone, link.span.end - gone))
        for link in block.links
        if link.span is not None and link.span.start >= gone
    )


def _rest_on_link(item: ItemDraft, links: Sequence[Link]) -> None:
    """A headline that is linked rests on where its link leads."""
    url = next((link.url for link in links if link.url and link.url.startswith("http")), None)
    if url is not None:
        item.sources.append(Source(outlet=outlet_of(url), url=url))
        item.because("sources", "the headline's link; the outlet from its address", 0.8)


def _assemble(
    draft: Draft, item: ItemDraft, own: Sequence[int], is_day_first: bool, alike: Habit
) -> None:
    kept = [at for at in own if draft.blocks[at].text.strip()]
    kept = take_pointers(draft, item, take_pictures(draft, item, kept))
    if kept:
        _merged(item, draft, kept, is_day_first, alike)


def _merged(
    item: ItemDraft, draft: Draft, kept: Sequence[int], is_day_first: bool, alike: Habit
) -> None:
    """Assembles further blocks into an item; a source that only adds a name joins its link's."""
    linked = item.sources[:1] if item.sources and item.sources[0].url else []
    first = draft.blocks[kept[0]]
    if linked and not item.paragraphs and not first.links and _take_signed(item, first.text):
        kept = kept[1:]
    articles.assemble(draft, item, kept, is_day_first, alike)
    named = [source for source in item.sources if source not in linked]
    if linked and len(named) == 1 and named[0].title is None:
        item.sources = [named[0]._replace(url=linked[0].url)]


def take_pictures(draft: Draft, item: ItemDraft, own: Sequence[int]) -> list[int]:
    """Gives an item the captions among its blocks; returns the others."""
    for at in own:
        if draft.blocks[at].mark == "caption":
            item.captions.append(draft.blocks[at].text)
    return [at for at in own if draft.blocks[at].mark != "caption"]


def take_pointers(draft: Draft, item: ItemDraft, own: Sequence[int]) -> list[int]:
    """Rests an item on where its "Read more" leads; returns the other blocks."""
    kept: list[int] = []
    for at in own:
        if _is_pointer(draft.blocks[at]):
            _read_on(draft, item, at)
        else:
            kept.append(at)
    return kept


def _is_pointer(block: Block) -> bool:
    """ "Read more", and nothing else, as a link."""
    return bool(block.links) and not is_wordless(block.text) and furniture.is_pointer(block.text)


def _read_on(draft: Draft, item: ItemDraft, at: int) -> None:
    block = draft.blocks[at]
    url = next((link.url for link in block.links if link.url), None)
    if url is not None and not any(source.url for source in item.sources):
        named = _AT_OUTLET.search(block.text)
        outlet = named[1] if named is not None else outlet_of(url)
        item.sources.append(Source(outlet=outlet, url=url))
        item.because("sources", "the link below it to read on", 0.8)
    draft.put_aside(at)


def _drop_idle_subheadings(draft: Draft, item: ItemDraft) -> None:
    """A sub-heading with nothing below it is kept, but not as a part of the text."""
    idle = [sub for sub in item.subheadings if sub.before >= len(item.paragraphs)]
    item.subheadings = [sub for sub in item.subheadings if sub not in idle]
    for sub in idle:
        draft.keep_line(len(draft.blocks), sub.title)
