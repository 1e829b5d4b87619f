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
