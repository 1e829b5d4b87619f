"""The same items in our index and in SQLite's FTS5, and the ways to ask each of them.

FTS5 keeps title and text in its own table, once as it comes and once with an index of beginnings;
what filters ask for stands in a plain table beside it.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from crankreader.library import State
from crankreader.query import days
from crankreader.reader import Reader
from crankreader.search import Entry, Index, build, snippet
from crankreader.settings import Settings
from tests.benchmarks.making import Maker
from tests.benchmarks.questions import Question, Questions

ISSUE = 40
"""Items of an issue that comes in."""
ISSUES = 5
HITS = 20


class Way(NamedTuple):
    """A way to ask: opened, asked, closed."""

    open: Callable[[], Any]
    ask: Callable[[Any, Question], object]


class Both:
    """The same items in our index and in FTS5's."""

    def __init__(self, count: int, settings: Settings, folder: Path) -> None:
        maker = Maker(count)
        entries = list(maker.entries())
        self.count = count
        self.bytes = sum(len(entry.title.encode()) + len(entry.text.encode()) for entry in entries)
        self.questions = Questions(entries, maker.words)
        self.texts = {entry.item: entry.text for entry in entries}
        self.more = [replace(entry, item=f"n{n}", date="2026-07-04")
                     for n, entry in enumerate(entries[: ISSUE * ISSUES * 2])]  # fmt: skip
        self.settings = replace(settings, index_dir=folder / "index")
        state = State.open(settings.state_file)
        self._read = state.ids_where("read")
        state.close()
        self.fts = folder / "fts.db"
        self.fts_prefixes = folder / "fts-prefixes.db"
        gc.collect()
        gc.freeze()  # nobody who builds has all texts in memory
        self.build_cpu = cpu(lambda: build(self.directory, entries))
        self.fts_cpu = cpu(lambda: _fill(self.fts, entries, self._read, ""))
        self.prefixes_cpu = cpu(
            lambda: _fill(self.fts_prefixes, entries, self._read, ", prefix='2 3'")
        )
        gc.unfreeze()

    @property
    def directory(self) -> Path:
        return self.settings.index_dir

    def states(self, kind: str, value: str | None = None) -> Collection[str]:
        return self._read if kind == "read" else frozenset()

    # Ways to ask.

    def engine(self, order: str) -> Way:
        return Way(
            lambda: Index.open(self.directory),
            lambda index, asked: self.found(index, asked, order),
        )

    def found(self, index: Index, asked: Question, order: str) -> Any:
        tree = asked.query.tree
        return index.search(tree, order=order, limit=HITS, states=self.states)  # type: ignore[arg-type]

    def shown(self) -> Way:
        return Way(
            lambda: Reader.open(self.settings),
            lambda reader, asked: reader.search(asked.text, typing=True, limit=HITS),
        )

    def facets(self) -> Way:
        return Way(
            lambda: Index.open(self.directory),
            lambda index, asked: index.facets(self.found(index, asked, "date")),
        )

    def corrected(self) -> Way:
        return Way(
            lambda: Index.open(self.directory), lambda index, asked: index.corrected(asked.query)
        )

    def snippets(self, asked: Sequence[Question]) -> Way:
        """Of the newest hits of these questions, whose texts are at hand."""
        with closing(Index.open(self.directory)) as index:
            hits = {each: self.found(index, each, "date").hits for each in asked}
        texts = {each: [self.texts[item] for item, _ in found] for each, found in hits.items()}
        return Way(
            lambda: sqlite3.connect(":memory:"),  # there is nothing to open
            lambda _, each: [snippet(text, each.query.tree) for text in texts.get(each, ())],
        )

    def sql(self, order: str, *, prefixes: bool = False, excerpts: bool = False) -> Way:
        return Way(
            lambda: sqlite3.connect(self.fts_prefixes if prefixes else self.fts),
            lambda db, asked: selected(db, asked, order, excerpts),
        )

    def newest(self) -> tuple[Way, ...]:
        """All four."""
        return tuple(
            self.sql(order, prefixes=prefixes)
            for order in ("items.rowid DESC", "about.day DESC")
            for prefixes in (False, True)
        )

    def newest_shown(self) -> tuple[Way, ...]:
        """With excerpts; by day FTS5 would cut one from every match, or look for each hit again."""
        return tuple(
            self.sql("items.rowid DESC", prefixes=prefixes, excerpts=True)
            for prefixes in (False, True)
        )

    def ranked(self, *, prefixes: bool = False) -> tuple[Way | None, ...]:
        return (self.sql("rank"), self.sql("rank", prefixes=True) if prefixes else None)


def _fill(file: Path, entries: Sequence[Entry], read: Collection[str], prefix: str) -> None:
    db = sqlite3.connect(file)
    db.execute(f"CREATE VIRTUAL TABLE items USING fts5(title, text{prefix})")
    db.execute(
        "CREATE TABLE about (number INTEGER PRIMARY KEY, item TEXT, day INTEGER, read INTEGER,"
        " publication TEXT, section TEXT)"
    )
    db.execute("CREATE INDEX about_day ON about (day)")
    insert(db, reversed(entries), read)
    db.close()


def insert(db: sqlite3.Connection, entries: Iterable[Entry], read: Collection[str]) -> None:
    for entry in entries:  # oldest first, as they come
        number = db.execute("INSERT INTO items VALUES (?, ?)", (entry.title, entry.text)).lastrowid
        day = (days(entry.date) or (0, 0))[1]
        about = (number, entry.item, day, entry.item in read, entry.publication, entry.section)
        db.execute("INSERT INTO about VALUES (?, ?, ?, ?, ?, ?)", about)
    db.commit()


def selected(db: sqlite3.Connection, asked: Question, order: str, excerpts: bool) -> object:
    columns = "items.rowid" + (", title, snippet(items, 1, '', '', '…', 24)" if excerpts else "")
    joined = " JOIN about ON number = items.rowid" if asked.where or "about" in order else ""
    sql = f"SELECT {columns} FROM items{joined} WHERE items MATCH ?{asked.where}"
    return db.execute(f"{sql} ORDER BY {order} LIMIT {HITS}", (asked.match,)).fetchall()


def cpu(act: Callable[[], object]) -> float:
    """Seconds."""
    start = process_time()
    act()
    return process_time() - start
