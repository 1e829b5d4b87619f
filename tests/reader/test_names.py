"""The names of one reader follow a person's file, and stay what they were while it is broken."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from crankreader.entities import dictionary
from crankreader.reader import ReaderError
from crankreader.reader.names import Names

HERON = '[names."org/blue-heron"]\nname = "Blue Heron"\n'


@pytest.fixture
def names(tmp_path: Path) -> Names:
    return Names(tmp_path / "entities.toml", str)


def called(names: Names, text: str) -> list[str]:
    return [entity.id for entity in names.known.lookup(text)]


def test_without_a_file_they_are_the_programs(names: Names) -> None:
    assert names.known is dictionary()
    assert (names.stamp, names.problems, names.is_broken) == (None, (), False)
    assert (names.tagger.own, names.tagger.body) == ("", "")


def test_a_file_that_comes_changes_and_goes_is_followed(names: Names) -> None:
    assert called(names, "Blue Heron") == []
    names.path.write_text(HERON, encoding="utf-8")
    assert called(names, "Blue Heron") == ["org/blue-heron"]
    first = names.tagger
    names.path.write_text(HERON.replace("Blue", "Grey").replace("blue", "grey"), encoding="utf-8")
    assert called(names, "Blue Heron") == []
    assert called(names, "Grey Heron") == ["org/grey-heron"]
    assert names.tagger.own not in ("", first.own)
    assert names.tagger.rules == first.rules
    names.path.unlink()
    assert names.known is dictionary()


def test_the_same_file_is_read_once(names: Names) -> None:
    names.path.write_text(HERON, encoding="utf-8")
    assert names.known is names.known


def test_comments_alone_make_no_other_tagger(names: Names) -> None:
    names.path.write_text(HERON, encoding="utf-8")
    before = names.tagger
    names.path.write_text(f"# more\n{HERON}", encoding="utf-8")
    assert names.tagger == before


@pytest.mark.parametrize("content", [b"[names\n", b"\xff\xfe", b"#" * (4 * 2**20 + 1)])
def test_while_a_file_is_broken_the_names_stay(names: Names, content: bytes) -> None:
    names.path.write_text(HERON, encoding="utf-8")
    before = names.tagger
    assert called(names, "Blue Heron") == ["org/blue-heron"]
    names.path.write_bytes(content)
    assert called(names, "Blue Heron") == ["org/blue-heron"]
    assert names.tagger == before
    assert names.is_broken
    assert len(names.problems) == 1
    names.path.write_text(HERON, encoding="utf-8")
    assert not names.is_broken
    assert names.problems == ()


def test_a_file_broken_at_the_start_leaves_what_the_texts_were_tagged_by(names: Names) -> None:
    names.path.write_text(HERON, encoding="utf-8")
    last = names.tagger
    names.path.write_text("[names", encoding="utf-8")
    later = Names(names.path, lambda: last.body)
    assert called(later, "Blue Heron") == ["org/blue-heron"]
    assert later.tagger == last
    assert later.is_broken


def test_a_problem_in_a_part_is_no_broken_file(names: Names) -> None:
    names.path.write_text(f"{HERON}kind = 'bird'\n", encoding="utf-8")
    assert called(names, "Blue Heron") == ["org/blue-heron"]
    assert len(names.problems) == 1
    assert not names.is_broken


def test_an_edit_counts_at_once(names: Names) -> None:
    inverse = names.edit([["put", "org/nato", "the Pact of Gulls"]])
    assert called(names, "pact of gulls") == []
    assert called(names, "the pact of gulls") == ["org/nato"]
    names.edit(inverse)
    assert called(names, "the pact of gulls") == []


def test_a_file_that_cannot_be_edited_is_the_readers_error(names: Names) -> None:
    names.path.mkdir()
    with pytest.raises(ReaderError, match=r"entities\.toml"):
        names.edit([["put", "org/nato", "the Pact of Gulls"]])


def test_any_thread_may_ask_and_edit(names: Names) -> None:
    seen: list[bool] = []

    def ask() -> None:
        for _ in range(100):
            seen.append(names.known.lookup("NATO")[0].id == "org/nato" and not names.is_broken)

    def put(who: int) -> None:
        for number in range(10):
            names.edit([["put", "org/nato", f"pact {who} {number}"]])

    threads = [Thread(target=ask), *(Thread(target=put, args=(who,)) for who in range(3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 100
    assert len(names.known.own.names["org/nato"].aliases) == 30
