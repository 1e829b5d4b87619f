"""The dossier of one entity: what it is, where and with whom it is named, and what is said.

Every line of it leads on: to a sentence in its text, or to another entity's dossier.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from crankreader.analysis import Dossier
from crankreader.model import Act, Hit, Place
from crankreader.reader import Reader, ReaderError
from crankreader.safety import one_line
from crankreader.settings import Settings
from crankreader.tui.desk import Trail
from crankreader.tui.dossiers import DossierRow, Target, about, rows_of
from crankreader.tui.keymaps import DOSSIER
from crankreader.tui.screens.correcting import Correcting, Pointed
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.screens.marking import told_of
from crankreader.tui.screens.retagging import Retagging
from crankreader.tui.widgets.bars import Bar, Footer
from crankreader.tui.widgets.line_list import LineList, Pieces

SENTENCES_OF = 400
"""The newest items whose sentences are shown; the search has all of them."""


NOBODY = "no text names this any more"


class DossierList(LineList[DossierRow]):
    """The lines of a dossier."""

    class Chosen(Message):
        """A person wants to go where a line leads."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    dossier: Dossier | None = None
    _width = 0

    def show_dossier(self, dossier: Dossier, at: int) -> None:
        self.dossier = dossier
        self._width = self.room.width
        self.show_rows(rows_of(dossier, max(20, self._width)), at)
        if self.row is None or self.row.target is None:
            self.move(1)

    def show_nothing(self) -> None:
        self.dossier = None
        self.show_rows(())

    def go(self, number: int, *, silent: bool = False) -> None:
        """To a row, with the lines that go on from it in sight."""
        super().go(number, silent=silent)
        last = self.cursor
        while last + 1 < len(self.rows) and self.rows[last + 1].goes_on:
            last += 1
        if last >= self.top + self.room.height:
            self.jump(min(self.cursor, last - self.room.height + 1))

    def can_rest(self, row: DossierRow) -> bool:
        return row.target is not None

    def draw(self, row: DossierRow, part: int, width: int) -> Pieces:
        return list(row.pieces)

    def fit(self) -> None:
        if self.dossier is not None and self.room.width != self._width:
            target = self.row.target if self.row else None
            self._width = self.room.width
            rows = rows_of(self.dossier, max(20, self._width))
            at = next((n for n, row in enumerate(rows) if target and row.target == target), 0)
            self.show_rows(rows, at)
        super().fit()

    def choose(self) -> None:
        if self.row is not None and self.row.target is not None:
            self.post_message(self.Chosen(self.row.target))


