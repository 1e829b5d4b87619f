"""The key/value head of a brief or a letter, and a list of contents: labelled lines above the text.

Knows nothing of mast-heads and sections.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from crankreader.ingest import periods
from crankreader.ingest.blocks import Block, ends_sentence, is_prose, is_wordless, word_count
from crankreader.ingest.drafts import Draft
from crankreader.ingest.people import byline, editors, is_name
from crankreader.ingest.words import fold, listed, tokens

_FIELD = re.compile(r"([^\W\d_][\w'’ /&-]{0,38}?)\s*:(?:\s+(\S.*))?$", re.DOTALL)
_LETTER_LABELS = frozenset(("from", "to", "subject", "message-id", "reply-to", "sender", "cc"))
_SPAN = re.compile(r"\b\d{1,2}\s?[-–—]\s?\d{1,2}\s+[^\W\d_]|[^\W\d_]\s+\d{1,2}\s?[-–—]\s?\d{1,2}\b")
_NUMBER = re.compile(r"^[0-9a-z]{1,2}[.)]\s+")
_PERIOD_LABELS = frozenset(
    ("period", "reporting period", "month", "covering", "period covered", "zeitraum")
)


def take_fields(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Reads the key/value head; returns the blocks that are left, all of them without one."""
    start = _first_field(draft.blocks, among)
    if start is None:
        return list(among)
    found: list[tuple[str, str, list[int]]] = []
    at = start
    while at < len(among):
        taken = _field_at(draft.blocks, among, at)
        if taken is None:
            break
        found.append(taken)
        at += len(taken[2])
    if len(found) < 2:
        return list(among)
    for label, value, places in found:
        _keep_field(draft, label, value, places, is_day_first)
    draft.because("fields", f"{len(found)} labelled lines stand at the head", 0.9)
    above = list(among[:start])
    if is_letter(draft):
        # An archive's separator, a file's name: nothing above a letter's head is its text.
        for number in above:
            draft.put_aside(number)
        above = []
    return [*above, *among[at:]]


def _first_field(blocks: Sequence[Block], among: Sequence[int]) -> int | None:
    """At the very head, or below a line or two of title."""
    for at in range(min(3, len(among))):
        if _field_at(blocks, among, at) is not None:
            return at
        if is_prose(blocks[among[at]].text):
            return None
    return None


def _field_at(
    blocks: Sequence[Block], among: Sequence[int], at: int
) -> tuple[str, str, list[int]] | None:
    """Label, value and the blocks of the field that begins at a place."""
    block = blocks[among[at]]
    match = (
        _FIELD.match(block.text)
        if len(block.text) <= 300 and block.kind in ("paragraph", "item")
        else None
    )
    if match is None or word_count(match[1]) > 4 or "//" in block.text[: len(match[1]) + 3]:
        return None
    label, value = match[1], (match[2] or "").strip()
    if value:
        return (
            (label, value, [among[at]]) if not is_prose(value) and word_count(value) <= 24 else None
        )
    if at + 1 >= len(among):
        return None
    below = blocks[among[at + 1]]
    if (
        is_prose(below.text)
        or word_count(below.text) > 20
        or below.text.rstrip().endswith((":", "?"))
    ):
        return None
    if below.before > 1 or is_wordless(below.text):
        return None
    return label, below.text, [among[at], among[at + 1]]


def _keep_field(
    draft: Draft, label: str, value: str, places: list[int], is_day_first: bool
) -> None:
    name = fold(label)
    whole = f"{label}: {value}"
    is_span = name == "when" and (_SPAN.search(value) or len(periods.days(value, is_day_first)) > 1)
    if name in listed("periods", "date_labels") and not is_span:
        day = periods.only_day(value, is_day_first)
        draft.date = draft.date or (day.iso() if day else None)
        if draft.date:
            draft.because("date", f"the field {label}", 0.95)
    year, month = periods.period(value)
    if name in _PERIOD_LABELS and draft.period is None and year and month:
        draft.period = f"{year}-{month:02}"
        draft.because("period", f"the field {label}", 0.9)
    if name in listed("periods", "title_labels") and draft.title is None:
        draft.title = value
        draft.because("title", f"the field {label}", 0.9)
    people = byline(whole)
    if people:
        draft.authors += [person for person in people if person not in draft.authors]
        draft.because("authors", f"the field {label}", 0.9)
    offices = editors(whole)
    if offices:
        draft.editors += [person for person in offices if person not in draft.editors]
        draft.because("editors", f"the field {label}", 0.9)
    if people or offices:
        for place in places:
            draft.put_aside(place)
        return
    if name == "subject" and draft.date is None:
        day = periods.only_day(value, is_day_first)
        draft.date = day.iso() if day else None
    if name == "from":
        _read_sender(draft, value)
    draft.fields.append((label, value))


