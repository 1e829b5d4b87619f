"""What a search is held to: an issue, or a section of one. Knows the reader; no widget, no key."""

from __future__ import annotations

from typing import NamedTuple

from crankreader.model import Place
from crankreader.reader import Reader
from crankreader.tui.widgets.issue_list import label_of


class Scope(NamedTuple):
    """An issue, or one section of it."""

    issue: str
    said: str
    """"October 2024 › Links"."""
    section: int | None = None
    """Its number; None for the whole issue."""

    def items(self, reader: Reader) -> frozenset[str]:
        """What stands there by now; nothing where the issue is no longer there."""
        if not reader.holds(self.issue):
            return frozenset()
        rows = reader.outline(self.issue).rows
        return frozenset(
            row.id for row in rows if self.section is None or row.section_number == self.section
        )


def scopes_at(reader: Reader, place: Place) -> tuple[Scope, ...]:
    """The issue of a place, and its section where the issue has several."""
    if place.issue is None or not reader.holds(place.issue):
        return ()
    outline = reader.outline(place.issue)
    issue = Scope(place.issue, label_of(outline.issue))
    row = next((row for row in outline.rows if row.id == place.item), None)
    numbers = {each.section_number for each in outline.rows}
    if row is None or len(numbers) < 2:
        return (issue,)
    section = f"{issue.said} › {row.section or 'without a heading'}"
    return issue, Scope(place.issue, section, row.section_number)


def next_scope(scope: Scope | None, scopes: tuple[Scope, ...]) -> Scope | None:
    """What comes after everything, after the issue, and after its section."""
    if scope is None:
        return scopes[0] if scopes else None
    at = scopes.index(scope) if scope in scopes else len(scopes)
    return scopes[at + 1] if at + 1 < len(scopes) else None
