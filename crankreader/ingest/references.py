"""A line that names a title, who wrote it and where it appeared → these parts.

Knows the usual forms: “Title”, by A, Outlet · Title (A, Outlet) · Title, by A — Outlet ·
Title | A | Outlet · A, Title (Outlet, year) · Institution, “Title”, date, address. Nothing
of where the line stands but what `listed` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from crankreader.ingest.blocks import ends_sentence, trimmed_url, urls, word_count
from crankreader.ingest.outlets import cited_in, is_dated, is_outlet, outlet_score, top_parts
from crankreader.ingest.people import is_name, names
from crankreader.ingest.words import fold, listed, weights
from crankreader.model import Source

_LONGEST = 420
_MARK = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)]|[*•·–—-])\s+")
_QUOTED = re.compile(r"[“\"«„]\s?([^”\"»“„]{3,240}?)\s?[”\"»“]")
_BY = re.compile(r"(?:^|[\s,;:–—-])(?:by|von|par|por|di|av|af|door)\s+", re.IGNORECASE)
_SIGN = re.compile(r"[^\w\s.'’!?]")
"""Without one, and without a "by", a line has no parts: it is a title or a sentence."""
_OF = re.compile(r"(?:de|da|do|del|di)\s+(?=[^\W\d_a-zß-öø-ÿ])")
"""Before who wrote a work, right behind its title."""
_SOURCE_LABEL = re.compile(
    r"[.,;]?\s+(?:sources?|quellen?|fuentes?|fontes?|fonti|bron|źródło)\s?:\s*", re.IGNORECASE
)
_ENDS_DATED = re.compile(r"\d\)\.$")
_BOOK = re.compile(
    r"(.{3,80}?)(?:\s*\((?:eds?|hg|dir|coord|ed)\.?\))?:\s+(.{3,160}?)\.\s+([^.]{2,60}?),\s+(?:19|20)\d\d\b"
)
_VOLUME = re.compile(r"(?<=[^\W\d_])[\s,]+\d{1,4}(?:\s?[/.:(]\s?\d{1,4}\)?)+$")
_PLACED = re.compile(r"(.+?)\s+(?:in|for|writing in|en|dans)\s+(\S.*)$")
_YEAR = re.compile(r",\s*(?:19|20)\d\d$")
_BARS = re.compile(r"\s+[|·•]\s+|\s+//\s+")
_DASHES = re.compile(r"\s+(?:--?|[–—])\s+")
_COMMAS = re.compile(r"[;,]")
_INVERTED = re.compile(
    r"(?:[^\W\d_][\w'’-]+,\s+(?:[^\W\d_]\.[\s-]?){1,3}"
    r"(?:\s*,?\s*(?:&|and|und|y|et)\s+|\s*,\s*|\s+|$)){1,8}"
)
_ONE_INVERTED = re.compile(r"([^\W\d_][\w'’-]+),\s+((?:[^\W\d_]\.[\s-]?){1,3})")


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited work; at least a title and one of the others."""

    title: str
    source: Source
    form: str
    confidence: float


_Form = Callable[[str, bool], Reference | None]


@lru_cache(maxsize=2048)
def reference(text: str, *, among: bool) -> Reference | None:
    """What a line cites; None when it is no citation.

    `among` says that it stands among others like it: weaker signs are enough then.
    """
    if len(text) > _LONGEST or "\n" in text:
        return None
    line = _MARK.sub("", text, count=1) if _MARK.match(text) else text
    found = urls(line)
    url = trimmed_url(found[0].group()) if found else None
    if found:
        line = line[: found[0].start()].rstrip(" <([,;:–—-") + line[found[0].end() :].lstrip(" >)]")
    line = line.strip()
    if among and not (line.endswith(").") and not _ENDS_DATED.search(line)):
        line = line.rstrip(".")
    if len(line) < 5 or (not among and _is_sentence(line)):
        return None
    for form in _forms_for(line):
        one = form(line, among)
        if one is not None and 0 < word_count(one.title) <= 32:
            return replace(one, source=one.source._replace(url=url)) if url else one
    if url and among and _is_title(line):
        return Reference(line, Source(url=url, title=line), "address", 0.6)
    return None


