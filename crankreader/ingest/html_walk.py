"""Everything visible of a parsed page, in order, as blocks with their links.

Knows HTML's elements; not what a page is about, and none of its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crankreader.ingest.addresses import canonical
from crankreader.ingest.html_links import Target
from crankreader.ingest.html_style import FONT_SIZES, Sheet, Style, style_of
from crankreader.ingest.html_tables import is_data
from crankreader.ingest.html_writer import Place, Writer
from crankreader.ingest.sniff import Refused
from crankreader.settings import Limits

_UNSEEN = frozenset(
    ("script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe", "video",
     "audio", "canvas", "svg", "noframes", "noembed", "datalist", "-comment", "-doctype", "param",
     "source", "track", "input")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
     "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
     "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
     "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "p", "plaintext", "pre",
     "search", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th",
     "thead", "tr", "ul", "xmp")
)  # fmt: skip
_HEADINGS = {f"h{level}": f"#{level}" for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_TABLE = frozenset(("table",))
_PRE = frozenset(("pre", "listing", "xmp", "plaintext"))
_EDGES = frozenset(("a", "span", "time", "label", "small", "option", "abbr", "cite"))
"""Inline elements that pages set apart by style alone."""
_MOST_HIDDEN_BY_CLASS = 200
"""Words; a script shows what is longer."""

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class _Frame:
    """What an open element changed and gives back when it closes."""

    tag: str
    is_block: bool
    is_bold: bool
    is_cited: bool
    size: float
    is_pre: bool
    target: Target | None
    is_linked: bool
    heading: str
    in_row: bool
    started: int
    """Blocks there were."""
    length: int
    """Characters of the block being written there were."""
    alt: str = ""


class Walk:
    """One pass over a tree."""

    def __init__(self, base: str | None, sheet: Sheet, limits: Limits, size: int) -> None:
        self.writer = Writer(limits, size)
        self._base, self._sheet, self._limits = base, sheet, limits
        self._looking = 4 * size
        """Characters that may still be read to tell how much a rule would hide."""
        self._frames: list[_Frame] = []
        self._markers: list[str] = []
        self._tables: list[bool] = []
        """For each open table whether it holds data."""

    def over(self, root: LexborNode) -> None:
        """Reads a whole tree. Raises Refused."""
        node: LexborNode = root
        while True:
            if self._enter(node):
                child = node.child
                if child is not None:
                    node = child
                    continue
                self._leave()
            following = node.next
            while following is None and self._frames:
                parent = node.parent
                if parent is None:
                    break
                node = parent
                self._leave()
                following = node.next
            if not self._frames or following is None:
                break
            node = following
        self.writer.finish()

    def _enter(self, node: LexborNode) -> bool:
        """Reads a text, or opens an element; False when nothing of it is to be read."""
        tag = node.tag or ""
        if tag == "-text":
            self.writer.add(node.text_content or "")
            return False
        if tag in _UNSEEN:
            return False
        if tag == "br":
            self.writer.line_break()
            return False
        attributes = node.attributes
        if tag in ("img", "area"):
            self._picture(tag, attributes)
            return False
        style = style_of(attributes.get("style"))
        if tag not in ("html", "body") and self._is_hidden(node, tag, attributes, style):
            return False
        self._open(tag, attributes, style)
        opened = _OPENED.get(tag)
        if opened is not None:
            opened(self, node, attributes)
        return True

    def _open(self, tag: str, attributes: Attributes, style: Style) -> None:
        if len(self._frames) > 2 * self._limits.nesting + 100:
            raise Refused("convert", "too-deep", "Elements stand too deep in one another.")
        writer = self.writer
        is_block = tag in _BLOCKS or style.is_block
        if is_block:
            writer.boundary()
            writer.around = _place(tag, attributes, writer.around)
        elif tag in _EDGES:
            writer.is_edge = True
        self._frames.append(
            _Frame(
                tag=tag,
                is_block=is_block,
                is_bold=writer.is_bold,
                is_cited=writer.is_cited,
                size=writer.size,
                is_pre=writer.is_pre,
                target=writer.target,
                is_linked=writer.is_linked,
                heading=writer.heading,
                in_row=writer.in_row,
                started=len(writer.blocks),
                length=writer.length,
            )
        )
        self._dress(tag, attributes, style)

    def _leave(self) -> None:
        writer = self.writer
        frame = self._frames[-1]
        closed = _CLOSED.get(frame.tag)
        if closed is not None:
            closed(self, frame)
        if frame.is_block:
            writer.boundary()
            writer.around = writer.around.outer if writer.around else None
        elif frame.tag in _EDGES:
            writer.is_edge = True
        self._frames.pop()
        writer.is_bold, writer.size, writer.is_pre = frame.is_bold, frame.size, frame.is_pre
        writer.target, writer.is_linked = frame.target, frame.is_linked
        writer.heading, writer.in_row = frame.heading, frame.in_row
        writer.is_cited = frame.is_cited

    def _is_hidden(self, node: LexborNode, tag: str, attributes: Attributes, style: Style) -> bool:
        if style.is_hidden or ("hidden" in attributes and attributes["hidden"] != "until-found"):
            return True
        if self._looking > 0 and any(rule.is_hidden for rule in self._sheet.of(tag, attributes)):
            text = node.text(deep=True, separator=" ")
            self._looking -= len(text)
            return len(text.split()) <= _MOST_HIDDEN_BY_CLASS
        return False

    def _dress(self, tag: str, attributes: Attributes, style: Style) -> None:
        """How text looks within the element."""
        writer = self.writer
        if tag in ("b", "strong", "th"):
            writer.is_bold = True
        elif tag == "cite":
            writer.is_cited = True
        elif tag == "font":
            writer.size = _font_size(attributes.get("size") or "") or writer.size
        elif tag == "big":
            writer.size *= 1.2
        elif tag == "small":
            writer.size *= 0.83
        for said in (*self._sheet.of(tag, attributes), style):
            if said.is_bold is not None:
                writer.is_bold = said.is_bold
            if said.size is not None:
                number, is_factor = said.size
                writer.size = number * writer.size if is_factor else number
            if said.is_pre is not None:
                writer.is_pre = said.is_pre
        if tag == "textarea":
            writer.is_pre = True
        if tag in _HEADINGS and not writer.in_row:
            writer.heading = _HEADINGS[tag]

    # Links and pictures

    def _open_link(self, node: LexborNode, attributes: Attributes) -> None:
        href = (attributes.get("href") or "").strip()
        self.writer.is_linked = bool(href)
        self.writer.opened += bool(href)
        if href and not href.startswith("#"):
            self.writer.target = self._target(href) or self.writer.target

    def _target(self, href: str) -> Target | None:
        url, original = canonical(href, self._base)
        if url is None:
            return None
        self.writer.spend(len(url) + len(original or ""))
        return Target(url, original)

    def _close_link(self, frame: _Frame) -> None:
        target = self.writer.target
        if target is None or target is frame.target or self.writer.is_told(target):
            return
        if target.alt:
            self.writer.add_alt(target.alt)
        if not self.writer.is_told(target):
            self.writer.add_bare(target)

    def _picture(self, tag: str, attributes: Attributes) -> None:
        alt = " ".join((attributes.get("alt") or "").split())
        if tag == "area":
            target = self._target(attributes.get("href") or "")
            if target is not None:
                self.writer.add_bare(target)
            return
        target = self.writer.target
        if target is not None and not target.alt:
            target.alt = alt
        for frame in reversed(self._frames):
            if frame.tag in _HEADINGS:
                frame.alt = frame.alt or alt
                break

    def _close_heading(self, frame: _Frame) -> None:
        is_empty = frame.started == len(self.writer.blocks) and self.writer.length == 0
        if is_empty and frame.alt:
            self.writer.add_alt(frame.alt)

    # Lists, quotes, captions

    def _open_list(self, node: LexborNode, attributes: Attributes) -> None:
        self._markers.append("1" if node.tag == "ol" else "-")
        self.writer.lists += 1

    def _close_list(self, frame: _Frame) -> None:
        self.writer.boundary()
        self._markers.pop()
        self.writer.lists -= 1

    def _open_item(self, node: LexborNode, attributes: Attributes) -> None:
        if self._has_begun(_LISTS):
            self.writer.gap = 0
        self.writer.item = self._markers[-1] if self._markers else "-"

    def _close_item(self, frame: _Frame) -> None:
        self.writer.boundary()
        self.writer.item = ""

    def _has_begun(self, tags: frozenset[str]) -> bool:
        """Something of such an element that is open now has been written."""
        written = len(self.writer.blocks)
        return any(frame.tag in tags and frame.started < written for frame in self._frames)

    def _open_definition(self, node: LexborNode, attributes: Attributes) -> None:
        self.writer.gap = 0
        self.writer.lists += 1

    def _close_definition(self, frame: _Frame) -> None:
        self.writer.boundary()
        self.writer.lists -= 1

    def _open_quote(self, node: LexborNode, attributes: Attributes) -> None:
        self.writer.quotes += 1

    def _close_quote(self, frame: _Frame) -> None:
        self.writer.boundary()
        self.writer.quotes -= 1

    def _open_caption(self, node: LexborNode, attributes: Attributes) -> None:
        self.writer.captions += 1

    def _close_caption(self, frame: _Frame) -> None:
        self.writer.boundary()
        self.writer.captions -= 1

    def _open_pre(self, node: LexborNode, attributes: Attributes) -> None:
        self.writer.open_verbatim()

    def _close_pre(self, frame: _Frame) -> None:
        self.writer.close_verbatim()

    # Tables

    def _open_table(self, node: LexborNode, attributes: Attributes) -> None:
        self._tables.append(not self.writer.in_row and is_data(node))

    def _close_table(self, frame: _Frame) -> None:
        self._tables.pop()

    def _open_row(self, node: LexborNode, attributes: Attributes) -> None:
        if self._tables and self._tables[-1]:
            if self._has_begun(_TABLE):
                self.writer.gap = 0
            self.writer.in_row = True

    def _close_row(self, frame: _Frame) -> None:
        if self.writer.in_row and not frame.in_row:
            self.writer.in_row = False
            self.writer.flush(mark="table")

    def _open_cell(self, node: LexborNode, attributes: Attributes) -> None:
        if self.writer.in_row:
            self.writer.divides = self.writer.length > 0

    def _open_rule(self, node: LexborNode, attributes: Attributes) -> None:
        self.writer.rule()


def _place(tag: str, attributes: Attributes, outer: Place | None) -> Place:
    hints = [attributes[key] or "" for key in ("class", "id", "role") if key in attributes]
    return Place(tag, " ".join(hints).lower()[:200], outer, outer.depth + 1 if outer else 0)


def _font_size(size: str) -> float | None:
    """Pixels of <font size>: "5", "+1"."""
    size = size.strip()
    if len(size) == 1 and size.isdecimal():
        number = int(size)
    elif len(size) == 2 and size[0] in "+-" and size[1].isdecimal():
        number = 3 + int(size)
    else:
        return None
    return FONT_SIZES[min(max(number, 1), 7) - 1]


_OPENED = {
    "a": Walk._open_link, "li": Walk._open_item, "blockquote": Walk._open_quote,
    "figcaption": Walk._open_caption, "caption": Walk._open_caption, "table": Walk._open_table,
    "tr": Walk._open_row, "td": Walk._open_cell, "th": Walk._open_cell, "hr": Walk._open_rule,
    "dd": Walk._open_definition,
    **dict.fromkeys(_LISTS, Walk._open_list), **dict.fromkeys(_PRE, Walk._open_pre),
}  # fmt: skip
_CLOSED = {
    "a": Walk._close_link, "li": Walk._close_item, "blockquote": Walk._close_quote,
    "figcaption": Walk._close_caption, "caption": Walk._close_caption, "table": Walk._close_table,
    "tr": Walk._close_row, "dd": Walk._close_definition,
    **dict.fromkeys(_LISTS, Walk._close_list), **dict.fromkeys(_PRE, Walk._close_pre),
    **dict.fromkeys(_HEADINGS, Walk._close_heading),
}  # fmt: skip
