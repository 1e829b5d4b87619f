"""What texts say of one entity: each sentence that names it, and the figures in them.

Pure: takes items with their mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crankreader.analysis.sentences import sentence_at
from crankreader.model import Item, Marked, Mention, Said, Span

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
    spans = [
        Span(0, len(text)) if in_title else sentence_at(text, each.start, each.end)
        for each in named
    ]
    for start, end in dict.fromkeys(spans):
        inside = [m for m in mentions if start <= m.start and m.end <= end]
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
