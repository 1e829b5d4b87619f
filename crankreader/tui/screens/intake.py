"""Work behind the reading screen: taking documents in, the index, the daily copy.

Knows the reader and what is asked and told meanwhile; the work is done in another process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from textual.app import App
from textual.worker import Worker

from crankreader.model import Report
from crankreader.reader import Reader, ReaderError
from crankreader.settings import Settings
from crankreader.tui.background import indexing, taking_in


class Listener(Protocol):
    """The screen that documents come in for."""

    @property
    def app(self) -> App[object]: ...
    def tell(self, message: str) -> None: ...
    def refresh_all(self) -> None: ...


class Intake:
    """At most one process that takes documents in, and what it said."""

    def __init__(self, screen: Listener, reader: Reader, settings: Settings) -> None:
        self.screen = screen
        self.reader = reader
        self.settings = settings
        self._worker: Worker[None] | None = None

    @property
    def is_busy(self) -> bool:
        return self._worker is not None and not self._worker.is_finished

    def ask(self) -> None:
        """Ask for a path, and take in what lies there."""
        from crankreader.tui.screens.asking import Prompt

        if self.is_busy:
            self.screen.tell("Documents are still coming in; Esc stops that.")
            return
        self.screen.app.push_screen(
            Prompt("Add documents", "A file or a directory. Enter adds it, Esc does not."),
            self._take,
        )

    def add_samples(self) -> None:
        self._start(["--samples"])

    def keep_up(self) -> None:
        """What nobody waits for: the daily copy of what a person did, and an index behind."""
        self.screen.app.run_worker(self._keep_up, thread=True, group="upkeep")

    def _keep_up(self) -> None:
        app = self.screen.app
        try:
            self.reader.maintain()
            is_behind = self.reader.needs_index()
        except ReaderError as error:
            app.call_from_thread(self.screen.tell, str(error))
            return
        if is_behind and not self.is_busy:
            app.call_from_thread(app.run_worker, indexing(self.settings), group="upkeep")

    def stop(self) -> bool:
        """Stop taking in; whether there was anything to stop."""
        if not self.is_busy or self._worker is None:
            return False
        self._worker.cancel()
        return True

    def _take(self, path: str | None) -> None:
        if path is not None:
            # A path dragged onto a terminal often comes in quotes.
            bare = path[1:-1] if path[:1] == path[-1:] and path[:1] in "'\"" else path
            self._start(["--", str(Path(bare).expanduser().absolute())])

    def _start(self, arguments: Sequence[str]) -> None:
        self._worker = self.screen.app.run_worker(
            self._run(arguments), group="intake", exclusive=True, exit_on_error=True
        )

    async def _run(self, arguments: Sequence[str]) -> None:
        reports: list[Report] = []
        try:
            async for report in taking_in(self.settings, arguments):
                reports.append(report)
                self.screen.tell(f"Taking in … {len(reports):,} so far (Esc stops)")
        finally:
            self.screen.refresh_all()
            self.screen.tell(summary(reports))


def summary(reports: Sequence[Report]) -> str:
    """What came in, in a sentence or two."""
    counts = Counter(report.status for report in reports)
    if not reports:
        return "Nothing came in."
    copies = sum(1 for report in reports if report.subset_of or report.duplicate_of)
    said = [f"{count:,} {status}" for status, count in counts.items()]
    if copies:
        said.append(f"{copies:,} folded as copies")
    told = f"Took in {len(reports):,}: {', '.join(said)}."
    failed = next((report for report in reports if report.status == "failed"), None)
    if failed is not None:
        told += f" {Path(failed.path).name}: {failed.reason}"
    return told
