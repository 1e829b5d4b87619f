"""A small library with its index, searched and brought up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.entities import dictionary
from crankreader.finding import Finder, Indexing
from crankreader.finding.warm import Warm
from crankreader.library import Library, Shelves, State
from tests.builders import make_issue, make_item
from tests.library.keeping import keep


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    opened = State.open(tmp_path / "state.db")
    yield opened
    opened.close()


@pytest.fixture
def library(tmp_path: Path, state: State) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library.db", state.path)
    old = make_issue("old", make_item("tide", "High tide at noon."), date="2024-01-01")
    keep(opened, old, make_issue("new", make_item("ebb", "Low tide at dusk."), date="2024-02-01"))
    yield opened
    opened.close()


def called(name: str) -> list[str]:
    return [entity.id for entity in dictionary().lookup(name)]


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[Warm]:
    opened = Warm(tmp_path / "index")
    yield opened
    opened.close()


@pytest.fixture
def indexing(warm: Warm, library: Library) -> Indexing:
    made = Indexing(warm, library, Shelves(library))
    assert list(made.bring_up())
    return made


@pytest.fixture
def finder(warm: Warm, library: Library, state: State, indexing: Indexing) -> Finder:
    """Its index is there already."""
    return Finder(warm, library, Shelves(library), state, called)
