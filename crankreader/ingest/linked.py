"""Citations told by links: a name that is linked where a text ends, or in a line of its own.

For formats that mark links. Judges one block at a time; knows nothing of the item around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crankreader.ingest import furniture
from crankreader.ingest.blocks import Block, capital_share, word_count
from crankreader.ingest.outlets import cited_in, is_dated, is_remark, outlet_score, top_parts
from crankreader.ingest.people import byline, names
from crankreader.ingest.words import fold, listed, table
from crankreader.model import Link, Source

_BETWEEN = re.compile(r"[\s,;:/|&·•()\[\]–—-]+|\b(?:and|und|et|y|e|en|och|og)\b")
_ENDS = re.compile(r"[.!?…”»\"')\]\d]\s*[–—-]?\s*$")
_OPENS = re.compile(r"\s*[(\[–—]\s*([^()\[\]]{0,40})$")
_LONGEST = 8
"""Words of an outlet's name."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A text without its citation; "" where the whole block was one."""

    text: str
    sources: tuple[Source, ...]
    raw: str


def cited_by_links(block: Block) -> Cited | None:
    """What a block's last words cite, by their mark-up or their links; None when they do not."""
    if block.kind == "heading" or block.mark == "table":
        return None
    return _marked(block) or _line_of_names(block) or _linked_end(block)


def _marked(block: Block) -> Cited | None:
    """The last words stand in an element for citations."""
    if not block.tail:
        return None
    body, raw = block.text[: -block.tail].rstrip(" ([–—-"), block.text[-block.tail :]
    name = raw.strip(" ()[]–—-")
    if not body or not 0 < word_count(name) <= _LONGEST:
        return None
    link = next((link for link in block.links if link.text.strip() == name), None)
    if link is not None:
        return Cited(body, (_source(link),), raw)
    found = cited_in(name, title=False, alike=True)
    return Cited(body, found[0] if found is not None else (Source(outlet=name),), raw)


def _line_of_names(block: Block) -> Cited | None:
    """ "via X", "Sources: X, 3 May; Y": a label, and names that are linked."""
    links = _names(block)
    if not links or len(block.text) > 240:
        return None
    first = links[0].span.start if links[0].span else 0
    label = fold(block.text[:first]).strip(" :–—-([")
    if label not in _labels() or not _is_rest_idle(block.text[first:], links):
        return None
    return Cited("", tuple(_source(link) for link in links), block.text)


def _linked_end(block: Block) -> Cited | None:
    """Names that are linked behind the last sentence, in brackets or not."""
    names: list[Link] = []
    end = len(block.text)
    for link in reversed(_names(block)):
        assert link.span is not None
        behind = block.text[link.span.end : end]
        if not _is_rest_idle(behind, []):
            break
        names.insert(0, link)
        end = link.span.start
    if not names or end == 0:
        return None
    body = block.text[:end]
    opened = _OPENS.search(body)
    if opened is not None:
        lead = fold(opened[1]).strip(" :")
        is_sure = lead in _labels()
        if lead and not is_sure:
            return None
        body = body[: opened.start()]
    elif _ENDS.search(body) is None:
        return None
    else:
        is_sure = False
    if not all(_is_name(link, is_sure=is_sure) for link in names):
        return None
    body = body.rstrip(" –—-([")
    if block.text.rstrip()[-1:] == "." and body[-1:].isalnum():
        body += "."
    return Cited(body, tuple(map(_source, names)), block.text[end:]) if body else None


def _names(block: Block) -> list[Link]:
    return [
        link
        for link in block.links
        if link.span is not None and link.url and link.url.startswith("http")
    ]


def _is_name(link: Link, *, is_sure: bool) -> bool:
    """The text of a link is shaped like an outlet's name, and asks for nothing."""
    name = link.text.strip()
    if not 0 < word_count(name) <= _LONGEST or furniture.is_pointer(name):
        return False
    if is_dated(name) or is_remark(name):
        return False
    if is_sure:
        return name[:1].isupper() or outlet_score(name) > 0
    return outlet_score(name) > 0 and capital_share(name) >= 0.75 and word_count(name) <= 5


def _is_rest_idle(text: str, links: list[Link]) -> bool:
    """Without the names of links there are but separators and dates in it."""
    for link in links:
        text = text.replace(link.text, " ", 1)
    rest = _BETWEEN.sub(" ", text).strip(" .")
    return not rest or (len(rest) <= 24 and is_dated(rest))


def _labels() -> frozenset[str]:
    leads = frozenset(fold(lead).rstrip(":") for lead in table("outlets")["leads"])
    return leads | listed("headings", "source_labels") - {"in", "by", "see", "with", "nach", "avec"}


def _source(link: Link) -> Source:
    return Source(outlet=link.text.strip(" .,;:()[]–—-"), url=link.url)


def listed_work(block: Block) -> Source | None:
    """An entry of a list of works: a linked title, who wrote it before or behind, and an outlet.

    None where words are left that are none of these.
    """
    link = next(iter(_names(block)), None)
    if link is None or link.span is None or "\n" in block.text or len(block.text) > 300:
        return None
    before = block.text[: link.span.start].strip(' ,:;–—-“”"«»*')
    writers = names(before) if before else ()
    if before and not writers:
        return None
    outlet: str | None = None
    for part in top_parts(block.text[link.span.end :].strip(' ,:;.–—-“”"«»*()')):
        signed = byline(part)
        if signed:
            writers = (*writers, *signed)
        elif is_dated(part):
            continue
        elif outlet is None and 0 < word_count(part) <= _LONGEST and part[:1].isupper():
            outlet = part
        else:
            return None
    return Source(outlet, writers, link.text.strip(' “”"«»*'), link.url)
