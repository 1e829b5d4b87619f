"""What items rest on: trailing brackets, dashes, labelled lines, addresses → Source.

Judges one text at a time; what the rest of a section looks like is handed in as `alike`.
Without a positive sign nothing is recorded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NewType

from crankreader.ingest.blocks import (
    capital_share,
    ends_sentence,
    has_inner_sentence,
    is_address,
    trimmed_url,
    urls,
    word_count,
    word_list,
)
from crankreader.ingest.outlets import (
    cited_in,
    is_dated,
    is_institution,
    is_known,
    is_outlet,
    name_parts,
    outlet_score,
    top_parts,
)
from crankreader.ingest.people import is_name, names
from crankreader.ingest.references import Reference, reference
from crankreader.ingest.words import fold, listed, weights
from crankreader.model import Source

Habit = NewType("Habit", int)
"""How a document cites: in brackets behind its sentences, within them, or both; behind dashes."""

NOWHERE, BEHIND, WITHIN, EVERYWHERE = Habit(0), Habit(1), Habit(2), Habit(3)
DASHED = Habit(4)

_LONGEST = 240
_TAIL = re.compile(r"[\s.]*$")
_BARS = re.compile(r"\s+[|·•/]\s+")
_PAGES = re.compile(
    r"(?:pp?|pages?|s|seiten?|str|стр|σ|pág|págs|págs?)\.?\s?[A-Z]?\d{1,3}(?:\s?[-–,]\s?\d{1,3})?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"([^\W\d_][^:]{0,38}?)\s*:(?:\s+(\S.*))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Citation:
    """A text without its citation, what was cited, and the citation as it stood."""

    text: str
    sources: tuple[Source, ...]
    raw: str
    confidence: float
    is_title: bool = False
    """The text is a headline rather than a sentence."""


@lru_cache(maxsize=2048)
def trailing(text: str, *, alike: Habit = NOWHERE, sentence: bool = False) -> Citation | None:
    """The citation in the last bracket of a text, when there is a sign that it is one.

    `sentence` says that the text is no headline, though it may lack its full stop.
    """
    found = last_bracket(text)
    if found is None:
        return None
    start, end = found
    body, inner = text[:start].rstrip(), text[start + 1 : end - 1].strip()
    glued = start and (text[start - 1].isalnum() or text[start - 1] in ")]}`_*")
    if not body or glued or len(inner) < 2 or _is_initials(inner, body):
        return None
    closes = "." in text[end:]
    is_title = not closes and not sentence and is_headline(body)
    cited = cited_in(
        inner, title=is_title, alike=_is_usual(text[start], body, alike, closes=closes)
    )
    if cited is None:
        return None
    sources, confidence = cited
    is_within = closes and not ends_sentence(body)
    if is_within and not alike & WITHIN and all(is_institution(s.outlet or "") for s in sources):
        return None
    raw = text[start:end].strip()
    if closes and body[-1:].isalnum():
        body += "."
    return Citation(body, sources, raw, confidence, is_title)


def _is_usual(sign: str, body: str, alike: Habit, *, closes: bool) -> bool:
    """The document cites where this bracket stands: names that nobody knows count then."""
    if ends_sentence(body):
        return bool(alike & BEHIND)
    if closes:
        return bool(alike & WITHIN)
    # Square brackets hold many another thing.
    return bool(alike & EVERYWHERE) and sign == "("


def title_citation(text: str, *, alike: Habit) -> Citation | None:
    """What a headline says of where it appeared, in whichever form."""
    found = reference(text, among=False)
    if found is not None and is_headline(found.title):
        return _of_reference(found, text)
    cited = trailing(text, alike=alike)
    return cited if cited is not None and cited.is_title else None


def listed_title(text: str) -> Citation | None:
    """The same for a line that stands among references."""
    found = reference(text, among=True)
    return _of_reference(found, text) if found is not None else None


def comma_title(text: str) -> Citation | None:
    """ "Title, Outlet" whatever the outlet: only where a whole list reads so."""
    title, _, outlet = text.strip().rpartition(", ")
    is_name = 0 < word_count(outlet) <= 4 and capital_share(outlet) == 1 and outlet.istitle()
    if word_count(title) < 2 or not is_name or len(text) > 160 or ends_sentence(text):
        return None
    return Citation(title, (Source(outlet=outlet),), text, 0.5, is_title=True)


def _of_reference(found: Reference, text: str) -> Citation:
    source = found.source._replace(title=None)
    return Citation(found.title, (source,), text, found.confidence, True)


def author_first(cited: Citation) -> Citation | None:
    """The same with the names that open its title as authors: "A B and C D, Title"."""
    before, comma, title = cited.text.partition(", ")
    people = names(before) if comma and len(cited.sources) == 1 else ()
    if not people or cited.sources[0].authors or word_count(title) < 2:
        return None
    source = cited.sources[0]._replace(authors=people)
    return replace(cited, text=title, sources=(source,))


def is_headline(text: str) -> bool:
    """No sentence; a short question counts as one, a long clause in small letters does not."""
    if text.rstrip()[-1:] in ("?", "!") and len(text) <= 160:
        return True
    if ends_sentence(text) or has_inner_sentence(text):
        return False
    count = word_count(text)
    return count <= 16 or (count <= 30 and capital_share(text) >= 0.6)


@lru_cache(maxsize=2048)
def last_bracket(text: str) -> tuple[int, int] | None:
    """Where the bracket stands that closes a text, a full stop aside; None without one."""
    if ")" not in text[-9:] and "]" not in text[-9:]:
        return None
    end = len(_TAIL.sub("", text[-8:])) + max(0, len(text) - 8)
    if not text[:end].endswith((")", "]")):
        return None
    depth = 0
    for at in range(end - 1, max(-1, end - _LONGEST), -1):
        if text[at] in ")]":
            depth += 1
        elif text[at] in "([":
            depth -= 1
            if depth == 0:
                return at, end
    return None


def _is_initials(inner: str, body: str) -> bool:
    """An acronym that the words before it spell out: "World Food Programme (WFP)"."""
    if ends_sentence(body) or not re.fullmatch(r"[A-Z][A-Za-z&.-]{1,9}s?", inner):
        return False
    before = word_list(body)[-10:]
    capitals = "".join(word[0] for word in before if word[0].isupper()).casefold()
    every = "".join(word[0] for word in before).casefold()
    letters = "".join(c for c in inner if c.isupper()).casefold()
    return len(letters) >= 2 and (capitals.endswith(letters) or every.endswith(letters))


@lru_cache(maxsize=4096)
def attribution(text: str) -> tuple[Source, ...]:
    """The sources of a line of its own: "— Outlet", "(Outlet)", an address; else empty."""
    bare = text.strip()
    if is_address(bare) and urls(bare):
        return (Source(url=trimmed_url(bare.strip("<>()[] "))),)
    inner = bare.strip("()[] ").lstrip("-–— ").strip()
    is_held = bare[:1] in "([" and last_bracket(bare) == (0, len(bare))
    if (paged := _of_page(bare)) is not None:
        return (paged,)
    marked = is_held or (bare[:1] in "-–—" and inner != bare)
    if not marked or not inner or len(inner) > 120 or ends_sentence(inner):
        return ()
    label = labelled(inner)
    if label is not None:
        return label[1]
    found = cited_in(inner, title=True, alike=bare[0] not in "([")
    if found is None or any(_is_speaker(source) for source in found[0]):
        return ()
    return found[0]


def _of_page(text: str) -> Source | None:
    """ "Outlet | A B | p. 3": where it was printed, between bars."""
    parts = [part.strip() for part in _BARS.split(text)] if len(text) <= 120 else []
    if not 2 <= len(parts) <= 4 or not _PAGES.fullmatch(parts[-1]) or word_count(parts[0]) > 6:
        return None
    writers = tuple(name for part in parts[1:-1] for name in names(part))
    return Source(outlet=parts[0], authors=writers)


def _is_speaker(source: Source) -> bool:
    """ "— A B, speaking at …": who said what stands above, and where."""
    outlet = source.outlet or ""
    return bool(source.authors) and outlet[:1].islower() and not is_known(outlet)


def hanging(text: str, *, alike: bool | Habit) -> tuple[Source, ...]:
    """The sources of a bare line right below a text: "Outlet, 29 April" or "Outlet / Outlet"."""
    parts = name_parts(text) if len(text) <= 90 and not ends_sentence(text) else []
    names = [part for part in parts if not is_dated(part)]
    if not names or len(names) > 3 or word_count(text) > 10:
        return ()
    has_date = len(names) < len(parts)
    scores = [outlet_score(name) for name in names]
    sure = all(is_known(name) for name in names) or (all(scores) and (has_date or alike))
    return tuple(Source(outlet=name) for name in names) if sure else ()


def labelled(text: str) -> tuple[str, tuple[Source, ...]] | None:
    """ "Sources: A, B" → label and sources; None when the line opens with no such label."""
    match = _LABEL.match(text)
    if match is None or fold(match[1]) not in listed("headings", "source_labels"):
        return None
    text = match[2] or ""
    is_one = fold(match[1]) in listed("headings", "single_source_labels")
    one = _one_work(text) if is_one and ";" not in text else None
    return match[1], (one,) if one is not None else listed_sources(text)


def _one_work(text: str) -> Source | None:
    """ "Outlet, A B and C D" or "A B, Outlet" behind a label in the singular."""
    names = [name.strip(" .") for name in name_parts(text) if not is_dated(name)]
    if not 2 <= len(names) <= 5 or urls(text):
        return None
    people = [is_name(name) and not is_outlet(name) for name in names]
    if all(people[:-1]) and is_outlet(names[-1]):
        return Source(outlet=names[-1], authors=tuple(names[:-1]))
    if all(people[1:]) and outlet_score(names[0]) > 0:
        return Source(outlet=names[0], authors=tuple(names[1:]))
    return None


def listed_sources(text: str) -> tuple[Source, ...]:
    """The sources of a line that is known to list some."""
    text = text.strip().rstrip(" .")
    if not text:
        return ()
    parts = top_parts(text, re.compile(r"\s*;\s*"))
    if len(parts) == 1:
        one = _reference(text)
        if one is not None:
            return (one,)
        parts = name_parts(text)
    found: list[Source] = []
    for part in parts:
        _join(found, part, by_comma=";" not in text)
    return tuple(found)


def _join(found: list[Source], part: str, *, by_comma: bool) -> None:
    """Adds what a part of the list names; behind a comma an address is that of the name before."""
    bare = part.strip(" .()")
    if all(is_dated(name) for name in top_parts(bare)):
        return
    if is_address(bare) and urls(bare):
        url = trimmed_url(bare)
        if by_comma and found and found[-1].url is None:
            found[-1] = found[-1]._replace(url=url)
        else:
            found.append(Source(url=url))
        return
    source = _reference(part)
    found += [source] if source is not None else _named(part)


def _named(part: str) -> list[Source]:
    """An author and an outlet, or outlets one by one."""
    names = [name.strip(" .") for name in name_parts(part) if not is_dated(name)]
    if len(names) > 1 and all(is_name(name) and not is_outlet(name) for name in names[:-1]):
        return [Source(outlet=names[-1], authors=tuple(names[:-1]))]
    return [Source(outlet=name) for name in names if name]


def _reference(text: str) -> Source | None:
    """One reference with an address or a title; None when it is a bare name or a list of them."""
    address = urls(text)
    found = reference(text, among=True)
    is_plain = found is not None and found.form in ("commas", "by", "address", "issued")
    if found is not None and not is_plain:
        return found.source
    if not address or len(address) > 1:
        return None
    url = trimmed_url(address[0].group())
    rest = (text[: address[0].start()] + text[address[0].end() :]).strip(" .,:;-–—()[]<>")
    names = [name for name in name_parts(rest) if not is_dated(name)]
    if not names:
        return Source(url=url)
    if len(names) == 1 and _reads_as_outlet(names[0]):
        return Source(outlet=names[0], url=url)
    if len(names) > 1 and all(outlet_score(name) for name in names):
        return None
    return Source(title=rest, url=url)


def _reads_as_outlet(name: str) -> bool:
    return is_outlet(name) or (
        outlet_score(name) >= weights("outlets")["capitalised"] and word_count(name) <= 4
    )
