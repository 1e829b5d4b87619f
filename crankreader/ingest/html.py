"""HTML: markup → blocks and what its head says; a saved web page → a document.

One parse serves both. Knows nothing of sections, items or sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from crankreader.ingest import main_text
from crankreader.ingest.addresses import canonical
from crankreader.ingest.blocks import Block
from crankreader.ingest.decode import decode
from crankreader.ingest.documents import Converted, Given, spaced, text_of
from crankreader.ingest.html_facts import facts_in
from crankreader.ingest.html_scan import scan
from crankreader.ingest.html_style import sheet_of
from crankreader.ingest.html_walk import Walk
from crankreader.ingest.html_writer import Home
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


_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"^[^?#]+\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_LOOKED_AT = 4096
_READ_ON = ("script", "style", "title", "textarea", "iframe", "noframes", "noembed", "xmp")
_SELF_CLOSED = re.compile(rf"<({'|'.join(_READ_ON)})\b([^<>]{{0,2000}})/>", re.IGNORECASE)


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Converted]:
    """A saved web page or newsletter. Raises Refused."""
    if len(raw) > 4 * limits.html:
        raise _too_large(limits)
    declared = _DECLARED.search(raw[:_LOOKED_AT])
    markup, warnings = decode(raw, declared[1].decode("ascii") if declared else None)
    page = opened(markup, limits=limits)
    given = facts_of(page)
    if page.base is None:
        page = replace(page, base=given.url)
    blocks, homes = blocks_in(page)
    if not any(c.isalnum() for block in blocks for c in block.text):
        raise Refused("convert", "empty", "The page shows no text.")
    aside = {*main_text.aside_of(blocks, homes, markup, given.title), *_bars(blocks, homes)}
    yield Converted(
        text=text_of(blocks),
        blocks=blocks,
        format="html",
        given=given,
        key=f"url:{given.url}" if given.url else None,
        aside=tuple(sorted(aside)),
        warnings=warnings,
    )


def _bars(blocks: list[Block], homes: list[Home]) -> Iterator[int]:
    """Lines of nothing but three short links or more: where else one could go."""
    for at, (block, home) in enumerate(zip(blocks, homes, strict=True)):
        is_linked = home.links >= 3 and home.linked >= 0.8 * len(block.text.replace(" ", ""))
        if is_linked and block.kind != "item" and len(block.text.split()) <= 3 * home.links:
            yield at


def opened(markup: str | bytes, *, base: str | None = None, limits: Limits) -> Page:
    """The markup parsed. Raises Refused("convert", …) for what no parser should be given."""
    if len(markup) > limits.html:
        raise _too_large(limits)
    text = markup.decode("utf-8", "replace") if isinstance(markup, bytes) else markup
    if "\0" in text:
        text = text.replace("\0", "")
    text = _closed(text)
    scan(text, limits)
    tree = LexborHTMLParser(text.encode("utf-8", "replace"))
    named = tree.css_first("base[href]")
    if named is not None:
        base = canonical(named.attributes.get("href") or "", base)[0] or base
    return Page(tree, base, len(text), limits)


def _closed(markup: str) -> str:
    """The markup with elements closed that XML lets close themselves: HTML reads on in them."""
    if _SELF_CLOSED.search(markup) is None:
        return markup
    folded = markup.lower()
    is_xml = markup.lstrip()[:5].lower() == "<?xml"
    last = {name: -1 if is_xml else folded.rfind(f"</{name}") for name in _READ_ON}

    def closed(found: re.Match[str]) -> str:
        name = found[1].lower()
        return f"<{found[1]}{found[2]}></{name}>" if found.start() > last[name] else found[0]

    return _SELF_CLOSED.sub(closed, markup)


def _too_large(limits: Limits) -> Refused:
    return Refused(
        "convert", "too-large", f"The page is larger than {limits.html >> 20} MB of HTML."
    )


def blocks_of(markup: str | bytes, *, base: str | None = None, limits: Limits) -> list[Block]:
    """Everything visible of a mail's or an entry's markup. Raises Refused("convert", …)."""
    return blocks_in(opened(markup, base=base, limits=limits))[0]


def blocks_in(page: Page) -> tuple[list[Block], list[Home]]:
    """Everything visible of a page, and for each block where it stood."""
    styles = [node.text(deep=True) or "" for node in page.tree.css("style")[:50]]
    walk = Walk(page.base, sheet_of(styles), page.limits, page.size)
    root = page.tree.root
    if root is not None:
        walk.over(root)
    blocks = walk.writer.blocks
    if blocks:
        blocks[0] = replace(blocks[0], before=0)
        blocks = [
            replace(block, mark="caption") if _is_picture(block) else block
            for block in spaced(blocks)
        ]
    return blocks, walk.writer.homes


def _is_picture(block: Block) -> bool:
    """Nothing but a link to a picture: the words are those that stand for it."""
    return (
        block.kind == "paragraph"
        and len(block.links) == 1
        and " " in block.text
        and len(block.links[0].text) >= 0.9 * len(block.text)
        and _PICTURE.search(block.links[0].url or "") is not None
    )


def facts_of(page: Page) -> Given:
    """What the page's head says about it, each fact with its reason."""
    return facts_in(page.tree, page.base)
