"""One segment of the index, read as sets. It never changes but for what is removed from it.

Frequent words are read from the file beside the segment, the others from Whoosh's postings, whose
blocks are taken apart here: its own matchers go from one posting to the next. Knows the numbers of
documents within the segment, no query and no other segment.
"""

from __future__ import annotations

import mmap
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from itertools import accumulate, compress
from pathlib import Path
from pickle import UnpicklingError, load, loads
from struct import error as StructError
from struct import iter_unpack
from typing import Any
from zlib import decompress
from zlib import error as ZlibError

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

from crankreader.search.beside import EXTENSION, Beside, Values
from crankreader.search.generations import IndexUnusable
from crankreader.search.schema import BEGINNING, LONGEST_ID, places_of
from crankreader.search.sets import flags, members, set_of, stretches, windows
from crankreader.search.weighing import HIGHEST, WIDTH, level

KEPT = 24 << 20
"""Bytes of sets that are kept between queries."""

MOST_SUMS = 64
"""Words whose levels are kept, of some 60 KiB each at 100,000 items."""

MOST_STREAMS = 8
"""Words whose places are kept as a set, of some 900 KiB each."""

Block = tuple[Sequence[int], Sequence[float] | float | None, Sequence[bytes] | None]
"""Documents, how often the word stands in each (once for None), and where."""


_DAMAGE: tuple[type[Exception], ...] = (
    *(UnpicklingError, StructError, ZlibError, FileFormatError, EOFError, OSError, MemoryError),
    *(ValueError, LookupError, TypeError, AttributeError, ImportError, OverflowError),
)


@contextmanager
def _sound() -> Iterator[None]:
    """Turns what comes of reading damaged postings, whatever it is, into IndexUnusable."""
    try:
        yield
    except _DAMAGE as error:
        raise IndexUnusable("the index was damaged while it was open") from error


