"""Names by their position: sources in closing brackets, credits behind ©, short forms, ships.

Knows layout and punctuation; asks the dictionary who is who.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import EntityType
from .gazetteer import Found
from .page import Page
from .tokens import slug

_CLOSING = re.compile(r"\(([^()\n]{2,160})\)[.,]?[ \t]*(?=\r?\n|$)")
_CREDIT = re.compile(
    r"(?:©(?: ?\(c\))?|[Cc]redit:?|[Pp]hotos?(?:graph)?(?: by| credit)?:|[Pp]icture:|[Ii]mage(?:s| credit)?:|[Pp]rovided by|\(via)[ \t]*([^\n]{2,120})"
)
_PART = re.compile(r"[^,;/|]+")
_SPLIT_CREDIT = re.compile(r"/| via |\||,|\(via|\bvia\b|;|\)| for | - |\. ")
_BYLINE = re.compile(
    r"(?m)^(?:By|BY|Authors?:|Written by|Editor(?:-in-[Cc]hief)?,|Editors?:|Interview by|Reporting by)[ \t]+([^\n]{3,100})$"
)
_INLINE_BYLINE = re.compile(
    r"\b(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Tt]ranslated|[Cc]ompiled|[Pp]hoto) by ([^\n;:.()]{4,90})"
)
_IS_PERIODICAL = re.compile(
    r"\s+(?:is|was) (?:a|an|the|our) (?:free |new )?(?:daily|weekly|monthly|biweekly|bi-weekly|fortnightly|quarterly|annual|online|independent) "
    r"[\w -]{0,20}?(?:review|newsletter|digest|bulletin|magazine|newspaper|publication|journal|roundup|briefing|podcast)"
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
    _claim_photographers(page)
    _claim_periodical(page)


def _words(page: Page, start: int, end: int) -> tuple[int, int]:
    """The numbers of the words that lie in these characters."""
    inside = [
        at for at, token in enumerate(page.tokens) if start <= token.start and token.end <= end
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _read_parts(page: Page, start: int, end: int, pattern: re.Pattern[str]) -> None:
    """(Author, Outlet), (Outlet, Outlet): the last part is an outlet, those before may be people."""
    parts = list(pattern.finditer(page.text, start, end))
    ranges = [_words(page, part.start(), part.end()) for part in parts]
    if not all(_is_name(page, first, last) for first, last in ranges):
        return
    sources = [_known_source(page, first, last) for first, last in ranges]
    if len(ranges) == 1 and not sources[0]:
        first, last = ranges[0]
        if page.tokens[first].caps and last - first == 1:
            return
        if any(page.owner[at] is not None for at in range(first, last)):
            return
    for (first, last), is_source in zip(ranges, sources, strict=True):
        if is_source:
            _with_article(page, first, last)
        elif last == ranges[-1][1]:
            if page.is_free(first) and last - first <= 5:
                _claim(page, first, last, "outlet", "source in brackets", 0.7)
        else:
            for one, other in _people(page, first, last):
                _claim(page, one, other, "person", "author in brackets", 0.8)


def _is_name(page: Page, first: int, last: int) -> bool:
    if first == last or last - first > 7 or any(page.closed[first:last]):
        return False
    return all(
        page.tokens[at].upper
        or page.tokens[at].key
        in ("of", "the", "for", "and", "on", "de", "al", "in", "van", "von", "da", "di", "bin")
        or page.owner[at] is not None
        for at in range(first, last)
    ) and (page.tokens[first].upper or page.owner[first] is not None)


def _known_source(page: Page, first: int, last: int) -> bool:
    owner = page.owner[last - 1]
    return (
        owner is not None
        and owner.type in ("outlet", "org")
        and (owner.first <= first + 1 and owner.last == last)
    )


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
        first, last = _words(page, begin, cut_start)
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
            _claim(page, first, last, "person", "credit", 0.8)
        return
    headed = any(page.is_word(last - 1, kind) for kind in ("outlet_heads", "org_heads"))
    type_: EntityType = "person" if last - first > 1 and not headed else "outlet"
    _claim(page, first, last, type_, "credit", 0.7)


def _read_byline(page: Page, start: int, end: int) -> None:
    for part in re.finditer(r"(?:(?!, | and | & |\(|\||/)[^\n])+", page.text[start:end]):
        first, last = _words(page, start + part.start(), start + part.end())
        if 1 < last - first <= 4 and all(page.is_free(at) for at in range(first, last)):
            if all(
                page.tokens[at].upper or page.is_word(at, "particles") for at in range(first, last)
            ):
                _claim(page, first, last, "person", "byline", 0.85)
        elif 1 < last - first <= 4 and page.is_word(first, "given"):
            _claim(page, first, last, "person", "byline", 0.8)


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
            _claim(page, at, last, "person", "photographer", 0.7)


def _claim_periodical(page: Page) -> None:
    """ "X is a monthly review": X is an outlet, here and wherever the text says X."""
    for match in _IS_PERIODICAL.finditer(page.text):
        end = match.start()
        last = next((n + 1 for n, t in enumerate(page.tokens) if t.end == end), 0)
        first = last
        while first > 0 and page.tokens[first - 1].upper and (first == last or page.joined(first)):
            first -= 1
        if last - first < 1 or last - first > 5:
            continue
        keys = [token.key for token in page.tokens[first:last]]
        for at in range(len(page.tokens) - len(keys) + 1):
            same = [token.key for token in page.tokens[at : at + len(keys)]] == keys
            if same and page.tokens[at].upper:
                _claim(page, at, at + len(keys), "outlet", "calls itself a periodical", 0.85)


def find_ships(page: Page) -> None:
    """USS Carl Vinson, INS Vikrant: a prefix of navies and what follows."""
    for at, token in enumerate(page.tokens[:-1]):
        if not (token.caps and page.is_word(at, "ship_prefixes") and page.is_free(at)):
            continue
        stop = at + 1
        while (
            stop < min(at + 4, len(page.tokens)) and page.joined(stop) and page.tokens[stop].upper
        ):
            if page.tokens[stop].caps and page.tokens[stop].text.isalpha():
                break
            stop += 1
        if stop > at + 1:
            _claim(page, at, stop, "weapon", "ship's prefix", 0.85)


_DESIGNATOR = re.compile(
    r"(?<![\w-])[A-Z][A-Za-z]{0,11}-?\d{1,4}[A-Za-z]{0,3}(?:-\d{1,3})?(?![\w-])"
)


def find_designators(page: Page) -> None:
    """Type names with a number (K9, Hwasong-20) beside a noun for a weapon."""
    starts = {token.start: at for at, token in enumerate(page.tokens)}
    for match in _DESIGNATOR.finditer(page.text):
        first = starts.get(match.start())
        if first is None or not page.is_free(first):
            continue
        last = first
        while last < len(page.tokens) and page.tokens[last].start < match.end():
            last += 1
        if all(page.is_free(at) for at in range(first, last)) and _near_weapon(page, first, last):
            _claim(page, first, last, "weapon", "type name beside a weapon noun", 0.75)


def _near_weapon(page: Page, first: int, last: int) -> bool:
    near = [*range(max(0, first - 4), first), *range(last, min(last + 5, len(page.tokens)))]
    line = page.tokens[first].line
    return any(page.is_word(at, "weapon_nouns") and page.tokens[at].line == line for at in near)


_SHORT = re.compile(r"\((?:[“\"])?([A-Z][A-Za-z0-9&-]{1,9})(?:[”\"])?(?:[),;]| or )")


def find_acronyms(page: Page) -> None:
    """ "Long Name (ABC)": ABC is that name in the whole text, whatever it means elsewhere."""
    starts = {token.start: at for at, token in enumerate(page.tokens)}
    for match in _SHORT.finditer(page.text):
        at = starts.get(match.start(1))
        if not at or sum(char.isupper() for char in match[1]) < 2 or page.is_word(at, "things"):
            continue
        if _shortens_nobody(page, at, match[1]):
            page.close(at, at + 1)
            continue
        long = _long_form(page, at, match[1])
        if long is not None:
            page.acronyms[page.tokens[at].key] = long


def _shortens_nobody(page: Page, at: int, short: str) -> bool:
    """ "National Security Adviser (NSA)" shortens an office, "... Agreement (FTA)" a paper."""
    if not (page.is_word(at - 1, "titles") or page.is_word(at - 1, "idle_heads")):
        return False
    return _first_of_initials(page, at, short.lower()) is not None


def _long_form(page: Page, at: int, short: str) -> Found | None:
    tokens = page.tokens
    if page.text[tokens[at - 1].end : tokens[at].start].strip(" ,(“\"'’") not in ("", "s"):
        return None
    before = page.owner[at - 1]
    first = _first_of_initials(page, at, short.lower())
    if before is not None and (first is None or before.first <= first):
        if before.type not in ("org", "outlet", "weapon", "event"):
            return None
        return before if first is not None or _may_shorten(page, before, at) else None
    if first is None:
        return None
    key = " ".join(token.key for token in tokens[first:at])
    numbers = tuple(
        number
        for name in (key, tokens[at].key)
        for _, number in page.known.named(name)
        if page.known.kind(number) in ("org", "weapon", "outlet")
    )
    capital = all(t.upper for t in tokens[first:at] if t.key not in page.known.words["small"])
    if not capital and not (page.is_word(at - 1, "org_heads") and tokens[first - 1].upper):
        return None
    if page.is_word(at - 1, "idle_heads"):
        return None
    name = " ".join(page.written(first, at).split())
    kind = page.known.kind(numbers[0]) if numbers else "org"
    found = Found(
        first, at, kind, numbers[:1], f"org/{slug(name)}", name, "explained short form", 0.9
    )
    return found if page.claim(found) else None


def _may_shorten(page: Page, long: Found, at: int) -> bool:
    """Whether the letters of a short form stand in the long one in this order, or in a known alias."""
    key = page.tokens[at].key
    if any(number in long.numbers for _, number in page.known.named(key)):
        return True
    letters = iter(page.written(long.first, long.last).lower())
    return page.tokens[long.first].key[0] == key[0] and all(letter in letters for letter in key)


def _first_of_initials(page: Page, at: int, letters: str) -> int | None:
    """Where the words begin whose initials are these letters, small words counted or not."""
    small = page.known.words["small"]
    for length in range(2, len(letters) + 5):
        first = at - length
        if first < 0 or (length > 1 and not page.tokens[first + 1].joined):
            return None
        words = page.tokens[first:at]
        if words[0].key in small:
            continue
        every = "".join(word.key[0] for word in words)
        main = "".join(word.key[0] for word in words if word.key not in small)
        if letters in (every, main):
            return first
    return None


def _claim(page: Page, first: int, last: int, type_: EntityType, rule: str, sure: float) -> None:
    name = " ".join(page.written(first, last).split())
    page.claim(Found(first, last, type_, (), f"{type_}/{slug(name)}", name, rule, sure))
