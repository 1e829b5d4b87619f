"""How publications introduce themselves: by a first sentence, by a site's name over its articles.

Looks at the foot for the name again. Knows nothing of dates, numbers and sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crankreader.ingest import furniture
from crankreader.ingest.blocks import (
    capital_share,
    is_address,
    is_capitals,
    is_prose,
    word_count,
    word_list,
)
from crankreader.ingest.drafts import Draft
from crankreader.ingest.words import fold, listed

_DESCRIBED = re.compile(
    r"(.{2,60}?)\s+(?:is|was|brings|provides|offers)\s+(?:a|an|the|our|your|you)\s+", re.IGNORECASE
)
_WELCOME = re.compile(
    r"(?:welcome to|this is|here is|you are reading)\s+(?:the\s+\S+\s+(?:issue|edition)\s+of\s+)?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:this is|here is|here's|welcome to|you(?:'re| are) reading)\s+(?:the\s+)?"
    r"([^\W\d_][^,.;:!?]{1,50}),\s+(?:an?|our|your|the)\s+([^,.;:!?]{3,60})",
    re.IGNORECASE,
)
"""A greeting that goes on: "… and this is the Harbour Wire, our daily look at the coast"."""
_TAG = re.compile(r"^\s*\[[^\]]{1,60}\]\s*")
"""What a list puts before its subjects."""
_NUMBERED = re.compile(
    r"\s*(?:[,:|#№(–—-]\s*)?(?:(?:issue|no|nr|number|vol|edition)\b\.?\s*#?)?\s*\d"
    r"|\s*[:|–—]|\s+-\s",
    re.IGNORECASE,
)
"""What follows a name in a subject: a number, a date, or a colon or dash before what is told."""
_OFTEN = re.compile(
    r"\b(?:every|each|once an?|twice an?|once every|per)\s+(?:day|week|fortnight|month|quarter|year"
    r"|\w+day)\b",
    re.IGNORECASE,
)


def described(draft: Draft, rest: Sequence[int]) -> int | None:
    """The sentence that says what the publication is; its subject is its name."""
    for at in rest[:5]:
        text = draft.blocks[at].text
        match = _DESCRIBED.match(text)
        if match is None or word_count(text) > 60:
            continue
        name, words = match[1].strip(), [fold(w) for w in word_list(text[match.end() :])[:9]]
        if (
            word_count(name) > 7
            or capital_share(name) < 0.8
            or name.casefold() in ("this", "it", "here")
        ):
            continue
        what = set(words) & (
            listed("publications", "description_words") | listed("publications", "frequency_words")
        )
        if what:
            draft.publication = name
            draft.because(
                "publication",
                f"a sentence at the head says what it is: {', '.join(sorted(what))}",
                0.95,
            )
            return at
    return _greeted(draft, rest[:3]) or _introduced(draft, rest)


def _greeted(draft: Draft, rest: Sequence[int]) -> int | None:
    """A greeting that says what one is reading, and what that is; it stays a text."""
    for at in rest:
        match = _NAMED.search(draft.blocks[at].text[:400])
        words = {fold(word) for word in word_list(match[2])[:6]} if match else set()
        lists = ("description_words", "frequency_words")
        if match and capital_share(match[1]) >= 0.8 and words & _listed_words(lists):
            draft.publication = match[1].strip()
            draft.because("publication", "a greeting says what one is reading", 0.85)
            return at
    return None


def _listed_words(keys: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(listed("publications", key) for key in keys))


def _introduced(draft: Draft, rest: Sequence[int]) -> int | None:
    """A first sentence whose subject the colophon or the copyright line names again."""
    for at in rest[:2]:
        text = draft.blocks[at].text
        if not is_prose(text) or word_count(text) > 60:
            continue
        name = _leading_name(text)
        if word_count(name) < 2 and not is_capitals(name):
            return None
        words = [fold(word) for word in word_list(text)]
        is_periodical = bool(_OFTEN.search(text)) or any(
            word in listed("publications", "frequency_words") for word in words
        )
        is_shaped = is_periodical and fold(name.split()[-1]) in listed("publications", "name_words")
        if not is_shaped and not _closes_with(draft, rest, name):
            return None
        draft.publication = name
        why = "says how often it comes" if is_shaped else "has a subject that the foot names again"
        draft.because("publication", f"the first sentence {why}", 0.85)
        return at
    return None


def _leading_name(text: str) -> str:
    """The words with capitals that open a sentence, a welcome before them aside."""
    welcome = _WELCOME.match(text)
    found: list[str] = []
    for word in text[welcome.end() if welcome else 0 :][:100].split():
        bare = word.strip("“”\"'‘*_,.:;!")
        if not bare[:1].isupper() and fold(bare) not in listed("headings", "small_words"):
            break
        found.append(bare)
        if word[-1] in ",.:;!":
            break
    while found and not found[-1][:1].isupper():
        found.pop()
    return " ".join(found)


def _closes_with(draft: Draft, rest: Sequence[int], name: str) -> bool:
    """A line of the tail, or one of the last above it, is the name, or holds the rights in it."""
    bare = fold(name).removeprefix("the ")
    for at in [*draft.furniture, *rest[-4:]]:
        text = draft.blocks[at].text
        if len(text) <= 200 and bare in (
            fold(text).strip(" :|-—–*#=").removeprefix("the "),
            fold(furniture.holder(text)).removeprefix("the "),
        ):
            return True
    return False


def named_by_subject(draft: Draft, among: Sequence[int]) -> None:
    """A mail's own head and its subject begin with one name: that, and not who sent it."""
    title = _TAG.sub("", draft.title or "")
    for at in among[:4]:
        name = draft.blocks[at].text.strip()
        is_line = 2 <= word_count(name) <= 7 and not is_prose(name) and not is_address(name)
        if not is_line or not fold(title).startswith(fold(name)):
            continue
        if _NUMBERED.match(title[len(name) :]) and fold(name) != fold(draft.publication or ""):
            draft.publication = title[: len(name)]
            draft.because("publication", "the mail's head and its subject begin with it", 0.95)
        return


