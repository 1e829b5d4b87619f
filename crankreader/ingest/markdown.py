"""Markdown: CommonMark with tables, and the heads and tags of site builders → a document.

Walks markdown-it's tokens. Knows nothing of sections, items or sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from crankreader.ingest import addresses, front_matter, periods, templating
from crankreader.ingest.blocks import (
    Block,
    BlockKind,
    ends_sentence,
    is_wordless,
    urls,
    word_count,
)
from crankreader.ingest.decode import decode
from crankreader.ingest.documents import Converted, spaced, text_of
from crankreader.ingest.inline import Line, bare_links, in_order, lines_of
from crankreader.ingest.markdown_signs import looks_like
from crankreader.ingest.sniff import Refused
from crankreader.model import Link, Span
from crankreader.safety import clean
from crankreader.settings import LIMITS, Limits

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["blocks_of", "convert", "looks_like"]

_DEEPEST = 100
"""Levels of tokens: a list and its item are two. The parser goes down by recursion."""
_MOST_MARKERS = 40
"""Markers of quotes and lists that one line may open."""
_MARKERS = re.compile(r"(?:[ \t]*+(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+")
_MARKER = re.compile(r"[>+*.)-]")
_BREAK = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$")
_LISTED = re.compile(r"^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_MOST = {"\n": 4, "|": 4, "[": 2, "*": 4, "_": 4, "`": 4, "<": 4, "~": 4, "&": 8, "\\": 8}
"""How many of a sign there may be for each block that there may be; each takes about 10 µs."""
_FULL = re.compile(r"\]\[([^\[\]]{1,300})\]|\[([^\[\]]{1,300})\]\[\]")
_NOTE = re.compile(r"\[\d{1,3}\]:? +(?=\S)")
_LONGEST_HEADING = 140


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Converted]:
    """The document. Raises Refused("load" | "decode" | "convert", …)."""
    if len(raw) > limits.text:
        raise Refused("load", "too-large", f"The text is larger than {limits.text >> 20} MB.")
    text, warnings = decode(raw)
    pairs, body, _ = front_matter.taken(text)
    given = front_matter.given(pairs, path.replace("\\", "/").rsplit("/", 1)[-1])
    blocks = blocks_of(body, limits, base=given.url)
    if not blocks and given.title:
        blocks = [Block("heading", given.title, (given.title,), after=9, mark="#1")]
    if not blocks:
        raise Refused("convert", "empty", "The document has no text.")
    yield Converted(text_of(blocks), blocks, "markdown", given, warnings=warnings)


def blocks_of(text: str, limits: Limits = LIMITS, *, base: str | None = None) -> list[Block]:
    """The blocks of a cleaned text without its head; `base` makes relative links absolute.

    Raises Refused("convert", "too-many-blocks" | "too-deep", …).
    """
    _look_over(text, limits)
    taken_in = templating.takes_in(text)
    text = templating.balanced(templating.untemplated(text))
    _look_over(text, limits)
    tokens = _parser().parse(text, {"references": _References(text if taken_in else "")})
    if any(token.level >= _DEEPEST - 1 and token.nesting > 0 for token in tokens):
        raise Refused("convert", "too-deep", "Its lists or quotes lie too deep in one another.")
    walk = _Walk(limits, base)
    for token in tokens:
        walk.take(token)
    walk.finish()
    found = walk.found
    return spaced([replace(found[0], before=0), *found[1:]]) if found else []


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    # Addresses are judged by `addresses`, as they stand in the document; a link is always markup.
    parser.normalizeLink = _as_it_is  # type: ignore[method-assign]
    parser.validateLink = _is_link  # type: ignore[method-assign]
    return parser


def _as_it_is(url: str) -> str:
    return url


def _is_link(url: str) -> bool:
    return True


class _References(dict[str, dict[str, str]]):
    """Definitions of links; those that an included file would have lead nowhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        from markdown_it.common.utils import normalizeReference

        labels = (found[1] or found[2] for found in _FULL.finditer(text))
        self.elsewhere = {normalizeReference(label) for label in labels}

    def get(self, label: str, default: object = None) -> object:  # type: ignore[override]
        if label in self:
            return self[label]
        return {"href": "#", "title": ""} if label in self.elsewhere else default


