"""The box that a query is typed into."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class QueryBox(Input):
    """A text box whose letters are on the screen at once.

    Textual lays the whole screen out for every letter, since a box may be as wide as its text; this
    one is as wide as the screen. And it paints sixty times a second: a letter that is typed just
    after hits were painted would wait for its turn.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def paint(self) -> None:
        """Show what was typed now, not with the next frame."""
        screen = self.screen
        if screen.is_current and not self.app._batch_count:
            self._repaint_required = False
            # Textual forgets all that waits to be painted: the hits and the lines around them
            # have their turn with the next frame.
            waiting = screen._dirty_widgets - {self}
            screen._compositor.update_widgets({self})
            screen._compositor_refresh()
            screen._dirty_widgets.update(waiting)
            screen.check_idle()
