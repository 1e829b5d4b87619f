"""Whether a table of a page holds data or only places things.

Looks at one table of the parsed tree and at nothing around it.
"""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_BLOCKS = frozenset(
    ("p", "div", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr",
     "center", "article", "section", "table", "form")
)  # fmt: skip
_LONGEST_CELL = 80
_MOST_ROWS = 200
"""Looked at; the others will be like them."""


def is_data(table: LexborNode) -> bool:
    """Rows and columns that mean something, so that a row is read across."""
    attributes = table.attributes
    if attributes.get("role") in ("presentation", "none"):
        return False
    if len(table.css("table")) > 1:
        return False
    rows = [_cells(row) for row in table.css("tr")[:_MOST_ROWS]]
    rows = [row for row in rows if row]
    filled = [[text for _, text, _ in row if text] for row in rows]
    wide = [row for row in filled if len(row) > 1]
    if len(wide) < 2 or len(wide) < 0.5 * len([row for row in filled if row]):
        return False
    cells = [text for row in filled for text in row]
    heads = sum(1 for row in rows for tag, text, _ in row if tag == "th" and text)
    if heads and heads < len(cells):
        return max(map(len, cells)) < 400
    if any(has_blocks for row in rows for _, _, has_blocks in row):
        return False
    numbers = sum(1 for text in cells if any(c.isdigit() for c in text))
    short = max(map(len, cells)) <= _LONGEST_CELL
    is_ruled = (attributes.get("border") or "0").strip() not in ("", "0")
    return short and len(wide) > 2 and (is_ruled or numbers >= 0.3 * len(cells))


def _cells(row: LexborNode) -> list[tuple[str, str, bool]]:
    """(tag, text, whether blocks stand in it) of each cell."""
    found = []
    cell = row.child
    while cell is not None:
        tag = cell.tag or ""
        if tag in ("td", "th"):
            text = " ".join(cell.text(deep=True, separator=" ").split())
            found.append((tag, text, _has_blocks(cell)))
        cell = cell.next
    return found


def _has_blocks(cell: LexborNode) -> bool:
    child = cell.child
    while child is not None:
        if child.tag in _BLOCKS:
            return True
        child = child.next
    return False
