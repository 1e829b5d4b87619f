"""Numbered notes: "[2]" in a text, and what stands under that number at the end.

Takes lists of numbered addresses aside and gives items the sources that their numbers name.
Knows nothing of how the items were found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crankreader.ingest.blocks import is_address, trimmed_url, urls, word_count
from crankreader.ingest.citations import listed_title
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.headings import Heading
from crankreader.model import Source
from crankreader.safety import safe_url

_NOTE = re.compile(r"\[(\d{1,3})\]\s+(\S.*)$", re.DOTALL)
_NUMBERS = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9})\]")
_LAST_NUMBER = re.compile(r"\s*\[\d{1,3}\]$")


def take_addresses(draft: Draft, among: Sequence[int]) -> tuple[list[int], dict[int, Source]]:
    """Puts lists of numbered addresses aside, with their heading; gives what is left, and them."""
    found: dict[int, Source] = {}
    taken: set[int] = set()
    for place, at in enumerate(among):
        match = _NOTE.match(draft.blocks[at].text)
        if match is None or not is_address(match[2]) or not urls(match[2]):
            continue
        url = safe_url(trimmed_url(match[2].strip("<>() ")))
        if url is None:
            continue
        found[int(match[1])] = Source(url=url)
        taken.add(at)
        above = among[place - 1] if place else None
        if above is not None and above not in taken and _is_label(draft, above):
            taken.add(above)
    if len(found) < 2:
        return list(among), {}
    for at in taken:
        draft.put_aside(at)
    return [at for at in among if at not in taken], found


def _is_label(draft: Draft, at: int) -> bool:
    block = draft.blocks[at]
    is_short = word_count(block.text) <= 2
    return is_short and (block.kind == "heading" or block.text.endswith(":"))


def cited_notes(draft: Draft, heads: Mapping[int, Heading]) -> dict[int, Source]:
    """The works that are cited under a number."""
    found: dict[int, Source] = {}
    for at, heading in heads.items():
        match = _NOTE.match(draft.blocks[at].text)
        if match is not None and heading.cited is not None and heading.cited.sources:
            found[int(match[1])] = heading.cited.sources[0]._replace(title=heading.cited.text)
    return found


def listed_notes(draft: Draft, among: Sequence[int]) -> dict[int, Source]:
    """The same where headings are marked, and a work is known by its line alone."""
    found: dict[int, Source] = {}
    for at in among:
        match = _NOTE.match(draft.blocks[at].text)
        work = listed_title(match[2]) if match is not None else None
        if match is not None and work is not None and work.sources:
            found[int(match[1])] = work.sources[0]._replace(title=work.text)
    return found


def give_sources(draft: Draft, notes: Mapping[int, Source]) -> None:
    """Adds to each item what the numbers in its title and texts name."""
    if not notes:
        return
    for section in draft.sections:
        for item in section.items:
            _give(item, notes)


def _give(item: ItemDraft, notes: Mapping[int, Source]) -> None:
    numbers: list[int] = []
    for text in (item.title or "", *item.paragraphs):
        for match in _NUMBERS.finditer(text) if "[" in text else ():
            numbers += _spelled_out(match[1])
    sources = [notes[number] for number in dict.fromkeys(numbers) if number in notes]
    fresh = [source for source in sources if source not in item.sources]
    if not fresh:
        return
    named = [source for source in item.sources if source.url is None and source.title is None]
    if len(fresh) == len(named) == 1 and fresh[0] == Source(url=fresh[0].url):
        item.sources[item.sources.index(named[0])] = named[0]._replace(url=fresh[0].url)
    else:
        item.sources += fresh
    item.because("sources", "numbers in the text name notes of the document", 0.9)
    if item.title:
        item.title = _LAST_NUMBER.sub("", item.title) or item.title


def _spelled_out(numbers: str) -> list[int]:
    """ "2, 4-6" → 2, 4, 5, 6."""
    found: list[int] = []
    for part in re.split(r"\s?[,;]\s?", numbers):
        ends = [int(end) for end in re.split(r"\s?[–-]\s?", part) if end]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + 20:
            found += range(ends[0], ends[1] + 1)
        else:
            found += ends
    return found
