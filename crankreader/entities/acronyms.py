"""Short forms that a text explains: "Long Name (ABC)".

Knows initials; what a short form means elsewhere yields to what this text says.
"""

from __future__ import annotations

import re

from .gazetteer import Found
from .page import Page
from .tokens import slug

_SHORT = re.compile(r"\((?:[“\"])?([A-Z][A-Za-z0-9&-]{1,9})(?:[”\"])?(?:[),;]| or )")


def find_acronyms(page: Page) -> None:
    """ "Long Name (ABC)": ABC is that name in the whole text, whatever it means elsewhere."""
    starts = {start: at for at, start in enumerate(page.starts)}
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
    owner = page.owner[at - 1]
    if owner is not None and owner.type in ("org", "outlet"):
        return False
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
        if before.type not in ("org", "outlet", "weapon", "event", "place"):
            return None
        if before.type == "place" and first is None:
            return None
        return before if first is not None or _may_shorten(page, before, at) else None
    if first is None:
        return None
    key = " ".join(token.key for token in tokens[first:at])
    numbers = _known_bodies(page, key) or tuple(
        number for number in _known_bodies(page, tokens[at].key) if _shares_words(page, number, key)
    )
    capital = all(t.upper for t in tokens[first:at] if t.key not in page.known.words["small"])
    if not capital and not (page.is_word(at - 1, "org_heads") and tokens[first - 1].upper):
        return None
    if page.is_word(at - 1, "idle_heads"):
        return None
    name = " ".join(page.written(first, at).split())
    kind = page.known.kind(numbers[0]) if numbers else "org"
    entity = f"org/{slug(name)}"
    found = Found(first, at, kind, numbers[:1], entity, name, "explained short form", 0.9)
    return found if page.claim(found) else None


def _known_bodies(page: Page, key: str) -> tuple[int, ...]:
    kinds = ("org", "weapon", "outlet")
    return tuple(n for _, n in page.known.named(key) if page.known.kind(n) in kinds)


def _shares_words(page: Page, number: int, key: str) -> bool:
    """Whether half the words of a long form stand in one alias of a known body."""
    words = set(key.split()) - page.known.words["small"]
    found = page.known.entity(number)
    aliases = (set(page.known.key(alias).split()) for alias in (found.name, *found.aliases))
    return any(2 * len(words & alias) >= len(words) for alias in aliases)


def _may_shorten(page: Page, long: Found, at: int) -> bool:
    """Whether a short form is a known alias, or its letters stand in the long one in order."""
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
