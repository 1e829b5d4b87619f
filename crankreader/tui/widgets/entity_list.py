"""The entities pane: who and what the item being read names, by kind; the legend of colours."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from textual.message import Message

from crankreader.model import ENTITY_TYPES, VALUE_TYPES, EntityType, Marked, Mention
from crankreader.safety import one_line
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail

HEADINGS: dict[EntityType, tuple[str, str]] = {
    "person": ("p", "People"),
    "country": ("c", "Countries"),
    "org": ("o", "Organisations"),
    "outlet": ("u", "Outlets"),
    "place": ("l", "Places"),
    "weapon": ("w", "Weapons"),
    "event": ("e", "Events"),
    "date": ("d", "Dates"),
    "money": ("m", "Money"),
    "quantity": ("q", "Figures"),
}
"""The letter of a kind and what it is called: the legend, and the keys that give a kind."""
EARLY = 0.2
"""The share of a text in which a name stands early."""
COMMON = 200
"""Mentions in the library after which a name is no rarer than any other."""


class Named(NamedTuple):
    """One entity of the item, and how often it is named; a heading when `times` is 0."""

    type: EntityType
    name: str
    entity: str | None = None
    times: int = 0
    texts: tuple[str, ...] = ()
    """The words that stand for it here."""


class EntityList(LineList[Named]):
    """The entities by kind, those first that the item is about."""

    class Opened(Message):
        """A person wants to know where else this is named."""

        def __init__(self, named: Named) -> None:
            super().__init__()
            self.named = named

    def __init__(self) -> None:
        super().__init__(id="entities")
        self.wanted = ""
        """Only what has these letters in its name or its kind is shown."""
        self._all: list[Named] = []

    def show_entities(
        self, marked: Marked, common: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self._all = rows_of(marked, common)
        self._show()

    def narrow(self, wanted: str) -> None:
        """Show only what has these letters in its name or its kind; "" shows all."""
        self.wanted = wanted.strip()
        self._show()

    def _show(self) -> None:
        rows = narrowed(self._all, self.wanted)
        count = sum(1 for row in rows if row.times and row.type not in VALUE_TYPES)
        title = f"Entities {count}" if count else "Entities"
        self.border_title = f"{title} · {one_line(self.wanted, 12)}" if self.wanted else title
        self.show_rows(rows, 1)

    def can_rest(self, row: Named) -> bool:
        return row.times > 0

    def draw(self, row: Named, part: int, width: int) -> Pieces:
        if not row.times:
            letter = HEADINGS[row.type][0]
            return [(letter, f"entity-{row.type}"), (f" {row.name}", "heading")]
        pieces = [("  ", ""), (one_line(row.name), f"entity-{row.type}")]
        return with_tail(pieces, str(row.times), width)

    def choose(self) -> None:
        if self.row is not None and self.row.times:
            self.post_message(self.Opened(self.row))


def rows_of(marked: Marked, common: Mapping[str, int] = MappingProxyType({})) -> list[Named]:
    """A heading for each kind that occurs, and under it its names, the salient ones first."""
    found: dict[tuple[EntityType, str | None, str], list[tuple[float, Mention]]] = {}
    for position, mention in _placed(marked):
        name = mention.text if mention.type in VALUE_TYPES else mention.name or mention.text
        found.setdefault((mention.type, mention.entity, name), []).append((position, mention))
    rows: list[Named] = []
    for kind in ENTITY_TYPES:
        names = [(key, places) for key, places in found.items() if key[0] == kind]
        names.sort(key=lambda each: -_salience(each[1], common.get(each[0][1] or "", 0)))
        if names:
            rows.append(Named(kind, HEADINGS[kind][1]))
        for (_, entity, name), places in names:
            texts = tuple(dict.fromkeys(mention.text for _, mention in places))
            rows.append(Named(kind, name, entity, len(places), texts))
    return rows


def narrowed(rows: list[Named], wanted: str) -> list[Named]:
    """The rows with these letters in them, under their headings."""
    wanted = wanted.casefold()
    kinds = {row.type for row in rows if not row.times and wanted in row.name.casefold()}
    fits = [
        row.times > 0
        and (row.type in kinds or any(wanted in text.casefold() for text in _called(row)))
        for row in rows
    ]
    shown = {row.type for row, is_fit in zip(rows, fits, strict=True) if is_fit}
    return [
        row
        for row, is_fit in zip(rows, fits, strict=True)
        if is_fit or (not row.times and row.type in shown)
    ]


def _called(row: Named) -> tuple[str, ...]:
    return (row.name, *row.texts)


def _placed(marked: Marked) -> Iterator[tuple[float, Mention]]:
    """Each mention with how far into the item it stands: -1 in the title, else 0 to 1."""
    length = max((mention.end for mention in marked.text), default=1)
    yield from ((-1.0, mention) for mention in marked.title)
    yield from ((mention.start / length, mention) for mention in marked.text)


def _salience(places: list[tuple[float, Mention]], in_library: int) -> float:
    """How much an item is about a name: often in it, in its title, early, rare elsewhere."""
    first = min(position for position, _ in places)
    rarity = math.log2(COMMON / max(1, min(COMMON, in_library)))
    return math.log2(1 + len(places)) + 1.5 * (first < 0) + (first < EARLY) + 0.2 * rarity
