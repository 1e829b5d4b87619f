"""Answering without an index, and finding what was asked for in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.query import Record, find, first, matches, mended, parse, terms, words
from crankreader.query.scan import is_one_typo, near

RECORD = Record(
    title="North Korean Troops in Kursk",
    text="Russia’s Fath-360 missiles.\n\nAbout 12,000 soldiers of the U.S. ally — military personnel.",
    section="Recent Links",
    publication="CRANK Call",
    sources="Moscow Times\nReuters",
    authors="Anna Smith",
    entities=("country/north-korea", "North Korea"),
    date="2024-10",
    states=frozenset({"starred"}),
    tags=("Brief",),
    note="Ask again later",
)


@pytest.mark.parametrize(
    "text",
    [
        *("kursk", "KURSK russia", "russia's", "fath-360", "fath360", "fath 360", '"fath-360"'),
        *("12000", "12,000", "u.s.", "u.s", "US", "mis*", "misiles~", '"military personnel"'),
        *("kursk OR nothing", "-nothing", "NOT (nothing kursk)", "near:4(soldiers ally)"),
        *("title:kursk", "section:links", 'source:"Moscow Times"', "author:smith"),
        *("publication:crank", 'entity:"north korea"', "entity:country/north-korea", "entity:nor*"),
        *("tag:brief", "note:later", "is:starred", "is:unread", "date:2024", "date:2024-10-31"),
        *("date:2024-10-20..2025", "since:2024-10-30", "sort:date", ""),
    ],
)
def test_an_item_is_found_by(text: str) -> None:
    assert matches(parse(text).tree, RECORD)


@pytest.mark.parametrize(
    "text",
    [
        *("nothing", "-kursk", '"personnel military"', "north-korea-x", "title:russia", "is:read"),
        *("near:3(soldiers ally)", "entity:korea", "date:2024-09", "since:2024-11", "tag:other"),
        *('"kursk russia"', "date:2025..2024", "note:never", "is:copy", "moscow"),
    ],
)
def test_an_item_is_not_found_by(text: str) -> None:
    assert not matches(parse(text).tree, RECORD)


def test_an_abbreviation_is_not_found_in_a_word() -> None:
    tree = parse("u.s.").tree
    assert [
        text
        for text in ("the U.S.", "the US", "u.s", "tell us")
        if matches(tree, Record(text=text))
    ] == [
        "the U.S.",
        "the US",
        "u.s",
    ]
    assert matches(parse("us").tree, Record(text="the U.S."))


def test_an_item_without_a_date_is_of_no_days() -> None:
    assert not matches(parse("date:..2030").tree, Record(text="a"))


def marked(text: str, query: str) -> list[str]:
    return [span.of(text) for span in find(text, parse(query).tree)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("russia", ["Russia"]),
        ("rus*", ["Russia"]),
        ("fath-360", ["Fath-360"]),
        ('"360 missile"', ["360 missile"]),
        ("missle~", ["missile"]),
        ("near:5(kursk russia)", ["Russia", "Kursk"]),
        ("-missile kursk", ["Kursk"]),
        ("section:kursk", []),
        ("is:read", []),
    ],
)
def test_what_was_asked_for_is_marked(query: str, expected: list[str]) -> None:
    assert marked("Russia’s Fath-360 missile in Kursk", query) == expected


def test_a_field_marks_only_in_itself() -> None:
    tree = parse("title:kursk russia").tree
    assert [span.start for span in find("kursk russia", tree)] == [6]
    assert [span.start for span in find("kursk russia", tree, "title")] == [0, 6]


def test_terms_are_what_is_asked_for_and_not_denied() -> None:
    assert len(terms(parse('a b* -c "d e" title:f near:2(g h)').tree)) == 5


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("putin", "putin", True),
        ("putin", "putim", True),
        ("putin", "puitn", True),
        ("putin", "puti", True),
        ("putin", "pputin", True),
        ("putin", "puntin", True),
        ("putin", "pita", False),
        ("abcd", "badc", False),
        ("ab", "ba", True),
        ("", "a", True),
    ],
)
def test_one_typo(one: str, other: str, is_so: bool) -> None:
    assert is_one_typo(one, other) is is_so
    assert is_one_typo(other, one) is is_so


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 12), max_size=4), min_size=1, max_size=3), st.integers(0, 6)
)
def test_near_finds_a_window_where_there_is_one(lists: list[list[int]], within: int) -> None:
    ordered = [sorted(set(places)) for places in lists]
    windows = [range(start, start + within + 1) for start in range(13)]
    expected = any(all(any(n in w for n in places) for places in ordered) for w in windows)
    assert near(ordered, within) == expected


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("ab é-’12北京 "), max_size=30), st.data())
def test_what_matches_a_text_is_marked_in_it(text: str, data: st.DataObject) -> None:
    found = [word for word, _, _ in words(text)]
    if not found:
        return
    word = data.draw(st.sampled_from(found))
    tree = parse(word).tree
    spans = find(text, tree)
    assert matches(tree, Record(text=text))
    assert spans
    assert all(one.end <= other.start for one, other in pairwise(spans))


@settings(max_examples=60)
@given(
    st.text(alphabet=st.sampled_from("ab é-. "), max_size=40),
    st.sampled_from(["a", "b*", "ab~", '"a b"', '"b a b" OR a-b', "-a", "title:a"]),
)
def test_the_first_match_lies_in_the_first_that_is_marked(text: str, query: str) -> None:
    tree = parse(query).tree
    spans = find(text, tree)
    begins = first(text, tree)
    assert (begins is None) == (not spans)
    assert begins is None or spans[0].start <= begins < spans[0].end


def test_phrases_are_marked_wherever_they_stand() -> None:
    text = "A b a b a, and b a."
    assert [span.of(text) for span in find(text, parse('"a b"').tree)] == ["A b", "a b"]
    assert [span.of(text) for span in find(text, parse('"b a"').tree)] == ["b a", "b a", "b a"]


def test_a_query_is_mended_word_by_word() -> None:
    assert mended("kursl -(Kurslk OR b)", {"kursl": "kursk"}) == "kursk -(Kurslk OR b)"


ODDITIES = st.text(st.sampled_from("abAB uU.S,\u2009é3-'_ 12\n…“”‘’–—"), max_size=40)


@given(
    ODDITIES,
    st.lists(
        st.sampled_from(["a", "ab", "b*", '"a b"', '"a b a"', "1", "12*", "us", "u.s."]),
        min_size=1,
        max_size=3,
    ),
)
def test_marks_found_at_a_glance_are_those_of_the_tokeniser(text: str, asked: list[str]) -> None:
    tree = parse(" ".join(asked)).tree
    # A letter with an accent, far behind, keeps the whole text to the tokeniser.
    assert find(text, tree) == find(text + " \n ö", tree)
