"""Who wrote an article, and when, is read off the lines below its headline."""

from __future__ import annotations

import pytest

from crankreader.ingest import parse
from crankreader.ingest.blocks import Block
from crankreader.ingest.signatures import is_office_line, published, signature_at


def _blocks(*lines: str) -> list[Block]:
    return [Block("paragraph", line, (line,)) for line in lines]


@pytest.mark.parametrize(
    ("lines", "authors", "date", "taken"),
    [
        (("By Ada Nielsen", "The harbour was shut."), ("Ada Nielsen",), None, 1),
        (("Ada Nielsen", "Harbour correspondent", "3 May 2025"), ("Ada Nielsen",), "2025-05-03", 3),
        (
            ("Ada Nielsen and Bo Lund", "Published 3 May 2025, 08:15", "Updated 4 May 2025, 09:00"),
            ("Ada Nielsen", "Bo Lund"),
            "2025-05-03",
            3,
        ),
        (
            ("By Ada Nielsen", "Senior Fellow, Ports and Trade, Harbour Institute", "May 3, 2025"),
            ("Ada Nielsen",),
            "2025-05-03",
            3,
        ),
        (
            ("By Ada Nielsen", "Reporter", "By Bo Lund", "Analyst", "Share", "3 May 2025"),
            ("Ada Nielsen", "Bo Lund"),
            "2025-05-03",
            6,
        ),
        (("Published", "on", "3 May 2025"), (), None, 0),
        (("Published on 3 May 2025 at 8.15 a.m. CET",), (), "2025-05-03", 1),
        (
            ("By ADA VAN DER MEER | 3 May 2025", "4 min read"),
            ("Ada van der Meer",),
            "2025-05-03",
            1,
        ),
        (("Posted on 3 May 2025 by Ada Nielsen",), ("Ada Nielsen",), "2025-05-03", 1),
        (("By Ada Nielsen", "ada@harbour.example"), ("Ada Nielsen",), None, 2),
        (
            ("Ada Nielsen", "Ada Nielsen is a former deputy minister", "Tue 3 Jun 2025 05.00 CEST"),
            ("Ada Nielsen",),
            "2025-06-03",
            3,
        ),
        (("By our harbour staff", "3 May 2025"), (), "2025-05-03", 2),
        (("Veröffentlicht am 3. Mai 2025 um 08:15 Uhr",), (), "2025-05-03", 1),
    ],
)
def test_a_signature_is_read(
    lines: tuple[str, ...], authors: tuple[str, ...], date: str | None, taken: int
) -> None:
    signed = signature_at(_blocks(*lines), 0, True)
    if not taken:
        assert signed is None
        return
    assert signed is not None
    assert (signed.authors, signed.date, signed.end) == (authors, date, taken)


@pytest.mark.parametrize(
    "lines",
    [
        ("Ada Nielsen", "The harbour was shut on Friday."),
        ("3 May 2025", "The harbour was shut."),
        ("On 3 May 2025 the harbour was shut.",),
        ("Share", "Copy link"),
        ("Published by the harbour office",),
        ("Harbour correspondent", "3 May 2025"),
    ],
)
def test_other_lines_are_no_signature(lines: tuple[str, ...]) -> None:
    assert signature_at(_blocks(*lines), 0, True) is None


def test_only_lines_of_publication_date_one() -> None:
    assert published("Last updated: Tuesday, 3 May 2025, 08:15 GMT", True) == "2025-05-03"
    assert published("Talks on 3 May 2025 failed", True) is None
    assert published("3 May", True) is None


def test_an_office_is_told_from_a_sentence() -> None:
    assert is_office_line("Defence and security correspondent")
    assert not is_office_line("The correspondent left the harbour before the storm came in.")
    assert not is_office_line("Harbour news")


def test_a_text_that_nobody_signs_by_name_has_no_reason_for_its_authors() -> None:
    text = (
        "The Quay Times\nMenu\nSign in\n\nFerries stay in port for a third week\n"
        "By our harbour staff\n3 May 2025\n\nShare\nCopy link\n\n"
        "The crews refused a raise of 4 percent on Friday, and the owners left the room at noon.\n"
    )
    issue = parse(text.encode(), "quay.txt")
    assert (issue.authors, issue.date) == ((), "2025-05-03")
    assert not [reason for reason in issue.reasons if reason.of.endswith("authors")]
