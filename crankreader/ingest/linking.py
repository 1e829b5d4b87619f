"""Where the links of the blocks stand in the items that were made of them.

Works on a finished draft: gives each item its links, and gives back those of no item's text.
Knows nothing of why a block became what it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crankreader.ingest.blocks import Block, trimmed_url, urls
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.words import fold
from crankreader.model import PARAGRAPH_BREAK, Link, Span
from crankreader.safety import safe_url

_KEY = 24
"""Characters by which a text is looked up before it is compared."""
_TRIED = 8
"""Texts that begin alike and are compared."""
_MOST_SOURCES = 100
"""Of an item, that a link is looked for among."""


@dataclass(slots=True)
class _Text:
    """A text of an item: where its paragraph begins in the item's text, None for a title."""

    item: ItemDraft
    text: str
    start: int | None
    number: int
    """In the order of the draft."""


def place_links(draft: Draft, blocks: Sequence[Block]) -> tuple[Link, ...]:
    """Fills the links of all items; returns the links of the blocks that stand in no item."""
    texts = list(_texts(draft))
    known: dict[str, list[_Text]] = defaultdict(list)
    for text in texts:
        known[text.text[:_KEY]].append(text)
    unplaced: list[Link] = []
    last: _Text | None = None
    for block in blocks:
        if not block.links:
            continue
        found = _of_block(block, known, last, texts)
        unplaced += _give(block, found) if found else _told(block, last, texts)
        last = found[-1][0] if found else last
    for section in draft.sections:
        for item in section.items:
            _address_only_source(item)
            _add_bare(item)
    return tuple(unplaced)


def _texts(draft: Draft) -> Iterator[_Text]:
    number = 0
    for section in draft.sections:
        for item in section.items:
            start = 0
            others = [
                item.title or "",
                *(sub.title for sub in item.subheadings),
                *item.captions,
                *(link.text for link in item.related),
            ]
            for text in others:
                if text:
                    yield _Text(item, text, None, number)
                    number += 1
            for paragraph in item.paragraphs:
                yield _Text(item, paragraph, start, number)
                number += 1
                start += len(paragraph) + len(PARAGRAPH_BREAK)


def _of_block(
    block: Block, known: dict[str, list[_Text]], last: _Text | None, texts: list[_Text]
) -> list[tuple[_Text, int]]:
    """The texts that the block became, and where each begins in it."""
    after = last.number if last is not None else -1
    same = known.get(block.text[:_KEY], [])
    ahead = bisect_right(same, after, key=lambda each: each.number)
    near = [*same[ahead : ahead + _TRIED], *same[:_TRIED]]
    first = next((each for each in near if block.text.startswith(each.text)), None)
    if first is not None and len(first.text) == len(block.text):
        return [(first, 0)]
    found = [(first, 0)] if first is not None else []
    # A headline that is linked before its text, a label taken off: parts of one block.
    near = texts[first.number + 1 : first.number + 6] if first else texts[after + 1 : after + 9]
    at = len(first.text) if first else 0
    for each in near:
        if first is not None and each.item is not first.item:
            break
        place = block.text.find(each.text, at) if len(each.text) > 2 else -1
        if place >= 0:
            found.append((each, place))
            first = first or each
            at = place + len(each.text)
    return found


def _told(block: Block, last: _Text | None, texts: list[_Text]) -> Iterator[Link]:
    """The links of a line that became sources: they belong to the items around it."""
    number = last.number if last is not None else -1
    near = [last, *texts[number + 1 : number + 3]] if last is not None else texts[:2]
    for link in block.links:
        for text in near:
            if _tell_source(text.item, link):
                text.item.links.append(link._replace(span=None))
                break
        else:
            yield link


def _give(block: Block, found: list[tuple[_Text, int]]) -> Iterator[Link]:
    """Puts the links of a block where their words went; yields those of no item."""
    for link in block.links:
        span = link.span or Span(0, 0)
        holder = next(
            (
                (text, at)
                for text, at in found
                if at <= span.start and span.end <= at + len(text.text)
            ),
            None,
        )
        if holder is not None and holder[0].start is not None and link.span is not None:
            text, at = holder
            shift = (text.start or 0) - at
            moved = Span(span.start + shift, span.end + shift)
            text.item.links.append(link._replace(span=moved))
        elif found:
            item = (holder or found[-1])[0].item
            _tell_source(item, link)
            item.links.append(link._replace(span=None))
        else:
            yield link


def _tell_source(item: ItemDraft, link: Link) -> bool:
    """Gives a source whose name was linked its address; whether it is one of the item's."""
    if not link.url or not link.url.startswith("http"):
        return False
    name = fold(link.text).strip(" .,()[]–—-")
    for number, source in enumerate(item.sources[:_MOST_SOURCES]):
        names = [source.outlet, source.title, *source.authors]
        is_named = name and any(name == fold(each) for each in names if each)
        if is_named and source.url in (None, link.url):
            item.sources[number] = source._replace(url=link.url)
            return True
    return False


def _address_only_source(item: ItemDraft) -> None:
    """One outlet and one link: the link leads to what the outlet wrote."""
    addresses = {link.url for link in item.links if link.url and link.url.startswith("http")}
    if len(item.sources) == 1 and item.sources[0].url is None and len(addresses) == 1:
        item.sources[0] = item.sources[0]._replace(url=addresses.pop())


def _add_bare(item: ItemDraft) -> None:
    """Addresses that stand in the text themselves, where no link covers them."""
    body = PARAGRAPH_BREAK.join(item.paragraphs)
    taken = sorted(link.span for link in item.links if link.span is not None)
    ends = list(accumulate((span.end for span in taken), max))
    for match in urls(body):
        shown = trimmed_url(match.group())
        span = Span(match.start(), match.start() + len(shown))
        before = bisect_left(taken, span.end, key=lambda one: one.start)
        if not shown or (before and ends[before - 1] > span.start):
            continue
        item.links.append(Link(shown, safe_url(shown) or shown, span))
    item.links.sort(key=lambda link: (link.span is None, link.span or Span(0, 0)))
