"""What an unknown capitalised name is, by the words it is made of and the words beside it.

Each question is about words [first, last) of a page; none of them claims anything.
"""

from __future__ import annotations

from .context import was_led_to
from .gazetteer import Found
from .page import Page


def is_person(page: Page, first: int, last: int) -> bool:
    tokens = page.tokens
    if any(
        tokens[at].text.isdigit() or tokens[at].key in ("and", "y") for at in range(first, last)
    ):
        return False
    if first in page.titled:
        return not any(page.is_word(at, "org_heads") for at in range(first, last))
    if _any_head(page, first, last):
        return False
    if page.is_word(first, "given") or (last - first > 2 and page.is_word(first + 1, "given")):
        return True
    if page.is_word(first, "family") and last - first <= 3 and len(tokens[last - 1].text) <= 8:
        return True
    return not tokens[first].heading and _speaks(page, last)


def may_be_person(page: Page, first: int, last: int) -> bool:
    tokens = page.tokens[first:last]
    return (
        last - first <= 4
        and not any(t.heading or t.caps or not t.text.isalpha() for t in tokens if len(t.text) > 1)
        and not _any_head(page, first, last)
        and not any(page.is_word(at, "small") for at in range(first, last))
        and len(tokens[-1].text) > 2
        and not all(t.hyphened for t in tokens[1:])
    )


def is_weapon(page: Page, first: int, last: int) -> bool:
    after = last
    while after < len(page.tokens) and after < last + 2 and page.joined(after):
        if page.is_word(after, "weapon_nouns") and not page.tokens[after].upper:
            return not any(page.tokens[at].heading for at in range(first, last)) and not any(
                page.is_word(at, "speech") for at in range(last, after)
            )
        if page.tokens[after].upper:
            return False
        after += 1
    return False


def is_place(page: Page, first: int, last: int) -> bool:
    tokens = page.tokens
    if tokens[first].heading or (tokens[last - 1].possessive and tokens[first].first):
        return False
    if _stands_beside_a_place(page, first, last):
        return True
    if last - first > 3 or any(
        len(tokens[at].text) < 3 and tokens[at].caps for at in range(first, last)
    ):
        return False
    after = last
    if after < len(tokens):
        if page.joined(after) and page.is_word(after, "place_nouns") and not tokens[after].upper:
            return True
        if _has_site_behind(page, after):
            return True
        owner = page.owner[after]
        if page.gap(after) == ", " and owner is not None and owner.type in ("country", "place"):
            is_apposition = tokens[owner.last - 1].possessive
            return first > 0 and not tokens[first].first and not is_apposition
    if first == 0 or tokens[first].first or not page.joined(first):
        return False
    before = tokens[first - 1]
    if before.key == "of" and first > 1:
        return any(
            page.is_word(first - 2, kind) for kind in ("place_nouns", "place_titles", "away")
        )
    if last - first == 1 and before.key in page.known.words["city_before"]:
        opens = before.first and page.gap(last)[:1] != ","
        return not page.is_word(first, "given") and not opens
    return is_led_to(page, first)


def _comma_follows(page: Page, first: int) -> bool:
    """ "At Tamsui, ...": the capitals from here on end at a comma."""
    last = first
    while (
        last < len(page.tokens) and page.tokens[last].upper and (last == first or page.joined(last))
    ):
        last += 1
    return last < len(page.tokens) and page.gap(last)[:1] == ","


def _has_site_behind(page: Page, at: int) -> bool:
    """ "the X copper mine": a noun for a site, one word further on."""
    after = at + 1
    return (
        page.joined(at)
        and page.joined(after)
        and not page.tokens[at].upper
        and not page.tokens[after].upper
        and page.is_word(after, "site_nouns")
        and not page.tokens[at - 1].possessive
    )


def is_led_to(page: Page, first: int) -> bool:
    """ "in X", "at X": what follows is a place."""
    before = page.tokens[first - 1] if first and page.joined(first) else None
    if before is None:
        return False
    if before.key in page.known.words["place_before"]:
        return not before.upper or (before.first and _comma_follows(page, first))
    if before.upper:
        return False
    return was_led_to(page, first)