class DossierScreen(KeyedScreen[Trail | None]):
    """Gives the trail of the sentence that was opened, or None when the person went back."""

    KEYS = DOSSIER

    class Gathered(Message):
        """A dossier is there."""

        def __init__(self, dossier: Dossier | None, at: int) -> None:
            super().__init__()
            self.dossier = dossier
            self.at = at

    def __init__(
        self,
        reader: Reader,
        settings: Settings,
        retagging: Retagging,
        entity: str,
        origin: Place,
        offset: int = 0,
        row: int = 0,
    ) -> None:
        super().__init__(settings.keys)
        self.reader = reader
        self.retagging = retagging
        self.entity = entity
        """Whom one asked for; a correction may make somebody else of them, and undoing it back."""
        self.origin = origin
        self.character = offset
        self.row = row
        self.correcting = Correcting(self, reader)
        self._before: list[tuple[str, int]] = []
        """The dossiers one came through, each with the row one was at."""

    def compose(self) -> ComposeResult:
        yield Bar(id="top")
        yield DossierList(id="dossier")
        yield Footer()

    def on_mount(self) -> None:
        self.retagging.listeners.append(self)
        self.lines.focus()
        self._gather(self.row)

    def on_unmount(self) -> None:
        self.retagging.listeners.remove(self)

    @property
    def lines(self) -> DossierList:
        return self.query_one(DossierList)

    def _gather(self, at: int = 0) -> None:
        entity = self.entity
        self.run_worker(lambda: self._ask(entity, at), thread=True, exclusive=True, group="dossier")

    def _ask(self, entity: str, at: int) -> None:
        try:
            dossier = self.reader.dossier(entity, sentences=SENTENCES_OF)
        except ReaderError as error:
            self.app.call_from_thread(self.tell, str(error))
            return
        self.post_message(self.Gathered(dossier, at))

    @on(Gathered)
    def _gathered(self, message: Gathered) -> None:
        dossier = message.dossier
        if dossier is None:
            self.query_one("#top", Bar).say([("Dossier  ", "quiet"), (NOBODY, "quiet")])
            self.lines.show_nothing()
            return
        self.query_one("#top", Bar).say(
            [
                ("Dossier  ", "quiet"),
                (one_line(dossier.entity.name, 80), "title"),
                ("  ", ""),
                (about(dossier.entity), "quiet"),
            ]
        )
        self.lines.border_title = "Dossier"
        self.lines.show_dossier(dossier, message.at)

    # Going on.

    @on(DossierList.Chosen)
    def _chosen(self, message: DossierList.Chosen) -> None:
        target = message.target
        if target.entity is not None:
            self._before.append((self.entity, self.lines.cursor))
            self.entity = target.entity
            self._gather()
        elif target.item is not None:
            self._open(target)

    def _open(self, target: Target) -> None:
        dossier = self.lines.dossier
        if dossier is None or not self.reader.holds(target.item or ""):
            self.tell("This item is no longer in the library.")
            self._gather(self.lines.cursor)
            return
        items = list(dict.fromkeys(each.item for each in dossier.said))
        if target.item not in items:
            items.insert(0, target.item or "")
        hits = tuple(Hit(item, "", "", None, None, None, 0.0, "", ()) for item in items)
        self.dismiss(
            Trail(
                dossier.entity.name,
                hits,
                items.index(target.item or ""),
                self.origin,
                self.character,
                dossier.entity.id,
                self.lines.cursor,
                target.start,
            )
        )

    def action_line(self, step: int) -> None:
        self.lines.move(step)

    def action_page(self, step: int) -> None:
        self.lines.turn(step)

    def action_ends(self, last: bool) -> None:
        self.lines.ends(last)

    def action_open(self) -> None:
        self.lines.choose()

    def action_escape(self) -> None:
        """Stop what is shown to go on; else back."""
        if not self.retagging.stop():
            self.action_leave()

    def action_leave(self) -> None:
        """To the dossier one came from, else back to the reading."""
        if not self._before:
            self.dismiss(None)
            return
        self.entity, at = self._before.pop()
        self._gather(at)

    # Correcting.

    @property
    def pointed(self) -> Pointed | None:
        """The companion under the cursor, else whose dossier it is."""
        dossier, row = self.lines.dossier, self.lines.row
        if dossier is None:
            return None
        wanted = row.target.entity if row is not None and row.target is not None else None
        others = [other for other, _ in dossier.companions if other.id == wanted]
        return Pointed.itself(others[0] if others else dossier.entity)

    def action_correct(self, what: str) -> None:
        self.correcting.do(what)

    def corrected(self, act: Act) -> None:
        self._told(told_of(act) if act.changed else "That is so already.")

    def action_undo(self) -> None:
        act = self.reader.undo()
        self._told(f"Taken back: {act.name}" if act else "There is nothing to take back.")

    def action_redo(self) -> None:
        act = self.reader.redo()
        self._told(f"Done again: {act.name}" if act else "There is nothing to do again.")

    def _told(self, said: str) -> None:
        self.retagging.look()
        self.tell(said)

    def names_changed(self) -> None:
        """The texts are tagged by other names: gather again, of whoever it is by now."""
        self._gather(self.lines.cursor)
