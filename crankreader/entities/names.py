"""Names from their capitals: what a run of capitalised words is, by its head and its neighbours.

Knows kinds of words (titles, heads, given names), nobody in particular.
"""

from __future__ import annotations

from .callings import claim_called
from .gazetteer import Found
from .heads import claim_headed, claim_linked
from .kinds import (
    goes_on,
    is_body,
    is_called_a_body,
    is_idle,
    is_led_to,
    is_person,
    is_place,
    is_weapon,
    may_be_person,
    opens_with_a_calling,
    takes_place_as_surname,
)
from .page import Page
from .runs import belongs_to_title, claim, is_title, mark_titled, runs

LONGEST_PERSON = 5


def find_names(page: Page) -> None:
    """Claim bodies, places, events and people that show by their capitals."""
    mark_titled(page)
    for first, last in runs(page):
        _read_run(page, first, last)


def _read_run(page: Page, first: int, last: int) -> None:
    first = _without_openers(page, first, last)
    for at in range(first, last):
        if not page.tokens[at].upper:
            continue
        if page.is_free(at) and page.is_word(at, "stop") and at not in page.titled:
            if at > first and not (at + 1 < last and _head_ahead(page, at, last)):
                _read_run(page, first, at)
                _read_run(page, at + 1, last)
                return
            if at == first:
                _read_run(page, at + 1, last)
                return
    if first >= last:
        return
    first = _behind_nation(page, first, last)
    title = next((at for at in range(first, last) if is_title(page, at)), None)
    if title is None:
        _read_plain(page, first, last)
        return
    if title > first:
        _read_office(page, first, title)
    after = title + 1
    while after < last and belongs_to_title(page, after):
        after += 1
    if after < last:
        _read_run(page, after, last)


def _head_ahead(page: Page, at: int, last: int) -> bool:
    return page.is_word(last - 1, "org_heads") and not page.tokens[at].first


def _without_openers(page: Page, first: int, last: int) -> int:
    while first < last and page.is_free(first) and page.is_word(first, "stop"):
        if first in page.titled or _opens_a_place(page, first, last):
            break
        first += 1
    return first


def _opens_a_place(page: Page, first: int, last: int) -> bool:
    """ "outside New Albany": no new Albany."""
    if page.tokens[first].key != "new" or page.tokens[first].first or last - first < 2:
        return False
    return is_led_to(page, first)


def _behind_nation(page: Page, first: int, last: int) -> int:
    """Where a run goes on behind the nation it opens with, if that is no part of the name."""
    while first < last:
        owner = page.owner[first]
        if owner is None or owner.type not in ("country", "place") or owner.last >= last:
            return first
        if owner.type == "place" and not owner.numbers:
            return first
        if _is_event(page, owner.first, last) or _keeps_nation(page, owner, last):
            return first
        if owner.type == "place":
            return first
        first = owner.last
    return first


def _keeps_nation(page: Page, owner: Found, last: int) -> bool:
    head = page.tokens[last - 1]
    if head.heading or owner.last >= last:
        return False
    if any(is_title(page, at) for at in range(owner.last, last)):
        return False
    if not page.is_free(last - 1):
        return False
    if page.is_word(last - 1, "keeps_nation"):
        return True
    return _is_named(page, owner) and (
        head.key == "city"
        or any(page.is_word(at, "org_openers") for at in range(owner.last, last))
        or page.is_word(last - 1, "org_heads")
    )


def _is_named(page: Page, nation: Found) -> bool:
    """A state's own name, and no adjective: "Kenya National Commission" is one name."""
    if not nation.numbers or page.tokens[nation.last - 1].possessive:
        return False
    if page.tokens[nation.first].caps:
        return False
    key = " ".join(token.key for token in page.tokens[nation.first : nation.last])
    return key == page.known.key(page.known.name(nation.numbers[0]))


def _is_event(page: Page, first: int, last: int) -> bool:
    head = page.tokens[last - 1]
    return (
        page.is_word(last - 1, "event_heads")
        and head.upper
        and not head.heading
        and page.is_free(last - 1)
        and last - first > 1
    )


def _read_office(page: Page, first: int, last: int) -> None:
    """What stands before a title: the body somebody speaks for, or the office's own words."""
    if all(page.is_word(at, "title_parts") or not page.is_free(at) for at in range(first, last)):
        return
    if page.is_word(last - 1, "org_heads"):
        _read_plain(page, first, last)


def _read_plain(page: Page, first: int, last: int) -> None:
    """A run without titles: one name by its head, else what is left between known names."""
    if first >= last:
        return
    owner = page.owner[first]
    if owner is not None and owner.first <= first and owner.last >= last:
        _extend_known(page, owner)
        return
    if claim_called(page, first, last) or _claim_around_body(page, first, last):
        return
    person = _person_behind_office(page, first, last)
    if person is not None:
        _read_plain(page, first, person)
        _read_plain(page, person, last)
        return
    if claim_linked(page, first, last) or claim_headed(page, first, last):
        return
    at = first
    while at < last:
        if not page.is_free(at):
            at += 1
            continue
        stop = at + 1
        while stop < last and page.is_free(stop):
            stop += 1
        _read_free(page, at, stop)
        at = stop


