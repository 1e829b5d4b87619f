"""The facets of a search: what its hits have in common, with counts, to narrow it by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.message import Message

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

    @property
    def term(self) -> str:
        """What narrows a query to these hits."""
        field = FACETS[self.facet][1]
        if self.facet in ("month", "state"):
            return f"{field}:{self.value}"
        quoted = self.value.replace('"', "")
        return f'{field}:"{quoted}"'


class FacetList(LineList[Facet]):
    """Values under the headings of their facets."""

    class Chosen(Message):
        """A person narrows the search."""

        def __init__(self, facet: Facet) -> None:
            super().__init__()
            self.facet = facet

    def __init__(self) -> None:
        super().__init__(id="facets")

    def show_facets(self, facets: Mapping[str, tuple[tuple[str, int], ...]]) -> None:
        rows: list[Facet] = []
        for name, (heading, _) in FACETS.items():
            values = [(value, count) for value, count in facets.get(name, ()) if value and count]
            if values:
                rows.append(Facet(name, heading))
                rows.extend(Facet(name, value, count) for value, count in values[:SHOWN])
        self.show_rows(rows, 1)

    def can_rest(self, row: Facet) -> bool:
        return row.hits > 0

    def draw(self, row: Facet, part: int, width: int) -> Pieces:
        if not row.hits:
            return [(row.value, "heading")]
        return with_tail([("  ", ""), (one_line(row.value), "")], f"{row.hits:,}", width)

    def choose(self) -> None:
        if self.row is not None and self.row.hits:
            self.post_message(self.Chosen(self.row))
