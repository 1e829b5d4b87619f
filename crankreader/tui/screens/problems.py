"""Documents that could not be read, or only in part: each with its reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import basename, dirname

from textual.app import ComposeResult

from crankreader.model import Report
from crankreader.reader import Reader
from crankreader.safety import one_line
from crankreader.tui.advice import advice
from crankreader.tui.keymaps import PROBLEMS
from crankreader.tui.render import Block, lines_of
from crankreader.tui.screens.citing import copy_text
from crankreader.tui.screens.intake import Intake
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.widgets.bars import Bar, Footer
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.line_list import LineList, Pieces
from crankreader.tui.widgets.text_view import TextView

NONE = "Everything that was added could be read. There is nothing to do here."


class ProblemList(LineList[Report]):
    """Two lines for each: the file's name, and why it is here."""

    HEIGHT = 2

    def draw(self, row: Report, part: int, width: int) -> Pieces:
        if part:
            return [("    ", ""), (one_line(row.reason or "No reason was given."), "quiet")]
        sign = ("~ ", "number") if row.status == "partial" else ("! ", "open")
        is_address = "://" in row.path
        name = str(one_line(row.path if is_address else basename(row.path) or row.path))
        if row.member:
            name += f" › {one_line(row.member, 60)}"
        folder = "" if is_address else one_line(dirname(row.path))
        return [("  ", ""), sign, (name, "unread"), (f"  {folder}" if folder else "", "quiet")]

    def moved(self, row: Report) -> None:
        self._show_more()

    def choose(self) -> None:
        """A click only looks: trying again is a key's."""

    def _show_more(self) -> None:
        if isinstance(self.screen, ProblemsScreen):
            self.screen.show_advice()


class ProblemsScreen(KeyedScreen[None]):
    """What could not be read, and the ways out."""

    KEYS = PROBLEMS

    def __init__(self, reader: Reader, intake: Intake) -> None:
        super().__init__({})
        self.reader = reader
        self.intake = intake
        self._forgotten: list[list[Report]] = []
        """What was taken away here, the last at the end."""

    def compose(self) -> ComposeResult:
        yield Bar(id="top")
        yield Box(ProblemList(id="troubles"), TextView(id="advice"), id="problems")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(ProblemList).border_title = "Problems"
        self.query_one(TextView).border_title = "What to do"
        self.intake.listeners.append(self)
        self._show()
        self.query_one(ProblemList).focus()

    def on_unmount(self) -> None:
        self.intake.listeners.remove(self)

    def _show(self) -> None:
        """The list as it is now, the cursor near where it was."""
        troubles = self.query_one(ProblemList)
        at, row = troubles.cursor, troubles.row
        rows = self.reader.problems()
        if row is not None:
            here = (row.path, row.member)
            at = next((n for n, one in enumerate(rows) if (one.path, one.member) == here), at)
        troubles.show_rows(rows, at)
        failed = sum(1 for each in rows if each.status == "failed")
        said = f"{failed:,} could not be read" if failed else ""
        if len(rows) > failed:
            in_part = f"{len(rows) - failed:,} only in part"
            said = f"{said}, {in_part}" if said else in_part
        self.query_one("#top", Bar).say([("Problems  ", "title"), (said or "none", "quiet")])
        self.show_advice()

    def show_advice(self) -> None:
        """All about the problem under the cursor."""
        row = self.query_one(ProblemList).row
        blocks = [Block(NONE, "quiet")] if row is None else _blocks(row)
        self.query_one(TextView).show(
            lambda width: [line for block in blocks for line in lines_of(block, width)]
        )

    # What comes in meanwhile.

    def show_arrivals(self, issues: set[str] | None) -> None:
        self._show()

    # Acts.

    def action_line(self, step: int) -> None:
        self.query_one(ProblemList).move(step)

    def action_page(self, step: int) -> None:
        self.query_one(ProblemList).turn(step)

    def action_ends(self, last: bool) -> None:
        self.query_one(ProblemList).ends(last)

    def action_retry(self) -> None:
        row = self.query_one(ProblemList).row
        self._retry([row] if row is not None else [])

    def action_retry_all(self) -> None:
        self._retry(self.reader.problems())

    def _retry(self, rows: Iterable[Report]) -> None:
        paths = list(dict.fromkeys(row.path for row in rows if row.path != "-"))
        if paths:
            self.intake.add(paths)
        else:
            self.tell("There is nothing to try again.")

    def action_forget(self) -> None:
        row = self.query_one(ProblemList).row
        if row is None:
            self.tell("There is nothing to take away.")
            return
        before = self.reader.problems()
        self.reader.forget_problem(row.path, row.member)
        left = set(self.reader.problems())
        self._forgotten.append([each for each in reversed(before) if each not in left])
        self._show()
        self.tell(f"Forgot {_name(row)}; the file stays where it is. u brings the line back.")

    def action_undo(self) -> None:
        """Bring back what was forgotten last since the screen was opened."""
        if not self._forgotten:
            self.tell("No line was taken away here.")
            return
        rows = self._forgotten.pop()
        for row in rows:
            self.reader.keep_problem(row)
        self._show()
        self.tell(f"Brought back {_name(rows[-1])}.")

    def action_copy(self) -> None:
        row = self.query_one(ProblemList).row
        copy_text(self, row.path if row else None, "Copied the path.", "There is no path to copy.")

    def action_escape(self) -> None:
        if not self.intake.stop():
            self.dismiss(None)

    def action_leave(self) -> None:
        self.dismiss(None)


def _name(row: Report) -> str:
    return str(one_line(basename(row.path) or row.path))


def _blocks(row: Report) -> list[Block]:
    return [
        Block(one_line(advice(row), 1000), "open"),
        Block(one_line(row.reason or "No reason was given.", 1000)),
        Block(one_line(row.path, 4096), "unread"),
        Block(one_line(f"{row.code or 'failed'}, while it was {_stage(row)}"), "quiet"),
    ]


_STAGES = {
    "sniff": "looked at",
    "load": "opened",
    "decode": "decoded",
    "convert": "read",
    "structure": "understood",
    "store": "stored",
    "fetch": "fetched",
}


def _stage(row: Report) -> str:
    return _STAGES.get(row.stage or "", "taken in")
