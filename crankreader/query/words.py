"""How a text becomes words: the one tokeniser of index, plain search, snippets and highlighting.

A word is folded (case, accents, forms of letters and digits). What is written together with
hyphens or apostrophes gives its parts and the whole (`Fath-360`: fath, 360, fath360);
abbreviations, dotted or in capitals, stand also with their dots (`U.S.` and `US`: us, u.s), so
that they can be told from words; runs of Chinese, Japanese and Korean give every two
neighbouring characters. Knows no query and no index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 60
"""Characters of a word that count; what is longer is no word, but somebody's encoded bytes."""

LONGEST_ABBREVIATION = 4
"""Letters of one that is written in capitals, without dots."""

# Letters that are written with what `\w` does not hold: combining marks, Indic vowel signs.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0900-\u0963\u0970-\u0dff\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u109d\u1780-\u17d3"
)
_RUN = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff"
    "\uff66-\uff9d\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W\d_{_RUN}]"
_THOUSANDS = ",\u066c\u2009\u202f"
_NUMBER = rf"\d{{1,3}}(?:[{_THOUSANDS}]\d{{3}})++(?!\d)(?:\.\d++)?|(?<!\d\.)\d++\.\d++(?!\.\d)"
_ABBREVIATION = rf"{_LETTER}(?:\.{_LETTER})+(?![^\W_])\.?"
_WORD = rf"[^\W_{_RUN}](?:[^\W_{_RUN}]|[{_MARKS}])*+"
_PART = rf"(?:{_NUMBER}|{_ABBREVIATION}|{_WORD})"
_JOINT = "[-\u2010\u2011'\u2019\u02bc\u200c\u00ad]"
_TOKEN = re.compile(rf"{_PART}(?:{_JOINT}{_PART})*+|[{_RUN}]++")
_PARTS = re.compile(_PART)
_IN_RUN = re.compile(f"[{_RUN}]")
_NO_PART_OF_A_NUMBER = str.maketrans("", "", _THOUSANDS)

# Letters that one script writes in two ways, and letters without a decomposition.
_SAME = str.maketrans(
    {
        "ی": "ي",
        "ى": "ي",
        "ک": "ك",
        "ـ": None,
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
_VOICED = "\u3099\u309a"


def fold(text: str) -> str:
    """The text without the difference of case, accents and presentation forms."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in unicodedata.normalize("NFKD", decomposed)
        if not unicodedata.combining(c) or c in _VOICED
    )
    return unicodedata.normalize("NFC", bare).translate(_SAME)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded word, start and end in the text, in order.

    A word that ends no later than the one before stands at the same place: it is the whole
    of the parts just given, an abbreviation with its dots, or the last character of a run.
    """
    if "\u0130" in text:
        text = text.replace("\u0130", "I")  # the only character that grows in lower case
    for match in _TOKEN.finditer(text.lower()):
        raw, start, end = match.group(), match.start(), match.end()
        if raw.isalnum() and raw.isascii():
            yield raw[:LONGEST], start, end
            if end - start <= LONGEST_ABBREVIATION and _is_abbreviation(text[start:end]):
                yield ".".join(raw), start, end
        elif _IN_RUN.match(raw):
            yield from _pairs(raw, start)
        else:
            yield from _compound(text[start:end], raw, start)


def parts(text: str) -> list[str]:
    """The words of a text, one a place: what a phrase is made of."""
    found = []
    last = -1
    for word, _, end in words(text):
        if end > last:
            found.append(word)
            last = end
    return found


def dotted(text: str) -> str | None:
    """The abbreviation that the text is when it is written with dots: `u.s` of `U.S.`."""
    match = _TOKEN.fullmatch(text.strip().lower())
    found = [word for word, _, _ in words(text)]
    return found[1] if match and "." in text and len(found) == 2 else None


def whole(text: str) -> str | None:
    """What the text is when read as one word: `fath360` of `Fath-360`; None of two words."""
    match = _TOKEN.fullmatch(text.strip())
    return "".join(parts(text)) or None if match and not is_run(text) else None


def is_run(text: str) -> bool:
    """Whether some of it is in a script that leaves no blanks between words."""
    return _IN_RUN.search(text) is not None


def places(texts: Iterable[str]) -> dict[str, list[int]]:
    """Each word of the texts with its places, ascending; no phrase reaches over two texts."""
    found: dict[str, list[int]] = {}
    place = -1
    for text in texts:
        last = -1
        for word, _, end in words(text):
            if end > last:
                place += 1
                last = end
            if word in found:
                found[word].append(place)
            else:
                found[word] = [place]
        place += 2
    return found


def key(name: str) -> str:
    """A name as it is compared with other names: its folded words."""
    return " ".join(parts(name))


def _compound(written: str, raw: str, start: int) -> Iterator[tuple[str, int, int]]:
    pieces = [(_plain(m.group()), m.start(), m.end()) for m in _PARTS.finditer(raw)]
    pieces = [piece for piece in pieces if piece[0]]
    while len(pieces) > 1 and pieces[-1][0] == "s" and raw[pieces[-1][1] - 1] in "'\u2019\u02bc":
        pieces.pop()  # the possessive
    for word, at, end in pieces:
        yield word, start + at, start + end
        if _is_abbreviation(written[at:end]) and len(word) > 1:
            yield ".".join(word[: LONGEST // 2]), start + at, start + end
    if len(pieces) > 1:
        joined = "".join(word for word, _, _ in pieces)
        yield joined[:LONGEST], start + pieces[0][1], start + pieces[-1][2]


def _is_abbreviation(written: str) -> bool:
    if "." in written:
        return not written[0].isdigit()
    return 1 < len(written) <= LONGEST_ABBREVIATION and written.isupper() and written.isalpha()


@lru_cache(maxsize=4096)
def _plain(part: str) -> str:
    """One part of a token as it is compared."""
    folded = fold(part)
    if folded.isalnum():
        return folded[:LONGEST]
    if folded[:1].isdigit():
        number = folded.translate(_NO_PART_OF_A_NUMBER)
        if number.replace(".", "", 1).isdigit():
            return number[:LONGEST]
    return "".join(c for c in folded if c.isalnum() or (not c.isascii() and _is_mark(c)))[:LONGEST]


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mc", "Mn")


def _pairs(raw: str, start: int) -> Iterator[tuple[str, int, int]]:
    folded = "".join(_same_length(c) for c in raw)
    end = len(raw)
    for i in range(end - 1):
        yield folded[i : i + 2], start + i, start + i + 2
    yield folded[-1], start + end - 1, start + end


def _same_length(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
