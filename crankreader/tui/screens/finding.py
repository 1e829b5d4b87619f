"""Finding something in the text on the reading screen: marks with every letter, and steps.

A long text is gone through in pieces, with room for keys between them. Knows the view and what
`Reader.matches` says; nothing of searches over the library.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from textual.widgets import Input
from textual.worker import Worker

from crankreader.reader import Reader
from crankreader.tui.widgets.find_bar import FindBar
from crankreader.tui.widgets.item_view import Found, ItemView

PIECE = 6_000
"""Characters that are gone through at once: some two thousandths of a second."""

BEGINNING = Found(0, 0, 0)


class Reads(Protocol):
    """The screen on which a text is read."""

    @property
    def item_view(self) -> ItemView: ...
    def mount(self, widget: FindBar, *, after: str) -> Any: ...
    def run_worker(self, work: Any, *, group: str, exclusive: bool) -> Worker[Any]: ...
    def set_focus(self, widget: None) -> None: ...
    def show_hints(self) -> None: ...
    def tell(self, message: str) -> None: ...
    def at_text(self) -> None: ...


class Finding:
    """What a person finds in the text of one reading screen."""

    def __init__(self, screen: Reads, reader: Reader, own_keys: Mapping[str, str]) -> None:
        self.screen = screen
        self.reader = reader
        self.own_keys = own_keys
        self.bar: FindBar | None = None
        self.wanted = ""
        """What is marked; it stays so when the line is closed, until Esc."""
        self._since = BEGINNING
        """Where the screen began when the person began to type."""

    @property
    def is_on(self) -> bool:
        """Whether something is being found, or stays marked."""
        return self.bar is not None or bool(self.wanted)

    @property
    def box(self) -> Input | None:
        return self.bar.box if self.bar is not None else None

    def open(self) -> None:
        """Ask what to find."""
        view = self.screen.item_view
        if view.reading is None:
            self.screen.tell("Nothing is open in which something could be found.")
            return
        if self.bar is not None:
            self.bar.box.focus()
            return
        self.screen.at_text()
        self.screen.set_focus(None)  # until the line has it, keys are kept for the line
        self.wanted, self._since = "", view.first_seen
        view.find(True)
        self.bar = FindBar(self.own_keys)
        self.screen.mount(self.bar, after="#panes")
        self.screen.show_hints()

    def close(self, *, holds: bool = False) -> bool:
        """Take the line away, and the marks unless they are held; whether there was anything."""
        was_on = self.is_on
        if self.bar is not None:
            self.bar.remove()
            self.bar = None
            self.screen.at_text()
            self.screen.show_hints()
        if not holds and was_on:
            self.wanted = ""
            self.screen.item_view.find(False)
        elif holds:
            self._say()
        return was_on

    def type(self, text: str) -> None:
        """Find something else, from where the person began on."""
        self.wanted = text.strip() and text
        self._begin(comes=True)

    def renew(self) -> None:
        """Find the same in another text, or in what has become of this one."""
        if self.is_on:
            self.screen.item_view.find(True)
            self._since = BEGINNING
            self._begin(comes=False)

    def step(self, step: int) -> None:
        """To the next one, or the previous one, round and round."""
        view = self.screen.item_view
        if view.found:
            at = view.found_at
            first = 0 if step > 0 else -1
            view.go_to_found((first if at is None else at + step) % len(view.found))
        self._say()

    def _begin(self, *, comes: bool) -> None:
        work = partial(self._find, self.wanted, comes)
        self.screen.run_worker(work, group="find", exclusive=True)

    async def _find(self, wanted: str, comes: bool) -> None:
        view = self.screen.item_view
        texts = view.laid.texts
        found: list[Found] = []
        has_come = not comes
        view.mark_found(())
        # What follows the place where one is, then what stands before it.
        for pieces in (_pieces(texts, self._since), _pieces(texts[: self._since.block + 1])):
            for block, start, text in pieces if wanted else ():
                for span in self.reader.matches(text, wanted, typing=True):
                    found.append(Found(block, start + span.start, start + span.end))
                if found and not has_come:
                    has_come = True
                    view.mark_found(found)
                    view.go_to_found(0)
                await asyncio.sleep(0)
                if view.laid.texts is not texts and view.laid.texts != texts:
                    return
        in_order = sorted(set(found))
        at = view.found[view.found_at] if view.found_at is not None else None
        view.mark_found(in_order, in_order.index(at) if at in in_order else None)
        self._say()

    def _say(self) -> None:
        view = self.screen.item_view
        said = ""
        if self.wanted and view.found:
            at = "–" if view.found_at is None else str(view.found_at + 1)
            said = f"{at} of {len(view.found):,}"
        elif self.wanted:
            said = "not here"
        if self.bar is not None:
            self.bar.say(said)
        elif said:
            goes_on = "n N go on, Esc ends it" if view.found else "Esc ends it"
            self.screen.tell(f"“{self.wanted.strip()}”: {said} · {goes_on}")


def _pieces(texts: Sequence[str], since: Found = BEGINNING) -> Iterator[tuple[int, int, str]]:
    """(block, where it begins, text) of all that follows a place, cut between words."""
    for block in range(since.block, len(texts)):
        text = texts[block]
        start = since.start if block == since.block else 0
        while start < len(text):
            end = len(text)
            if end - start > PIECE:
                blank = re.compile(r"\s").search(text, start + PIECE)
                end = min(blank.end() if blank else end, start + 2 * PIECE)
            yield block, start, text[start:end]
            start = end
