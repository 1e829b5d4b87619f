"""Names, dates and sums are found as marked by hand, by the score that others use too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCORER = ROOT.parent / "shared" / "tools" / "score_entities.py"
FLOORS = {
    "tests/golden/entities": (0.97, 0.97),
    "tests/golden/unseen/entities": (0.96, 0.95),
    "tests/golden/written": (0.95, 0.93),
}
"""(strict, the right entity too) of each folder; what a change costs must not go unseen."""


def score(*options: str) -> dict[str, float]:
    """The figures of the scorer's last line, by name."""
    if not SCORER.exists():
        pytest.skip("../shared/tools is not here")
    done = subprocess.run(
        [sys.executable, str(SCORER), *options, "--cmd", f"{sys.executable} -m crankreader"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    last = done.stdout.strip().splitlines()[-1].split()
    return dict(zip(last[::2], map(float, last[1::2]), strict=True))


@pytest.mark.parametrize("folder", FLOORS)
def test_marked_texts_are_read_as_marked(folder: str) -> None:
    figures = score("--gold", folder, "--docs", folder)
    strict, right = FLOORS[folder]
    assert figures["strict"] >= strict
    assert figures["nel"] >= right
    assert figures["value_spans"] >= 0.96
    assert figures["normalised"] >= 0.99


def test_the_five_source_documents_are_read_as_marked() -> None:
    figures = score()
    wanted = {
        "strict": 0.985,
        "partial": 0.99,
        "nel": 0.98,
        "value_spans": 0.99,
        "normalised": 0.98,
        "link": 0.99,
    }
    assert {name: figures[name] for name in wanted if figures[name] < wanted[name]} == {}
