"""What was wanted comes first: at least as often as SQLite's FTS5 puts it there.

    python -m tests.search.test_ranking

prints the figure of each query.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crankreader.reader import Reader
from crankreader.search import Entry, build
from crankreader.settings import load
from tests.search.ranking import (
    CORPORA,
    ROOT,
    Collection,
    Shelf,
    collection,
    means,
    ndcg,
    outcomes,
    table,
)
from tests.search.shelves import items, opened


@contextmanager
def shelved(judged: Collection, directory: Path) -> Iterator[Shelf]:
    reader = Reader.open(load(data_dir=directory, environ={}))
    try:
        for _ in reader.add(str(judged.root / document) for document in judged.documents):
            pass
        yield Shelf(reader, judged.root)
    finally:
        reader.close()


def test_what_was_wanted_of_our_own_documents_comes_first(tmp_path: Path) -> None:
    judged = collection("own", ROOT)
    assert len(judged.queries) >= 24
    with shelved(judged, tmp_path) as shelf:
        found = outcomes(shelf, judged.queries)
    ours, theirs = means(found)
    assert ours >= theirs, "\n" + table(found)


def test_what_was_wanted_of_documents_from_elsewhere_comes_first(tmp_path: Path) -> None:
    judged = collection("corpora", CORPORA)
    if not judged.documents:
        pytest.skip("the documents judged, shared/corpora, are not beside the project")
    assert len(judged.queries) >= 20
    with shelved(judged, tmp_path) as shelf:
        found = outcomes(shelf, judged.queries)
    ours, theirs = means(found)
    assert ours >= theirs, "\n" + table(found)


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("grain", Entry("b", "Grain by rail", "A new road."), Entry("w", "A road", "For grain.")),
        (
            "grain export",
            Entry("b", "Grain export", "It is resumed after a year in which nothing left."),
            Entry("w", "The year", "Grain, and once more grain, for export."),
        ),
        (
            "grain",
            Entry("b", "Talks", "Grain, grain, grain."),
            Entry("w", "Talks", "Grain or oil."),
        ),
        (
            "grain",
            Entry("b", "Talks", "About grain."),
            Entry("w", "Talks", "About grain" + ", ships, ports, tariffs and weather" * 20),
        ),
        (
            "grain OR kaliningrad",
            Entry("b", "Talks", "In Kaliningrad."),
            Entry("w", "Talks", "About grain."),
        ),
    ],
    ids=["title", "both in the title", "more often", "in a shorter text", "the rarer word"],
)
def test_what_speaks_for_an_item_puts_it_first(
    query: str, better: Entry, worse: Entry, tmp_path: Path
) -> None:
    others = [Entry(f"o{n}", "Wheat", "Grain of the year before.") for n in range(3)]
    build(tmp_path, [worse, better, *others])
    with opened(tmp_path) as index:
        ranked = [item for item in items(index, query) if item in ("b", "w")]
    assert ranked == ["b", "w"]


def test_the_best_order_counts_one_and_a_worse_one_less() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], grades) == 1
    assert ndcg(["x", "a", "b", "c"], grades) < ndcg(["b", "a", "c"], grades) < 1
    assert ndcg(["x"], grades) == 0


def _printed() -> None:
    for name, root in (("own", ROOT), ("corpora", CORPORA)):
        judged = collection(name, root)
        if judged.documents:
            with tempfile.TemporaryDirectory() as there, shelved(judged, Path(there)) as shelf:
                print(table(outcomes(shelf, judged.queries)), end="\n\n")  # noqa: T201


if __name__ == "__main__":
    _printed()
