"""Records: texts that each stand below the same few labelled lines, as in digests and feeds.

"Title: … / Date: … / Author: …" over each entry of a feed, "From: … / Subject: …" over each
message of a list's digest. Knows nothing of headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crankreader.ingest import furniture, periods
from crankreader.ingest.articles import assemble
from crankreader.ingest.blocks import Block, is_address, is_prose, is_wordless, urls, word_count
from crankreader.ingest.citations import Habit
from crankreader.ingest.drafts import Draft, ItemDraft, SectionDraft
from crankreader.ingest.people import is_name, names
from crankreader.ingest.words import fold, listed
from crankreader.model import Source
from crankreader.safety import safe_url

_LABEL = re.compile(r"([^\W\d_][\w'’ -]{0,24}?)\s*:\s+(\S.*)$")
_ANGLED = re.compile(r"\s*[<(][^>)]*[>)]\s*|\s*\"\s*")


@dataclass(frozen=True, slots=True)
class Record:
    """Where the labelled lines stand, as places in the order of the document."""

    start: int
    end: int
    fields: tuple[tuple[str, str], ...]


def records_in(blocks: Sequence[Block], among: Sequence[int]) -> list[Record]:
    """The records of a document; empty unless two or more have a title and a label in common."""
    found = [record for record in _runs(blocks, among) if _title_of(record)]
    counts: Counter[str] = Counter()
    for record in found:
        counts.update({label for label, _ in record.fields})
    shared = {label for label, count in counts.items() if count >= max(2, 0.7 * len(found))}
    if len(found) < 2 or len(shared) < 2 or not shared & listed("periods", "title_labels"):
        return []
    return found


def _runs(blocks: Sequence[Block], among: Sequence[int]) -> list[Record]:
    """Two labelled lines or more without a gap between them."""
    found: list[Record] = []
    place = 0
    while place < len(among):
        end = place
        fields: list[tuple[str, str]] = []
        while end < len(among):
            block = blocks[among[end]]
            field = _field(block)
            if field is None or (fields and block.before):
                break
            fields.append(field)
            end += 1
        if len(fields) >= 2:
            found.append(Record(place, end, tuple(fields)))
        place = max(end, place + 1)
    return found


def _field(block: Block) -> tuple[str, str] | None:
    match = _LABEL.match(block.text) if len(block.text) <= 300 else None
    if match is None or block.kind not in ("paragraph", "heading") or word_count(match[1]) > 3:
        return None
    return fold(match[1]), match[2]


def _title_of(record: Record) -> str | None:
    titles = listed("periods", "title_labels")
    return next((value for label, value in record.fields if label in titles), None)


def read_records(
    draft: Draft,
    among: Sequence[int],
    records: Sequence[Record],
    is_day_first: bool,
    alike: Habit,
) -> None:
    """Fills the draft: what stands above the first record, then an item for each."""
    section = SectionDraft(None)
    draft.sections = [section]
    above = _above(draft, among[: records[0].start])
    if not above.is_empty:
        section.items.append(above)
    ends = [record.start for record in records[1:]] + [len(among)]
    for record, end in zip(records, ends, strict=True):
        item = ItemDraft(_title_of(record))
        item.because("title", "a labelled line above the text", 0.95)
        for at in among[record.start : record.end]:
            _read_field(draft, item, at, is_day_first)
        body = [at for at in among[record.end : end] if not _is_rule(draft, at)]
        assemble(draft, item, body, is_day_first, alike)
        section.items.append(item)
    draft.because("sections", f"{len(records)} texts stand below the same labels", 0.9)


def _is_rule(draft: Draft, at: int) -> bool:
    if is_wordless(draft.blocks[at].text):
        draft.put_aside(at)
        return True
    return False


def _above(draft: Draft, places: Sequence[int]) -> ItemDraft:
    """Prose above the first record; all else there is the digest's own."""
    item = ItemDraft()
    for at in places:
        block = draft.blocks[at]
        if is_prose(block.text) and furniture.score(block) <= 0:
            item.paragraphs.append(block.text)
        else:
            draft.put_aside(at)
    return item


def _read_field(draft: Draft, item: ItemDraft, at: int, is_day_first: bool) -> None:
    field = _field(draft.blocks[at])
    if field is None:
        return
    label, value = field
    if label in listed("periods", "title_labels"):
        if value != item.title:
            draft.put_aside(at)
        return
    draft.put_aside(at)
    if label in listed("periods", "date_labels") and item.date is None:
        day = periods.only_day(value, is_day_first)
        item.date = day.iso() if day else None
        if item.date:
            item.because("date", "a labelled line above the text", 0.95)
    elif label in listed("periods", "sender_labels"):
        bare = _ANGLED.sub(" ", value).strip()
        people = names(bare) or ((bare,) if is_name(bare) else ())
        item.authors += [name for name in people if name not in item.authors]
    elif label in listed("periods", "address_labels") and is_address(value) and urls(value):
        url = safe_url(value.strip("<> "))
        if url:
            item.sources.append(Source(url=url))
