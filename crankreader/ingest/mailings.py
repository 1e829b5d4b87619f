"""How a mailing speaks of itself: when it comes, how to leave it, who may copy it.

By the kinds of words that meet in a sentence, in several languages; the lists stand in
`data/mailings.toml`. Knows single texts, not where they stand: such signs count at the foot only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from crankreader.ingest.blocks import capital_share, has_address, word_count, word_list
from crankreader.ingest.words import fold, listed, table

_SENTENCES = re.compile(r"(?<=[^\W\d_]{2}[.?!])\s+|\s+\|\s+")
_LONGEST = 60
_OPENING = 24
"""Characters in which a sentence says what it speaks of."""
_TELEPHONE = re.compile(r"\b(?:ext|extension|tel|phone|telephone)\b\.?:?\s*\+?\d", re.IGNORECASE)
_SHORT_SENTENCE = 14
_SHORT = 4
"""Letters of a word that is looked for as it stands; longer ones as beginnings."""


@lru_cache(maxsize=1024)
def speaks_of_itself(text: str) -> bool:
    """A text of a few sentences, one of which is a mailing's own."""
    if word_count(text) > _LONGEST:
        return False
    sentences = _SENTENCES.split(text)
    # Behind what a text says of its author, whose views they are is said of that text.
    is_disclaimer = word_count(sentences[0]) <= 30 and _disclaims(sentences[0])
    return is_disclaimer or _is_given(text) or any(_is_own(sentence) for sentence in sentences)


def _disclaims(sentence: str) -> bool:
    """ "The views are the authors' own", "… does not reflect the views of the Embassy"."""
    opens = _matches("views", sentence[:_OPENING]) or "reflect" in fold(sentence)
    return opens and _holds(sentence, "views", "holders", "limiting")


def _is_given(text: str) -> bool:
    """ "The Note is free. If you can pay, others can read."."""
    free = _pattern("free").search(text) if word_count(text) <= 30 else None
    if free is None or not _is_name(text[: free.start()]):
        return False
    return _matches("paying", text[free.end() :])


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
        words = [fold(word) for word in word_list(subject)]
        is_shaped = any(map(_ends_as_name, words)) or _weekdays().search(rest) is not None
        if (
            _is_name(subject)
            and is_shaped
            and (_matches("often", rest) or _weekdays().search(rest))
        ):
            return True
    return False


def _ends_as_name(word: str) -> bool:
    """A word that periodicals are called by, or one that ends so: "note", "hafenbrief"."""
    endings = tuple(table("publications")["name_endings"])
    return word in listed("publications", "name_words") or word.endswith(endings)


def _is_made_by(sentence: str) -> bool:
    """ "The Note is written by A B"."""
    made = _pattern("making").search(sentence) if word_count(sentence) <= 30 else None
    if made is None:
        return False
    subject = sentence[: made.start()]
    words = {fold(word) for word in word_list(subject)}
    is_shaped = "the" in words or bool(words & listed("publications", "name_words"))
    return is_shaped and _is_name(subject)


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
    if word_count(sentence) > _SHORT_SENTENCE:
        return False
    if sentence.rstrip().endswith("?"):
        return word_count(sentence) <= 5 and _holds(sentence, "pointing", "liking")
    where = _pattern("offering").search(sentence)
    if where is None or word_count(sentence[: where.start()]) > 2:
        return False
    goes_on = fold(sentence[where.end() :].lstrip("stn"))
    is_label = (goes_on[:1] in (":", "?") and word_count(sentence) <= 8) or goes_on.split(" ", 1)[
        0
    ] in listed("mailings", "behind_offers")
    return is_label and (has_address(sentence) or _TELEPHONE.search(sentence) is not None)


def _says_what_is_read(sentence: str) -> bool:
    """ "You are reading the Note, a free letter from …", "Enjoying the Note?"."""
    if word_count(sentence) > _SHORT_SENTENCE or _pattern("reading").match(sentence) is None:
        return False
    kinds = ("papers", "often")
    return sentence.rstrip()[-1:] in "?!" or any(_matches(kind, sentence) for kind in kinds)


def _invites(sentence: str) -> bool:
    """ "If you would like to send us a letter, write to …"."""
    first = fold(sentence).split(None, 1)[:1]
    is_open = bool(first) and first[0] in listed("mailings", "openers")
    return is_open and has_address(sentence) and _holds(sentence, "readers", "answering")


def _denies(sentence: str) -> bool:
    """ "This briefing is not investment advice.", "Not for redistribution."."""
    if fold(sentence).startswith(tuple(listed("mailings", "forbidding"))):
        return word_count(sentence) <= 8 and _matches("passing_on", sentence)
    ends = " ".join(sentence.split()[-2:])
    is_own = _pattern("pointing").match(sentence) is not None and word_count(sentence) <= 24
    return is_own and _matches("denying", sentence) and _matches("advice", ends)


def _hands_on(sentence: str) -> bool:
    """ "Forward it to a colleague"."""
    first = fold(sentence).split(None, 1)[:1]
    is_asked = bool(first) and first[0] in listed("mailings", "forwarding")
    return is_asked and word_count(sentence) <= 12 and _holds(sentence, "handed", "readers")


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
