"""Dates are what a text says, in the order that the whole document proves."""

from __future__ import annotations

import pytest

from crankreader.ingest import periods


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-10-28", "2024-10-28"),
        ("28/10/2024", "2024-10-28"),
        ("28.10.2024", "2024-10-28"),
        ("Tuesday, 3 March 2026", "2026-03-03"),
        ("March 3, 2026", "2026-03-03"),
        ("Mar. 3rd, 2026", "2026-03-03"),
        ("3. Mai 2024", "2024-05-03"),
        ("12 de octubre de 2023", "2023-10-12"),
        ("31 June 2024", None),
        ("the 3 of them", None),
        ("October 2024", None),
        ("version 1.2.3", None),
    ],
)
def test_a_day_is_read_from_many_spellings(text: str, iso: str | None) -> None:
    found = periods.days(text, True)
    assert (found[0].iso() if found else None) == iso


def test_a_day_without_a_year_takes_one_only_when_given() -> None:
    (day,) = periods.days("on October 3", False)
    assert day.iso() is None
    assert day.iso(2024) == "2024-10-03"


def test_one_proof_decides_the_order_for_all() -> None:
    assert periods.day_first("03/04/2024 and 25/04/2024")
    assert not periods.day_first("03/04/2024 and 04/25/2024")
    assert not periods.day_first("03/04/2024")
    assert periods.day_first("03.04.2024")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("October Highlights", (None, 10)),
        ("Issue 4, March 2023", (2023, 3)),
        ("2024-07", (2024, 7)),
        ("May 2022", (2022, 5)),
        ("May in numbers", (None, 5)),
        ("What May Come Next", (None, None)),
        ("Mar a Lago", (None, None)),
        ("The year 2021", (2021, None)),
        ("Nothing", (None, None)),
    ],
)
def test_a_month_is_read_off_a_heading(text: str, expected: tuple[int | None, int | None]) -> None:
    assert periods.period(text) == expected


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("On 28/10/2024, the alliance met.", "2024-10-28"),
        ("3 August 2024 – A dam burst.", "2024-08-03"),
        ("2024-05-03: the ship sailed", "2024-05-03"),
        ("On 28/10/2024 he was still there.", None),
        ("The talks of 28/10/2024, it seems, failed.", None),
    ],
)
def test_a_dated_entry_opens_with_its_date(text: str, iso: str | None) -> None:
    day = periods.lead(text, True)
    assert (day.iso() if day else None) == iso


def test_the_copyright_line_gives_a_year() -> None:
    assert periods.copyright_year(["Founded 1988", "© 2019-2024 The Desk"]) == 2024
    assert periods.copyright_year(["Founded 1988"]) is None
