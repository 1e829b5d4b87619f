"""Opening what an item cites, and copying: its text, its link, its citation, its sources."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from crankreader.model import Reading, Source
from crankreader.safety import safe_url
from crankreader.tui import clips
from crankreader.tui.links import open_link, opener
from crankreader.tui.render import spoken_source


class Teller(Protocol):
    """The screen on which it is done."""

    @property
    def app(self) -> App[Any]: ...
    def tell(self, message: str) -> None: ...


def open_source(screen: Teller, source: Source) -> None:
    """Open a source in the browser; where that cannot be, say what can be copied."""
    url, program = safe_url(source.url or ""), opener()
    if url is None:
        screen.tell(f"{spoken_source(source)}: no link is given · y c copies the citation")
    elif program is None:
        screen.tell(f"No browser here · y u copies {url}")
    else:
        try:
            open_link(url, program)
        except OSError as refused:
            screen.tell(f"{program}: {refused.strerror} · y u copies {url}")
        else:
            screen.tell(f"Opened {url}")


def copy(screen: Teller, what: str, reading: Reading, source: Source | None) -> None:
    """Put the text, link, citation or Markdown of an item, or of a source, on the clipboard."""
    text = clips.of_source(source, what) if source is not None else clips.COPIES[what](reading)
    copy_text(screen, text, f"Copied the {what}.", f"There is no {what} to copy.")


def copy_selection(screen: Teller, text: str | None) -> None:
    copy_text(screen, text, "Copied what was selected.", "Nothing is selected · q quits")


def copy_text(screen: Teller, text: str | None, done: str, otherwise: str) -> None:
    """Put a text on the clipboard and say so; without one, say the other."""
    if text:
        screen.app.copy_to_clipboard(text)
    screen.tell(done if text else otherwise)
