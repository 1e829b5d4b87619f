"""The box that a query is typed into."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class QueryBox(Input):
    """A text box that leaves the screen as it is laid out when its text grows.

    Textual lays the whole screen out for every letter, since a box may be as wide as its text;
    this one is as wide as the screen.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
