"""In which language a text is written: by its script, or by its commonest small words.

None when nothing is sure enough.
"""

from __future__ import annotations

import re
from collections import Counter

from crankreader.ingest.words import table

_SAMPLE = 20_000
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.3),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.3),
    ("he", re.compile("[\u0590-\u05ff]"), 0.3),
    ("el", re.compile("[\u0370-\u03ff]"), 0.3),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile("[\u0900-\u097f]"), 0.3),
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


def language_of(text: str) -> str | None:
    """A code of ISO 639-1."""
    sample = text[:_SAMPLE]
    found = _WORD.findall(sample.casefold())
    is_latin = sample.isascii()
    letters = sum(map(len, found)) if is_latin else sum(map(str.isalpha, sample))
    if letters < 20:
        return None
    for code, script, share in () if is_latin else _SCRIPTS:
        if len(script.findall(sample)) >= share * letters:
            return code
    if not is_latin and len(_CYRILLIC.findall(sample)) >= 0.3 * letters:
        return "uk" if len(_UKRAINIAN.findall(sample)) >= 0.02 * letters else "ru"
    words, total = Counter(found), len(found)
    scores = {
        code: sum(words[word] for word in common) for code, common in table("languages").items()
    }
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= max(3, 0.08 * total) else None