def name_of_page(draft: Draft, above: Sequence[int]) -> None:
    """The site's name: a line above the first article that the foot or an address names again."""
    for at in above[:12]:
        text = draft.blocks[at].text
        is_line = word_count(text) <= 6 and not is_prose(text) and not is_address(text)
        words = word_list(text)
        if (
            not is_line
            or not words
            or capital_share(text) < 0.8
            or furniture.score(draft.blocks[at])
        ):
            continue
        held = any(
            _same_holder(furniture.holder(block.text), text)
            for block in draft.blocks
            if len(block.text) <= 200
        )
        held = held or any(
            len(words) > 1 and fold(text) in fold(block.text) and furniture.score(block) > 0
            for block in draft.blocks
            if len(text) < len(block.text) <= 400
        )
        is_twice = sum(1 for other in above if draft.blocks[other].text == text) > 1
        if (
            held
            or is_twice
            or (len(words) > 1 and fold(words[-1]) in listed("publications", "name_words"))
        ):
            draft.publication = as_written(draft, text)
            draft.because("publication", "the site's name above its first article", 0.8)
            return


def as_written(draft: Draft, name: str) -> str:
    """A name in capitals as a sentence or the copyright line spells it; itself where none does."""
    if not is_capitals(name) or word_count(name) < 2:
        return name
    spelled = re.compile(r"\b" + re.escape(name) + r"\b", re.IGNORECASE)
    for block in draft.blocks:
        found = spelled.search(block.text) if len(block.text) <= 600 else None
        if found and not is_capitals(found.group()) and capital_share(found.group()) == 1:
            return found.group()
    return name


def _same_holder(holder: str, name: str) -> bool:
    return fold(holder).removeprefix("the ") == fold(name).removeprefix("the ")
