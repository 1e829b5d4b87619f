"""Rows of capitalised words, and the titles before somebody's name.

Knows capitals, particles and titles; not what a row names.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import EntityType
from .page import Page

LONGEST_TITLE = 12
LONGEST_RUN = 40
"""Words; a longer row of capitals is no sentence, and reading it would take for ever."""
_BODY_TAILS = frozenset(("service", "services", "agency", "agencies"))


def mark_titled(page: Page) -> None:
    """Note the word behind every title: "Secretary of State X", "spokesman X"."""
    tokens, titles = page.tokens, page.known.words["titles"]
    for at, token in enumerate(tokens):
        if token.key not in titles or token.possessive:
            continue
        after = at + 1
        while after - at < LONGEST_TITLE and page.joined(after) and belongs_to_title(page, after):
            after += 1
        if not page.joined(after) or not tokens[after].upper or page.is_word(after, "stop"):
            continue
        # "the mayor of X": what an office is of is nobody's name.
        if tokens[after - 1].key not in ("of", "for"):
            page.titled.add(after)


def belongs_to_title(page: Page, at: int) -> bool:
    token = page.tokens[at]
    if page.is_word(at, "titles") or page.is_word(at, "title_parts"):
        return page.owner[at] is None or token.key in ("us", "eu", "un", "uk")
    owner = page.owner[at]
    if owner is None or owner.type == "person":
        return False
    return page.tokens[owner.first - 1].key in ("of", "the", "for") if owner.first else False


def runs(page: Page) -> Iterator[tuple[int, int]]:
    """Capitalised words in a row, particles between them included."""
    at, end = 0, len(page.tokens)
    while at < end:
        if not is_capital(page, at):
            at += 1
            continue
        stop = at + 1
        while stop < end and stop - at < LONGEST_RUN and page.joined(stop):
            if is_capital(page, stop):
                stop += 1
                continue
            ahead = stop
            while ahead < end and page.joined(ahead) and page.is_word(ahead, "particles"):
                ahead += 1
            if (
                stop < ahead < end
                and ahead - stop < 3
                and page.joined(ahead)
                and is_capital(page, ahead)
            ):
                stop = ahead + 1
            else:
                break
        yield at - _is_behind_article(page, at), stop
        at = stop


def _is_behind_article(page: Page, at: int) -> bool:
    """ "el-Ade": the article belongs to the name."""
    return (
        at > 0
        and page.tokens[at].hyphened
        and page.tokens[at - 1].key in ("al", "el", "ar", "as", "at", "an", "ash", "az", "ad", "ul")
        and page.is_free(at - 1)
        and page.is_free(at)
    )


def is_capital(page: Page, at: int) -> bool:
    owner = page.owner[at]
    return not page.closed[at] and (
        page.tokens[at].upper or (owner is not None and owner.first < at)
    )


def is_title(page: Page, at: int) -> bool:
    if not page.is_word(at, "titles") or not page.is_free(at) or at in page.titled:
        return False
    after = at + 1
    is_of_body = page.joined(after) and page.tokens[after].upper and _is_body_word(page, after)
    if page.tokens[at].key == "general" and is_of_body:
        return False
    if at > 0 and page.joined(at) and page.is_word(at - 1, "given") and page.tokens[at - 1].upper:
        return page.is_word(at - 1, "titles") or page.is_word(at - 1, "title_parts")
    is_name_too = page.tokens[at].key in ("sheikh", "sheik", "sultan", "emir", "king", "prince")
    return not (is_name_too and page.joined(at) and at - 1 in page.titled)


def _is_body_word(page: Page, at: int) -> bool:
    return page.is_word(at, "org_openers") or page.is_word(at, "org_heads")


def claim(
    page: Page, first: int, last: int, type_: EntityType, rule: str, confidence: float
) -> bool:
    while last > first and page.is_word(last - 1, "small"):
        last -= 1
    if type_ == "org" and page.joined(last) and page.tokens[last].key in _BODY_TAILS:
        last += not page.tokens[last].upper and page.is_word(last - 1, "title_parts")
    if type_ == "person" and _has_syllable_behind(page, first, last):
        last += 1
    return page.claim_new(first, last, type_, rule, confidence)


def _has_syllable_behind(page: Page, first: int, last: int) -> bool:
    """ "Lo Cheng-fang": the second syllable of a given name has a small letter."""
    if not page.joined(last) or not page.is_word(first, "family") or last - first != 2:
        return False
    syllable = page.tokens[last]
    is_short = len(syllable.text) <= 6 and syllable.text.isalpha()
    return syllable.hyphened and not syllable.upper and is_short and page.is_free(last)
