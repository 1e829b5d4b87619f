"""What items rest on: trailing parentheses, dashes, labelled lines, addresses → Source.

Judges one text at a time; what the rest of a section looks like is handed in as `alike`.
Without a positive sign nothing is recorded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from crankreader.ingest.blocks import (
    capital_share,
    ends_sentence,
    is_address,
    trimmed_url,
    urls,
    word_list,
)
from crankreader.ingest.people import is_name, names
from crankreader.ingest.words import fold, listed, table, weights
from crankreader.model import Source

_LONGEST = 240
_DOMAIN = re.compile(
    r"(?:[\w-]{2,40}\.){1,3}(?:com|org|net|int|eu|gov|edu|info|io|co|news|[a-z]{2})$", re.IGNORECASE
)
_COMMAS = re.compile(r"\s*[;,]\s*|\s+/\s+|/(?=[A-Z]\w+ )")
_ANDS = re.compile(r"\s+(?:&|and|und|et|y)\s+(?=[^\W\d_])")
_VIA = re.compile(
    r"(?:via|from|source|sources|h/t|by|in|read on|quelle|fuente)\b:?\s+", re.IGNORECASE
)
_DASHED = re.compile(r"(.{12,}?)\s+(?:[-–—]{1,2}|\|)\s+([^|–—]{2,60})$")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,200})[”\"»]")
_BY = re.compile(r"(?:by|von|par|por)\s+(\S.*)$", re.IGNORECASE)
_TAIL = re.compile(r"[\s.]*$")


@dataclass(frozen=True, slots=True)
class Citation:
    """A text without its citation, what was cited, and the citation as it stood."""

    text: str
    sources: tuple[Source, ...]
    raw: str
    confidence: float
    day: str | None = None


@cache
def _known() -> frozenset[str]:
    return frozenset(_bare(name) for name in table("outlets")["known"])


def _bare(name: str) -> str:
    return fold(name).removeprefix("the ").strip(" .")


def outlet_score(name: str) -> float:
    """How much a name looks like an outlet's by itself, 0 to 1."""
    score = weights("outlets")
    name = name.strip()
    words = word_list(name)
    if not words or len(words) > 9 or len(name) > 70:
        return 0.0
    if _bare(name) in _known():
        return score["known"]
    never = listed("outlets", "never")
    if all(fold(word) in never or word.isdigit() for word in words):
        return 0.0
    if _DOMAIN.match(name):
        return score["domain"]
    if any(character.isdigit() for character in name[:1]) or capital_share(name) < 0.75:
        return 0.0
    shapes = listed("outlets", "shape_words")
    if any(fold(word) in shapes for word in words) and len(words) > 1:
        return score["shape"]
    if any(fold(word).endswith(_COMPOUND) for word in words):
        return score["shape"]
    return score["capitalised"]


_COMPOUND = (
    "zeitung",
    "blatt",
    "news",
    "times",
    "post",
    "posten",
    "blad",
    "bladet",
    "press",
    "wire",
    "watch",
)


@lru_cache(maxsize=1024)
def trailing(text: str, *, alike: bool = False) -> Citation | None:
    """The citation in the last bracket of a text, when there is a sign that it is one."""
    found = last_bracket(text)
    if found is None:
        return None
    start, end = found
    body, inner = text[:start].rstrip(), text[start + 1 : end - 1].strip()
    glued = start and (text[start - 1].isalnum() or text[start - 1] in ")]}`_*")
    if not body or glued or len(inner) < 2 or _is_initials(inner, body):
        return None
    title = is_headline(body)
    cited = cited_in(inner, title=title, alike=alike)
    if cited is None:
        return None
    sources, confidence = cited
    return Citation(body, sources, text[start:].strip(), confidence)


