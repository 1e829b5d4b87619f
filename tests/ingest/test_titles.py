"""What stands on the screen where a document has no title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.drafts import Draft
from crankreader.ingest.titles import day_name, issue_title, period_name, shortened


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("It rained. Then it stopped.", "It rained"),
        ("Did it rain? Nobody knows.", "Did it rain?"),
        ("U.S. officials met in Geneva. They left.", "U.S. officials met in Geneva"),
        (
            "The ministry has counted four balloons over the strait, three of which crossed the "
            "island.",
            "The ministry has counted four balloons over the strait…",
        ),
    ],
)
def test_the_first_sentence_is_cut_at_a_natural_break(text: str, title: str) -> None:
    assert shortened(text) == title


@given(st.text(min_size=1, max_size=500))
def test_a_short_title_is_one_short_line(text: str) -> None:
    assert "\n" not in shortened(text)
    assert len(shortened(text)) <= 71


def test_dates_are_named_in_words() -> None:
    assert (period_name("2024-10"), period_name("2024")) == ("October 2024", "2024")
    assert day_name("2024-10-03") == "3 October 2024"


def test_a_page_is_called_by_its_title_and_an_issue_by_its_date() -> None:
    draft = Draft((), publication="The Quay", title="The ferry is back", date="2025-05-03")
    draft.kind = "page"
    assert issue_title(draft, []) == "The ferry is back"
    draft.kind = "newsletter"
    assert issue_title(draft, []) == "The Quay — 3 May 2025"
