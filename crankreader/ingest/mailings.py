"""How a mailing speaks of itself: when it comes, how to leave it, who may copy it.

By the kinds of words that meet in a sentence, in several languages; the lists stand in
`data/mailings.toml`. Knows single texts, not where they stand: such signs count at the foot only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from crankreader.ingest.blocks import capital_share, has_address, word_count
from crankreader.ingest.words import fold, listed, table

_SENTENCES = re.compile(r"(?<=[^\W\d_]{2}[.?!])\s+|\s+\|\s+")
_LONGEST = 60
_OPENING = 24
"""Characters in which a sentence says what it speaks of."""
_TELEPHONE = re.compile(r"\b(?:ext|extension|tel|phone|telephone)\b\.?:?\s*\+?\d", re.IGNORECASE)
_SHORT = 4
"""Letters of a word that is looked for as it stands; longer ones as beginnings."""


@lru_cache(maxsize=1024)
def speaks_of_itself(text: str) -> bool:
    """A text of a few sentences, one of which is a mailing's own."""
    if word_count(text) > _LONGEST:
        return False
    sentences = _SENTENCES.split(text)
    # Behind what a text says of its author, whose views they are is said of that text.
    is_disclaimer = _holds(sentences[0], "views", "holders") and word_count(sentences[0]) <= 30
    return is_disclaimer or any(_is_own(sentence) for sentence in sentences)


def _is_own(sentence: str) -> bool:
    return (
        _appears(sentence)
        or _is_made_by(sentence)
        or _hands_on(sentence)
        or _leaves(sentence)
        or _was_handed_on(sentence)
        or _holds(sentence, "rights", "allowing")
        or _asks_for_word(sentence)
        or _invites(sentence)
        or _says_what_is_read(sentence)
        or _denies(sentence)
    )


def _appears(sentence: str) -> bool:
    """ "The Note is sent to members on Fridays", "Der Rundbrief erscheint wöchentlich"."""
    folded = fold(sentence)
    if _first_words("appearing").isdisjoint(folded.split()):
        return False
    for verb in table("mailings")["appearing"]:
        at = folded.find(f" {verb} ")
        if at < 0:
            continue
        subject, rest = sentence[:at], sentence[at + len(verb) + 2 :]
        if _is_name(subject) and (_matches("often", rest) or _weekdays().search(rest)):
            return True
    return False


def _is_made_by(sentence: str) -> bool:
    """ "The Note is written by A B"."""
    made = _pattern("making").search(sentence)
    return made is not None and _is_name(sentence[: made.start()])


def _is_name(subject: str) -> bool:
    return 0 < word_count(subject) <= 8 and capital_share(subject) >= 0.6


def _leaves(sentence: str) -> bool:
    """ "To leave the list, answer with …", "Abbestellen: https://…"."""
    first = fold(sentence).split(None, 1)[:1]
    if not first or word_count(sentence) > 40:
        return False
    is_label = _matches("leaving", sentence[: sentence.find(":") + 1])
    if is_label and sentence.find(":") < 30 and has_address(sentence):
        return True
    is_open = first[0] in listed("mailings", "openers")
    return is_open and _holds(sentence, "leaving", "list", "answering")


def _was_handed_on(sentence: str) -> bool:
    """ "Did a colleague send you this?"."""
    is_short = word_count(sentence) <= 14 and sentence.rstrip().endswith("?")
    return is_short and _holds(sentence, "handing", "handed", "readers")


def _asks_for_word(sentence: str) -> bool:
    """ "Send tips and corrections to …", "Tips: …", "Was this useful?"."""
    if word_count(sentence) > 14:
        return False
    if sentence.rstrip().endswith("?"):
        return _holds(sentence, "handed", "liking")
    where = _pattern("offering").search(sentence)
    if where is None or word_count(sentence[: where.start()]) > 2:
        return False
    return has_address(sentence) or _TELEPHONE.search(sentence) is not None


def _says_what_is_read(sentence: str) -> bool:
    """ "You are reading the Note, a free letter from …"."""
    return word_count(sentence) <= 20 and _pattern("reading").match(sentence) is not None


def _invites(sentence: str) -> bool:
    """ "If you would like to send us a letter, write to …"."""
    first = fold(sentence).split(None, 1)[:1]
    is_open = bool(first) and first[0] in listed("mailings", "openers")
    return is_open and has_address(sentence) and _holds(sentence, "readers", "answering")


def _denies(sentence: str) -> bool:
    """ "This briefing is not investment advice.", "Not for redistribution."."""
    if word_count(sentence) > 24 or not _matches("denying", sentence):
        return False
    if word_count(sentence) <= 6 and _matches("passing_on", sentence):
        return True
    return _matches("papers", sentence[:_OPENING]) and _matches("advice", sentence)


def _hands_on(sentence: str) -> bool:
    """ "Forward it to a colleague"."""
    first = sentence.split(None, 1)[0] if sentence.strip() else ""
    is_asked = word_count(sentence) <= 12 and _matches("handing", first)
    return is_asked and _holds(sentence, "handed", "readers")


def _holds(sentence: str, *kinds: str) -> bool:
    return all(_matches(kind, sentence) for kind in kinds)


def _matches(kind: str, text: str) -> bool:
    return _pattern(kind).search(text) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_forms(kind))})", re.IGNORECASE)


def _forms(kind: str) -> Iterator[str]:
    for stem in table("mailings")[kind]:
        yield re.escape(stem) + (r"\b" if len(stem) <= _SHORT else "")


@cache
def _first_words(kind: str) -> frozenset[str]:
    return frozenset(form.split()[0] for form in table("mailings")[kind])


@cache
def _weekdays() -> re.Pattern[str]:
    """ "on Fridays", "sonntags", "le vendredi", "los viernes": again and again on one day."""
    names = "|".join(name for name in listed("periods", "weekdays") if len(name) > _SHORT)
    return re.compile(rf"\b(?:(?:{names})s\b|(?:le|les|los|il|la|op|på|w)\s+(?:{names})\b)", re.I)
