"""What is told while documents come in: how far it is, and what stays when it is broken off."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.cli.printing import Output
from crankreader.model import Report
from crankreader.reader import Reader
from tests.papers import ARTICLE, DIGEST
from tests.test_cli import Shell


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "home", capsys)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "digest.txt").write_text(DIGEST, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


class Terminal(io.StringIO):
    """Standard error before a person."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class PlainTerminal(Terminal):
    encoding = "ascii"


def test_the_first_line_says_how_many_there_are(shell: Shell, papers: Path) -> None:
    _, out = shell("add", "--report-lines", str(papers))
    first, *others = [json.loads(line) for line in out.splitlines()]
    assert first == {"total": 2}
    assert len(others) == 2


@pytest.mark.parametrize(("terminal", "full"), [(Terminal, "█"), (PlainTerminal, "#")])
def test_a_person_sees_a_bar(
    monkeypatch: pytest.MonkeyPatch, terminal: type[Terminal], full: str
) -> None:
    seen = terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    output = Output()
    output.progress("1 of 4", 0.25)
    output.end_progress()
    assert f"{full * 5}" in seen.getvalue()
    assert f"{full * 6}" not in seen.getvalue()
    assert "1 of 4" in seen.getvalue()


def test_what_came_in_before_an_interrupt_stays_and_is_told(
    shell: Shell, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Reader.add

    def interrupted(reader: Reader, paths: list[str], **more: object) -> Iterator[Report]:
        yield next(iter(add(reader, paths)))  # type: ignore[misc]
        raise KeyboardInterrupt

    monkeypatch.setattr(Reader, "add", interrupted)
    code, _ = shell("add", str(papers))
    assert code == 130
    assert "Interrupted. Looked at 1 document: 1 added." in shell.error
    monkeypatch.undo()
    code, found = shell.json("list", "issues")
    assert found["total"] == 1


def test_the_doctor_tries_documents_again(shell: Shell, papers: Path) -> None:
    shell("add", str(papers))
    code, out = shell("doctor")
    assert code == 0
    assert "1 document could not be read" in out
    shell("doctor", "--retry")
    assert "1 document still cannot be read" in shell.error
    (papers / "empty.txt").write_text(ARTICLE, encoding="utf-8")
    code, out = shell("doctor", "--retry")
    assert code == 0
    assert "Everything could be read" in shell.error
    assert "everything that was added could be read" in out
    shell("doctor", "--retry")
    assert "Nothing was left unread" in shell.error


def test_who_is_told_to_end_makes_an_act_of_what_came_in(shell: Shell, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(300):
        text = f"The ferry number {number} sails on Monday, its owners said.\n"
        (letters / f"{number:03}.txt").write_text(text, encoding="utf-8")
    words = ["-m", "crankreader", f"--data-dir={shell.home}", "add", "--report-lines", str(letters)]
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE) as adding:
        assert adding.stdout is not None
        for _ in range(4):
            adding.stdout.readline()
        adding.terminate()
        rest = adding.stdout.read()
    assert adding.returncode == 130
    came = shell.json("list", "issues")[1]["total"]
    assert 3 <= came < 300
    assert came <= 3 + len(rest.splitlines()) + 1
    assert shell.json("undo") == (0, {"undone": f"added {came} documents", "changed": came})
    assert shell.json("list", "issues")[1]["total"] == 0
