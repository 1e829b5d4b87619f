"""Completion in the search box: names of fields, and the values that the library has for them.

What is being typed is read by the query language; values are looked up beside the event loop,
because going through a large library takes longer than a key may.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, Protocol

from textual.widgets import Input
from textual.worker import Worker

from crankreader.query import HINTS, Typed, asking, fold, parse, typed
from crankreader.reader import Reader, ReaderError
from crankreader.tui.render import cells_of

MOST = 12
"""Values that are looked up at once: more than a line has room for."""
PATIENCE = 0.3
"""Seconds after which it is said that values are still looked up."""
WORDS = ("title", "note", "near")
"""Fields of any words: no value of theirs can be offered."""


class Types(Protocol):
    """The screen with the box."""

    @property
    def text_box(self) -> Input: ...
    @property
    def room_to_tell(self) -> int: ...
    def run_worker(self, work: Any, *, group: str, exclusive: bool) -> Worker[Any]: ...
    def tell(self, message: str) -> None: ...


class Here(NamedTuple):
    """The box as it stands."""

    text: str
    cursor: int


class Offer(NamedTuple):
    """What could stand in a place of the query."""

    values: tuple[str, ...]
    """As they are shown."""
    written: tuple[str, ...]
    """As the query has them."""
    before: str
    after: str
    here: Here
    """The box as the offer left it."""
    at: int = -1
    """Which of them was taken."""


class Completing:
    """The completion of one search box."""

    def __init__(self, screen: Types, reader: Reader) -> None:
        self.screen = screen
        self.reader = reader
        self._offer: Offer | None = None
        self._asked: Here | None = None
        """For what values are being looked up."""
        self._presses = 0

    @property
    def here(self) -> Here:
        box = self.screen.text_box
        return Here(box.value, box.cursor_position)

    @property
    def is_offering(self) -> bool:
        """Whether the box is as an offer left it, so that what was told of it may stand."""
        return self._offer is not None and self._offer.here.text == self.screen.text_box.value

    def complete(self) -> None:
        """Complete what is before the cursor, or take the next of what was offered."""
        here = self.here
        if self._offer is not None and self._offer.here == here:
            self._take_next(self._offer)
            return
        if self._asked == here:
            self._presses += 1
            return
        self._offer, self._asked, self._presses = None, None, 0
        word = typed(*here)
        if word.name is None:
            self._complete_name(here, word)
        elif word.name not in HINTS:
            self.screen.tell(parse(f"{word.name}:x").problems[0].message)
        elif word.name in WORDS:
            self.screen.tell(HINTS[word.name])
        else:
            self._asked, self._presses = here, 1
            work = partial(self._look_up, here, word)
            self.screen.run_worker(work, group="completion", exclusive=True)

    def _complete_name(self, here: Here, word: Typed) -> None:
        names = [f"{name}:" for name in HINTS]
        begun = word.begun.lower()
        fitting = [] if word.is_quoted else [name for name in names if name.startswith(begun)]
        if not fitting:
            self.screen.tell(" · ".join(names))
        elif len(fitting) == 1:
            self._write(here, word, fitting[0])
        else:
            self._offer_several(here, word, fitting, fitting)

    async def _look_up(self, here: Here, word: Typed) -> None:
        name = word.name or ""
        work = asyncio.ensure_future(
            asyncio.to_thread(self.reader.values_beginning, name, word.begun, MOST)
        )
        try:
            await asyncio.wait([work], timeout=PATIENCE)
            if not work.done():
                self.screen.tell("Looking through the library…")
            values = await work
        except ReaderError as error:
            self._asked = None
            self.screen.tell(str(error))
            return
        finally:
            work.cancel()
        presses, self._asked = self._presses, None
        if self.here != here:
            return  # the person has typed on
        written = [asking(name, value).removeprefix(f"{name}:") for value in values]
        if not values:
            self.screen.tell(_nothing(name, word.begun))
        elif len(values) == 1:
            self._write(here, word, written[0], ends=True)
        else:
            self._offer_several(here, word, values, written)
            for _ in range(presses - 1):
                self.complete()

    def _offer_several(
        self, here: Here, word: Typed, values: Sequence[str], written: Sequence[str]
    ) -> None:
        """Write what all of them begin with, and say which there are."""
        shared = "" if len(values) == MOST else _shared(values)
        if len(shared) > len(word.begun):
            begun = shared if word.name is None else asking(word.name, shared)
            begun = begun.removeprefix(f"{word.name}:").removesuffix('"')
            self._write(here, word, begun)
            here, word = self.here, replace(word, end=word.start + len(begun))
        before, after = here.text[: word.start], here.text[word.end :]
        self._offer = Offer(tuple(values), tuple(written), before, after, here)
        self.screen.tell(_listed(values, self.screen.room_to_tell))

    def _take_next(self, offer: Offer) -> None:
        at = (offer.at + 1) % len(offer.values)
        ends = not offer.written[at].endswith(":")
        self._put(offer.before, offer.written[at], offer.after, ends=ends)
        self._offer = offer._replace(here=self.here, at=at)
        coming = offer.values[(at + 1) % len(offer.values)]
        self.screen.tell(f"{at + 1} of {len(offer.values)} · Tab goes on to {coming}")

    def _write(self, here: Here, word: Typed, piece: str, *, ends: bool = False) -> None:
        self._put(here.text[: word.start], piece, here.text[word.end :], ends=ends)

    def _put(self, before: str, piece: str, after: str, *, ends: bool) -> None:
        """Write a piece; behind one that `ends` there is a blank, and the cursor."""
        if ends and not after.startswith(" "):
            after = f" {after}"
        box = self.screen.text_box
        box.value = f"{before}{piece}{after}"
        box.cursor_position = len(before) + len(piece) + ends


def _nothing(name: str, begun: str) -> str:
    if name == "entity" and begun.strip():
        return "No text here names anybody or anything that is called so."
    return f"Nothing here begins so. {HINTS[name]}" if begun else HINTS[name]


def _shared(values: Sequence[str]) -> str:
    """What all of them begin with, as the first of them writes it."""
    length = 0
    for characters in zip(*values, strict=False):
        if len({fold(character) for character in characters}) > 1:
            break
        length += 1
    return values[0][:length]


def _listed(values: Sequence[str], room: int) -> str:
    """As many of them as there is room for."""
    shown = list(values)
    while True:
        left = len(values) - len(shown)
        more = f" · {left} more" if left else ""
        said = f"{' · '.join(shown)}{more} · Tab takes the first"
        if cells_of(said) <= room or len(shown) == 1:
            return said
        shown.pop()
