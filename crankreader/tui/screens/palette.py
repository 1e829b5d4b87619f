"""Every act of a screen by name: type a part of it, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from crankreader.tui.chords import Key, spoken
from crankreader.tui.keymaps import PALETTE
from crankreader.tui.screens.keyed import KeyedModal
from crankreader.tui.widgets.bars import Footer
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.line_list import LineList, Pieces, with_tail


class ActList(LineList[Key]):
    """Acts, each with the keys that do it without the palette."""

    def draw(self, row: Key, part: int, width: int) -> Pieces:
        return with_tail([(row.says, "")], "  ".join(spoken(key) for key in row.keys), width)

    def choose(self) -> None:
        if self.row is not None and isinstance(self.screen, Palette):
            self.screen.dismiss(self.row.act)


class Palette(KeyedModal[str | None]):
    """Gives the action that was chosen, or None."""

    KEYS = PALETTE

    def __init__(self, table: Sequence[Key]) -> None:
        super().__init__({})
        self.table = [key for key in table if key.id != "palette"]

    def compose(self) -> ComposeResult:
        yield Box(
            Input(placeholder="what to do", id="answer"), ActList(id="acts"), Footer(), id="box"
        )

    def on_mount(self) -> None:
        self._show("")

    @property
    def text_box(self) -> Input:
        return self.query_one(Input)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, wanted: str) -> None:
        words = wanted.casefold().split()
        self.query_one(ActList).show_rows(
            [key for key in self.table if all(word in key.says.casefold() for word in words)]
        )

    def action_line(self, step: int) -> None:
        self.query_one(ActList).move(step)

    def action_page(self, step: int) -> None:
        self.query_one(ActList).turn(step)

    @on(Input.Submitted)
    def action_choose(self) -> None:
        self.query_one(ActList).choose()

    def action_leave(self) -> None:
        self.dismiss(None)
