"""The forms in which a line names a title, its writer and its outlet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.outlets import is_dated, name_parts, outlet_score
from crankreader.ingest.references import reference

CITED = [
    ("The Salt Clerks, by Ana Reis — Ponto", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("The Salt Clerks (Ana Reis, Ponto)", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("The Salt Clerks by Ana Reis (Ponto)", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("The Salt Clerks | Ana Reis | Ponto", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("The Salt Clerks, Ana Reis, Ponto", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("[3] Ana Reis, “The Salt Clerks”, Ponto, 3 May 2025", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("“The Salt Clerks” - Ana Reis in Ponto", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("Ana Reis, The Salt Clerks (Ponto, 2025)", "The Salt Clerks", ("Ana Reis",), "Ponto"),
    ("Reis, A., & Lund, B., The Salt Clerks (Ponto, 2025)", "The Salt Clerks", ("A. Reis", "B. Lund"), "Ponto"),
    ("Port Council, “Annual letter”, 2 June 2025", "Annual letter", (), "Port Council"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "title", "authors", "outlet"), CITED)
def test_a_line_among_references_names_its_parts(
    line: str, title: str, authors: tuple[str, ...], outlet: str
) -> None:
    found = reference(line, among=True)
    assert found is not None
    assert (found.title, found.source.authors, found.source.outlet) == (title, authors, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "The ministry, said its spokesman, would not comment.",
        "Ministers meet in Valletta, again without a date",
        "14 April 2025, 15:00 — Seminar: Groundwater and borders, with Amina Diallo",
        "He came back from the war. Nobody asked (or wanted to know).",
    ],
)
def test_a_line_that_cites_nothing_is_no_reference(line: str) -> None:
    assert reference(line, among=False) is None


@pytest.mark.parametrize("part", ["2025", "March 18", "12 March", "3 May 2025", "p. 14", "Vol. 3"])
def test_dates_and_pages_are_never_outlets(part: str) -> None:
    assert is_dated(part)
    assert outlet_score(part) == 0


def test_a_list_is_split_outside_brackets_only() -> None:
    assert name_parts("Ponto (Lisbon, 2025), Reuters; AFP") == [
        "Ponto (Lisbon, 2025)",
        "Reuters",
        "AFP",
    ]


def test_an_and_parts_outlets_but_not_one_name() -> None:
    assert name_parts("Clarín and La Diaria") == ["Clarín", "La Diaria"]
    assert name_parts("Ministry of Health and Welfare") == ["Ministry of Health and Welfare"]


@given(st.text(alphabet='AbC de,.;:()[]“”"—-|0123/', max_size=120), st.booleans())
def test_whatever_stands_in_a_line_a_reference_has_a_title(line: str, among: bool) -> None:
    found = reference(line, among=among)
    assert found is None or found.title.strip()
