"""The sentences of a text, and the one that something stands in.

Knows where sentences end in prose; nothing of what they say.
"""

from __future__ import annotations

import bisect
import re

from crankreader.model import Span

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*(\S))|[。！？]|\n")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[\"“])(?:[A-Z]|[A-Z](?:\.[A-Z])+|St|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Adm|Sgt|Sen|Rep"
    r"|Gov|Rev|Hon|Jr|Sr|vs|No|Nos|Inc|Corp|Ltd|Co|approx|ca|cf|e\.g|i\.e|etc|Fig|Art|Jan|Feb|Mar"
    r"|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$"
)
LONGEST = 600
"""Characters of a sentence that is shown whole."""


class Sentences:
    """A text, cut once; each question after that is a halving."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [end for end in _ends(text) if end < len(text)] + [len(text)]

    def at(self, start: int, end: int) -> Span:
        """The sentence that holds characters [start, end), without blanks around it; of one longer
        than LONGEST, a stretch that holds them.
        """
        number = bisect.bisect_right(self._ends, start)
        first = self._ends[number - 1] if number else 0
        last = self._ends[min(bisect.bisect_left(self._ends, end), len(self._ends) - 1)]
        text = self._text
        if last - first > LONGEST:
            first, last = _around(text, first, last, start, end)
        while first < start and text[first].isspace():
            first += 1
        while last > end and text[last - 1].isspace():
            last -= 1
        return Span(first, last)


def sentence_at(text: str, start: int, end: int) -> Span:
    """The sentence of a text that holds characters [start, end)."""
    return Sentences(text).at(start, end)


def _ends(text: str) -> list[int]:
    ends = []
    for stop in _END.finditer(text):
        goes_on = stop[1] is not None and (stop[1].islower() or not stop[1].isalnum())
        if goes_on or _ABBREVIATED.search(text[max(0, stop.start() - 12) : stop.start()]):
            continue
        ends.append(stop.end())
    return ends


def _around(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    room = max(0, LONGEST - (end - start)) // 2
    a, b = max(first, start - room), min(last, end + room)
    if a > first:
        a = text.find(" ", a, start) + 1 or a
    if b < last:
        b = max(end, text.rfind(" ", end, b))
    return a, b
