"""How soon a typed letter stands in the search box and its answer below, on a pseudo-terminal.

Off by default: `pytest -n0 tests/benchmarks/test_typing.py`. A query is typed at twenty keys a
second into the reader over 100,000 items (CRANKREADER_BENCH_TYPED), then into an empty Textual app
with one box, by turns; at rest, and while another process of low priority adds documents or brings
the index up to 5,000 items. Times by the clock, from the writing of a key to the chunk of output in
which the letter is seen; nothing is asserted of them. CRANKREADER_BENCH_ROUNDS (2) says how often
all of it is done, each time with a new process and a new copy of the library.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import pytest

from crankreader.library import Library
from crankreader.library.writing import enqueue
from crankreader.settings import Settings
from tests.benchmarks.making import copied, documents, library
from tests.benchmarks.questions import TYPED
from tests.benchmarks.terminals import Terminal, listen

ITEMS = int(os.environ.get("CRANKREADER_BENCH_TYPED", "100000"))
ROUNDS = int(os.environ.get("CRANKREADER_BENCH_ROUNDS", "2"))
SESSIONS = 4
"""Times that the query is typed in each state of things, in a round."""
ADDED = 5_000
A_KEY = 0.05
"""Seconds."""
BOX = "search everything"
LAST = f"“{TYPED.split()[-1]}”"
"""Stands in the line of a result that is an answer to all that was typed."""
CLEAR = "\x15"
NICE = 19
ROOT = Path(__file__).parents[2]
EMPTY = f"""
from textual.app import App
from textual.widgets import Input

class Empty(App):
    def compose(self):
        yield Input(placeholder="{BOX}")

Empty().run()
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux")


class Session(NamedTuple):
    """Milliseconds of one query's typing."""

    echoes: list[float]
    as_typed: float | None = None
    """From the last key to its hits, newest first."""
    ranked: float | None = None
    """From the last key to the best hits, with the rest that the typing has to have."""


def typed(terminal: Terminal, others: Sequence[Terminal], ended: bytes | None) -> Session:
    """The query typed into an empty box, which is empty again afterwards."""

    def hear(until: float) -> bool:
        return listen([terminal, *others], until)

    row, column = terminal.place_of(BOX)
    start = time.monotonic() + 0.2
    pressed = []
    for number, letter in enumerate(TYPED):
        hear(start + number * A_KEY)
        pressed.append(terminal.press(letter))
    listen([terminal, *others], time.monotonic() + (10 if ended else 0.5), ended)
    hear(time.monotonic() + 0.3)
    echoes: list[float] = []
    answered: dict[str, float] = {}
    for at in terminal.replayed():
        box = terminal.screen.line(row)[column:]
        while len(echoes) < len(TYPED) and box.startswith(TYPED[: len(echoes) + 1]):
            echoes.append((at - pressed[len(echoes)]) * 1000)
        for order in ("newest first", "best first"):
            if order not in answered and re.search(f"{order}.*{LAST}", terminal.screen.text):
                answered[order] = (at - pressed[-1]) * 1000
    assert len(echoes) == len(TYPED), terminal.screen.text
    terminal.press(CLEAR)
    terminal.wait_for(BOX, hear)
    hear(time.monotonic() + 0.6)
    return Session(echoes, answered.get("newest first"), answered.get("best first"))


def environ() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}


def command(settings: Settings, *words: str) -> list[str]:
    return [sys.executable, "-m", "crankreader", "--data-dir", str(settings.data_dir), *words]


