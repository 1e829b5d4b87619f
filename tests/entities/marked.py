"""Texts with their mentions marked by hand as `{type:words}`."""

from __future__ import annotations

import re
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
_MARK = re.compile(r"\{(\w+):([^{}]+)\}")


def marked(name: str) -> tuple[str, set[tuple[int, int, str]]]:
    """The plain text of a marked one, and (start, end, type) of its mentions."""
    source = (TEXTS / f"{name}.txt").read_text("utf-8")
    plain, spans, at = "", set(), 0
    for match in _MARK.finditer(source):
        plain += source[at : match.start()]
        spans.add((len(plain), len(plain) + len(match[2]), match[1]))
        plain += match[2]
        at = match.end()
    return plain + source[at:], spans


def strict_f1(found: set[tuple[int, int, str]], right: set[tuple[int, int, str]]) -> float:
    return 2 * len(found & right) / (len(found) + len(right))
