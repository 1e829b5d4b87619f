"""The index finds what the plain scan finds, for every kind of query."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.query import Record, State, matches, parse
from crankreader.search import Entry, Index, beside, build, plan, shelf, update
from tests.search.shelves import opened, record_of, states_of

Library: TypeAlias = list[tuple[Entry, tuple[frozenset[State], tuple[str, ...], str]]]

WORDS = [
    *("kursk", "Kursk", "kurks", "kurk", "Ünal", "unal", "fath-360", "Fath", "360", "fath360"),
    *(
        "Russia’s",
        "russia",
        "U.S.",
        "us",
        "US",
        "u.s",
        "12,000",
        "12000",
        "3.5",
        "北京大学",
        "京",
        "می‌روم",
    ),
    *("O'Brien", "a", "b", "ab", "ba"),
]
word = st.sampled_from(WORDS)
text = st.lists(word, max_size=7).map(" ".join)
dates = st.sampled_from([None, "2023", "2024", "2024-10", "2024-10-14", "2024-09-30", "2024-11"])
entity = st.sampled_from(["country/russia", "Russia", "org/us", "U.S.", "Ünal"])
entries = st.builds(
    Entry,
    item=st.just("t"),
    title=text,
    text=text,
    section=text,
    publication=st.sampled_from(["", "Ünal a b", "a b", "b a"]),
    sources=text,
    entities=st.lists(entity, max_size=2, unique=True).map(tuple),
    date=dates,
)
acts = st.tuples(
    st.frozensets(st.sampled_from(["read", "starred", "tagged", "noted", "copy"])),
    st.sampled_from([(), ("Brief",), ("brief", "Ünal")]),
    st.sampled_from(["", "ask again", "again"]),
)
libraries = st.lists(st.tuples(entries, acts), min_size=1, max_size=7)

phrase = st.lists(word, min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"')
field = st.sampled_from(["", "", "", "title:", "section:", "source:", "entity:", "publication:"])
plain = st.one_of(
    word,
    word.map(lambda w: w + "*"),
    st.sampled_from(["k*", "kur*", "fath3*", "12*", "北*", "u*", "russi*", "u.s*"]),
    word.map(lambda w: w + "~"),
    phrase,
)
special = st.one_of(
    st.tuples(st.sampled_from([0, 1, 2, 4, 9, 99]), word, word, st.one_of(st.just(""), word)).map(
        lambda n: f"near:{n[0]}({n[1]} {n[2]} {n[3]})"
    ),
    st.sampled_from(["read", "unread", "starred", "tagged", "noted", "copy"]).map("is:".__add__),
    st.sampled_from(
        ["2024", "2024-10", "2024-10-14", "2023..2024-09", "..2024-09-30", "2024-10.."]
    ).map("date:".__add__),
    st.sampled_from(["tag:brief", "tag:ÜNAL", "note:again", 'note:"ask again"', "sort:date"]),
)
term = st.one_of(st.tuples(field, plain).map("".join), special)
queries = st.recursive(
    term,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map(lambda query: f"-({query})"),
        inner.map(lambda query: f"NOT {query}"),
        inner.map(lambda query: f"({query})"),
    ),
    max_leaves=5,
)


def _named(library: Library, start: int = 0) -> tuple[list[Entry], dict[str, Record]]:
    named, records = [], {}
    for n, (entry, (states, tags, note)) in enumerate(library, start):
        item = f"t{n}"
        named.append(
            Entry(
                item,
                entry.title,
                entry.text,
                entry.section,
                entry.publication,
                sources=entry.sources,
                entities=entry.entities,
                date=entry.date,
            )
        )
        records[item] = record_of(entry, *states, tags=tags, note=note)
    return named, records


@settings(max_examples=40, deadline=None)
@given(
    libraries,
    libraries,
    st.lists(queries, min_size=4, max_size=12),
    st.booleans(),
    st.booleans(),
)
def test_index_and_scan_agree_before_and_after_a_change(
    library: Library, more: Library, asked: list[str], typing: bool, is_large: bool
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if is_large:  # frequent words have sets of their own, as they have among thousands
            patch.setattr(beside, "SMALLEST", 1)
            patch.setattr(beside, "SHARE", 3)
            patch.setattr(beside, "SHARES", {})
            patch.setattr(plan, "FEW", 1)
            patch.setattr(shelf, "FEW", 0)
            patch.setattr(shelf, "PLACED", 0)
        directory = Path(folder) / "index"
        named, records = _named(library)
        build(directory, named)
        with opened(directory) as index:
            _agree(index, records, asked, typing)
            # One changed, one gone, the others new.
            changed, new = _named(more, start=len(library) - 1)
            update(directory, changed, ["t0"] if len(library) > 1 else [])
            records |= new
            if len(library) > 1:
                del records["t0"]
            assert index.refresh()
            _agree(index, records, asked, typing)


def _agree(index: Index, records: dict[str, Record], asked: list[str], typing: bool) -> None:
    states = states_of(records)
    for query in asked:
        tree = parse(query, typing=typing).tree
        expected = {item for item, record in records.items() if matches(tree, record)}
        ranked = index.search(tree, limit=None, states=states)
        dated = index.search(tree, order="date", limit=None, states=states)
        assert {item for item, _ in ranked.hits} == expected, query
        assert {item for item, _ in dated.hits} == expected, query
        assert ranked.total == dated.total == len(ranked.hits) == len(expected), query
        few = index.search(tree, limit=2, states=states)
        assert few.hits == ranked.hits[:2], query
        assert index.search(tree, order="date", limit=2, states=states).hits == dated.hits[:2]
