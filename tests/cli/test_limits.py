"""What a config file says about how much a document may have holds wherever documents are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.feeds import rss
from tests.test_cli import Shell


@pytest.fixture
def feed(tmp_path: Path) -> str:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss("Tides", "ebb", "flood", "slack"))
    return str(path)


def shell_with(limits: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    home = tmp_path / "data"
    home.mkdir()
    (home / "config.toml").write_text(f"[limits]\n{limits}\n", encoding="utf-8")
    return Shell(home, capsys)


@pytest.mark.parametrize("command", ["parse", "add"])
def test_documents_are_read_within_the_limits_that_are_set(
    command: str, feed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = shell_with("entries = 2", tmp_path, capsys)
    code, document = shell.json(command, feed)
    assert code == 1
    told = document["failed" if command == "parse" else "documents"]
    assert "too-many-entries" in {each["code"] for each in told}


def test_a_setting_is_shown_in_the_unit_of_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = shell_with("memory_mb = 512", tmp_path, capsys)
    _, document = shell.json("config")
    assert document["values"]["limits.memory_mb"] == 512
    assert document["values"]["limits.file_mb"] == 64
