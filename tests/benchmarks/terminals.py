"""Programs on a pseudo-terminal of 120 by 40: what was written to them, what they drew, and when.

Records while it waits for keys; what stood on the screen is made out afterwards. Understands what
Textual writes: places, characters, and colours that it passes over.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import combining, east_asian_width

WIDTH, HEIGHT = 120, 40
_PATIENCE = 60.0
"""Seconds for anything to come on the screen."""
_SEQUENCE = re.compile(
    r"\x1b\[(?P<values>[0-9;?<>=]*)[ $]?(?P<act>[@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1bP[^\x1b]*\x1b\\|\x1b[()][A-Z0-9]|\x1b[=>78cDEHM]|(?P<text>[^\x1b]+)"
)


class Chunk(NamedTuple):
    at: float
    """Seconds of the monotonic clock."""
    written: bytes


class Screen:
    """The characters that stand on a terminal."""

    def __init__(self) -> None:
        self._lines = [[" "] * WIDTH for _ in range(HEIGHT)]
        self._row = self._column = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def take(self, written: bytes) -> None:
        coming = self._rest + self._decoder.decode(written)
        end = 0
        for match in _SEQUENCE.finditer(coming):
            if match.start() != end:
                break  # the rest of a sequence is still to come
            end = match.end()
            if match["text"]:
                self._print(match["text"])
            elif match["act"]:
                self._act(match["act"], match["values"])
        self._rest = coming[end:]

    def line(self, row: int) -> str:
        return "".join(self._lines[row])

    @property
    def text(self) -> str:
        return "\n".join(self.line(row) for row in range(HEIGHT))

    def _act(self, act: str, values: str) -> None:
        numbers = [int(value) for value in values.split(";") if value.isdigit()]
        if act in "Hf":
            row, column = [*numbers, 1, 1][:2] if len(numbers) != 1 else (numbers[0], 1)
            self._row, self._column = min(row, HEIGHT) - 1, min(column, WIDTH) - 1
        elif act == "J":
            self._lines = [[" "] * WIDTH for _ in range(HEIGHT)]

    def _print(self, text: str) -> None:
        for character in text:
            if character == "\r":
                self._column = 0
            elif character == "\n":
                self._row = min(self._row + 1, HEIGHT - 1)
            elif character >= " " and not combining(character):
                wide = east_asian_width(character) in "WF"
                for drawn in (character, "")[: 1 + wide]:
                    if self._column < WIDTH:
                        self._lines[self._row][self._column] = drawn
                    self._column += 1


class Terminal:
    """One program, from its start to its end."""

    def __init__(self, command: Sequence[str], cwd: str, environ: Mapping[str, str]) -> None:
        self.screen = Screen()
        self._heard: list[Chunk] = []
        self._child, self.file = pty.fork()
        if self._child == 0:
            size = struct.pack("HHHH", HEIGHT, WIDTH, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.chdir(cwd)
            os.execve(command[0], list(command), {**environ, "TERM": "xterm-256color"})

    def press(self, keys: str) -> float:
        """When."""
        at = time.monotonic()
        os.write(self.file, keys.encode())
        return at

    def hear(self) -> bytes:
        """What it has drawn, kept for later."""
        written = os.read(self.file, 1 << 16)
        self._heard.append(Chunk(time.monotonic(), written))
        return written

    def replayed(self) -> Iterator[float]:
        """What was kept comes on the screen, a chunk at a time; when it came."""
        heard, self._heard = self._heard, []
        for chunk in heard:
            self.screen.take(chunk.written)
            yield chunk.at

    def wait_for(self, text: str, listen: Callable[[float], object]) -> None:
        """Until it is on the screen. Raises TimeoutError, with what is there instead."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            listen(time.monotonic() + 0.1)
            for _ in self.replayed():
                pass
            if text in self.screen.text:
                return
        raise TimeoutError(f"no {text!r} on the screen:\n{self.screen.text}")

    def place_of(self, text: str) -> tuple[int, int]:
        """Row and column."""
        row = next(row for row in range(HEIGHT) if text in self.screen.line(row))
        return row, self.screen.line(row).index(text)

    def close(self) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self.file)


def listen(terminals: Sequence[Terminal], until: float, for_: bytes | None = None) -> bool:
    """Hear all of them until that moment, or until the first of them draws that; whether it did."""
    drawn = b""
    by_file = {terminal.file: terminal for terminal in terminals}
    while (left := until - time.monotonic()) > 0:
        for file in select.select(list(by_file), [], [], left)[0]:
            written = by_file[file].hear()
            if by_file[file] is terminals[0]:
                drawn += written
        if for_ is not None and for_ in drawn:
            return True
    return False
