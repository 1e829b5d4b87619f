"""What the app writes to the terminal, and which of it has no business there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from textual.drivers.headless_driver import HeadlessDriver

ALLOWED = re.compile(
    r"[^\x00-\x1f\x7f-\x9f]"
    r"|[\r\n]"
    r"|\x1b\[[0-9;:]*m"
    r"|\x1b\[[0-9;]*[ABCDEFGHJKXd]"
    r"|\x1b\[\?(?:25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[[<>=]?[0-9;]*u"
    r"|\x1b\]8;[^;\x00-\x1f]*;(?:https?://[\x21-\x7e]*)?\x1b\\"
)
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Watched:
    """Keeps what an app's screens draw, as the terminal would get it."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.written: list[str] = []

    def __enter__(self) -> Watched:
        keep = self.written.append

        class Driver(HeadlessDriver):
            def write(self, data: str) -> None:
                keep(data)

        self.app.driver_class = Driver
        draw = self.app._display

        def display(screen: Any, renderable: Any) -> None:
            # A headless app draws nothing, so its screens are drawn for it here.
            draw(screen, renderable)
            if hasattr(renderable, "render_segments"):
                keep(renderable.render_segments(self.app.console))

        self.app._display = display
        return self

    def __exit__(self, *failure: object) -> None:
        del self.app._display

    def dangerous(self) -> list[str]:
        return list(dangerous("".join(self.written)))


def dangerous(written: str) -> Iterator[str]:
    """Whatever in it is not plain text and not a sequence that a screen needs."""
    for left in ALLOWED.sub("\0", written).split("\0"):
        if left:
            yield left
    yield from BIDI.findall(written)