def quoted(text: str) -> Citation | None:
    """A title in quotation marks with its author or outlet: “Title”, by A Name, Outlet."""
    match = _QUOTED.match(text) if len(text) <= 320 else None
    if match is None or ends_sentence(text[match.end() :]) or not text[match.end() :].strip():
        return None
    rest = text[match.end() :].strip(" ,.–—-")
    written = _BY.match(rest)
    parts = _parts(written[1] if written else rest)
    if len(parts) < 1 or len(parts) > 5 or sum(len(part) for part in parts) > 120:
        return None
    people = [part for part in parts[:-1] if is_name(part)]
    score = outlet_score(parts[-1])
    named = bool(written) and len(people) == len(parts) - 1 and len(parts) > 1
    if not (named and score) and not (
        score >= weights("outlets")["threshold"] and len(people) == len(parts) - 1
    ):
        return None
    title = match[1].strip(" ,")
    return Citation(
        title, (Source(outlet=parts[-1], authors=tuple(people)),), rest, max(score, 0.6)
    )


def title_citation(text: str, *, alike: bool) -> Citation | None:
    """What a headline says of where it appeared, in whichever form."""
    return trailing(text, alike=alike) or dashed(text) or quoted(text)


def is_headline(text: str) -> bool:
    """No sentence; a short question counts as a headline."""
    asks = text.rstrip()[-1:] in ("?", "!") and len(text) <= 160
    return asks or not ends_sentence(text)


def is_weak(text: str) -> bool:
    """A name in brackets after a full stop: a citation where there are more of them."""
    found = last_bracket(text)
    if found is None or not ends_sentence(text[: found[0]]):
        return False
    return outlet_score(text[found[0] + 1 : found[1] - 1]) > 0


def last_bracket(text: str) -> tuple[int, int] | None:
    """Where the bracket stands that closes a text, a full stop aside; None without one."""
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


def cited_in(inner: str, *, title: bool, alike: bool) -> tuple[tuple[Source, ...], float] | None:
    """The sources in a bracket's text; after a headline its first names are authors."""
    inner = _VIA.sub("", inner, count=1) if _VIA.match(inner) else inner
    if is_address(inner):
        found = urls(inner)
        return ((Source(url=trimmed_url(inner)),), 0.9) if found else None
    whole = outlet_score(inner)
    limit = weights("outlets")["threshold"]
    parts = _parts(inner)
    if whole >= limit and (len(parts) == 1 or _bare(inner) in _known()):
        return (Source(outlet=inner),), whole
    if len(parts) == 1:
        return _one(inner, whole, title=title, alike=alike)
    return _several(parts, title=title, alike=alike)


def _parts(text: str) -> list[str]:
    """The names in a list; an "and" within one name leaves it whole."""
    limit = weights("outlets")["threshold"]
    found: list[str] = []
    for part in filter(None, (part.strip() for part in _COMMAS.split(text))):
        halves = [half.strip() for half in _ANDS.split(part) if half.strip()]
        apart = len(halves) > 1 and all(
            outlet_score(half) >= limit or is_name(half) for half in halves
        )
        if apart and outlet_score(part) >= limit:
            apart = all(_bare(half) in _known() for half in halves)
        found += halves if apart else [part]
    return found


def _one(
    name: str, score: float, *, title: bool, alike: bool
) -> tuple[tuple[Source, ...], float] | None:
    bonus = weights("outlets")
    if score and alike:
        score += bonus["alike"]
    return ((Source(outlet=name),), score) if score >= bonus["threshold"] else None


def _several(
    parts: list[str], *, title: bool, alike: bool
) -> tuple[tuple[Source, ...], float] | None:
    bonus = weights("outlets")
    dated = [part for part in parts if not _is_dated(part)]
    if not dated:
        return None
    scores = [outlet_score(part) for part in dated]
    people = [
        is_name(part) and score < bonus["threshold"]
        for part, score in zip(dated, scores, strict=True)
    ]
    best = scores[-1] + (bonus["alike"] if alike and scores[-1] else 0)
    is_outlet = best >= bonus["threshold"] or (title and scores[-1] > 0)
    # "(A Name, Outlet)": a name before an outlet wrote for it; after a headline even before an
    # outlet that nothing else speaks for.
    if len(dated) > 1 and all(people[:-1]) and is_outlet and (title or not alike):
        return (Source(outlet=dated[-1], authors=tuple(dated[:-1])),), max(best, 0.6)
    good = [
        score + (bonus["alike"] if alike and score else 0) >= bonus["threshold"] for score in scores
    ]
    if all(good) or (any(good) and all(scores)):
        return tuple(Source(outlet=part) for part in dated), sum(scores) / len(scores)
    return None


