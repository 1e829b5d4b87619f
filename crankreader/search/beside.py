"""What stands beside a segment in a file of our own: sets that would take long to read as postings.

    frequent words       the set of their items; the levels that rank them; their places, and
                         the items in which two of them are neighbours
    facets               the values, how often each occurs, and the values of each item
    words                of each field, one a line, for words that are almost the one asked for

The file holds nothing that is not in the segment too: without it all is found, only later. A plain
Whoosh passes it over. Knows the numbers of documents, no item.
"""

from __future__ import annotations

import json
import mmap
import re
import sys
from array import array
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from crankreader.search.frequent import Lengths, Occurrences, levels_of, neighbours, stream_of
from crankreader.search.sets import set_of
from crankreader.search.weighing import WIDTH

EXTENSION = ".set"
SMALLEST = 4096
"""Items from which a segment has sets of its own: reading postings of fewer takes no time."""
SHARES = {"facet": 256, "begin": 64}
"""A word of the field is frequent when it stands in one of so many items."""
SHARE = 32
_MAGIC = b"crk1"

_Piece = tuple[int, int]
"""Where in the file something begins, and its bytes."""
_Table = tuple[int, int, int]
"""The piece with the names of sets, and where the first of them begins."""


class Values(NamedTuple):
    """The facets of a segment: the values of item n are numbers[starts[n]:starts[n + 1]]."""

    names: list[str]
    """The most frequent first."""
    counts: array[int]
    starts: array[int]
    numbers: array[int]


Words = Mapping[str, Mapping[bytes, Occurrences]]
"""By field and word."""


def write(path: Path, words: Words, lengths: Lengths, average: float) -> None:
    """Puts together what helps a segment; `average` is how many words its items have."""
    size = len(lengths.rough)
    header: dict[str, Any] = {"average": average, "sets": {}, "words": {}}
    with path.open("wb") as file:
        file.write(_MAGIC + bytes(8))
        for field, having in words.items():
            if field not in ("facet", "begin"):
                header["words"][field] = _put(file, _lines(sorted(having)))
            if size >= SMALLEST:
                header["sets"][field] = _sets(file, field, having, size)
        if size >= SMALLEST:
            header |= _ranked(file, words, lengths, average)
        header["facets"] = _facets(file, words.get("facet", {}), size)
        at, _ = _put(file, json.dumps(header).encode())
        file.seek(len(_MAGIC))
        file.write(at.to_bytes(8, "little"))


def is_frequent(field: str, count: int, size: int) -> bool:
    """Whether a word that stands in so many of all items has sets of its own."""
    return size >= SMALLEST and count >= size // SHARES.get(field, SHARE)


def _frequent(field: str, having: Mapping[bytes, Occurrences], size: int) -> list[bytes]:
    """The words that stand in many items, in order.

    A value of several lines is read from its postings: names are told apart by their lines.
    """
    return sorted(
        word
        for word, there in having.items()
        if is_frequent(field, len(there.documents), size) and b"\n" not in word
    )


def _sets(file: Any, field: str, having: Mapping[bytes, Occurrences], size: int) -> _Table:
    frequent = _frequent(field, having, size)
    names = _put(file, _lines(frequent))
    at = file.tell()
    for word in frequent:
        _put(file, _octets(set_of(having[word].documents, size), size))
    return *names, at


def _ranked(file: Any, words: Words, lengths: Lengths, average: float) -> dict[str, _Piece]:
    """The levels of frequent words, their places, and their neighbours."""
    size = len(lengths.rough)
    streams: dict[str, array[int]] = {}
    at = file.tell()
    for word in _frequent("all", words.get("all", {}), size):
        there, in_title = words["all"][word], words.get("title", {}).get(word)
        for digit in levels_of(there, in_title, lengths.rough, average):
            _put(file, _octets(digit, size))
        streams[word.decode()] = stream_of(there, lengths.starts)
    pairs = sorted(neighbours(streams, lengths.starts))
    return {
        "levels": (at, file.tell() - at),
        **_put_all(file, "places", streams.values()),
        "pairs": _put(file, _lines(" ".join(pair).encode() for pair, _ in pairs)),
        **_put_all(file, "neighbours", [documents for _, documents in pairs]),
        "starts": _put(file, _little(lengths.starts)),
    }


def _put_all(file: Any, name: str, lists: Collection[array[int]]) -> dict[str, _Piece]:
    """Lists of numbers, one behind the other, and where each ends."""
    ends = array("I", accumulate(map(len, lists), initial=0))
    at = file.tell()
    for numbers in lists:
        _put(file, _little(numbers))
    return {name: (at, 4 * ends[-1]), f"{name} end": _put(file, _little(ends))}


