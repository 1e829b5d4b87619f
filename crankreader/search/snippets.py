"""The piece of a text that shows why it was found. Pure."""

from __future__ import annotations

from crankreader.model import Span
from crankreader.query import Node, find

BEFORE = 50
"""Characters in front of the first match, at most."""
AT_ONCE = 4000
"""Characters that are looked through for a first match before the rest is."""


def snippet(text: str, tree: Node | None, width: int = 180) -> tuple[str, tuple[Span, ...]]:
    """One line of about `width` characters around the first match, and the matches in it."""
    start, end = _window(text, _first(text, tree), width)
    line = " ".join(text[start:end].split())
    if start:
        line = "…" + line
    if end < len(text):
        line += "…"
    return line, find(line, tree)


def _first(text: str, tree: Node | None) -> int:
    """Where the first match begins; 0 without one."""
    spans = find(text[:AT_ONCE], tree) or (find(text, tree) if len(text) > AT_ONCE else ())
    return spans[0].start if spans else 0


def _window(text: str, match: int, width: int) -> tuple[int, int]:
    start = 0
    if match > BEFORE:
        blank = text.find(" ", match - BEFORE, match)
        start = blank + 1 if blank >= 0 else match
    end = start + width
    if end >= len(text):
        return start, len(text)
    blank = text.rfind(" ", max(start, match) + 1, end + 1)
    return start, blank if blank > 0 else end
