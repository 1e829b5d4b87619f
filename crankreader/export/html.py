"""Pieces as one HTML page that loads nothing and runs nothing.

Pure; every word is escaped, links only where `safe_url` lets a person go.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from crankreader.export.layout import Piece
from crankreader.safety import safe_url

_TAGS = {
    "title": "h1",
    "details": "p",
    "section": "h2",
    "item": "h3",
    "subheading": "h4",
    "paragraph": "p",
    "caption": "figcaption",
    "list": "h5",
    "entry": "li",
}
_HEAD = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5 }}</style>
</head>
<body>
"""


def as_html(pieces: Iterable[Piece], language: str | None = None) -> str:
    """The pieces as a page; its title is that of the first piece."""
    pieces = list(pieces)
    title = pieces[0].text if pieces else ""
    lines = [_HEAD.format(language=escape(language or "und"), title=escape(title))]
    in_list = False
    for piece in pieces:
        is_entry = piece.kind == "entry"
        if is_entry != in_list:
            lines.append("<ul>\n" if is_entry else "</ul>\n")
            in_list = is_entry
        lines.append(_written(piece))
    lines.append(("</ul>\n" if in_list else "") + "</body>\n</html>\n")
    return "".join(lines)


def _written(piece: Piece) -> str:
    tag = _TAGS[piece.kind]
    words = escape(piece.text).replace("\n", "<br>\n")
    url = safe_url(piece.url) if piece.url else None
    if url:
        words = f'<a href="{escape(url)}" rel="noopener noreferrer">{words}</a>'
    return f"<{tag}>{words}</{tag}>\n"
