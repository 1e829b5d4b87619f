"""An index of the letters in `shelves`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.search import Index, build
from tests.search.shelves import LETTERS, opened


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    directory: Path = tmp_path_factory.mktemp("letters") / "index"
    build(directory, LETTERS)
    with opened(directory) as index:
        yield index
