"""Documents and items are known again."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import identity, parse
from tests.builders import make_item

WORDS = " ".join(f"word{n}" for n in range(400))
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def text(start: int, end: int) -> str:
    return " ".join(f"word{n}" for n in range(start, end))


def test_ids_have_the_shape_that_the_contract_names() -> None:
    issue = parse(b"One sentence is enough to be a document, said the clerk.", "a.txt")
    assert re.fullmatch("i[a-z2-7]{16}", issue.id)
    assert re.fullmatch("t[a-z2-7]{16}", issue.items[0].id)


def test_blanks_and_line_ends_do_not_change_who_a_document_is() -> None:
    one = parse(b"First line of it.\n\nSecond line of it.\n", "a.txt")
    other = parse(b"\xef\xbb\xbfFirst line  of it.\r\n\r\n\r\nSecond line of it.", "b.txt")
    assert one.id == other.id
    assert [i.id for i in one.items] == [i.id for i in other.items]


def test_equal_items_of_one_issue_are_told_apart() -> None:
    ids = identity.item_ids("i1", [("A", "x"), ("A", "x"), ("B", "x")])
    assert len(set(ids)) == 3


def test_a_copy_is_a_duplicate_and_a_part_is_a_subset() -> None:
    assert identity.relation(WORDS, WORDS + " more") == "duplicate"
    assert identity.relation(text(0, 200), WORDS) == "subset"
    assert identity.relation(WORDS, text(0, 200)) == "superset"
    assert identity.relation(text(0, 100) + " x " + text(100, 200) + " y z", WORDS) == "subset"
    assert identity.relation(text(0, 220), text(30, 400)) == "possible"
    assert identity.relation(text(0, 200), text(150, 400)) is None
    assert identity.relation("", WORDS) is None


@given(st.integers(0, 300), st.integers(20, 400))
def test_a_relation_looks_the_same_from_both_sides(start: int, count: int) -> None:
    one, other = text(start, start + count), WORDS
    mirror = {"subset": "superset", "superset": "subset"}
    seen = identity.relation(one, other)
    assert identity.relation(other, one) == mirror.get(seen or "", seen)


def test_a_sketch_keeps_the_same_shingles_of_every_text() -> None:
    whole, part = identity.sketch(WORDS), identity.sketch(text(0, 300))
    assert 0 < len(whole) < 60
    assert len(part & whole) >= len(part) - 1
    assert len(identity.sketch(text(0, 30))) == 26


def test_new_items_take_the_ids_of_the_old_ones_they_are() -> None:
    from crankreader.model import Source

    old = [
        make_item("a", text(0, 40), title="One"),
        make_item("b", text(50, 90), title="Two"),
        make_item("c", "short", title="Three"),
        make_item(
            "d", "x", title="Four", sources=(Source(url="https://a.example/p?utm_source=m"),)
        ),
    ]
    new = [
        make_item("e", "y", title="Renamed", sources=(Source(url="https://www.a.example/p/"),)),
        make_item("f", text(0, 40) + " and more", title="Other"),
        make_item("g", "changed altogether", title="Three"),
        make_item("h", "new", title="New"),
    ]
    found = identity.matched(old, new)
    assert [item.id for item in found] == [old[3].id, old[0].id, old[2].id, new[3].id]
    assert [item.title for item in found] == ["Renamed", "Other", "Three", "New"]


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(LETTERS)), max_size=8))
def test_no_id_is_ever_given_twice(rows: list[tuple[str, str]]) -> None:
    items = [make_item(f"{title}{body}", f"text {body}", title=title) for title, body in rows]
    found = identity.matched(items[::2], items[1::2] + items[:2])
    assert len({item.id for item in found}) == len(found)


def test_a_part_of_an_issue_is_known_by_its_titles_and_texts() -> None:
    story = "Ports open again after storm\n\n" + text(0, 120) + ".\n\n"
    other = "Court frees captain of freighter\n\n" + text(200, 330) + ".\n\n"
    part = parse(story.encode(), "a.txt")
    whole = parse(("The Quay Weekly\nIssue 4, March 2023\n\n" + story + other).encode(), "b.txt")
    texts = identity.whole_text(part), identity.whole_text(whole)
    assert identity.relation(*texts) == "subset"
