"""What most tests start from: settings in a directory of their own, and a reader opened on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from crankreader.reader import Reader
from crankreader.settings import Settings, load
from tests.papers import write_papers

hypothesis_settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("quick")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(data_dir=tmp_path / "data", environ={})


@pytest.fixture
def reader(settings: Settings) -> Iterator[Reader]:
    opened = Reader.open(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library made once, to be copied: its `data`, and the `papers` it was made of."""
    home = tmp_path_factory.mktemp("kept")
    papers = write_papers(home / "papers")
    reader = Reader.open(load(data_dir=home / "data", environ={}))
    assert [report.status for report in reader.add([str(papers)])] == ["added", "added"]
    reader.close()
    return home
