"""The blocks of a page while they are being written: texts, line breaks, links and how they look.

Is told what to write by whoever walks the page; knows no element.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from crankreader.ingest import text as plain
from crankreader.ingest.blocks import Block, BlockKind
from crankreader.ingest.html_lines import joined, without_bullet, wrapped
from crankreader.ingest.html_links import Target, addresses_in, link_alone, links_found_in
from crankreader.ingest.html_style import BODY_SIZE, SMALLEST
from crankreader.ingest.sniff import Refused
from crankreader.model import Link, Span
from crankreader.safety import clean
from crankreader.settings import Limits


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A block element around texts."""

    tag: str
    hint: str
    """Its classes, id and role, in lower case."""
    outer: Place | None
    depth: int


class Home(NamedTuple):
    """Where a block stood in its page."""

    place: Place | None
    """The innermost block element around it."""
    linked: int
    """Characters of it that stood in links, wherever those lead."""
    links: int = 0
    """Of these, how many."""


_SHORT_HEADING = 14
_LARGER = 1.2
_CLOSING = ".!?:)…"


@dataclass(slots=True)
class _Look:
    """How a block looked."""

    is_bold: bool = False
    size: float = 0.0
    is_alt: bool = False
    is_plain: bool = False
    """A paragraph that stands in no list, table or quote."""