class Part:
    """The items of one segment. Not for two threads at once."""

    def __init__(self, directory: Path, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.directory = directory
        """Where its files are: a later generation that has them too says so."""
        self._segment = segment
        self._beside = Beside(directory / segment.make_filename(EXTENSION), self.size)
        with (directory / W3Codec.column_filename(segment, "item")).open("rb") as file:
            self._ids = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._opened_terms: Any = None
        self._kept: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._kept_bytes = 0
        self._sums: dict[str, list[int]] = {}
        self._streams: dict[str, int] = {}
        self._starts = 0

    @property
    def _terms(self) -> Any:
        """Whoosh's list of words, which takes longer to open than all else together."""
        if self._opened_terms is None:
            storage = FileStorage(str(self.directory), readonly=True)
            self._opened_terms = self._segment.codec().terms_reader(storage, self._segment)
        return self._opened_terms

    def close(self) -> None:
        if self._opened_terms is not None:
            self._opened_terms.close()
        self._ids.close()
        self._beside.close()

    # Words.

    def having(self, field: str, word: str) -> int:
        """The items whose field has the word."""
        frequent = self._beside.having(field, word)
        if frequent is not None:
            return frequent
        where = field, word
        found = self._known(where)
        if found is None:
            documents = [n for documents, _, _ in self._blocks(field, word) for n in documents]
            found = self._keep(where, set_of(documents, self.size) if documents else 0)
        return found

    def beginning(self, field: str, start: str) -> int:
        """The items whose field has a word that begins so."""
        if field == "all" and len(start) <= BEGINNING:
            return self.having("begin", start)
        where = field + "*", start
        found = self._known(where)
        if found is None:
            found = self._keep(where, self._some(field, self.words(field, start)))
        return found

    def alike(self, field: str, word: str, typos: Sequence[str]) -> int:
        """The items whose field has one of the words that are almost this one."""
        where = field + "~", word
        found = self._kept.get(where)
        return self._keep(where, self._some(field, typos)) if found is None else found

    def _some(self, field: str, words: Iterable[str]) -> int:
        """The items that have one of many words, none of which is worth keeping by itself."""
        found, documents = 0, array("I")
        for word in words:
            frequent = self._beside.having(field, word)
            if frequent is not None:
                found |= frequent
            else:
                for block, _, _ in self._blocks(field, word):
                    documents.extend(block)
        return found | set_of(documents, self.size)

    def words(self, field: str, start: str) -> list[str]:
        """The words of a field that begin so, in order."""
        return self._beside.words_beginning(field, start)

    def words_ending(self, field: str, end: str, most: int) -> list[str]:
        return list(self._beside.words_ending(field, end, most))

    def levels(self, word: str) -> list[int]:
        """What the word counts in each item, in title and text together."""
        frequent = self._beside.levels(word)
        if frequent is not None:
            return frequent
        kept = self._sums.get(word)
        if kept is None:
            if len(self._sums) == MOST_SUMS:
                del self._sums[next(iter(self._sums))]
            kept = self._sums[word] = self._leveled(word)
        return kept

    def _leveled(self, word: str) -> list[int]:
        in_title, average = self.having("title", word), self._beside.average
        titled = flags(in_title, self.size) if in_title else bytes(self.size)
        lengths = self._lengths
        by_level: list[list[int]] = [[] for _ in range(HIGHEST + 1)]
        for documents, weights, _ in self._blocks("all", word):
            if weights is None or isinstance(weights, float):
                weights = [weights or 1.0] * len(documents)
            for n, count in zip(documents, weights, strict=True):
                by_level[level(count, titled[n], byte_to_length(lengths[n]), average)].append(n)
        digits = [0] * WIDTH
        for number, documents in enumerate(by_level):
            if documents:
                found = set_of(documents, self.size)
                for place in range(WIDTH):
                    if number >> place & 1:
                        digits[place] |= found
        return digits

    def places(self, field: str, word: str, among: int) -> dict[int, Sequence[int]]:
        """Where the word stands in each of the items that have it."""
        stream = self._beside.stream(word) if field == "all" else None
        if stream is not None:
            return _within(stream, self._beside.starts, among)
        wanted = flags(among, self.size)
        found: dict[int, Sequence[int]] = {}
        for documents, _, values in self._blocks(field, word, among):
            if values is not None:
                of_wanted = map(wanted.__getitem__, documents)
                for n, value in compress(zip(documents, values, strict=True), of_wanted):
                    found[n] = places_of(value)
        return found

    def following(self, one: str, other: str) -> int | None:
        """The items in which one word directly follows the other, of frequent words of `all`."""
        documents = self._beside.pair(one, other)
        return None if documents is None else set_of(documents, self.size)

    def together(self, words: Sequence[str], within: int) -> int | None:
        """The items in which all words stand so near, of frequent words of `all`."""
        if any(self._beside.having("all", word) is None for word in words):
            return None
        starts = self._beside.starts
        if not self._starts:
            self._starts = set_of(starts, starts[-1] + 1)
        ends = windows([self._all_places(word) for word in words], self._starts, within)
        return set_of(stretches(ends, starts), self.size)

    def _all_places(self, word: str) -> int:
        """The set of all places of a frequent word, all items one behind the other."""
        found = self._streams.get(word)
        if found is None:
            if len(self._streams) == MOST_STREAMS:
                del self._streams[next(iter(self._streams))]
            stream = self._beside.stream(word) or ()
            found = self._streams[word] = set_of(stream, self._beside.starts[-1])
        return found

    def _blocks(self, field: str, word: str, among: int | None = None) -> Iterator[Block]:
        """The postings of a word, block by block; with `among` the blocks that have one of it."""
        with _sound():
            yield from self._read_blocks(field, word, among)

    def _read_blocks(self, field: str, word: str, among: int | None) -> Iterator[Block]:
        try:
            at, size = self._terms.term_info(field, word.encode()).extent()
        except TermNotFound:
            return
        if isinstance(size, tuple):  # as Whoosh 2.7.4 unpacks it
            (size,) = size
        stream = BytesIO(self._terms._postfile.get(at, size))
        if stream.read(len(WHOOSH3_HEADER_MAGIC)) != WHOOSH3_HEADER_MAGIC:
            raise ValueError("the postings of a word are none")
        low, length = 0, 1
        while length > 0:
            length = int.from_bytes(stream.read(4), "big", signed=True)
            after = stream.tell() + abs(length)
            _, high, _, is_packed, *_ = load(stream)
            if among is None or among >> low & ((1 << high - low + 1) - 1):
                if is_packed:
                    steps, weights, values = loads(decompress(stream.read(after - stream.tell())))
                else:
                    steps, weights, values = load(stream)
                yield tuple(accumulate(steps)), weights, values
            stream.seek(after)
            low = high + 1

    def _known(self, where: tuple[str, str]) -> int | None:
        found = self._kept.get(where)
        if found is not None:
            self._kept.move_to_end(where)
        return found

    def _keep(self, where: tuple[str, str], found: int) -> int:
        self._kept[where] = found
        self._kept_bytes += found.bit_length() // 8 + 200
        while self._kept_bytes > KEPT:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= dropped.bit_length() // 8 + 200
        return found

    # Columns.

    def item(self, n: int) -> str:
        return _id(self._ids[n * LONGEST_ID : (n + 1) * LONGEST_ID])

    def of(self, items: Iterable[str]) -> int:
        """The items with these ids, those that were removed too."""
        found = map(self._numbers.get, map(str.encode, items))
        return set_of((n for n in found if n is not None), self.size)

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        ids = iter_unpack(f"{LONGEST_ID}s", self._ids)
        return {id.rstrip(b"\0"): n for n, (id,) in enumerate(ids)}

    @cached_property
    def firsts(self) -> array[int]:
        """The first day of each item, 0 where there is none; `lasts`, which descend, the last."""
        return _days(self._column("first"), self.size)

    @cached_property
    def lasts(self) -> array[int]:
        return _days(self._column("last"), self.size)

    def between(self, first: int, last: int) -> int:
        """The items of these days."""
        where = "", f"{first}-{last}"
        found = self._known(where)
        if found is None:
            firsts, lasts = self.firsts, self.lasts
            # Newest first: those from `first` on stand in front, those up to `last` behind.
            end = bisect_right(lasts, -first, key=int.__neg__)
            start = bisect_left(lasts, -last, key=int.__neg__)
            found = ((1 << end) - 1) & ~((1 << start) - 1) if end > start else 0
            # What ends later may have begun before: a month, a year.
            found |= set_of((n for n in range(min(start, end)) if firsts[n] <= last), self.size)
            found &= (1 << bisect_left(lasts, 0, key=int.__neg__)) - 1  # those without a day
            self._keep(where, found)
        return found

    @property
    def values(self) -> Values:
        return self._beside.values

    @cached_property
    def _lengths(self) -> bytes:
        return self._column("_all_len").ljust(self.size, b"\0")

    def _column(self, name: str) -> bytes:
        path = self.directory / W3Codec.column_filename(self._segment, name)
        return path.read_bytes() if path.exists() else b""


def _within(stream: Sequence[int], starts: Sequence[int], among: int) -> dict[int, Sequence[int]]:
    """The places of a stream that lie in these items, counted from the beginning of each."""
    found: dict[int, Sequence[int]] = {}
    high = 0
    for n in members(among):
        start = starts[n]
        low = bisect_left(stream, start, high)
        high = bisect_left(stream, starts[n + 1], low)
        found[n] = [place - start for place in stream[low:high]]
    return found


def _days(column: bytes, size: int) -> array[int]:
    days = array("I")
    days.frombytes(column)
    if sys.byteorder == "little":
        days.byteswap()
    days.extend([0] * (size - len(days)))
    return days


def _id(written: bytes) -> str:
    return written.rstrip(b"\0").decode()
