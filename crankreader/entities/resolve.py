"""Who is meant: short forms, surnames, capitals and names of several owners, inside one text.

Never carries a bare surname from one text to another; knows nothing but this text and the names.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable

from .context import settle_capitals
from .finish import finish_names
from .gazetteer import Found
from .page import Page
from .tokens import slug


def resolve(page: Page) -> None:
    """Settle what each name stands for and claim the short forms of names given in full."""
    _claim_again(page)
    people = _People(page)
    _claim_acronyms(page)
    _claim_last_words(page)
    _claim_surnames(page, people)
    settle_capitals(page)
    finish_names(page)


def _claim_again(page: Page) -> None:
    """What the text calls a body or a ship once is what the same words are elsewhere in it."""
    called: dict[tuple[str, ...], Found] = {}
    for found in page.all_found():
        if found.numbers:
            continue
        keys = tuple(token.key for token in page.tokens[found.first : found.last])
        if _is_ship(found) or (len(keys) > 1 and found.type not in ("person", "place")):
            called.setdefault(keys, found)
    for first, last, found in list(page.places_of_all(called)):
        if first != found.first and _may_be_again(page, first, found):
            page.claim(dataclasses.replace(found, first=first, last=last))


def _is_ship(found: Found) -> bool:
    return found.rule == "called so" and found.type == "weapon"


def _may_be_again(page: Page, at: int, found: Found) -> bool:
    """A ship called like a province needs its article; else what is surer stays."""
    if _is_ship(found):
        return at > 0 and page.tokens[at - 1].key == "the" and page.joined(at)
    owner = page.owner[at]
    return owner is None or (not owner.numbers and owner.confidence < found.confidence)


_Who = tuple[tuple[int, ...], str | None]


class _People:
    """Everybody the text gives a full name, by surname."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._by_surname: dict[str, dict[_Who, Found]] = {}
        self._by_ends: dict[tuple[str, str], Found] = {}
        self._by_keys: dict[tuple[str, ...], list[Found]] = {}
        self._by_first: dict[str, dict[_Who, Found]] = {}
        self._introduced: dict[str, list[Found]] = {}
        """Bearers of a surname in the order in which the text brings them in."""
        for found in page.all_found():
            if found.type == "person":
                self._add(found)
        self._join_tails()

    def _join_tails(self) -> None:
        """ "García Harfuch" is the Omar García Harfuch of the same text."""
        full = {keys[1:]: named[0] for keys, named in self._by_keys.items() if len(keys) > 2}
        for keys, named in self._by_keys.items():
            whole = full.get(keys)
            if whole is not None and not named[0].numbers:
                for same in named:
                    same.numbers, same.id, same.name = whole.numbers, whole.id, whole.name

    def _add(self, found: Found) -> None:
        keys = [t.key for t in self._page.tokens[found.first : found.last] if len(t.text) > 1]
        known = self._page.known
        if not found.numbers and len(keys) >= 2:
            numbers = [n for _, n in known.named(" ".join(keys)) if known.kind(n) == "person"]
            if not numbers:
                numbers = [
                    n for _, n in known.named(f"{keys[0]} {keys[-1]}") if known.kind(n) == "person"
                ]
            found.numbers = tuple(numbers[:1])
        if len(keys) < 2:
            return
        self._by_keys.setdefault(tuple(keys), []).append(found)
        ends = (keys[0], keys[-1])
        same = self._by_ends.setdefault(ends, found)
        if same is not found and not found.numbers:
            longer = max(same, found, key=lambda f: len(f.name or ""))
            same.id = found.id = longer.id
            same.name = found.name = longer.name
        who = (found.numbers, found.id)
        self._by_first.setdefault(keys[0], {}).setdefault(who, found)
        for surname in self._surnames(found, keys):
            self._by_surname.setdefault(surname, {}).setdefault(who, found)

    def _surnames(self, found: Found, keys: list[str]) -> set[str]:
        known = self._page.known
        if found.rule == "entry of a list":
            return {keys[0]}
        if found.numbers:
            number = found.numbers[0]
            return {key for key in keys if number in known.bucket(key).surname_of} or {keys[-1]}
        if keys[0] in known.words["family"] and keys[0] not in known.words["given"]:
            return {keys[0]}
        return {keys[-1]}

    def bearing(self, surname: str, at: int) -> Found | None:
        """Who in this text has that surname: whom one means by it, else the last one introduced."""
        bearers = self._by_surname.get(surname)
        if not bearers:
            return None
        meant = self._page.known.bucket(surname).meant
        if meant is not None and (leader := bearers.get(((meant,), None))) is not None:
            return leader
        if surname not in self._introduced:
            self._introduced[surname] = list(bearers.values())
        introduced = self._introduced[surname]
        last = bisect.bisect_left(introduced, at, key=lambda each: each.first)
        return introduced[max(0, last - 1)]

    def called(self, first_name: str, at: int) -> Found | None:
        """Whom the text has introduced with that first name, if it is one alone."""
        called = self._by_first.get(first_name, {})
        if len(called) != 1:
            return None
        (found,) = called.values()
        return found if found.first < at else None


