"""CPU from the start to the first useful paint, beside an empty Textual app in the same run.

Off by default: `pytest -n0 -s tests/benchmarks/test_start.py`. Prints a ratio, asserts nothing of time.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

from crankreader.reader import Reader
from crankreader.settings import load

SEEDS = Path(__file__).parents[2] / "seeds"
ROUNDS = 9
EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("READY")

Empty().run()
"""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/schedstat").exists(), reason="CPU time is read from Linux's /proc"
)


def cpu_until(text: bytes, command: list[str]) -> float:
    """CPU milliseconds until `text` is on a terminal of 120 by 40."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["TERM"] = "xterm-256color"
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, spent, end = b"", 0.0, time.monotonic() + 20
    while text not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 1 << 16)
    for thread in Path(f"/proc/{child}/task").iterdir():
        spent += int((thread / "schedstat").read_text().split()[0]) / 1e6
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(terminal)
    assert text in seen
    return spent


def test_start(tmp_path: Path) -> None:
    home = tmp_path / "data"
    reader = Reader.open(load(data_dir=home, environ={}))
    for _ in reader.add([str(SEEDS)]):
        pass
    reader.close()
    empty = tmp_path / "empty.py"
    empty.write_text(EMPTY, "utf-8")
    floor, ours = [], []
    for _ in range(ROUNDS):
        floor.append(cpu_until(b"READY", [sys.executable, str(empty)]))
        command = [sys.executable, "-m", "crankreader", "--data-dir", str(home)]
        ours.append(cpu_until("›".encode(), command))
    ratio = statistics.median(ours) / statistics.median(floor)
    least = min(ours) / min(floor)
    sys.stdout.write(
        f"\nstart to first useful paint: {ratio:.2f}x an empty app by median, {least:.2f}x at best"
        f" ({statistics.median(ours):.0f} and {statistics.median(floor):.0f} ms CPU)\n"
    )
