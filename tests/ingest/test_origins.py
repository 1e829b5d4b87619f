"""Files, directories and standard input are read, and nothing else is touched."""

from __future__ import annotations

import os
from pathlib import Path

from crankreader.ingest import read
from crankreader.model import Failure, Parsed

LETTER = "The ferry to Vaasa sails again on Monday, its owners said.\n"


def paths(directory: Path) -> list[str]:
    return [
        Path(found.issue.path if isinstance(found, Parsed) else found.path).name
        for found in read(str(directory))
    ]


def failure(path: Path) -> Failure:
    (found,) = read(str(path))
    assert isinstance(found, Failure)
    return found


def test_a_file_is_read_with_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LETTER)
    (found,) = read(str(file))
    assert isinstance(found, Parsed)
    assert found.raw == LETTER.encode()
    assert found.issue.path == str(file)


def test_a_directory_is_walked_in_order_without_hidden_files_and_links(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(LETTER)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.txt").write_text(LETTER)
    (tmp_path / ".hidden.txt").write_text(LETTER)
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert paths(tmp_path) == ["z.txt", "b.txt"]


def test_a_link_that_a_person_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text(LETTER)
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real.txt")
    (found,) = read(str(link))
    assert isinstance(found, Parsed)


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.txt").write_text(LETTER)
    bad, good = read(str(tmp_path))
    assert isinstance(bad, Failure)
    assert bad.code == "not-text"
    assert isinstance(good, Parsed)


def test_standard_input_is_given_as_bytes() -> None:
    (found,) = read("-", stdin=LETTER.encode())
    assert isinstance(found, Parsed)
    assert found.issue.path == "-"


def test_what_is_not_there_or_no_file_says_so(tmp_path: Path) -> None:
    assert failure(tmp_path / "nothing").code == "absent"
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path / "pipe").code == "not-a-file"
    (tmp_path / "empty").mkdir()
    assert failure(tmp_path / "empty").code == "empty"
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    assert failure(tmp_path / "dead").code == "absent"
    (found,) = read("a\0b")
    assert isinstance(found, Failure)
    assert found.code == "unreadable"


def test_a_pipe_in_a_directory_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text(LETTER)
    assert paths(tmp_path) == ["a.txt"]
