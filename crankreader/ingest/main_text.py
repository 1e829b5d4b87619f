"""Which blocks of a web page are its text and which are the page's: navigation, shares, comments.

Decides over blocks that are already there and throws none away. Knows the elements around a
block, not the tree; trafilatura, where it is installed, is asked for its opinion.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from crankreader.ingest.blocks import Block, ends_sentence
from crankreader.ingest.html_writer import Home, Place
from crankreader.ingest.words import listed, tokens

Homes = Sequence[Home]

_HINT = re.compile(r"[a-z]+")
_PROSE = 80
"""Characters of a paragraph from which on it speaks for the element around it."""
_LARGE = 0.5
"""Of all prose: what holds so much is no part of the page, whatever its class."""
_DOMINANT = 0.72
"""Of the prose around: an element with so much of it is looked into further."""
_LINKED = 0.6
"""Of a text: beyond this it is a list of links."""
_MOST_ASKED = 1 << 20
"""Characters of markup that trafilatura is asked about."""
_ARTICLE = 0.4
"""Of all text outside the page's parts: with so much prose in one element it is an article."""
_SMALLEST_OPINION = 0.2
"""Of the text found here: less than that has missed the article."""
_LEAST = 200
"""Characters: less cannot be what the page is there for."""
_GAP = 3
_PAGE_TAGS = frozenset(("nav", "article", "main", "footer", "header", "aside", "section"))


@dataclass(frozen=True, slots=True)
class _View:
    """What counts about each block."""

    prose: list[float]
    """Characters of prose, links taken off; 0 for anything short."""
    linked: list[float]
    """Share of the text that is links."""
    aside: list[bool]
    """In a part of the page that says it is none of the text."""


def aside_of(
    blocks: Sequence[Block], homes: Homes, markup: str, title: str | None = None
) -> tuple[int, ...]:
    """The numbers of the blocks that are no text; none for a page laid out like a mail.

    `title` is the page's own, as its head gives it.
    """
    if not blocks or is_mail_like(blocks, homes):
        return ()
    view = _view(blocks, homes)
    kept = {at for at in range(len(blocks)) if not view.aside[at]}
    container = _container(homes, view)
    inside = _inside(homes, container)
    prose = sum(view.prose[at] for at in inside if at in kept)
    is_article = prose >= _ARTICLE * _size(blocks, kept)
    main = (kept & set(inside)) - _link_lists(blocks, inside, view) if is_article else kept
    opinion = _asked(blocks, markup)
    if is_article:
        # A short text may stand in the menu as well; where the page names its parts, it is right.
        opinion &= kept
    if _size(blocks, opinion) >= (_SMALLEST_OPINION if is_article else _ARTICLE) * _size(
        blocks, main
    ):
        main = _filled(opinion, main)
        is_article = True
    if is_article and main:
        main |= _title(blocks, homes, view, main, title)
    if _size(blocks, main) < _LEAST:
        return ()
    return tuple(at for at in range(len(blocks)) if at not in main)


def _size(blocks: Sequence[Block], among: set[int]) -> int:
    return sum(len(blocks[at].text) for at in among)


def is_mail_like(blocks: Sequence[Block], homes: Homes) -> bool:
    """Laid out in tables as mails are, without any element that only web pages have."""
    places = _places(homes)
    if any(place.tag in _PAGE_TAGS for place in places):
        return False
    cells = _within(places, {place for place in places if place.tag in ("td", "th")})
    in_cells = sum(
        len(block.text) for block, home in zip(blocks, homes, strict=True) if home.place in cells
    )
    if in_cells >= 0.5 * sum(len(block.text) for block in blocks):
        return True
    return not any(_hints(place.hint) & listed("main_text", "furniture") for place in places)


def _places(homes: Homes) -> list[Place]:
    """All elements around the blocks, outer ones first."""
    seen: dict[Place, None] = {}
    for home in homes:
        chain = []
        place = home.place
        while place is not None and place not in seen:
            chain.append(place)
            place = place.outer
        seen.update(dict.fromkeys(reversed(chain)))
    return list(seen)


def _within(places: Sequence[Place], these: AbstractSet[Place]) -> set[Place]:
    """These elements and all inside them; `places` has outer ones first."""
    found: set[Place] = set()
    for place in places:
        if place in these or place.outer in found:
            found.add(place)
    return found


def _held(places: Sequence[Place], homes: Homes, weights: Sequence[float]) -> dict[Place, float]:
    """How much weight of the blocks stands in each element."""
    held = dict.fromkeys(places, 0.0)
    for home, weight in zip(homes, weights, strict=True):
        if home.place is not None:
            held[home.place] += weight
    for place in reversed(places):
        if place.outer is not None:
            held[place.outer] += held[place]
    return held


def _view(blocks: Sequence[Block], homes: Homes) -> _View:
    prose, linked = [], []
    for block, home in zip(blocks, homes, strict=True):
        length = len(block.text)
        linked.append(home.linked / max(1, length))
        is_text = block.kind in ("paragraph", "quote", "item") and length >= _PROSE
        prose.append(float(length - home.linked) if is_text else 0.0)
    places = _places(homes)
    held = _held(places, homes, prose)
    least = _LARGE * sum(prose)
    main = _within(places, {p for p in places if p.tag in listed("main_text", "main_tags")})
    parts = {
        place
        for place in places
        if not held[place] >= least > 0 and _is_furniture(place, place.outer in main)
    }
    aside = _within(places, parts)
    return _View(prose, linked, [home.place in aside for home in homes])


