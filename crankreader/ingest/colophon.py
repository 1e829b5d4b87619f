"""What stands below the text: colophon, addresses, mailing lines, who signs the whole.

Takes blocks from the foot of a document until its text ends. Knows nothing of sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crankreader.ingest import citations, furniture, periods
from crankreader.ingest.blocks import Block, ends_sentence, is_prose, word_count, word_list
from crankreader.ingest.drafts import Draft
from crankreader.ingest.people import byline, editors, is_office
from crankreader.ingest.words import fold, listed

_MADE_BY = re.compile(
    r".{2,80}?(?:\s(?:is|was)|,)\s+"
    r"(?=(?:compiled|edited|curated|selected|picked|chosen|gathered|put together)\b)"
)
_WRITTEN = re.compile(r".{2,60}?\s(?:is|was)\s+(written\s+by\s[^.]{3,120})")
_DASHES = " -–—*_~"
_LONGEST_COLOPHON = 16
_SENTENCES = re.compile(r"(?<=[^\W\d_]{3})\.\s+|\s[|·•]\s")


def take_tail(draft: Draft, among: Sequence[int]) -> list[int]:
    """Puts colophon, address and mailing lines aside; editors are read off them."""
    first = furniture.tail_start([draft.blocks[at] for at in among])
    if first == 0:
        return list(among)
    first -= _signature(draft, among, first)
    for at in among[first:]:
        read_people(draft, draft.blocks[at].text)
        draft.put_aside(at)
    return list(among[:first])


def take_colophon(draft: Draft, among: Sequence[int]) -> list[int]:
    """Puts a second mast-head aside, with all below it: the publication's name and no text."""
    if draft.publication is None:
        return list(among)
    name = fold(draft.publication)
    words = 0
    for place in range(len(among) - 1, max(2, len(among) - _LONGEST_COLOPHON), -1):
        block = draft.blocks[among[place]]
        if fold(block.text).strip(" :|-—–*#=") == name:
            for at in among[place:]:
                read_people(draft, draft.blocks[at].text)
                draft.put_aside(at)
            return list(among[:place])
        words += word_count(block.text)
        is_text = is_prose(block.text) and not furniture.score(block)
        if is_text or words > 80 or citations.last_bracket(block.text) is not None:
            break
    return list(among)


def name_below(draft: Draft) -> str | None:
    """The name of a publication that only its colophon tells; None unless shaped like one."""
    for at, lines in sorted(draft.furniture.items()):
        holder = furniture.holder(" ".join(lines))
        above = draft.blocks[at - 1].text if at and is_office(draft.blocks[at].text) else ""
        for name in (above, holder):
            words = word_list(name)
            is_short = 2 <= len(words) <= 7 and not ends_sentence(name)
            if is_short and fold(words[-1]) in listed("publications", "name_words"):
                return name
    return None


def _is_farewell(block: Block, place: int) -> bool:
    """A few words of their own between the text and the page's tail."""
    is_closing = ends_sentence(block.text) or block.text.endswith(",")
    is_apart = place > 2 and block.before > 0 and block.kind == "paragraph"
    return is_apart and is_closing and word_count(block.text) <= 5


def _signature(draft: Draft, among: Sequence[int], first: int) -> int:
    """How many blocks above the tail are a farewell, with or without who says it."""
    if first >= len(among) or first < 3:
        return 0
    last, above = draft.blocks[among[first - 1]], draft.blocks[among[first - 2]]
    if above.text.endswith(",") and _is_farewell(above, first - 2) and word_count(last.text) <= 6:
        return 2
    return 1 if _is_farewell(last, first - 1) else 0


def read_people(draft: Draft, text: str) -> None:
    draft.authors += [name for name in writers_in(text) if name not in draft.authors]
    for name in editors_in(text):
        if name not in draft.editors:
            draft.editors.append(name)
            draft.because("editors", f"the line “{text[:80]}”", 0.9)


def writers_in(text: str) -> tuple[str, ...]:
    """Whom a colophon names as having written the whole: "The Note is written by A B"."""
    match = _WRITTEN.match(text.lstrip(_DASHES)) if len(text) <= 300 else None
    return byline(match[1]) if match is not None else ()


def editors_in(text: str) -> list[str]:
    """Whom a line of a mast-head or a colophon names as having put the issue together."""
    found: list[str] = []
    for part in _SENTENCES.split(text.lstrip(_DASHES)) if len(text) <= 300 else ():
        match = _MADE_BY.match(part)
        found += editors(part) or editors(part[match.end() :] if match else "")
    return found


def take_signature(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Puts the lines at the end aside that say who made the whole: "Prepared by A B, 3 May"."""
    kept = list(among)
    while len(kept) > 3:
        text = draft.blocks[kept[-1]].text
        parts = _SENTENCES.split(text.lstrip(_DASHES))
        people = [name for part in parts for name in byline(part)]
        is_signed = bool(people) or any(editors(part) for part in parts)
        if not is_signed or len(text) > 200 or draft.blocks[kept[-1]].kind == "item":
            break
        draft.authors += [name for name in people if name not in draft.authors]
        draft.because("authors", f"the last lines: “{text[:80]}”", 0.85)
        read_people(draft, text)
        found = periods.days(text, is_day_first)
        if found and draft.date is None and found[0].iso():
            draft.date = found[0].iso()
            draft.because("date", f"the last lines: “{text[:80]}”", 0.85)
        draft.put_aside(kept.pop())
    return kept
