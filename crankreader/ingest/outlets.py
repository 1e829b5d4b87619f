"""Names of outlets: how much a name looks like one, and which names a list of them holds.

Judges names and short lists of names. Knows nothing of the texts they stand under.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crankreader.ingest.blocks import capital_share, is_address, trimmed_url, urls, word_list
from crankreader.ingest.people import is_name
from crankreader.ingest.periods import days
from crankreader.ingest.words import fold, listed, table, weights
from crankreader.model import Source

_DOMAIN = re.compile(
    r"(?:[\w-]{1,40}\.){1,3}(?:com|org|net|int|eu|gov|edu|info|io|co|news|[a-z]{2})$", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[;,、；]|\s[/|·]\s|/(?=[A-Z]\w+ )|\s+via\s+")
_SLASHES = re.compile(r"/")
_DASHES = re.compile(r"\s+[-–—]\s+")
_ANDS = re.compile(r"\s+(?:&|and|und|et|y|e)\s+(?=[^\W\d_])")
_PAGE = re.compile(
    r"(?:pp?|vol|no|nr|n°|s|issue|week)\b\.?\s*\d|\d+(?:st|nd|rd|th)?\b", re.IGNORECASE
)
_CODE = re.compile(r"(?:[A-Z]{1,8}\s?[-‑#]\s?\d+|[A-Z]+\d{3,}|\W?\d+)$")
"""What a text is numbered by, in a register or a tracker."""
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\(?(?:19|20)\d\d\)?$")
_LIST_FURTHER = re.compile(r"\b(?:et al|u\. ?a|and others|etc)\.?$|\bEtc\.$")
_BRACKET_LAST = re.compile(r"\s*\(([^()]*)\)$")
_ADDRESSED = re.compile(r"([^:/]{2,60}?)\s*[:,–—-]?\s+(https?://\S+)$", re.IGNORECASE)
_ENCLOSING = re.compile(r"[(\[“«\"]")
_PLACED = re.compile(
    r"(.+?)\s+(?:writing\s+)?(?:for|in|at|en|dans|für|pour|para)\s+(?:the\s+)?(\S.*)$"
)
_FAR_EAST = re.compile(r"(?:\d{2,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?")
_BRACKET = re.compile(r"[()\[\]“”«»\"]")
_COMPOUND = (
    "zeitung", "blatt", "news", "times", "post", "posten", "blad", "bladet", "press", "wire",
    "watch", "kurier", "bote", "anzeiger", "rundschau", "新聞", "新闻", "日報", "日报", "時報",
    "时报", "晚报", "晩報", "通信", "通讯社", "通訊社", "新华社", "放送", "周刊", "週刊",
)  # fmt: skip


@cache
def _known() -> frozenset[str]:
    """Names as they are looked up; one word behind its article is a name only with it."""
    names = {fold(name).strip(" .") for name in table("outlets")["known"]}
    return frozenset(names | {_bare(name) for name in names if name.count(" ") > 1})


def _bare(folded: str) -> str:
    return folded.removeprefix("the ").strip(" .")


@lru_cache(maxsize=2048)
def is_known(name: str) -> bool:
    folded, known = fold(name), _known()
    return folded.strip(" .") in known or _bare(folded) in known


@lru_cache(maxsize=4096)
def outlet_score(name: str) -> float:
    """How much a name looks like an outlet's by itself, 0 to 1."""
    score = weights("outlets")
    name = name.strip()
    words = word_list(name)
    if not words or len(words) > 9 or len(name) > 70:
        return 0.0
    if is_known(name):
        return score["known"]
    if is_remark(name) or is_dated(name) or ":" in name or "by" in words:
        return 0.0
    if all(word.endswith(".") for word in words):
        return 0.0
    if _DOMAIN.match(name):
        return score["domain"]
    is_cased = all(word.lower() != word for word in words)
    if name[:1].isdigit() or (
        capital_share(name) < 0.75 and not is_cased and not _is_titled(words)
    ):
        return 0.0
    shapes = listed("outlets", "shape_words")
    if any(fold(word) in shapes for word in words) and len(words) > 1:
        return score["shape"]
    if any(fold(word).endswith(_COMPOUND) for word in words):
        return score["shape"]
    has_number = len(words) > 1 and any(c.isdigit() for c in name)
    return 0.0 if has_number else score["capitalised"]


def is_remark(name: str) -> bool:
    """Words such as "video, in French", or a number in a register: never an outlet."""
    never = listed("outlets", "never")
    is_code = _CODE.match(name.strip()) is not None and not is_known(name)
    return is_code or all(fold(word) in never or word.isdigit() for word in word_list(name))


