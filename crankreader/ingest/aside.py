"""An issue without lines that belong to the page: taken out of its items, kept as furniture.

Nothing is lost: what is no longer shown stands in `furniture`, its links in `unplaced`. Ids stay
as they were given. Knows nothing of why a line goes; `repeats` says which do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from crankreader.ingest.drafts import ItemDraft
from crankreader.ingest.repeats import headed, heading_key, held
from crankreader.ingest.titles import item_title
from crankreader.model import PARAGRAPH_BREAK, Issue, Item, Link, Reason, Section, Span

_PLACE = re.compile(r"sections\[(\d+)\](?:\.items\[(\d+)\])?")
_QUOTED = 80


@dataclass(slots=True)
class _Lifted:
    """What was taken out so far, in the order of the issue."""

    lines: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    """The keys by which they go; "" for what goes along."""
    links: list[Link] = field(default_factory=list)
    places: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Where items that stay stood, and where they stand: (section, item)."""

    def take(self, text: str, key: str = "") -> None:
        self.lines.append(text)
        self.why.append(key)


def without(
    issue: Issue, lines: Mapping[str, tuple[int, int]], kept: Collection[str] = ()
) -> Issue:
    """The issue with these lines among its furniture; items and sections left empty vanish.

    Items that are `kept`, that cite, have a date or an author are never emptied; nor is an issue.
    """
    if not lines:
        return issue
    lifted = _Lifted()
    sections: list[Section] = []
    for number, section in enumerate(issue.sections):
        before = len(lifted.lines)
        items: list[Item] = []
        for place, item in enumerate(section.items):
            left = _left(item, lines, lifted, may_vanish=item.id not in kept)
            if left is not None:
                lifted.places[number, place] = len(sections), len(items)
                items.append(left)
        if items or not section.items:
            sections.append(section._replace(items=tuple(items)))
        elif section.title:
            lifted.lines.insert(before, section.title)
            lifted.why.insert(before, "")
    if not lifted.lines or not any(section.items for section in sections):
        return issue
    first = next(item for section in sections for item in section.items)
    is_first = issue.display_title == issue.items[0].display_title
    return issue._replace(
        sections=tuple(sections),
        display_title=first.display_title if is_first else issue.display_title,
        furniture=(*issue.furniture, *lifted.lines),
        unplaced=(*issue.unplaced, *lifted.links),
        reasons=(*_moved(issue, lifted), *_told(lifted, lines)),
    )


def _left(
    item: Item, lines: Mapping[str, tuple[int, int]], lifted: _Lifted, *, may_vanish: bool
) -> Item | None:
    """What stays of an item; None when nothing does."""
    keys = [held(text, lines) for text in item.paragraphs]
    caption_keys = [held(text, lines) for text in item.captions]
    if not any(keys) and not any(caption_keys):
        return item
    going = _headings(item, lines, keys)
    title_goes = item.title is None or heading_key(item.title) in lines
    if all(keys) and all(caption_keys) and title_goes:
        if not may_vanish or _is_told(item) or len(going) < len(item.subheadings):
            return item
        _take_all(item, keys, caption_keys, lifted)
        return None
    _take_texts(item, keys, caption_keys, going, lifted)
    return _remaining(item, keys, caption_keys, going, lifted)


def _is_told(item: Item) -> bool:
    """It says when or by whom it is, or what it rests on: no page's note does."""
    cites = any(source.outlet or source.title or source.authors for source in item.sources)
    return bool(item.date or item.authors or cites)


def _headings(
    item: Item, lines: Mapping[str, tuple[int, int]], keys: Sequence[str | None]
) -> set[int]:
    """The headings within an item, by number, that nothing is left below."""
    return {
        number
        for number, start, end in headed(item)
        if all(keys[start:end]) and heading_key(item.subheadings[number].title) in lines
    }


