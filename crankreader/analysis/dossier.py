"""What texts say of one entity: each sentence that names it, and the figures in them.

Pure: takes items with their mentions.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crankreader.analysis.sentences import Sentences
from crankreader.model import Entity, Item, Marked, Mention, Span


class Said(NamedTuple):
    """A sentence that names an entity."""

    item: str
    issue: str
    start: int
    end: int
    """Characters of the item's text, or of its title."""
    text: str
    in_title: bool = False
    spans: tuple[Span, ...] = ()
    """Where it names the entity, over `text`."""
    figures: tuple[str, ...] = ()
    """The amounts and counts in it."""


class Appearance(NamedTuple):
    """An issue that names an entity."""

    issue: str
    title: str
    date: str | None
    """A day, a month or a year."""
    mentions: int
    first_item: str
    """The first item of it that does."""


class Dossier(NamedTuple):
    """All that a library has about one entity. Copies, and what is in the trash, do not count."""

    entity: Entity
    mentions: int = 0
    items: int = 0
    issues: tuple[Appearance, ...] = ()
    """Newest first."""
    seen: tuple[tuple[str, int], ...] = ()
    """(words that stand for it, how often)."""
    companions: tuple[tuple[Entity, int], ...] = ()
    """(who else its items name, in how many of them)."""
    said: tuple[Said, ...] = ()
    """Newest issue first."""
    said_of: int = 0
    """How many of its items `said` was read from; the rest are older."""

    @property
    def first(self) -> str | None:
        """The earliest date of an issue that names it."""
        return min((each.date for each in self.issues if each.date), default=None)

    @property
    def last(self) -> str | None:
        return max((each.date for each in self.issues if each.date), default=None)


FIGURES = ("money", "quantity")


def said_of(entity: str, items: Iterable[tuple[Item, str, Marked]]) -> Iterator[Said]:
    """The sentences that name it, in the order of the items and then of their texts; an item
    stands with the id of its issue.
    """
    for item, issue, marked in items:
        place = (item.id, issue)
        yield from _said(entity, place, item.title or "", marked.title, in_title=True)
        yield from _said(entity, place, item.text, marked.text, in_title=False)


def _said(
    entity: str,
    place: tuple[str, str],
    text: str,
    mentions: tuple[Mention, ...],
    *,
    in_title: bool,
) -> Iterator[Said]:
    named = [mention for mention in mentions if mention.entity == entity]
    if not named:
        return
    sentences = Sentences(text)
    spans = [
        Span(0, len(text)) if in_title else sentences.at(each.start, each.end) for each in named
    ]
    starts = [mention.start for mention in mentions]
    for start, end in dict.fromkeys(spans):
        among = mentions[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
        inside = [mention for mention in among if mention.end <= end]
        yield Said(
            item=place[0],
            issue=place[1],
            start=start,
            end=end,
            text=text[start:end],
            in_title=in_title,
            spans=tuple(Span(m.start - start, m.end - start) for m in inside if m.entity == entity),
            figures=tuple(m.text for m in inside if m.type in FIGURES),
        )
