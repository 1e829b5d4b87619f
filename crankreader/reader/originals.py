"""The document an issue was read from, as it came, and which of its words were put aside.

Finds again in the source what the parser called furniture. Knows no screen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crankreader.model import Issue, Span

MOST_LOOKED_AT = 1_000_000
"""Characters of a source."""
MOST_TRIES = 50_000
"""Places looked at for all lines together, however often their words occur."""
_TAG = re.compile(r"<[^<>]*>")
_TARGET = re.compile(
    r"<[^<>]*>|(?<=\])"
    r"(?:\((?:[^()\[\]\n]|\([^()\[\]\n]*\)){0,500}+\)|\[[^\[\]\n]*\])"
)
"""What a Markdown link points to, beside tags."""
_HIDDEN = {"markdown": _TARGET, "text": re.compile("(?!)")}
"""What of a source nobody reads, by its format; of the others, tags."""
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"\w+")


class Original(NamedTuple):
    """A document as it came."""

    text: str
    """Decoded and cleaned; the source of a page, the parts of a mail."""
    format: str
    path: str
    member: str | None = None
    """Its name within the file, when that holds several."""
    put_aside: tuple[Span, ...] = ()
    """What no item shows: mastheads, footers, buttons. Rising, disjoint, over the text."""


def original(issue: Issue, raw: bytes) -> Original:
    """The source of an issue, given as its bytes."""
    from crankreader.ingest.original import original as readable

    text = readable(raw)
    hidden = _HIDDEN.get(issue.format, _TAG)
    spans = tuple(put_aside(text[:MOST_LOOKED_AT], issue.furniture, hidden))
    return Original(text, issue.format, issue.path, issue.member, spans)


def put_aside(text: str, furniture: Sequence[str], hidden: re.Pattern[str] = _TAG) -> list[Span]:
    """Where these lines stand, whatever tags and line breaks stand between their words.

    Lines are looked for in their order; one that is nowhere ahead, as what was put aside only
    when other issues had it too, anywhere. Rising and disjoint.
    """
    from html import unescape

    starts: list[int] = []
    words: list[str] = []
    ends: list[int] = []
    for start, end in _shown(text, hidden):
        for word in _WORD.finditer(text, start, end):
            # An entity stands for a letter or a sign; what it hides is compared, too.
            for letters in _LETTERS.finditer(unescape(word.group())):
                words.append(letters.group().casefold())
                starts.append(word.start())
                ends.append(word.end())
    joined = " ".join(["", *words, ""])
    places = [0]
    for one in words:
        places.append(places[-1] + len(one) + 1)
    taken = bytearray(len(words))
    spans: list[Span] = []
    at, tries = 0, MOST_TRIES
    for line in furniture:
        wanted = [part.casefold() for part in _LETTERS.findall(line)]
        if not wanted:
            continue
        sought = " ".join(["", *wanted, ""])
        stop = len(joined)
        found = joined.find(sought, at)
        while tries > 0:
            if found < 0 and stop > at:
                stop = at  # once more, from the beginning to here
                found = joined.find(sought, 0, stop + 1)
            if found < 0:
                break
            tries -= 1
            first = bisect_right(places, found) - 1
            last = first + len(wanted) - 1
            before = ends[first - 1] if first else 0
            after = starts[last + 1] if last + 1 < len(words) else len(text)
            # Furniture is whole lines: the same words within a sentence are no furniture.
            is_line = _is_edge(text, before, starts[first]) and _is_edge(text, ends[last], after)
            if is_line and not any(taken[first : last + 1]):
                taken[first : last + 1] = b"\1" * len(wanted)
                spans.append(Span(starts[first], ends[last]))
                at = max(at, places[last + 1])
                break
            found = joined.find(sought, found + 1, stop + 1)
    return sorted(spans)


def _is_edge(text: str, start: int, end: int) -> bool:
    """Whether a line or an element begins or ends between two words."""
    return start == 0 or end == len(text) or any(c in "\n<>" for c in text[start:end])


def _shown(text: str, hidden: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for tag in hidden.finditer(text):
        yield at, tag.start()
        at = tag.end()
    yield at, len(text)
