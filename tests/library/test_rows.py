"""Values as rows and back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.library import Library, State
from crankreader.library.rows import last_day
from crankreader.model import Item
from tests.builders import item_id, make_issue
from tests.library.keeping import keep

texts = st.text(st.characters(codec="utf-8"), max_size=40)


@given(
    st.lists(st.tuples(st.none() | texts, st.lists(texts, max_size=3), texts), max_size=4),
)
def test_any_text_comes_out_as_it_went_in(items: list[tuple[str | None, list[str], str]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        state = State.open(Path(directory) / "state.db")
        library = Library.open(Path(directory) / "library.db", state.path)
        issue = make_issue(
            1,
            *(
                Item(item_id(number), title, shown, tuple(paragraphs))
                for number, (title, paragraphs, shown) in enumerate(items)
            ),
        )
        keep(library, issue)
        assert library.issue(issue.id) == issue
        library.close()
        state.close()


@pytest.mark.parametrize(
    ("date", "last"),
    [
        ("2024", "2024-12-31"),
        ("2024-02", "2024-02-29"),
        ("2024-12", "2024-12-31"),
        ("2024-10-14", "2024-10-14"),
        ("2024-13", None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_period_ends_on_its_last_day(date: str | None, last: str | None) -> None:
    assert last_day(date) == last
