"""Documents of every format come apart as hand-made descriptions say, each above its floor.

`pytest -rP` shows what each one scores, and what it lacks.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crankreader import cli
from tests.ingest.reading import SHARED

GOLDEN = Path(__file__).parents[1] / "golden"
FOLDERS = (
    "formats",
    "second",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
)
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

FLOORS = {
    "formats/01-black-sea-daily.txt": 0.98,
    "formats/02-central-asia-note.txt": 0.98,
    "formats/03-presseschau-donau.txt": 0.98,
    "formats/04-cable-and-current.md": 0.98,
    "formats/05-treaty-watcher.md": 0.98,
    "formats/06-plata-basin.eml": 0.98,
    "formats/07-slow-borders.eml": 0.98,
    "formats/08-tidewater-register.html": 0.98,
    "formats/09-lusophone-fortnight.html": 0.98,
    "formats/10-quiet-straits.atom": 0.98,
    "second/01-sanctions-docket.txt": 0.98,
    "second/02-lower-mekong-summary.txt": 0.98,
    "second/03-veille-sahel.txt": 0.91,
    "second/04-halvorsen-letter.txt": 0.98,
    "second/05-2024-08-11-weekly-links.md": 0.98,
    "second/06-this-week-in-orbit.md": 0.98,
    "second/07-the-corridor.eml": 0.97,
    "second/08-low-water.eml": 0.98,
    "second/09-this-week-in-the-gulf.html": 0.96,
    "second/10-harmattan-post.rss": 0.98,
    "fourth/01-lode-and-leverage.txt": 0.98,
    "fourth/02-horn-press-review.txt": 0.94,
    "fourth/03-kordofan-log.txt": 0.86,
    "fourth/04-windward-courier-page.txt": 0.98,
    "fourth/05-puentes-boletin.txt": 0.86,
    "fourth/06-chokepoints-june.md": 0.98,
    "fourth/07-country-risk-briefing.eml": 0.98,
    "fourth/08-headwaters-desk.json": 0.92,
    "fifth/01-indian-ocean-review.txt": 0.98,
    "fifth/02-grid-and-pipeline.txt": 0.96,
    "fifth/03-cabo-delgado-brief.txt": 0.98,
    "fifth/04-adriatic-gazette-page.txt": 0.98,
    "fifth/05-chips-and-rules.txt": 0.98,
    "fifth/06-polar-silk-essay.txt": 0.98,
    "fifth/07-food-and-conflict.md": 0.98,
    "fifth/08-pacific-islands-monitor.eml": 0.98,
    "sixth/01-harcourt-review.txt": 0.98,
    "sixth/02-northern-ledger-page.txt": 0.98,
    "sixth/03-water-brief.txt": 0.98,
    "sixth/04-essay-vaccines.txt": 0.98,
    "sixth/05-morning-roundup.txt": 0.98,
    "sixth/06-carbon-weekly.md": 0.98,
    "sixth/07-parallel-magazine.md": 0.97,
    "sixth/08-clean-ports.eml": 0.98,
    "sixth/09-monsoon-letter.eml": 0.98,
    "sixth/10-cyber-issue.html": 0.98,
    "seventh/01-caspian-letter.txt": 0.98,
    "seventh/02-outbreak-week.txt": 0.98,
    "seventh/03-politics-page.txt": 0.98,
    "seventh/04-maritime-log.txt": 0.98,
    "seventh/05-interview.txt": 0.98,
    "seventh/06-silicon-digest.md": 0.98,
    "seventh/07-policy-brief.md": 0.95,
    "seventh/08-freight-lines.eml": 0.98,
    "seventh/09-river-states.eml": 0.95,
    "seventh/10-delta-bulletin.html": 0.98,
    "eighth/01-horn-review.txt": 0.98,
    "eighth/02-cable-essay.txt": 0.98,
    "eighth/03-visayas-page.txt": 0.98,
    "eighth/04-arica-brief.txt": 0.96,
    "eighth/05-water-weekly.txt": 0.98,
    "eighth/06-grid-dispatch.md": 0.98,
    "eighth/07-outbreak-desk.eml": 0.98,
    "eighth/08-straits-list.eml": 0.98,
    "eighth/09-tariff-table.html": 0.98,
    "eighth/10-press-review.txt": 0.86,
    "ninth/01-ballast-substack.txt": 0.98,
    "ninth/02-india-gulf-events.txt": 0.98,
    "ninth/03-morning-ledger.txt": 0.98,
    "ninth/04-meridian-page.txt": 0.98,
    "ninth/05-sudan-monitor.txt": 0.98,
    "ninth/06-grid-weekly.md": 0.98,
    "ninth/07-fever-chart.eml": 0.98,
    "ninth/08-undersea-digest.eml": 0.97,
    "ninth/09-harbour-roundup.html": 0.97,
    "ninth/10-oped.txt": 0.98,
    "tenth/01-sahel-ledger.txt": 0.98,
    "tenth/02-southern-cone-review.txt": 0.97,
    "tenth/03-teesta-essay.txt": 0.98,
    "tenth/04-atacama-page.txt": 0.98,
    "tenth/05-lakes-tribune.txt": 0.98,
    "tenth/06-essequibo-brief.txt": 0.98,
    "tenth/07-bosuns-brief.txt": 0.98,
    "tenth/08-grid-and-gas.md": 0.98,
    "tenth/09-sentinel-ward.eml": 0.98,
    "tenth/10-ballot-digest.eml": 0.98,
    "tenth/11-meltwater.html": 0.98,
    "tenth/12-presseschau.html": 0.98,
    "eleventh/01-slow-water.txt": 0.72,
    "eleventh/02-grid-commentary.txt": 0.78,
    "eleventh/03-harbour-gazette.txt": 0.84,
    "eleventh/04-sitrep.txt": 0.88,
    "eleventh/05-patch-tuesdayish.txt": 0.7,
    "eleventh/06-field-freezer.eml": 0.98,
    "eleventh/07-cable-tide.eml": 0.98,
    "eleventh/08-carbon-digest.html": 0.92,
}
"""What each document must at least score; a feed: the mean of its entries."""


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


def _described(name: str) -> list[dict[str, Any]]:
    """A description for each document in the file: a feed has several."""
    gold = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return list(gold.get("documents", [gold]))


def _visible(document: Path, scorer: ModuleType) -> list[list[str]]:
    """For each document in the file, the texts that a person may see: a mail has two."""
    if document.suffix == ".json":
        feed = json.loads(document.read_text("utf-8"))
        return [[_json_text(entry, scorer)] for entry in feed["items"]]
    if document.suffix not in (".atom", ".rss"):
        return [scorer.visible(document)]
    entries = [e for name in (f"{ATOM}entry", "item") for e in ET.parse(document).iter(name)]
    return [[_entry_text(entry, scorer)] for entry in entries]


def _json_text(entry: dict[str, Any], scorer: ModuleType) -> str:
    html = entry.get("content_html")
    text = scorer.strip_html(html) if html else entry["content_text"]
    return "\n".join((entry.get("title") or "", entry.get("summary") or "", text))


def _entry_text(entry: ET.Element, scorer: ModuleType) -> str:
    title = next(entry.findtext(name) for name in (f"{ATOM}title", "title") if entry.findtext(name))
    bodies = (f"{ATOM}content", CONTENT, "description")
    body = next(found for name in bodies if (found := entry.find(name)) is not None)
    return f"{title}\n{scorer.strip_html(''.join(body.itertext()))}"


def _found(
    expected: dict[str, Any], parsed: list[dict[str, Any]], scorer: ModuleType
) -> dict[str, Any]:
    """The document that is described: of several, the one whose title says so."""
    alike = [one for one in parsed if len(parsed) == 1 or one["title"] == expected["title"]]
    return alike[0] if alike else dict(scorer.EMPTY)


def _unfound_links(
    expected: dict[str, Any], found: dict[str, Any], scorer: ModuleType
) -> list[str]:
    """The links within prose that no item of the parse has."""
    items = [item for section in found["sections"] for item in section["items"]]
    urls = {scorer.url(link["url"]) for i in items for link in (*i["links"], *i["sources"])}
    wanted = [k for s in expected["sections"] for i in s["items"] for k in i.get("links", [])]
    return [link["url"] for link in wanted if scorer.url(link["url"]) not in urls]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_document_is_read_as_its_description_says(
    name: str, scorer: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = GOLDEN / name
    cli.run(["--data-dir", str(tmp_path), "parse", "--json", str(document)])
    out, error = capsys.readouterr()
    assert out, error
    parsed = json.loads(out)
    described = _described(name)
    scores, notes = [], [str(failure) for failure in parsed["failed"]]
    for expected, texts in zip(described, _visible(document, scorer), strict=True):
        found = _found(expected, parsed["documents"], scorer)
        result, errors = scorer.score(expected, found, texts)
        scores.append(scorer.numbers(result)["overall"] if found["sections"] else 0.0)
        notes.append(f"{expected['title'] or expected['publication']}: {scores[-1]:.3f}")
        notes += errors
        notes += [f"link missing: {url}" for url in _unfound_links(expected, found, scorer)]
        for key in ("title_ok", "kind_ok"):
            if not result[key]:
                notes.append(f"{key}: {found.get(key.removesuffix('_ok'))!r}")
        if found.get("language") != expected["language"]:
            notes.append(f"language: {found.get('language')!r}")
    mean = sum(scores) / len(scores)
    sys.stdout.write("\n".join([f"{name:32}{mean:7.3f}", *notes, ""]))
    assert mean >= FLOORS[name], "\n".join(notes)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_document_has_a_description_and_a_floor(folder: str) -> None:
    there = GOLDEN / folder
    described = {path.name.removesuffix(".json") for path in there.glob("*.*.json")}
    documents = {path.name for path in there.iterdir()} - {f"{name}.json" for name in described}
    assert {f"{folder}/{name}" for name in documents} == {
        name for name in FLOORS if name.startswith(f"{folder}/")
    }
    assert documents == described
