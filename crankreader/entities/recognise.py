"""The road from a text to its mentions, stage by stage.

Knows the order of the stages and how an issue is read as one text; no rule of its own.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from ..model import PARAGRAPH_BREAK, EntityType, Issue, Marked, Mention
from .acronyms import find_acronyms
from .context import settle_ambiguous
from .credits import find_sources
from .dictionary import Dictionary, dictionary
from .gazetteer import RULED_OUT, Found, find_known
from .names import find_names
from .page import Page
from .registers import find_entries
from .resolve import known_outlets, resolve
from .tokens import mark_headings, tokens_of
from .values import find_values
from .vetoes import is_ignored
from .weapons import find_designators, find_ships

RULES = "3"
"""Raised when the same names and text give other mentions than before."""

STRETCH = 500_000
"""Characters that are read at once: a word takes some 400 bytes while it is thought about."""


CANDIDATES = 3
"""How many other entities a mention names that it may stand for."""


def recognise(
    text: str,
    *,
    period: str | None = None,
    outlets: Sequence[str] = (),
    language: str | None = None,
    known: Dictionary | None = None,
) -> tuple[Mention, ...]:
    """The mentions of one text, in order, disjoint; `period` (YYYY, YYYY-MM, a day) dates them.

    `outlets`: names that are outlets here, such as the text's own publication. `language`: in any
    but English only names that are known are found. `known`: the names to know; those of the
    program where none are given.
    """
    given = _Given(period, outlets, language in (None, "en"), known or dictionary())
    return tuple(_in_stretches(text, given))


def recognise_issue(issue: Issue, known: Dictionary | None = None) -> dict[str, Marked]:
    """The mentions of every item by its id; a name given in full anywhere helps everywhere.

    In more than STRETCH characters it helps in its own stretch of them.
    """
    parts: list[str] = []
    places: list[tuple[str, bool, int]] = []
    length = 0
    for item in issue.items:
        for is_title, part in ((True, item.title or ""), (False, item.text)):
            places.append((item.id, is_title, length))
            parts.append(part)
            length += len(part) + len(PARAGRAPH_BREAK)
    parts += [caption for item in issue.items for caption in item.captions]
    given = _Given(
        issue.date or issue.period,
        _outlets(issue),
        issue.language in (None, "en"),
        known or dictionary(),
    )
    mentions = _in_stretches(PARAGRAPH_BREAK.join(parts), given)
    return _split(mentions, places, parts, issue)


_SEAT = re.compile(r"\(([RDI]-[A-Z][A-Za-z.]{0,6})\)")
"""A member's party and state: (D-Mass.)."""


class _Given(NamedTuple):
    """What is known of a text before it is read."""

    period: str | None
    outlets: Sequence[str]
    is_english: bool
    known: Dictionary