def _is_titled(words: list[str]) -> bool:
    """ "Le Monde diplomatique": an article, a capital, and what goes on in small letters."""
    is_short = 3 <= len(words) <= 5 and fold(words[0]) in listed("outlets", "articles")
    return is_short and words[0][0].isupper() and words[1][0].isupper()


def is_institution(name: str) -> bool:
    """Named as ministries, councils and institutes are: they act as well as report."""
    if is_known(name):
        return False
    words = {fold(word) for word in word_list(name)} & listed("outlets", "shape_words")
    return bool(words) and words <= listed("outlets", "institution_words")


def is_outlet(name: str) -> bool:
    return outlet_score(name) >= weights("outlets")["threshold"]


@lru_cache(maxsize=4096)
def is_dated(part: str) -> bool:
    """A date, a year, a page, a number of an issue: never an outlet."""
    bare = part.strip(" .()[]")
    if is_known(bare):
        return False
    if not any(map(str.isdigit, bare)):
        return fold(bare) in _month_names() or fold(bare) in listed("periods", "weekdays")
    if _FAR_EAST.fullmatch(bare):
        return True
    if _YEAR.match(bare) or (_PAGE.match(bare) and not _DOMAIN.match(bare) and len(bare) < 24):
        return True
    found = days(bare, True) or days(bare, False)
    if found and len(bare) - (found[0].end - found[0].start) <= 16:
        return True
    words = bare.split()
    return len(words) == 2 and bool(_YEAR.match(words[1])) and fold(words[0]) in _month_names()


@cache
def _month_names() -> frozenset[str]:
    return frozenset(fold(name) for row in table("periods")["months"] for name in row)


def top_parts(text: str, separators: re.Pattern[str] = _SEPARATORS) -> list[str]:
    """A list split at separators that stand in no bracket and no quotation."""
    if not _ENCLOSING.search(text):
        return [part.strip() for part in separators.split(text) if part.strip()]
    found: list[str] = []
    start = depth = 0
    ends = {match.start(): match.end() for match in separators.finditer(text)}
    is_quoted = False
    for at in sorted({*ends, *(match.start() for match in _BRACKET.finditer(text))}):
        character = text[at]
        if character in "([“«":
            depth += 1
        elif character in ")]”»":
            depth = max(0, depth - 1)
        elif character == '"':
            is_quoted = not is_quoted
        if depth == 0 and not is_quoted and at in ends and at >= start:
            found.append(text[start:at].strip())
            start = ends[at]
    found.append(text[start:].strip())
    return [part for part in found if part]


def name_parts(text: str) -> list[str]:
    """The names and dates in a list; an "and" within one name leaves it whole."""
    found: list[str] = []
    for part in top_parts(text):
        part, date = _apart_from_date(_LIST_FURTHER.sub("", part).strip())
        found += _names_in(part) + ([date] if date else [])
    return found


def _names_in(part: str) -> list[str]:
    """One part of a list: "A and B", "Agency/Paper", "A B - Outlet" hold two names."""
    for between in (_ANDS, _SLASHES):
        halves = [half.strip() for half in between.split(part) if half.strip()]
        if _are_apart(part, halves):
            return halves
    halves = _DASHES.split(part)
    if len(halves) == 2 and any(is_name(half) or is_dated(half) for half in halves):
        return halves
    return [part] if part else []


def _apart_from_date(part: str) -> tuple[str, str]:
    """ "Outlet 3 May 2024", "Outlet (May 2024)" → name and date; no date where there is no name."""
    bracket = _BRACKET_LAST.search(part)
    if bracket and (is_dated(bracket[1]) or not any(c.isalpha() for c in bracket[1])):
        return part[: bracket.start()].strip(), bracket[1]
    if not _DIGIT.search(part) or is_known(part):
        return part, ""
    start = _date_start(part)
    name = part[:start].rstrip(" ,(–—-")
    if not name[:1].isupper() or fold(name) in listed("outlets", "never") or not start:
        return part, ""
    return name, part[start:]


def _date_start(part: str) -> int:
    """Where the date begins that ends a name; 0 without one."""
    found = days(part, True) or days(part, False)
    if found and found[-1].end == len(part):
        return found[-1].start
    *before, last = part.split()
    if not before or not _YEAR.match(last):
        return 0
    if fold(before[-1]).strip(".") in _month_names() and len(before) > 1:
        return part.rindex(before[-1])
    return part.rindex(last) if is_outlet(" ".join(before)) else 0


def _are_apart(whole: str, halves: list[str]) -> bool:
    if len(halves) < 2 or is_known(whole):
        return False
    if not all(outlet_score(half) > 0 or is_name(half) for half in halves):
        return False
    if any(is_known(half) for half in halves):
        return True
    return all(is_outlet(half) or is_name(half) for half in halves) and not is_outlet(whole)