def _take_texts(
    item: Item,
    keys: Sequence[str | None],
    caption_keys: Sequence[str | None],
    going: set[int],
    lifted: _Lifted,
) -> None:
    titles: dict[int, list[str]] = {}
    for number in sorted(going):
        heading = item.subheadings[number]
        titles.setdefault(min(heading.before, len(keys)), []).append(heading.title)
    for place, (text, key) in enumerate(zip(item.paragraphs, keys, strict=True)):
        for title in titles.pop(place, ()):
            lifted.take(title)
        if key is not None:
            lifted.take(text, key)
    for title in titles.get(len(keys), ()):
        lifted.take(title)
    for text, key in zip(item.captions, caption_keys, strict=True):
        if key is not None:
            lifted.take(text, key)


def _take_all(
    item: Item, keys: Sequence[str | None], caption_keys: Sequence[str | None], lifted: _Lifted
) -> None:
    """The whole item: its addresses, too, stay known."""
    if item.title:
        lifted.take(item.title)
    _take_texts(item, keys, caption_keys, set(range(len(item.subheadings))), lifted)
    lifted.links += [link._replace(span=None) for link in item.links]
    known = {link.url for link in item.links}
    for source in item.sources:
        if source.url and source.url not in known:
            lifted.take(source.url)
            lifted.links.append(Link(source.url, source.url))
    for link in item.related:
        lifted.take(link.text)
        lifted.links.append(link._replace(span=None))


def _remaining(
    item: Item,
    keys: Sequence[str | None],
    caption_keys: Sequence[str | None],
    going: set[int],
    lifted: _Lifted,
) -> Item:
    links: list[Link] = []
    starts, shifts = _shifts(item.paragraphs, keys)
    for link in item.links:
        place = bisect_right(starts, link.span.start) - 1 if link.span else -1
        if link.span is None or place < 0:
            links.append(link)
        elif keys[place] is not None:
            lifted.links.append(link._replace(span=None))
        else:
            start, end = link.span
            span = Span(start - shifts[place], end - shifts[place])
            links.append(link._replace(span=span))
    staying = [0, *accumulate(key is None for key in keys)]
    left = item._replace(
        paragraphs=_staying(item.paragraphs, keys),
        captions=_staying(item.captions, caption_keys),
        subheadings=tuple(
            heading._replace(before=staying[min(heading.before, len(keys))])
            for number, heading in enumerate(item.subheadings)
            if number not in going
        ),
        links=tuple(links),
    )
    return left._replace(display_title=_display_title(left))


def _shifts(paragraphs: Sequence[str], keys: Sequence[str | None]) -> tuple[list[int], list[int]]:
    """Where each paragraph begins in the item's text, and how many characters go before it."""
    starts, shifts, at, gone = [], [], 0, 0
    for text, key in zip(paragraphs, keys, strict=True):
        starts.append(at)
        shifts.append(gone)
        at += len(text) + len(PARAGRAPH_BREAK)
        gone += (len(text) + len(PARAGRAPH_BREAK)) * (key is not None)
    return starts, shifts


def _staying(texts: Sequence[str], keys: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(text for text, key in zip(texts, keys, strict=True) if key is None)


def _display_title(item: Item) -> str:
    draft = ItemDraft(
        item.title,
        paragraphs=list(item.paragraphs),
        captions=list(item.captions),
        sources=list(item.sources),
        related=list(item.related),
    )
    return item_title(draft)


def _moved(issue: Issue, lifted: _Lifted) -> Iterator[Reason]:
    """The reasons of the issue, each of the place where what it explains now stands."""
    sections = {old: new for (old, _), (new, _) in lifted.places.items()}
    for reason in issue.reasons:
        found = _PLACE.match(reason.of)
        if found is None:
            yield reason
            continue
        number, place = int(found[1]), found[2]
        if place is None:
            if number in sections:
                yield reason._replace(of=f"sections[{sections[number]}]{reason.of[found.end() :]}")
        elif (number, int(place)) in lifted.places:
            section, at = lifted.places[number, int(place)]
            where = f"sections[{section}].items[{at}]"
            yield reason._replace(of=where + reason.of[found.end() :])


def _told(lifted: _Lifted, lines: Mapping[str, tuple[int, int]]) -> Iterator[Reason]:
    for text, key in zip(lifted.lines, lifted.why, strict=True):
        if key:
            times, among = lines[key]
            why = f"stands in {times} of {among} issues: “{text[:_QUOTED]}”"
            yield Reason("furniture", why, min(0.95, 0.5 + times / among / 2))
