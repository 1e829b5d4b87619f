"""What every screen shares: keys from a table, chords, a footer that says what they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from crankreader.reader import ReaderError
from crankreader.tui.chords import Chords, Key, KeyClash, name_of, rebound, spoken
from crankreader.tui.widgets.bars import Footer, GoingOn

if TYPE_CHECKING:
    from textual.widgets import Input

ResultT = TypeVar("ResultT")


class KeyedScreen(Screen[ResultT], inherit_bindings=False):
    """A screen whose keys are the rows of KEYS, changed by a person's own."""

    KEYS: ClassVar[tuple[Key, ...]] = ()
    AUTO_FOCUS = ""

    def __init__(self, own_keys: Mapping[str, str]) -> None:
        super().__init__()
        self.key_problem: str | None = None
        self._is_listening = False
        self._early: list[events.Key] = []
        """Keys that were pressed before this screen could listen."""
        try:
            self.chords = Chords(rebound(self.KEYS, own_keys))
        except KeyClash as clash:
            self.key_problem = f"Your own keys clash, so the usual ones are in force: {clash}."
            self.chords = Chords(self.KEYS)

    @property
    def text_box(self) -> Input | None:
        """Where a person types on this screen."""
        return None

    def is_for_box(self, key: str) -> bool:
        """Whether a key that the box would use is left to it, be it one of the screen's or not."""
        return False

    async def on_key(self, event: events.Key) -> None:
        top = self.app.screen
        if top is not self and isinstance(top, KeyedScreen):
            # Pressed after the key that opened the other screen, and meant for it.
            event.stop()
            await top.take(event)
            return
        if not self._is_listening or self._missed_box(event):
            event.stop()
            await self.take(event)
            return
        if not self.is_for_box(event.key):
            await self._press(event)

    def _missed_box(self, event: events.Key) -> bool:
        """Whether a key was sent on its way before the box, for which it is, had the focus."""
        if self.text_box is None or self.focused is None:
            return self.text_box is not None
        # A box that has the focus uses up every letter.
        return self.focused is self.text_box and event.is_printable

    async def take(self, event: events.Key) -> None:
        """A key that did not come by way of the text box it was meant for."""
        if not self._is_listening:
            self._early.append(event)
            return
        box = self.text_box
        if box is not None and event.is_printable and event.character is not None:
            box.insert_text_at_cursor(event.character)
        elif box is not None and event.key in ("backspace", "enter"):
            await box.run_action("delete_left" if event.key == "backspace" else "submit")
        else:
            await self._press(event)

    async def _press(self, event: events.Key) -> None:
        was_pending = self.chords.pending
        row = self.chords.press(name_of(event.key, event.character))
        if row is None and not was_pending and not self.chords.pending:
            return
        event.stop()
        event.prevent_default()
        self.show_hints()
        if row is not None:
            try:
                await self.run_action(row.act)
            except ReaderError as error:
                # A full disk, a library that is busy or read-only: said, and reading goes on.
                self.tell(str(error))

    def on_mount(self) -> None:
        # Textual calls this after the same of a subclass, which may have told something.
        if not any(footer.text for footer in self.query(Footer)):
            self.show_hints()
        if self.key_problem is not None:
            self.tell(self.key_problem)
        if self.text_box is not None:
            self.text_box.focus()
        self.call_next(self._listen)

    async def _listen(self) -> None:
        self._is_listening = True
        early, self._early = self._early, []
        for event in early:
            await self.take(event)

    def show_hints(self) -> None:
        """The footer: what can follow a prefix, else the keys that matter here."""
        continuations = self.continuations()
        for footer in self.query(Footer):
            footer.hints(continuations or self.hints(), is_urgent=bool(continuations))

    def continuations(self) -> list[tuple[str, str]]:
        """What can follow, in few words; what all of them say first is not said again."""
        rows = self.chords.continuations()
        begins = {key.says.partition(": ")[0] for _, key in rows}
        shared = f"{begins.pop()}: " if len(begins) == 1 else ""
        hints = [
            (spoken(second), key.says.removeprefix(shared).partition(": ")[0])
            for second, key in rows
        ]
        return [(spoken(self.chords.pending), "then"), *hints] if hints else []

    def hints(self) -> list[tuple[str, str]]:
        """What the footer says."""
        return hints_of(self.chords.table)

    def tell(self, message: str) -> None:
        """Say something in the footer until the next key."""
        for footer in self.query(Footer):
            footer.tell(message)

    def show_going_on(self, line: GoingOn | None) -> None:
        """Show what goes on in the footer, in place of the keys; None: it is over."""
        for footer in self.query(Footer):
            footer.going_on(line)

    async def action_quit(self) -> None:
        await self.app.action_quit()

    def action_help(self) -> None:
        from crankreader.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.chords.table))


class KeyedModal(KeyedScreen[ResultT], ModalScreen[ResultT], inherit_bindings=False):
    """A small screen that asks something above the one it came from."""


def hints_of(rows: Sequence[Key]) -> list[tuple[str, str]]:
    """The rows that have a place in the footer, each with the key of its counterpart."""
    hints = []
    for number, row in enumerate(rows):
        if row.footer is None or not row.keys:
            continue
        keys = spoken(row.keys[0])
        back = rows[number + 1] if number + 1 < len(rows) else None
        if back is not None and back.id.endswith(".previous") and back.keys:
            keys += f"/{spoken(back.keys[0])}" if row.id != "unread.next" else ""
        hints.append((keys, row.footer))
    return hints


def is_within(widget: Widget | None, id: str) -> bool:
    """Whether a widget, or one around it, has this id."""
    return widget is not None and any(node.id == id for node in widget.ancestors_with_self)
