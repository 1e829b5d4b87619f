"""Work behind the screens: taking documents in, the index, the daily copy.

Knows the reader and what is asked and told meanwhile; the work is done in another process.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from textual.app import App
from textual.worker import Worker

from crankreader.reader import Reader, ReaderError
from crankreader.settings import Settings
from crankreader.tui.background import indexing, taking_in
from crankreader.tui.coming import Coming
from crankreader.tui.widgets.bars import GoingOn

SHOW_EVERY = 0.1
"""Seconds after which the count in the footer is drawn again."""
REFRESH_EVERY = 1.0
"""Seconds after which the lists show what has come in, whatever the number of reports."""
ASKS_FOR = "A file, a directory, or the address of a feed. Enter adds it, Esc does not."
_REST = "the rest has to be added again"
ADDRESSES = ("http://", "https://", "feed:")


class Listener(Protocol):
    """A screen that documents come in for."""

    def tell(self, message: str) -> None: ...
    def show_going_on(self, line: GoingOn | None) -> None: ...
    def show_arrivals(self, issues: set[str] | None) -> None: ...


class Host(Listener, Protocol):
    """The screen whose work this is."""

    @property
    def app(self) -> App[Any]: ...
    @property
    def is_running(self) -> bool: ...


class Intake:
    """At most one process that takes documents in, and what it said."""

    def __init__(self, screen: Host, reader: Reader, settings: Settings) -> None:
        self.screen = screen
        self.reader = reader
        self.settings = settings
        self.listeners: list[Listener] = [screen]
        """The screens that show what comes in; the one on top is the last."""
        self._worker: Worker[None] | None = None
        self._coming: Coming | None = None
        """What comes in because a person wanted it."""
        self._has_begun = False
        self._is_leaving = False
        self._refreshed = 0.0

    @property
    def is_busy(self) -> bool:
        return self._worker is not None and not self._worker.is_finished

    def ask(self) -> None:
        """Ask for a path, and take in what lies there."""
        from crankreader.tui.screens.asking import Prompt

        if not self._is_free():
            return
        self.screen.app.push_screen(
            Prompt("Add documents", ASKS_FOR),
            self._take,
        )

    def add_samples(self) -> None:
        self._start(["add", "--samples"], Coming())
        self._coming = None  # they begin anew by themselves

    def refresh(self) -> None:
        """Get what the feeds and directories that one follows have new."""
        if self._is_free():
            self._start(["refresh"], Coming(is_again=True))

    def add(self, paths: Sequence[str]) -> None:
        """Take these files and directories in."""
        if paths and self._is_free():
            self._start(["add", "--", *paths], Coming())

    def keep_up(self) -> None:
        """What nobody waits for: the daily copy of what a person did, and an index behind."""
        self.screen.app.run_worker(self._keep_up, thread=True, group="upkeep")

    def _keep_up(self) -> None:
        app = self.screen.app
        try:
            self.reader.maintain()
            is_behind = self.reader.needs_index() or self.reader.is_outdated()
        except ReaderError as error:
            app.call_from_thread(self._tell, str(error))
            return
        if is_behind and not self.is_busy:
            app.call_from_thread(self._index)

    def _index(self) -> None:
        self.screen.app.run_worker(self._catch_up(), group="upkeep")

    async def _catch_up(self) -> None:
        """Have texts read and tagged again and the index brought up, and show what came of it."""
        await indexing(self.settings)
        if not self._is_leaving and self.screen.is_running:
            self._show_arrivals(self.screen, None)

    def stop(self) -> bool:
        """Stop taking in; whether there was anything to stop."""
        if not self.is_busy or self._worker is None:
            return False
        self._worker.cancel()
        if not self._has_begun:
            self._worker = None  # nobody would say that it ended
        return True

    @property
    def question(self) -> str | None:
        """What to ask before the program closes; None where nothing would be lost by it."""
        if not self.is_busy or self._coming is None:
            return None
        rest = "r gets the rest the next time" if self._coming.is_again else _REST
        return f"Documents are still coming in. Quit? What came in stays; {rest}."

    def leave(self) -> None:
        """Stop, and begin nothing any more: the program closes."""
        self._is_leaving = True
        self.stop()

    def _is_free(self) -> bool:
        if self.is_busy:
            self._tell("Documents are still coming in; Esc stops that.")
        return not self.is_busy

    def _take(self, path: str | None) -> None:
        if path is not None:
            # A path dragged onto a terminal often comes in quotes.
            bare = path[1:-1] if path[:1] == path[-1:] and path[:1] in "'\"" else path
            if bare.casefold().startswith(ADDRESSES):
                self.add([bare])
                return
            here = Path(bare).expanduser()
            reason = self.reader.absent(str(here))
            if reason is None:
                self.add([str(here.absolute())])
            else:
                self._tell(reason.replace(".", f": {here}.", 1))

    def _start(self, command: Sequence[str], coming: Coming) -> None:
        self._coming = coming
        self._has_begun = False
        self._worker = self.screen.app.run_worker(
            self._run(command, coming), group="intake", exclusive=True, exit_on_error=True
        )

    async def _run(self, command: Sequence[str], coming: Coming) -> None:
        self._has_begun = True
        ticking = self.screen.app.set_interval(SHOW_EVERY, lambda: self._show(coming))
        self._refreshed = monotonic()
        self._show(coming)
        is_whole = False
        try:
            async for said in taking_in(self.settings, command):
                coming.count(said)
            is_whole = True
        finally:
            ticking.stop()
            coming.stopped = not is_whole
            self._end(coming)

    def _show(self, coming: Coming) -> None:
        """How far it is; and once in a while, in the lists, what has come in."""
        ascii_only = self.screen.app.console.options.ascii_only
        is_due = coming.issues and monotonic() - self._refreshed >= REFRESH_EVERY
        for listener in self.listeners:
            listener.show_going_on(lambda width: coming.line(width, ascii_only=ascii_only))
            if is_due:
                self._show_arrivals(listener, coming.issues)
        if is_due:
            coming.issues = set()
            self._refreshed = monotonic()

    def _end(self, coming: Coming) -> None:
        """Say what came in; what a process did not live to index is left to another."""
        if self._is_leaving or not self.screen.is_running:
            return
        for listener in self.listeners:
            listener.show_going_on(None)
            listener.tell(coming.summary())
            self._show_arrivals(listener, None)
        if coming.stopped:
            self._index()

    def _tell(self, message: str) -> None:
        self.listeners[-1].tell(message)

    def _show_arrivals(self, listener: Listener, issues: set[str] | None) -> None:
        try:
            listener.show_arrivals(issues)
        except ReaderError as error:
            # The library is busy with what comes in: the next time will do.
            listener.tell(str(error))
