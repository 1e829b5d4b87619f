"""The screens that look behind what is read: problems, reasons, the document as it came.

Opens them for the reading screen; each is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from crankreader.model import Mention
from crankreader.reader import Reader
from crankreader.tui.desk import Desk
from crankreader.tui.screens.correcting import Correcting, Pointed
from crankreader.tui.screens.intake import Intake
from crankreader.tui.screens.panes import Panes
from crankreader.tui.widgets.entity_list import EntityList, Named
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


def explain(screen: Looker, reader: Reader, desk: Desk, correcting: Correcting) -> None:
    """Why what is being read is what it is; another of those that a name may stand for can be
    chosen there.
    """
    from crankreader.tui.screens.explaining import Explaining

    if desk.reading is None or desk.outline is None:
        screen.tell("Nothing is open that could be explained.")
        return
    issue = reader.issue(desk.reading.issue.id)
    named = mention_at(screen, desk)
    ids = (named.entity, *named.candidates) if named is not None else ()
    known = [reader.entity(id) for id in ids if id is not None]
    others = [each for each in known if each is not None]

    def chosen(entity: str | None) -> None:
        if entity is not None and named is not None:
            correcting.choose(Pointed.in_text(named), entity)

    screen.app.push_screen(Explaining(desk.reading, desk.outline, issue, named, others), chosen)


def original(screen: Looker, reader: Reader, desk: Desk) -> None:
    """The document that what is being read came in."""
    from crankreader.tui.screens.original import OriginalScreen

    if desk.reading is None:
        screen.tell("Nothing is open that came from a document.")
        return
    screen.keep_offset()
    screen.app.push_screen(OriginalScreen(reader.original(desk.reading.issue.id)))


def pointed(screen: Looker, desk: Desk) -> Pointed | None:
    """The name under the cursor, in the text or in the pane of names."""
    row = _row(screen)
    if row is not None:
        return Pointed.in_pane(row)
    mention = screen.item_view.mention
    return Pointed.in_text(mention) if mention is not None else None


def mention_at(screen: Looker, desk: Desk) -> Mention | None:
    """The mention under the cursor; in the pane of names, the first one of that name."""
    row = _row(screen)
    if row is None or desk.reading is None:
        return screen.item_view.mention
    for mention in (*desk.reading.marked.title, *desk.reading.marked.text):
        called = {mention.name, mention.text}
        if (mention.type, mention.entity) == (row.type, row.entity) and row.name in called:
            return mention
    return None


def _row(screen: Looker) -> Named | None:
    pane = screen.panes.here
    return pane.row if isinstance(pane, EntityList) and pane.row and pane.row.times else None
