"""The screens that look behind what is read: problems, reasons, the document as it came.

Opens them for the reading screen; each is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from crankreader.model import Mention
from crankreader.reader import Reader
from crankreader.tui.desk import Desk
from crankreader.tui.screens.intake import Intake
from crankreader.tui.screens.panes import Panes
from crankreader.tui.widgets.entity_list import EntityList
from crankreader.tui.widgets.item_view import ItemView


class Looker(Protocol):
    """The screen that they stand above."""

    @property
    def app(self) -> App[Any]: ...
    @property
    def panes(self) -> Panes: ...
    @property
    def item_view(self) -> ItemView: ...
    def keep_offset(self) -> None: ...
    def refresh_all(self) -> None: ...
    def tell(self, message: str) -> None: ...


def problems(screen: Looker, reader: Reader, intake: Intake) -> None:
    """What could not be read, and what to do about it."""
    from crankreader.tui.screens.problems import ProblemsScreen

    screen.keep_offset()
    screen.app.push_screen(ProblemsScreen(reader, intake), lambda _: screen.refresh_all())


def explain(screen: Looker, reader: Reader, desk: Desk) -> None:
    """Why what is being read is what it is."""
    from crankreader.tui.screens.explaining import Explaining

    if desk.reading is None or desk.outline is None:
        screen.tell("Nothing is open that could be explained.")
        return
    issue = reader.issue(desk.reading.issue.id)
    screen.app.push_screen(Explaining(desk.reading, desk.outline, issue, _named(screen, desk)))


def original(screen: Looker, reader: Reader, desk: Desk) -> None:
    """The document that what is being read came in."""
    from crankreader.tui.screens.original import OriginalScreen

    if desk.reading is None:
        screen.tell("Nothing is open that came from a document.")
        return
    screen.keep_offset()
    screen.app.push_screen(OriginalScreen(reader.original(desk.reading.issue.id)))


def _named(screen: Looker, desk: Desk) -> Mention | None:
    """The name under the cursor, in the text or in the pane of names."""
    if desk.reading is None:
        return None
    pane = screen.panes.here
    if isinstance(pane, EntityList) and pane.row is not None and pane.row.times:
        row = pane.row
        for mention in (*desk.reading.marked.title, *desk.reading.marked.text):
            called = {mention.name, mention.text}
            if (mention.type, mention.entity) == (row.type, row.entity) and row.name in called:
                return mention
    current = screen.item_view.current
    return current if isinstance(current, Mention) else None
