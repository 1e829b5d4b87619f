"""Postings, gathered in memory and written a block at a time.

Whoosh walks from one posting to the next by method calls, sorts a tuple for every posting and
asks the file system for a length each time; here a word holds arrays, and the beginnings of
words are made from the words when all are there. What is written is Whoosh's own format: a plain
Whoosh reads it. This is the module that reaches into Whoosh, which is why its version is pinned.
Knows no item and no query.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from pickle import dumps
from typing import Any, cast
from zlib import compress

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.filedb.filetables import _lengths as _SIZES
from whoosh.filedb.filetables import _pointer as _POINTER
from whoosh.system import pack_int, pack_long, pack_ushort
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.util.numlists import delta_encode
from whoosh.writing import SegmentWriter

from crankreader.search import beside
from crankreader.search.frequent import Lengths, starts_of
from crankreader.search.schema import BEGINNING

PACKING = 1
"""The level of compression of blocks that are hardly ever read."""

Item = tuple[str, bytes, int, float, bytes]
"""Field, word, document, weight and encoded places."""


class Postings:
    """Where one word stands: documents, weights and places, each in an array."""

    __slots__ = ("documents", "values", "weights")

    def __init__(self) -> None:
        self.documents = array("I")
        self.weights = array("f")
        self.values: list[bytes] = []


class Pool:
    """The postings of the segment being written, by field and word."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, Postings]] = {}
        self.count = 0

    def add(self, item: Item) -> None:
        name, word, document, weight, value = item
        if name == "begin":
            return
        words = self._fields.get(name)
        if words is None:
            words = self._fields[name] = {}
        postings = words.get(word)
        if postings is None:
            postings = words[word] = Postings()
        postings.documents.append(document)
        postings.weights.append(weight)
        if value:
            postings.values.append(value)
        self.count += 1

    def words(self) -> dict[str, dict[bytes, Postings]]:
        """All words by their fields, `begin` too; each ascending by document."""
        for words in self._fields.values():
            for word, postings in words.items():
                words[word] = _ascending(postings)
        if "all" in self._fields:
            self._fields["begin"] = dict(_beginnings(self._fields["all"]))
        return self._fields

    def cleanup(self) -> None:
        self._fields = {}
        self.count = 0


class Writer(SegmentWriter):
    """Whoosh's writer, with a pool of our own. It takes no lock and merges nothing."""

    def __init__(self, index: Any) -> None:
        # A compound segment would be copied whole at every open; uncompressed blocks are half
        # again as large, and written and read a third faster.
        super().__init__(index, _lk=False, compound=False, codec=W3Codec(compression=0))
        self.merge = False
        self.pool = Pool()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        fields = self.pool.words()
        for name, words in sorted(fields.items()):
            _write(self.fieldwriter, name, self.schema[name], words, self.docnum)
        terms = self.fieldwriter._tindex
        terms._write_hashes = lambda: _write_hashes(terms)
        self.fieldwriter.close()
        name = self.newsegment.make_filename(beside.EXTENSION)
        counts = _counts(fields.get("all", {}), self.docnum)
        rough = [byte_to_length(length_to_byte(count)) for count in counts]
        lengths = Lengths(rough, starts_of(counts))
        average = self._average(counts)
        beside.write(Path(self.storage.folder) / name, fields, lengths, average)

    def _average(self, counts: list[int]) -> float:
        """Words of an item in all segments there are, this one among them."""
        items, words = len(counts), sum(counts)
        for segment in self.segments:
            items += segment.doc_count_all()
            words += segment._fieldlengths.get("all", 0)
        return max(1.0, words / max(1, items))


def _counts(words: dict[bytes, Postings], size: int) -> list[int]:
    """How many words each document has."""
    counts = [0.0] * size
    for postings in words.values():
        for n, weight in zip(postings.documents, postings.weights, strict=True):
            counts[n] += weight
    return [int(count) for count in counts]


def _write(writer: Any, name: str, field: Any, words: dict[bytes, Postings], size: int) -> None:
    """All words of a field: what Whoosh would write, without its calls for every one of them."""
    writer.start_field(name, field)
    blocks, posts, terms = writer._postwriter, writer._postfile, writer._tindex
    number = pack_ushort(writer._fieldid)
    is_valued = field.format.fixed_value_size() != 0
    at, place = posts.tell(), terms.dbfile.tell()
    told: list[bytes] = []
    for word, postings in sorted(words.items()):
        # Of frequent words it is the sets beside the segment that are read.
        is_packed = beside.is_frequent(name, len(postings.documents), size)
        written = _blocks(postings, blocks._blocklimit, is_valued, is_packed)
        posts.write(written)
        key, about = number + word, _told(postings) + pack_long(at) + pack_int(len(written))
        told += (_SIZES.pack(len(key), len(about)), key, about)
        terms.index.append(place)
        hashed = terms.hashfn(key)
        terms.buckets[hashed & 255].append((hashed, place))
        at += len(written)
        place += _SIZES.size + len(key) + len(about)
    terms.dbfile.write(b"".join(told))
    writer.finish_field()


