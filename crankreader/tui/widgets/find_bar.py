"""The line in which a person types what to find in the text above it, and how many there are.

Knows the keys of that line; nothing of the text.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from crankreader.tui.chords import Chords, KeyClash, name_of, rebound
from crankreader.tui.keymaps import FINDING
from crankreader.tui.widgets.bars import Bar

AT_MOST = 200
"""Characters."""


class FindBar(Widget, inherit_bindings=False):
    """One line: what is to be found, and which of how many one is at."""

    KEYS = FINDING

    class Typed(Message):
        """Another text is to be found."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Stepped(Message):
        """A person wants the next one, or the previous one."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Closed(Message):
        """A person is done; what is marked stays so where `holds`."""

        def __init__(self, holds: bool) -> None:
            super().__init__()
            self.holds = holds

    def __init__(self, own_keys: Mapping[str, str]) -> None:
        self.box = Input(placeholder="find in this text", id="wanted", max_length=AT_MOST)
        self.count = Bar(id="count")
        super().__init__(Bar(id="finding"), self.box, self.count, id="find")
        try:
            self.chords = Chords(rebound(FINDING, own_keys))
        except KeyClash:  # the screen has said so
            self.chords = Chords(FINDING)

    def on_mount(self) -> None:
        self.query_one("#finding", Bar).say([("find", "quiet")])
        self.box.focus()

    def say(self, text: str) -> None:
        """How many there are, in place of what was said of them before."""
        self.count.say([(text, "quiet")])

    async def on_key(self, event: events.Key) -> None:
        row = self.chords.press(name_of(event.key, event.character))
        if row is not None and (event.character is None or not event.is_printable):
            event.stop()
            event.prevent_default()
            await self.run_action(row.act)

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self.post_message(self.Typed(message.value))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.action_find(1)

    def action_find(self, step: int) -> None:
        if self.box.value.strip():
            self.post_message(self.Stepped(step))
        else:
            self.post_message(self.Closed(holds=False))

    def action_hold(self) -> None:
        self.post_message(self.Closed(holds=bool(self.box.value.strip())))

    def action_close(self) -> None:
        self.post_message(self.Closed(holds=False))
