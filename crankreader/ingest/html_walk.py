"""Everything visible of a parsed page, in order, as blocks with their links.

Knows HTML's elements; not what a page is about, and none of its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from crankreader.ingest.addresses import canonical, host_name
from crankreader.ingest.blocks import Block, BlockKind, trimmed_url, urls
from crankreader.ingest.html_style import (
    BODY_SIZE,
    FONT_SIZES,
    SMALLEST,
    Sheet,
    Style,
    style_of,
)
from crankreader.ingest.html_tables import is_data
from crankreader.ingest.sniff import Refused
from crankreader.model import Link, Span
from crankreader.safety import clean
from crankreader.settings import Limits

_UNSEEN = frozenset(
    ("script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe", "video",
     "audio", "canvas", "svg", "noframes", "noembed", "datalist", "-comment", "-doctype", "param",
     "source", "track")
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
_TABLE = frozenset(("table",))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_PRE = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))
_EDGES = frozenset(("a", "span", "time", "label", "small", "option", "abbr", "cite"))
"""Inline elements that pages set apart by style alone."""
_MOST_HIDDEN_BY_CLASS = 200
"""Words; a script shows what is longer."""
_SHORT_HEADING = 14
_LARGER = 1.2


Place = tuple[str, str]
"""A tag, and its classes, id and role."""


@dataclass(slots=True)
class _Target:
    """A link element: where it leads, and what stood in it."""

    url: str
    original: str | None
    is_used: bool = False
    alt: str = ""


@dataclass(slots=True)
class _Look:
    """How a block looked."""

    is_bold: bool
    size: float
    is_alt: bool
    is_plain: bool
    """A paragraph that stands in no list, table or quote."""


@dataclass(slots=True)
class _Run:
    """The block being written."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    alt: int = 0
    size: float = 0.0
    spans: list[tuple[_Target, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    """What an open element changed and gives back when it closes."""

    tag: str
    place: Place | None
    """Of a block element."""
    is_bold: bool
    size: float
    is_pre: bool
    target: _Target | None
    heading: str
    in_row: bool
    started: int
    """Blocks there were, and characters of the one being written."""
    length: int
    alt: str = ""


class Walk:
    """One pass over a tree."""

    def __init__(self, base: str | None, sheet: Sheet, limits: Limits, size: int) -> None:
        self.blocks: list[Block] = []
        self.homes: list[tuple[Place, ...]] = []
        """For each block the block elements around it, outermost first."""
        self._base, self._sheet, self._limits = base, sheet, limits
        self._room = limits.output * size + 65536
        self._looks: list[_Look] = []
        self._run = _Run()
        self._frames: list[_Frame] = []
        self._bold, self._size, self._pre = False, BODY_SIZE, False
        self._target: _Target | None = None
        self._bare: list[Link] = []
        self._heading = ""
        self._lists: list[str] = []
        self._tables: list[bool] = []
        """For each open table whether it holds data."""
        self._item = ""
        self._quotes = 0
        self._caption = 0
        self._in_row = False
        self._divides = self._blank = self._edge = False
        self._gap, self._breaks = 1, 0

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
        self._flush()
        self._finish()

    # Elements

    def _enter(self, node: LexborNode) -> bool:
        """Reads a text, or opens an element; False when nothing of it is to be read."""
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
            return False
        if tag in _UNSEEN:
            return False
        if tag == "br":
            self._break()
            return False
        attributes = node.attributes
        if tag == "img" or tag == "area":
            self._picture(tag, attributes)
            return False
        style = style_of(attributes.get("style"))
        if tag not in ("html", "body") and self._is_hidden(node, tag, attributes, style):
            return False
        if len(self._frames) > 2 * self._limits.nesting + 100:
            raise Refused("convert", "too-deep", "Elements stand too deep in one another.")
        is_block = tag in _BLOCKS or style.is_block
        if is_block:
            self._boundary()
        elif tag in _EDGES:
            self._edge = True
        place = None
        if is_block:
            hint = " ".join(attributes.get(key) or "" for key in ("class", "id", "role"))
            place = (tag, hint.strip().lower())
        self._frames.append(
            _Frame(
                tag=tag,
                place=place,
                is_bold=self._bold,
                size=self._size,
                is_pre=self._pre,
                target=self._target,
                heading=self._heading,
                in_row=self._in_row,
                started=len(self.blocks),
                length=self._run.length,
            )
        )
        self._look_of(tag, attributes, style)
        opened = _OPENED.get(tag)
        if opened is not None:
            opened(self, node, attributes)
        return True

    def _leave(self) -> None:
        frame = self._frames[-1]
        closed = _CLOSED.get(frame.tag)
        if closed is not None:
            closed(self, frame)
        if frame.place is not None:
            self._boundary()
        elif frame.tag in _EDGES:
            self._edge = True
        self._frames.pop()
        self._bold, self._size, self._pre = frame.is_bold, frame.size, frame.is_pre
        self._target, self._heading, self._in_row = frame.target, frame.heading, frame.in_row

    def _is_hidden(
        self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], style: Style
    ) -> bool:
        if style.is_hidden or ("hidden" in attributes and attributes["hidden"] != "until-found"):
            return True
        if tag == "input":
            return True
        if any(rule.is_hidden for rule in self._sheet.of(tag, attributes)):
            return len(node.text(deep=True, separator=" ").split()) <= _MOST_HIDDEN_BY_CLASS
        return False

    def _look_of(self, tag: str, attributes: Mapping[str, str | None], style: Style) -> None:
        if tag in ("b", "strong", "th", "big"):
            self._bold = self._bold or tag != "big"
        if tag == "font":
            size = (attributes.get("size") or "").strip()
            if size.isdecimal() and len(size) == 1:
                self._size = FONT_SIZES[min(max(int(size), 1), 7) - 1]
            elif size[:1] in ("+", "-") and size[1:].isdecimal() and len(size) == 2:
                number = 3 + int(size)
                self._size = FONT_SIZES[min(max(number, 1), 7) - 1]
        elif tag == "big":
            self._size *= 1.2
        elif tag == "small":
            self._size *= 0.83
        for said in (*self._sheet.of(tag, attributes), style):
            if said.is_bold is not None:
                self._bold = said.is_bold
            if said.size is not None:
                number, is_factor = said.size
                self._size = number * self._size if is_factor else number
            if said.is_pre is not None:
                self._pre = said.is_pre
        if tag in _PRE:
            self._pre = True
        if tag in _HEADINGS and not self._in_row:
            self._heading = _HEADINGS[tag]

    def _open_link(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        href = (attributes.get("href") or "").strip()
        if not href or href.startswith("#"):
            return
        url, original = canonical(href, self._base)
        if url is not None:
            self._target = _Target(url, original)
            self._spend(len(url) + len(original or ""))

    def _close_link(self, frame: _Frame) -> None:
        target = self._target
        if target is None or target is frame.target:
            return
        if any(target is other for other, _, _ in self._run.spans) or target.is_used:
            return
        if target.alt:
            self._add_alt(target.alt)
        else:
            self._bare.append(_link_alone(target))

    def _picture(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        alt = " ".join((attributes.get("alt") or "").split())
        if tag == "area":
            href = attributes.get("href")
            url, original = canonical(href, self._base) if href else (None, None)
            if url is not None:
                self._spend(len(url) + len(original or ""))
                self._bare.append(_link_alone(_Target(url, original)))
            return
        if self._target is not None and not self._target.alt:
            self._target.alt = alt
        for frame in reversed(self._frames):
            if frame.tag in _HEADINGS:
                frame.alt = frame.alt or alt
                break

    def _close_heading(self, frame: _Frame) -> None:
        is_empty = frame.started == len(self.blocks) and self._run.length == 0
        if is_empty and frame.alt:
            self._add_alt(frame.alt)

    def _open_list(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        if self._lists and not self._in_row:
            self._gap = 0
        self._lists.append("1" if node.tag == "ol" else "-")

    def _close_list(self, frame: _Frame) -> None:
        self._flush()
        self._lists.pop()
        self._item = ""

    def _open_item(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        self._item = self._lists[-1] if self._lists else "-"
        if self._has_begun(_LISTS):
            self._gap = 0

    def _has_begun(self, tags: frozenset[str]) -> bool:
        """Something of such an element that is open now has been written."""
        written = len(self.blocks)
        return any(frame.tag in tags and frame.started < written for frame in self._frames)

    def _close_item(self, frame: _Frame) -> None:
        self._flush()
        self._item = ""

    def _open_quote(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        self._quotes += 1

    def _close_quote(self, frame: _Frame) -> None:
        self._flush()
        self._quotes -= 1

    def _open_caption(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        self._caption += 1

    def _close_caption(self, frame: _Frame) -> None:
        self._flush()
        self._caption -= 1

    def _open_table(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        # A frame keeps what was; inside a row of data everything belongs to that row.
        self._tables.append(not self._in_row and is_data(node))

    def _close_table(self, frame: _Frame) -> None:
        self._tables.pop()

    def _open_row(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        if self._tables and self._tables[-1]:
            self._in_row = True
            if self._has_begun(_TABLE):
                self._gap = 0

    def _close_row(self, frame: _Frame) -> None:
        if self._in_row and not frame.in_row:
            self._in_row = False
            self._flush(mark="table")

    def _open_cell(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        if self._in_row:
            self._divides = self._run.length > 0

    def _open_rule(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        if not self._in_row:
            self._append(Block("rule", "---", ("---",), before=1), _Look(False, 0, False, False))
            self._gap = 1

    # Text

    def _add(self, data: str) -> None:
        """A piece of text, blanks collapsed unless they count here."""
        if self._pre and "\n" in data and not self._in_row and not self._heading:
            for number, line in enumerate(data.split("\n")):
                if number:
                    self._break()
                self._add(line)
            return
        words = data.split()
        if not words:
            self._blank = self._blank or bool(data)
            return
        text = data.strip() if self._pre else " ".join(words)
        text = str(clean(text)).strip()
        if not text or self._size < SMALLEST:
            self._blank = True
            return
        run = self._run
        if run.length:
            if self._divides:
                self._put(" | ", None)
            elif self._blank or data[0].isspace() or self._is_edge(text):
                self._put(" ", self._target)
        elif self._pre and self._heading == "":
            text = data[: len(data) - len(data.lstrip())].expandtabs(4).replace("\xa0", " ") + text
        self._divides = self._edge = False
        self._blank = data[-1].isspace()
        self._put(text, self._target)
        if self._bold:
            run.bold += len(text)
        run.size = max(run.size, self._size) if run.size else self._size

    def _is_edge(self, text: str) -> bool:
        """Two elements that only style keeps apart: "Economy" and "May 3"."""
        last = self._run.pieces[-1][-1:]
        if not self._edge or not last:
            return False
        if self._target is not None and self._run.spans:
            other, _, end = self._run.spans[-1]
            if other is not self._target and end == self._run.length:
                return True
        return text[0].isupper() and (last.islower() or last.isdigit() or last in ".!?:)…")

    def _add_alt(self, alt: str) -> None:
        before = self._run.length
        self._add(alt)
        self._run.alt += self._run.length - before

    def _put(self, text: str, target: _Target | None) -> None:
        run = self._run
        start = run.length
        run.pieces.append(text)
        run.length += len(text)
        if target is None or target.is_used:
            return
        if run.spans and run.spans[-1][0] is target:
            run.spans[-1] = (target, run.spans[-1][1], run.length)
        elif text != " ":
            run.spans.append((target, start, run.length))

    def _break(self) -> None:
        """A line break."""
        if self._in_row or self._heading:
            self._blank = True
            return
        if self._run.length:
            self._flush()
            self._breaks = 1
        else:
            self._breaks += 1
            if self._breaks > 1:
                self._gap = 1

    def _boundary(self) -> None:
        """Where a block element begins or ends."""
        if self._in_row:
            self._blank = True
            return
        self._flush()
        if not self._item:
            self._gap = 1

    # Blocks

    def _flush(self, mark: str = "") -> None:
        """Ends the block being written."""
        run = self._run
        self._blank = self._edge = self._divides = False
        if run.length == 0:
            return
        self._run = _Run()
        text = "".join(run.pieces).rstrip()
        links = [
            Link(text[start:end].strip() or text, target.url, Span(start, min(end, len(text))),
                 target.original)
            for target, start, end in run.spans
        ]  # fmt: skip
        for target, _, _ in run.spans:
            target.is_used = True
        indent = len(text) - len(text.lstrip())
        if indent and not links:
            text = text.lstrip()
        if clean(text) != text:
            text = str(clean(text))
            links = [link._replace(span=None) for link in links]
        links += _addresses_in(text, links) + self._bare
        self._bare = []
        kind, own_mark, depth = self._kind(mark)
        block = Block(
            kind, text, (text,), before=self._gap, mark=own_mark, indent=depth, links=tuple(links)
        )
        letters = len(text.replace(" ", ""))
        self._append(
            block,
            _Look(
                is_bold=run.bold >= 0.9 * letters,
                size=run.size,
                is_alt=run.alt >= run.length,
                is_plain=kind == "paragraph" and not own_mark and depth == 0,
            ),
        )
        self._gap = self._breaks = 0

    def _kind(self, mark: str) -> tuple[BlockKind, str, int]:
        depth = 2 * (len(self._lists) - 1) if self._lists else 0
        item, self._item = self._item, ""
        if mark:
            return "paragraph", mark, 0
        if self._heading:
            return "heading", self._heading, 0
        if self._caption:
            return "paragraph", "caption", 0
        if item:
            return "item", item, depth
        if self._quotes:
            return "quote", ">", 0
        return "paragraph", "", depth + 2 if self._lists else 0

    def _append(self, block: Block, look: _Look) -> None:
        self.blocks.append(block)
        self._looks.append(look)
        self.homes.append(tuple(frame.place for frame in self._frames if frame.place is not None))
        self._spend(len(block.text))
        if len(self.blocks) > self._limits.blocks:
            raise Refused(
                "convert",
                "too-many-blocks",
                f"The page has more than {self._limits.blocks:,} paragraphs.",
            )

    def _spend(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise Refused("convert", "bomb", "The page would grow far beyond its own size.")

    def _finish(self) -> None:
        """What only the whole page tells: which blocks its look makes headings."""
        if self._bare and self.blocks:
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, links=(*last.links, *self._bare))
        self._drop_repeated_alts()
        sizes: Counter[float] = Counter()
        bold = total = 0
        for block, look in zip(self.blocks, self._looks, strict=True):
            if block.kind in ("paragraph", "item", "quote"):
                sizes[look.size] += len(block.text)
                total += len(block.text)
                bold += len(block.text) if look.is_bold else 0
        usual = sizes.most_common(1)[0][0] if sizes else BODY_SIZE
        for at, (block, look) in enumerate(zip(self.blocks, self._looks, strict=True)):
            stands_out = look.size >= _LARGER * usual or (look.is_bold and bold < 0.5 * total)
            if look.is_plain and block.before and stands_out and _is_short(block.text):
                self.blocks[at] = replace(block, kind="heading", mark="*")

    def _drop_repeated_alts(self) -> None:
        """A picture that links where a text links as well needs no words of its own."""
        told = {
            link.url
            for block, look in zip(self.blocks, self._looks, strict=True)
            if not look.is_alt
            for link in block.links
        }
        kept = [
            at
            for at, (block, look) in enumerate(zip(self.blocks, self._looks, strict=True))
            if not (look.is_alt and block.links and all(one.url in told for one in block.links))
        ]
        if len(kept) < len(self.blocks):
            self.blocks = [self.blocks[at] for at in kept]
            self._looks = [self._looks[at] for at in kept]
            self.homes = [self.homes[at] for at in kept]


def _link_alone(target: _Target) -> Link:
    """A link without any text to stand on."""
    shown = target.url[7:] if target.url.startswith("mailto:") else host_name(target.url)
    return Link(shown, target.url, None, target.original)


def _addresses_in(text: str, links: list[Link]) -> list[Link]:
    """Addresses written out in a text that no link covers."""
    found = []
    for match in urls(text):
        start = match.start()
        written = trimmed_url(match.group())
        end = start + len(written)
        if any(link.span and link.span.start < end and start < link.span.end for link in links):
            continue
        url, original = canonical(written)
        if url is not None:
            found.append(Link(written, url, Span(start, end), original))
    return found


def _is_short(text: str) -> bool:
    """As a heading is: few words, and no sentence."""
    words = len(text.split())
    return (
        0 < words <= _SHORT_HEADING
        and text[-1] not in ".,;|"
        and any(c.isalnum() for c in text)
        and "://" not in text
    )


_OPENED = {
    "a": Walk._open_link, "li": Walk._open_item, "blockquote": Walk._open_quote,
    "figcaption": Walk._open_caption, "caption": Walk._open_caption, "table": Walk._open_table,
    "tr": Walk._open_row, "td": Walk._open_cell, "th": Walk._open_cell, "hr": Walk._open_rule,
    **dict.fromkeys(_LISTS, Walk._open_list),
}  # fmt: skip
_CLOSED = {
    "a": Walk._close_link, "li": Walk._close_item, "blockquote": Walk._close_quote,
    "figcaption": Walk._close_caption, "caption": Walk._close_caption, "table": Walk._close_table,
    "tr": Walk._close_row,
    **dict.fromkeys(_LISTS, Walk._close_list), **dict.fromkeys(_HEADINGS, Walk._close_heading),
}  # fmt: skip
