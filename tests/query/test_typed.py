"""What is being typed, and how terms are written, added to a query and taken out of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.query import (
    FIELDS,
    And,
    Phrase,
    Typed,
    asking,
    finished,
    names_asked,
    narrowed,
    parse,
    typed,
    widened,
)
from crankreader.query.tokens import tokens
from tests.query.test_language import MESSY

VALUE = "Lake Letter"
TERM = Phrase(("lake", "letter"), "publication")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|", Typed(None, "", 0, 0)),
        ("kursk |", Typed(None, "", 6, 6)),
        ("kursk enti|", Typed(None, "enti", 6, 10)),
        ("-enti|", Typed(None, "enti", 1, 5)),
        ("(enti|", Typed(None, "enti", 1, 5)),
        ("en|tity:x", Typed(None, "en", 0, 7)),
        ("is:|", Typed("is", "", 3, 3)),
        ("IS:un|", Typed("is", "un", 3, 5)),
        ("entity:Rus| kursk", Typed("entity", "Rus", 7, 10)),
        ("entity:Ru|s kursk", Typed("entity", "Ru", 7, 10)),
        ('entity:"north ko|', Typed("entity", "north ko", 7, 16, is_quoted=True)),
        ('entity:"north ko| kursk', Typed("entity", "north ko", 7, 16, is_quoted=True)),
        ('entity:"no|rth" kursk', Typed("entity", "no", 7, 14, is_quoted=True)),
        ("entity:“north”|", Typed("entity", "north", 7, 14, is_quoted=True)),
        ('"mil|', Typed(None, "mil", 0, 4, is_quoted=True)),
        ("near:5(sha|hed", Typed("near", "sha", 10, 10)),
        ("https://lake.example|", Typed(None, "https://lake.example", 0, 20)),
    ],
)
def test_what_stands_before_the_cursor_is_read(text: str, expected: Typed) -> None:
    assert typed(text.replace("|", ""), text.index("|")) == expected


@given(MESSY, st.integers(0, 60))
def test_what_is_typed_is_a_part_of_the_text(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    found = typed(text, cursor)
    assert found.start <= cursor <= found.end <= len(text)
    assert found.begun in text[:cursor]


@given(st.sampled_from([*FIELDS, "tag"]), st.text(max_size=20))
def test_a_value_is_asked_for_by_one_term(name: str, value: str) -> None:
    found = tokens(asking(name, value))
    assert [(token.kind, token.name) for token in found] == [("field", name)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("kurs", "kurs*"),
        ("kursk ", "kursk"),
        ("entity:Rus", "entity:Rus*"),
        ('"military pers', '"military pers"'),
        ('title:"mis', 'title:"mis"'),
        ("(a b", "(a b*)"),
        ("near:3(a b", "near:3(a b)"),
        ("kursk OR ", "kursk"),
        ("kursk NOT ", "kursk"),
        ("kursk (", "kursk"),
        ("kursk publication:", "kursk"),
    ],
)
def test_a_query_that_was_being_typed_asks_the_same_when_it_is_finished(
    text: str, expected: str
) -> None:
    assert finished(text) == expected
    assert parse(finished(text)).tree == parse(text, typing=True).tree


@pytest.mark.parametrize("text", ["kursk ", "kurs", '"military pers', "a OR b", "(a b", "-a ("])
def test_a_narrowed_query_asks_for_both(text: str) -> None:
    tree, asked = parse(narrowed(text, "publication", VALUE)).tree, parse(text, typing=True).tree
    before = asked.nodes if isinstance(asked, And) and "(" not in text else (asked,)
    assert tree == And((*before, TERM))


@given(MESSY)
def test_what_a_query_is_narrowed_by_can_be_taken_out_again(text: str) -> None:
    narrow = narrowed(text, "publication", VALUE)
    assert widened(narrow, "publication", "LAKE letter") is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('kursk publication:"Lake Letter" ', "kursk "),
        ('publication:"lake letter" kursk', "kursk"),
        ('kursk AND publication:"Lake Letter" fire', "kursk fire"),
        ('publication:"Lake Letter" AND kursk', "kursk"),
        ('-publication:"Lake Letter"', None),
        ('NOT publication:"Lake Letter"', None),
        ('(a publication:"Lake Letter")', None),
        ('a OR publication:"Lake Letter"', None),
        ('section:"Lake Letter"', None),
        ("Lake Letter", None),
    ],
)
def test_only_what_narrows_is_taken_out(text: str, expected: str | None) -> None:
    assert widened(text, "publication", VALUE) == expected


def test_a_value_with_quotes_is_asked_for_by_its_words() -> None:
    text = narrowed("", "publication", 'The “Old” "Lake" Letter')
    assert parse(text).tree == Phrase(("the", "old", "lake", "letter"), "publication")
    assert widened(text, "publication", 'The “Old” "Lake" Letter') == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kursk", ()),
        ('-entity:"North Korea" x', ("North Korea",)),
        ("(a OR entity:Russia) entity:x*", ("Russia",)),
    ],
)
def test_the_names_that_a_query_asks_for_are_told(text: str, names: tuple[str, ...]) -> None:
    assert names_asked(text) == names
