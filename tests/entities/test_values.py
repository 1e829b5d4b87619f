"""Dates, money and quantities with their values."""

from __future__ import annotations

import pytest

from crankreader.entities.values import find_values


def values(
    text: str, period: str | None = None
) -> list[tuple[str, float | str | None, str | None]]:
    return [(m.text, m.value, m.unit) for m in find_values(text, period)]


@pytest.mark.parametrize(
    ("text", "period", "span", "value"),
    [
        ("on October 14, 2024, in", None, "October 14, 2024", "2024-10-14"),
        ("from October 22-24 in", "2024", "October 22-24", "2024-10-22/2024-10-24"),
        ("the 22-24 October 2024 talks", None, "22-24 October 2024", "2024-10-22/2024-10-24"),
        ("on Nov. 9, 2024 ©", None, "Nov. 9, 2024", "2024-11-09"),
        ("in late 2023", None, "late 2023", "2023"),
        ("by early October", "2024-10", "early October", "2024-10"),
        ("by early October", None, "early October", None),
        ("on 2024-02-29", None, "2024-02-29", "2024-02-29"),
        ("on 28/10/2024", None, "28/10/2024", "2024-10-28"),
        ("on 10/28/2024", None, "10/28/2024", "2024-10-28"),
        ("since the 1990s", None, "1990s", "1990/1999"),
        ("in 2023-24", None, "2023-24", "2023/2024"),
        ("last Friday it", "2024-10-16", "last Friday", "2024-10-11"),
        ("on Tuesday", "2024-10-16", "Tuesday", "2024-10-15"),
        ("on Tuesday", "2024-10", "Tuesday", None),
        ("in December", "2025-01", "December", "2024-12"),
    ],
)  # fmt: skip
def test_a_date_is_found_whole_and_dated(
    text: str, period: str | None, span: str, value: str | None
) -> None:
    assert values(text, period) == [(span, value, None)]


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("earned $540 million from", "$540 million", 540e6, "USD"),
        ("(€1850) a month", "€1850", 1850, "EUR"),
        ("worth AU$1.9 billion in", "AU$1.9 billion", 1.9e9, "AUD"),
        ("some 300 billion rubles of", "300 billion rubles", 300e9, "RUB"),
        ("USD 5 million in", "USD 5 million", 5e6, "USD"),
        ("about 12,000 elite troops", "12,000", 12000, "troops"),
        ("has 1.3 million active soldiers", "1.3 million", 1.3e6, "soldiers"),
        ("a range of 300 kilometres", "300 kilometres", 300, "kilometres"),
        ("up 8% on the year", "8%", 8, "percent"),
        ("a total of 14 individuals", "14", 14, "individuals"),
        ("killed 47 Palestinians", "47", 47, "palestinians"),
        ("could rise to 100,000 over time", "100,000", 100000, None),
    ],
)
def test_an_amount_or_a_count_is_found_with_its_unit(
    text: str, span: str, value: float, unit: str | None
) -> None:
    assert values(text) == [(span, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "for 8 to 10 years", "a 30-day truce", "Article 5 talks", "the 75th anniversary", "at 10:30 he", "F-16 jets",
        "1025 Connecticut Ave NW", "G20 leaders", "Resolution 1701 says", "aged 45 and tired", "31/31/2024", "version 2.0 of it",
        "They may go.", "March on!",
    ],
)  # fmt: skip
def test_ages_durations_addresses_and_labels_are_no_values(text: str) -> None:
    assert values(text) == []


def test_one_telling_date_decides_which_comes_first_in_the_others() -> None:
    assert [value for _, value, _ in values("On 03/04/2024 and on 04/25/2024.")] == [
        "2024-03-04",
        "2024-04-25",
    ]
