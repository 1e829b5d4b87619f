"""Moving on the reading screen: by lines and pages, and from item to item.

Knows the panes and what comes before and after; nothing of what is shown there.
"""

from __future__ import annotations

from abc import abstractmethod

from crankreader.tui.desk import Desk
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.screens.marking import Marks
from crankreader.tui.screens.panes import Panes
from crankreader.tui.widgets.item_view import ItemView


class MovingScreen(KeyedScreen[None]):
    """A screen on which one reads, with the keys that move about in it."""

    desk: Desk
    marks: Marks
    panes: Panes

    @property
    def item_view(self) -> ItemView:
        return self.query_one("#item", ItemView)

    @abstractmethod
    def open_item(
        self, item: str, *, match: int = 0, at: int | None = None, since: int = 0
    ) -> None:
        """Show an item, from the line one left, from a character, or from a match."""

    def step_to(self, item: str | None, otherwise: str) -> None:
        """Open an item, or say why there is none."""
        if item is None:
            self.tell(otherwise)
        else:
            self.open_item(item)

    def action_line(self, step: int) -> None:
        self.panes.here.move(step)

    def action_page(self, step: int) -> None:
        self.panes.here.turn(step)

    def action_half(self, step: int) -> None:
        self.panes.here.move(step * max(1, self.panes.here.room.height // 2))

    def action_ends(self, last: bool) -> None:
        self.panes.here.ends(last)

    def action_read_on(self) -> None:
        """A page on; at the end the item is read, and the next unread one follows."""
        self.panes.go("item")
        if not self.item_view.is_at_end:
            self.item_view.turn(1)
            return
        self.marks.read()
        self.step_to(self.desk.unread(1), "Everything is read.")

    def action_item(self, step: int) -> None:
        which = "last" if step > 0 else "first"
        self.step_to(self.desk.item(step), f"This is the {which} item; {{ }} change the issue.")

    def action_section(self, step: int) -> None:
        which = "last" if step > 0 else "first"
        self.step_to(self.desk.section(step), f"This is the {which} section.")

    def action_issue(self, step: int) -> None:
        which = "last" if step > 0 else "first"
        self.step_to(self.desk.issue(step), f"This is the {which} issue.")

    def action_unread(self, step: int) -> None:
        self.step_to(self.desk.unread(step), "Nothing else is unread.")

    def action_pane(self, step: int) -> None:
        self.panes.step(step)

    def action_toggle_pane(self, name: str) -> None:
        self.panes.toggle(name)

    def action_zoom(self) -> None:
        self.panes.zoom()
