"""Searches that are saved under a name, the last ones asked, and what they find."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from crankreader.library.searches import LONGEST_NAME, LONGEST_QUERY, MOST_RECENT, MOST_SAVED
from crankreader.reader import Reader, ReaderError
from crankreader.settings import Settings

LETTER = """\
Harbour Letter

April 2023

Ferries return to Bergen

The ferries between Bergen and Stavanger sail again after a winter of repairs.

Bridge over the sound delayed

Builders of the bridge found soft clay under its northern pillar, near the ferry landing.
"""


@pytest.fixture
def filled(reader: Reader, tmp_path: Path) -> Reader:
    (tmp_path / "letter.txt").write_text(LETTER)
    assert [report.status for report in reader.add([str(tmp_path / "letter.txt")])] == ["added"]
    return reader


def saved(reader: Reader) -> list[tuple[str, str]]:
    return [tuple(search) for search in reader.saved_searches()]


def test_a_search_is_saved_and_u_takes_it_back(reader: Reader) -> None:
    assert reader.save_search("Sea", "ferry OR bridge").name == "saved the search “Sea”"
    assert reader.save_search("", "kursk").name == "saved the search “kursk”"
    assert saved(reader) == [("kursk", "kursk"), ("Sea", "ferry OR bridge")]
    reader.undo()
    assert saved(reader) == [("Sea", "ferry OR bridge")]
    redone = reader.redo()
    assert redone is not None
    assert redone.name == "saved the search “kursk”"
    assert len(saved(reader)) == 2


def test_a_name_is_there_once_whatever_its_capitals(reader: Reader) -> None:
    reader.save_search("Sea", "ferry")
    assert reader.save_search("Sea", "ferry").changed == 0
    reader.save_search("SEA", "bridge")
    assert saved(reader) == [("SEA", "bridge")]
    reader.undo()
    assert saved(reader) == [("Sea", "ferry")]


def test_a_search_is_renamed_and_takes_the_place_of_another(reader: Reader) -> None:
    reader.save_search("{Sea}", "ferry")
    reader.save_search("Land", "bridge")
    renamed = reader.rename_search("{Sea}", "Water")
    assert renamed.name == "renamed the search “{Sea}” to “Water”"
    assert saved(reader) == [("Land", "bridge"), ("Water", "ferry")]
    reader.rename_search("Water", "land")
    assert saved(reader) == [("land", "ferry")]
    reader.undo()
    assert saved(reader) == [("Land", "bridge"), ("Water", "ferry")]
    assert reader.rename_search("Nobody", "Somebody").changed == 0
    assert reader.rename_search("Land", " ").changed == 0


def test_a_search_is_forgotten_and_comes_back(reader: Reader) -> None:
    reader.save_search("Sea", "ferry")
    assert reader.forget_search("Sea").name == "forgot the search “Sea”"
    assert saved(reader) == []
    assert reader.forget_search("Sea").changed == 0
    reader.undo()
    assert saved(reader) == [("Sea", "ferry")]


def test_names_and_queries_are_one_clean_line(reader: Reader) -> None:
    reader.save_search("a\x1b[31m\nb\u202e" + "c" * 200, "kursk\x07\n missile" + "x" * 2000)
    ((name, query),) = saved(reader)
    assert name.startswith("a b")
    assert (len(name), len(query)) == (LONGEST_NAME, LONGEST_QUERY)
    assert query.startswith("kursk missile")
    assert name.isprintable()
    assert reader.save_search("none", " \n").changed == 0


def test_there_are_only_so_many(reader: Reader) -> None:
    for n in range(MOST_SAVED):
        reader.save_search(f"S{n}", "kursk")
    reader.save_search("s7", "missile")
    with pytest.raises(ReaderError, match="200 saved searches"):
        reader.save_search("one more", "kursk")
    assert len(saved(reader)) == MOST_SAVED


def test_what_is_no_search_is_left_out(reader: Reader, settings: Settings) -> None:
    reader.save_search("Sea", "ferry")
    rows: Sequence[tuple[object, object]] = [
        ("search.saved a", "no JSON"),
        ("search.saved b", "[" * 9000),
        ("search.saved c", json.dumps(["c", 7])),
        ("search.saved d", json.dumps(["another name", "ferry"])),
        ("search.saved e", json.dumps(["e", " "])),
        ("search.saved f", b"\xff\xfe"),
        ("search.saved g", 12),
        ("search.saved h", json.dumps(["h", "ferry\ud800\x1b[2J"])),
        ("search.saved i", json.dumps(["i", "x" * 100_000])),
        ("search.recent", json.dumps(["kursk", 3, None, "", "\x1b]0;x\x07putin", "kursk "])),
    ]
    with closing(sqlite3.connect(settings.state_file)) as db, db:
        db.executemany("INSERT INTO preferences VALUES (?, ?)", rows)
        db.execute("INSERT INTO preferences VALUES ('search.saved j', CAST(x'5b22fffe' AS TEXT))")
    assert saved(reader) == [("h", "ferry\ufffd"), ("Sea", "ferry")]
    assert reader.recent_searches() == ("kursk", "putin")
    reader.remember_search("ferry")
    assert reader.recent_searches() == ("ferry", "kursk", "putin")


def test_the_last_queries_are_kept_newest_first_and_once(reader: Reader) -> None:
    for n in range(MOST_RECENT + 5):
        reader.remember_search(f"word{n}")
    reader.remember_search("word9  ")
    reader.remember_search(" ")
    recent = reader.recent_searches()
    assert len(recent) == MOST_RECENT
    assert recent[:2] == ("word9 ", f"word{MOST_RECENT + 4}")
    assert reader.undo() is None


def test_a_saved_search_counts_what_is_unread_and_its_words_are_whole(filled: Reader) -> None:
    queries = ["ferries", "ferr", "ferr*", "ferries OR bridge", "near:(", "is:read"]
    assert filled.unread_of(queries) == (1, 0, 2, 2, None, 0)
    filled.mark(filled.select("ferries"), read=True)
    assert filled.unread_of(queries) == (0, 0, 1, 1, None, 0)
    assert filled.totals_of(queries) == (1, 0, 2, 2, None, 1)


def test_without_an_index_no_number_is_told(filled: Reader, settings: Settings) -> None:
    filled.close()
    shutil.rmtree(settings.index_dir)
    again = Reader.open(settings)
    assert again.unread_of(["ferries"]) == (None,)
    again.close()
