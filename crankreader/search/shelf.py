"""One generation of the index, read as sets: a set of items is an integer with one bit an item.

Bit n is document n; documents stand newest first within a segment. Knows Whoosh's readers and
nothing of queries.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from crankreader.query.scan import is_one_typo
from crankreader.search.generations import Generation, IndexUnusable
from crankreader.search.postings import Block, blocks
from crankreader.search.schema import BEGINNING, facets_of, schema

KEPT = 32 << 20
"""Bytes of sets that are kept between queries."""
MOST_KNOWN = 16
"""Sets of ids that are kept as sets of items."""


class Shelf:
    """The items of one generation. Not for two threads at once."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        storage = FileStorage(str(generation.path), readonly=True)
        self._reader = FileIndex(storage, schema=schema()).reader()
        self._segments: list[tuple[Any, int, int]] = [
            (leaf, base, leaf.doc_count_all())
            for leaf, base in self._reader.leaf_readers()
            if leaf.doc_count_all()
        ]
        self.size = sum(size for _, _, size in self._segments)
        self._kept: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._kept_bytes = 0
        self._known: dict[int, tuple[Collection[str], int]] = {}
        if self._reader.doc_count() != generation.count:
            self.close()
            raise IndexUnusable("the index does not hold what it says")

    def close(self) -> None:
        if self.size:
            self._reader.close()
        self.generation.release()

    @cached_property
    def alive(self) -> int:
        """All items that were not removed."""
        gone = 0
        for leaf, base, size in self._segments:
            if leaf.has_deletions():
                ids = (n for n in range(size) if leaf.is_deleted(n))
                gone |= set_of(ids, size) << base
        return ((1 << self.size) - 1) & ~gone

    # Words.

    def having(self, field: str, word: str) -> int:
        """The items whose field has the word."""
        where = field, word
        found = self._kept.get(where)
        if found is not None:
            self._kept.move_to_end(where)
            return found
        found = 0
        for leaf, base, size in self._segments:
            documents = [n for block in blocks(leaf, field, word) for n in block.documents]
            if documents:
                found |= set_of(documents, size) << base
        return self._keep(where, found & self.alive)

    def beginning(self, field: str, start: str) -> int:
        """The items whose field has a word that begins so."""
        if field == "all" and len(start) <= BEGINNING:
            return self.having("begin", start)
        where = field + "*", start
        found = self._kept.get(where)
        if found is None:
            found = 0
            for word in self.words(field, start):
                found |= self.having(field, word)
            self._keep(where, found)
        return found

    def words(self, field: str, start: str = "") -> list[str]:
        """The words of a field that begin so, in order."""
        found: set[str] = set()
        for leaf, _, _ in self._segments:
            if field in leaf.indexed_field_names():
                found.update(word.decode() for word in leaf.expand_prefix(field, start))
        return sorted(found)

    def typos(self, field: str, word: str) -> list[str]:
        """The words of a field that are the word or one typo away from it, in order."""
        swapped = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
        found = {other for other in swapped if self.having(field, other)}
        found.update(w for w in self._within(field, word, 1) if is_one_typo(w, word))
        return sorted(found)

    def alike(self, word: str) -> list[str]:
        """The words of `all` within two edits that share the first letter, in order."""
        return sorted(self._within("all", word, 2, 1))

    def _within(self, field: str, word: str, edits: int, same: int = 0) -> set[str]:
        found: set[str] = set()
        for leaf, _, _ in self._segments:
            if field in leaf.indexed_field_names():
                found.update(leaf.terms_within(field, word, edits, same))
        return found

    def places(self, field: str, word: str, among: int) -> dict[int, list[int]]:
        """Where the word stands in each of the items that have it."""
        return {n: block.places(i) for n, i, block in self._postings(field, word, among)}

    def counts(self, field: str, word: str, among: int) -> dict[int, float]:
        """How often each of the items has the word."""
        return {n: block.weights()[i] for n, i, block in self._postings(field, word, among)}

    def _postings(self, field: str, word: str, among: int) -> Iterator[tuple[int, int, Block]]:
        """Item, which posting of which block it is."""
        among &= self.having(field, word)
        for leaf, base, size in self._segments:
            here = (among >> base) & ((1 << size) - 1)
            if here:
                wanted = frozenset(members(here))
                for block in blocks(leaf, field, word, here):
                    for i, n in enumerate(block.documents):
                        if n in wanted:
                            yield base + n, i, block

    @cached_property
    def lengths(self) -> list[int]:
        """Words of each item."""
        return [
            leaf.doc_field_length(n, "all", 0) or 0
            for leaf, _, size in self._segments
            for n in range(size)
        ]

    @cached_property
    def average_length(self) -> float:
        return sum(self.lengths) / len(self.lengths) or 1.0

    # Columns.

    def item(self, n: int) -> str:
        for leaf, base, _ in reversed(self._segments):
            if n >= base:
                return _id(self._column(leaf, "item")[n - base])
        raise IndexError(n)

    def of(self, items: Collection[str]) -> int:
        """The items with these ids. A frozen set that is asked for again is not read again."""
        if not items:
            return 0
        known = self._known.get(id(items))
        if known is not None and known[0] is items:
            return known[1]
        numbers = self._numbers
        found = set_of((numbers[item] for item in items if item in numbers), self.size)
        if isinstance(items, frozenset):
            if len(self._known) == MOST_KNOWN:
                self._known.clear()
            self._known[id(items)] = items, found
        return found

    def between(self, first: int, last: int) -> int:
        """The items of these days."""
        where = "", f"{first}-{last}"
        found = self._kept.get(where)
        if found is None:
            firsts, lasts = self._days
            ids = (n for n in range(self.size) if lasts[n] >= first and 0 < firsts[n] <= last)
            found = self._keep(where, set_of(ids, self.size) & self.alive)
        return found

    def newest(self, among: int, limit: int | None) -> list[int]:
        """The items of a set, newest first."""
        ordered = [
            members((among >> base) & ((1 << size) - 1), base) for _, base, size in self._segments
        ]
        newest = ordered[0] if len(ordered) == 1 else merge(*ordered, key=self.newness)
        return list(islice(newest, limit))

    def newness(self, n: int) -> tuple[int, int, int]:
        """Sorts the newest first."""
        firsts, lasts = self._days
        return -lasts[n], -firsts[n], n

    def facets(self, n: int) -> tuple[tuple[str, ...], ...]:
        """The values of `schema.FACETS`, and the month where there is just one."""
        firsts, lasts = self._days
        day, last = firsts[n], lasts[n]
        month = (
            (f"{day // 10000:04}-{day // 100 % 100:02}",)
            if day and day // 100 == last // 100
            else ()
        )
        return (*self._facets[n], month)

    @cached_property
    def _facets(self) -> list[tuple[tuple[str, ...], ...]]:
        return [facets_of(written) for written in self._all("facets")]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        alive = self.alive
        is_whole = alive.bit_count() == self.size
        return {
            _id(name): n for n, name in enumerate(self._all("item")) if is_whole or alive >> n & 1
        }

    @cached_property
    def _days(self) -> tuple[list[int], list[int]]:
        return list(self._all("first")), list(self._all("last"))

    def _all(self, field: str) -> Iterator[Any]:
        for leaf, _, _ in self._segments:
            yield from self._column(leaf, field)

    def _column(self, leaf: Any, field: str) -> Any:
        return leaf.column_reader(field, translate=False)

    def _keep(self, where: tuple[str, str], found: int) -> int:
        self._kept[where] = found
        self._kept_bytes += found.bit_length() // 8 + 200
        while self._kept_bytes > KEPT:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= dropped.bit_length() // 8 + 200
        return found


def set_of(numbers: Iterable[int], size: int) -> int:
    """The set with these members, all below `size`."""
    octets = bytearray(size // 8 + 1)
    for n in numbers:
        octets[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(octets, "little")


def members(found: int, base: int = 0) -> Iterator[int]:
    """The members of a set, ascending, counted from `base`."""
    digits = bin(found)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield base + at
        at = digits.find("1", at + 1)


def _id(written: bytes) -> str:
    return written.rstrip(b"\0").decode()
