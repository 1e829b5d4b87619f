"""Draws paragraphs and items that end in a bracket from the shared corpora, the same ones each time.

    python -m tests.golden.citations.draw

A hundred of Markdown and a hundred of plain text, each a line: folder and name of its document,
digest of its text, the bracket. Knows nothing of what is a citation: that is judged by hand.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from crankreader.ingest import markdown, text
from crankreader.ingest.blocks import Block
from crankreader.ingest.documents import Converted
from crankreader.settings import LIMITS

CORPORA = Path(__file__).parents[3].parent / "shared" / "corpora"
SEED = 3
EACH = 100
LONGEST = 240
"""Characters of a bracket: what is longer is a text in brackets."""
MOST_WORDS = 12


class Drawn(NamedTuple):
    """A text that ends in a bracket, and where it stands."""

    path: str
    digest: str
    bracket: str


def digest(words: str) -> str:
    """Tells a text apart within its document: by its last letters and digits."""
    return hashlib.sha256(letters(words)[-200:].encode()).hexdigest()[:16]


def letters(words: str) -> str:
    """Nothing but letters and digits: how a text is wrapped and marked makes no difference."""
    return "".join(c for c in words.casefold() if c.isalnum())


def closing_bracket(words: str) -> str | None:
    """The bracket that ends a text, with its signs; None for a text that is all in brackets."""
    ending = words.rstrip(" .")
    if not ending.endswith((")", "]")):
        return None
    depth = 0
    for at in range(len(ending) - 1, max(0, len(ending) - LONGEST), -1):
        depth += (ending[at] in ")]") - (ending[at] in "([")
        if depth == 0:
            return ending[at:]
    return None


def _shortened(bracket: str) -> str:
    """Its first words: the documents belong to others."""
    words = bracket.split()
    return " ".join(words) if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]) + " …"


def blocks_of(path: Path) -> Iterator[Block]:
    """The paragraphs and items of a document."""
    convert = text.convert if path.suffix == ".txt" else markdown.convert
    for outcome in convert(path.read_bytes(), path.name, LIMITS):
        if isinstance(outcome, Converted):
            yield from (block for block in outcome.blocks if block.kind in ("paragraph", "item"))


def candidates(folder: str) -> list[Drawn]:
    """Every text of a folder that ends in a bracket, once."""
    found: dict[Drawn, None] = {}
    for path in sorted((CORPORA / folder).rglob("*")):
        for block in blocks_of(path) if path.is_file() else ():
            bracket = closing_bracket(block.text)
            if bracket is not None:
                name = path.relative_to(CORPORA).as_posix()
                found[Drawn(name, digest(block.text), _shortened(bracket))] = None
    return list(found)


def drawn() -> list[Drawn]:
    """The sample, in the order of its documents."""
    chance = random.Random(SEED)
    return [
        one for folder in ("md", "txt") for one in sorted(chance.sample(candidates(folder), EACH))
    ]


if __name__ == "__main__":
    for one in drawn():
        sys.stdout.write("\t".join(one) + "\n")
