"""A card that asks what kind of thing a name is: one key each."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crankreader.model import EntityType
from crankreader.safety import clean
from crankreader.tui.chords import Key
from crankreader.tui.keymaps import KINDS
from crankreader.tui.screens.keyed import KeyedModal
from crankreader.tui.widgets.bars import Footer
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail


class KindList(LineList[Key]):
    """The kinds, each in its colour with its key; the present one is said."""

    present: EntityType | None = None

    def draw(self, row: Key, part: int, width: int) -> Pieces:
        kind = row.id.removeprefix("kind.")
        pieces = [(f" {row.keys[0]}  ", "number"), (row.says, f"entity-{kind}")]
        return with_tail(pieces, "as it is " if kind == self.present else "", width)

    def choose(self) -> None:
        if self.row is not None and isinstance(self.screen, KindCard):
            self.screen.take_kind(self.row.id)


class KindCard(KeyedModal[EntityType | None]):
    """Gives the kind that was chosen, or None."""

    KEYS = KINDS

    def __init__(self, name: str, present: EntityType | None) -> None:
        super().__init__({})
        self.name_of_it = name
        self.present: EntityType | None = present

    def compose(self) -> ComposeResult:
        yield Box(
            Static(Content(clean(f"What is {self.name_of_it}?")), id="question"),
            KindList(id="kinds"),
            Footer(),
            id="box",
        )

    def on_mount(self) -> None:
        kinds = self.query_one(KindList)
        kinds.present = self.present
        rows = [row for row in self.KEYS if row.id.startswith("kind.") and "kind(" in row.act]
        at = next((n for n, row in enumerate(rows) if row.id == f"kind.{self.present}"), 0)
        kinds.show_rows(rows, at)
        kinds.focus()

    def take_kind(self, id: str) -> None:
        kind: EntityType = id.removeprefix("kind.")  # type: ignore[assignment]
        self.dismiss(None if kind == self.present else kind)

    def action_kind(self, kind: EntityType) -> None:
        self.take_kind(f"kind.{kind}")

    def action_line(self, step: int) -> None:
        self.query_one(KindList).move(step)

    def action_choose(self) -> None:
        self.query_one(KindList).choose()

    def action_leave(self) -> None:
        self.dismiss(None)
