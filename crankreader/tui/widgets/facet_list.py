"""The facets of a search: what its hits have in common, with counts, to narrow it by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.message import Message

from crankreader.query import narrowed, widened
from crankreader.safety import one_line
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail

FACETS: dict[str, tuple[str, str]] = {
    "publication": ("Publications", "publication"),
    "section": ("Sections", "section"),
    "outlet": ("Outlets", "source"),
    "entity": ("Names", "entity"),
    "month": ("Months", "date"),
    "state": ("State", "is"),
}
"""Facet → (its heading, the field of the query language that narrows by it)."""

SHOWN = 8
"""How many values of a facet are listed."""


class Facet(NamedTuple):
    """A value and how many hits have it; a heading when `hits` is 0."""

    facet: str
    value: str
    hits: int = 0
    is_chosen: bool = False
    """Whether the query narrows by it."""

    def narrowed(self, query: str) -> str:
        """The query narrowed to these hits; where it is so already, without that."""
        field = FACETS[self.facet][1]
        without = widened(query, field, self.value)
        return narrowed(query, field, one_line(self.value)) if without is None else without


class FacetList(LineList[Facet]):
    """Values under the headings of their facets."""

    class Chosen(Message):
        """A person narrows the search, or widens it again."""

        def __init__(self, facet: Facet) -> None:
            super().__init__()
            self.facet = facet

    def __init__(self) -> None:
        super().__init__(id="facets")

    def show_facets(
        self, facets: Mapping[str, tuple[tuple[str, int], ...]], query: str = ""
    ) -> None:
        """Take other values; the cursor stays on the one it is on, if that is still there."""
        rows: list[Facet] = []
        for name, (heading, field) in FACETS.items():
            values = [
                Facet(name, value, count, widened(query, field, value) is not None)
                for value, count in facets.get(name, ())
                if value and count > 0
            ]
            if values:
                rows.append(Facet(name, heading))
                rows.extend(values[:SHOWN])
                rows.extend(row for row in values[SHOWN:] if row.is_chosen)
        before = self.row
        same = (n for n, row in enumerate(rows) if before and row[:2] == before[:2])
        self.show_rows(rows, next(same, min(1, max(0, len(rows) - 1))))

    def can_rest(self, row: Facet) -> bool:
        return row.hits > 0

    def draw(self, row: Facet, part: int, width: int) -> Pieces:
        if not row.hits:
            return [(row.value, "heading")]
        sign = ("✓ ", "star") if row.is_chosen else ("  ", "")
        return with_tail([sign, (one_line(row.value), "")], f"{row.hits:,}", width)

    def choose(self) -> None:
        if self.row is not None and self.row.hits:
            self.post_message(self.Chosen(self.row))
