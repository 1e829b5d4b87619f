"""The word lists and weights that the parser goes by, read from `data/*.toml`.

Knows no document; every list is read once, when first asked for.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"\w+")


@cache
def table(name: str) -> dict[str, Any]:
    """The whole file `data/<name>.toml`."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """The entries under `key` of a file, folded as `fold` folds."""
    return frozenset(fold(entry) for entry in table(name)[key])


@cache
def weights(name: str) -> dict[str, float]:
    """The numbers under `[weights]` of a file."""
    return {key: float(value) for key, value in table(name)["weights"].items()}


def fold(text: str) -> str:
    """Lower case, plain apostrophes, single blanks: for comparing lines with lists."""
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'")
    return " ".join(text.replace("`", "'").casefold().split())


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, in order; the unit in which nothing may be lost."""
    return _WORD.findall(text.casefold())
