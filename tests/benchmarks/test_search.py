"""How fast searching is, beside SQLite's FTS5 in the same run: CPU time, nothing asserted.

Sizes are 1,000 and 10,000 items; others by CRANKREADER_BENCH_ITEMS="100000".
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import quantiles
from time import process_time

import pytest

from crankreader.query import find, parse
from crankreader.search import Entry, Index, build, snippet, update

SIZES = [int(n) for n in os.environ.get("CRANKREADER_BENCH_ITEMS", "1000 10000").split()]
VOCABULARY = 30_000
LENGTH = 90
"""Words of an item: what 100,000 paragraphs of real newsletters have on average."""
ROUNDS = 40

_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def vocabulary(random: Random) -> list[str]:
    """Made-up words, the shorter the commoner."""
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        length = min(6, 1 + len(found).bit_length() // 3)
        found["".join(random.choices(_SYLLABLES, k=length)) + random.choice("snrlt")] = None
    return list(found)


def entries(count: int, words: list[str], random: Random) -> Iterator[Entry]:
    """Items newest first, their words spread as those of a language are."""
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    for n in range(count):
        drawn = random.choices(words, cum_weights=weights, k=LENGTH)
        month = (count - n) * 120 // count
        yield Entry(
            f"t{n:016}",
            " ".join(drawn[:8]).capitalize(),
            " ".join(drawn[8:]) + ".",
            section=words[n % 9],
            publication=words[n % 5],
            sources=f"{words[n % 40]} Times",
            entities=(f"country/{words[n % 50]}", words[n % 50]),
            date=f"{2015 + month // 12}-{month % 12 + 1:02}",
            outlets=(f"{words[n % 40]} Times",),
        )


class Library:
    """The same items in both, and the words to ask for."""

    def __init__(self, folder: Path, count: int) -> None:
        random = Random(7)
        self.words = vocabulary(random)
        self.entries = list(entries(count, self.words, random))
        self.directory = folder / "index"
        self.index_cpu = _cpu(lambda: build(self.directory, self.entries))
        self.fts = sqlite3.connect(folder / "fts.db")
        self.fts_cpu = _cpu(self._fill)
        self.open_cpu = _cpu(lambda: Index.open(self.directory).close())
        self.index = Index.open(self.directory)
        self.read = frozenset(entry.item for n, entry in enumerate(self.entries) if n % 3)

    def _fill(self) -> None:
        self.fts.execute("CREATE VIRTUAL TABLE items USING fts5(title, text, prefix='2 3')")
        self.fts.executemany(
            "INSERT INTO items(rowid, title, text) VALUES (?, ?, ?)",
            ((len(self.entries) - n, e.title, e.text) for n, e in enumerate(self.entries)),
        )
        self.fts.commit()

    def states(self, kind: str, value: str | None) -> Collection[str]:
        return self.read if kind == "read" else ()

    def ask(self, text: str, *, newest: bool = False, typing: bool = False) -> object:
        tree = parse(text, typing=typing).tree
        order = "date" if newest else "relevance"
        return self.index.search(tree, order=order, limit=20, states=self.states)

    def ask_fts(self, match: str, *, newest: bool = False) -> object:
        order = "rowid DESC" if newest else "rank"
        sql = f"SELECT rowid FROM items WHERE items MATCH ? ORDER BY {order} LIMIT 20"
        return self.fts.execute(sql, (match,)).fetchall()


Case = tuple[
    str, Callable[[Library, str, str], object], Callable[[Library, str, str], object] | None
]

CASES: list[Case] = [
    (
        "as typed, newest",
        lambda lib, a, b: lib.ask(a[:3], newest=True, typing=True),
        lambda lib, a, b: lib.ask_fts(f"{a[:3]}*", newest=True),
    ),
    (
        "word + beginning, newest",
        lambda lib, a, b: lib.ask(f"{a} {b[:3]}", newest=True, typing=True),
        lambda lib, a, b: lib.ask_fts(f"{a} {b[:3]}*", newest=True),
    ),
    ("word, ranked", lambda lib, a, b: lib.ask(a), lambda lib, a, b: lib.ask_fts(a)),
    (
        "beginning, ranked",
        lambda lib, a, b: lib.ask(a[:3] + "*"),
        lambda lib, a, b: lib.ask_fts(f"{a[:3]}*"),
    ),
    (
        "AND, ranked",
        lambda lib, a, b: lib.ask(f"{a} {b}"),
        lambda lib, a, b: lib.ask_fts(f"{a} {b}"),
    ),
    (
        "OR, ranked",
        lambda lib, a, b: lib.ask(f"{a} OR {b}"),
        lambda lib, a, b: lib.ask_fts(f"{a} OR {b}"),
    ),
    (
        "phrase, ranked",
        lambda lib, a, b: lib.ask(f'"{a} {b}"'),
        lambda lib, a, b: lib.ask_fts(f'"{a} {b}"'),
    ),
    ("filtered, ranked", lambda lib, a, b: lib.ask(f"{a} is:unread date:2018 section:{b}"), None),
    ("typo, ranked", lambda lib, a, b: lib.ask(f"{a}~"), None),
    (
        "facets of a word",
        lambda lib, a, b: lib.index.facets(
            lib.index.search(parse(a).tree, limit=20, states=lib.states)
        ),
        None,
    ),
    (
        "snippets of 20",
        lambda lib, a, b: [snippet(e.text, parse(f"{a} {b}").tree) for e in lib.entries[:20]],
        None,
    ),
    (
        "marks in one long text",
        lambda lib, a, b: find("\n".join(e.text for e in lib.entries[:10]), parse(a).tree),
        None,
    ),
]


def _cpu(act: Callable[[], object]) -> float:
    start = process_time()
    act()
    return process_time() - start


def _spread(act: Callable[[Library, str, str], object], library: Library) -> str:
    """p50 and p95 of CPU milliseconds over common and rare words."""
    random = Random(3)
    times = []
    for n in range(ROUNDS):
        top = (20, 300, 5000)[n % 3]
        one, other = random.choice(library.words[:top]), random.choice(library.words[:300])
        times.append(_cpu(lambda a=one, b=other: act(library, a, b)) * 1000)  # type: ignore[misc]
    cuts = quantiles(times, n=20)
    return f"{cuts[9]:9.2f} {cuts[18]:9.2f}"


@pytest.mark.parametrize("count", SIZES)
def test_searching(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = Library(tmp_path, count)
    lines = [
        f"{count:,} items, CPU",
        f"  build      {count / library.index_cpu:9,.0f} items/s   FTS5 {count / library.fts_cpu:9,.0f}",
        f"  open       {library.open_cpu * 1000:9.2f} ms",
        f"  {'':24} {'p50':>9} {'p95':>9}   {'FTS5 p50':>9} {'p95':>9}  (ms)",
    ]
    with closing(library.index), closing(library.fts):
        for name, act, other in CASES:
            beside = _spread(other, library) if other else ""
            lines.append(f"  {name:24} {_spread(act, library)}   {beside}")
        fresh = [
            Entry(f"n{n:016}", e.title, e.text, date="2026")
            for n, e in enumerate(library.entries[:40])
        ]
        adding = _cpu(lambda: update(library.directory, fresh, ())) * 1000
        lines.append(f"  one issue of 40 added    {adding:9.2f}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