def _forms_for(line: str) -> Iterator[_Form]:
    """The forms of which the line has a sign."""
    signs = set(_SIGN.findall(line))
    has_by = _BY.search(line) is not None
    for form, needed in _FORMS:
        if not signs.isdisjoint(needed) or (has_by and form is _by):
            yield form


def _is_sentence(line: str) -> bool:
    """Ends as a sentence does; the full stop of a bracket behind a title does not count."""
    return ends_sentence(line) and not line.endswith(("?", "!", "?”", '?"', "»"))


def _is_title(text: str) -> bool:
    return 1 <= word_count(text) <= 28 and text[:1].isalnum() and not ends_sentence(text + " x")


def _made(title: str, people: tuple[str, ...], outlet: str | None, form: str, score: float,
          ) -> Reference | None:  # fmt: skip
    title = unquoted(title.strip(" ,;:–—|-"))
    if not title or not (people or outlet) or is_dated(title):
        return None
    outlet = _VOLUME.sub("", outlet) if outlet else None
    return Reference(title, Source(outlet, people, title), form, min(1.0, max(score, 0.5)))


def unquoted(title: str) -> str:
    """A title without the quotation marks that hold all of it."""
    match = _QUOTED.fullmatch(title)
    return match[1].strip(" ,") if match else title


def persons(text: str) -> tuple[str, ...]:
    """Names of people; empty where one of them is rather an outlet's or an institution's."""
    found = names(text)
    return () if any(is_outlet(name) for name in found) else found


def _quoted(line: str, among: bool) -> Reference | None:
    """“Title”, by A, Outlet · Institution, “Title”, date · A, “Title”, Outlet, date."""
    match = _QUOTED.search(line)
    if match is None or (match.start() > 0 and not among):
        return None
    before, after = line[: match.start()].strip(" ,:–—-("), line[match.end() :].strip()
    if after[:1] == ":" and after[-1:] in ")]":
        return None
    if (not after and not before) or (not among and ends_sentence(after)):
        return None
    people = persons(before)
    institution = before if before and not people and outlet_score(before) > 0 else None
    if before and not people and institution is None:
        return None
    parts = top_parts(_SOURCE_LABEL.sub(", ", after).strip("() ,.:–—-"))
    dated = any(is_dated(part) for part in parts)
    rest = [part for part in parts if not is_dated(part)]
    written, rest = _written(_placed(rest))
    if len(rest) > 1 and not people and not written and all(map(persons, rest[:-1])):
        written, rest = tuple(name for part in rest[:-1] for name in persons(part)), rest[-1:]
    outlet = rest[-1] if rest else institution
    if len(rest) > 3 or (outlet and not _may_be_outlet(outlet, among or dated or bool(written))):
        return None
    if outlet is None and not (among and (people or written)):
        return None
    score = outlet_score(outlet) if outlet else 0.5
    return _made(match[1].strip(" ,"), people or written, outlet, "quoted", score)


def _placed(parts: list[str]) -> list[str]:
    """ "A B in Outlet" taken apart."""
    match = _PLACED.match(parts[0]) if parts else None
    if match and persons(match[1]):
        return [match[1], match[2], *parts[1:]]
    return parts


