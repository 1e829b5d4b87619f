"""Rows of the screens, made up."""

from __future__ import annotations

from typing import Any

from crankreader.analysis import Appearance, Dossier, Said
from crankreader.model import Entity, EntityType, IssueRow, PublicationRow, Span
from tests.builders import issue_id, item_id


def make_issue_row(key: object = 1, **fields: Any) -> IssueRow:
    values: dict[str, Any] = {
        "id": issue_id(key),
        "publication": "The Letter",
        "title": f"Issue {key}",
        "display_title": f"Issue {key}",
        "kind": "newsletter",
        "period": None,
        "date": None,
        "unread": 2,
        "items": 2,
    }
    return IssueRow(**{**values, **fields})


def make_publication(name: str | None, issues: int, **fields: Any) -> PublicationRow:
    return PublicationRow(name, issues, unread=issues, items=issues, **fields)


def make_entity(name: str = "Lake Board", type: EntityType = "org", **fields: Any) -> Entity:
    values: dict[str, Any] = {"id": f"{type}/{name.lower().replace(' ', '-')}", "type": type}
    return Entity(**{**values, "name": name, **fields})


def make_said(key: object, text: str, name: str = "Lake Board", **fields: Any) -> Said:
    """A sentence of item `key` that is all its text."""
    at = text.find(name)
    values: dict[str, Any] = {
        "item": item_id(key),
        "issue": issue_id(key),
        "start": 0,
        "end": len(text),
        "text": text,
        "spans": (Span(at, at + len(name)),) if at >= 0 else (),
    }
    return Said(**{**values, **fields})


def make_dossier(*said: Said, **fields: Any) -> Dossier:
    """What these sentences say of the Lake Board, an issue for each item."""
    items = list(dict.fromkeys((each.issue, each.item) for each in said))
    values: dict[str, Any] = {
        "entity": make_entity(),
        "mentions": len(said),
        "items": len(items),
        "issues": tuple(
            Appearance(issue, f"Letter {n}", f"2031-0{1 + n % 9}-01", 1, item)
            for n, (issue, item) in enumerate(items)
        ),
        "said": said,
        "said_of": len(items),
    }
    return Dossier(**{**values, **fields})
