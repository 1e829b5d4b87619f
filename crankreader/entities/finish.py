"""The last touches, when every name is known: summits, parts of lands, marks, bodies of states.

Knows what stands next to a settled name; settles nothing itself.
"""

from __future__ import annotations

import dataclasses
import re

from .gazetteer import Found
from .page import Page
from .tokens import slug


def finish_names(page: Page) -> None:
    """Lengthen names by what belongs to them and tell the bodies of one state from another's."""
    _claim_summits(page)
    _claim_parts_of_lands(page)
    _extend_weapons(page)
    _extend_outlets(page)
    _qualify_bodies(page)


def _claim_summits(page: Page) -> None:
    """ "NATO summit", "Kazan summit": the host or the body, and the meeting."""
    for found in list(page.all_found()):
        after = found.last
        if after >= len(page.tokens) or not page.joined(after) or page.tokens[after].hyphened:
            continue
        if page.tokens[after].key not in ("summit", "summits") or not page.is_free(after):
            continue
        if (
            found.type == "org"
            or (found.type == "place")
            or (found.type == "country" and found.rule == "capital for its government")
        ):
            name = " ".join(page.written(found.first, after + 1).split())
            page.claim(
                Found(
                    found.first, after + 1, "event", (), f"event/{slug(name)}", name, "summit", 0.85
                )
            )


def _claim_parts_of_lands(page: Page) -> None:
    """ "Northern Nigeria" in capitals is a place of its own; "northern Nigeria" is the state."""
    for found in list(page.all_found()):
        at = found.first - 1
        if found.type not in ("country", "place") or at < 0 or not page.joined(found.first):
            continue
        if not (page.is_word(at, "directions") and page.tokens[at].upper and page.is_free(at)):
            continue
        if page.tokens[at].first or page.tokens[at].heading or page.tokens[found.first].hyphened:
            continue
        name = " ".join(page.written(at, found.last).split())
        part = Found(
            at, found.last, "place", (), f"place/{slug(name)}", name, "part of a land", 0.7
        )
        page.claim(part)


def _extend_outlets(page: Page) -> None:
    """ "BBC Hausa", "CNN Philippines": an outlet's house in a land or a language."""
    for found in list(page.all_found()):
        at = found.last
        if found.type != "outlet" or at >= len(page.tokens) or page.gap(at) != " ":
            continue
        token, owner = page.tokens[at], page.owner[at]
        if not token.upper or token.possessive or token.heading:
            continue
        is_land = owner is not None and owner.type in ("country", "place") and owner.numbers
        end = owner.last if owner is not None and is_land else at + 1
        if not (is_land or page.is_word(at, "languages")) or _goes_on_as_noun(page, end):
            continue
        page.claim(dataclasses.replace(found, last=end))


def _goes_on_as_noun(page: Page, at: int) -> bool:
    """ "the Reuters Moscow bureau": the land belongs to what follows."""
    if at >= len(page.tokens) or page.gap(at) != " ":
        return False
    is_verb = page.is_word(at, "speech") or page.tokens[at].key in ("that", "on", "in", "by", "and")
    return not is_verb


def _extend_weapons(page: Page) -> None:
    """ "Carl-Gustaf M4": a mark behind a weapon's name belongs to it."""
    for found in list(page.all_found()):
        after = found.last
        if found.type != "weapon" or after >= len(page.tokens) or not page.joined(after):
            continue
        owner = page.owner[after]
        if owner is not None and owner.type == "weapon" and _names_one(page, found, owner):
            page.claim(dataclasses.replace(found, last=owner.last))
            continue
        mark = page.tokens[after]
        is_mark = _MARK.fullmatch(mark.text) or (mark.hyphened and _LETTERS.fullmatch(mark.text))
        if not is_mark or page.closed[after]:
            continue
        if owner is None or owner.type == "weapon":
            page.claim(dataclasses.replace(found, last=after + 1))


def _names_one(page: Page, mark: Found, name: Found) -> bool:
    """ "C-130 Hercules": a type and what it is called."""
    if mark.numbers and mark.numbers == name.numbers:
        return True
    marked = any(char.isdigit() for char in page.written(mark.first, mark.last))
    return marked and not any(char.isdigit() for char in page.written(name.first, name.last))


_LETTERS = re.compile(r"[A-Z]{1,4}")
_MARK = re.compile(r"[A-Z]{1,3}\d{1,3}[A-Z]{0,2}|I{1,3}|IV|V|VI|Mk\d*")
_REMEMBERED = 800
"""Characters for which "the ministry" is still the one last named with its state."""
_GENERIC = ("title_parts", "org_heads", "org_openers", "small", "institutions")


def _qualify_bodies(page: Page) -> None:
    """The Foreign Ministry of one state is not another's: its id bears the state's name."""
    qualified: dict[str, tuple[int, str]] = {}
    for found in page.all_found():
        if found.type != "org" or not _is_generic(page, found):
            continue
        plain, at = _plain_name(page, found), page.tokens[found.first].start
        country = _country_before(page, found)
        if country is None:
            if not found.numbers:
                last, entity = qualified.get(plain, (-_REMEMBERED, ""))
                found.id = entity if at - last < _REMEMBERED else f"org/{plain}"
        elif not found.numbers or page.known.country(found.numbers[0]) not in (None, country):
            found.numbers = ()
            found.id = f"org/{country.partition('/')[2]}-{plain}"
            qualified[plain] = (at, found.id)


def _is_generic(page: Page, found: Found) -> bool:
    return all(
        any(page.is_word(at, kind) for kind in _GENERIC) for at in range(found.first, found.last)
    )


def _country_before(page: Page, found: Found) -> str | None:
    before = page.owner[found.first - 1] if found.first else None
    if before is None or before.type != "country" or not before.numbers:
        return None
    if page.gap(found.first) not in (" ", "’s ", "'s ", "’ ", "' "):
        return None
    return page.known.id(before.numbers[0])


def _plain_name(page: Page, found: Found) -> str:
    """ "Ministry of Foreign Affairs" and "Foreign Ministry" are one: foreign-ministry."""
    keys = [token.key for token in page.tokens[found.first : found.last]]
    if len(keys) > 2 and keys[0] in ("ministry", "department") and keys[1] in ("of", "for"):
        keys = [key for key in keys[2:] if key not in ("the", "affairs")] + keys[:1]
    return slug(" ".join(keys))
