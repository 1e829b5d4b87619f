"""Names from their capitals: what a run of capitalised words is, by its head and its neighbours.

Knows kinds of words (titles, heads, given names), nobody in particular.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import EntityType
from .gazetteer import Found
from .kinds import (
    goes_on,
    is_body,
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
_BODY_TAILS = frozenset(("service", "services", "agency", "agencies"))
LONGEST_PERSON = 5
LONGEST_TITLE = 12
LONGEST_RUN = 40
"""Words; a longer row of capitals is no sentence, and reading it would take for ever."""


def find_names(page: Page) -> None:
    """Claim bodies, places, events and people that show by their capitals."""
    _mark_titled(page)
    for first, last in _runs(page):
        _read_run(page, first, last)


def _mark_titled(page: Page) -> None:
    """Note the word behind every title: "Secretary of State X", "spokesman X"."""
    tokens, titles = page.tokens, page.known.words["titles"]
    for at, token in enumerate(tokens):
        if token.key not in titles or token.possessive:
            continue
        after = at + 1
        while after - at < LONGEST_TITLE and page.joined(after) and _belongs_to_title(page, after):
            after += 1
        if not page.joined(after) or not tokens[after].upper or page.is_word(after, "stop"):
            continue
        # "the mayor of X": what an office is of is nobody's name.
        if tokens[after - 1].key not in ("of", "for"):
            page.titled.add(after)


def _belongs_to_title(page: Page, at: int) -> bool:
    token = page.tokens[at]
    if page.is_word(at, "titles") or page.is_word(at, "title_parts"):
        return page.owner[at] is None or token.key in ("us", "eu", "un", "uk")
    owner = page.owner[at]
    if owner is None or owner.type == "person":
        return False
    return page.tokens[owner.first - 1].key in ("of", "the", "for") if owner.first else False


def _runs(page: Page) -> Iterator[tuple[int, int]]:
    """Capitalised words in a row, particles between them included."""
    at, end = 0, len(page.tokens)
    while at < end:
        if not _capital(page, at):
            at += 1
            continue
        stop = at + 1
        while stop < end and stop - at < LONGEST_RUN and page.joined(stop):
            if _capital(page, stop):
                stop += 1
                continue
            ahead = stop
            while ahead < end and page.joined(ahead) and page.is_word(ahead, "particles"):
                ahead += 1
            if (
                stop < ahead < end
                and ahead - stop < 3
                and page.joined(ahead)
                and _capital(page, ahead)
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


def _capital(page: Page, at: int) -> bool:
    owner = page.owner[at]
    return not page.closed[at] and (
        page.tokens[at].upper or (owner is not None and owner.first < at)
    )


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
    title = next((at for at in range(first, last) if _is_title(page, at)), None)
    if title is None:
        _read_plain(page, first, last)
        return
    if title > first:
        _read_office(page, first, title)
    after = title + 1
    while after < last and _belongs_to_title(page, after):
        after += 1
    if after < last:
        _read_run(page, after, last)


def _head_ahead(page: Page, at: int, last: int) -> bool:
    return page.is_word(last - 1, "org_heads") and not page.tokens[at].first


def _without_openers(page: Page, first: int, last: int) -> int:
    while first < last and page.is_free(first) and page.is_word(first, "stop"):
        if first in page.titled:
            break
        first += 1
    return first


def _is_title(page: Page, at: int) -> bool:
    if not page.is_word(at, "titles") or not page.is_free(at) or at in page.titled:
        return False
    after = at + 1
    if page.tokens[at].key == "general" and page.joined(after) and page.tokens[after].upper:
        if page.is_word(after, "org_openers") or page.is_word(after, "org_heads"):
            return False
    is_name_too = page.tokens[at].key in ("sheikh", "sheik", "sultan", "emir", "king", "prince")
    return not (is_name_too and page.joined(at) and at - 1 in page.titled)


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
    if any(_is_title(page, at) for at in range(owner.last, last)):
        return False
    return page.is_word(last - 1, "keeps_nation") and page.is_free(last - 1)


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
    if _claim_called(page, first, last):
        return
    person = _person_behind_office(page, first, last)
    if person is not None:
        _read_plain(page, first, person)
        _read_plain(page, person, last)
        return
    if _claim_linked(page, first, last) or _claim_headed(page, first, last):
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


_CALLINGS: tuple[tuple[str, EntityType], ...] = (
    ("ship_nouns", "weapon"),
    ("outlet_callings", "outlet"),
    ("org_callings", "org"),
)


def _claim_called(page: Page, first: int, last: int) -> bool:
    """ "the firm Harbour Trans", "the frigate Limnos": a noun says what the whole run is."""
    before = page.tokens[first - 1] if first else None
    if before is None or before.upper or page.gap(first) not in (" ", ", ", " “", ' "'):
        return False
    while last > first and page.is_word(last - 1, "idle_heads"):
        last -= 1
    if last - first > LONGEST_PERSON or last == first or page.tokens[first].heading:
        return False
    owner = page.owner[first]
    if owner is not None and owner.last >= last:
        return False
    if page.is_word(first, "given") or page.is_word(first, "titles") or first in page.titled:
        return False
    if any(page.owner[at] is not None and page.owner[at].type == "person" for at in range(first, last)):
        return False
    for kind, type_ in _CALLINGS:
        if page.is_word(first - 1, kind):
            if page.gap(first) == ", " and (kind == "ship_nouns" or page.gap(last)[:1] not in ",.;"):
                return False
            return _claim(page, first, last, type_, "called so", 0.7)
    return False


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
        _claim_linked(page, owner.first, owner.last)


def _claim_linked(page: Page, first: int, last: int) -> bool:
    """ "Committee on Foreign Affairs", "Center for the Study of Rivers"."""
    head = page.tokens[last - 1]
    if not page.is_word(last - 1, "org_openers") or head.possessive or head.heading:
        return False
    stop = _linked_end(page, last)
    if stop == last:
        return False
    first += page.tokens[first].key == "the"
    return _claim(page, first, stop, "org", "opening word and link", 0.8)


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
        if ahead >= end or not page.joined(ahead) or not _capital(page, ahead):
            break
        if key == "and" and (_names_somebody(page, ahead) or page.owner[ahead] is not None):
            break
        if links == 2 and page.owner[ahead] is not None:
            break
        at = ahead
        while at < end and page.joined(at) and _capital(page, at) and not _is_title(page, at):
            at += 1
        stop = at
        if stop - start > LONGEST_RUN:
            break
    return stop


def _names_somebody(page: Page, at: int) -> bool:
    """Whether a title stands here, with somebody behind it."""
    after = at + 1
    return _is_title(page, at) and page.joined(after) and page.tokens[after].upper


def _claim_headed(page: Page, first: int, last: int) -> bool:
    """ "Plateau State", "Kookmin University", "Tasnim News": the last word says what it is."""
    head = page.tokens[last - 1]
    if page.tokens[first].key in _OUTLET_OPENERS and last - first in (2, 3) and not head.heading:
        return page.is_free(first) and _claim(page, first, last, "outlet", "first word", 0.7)
    if head.heading or not page.is_free(last - 1):
        return False
    if last - first == 1 and page.is_word(first, "place_openers") and page.joined(last):
        stop = _linked_end(page, last)
        if stop > last and page.tokens[last].key == "of":
            return _claim(page, first, stop, "place", "first word", 0.7)
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
            if kind == "place_heads" and last - first == 2 and page.is_word(first, "common"):
                if not page.is_word(last - 1, "built_places") or page.tokens[first].first:
                    return False
            owner = page.owner[first]
            if owner is not None and owner.type == "person":
                return False
            if owner is None and last - first == 2 and _opens_plainly(page, first):
                return True
            return _claim(page, first, last, type_, "last word", 0.75)
    opening = _OPENING_HEADS.get(page.tokens[first].key)
    if opening is None or last - first > 3 or not page.is_free(first) or first in page.titled:
        return False
    return _claim(page, first, last, opening, "first word", 0.65)


def _opens_plainly(page: Page, at: int) -> bool:
    """ "Civil courts": a common word whose capital is the sentence's."""
    return page.tokens[at].first and page.is_word(at, "common")


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
    return _claim(page, at, at + 1, "org", "institution of a nation", 0.7)


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
    if page.tokens[last - 1].text.isdigit():
        return
    if last - first == 1 and page.is_word(first, "given") and takes_place_as_surname(page, last):
        _claim(page, first, last + 1, "person", "name of a person", 0.7)
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
        _claim(page, first, last, "place", "place words", 0.65)
    elif last - first > 1 and is_person(page, first, last):
        _claim(page, first, last, "person", "name of a person", 0.8)
    elif is_weapon(page, first, last):
        _claim(page, first, last, "weapon", "weapon noun", 0.7)
    elif is_place(page, first, last):
        while first > opening and page.is_word(first - 1, "directions"):
            first -= 1
        _claim(page, first, last, "place", "place words", 0.65)
    elif is_body(page, first, last):
        _claim(page, first, last, "org", "noun of a body", 0.6)
    elif (
        before is None
        and last - first > 1
        and may_be_person(page, first, last)
        and not _is_a_line(page, first, last)
    ):
        _claim(page, first, last, "person", "capitals", 0.5)


def _is_a_line(page: Page, first: int, last: int) -> bool:
    """Nothing else stands on its line: a heading rather than somebody."""
    line = page.tokens[first].line
    before = first > 0 and page.tokens[first - 1].line == line
    after = last < len(page.tokens) and page.tokens[last].line == line
    return not before and not after


def _claim(
    page: Page, first: int, last: int, type_: EntityType, rule: str, confidence: float
) -> bool:
    while last > first and page.is_word(last - 1, "small"):
        last -= 1
    if type_ == "org" and page.joined(last) and page.tokens[last].key in _BODY_TAILS:
        last += not page.tokens[last].upper and page.is_word(last - 1, "title_parts")
    return page.claim_new(first, last, type_, rule, confidence)
