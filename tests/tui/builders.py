"""Rows of the screens, made up."""

from __future__ import annotations

from typing import Any

from crankreader.model import IssueRow, PublicationRow
from tests.builders import issue_id


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
