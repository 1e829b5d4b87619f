"""Marking many items read: asked first when they are very many, and always undoable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from textual.app import App

from crankreader.model import Act
from crankreader.reader import Reader

ASK_ABOVE = 500


class Marker(Protocol):
    """The screen on which it is done."""

    @property
    def app(self) -> App[Any]: ...
    def marked_all(self, act: Act) -> None: ...


def mark_all(screen: Marker, reader: Reader, items: Sequence[str]) -> None:
    """Mark all these items read, after a question if there are more than ASK_ABOVE."""

    def mark(answer: bool | None) -> None:
        if answer:
            screen.marked_all(reader.mark(items, read=True))

    if len(items) <= ASK_ABOVE:
        mark(True)
        return
    from crankreader.tui.screens.asking import Confirm

    screen.app.push_screen(Confirm(f"Mark {len(items):,} items read? u takes it back."), mark)
