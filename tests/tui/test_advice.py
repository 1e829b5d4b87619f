"""Every failure has a way out."""

from __future__ import annotations

import re
from pathlib import Path

import crankreader
from crankreader.model import Report
from crankreader.tui.advice import ADVICE, IN_PART, OTHERWISE, advice

ROOMS = ("ingest", "fetch", "reader", "library")
STAGES = "sniff|load|decode|convert|structure|store|fetch"
CODE = re.compile(rf'"(?:{STAGES})",\s*"([a-z][a-z-]+)"')


def codes_of_the_source() -> set[str]:
    """The codes that stand behind a stage in `Refused(…)` and `Failure(…)`."""
    package = Path(crankreader.__file__).parent
    files = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    return {code for path in files for code in CODE.findall(path.read_text("utf-8"))}


def test_every_code_of_the_source_has_its_advice() -> None:
    codes = codes_of_the_source()
    assert {"empty", "not-text", "too-large"} <= codes
    assert sorted(codes - set(ADVICE)) == []


def test_advice_is_one_or_two_short_sentences() -> None:
    for said in (*ADVICE.values(), OTHERWISE):
        assert said[0].isupper()
        assert said.endswith(".")
        assert len(said) <= 110


def test_an_unknown_code_has_advice_and_what_came_in_partly_says_so() -> None:
    assert advice(Report("/a", "failed", code="never-heard-of")) == OTHERWISE
    assert advice(Report("/a", "partial", code="broken")).startswith(IN_PART)
