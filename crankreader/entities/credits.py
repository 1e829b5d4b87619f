"""Names by their position: sources in closing brackets, credits behind ©, short forms, ships.

Knows layout and punctuation; asks the dictionary who is who.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import EntityType
from .page import Page

_CLOSING = re.compile(
    r"\((?:(?:Sources?|Via|From|Read more|Links?): )?([^()\n]{2,160})\)[.,]?[ \t]*(?=\r?\n|$)"
)
_CREDIT_AT_END = re.compile(
    r"(?m)(?:^|[.!?)] )([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})((?:/[A-Z][^/\n.©]{1,40}){1,3})\.?$"
)
_CREDIT = re.compile(
    r"(?:©(?: ?\(c\))?|[Cc]redit:?|[Pp]hotos?(?:graph)?(?: by| credit)?:|[Pp]icture:"
    r"|[Ii]mage(?:s| credit)?:|[Pp]rovided by|\(via)[ \t]*([^\n]{2,120})"
)
_PART = re.compile(r"[^,;/|]+")
_SPLIT_CREDIT = re.compile(r"/| via |\||,|\(via|\bvia\b|;|\)| for | - |\. ")
_BYLINE = re.compile(
    r"(?m)^(?:By|BY|Authors?:|Written by|Editor(?:-in-[Cc]hief)?,|Editors?:|Interview by"
    r"|Reporting by)[ \t]{1,4}([^\n]{3,100})$"
)
_INLINE_BYLINE = re.compile(
    r"\b(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Ee]dited|[Tt]ranslated|[Cc]ompiled|[Pp]hoto)"
    r"(?: (?:in|from) [A-Z][\w ]{1,30}?)? by ([^\n;:.]{4,120})"
)
_BETWEEN_NAMES = re.compile(r", | and | & | in | at |\)|\(|\||/")
_DATELINE = re.compile(r"(?m)^[A-Z][\w'’., -]{2,50}? \(([A-Z][^()\n]{2,40})\) ?[-–—]")
_IS_PERIODICAL = re.compile(
    r"[ \n]{1,2}(?:is|was) (?:a|an|the|our) (?:free |new )?(?:daily|weekly|monthly|bi-?weekly"
    r"|fortnightly|quarterly|annual|online|independent) [\w -]{0,20}?"
    r"(?:review|newsletter|digest"
    r"|bulletin|magazine|newspaper|publication|journal|roundup|briefing|podcast)"
)
_LONGEST_SOURCE = 7
_INSIDE_SOURCE = frozenset(
    ["of", "the", "for", "and", "on", "de", "al", "in", "van", "von", "da", "di", "bin"]
)


def find_sources(page: Page) -> None:
    """Claim outlets and authors of citations, credits and bylines."""
    for match in _CLOSING.finditer(page.text):
        _read_parts(page, match.start(1), match.end(1), _PART)
    for match in _CREDIT.finditer(page.text):
        _read_credit(page, match.start(1), match.end(1))
    for match in _BYLINE.finditer(page.text):
        _read_byline(page, match.start(1), match.end(1))
    for match in _INLINE_BYLINE.finditer(page.text):
        _read_byline(page, match.start(1), match.end(1))
    for match in _DATELINE.finditer(page.text):
        _read_parts(page, match.start(1), match.end(1), _PART)
    for match in _CREDIT_AT_END.finditer(page.text):
        _read_slashes(page, match)
    _claim_photographers(page)
    _claim_periodical(page)


def _read_parts(page: Page, start: int, end: int, pattern: re.Pattern[str]) -> None:
    """(Author, Outlet), (Outlet, Outlet): the last part is an outlet, others may be people."""
    parts = list(pattern.finditer(page.text, start, end))
    ranges = [page.words_in(part.start(), part.end()) for part in parts]
    if not all(_is_name(page, first, last) for first, last in ranges):
        return
    sources = [_known_source(page, first, last) for first, last in ranges]
    if len(ranges) == 1 and not sources[0]:
        first, last = ranges[0]
        if page.tokens[first].caps and last - first == 1:
            return
        owner = page.owner[last - 1]
        if owner is not None and owner.type == "outlet" and owner.first > first:
            page.claim_new(first, last, "outlet", "source in brackets", 0.7)
            return
        if any(page.owner[at] is not None for at in range(first, last)):
            return
    for (first, last), is_source in zip(ranges, sources, strict=True):
        if is_source:
            _with_article(page, first, last)
        elif last == ranges[-1][1] or _holds_a_place(page, first, last):
            if last - first <= 7:
                headed = page.is_word(last - 1, "org_heads") or _ends_as_body(page, last)
                kind: EntityType = "org" if headed and last - first > 1 else "outlet"
                page.claim_new(first, last, kind, "source in brackets", 0.7)
        else:
            for one, other in _people(page, first, last):
                page.claim_new(one, other, "person", "author in brackets", 0.8)


def _holds_a_place(page: Page, first: int, last: int) -> bool:
    """ "Coast Herald" beside another outlet: authors are not called after places."""
    owners = (page.owner[at] for at in range(first, last))
    is_somebody = page.is_word(first, "given") or page.is_word(first, "family")
    return not is_somebody and any(
        owner is not None and owner.type in ("place", "country", "outlet") for owner in owners
    )


def _ends_as_body(page: Page, last: int) -> bool:
    owner = page.owner[last - 1]
    return owner is not None and owner.type == "org"


def _is_name(page: Page, first: int, last: int) -> bool:
    if first == last or last - first > _LONGEST_SOURCE or any(page.closed[first:last]):
        return False
    return all(
        page.tokens[at].upper
        or page.owner[at] is not None
        or (at > first and page.tokens[at].key in _INSIDE_SOURCE)
        for at in range(first, last)
    )


def _known_source(page: Page, first: int, last: int) -> bool:
    owner = page.owner[last - 1]
    if owner is None or owner.type not in ("outlet", "org") or owner.last != last:
        return False
    return owner.first <= first or (owner.first == first + 1 and page.tokens[first].key == "the")


def _with_article(page: Page, first: int, last: int) -> None:
    """In a citation "The Hill" is quoted whole."""
    owner = page.owner[last - 1]
    if (
        owner
        and owner.type == "outlet"
        and owner.first == first + 1
        and page.tokens[first].text == "The"
    ):
        owner.first = first
        page.owner[first] = owner


def _people(page: Page, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for at in range(first, last + 1):
        if at == last or page.tokens[at].key == "and":
            if at > start:
                yield start, at
            start = at + 1


def _read_credit(page: Page, start: int, end: int) -> None:
    """Photographer/Agency/Agency, agency via archive."""
    begin = start
    cuts = [*_SPLIT_CREDIT.finditer(page.text, start, end)]
    for cut_start, cut_end in [*((c.start(), c.end()) for c in cuts), (end, end)]:
        first, last = page.words_in(begin, cut_start)
        begin = cut_end
        while first < last and (
            page.is_word(first, "small") or page.tokens[first].key in ("c", "by")
        ):
            first += 1
        while first < last and page.closed[first]:
            first += 1
        if first == last or not page.tokens[first].upper:
            if first < last and page.owner[first] is None:
                return
            continue
        if page.is_word(first, "furniture") or page.tokens[first].key in (
            "copyright",
            "all",
            "the",
        ):
            continue
        _credit_part(page, first, last)


def _credit_part(page: Page, first: int, last: int) -> None:
    owner = page.owner[first]
    if any(page.is_word(at, "titles") for at in range(first, last)):
        return
    if owner is not None or any(page.closed[first:last]) or last - first > 5:
        return
    if not all(page.tokens[at].upper or page.is_word(at, "particles") for at in range(first, last)):
        return
    if any(page.owner[at] is not None for at in range(first, last)):
        if page.is_word(first, "given") and last - first > 1:
            page.claim_new(first, last, "person", "credit", 0.8)
        return
    type_: EntityType = "person" if last - first > 1 else "outlet"
    if page.is_word(last - 1, "outlet_heads"):
        type_ = "outlet"
    elif page.is_word(last - 1, "org_heads"):
        type_ = "org"
    page.claim_new(first, last, type_, "credit", 0.7)


def _read_slashes(page: Page, match: re.Match[str]) -> None:
    """Photographer/Agency/Agency at the end of a caption."""
    at = match.start(1)
    for number, part in enumerate(page.text[at : match.end(2)].split("/")):
        first, last = page.words_in(at, at + len(part))
        at += len(part) + 1
        if first == last or last - first > 4:
            continue
        owner = page.owner[first]
        if owner is not None and owner.last >= last:
            continue
        type_: EntityType = "person" if number == 0 and last - first > 1 else "outlet"
        page.claim_new(first, last, type_, "credit", 0.7)


def _read_byline(page: Page, start: int, end: int) -> None:
    cuts = [cut.span() for cut in _BETWEEN_NAMES.finditer(page.text, start, end)]
    begins = [start, *(cut_end for _, cut_end in cuts)]
    for begin, stop in zip(begins, [*(cut_start for cut_start, _ in cuts), end], strict=True):
        first, last = page.words_in(begin, stop)
        if 1 < last - first <= 4 and all(page.is_free(at) for at in range(first, last)):
            if all(
                page.tokens[at].upper or page.is_word(at, "particles") for at in range(first, last)
            ):
                page.claim_new(first, last, "person", "byline", 0.85)
        elif 1 < last - first <= 4 and page.is_word(first, "given"):
            page.claim_new(first, last, "person", "byline", 0.8)


def _claim_photographers(page: Page) -> None:
    """ "Agency/Name" at the end of a caption."""
    for outlet in list(page.all_found()):
        at = outlet.last
        if outlet.type != "outlet" or at >= len(page.tokens) or page.gap(at) != "/":
            continue
        last = at
        while last < len(page.tokens) and last < at + 4 and page.tokens[last].upper:
            if not page.is_free(last) or (last > at and not page.joined(last)):
                break
            last += 1
        if last > at and (last == len(page.tokens) or page.tokens[last].first):
            page.claim_new(at, last, "person", "photographer", 0.7)


def _claim_periodical(page: Page) -> None:
    """ "X is a monthly review": X is an outlet, here and wherever the text says X."""
    read: set[str] = set()
    for match in _IS_PERIODICAL.finditer(page.text):
        _, last = page.words_in(0, match.start())
        first = last
        while (
            last - first < 6
            and first > 0
            and page.tokens[first - 1].upper
            and (first == last or page.joined(first))
        ):
            first -= 1
        name = page.written(first, last) if first < last else ""
        if not 1 <= last - first <= 5 or name in read:
            continue
        read.add(name)
        for at in page.places_of([token.key for token in page.tokens[first:last]]):
            page.claim_new(at, at + last - first, "outlet", "calls itself a periodical", 0.85)
