"""Which of the reading screen's panes one is in, and which are hidden or zoomed.

Knows panes by name. How they stand side by side at each width is in styles/app.tcss, which
goes by the classes set here: `-here`, `-at-issues`, `-hidden`, `-zoomed`.
"""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget

from crankreader.reader import Reader
from crankreader.tui.widgets.entity_list import EntityList
from crankreader.tui.widgets.item_view import ItemView
from crankreader.tui.widgets.line_list import LineList

ORDER = ("issues", "sections", "item", "sources", "entities")
AROUND = {"issues": "shelf", "sections": "shelf", "sources": "beside", "entities": "beside"}
"""The container that a pane stands in."""
HIDEABLE = ("sources", "entities")
WIDTHS: list[tuple[int, str]] | None = [
    (0, "-tiny"),
    (80, "-narrow"),
    (100, "-medium"),
    (140, "-wide"),
]
"""From how many columns on a screen has which class."""


class Panes:
    """The panes of one reading screen."""

    def __init__(self, screen: Screen[None], reader: Reader) -> None:
        self.screen = screen
        self.reader = reader
        self.name = "item"

    @property
    def here(self) -> LineList[object] | ItemView:
        """The pane that has the keys."""
        pane = self.of(self.name)
        assert isinstance(pane, (LineList, ItemView))
        return pane

    def of(self, name: str) -> Widget:
        return self.screen.query_one(f"#{name}", Widget)

    @property
    def width(self) -> str:
        """The width class of the terminal: wide, medium, narrow or tiny."""
        return next((w[1:] for _, w in WIDTHS or () if self.screen.has_class(w)), "wide")

    @property
    def is_zoomed(self) -> bool:
        return self.screen.has_class("-zoomed")

    @property
    def is_in_drawer(self) -> bool:
        """In a pane that is only open because one went there."""
        return self.name in HIDEABLE and self.width in ("narrow", "tiny")

    def size_up(self, columns: int) -> None:
        """Take the class of this width before anything is laid out for another."""
        wide_enough = [name for least, name in WIDTHS or () if columns >= least]
        self.screen.set_class(True, wide_enough[-1])

    def go(self, name: str) -> None:
        self.name = name
        for other in (*ORDER, "shelf", "beside"):
            self.of(other).set_class(other in (name, AROUND.get(name)), "-here")
        self.screen.set_class(name == "issues", "-at-issues")
        self.screen.set_focus(self.of(name))

    def step(self, step: int) -> None:
        """To the next (or previous) pane that is not hidden, round and round."""
        shown = [name for name in ORDER if not self.of(name).has_class("-hidden")]
        at = shown.index(self.name) if self.name in shown else 0
        self.go(shown[(at + step) % len(shown)])

    def out(self) -> None:
        """One pane towards the issues; from a pane beside the text, back to the text."""
        at = ORDER.index(self.name)
        self.go("item" if self.name in HIDEABLE else ORDER[max(0, at - 1)])

    def toggle(self, name: str) -> None:
        """Show a pane or hide it; where there is no room beside the text, go there and back."""
        if self.width in ("narrow", "tiny"):
            self.go("item" if self.name == name else name)
            return
        pane = self.of(name)
        pane.toggle_class("-hidden")
        if pane.has_class("-hidden") and self.name == name:
            self.go("item")
        hidden = [other for other in HIDEABLE if self.of(other).has_class("-hidden")]
        self.reader.keep_preference(f"hidden.{self.width}", hidden)
        self._close_empty()

    def narrow_entities(self) -> None:
        """Go to the pane of names and ask which of them to show."""
        from crankreader.tui.screens.asking import Prompt

        if self.of("entities").has_class("-hidden"):
            self.toggle("entities")
        self.go("entities")
        pane = self.of("entities")
        assert isinstance(pane, EntityList)
        self.screen.app.push_screen(
            Prompt(
                "Show only names with",
                "Letters of a name or a kind, such as people; nothing shows all again.",
                value=pane.wanted,
                may_be_empty=True,
            ),
            lambda wanted: None if wanted is None else pane.narrow(wanted),
        )

    def zoom(self) -> None:
        self.screen.toggle_class("-zoomed")
        self.reader.keep_preference(f"zoomed.{self.width}", self.is_zoomed)

    def recall(self) -> None:
        """Hide and zoom as the person had it at this width."""
        hidden = self.reader.preference(f"hidden.{self.width}", [])
        for name in HIDEABLE:
            self.of(name).set_class(name in hidden, "-hidden")
        self.screen.set_class(
            bool(self.reader.preference(f"zoomed.{self.width}", False)), "-zoomed"
        )
        self._close_empty()

    def _close_empty(self) -> None:
        empty = all(self.of(name).has_class("-hidden") for name in HIDEABLE)
        self.of("beside").set_class(empty, "-hidden")
