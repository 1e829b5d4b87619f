"""What panes stand in, side by side or one below the other; styles/app.tcss says which.

Textual's containers would do; their module and styles cost every start as much as a pane.
"""

from __future__ import annotations

from textual.widget import Widget


class Box(Widget, inherit_bindings=False):
    """Holds panes and knows nothing of them."""

    def __init__(self, *panes: Widget, id: str) -> None:
        super().__init__(*panes, id=id)
