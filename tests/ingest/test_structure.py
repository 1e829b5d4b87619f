"""Documents of many layouts come apart as their editors put them together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import Refused, parse
from crankreader.model import Issue
from tests.ingest.reading import SHARED, lost_words, outline

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.txt"))
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_a_layout_is_read_as_its_outline_says(path: Path) -> None:
    issue = parse(path.read_bytes(), path.name)
    assert outline(issue) == path.with_suffix(".outline").read_text("utf-8")


@pytest.mark.parametrize("path", [*LAYOUTS, *SEEDS], ids=lambda path: path.stem)
def test_no_word_of_a_document_is_lost(path: Path) -> None:
    issue = parse(path.read_bytes(), path.name)
    assert lost_words(path.read_text("utf-8"), issue) == Counter()


@pytest.mark.parametrize("folder", ["corpora/txt", "seeds"])
def test_no_word_of_the_shared_documents_is_lost(folder: str) -> None:
    paths = sorted((SHARED / folder).rglob("*.txt"))
    if not paths:
        pytest.skip(f"../shared/{folder} is not here")
    for path in paths:
        raw = path.read_bytes()
        issue = parse(raw, path.name)
        if issue.format != "text":
            continue  # a mail that was saved under another name
        encoding = "cp1252" if issue.warnings else "utf-8"
        assert lost_words(raw.decode(encoding, "replace"), issue) == Counter(), path.name


WORDS = [
    "Kazan",
    "summit",
    "the",
    "of",
    "12",
    "North",
    "said",
    "Reuters",
    "und",
    "2024",
    "x_y",
    "é",
]
SHAPES = [
    "{}",
    "{}.",
    "{}:",
    "{}?",
    "- {}",
    "1. {}",
    "({})",
    "{} (Reuters)",
    "{}. (AP, Kyodo News)",
    "By {}",
    "Source: {}",
    "Date: 3 May 2024 {}",
    "# {}",
    "=== {} ===",
    "**{}**",
    "{} © Agency",
    "© {}",
    "READ THIS: {} and more of it",
    "https://example.org/{}.",
    "> {}",
    "    {}",
    "Unsubscribe {}",
    "On 12/10/2024, {}",
    "1.",
    "------",
    "_____",
    "In this issue:",
    "Published",
    "Share this",
    "",
    "",
    "",
]


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    for _ in range(draw(st.integers(1, 30))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20))
        lines.append(draw(st.sampled_from(SHAPES)).format(" ".join(words)))
    return "\n".join(lines)


def parsed(raw: bytes, codes: set[str]) -> Issue | None:
    """The issue, or None when the document is refused with one of the codes."""
    try:
        return parse(raw, "any.txt")
    except Refused as refused:
        if refused.code not in codes:
            raise
        return None


@given(documents())
def test_no_word_of_a_made_up_document_is_lost(document: str) -> None:
    issue = parsed(document.encode(), {"empty"})
    assert issue is None or lost_words(document, issue) == Counter()


@given(st.text(max_size=400))
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    issue = parsed(raw, {"empty", "not-text", "unsupported"})
    if issue is not None and not issue.warnings:
        assert lost_words(raw.decode("utf-8").removeprefix("\ufeff"), issue) == Counter()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    parsed(raw, {"empty", "not-text", "unsupported"})


@given(documents())
def test_the_same_document_is_always_read_the_same_way(document: str) -> None:
    try:
        first = parse(document.encode(), "a.txt")
    except Refused:
        return
    assert parse(document.encode(), "a.txt") == first


def test_every_derived_value_says_why() -> None:
    path = next(path for path in LAYOUTS if path.stem == "feature")
    issue = parse(path.read_bytes(), path.name)
    explained = {reason.of for reason in issue.reasons}
    assert {"title", "sections[0].items[0].authors", "sections[0].items[0].sources"} <= explained
    assert all(reason.why and 0 <= reason.confidence <= 1 for reason in issue.reasons)


def test_a_month_in_a_heading_takes_its_year_from_the_copyright_line() -> None:
    text = (
        "Pontic Review is a quarterly digest of news from the Black Sea.\n\n"
        "August Overview\n\nGrain ships sail again from Odesa under escort\n\n"
        "Eleven ships left the port in one week, more than in the whole month before it. Their "
        "insurers asked for twice the premium of July, and got it.\n\n"
        "Copyright © 2023 Pontic House, all rights reserved.\n"
    )
    issue = parse(text.encode(), "a.txt")
    assert (issue.publication, issue.period, issue.date) == ("Pontic Review", "2023-08", None)
    assert issue.display_title == "Pontic Review — August 2023"


def test_what_a_document_does_not_say_stays_unknown() -> None:
    issue = parse(b"Nothing much was said about the harbour by anyone at all on that day.", "a.txt")
    assert (issue.publication, issue.title, issue.period, issue.date) == (None, None, None, None)
    assert issue.authors == ()
    assert issue.items[0].title is None


def test_more_paragraphs_than_anybody_writes_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        parse(b"A line.\n\n" * 50_001, "long.txt")
    assert (refused.value.stage, refused.value.code) == ("convert", "too-many-blocks")
