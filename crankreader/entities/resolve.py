"""Who is meant: short forms, surnames, capitals and names of several owners, inside one text.

Never carries a bare surname from one text to another.
"""

from __future__ import annotations

from collections.abc import Iterable

from .gazetteer import Found
from .page import Page
from .tokens import slug


def resolve(page: Page) -> None:
    """Settle what each name stands for and claim the short forms of names given in full."""
    _settle_ambiguous(page)
    people = _People(page)
    _claim_acronyms(page)
    _claim_surnames(page, people)
    _settle_capitals(page)
    _claim_summits(page)


class _People:
    """Everybody the text gives a full name, by surname."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._by_surname: dict[str, list[Found]] = {}
        self._by_ends: dict[tuple[str, str], Found] = {}
        for found in page.all_found():
            if found.type == "person":
                self._add(found)

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
        ends = (keys[0], keys[-1])
        same = self._by_ends.setdefault(ends, found)
        if same is not found and not found.numbers:
            longer = max(same, found, key=lambda f: len(f.name or ""))
            same.id = found.id = longer.id
            same.name = found.name = longer.name
        for surname in self._surnames(found, keys):
            self._by_surname.setdefault(surname, []).append(found)

    def _surnames(self, found: Found, keys: list[str]) -> set[str]:
        known = self._page.known
        if found.numbers:
            number = found.numbers[0]
            return {key for key in keys if number in known.surnames.get(key, ())} or {keys[-1]}
        if keys[0] in known.words["family"] and keys[0] not in known.words["given"]:
            return {keys[0]}
        return {keys[-1]}

    def bearing(self, surname: str, at: int) -> Found | None:
        """Who in this text has that surname: the last one named before the word, else the first."""
        bearers = self._by_surname.get(surname)
        if not bearers:
            return None
        meant = self._page.known.meant.get(surname)
        for bearer in bearers:
            if meant is not None and meant in bearer.numbers:
                return bearer
        return next((b for b in reversed(bearers) if b.first < at), bearers[0])


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
        elif page.is_free(at) and _is_unknown_acronym(page, at):
            name = token.text
            page.claim(
                Found(at, at + 1, "org", (), f"org/{slug(name)}", name, "unknown short form", 0.4)
            )


def _is_unknown_acronym(page: Page, at: int) -> bool:
    token = page.tokens[at]
    if not (token.caps and token.text.isalpha() and 3 <= len(token.text) <= 6) or token.heading:
        return False
    if any(page.is_word(at, kind) for kind in ("things", "common", "stop", "furniture")):
        return False
    near = page.tokens[max(0, at - 2) : at + 3]
    return not any(
        t.caps and t is not token and t.line == token.line and len(t.text) > 3 for t in near
    )


def _claim_surnames(page: Page, people: _People) -> None:
    for at, token in enumerate(page.tokens):
        if not token.upper or page.closed[at] or not (page.is_free(at) or _is_lone_place(page, at)):
            continue
        if (
            page.joined(at)
            and page.tokens[at - 1].upper
            and page.is_free(at - 1)
            and (
                at - 1 not in page.titled
                and not page.is_word(at - 1, "titles")
                and not page.is_word(at - 1, "stop")
                and not page.tokens[at].heading
                and not page.is_word(at - 1, "common")
                and not token.hyphened
            )
        ):
            continue
        found = _surname(page, people, at)
        if found is not None:
            page.claim(found)


def _is_lone_place(page: Page, at: int) -> bool:
    owner = page.owner[at]
    return (
        owner is not None
        and owner.last - owner.first == 1
        and owner.type in ("place", "country", "weapon")
    )


def _surname(page: Page, people: _People, at: int) -> Found | None:
    token, known = page.tokens[at], page.known
    titled = at in page.titled
    bearer = people.bearing(token.key, at)
    if bearer is not None and (page.is_free(at) or _fits_person(page, at)):
        if page.is_word(at, "shy_surnames") and not (titled or _fits_person(page, at)):
            return None
        return Found(
            at,
            at + 1,
            "person",
            bearer.numbers,
            bearer.id,
            bearer.name,
            "surname of a full name",
            0.9,
        )
    if not page.is_free(at):
        return None
    numbers = known.surnames.get(token.key, [])
    meant = known.meant.get(token.key)
    number = meant if meant is not None else numbers[0] if len(numbers) == 1 else None
    shy = page.is_word(at, "shy_surnames") or page.is_word(at, "common") or page.is_word(at, "stop")
    if number is not None and (not shy or titled or (meant is not None and _fits_person(page, at))):
        return Found(at, at + 1, "person", (number,), None, None, "surname of somebody known", 0.75)
    if titled and not shy and not page.is_word(at, "org_heads") and not page.is_word(at, "given"):
        return _stranger(page, at, "title", 0.6)
    if (
        not shy
        and not token.first
        and not token.heading
        and _fits_person(page, at)
        and _is_plain(page, at)
    ):
        return _stranger(page, at, "verb of saying", 0.5)
    return None


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


def _settle_ambiguous(page: Page) -> None:
    """Names that are ordinary words or somebody's too: the neighbours decide."""
    for found in list(page.all_found()):
        if found.last - found.first != 1 or not found.numbers:
            continue
        if page.is_word(found.first, "shy_names") and not _has_cue(page, found):
            page.release(found.first, found.last)
        elif found.type == "country" and page.is_word(found.first, "shy_countries"):
            _settle_country(page, found)


