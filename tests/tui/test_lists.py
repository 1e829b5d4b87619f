"""Lists and lines: the cursor stays in sight, nothing is drawn that is not seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crankreader.model import Hit, Marked, Span
from crankreader.tui.render import cells_of
from crankreader.tui.widgets.entity_list import rows_of
from crankreader.tui.widgets.hit_list import _around
from crankreader.tui.widgets.line_list import with_tail
from tests.builders import make_item, make_mention


def make_hit(snippet: str, *matches: Span) -> Hit:
    return Hit("t", "i", "Title", None, None, None, 1.0, snippet, matches)


@given(st.integers(0, 120), st.integers(8, 60))
def test_the_first_match_of_a_snippet_is_in_sight(at: int, width: int) -> None:
    words = " ".join(["river"] * 30)
    start = min(at, len(words))
    text = f"{words[:start].rstrip()} Kursk {words[start:].lstrip()}".strip()
    span = Span(text.index("Kursk"), text.index("Kursk") + 5)
    pieces = _around(make_hit(text, span), width)
    assert ("Kursk", "match") in pieces
    assert sum(cells_of(piece) for piece, _ in pieces) <= width


@given(st.text(max_size=30), st.text("0123456789/", max_size=6), st.integers(0, 40))
def test_a_tail_stands_at_the_right_end(text: str, tail: str, width: int) -> None:
    pieces = with_tail([(text, "")], tail, width)
    if tail and width > len(tail) + 2:
        assert pieces[-1] == (tail, "quiet")


def test_names_are_grouped_by_kind_the_often_named_first() -> None:
    item = make_item(1, "Chad and Mali. Mali again.")
    again = make_mention(item.text, "Mali")._replace(start=15, end=19)
    marked = Marked(text=(make_mention(item.text, "Chad"), make_mention(item.text, "Mali"), again))
    rows = rows_of(marked)
    assert [(row.name, row.times) for row in rows] == [("Countries", 0), ("Mali", 2), ("Chad", 1)]
