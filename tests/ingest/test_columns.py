"""Two columns of plain text are labels and what belongs to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import parse
from crankreader.ingest.columns import rows_of, with_bullets
from crankreader.ingest.words import tokens


def rows(text: str) -> list[tuple[str, str]] | None:
    found = rows_of(text.strip("\n").split("\n"))
    return None if found is None else [(row.label, row.text) for row in found]


def test_labels_stand_before_texts_at_one_column() -> None:
    assert rows("""
Date    3 May 2026
Where   Oslo and the fjord
        south of it
""") == [("Date", "3 May 2026"), ("Where", "Oslo and the fjord south of it")]


def test_a_day_may_stand_alone_before_a_text_that_hangs() -> None:
    assert rows("""
15 Nov  The ship leaves at noon with
        all her papers.
""") == [("15 Nov", "The ship leaves at noon with all her papers.")]


@pytest.mark.parametrize(
    "text",
    [
        "A sentence  with two blanks\nand one that goes on",
        "wheat      12,000\nbarley      4,500",
        "-  one thing\n-  another thing",
        "Port     Ships     Crew\nOslo     nine      many",
        "Just a line.",
        "",
    ],
)
def test_what_is_no_such_table_is_left(text: str) -> None:
    assert rows(text) is None


@given(st.lists(st.text("ab 1.-\t", max_size=20), min_size=1, max_size=6))
def test_no_word_is_lost(lines: list[str]) -> None:
    found = rows_of([line.rstrip() or "x" for line in lines])
    if found is not None:
        shown = [word for row in found for word in tokens(f"{row.label} {row.text}")]
        assert shown == tokens(" ".join(line.rstrip() or "x" for line in lines))


def test_rings_are_bullets_where_a_list_is_set_with_them() -> None:
    text = "  o  One\n  o  Two\n  o  Three\n"
    assert with_bullets(text).count("•") == 3
    assert with_bullets("o presidente falou\no ministro não\n") == (
        "o presidente falou\no ministro não\n"
    )


def test_a_chronology_comes_apart_at_its_days() -> None:
    text = "\n\n".join(
        (
            "Harbour Letter\n3 May 2026",
            "CHRONOLOGY",
            "1 May   The ship leaves, with fertiliser in her holds and all her\n        papers in order.",
            "2 May   She anchors outside the harbour, and nobody says for what\n        reason she does.",
        )
    )
    issue = parse(text.encode(), "letter.txt")
    assert [item.date for item in issue.items] == ["2026-05-01", "2026-05-02"]
