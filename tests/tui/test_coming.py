"""What comes in, counted and said, at every width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from crankreader.model import FeedReport, Report
from crankreader.tui.coming import Coming, Lists


def coming(done: int, total: int | None, failed: int = 0) -> Coming:
    found = Coming()
    if total is not None:
        found.count(total)
    for number in range(done):
        failing = number < failed
        status = "failed" if failing else "added"
        reason = "It is empty." if failing else None
        found.count(Report(f"/docs/{number}.txt", status, reason=reason))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (80, "Taking in █████░░░░░░░░░░░░░░░░░░░ 1,204 of 5,000 · 3 failed · Esc stops"),
        (58, "Taking in █░░░░░ 1,204 of 5,000 · 3 failed · Esc stops"),
        (40, "██░░░░░░░░░░░░ 1,204 of 5,000 · Esc stops"),
        (20, "█░░░░ 1,204 of 5,000"),
        (8, ""),
    ],
)
def test_the_line_keeps_what_matters_most(width: int, wanted: str) -> None:
    line = coming(1204, 5000, 3).line(width)
    assert cell_len(line) <= width
    kept = [part for part in ("1,204 of 5,000", "3 failed", "Esc stops") if part in wanted]
    assert [part for part in ("1,204 of 5,000", "3 failed", "Esc stops") if part in line] == kept
    assert ("█" in line) == ("█" in wanted)
    assert line.startswith("Taking in") == wanted.startswith("Taking in")


def test_without_a_total_it_only_counts() -> None:
    assert coming(3, None).line(60) == "Taking in 3 · Esc stops"
    assert coming(7, 5).line(60) == "Taking in 7 · Esc stops"


def test_when_all_is_there_the_index_is_made() -> None:
    assert coming(2, 2).line(60).startswith("Indexing ██")


@given(st.integers(0, 60), st.none() | st.integers(1, 90), st.integers(0, 9), st.integers(1, 120))
def test_it_never_is_wider_than_its_room_and_ascii_where_nothing_else_is_shown(
    done: int, total: int | None, failed: int, width: int
) -> None:
    found = coming(done, total, failed)
    assert cell_len(found.line(width)) <= width
    assert found.line(width, ascii_only=True).isascii()
    assert found.line(width, ascii_only=True).count("#") == found.line(width).count("█")


def test_the_summary_names_what_failed_first_and_where_to_look() -> None:
    said = coming(5, 5, 2).summary()
    assert said.startswith("Took in 5: 2 failed, 3 added.")
    assert "g p" in said
    assert said.endswith("0.txt: It is empty.")


def test_stopping_says_what_had_come_in() -> None:
    stopped = coming(4, 9)
    stopped.stopped = True
    assert stopped.summary() == "Stopped. Looked at 4: 4 added."
    nothing = Coming(is_again=True)
    nothing.count(Report("/same", "unchanged", issue="i1"))
    nothing.count(FeedReport("https://example.org/f", None, "unchanged"))
    assert nothing.summary() == "Nothing new."
    nothing = Coming(is_again=True)
    nothing.count(FeedReport("https://example.org/f", None, "unchanged"))
    assert nothing.summary() == "Nothing new."
    assert "Nothing is followed yet" in Coming(is_again=True).summary()
    nothing = Coming()
    assert nothing.summary() == "Nothing came in."
    nothing.stopped = True
    assert nothing.summary() == "Stopped before anything came in."


def test_feeds_are_told_beside_documents() -> None:
    found = Coming(is_again=True)
    found.count(FeedReport("https://example.org/a", "The Quay", "new"))
    found.count(FeedReport("https://example.org/b", None, "failed", "absent", "Nothing is there."))
    found.count(Report("https://example.org/a#1", "added", issue="i1"))
    found.count(Report("https://example.org/b", "failed", stage="fetch", code="absent"))
    assert found.summary() == (
        "Took in 1: 1 added. 1 feed could not be had. g p lists what failed, and what to do."
        " https://example.org/b: Nothing is there."
    )
    listed = Coming()
    for number in range(3):
        listed.count(FeedReport(f"https://example.org/{number}", None, "subscribed"))
    assert listed.summary() == "Subscribed to 3 feeds; r fetches them."


def test_lists_of_feeds_that_were_met_are_told_and_what_is_unchanged_was_only_looked_at() -> None:
    found = coming(2, 3)
    found.count(Report("/docs/9.txt", "unchanged", issue="i1"))
    found.count(Lists(1))
    assert found.summary() == (
        "Looked at 3: 2 added, 1 unchanged."
        " 1 list of feeds was met; A and its path follow what is on it."
    )
