"""How the tests look at a parsed document: its words, and an outline that people can read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from crankreader.ingest.words import tokens
from crankreader.model import Issue, Item, Source
from crankreader.safety import clean

SHARED = Path(__file__).parents[2].parent / "shared"
_MARKER = re.compile(r"^\s*(?:\d{1,2}[.)]\s+)")


def document_words(text: str) -> Counter[str]:
    """The visible words of a text; the number of a numbered line is its form."""
    words: Counter[str] = Counter()
    for line in clean(text).split("\n"):
        words.update(tokens(_MARKER.sub("", line, count=1)))
    return words


def shown_words(issue: Issue) -> Counter[str]:
    """Every word that stands in what CONTRACT calls shown, or in furniture."""
    texts = [issue.title or "", issue.publication or "", *issue.authors, *issue.editors]
    texts += [part for field in issue.fields for part in field]
    texts += issue.furniture
    for section in issue.sections:
        texts.append(section.title or "")
        for item in section.items:
            texts += [item.title or "", *item.paragraphs, *item.captions, *item.authors]
            texts += [heading.title for heading in item.subheadings]
            texts += [link.text for link in item.related]
            for source in item.sources:
                texts += [
                    source.title or "",
                    source.outlet or "",
                    source.url or "",
                    *source.authors,
                ]
    words: Counter[str] = Counter()
    for text in texts:
        words.update(tokens(text))
    return words


def lost_words(text: str, issue: Issue) -> Counter[str]:
    return document_words(text) - shown_words(issue)


def outline(issue: Issue) -> str:
    """What the parser found, a line a thing."""
    head = [issue.kind, issue.publication, issue.title, issue.period, issue.date, issue.language]
    lines = [" · ".join(str(part or "–") for part in head)]
    for label, people in (("authors", issue.authors), ("editors", issue.editors)):
        if people:
            lines.append(f"{label}: {', '.join(people)}")
    lines += [f"{label} = {value}" for label, value in issue.fields]
    for section in issue.sections:
        lines.append(f"# {section.title or '–'}")
        for item in section.items:
            lines += _item_lines(item)
    lines += [f"~ {line}" for line in issue.furniture]
    return "\n".join(lines) + "\n"


def _item_lines(item: Item) -> list[str]:
    title = item.title or f"({item.display_title})"
    count = f"{len(item.paragraphs)}p"
    extra = [part for part in (item.date, ", ".join(item.authors)) if part]
    lines = [f"- {title} [{', '.join([count, *extra])}]"]
    lines += [f"    {heading.before}: {heading.title}" for heading in item.subheadings]
    lines += [f"    caption: {caption}" for caption in item.captions]
    lines += [f"    source: {_source(source)}" for source in item.sources]
    lines += [f"    related: {link.text}" for link in item.related]
    return lines


def _source(source: Source) -> str:
    parts = (", ".join(source.authors), source.title, source.outlet, source.url)
    return " / ".join(part for part in parts if part)
