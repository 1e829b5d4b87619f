"""Bylines, editors and other offices that lines of a document name.

Knows only single lines; whether a line stands in a mast-head or under an article is for others.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crankreader.ingest import periods
from crankreader.ingest.blocks import has_address, word_count
from crankreader.ingest.words import fold, listed, tokens

_LABEL = re.compile(
    r"\s*([^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3}?)\s*(?:[:,]|\s[-–—])\s+(\S.*)$"
)
_ASIDE = re.compile(r"\s*[\[(<][^)\]>]*[)\]>]+\s*")
_SPLIT = re.compile(
    r"\s*(?:,|;|&|\b(?:and|AND)\b|\b(?:und|UND)\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b)\s*"
)
_JOINED = re.compile(r"\s+(?:and|und|et|y|e|en|i|och|og|ve|и|та|&)\s+")
_BY = re.compile(r"\s*(?:by|von|par|por)\s+(\S.*)$", re.IGNORECASE)
_COMPILED = re.compile(
    r"(?:edited|compiled|curated|selected|assembled|prepared|picked|chosen|gathered|put together)\b"
    r"[^.]{0,60}?\bby\s+([^.]+)\.?$",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r",?\s+(?:(?:at|for|in|from|with|on behalf of)\s+"
    r"|and\s+(?=[a-z]+(?:ed|t)\s(?:\w+\s)?(?:by|in|at|for)\b))"
)
"""Where what is said of a maker goes on: " at the Institute", " and published by …"."""
_ROLE = re.compile(r"\s*,\s+(?:[^\W\d_A-Z][\w'’-]*\s?){1,4}$")
"""What somebody is, in small letters behind the name: ", staff reporter"."""
_FROM = re.compile(
    r",?\s+(?:reporting\s)?(?:in|from|aus|à|en|desde|da)\s+[^\W\d_a-zß-öø-ÿ][\w'’. -]{1,40}$"
)
"""Where somebody wrote it, behind the name: " in Kyiv"."""
_DASHES = "-–—~ "
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "les", "los", "our", "my", "your"))
_ARTICLE_JOINED = re.compile(r"(?:a[dlnrstz]|ash|el|e[dnrst]|u[dlr])-[^\W\d_a-z]")
"""An Arabic article before a name: "al-Busaidi"."""
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*$")


def is_name(text: str) -> bool:
    """Two to five capitalised words without digits: shaped like a person's name."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50 or fold(words[0]) in _ARTICLES:
        return False
    particles = listed("people", "name_particles")
    big = 0
    for word in words:
        if not _NAME_WORD.match(word):
            return False
        if word[0].isupper() or not (word[0].islower() or word[0].isupper()):
            big += 1
        elif fold(word) not in particles and not _ARTICLE_JOINED.match(word):
            return False
        else:
            big += "-" in word
    return big >= 2


def names(text: str) -> tuple[str, ...]:
    """The names in "A B, C D and E F (mail@…)"; empty when a part is no name."""
    bare = _ASIDE.sub(" ", text).strip().rstrip(".").replace(" with ", ", ")
    found = []
    for part in _SPLIT.split(bare):
        words = part.strip().split()
        while words and fold(words[0]).rstrip(".") in listed("people", "honorifics"):
            words = words[1:]
        name = " ".join(words)
        if not name:
            continue
        name = name if is_name(name) else _FROM.sub("", name)
        if not is_name(name):
            return ()
        found.append(name)
    return tuple(found)


def makers(text: str) -> tuple[str, ...]:
    """The names behind a byline's label; an institution is one name, whatever its commas."""
    words = listed("people", "institution_words")
    whole = _ROLE.sub("", text.strip(" ."))
    if any(fold(word).strip(",.") in words for word in whole.split()):
        return (whole,) if len(whole) <= 80 and whole[:1].isupper() else ()
    return names(whole) or names(_FROM.sub("", whole))


