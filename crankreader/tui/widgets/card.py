"""The card of the first run: what this is, and how to make it one's own. Shown once."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

TEXT = """\
Newsletters as their editors meant them. What you see are samples.
A adds your own (or: crankreader add PATH) · ? all keys · / search
D on a heading “samples” takes them away · any key closes this card"""


class Card(Static, inherit_bindings=False):
    """A few lines above the footer."""

    def __init__(self) -> None:
        super().__init__(Content(TEXT), id="card")
