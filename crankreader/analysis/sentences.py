"""The sentence that something stands in.

Knows where sentences end in prose; nothing of what they say.
"""

from __future__ import annotations

import re

from crankreader.model import PARAGRAPH_BREAK, Span

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*(\S))|[。！？]|\n")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[\"“])(?:[A-Z]|[A-Z](?:\.[A-Z])+|St|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Adm|Sgt|Sen|Rep"
    r"|Gov|Rev|Hon|Jr|Sr|vs|No|Nos|Inc|Corp|Ltd|Co|approx|ca|cf|e\.g|i\.e|etc|Fig|Art|Jan|Feb|Mar"
    r"|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$"
)
LONGEST = 600
"""Characters of a sentence that is shown whole."""


def sentence_at(text: str, start: int, end: int) -> Span:
    """The sentence that holds characters [start, end), without blanks around it.

    Of one longer than LONGEST, a stretch that holds them.
    """
    first = text.rfind(PARAGRAPH_BREAK, 0, start)
    first = 0 if first < 0 else first + len(PARAGRAPH_BREAK)
    last = text.find(PARAGRAPH_BREAK, end)
    last = len(text) if last < 0 else last
    for stop in _END.finditer(text, first, last):
        goes_on = stop[1] is not None and (stop[1].islower() or not stop[1].isalnum())
        if goes_on or _ABBREVIATED.search(text[max(first, stop.start() - 12) : stop.start()]):
            continue
        if stop.end() <= start:
            first = stop.end()
        elif stop.start() >= end - 1:
            last = stop.end()
            break
    if last - first > LONGEST:
        first, last = _around(text, first, last, start, end)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Span(first, last)


def _around(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    room = max(0, LONGEST - (end - start)) // 2
    a, b = max(first, start - room), min(last, end + room)
    if a > first:
        a = text.find(" ", a, start) + 1 or a
    if b < last:
        b = max(end, text.rfind(" ", end, b))
    return a, b
