"""Pieces as Markdown (CommonMark) in which no word of a document is taken for markup.

Pure; links only where `safe_url` lets a person go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crankreader.export.layout import Piece, reading_pieces
from crankreader.model import Reading
from crankreader.safety import safe_url

_PREFIXES = {
    "title": "# ",
    "section": "## ",
    "item": "### ",
    "subheading": "#### ",
    "entry": "- ",
}
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&|~]")
_START = re.compile(r"^([#+=-])", re.MULTILINE)
_NUMBER = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_INDENT = re.compile(r"^[ ]+", re.MULTILINE)


def as_markdown(pieces: Iterable[Piece]) -> str:
    """The pieces as one Markdown document."""
    written: list[str] = []
    before = None
    for piece in pieces:
        if before is not None:
            written.append("\n" if piece.kind == before == "entry" else "\n\n")
        written.append(_PREFIXES.get(piece.kind, "") + _written(piece))
        before = piece.kind
    return "".join(written) + "\n"


def item_markdown(reading: Reading) -> str:
    """One item with all that stands beside it, as the screens copy it."""
    return as_markdown(reading_pieces(reading))


def _written(piece: Piece) -> str:
    if piece.kind == "paragraph":
        return _escaped(piece.text)
    line = _escaped(" ".join(piece.text.split()))
    if piece.kind == "details":
        return f"*{line}*"
    if piece.kind == "caption":
        return f"> {line}"
    if piece.kind == "list":
        return f"**{line}**"
    url = safe_url(piece.url) if piece.url else None
    return f"[{line}](<{url}>)" if url else line


def _escaped(text: str) -> str:
    text = _ANYWHERE.sub(lambda found: "\\" + found.group(), _INDENT.sub("", text))
    text = _NUMBER.sub(r"\1\\\2", text)
    return _START.sub(r"\\\1", text)
