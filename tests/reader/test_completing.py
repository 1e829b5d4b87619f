"""What Tab offers for the fields of a query finds what it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from crankreader.query import STATES, asking, narrowed
from crankreader.reader import Reader
from crankreader.settings import load

LETTER = """\
---
title: The “Harbour” Letter (May)
publication: The "Harbour" Letter
date: 2031-05-02
---

# Gas & *Boats*: what's new?

## Rosneft buys boats

Gazprom sold gas to Rosneft, the harbour master said (Fjord Gazette).

## Nobody waits

Sergei Lavrov spoke in Oslo [in the Coastal Times](https://coastal.example/oslo).
"""
FERRY = """\
Why the Ferry Stopped

By Åsa O'Writer

November 3, 2029

The ferry to Vladivostok stopped in the summer. Nobody in the harbour could say why, and the
company did not answer.

A week later Gazprom told the crew to wait for new engines from Norway.
"""


@pytest.fixture(scope="module")
def harbour() -> Iterator[Reader]:
    with TemporaryDirectory() as home:
        reader = Reader.open(load(data_dir=Path(home) / "data", environ={}))
        letters = Path(home) / "letters"
        letters.mkdir()
        (letters / "may.md").write_text(LETTER, "utf-8")
        other = LETTER.replace("Harbour", "Mountain").replace("2031-05-02", "2030-11")
        (letters / "hill.md").write_text(other.replace("Rosneft", "Statoil"), "utf-8")
        (letters / "ferry.txt").write_text(FERRY, "utf-8")
        list(reader.add([str(letters)]))
        issues = [i for row in reader.publications() for i in reader.issues(row.name)]
        reader.mark([reader.outline(issues[0].id).rows[0].id], tag="to ask (again)")
        yield reader
        reader.close()


@pytest.mark.parametrize(
    ("name", "begun"),
    [
        ("publication", ""),
        ("publication", "harb"),
        ("section", ""),
        ("source", ""),
        ("author", "asa"),
        ("entity", "r"),
        ("tag", "to"),
        ("date", ""),
        ("date", "2030-01..203"),
    ],
)
def test_every_value_that_is_offered_finds_something(
    name: str, begun: str, harbour: Reader
) -> None:
    values = harbour.values_beginning(name, begun)
    assert values
    assert len(set(values)) == len(values)
    assert [value for value in values if not harbour.select(asking(name, value))] == []


def test_the_language_has_values_of_its_own(harbour: Reader) -> None:
    assert harbour.values_beginning("is", "") == ("unread", *STATES)
    assert harbour.values_beginning("is", "UN") == ("unread",)
    assert harbour.values_beginning("since", "3") == ("30d",)
    assert harbour.values_beginning("sort", "r") == ("relevance",)
    assert harbour.values_beginning("title", "gas") == ()


def test_no_more_are_offered_than_are_wanted(harbour: Reader) -> None:
    assert len(harbour.values_beginning("date", "", 1)) == 1


def test_what_lies_in_the_trash_is_not_offered(harbour: Reader) -> None:
    assert harbour.values_beginning("entity", "statoil") != ()
    [hill] = harbour.issues('The "Mountain" Letter')
    harbour.remove([hill.id])
    assert harbour.values_beginning("publication", "") == ('The "Harbour" Letter',)
    assert harbour.values_beginning("date", "") == ("2031-05", "2029-11")
    assert harbour.values_beginning("entity", "statoil") == ()
    harbour.undo()


def test_a_facet_with_quotes_in_its_name_narrows_to_what_it_counts(harbour: Reader) -> None:
    results = harbour.search("gas", typing=True, facets=True)
    for name, count in results.facets["publication"]:
        assert harbour.search(narrowed("gas", "publication", name)).total == count > 0


def test_what_is_typed_is_found_in_a_text_by_its_beginning(harbour: Reader) -> None:
    assert harbour.matches("Gas for the harbour", "harb") == ()
    assert len(harbour.matches("Gas for the harbour", "harb", typing=True)) == 1
