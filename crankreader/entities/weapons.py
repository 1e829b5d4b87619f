"""Warships by their prefix and weapons by their type names.

Knows how navies and makers number things; asks for a weapon's noun nearby.
"""

from __future__ import annotations

import re

from .page import Page


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
            page.claim_new(at, stop, "weapon", "ship's prefix", 0.85)


_DESIGNATOR = re.compile(
    r"(?<![\w-])[A-Z][A-Za-z]{0,11}-?\d{1,4}[A-Za-z]{0,3}(?:-\d{1,3})?(?![\w-])"
)


def find_designators(page: Page) -> None:
    """Type names with a number (K9, Hwasong-20) beside a noun for a weapon."""
    starts = {start: at for at, start in enumerate(page.starts)}
    for match in _DESIGNATOR.finditer(page.text):
        first = starts.get(match.start())
        if first is None or not page.is_free(first):
            continue
        last = first
        while last < len(page.tokens) and page.tokens[last].start < match.end():
            last += 1
        if all(page.is_free(at) for at in range(first, last)) and _near_weapon(page, first, last):
            page.claim_new(first, last, "weapon", "type name beside a weapon noun", 0.75)


def _near_weapon(page: Page, first: int, last: int) -> bool:
    near = [*range(max(0, first - 4), first), *range(last, min(last + 5, len(page.tokens)))]
    line = page.tokens[first].line
    return any(page.is_word(at, "weapon_nouns") and page.tokens[at].line == line for at in near)
