"""How fast searching is, beside SQLite's FTS5 on the same items in the same run.

Off by default: `pytest -n0 tests/benchmarks/test_search.py`. CPU of the whole process, nothing is
asserted of it. CRANKREADER_BENCH_ITEMS ("1000 10000 100000") says how large the libraries are,
CRANKREADER_BENCH_DIR where they are kept for the next time.

`new`: asked for the first time of an index that is open and warm; `again`: the same questions once
more; `fresh`: the first question after opening. FTS5 keeps title and text in its own table; newest
first is by rowid, and by the day that a plain table beside it has (`by day`).
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import NamedTuple

import pytest

from crankreader.search import Entry, Index, update
from tests.benchmarks.beside import ISSUE, ISSUES, Both, Way, cpu, insert, selected
from tests.benchmarks.making import PUBLICATIONS, SECTIONS, library
from tests.benchmarks.questions import TYPED, Question

SIZES = [int(n) for n in os.environ.get("CRANKREADER_BENCH_ITEMS", "1000 10000 100000").split()]
FRESH = 15
"""Questions that are asked of an index just opened."""
PATIENCE = 10_000
"""Milliseconds after which no more questions of a class are asked."""
WARMING = Question("something else", '"something" "else"')
GOALS = {
    "build, items/s": "1,250 (2,961)",
    "typed 1 letter, newest": "0.22 (0.2)",
    "typed 2 letters, newest": "0.22 (0.2)",
    "typed 3 letters, newest": "0.22 (0.2)",
    "typed 5 letters, newest": "0.22 (0.2)",
    "typed 1 letter, as shown": "0.65 (0.5)",
    "typed 3 letters, as shown": "0.65 (0.5)",
    "word + beginning, newest": "3.4 (2)",
    "phrase, ranked": "16 (8)",
    "open and search": "0.9 (0.6)",
    "one issue in": "56 (25)",
    "MB when open": "26",
}
"""For 100,000 items, p95 in ms where nothing else is said; in brackets what would be finer still."""
ANY_RANKED = "16 (8)"


class Times(NamedTuple):
    """Milliseconds of CPU."""

    new: list[float]
    again: list[float]
    fresh: list[float]


class Row(NamedTuple):
    """A line of the table: one class of questions, and who is asked."""

    name: str
    questions: Sequence[Question]
    ours: Way
    theirs: tuple[Way | None, ...] = ()
    """FTS5; with prefixes; by day; by day with prefixes."""


def rows(both: Both) -> Iterable[Row]:
    ask, newest, ranked = both.questions, both.engine("date"), both.engine("relevance")
    for length in (1, 2, 3, 5):
        name = f"typed {length} letter{'s' * (length > 1)}"
        asked = ask.beginnings(length)
        yield Row(f"{name}, newest", asked, newest, both.newest())
        if length in (1, 3):
            yield Row(f"{name}, as shown", asked, both.shown(), both.newest_shown())
    asked = ask.word_and_beginning()
    yield Row("word + beginning, newest", asked, newest, both.newest())
    yield Row("word + beginning, as shown", asked, both.shown(), both.newest_shown())
    letters = ask.letters(TYPED)
    yield Row(TYPED, letters, newest, both.newest())
    yield Row("the same, as shown", letters, both.shown(), both.newest_shown())
    yield Row("four others, each letter", ask.four_words(4), newest, both.newest())
    yield Row("word, newest", ask.words(), newest, both.newest())
    yield Row("word, ranked", ask.words(), ranked, both.ranked())
    yield Row("AND, ranked", ask.pairs("{} {}", '"{}" "{}"'), ranked, both.ranked())
    yield Row("OR, ranked", ask.pairs("{} OR {}", '"{}" OR "{}"'), ranked, both.ranked())
    yield Row("NOT, ranked", ask.pairs("{} NOT {}", '"{}" NOT "{}"'), ranked, both.ranked())
    asked = ask.neighbours('"{} {}"', '"{} {}"')
    yield Row("phrase, ranked", asked, ranked, both.ranked())
    asked = ask.neighbours("near:10({} {})", 'NEAR("{}" "{}", 10)', 4)
    yield Row("near, ranked", asked, ranked, both.ranked())
    yield Row("beginning, ranked", ask.starred(), ranked, both.ranked(prefixes=True))
    yield Row("typo, ranked", ask.typos(), ranked)
    yield Row("title:", ask.titled(), ranked, both.ranked())
    yield Row("source:", ask.of_fields("source", lambda entry: entry.outlets), newest)
    yield Row("entity:", ask.of_fields("entity", _names), newest)
    for name, value in _FILTERS.items():
        yield Row(f"word {name}, ranked", ask.filtered(value), ranked, both.ranked())
    yield Row("facets of a word", ask.words(), both.facets())
    yield Row("facets of everything", [Question("")] * 5, both.facets())
    asked = ask.words()
    yield Row("snippets of 20", asked, both.snippets(asked))
    yield Row("did you mean", ask.misspelt(), both.corrected())


def _names(entry: Entry) -> Sequence[str]:
    return [name for name in entry.entities if "/" not in name]


def _unread(n: int) -> tuple[str, str]:
    return "is:unread", " AND NOT read"


def _of_month(n: int) -> tuple[str, str]:
    year, month = 2015 + n % 11, 1 + n % 12
    day = year * 10_000 + month * 100
    return f"date:{year}-{month:02}", f" AND day BETWEEN {day + 1} AND {day + 31}"


def _of_publication(n: int) -> tuple[str, str]:
    name = PUBLICATIONS[n % len(PUBLICATIONS)]
    return f'publication:"{name}"', f" AND publication = '{name}'"


def _of_section(n: int) -> tuple[str, str]:
    name = SECTIONS[n % len(SECTIONS)]
    return f'section:"{name}"', f" AND section = '{name}'"


def _all_four(n: int) -> tuple[str, str]:
    year = 2015 + n % 11
    filters = [_unread(n), _of_publication(n), _of_section(n)]
    filters.append((f"date:{year}", f" AND day BETWEEN {year}0101 AND {year}1231"))
    return " ".join(ours for ours, _ in filters), "".join(where for _, where in filters)


_FILTERS = {
    "is:unread": _unread,
    "date:": _of_month,
    "publication:": _of_publication,
    "section:": _of_section,
    "and all four": _all_four,
}


def _measured(way: Way, asked: Sequence[Question]) -> Times:
    gc.collect()
    for question in asked:
        _ = question.query  # reading it takes none of the time
    with closing(way.open()) as opened:
        way.ask(opened, WARMING)
        new = _timed(partial(way.ask, opened, question) for question in asked)
        again = _timed(partial(way.ask, opened, question) for question in asked[: len(new)])
    return Times(new, again, _timed(_fresh(way, asked[:: max(1, len(asked) // FRESH)])))


def _fresh(way: Way, asked: Iterable[Question]) -> Iterator[Callable[[], object]]:
    for question in asked:
        with closing(way.open()) as opened:
            yield partial(way.ask, opened, question)


def _timed(acts: Iterable[Callable[[], object]]) -> list[float]:
    """Two at least, and no more when they have taken too long."""
    times: list[float] = []
    for act in acts:
        times.append(cpu(act) * 1000)
        if len(times) > 1 and sum(times) > PATIENCE:
            break
    return times


def _cell(times: Sequence[float]) -> str:
    """p50/p95."""
    cuts = quantiles(times, n=20, method="inclusive")
    return "/".join(f"{cuts[at]:.{2 if cuts[at] < 100 else 0}f}" for at in (9, 18))


_COLUMNS = ("new", "again", "fresh", "FTS5", "fresh", "prefix='2 3'", "by day", "and prefix")


def _line(name: str, cells: Iterable[str], goal: str, count: int | str = "") -> str:
    padded = [f"{cell:>14}" for cell in cells]
    padded += [" " * 14] * (len(_COLUMNS) - len(padded))
    return f"{name:<28}{count:>4}{''.join(padded)}  {goal}".rstrip()


def table(both: Both) -> Iterator[str]:
    """Every class of questions, a line each."""
    yield _line("CPU ms, p50/p95", _COLUMNS, "goal (p95, 100k)", "n")
    for row in rows(both):
        ours = _measured(row.ours, row.questions)
        cells = [_cell(ours.new), _cell(ours.again), _cell(ours.fresh)]
        for number, way in enumerate(row.theirs):
            theirs = _measured(way, row.questions[: len(ours.new)]) if way else None
            cells.append(_cell(theirs.new) if theirs else "-")
            if number == 0:
                cells.append(_cell(theirs.fresh) if theirs else "-")
        goal = GOALS.get(row.name, ANY_RANKED if "ranked" in row.name else "")
        yield _line(row.name, cells, goal, len(ours.new))


def upkeep(both: Both) -> Iterator[str]:
    """Building, opening, adding, memory and disk; it changes the index."""
    sizes = [_size(path) / 1e6 for path in (both.directory, both.fts, both.fts_prefixes)]
    typed, ranked = both.questions.beginnings(3)[:30], both.questions.words()[:30]

    def said(name: str, ours: str, fts: str = "", prefixes: str = "") -> str:
        return _line(name, (ours, "", "", fts, "", prefixes), GOALS.get(name, ""))

    yield said("", "ours", "FTS5", "prefix='2 3'")
    rates = (both.count / took for took in (both.build_cpu, both.fts_cpu, both.prefixes_cpu))
    yield said("build, items/s", *(f"{rate:,.0f}" for rate in rates))
    for name, asked, order, theirs in (
        ("open and search", typed, "date", "items.rowid DESC"),
        ("open and search, ranked", ranked, "relevance", "rank"),
    ):
        ways = (both.engine(order), both.sql(theirs), both.sql(theirs, prefixes=True))
        yield said(name, *(_cell([_opening(way, question) for question in asked]) for way in ways))
    yield said(
        "one issue in",
        _cell(_added(both, seen=False)),
        *(_cell(_inserted(both, file, seen=False)) for file in (both.fts, both.fts_prefixes)),
    )
    yield said(
        "one issue in and seen",
        _cell(_added(both, seen=True)),
        *(_cell(_inserted(both, file, seen=True)) for file in (both.fts, both.fts_prefixes)),
    )
    ask = both.questions
    more = [*ask.beginnings(3), *ask.words(), *ask.pairs("{} {}", ""), *ask.beginnings(2)]
    opened, asked_of = _memory(both, more)
    yield said("MB when open", opened)
    yield said("MB after 200 questions", asked_of)
    yield said(f"MB on disk, {both.bytes / 1e6:.1f} of text", *(f"{size:.1f}" for size in sizes))


def _opening(way: Way, question: Question) -> float:
    def act() -> None:
        with closing(way.open()) as opened:
            way.ask(opened, question)

    _ = question.query
    return cpu(act) * 1000


def _added(both: Both, *, seen: bool) -> list[float]:
    """Issues that come into the index, one after the other, and are searched for or not."""
    times = []
    with closing(Index.open(both.directory)) as index:
        for _ in range(ISSUES):
            fresh, both.more = both.more[:ISSUE], both.more[ISSUE:] + both.more[:ISSUE]
            start = process_time()
            update(both.directory, fresh, ())
            if seen:
                index.refresh()
                both.found(index, Question("the", typing=True), "date")
            times.append((process_time() - start) * 1000)
    return times


def _inserted(both: Both, file: Path, *, seen: bool) -> list[float]:
    times = []
    with closing(sqlite3.connect(file)) as writes, closing(sqlite3.connect(file)) as reads:
        for n in range(ISSUES):
            fresh = both.more[n * ISSUE : (n + 1) * ISSUE]
            start = process_time()
            insert(writes, fresh, ())
            if seen:
                selected(reads, Question("the", '"the"*'), "items.rowid DESC", False)
            times.append((process_time() - start) * 1000)
    return times


_REMEMBERED = """
import json, sys
from crankreader.query import parse
from crankreader.search import Index
def memory():
    with open("/proc/self/status") as status:
        told = dict(line.split(":") for line in status)
    return [int(told[name].split()[0]) / 1000 for name in ("VmRSS", "RssAnon")]