@lru_cache(maxsize=2048)
def byline(text: str) -> tuple[str, ...]:
    """The authors of a line such as "By A B" or "Authors: A B, C D"; empty when it is none."""
    text = text.strip("()[] ") if text[:1] in "([" else text
    first = text.split(None, 1)[:1] if len(text) <= 160 else []
    if not first or fold(first[0]).rstrip(":,") not in _author_words():
        return ()
    labelled = _LABEL.match(text)
    if labelled and fold(labelled[1]) in listed("people", "author_labels"):
        return makers(_before_office(labelled[2]))
    written = _BY.match(text)
    if written is None:
        for label in listed("people", "author_labels"):
            if " " in label and fold(text[: len(label) + 1]) == label:
                return makers(_before_office(text[len(label) :]))
        return ()
    return makers(_before_office(written[1]))


@lru_cache(maxsize=2048)
def is_unnamed_byline(text: str) -> bool:
    """ "By our own staff": it signs a text and names nobody."""
    written = _BY.match(text) if word_count(text) <= 7 else None
    if written is None or byline(text) or written[1].rstrip()[-1:] in ".:?!":
        return False
    offices = listed("people", "institution_words") | listed("people", "office_words")
    return any(word in offices for word in tokens(written[1]))


@cache
def _author_words() -> frozenset[str]:
    """The words with which a byline can begin."""
    return frozenset(label.split()[0] for label in listed("people", "author_labels"))


def _before_office(text: str) -> str:
    """ "A B, Staff Writer | 3 May" → "A B": what follows a bar or dash is no name."""
    head = re.split(r"\s[|–—/•·-]\s|(?<=[^\W\d_]{3})\.\s", text, maxsplit=1)[0]
    found = periods.days(head, True)
    return head[: found[0].start].rstrip(" ,(") if found and found[0].start else head


@lru_cache(maxsize=2048)
def editors(text: str) -> tuple[str, ...]:
    """The editors of "Editor, A B", "Edited by A B" or "A B, Editor"; empty when it is none."""
    if len(text) > 160 or not any(word.startswith(_edited()) for word in tokens(text)):
        return ()
    text = text.lstrip(_DASHES)
    labels = listed("people", "editor_labels")
    labelled = _LABEL.match(text)
    if labelled:
        if _is_editors_label(labelled[1]):
            return names(labelled[2])
        rest = fold(_ASIDE.sub(" ", labelled[2]))
        if rest in labels and is_name(labelled[1].strip()):
            return (labelled[1].strip(),)
    compiled = _COMPILED.match(text)
    if compiled:
        found = names(compiled[1]) or names(_FURTHER.split(compiled[1], maxsplit=1)[0])
        if found:
            return found
    for label in labels:
        if (
            label.endswith((" by", " di", " par", " por", " von"))
            and fold(text[: len(label)]) == label
        ):
            return names(text[len(label) :].lstrip(" :"))
    return ()


@cache
def _edited() -> tuple[str, ...]:
    """How the words of an editor's label begin: most texts have none."""
    words = {word for label in listed("people", "editor_labels") for word in label.split()}
    return tuple(
        sorted(
            {word for word in words if len(word) > 3}
            | {"put", "assembled", "prepared", "picked", "chosen", "gathered"}
        )
    )


def _is_editors_label(label: str) -> bool:
    """ "Editor", "Managing Editors", "Digital editor", "Selection and translation"."""
    labels = listed("people", "editor_labels")
    words = fold(label).split()
    if " ".join(words) in labels or words[-1] in ("editor", "editors"):
        return True
    parts = _JOINED.split(fold(label))
    known = labels | listed("people", "other_labels") | listed("people", "author_labels")
    return len(parts) == 2 and parts[0] in labels and parts[1] in known


@lru_cache(maxsize=2048)
def is_office(text: str) -> bool:
    """A colophon's line: an office and who holds it."""
    if editors(text):
        return True
    labelled = _LABEL.match(text) if len(text) <= 160 else None
    if labelled is None:
        return False
    offices = listed("people", "other_labels") | listed("people", "editor_labels")
    is_known = fold(labelled[1]) in offices or _is_editors_label(labelled[1])
    return is_known and (bool(names(labelled[2])) or has_address(labelled[2]))
