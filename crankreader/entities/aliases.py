"""What an alias asks of a text: capitals, and whether words around it have to speak for it.

Knows aliases one by one; nothing of entities and of texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .tokens import Token

SHY = "?"
"""Behind an alias, and behind the pattern of its capitals: only with a cue beside it."""
ORDINARY = ("common", "stop", "small", "org_heads", "title_parts", "shy_surnames", "idle_heads")
"""Kinds of words that an acronym of the same letters is told from by its capitals."""


def pattern_of(alias: Sequence[Token], words: Collection[str]) -> str:
    """A letter for each word of an alias: the capitals that a text must show.

    `words`: what is an ordinary word, too, and is this name only in capitals.
    """
    return "".join(_shape(token, words) for token in alias)


def looser(one: str, other: str) -> str:
    """The pattern that a text fits if it fits either of two of one alias."""
    shy = SHY if one.endswith(SHY) and other.endswith(SHY) else ""
    pairs = zip(one.rstrip(SHY), other.rstrip(SHY), strict=True)
    return "".join(min(pair, key=_LOOSE.index) for pair in pairs) + shy


_LOOSE = "lTEA"


def shows(token: Token, need: str) -> bool:
    """Whether a word of a text has the capitals that an alias needs there."""
    if need == "l":
        return True
    if need == "A":
        letters = token.text.replace(".", "")
        is_plural = len(letters) > 2 and letters[:-1].isupper() and letters.endswith("s")
        return letters.isupper() or is_plural
    if need == "E":
        return any(letter.isupper() for letter in token.text[1:])
    return not token.text[:1].islower()


_NUMERAL = re.compile(r"[ivx]+|jr|sr")
_REIGNS = frozenset(
    ("king", "queen", "pope", "prince", "princess", "emperor", "empress", "sultan", "emir", "imam",
     "sheikh", "sheikha", "patriarch", "saint", "grand", "ayatollah")
)  # fmt: skip


def surname_of(
    keys: Sequence[str], family_first: bool, family: Collection[str], given: Collection[str] = ()
) -> str | None:
    """Whom a bare surname would name; None for those who reign, and have none.

    Jr and numbers of kings are nobody's surname. Where the family's name stands first it is the
    first word, unless that is a given name from elsewhere ("Andrew Yang").
    """
    if keys[0] in _REIGNS:
        return None
    while len(keys) > 1 and _NUMERAL.fullmatch(keys[-1]):
        keys = keys[:-1]
    if len(keys) < 2:
        return None
    if family_first and (keys[0] in family or keys[0] not in given):
        return keys[0]
    return keys[-1]


def _shape(token: Token, words: Collection[str]) -> str:
    """l any, T a capital first, A all capitals (short acronyms, and those that are words too), E a
    capital inside (PiS, LeT).
    """
    if token.text[0].islower():
        return "l"
    letters = token.text.replace(".", "")
    if letters.isupper() and 1 < len(letters) <= 3 and letters.isalpha():
        return "A"
    if letters.isupper() and letters.isalpha() and len(letters) > 1 and token.key in words:
        return "A"
    if len(letters) <= SHORT and not letters.isupper() and not letters[1:].islower():
        return "E" if letters.isalpha() and len(letters) > 1 else "T"
    return "T"


SHORT = 4
"""Letters of an acronym that has small letters too."""