def _stands_beside_a_place(page: Page, first: int, last: int) -> bool:
    """ "Srinagar and Gulmarg": one word joined to a place by "and"."""
    if (
        last - first > 2
        or first < 2
        or page.is_word(first, "given")
        or page.is_word(first, "family")
    ):
        return False
    if last - first > 1 and page.gap(first) == ", ":
        return False
    if page.gap(first) == " " and page.tokens[first - 1].key == "and":
        owner, gap = page.owner[first - 2], page.gap(first - 1)
    elif page.gap(first) == ", ":
        owner, gap = page.owner[first - 1], " "
    else:
        return False
    is_place = owner is not None and owner.type == "place" and not page.tokens[first].first
    follows = page.tokens[last] if last < len(page.tokens) else None
    speaks = follows is not None and page.is_word(last, "speech") and not follows.upper
    return is_place and gap == " " and not speaks


def is_body(page: Page, first: int, last: int) -> bool:
    """ "the Revival party": a lower-case noun says what the name is."""
    return (
        last < len(page.tokens)
        and last - first <= 3
        and page.joined(last)
        and page.is_word(last, "org_nouns")
        and not page.tokens[last].upper
        and not page.tokens[first].heading
        and not (page.tokens[first].first and last - first == 1)
    )


def is_called_a_body(page: Page, last: int) -> bool:
    """ "Drina Agrar, a fruit exporter": what is said behind it is said of a body."""
    if last >= len(page.tokens) or page.gap(last) != ", ":
        return False
    if page.tokens[last].key not in ("a", "an", "the"):
        return False
    for at in range(last + 1, min(last + 5, len(page.tokens))):
        if page.tokens[at].line != page.tokens[last].line or page.gap(at)[:1] in ",.;":
            return False
        token = page.tokens[at]
        if page.is_word(at, "org_callings") and not token.upper and not token.hyphened:
            return True
    return False


def is_idle(page: Page, at: int) -> bool:
    return any(page.is_word(at, kind) for kind in ("stop", "common", "idle_heads", "furniture"))


def _any_head(page: Page, first: int, last: int) -> bool:
    return any(
        page.is_word(at, kind) and not (at > first and page.tokens[at].hyphened)
        for at in range(first, last)
        for kind in (
            "org_heads",
            "place_heads",
            "idle_heads",
            "common",
            "event_heads",
            "weapon_nouns",
            "outlet_heads",
        )
    )


def _speaks(page: Page, after: int) -> bool:
    """A verb of saying or an apposition follows."""
    if after >= len(page.tokens):
        return False
    if page.is_word(after, "speech") and not page.tokens[after].upper and page.gap(after) == " ":
        return True
    return page.gap(after) == ", " and page.tokens[after].key in ("a", "an", "the", "who", "whose")


def opens_with_a_calling(page: Page, at: int) -> bool:
    """ "Novelist Eric Moor": the capital of a sentence's first word before a given name."""
    return (
        page.tokens[at].first
        and page.is_word(at + 1, "given")
        and not page.is_word(at, "given")
        and not page.is_word(at, "family")
    )


def takes_place_as_surname(page: Page, at: int) -> bool:
    """ "Jack London": a place behind a given name is a surname."""
    if not page.joined(at) or page.tokens[at].hyphened:
        return False
    owner = page.owner[at]
    return (
        owner is not None
        and owner.last - owner.first == 1
        and owner.type in ("place", "country", "org", "weapon")
    )


def goes_on(page: Page, before: Found, first: int, last: int) -> bool:
    """ "Joaquín Guzmán López" is not Joaquín Guzmán: one more surname makes somebody else."""
    return (
        before.type == "person"
        and before.last - before.first > 1
        and last - first == 1
        and not page.tokens[first].heading
        and not page.tokens[first].hyphened
        and page.tokens[first].text.isalpha()
        and page.is_word(before.first, "given")
    )