@contextmanager
def working(settings: Settings, *words: str) -> Iterator[Callable[[], bool]]:
    """A command of the program while it runs, as nicely as the reader starts it; whether it does."""
    process = subprocess.Popen(
        command(settings, *words),
        cwd=settings.data_dir,
        env=environ(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
    try:
        time.sleep(1)
        yield lambda: process.poll() is None
    finally:
        process.kill()
        process.wait()


def queued(settings: Settings, count: int) -> None:
    """Let so many items wait for the index."""
    with closing(Library.open(settings.library_file, settings.state_file)) as store:
        items = store.db.rows("SELECT id FROM items ORDER BY number DESC LIMIT ?", (count,))
        with store.db.writing() as db:
            enqueue(db, [item for (item,) in items])


Sessions = dict[str, tuple[list[Session], list[Session]]]
"""State of things → in the reader, in the empty app."""


def a_round(settings: Settings, incoming: Path, empty: Path, into: Sessions) -> None:
    place = str(empty.parent)
    with (
        closing(Terminal(command(settings), place, environ())) as reader,
        closing(Terminal([sys.executable, str(empty)], place, environ())) as other,
    ):

        def hear(until: float) -> bool:
            return listen([reader, other], until)

        def by_turns(name: str, goes_on: Callable[[], bool]) -> None:
            ours, theirs = into.setdefault(name, ([], []))
            for _ in range(SESSIONS):
                if goes_on():
                    ours.append(typed(reader, [other], b"best first"))
                    theirs.append(typed(other, [reader], None))

        other.wait_for(BOX, hear)
        reader.wait_for("›", hear)
        hear(time.monotonic() + 2)
        reader.press("/")
        reader.wait_for(BOX, hear)
        hear(time.monotonic() + 1)
        by_turns("at rest", lambda: True)
        with working(settings, "add", str(incoming)) as goes_on:
            by_turns(f"{ADDED:,} coming in", goes_on)
        queued(settings, ADDED)
        with working(settings, "reindex", "--pending") as goes_on:
            by_turns(f"{ADDED:,} indexed", goes_on)


def _spread(times: Sequence[float]) -> tuple[float, float]:
    """p50 and p95."""
    cuts = quantiles(times, n=20, method="inclusive")
    return cuts[9], cuts[18]


def _middle(times: Sequence[float | None]) -> str:
    known = [time for time in times if time is not None]
    missed = f" ({len(times) - len(known)} never)" if len(known) < len(times) else ""
    return f"{median(known):.0f}{missed}" if known else "never"


def told(found: Sessions) -> Iterator[str]:
    yield (
        f"{'ms':<20}{'sessions':>9}{'echo p50':>10}{'p95':>8}{'empty p50':>11}{'p95':>8}"
        f"{'ratio p50':>11}{'p95':>7}{'to rest p95':>13}{'as typed':>15}{'ranked':>8}"
    )
    at_rest = 0.0
    for name, (ours, theirs) in found.items():
        if len(ours) < 1:
            yield f"{name:<20} was over too soon"
            continue
        half, most = _spread([echo for session in ours for echo in session.echoes])
        their_half, their_most = _spread([echo for session in theirs for echo in session.echoes])
        at_rest = at_rest or most
        yield (
            f"{name:<20}{len(ours):>9}{half:>10.1f}{most:>8.1f}{their_half:>11.1f}{their_most:>8.1f}"
            f"{half / their_half:>10.2f}x{most / their_most:>6.2f}x{most / at_rest:>12.2f}x"
            f"{_middle([session.as_typed for session in ours]):>15}"
            f"{_middle([session.ranked for session in ours]):>8}"
        )


def test_typing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = library(ITEMS, tmp_path)
    incoming = tmp_path / "incoming"
    documents(incoming, ADDED)
    empty = tmp_path / "empty.py"
    empty.write_text(EMPTY, "utf-8")
    found: Sessions = {}
    first: list[Session] = []
    for number in range(ROUNDS):
        before = len(found.get("at rest", ([], []))[0])
        mine = copied(made, tmp_path / f"library {number}")
        a_round(mine, incoming, empty, found)
        shutil.rmtree(mine.data_dir)  # pytest would keep it
        first.append(found["at rest"][0][before])
    lines = [
        f"“{TYPED}” at {1 / A_KEY:.0f} keys a second, {ITEMS:,} items, {ROUNDS} rounds",
        *told(found),
        "the first of each round: as typed "
        f"{_middle([session.as_typed for session in first])},"
        f" ranked {_middle([session.ranked for session in first])}",
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
