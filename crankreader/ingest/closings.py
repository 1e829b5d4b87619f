"""The last words of a text that say where it is from: a bracket, a dash, a label.

And how a document is used to cite: what it does again and again counts where nothing else speaks
for a name. Knows no headline and no line of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from crankreader.ingest.blocks import (
    Block,
    capital_share,
    ends_sentence,
    has_inner_sentence,
    is_prose,
    word_count,
)
from crankreader.ingest.citations import (
    BEHIND,
    DASHED,
    EVERYWHERE,
    NOWHERE,
    WITHIN,
    Citation,
    Habit,
    attribution,
    last_bracket,
    listed_sources,
    trailing,
)
from crankreader.ingest.outlets import cited_in, is_dated, name_parts, outlet_score
from crankreader.ingest.people import is_name
from crankreader.ingest.words import fold, listed
from crankreader.model import Source

_ENOUGH = 24
"""Citations that tell how a document cites; the rest of it is not asked."""
_LONGEST = 90
_DASH = re.compile(r"(?:(?<=\s)|(?<=[.!?…\"”»]))(?:[–—―]|--?)\s?(?=[^\s–—-])")
_SIGNS = "–—―-:"
_VIA = re.compile(r"\bv[ií]a\b", re.IGNORECASE)
_LABEL = re.compile(r"(?<=[.!?…\"”»)])\s+([^\W\d_]{3,12})(\s?:)?\s+(?=\S)")


@lru_cache(maxsize=2048)
def closing(text: str, *, alike: Habit = NOWHERE, sentence: bool = False) -> Citation | None:
    """What the end of a text cites, when there is a sign that it does.

    `sentence` says that the text is no headline, though it may lack its full stop.
    """
    return trailing(text, alike=alike, sentence=sentence) or dashed(text, alike=alike)


def dashed(text: str, *, alike: Habit) -> Citation | None:
    """The outlets behind a full stop and a dash or a label: "It is over. – Outlet, 3 May"."""
    found = _end_of(text)
    if found is None:
        return None
    body, raw, inner = found
    label = _LABEL.match(text[len(body) :])
    sources: tuple[Source, ...] = ()
    confidence = 0.9
    if label is not None:
        sources = listed_sources(inner)
        if not all(outlet_score(source.outlet or "") or source.url for source in sources):
            return None
    else:
        cited = cited_in(inner, title=False, alike=False)
        is_person = _is_person(inner) and not alike & DASHED
        if cited is None and alike and not _is_quoted(body) and not is_person:
            cited = cited_in(inner, title=False, alike=True)
            cited = cited or (_usual(inner) if alike & DASHED else None)
        if cited is None:
            return None
        sources, confidence = cited
    return Citation(body, sources, raw, confidence) if sources else None


@lru_cache(maxsize=2048)
def _end_of(text: str) -> tuple[str, str, str] | None:
    """(sentences, the rest with its sign, the names in it) of a text that ends so."""
    start = max(0, len(text) - _LONGEST)
    tail = text[start:].rstrip()
    if tail.endswith((")", "]")) and "(" not in tail and "[" not in tail:
        return None
    if not any(sign in tail for sign in _SIGNS) and not _VIA.search(tail):
        return None
    signs = [match.span() for match in _DASH.finditer(tail)]
    for match in _LABEL.finditer(tail):
        is_via = _VIA.match(match[1]) is not None
        if fold(match[1]) in listed("headings", "source_labels") and (match[2] or is_via):
            signs.append(match.span())
    for first, last in sorted(signs):
        body, inner = text[: start + first].rstrip(), tail[last:].rstrip(" .")
        if len(body) > 20 and ends_sentence(body) and _may_name(inner):
            return body, tail[first:].strip(), inner
    return None


def _may_name(inner: str) -> bool:
    """A name or a few, with or without a date; no sentence that goes on behind a dash."""
    return (
        len(inner) >= 2
        and word_count(inner) <= 10
        and not has_inner_sentence(inner)
        and (not inner[0].islower() or outlet_score(name_parts(inner)[0]) > 0)
    )


def _is_person(inner: str) -> bool:
    """Two to five capitalised words, of which none is an article."""
    return is_name(inner) and fold(inner.split()[0]) not in listed("headings", "small_words")


def _is_quoted(body: str) -> bool:
    """A saying: the name behind it is its speaker's."""
    return body[:1] in '“"«„‘' and body[-1:] in '”"»“’'


def _usual(inner: str) -> tuple[tuple[Source, ...], float] | None:
    """Names as this document writes them behind its dashes, small letters and all."""
    names = [name for name in name_parts(inner) if not is_dated(name)]
    if not 0 < len(names) <= 3 or not all(_is_called(name) for name in names):
        return None
    return tuple(Source(outlet=name) for name in names), 0.6


def habit(blocks: Sequence[Block]) -> Habit:
    """How a document is used to end its texts with outlets."""
    return Habit(_in_brackets(blocks) | _behind_dashes(blocks))


def _behind_dashes(blocks: Sequence[Block]) -> Habit:
    """Several texts end in a dash and a name: outlets, if one of them is or most texts end so."""
    sure = weak = 0
    for block in blocks:
        if len(block.text) > 4000 or _end_of(block.text) is None:
            continue
        is_sure = dashed(block.text, alike=NOWHERE) is not None
        sure += is_sure
        weak += not is_sure and dashed(block.text, alike=DASHED) is not None
    if sure + weak < 3:
        return NOWHERE
    is_usual = sure > 0 or 3 * weak >= sum(1 for block in blocks if is_prose(block.text))
    return DASHED if is_usual else NOWHERE


def _in_brackets(blocks: Sequence[Block]) -> Habit:
    sure: Counter[Habit] = Counter()
    weak: Counter[Habit] = Counter()
    for block in blocks:
        text = block.text
        if len(text) > 4000 or text.rstrip(" .")[-1:] not in (")", "]"):
            continue
        if trailing(text) is not None or attribution(text):
            sure[_place_of(text)] += 1
        elif _may_cite(text):
            weak[_place_of(text)] += 1
        if sum(sure.values()) >= _ENOUGH:
            break
    elsewhere = sure[BEHIND] + sure[EVERYWHERE]
    is_behind = elsewhere >= 3 or weak[BEHIND] >= 3 or (elsewhere and elsewhere + weak[BEHIND] >= 3)
    within = sure[WITHIN] + weak[WITHIN]
    is_within = sum(sure.values()) > 0 and within >= 2 and 3 * within >= sure[BEHIND]
    return Habit(BEHIND * bool(is_behind) | WITHIN * is_within)


def _place_of(text: str) -> Habit:
    """Where the bracket stands that closes a text; EVERYWHERE when no full stop tells."""
    start, end = last_bracket(text) or (0, len(text))
    if ends_sentence(text[:start]):
        return BEHIND
    return WITHIN if "." in text[end:] else EVERYWHERE


def _may_cite(text: str) -> bool:
    """A name in the bracket that nothing else speaks for; within a sentence no acronym."""
    found = last_bracket(text)
    if found is None:
        return False
    inner = text[found[0] + 1 : found[1] - 1]
    is_plain = ends_sentence(text[: found[0]]) or not inner.isupper()
    return is_plain and outlet_score(inner) > 0


def _is_called(name: str) -> bool:
    """Opens with a capital, and most of it has one: "Novi list"."""
    count = word_count(name)
    return name[:1].isupper() and (count <= 2 or (count <= 6 and capital_share(name) >= 0.6))
