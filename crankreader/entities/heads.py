"""Names by the word at their head: "Plateau State", "Ministry of Trade", "Radio Harbour".

Knows words that bodies, places, outlets and events are called by.
"""

from __future__ import annotations

import re

from ..model import EntityType
from .page import Page
from .runs import LONGEST_RUN, claim, is_capital, is_title

_LINKS = frozenset(("of", "for", "on"))
_LINKED = frozenset(("the", "and", "&"))
_HEADS: tuple[tuple[str, EntityType], ...] = (
    ("event_heads", "event"),
    ("outlet_heads", "outlet"),
    ("org_heads", "org"),
    ("place_heads", "place"),
)
_OPENING_HEADS: dict[str, EntityType] = {
    **dict.fromkeys(("bank", "banco", "banque", "universite"), "org"),
    **dict.fromkeys(("mount", "lake", "camp", "fort", "cape", "port", "hotel", "gulf"), "place"),
    **dict.fromkeys(("san", "santa", "los", "saint", "st", "new"), "place"),
    "radio": "outlet",
}
_OUTLET_OPENERS = frozenset(("radio", "tele", "television", "tv"))


def claim_linked(page: Page, first: int, last: int) -> bool:
    """ "Committee on Foreign Affairs", "Center for the Study of Rivers"."""
    head = page.tokens[last - 1]
    if not page.is_word(last - 1, "org_openers") or head.possessive or head.heading:
        return False
    stop = _linked_end(page, last)
    if stop == last:
        return False
    first += page.tokens[first].key == "the"
    return claim(page, first, stop, "org", "opening word and link", 0.8)


def _linked_end(page: Page, at: int) -> int:
    """Where the words linked by of, for, on end; `at` itself where none are."""
    start, end, stop, links = at, len(page.tokens), at, 0
    while at < end and page.joined(at) and not page.closed[at]:
        key = page.tokens[at].key
        if key in _LINKS and links < 2:
            links += 1
        elif key not in _LINKED or not links:
            break
        ahead = at + 1
        if ahead < end and page.joined(ahead) and page.tokens[ahead].key == "the":
            ahead += 1
        if ahead >= end or not page.joined(ahead) or not is_capital(page, ahead):
            break
        if key == "and" and (_names_somebody(page, ahead) or page.owner[ahead] is not None):
            break
        if links == 2 and page.owner[ahead] is not None:
            break
        at = ahead
        while at < end and page.joined(at) and is_capital(page, at) and not is_title(page, at):
            at += 1
        stop = at
        if stop - start > LONGEST_RUN:
            break
    return stop


def _names_somebody(page: Page, at: int) -> bool:
    """Whether a title stands here, with somebody behind it."""
    after = at + 1
    return is_title(page, at) and page.joined(after) and page.tokens[after].upper


def claim_headed(page: Page, first: int, last: int) -> bool:
    """ "Plateau State", "Kookmin University", "Tasnim News": the last word says what it is."""
    head = page.tokens[last - 1]
    if page.tokens[first].key in _OUTLET_OPENERS and last - first in (2, 3) and not head.heading:
        return page.is_free(first) and claim(page, first, last, "outlet", "first word", 0.7)
    if head.heading or not page.is_free(last - 1):
        return False
    if last - first == 1 and page.is_word(first, "place_openers") and page.joined(last):
        stop = _linked_end(page, last)
        if stop > last and page.tokens[last].key == "of":
            return claim(page, first, stop, "place", "first word", 0.7)
    if last - first < 2:
        return _claim_institution(page, first)
    if page.is_word(last - 1, "idle_heads"):
        for at in range(first, last):
            if page.is_free(at):
                page.close(at, at + 1)
        return True
    if first in page.titled and page.is_word(first, "given"):
        return False
    if _is_portfolio(page, first):
        return True
    for kind, type_ in _HEADS:
        if page.is_word(last - 1, kind):
            if kind == "place_heads" and last - first == 2 and not _may_be_built(page, first):
                return False
            owner = page.owner[first]
            if owner is not None and owner.type == "person":
                return False
            if owner is None and last - first == 2 and _opens_plainly(page, first):
                return True
            if kind == "org_heads":
                first = _with_what_belongs(page, first, last)
            return claim(page, first, last, type_, "last word", 0.75)
    opening = _OPENING_HEADS.get(page.tokens[first].key)
    if opening is None or last - first > 3 or not page.is_free(first) or first in page.titled:
        return False
    return claim(page, first, last, opening, "first word", 0.65)


def _with_what_belongs(page: Page, first: int, last: int) -> int:
    """Where a body's name begins: "15th Motor Rifle Brigade", "Supply and Trading DMCC"."""
    before = first - 1
    if before < 0 or not page.joined(first):
        return first
    if _ORDINAL.fullmatch(page.tokens[before].text) and page.is_word(last - 1, "units"):
        return before if page.is_free(before) else first
    if page.tokens[before].key != "and" or not page.is_word(last - 1, "company_ends"):
        return first
    start = before
    while start > 0 and page.joined(start) and is_capital(page, start - 1):
        start -= 1
    owners = [page.owner[at] for at in range(start, before)]
    is_trade = start < before and page.is_word(before - 1, "trades")
    is_known = any(owner is not None and owner.numbers for owner in owners)
    return start if is_trade and not is_known and before - start <= LONGEST_TRADE else first


_LANDS = frozenset(("state", "province", "region", "district", "governorate", "territory"))
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
LONGEST_TRADE = 5
"""Words of a company's name before its "and"."""


def _may_be_built(page: Page, first: int) -> bool:
    """ "Red Square" is a place, "Green Belt" may be anything."""
    if not page.is_word(first, "common"):
        return True
    if page.is_word(first, "directions") and page.tokens[first + 1].key in _LANDS:
        return True
    return page.is_word(first + 1, "built_places") and not page.tokens[first].first


def _opens_plainly(page: Page, at: int) -> bool:
    """ "Civil courts": a common word whose capital is the sentence's."""
    is_common = page.is_word(at, "common") and not page.is_word(at, "title_parts")
    return page.tokens[at].first and is_common


def _is_portfolio(page: Page, first: int) -> bool:
    """ "Minister for Strategic Industries": what stands behind the title is no body."""
    return (
        first > 1
        and page.joined(first)
        and page.tokens[first - 1].key in ("for", "of")
        and page.is_word(first - 2, "titles")
    )


def _claim_institution(page: Page, at: int) -> bool:
    """A nation's Army, Parliament: one word is a name behind the nation's."""
    before = page.owner[at - 1] if at else None
    if before is None or before.type != "country" or page.gap(at) not in (" ", "’s ", "'s "):
        return False
    if not page.is_word(at, "institutions") or page.tokens[at].first:
        return False
    return claim(page, at, at + 1, "org", "institution of a nation", 0.7)