def _in_stretches(text: str, given: _Given) -> Iterator[Mention]:
    """The mentions of a text of any length, stretch by stretch."""
    for start, end in stretches(text):
        for mention in _recognise(text[start:end], given):
            yield _moved(mention, start) if start else mention


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Parts of STRETCH characters or less: they end between paragraphs, else lines, else words."""
    start = 0
    while start < len(text):
        end = min(len(text), start + STRETCH)
        for sign in (PARAGRAPH_BREAK, "\n", " ") if end < len(text) else ():
            cut = text.rfind(sign, start + STRETCH // 2, end)
            if cut > 0:
                end = cut + len(sign)
                break
        yield start, end
        start = end


def _outlets(issue: Issue) -> list[str]:
    """What an issue calls an outlet: itself, and its sources."""
    cited = [source.outlet for item in issue.items for source in item.sources if source.outlet]
    return [issue.publication, *cited] if issue.publication else cited


def _split(
    mentions: Iterable[Mention],
    places: Sequence[tuple[str, bool, int]],
    parts: Sequence[str],
    issue: Issue,
) -> dict[str, Marked]:
    """Give each mention back to the title or text that it stands in, with its own offsets."""
    sides: dict[tuple[str, bool], list[Mention]] = {}
    starts = [start for _, _, start in places]
    for mention in mentions:
        number = bisect.bisect_right(starts, mention.start) - 1
        id_, is_title, start = places[number]
        if mention.end <= start + len(parts[number]):
            sides.setdefault((id_, is_title), []).append(_moved(mention, -start))
    return {
        item.id: Marked(
            tuple(sides.get((item.id, True), ())), tuple(sides.get((item.id, False), ()))
        )
        for item in issue.items
    }


def _moved(mention: Mention, by: int) -> Mention:
    return mention._replace(start=mention.start + by, end=mention.end + by)


def _recognise(text: str, given: _Given) -> tuple[Mention, ...]:
    page, values = _opened(text, given)
    find_acronyms(page)
    find_sources(page)
    known_outlets(page, given.outlets)
    find_entries(page)
    find_ships(page)
    find_designators(page)
    settle_ambiguous(page)
    if page.is_english:
        find_names(page)
    resolve(page)
    names = [_mention(page, found) for found in page.all_found()]
    mentions = sorted([*names, *values], key=lambda mention: mention.start)
    return tuple(each for each in mentions if not _is_ruled_out(page, each))


def _is_ruled_out(page: Page, mention: Mention) -> bool:
    if not page.known.ignored:
        return False
    first, last = page.words_in(mention.start, mention.end)
    return is_ignored(page.known, page.tokens, first, last, mention.entity)


def _opened(text: str, given: _Given) -> tuple[Page, list[Mention]]:
    """The page with its known names and values; a long known name outweighs a date inside it."""
    known = given.known
    tokens = tokens_of(text, known.spellings)
    mark_headings(tokens, text, known.words["small"])
    nobody: list[Found | None] = [None] * len(tokens)
    page = Page(text, tokens, known, nobody, bytearray(len(tokens)), given.is_english)
    for found in find_known(tokens, known):
        if found.rule == RULED_OUT:
            page.close(found.first, found.last)
            continue
        if found.type == "event" and _has_year(page, found):
            found.last += 1
        for at in range(found.first, found.last):
            page.owner[at] = found
    values = []
    for value in find_values(text, given.period):
        first = bisect.bisect_left(page.ends, value.start + 1)
        last = bisect.bisect_left(page.starts, value.end)
        owners = (page.owner[at] for at in range(first, last))
        if any(owner is not None and owner.last - owner.first > 1 for owner in owners):
            continue
        page.close(first, last)
        values.append(value)
    for seat in _SEAT.finditer(text):
        page.close(*page.words_in(*seat.span(1)))
    furniture = known.words["furniture"]
    for at, token in enumerate(tokens):
        if token.key in furniture and page.is_free(at):
            page.close(at, at + 1)
    return page, values


def _has_year(page: Page, found: Found) -> bool:
    """ "Steadfast Defender 2024": an exercise's or a fair's year belongs to its name."""
    at = found.last
    if found.last - found.first < 2 and found.first == 0:
        return False
    return page.joined(at) and page.tokens[at].text.isdigit() and len(page.tokens[at].text) == 4


def _mention(page: Page, found: Found) -> Mention:
    known = page.known
    start, end = page.tokens[found.first].start, page.tokens[found.last - 1].end
    if page.tokens[found.last - 1].possessive and found.numbers and _is_whole(page, found):
        end += 2
    if page.tokens[found.last - 1].key in ("jr", "sr") and page.text[end : end + 1] == ".":
        end += 1
    type_, entity, name, confidence = found.type, found.id, found.name, found.confidence
    if found.numbers:
        entity, name = known.id(found.numbers[0]), known.name(found.numbers[0])
    if entity is not None and entity in known.moved:
        entity = known.moved[entity]
        type_ = cast("EntityType", entity.partition("/")[0])
        number = known.number(entity)
        name = name if number is None else known.name(number)
    others = (*(known.id(number) for number in found.numbers[1:]), *found.others)
    if others and not found.others:
        confidence = min(confidence, _SHARED)
    return Mention(
        start, end, page.text[start:end], type_, entity, name, rule=found.rule,
        confidence=confidence,
        candidates=tuple(id for id in dict.fromkeys(others) if id != entity)[:CANDIDATES],
    )  # fmt: skip


def _is_whole(page: Page, found: Found) -> bool:
    """ "Moody's": the ending is a part of the name."""
    key = " ".join(token.key for token in page.tokens[found.first : found.last])
    return key in page.known.possessive


_SHARED = 0.7
"""How sure one is of a name that several have and nothing tells apart."""


def version(known: Dictionary | None = None) -> str:
    """Of the rules and the names together: changes when mentions may."""
    return f"{RULES}.{(known or dictionary()).version}"