def _claim_around_body(page: Page, first: int, last: int) -> bool:
    """ "Marmara Institute for Dialogue": one word before a known body's name makes another body."""
    owner = page.owner[last - 1]
    if owner is None or owner.type != "org" or owner.first != first + 1 or owner.last != last:
        return False
    token = page.tokens[first]
    if not page.is_free(first) or token.first or token.heading or not token.text.isalpha():
        return False
    kinds = ("common", "stop", "title_parts", "titles", "directions", "given", "idle_heads")
    if any(page.is_word(first, kind) for kind in kinds) or last - owner.first < 2:
        return False
    heads = (owner.first, owner.last - 1)
    if not any(page.is_word(at, kind) for at in heads for kind in ("org_heads", "org_openers")):
        return False
    return claim(page, first, last, "org", "last word", 0.6)


def _person_behind_office(page: Page, first: int, last: int) -> int | None:
    """ "Air Force Jane Doe": where a given name stands behind the words of a body or an office."""
    for at in range(first + 1, last - 1):
        if page.is_free(at) and page.is_free(at + 1) and page.is_word(at, "given"):
            kinds = ("org_heads", "title_parts", "common")
            if any(page.is_word(at - 1, kind) for kind in kinds) and page.is_free(at - 1):
                return None if page.is_word(last - 1, "org_heads") else at
    return None


def _extend_known(page: Page, owner: Found) -> None:
    """ "Bank" is known by "Bank of Elsewhere" too: a body's opener goes on behind "of"."""
    if owner.last - owner.first == 1 and page.is_word(owner.first, "org_openers"):
        claim_linked(page, owner.first, owner.last)


def _read_free(page: Page, first: int, last: int) -> None:
    """Unknown words between known names: a person, a place, or nothing that can be told."""
    while last > first and is_idle(page, last - 1) and not page.tokens[last - 1].hyphened:
        last -= 1
    opening = first
    while first < last and is_idle(page, first) and first not in page.titled:
        first += 1
    if last - first > 2 and opens_with_a_calling(page, first):
        first += 1
    if first >= last or last - first > LONGEST_PERSON:
        return
    if page.tokens[last - 1].text.isdigit() or _claim_city(page, first, last):
        return
    if last - first == 1 and page.is_word(first, "given") and takes_place_as_surname(page, last):
        claim(page, first, last + 1, "person", "name of a person", 0.7)
        return
    before = page.owner[first - 1] if first and page.joined(first) else None
    if (
        before is not None
        and before.type in ("country", "place", "org", "weapon")
        and before.last - before.first == 1
        and page.tokens[before.first].key in page.known.words["given"]
    ):
        first = before.first
    if before is not None and goes_on(page, before, first, last):
        first = before.first
    if (
        last - first > 1
        and is_led_to(page, first)
        and not page.is_word(first, "given")
        and is_place(page, first, last)
    ):
        claim(page, first, last, "place", "place words", 0.65)
    elif not page.is_word(first, "given") and is_called_a_body(page, last):
        claim(page, first, last, "org", "called so", 0.7)
    elif last - first > 1 and is_person(page, first, last):
        claim(page, first, last, "person", "name of a person", 0.8)
    elif is_weapon(page, first, last):
        claim(page, first, last, "weapon", "weapon noun", 0.7)
    elif is_place(page, first, last):
        while first > opening and page.is_word(first - 1, "directions"):
            first -= 1
        claim(page, first, last, "place", "place words", 0.65)
    elif is_body(page, first, last):
        claim(page, first, last, "org", "noun of a body", 0.6)
    elif (
        before is None
        and last - first > 1
        and may_be_person(page, first, last)
        and not _is_a_line(page, first, last)
    ):
        claim(page, first, last, "person", "capitals", 0.5)


def _claim_city(page: Page, first: int, last: int) -> bool:
    """A city that is known by its size alone, where nothing says that it is somebody."""
    number = page.known.city(" ".join(token.key for token in page.tokens[first:last]))
    if number is None or first in page.titled or page.tokens[first].heading:
        return False
    follows = page.tokens[last] if last < len(page.tokens) else None
    if follows is not None and page.is_word(last, "speech") and not follows.upper:
        return False
    opens = page.tokens[first].first and last - first == 1
    if opens and page.gap(last)[:1] not in ",:":
        return False
    city = Found(first, last, "place", (number,), None, None, "city", 0.7)
    return page.claim(city)


def _is_a_line(page: Page, first: int, last: int) -> bool:
    """Nothing else stands on its line: a heading rather than somebody."""
    line = page.tokens[first].line
    before = first > 0 and page.tokens[first - 1].line == line
    after = last < len(page.tokens) and page.tokens[last].line == line
    return not before and not after