def _write_hashes(terms: Any) -> None:
    """The tables by which a word is found: Whoosh's own, put together before they are written."""
    for entries in terms.buckets:
        slots = 2 * len(entries)
        terms.directory.append((terms.dbfile.tell(), slots))
        table: list[tuple[int, int] | None] = [None] * slots
        for hashed, place in entries:
            slot = (hashed >> 8) % slots
            while table[slot] is not None:
                slot = (slot + 1) % slots
            table[slot] = hashed, place
        terms.dbfile.write(b"".join(_POINTER.pack(*(entry or (0, 0))) for entry in table))


def _blocks(postings: Postings, limit: int, is_valued: bool, is_packed: bool) -> bytes:
    """The postings of a word, a block for every `limit` of them; the last has a negative size."""
    end = len(postings.documents)
    if end == 1:
        return _lone(postings.documents[0], postings.weights[0], *postings.values[:is_valued])
    parts = [WHOOSH3_HEADER_MAGIC]
    for start in range(0, end, limit):
        documents = postings.documents[start : start + limit]
        weights = postings.weights[start : start + limit]
        values = tuple(postings.values[start : start + limit]) if is_valued else None
        most = max(weights)
        same = weights.count(weights[0]) == len(weights)
        shown = tuple(weights) if not same else None if most == 1.0 else most
        data = dumps((tuple(delta_encode(documents)), shown, values), 2)
        if is_packed:
            data = compress(data, PACKING)
        about = dumps((len(documents), documents[-1], most, PACKING * is_packed, 0, 0), 2)
        size = len(about) + len(data)
        parts += (pack_int(size if start + limit < end else -size), about, data)
    return b"".join(parts)


@lru_cache(maxsize=4096)
def _lone(document: int, weight: float, value: bytes | None = None) -> bytes:
    """The block of a word that stands in one document, as most words of an issue do."""
    shown = None if weight == 1.0 else weight
    data = dumps(((document,), shown, None if value is None else (value,)), 2)
    about = dumps((1, document, weight, 0, 0, 0), 2)
    block: bytes = WHOOSH3_HEADER_MAGIC + pack_int(-len(about) - len(data)) + about + data
    return block


def _told(postings: Postings) -> bytes:
    """The head of a word's entry: how often it stands where, and no lengths."""
    documents, weights = postings.documents, postings.weights
    return cast(
        bytes,
        W3TermInfo._struct.pack(
            False, sum(weights), len(documents), 0, 0, max(weights), documents[0], documents[-1]
        ),
    )


def _ascending(postings: Postings) -> Postings:
    """By document; only a merge adds them in another order."""
    documents, weights, values = postings.documents, postings.weights, postings.values
    if len(documents) == 1 or all(one < other for one, other in pairwise(documents)):
        return postings
    order = sorted(range(len(documents)), key=documents.__getitem__)
    found = Postings()
    found.documents = array("I", (documents[i] for i in order))
    found.weights = array("f", (weights[i] for i in order))
    found.values = [values[i] for i in order] if values else values
    return found


def _beginnings(words: dict[bytes, Postings]) -> Iterator[tuple[bytes, Postings]]:
    """The first letters of all words, in order, with every document that has one of them."""
    return _deeper(
        sorted((word.decode(), postings.documents) for word, postings in words.items()), 1
    )


def _deeper(words: list[tuple[str, array[int]]], length: int) -> Iterator[tuple[bytes, Postings]]:
    for start, alike in groupby(words, key=lambda word: word[0][:length]):
        longer = list(alike)
        if len(longer) == 1:
            yield from _of_one(*longer[0], length)
            continue
        found = Postings()
        found.documents = array("I", sorted(set().union(*(documents for _, documents in longer))))
        found.weights = array("f", [1.0]) * len(found.documents)
        yield start.encode(), found
        if length < BEGINNING:
            yield from _deeper([word for word in longer if len(word[0]) > length], length + 1)


def _of_one(word: str, documents: array[int], length: int) -> Iterator[tuple[bytes, Postings]]:
    """The first letters, from so many on, of a word that begins like no other."""
    found = Postings()
    found.documents, found.weights = documents, array("f", [1.0]) * len(documents)
    for end in range(length, min(len(word), BEGINNING) + 1):
        yield word[:end].encode(), found