def _settle_country(page: Page, found: Found) -> None:
    """ "Jordan Miller" is a person, not a kingdom."""
    after = found.last
    if not page.joined(after) or page.tokens[after].hyphened or not page.tokens[after].upper:
        return
    if page.is_free(after) and not any(page.is_word(after, kind) for kind in _NO_SURNAME):
        name = " ".join(page.written(found.first, after + 1).split())
        entity = f"person/{slug(name)}"
        page.claim(
            Found(found.first, after + 1, "person", (), entity, name, "name of a person", 0.6)
        )


_NO_SURNAME = (
    "org_heads",
    "common",
    "stop",
    "titles",
    "title_parts",
    "place_heads",
    "idle_heads",
    "event_heads",
)
_NEAR = 6


def _has_cue(page: Page, found: Found) -> bool:
    """Whether the words around fit what the dictionary says the name is."""
    at, token = found.first, page.tokens[found.first]
    before = page.tokens[at - 1] if at else None
    near = [
        n
        for n in range(max(0, at - _NEAR), min(len(page.tokens), at + _NEAR + 1))
        if page.tokens[n].line == token.line and n != at
    ]
    if found.type == "weapon":
        return any(page.is_word(n, "weapon_nouns") or _other_weapon(page, n) for n in near)
    if found.type == "event":
        return any(page.is_word(n, "drill_nouns") for n in near)
    if found.type == "place":
        return before is not None and before.key in page.known.words["place_before"]
    if found.type == "outlet":
        return _is_cited(page, at)
    return not token.first and not token.heading and not page.is_word(at, "stop")


def _other_weapon(page: Page, at: int) -> bool:
    owner = page.owner[at]
    return owner is not None and owner.type == "weapon" and not page.is_word(at, "shy_names")


def _is_cited(page: Page, at: int) -> bool:
    """A cited outlet: in brackets, behind "told", before "reported", with its article."""
    if page.gap(at).strip()[:1] in ("(", "/", "©"):
        return True
    after = page.text[page.tokens[at].end : page.tokens[at].end + 1]
    if after in (")", "/") and page.gap(at) in (", ", "/", " "):
        return True
    before = page.tokens[at - 1]
    if before.text == "The" or before.key in ("told", "by", "via"):
        return True
    follows = at + 1 < len(page.tokens) and page.gap(at + 1) == " "
    return follows and page.tokens[at + 1].key in page.known.words["outlet_words"]


def _settle_capitals(page: Page) -> None:
    """A capital is its government, unless the words around make it a city."""
    for found in page.all_found():
        country = next(
            (page.known.capitals[n] for n in found.numbers if n in page.known.capitals), None
        )
        if found.type != "place" or country is None:
            continue
        if page.is_word(found.first, "city_only") and found.last - found.first == 1:
            continue
        if not _is_city(page, found):
            found.type = "country"
            found.numbers = (country,)
            found.rule = "capital for its government"
            found.confidence = 0.75


def _is_city(page: Page, found: Found) -> bool:
    first, last, tokens = found.first, found.last, page.tokens
    words = page.known.words
    if last - first > 1 and tokens[last - 1].key == "dc":
        return True
    if last < len(tokens):
        gap, after = page.gap(last), tokens[last]
        owner = page.owner[last]
        if (
            gap == ", "
            and owner is not None
            and owner.type in ("country", "place")
            and _own_country(page, found, owner)
        ):
            return True
        if after.hyphened and after.key in ("based", "born", "area", "born"):
            return True
        if (
            gap == " "
            and not after.upper
            and after.key in words["place_nouns"] | {"residents", "streets", "metro", "suburbs"}
        ):
            return True
        if (
            tokens[first].caps
            and len(tokens[first].text) > 3
            and tokens[first].first
            and gap.strip()[:1] in ("(", "—", "–", "-", ",")
        ):
            return True
    if first == 0 or tokens[first].line != tokens[first - 1].line:
        return False
    if page.gap(first).strip():
        return False
    before = tokens[first - 1]
    if before.key in words["city_before"] and not before.first:
        return True
    if before.key in ("to", "for", "from", "on", "of", "through"):
        back = [tokens[n].key for n in range(max(0, first - 7), first - 1)]
        if before.key == "to" and any(key in words["journeys"] for key in back):
            return True
        if before.key in ("on", "of") and any(key in words["blows"] for key in back[-2:]):
            return True
    return (
        before.key in ("central", "northern", "southern", "eastern", "western", "downtown")
        and first > 0
    )


def _own_country(page: Page, city: Found, owner: Found) -> bool:
    return owner.type == "country" and page.known.capitals.get(city.numbers[0]) in owner.numbers


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


def known_outlets(page: Page, names: Iterable[str]) -> None:
    """Claim what the issue's own source lists call an outlet, wherever the text says it in full."""
    for name in names:
        keys = page.known.key(name).split()
        if not keys or (len(keys) == 1 and len(keys[0]) < 3):
            continue
        for at in range(len(page.tokens) - len(keys) + 1):
            span = page.tokens[at : at + len(keys)]
            if (
                [t.key for t in span] == keys
                and span[0].upper
                and all(page.is_free(n) for n in range(at, at + len(keys)))
            ):
                page.claim(
                    Found(
                        at,
                        at + len(keys),
                        "outlet",
                        (),
                        f"outlet/{slug(name)}",
                        name,
                        "source of the issue",
                        0.8,
                    )
                )
