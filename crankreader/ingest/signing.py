"""Takes who wrote an item, and when, off the blocks above and below its text.

What lines say of that is for `signatures` and `people`; the rest of an item is for `articles`.
"""

from __future__ import annotations

from collections.abc import Sequence

from crankreader.ingest import colophon, periods
from crankreader.ingest.blocks import is_prose, word_count
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.people import byline, is_name, is_office
from crankreader.ingest.signatures import Signature, is_office_line, signature_at
from crankreader.ingest.words import fold, listed


def sign(signed_text: Draft | ItemDraft, signed: Signature, why: str) -> None:
    """Gives a whole document, or one item, the authors and the day of a signature."""
    if signed.authors:
        known = signed_text.authors
        known += [name for name in signed.authors if name not in known]
        signed_text.because("authors", why, 0.9)
    if signed.date is not None and signed_text.date is None:
        signed_text.date = signed.date
        signed_text.because("date", why, 0.9)


def take_signature(
    draft: Draft, item: ItemDraft, places: Sequence[int], at: int, is_day_first: bool
) -> int:
    """Takes the signature that begins at a place; returns how many blocks it has, or 0."""
    block = draft.blocks[places[at]]
    name = fold(draft.publication or "")
    is_own = draft.is_marked or (name != "" and name in fold(block.text))
    if is_own and is_office(block.text) and block.kind == "paragraph":
        colophon.read_people(draft, block.text)
        draft.put_aside(places[at])
        return 1
    return _take_opening(draft, item, places, at, is_day_first) or _take_closing(
        draft, item, places, at
    )


def _take_opening(
    draft: Draft, item: ItemDraft, places: Sequence[int], at: int, is_day_first: bool
) -> int:
    """The lines that say who wrote a text and when, above it or below its standfirst."""
    if at > 8 or len(item.paragraphs) > 1 or any(word_count(p) > 70 for p in item.paragraphs):
        return 0
    if not (item.title or item.paragraphs):
        return 0
    signed = signature_at(draft.blocks, places[at], is_day_first)
    if signed is None:
        return 0
    sign(item, signed, "the lines above the text that say who wrote it, and when")
    taken = [number for number in places[at:] if number < signed.end]
    for number in taken:
        draft.put_aside(number)
    return len(taken)


def _take_closing(draft: Draft, item: ItemDraft, places: Sequence[int], at: int) -> int:
    """A name and what it is that bears it, below the text."""
    if at + 2 != len(places) or not item.paragraphs:
        return 0
    name, office = (draft.blocks[number] for number in places[at:])
    if not is_name(name.text) or office.before or not is_office_line(office.text):
        return 0
    edits = fold(office.text).strip(" .") in listed("people", "editor_labels")
    people = draft.editors if edits else item.authors
    if name.text not in people:
        people.append(name.text)
    draft.because("editors" if edits else "authors", "a name and an office below a text", 0.85)
    for number in places[at:]:
        draft.put_aside(number)
    return 2


def take_person_or_day(
    draft: Draft, item: ItemDraft, number: int, at: int, is_day_first: bool
) -> bool:
    """Takes a block that is a byline, a name over a date, or a day above the text."""
    if draft.is_marked and draft.blocks[number].kind != "paragraph":
        return False
    text = draft.blocks[number].text
    authors = byline(text)
    below = draft.blocks[number + 1] if number + 1 < len(draft.blocks) else None
    is_alone = at < 4 and is_name(text) and not authors and not item.authors
    if is_alone and below is not None and below.before == 0:
        authors = (text,) if periods.only_day(below.text, is_day_first) else authors
    if authors:
        item.authors += [name for name in authors if name not in item.authors]
        item.because("authors", "a line that says who wrote it", 0.9)
        draft.put_aside(number)
        day = periods.only_day(text, is_day_first)
        item.date = item.date or (day.iso() if day else None)
        return True
    if at < 8 and not is_prose(text) and not periods.opens_entry(text):
        day = periods.only_day(text, is_day_first)
        is_own = at < 4 and not item.paragraphs
        if day is not None and day.iso() and (is_own or day.iso() == draft.date):
            item.date = item.date or day.iso()
            item.because("date", "a line of its own above the text", 0.9)
            draft.put_aside(number)
            return True
    return False
