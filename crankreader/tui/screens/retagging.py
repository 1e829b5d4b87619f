"""Following a person's list of names: what is on the screen at once, the rest behind it.

Looks whether the file is another one, be it by a key here, by an editor or by another program.
Knows the reader; the texts that are not on the screen are tagged in another process.
"""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import Any, Protocol

from textual.app import App
from textual.worker import Worker

from crankreader.model import counted
from crankreader.reader import Reader, ReaderError
from crankreader.settings import Settings
from crankreader.tui.background import tagging
from crankreader.tui.desk import Desk
from crankreader.tui.widgets.bars import GoingOn

LOOK_EVERY = 2.0
"""Seconds after which the file is looked at."""
QUIET = 1.0
"""Seconds of work that are not worth a line."""
WAY_OUT = "Esc stops; the rest follows at the next start"


class Listener(Protocol):
    """A screen that shows what texts name."""

    def tell(self, message: str) -> None: ...
    def names_changed(self) -> None: ...
    def show_going_on(self, line: GoingOn | None) -> None: ...


class Host(Listener, Protocol):
    """The screen whose texts these are."""

    @property
    def app(self) -> App[Any]: ...
    @property
    def is_running(self) -> bool: ...


class Retagging:
    """One reading screen's view of the names there are."""

    def __init__(self, screen: Host, reader: Reader, settings: Settings, desk: Desk) -> None:
        self.screen = screen
        self.reader = reader
        self.settings = settings
        self.desk = desk
        self.listeners: list[Listener] = [screen]
        """The screens that show names; the one on top is the last."""
        self._seen = reader.names_stamp
        self._rest: Worker[None] | None = None
        self._shows = False
        self._is_leaving = False

    def look(self) -> None:
        """Tag again what is on the screen, if the file is another one than it was."""
        stamp = self.reader.names_stamp
        if stamp == self._seen or self._is_leaving:
            return
        self._seen = stamp
        issue = self.desk.place.issue
        self.screen.app.run_worker(
            lambda: self._retag_here(issue), thread=True, exclusive=True, group="names"
        )

    def stop(self) -> bool:
        """Stop what is shown to go on; whether there was anything."""
        if not self._shows or self._rest is None:
            return False
        self._rest.cancel()
        return True

    def leave(self) -> None:
        """Stop, and begin nothing any more: the program closes."""
        self._is_leaving = True
        if self._rest is not None:
            self._rest.cancel()

    def _retag_here(self, issue: str | None) -> None:
        app = self.screen.app
        said = ""
        try:
            if issue is not None:
                self.reader.retag_issue(issue)
            problems = self.reader.name_problems
            if problems:
                more = f" and {len(problems) - 1} more; doctor lists them" if problems[1:] else ""
                said = f"{problems[0]}{more}"
        except KeyError:
            pass  # the issue was removed meanwhile; there is nothing on the screen to mend
        except ReaderError as error:
            said = str(error)
        app.call_from_thread(self._shown, said)

    def _shown(self, said: str) -> None:
        if self._is_leaving or not self.screen.is_running:
            return
        self._show()
        if said:
            self.listeners[-1].tell(said)
        self._rest = self.screen.app.run_worker(
            self._tag_the_rest(), group="names.rest", exclusive=True
        )

    def _show(self) -> None:
        for listener in self.listeners:
            try:
                listener.names_changed()
            except ReaderError as error:
                listener.tell(str(error))  # the library is busy: the next time will do

    async def _tag_the_rest(self) -> None:
        began = monotonic()
        try:
            async for done, total in tagging(self.settings):
                if monotonic() - began >= QUIET:
                    self._shows = True
                    line = partial(_line, done, total)
                    self.listeners[-1].show_going_on(line)
        finally:
            was_shown, self._shows = self._shows, False
            if self.screen.is_running and not self._is_leaving:
                for listener in self.listeners if was_shown else ():
                    listener.show_going_on(None)
                self._show()


def _line(done: int, total: int, width: int) -> str:
    so_far = f"Tagging again {done:,} of {counted(total, 'issue')}"
    whole = f"{so_far} · {WAY_OUT}"
    return whole if len(whole) <= width else so_far