def _lines(words: Iterable[bytes]) -> bytes:
    """One a line, with an end before the first, so that each can be found as a whole line."""
    return b"\n".join([b"", *words, b""])


def _facets(file: Any, having: Mapping[bytes, Occurrences], size: int) -> list[_Piece]:
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


def _put(file: Any, octets: bytes) -> _Piece:
    at = file.tell()
    file.write(octets)
    return at, len(octets)


def _octets(found: int, size: int) -> bytes:
    return found.to_bytes(size // 8 + 1, "little")


class Beside:
    """The file of one segment, read."""

    def __init__(self, path: Path, size: int) -> None:
        self._octets = size // 8 + 1
        self._frequent: dict[str, bytes] = {}
        self._lists: dict[str, bytes] = {}
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
        number = self._number(field, word)
        return None if number is None else self._set(self._header["sets"][field][2], number)

    def levels(self, word: str) -> list[int] | None:
        """The sum of levels of a frequent word of `all`."""
        number = self._number("all", word)
        if number is None:
            return None
        at, _ = self._header["levels"]
        return [self._set(at, number * WIDTH + place) for place in range(WIDTH)]

    def stream(self, word: str) -> array[int] | None:
        """Every place of a frequent word of `all`, all items one behind the other."""
        number = self._number("all", word)
        return None if number is None else self._list("places", number)

    @cached_property
    def starts(self) -> array[int]:
        """The place in a stream at which each item begins, and the end."""
        return _numbers(self._piece(self._header["starts"]))

    def pair(self, one: str, other: str) -> array[int] | None:
        """The items in which one word directly follows the other; None unless both are frequent."""
        if self._number("all", one) is None or self._number("all", other) is None:
            return None
        number = _line(self._pairs, f"{one} {other}")
        return array("I") if number is None else self._list("neighbours", number)

    @cached_property
    def _pairs(self) -> bytes:
        return self._piece(self._header["pairs"])

    def _number(self, field: str, word: str) -> int | None:
        names = self._frequent.get(field)
        if names is None:
            table = self._header["sets"].get(field)
            names = self._frequent[field] = self._piece(table[:2]) if table else b""
        return _line(names, word)

    def _list(self, name: str, number: int) -> array[int]:
        at, _ = self._header[name]
        ends, _ = self._header[f"{name} end"]
        start, end = _numbers(self._map[ends + 4 * number : ends + 4 * number + 8])
        return _numbers(self._map[at + 4 * start : at + 4 * end])

    def _piece(self, piece: _Piece) -> bytes:
        at, size = piece
        return self._map[at : at + size]

    def _set(self, at: int, number: int) -> int:
        at += number * self._octets
        return int.from_bytes(self._map[at : at + self._octets], "little")

    def words_ending(self, field: str, end: str, most: int) -> Iterable[str]:
        """The words of a field that end so, and have so many bytes at most."""
        words, wanted = self._words(field), end.encode() + b"\n"
        if len(end) < 2:  # a large share of all words do
            pattern = rb"\n([^\n]{1,%d})(?<=%b)(?=\n)" % (most, re.escape(end.encode()))
            yield from (word.decode() for word in re.findall(pattern, words))
            return
        at = words.find(wanted)
        while at >= 0:
            start = words.rfind(b"\n", 0, at) + 1
            at += len(wanted)
            yield words[start : at - 1].decode()
            at = words.find(wanted, at)

    def words_beginning(self, field: str, start: str) -> list[str]:
        """The words of a field that begin so, in order."""
        words, wanted = self._words(field), start.encode()
        first = _bisected(words, wanted)
        last = _bisected(words, wanted + b"\xff")  # no letter of UTF-8 has this byte
        return words[first:last].decode().split("\n")[:-1]

    def _words(self, field: str) -> bytes:
        if field not in self._lists:
            self._lists[field] = self._piece(self._header["words"].get(field, (0, 0)))
        return self._lists[field]

    @cached_property
    def values(self) -> Values:
        pieces = [self._piece(piece) for piece in self._header["facets"]]
        return Values(json.loads(pieces[0]), *map(_numbers, pieces[1:]))


def _bisected(lines: bytes, wanted: bytes) -> int:
    """Where the first line begins that does not sort before this; lines are in order."""
    low, high = min(1, len(lines)), len(lines)
    while low < high:
        middle = max(low, lines.rfind(b"\n", 0, (low + high) // 2) + 1)
        end = lines.find(b"\n", middle)
        if lines[middle:end] < wanted:
            low = end + 1
        else:
            high = middle
    return low


def _line(lines: bytes, word: str) -> int | None:
    """Which line is this word."""
    at = lines.find(b"\n" + word.encode() + b"\n")
    return None if at < 0 else lines.count(b"\n", 0, at)


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(octets: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(octets)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
