"""Building, changing and merging."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.search import Entry, beside, build, tidy, update, writing
from tests.search.shelves import LETTERS, items, opened


def dated(*months: int, start: int = 0) -> list[Entry]:
    return [
        Entry(f"t{n}", f"Story {n}", "kursk", date=f"2024-{month:02}")
        for n, month in enumerate(months, start)
    ]


def segments(directory: Path) -> int:
    return len(list((directory / (directory / "CURRENT").read_text()).glob("*.trm")))


def test_what_arrives_newest_first_is_one_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 2)
    build(tmp_path, dated(12, 11, 11, 10, 9, 8, 7))
    assert segments(tmp_path) == 1


def test_what_arrives_in_disorder_is_found_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 2)
    build(tmp_path, dated(1, 12, 2, 11, 3, 10, 4))
    assert segments(tmp_path) > 1
    with opened(tmp_path) as index:
        assert items(index, "kursk", order="date", limit=4) == ["t1", "t3", "t5", "t6"]


def test_an_item_is_replaced_not_doubled(tmp_path: Path) -> None:
    build(tmp_path, dated(1, 2, 3))
    update(tmp_path, [Entry("t1", text="other"), Entry("t1", text="another")], ["t2", "never"])
    with opened(tmp_path) as index:
        assert index.count() == 2
        assert items(index, "kursk") == ["t0"]
        assert items(index, "another") == ["t1"]


def test_all_can_be_removed_and_added_again(tmp_path: Path) -> None:
    build(tmp_path, dated(1, 2))
    update(tmp_path, [], ["t0", "t1"])
    with opened(tmp_path) as index:
        assert (index.count(), items(index, "")) == (0, [])
        update(tmp_path, dated(5, start=0), [])
        index.refresh()
        assert items(index, "") == ["t0"]


def test_many_changes_are_merged_in_order(tmp_path: Path) -> None:
    months = [3, 9, 1, 12, 5, 7, 2, 11, 4, 10, 6, 8] * 2
    build(tmp_path, dated(*[6] * 40, start=100))
    for n, month in enumerate(months):
        update(tmp_path, dated(month, start=n), [f"t{100 + n}"])
        tidy(tmp_path)
    assert segments(tmp_path) <= writing.MOST_SEGMENTS
    expected = sorted(range(len(months)), key=lambda n: -months[n])
    with opened(tmp_path) as index:
        assert index.count() == 40
        newest = items(index, "kursk title:story", order="date")
        own = [item for item in newest if int(item[1:]) < 100]
        assert [months[int(item[1:])] for item in own] == [months[n] for n in expected]
        assert items(index, '"story 7"') == ["t7"]
        found = index.search(None, states=lambda *_: ())
        assert dict(index.facets(found)["month"])["2024-06"] == 40 - 24 + 2


def test_a_failing_source_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    build(tmp_path, dated(1, 2))

    def broken() -> Iterator[Entry]:
        yield from dated(3, start=5)
        raise OSError("the library went away")

    with pytest.raises(OSError, match="went away"):
        build(tmp_path, broken())
    with opened(tmp_path) as index:
        assert index.count() == 2


@pytest.mark.parametrize("smallest", [1, 4096])
def test_a_plain_whoosh_reads_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smallest: int
) -> None:
    from whoosh.index import open_dir
    from whoosh.query import And, Phrase, Prefix, Term

    monkeypatch.setattr(beside, "SMALLEST", smallest)
    monkeypatch.setattr(beside, "SHARE", 2)
    build(tmp_path, LETTERS)
    generation = tmp_path / (tmp_path / "CURRENT").read_text()
    asked = {
        "kursk": Term("all", "kursk"),
        "army -kursk": And([Term("all", "army")]) - Term("all", "kursk"),
        '"military personnel"': Phrase("all", ["military", "personnel"]),
        "sol*": Term("begin", "sol"),
        "soldie*": Prefix("all", "soldie"),
        "title:kursk": Term("title", "kursk"),
    }
    with opened(tmp_path) as index, open_dir(str(generation)).searcher() as searcher:
        column = searcher.reader().column_reader("item", translate=False)
        for query, plain in asked.items():
            numbers = [hit.docnum for hit in searcher.search(plain, limit=None)]
            found = {column[n].rstrip(b"\0").decode() for n in numbers}
            assert found == set(items(index, query)), query
            assert found


def test_no_more_is_put_together_than_memory_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_MERGED", 3)
    build(tmp_path, dated(1, 2, 3, 4))
    for n in range(writing.MOST_SEGMENTS + 1):
        update(tmp_path, dated(5, 6, start=10 * n + 10), [])
    assert not tidy(tmp_path)
    monkeypatch.setattr(writing, "MOST_MERGED", 4)
    assert tidy(tmp_path)
    assert segments(tmp_path) == writing.MOST_SEGMENTS
    with opened(tmp_path) as index:
        assert len(items(index, "kursk")) == 22
