"""A library and its state in a directory of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.library import Library, Shelves, State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    opened = State.open(tmp_path / "state.db")
    yield opened
    opened.close()


@pytest.fixture
def library(tmp_path: Path, state: State) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library.db", state.path)
    yield opened
    opened.close()


@pytest.fixture
def shelves(library: Library) -> Shelves:
    return Shelves(library)
