"""Whole texts: the two marked here, and the five marked beside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crankreader.entities import recognise

from .marked import marked, strict_f1

SHARED = Path(__file__).parents[2].parent / "shared"
TYPES = {"country": "GPE"}


@pytest.mark.parametrize("name", ["sahel", "strait"])
def test_names_of_other_regions_and_years_are_found(name: str) -> None:
    text, right = marked(name)
    found = {(mention.start, mention.end, mention.type) for mention in recognise(text)}
    assert strict_f1(found, {(start, end, kind) for start, end, kind in right}) >= 0.9


def test_the_five_marked_documents_are_read_as_marked() -> None:
    gold = sorted((SHARED / "gold" / "entities").glob("*.json"))
    if not gold:
        pytest.skip("shared/gold/entities is not here")
    hits = total = 0
    for path in gold:
        document = json.loads(path.read_text("utf-8"))
        with (SHARED / "seeds" / document["file"]).open(encoding="utf-8", newline="") as file:
            text = file.read()
        right = {
            (m["start"], m["end"], m["type"]) for m in document["mentions"] if m["type"] != "IGNORE"
        }
        found = {(m.start, m.end, TYPES.get(m.type, m.type.upper())) for m in recognise(text)}
        hits += len(found & right)
        total += len(found) + len(right)
    assert 2 * hits / total >= 0.95
