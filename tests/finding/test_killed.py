"""Whatever kills the indexing, searches find what they should, and the next indexing heals it.

In some of the trials what was written and not synced is cut in half too. All are done where
CRANKREADER_THOROUGH is set, and in each the indexing that heals is killed as well; else a few.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from crankreader.finding import Finder
from crankreader.finding.warm import Warm
from crankreader.library import Library, Shelves, State
from crankreader.library.asked import Asked
from crankreader.model import Issue
from crankreader.query import parse
from crankreader.search import writing
from tests.builders import issue_id, item_id, make_issue, make_item
from tests.finding.killing import SEGMENTS, Death, Trial, writer
from tests.library.keeping import keep

IS_THOROUGH = "CRANKREADER_THOROUGH" in os.environ
STEP = 1 if IS_THOROUGH else 17
ROOT = Path(__file__).parents[2]
QUERIES = (
    *("tide", "du*", "tidr~", '"high tide"', "near:3(tide noon)", "tide -dusk", "title:story"),
    *("date:2024-04", "is:starred", "is:unread slack"),
)
Kill = Callable[[Trial], Death]


@pytest.fixture(autouse=True)
def few_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_SEGMENTS", SEGMENTS)


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Does a trial in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.finding.killing"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asking, telling = process.stdin, process.stdout
    assert asking is not None
    assert telling is not None

    def kill(trial: Trial) -> Death:
        asking.write(json.dumps(trial) + "\n")
        asking.flush()
        return Death(*json.loads(telling.readline()))

    yield kill
    asking.close()
    process.wait()
    telling.close()


def tides(number: int, text: str) -> Issue:
    noon = make_item(f"{number}/1", f"High tide at noon, {text}.")
    return make_issue(number, noon, make_item(f"{number}/2", "Dusk"), date=f"2024-{number:02}-01")


def changed(home: Path, *numbers: int, text: str = "slack", deleted: int | None = None) -> None:
    library = Library.open(home / "library.db", home / "state.db")
    for number in numbers:
        keep(library, tides(number, text))
    if deleted is not None:
        library.delete([issue_id(deleted)])
    library.close()


def indexed(home: Path) -> None:
    with writer(home) as indexing:
        list(indexing.bring_up())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with an index of as many segments as there may be, and with what waits for it."""
    home = tmp_path / "home"
    home.mkdir()
    state = State.open(home / "state.db")
    changed(home, 1, 2, 3, 4)
    state.mark({item_id("2/1"): issue_id(2), item_id("5/2"): issue_id(5)}, starred=True)
    state.close()
    indexed(home)
    changed(home, 5)
    indexed(home)
    changed(home, 2, 6, text="low water", deleted=3)
    return home


def copied(home: Path, name: str) -> Path:
    """The library again; its index by links, so that its files are those that were written."""
    copy = home.parent / name
    copy.mkdir()
    for file in ("library.db", "state.db"):
        shutil.copyfile(home / file, copy / file)
    if (home / "index").exists():
        shutil.copytree(home / "index", copy / "index", copy_function=os.link)
    return copy


def lose(directory: Path, unsynced: Iterable[int]) -> None:
    """Half of each file that was not synced, as when the power fails."""
    for path in directory.rglob("*"):
        if path.is_file() and path.stat().st_ino in unsynced:
            os.truncate(path, path.stat().st_size // 2)


def check(home: Path, *, healed: bool) -> None:
    """Every query finds what a plain scan finds."""
    state = State.open(home / "state.db")
    library = Library.open(home / "library.db", home / "state.db")
    shelves, warm = Shelves(library), Warm(home / "index")
    finder = Finder(warm, library, shelves, state, lambda name: ())
    try:
        for query in QUERIES:
            found = finder.search(query, typing=False, order="date", limit=99, facets=True)
            expected, _ = Asked(library, shelves, state).scan(parse(query).tree)
            assert sorted(hit.item for hit in found.hits) == sorted(expected), query
            assert found.total == len(expected) > 0, query
            built = "The index has to be built; this was searched without it."
            assert found.notice in ((None,) if healed else (None, built))
        if healed:
            assert len(library.queue) == 0
    finally:
        warm.close()
        library.close()
        state.close()


def trials(acts: list[str]) -> Iterator[tuple[int, bool, bool]]:
    """Acts to die at: whether in the middle of it, and whether what was not synced is lost."""
    for n, act in enumerate(acts):
        yield n, False, False
        yield n, False, True
        if act == "write":
            yield n, True, False


@pytest.mark.parametrize("case", ["build", "build over another", "update and tidy"])
def test_an_indexing_that_is_killed_at_any_act_loses_nothing(
    case: str, home: Path, kill: Kill
) -> None:
    if case == "build":
        shutil.rmtree(home / "index")
    work = "rebuild" if case == "build over another" else "bring_up"
    death = kill(Trial(str(copied(home, "whole")), work))
    assert not death.killed
    assert {"open", "write", "fsync", "os.mkdir", "os.rename", "COMMIT"} <= set(death.acts)
    again = Random(1)
    for at, in_the_middle, is_lost in islice(trials(death.acts), 0, None, STEP):
        own = copied(home, f"{at} {in_the_middle} {is_lost}")
        death = kill(Trial(str(own), work, at, in_the_middle))
        assert death.killed
        if is_lost:
            lose(own / "index", death.unsynced)
        check(own, healed=False)
        if IS_THOROUGH:
            kill(Trial(str(own), "bring_up", again.randrange(len(death.acts) + 20)))
            check(own, healed=False)
        indexed(own)
        check(own, healed=True)
        indexed(own)  # what the one before still read goes
        names = sorted(path.name for path in (own / "index").iterdir())
        assert names == ["CURRENT", "LOCK", (own / "index" / "CURRENT").read_text()], own.name
        shutil.rmtree(own)