def _written(parts: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The names behind a "by" in a list, and the list without them and without other roles."""
    people: tuple[str, ...] = ()
    rest: list[str] = []
    for number, part in enumerate(parts):
        match = _BY.search(part) or (None if number else _OF.match(part))
        named = persons(part[match.end() :]) if match else ()
        if match and named and word_count(part[: match.start()]) <= 4:
            people += named
        elif people and is_name(part) and part != parts[-1]:
            people += (part,)
        elif not (part[:1].islower() and len(parts) > 1):
            rest.append(part)
    return people, rest


def _may_be_outlet(name: str, is_likely: bool) -> bool:
    score = outlet_score(name)
    return score >= weights("outlets")["threshold"] or (is_likely and score > 0)


def _bracketed(line: str, among: bool) -> Reference | None:
    """Title (A, Outlet) · Title, by A (Outlet, year) · A, Title (Outlet, year)."""
    if not line.endswith((")", "]")) or (opening := _opening(line)) < 3:
        return None
    body, inner = line[:opening].strip(), line[opening + 1 : -1].strip()
    if _is_sentence(body):
        return None
    inverted = _INVERTED.match(body) is not None
    title, people = (body, ()) if inverted else title_and_people(body, among=among)
    institution = None
    has_year = any(is_dated(part) for part in top_parts(inner)) and (among or _YEAR.search(inner))
    if has_year and not people:
        people, institution, title = _author_first(body)
    # Names that nobody knows are outlets beside an author, or where others are cited so; square
    # brackets hold many another thing.
    alike = bool(people) or (among and line[-1] == ")")
    cited = cited_in(inner, title=alike, alike=alike)
    if cited is None or len(cited[0]) != 1:
        return _made(title, people, institution, "bracket", 0.6) if institution else None
    source = cited[0][0]
    if source.url:
        return None
    return _made(title, people or source.authors, institution or source.outlet, "bracket", cited[1])


def _opening(line: str) -> int:
    """Where the bracket opens that closes the line; -1 without one."""
    depth = 0
    for at in range(len(line) - 1, max(-1, len(line) - 240), -1):
        depth += (line[at] in ")]") - (line[at] in "([")
        if depth == 0:
            return at
    return -1


def _author_first(body: str) -> tuple[tuple[str, ...], str | None, str]:
    """Authors, or else an institution, and the title in "A and B, Title"."""
    inverted = _INVERTED.match(body)
    if inverted and _ONE_INVERTED.match(body):
        people = tuple(
            f"{one[2].strip()} {one[1]}" for one in _ONE_INVERTED.finditer(inverted.group())
        )
        return people, None, body[inverted.end() :]
    parts = top_parts(body, _COMMAS)
    for count in range(min(4, len(parts) - 1), 0, -1):
        people = persons(", ".join(parts[:count]))
        if people:
            return people, None, ", ".join(parts[count:])
    if len(parts) > 1 and outlet_score(parts[0]) > 0 and word_count(parts[0]) > 1:
        return (), parts[0], ", ".join(parts[1:])
    return (), None, body


def title_and_people(body: str, *, among: bool) -> tuple[str, tuple[str, ...]]:
    """ "Title, by A and B" → title and authors; among references also "Title, A B"."""
    for match in reversed(list(_BY.finditer(body))):
        people = persons(_before_role(body[match.end() :]))
        if people and match.start() > 2:
            return body[: match.start()].rstrip(" ,–—-"), people
    parts = top_parts(body, _COMMAS) if among else []
    is_last = len(parts) > 1 and is_name(parts[-1]) and not is_outlet(parts[-1])
    if is_last and not is_name(parts[0]):
        return ", ".join(parts[:-1]), (parts[-1],)
    return body, ()


def _before_role(text: str) -> str:
    """ "A B for" → "A B"."""
    words = text.split()
    while words and fold(words[-1]).strip(",") in ("for", "in", "at", "für", "pour"):
        words.pop()
    return " ".join(words)


def _barred(line: str, among: bool) -> Reference | None:
    """Title | A | Outlet."""
    parts = [part.strip() for part in _BARS.split(line)]
    if not 2 <= len(parts) <= 4 or not all(parts):
        return None
    title, *rest = parts
    return _from_parts(title, rest, among, "bars")


def _dashed(line: str, among: bool) -> Reference | None:
    """Title, by A — Outlet · Title — A, Outlet."""
    parts = [part.strip() for part in _DASHES.split(line)]
    if len(parts) < 2 or not parts[-1] or _is_sentence(line) or len(parts[-1]) > 90:
        return None
    body = line[: line.rindex(parts[-1])].rstrip(" -–—")
    rest = top_parts(parts[-1])
    return _from_parts(body, rest, among, "dash")


def _from_parts(body: str, rest: list[str], among: bool, form: str) -> Reference | None:
    """Title and what is named behind it: authors, then an outlet; dates aside."""
    names_only = [part for part in rest if not is_dated(part)]
    if not names_only or not _is_title(body):
        return None
    title, people = title_and_people(body, among=False)
    written, names_only = _written(_placed(names_only))
    for part in names_only[:-1]:
        named = persons(part)
        if not named:
            return None
        written += named
    outlet = names_only[-1] if names_only else None
    if outlet and not _may_be_outlet(outlet, bool(people or written)):
        return None
    if outlet is None and not written:
        return None
    return _made(title, people or written, outlet, form, outlet_score(outlet or ""))


def _by(line: str, among: bool) -> Reference | None:
    """Title, by A, Outlet."""
    for match in _BY.finditer(line):
        if match.start() < 3:
            continue
        rest = [part for part in top_parts(line[match.end() :]) if not is_dated(part)]
        people: tuple[str, ...] = ()
        while len(rest) > 1 and (named := persons(rest[0])):
            people += named
            rest = rest[1:]
        if people and len(rest) == 1 and outlet_score(rest[0]) > 0 and word_count(rest[0]) <= 7:
            return _made(line[: match.start()], people, rest[0], "by", outlet_score(rest[0]))
    if not among:
        return None
    title, people = title_and_people(line, among=False)
    return _made(title, people, None, "by", 0.6) if people else None


def _commas(line: str, among: bool) -> Reference | None:
    """Title, A, Outlet — only among others like it."""
    if not among:
        return None
    parts = top_parts(line, _COMMAS)
    if len(parts) < 3 or _is_sentence(line):
        return None
    parts = [part for part in parts if not is_dated(part)]
    if len(parts) < 3:
        return None
    people = persons(parts[-2])
    outlet = parts[-1]
    title = ", ".join(parts[:-2])
    if not people or outlet_score(outlet) <= 0 or is_name(title) or not _is_title(title):
        return None
    return _made(title, people, outlet, "commas", outlet_score(outlet))


def _book(line: str, among: bool) -> Reference | None:
    """A and B (eds.): Title. Publisher, year."""
    match = _BOOK.match(line) if among else None
    people = persons(match[1]) if match else ()
    if match is None or not people or outlet_score(match[3]) <= 0:
        return None
    return _made(match[2], people, match[3], "book", 0.8)


def _issued(line: str, among: bool) -> Reference | None:
    """Institution, Title, date."""
    parts = top_parts(line, _COMMAS) if among else []
    if len(parts) < 3 or not is_dated(parts[-1]):
        return None
    rest = [part for part in parts if not is_dated(part)]
    if len(rest) != 2 or outlet_score(rest[0]) <= 0:
        return None
    if word_count(rest[1]) > 12 or ends_sentence(rest[1]):
        return None
    if is_name(rest[0]) and not is_outlet(rest[0]):
        return None
    return _made(rest[1], (), rest[0], "issued", 0.6) if not is_outlet(rest[1]) else None


_FORMS: tuple[tuple[_Form, str], ...] = (
    (_book, ":"),
    (_quoted, '“"«„'),
    (_bracketed, ")]"),
    (_barred, "|·•/"),
    (_dashed, "-–—"),
    (_by, ""),
    (_commas, ";,"),
    (_issued, ";,"),
)
"""Each with the signs of which it needs one; `_by` needs its word."""


def is_list_label(text: str) -> bool:
    """A heading below which works are cited: "Further reading", "Notes", "Worth a read"."""
    if len(text) > 80:
        return False
    label = fold(text).strip(" :.*-")
    return label in listed("headings", "source_labels") or label in listed(
        "headings", "reading_labels"
    )
