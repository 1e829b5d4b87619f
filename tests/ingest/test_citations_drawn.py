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

TESTS = Path(__file__).parents[1]
SAMPLES = {"sample": CORPORA, "own": TESTS}
"""Name of the judged brackets → where their documents stand: drawn from others', all of ours."""

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


def judged(sample: str) -> list[Judged]:
    path = TESTS / "golden" / "citations" / f"{sample}.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Judged(*row) for row in rows]


def recorded(items: Sequence[Item], words: str, bracket: str) -> frozenset[str]:
    """The outlets and addresses that an item has from the bracket which ended its text."""
    body = letters(words[: words.rindex(bracket)])
    inside = set(tokens(bracket))
    found: set[str] = set()
    for item in items:
        texts = [letters(part) for part in item.paragraphs]
        title = letters(item.title or "")
        is_titled = len(title) > 8 and title in body
        if not is_titled and not any(part.endswith(body[-TAIL:]) for part in (title, *texts)):
            continue
        named = [source.outlet or source.url or "" for source in item.sources]
        found |= {fold(name) for name in named if name and set(tokens(name)) <= inside}
    return frozenset(found)


def results(sample: str) -> Iterator[tuple[Judged, frozenset[str]]]:
    """Each bracket of the sample that is still there, with the outlets recorded for it."""
    by_document: dict[str, list[Judged]] = defaultdict(list)
    for one in judged(sample):
        by_document[one.document].append(one)
    for name, ones in by_document.items():
        path = SAMPLES[sample] / name
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
    sample = judged("sample")
    assert len({(one.document, one.digest) for one in sample}) == 200
    assert {one.judgement for one in sample} == {"citation", "none"}
    assert all(bool(one.outlets) == (one.judgement == "citation") for one in sample)


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_recorded_of_judged_brackets_is_right_and_nearly_all(sample: str) -> None:
    if not SAMPLES[sample].exists():
        pytest.skip("../shared is not here")
    found = list(results(sample))
    assert len(found) >= 0.97 * len(judged(sample))
    right = [one for one, outlets in found if outlets and outlets == one.outlets]
    wrong = [(one, set(outlets)) for one, outlets in found if outlets and outlets != one.outlets]
    missed = [one for one, outlets in found if one.outlets and outlets != one.outlets]
    assert len(right) >= 0.95 * (len(right) + len(wrong)), wrong
    assert len(right) >= 0.90 * (len(right) + len(missed)), missed
