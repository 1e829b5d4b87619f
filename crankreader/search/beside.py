"""What stands beside a segment in a file of our own: sets that would take long to read as postings.

    frequent words       the set of their items, and the levels that rank them
    facets               the values, how often each occurs, and the values of each item
    words                of each field, one a line, for words that are almost the one asked for

The file holds nothing that is not in the segment too: without it all is found, only later. A plain
Whoosh passes it over. Knows the numbers of documents, no item.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from crankreader.search.sets import digits_of_levels, set_of
from crankreader.search.weighing import WIDTH, level

EXTENSION = ".set"
SMALLEST = 4096
"""Items from which a segment has sets of its own: reading postings of fewer takes no time."""
SHARES = {"facet": 256}
"""A word of the field is frequent when it stands in one of so many items."""
SHARE = 32
_MAGIC = b"crk1"


class Occurrences(NamedTuple):
    """Where a word stands: documents, ascending, and how often in each."""

    documents: Sequence[int]
    weights: Sequence[float]


class Values(NamedTuple):
    """The facets of a segment: the values of item n are numbers[starts[n]:starts[n + 1]]."""

    names: list[str]
    """The most frequent first."""
    counts: array[int]
    starts: array[int]
    numbers: array[int]


Words = Mapping[str, Mapping[bytes, Occurrences]]
"""By field and word."""


def write(path: Path, words: Words, lengths: Sequence[int], average: float) -> None:
    """Puts together what helps a segment; `lengths` are its items' words, as they are counted."""
    size = len(lengths)
    header: dict[str, Any] = {"average": average, "sets": {}, "words": {}}
    with path.open("wb") as file:
        file.write(_MAGIC + bytes(8))
        for field, having in words.items():
            if field not in ("facet", "begin"):
                header["words"][field] = _put(file, b"\n".join([b"", *sorted(having), b""]))
            if size >= SMALLEST:
                header["sets"][field] = _sets(file, field, having, words, lengths, average)
        header["facets"] = _facets(file, words.get("facet", {}), size)
        at, _ = _put(file, json.dumps(header).encode())
        file.seek(len(_MAGIC))
        file.write(at.to_bytes(8, "little"))


def _sets(
    file: Any,
    field: str,
    having: Mapping[bytes, Occurrences],
    words: Words,
    lengths: Sequence[int],
    average: float,
) -> dict[str, int]:
    size = len(lengths)
    least = size // SHARES.get(field, SHARE)
    titles = words.get("title", {})
    found: dict[str, int] = {}
    for word, there in having.items():
        if len(there.documents) < least:
            continue
        found[word.decode()], _ = _put(file, _octets(set_of(there.documents, size), size))
        if field == "all":
            in_title = titles.get(word)
            for digit in _levels(there, in_title, lengths, average):
                _put(file, _octets(digit, size))
    return found


def _levels(
    there: Occurrences, in_title: Occurrences | None, lengths: Sequence[int], average: float
) -> list[int]:
    titled = frozenset(in_title.documents) if in_title else frozenset[int]()
    levels = bytearray(len(lengths))
    for n, count in zip(there.documents, there.weights, strict=True):
        levels[n] = level(count, n in titled, lengths[n], average)
    return digits_of_levels(levels, WIDTH)


def _facets(file: Any, having: Mapping[bytes, Occurrences], size: int) -> list[tuple[int, int]]:
    ordered = sorted(having.items(), key=lambda value: (-len(value[1].documents), value[0]))
    own: list[list[int]] = [[] for _ in range(size)]
    for number, (_, there) in enumerate(ordered):
        for n in there.documents:
            own[n].append(number)
    starts = array("I", [0])
    for numbers in own:
        starts.append(starts[-1] + len(numbers))
    flat = array("I", (number for numbers in own for number in numbers))
    counts = array("I", (len(there.documents) for _, there in ordered))
    names = json.dumps([name.decode() for name, _ in ordered]).encode()
    return [_put(file, names), *(_put(file, _little(a)) for a in (counts, starts, flat))]


def _put(file: Any, octets: bytes) -> tuple[int, int]:
    at = file.tell()
    file.write(octets)
    return at, len(octets)


def _octets(found: int, size: int) -> bytes:
    return found.to_bytes(size // 8 + 1, "little")


class Beside:
    """The file of one segment, read."""

    def __init__(self, path: Path, size: int) -> None:
        self._octets = size // 8 + 1
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(_MAGIC)] != _MAGIC:
            self._map.close()
            raise ValueError("the sets of a segment are none")

    def close(self) -> None:
        self._map.close()

    @cached_property
    def _header(self) -> dict[str, Any]:
        at = int.from_bytes(self._map[len(_MAGIC) : len(_MAGIC) + 8], "little")
        header: dict[str, Any] = json.loads(self._map[at:])
        return header

    @property
    def average(self) -> float:
        """Words of an item, as the levels were made with."""
        return float(self._header["average"])

    def having(self, field: str, word: str) -> int | None:
        """The set of a frequent word; None of one that is not."""
        at = self._header["sets"].get(field, {}).get(word)
        return None if at is None else self._set(at)

    def levels(self, word: str) -> list[int] | None:
        """The sum of levels of a frequent word of `all`."""
        at = self._header["sets"].get("all", {}).get(word)
        if at is None:
            return None
        return [self._set(at + self._octets * number) for number in range(1, WIDTH + 1)]

    def _set(self, at: int) -> int:
        return int.from_bytes(self._map[at : at + self._octets], "little")

    def words_ending(self, field: str, end: str) -> Iterable[str]:
        """The words of a field that end so."""
        words, wanted = self._words(field), end.encode() + b"\n"
        at = words.find(wanted)
        while at >= 0:
            start = words.rfind(b"\n", 0, at) + 1
            at += len(wanted)
            yield words[start : at - 1].decode()
            at = words.find(wanted, at)

    def words_beginning(self, field: str, start: str) -> Iterable[str]:
        """The words of a field that begin so, in order."""
        words, wanted = self._words(field), b"\n" + start.encode()
        at = words.find(wanted)
        while at >= 0 and words.startswith(wanted, at):
            end = words.find(b"\n", at + 1)
            if end < 0:
                return
            yield words[at + 1 : end].decode()
            at = end

    def _words(self, field: str) -> bytes:
        if field not in self._lists:
            at, size = self._header["words"].get(field, (0, 0))
            self._lists[field] = self._map[at : at + size]
        return self._lists[field]

    @cached_property
    def _lists(self) -> dict[str, bytes]:
        return {}

    @cached_property
    def values(self) -> Values:
        pieces = [self._map[at : at + size] for at, size in self._header["facets"]]
        return Values(json.loads(pieces[0]), *map(_numbers, pieces[1:]))


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(octets: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(octets)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
