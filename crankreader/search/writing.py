"""Writes the index: the whole of it, or what changed. One writer at a time.

Documents stand newest first in every segment. What arrives out of order starts a segment of
its own; segments that grow too many are merged in order. Knows no library: it is handed entries.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from struct import iter_unpack
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from crankreader.search import generations
from crankreader.search.postings import Writer
from crankreader.search.schema import LONGEST_ID, Entry, document, newness, schema, stamp

BATCH = 2048
"""Entries that are put in order at a time."""
LARGEST = 80_000_000
"""Characters of a segment's texts at most: its postings are gathered in memory."""
MOST_SEGMENTS = 8
MOST_MERGED = 200_000
"""Items of segments that are put together: all their postings are in memory then."""


def build(directory: Path, entries: Iterable[Entry]) -> None:
    """A new index of these items; given newest first it is one segment.

    Raises IndexBusy, IndexUnusable where no index can be, OSError when the disk is full.
    """
    generations.prepare(directory)
    with generations.writer(directory):
        path = generations.draft(directory)
        index = FileIndex.create(FileStorage(str(path)), schema())
        for segment in _segments(entries):
            with _undisturbed(), Writer(index) as writer:
                for entry in segment:
                    writer.add_document(**document(entry))
        while _merge(index):
            pass
        _publish(directory, path, index)


def update(directory: Path, changed: Iterable[Entry], removed: Collection[str]) -> None:
    """The index with these items new or changed and those gone.

    Raises IndexBusy, OSError, and IndexUnusable without one to change: then it has to be built.
    """
    with generations.writer(directory):
        before = generations.current(directory, stamp())
        try:
            path = generations.draft(directory, based_on=before)
            index = FileIndex(FileStorage(str(path)), schema=schema())
            entries = {entry.item: entry for entry in changed}
            with _undisturbed(), Writer(index) as writer:
                _remove(index, writer, entries.keys() | removed)
                for entry in sorted(entries.values(), key=_newness):
                    writer.add_document(**document(entry))
            _publish(directory, path, index, based_on=before)
        finally:
            before.release()
        generations.sweep(directory)


def tidy(directory: Path) -> bool:
    """Puts segments together where there are too many; whether anything was to be done.

    What a writer that was killed left behind goes too, and what nobody reads any more.
    Raises IndexBusy, OSError and IndexUnusable as `update` does.
    """
    with generations.writer(directory):
        before = generations.current(directory, stamp())
        try:
            storage = FileStorage(str(before.path), readonly=True)
            is_needed = bool(_smaller(FileIndex(storage, schema=schema())._read_toc().segments))
            if is_needed:
                path = generations.draft(directory, based_on=before)
                index = FileIndex(FileStorage(str(path)), schema=schema())
                while _merge(index):
                    pass
                _publish(directory, path, index, based_on=before)
        finally:
            before.release()
        generations.sweep(directory)
        return is_needed


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector of cycles: there are none here, and it would go through all postings
    again and again, a fifth of the whole time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _publish(
    directory: Path,
    path: Path,
    index: FileIndex,
    based_on: generations.Generation | None = None,
) -> None:
    count = sum(segment.doc_count() for segment in index._read_toc().segments)
    generations.publish(directory, path, stamp(), count, based_on)


def _segments(entries: Iterable[Entry]) -> Iterator[Iterator[Entry]]:
    """The entries in stretches that are newest first. Each has to be read before the next."""
    coming = _batches(entries)
    batch = next(coming, [])

    def stretch() -> Iterator[Entry]:
        nonlocal batch
        size, last = 0, _newness(batch[0])
        while batch and _newness(batch[0]) >= last and size < LARGEST:
            yield from batch
            size += sum(len(entry.text) for entry in batch)
            last, batch = _newness(batch[-1]), next(coming, [])

    while batch:
        yield stretch()


def _newness(entry: Entry) -> tuple[int, int]:
    return newness(entry.date)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    coming = iter(entries)
    while batch := sorted(islice(coming, BATCH), key=_newness):
        yield batch


def _remove(index: FileIndex, writer: Any, items: Collection[str]) -> None:
    names = {item.encode().ljust(LONGEST_ID, b"\0") for item in items}
    base = 0
    for segment in writer.segments:
        name = W3Codec.column_filename(segment, "item")
        with index.storage.open_file(name) as file:
            ids = file.read()
        for n, (name,) in enumerate(iter_unpack(f"{LONGEST_ID}s", ids)):
            if name in names and not segment.is_deleted(n):
                writer.delete_document(base + n)
        base += segment.doc_count_all()


def _merge(index: FileIndex) -> bool:
    """Makes one of the smaller segments when there are too many; whether there were."""
    names = {segment.segment_id() for segment in _smaller(index._read_toc().segments)}
    if not names:
        return False
    with _undisturbed(), Writer(index) as writer:
        readers = [
            SegmentReader(writer.storage, writer.schema, segment)
            for segment in writer.segments
            if segment.segment_id() in names
        ]
        _interleave(writer, readers)
        for reader in readers:
            reader.close()
        writer.mergetype = lambda _, segments: [
            segment for segment in segments if segment.segment_id() not in names
        ]
    return True


def _smaller(segments: Iterable[Any]) -> list[Any]:
    """The segments to be put together, none unless there are too many.

    One is written again only with others that are together as large, so that what grows by steps
    of an issue is written over as often as its size doubles; and no more than memory holds.
    """
    ordered = sorted(segments, key=lambda segment: segment.doc_count_all())
    if len(ordered) <= MOST_SEGMENTS:
        return []
    taken, items = ordered[:1], ordered[0].doc_count_all()
    for segment in ordered[1:]:
        size = segment.doc_count_all()
        if items + size > MOST_MERGED or (len(taken) > 1 and size > items):
            break
        taken.append(segment)
        items += size
    return taken if len(taken) > 1 else []


def _interleave(writer: Any, readers: list[Any]) -> None:
    """Writes the documents of several segments into one, newest first.

    Whoosh's own merge puts one after the other; this is its `add_reader` with another order.
    """
    columns = [
        {
            name: reader.column_reader(name, translate=False)
            for name, field in writer.schema.items()
            if field.column_type
        }
        for reader in readers
    ]
    order = sorted(
        (-columns[which]["last"][n], -columns[which]["first"][n], which, n)
        for which, reader in enumerate(readers)
        for n in reader.all_doc_ids()
    )
    numbers: list[dict[int, int]] = [{} for _ in readers]
    per_document = writer.perdocwriter
    for number, (_, _, which, n) in enumerate(order):
        numbers[which][n] = number
        per_document.start_doc(number)
        for name, field in writer.schema.items():
            if field.scorable:
                length = readers[which].doc_field_length(n, name, 0)
                per_document.add_field(name, field, None, length)
            if field.column_type:
                per_document.add_column_value(name, field.column_type, columns[which][name][n])
        per_document.finish_doc()
    for reader, numbered in zip(readers, numbers, strict=True):
        writer.add_postings_to_pool(reader, 0, numbered)
    writer.docnum = len(order)
    writer._added = bool(order)
