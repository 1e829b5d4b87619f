"""Issues and items on their way out: JSON shapes, text, Markdown and HTML.

Pure: values in, text or plain data out. Knows no database, index or screen.
"""

from crankreader.export.documents import (
    issue_document,
    item_document,
    mention_document,
    reading_document,
)
from crankreader.export.html import as_html
from crankreader.export.layout import Piece, issue_pieces, reading_pieces
from crankreader.export.markdown import as_markdown
from crankreader.export.text import as_text

__all__ = [
    "Piece",
    "as_html",
    "as_markdown",
    "as_text",
    "issue_document",
    "issue_pieces",
    "item_document",
    "mention_document",
    "reading_document",
    "reading_pieces",
]
