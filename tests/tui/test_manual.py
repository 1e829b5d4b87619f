"""The README's table of keys is the program's own: `python -m tests.tui.test_manual` prints it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crankreader.tui.chords import Key, spoken
from crankreader.tui.keymaps import (
    DOSSIER,
    FINDING,
    KINDS,
    ORIGINAL,
    PROBLEMS,
    READING,
    SEARCH,
    WHY,
)

README = Path(__file__).parents[2] / "README.md"


def row(key: Key) -> str:
    """A line of the table: keys, what they do, what a configuration calls them."""
    keys = " ".join(f"`{spoken(one)}`" for one in key.keys) or "(palette)"
    return f"| {keys} | {key.says} | `{key.id}` |".replace("`|`", "`\\|`")


TABLES = (READING, SEARCH, FINDING, DOSSIER, KINDS, PROBLEMS, WHY, ORIGINAL)


@pytest.mark.parametrize("key", [key for table in TABLES for key in table], ids=lambda key: key.id)
def test_the_manual_has_every_key(key: Key) -> None:
    assert row(key) in README.read_text("utf-8").splitlines()


if __name__ == "__main__":
    for table in TABLES:
        sys.stdout.write("\n".join(["| key | what it does | id |", "|---|---|---|"]) + "\n")
        sys.stdout.write("\n".join(row(key) for key in table) + "\n\n")
