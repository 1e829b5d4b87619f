"""Who and what texts name, on the command line: entity, annotate, and tagging again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.test_cli import Shell

HERON = '[names."org/blue-heron-trust"]\nname = "Blue Heron Trust"\naliases = ["Blue Heron"]\n'
BROKEN = {
    "no TOML": b"[names\n",
    "not UTF-8": '[names."org/x"]\nname = "Café"\n'.encode("latin-1"),
    "too large": b"# " + b"x" * (4 * 2**20),
}


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "home", capsys)


@pytest.fixture
def full(shell: Shell, kept: Path) -> Shell:
    """On a copy of the library that was made once."""
    shutil.copytree(kept / "data", shell.home)
    return shell


def write_list(shell: Shell, content: str | bytes) -> Path:
    """Where the program says that a person's list lies."""
    path = Path(shell.json("path")[1]["entities"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# entity


def test_an_entity_is_printed_with_all_there_is(full: Shell) -> None:
    code, out = full("entity", "vladivostok")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Vladivostok"
    assert "place/vladivostok" in lines[1]
    assert "  2 mentions in 2 items of 2 issues" in lines
    assert "named with" in out
    assert "The ferry to Vladivostok stopped in the summer." in out
    assert "North Korea sent a delegation to Vladivostok on October 9." in out


@pytest.mark.parametrize("words", [["place/vladivostok"], ["VLADIVOSTOK"], ["Vladivostok"]])
def test_an_entity_is_named_by_id_or_name_in_any_case(full: Shell, words: list[str]) -> None:
    code, found = full.json("entity", *words)
    assert code == 0
    assert found["entity"]["id"] == "place/vladivostok"


def test_a_name_may_be_several_words(full: Shell) -> None:
    code, found = full.json("entity", "North", "Korea")
    assert (code, found["entity"]["id"]) == (0, "country/north-korea")


def test_a_dossier_has_one_shape(full: Shell) -> None:
    code, found = full.json("entity", "vladivostok")
    assert code == 0
    assert found["entity"].keys() == {"id", "type", "name", "aliases", "country", "description"}
    assert (found["mentions"], found["items"]) == (2, 2)
    assert (found["first"], found["last"]) == ("2024-10", "2024-11-03")
    assert [(date, count) for _, date, count in found["issues"]] == [
        ("2024-11-03", 1),
        ("2024-10", 1),
    ]
    assert found["seen"] == [["Vladivostok", 2]]
    assert ["country/north-korea", 1] in found["companions"]
    for sentence in found["sentences"]:
        shown = full.json("show", sentence["item"])[1]
        assert "Vladivostok" in sentence["text"]
        assert sentence["text"] in json.dumps(shown, ensure_ascii=False)
        assert sentence["end"] - sentence["start"] == len(sentence["text"])


def test_the_figures_of_a_sentence_are_told(full: Shell) -> None:
    sentences = full.json("entity", "odesa")[1]["sentences"]
    assert ["12,000 tons"] in [sentence["figures"] for sentence in sentences]


def test_of_somebody_known_whom_no_text_names_that_is_told(full: Shell) -> None:
    code, found = full.json("entity", "NATO")
    assert code == 1
    assert found["entity"]["id"] == "org/nato"
    assert (found["mentions"], found["issues"], found["sentences"]) == (0, [], [])
    code, out = full("entity", "NATO")
    assert code == 1
    assert "0 mentions in 0 items of 0 issues" in out


@pytest.mark.parametrize("name", ["nobody at all", "…", "person/nobody-at-all", "%"])
def test_nobody_has_the_same_shape_and_a_sentence(full: Shell, name: str) -> None:
    somebody = full.json("entity", "vladivostok")[1]
    code, nobody = full.json("entity", name)
    assert code == 1
    assert nobody.keys() == somebody.keys()
    assert nobody["entity"] is None
    code, out = full("entity", name)
    assert (code, out) == (1, "")
    assert f"Nobody and nothing here is called “{name}”." in full.error


def test_an_entity_needs_a_name(full: Shell) -> None:
    assert full("entity")[0] == 2


def test_who_else_is_called_so_is_told_aside(full: Shell) -> None:
    write_list(full, '[names."person/odesa-gull"]\nname = "Odesa Gull"\n')
    code, found = full.json("entity", "Adel")
    assert code == 1
    assert found["entity"]["type"] == "person"
    assert "“Adel” may also be " in full.error


def test_in_an_empty_library_known_names_are_known(shell: Shell) -> None:
    code, found = shell.json("entity", "NATO")
    assert (code, found["entity"]["id"], found["mentions"]) == (1, "org/nato", 0)


def test_an_entity_of_a_persons_own_list_is_found(full: Shell) -> None:
    write_list(full, '[names."org/cranes"]\nname = "Dock Workers"\naliases = ["dock workers"]\n')
    assert full("reindex", "--pending")[0] == 0
    code, found = full.json("entity", "dock workers")
    assert code == 0
    assert (found["entity"]["id"], found["mentions"]) == ("org/cranes", 1)
    assert found["sentences"][0]["text"].startswith("Dock workers")


# annotate


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(
        "Café news. The Blue Heron sailed to Vladivostok for $3 million.\n", encoding="utf-8"
    )
    return str(path)


def annotated(shell: Shell, page: str) -> dict[str, str | None]:
    mentions = shell.json("annotate", page)[1]["mentions"]
    return {mention["text"]: mention["entity"] for mention in mentions}


def test_a_page_is_annotated_by_the_programs_names(shell: Shell, page: str) -> None:
    found = annotated(shell, page)
    assert found["Vladivostok"] == "place/vladivostok"
    assert found["$3 million"] is None
    assert "Blue Heron" not in found
    assert not shell.home.exists()


def test_a_page_is_annotated_by_a_persons_names_too(shell: Shell, page: str) -> None:
    write_list(shell, HERON + "[[ignore]]\ntext = 'Vladivostok'\n")
    found = annotated(shell, page)
    assert found["Blue Heron"] == "org/blue-heron-trust"
    assert "Vladivostok" not in found
    code, out = shell("annotate", page)
    assert code == 0
    assert "org/blue-heron-trust" in out
    assert shell.error == ""


def test_what_is_wrong_in_the_list_is_told_aside_and_the_rest_counts(
    shell: Shell, page: str
) -> None:
    write_list(shell, HERON + "kind = 'bird'\n")
    assert annotated(shell, page)["Blue Heron"] == "org/blue-heron-trust"
    assert "“bird” is no kind" in shell.error


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_page_is_annotated_all_the_same_where_the_list_is_broken(
    shell: Shell, page: str, content: bytes
) -> None:
    path = write_list(shell, content)
    assert annotated(shell, page)["Vladivostok"] == "place/vladivostok"
    assert "Your names stay as they were read last until that is mended" in shell.error
    assert path.read_bytes() == content


def test_a_directory_in_place_of_the_list_is_told_aside(shell: Shell, page: str) -> None:
    path = write_list(shell, b"")
    path.unlink()
    path.mkdir()
    assert annotated(shell, page)["Vladivostok"] == "place/vladivostok"
    assert "irectory" in shell.error


# reindex


def lines_of(out: str) -> list[dict[str, int]]:
    return [json.loads(line) for line in out.splitlines()]


def test_where_nothing_is_new_no_line_is_printed(full: Shell) -> None:
    assert full("reindex", "--pending", "--report-lines") == (0, "")


def test_each_issue_that_is_tagged_again_is_a_line(full: Shell) -> None:
    write_list(full, "[[ignore]]\ntext = 'Vladivostok'\n")
    code, out = full("reindex", "--pending", "--report-lines")
    assert code == 0
    assert lines_of(out) == [{"tagged": 1, "total": 2}, {"tagged": 2, "total": 2}]
    assert full.json("search", "entity:place/vladivostok")[1]["total"] == 0
    assert full("reindex", "--pending", "--report-lines") == (0, "")


def test_only_issues_that_are_concerned_are_tagged_again(full: Shell) -> None:
    write_list(full, "[[ignore]]\ntext = 'Odesa'\n")
    _, out = full("reindex", "--pending", "--report-lines")
    assert lines_of(out) == [{"tagged": 1, "total": 1}]


def test_what_was_tagged_again_is_found(full: Shell) -> None:
    assert full.json("search", "entity:country/norway")[1]["total"] == 0
    write_list(full, '[names."country/norway"]\naliases = ["Vladivostok"]\n')
    full("reindex", "--pending")
    assert full.json("search", "entity:country/norway")[1]["total"] == 2
    code, listed = full.json("list", "entities")
    assert code == 0
    assert "place/vladivostok" not in {row["id"] for row in listed["entities"]}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_list_leaves_the_texts_as_they_are_tagged(full: Shell, content: bytes) -> None:
    write_list(full, "[[ignore]]\ntext = 'Vladivostok'\n")
    full("reindex", "--pending")
    path = write_list(full, content)
    assert full("reindex", "--pending", "--report-lines") == (0, "")
    assert full.json("search", "entity:place/vladivostok")[1]["total"] == 0
    assert path.read_bytes() == content


@pytest.mark.parametrize("command", [["reindex", "--pending"], ["entity", "Odesa"]], ids=" ".join)
def test_what_is_wrong_in_the_list_is_told_where_the_names_are_used(
    full: Shell, command: list[str]
) -> None:
    write_list(full, b"[names\n")
    full(*command)
    assert "entities.toml: " in full.error


def test_the_whole_index_is_made_of_what_was_tagged_again(full: Shell) -> None:
    write_list(full, "[[ignore]]\ntext = 'Vladivostok'\n")
    code, out = full("reindex", "--report-lines")
    assert code == 0
    assert lines_of(out)[-1] == {"tagged": 2, "total": 2}
    assert full.json("search", "entity:place/vladivostok")[1]["total"] == 0
    assert full.json("search", "vladivostok")[1]["total"] == 2
