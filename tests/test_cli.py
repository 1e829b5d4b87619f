"""The command line: shapes, exit codes, and what it must not import or leave behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crankreader import cli
from crankreader.cli.arguments import UsageError, split_globals
from crankreader.cli.commands import COMMANDS
from crankreader.cli.parsing import parse
from tests.papers import ARTICLE, write_papers

ISSUE_ID = re.compile("i[a-z2-7]{16}")
ITEM_ID = re.compile("t[a-z2-7]{16}")


class Shell:
    """Runs commands on one data directory and reads what they say."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys
        self.error = ""

    def __call__(self, *words: str) -> tuple[int, str]:
        self._capsys.readouterr()
        code = cli.run(["--data-dir", str(self.home), *words])
        out, self.error = self._capsys.readouterr()
        return code, out

    def json(self, *words: str) -> tuple[int, Any]:
        code, out = self(*words, "--json")
        return code, json.loads(out)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "home", capsys)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return write_papers(tmp_path / "papers")


@pytest.fixture
def full(shell: Shell, kept: Path) -> Shell:
    """On a copy of the library that was made once."""
    shutil.copytree(kept / "data", shell.home)
    return shell


def run_process(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crankreader", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


def first_item(full: Shell) -> str:
    _, listed = full.json("list", "items")
    return str(listed["items"][0]["id"])


# The words of a command line.


@pytest.mark.parametrize(
    "words",
    [
        ["--data-dir", "here", "search", "x", "--config", "there"],
        ["search", "--data-dir=here", "--config=there", "x"],
        ["search", "x", "--config", "there", "--data-dir", "here"],
    ],
)
def test_global_options_stand_anywhere(words: list[str]) -> None:
    assert split_globals(words) == (
        {"--data-dir": "here", "--config": "there"},
        ["search", "x"],
    )


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["-putin"], ["-putin"]),
        (["--json", "-putin"], ["-putin"]),
        (["-putin", "kursk", "--json"], ["-putin", "kursk"]),
        (["--", "-x", "--json"], ["-x", "--json"]),
        (["-"], ["-"]),
        (["--limit", "3", '-"a b"'], ['-"a b"']),
    ],
)
def test_a_query_may_begin_with_a_dash(words: list[str], query: list[str]) -> None:
    assert parse(COMMANDS["search"], words).words == query


def test_the_value_of_an_option_may_begin_with_a_dash() -> None:
    assert parse(COMMANDS["mark"], ["x", "--tag", "-later"]).tag == "-later"


