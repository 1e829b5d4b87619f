"""Issues and items as plain data: the shapes that `parse`, `show` and `annotate` print.

Knows no file and no JSON; what a document does not say is None, never left out.
"""

from __future__ import annotations

from typing import Any

from crankreader.model import Issue, Item, Link, Mention, Reading, Section, Source


def issue_document(issue: Issue, *, explain: bool = False) -> dict[str, Any]:
    """One issue with all it holds; with `explain` also why its values are what they are."""
    document: dict[str, Any] = {
        "id": issue.id,
        "path": issue.path,
        "member": issue.member,
        "url": issue.url,
        "format": issue.format,
        "kind": issue.kind,
        "publication": issue.publication,
        "title": issue.title,
        "display_title": issue.display_title,
        "period": issue.period,
        "date": issue.date,
        "language": issue.language,
        "authors": list(issue.authors),
        "editors": list(issue.editors),
        "fields": _fields(issue),
        "sections": [_section_document(section) for section in issue.sections],
        "furniture": list(issue.furniture),
        "furniture_links": [_link_document(link) for link in issue.unplaced],
        "warnings": list(issue.warnings),
    }
    if explain:
        document["reasons"] = [
            {"of": reason.of, "why": reason.why, "confidence": reason.confidence}
            for reason in issue.reasons
        ]
    return document


def item_document(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "display_title": item.display_title,
        "date": item.date,
        "authors": list(item.authors),
        "paragraphs": list(item.paragraphs),
        "subheadings": [[heading.before, heading.title] for heading in item.subheadings],
        "captions": list(item.captions),
        "sources": [_source_document(source) for source in item.sources],
        "related": [{"title": link.text, "url": link.url} for link in item.related],
        "links": [_link_document(link) for link in item.links],
    }


def reading_document(reading: Reading) -> dict[str, Any]:
    """An item with its place, its mentions and what a person did with it."""
    row = reading.row
    return {
        **item_document(reading.item),
        "issue": reading.issue.id,
        "section": row.section,
        "publication": reading.issue.publication,
        "mentions": [mention_document(mention) for mention in reading.marked.text],
        "title_mentions": [mention_document(mention) for mention in reading.marked.title],
        "read": row.is_read,
        "starred": row.is_starred,
        "tags": list(row.tags),
        "note": reading.note,
        "copy_of": row.copy_of,
    }


def mention_document(mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "type": mention.type,
        "entity": mention.entity,
        "name": mention.name,
        "value": mention.value,
        "unit": mention.unit,
    }


def _link_document(link: Link) -> dict[str, Any]:
    """A link; `original` is its address with what tracks a person, where it had that."""
    return {"text": link.text, "url": link.url, "original": link.original}


def _fields(issue: Issue) -> dict[str, str]:
    """Each field once; what a document gives under one name twice stands in one value."""
    fields: dict[str, str] = {}
    for name, value in issue.fields:
        fields[name] = f"{fields[name]}; {value}" if name in fields else value
    return fields


def _section_document(section: Section) -> dict[str, Any]:
    return {"title": section.title, "items": [item_document(item) for item in section.items]}


def _source_document(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "authors": list(source.authors),
        "outlet": source.outlet,
        "url": source.url,
    }