def cited_in(inner: str, *, title: bool, alike: bool) -> tuple[tuple[Source, ...], float] | None:
    """The sources in a bracket's text; after a headline its first names are authors."""
    inner = _without_lead(inner)
    if is_address(inner):
        return ((Source(url=trimmed_url(inner.strip("<>"))),), 0.9) if urls(inner) else None
    address = _ADDRESSED.match(inner)
    if address and outlet_score(address[1]):
        return (Source(outlet=address[1], url=trimmed_url(address[2])),), 0.9
    whole = outlet_score(inner) if _placed(inner) is None else 0.0
    limit = weights("outlets")["threshold"]
    parts = name_parts(inner)
    if whole >= limit and (len(parts) == 1 or is_known(inner)):
        return (Source(outlet=inner),), whole
    dated = [part for part in parts if is_dated(part)]
    names = [part for part in parts if part not in dated]
    if len(names) > 1 and is_outlet(names[0]):
        names = [names[0], *(name for name in names[1:] if not _is_aside(name))]
    if not names:
        return None
    if len(names) == 1:
        return _dated_one(names[0], bool(dated), alike=alike) or _placed(names[0])
    return _several(names, title=title, alike=alike)


def _dated_one(name: str, is_beside_date: bool, *, alike: bool,
               ) -> tuple[tuple[Source, ...], float] | None:  # fmt: skip
    """A date beside a name says that the name is one of those that are dated; places are too."""
    score = outlet_score(name)
    if score and is_beside_date and (alike or len(word_list(name)) > 1):
        score += weights("outlets")["beside_date"]
    is_written = _PLACED.match(name) is not None and _placed(name) is not None
    return None if is_written else _one(name, score, alike=alike)


def _placed(name: str) -> tuple[tuple[Source, ...], float] | None:
    """ "A B for Outlet": who wrote there."""
    match = _PLACED.match(name)
    if match is None or not is_name(match[1]) or is_outlet(match[1]):
        return None
    if not is_outlet(match[2]) or is_institution(match[2]):
        return None
    return (Source(outlet=match[2], authors=(match[1],)),), outlet_score(match[2])


def _is_aside(part: str) -> bool:
    """What is said of the outlet before it: "in French", "paywalled", "citing two officials"."""
    if is_remark(part):
        return True
    return part[:1].islower() and " " in part and not is_known(part)


def _without_lead(text: str) -> str:
    """A bracket's text without its "via" or "with reporting by"."""
    folded = fold(text)
    for lead in table("outlets")["leads"] if folded.startswith(_leads()) else ():
        for end in (" ", ": ", " : "):
            if folded.startswith(lead + end):
                return text[len(lead) + len(end) :].strip()
    return text


@cache
def _leads() -> tuple[str, ...]:
    return tuple(table("outlets")["leads"])


def _may_be_named(name: str) -> bool:
    if fold(name) in listed("outlets", "never") or is_dated(name):
        return False
    is_named = name[:1].isupper() and capital_share(name) >= 0.75 and len(name) <= 40
    return is_named or (name.isalpha() and 2 < len(name) <= 14)


def _one(name: str, score: float, *, alike: bool) -> tuple[tuple[Source, ...], float] | None:
    bonus = weights("outlets")
    if score and alike:
        score += bonus["alike"]
    return ((Source(outlet=name),), min(1.0, score)) if score >= bonus["threshold"] else None


def _several(
    names: list[str], *, title: bool, alike: bool
) -> tuple[tuple[Source, ...], float] | None:
    bonus = weights("outlets")
    scores = [outlet_score(name) for name in names]
    people = [
        is_name(name) and score < bonus["threshold"]
        for name, score in zip(names, scores, strict=True)
    ]
    best = scores[-1] + (bonus["alike"] if alike and scores[-1] else 0)
    is_good = best >= bonus["threshold"] or (title and scores[-1] > 0)
    # "(A Name, Outlet)": a name before an outlet wrote for it; after a headline even before an
    # outlet that nothing else speaks for.
    if all(people[:-1]) and is_good and (title or not alike):
        return (Source(outlet=names[-1], authors=tuple(names[:-1])),), min(1.0, max(best, 0.6))
    good = [
        score + (bonus["alike"] if alike and score else 0) >= bonus["threshold"] for score in scores
    ]
    if alike and not title and any(good):
        # Where outlets are cited so, one may write itself in small letters.
        scores = [
            score or bonus["capitalised"] * _may_be_named(name)
            for name, score in zip(names, scores, strict=True)
        ]
    if all(good) or (any(good) and all(scores)):
        return tuple(Source(outlet=name) for name in names), sum(scores) / len(scores)
    return None