@dataclass(slots=True)
class _Run:
    """The block being written."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    lead: int = 0
    """Characters at its start that are bold."""
    is_lead: bool = True
    """Nothing else was written so far."""
    cited: int = -1
    """Where a citation began that nothing followed."""
    linked: int = 0
    alt: int = 0
    size: float = 0.0
    opened: int = 0
    """Links that had been opened when it began."""
    spans: list[tuple[Target, int, int]] = field(default_factory=list)


class Writer:
    """Takes texts and breaks, gives blocks."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.blocks: list[Block] = []
        self.homes: list[Home] = []
        """Of each block."""
        self.around: Place | None = None
        """The innermost block element that is open now."""
        self.is_bold, self.is_pre, self.size = False, False, BODY_SIZE
        self.target: Target | None = None
        """The link that is open now."""
        self.is_cited = False
        """What comes stands in an element for citations."""
        self.opened = 0
        """Links that were opened so far."""
        self.is_linked = False
        """A link is open, wherever it leads."""
        self.heading = ""
        self.item = ""
        """The marker of a list item of which nothing is written yet."""
        self.lists = self.quotes = self.captions = 0
        self.in_row = False
        """Everything belongs to one row of data."""
        self.divides = False
        """What comes next stands in another cell of the row."""
        self.is_edge = False
        """What comes next stands in another inline element."""
        self.gap = 1
        self._limits, self._room = limits, limits.output * size + 65536
        self._looks: list[_Look] = []
        self._run = _Run()
        self._verbatim: list[str] | None = None
        self._targets: list[tuple[Target, str]] = []
        """Links within lines that are kept as they stand."""
        self._bare: list[Link] = []
        self._blank = False
        self._breaks = 0

    @property
    def length(self) -> int:
        """Characters of the block being written."""
        return self._run.length

    def add(self, data: str) -> None:
        """A piece of text, blanks collapsed unless they count here."""
        if self._verbatim is not None:
            self._verbatim.append(data)
            if self.target is not None and data.strip():
                first = data.strip().partition("\n")[0]
                self._targets.append((self.target, " ".join(clean(first).split())))
            return
        if self.is_pre and "\n" in data and not self.in_row and not self.heading:
            for number, line in enumerate(data.split("\n")):
                if number:
                    self.line_break()
                self._add_words(line)
            return
        self._add_words(data)

    def _add_words(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self.size >= SMALLEST:
            text = " ".join(clean(text).split())
        else:
            self._blank = self._blank or bool(data)
            return
        if not text:
            return
        run = self._run
        if run.length:
            if self.divides:
                self._put(" | ", None)
            elif self._blank or data[0].isspace() or self._is_apart(text):
                self._put(" ", self.target)
        self.divides = self.is_edge = False
        self._blank = data[-1].isspace()
        if not self.is_cited:
            run.cited = -1
        elif run.cited < 0:
            run.cited = run.length
        is_lead = self.is_bold and run.is_lead
        self._put(text, self.target)
        run.is_lead = is_lead
        run.lead = run.length if is_lead else run.lead
        run.bold += len(text) if self.is_bold else 0
        run.linked += len(text) if self.is_linked else 0
        run.size = max(run.size, self.size)

    def _is_apart(self, text: str) -> bool:
        """Two elements that only style keeps apart: "Economy" and "May 3"."""
        last = self._run.pieces[-1][-1:]
        if not self.is_edge or not last:
            return False
        if self.target is not None and self._run.spans:
            other, _, end = self._run.spans[-1]
            if other is not self.target and end == self._run.length:
                return True
        follows = last in _CLOSING or (last.isalnum() and not last.isupper())
        return text[0].isupper() and follows

    def _put(self, text: str, target: Target | None) -> None:
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

    def add_alt(self, alt: str) -> None:
        """The words of a picture where nothing else is."""
        before = self._run.length
        self.add(alt)
        self._run.alt += max(0, self._run.length - before)

    def add_bare(self, target: Target) -> None:
        """A link without any text to stand on."""
        self._bare.append(link_alone(target))

    def is_told(self, target: Target) -> bool:
        """Something of the link has been written."""
        return target.is_used or any(
            target is other for other, *_ in (*self._run.spans[-1:], *self._targets[-1:])
        )

    def line_break(self) -> None:
        if self._verbatim is not None:
            self._verbatim.append("\n")
        elif self.in_row or self.heading:
            self._blank = True
        elif self._run.length:
            self.flush()
            self._breaks = 1
        else:
            self._breaks += 1
            if self._breaks > 1:
                self.gap = 1

    def boundary(self) -> None:
        """Where a block element begins or ends."""
        if self._verbatim is not None:
            if self._verbatim and not self._verbatim[-1].endswith("\n"):
                self._verbatim.append("\n")
        elif self.in_row:
            self._blank = True
        else:
            self.flush()
            if not self.item:
                self.gap = 1

    def rule(self) -> None:
        if not self.in_row and self._verbatim is None:
            self._append(Block("rule", "---", ("---",), before=1), _Look())
            self.gap = 1

    def open_verbatim(self) -> None:
        """From here on lines are kept as they stand."""
        if self._verbatim is None and not self.in_row and not self.heading:
            self._verbatim = []

    def close_verbatim(self) -> None:
        """Reads the lines that were kept as a plain text is read."""
        kept, self._verbatim = self._verbatim, None
        targets, self._targets = self._targets, []
        if kept is None:
            return
        text = str(clean("".join(kept).replace("\r\n", "\n")))
        if text.count("\n") > 2 * self._limits.blocks:
            raise self._too_many()
        targets.reverse()
        for block in plain.blocks_of(text):
            if block.kind == "paragraph" and self.quotes:
                block = replace(block, kind="quote", mark=">")
            links = links_found_in(block.text, targets)
            links += addresses_in(block.text, links)
            before = max(block.before, self.gap)
            self._append(replace(block, before=before, links=tuple(links)), _Look())
            self.gap = 0
        for target, _ in reversed(targets):
            if not target.is_used:
                target.is_used = True
                self.add_bare(target)

    def flush(self, mark: str = "") -> None:
        """Ends the block being written."""
        run = self._run
        self._blank = self.is_edge = self.divides = False
        if run.length == 0:
            return
        self._run = _Run(opened=self.opened)
        text = "".join(run.pieces)
        links = [
            Link(text[start:end], target.url, Span(start, end), target.original)
            for target, start, end in run.spans
        ]
        for target, _, _ in run.spans:
            target.is_used = True
        cleaned = str(clean(text))
        if cleaned != text:
            # Characters of neighbouring elements can make up what neither was: spans no longer fit.
            text = cleaned
            links = [link._replace(span=None) for link in links]
        links += addresses_in(text, links) + self._bare
        self._bare = []
        kind, own_mark, indent = self._kind(mark)
        lead = run.lead if run.lead < len(text) else 0
        tail = len(text) - run.cited if run.cited > 0 else 0
        block = Block(kind, text, (text,), self.gap, 0, own_mark, indent, tuple(links), lead, tail)
        is_plain = kind == "paragraph" and not own_mark and indent == 0
        is_bold = run.bold >= 0.9 * len(text.replace(" ", ""))
        look = _Look(is_bold, run.size, run.alt >= run.length, is_plain)
        self._append(block, look, run.linked, self.opened - run.opened)
        self.gap = self._breaks = 0

    def _kind(self, mark: str) -> tuple[BlockKind, str, int]:
        indent = max(0, 2 * (self.lists - 1))
        item, self.item = self.item, ""
        if mark:
            return "paragraph", mark, 0
        if self.heading:
            return "heading", self.heading, 0
        if self.captions:
            return "paragraph", "caption", 0
        if item:
            return "item", item, indent
        if self.quotes:
            return "quote", ">", 2 * self.lists
        return "paragraph", "", 2 * self.lists

    def _append(self, block: Block, look: _Look, linked: int = 0, links: int = 0) -> None:
        self.blocks.append(block)
        self._looks.append(look)
        self.homes.append(Home(self.around, linked, links))
        self.spend(len(block.text))
        if len(self.blocks) > self._limits.blocks:
            raise self._too_many()

    def _too_many(self) -> Refused:
        return Refused(
            "convert",
            "too-many-blocks",
            f"The page has more than {self._limits.blocks:,} paragraphs.",
        )

    def spend(self, size: int) -> None:
        """Counts what is kept against what was read."""
        self._room -= size
        if self._room < 0:
            raise Refused("convert", "bomb", "The page would grow far beyond its own size.")

    def finish(self) -> None:
        """What only the whole page tells: repeated pictures, and which looks make headings."""
        self.close_verbatim()
        self.flush()
        if self._bare and not self.blocks:
            self._append(Block("paragraph", self._bare[0].text, (self._bare[0].text,)), _Look())
        if self._bare:
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, links=(*last.links, *self._bare))
        self._drop_repeated_alts()
        self._join_lines()
        self._mark_headings()

    def _join_lines(self) -> None:
        groups = wrapped(self.blocks, [look.is_bold for look in self._looks])
        if len(groups) < len(self.blocks):
            blocks = self.blocks
            self.blocks = [
                joined([blocks[at] for at in group]) if len(group) > 1 else blocks[group[0]]
                for group in groups
            ]
            self.homes = [
                Home(
                    self.homes[group[0]].place,
                    sum(self.homes[at].linked for at in group),
                    sum(self.homes[at].links for at in group),
                )
                for group in groups
            ]
            self._looks = [self._looks[group[0]] for group in groups]
        self.blocks = [without_bullet(block) for block in self.blocks]

    def _mark_headings(self) -> None:
        sizes: Counter[float] = Counter()
        bold = total = 0
        for block, look in zip(self.blocks, self._looks, strict=True):
            if block.kind != "heading" and look.size:
                sizes[look.size] += len(block.text)
                total += len(block.text)
                bold += len(block.text) if look.is_bold else 0
        usual = sizes.most_common(1)[0][0] if sizes else BODY_SIZE
        for at, (block, look) in enumerate(zip(self.blocks, self._looks, strict=True)):
            stands_out = look.size >= _LARGER * usual or (look.is_bold and bold < 0.5 * total)
            is_plain = look.is_plain and block.kind == "paragraph"
            if is_plain and block.before and stands_out and _is_short(block.text):
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
            not (look.is_alt and block.links and all(link.url in told for link in block.links))
            for block, look in zip(self.blocks, self._looks, strict=True)
        ]
        if not all(kept):
            self.blocks = [
                block for block, is_kept in zip(self.blocks, kept, strict=True) if is_kept
            ]
            self._looks = [look for look, is_kept in zip(self._looks, kept, strict=True) if is_kept]
            self.homes = [home for home, is_kept in zip(self.homes, kept, strict=True) if is_kept]


def _is_short(text: str) -> bool:
    """As a heading is: few words, and no sentence."""
    return (
        len(text.split()) <= _SHORT_HEADING
        and text[-1] not in ".,;|"
        and any(c.isalnum() for c in text)
        and "://" not in text
    )
