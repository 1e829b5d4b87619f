"""Longest known names in a text.

Knows the dictionary and the capitals a name needs; leaves what is ambiguous to `resolve`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import EntityType
from .aliases import SHY, shows
from .dictionary import Dictionary
from .tokens import Token
from .vetoes import is_ignored

_WEAPON_TAIL = re.compile(r"(?<=\d)[a-z]{1,3}$|(?<=\w)s$")
"""Su-30MKI is a Su-30, and so are Su-30s."""


@dataclass(slots=True)
class Found:
    """A name in a text: words [first, last), and what it may stand for."""

    first: int
    last: int
    type: EntityType
    numbers: tuple[int, ...] = ()
    """Known entities it may be, likeliest first."""
    id: str | None = None
    """Of an entity that the dictionary does not know."""
    name: str | None = None
    rule: str = "known name"
    confidence: float = 0.95
    shy: frozenset[int] = frozenset()
    """Of the known ones, those that it is only where the words around say so."""
    others: tuple[str, ...] = ()
    """Ids of what else it may be, likeliest first."""


RULED_OUT = "ruled out"
"""The rule of words that are a known name and, as a person says, are not meant so."""


def find_known(tokens: Sequence[Token], known: Dictionary) -> list[Found]:
    """Known names from left to right, the longest at each word; ordered, disjoint."""
    found: list[Found] = []
    at, end = 0, len(tokens)
    while at < end:
        longest = known.bucket(tokens[at].key).longest or int(tokens[at].upper)
        match = _longest_at(tokens, at, longest, known) if longest else None
        if match is None:
            at += 1
        else:
            found += _without_nation(tokens, match, known)
            at = match.last
    return found


def _longest_at(tokens: Sequence[Token], at: int, longest: int, known: Dictionary) -> Found | None:
    stop = at + 1
    while stop < len(tokens) and stop - at < longest and _goes_on(tokens[stop]):
        stop += 1
    while stop > at:
        claims = _fitting(tokens, at, stop, known)
        left = [claim for claim in claims if not _is_ruled_out(tokens, at, stop, claim, known)]
        if claims and not left and is_ignored(known, tokens, at, stop, None):
            return Found(at, stop, known.kind(claims[0][1]), rule=RULED_OUT)
        claims = left
        if claims:
            stop -= stop - at > 1 and tokens[stop - 1].key == "class"
            numbers = tuple(number for _, number in claims)
            shy = frozenset(number for pattern, number in claims if pattern.endswith(SHY))
            if tokens[at].key == "the" and stop - at > 1:
                # An article is no part of a name, but it speaks for one.
                return Found(at + 1, stop, known.kind(numbers[0]), numbers)
            return Found(at, stop, known.kind(numbers[0]), numbers, shy=shy)
        stop -= 1
    return None


def _without_nation(tokens: Sequence[Token], match: Found, known: Dictionary) -> list[Found]:
    """ "the U.S. Treasury", "Norway's parliament": the nation, and its body."""
    if match.type != "org" or match.last - match.first < 2:
        return [match]
    for stop in range(match.first + 1, min(match.first + 4, match.last)):
        nation = tokens[match.first : stop]
        is_short = len(nation) == 1 and nation[0].caps and len(nation[0].key) == 2
        rest = [token.key for token in tokens[stop : match.last]]
        is_organ = rest[-1] in known.words["state_organs"]
        if not (nation[-1].possessive or is_short or is_organ):
            continue
        if is_short and not known.words["state_bodies"].intersection(rest):
            continue
        claims = known.named(" ".join(token.key for token in nation))
        countries = tuple(number for _, number in claims if known.kind(number) == "country")
        if countries:
            body = dataclasses.replace(match, first=stop)
            return [Found(match.first, stop, "country", countries), body]
    return [match]


def _goes_on(token: Token) -> bool:
    return token.joined or token.link > 0


def _fitting(
    tokens: Sequence[Token], first: int, last: int, known: Dictionary
) -> list[tuple[str, int]]:
    """The claims on words [first, last) whose capitals the text shows, and nobody ruled out."""
    span = tokens[first:last]
    key = " ".join(token.key for token in span)
    claims = known.named(key)
    if not claims and not span[-1].caps and (stem := _WEAPON_TAIL.sub("", key)) != key:
        claims = [claim for claim in known.named(stem) if known.kind(claim[1]) == "weapon"]
    if not claims:
        return []
    inside = any(token.possessive for token in span[:-1])
    if inside and key not in known.possessive:
        return []
    is_parted = any(token.link == 2 and not token.joined for token in span[1:])
    if is_parted and key not in known.punctuated:
        return []
    return [
        (pattern, number)
        for pattern, number in claims
        if all(shows(*pair) for pair in zip(span, pattern.rstrip(SHY), strict=True))
    ]


def _is_ruled_out(
    tokens: Sequence[Token], first: int, last: int, claim: tuple[str, int], known: Dictionary
) -> bool:
    return is_ignored(known, tokens, first, last, known.id(claim[1]))
