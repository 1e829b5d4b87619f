"""HTML: markup → blocks and what its head says; a saved web page → a document.

One parse serves both. Knows nothing of sections, items or sources.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from crankreader.ingest.blocks import Block
from crankreader.ingest.documents import spaced
from crankreader.ingest.html_scan import scan
from crankreader.ingest.html_style import sheet_of
from crankreader.ingest.html_walk import Walk
from crankreader.ingest.html_writer import Place
from crankreader.ingest.sniff import Refused
from crankreader.settings import Limits


@dataclass(frozen=True, slots=True)
class Page:
    """Markup, parsed once."""

    tree: LexborHTMLParser
    base: str | None
    """Against which its addresses are resolved."""
    size: int
    limits: Limits


def opened(markup: str | bytes, *, base: str | None = None, limits: Limits) -> Page:
    """The markup parsed. Raises Refused("convert", …) for what no parser should be given."""
    if len(markup) > limits.html:
        raise Refused(
            "convert", "too-large", f"The page is larger than {limits.html >> 20} MB of HTML."
        )
    text = markup.decode("utf-8", "replace") if isinstance(markup, bytes) else markup
    if "\0" in text:
        text = text.replace("\0", "")
    scan(text, limits)
    tree = LexborHTMLParser(text.encode("utf-8", "replace"))
    return Page(tree, base, len(text), limits)


def blocks_of(markup: str | bytes, *, base: str | None = None, limits: Limits) -> list[Block]:
    """Everything visible of a mail's or an entry's markup. Raises Refused("convert", …)."""
    return blocks_in(opened(markup, base=base, limits=limits))[0]


def blocks_in(page: Page) -> tuple[list[Block], list[tuple[Place, ...]]]:
    """Everything visible of a page, and for each block the elements around it."""
    styles = [node.text(deep=True) or "" for node in page.tree.css("style")[:50]]
    walk = Walk(page.base, sheet_of(styles), page.limits, page.size)
    root = page.tree.root
    if root is not None:
        walk.over(root)
    blocks = walk.writer.blocks
    if blocks:
        blocks[0] = replace(blocks[0], before=0)
        blocks = spaced(blocks)
    return blocks, walk.writer.homes