directory, asked = sys.argv[1], json.load(sys.stdin)
from pathlib import Path
parse("something -else"); before = memory()
index = Index.open(Path(directory))
index.search(parse("the", typing=True).tree, order="date", limit=20, states=lambda *_: ())
opened = memory()
for text, typing, order in asked:
    index.search(parse(text, typing=typing).tree, order=order, limit=20, states=lambda *_: ())
after = memory()
print(json.dumps([[b - a for a, b in zip(before, each)] for each in (opened, after)]))
"""


def _memory(both: Both, asked: Sequence[Question]) -> tuple[str, str]:
    """What a process holds more than before it opened the index: in all, and of its own."""
    if not Path("/proc/self/status").exists():
        return "-", "-"
    given = [[a.text, a.typing, "date" if a.typing else "relevance"] for a in asked[:200]]
    done = subprocess.run(
        [sys.executable, "-c", _REMEMBERED, str(both.directory)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    opened, after = (f"{whole:.1f} ({own:.1f})" for whole, own in json.loads(done.stdout))
    return opened, after


def _size(path: Path) -> int:
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


@pytest.mark.parametrize("count", SIZES)
def test_searching(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = library(count, tmp_path, with_index=False)
    both = Both(count, settings, tmp_path)
    middle = median(len(text.split()) for text in both.texts.values())
    with capsys.disabled():
        sys.stdout.write(f"\n{count:,} items of {middle:.0f} words in the middle\n")
        for line in chain(table(both), upkeep(both)):
            sys.stdout.write(f"{line}\n")
    shutil.rmtree(tmp_path)  # pytest would keep it
