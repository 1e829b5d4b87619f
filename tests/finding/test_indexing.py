"""The index is brought up to the library, whatever stands in the way."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from crankreader import search as search_room
from crankreader.finding import Finder, Indexing
from crankreader.finding import indexing as indexing_module
from crankreader.library import Library
from crankreader.search import Entry, build
from crankreader.search.generations import writer
from tests.builders import item_id, make_issue, make_item
from tests.finding.asking import items, search
from tests.library.keeping import keep


def test_what_was_deleted_leaves_the_index(
    finder: Finder, indexing: Indexing, library: Library
) -> None:
    library.delete([make_issue("old").id])
    assert items(search(finder, "tide")) == [item_id("ebb")]
    list(indexing.bring_up())
    assert items(search(finder, "tide")) == [item_id("ebb")]
    assert indexing.state() == (True, "1 item in the index")


def test_another_that_writes_the_index_is_not_waited_for_for_ever(
    finder: Finder,
    indexing: Indexing,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(indexing_module, "PATIENCE", 0.0)
    keep(library, make_issue("late", make_item("late", "A tide table.")))
    with writer(tmp_path / "index"):
        assert list(indexing.bring_up()) == []
    assert search(finder, "tide").total == 3
    assert list(indexing.bring_up()) == [1]


def test_an_index_that_cannot_be_opened_is_not_built_again_and_again(
    finder: Finder, indexing: Indexing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loose(directory: Path, entries: Iterable[Entry]) -> None:
        build(directory, entries)
        directory.chmod(0o777)  # as a file system does that knows no modes

    monkeypatch.setattr(search_room, "build", loose)
    shutil.rmtree(tmp_path / "index")
    assert list(indexing.bring_up())[-1] == 2
    assert indexing.is_needed()
    assert search(finder, "tide").total == 2


@pytest.mark.parametrize("step", ["build", "update"])
def test_a_full_disk_stops_the_indexing_and_not_the_search(
    finder: Finder,
    indexing: Indexing,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keep(library, make_issue("late", make_item("late", "A tide table.")))
    if step == "build":
        shutil.rmtree(tmp_path / "index")
    monkeypatch.setattr(search_room, step, full)
    list(indexing.bring_up())
    assert indexing.is_needed()
    assert search(finder, "tide").total == 3


def test_a_build_that_is_given_up_leaves_the_old_index(finder: Finder, indexing: Indexing) -> None:
    building = indexing.rebuild()
    next(building)
    building.close()
    assert search(finder, "tide").total == 2
    assert list(indexing.rebuild())[-1] == (2, 2)
