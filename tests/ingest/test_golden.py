"""Documents come apart as hand-made descriptions say, by the score that others use too."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crankreader.ingest import parse
from crankreader.model import Issue, Item
from tests.ingest.reading import SHARED

ROOT = Path(__file__).parents[2]
LAYOUTS = [
    *sorted((Path(__file__).parent / "golden").glob("*.json")),
    *(
        path
        for folder in ("structure", "unseen", "third")
        for path in sorted((ROOT / "tests" / "golden" / folder).glob("*.json"))
    ),
]
GOLD = sorted((ROOT / "tests" / "golden" / "seeds").glob("*.json"))


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    path = SHARED / "tools" / "score_structure.py"
    if not path.exists():
        pytest.skip("../shared/tools is not here")
    spec = importlib.util.spec_from_file_location("score_structure", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_contract(issue: Issue) -> dict[str, Any]:
    names = ("kind", "publication", "title", "period", "date", "authors", "editors", "furniture")
    sections = [{"title": s.title, "items": [_item(i) for i in s.items]} for s in issue.sections]
    return {
        **{name: getattr(issue, name) for name in names},
        "fields": dict(issue.fields),
        "sections": sections,
    }


def _item(item: Item) -> dict[str, Any]:
    sources = [
        {"title": s.title, "authors": list(s.authors), "outlet": s.outlet, "url": s.url}
        for s in item.sources
    ]
    return {
        "title": item.title,
        "date": item.date,
        "paragraphs": list(item.paragraphs),
        "subheadings": [[heading.before, heading.title] for heading in item.subheadings],
        "captions": list(item.captions),
        "sources": sources,
        "related": [{"title": link.text, "url": link.url} for link in item.related],
    }


def _score(gold: Path, document: Path, scorer: ModuleType) -> tuple[float, Any, list[str]]:
    expected = json.loads(gold.read_text("utf-8"))
    found = as_contract(parse(document.read_bytes(), document.name))
    result, errors = scorer.score(expected, found, scorer.visible(document))
    return scorer.numbers(result)["overall"], result, errors


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_a_sample_is_read_as_its_description_says(gold: Path, scorer: ModuleType) -> None:
    document = ROOT / "seeds" / f"{gold.stem}.txt"
    overall, result, errors = _score(gold, document, scorer)
    assert overall >= 0.97, errors
    assert result["kind_ok"]


@pytest.mark.parametrize("gold", LAYOUTS, ids=lambda path: path.stem)
def test_an_invented_layout_is_read_as_its_description_says(gold: Path, scorer: ModuleType) -> None:
    overall, result, errors = _score(gold, gold.with_suffix(".txt"), scorer)
    assert overall >= 0.90, errors
    assert result["kind_ok"]