def _look_over(text: str, limits: Limits) -> None:
    """Refuses in one pass what the parser would take long for."""
    if any(text.count(sign) > most * limits.blocks for sign, most in _MOST.items()):
        raise Refused("convert", "too-many-blocks", "The text has too many lines, cells or marks.")
    if sum(1 for _ in _LISTED.finditer(text)) > limits.blocks:
        raise Refused("convert", "too-many-blocks", "Its lists have too many items.")
    runs = 0
    is_blank = True
    for line in text.split("\n"):
        was_blank, is_blank = is_blank, not line or line.isspace()
        runs += was_blank and not is_blank
        found = _MARKERS.match(line)
        if found is None or found.end() <= _MOST_MARKERS or _BREAK.match(line):
            continue
        if len(_MARKER.findall(found.group())) > _MOST_MARKERS:
            raise Refused("convert", "too-deep", "A line opens too many lists or quotes.")
    if runs > limits.blocks:
        raise Refused("convert", "too-many-blocks", "The text has too many paragraphs.")


@dataclass(slots=True)
class _List:
    """A list that is open."""

    is_numbered: bool
    items: int = 0


@dataclass(slots=True)
class _Walk:
    """The blocks so far, and what is open around the next one."""

    limits: Limits
    base: str | None
    found: list[Block] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    quotes: int = 0
    number: str = ""
    """What stood before the item that has just opened: "12.", or "-"; "" once it has a block."""
    is_heading: str = ""
    cells: list[Line] | None = None
    markup: list[str] = field(default_factory=list)
    is_tight: bool = False
    waiting: list[Link] = field(default_factory=list)
    """Links of what has no words, for the next block."""
    address_length: int = 0

    def take(self, token: Token) -> None:
        kind = token.type
        goes_on = kind == "code_block" and self.markup and token.content.lstrip()[:1] == "<"
        if kind == "html_block" or goes_on:  # an indented element is one, not code
            self.markup.append(token.content)
            return
        if self.markup:
            self._take_markup()
        if kind == "inline":
            self._take_inline(token)
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(_List(kind[0] == "o"))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif kind == "list_item_open":
            self.lists[-1].items += 1
            self.number = token.info + token.markup if self.lists[-1].is_numbered else "-"
        elif kind == "list_item_close":
            self.number = ""
        elif kind in ("blockquote_open", "blockquote_close"):
            self.quotes += token.nesting
        elif kind == "heading_open":
            self.is_heading = f"#{token.tag[1:]}"
        elif kind == "heading_close":
            self.is_heading = ""
        elif kind == "paragraph_open":
            self.is_tight = token.hidden
        elif kind in ("fence", "code_block"):
            self._take_code(token.content)
        elif kind == "hr":
            self._add(Block("rule", "---", ("---",), before=1))
        elif kind == "tr_open":
            self.cells = []
        elif kind == "tr_close":
            self._take_row()

    def finish(self) -> None:
        if self.markup:
            self._take_markup()
        if self.waiting and self.found:
            last = self.found[-1]
            self.found[-1] = replace(last, links=(*last.links, *self.waiting))

    def _address(self, href: str) -> tuple[str | None, str | None]:
        url, original = addresses.canonical(href, self.base)
        self.address_length += len(url or "") + len(original or "")
        if self.address_length > 2 * self.limits.text:
            raise Refused("convert", "bomb", "Its links unfold to far more than the document.")
        return url, original

    def _add(self, block: Block) -> None:
        if self.waiting and block.text and block.kind != "rule":
            block = replace(block, links=(*self.waiting, *block.links))
            self.waiting = []
        self.found.append(block)
        if len(self.found) > self.limits.blocks:
            raise Refused(
                "convert",
                "too-many-blocks",
                f"The text has more than {self.limits.blocks} paragraphs.",
            )

    def _indent(self) -> int:
        """Of what stands below an item's first line; the item itself is one step further out."""
        return 2 * len(self.lists)

    def _take_inline(self, token: Token) -> None:
        lines = lines_of(token.children or (), self._address)
        if self.cells is not None:
            self.cells.append(_joined(lines, " "))
        elif self.is_heading:
            self._take_heading(_joined(lines, " "))
        else:
            for number, line in enumerate(lines):
                self._take_line(line, is_first=number == 0)

    def _take_heading(self, line: Line) -> None:
        if not self._has_words(line):
            return
        self.number = ""
        self._add(
            Block("heading", line.text, (line.text,), 1, mark=self.is_heading, links=line.links)
        )

    def _has_words(self, line: Line) -> bool:
        """A line without any leaves its links to the next block."""
        if line.text:
            return True
        self.waiting += line.links
        return False

    def _take_line(self, line: Line, *, is_first: bool) -> None:
        if not self._has_words(line):
            if line.caption:
                self._add(Block("paragraph", line.caption, (line.caption,), 1, mark="caption"))
            return
        before = 1 if is_first else 0
        text, links, mark, lead = line.text, line.links, "", line.lead
        indent = self._indent()
        kind: BlockKind = "paragraph"
        if self.number:
            before = 0 if self._follows_closely() else 1
            text, links, kind, mark = _item(self.number, line)
            lead += len(text) - len(line.text) if lead else 0
            indent -= 2
            self.number = ""
        elif self.quotes:
            kind, mark = "quote", ">"
        elif self.lists:
            before = 0 if self.is_tight or not is_first else 1
        elif _NOTE.match(text):
            kind, mark = "item", "[1]"
        elif line.is_strong and _heads(text):
            kind, mark = "heading", "*"
        self._add(Block(kind, text, (text,), before, 0, mark, indent, links, lead))

    def _follows_closely(self) -> bool:
        """The item sits on the one above it: in a tight list, or as the first of an inner one."""
        is_first = self.lists[-1].items == 1
        return self.is_tight and not (is_first and len(self.lists) == 1)

    def _take_code(self, content: str) -> None:
        lines = tuple(line.rstrip() for line in str(clean(content)).split("\n"))
        while lines and not lines[-1].strip():
            lines = lines[:-1]
        while lines and not lines[0].strip():
            lines = lines[1:]
        if not lines:
            return
        self.number = ""
        margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        text = "\n".join(line[margin:] for line in lines)
        links = tuple(bare_links(text, (), self._address))
        self._add(Block("paragraph", text, lines, 1, indent=self._indent(), links=links))

    def _take_row(self) -> None:
        cells = [cell for cell in self.cells or () if cell.text or cell.links]
        self.cells = None
        row = _joined([cell for cell in cells if cell.text], " | ")
        self.waiting += [link for cell in cells if not cell.text for link in cell.links]
        if not row.text:
            return
        above = self.found[-1] if self.found else None
        before = 0 if above is not None and above.mark == "table" else 1
        self.number = ""
        self._add(
            Block("paragraph", row.text, (row.text,), before, 0, "table", self._indent(), row.links)
        )

    def _take_markup(self) -> None:
        """The HTML that stood between Markdown, as blocks of its own."""
        markup = "\n".join(self.markup)
        self.markup = []
        if "<" not in markup:
            return
        from crankreader.ingest import html

        for block in html.blocks_of(markup, base=self.base, limits=self.limits):
            self.number = ""
            self._add(replace(block, indent=block.indent + self._indent()))


