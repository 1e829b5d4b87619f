"""The samples travel: in the wheel, and from a checkout that is installed as it stands."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from crankreader.settings import load

ROOT = Path(__file__).parents[1]
SEEDS = sorted(path.name for path in (ROOT / "seeds").iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` would make."""
    out = tmp_path_factory.mktemp("wheel")
    build = (
        "import os, sys; os.chdir(sys.argv[1]); "
        "from hatchling.build import build_wheel; print(build_wheel(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", build, str(ROOT), str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_carries_samples_looks_and_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert [n for n in SEEDS if f"crankreader/seeds/{n}" not in names] == []
    assert "crankreader/tui/styles/app.tcss" in names
    assert "crankreader/entities/data/names.txt" in names
    assert not [n for n in names if n.startswith("tests/")]


def test_an_installed_wheel_finds_its_samples(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    code = "from crankreader.settings import load; print(load(data_dir='x').samples_dir)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, 'site'); {code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = tmp_path / done.stdout.strip()
    assert sorted(path.name for path in found.iterdir()) == SEEDS
    assert found.is_relative_to(tmp_path / "site")


def test_a_checkout_finds_its_samples(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path, environ={})
    assert settings.samples_dir == ROOT / "seeds"
