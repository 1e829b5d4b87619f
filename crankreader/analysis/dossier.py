"""What texts say of one entity: each sentence that names it, and the figures in them.

Pure: takes items with their mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crankreader.analysis.sentences import sentence_at
from crankreader.model import Item, Marked, Mention, Said, Span

FIGURES = ("money", "quantity")


def said_of(entity: str, items: Iterable[tuple[Item, Marked]]) -> Iterator[Said]:
    """The sentences that name it, in the order of the items and then of their texts."""
    for item, marked in items:
        yield from _said(entity, item.id, item.title or "", marked.title, in_title=True)
        yield from _said(entity, item.id, item.text, marked.text, in_title=False)


def _said(
    entity: str, item: str, text: str, mentions: tuple[Mention, ...], *, in_title: bool
) -> Iterator[Said]:
    named = [mention for mention in mentions if mention.entity == entity]
    spans = [
        Span(0, len(text)) if in_title else sentence_at(text, each.start, each.end)
        for each in named
    ]
    for start, end in dict.fromkeys(spans):
        inside = [m for m in mentions if start <= m.start and m.end <= end]
        yield Said(
            item=item,
            start=start,
            end=end,
            text=text[start:end],
            in_title=in_title,
            spans=tuple(Span(m.start - start, m.end - start) for m in inside if m.entity == entity),
            figures=tuple(m.text for m in inside if m.type in FIGURES),
        )
