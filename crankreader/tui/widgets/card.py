"""The card of the first run: what this is, and how to make it one's own. Shown once."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

TEXT = """\
crankreader shows a newsletter as its editors meant it: sections, items, sources, names.
What you see are samples. A adds documents of your own (or: crankreader add PATH).
? shows all keys · / searches everything · D on a heading “samples” takes them away.
Any key closes this card; it does not come back."""


class Card(Static, inherit_bindings=False):
    """A few lines above the footer."""

    def __init__(self) -> None:
        super().__init__(Content(TEXT), id="card")