def _is_furniture(place: Place, is_in_main: bool) -> bool:
    if place.tag in listed("main_text", "furniture_tags"):
        return True
    if place.tag == "header":
        return not is_in_main
    return bool(place.hint) and bool(_hints(place.hint) & listed("main_text", "furniture"))


@cache
def _hints(hint: str) -> frozenset[str]:
    return frozenset(_HINT.findall(hint))


def _container(homes: Homes, view: _View) -> Place | None:
    """The innermost element that holds nearly all of the prose."""
    places = _places(homes)
    weights = [
        0.0 if is_aside else weight for weight, is_aside in zip(view.prose, view.aside, strict=True)
    ]
    held = _held(places, homes, weights)
    total = sum(weights)
    if not total:
        return None
    marked = [
        place
        for place in places
        if place.tag in listed("main_text", "main_tags") or "articlebody" in _hints(place.hint)
    ]
    best = max(marked, key=lambda place: (held[place], place.depth), default=None)
    if best is not None and held[best] >= _LARGE * total:
        return best
    inner = [place for place in places if held[place] >= _DOMINANT * total]
    return max(inner, key=lambda place: place.depth, default=None)


def _inside(homes: Homes, container: Place | None) -> list[int]:
    if container is None:
        return []
    inner = _within(_places(homes), {container})
    return [at for at, home in enumerate(homes) if home.place in inner]


def _link_lists(blocks: Sequence[Block], inside: Sequence[int], view: _View) -> set[int]:
    """Runs of three or more texts that are hardly anything but links, with their heading."""
    found: set[int] = set()
    run: list[int] = []
    for at in [*inside, -1]:
        is_linked = at >= 0 and view.linked[at] >= _LINKED and not ends_sentence(blocks[at].text)
        if is_linked:
            run.append(at)
            continue
        if len(run) >= 3:
            found.update(run)
        run = []
    for at in inside:
        if blocks[at].kind == "heading" and at + 1 in found and blocks[at].mark != "#1":
            found.add(at)
    return found


def _asked(blocks: Sequence[Block], markup: str) -> set[int]:
    """The blocks that trafilatura takes for text; none where it is not installed."""
    extract = _extractor()
    if extract is None or len(markup) > _MOST_ASKED:
        return set()
    said = extract(markup, include_comments=False, include_tables=True, include_formatting=False)
    if not said:
        return set()
    # Words are compared, not characters: it writes lists and tables in its own way.
    whole = " " + " ".join(tokens(said)) + " "
    found: set[int] = set()
    for at, block in enumerate(blocks):
        words = " ".join(tokens(block.text))
        if words and f" {words} " in whole:
            found.add(at)
    return _runs(blocks, found)


@cache
def _extractor() -> Callable[..., str | None] | None:
    """Trafilatura's; None where it, or something that it needs, is not installed."""
    try:
        import trafilatura
    except ImportError:
        return None
    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura.extract


def _runs(blocks: Sequence[Block], found: set[int]) -> set[int]:
    """Without single short texts far from all others, which stand in the menu as well."""
    return {
        at
        for at in found
        if len(blocks[at].text) >= _PROSE
        or any(
            near in found and len(blocks[near].text) >= _PROSE
            for near in range(at - 2 * _GAP, at + 2 * _GAP + 1)
        )
    }


def _filled(opinion: set[int], main: set[int]) -> set[int]:
    """What was agreed on, and what stands between: sub-headings, captions, lists."""
    ordered = sorted(opinion)
    filled = set(opinion)
    for left, right in pairwise(ordered):
        between = range(left + 1, right)
        filled.update(at for at in between if at in main or len(between) <= 1)
    first, last = ordered[0], ordered[-1]
    filled.update(at for at in range(first - _GAP, first) if at in main)
    filled.update(at for at in range(last + 1, last + _GAP + 1) if at in main)
    return filled


def _title(
    blocks: Sequence[Block], homes: Homes, view: _View, main: set[int], title: str | None
) -> set[int]:
    """The page's title above its text, and what stands between them."""
    first = min(main)
    told = tokens(title or "")
    opening = sorted(main)[:_GAP]
    if any(tokens(blocks[at].text) == told for at in opening):
        return set()
    above = range(first - 1, -1, -1)
    at = next((at for at in above if told and tokens(blocks[at].text) == told), None)
    if at is None and not any(blocks[at].kind == "heading" for at in opening):
        at = next((at for at in above if blocks[at].mark == "#1"), None)
    if at is None or _tags_around(homes[at]) & {"nav", "footer", "aside", "form"}:
        return set()
    between = range(at + 1, first)
    kept = {near for near in between if not view.aside[near] and view.linked[near] < _LINKED}
    return {at} | (kept if len(between) <= 2 * _GAP else set())


def _tags_around(home: Home) -> set[str]:
    found = set()
    place = home.place
    while place is not None:
        found.add(place.tag)
        place = place.outer
    return found
