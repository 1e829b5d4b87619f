"""What is worked out for frequent words when a segment is written: levels, places, neighbours.

Pure: knows the numbers of documents, no file.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
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
    words = list(streams)
    found: defaultdict[tuple[int, int], array[int]] = defaultdict(lambda: array("I"))
    size = len(starts) - 1
    for first in range(0, size, _AT_ONCE):
        last = min(size, first + _AT_ONCE)
        at = _stretch(streams, starts[first], starts[last])
        document, end = first, starts[first + 1]
        for (place, one), (following, other) in _adjacent(at):
            while place >= end:
                document += 1
                end = starts[document + 1]
            if following - place == 1:
                there = found[one, other]
                if not there or there[-1] != document:
                    there.append(document)
    for (one, other), there in found.items():
        yield (words[one], words[other]), there


def _stretch(
    streams: Mapping[str, Sequence[int]], start: int, end: int
) -> list[tuple[int, list[int]]]:
    """The places from `start` to `end` that frequent words stand at, and which of them."""
    at: defaultdict[int, list[int]] = defaultdict(list)
    for number, stream in enumerate(streams.values()):
        for place in stream[bisect_left(stream, start) : bisect_left(stream, end)]:
            at[place].append(number)
    return sorted(at.items())


def _adjacent(
    at: list[tuple[int, list[int]]],
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for (place, ones), (following, others) in pairwise(at):
        if following - place == 1:
            for one in ones:
                for other in others:
                    yield (place, one), (following, other)
