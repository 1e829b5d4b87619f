"""What a name of several meanings stands for, by the words around it.

Knows capitals, words that are names too, and their cues; nothing of coreference.
"""

from __future__ import annotations

import re

from ..model import EntityType
from .gazetteer import Found
from .page import Page
from .tokens import slug


def settle_ambiguous(page: Page) -> None:
    """Names that are ordinary words or somebody's too: the neighbours decide."""
    for found in list(page.all_found()):
        if found.shy or _is_part_of_title(page, found):
            _settle_shy(page, found)
        elif len(found.numbers) > 1:
            _settle_article(page, found)
        elif found.type == "country" and page.is_word(found.first, "shy_countries"):
            _settle_country(page, found)


def _settle_shy(page: Page, found: Found) -> None:
    """Of the owners of a word, those that need no cue or have one; none: it is just a word."""
    left = tuple(
        number
        for number in found.numbers
        if number not in found.shy or _has_cue(page, found, page.known.kind(number))
    )
    if _is_part_of_title(page, found):
        left = ()
    if not left:
        page.release(found.first, found.last)
        return
    found.numbers, found.type = left, page.known.kind(left[0])


def _settle_article(page: Page, found: Found) -> None:
    """ "the Amazon" is no company: with an article, a place comes before a body."""
    kinds = {page.known.kind(number): number for number in reversed(found.numbers)}
    if set(kinds) != {"place", "org"}:
        return
    before = page.tokens[found.first - 1] if found.first else None
    has_article = before is not None and before.key == "the" and page.joined(found.first)
    kind: EntityType = "place" if has_article else "org"
    rest = tuple(number for number in found.numbers if number != kinds[kind])
    found.type, found.numbers = kind, (kinds[kind], *rest)


def _is_part_of_title(page: Page, found: Found) -> bool:
    """ "Labour Minister": an office's word, and no party's name."""
    after = found.last
    return (
        found.type == "org"
        and found.last - found.first == 1
        and not page.tokens[found.first].caps
        and page.is_word(found.first, "title_parts")
        and page.joined(after)
        and page.is_word(after, "titles")
        and page.tokens[after].upper
    )


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
_ACTS = frozenset(
    (
        "has",
        "had",
        "is",
        "was",
        "will",
        "would",
        "plans",
        "wants",
        "makes",
        "says",
        "bought",
        "sold",
    )
)
_NEAR = 6


def _has_cue(page: Page, found: Found, type_: EntityType) -> bool:
    """Whether the words around fit what the dictionary says the name is."""
    at, token = found.first, page.tokens[found.first]
    before = page.tokens[at - 1] if at else None
    near = [
        n
        for n in range(max(0, at - _NEAR), min(len(page.tokens), at + _NEAR + 1))
        if page.tokens[n].line == token.line and n != at
    ]
    if type_ == "weapon":
        if _is_counted(page, at):
            return True
        return any(page.is_word(n, "weapon_nouns") or _other_weapon(page, n) for n in near)
    if type_ == "event":
        return any(page.is_word(n, "drill_nouns") for n in near)
    if type_ == "place":
        return before is not None and before.key in page.known.words["place_before"]
    if type_ == "outlet":
        return _is_cited(page, found)
    if page.is_word(at, "stop") or token.heading:
        return False
    after = found.last
    acts = page.joined(after) and (page.is_word(after, "speech") or page.tokens[after].key in _ACTS)
    return not token.first or (acts and not page.is_word(at, "common"))


def _is_counted(page: Page, at: int) -> bool:
    """ "31 Abrams", "its own Leopards": so many of them, or a plural."""
    before = page.tokens[at - 1] if at and page.joined(at) else None
    if before is not None and before.text.replace(",", "").isdigit():
        return True
    return before is not None and before.key == "own"


def _other_weapon(page: Page, at: int) -> bool:
    owner = page.owner[at]
    return owner is not None and owner.type == "weapon" and not owner.shy


def _is_cited(page: Page, found: Found) -> bool:
    """A cited outlet: in brackets, behind "told", before "reported", with its article."""
    at, last = found.first, found.last
    if page.gap(at).rstrip()[-1:] in ("(", "/", "©"):
        return True
    end = page.tokens[last - 1].end
    after = page.text[end : end + 1]
    if after in (")", "/") and page.gap(at) in (", ", "/", " "):
        return True
    before = page.tokens[at - 1]
    if before.key == "the" and at > 1 and page.tokens[at - 2].key == "in":
        return True
    if before.text == "The" or before.key in ("told", "by", "via"):
        return True
    follows = last < len(page.tokens) and page.gap(last) == " "
    return follows and page.tokens[last].key in page.known.words["outlet_words"]


_LEAVING = frozenset(
    ("fled", "leave", "left", "leaves", "leaving", "departed", "bound", "headed", "heading")
)
_PLACE_FIELD = re.compile(r"(?:^|\n)(?:Where|Location|Place|Venue)\s?:\s{0,3}[^\n]*$")


def settle_capitals(page: Page) -> None:
    """A capital is its government, unless the words around make it a city."""
    for found in list(page.all_found()):
        country = next(
            (page.known.capitals[n] for n in found.numbers if n in page.known.capitals), None
        )
        if found.type != "place" or country is None:
            continue
        if page.is_word(found.first, "city_only") and found.last - found.first == 1:
            continue
        if _names_a_paper(page, found):
            page.close(found.first, found.last + 1)
            continue
        if not _is_city(page, found):
            found.type = "country"
            found.numbers = (country,)
            found.rule = "capital for its government"
            found.confidence = 0.75


