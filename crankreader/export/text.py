"""Pieces as plain text for people: one line a paragraph, headings underlined.

Knows no terminal: whoever prints it wraps and cleans.
"""

from __future__ import annotations

from collections.abc import Iterable

from crankreader.export.layout import Piece
from crankreader.safety import safe_url

_UNDERLINES = {"title": "=", "section": "-"}
_LONGEST_UNDERLINE = 60


def as_text(pieces: Iterable[Piece]) -> str:
    """The pieces with blank lines between them, entries of lists close together."""
    lines: list[str] = []
    before = None
    for piece in pieces:
        close = (before, piece.kind) in {
            ("title", "details"),
            ("item", "details"),
            ("details", "details"),
            ("list", "entry"),
            ("entry", "entry"),
        }
        if lines and not close:
            lines.append("")
        lines.extend(_lines(piece))
        before = piece.kind
    return "\n".join(lines) + "\n"


def _lines(piece: Piece) -> list[str]:
    if piece.kind in _UNDERLINES:
        width = min(len(piece.text), _LONGEST_UNDERLINE)
        return [piece.text, _UNDERLINES[piece.kind] * width]
    if piece.kind == "caption":
        return [f"[{piece.text}]"]
    if piece.kind == "list":
        return [f"{piece.text}:"]
    if piece.kind == "entry":
        url = safe_url(piece.url) if piece.url else None
        return [f"  - {piece.text}" + (f" <{url}>" if url and url != piece.text else "")]
    return [piece.text]
