"""Dates are what a text says, in the order that the whole document proves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("13 May   Comments close on the harbour plan", True),
        ("13 May: comments close", True),
        ("9.30 a.m. – the council meets", True),
        ("13 May was a cold day on the coast", False),
        ("Comments close on 13 May", False),
    ],
)
def test_a_row_of_a_calendar_opens_with_its_day_or_hour(text: str, opens: bool) -> None:
    assert periods.opens_entry(text) is opens


def test_the_copyright_line_gives_a_year() -> None:
    assert periods.copyright_year(["Founded 1988", "© 2019-2024 The Desk"]) == 2024
    assert periods.copyright_year(["Founded 1988"]) is None


@pytest.mark.parametrize(
    ("name", "date", "period"),
    [
        ("2024-10-14-harbour.txt", "2024-10-14", "2024-10"),
        ("letters/20241014.eml", "2024-10-14", "2024-10"),
        ("14-10-2024.md", "2024-10-14", "2024-10"),
        ("03.04.2024.txt", "2024-04-03", "2024-04"),
        ("3-mai-2024.txt", "2024-05-03", "2024-05"),
        ("oct14_2024.txt", "2024-10-14", "2024-10"),
        ("2024-oct-14.html", "2024-10-14", "2024-10"),
        ("issue_2024_10.md", None, "2024-10"),
        ("letter-202410.eml", None, "2024-10"),
        ("october-2024.txt", None, "2024-10"),
        ("2021-W47.md", None, "2021-11"),
        ("q3-2025.txt", None, "2025"),
        ("report-2024.tar.gz", None, "2024"),
        ("03-04-2024.md", None, "2024"),
        ("issue-2019.txt", None, None),
        ("issue-68.md", None, None),
        ("may.txt", None, None),
        ("notes.txt", None, None),
        ("v1.2.3.txt", None, None),
        ("IMG_20240230.txt", None, None),
    ],
)
def test_a_file_name_may_tell_a_day_a_month_or_a_year(
    name: str, date: str | None, period: str | None
) -> None:
    assert periods.from_name(name) == (date, period)


@given(st.text(max_size=60))
def test_any_name_gives_a_date_within_its_period_or_none(name: str) -> None:
    date, period = periods.from_name(name)
    assert date is None or (period is not None and date.startswith(period))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Autumn 2025", 2025),
        ("Vol. 3, Q3 2025", 2025),
        ("2025 Q3", 2025),
        ("Winter 2024/25", 2024),
        ("Second half of 2025", 2025),
        ("2. Quartal 2025", 2025),
        ("Otoño de 2025", 2025),
        ("They fell in 2025", None),
        ("Autumn leaves", None),
    ],
)
def test_a_season_or_a_quarter_tells_a_year(text: str, year: int | None) -> None:
    assert periods.season(text) == year