def _item(number: str, line: Line) -> tuple[str, tuple[Link, ...], BlockKind, str]:
    """Text, links, kind and mark of an item; a year or a day in front of its dot is no number."""
    if number == "-":
        return line.text, line.links, "item", "-"
    if len(number) <= 3 and not periods.is_month(line.text):
        return line.text, line.links, "item", "1"
    return f"{number} {line.text}", _shifted(line.links, len(number) + 1), "paragraph", ""


def _shifted(links: Sequence[Link], by: int) -> tuple[Link, ...]:
    return tuple(
        link._replace(span=Span(link.span.start + by, link.span.end + by)) if link.span else link
        for link in links
    )


def _joined(lines: Sequence[Line], between: str) -> Line:
    """Several lines as one."""
    text = ""
    links: list[Link] = []
    for line in lines:
        if not line.text:
            links += line.links
            continue
        text += between if text else ""
        links += _shifted(line.links, len(text))
        text += line.text
    return Line(text, in_order(links))


def _heads(text: str) -> bool:
    """A bold line that can head what follows: short, no sentence, no address."""
    return (
        len(text) <= _LONGEST_HEADING
        and word_count(text) <= 14
        and not is_wordless(text)
        and not urls(text)
        and (not ends_sentence(text) or text.rstrip('*"”’ )')[-1:] in ("?", "!", "？", "！"))
    )
