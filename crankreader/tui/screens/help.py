"""All keys of the screen one came from, made from its table."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from crankreader.tui.chords import Key, spoken
from crankreader.tui.keymaps import HELP
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.widgets.bars import Bar, Footer
from crankreader.tui.widgets.line_list import LineList, Pieces

HelpRow = Key | str
"""A key, or the heading of a group."""


class KeyList(LineList[HelpRow]):
    """Keys under the headings of their groups; ids as the configuration calls them."""

    def draw(self, row: HelpRow, part: int, width: int) -> Pieces:
        if isinstance(row, str):
            return [(row, "heading")]
        keys = "  ".join(spoken(key) for key in row.keys) or "(palette)"
        pieces = [("  ", ""), (f"{keys:<20}", "number"), (f" {row.says:<44}", "")]
        return [*pieces, (row.id, "quiet")] if width > 80 else pieces

    def can_rest(self, row: HelpRow) -> bool:
        return isinstance(row, Key)


class HelpScreen(KeyedScreen[None]):
    """Every key that works, and what a configuration calls it."""

    KEYS = HELP

    def __init__(self, table: Sequence[Key]) -> None:
        super().__init__({})
        groups: dict[str, list[Key]] = {}
        for key in table:
            groups.setdefault(key.group, []).append(key)
        self.rows: list[HelpRow] = []
        for name, keys in groups.items():
            self.rows += [name, *keys]

    def compose(self) -> ComposeResult:
        yield Bar(id="top")
        yield KeyList(id="keys")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#top", Bar).say([("Keys", "title")], "set them in config.toml: [keys]")
        keys = self.query_one(KeyList)
        keys.show_rows(self.rows, 1)
        keys.focus()

    def action_line(self, step: int) -> None:
        self.query_one(KeyList).move(step)

    def action_page(self, step: int) -> None:
        self.query_one(KeyList).turn(step)

    def action_ends(self, last: bool) -> None:
        self.query_one(KeyList).ends(last)

    def action_leave(self) -> None:
        self.dismiss(None)
