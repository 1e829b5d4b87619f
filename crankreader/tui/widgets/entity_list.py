"""The entities pane: who and what the item being read names, by kind; the legend of colours."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from textual.message import Message

from crankreader.model import ENTITY_TYPES, VALUE_TYPES, EntityType, Marked
from crankreader.safety import one_line
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail

HEADINGS: dict[EntityType, str] = {
    "person": "People",
    "country": "Countries",
    "org": "Organisations",
    "outlet": "Outlets",
    "place": "Places",
    "weapon": "Weapons",
    "event": "Events",
    "date": "Dates",
    "money": "Money",
    "quantity": "Figures",
}


class Named(NamedTuple):
    """One entity of the item, and how often it is named; a heading when `times` is 0."""

    type: EntityType
    name: str
    entity: str | None = None
    times: int = 0


class EntityList(LineList[Named]):
    """The entities, the often named first."""

    class Opened(Message):
        """A person wants to know where else this is named."""

        def __init__(self, named: Named) -> None:
            super().__init__()
            self.named = named

    def __init__(self) -> None:
        super().__init__(id="entities")

    def show_entities(self, marked: Marked) -> None:
        rows = rows_of(marked)
        count = sum(1 for row in rows if row.times and row.type not in VALUE_TYPES)
        self.border_title = f"Entities {count}" if count else "Entities"
        self.show_rows(rows, 1)

    def can_rest(self, row: Named) -> bool:
        return row.times > 0

    def draw(self, row: Named, part: int, width: int) -> Pieces:
        if not row.times:
            return [(row.name, "heading")]
        pieces = [("  ", ""), (one_line(row.name), f"entity-{row.type}")]
        return with_tail(pieces, str(row.times), width)

    def choose(self) -> None:
        if self.row is not None and self.row.times:
            self.post_message(self.Opened(self.row))


def rows_of(marked: Marked) -> list[Named]:
    """A heading for each kind that occurs, and under it its names, most frequent first."""
    counts: Counter[tuple[EntityType, str | None, str]] = Counter()
    for mention in (*marked.title, *marked.text):
        name = mention.text if mention.type in VALUE_TYPES else mention.name or mention.text
        counts[mention.type, mention.entity, name] += 1
    rows: list[Named] = []
    for kind in ENTITY_TYPES:
        found = [(key, n) for key, n in counts.most_common() if key[0] == kind]
        if found:
            rows.append(Named(kind, HEADINGS[kind]))
            rows.extend(Named(kind, name, entity, n) for (_, entity, name), n in found)
    return rows