def _claim_acronyms(page: Page) -> None:
    for at, token in enumerate(page.tokens):
        long = page.acronyms.get(token.key)
        if long is not None and token.text[:1].isupper() and not page.closed[at]:
            found = Found(
                at,
                at + 1,
                long.type,
                long.numbers,
                long.id,
                long.name,
                "explained short form",
                0.95,
            )
            page.claim(found)
        elif token.caps and page.is_free(at) and _is_unknown_acronym(page, at):
            name = token.text
            page.claim(
                Found(at, at + 1, "org", (), f"org/{slug(name)}", name, "unknown short form", 0.4)
            )


def _is_unknown_acronym(page: Page, at: int) -> bool:
    token = page.tokens[at]
    if not (token.caps and token.text.isalpha() and 3 <= len(token.text) <= 6) or token.heading:
        return False
    if not page.is_english:
        return False
    if any(page.is_word(at, kind) for kind in ("things", "common", "stop", "furniture")):
        return False
    near = page.tokens[max(0, at - 2) : at + 3]
    if any(t.caps and t is not token and t.line == token.line and len(t.text) > 3 for t in near):
        return False
    beside = [(at, at - 1), (at + 1, at + 1)]
    return not any(page.joined(one) and page.tokens[other].caps for one, other in beside)


def _claim_last_words(page: Page) -> None:
    """ "the Commission" is the European Commission that the text has named before."""
    named: dict[str, Found] = {}
    for at, token in enumerate(page.tokens):
        owner = page.owner[at]
        if owner is not None and owner.type == "org" and at == owner.last - 1:
            if owner.last - owner.first > 1 and page.is_word(at, "last_words"):
                named[token.key] = owner
        elif token.key in named and _stands_alone(page, at):
            body = named[token.key]
            page.claim(
                dataclasses.replace(
                    body, first=at, last=at + 1, rule="last word of a full name", confidence=0.7
                )
            )


def _stands_alone(page: Page, at: int) -> bool:
    token, before = page.tokens[at], page.tokens[at - 1]
    if at == 0 or not page.is_free(at) or not token.upper or token.heading:
        return False
    follows = page.joined(at + 1) and page.tokens[at + 1].upper
    return page.joined(at) and before.key in ("the", "its", "his", "her", "their") and not follows


def _claim_surnames(page: Page, people: _People) -> None:
    for at, token in enumerate(page.tokens):
        if not token.upper or page.closed[at]:
            continue
        if not (page.is_free(at) or _is_lone_place(page, at)) or _has_stranger_before(page, at):
            continue
        found = _surname(page, people, at)
        if found is not None:
            page.claim(found)


def _has_stranger_before(page: Page, at: int) -> bool:
    """An unknown capitalised word stands before: this is the end of somebody else's name."""
    before = at - 1
    if not page.joined(at) or page.tokens[at].hyphened or not page.tokens[before].upper:
        return False
    if not page.is_free(before) or before in page.titled:
        return False
    if any(page.is_word(before, kind) for kind in ("titles", "title_parts", "stop", "common")):
        return False
    return not (
        page.tokens[at].heading and page.known.bucket(page.tokens[at].key).meant is not None
    )


def _is_lone_place(page: Page, at: int) -> bool:
    owner = page.owner[at]
    return (
        owner is not None
        and owner.last - owner.first == 1
        and owner.type in ("place", "country", "weapon", "outlet")
        and (owner.type != "outlet" or page.gap(at)[-1:] not in "(/©")
    )


