"""The piece of a text that shows why it was found. Pure."""

from __future__ import annotations

from crankreader.model import Span
from crankreader.query import Node, find, near_first

BEFORE = 50
"""Characters in front of the first match, at most."""


def snippet(text: str, tree: Node | None, width: int = 180) -> tuple[str, tuple[Span, ...]]:
    """One line of about `width` characters around the first match, and the matches in it.

    The beginning where the text has none: the title or a source was found.
    """
    start, end = _window(text, near_first(text, tree), width)
    line = " ".join(text[start:end].split())
    if start:
        line = "…" + line
    if end < len(text):
        line += "…"
    return line, find(line, tree)


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
