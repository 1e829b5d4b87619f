"""What is worked out for frequent words when a segment is written: levels, places, neighbours.

Pure: knows the numbers of documents, no file.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

from crankreader.search.schema import places_of
from crankreader.search.sets import digits_of_levels
from crankreader.search.weighing import WIDTH, level

_GAP = 8
"""Places between two documents that no word stands at: more than lie between two texts of one."""
_AT_ONCE = 4096
"""Documents whose neighbours are looked for together: it bounds the memory."""


class Occurrences(Protocol):
    """Where a word stands: documents, ascending, how often in each, and the places, encoded."""

    documents: array[int]
    weights: array[float]
    values: list[bytes]


class Lengths(NamedTuple):
    """How long the documents of a segment are."""

    rough: Sequence[int]
    """Words, as Whoosh rounds them."""
    starts: array[int]
    """The first place of each document when all stand one behind the other, and the end."""


def starts_of(counts: Sequence[int]) -> array[int]:
    """The places at which documents of so many words begin."""
    return array("I", accumulate((count + _GAP for count in counts), initial=0))


def levels_of(
    there: Occurrences, in_title: Occurrences | None, lengths: Sequence[int], average: float
) -> list[int]:
    """What the word counts in each document, as a sum (`sets`)."""
    titled = frozenset(in_title.documents) if in_title else frozenset[int]()
    levels = bytearray(len(lengths))
    for n, count in zip(there.documents, there.weights, strict=True):
        levels[n] = level(count, n in titled, lengths[n], average)
    return digits_of_levels(levels, WIDTH)


def stream_of(there: Occurrences, starts: Sequence[int]) -> array[int]:
    """Every place of the word, all documents one behind the other."""
    return array(
        "I",
        (
            starts[n] + place
            for n, value in zip(there.documents, there.values, strict=True)
            for place in places_of(value)
        ),
    )


def neighbours(
    streams: Mapping[str, Sequence[int]], starts: Sequence[int]
) -> Iterator[tuple[tuple[str, str], array[int]]]:
    """The documents in which one word directly follows the other, for all pairs that occur."""
    names = list(streams)
    found: defaultdict[tuple[int, int], array[int]] = defaultdict(lambda: array("I"))
    size = len(starts) - 1
    for first in range(0, size, _AT_ONCE):
        document, end, here = first, starts[first + 1], -2
        before: list[int] = []
        words: list[int] = []
        for place, word in _stretch(streams, starts[first], starts[min(size, first + _AT_ONCE)]):
            if place != here:  # two words may stand at one place: a part and the whole
                before, words = (words if place == here + 1 else []), []
                here = place
            words.append(word)
            while place >= end:
                document += 1
                end = starts[document + 1]
            for one in before:
                there = found[one, word]
                if not there or there[-1] != document:
                    there.append(document)
    for (one, other), there in found.items():
        yield (names[one], names[other]), there


def _stretch(
    streams: Mapping[str, Sequence[int]], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The places from `start` to `end` that frequent words stand at, and which of them."""
    digits = len(streams).bit_length()
    at = [
        place << digits | number
        for number, stream in enumerate(streams.values())
        for place in stream[bisect_left(stream, start) : bisect_left(stream, end)]
    ]
    at.sort()
    mask = (1 << digits) - 1
    return ((both >> digits, both & mask) for both in at)
