"""Who wrote an article and when: the lines between its headline and its text.

A byline; or a name by itself with an office or a date below it; times of publication, and the
buttons that stand among them. Knows no headline and decides nothing about the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crankreader.ingest import furniture, periods
from crankreader.ingest.blocks import (
    Block,
    ends_sentence,
    is_address,
    is_prose,
    is_wordless,
    word_count,
)
from crankreader.ingest.people import byline, is_unnamed_byline, names
from crankreader.ingest.words import fold, listed, tokens

_MOST = 12
"""Lines of one signature, buttons among them."""
_LONGEST = 140
_LONGEST_OFFICE = 12
_LONGEST_TOLD = 18
_LONGEST_NAMES = 90
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[.:h]\d{2}){1,2}(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|[+-]\d{2}:?\d{2}\b"
    r"|\b(?:utc|gmt|bst|ist|cet|cest|eet|eest|msk|[ecmp][sd]t|jst|kst|hkt|sgt|wat|cat|eat|sast|a[ecw]st|uhr)\b",
    re.IGNORECASE,
)
_BEHIND_DAY = re.compile(r"[\s|·•,]+(?:[Bb]y|von|par|por)\s+(?=[^\W\d_a-zß-öø-ÿ])")
_STOPS = re.compile(r":|[.?!]$")
_OFFICE = re.compile(r"\s*(?:[|–—·•]|,|\s-)\s+")
"""What parts a name from the office behind it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Blocks from the one it was looked for at up to `end`, exclusive."""

    end: int
    authors: tuple[str, ...]
    date: str | None
    """ISO 8601; that of publication where one of an update stands beside it."""


@dataclass(slots=True)
class _Reading:
    end: int
    authors: list[str] = field(default_factory=list)
    date: str | None = None
    is_signed: bool = False
    """It says that it is one, if not by whom."""
    after_name: bool = False
    """The line above names a person: an office may follow."""


def signature_at(blocks: Sequence[Block], at: int, is_day_first: bool) -> Signature | None:
    """The signature that begins with a block; None where it tells neither by whom nor, behind a
    label, on which day a text was published."""
    reading = _Reading(at)
    for place in range(at, min(at + _MOST, len(blocks))):
        block = blocks[place]
        if block.kind not in ("paragraph", "item", "rule") or len(block.text) > _LONGEST:
            break
        if _read(reading, blocks, place, is_day_first):
            reading.end = place + 1
        elif not (place > at or _is_label(block.text)) or not _stands_among(block):
            break
    if not reading.authors and not reading.is_signed:
        return None
    return Signature(reading.end, tuple(reading.authors), reading.date)


def _read(reading: _Reading, blocks: Sequence[Block], at: int, is_day_first: bool) -> bool:
    """Takes what a line says; False when it says nothing of who and when."""
    text = blocks[at].text
    if reading.after_name and _tells_of(text, reading.authors):
        return True
    if reading.after_name and is_office_line(text) and not _names_behind(text):
        reading.after_name = False
        return True
    if found := byline(text) or _names(blocks, at, is_day_first):
        spelled = [_in_small_letters(name) if name.isupper() else name for name in found]
        reading.authors += [name for name in spelled if name not in reading.authors]
        named = periods.only_day(text, is_day_first)
        reading.date = reading.date or (named.iso() if named else None)
        reading.after_name = True
        return True
    if reading.authors and "@" in text and is_address(text):
        return True
    if is_unnamed_byline(text):
        reading.is_signed = True
        return True
    if signed := dated_byline(text, is_day_first):
        reading.authors += [name for name in signed[0] if name not in reading.authors]
        reading.date = reading.date or signed[1]
        return True
    if (day := published(text, is_day_first)) is not None:
        is_labelled = fold(text).startswith(_labels())
        if not (reading.authors or reading.is_signed or is_labelled):
            return False
        reading.date = reading.date or day
        reading.is_signed |= is_labelled
        reading.after_name = False
        return True
    return False


def _tells_of(text: str, authors: Sequence[str]) -> bool:
    """ "A B is a former …" right below the name: what is said of a writer."""
    rest = next((text[len(name) :] for name in authors if text.startswith(name)), "")
    is_line = word_count(text) <= _LONGEST_TOLD and not ends_sentence(text)
    return is_line and fold(rest).startswith(("is ", "was ", "writes ", "teaches "))


def _in_small_letters(name: str) -> str:
    """ "ANNA VAN DER MEER" → "Anna van der Meer"; initials stay."""
    particles = listed("people", "name_particles")
    first, *others = name.split()
    spelled = [word.lower() if fold(word) in particles else word.title() for word in others]
    return " ".join((first.title(), *spelled))


def _names(blocks: Sequence[Block], at: int, is_day_first: bool) -> tuple[str, ...]:
    """Names by themselves, or with their office, above what else a signature says."""
    text = blocks[at].text
    if len(text) > _LONGEST_NAMES or not text[:1].isupper() or is_prose(text):
        return ()
    near = (block for block in blocks[at + 1 : at + 7] if block.text != text)
    below = next((block for block in near if not _stands_among(block)), None)
    if below is None or below.before > 1 or len(below.text) > _LONGEST:
        return ()
    found = names(text)
    bare = _OFFICE.split(text, maxsplit=1)
    if not found and len(bare) == 2 and is_office_line(bare[1]):
        found = names(bare[0])
    if not found:
        return ()
    is_dated = published(below.text, is_day_first) is not None
    is_told = is_office_line(below.text) or _tells_of(below.text, found)
    return found if is_dated or is_told or byline(below.text) else ()


def _names_behind(text: str) -> bool:
    """ "By A B, staff writer" names somebody else, "Senior Fellow, Institute of C" does not."""
    first = _OFFICE.split(text, maxsplit=1)[0]
    return bool(byline(text)) or (bool(names(first)) and not is_office_line(first))


def dated_byline(text: str, is_day_first: bool) -> tuple[tuple[str, ...], str] | None:
    """ "Posted on 3 May 2025 by A B" → names and day."""
    match = _BEHIND_DAY.search(text) if len(text) <= _LONGEST else None
    day = published(text[: match.start()], is_day_first) if match is not None else None
    found = byline(text[match.start() :].strip(" |·•,")) if match is not None and day else ()
    return (found, day) if found and day else None


def is_time_line(text: str) -> bool:
    """ "Published yesterday": says when and no day."""
    return word_count(text) <= 5 and fold(text).startswith(_labels())


def published(text: str, is_day_first: bool) -> str | None:
    """The day of a line that says when something was published and nothing else, in ISO 8601."""
    if len(text) > _LONGEST or word_count(text) > 16:
        return None
    found = periods.days(text, is_day_first)
    if not found or found[0].iso() is None:
        return None
    rest = text
    for day in reversed(found):
        rest = rest[: day.start] + " " + rest[day.end :]
    known = listed("periods", "publishing_words") | listed("periods", "weekdays")
    left = [word for word in tokens(_CLOCK.sub(" ", rest)) if word not in known]
    is_timed = bool(left) and furniture.is_read_time(" ".join(left))
    return found[0].iso() if not left or is_timed else None


def is_office_line(text: str) -> bool:
    """ "Venice correspondent", "Senior Fellow, Institute of …": what somebody is who writes."""
    if is_prose(text) or word_count(text) > _LONGEST_OFFICE or _STOPS.search(text):
        return False
    return any(word in listed("people", "office_words") for word in tokens(text))


def _stands_among(block: Block) -> bool:
    """A rule, a label, a button: may stand between the lines of a signature."""
    if is_wordless(block.text) or _is_label(block.text):
        return True
    return word_count(block.text) <= 4 and furniture.is_furniture(block)


def _is_label(text: str) -> bool:
    """ "Published", "on", "By": a label above what it labels."""
    words = tokens(text[:40])
    known = listed("periods", "publishing_words")
    return words == ["by"] or (0 < len(words) <= 2 and all(word in known for word in words))


def _labels() -> tuple[str, ...]:
    return tuple(listed("periods", "publishing_labels"))
