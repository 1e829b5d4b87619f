"""What a person's query is understood to ask."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.query import (
    And,
    Dates,
    Entity,
    Fuzzy,
    Is,
    Near,
    Node,
    Not,
    Note,
    Or,
    Phrase,
    Prefix,
    Tag,
    Word,
    matches,
    nodes,
    parse,
    resolved,
)
from crankreader.query.language import HINTS, LONGEST_QUERY, MOST_TERMS, VALUES
from crankreader.query.tree import Nothing, Record

TODAY = datetime.date(2024, 10, 31)
A, B, C = Word("a"), Word("b"), Word("c")
MESSY = st.lists(
    st.sampled_from([*'ab c()"-*~:.“”', " OR ", " NOT ", "title:", "near:2("]), max_size=30
).map("".join)


def tree(text: str, *, typing: bool = False) -> Node | None:
    return parse(text, typing=typing, today=TODAY).tree


def problems(text: str, *, typing: bool = False) -> list[tuple[int, str]]:
    return [(p.at, p.message) for p in parse(text, typing=typing, today=TODAY).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kursk", Word("kursk")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a or b", And((A, Word("or"), B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("-a", Not(A)),
        ("NOT a OR b", Or((Not(A), B))),
        ("a -(b OR c)", And((A, Not(Or((B, C)))))),
        ("NOT NOT a", A),
        ('"military personnel"', Phrase(("military", "personnel"))),
        ("“military personnel”", Phrase(("military", "personnel"))),
        ('"one"', Word("one")),
        ("north*", Prefix("north")),
        ("putin~", Fuzzy("putin")),
        ("fath-360", Or((Phrase(("fath", "360")), Word("fath360")))),
        ("u.s.", Word("u.s")),
        ("US", Word("us")),
        ('"U.S. troops"', Phrase(("us", "troops"))),
        ("12,000", Word("12000")),
        ("russia/china", Phrase(("russia", "china"))),
        ("北京大学", Phrase(("北京", "京大", "大学"))),
        ("京", Prefix("京")),
        ("title:Nor", Word("nor", "title")),
        ('section:"new links"', Phrase(("new", "links"), "section")),
        ("-author:smith", Not(Word("smith", "author"))),
        ("source:mosc*", Prefix("mosc", "source")),
        ('entity:"North Korea"', Entity("north korea")),
        ("entity:country/north-korea", Entity("country north korea")),
        ("entity:nor*", Prefix("nor", "entity")),
        ("tag:Brief", Tag("brief")),
        ('note:"ask again"', Note(("ask", "again"))),
        ("is:unread", Not(Is("read"))),
        ("is:copy", Is("copy")),
        ("date:2024-10", Dates(20241001, 20241031)),
        ("date:2024", Dates(20240101, 20241231)),
        ("date:2024-10-01..2024-10-07", Dates(20241001, 20241007)),
        ("date:2024-10..", Dates(20241001, 99991231)),
        ("date:..2023", Dates(0, 20231231)),
        ("date:2025..2024", Nothing()),
        ("since:30d", Dates(20241001, 99991231)),
        ("since:2024-09", Dates(20240901, 99991231)),
        ("near:10(shahed yelabuga)", Near(("shahed", "yelabuga"), 10)),
        ("12:30", Phrase(("12", "30"))),
        ("https://example.org", Phrase(("https", "example", "org"))),
        ("", None),
        ("   ", None),
    ],
)
def test_a_query_asks_for_this(text: str, expected: Node | None) -> None:
    assert tree(text) == expected


def test_a_query_can_ask_for_an_order() -> None:
    query = parse("sort:date kursk")
    assert (query.order, query.tree, query.problems) == ("date", Word("kursk"), ())
    assert parse("kursk").order is None


@pytest.mark.parametrize(
    ("text", "at", "says", "rest"),
    [
        ("(", 0, "never closed", Nothing()),
        ("!!!", 0, "no word", Nothing()),
        ("a )", 2, "never opened", A),
        ("a ()", 2, "nothing between", A),
        ('a "b', 2, "never closed", And((A, B))),
        ("a OR", 2, "Nothing follows", A),
        ("OR a", 0, "missing before", A),
        ("a !!!", 2, "no word", A),
        ("titel:a", 0, "did you mean “title:”", A),
        ("title: a", 0, "What should stand", A),
        ("is:great a", 0, "is:unread", A),
        ("date:soon a", 0, "no date", A),
        ("date:2024-13 a", 0, "no date", A),
        ("since:ever a", 0, "no span", A),
        ("sort:size a", 0, "sort:date", A),
        ("near:5 a", 0, "near:10(", And((Word("5"), A))),
        ("a*b", 0, "only at the end", Phrase(("a", "b"))),
        ("a-b~", 0, "only after a single word", Or((Phrase(("a", "b")), Word("ab")))),
    ],
)
def test_an_oddity_is_named_and_the_rest_is_searched(
    text: str, at: int, says: str, rest: Node | None
) -> None:
    (found,) = problems(text)
    assert found[0] == at
    assert says in found[1]
    assert tree(text) == rest


def test_a_long_query_is_cut_and_says_so() -> None:
    query = parse("a " * LONGEST_QUERY)
    assert any(problem.at == LONGEST_QUERY for problem in query.problems)


def test_too_many_words_are_left_out_and_named() -> None:
    query = parse(" ".join(f"w{n}" for n in range(MOST_TERMS + 4)))
    assert isinstance(query.tree, And)
    assert len(query.tree.nodes) == MOST_TERMS
    assert "“w32”, “w33”, “w34” and 1 more" in query.problems[0].message


def test_parentheses_may_be_nested_without_end() -> None:
    assert tree("(" * 200 + "a" + ")" * 200) == A
    assert len(problems("(" * 200 + "a" + ")" * 200)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("north", Prefix("north")),
        ("north ", Word("north")),
        ("a north", And((A, Prefix("north")))),
        ("a -no", And((A, Not(Prefix("no"))))),
        ("title:nor", Prefix("nor", "title")),
        ("entity:nor", Prefix("nor", "entity")),
        ('entity:"nor', Entity("nor")),
        ('"a b', Phrase(("a", "b"))),
        ("fath-3", Prefix("fath3")),
        ("12,00", Prefix("1200")),
        ("u.s", Prefix("u.s")),
        ("russia/ch", And((Word("russia"), Prefix("ch")))),
        ("(a b", And((A, Prefix("b")))),
    ],
)
def test_while_typing_the_last_word_is_a_beginning(text: str, expected: Node) -> None:
    assert tree(text, typing=True) == expected


@pytest.mark.parametrize(
    "text", ["title:", "(", '"', '"a', "a OR", "-", "near:5(", "is:", "date:2"]
)
def test_while_typing_what_is_not_finished_is_no_problem(text: str) -> None:
    assert problems(text, typing=True) == []


def test_a_query_says_whether_its_last_word_is_a_beginning() -> None:
    assert parse("nor", typing=True).is_beginning
    assert not parse("nor ", typing=True).is_beginning
    assert not parse("nor").is_beginning


def test_an_alias_finds_by_the_ids_of_what_it_names() -> None:
    aliases = {"DPRK": ["country/north-korea"]}
    asked = resolved(tree("-entity:DPRK a"), aliases.__getitem__)
    assert asked == And((Not(Or((Entity("dprk"), Entity("country north korea")))), A))


def test_every_field_has_a_line_of_help() -> None:
    assert HINTS.keys() == VALUES.keys()


@settings(max_examples=60)
@given(MESSY, st.booleans())
def test_any_text_is_a_query_that_can_be_answered(text: str, typing: bool) -> None:
    query = parse(text, typing=typing, today=TODAY)
    matches(query.tree, Record(title="a", text="b c"))
    assert all(0 <= problem.at <= len(text) for problem in query.problems)
    assert all(isinstance(node, Nothing) or node for node in nodes(query.tree))
