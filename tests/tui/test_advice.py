"""Every failure has a way out."""

from __future__ import annotations

import re
from pathlib import Path

import crankreader
from crankreader.model import Report
from crankreader.settings import KEYS
from crankreader.tui.advice import ADVICE, IN_PART, NOBODYS, OF_FEEDS, OTHERWISE, advice

STAGES = "sniff|load|decode|convert|structure|store"
CODE = re.compile(rf'(?:Refused\(|path, |shown, |root, |stage, )"(?:{STAGES})",\s*"([a-z][a-z-]+)"')
FETCH_CODE = re.compile(r'FetchError\(\s*"([a-z-]+)"|: \("([a-z-]+)", "|code, said = "([a-z-]+)"')


def codes(room_pattern: re.Pattern[str], *rooms: str) -> set[str]:
    """Whatever the pattern captures in the modules of these rooms."""
    package = Path(crankreader.__file__).parent
    texts = [path.read_text("utf-8") for room in rooms for path in (package / room).rglob("*.py")]
    found = [one for text in texts for one in room_pattern.findall(text)]
    return {code for one in found for code in ((one,) if isinstance(one, str) else one) if code}


def test_every_code_of_the_parsers_has_its_advice() -> None:
    found = codes(CODE, "ingest", "library")
    assert {"empty", "not-text", "too-large"} <= found
    assert sorted(found - set(ADVICE)) == []


def test_every_code_of_the_web_has_its_advice() -> None:
    found = codes(FETCH_CODE, "fetch")
    assert {"absent", "no-host", "too-slow"} <= found
    assert sorted(found - set(OF_FEEDS)) == []


def test_the_same_code_means_something_else_on_the_web() -> None:
    here = advice(Report("/a", "failed", stage="load", code="absent"))
    there = advice(Report("https://example.org", "failed", stage="fetch", code="absent"))
    assert "path" in here
    assert "address" in there


def test_advice_is_one_or_two_short_sentences() -> None:
    for said in (*ADVICE.values(), *OF_FEEDS.values(), OTHERWISE):
        assert said[0].isupper()
        assert said.endswith(".")
        assert len(said) <= 110


def test_only_a_host_that_may_be_ones_own_is_to_be_allowed() -> None:
    one = Report("http://quay.example/", "failed", stage="fetch", code="not-public")
    own = "quay.example leads to this machine; fetch.allow can name it as allowed."
    assert "fetch.allow" in advice(one._replace(reason=own))
    assert advice(one._replace(reason="It leads to no place to fetch from.")) == NOBODYS


def test_every_setting_that_advice_names_exists() -> None:
    said = " ".join((*ADVICE.values(), *OF_FEEDS.values()))
    named = set(re.findall(r"\b[a-z]+\.[a-z_]+", said))
    assert {"limits.file_mb", "fetch.allow"} <= named
    assert sorted(named - {key.name for key in KEYS}) == []


def test_an_unknown_code_has_advice_and_what_came_in_partly_says_so() -> None:
    assert advice(Report("/a", "failed", code="never-heard-of")) == OTHERWISE
    assert advice(Report("/a", "partial", code="broken")).startswith(IN_PART)