_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\d{4,6}\b")
_HYPHENED_TO_A_CITY = frozenset(("based", "born", "area"))
_BEFORE_A_CITY = frozenset(("central", "northern", "southern", "eastern", "western", "downtown"))
_CITY_KINDS = frozenset(("capital", "city", "town"))


def _is_city(page: Page, found: Found) -> bool:
    first, last, tokens = found.first, found.last, page.tokens
    if last - first > 1 and tokens[last - 1].key in ("dc", "city"):
        return True
    if _PLACE_FIELD.search(page.text[max(0, tokens[first].start - 80) : tokens[first].start]):
        return True
    if _stands_in_brackets(page, found) or _ends_an_address(page, found):
        return True
    if _has_a_place_beside(page, found):
        return True
    return _city_goes_on(page, found) or was_led_to(page, first)


def _city_goes_on(page: Page, found: Found) -> bool:
    """ "Kyiv, Ukraine", "Moscow-based", "Beijing residents", "TEHRAN — ": what follows says so."""
    token, last = page.tokens[found.first], found.last
    if last == len(page.tokens):
        return False
    gap, after, owner = page.gap(last), page.tokens[last], page.owner[last]
    if (
        gap == ", "
        and owner is not None
        and owner.type in ("country", "place")
        and (_own_country(page, found, owner) or _lies_in_a_state(page, owner))
    ):
        return True
    if after.hyphened and after.key in _HYPHENED_TO_A_CITY:
        return True
    if gap == " " and _POSTCODE.match(page.text, token.start + len(token.text) + 1):
        return True
    is_its_noun = page.is_word(last, "place_nouns") or page.is_word(last, "behind_city")
    if gap in (" ", "’s ", "'s ") and is_its_noun and not after.upper:
        return True
    if gap == " " and after.key == "to" and page.tokens[found.first - 1].key == "from":
        return last + 1 < len(page.tokens) and page.tokens[last + 1].upper
    is_dateline = token.caps and len(token.text) > 3 and token.first
    return is_dateline and gap.strip()[:1] in ("(", "—", "–", "-", ",")


def _names_a_paper(page: Page, found: Found) -> bool:
    """ "the Paris Agreement", "Minsk agreements": what was signed there."""
    after = found.last
    return page.joined(after) and page.owner[after] is None and page.is_word(after, "papers")


def _lies_in_a_state(page: Page, owner: Found) -> bool:
    """ "Moscow, Idaho": a state or province of a large land."""
    if owner.type != "place" or not owner.numbers:
        return False
    _, _, country, about, _ = page.known.facts(owner.numbers[0])
    is_large = country in ("country/united-states", "country/canada")
    return is_large and about is not None and ("state" in about or "province" in about)


def _stands_in_brackets(page: Page, found: Found) -> bool:
    """ "Marcus Feld (London)": where somebody is."""
    first, last = found.first, found.last
    before = page.owner[first - 1] if first else None
    if before is None or before.type != "person" or not page.gap(first).endswith("("):
        return False
    end = page.tokens[last - 1].end
    return page.text[end : end + 1] == ")"


def _has_a_place_beside(page: Page, found: Found) -> bool:
    """ "to Khartoum and Omdurman": joined to what is only a place."""
    if found.last + 1 < len(page.tokens) and page.tokens[found.last].key == "and":
        other = page.owner[found.last + 1]
    elif found.first > 1 and page.tokens[found.first - 1].key == "and":
        other = page.owner[found.first - 2]
    else:
        return False
    is_place = other is not None and other.type == "place" and bool(other.numbers)
    return is_place and other is not None and other.numbers[0] not in page.known.capitals


def _ends_an_address(page: Page, found: Found) -> bool:
    """ "P.O. Box 44, Nairobi" at the end of its line."""
    first, last, tokens = found.first, found.last, page.tokens
    ends = last == len(tokens) or tokens[last].line != tokens[first].line
    return ends and first > 0 and page.gap(first) == ", " and tokens[first - 1].text.isdigit()


def was_led_to(page: Page, first: int) -> bool:
    """ "in Moscow", "the capital, Kyiv", "flew to Beijing", "attack on Tehran"."""
    tokens = page.tokens
    if first == 0 or tokens[first].line != tokens[first - 1].line:
        return False
    before = tokens[first - 1]
    inside = page.owner[first - 1]
    if page.gap(first) == ", " and inside is not None and inside.type == "place":
        return not inside.numbers
    if page.gap(first) in (", ", " ") and before.key in _CITY_KINDS:
        return True
    if page.gap(first).strip():
        return False
    if page.is_word(first - 1, "city_before"):
        after = first + 1
        while after < len(tokens) and page.owner[after] is page.owner[first]:
            after += 1
        return not before.first or (after < len(tokens) and page.gap(after) == ", ")
    if before.key == "of" and page.is_word(first - 2, "away"):
        return True
    if before.key in ("another", "beyond"):
        return True
    back = [token.key for token in tokens[max(0, first - 7) : first - 1]]
    words = page.known.words
    if before.key == "to" and any(key in words["journeys"] for key in back):
        return True
    if before.key == "for" and any(key in _LEAVING for key in back[-3:]):
        return True
    if before.key in ("on", "of") and any(key in words["blows"] for key in back[-2:]):
        return True
    return before.key in _BEFORE_A_CITY


def _own_country(page: Page, city: Found, owner: Found) -> bool:
    return owner.type == "country" and page.known.capitals.get(city.numbers[0]) in owner.numbers
