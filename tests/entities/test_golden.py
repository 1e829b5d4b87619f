"""Names, dates and sums are found as marked by hand, by the score that others use too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCORER = ROOT.parent / "shared" / "tools" / "score_entities.py"
FOLDERS = ["tests/golden/entities", "tests/golden/unseen/entities"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_marked_texts_are_read_as_marked(folder: str) -> None:
    if not SCORER.exists():
        pytest.skip("../shared/tools is not here")
    done = subprocess.run(
        [
            sys.executable,
            str(SCORER),
            "--gold",
            folder,
            "--docs",
            folder,
            "--cmd",
            f"{sys.executable} -m crankreader",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    last = done.stdout.strip().splitlines()[-1].split()
    figures = dict(zip(last[::2], map(float, last[1::2]), strict=True))
    assert figures["strict"] >= 0.9
    assert figures["normalised"] >= 0.97