def _is_dated(part: str) -> bool:
    """A date or a page: no outlet begins with a number that is not known."""
    if not any(c.isdigit() for c in part) or outlet_score(part) >= weights("outlets")["threshold"]:
        return False
    return part[:1].isdigit() or " " in part


def dashed(text: str) -> Citation | None:
    """The outlet after a headline's last dash or bar: "Headline — Outlet"."""
    match = _DASHED.match(text) if len(text) <= 260 else None
    if match is None or ends_sentence(text):
        return None
    body, name = match[1].rstrip(), match[2].strip()
    score = outlet_score(name)
    if score >= weights("outlets")["threshold"]:
        return Citation(body, (Source(outlet=name),), name, score)
    parts = _parts(name)
    if len(parts) > 1 and (found := _several(parts, title=True, alike=False)) and found[1] >= 0.6:
        return Citation(body, found[0], name, found[1])
    return None


def attribution(text: str) -> tuple[Source, ...]:
    """The sources of a line of its own: "— Outlet", "(Outlet)", an address; else empty."""
    bare = text.strip()
    if is_address(bare) and urls(bare):
        return (Source(url=trimmed_url(bare.strip("<>()[] "))),)
    inner = bare.strip("()[] ").lstrip("-–— ").strip()
    marked = bare[:1] in "-–—([" and inner != bare
    if not marked or not inner or len(inner) > 120 or ends_sentence(inner):
        return ()
    found = cited_in(inner, title=True, alike=bare[0] not in "([")
    return found[0] if found else ()


def labelled(text: str) -> tuple[str, tuple[Source, ...]] | None:
    """ "Sources: A, B" → label and sources; None when the line opens with no such label."""
    label, colon, rest = text.partition(":")
    if not colon or fold(label) not in listed("headings", "source_labels"):
        return None
    return label, listed_sources(rest)


def listed_sources(text: str) -> tuple[Source, ...]:
    """The sources of a line that is known to list some."""
    text = text.strip()
    if not text:
        return ()
    parts = [part.strip() for part in re.split(r"\s*;\s*", text)] if ";" in text else None
    if parts is None:
        one = _reference(text)
        if one is not None:
            return (one,)
        parts = [part for part in re.split(r"\s*,\s*|\s+and\s+(?=[A-Z])", text) if part]
    found = []
    for part in parts:
        source = _reference(part) or (Source(outlet=part.strip(" .")) if part.strip(" .") else None)
        if source is not None:
            found.append(source)
    return tuple(found)


def _reference(text: str) -> Source | None:
    """One reference with an address or a quoted title; None when it is a bare name."""
    address = urls(text)
    url = trimmed_url(address[0].group()) if address else None
    rest = (text[: address[0].start()] + text[address[0].end() :] if address else text).strip(
        " .,:;-–—()[]<>"
    )
    quoted = _QUOTED.search(rest)
    if url is None and quoted is None:
        return None
    if quoted is not None:
        title = quoted[1].strip(" ,.")
        before = names(rest[: quoted.start()].strip(" ,.:"))
        after = [part for part in re.split(r"\s*,\s*", rest[quoted.end() :].strip(" ,.")) if part]
        outlet = after[0] if after and not _is_dated(after[0]) else None
        return Source(outlet=outlet, authors=before, title=title, url=url)
    if not rest:
        return Source(url=url)
    if outlet_score(rest) >= weights("outlets")["threshold"]:
        return Source(outlet=rest, url=url)
    return Source(title=rest, url=url)
