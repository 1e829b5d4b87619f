"""Block: a paragraph, heading, list item, quote or rule of a document, and what its text is like.

What every format is turned into and all that `structure` reads. Knows no format and no role
that a block may play in an issue.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crankreader.ingest.words import listed
from crankreader.model import Link, Span

BlockKind = Literal["heading", "paragraph", "item", "quote", "rule"]

_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"“”]+|www\.[^\s<>\"“”]+\.[^\s<>\"“”]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_WORDS = re.compile(r"[^\W_][\w'’.&-]*")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_INNER = re.compile(r"[.!?](?<=[^\W\d_]{3}.)[\"”’»)]?\s+[^\W\d_a-zß-öø-ÿ]")
_CLOSERS = "\"'”’»)]*_"
_WIDE = ("W", "F")
_FAR = re.compile("[\u1100-\U0010ffff]")
"""Where the wide characters stand, and others."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `text` is its lines joined, without marker."""

    kind: BlockKind
    text: str
    lines: tuple[str, ...]
    """As they stand in the document, cleaned."""
    before: int = 0
    """Blank lines above; 0 when it follows its neighbour at once."""
    after: int = 0
    mark: str = ""
    """A heading's underline or level ("=", "#2", "*" if decorated), an item's marker ("-", "1").

    Of a paragraph: "caption" and "deck" for what stands under a picture and under a headline.
    """
    indent: int = 0
    links: tuple[Link, ...] = ()
    lead: int = 0
    """Characters at the start of a longer text that its editors set in bold."""
    tail: int = 0
    """Characters at its end that are marked as naming what is cited."""


def urls(text: str) -> list[re.Match[str]]:
    """Addresses in a text, with their places; trailing punctuation is not theirs."""
    return list(_URL.finditer(text)) if "://" in text or "www." in text.casefold() else []


def trimmed_url(url: str) -> str:
    """An address without the punctuation of the sentence around it."""
    url = url.rstrip(".,;:!?'’*_")
    while url[-1:] in (")", "]", "}"):
        opener = {")": "(", "]": "[", "}": "{"}[url[-1]]
        if url.count(opener) >= url.count(url[-1]):
            break
        url = url[:-1].rstrip(".,;:!?'’*_")
    return url


def links_of(text: str) -> tuple[Link, ...]:
    """The addresses that stand in a text."""
    found = []
    for match in urls(text):
        url = trimmed_url(match.group())
        if url:
            found.append(Link(url, url, Span(match.start(), match.start() + len(url))))
    return tuple(found)


def is_address(text: str) -> bool:
    """Nothing but one web or mail address, bare or in brackets."""
    text = text.strip().strip("<>()[]").strip()
    if not text or " " in text:
        return False
    return bool(_URL.match(text) or _EMAIL.fullmatch(text))


def has_address(text: str) -> bool:
    return bool(urls(text)) or ("@" in text and bool(_EMAIL.search(text)))


def is_wordless(text: str) -> bool:
    """No letter and no digit: rules, stars, lonely bars."""
    return _LETTER_OR_DIGIT.search(text) is None


def word_list(text: str) -> list[str]:
    """The words of a text as a person would count them."""
    return _WORDS.findall(text)


def length(text: str) -> int:
    """Columns a text takes: a wide character counts as two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)


@lru_cache(maxsize=2048)
def word_count(text: str) -> int:
    """Words, or half the columns where a script writes none apart."""
    spaced = len(word_list(text))
    if text.isascii():
        return spaced
    if _FAR.search(text) is None:
        return spaced
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in _WIDE)
    return spaced if wide < 4 else max(spaced, wide // 2)


def last_character(text: str) -> str:
    """The last one that is no closing quote or bracket; "" for none."""
    stripped = text.rstrip().rstrip(_CLOSERS)
    return stripped[-1:]


@lru_cache(maxsize=2048)
def ends_sentence(text: str) -> bool:
    """Ends in a full stop, question or exclamation mark; an abbreviation's dot does not count."""
    last = last_character(_before_bracket(text))
    if last == ".":
        text = _before_bracket(text)
        final = text.rstrip().rstrip(_CLOSERS).rsplit(None, 1)[-1]
        return not re.fullmatch(r"(?:[A-Z]\.){2,4}|(?:Inc|Ltd|Co|Corp|Jr|Sr|St)\.", final)
    return last != "" and last in "!?…。！？।؟"


def has_inner_sentence(text: str) -> bool:
    """A full stop and another sentence behind it: no title, however it ends."""
    return bool(_INNER.search(text))


def _before_bracket(text: str) -> str:
    """A text without a short bracket behind its full stop: "It is done. (Agency)"."""
    stripped = text.rstrip().rstrip(".")
    if not stripped.endswith((")", "]")):
        return text
    opening = stripped.rfind("(" if stripped[-1] == ")" else "[", max(0, len(stripped) - 200))
    before = stripped[:opening].rstrip() if opening > 0 else ""
    return before if before[-1:] in (".", "!", "?", "”", '"', "…") else text


def is_capitals(text: str) -> bool:
    """All its letters are capitals, and there are a few."""
    return text.isupper() and sum(1 for c in text[:40] if c.isalpha()) >= 3


@lru_cache(maxsize=2048)
def capital_share(text: str) -> float:
    """How many of the words that can have a capital do: 1.0 in a title, about 0.3 in prose."""
    small = listed("headings", "small_words")
    words = [w for w in word_list(text) if w[0].isalpha() and w.casefold() not in small]
    if not words:
        return 1.0
    return sum(1 for w in words if not w[0].islower()) / len(words)


def starts_lower(text: str) -> bool:
    first = next((c for c in text if c.isalnum()), "")
    return first.islower()


def is_prose(text: str) -> bool:
    """A sentence or more: nothing that could head or label anything."""
    count = word_count(text)
    return (
        count >= 24
        or (count >= 7 and ends_sentence(text) and last_character(text) not in "?!")
        or (count >= 14 and ends_sentence(text))
    )