def _surname(page: Page, people: _People, at: int) -> Found | None:
    token, known = page.tokens[at], page.known
    titled = at in page.titled
    bearer = people.bearing(token.key, at)
    is_earlier = bearer is not None and bearer.first < at
    if bearer is not None and (
        page.is_free(at) or (is_earlier and (_fits_person(page, at) or _is_guess(page, at)))
    ):
        is_word = page.is_word(at, "common") or page.is_word(at, "stop")
        if (token.first or token.heading) and is_word and not _fits_person(page, at):
            return None
        return Found(
            at - _has_particle(page, at, bearer),
            at + 1,
            "person",
            bearer.numbers,
            bearer.id,
            bearer.name,
            "surname of a full name",
            0.9,
        )
    if not page.is_free(at) or not page.is_english:
        return None
    called = people.called(token.key, at)
    if called is not None and not token.heading and _is_plain(page, at):
        follows = page.tokens[at + 1] if page.joined(at + 1) else None
        is_word = page.is_word(at, "common") or page.is_word(at, "stop")
        if not is_word and (follows is None or not follows.upper):
            return Found(
                at, at + 1, "person", called.numbers, called.id, called.name,
                "first name of a full name", 0.7,
            )  # fmt: skip
    bucket = known.bucket(token.key)
    numbers, meant = bucket.surname_of, bucket.meant
    number = meant if meant is not None else numbers[0] if len(numbers) == 1 else None
    is_acronym = token.caps and not token.heading and len(token.text) > 1
    if number is not None and not is_acronym and _may_be_meant(page, at, meant=meant is not None):
        others = tuple(known.id(n) for n in numbers if n != number)
        return Found(
            at, at + 1, "person", (number,), None, None, "surname of somebody known", 0.75,
            others=others,
        )  # fmt: skip
    plain = not any(page.is_word(at, kind) for kind in ("shy_surnames", "common", "stop"))
    if titled and plain and not page.is_word(at, "org_heads") and not page.is_word(at, "given"):
        return _stranger(page, at, "title", 0.6)
    if (
        plain
        and not token.first
        and not token.heading
        and _fits_person(page, at)
        and _is_plain(page, at)
    ):
        return _stranger(page, at, "verb of saying", 0.5)
    return None


def _is_guess(page: Page, at: int) -> bool:
    """A place only by the word before it: who has been introduced comes first."""
    owner = page.owner[at]
    if owner is None or owner.type not in ("place", "outlet"):
        return False
    return not owner.numbers or owner.rule == "city" or owner.type == "outlet"


def _has_particle(page: Page, at: int, bearer: Found) -> bool:
    """ "del Solar": the particle belongs to the surname as the full name has it."""
    before = at - 1
    if before < 0 or not page.joined(at) or not page.is_free(before):
        return False
    is_double = page.tokens[at].hyphened and page.tokens[before].upper
    if not (is_double or page.is_word(before, "particles")):
        return False
    keys = page.known.key(
        bearer.name or (page.known.name(bearer.numbers[0]) if bearer.numbers else "")
    )
    return f" {page.tokens[before].key} {page.tokens[at].key}" in f" {keys}"


def _may_be_meant(page: Page, at: int, *, meant: bool) -> bool:
    """Whether a bare surname stands for somebody known whom the text does not introduce.

    One bearer among the known is not the only one in the world: a given name, an ordinary word,
    or a capital that says nothing, needs more than that. `meant`: everybody knows who it is.
    """
    if at in page.titled:
        return True
    token, fits = page.tokens[at], _fits_person(page, at)
    if any(page.is_word(at, kind) for kind in ("shy_surnames", "common", "stop", "given")):
        return meant and fits
    return meant or fits or not (token.first or token.heading)


def _stranger(page: Page, at: int, rule: str, sure: float) -> Found:
    name = page.tokens[at].text
    return Found(at, at + 1, "person", (), f"person/{slug(name)}", name, rule, sure)


def _is_plain(page: Page, at: int) -> bool:
    kinds = ("titles", "title_parts", "org_heads", "place_heads", "idle_heads", "event_heads")
    return not any(page.is_word(at, kind) for kind in kinds) and not page.tokens[at].caps


def _fits_person(page: Page, at: int) -> bool:
    """Somebody who speaks, or bears a title, stands here."""
    after = at + 1
    if at in page.titled:
        return True
    return (
        after < len(page.tokens)
        and page.gap(after) in (" ", ", ", ",” ", '," ')
        and page.is_word(after, "speech")
        and not page.tokens[after].upper
        and not page.tokens[at].possessive
    )


def known_outlets(page: Page, names: Iterable[str]) -> None:
    """Claim what the issue's own source lists call an outlet, wherever the text says it in full."""
    called: dict[tuple[str, ...], Found] = {}
    for name in dict.fromkeys(names):
        keys = tuple(page.known.key(name).split())
        if keys and len(keys[0]) > 2:
            called[keys] = Found(0, len(keys), "outlet")
    for first, last, _ in list(page.places_of_all(called)):
        if all(page.is_free(at) for at in range(first, last)):
            page.claim_new(first, last, "outlet", "source of the issue", 0.8)
