"""How texts become words."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.query import fold, key, parts, words
from crankreader.query.words import LONGEST, places, whole


def found(text: str) -> list[str]:
    return [word for word, _, _ in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kursk, Russia’s front", ["kursk", "russia", "front"]),
        ("Russia's the workers’ '90s", ["russia", "the", "workers", "90s"]),
        ("Fath-360", ["fath", "360", "fath360"]),
        ("K-2 K2", ["k", "2", "k2", "k2"]),
        ("the U.S. and u.s", ["the", "us", "u.s", "and", "us", "u.s"]),
        ("US, us, Us", ["us", "u.s", "us", "us"]),
        ("U.S.-made", ["us", "u.s", "made", "usmade"]),
        ("J.F.Kennedy", ["jf", "j.f", "kennedy"]),
        ("12,000 of 3.5bn", ["12000", "of", "3.5", "bn"]),
        ("1,0000", ["1", "0000"]),
        ("on 10.10.2024.", ["on", "10", "10", "2024"]),
        ("O’Brien", ["o", "brien", "obrien"]),
        ("Über Straße Łódź", ["uber", "strasse", "lodz"]),
        ("Ёлка", ["елка"]),
        ("İstanbul", ["istanbul"]),
        ("می‌روم", ["مي", "روم", "ميروم"]),
        ("۱۲۳ ١٢٣", ["123", "123"]),
        ("北京大学", ["北京", "京大", "大学", "学"]),
        ("김정은", ["김정", "정은", "은"]),
        ("हिन्दी", ["हिनदी"]),
        ("snake_case a/b", ["snake", "case", "a", "b"]),
        ("…—!", []),
    ],
)
def test_a_text_gives_these_words(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("RUSSIA", "russia"),
        ("Ａ１", "a1"),
        ("كتاب", "کتاب"),
        ("ﬁre", "fire"),
    ],
)
def test_what_differs_only_in_form_folds_to_the_same(one: str, other: str) -> None:
    assert parts(one) == parts(other)
    assert key(one) == key(other)


def test_a_word_is_marked_where_it_stands_in_the_original() -> None:
    text = "İn Straße, Russia’s Fath-360 and 12,000 北京"
    assert [text[start:end] for _, start, end in words(text)] == [
        *("İn", "Straße", "Russia", "Fath", "360", "Fath-360", "and", "12,000", "北京", "京"),
    ]


def test_lower_case_never_moves_a_character_but_for_the_one_we_know() -> None:
    grown = [c for c in map(chr, range(sys.maxunicode + 1)) if len(c.lower()) != 1]
    assert grown == ["\u0130"]


def test_parts_and_whole_stand_at_one_place_and_texts_stand_apart() -> None:
    at = places(["the Fath-360 fell", "here"])
    assert at["fath"], at["360"] == ([1], [2])
    assert at["fath360"] == [2]
    assert at["fell"] == [3]
    assert at["here"][0] > at["fell"][0] + 1


def test_a_whole_is_one_written_word() -> None:
    assert whole("Fath-360") == "fath360"
    assert whole("fath 360") is None
    assert whole("russia/china") is None


def test_a_blob_is_cut() -> None:
    assert found("A" * 5000) == ["a" * LONGEST]


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("aB'’-.,_ 1,0éß\u0301北京한ی\u200cş²½\n"), max_size=40))
def test_words_are_folded_lie_in_the_text_and_say_the_same_again(text: str) -> None:
    last_start = -1
    for word, start, end in words(text):
        assert 0 <= start < end <= len(text)
        assert word
        assert fold(word) == word
        assert start >= last_start or end > start
        last_start = start
        assert word in found(text[start:end])


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert parts(text) == parts(text)
    assert all(0 <= start < end <= len(text) for _, start, end in words(text))
