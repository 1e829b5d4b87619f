"""Words of a text with their places, folded so that spellings of one name meet.

Knows characters, lines and sentences, but no names and no meanings.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[A-Z](?:\.[A-Z])+\.?(?![a-z])|[^\W_]+(?:['’ʼ‘`][^\W_]+)*")
_POSSESSIVES = ("'s", "’s", "ʼs", "'S", "’S", "ʼS")
_JOINS = re.compile(r"[  ]{1,3}|[-‐‑]|\] ")
_LINKS = dict.fromkeys(("&", " & ", "/", ".", "+", " + ", "+ ", "' ", "’ ", "_", ":"), 1)
_LINKS |= dict.fromkeys((", ", " (", ") ", ". ", ' "', '" ', " “", "” ", "% "), 2)
_WRAP = re.compile(r" ?\r?\n ?")
_SENTENCE_END = re.compile(r"[.!?…:;•|]|[\"“«(\[]\s*$|[—–]|\n")
_PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ß": "s", "æ": "a", "œ": "o"}
_PLAIN |= {"ı": "i", "ə": "a", "ħ": "h", "ŧ": "t", "ŋ": "n"}
_PLAIN |= dict.fromkeys("’‘ʼʻ`´", "'")
_ABBREVIATED = (
    "st mt ft dr jr sr gen col lt maj adm sen rep gov mr ms mrs prof capt sgt cmdr brig rev hon"
    " pres vs no inc corp ltd co lieut supt messrs amb sec"
)
ABBREVIATIONS = frozenset(_ABBREVIATED.split())
WRAPPED_LINE = 50
"""A line at least this long may go on in the next one in the middle of a name."""


def _fold_table() -> dict[int, str]:
    table = {ord(char): plain for char, plain in _PLAIN.items()}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        lower = chr(code).lower()[0]
        table[code] = _PLAIN.get(lower) or unicodedata.normalize("NFKD", lower)[0]
    return table


_FOLDED = _fold_table()


def fold(text: str) -> str:
    """Lower case without accents, one character for one, so that offsets hold."""
    if text.isascii():
        return text.lower()
    folded = text.translate(_FOLDED)
    lower = folded.lower()
    return (
        lower if len(lower) == len(folded) else "".join(char.lower()[:1] or char for char in folded)
    )


@dataclass(slots=True)
class Token:
    """One word: its place, its folded spelling and how it stands to the word before."""

    start: int
    end: int
    """Without a possessive 's."""
    text: str
    key: str
    """Folded, dots of an acronym dropped, one spelling of several chosen."""
    joined: bool
    """A name may run on from the word before."""
    hyphened: bool
    first: bool
    """It opens a sentence, a line, a quotation or a bracket: its capital says little."""
    possessive: bool
    line: int
    upper: bool
    """It opens with a capital, or with a digit and holds one."""
    caps: bool
    """No small letter is in it."""
    link: int = 0
    """A known name may run on over a sign (1: "S&P", "RFE/RL", "Workers' Party"), or over marks
    that it has to have itself (2: "Party (Unified)").
    """
    heading: bool = False
    """It stands among words that are capitalised throughout."""


def _is_upper(word: str) -> bool:
    first = word[0]
    return first.isupper() or (first.isdigit() and not word.islower() and not word.isdigit())


def tokens_of(text: str, spellings: Mapping[str, str]) -> list[Token]:
    """The words of a text in order; `spellings` maps a folded word to the one it is filed under."""
    found: list[Token] = []
    line, line_start, end_before = 0, 0, 0
    for match in WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        gap = text[end_before:start]
        before = found[-1] if found else None
        if gap == " " and before is not None and _is_plain(word):
            found.append(_plain(start, end, word, spellings.get(word, word), line))
            end_before = end
            continue
        if "\n" in gap:
            wrapped = bool(_WRAP.fullmatch(gap)) and end_before - line_start >= WRAPPED_LINE
            line += gap.count("\n")
            line_start = start
        else:
            wrapped = False
        possessive = word.endswith(_POSSESSIVES) and len(word) > 2
        if possessive:
            word = word[:-2]
        key = fold(word)
        if "." in key:
            key = key.replace(".", "")
        found.append(
            Token(
                start,
                start + len(word),
                word,
                spellings.get(key, key),
                wrapped
                or (gap == " " and before is not None)
                or _may_join(gap, before)
                or (gap == ", " and key == "dc"),
                gap in ("-", "‐", "‑"),
                before is None or (not wrapped and _opens(gap, before)),
                possessive,
                line,
                _is_upper(word),
                len(word) > 1 and word.upper() == word,
                _LINKS.get(gap, 0) if before is not None else 0,
            )
        )
        end_before = end
    return found


def _is_plain(word: str) -> bool:
    """Nothing but small letters: as most words of any text."""
    return word.islower() and word.isalpha() and word.isascii()


def _plain(start: int, end: int, word: str, key: str, line: int) -> Token:
    """Such a word behind another."""
    return Token(start, end, word, key, True, False, False, False, line, False, False)


def _may_join(gap: str, before: Token | None) -> bool:
    if before is None:
        return False
    if _JOINS.fullmatch(gap):
        return True
    return gap in (". ", ".") and (
        (len(before.text) == 1 and before.text.isupper()) or before.key in ABBREVIATIONS
    )


def _opens(gap: str, before: Token) -> bool:
    if gap == " ":
        return False
    if gap in (". ", "."):
        return not (len(before.text) == 1 and before.text.isupper()) and (
            before.key not in ABBREVIATIONS
        )
    return _SENTENCE_END.search(gap) is not None


_LINE = re.compile(r"[^\r\n]+")
_NO_HEADING = re.compile(
    r"[a-z)][.!?] \W?[A-Z]|[a-z] \d{1,4}[.!?] \W?[A-Z]|©| \| |(?i:\b(?:compiled|edited|written) )"
)
"""Sentences, credits and bylines."""
_QUOTED = re.compile(r"“([^”\n]{12,200})”|\"([^\"\n]{12,200})\"")
SHORTEST_HEADING = 4
"""Words, small ones not counted: fewer say nothing about how a line is written."""


def mark_headings(tokens: Sequence[Token], text: str, small: frozenset[str]) -> None:
    """Mark the words of title-case lines and quoted titles, whose capitals say nothing."""
    starts = [token.start for token in tokens]
    for start, end in _title_candidates(text):
        first, last = bisect.bisect_left(starts, start), bisect.bisect_left(starts, end)
        long = [t for t in tokens[first:last] if t.key not in small and t.text.isalpha()]
        if len(long) >= SHORTEST_HEADING and sum(t.upper for t in long) >= 0.8 * len(long):
            for token in tokens[first:last]:
                token.heading = True


def _title_candidates(text: str) -> Iterator[tuple[int, int]]:
    """Lines without their closing bracket, and what stands in quotation marks."""
    for line in _LINE.finditer(text):
        words = line.group().rstrip()
        if words.endswith(")"):
            words = words[: words.rfind("(")].rstrip()
        if words and not words.endswith(".") and not _NO_HEADING.search(words):
            yield line.start(), line.start() + len(words)
    for quoted in _QUOTED.finditer(text):
        yield quoted.span(1 if quoted[1] else 2)


def slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens: the second half of an entity's id."""
    plain = fold(name).replace("'", "").replace(".", "")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"
