"""What stands beside a segment changes nothing but the time that an answer takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crankreader.query import days, matches, parse
from crankreader.search import Entry, Index, beside, build, shelf, update
from tests.search.shelves import nothing, opened, record_of

WORDS = ["grain", "export", "gas", "kursk", "army", "talks", "summit", "ship", "road", "oil"]
DATES = ["2024", "2024-10", "2024-10-14", "2024-09-30", "2023-02", "2023-02-28", None]
SECTIONS = ["Links", "Recent Links", "of two\nlines", ""]


def _entries(seed: int, numbers: range) -> list[Entry]:
    random = Random(seed)
    return [
        Entry(
            f"t{n}",
            title=" ".join(random.choices(WORDS, k=random.randrange(3))),
            text=" ".join(random.choices(WORDS, range(10, 0, -1), k=random.randrange(1, 25))),
            section=random.choice(SECTIONS),
            publication=random.choice(["CRANK Call", "The Letter"]),
            entities=("country/russia", "Russia") if random.random() < 0.4 else (),
            date=random.choice(DATES),
            outlets=tuple(random.sample(["Reuters", "AP", "TASS", "BBC"], random.randrange(3))),
        )
        for n in numbers
    ]


ENTRIES = {entry.item: entry for entry in _entries(1, range(60))}
"""Those of a segment, and of two more that change some of them."""
CHANGES = _entries(2, range(50, 70)), _entries(3, range(65, 90))
GONE = ["t3", "t55"]
LEFT = ENTRIES | {entry.item: entry for changed in CHANGES for entry in changed}
for _item in GONE:
    del LEFT[_item]


def _build(directory: Path) -> None:
    build(directory, ENTRIES.values())
    for changed in CHANGES:
        update(directory, changed, [])
    update(directory, [], GONE)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Three segments, too small for sets of their own."""
    directory = tmp_path_factory.mktemp("plain") / "index"
    _build(directory)
    with opened(directory) as index:
        yield index


@pytest.fixture(scope="module")
def aided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The same with sets for frequent words; the last segment is as small as may be."""
    directory = tmp_path_factory.mktemp("aided") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "SMALLEST", len(CHANGES[0]))
        patch.setattr(beside, "SHARE", 3)
        patch.setattr(beside, "SHARES", {})
        _build(directory)
    with opened(directory) as index:
        yield index


QUERIES = [
    *("grain", "oil", "grain export", "grain OR oil", "title:grain", "gra*", "grian~", "-grain"),
    *('"grain export"', '"grain grain"', '"export gas kursk"', '"oil grain"', 'title:"grain gas"'),
    *("near:2(grain oil)", "section:links grain", 'entity:"Russia"', "date:2024-10", ""),
    *("date:2024-09-30..2024-10-13", "date:..2023-02", "date:2023-02-20..2023-03-04"),
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("limit", [None, 5])
def test_hits_and_scores_are_the_same(
    plain: Index, aided: Index, query: str, limit: int | None
) -> None:
    tree = parse(query).tree
    found, expected = (index.search(tree, limit=limit, states=nothing) for index in (aided, plain))
    assert (found.total, found.hits) == (expected.total, expected.hits)
    if limit is None:
        asked = {item for item, entry in LEFT.items() if matches(tree, record_of(entry))}
        assert {item for item, _ in found.hits} == asked


def test_by_date_the_items_of_all_segments_are_mixed(aided: Index) -> None:
    found = [item for item, _ in aided.search(None, order="date", states=nothing).hits]
    ages = [(days(LEFT[item].date) or (0, 0))[::-1] for item in found]
    assert sorted(found) == sorted(LEFT)
    assert ages == sorted(ages, reverse=True)
    for limit in (1, 7, 40):
        hits = aided.search(None, order="date", limit=limit, states=nothing).hits
        assert [item for item, _ in hits] == found[:limit]


@pytest.mark.parametrize("most", [2, 50])
@pytest.mark.parametrize("query", ["grain", "oil -gas", "", "nowhere"])
def test_facets_are_the_same_counted_in_either_way(
    plain: Index, aided: Index, query: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST_VALUES", most)
    tree = parse(query).tree
    answers = []
    for index in (plain, aided):
        for few in (0, 10_000):
            monkeypatch.setattr(shelf, "FEW", few)
            answers.append(index.facets(index.search(tree, states=nothing)))
    assert answers == [answers[0]] * 4


def test_facets_count_each_item_that_is_left(aided: Index) -> None:
    facets = aided.facets(aided.search(None, states=nothing))
    outlets = Counter(outlet for entry in LEFT.values() for outlet in entry.outlets)
    months = Counter(entry.date[:7] for entry in LEFT.values() if "-" in (entry.date or ""))
    assert dict(facets["outlet"]) == outlets
    assert dict(facets["section"]) == Counter(e.section for e in LEFT.values() if e.section)
    assert facets["month"] == tuple(sorted(months.items(), reverse=True))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("grian", "grain"), ("gran", "grain"), ("grainn", "grain"), ("rgain", "grain")],
)
def test_a_typo_is_found_wherever_it_stands(aided: Index, asked: str, expected: str) -> None:
    fuzzy, plain = (aided.search(parse(q).tree, states=nothing) for q in (f"{asked}~", expected))
    assert fuzzy.members == plain.members
    assert aided.corrected(parse(asked)) == expected