@pytest.mark.parametrize(
    "words",
    [
        ["bogus"],
        ["search"],
        ["search", "--limt", "3"],
        ["search", "x", "--limit", "none"],
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit"],
        ["search", "x", "--sort", "colour"],
        ["mark", "x", "--tag", "a", "--tag", "b"],
        ["mark", "x"],
        ["mark", "x", "--read", "--unread"],
        ["remove"],
        ["remove", "x", "--samples"],
        ["add"],
        ["add", "-x"],
        ["list", "colours"],
        ["show", "october"],
        ["show", "iaaaaaaaaaaaaaaaa", "--format", "pdf"],
        ["undo", "twice"],
        ["annotate", "one", "two"],
        ["--data-dir"],
    ],
)
def test_wrong_usage_is_a_sentence_and_makes_nothing(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    assert cli.run([*words] if words == ["--data-dir"] else [f"--data-dir={home}", *words]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("crankreader: ")
    assert not home.exists() or words[0] in ("mark", "remove", "add", "list", "show")
    assert "Traceback" not in error


def test_usage_errors_are_raised_for_programs_too() -> None:
    with pytest.raises(UsageError, match="no option"):
        parse(COMMANDS["undo"], ["--forever"])


def test_help_names_every_command_and_every_option(shell: Shell) -> None:
    code, out = shell("--help")
    assert code == 0
    for command in COMMANDS.values():
        assert f"\n  {command.name}" in out
        code, more = shell(command.name, "--help")
        assert code == 0
        assert all(option.name in more for option in command.options)
    assert not shell.home.exists()


def test_the_version_is_one_line(shell: Shell) -> None:
    code, out = shell("--version")
    assert code == 0
    assert re.fullmatch(r"crankreader \d+\.\d+\.\d+\n", out)


# Documents in.


def test_parse_and_annotate_leave_no_trace(shell: Shell, papers: Path) -> None:
    assert shell("parse", str(papers), "--explain")[0] == 0
    assert shell("annotate", str(papers / "digest.txt"))[0] == 0
    assert not shell.home.exists()
    assert sorted(os.listdir(papers)) == ["digest.txt", "ferry.txt"]


def test_parse_gives_the_ids_that_add_gives(shell: Shell, papers: Path) -> None:
    code, parsed = shell.json("parse", str(papers))
    assert code == 0
    assert parsed["failed"] == []
    assert all(ISSUE_ID.fullmatch(each["id"]) for each in parsed["documents"])
    assert "reasons" not in parsed["documents"][0]
    _, added = shell.json("add", str(papers))
    assert {each["id"] for each in parsed["documents"]} == {
        each["issue"] for each in added["documents"]
    }


def test_parse_explains_when_asked(shell: Shell, papers: Path) -> None:
    _, parsed = shell.json("parse", "--explain", str(papers / "digest.txt"))
    assert parsed["documents"][0]["reasons"]


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(shell: Shell, papers: Path) -> None:
    code, parsed = shell.json("parse", str(papers / "none.txt"), str(papers / "ferry.txt"))
    assert code == 1
    assert len(parsed["documents"]) == 1
    assert set(parsed["failed"][0]) >= {"path", "code", "reason"}
    code, added = shell.json("add", str(papers / "none.txt"), str(papers / "ferry.txt"))
    assert code == 1
    assert added["counts"]["added"] == added["counts"]["failed"] == 1


def test_add_reports_each_document_once_and_then_as_unchanged(shell: Shell, papers: Path) -> None:
    code, first = shell.json("add", str(papers))
    assert code == 0
    assert first["counts"] == {
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicate": 0,
        "partial": 0,
        "failed": 0,
    }
    assert set(first["documents"][0]) == {
        "path",
        "status",
        "issue",
        "stage",
        "code",
        "reason",
        "subset_of",
        "duplicate_of",
        "member",
    }
    _, second = shell.json("add", str(papers))
    assert second["counts"]["unchanged"] == 2


def test_add_prints_a_report_a_line(shell: Shell, papers: Path) -> None:
    code, out = shell("add", "--report-lines", str(papers))
    assert code == 0
    total, *reports = [json.loads(line) for line in out.splitlines()]
    assert total == {"total": 2}
    assert [report["status"] for report in reports] == ["added", "added"]


def test_the_samples_come_and_go(shell: Shell) -> None:
    code, out = shell("add", "--samples", "--report-lines")
    assert code == 0
    assert len(out.splitlines()) >= 5
    code, removed = shell.json("remove", "--samples")
    assert code == 0
    assert removed["removed"] >= 5
    assert shell.json("list", "issues")[1]["total"] == 0


def test_add_reads_standard_input(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "in").write_text(ARTICLE, encoding="utf-8")
    with open(tmp_path / "in", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        code, added = shell.json("add", "-")
    assert code == 0
    assert added["counts"]["added"] == 1


def test_annotate_counts_the_characters_of_the_file_as_it_is(shell: Shell, tmp_path: Path) -> None:
    text = "\ufeff\x1b[31mNews\r\n\r\nNorth Korea sent troops to Kursk on October 9, 2024.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    code, found = shell.json("annotate", str(tmp_path / "a.txt"))
    assert code == 0
    assert "country/north-korea" in {each["entity"] for each in found["mentions"]}
    for each in found["mentions"]:
        assert text[each["start"] : each["end"]] == each["text"]
        assert set(each) == {"start", "end", "text", "type", "entity", "name", "value", "unit"}


def test_annotate_refuses_what_is_no_file(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none", tmp_path / "pipe"):
        code, out = shell("annotate", str(path))
        assert (code, out) == (1, "")
        assert str(path) in shell.error


# Finding.


def test_every_kind_can_be_listed(full: Shell) -> None:
    for kind in ("publications", "issues", "sections", "items", "sources", "entities"):
        code, listed = full.json("list", kind)
        assert code == 0, kind
        assert listed["total"] == len(listed[kind]) > 0
        assert all("id" in row for row in listed[kind])
        code, out = full("list", kind)
        assert len(out.splitlines()) == listed["total"]
    _, listed = full.json("list", "items")
    assert set(listed["items"][0]) >= {
        "id",
        "issue",
        "title",
        "publication",
        "section",
        "date",
        "read",
        "starred",
        "tags",
        "copy_of",
    }


def test_a_list_can_be_asked_for_what_a_query_finds(full: Shell) -> None:
    _, everything = full.json("list", "items")
    code, some = full.json("list", "items", "kursk")
    assert code == 0
    assert 0 < some["total"] < everything["total"]
    _, others = full.json("list", "items", "-kursk")
    assert others["total"] == everything["total"] - some["total"]


def test_a_list_on_a_terminal_is_a_table_with_whole_ids(full: Shell) -> None:
    told, screen = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "crankreader", f"--data-dir={full.home}", "list", "items"],
        stdin=subprocess.DEVNULL,
        stdout=screen,
        env={**os.environ, "COLUMNS": "90"},
        check=True,
    )
    os.close(screen)
    lines = os.read(told, 10_000).decode("utf-8").splitlines()
    os.close(told)
    assert lines[0].split()[0] == "id"
    assert all(ITEM_ID.fullmatch(line.split()[0]) for line in lines[1:])
    assert max(map(len, lines)) <= 90


def test_search_answers_in_its_shape(full: Shell) -> None:
    code, found = full.json("search", "odesa", "grain", "--facets")
    assert code == 0
    assert found["total"] == len(found["hits"]) == 1
    assert found["query"] == "odesa grain"
    assert (found["order"], found["corrected"], found["problems"]) == ("relevance", None, [])
    hit = found["hits"][0]
    assert ITEM_ID.fullmatch(hit["item"])
    assert ISSUE_ID.fullmatch(hit["issue"])
    assert (hit["read"], hit["starred"]) == (False, False)
    words = {hit["snippet"][start:end].lower() for start, end in hit["matches"]}
    assert words <= {"odesa", "grain"}
    assert words
    assert set(found["facets"]) == {
        "publication",
        "section",
        "outlet",
        "entity",
        "month",
        "state",
    }
    assert found["facets"]["publication"]


def test_search_takes_a_query_that_begins_with_a_dash(full: Shell) -> None:
    _, everything = full.json("list", "items")
    code, found = full.json("search", "-odesa")
    assert code == 0
    assert 0 < found["total"] < everything["total"]


def test_nothing_found_and_a_wrong_query_are_told_apart(full: Shell) -> None:
    code, found = full.json("search", "zyzzyva")
    assert (code, found["total"], found["problems"]) == (1, 0, [])
    code, found = full.json("search", "(")
    assert code == 1
    assert found["problems"]
    assert set(found["problems"][0]) == {"at", "message"}


def test_search_prints_hits_for_people(full: Shell) -> None:
    code, out = full("search", "vladivostok", "--limit", "1")
    assert code == 0
    assert len(ITEM_ID.findall(out)) == 1
    assert "2 found, 1 shown." in full.error


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_an_issue_and_an_item_are_shown_in_four_formats(full: Shell, form: str) -> None:
    item = first_item(full)
    _, listed = full.json("list", "issues")
    for id in (item, listed["issues"][0]["id"]):
        code, out = full("show", id, "--format", form)
        assert code == 0
        assert out.strip()
        if form == "json":
            assert json.loads(out)["id"] == id


def test_an_item_is_shown_with_its_place_and_mentions(full: Shell) -> None:
    _, found = full.json("search", "korea delegation")
    code, item = full.json("show", found["hits"][0]["item"])
    assert code == 0
    assert item["issue"] == found["hits"][0]["issue"]
    text = "\n\n".join(item["paragraphs"])
    assert item["mentions"]
    for mention in item["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]


def test_an_id_that_nothing_has_is_a_sentence(full: Shell) -> None:
    for id in ("iaaaaaaaaaaaaaaaa", "taaaaaaaaaaaaaaaa"):
        assert full("show", id) == (1, "")
        assert id in full.error
        assert full("remove", id) == (1, "")
        assert full("mark", id, "--read") == (1, "")


# Acts.


def test_marks_combine_in_one_act_and_are_undone_together(full: Shell) -> None:
    item = first_item(full)
    code, act = full.json("mark", item, "--read", "--star", "--tag", "later")
    assert code == 0
    assert act["changed"] == 1
    assert act["undo"]
    _, shown = full.json("show", item)
    assert (shown["read"], shown["starred"], shown["tags"]) == (True, True, ["later"])
    code, undone = full.json("undo")
    assert code == 0
    assert undone["undone"] == act["undo"]
    _, shown = full.json("show", item)
    assert (shown["read"], shown["starred"], shown["tags"]) == (False, False, [])
    assert full.json("undo") == (0, {"undone": "added 2 documents", "changed": 2})
    assert full.json("undo") == (1, {"undone": None, "changed": 0})


def test_a_query_marks_all_it_finds(full: Shell) -> None:
    code, act = full.json("mark", "vladivostok", "--read")
    assert (code, act["changed"]) == (0, 2)
    _, unread = full.json("search", "vladivostok is:unread")
    assert unread["total"] == 0
    assert full.json("mark", "zyzzyva", "--read") == (1, {"changed": 0, "undo": None})


def test_what_is_so_already_is_no_act(full: Shell) -> None:
    item = first_item(full)
    assert full.json("mark", item, "--star")[1]["undo"] == "starred 1 item"
    assert full.json("mark", item, "--star") == (0, {"changed": 0, "undo": None})
    assert full("mark", item, "--star") == (0, "")
    assert full.error == "It is so already.\n"
    assert full.json("undo")[1]["undone"] == "starred 1 item"


def test_a_wrong_query_marks_nothing(full: Shell) -> None:
    code, out = full("mark", "odesa (", "--read")
    assert (code, out) == (1, "")
    assert "query" in full.error
    assert full.json("search", "is:read")[1]["total"] == 0


def test_removed_issues_come_back(full: Shell) -> None:
    _, before = full.json("list", "issues")
    for words in (["ferry"], [before["issues"][0]["id"]], ["--publication", "The Harbour Digest"]):
        code, act = full.json("remove", *words)
        assert (code, act["removed"]) == (0, 1), words
        assert full.json("list", "issues")[1]["total"] == before["total"] - 1
        assert full("undo")[0] == 0
        assert full.json("list", "issues")[1] == before
    assert full.json("remove", "--publication", "Nobody's") == (1, {"removed": 0, "undo": None})


# The house of the program.


def test_the_index_is_built_anew_and_the_doctor_is_content(full: Shell) -> None:
    code, done = full.json("reindex")
    assert code == 0
    assert done["indexed"] == full.json("list", "items")[1]["total"]
    code, report = full.json("doctor")
    assert (code, report["ok"]) == (0, True)
    assert all(set(check) == {"name", "ok", "message", "repair"} for check in report["checks"])
    assert full("doctor")[0] == 0


def test_path_and_config_say_where_things_are(shell: Shell) -> None:
    code, places = shell.json("path")
    assert code == 0
    assert places["library"] == str(shell.home / "library.db")
    code, settings = shell.json("config")
    assert settings["exists"] is False
    assert settings["values"]["theme"] == "dark"
    assert not shell.home.exists()


def test_a_config_file_is_written_once_and_privately(shell: Shell) -> None:
    assert shell("config", "--init")[0] == 0
    file = shell.home / "config.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text('theme = "light"\n', encoding="utf-8")
    assert shell("config", "--init")[0] == 1
    assert shell.json("config")[1]["values"]["theme"] == "light"


def test_a_wrong_config_is_wrong_usage(shell: Shell) -> None:
    shell.home.mkdir()
    (shell.home / "config.toml").write_text('\ntheme = "mauve"\n', encoding="utf-8")
    assert shell("list", "items") == (2, "")
    assert "config.toml, line 2: theme must be" in shell.error


def test_a_library_that_cannot_be_used_is_a_sentence(shell: Shell) -> None:
    shell.home.mkdir()
    shell.home.joinpath("state.db").mkdir()
    assert shell("list", "items") == (3, "")
    assert shell.error.startswith("crankreader: ")
    assert shell.error.count("\n") == 1


@pytest.mark.parametrize("name", ["library.db", "state.db"])
def test_a_library_of_a_later_version_is_named_and_not_read(full: Shell, name: str) -> None:
    with closing(sqlite3.connect(full.home / name)) as db:
        db.execute("PRAGMA user_version = 99")
    for words in (["search", "odesa"], ["list", "items"], ["mark", "odesa", "--read"], ["doctor"]):
        assert full(*words) == (3, ""), words
        assert "later version" in full.error
        assert name in full.error
        assert full.error.count("\n") == 1


def test_a_library_that_cannot_be_written_is_read(
    full: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = full.json("list", "items")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert full.json("list", "items") == before
    assert full.json("search", "odesa")[0] == 0
    for words in (["mark", "odesa", "--read"], ["remove", "odesa"]):
        assert full(*words) == (3, "")
        assert "can be read but not written" in full.error
        assert full.error.count("\n") == 1


def test_without_an_index_there_are_hits_and_a_sentence(full: Shell) -> None:
    _, before = full.json("search", "odesa")
    shutil.rmtree(full.home / "index")
    code, found = full.json("search", "odesa")
    assert (code, found["total"], found["order"]) == (0, before["total"], "date")
    assert "index has to be built" in full.error
    code, report = full.json("doctor")
    assert (code, report["ok"]) == (1, False)
    assert full("reindex")[0] == 0
    assert full.json("search", "odesa")[1]["order"] == "relevance"


def test_an_index_that_cannot_be_built_is_a_sentence(full: Shell) -> None:
    shutil.rmtree(full.home / "index")
    (full.home / "index").write_text("in the way")
    assert full("reindex") == (3, "")
    assert full.error.startswith("crankreader: The index could not be built")
    assert full("reindex", "--pending")[0] == 1
    assert full("search", "odesa")[0] == 0


# The rims.


def test_without_a_terminal_there_is_an_overview(full: Shell, tmp_path: Path) -> None:
    code, out = full()
    assert code == 0
    assert "The Harbour Digest" in out
    assert "unread" in out
    done = run_process("--data-dir", str(tmp_path / "none"))
    assert done.returncode == 0
    assert "crankreader add" in done.stdout
    assert not (tmp_path / "none").exists()


def test_a_bug_is_one_line_and_a_private_log(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Iterator[object]:
        raise RuntimeError("\x1b]0;evil\x07 \u202e")

    monkeypatch.setattr("crankreader.cli.upkeep.places", broken)
    assert shell("path") == (3, "")
    log = shell.home / "crankreader.log"
    assert str(log) in shell.error
    assert "Traceback" not in shell.error
    assert "\x1b" not in shell.error
    assert "RuntimeError" in log.read_text("utf-8")
    assert "\x1b" not in log.read_text("utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_pending_read_can_be_interrupted(shell: Shell) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "crankreader", f"--data-dir={shell.home}", "add", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        while not (shell.home / "library.db").exists() and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == b"Interrupted.\n"


def test_a_day_of_marking_is_backed_up(full: Shell) -> None:
    full("mark", first_item(full), "--star")
    _, report = full.json("doctor")
    assert not any("none yet" in check["message"] for check in report["checks"])


def test_an_interrupt_is_told_by_its_exit_code(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Iterator[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr("crankreader.cli.upkeep.places", interrupted)
    assert shell("path") == (130, "")


def test_a_closed_pipe_is_no_error(full: Shell) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "crankreader", f"--data-dir={full.home}", "list", "items"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_closed_standard_streams_are_no_error(full: Shell) -> None:
    command = f'exec "{sys.executable}" -m crankreader --data-dir "$1" list items <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", command, "sh", str(full.home)], check=False).returncode == 0


def test_json_is_utf_8_in_any_locale(full: Shell) -> None:
    environ = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = run_process(f"--data-dir={full.home}", "search", "żółć", "--json", env=environ)
    assert json.loads(done.stdout)["query"] == "żółć"
    assert "Traceback" not in done.stderr


def test_foreign_text_is_harmless_wherever_it_is_printed(shell: Shell, tmp_path: Path) -> None:
    paper = tmp_path / "evil\x1b]0;x\x07[red].txt"
    paper.write_text("Head\x1b[2J [/foo]\n\nBody \x9b31m [@click=app.quit] \u202etext here.\n")
    for words in (
        ["add", str(paper)],
        ["add", str(paper), "--json"],
        ["list", "items"],
        ["list", "issues", "--json"],
        ["search", "body \x1b[31m"],
        ["parse", str(paper)],
        ["parse", str(paper), "--json"],
        ["annotate", str(paper), "--json"],
        ["show", "\x1b[31m"],
        ["bo\x1b[31mgus"],
        [],
    ):
        _, out = shell(*words)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", out + shell.error), words


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--version"], {"textual", "rich", "whoosh", "sqlite3", "argparse", "platformdirs"}),
        (["--help"], {"textual", "rich", "whoosh", "sqlite3", "platformdirs"}),
        ([], {"textual", "rich", "whoosh"}),
        (["list", "items"], {"textual", "rich"}),
        (["search", "odesa"], {"textual", "rich"}),
        (["parse", "PAPER"], {"textual", "rich", "whoosh", "sqlite3"}),
        (["annotate", "PAPER"], {"textual", "rich", "whoosh", "sqlite3"}),
        (["add", "PAPER"], {"textual", "rich"}),
        (["mark", "odesa", "--read"], {"textual", "rich"}),
        (["undo"], {"textual", "rich", "whoosh"}),
        (["doctor"], {"textual", "rich"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_imports_no_more_than_it_needs(
    full: Shell, kept: Path, words: list[str], unwanted: set[str]
) -> None:
    code = (
        "import sys; from crankreader.cli import run; run(sys.argv[1:]); print('::', *sys.modules)"
    )
    given = [str(kept / "papers" / "digest.txt") if word == "PAPER" else word for word in words]
    done = subprocess.run(
        [sys.executable, "-c", code, f"--data-dir={full.home}", *given],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert unwanted & set(done.stdout.rpartition("::")[2].split()) == set()


def test_a_wrong_query_of_a_list_is_told_in_its_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.run(["--data-dir", str(tmp_path / "data"), "list", "items", "(", "--json"])
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert (code, document["items"], document["total"]) == (1, [], 0)
    assert document["problems"][0]["at"] == 0
