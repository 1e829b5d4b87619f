"""Of brackets drawn from real letters and judged by hand, the outlets are recorded, and no others."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from crankreader.ingest import formats
from crankreader.ingest.words import fold, tokens
from crankreader.model import Item, Parsed
from tests.golden.citations.draw import CORPORA, blocks_of, closing_bracket, digest, letters

SAMPLE = Path(__file__).parents[1] / "golden" / "citations" / "sample.tsv"
TAIL = 120


class Judged(NamedTuple):
    document: str
    digest: str
    bracket: str
    judgement: str
    sources: str

    @property
    def outlets(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.sources.split("; ") if name)


def judged() -> list[Judged]:
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Judged(*row) for row in rows]


def recorded(items: Sequence[Item], words: str, bracket: str) -> frozenset[str]:
    """The outlets that an item has from the bracket which ended its text."""
    body = letters(words[: words.rindex(bracket)])[-TAIL:]
    inside = set(tokens(bracket))
    found: set[str] = set()
    for item in items:
        texts = [letters(part) for part in (item.title or "", *item.paragraphs)]
        if not any(part.endswith(body) for part in texts):
            continue
        named = [source.outlet for source in item.sources if source.outlet]
        found |= {fold(name) for name in named if set(tokens(name)) <= inside}
    return frozenset(found)


def results() -> Iterator[tuple[Judged, frozenset[str]]]:
    """Each bracket of the sample that is still there, with the outlets recorded for it."""
    by_document: dict[str, list[Judged]] = defaultdict(list)
    for one in judged():
        by_document[one.document].append(one)
    for name, ones in by_document.items():
        path = CORPORA / name
        words = {digest(block.text): block.text for block in blocks_of(path)}
        items = [
            item
            for outcome in formats.documents(path.read_bytes(), path.name)
            if isinstance(outcome, Parsed)
            for item in outcome.issue.items
        ]
        for one in ones:
            text = words.get(one.digest)
            bracket = closing_bracket(text) if text is not None else None
            if text is not None and bracket is not None:
                yield one, recorded(items, text, bracket)


def test_the_sample_is_two_hundred_brackets_each_judged() -> None:
    sample = judged()
    assert len({(one.document, one.digest) for one in sample}) == 200
    assert {one.judgement for one in sample} == {"citation", "none"}
    assert all(bool(one.outlets) == (one.judgement == "citation") for one in sample)


def test_what_is_recorded_of_drawn_brackets_is_right_and_nearly_all() -> None:
    if not CORPORA.exists():
        pytest.skip("../shared is not here")
    found = list(results())
    assert len(found) >= 195
    right = [one for one, outlets in found if outlets and outlets == one.outlets]
    wrong = [(one, set(outlets)) for one, outlets in found if outlets and outlets != one.outlets]
    missed = [one for one, outlets in found if one.outlets and outlets != one.outlets]
    assert len(right) >= 0.95 * (len(right) + len(wrong)), wrong
    assert len(right) >= 0.90 * (len(right) + len(missed)), missed
