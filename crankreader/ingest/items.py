"""The items of one section: by headlines, dates, citations or bullets, or all of it as one.

Knows nothing of the sections around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crankreader.ingest import articles, citations, periods
from crankreader.ingest.blocks import Block, is_prose, is_wordless
from crankreader.ingest.citations import Habit
from crankreader.ingest.closings import closing
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.headings import Heading
from crankreader.ingest.references import title_and_people, unquoted
from crankreader.model import Source

_ENTRY = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*(?:[ -](?:and |& |the |of )?[^\W\d_a-zß-öø-ÿ][\w.’'-]*){0,3}"
    r":\s+[^\W\d_a-zß-öø-ÿ]"
)
"""The name of a country or a place before what happened there."""
_EMPTY = re.compile(r"<\s*>|\(\s*\)|\[\s*\]")


def headline_item(
    draft: Draft,
    numbers: Sequence[int],
    heads: Mapping[int, Heading],
    is_day_first: bool,
    alike: Habit,
) -> list[ItemDraft]:
    """A headline and what stands below it."""
    at = numbers[0]
    text = draft.blocks[at].text
    item = ItemDraft(text)
    cited = heads[at].cited
    if cited is not None:
        item.title = cited.text
        item.sources += cited.sources
        item.because("sources", f"the headline says so: {cited.raw[:120]}", cited.confidence)
        if cited.raw == text:
            articles.keep_rest(draft, at, item, text)
        else:
            articles.keep_uncited(draft, at, cited)
    elif draft.blocks[at].links:
        _take_address(draft, at, item)
    item.title = unquoted(item.title or text)
    item.because("title", "reads as a headline of what follows", min(1.0, heads[at].score / 5))
    articles.assemble(draft, item, numbers[1:], is_day_first, alike)
    return [item]


def _take_address(draft: Draft, at: int, item: ItemDraft) -> None:
    """A headline with its address behind it: "Title, by A B <https://…>"."""
    block = draft.blocks[at]
    link = block.links[0]
    bare = block.text.replace(link.text, " ", 1)
    rest = " ".join(_EMPTY.sub(" ", bare).split()).strip(" :–—-")
    if rest and link.url:
        item.title, people = title_and_people(rest, among=False)
        item.sources.append(Source(authors=people, url=link.url))
        item.because("sources", "the address behind the headline", 0.9)


def loose_items(
    draft: Draft, own: Sequence[int], is_day_first: bool, alike: Habit
) -> list[ItemDraft]:
    """The items of a section that has no headlines: by dates, citations, bullets, or all as one."""
    blocks = draft.blocks
    own = [at for at in own if not set_aside(draft, at)]
    if not own:
        return []
    is_brief = len(draft.fields) >= 2
    found = {at: periods.lead(blocks[at].text, is_day_first, among=is_brief) for at in own}
    leads = {at: day for at, day in found.items() if day is not None}
    if len(leads) >= 2 and len(leads) >= 0.4 * len(own):
        return _split(draft, own, set(leads), is_day_first, alike, leads)
    labelled = [at for at in own if blocks[at].lead and not draft.is_marked]
    if len(labelled) >= 2 and len(labelled) >= 0.6 * len(own):
        days = {
            at: day
            for at in labelled
            if (day := periods.only_day(blocks[at].text[: blocks[at].lead], is_day_first))
        }
        return _split(draft, own, set(labelled), is_day_first, alike, days)
    ends = [at for at in own if _closes(blocks[at], alike)]
    bullets = [at for at in own if blocks[at].kind == "item"]
    outer = min((blocks[at].indent for at in bullets), default=0)
    bullets = [
        at for at in bullets if blocks[at].indent <= outer + 1 or not _names_source(blocks[at])
    ]
    if len(bullets) >= 2 and len(bullets) >= 0.5 * len(own):
        return _split(
            draft,
            own,
            set(bullets) | ({own[0]} if own[0] not in bullets else set()),
            is_day_first,
            alike,
            {},
        )
    if len(ends) >= 2 and len(ends) >= 0.6 * sum(
        1 for at in own if not blocks[at].links or is_prose(blocks[at].text)
    ):
        return _split(
            draft, own, {at for at in own if not _hangs_on(blocks[at])}, is_day_first, alike, {}
        )
    if len(ends) >= 2:
        after = {own[0]} | {own[n + 1] for n, at in enumerate(own[:-1]) if at in ends}
        return _split(draft, own, after, is_day_first, alike, {})
    return _split(draft, own, {own[0]}, is_day_first, alike, leads)


def labelled_entries(draft: Draft, own: Sequence[int], alike: Habit) -> set[int]:
    """Texts that open with a name and a colon and cite at their end: entries beside headlines."""
    return {
        at
        for at in own
        if draft.blocks[at].kind == "paragraph"
        and _ENTRY.match(draft.blocks[at].text)
        and is_prose(draft.blocks[at].text)
        and closing(draft.blocks[at].text, alike=alike) is not None
    }


def set_aside(draft: Draft, at: int) -> bool:
    if is_wordless(draft.blocks[at].text):
        draft.put_aside(at)
        return True
    return False


def _closes(block: Block, alike: Habit) -> bool:
    return closing(block.text, alike=alike) is not None or bool(citations.attribution(block.text))


def _names_source(block: Block) -> bool:
    """An entry of an inner list that says where the outer one is from: "- Outlet: https://…"."""
    return bool(citations.attribution(" ".join(block.lines)))


def _hangs_on(block: Block) -> bool:
    """A line that belongs to the item above: an address, "— Outlet", "Source: …"."""
    return (
        bool(citations.attribution(block.text)) or citations.labelled(block.text[:600]) is not None
    )


def _split(
    draft: Draft, own: Sequence[int], starts: set[int], is_day_first: bool, alike: Habit,
    leads: Mapping[int, periods.Day],
) -> list[ItemDraft]:  # fmt: skip
    groups: list[list[int]] = []
    for at in own:
        if at in starts or not groups:
            groups.append([at])
        else:
            groups[-1].append(at)
    items = []
    for numbers in groups:
        item = ItemDraft()
        articles.assemble(draft, item, numbers, is_day_first, alike)
        day = leads.get(numbers[0])
        if day is not None and not periods.opens_range(draft.blocks[numbers[0]].text):
            item.date = day.iso(_year_of(draft))
            item.because("date", "the date that opens it", 0.95)
        if not item.is_empty:
            items.append(item)
    return items


def _year_of(draft: Draft) -> int | None:
    known = draft.date or draft.period
    return int(known[:4]) if known else None


def source_list(draft: Draft, own: Sequence[int]) -> list[ItemDraft]:
    """A section that lists what the whole document rests on: one item, a source a line."""
    item = ItemDraft()
    for at in own:
        text = draft.blocks[at].text
        if set_aside(draft, at):
            continue
        if is_prose(text) and not draft.blocks[at].links:
            item.paragraphs.append(text)
            continue
        sources = citations.listed_sources(text)
        articles.keep_uncovered(draft, at, text, sources)
        item.sources += sources
    return [] if item.is_empty else [item]
