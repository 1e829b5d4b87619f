"""The last word on each path."""

from __future__ import annotations

from crankreader.library import Library
from crankreader.model import Report


def test_a_report_of_trouble_stays_until_the_document_comes_in(library: Library) -> None:
    failed = Report("/a/\udcff", "failed", stage="decode", code="not-text", reason="No text.")
    library.reports.keep(failed)
    library.reports.keep(Report("/b", "failed"))
    library.reports.keep(Report("/b", "added", issue="i1"))
    assert library.reports.newest_first() == (failed,)


def test_a_trouble_can_be_forgotten_by_hand(library: Library) -> None:
    library.reports.keep(Report("/a/\udcff", "failed"))
    library.reports.keep(Report("/b", "partial"))
    assert len(library.reports) == 2
    assert library.reports.forget("/a/\udcff")
    assert not library.reports.forget("/a/\udcff")
    assert [report.path for report in library.reports.newest_first()] == ["/b"]


def test_one_member_of_a_file_can_be_forgotten_and_all_of_them(library: Library) -> None:
    for member in ("1", "2", "2x", None):
        library.reports.keep(Report("/box", "failed", member=member))
    library.reports.keep(Report("/box2", "failed", member="2"))
    assert library.reports.forget("/box", "2")
    left = {(report.path, report.member) for report in library.reports.newest_first()}
    assert left == {("/box", None), ("/box", "1"), ("/box", "2x"), ("/box2", "2")}
    assert library.reports.forget("/box")
    assert [report.path for report in library.reports.newest_first()] == ["/box2"]