def _read_sender(draft: Draft, value: str) -> None:
    """A sender whose name the subject or the tail repeats is the publication."""
    name = re.sub(r"[<(].*", "", value).strip(' "')
    lines = [draft.title or "", *(line for kept in draft.furniture.values() for line in kept)]
    if len(name) > 3 and "@" not in name and any(fold(name) in fold(line) for line in lines):
        draft.publication = name
        draft.because("publication", "the sender, whom another line names again", 0.85)
    elif "@" in value and not is_name(name):
        squeezed = "".join(c for c in fold(name) if c.isalnum()).removeprefix("the")
        domain = re.sub(r"[^a-z0-9]", "", value.rpartition("@")[2].casefold())
        if len(squeezed) >= 5 and squeezed in domain:
            draft.publication = name
            draft.because("publication", "the sender, whose address is made of the name", 0.8)


def is_letter(draft: Draft) -> bool:
    """Its fields are those of a mail that was saved as text."""
    return sum(1 for label, _ in draft.fields if fold(label) in _LETTER_LABELS) >= 2


def is_about_event(draft: Draft) -> bool:
    """One of its fields says where something happened or who took part."""
    named = {word for label, _ in draft.fields for word in tokens(label)}
    return bool(named & listed("periods", "event_labels"))


def without_contents(draft: Draft, among: Sequence[int]) -> list[int]:
    """Puts lists of contents aside; returns the blocks that are left."""
    names = {number: _name(draft.blocks[number]) for number in among}
    counts = Counter(names.values())
    kept: list[int] = []
    at = 0
    while at < len(among):
        taken = _contents_length(draft, among, at, names, counts)
        if not taken:
            kept.append(among[at])
        for number in among[at : at + taken]:
            draft.put_aside(number)
        at += max(1, taken)
    return kept


def _contents_length(
    draft: Draft, among: Sequence[int], at: int, names: Mapping[int, str], counts: Mapping[str, int]
) -> int:
    """How many blocks from `at` on are a list of what comes later; 0 when they are none.

    A list is known by its label, or by three items or more that all come again as headings.
    """
    label = names[among[at]]
    is_labelled = label in listed("headings", "contents_labels")
    if not is_labelled and draft.blocks[among[at]].kind != "item":
        return 0
    start = at + is_labelled
    seen: set[str] = set()
    hits = 0
    for number in among[start : at + 60]:
        block = draft.blocks[number]
        name = names[number]
        if not _is_entry(block) or name in seen or (not is_labelled and block.kind != "item"):
            break
        if seen and counts[name] < 2 and block.kind != "item" and block.before:
            break
        seen.add(name)
        hits += counts[name] > 1
    if not is_labelled:
        return len(seen) if len(seen) >= 3 and hits == len(seen) else 0
    is_list = hits * 2 >= len(seen) or label.endswith("contents")
    return len(seen) + 1 if len(seen) >= 2 and is_list else 0


def _is_entry(block: Block) -> bool:
    """Short, and no text of its own; an item of a list may end in a full stop."""
    if is_wordless(block.text) or word_count(block.text) > 14:
        return False
    if any(link.url and link.url != link.text for link in block.links):
        return False  # a text of its own is behind it
    return block.kind == "item" or not (is_prose(block.text) or ends_sentence(block.text))


def _name(block: Block) -> str:
    return _NUMBER.sub("", fold(block.text[:120])).strip(" :*.-")
