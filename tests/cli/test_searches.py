"""Saved searches, listed with what they find."""

from __future__ import annotations

from pathlib import Path

import pytest

from crankreader.reader import Reader
from crankreader.settings import load
from tests.papers import DIGEST
from tests.test_cli import Shell


def test_saved_searches_are_listed_with_what_they_find(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path / "home", capsys)
    (tmp_path / "digest.txt").write_text(DIGEST, encoding="utf-8")
    assert shell("add", str(tmp_path / "digest.txt"))[0] == 0
    assert shell.json("list", "searches") == (1, {"searches": [], "total": 0})
    reader = Reader.open(load(data_dir=shell.home, environ={}))
    reader.save_search("Grain", "odesa grain")
    reader.save_search("wrong", "odesa is:odd")
    reader.close()
    shell("mark", "--read", "odesa")
    code, listed = shell.json("list", "searches")
    grain = {"id": "Grain", "name": "Grain", "query": "odesa grain", "unread": 0, "total": 1}
    wrong = {"id": "wrong", "name": "wrong", "query": "odesa is:odd", "unread": None, "total": None}
    assert (code, listed) == (0, {"searches": [grain, wrong], "total": 2})
    assert shell.json("list", "searches", "grain")[1]["searches"] == [grain]
    assert shell("list", "searches")[1] == "Grain\todesa grain\t0\t1\nwrong\todesa is:odd\t\t\n"
