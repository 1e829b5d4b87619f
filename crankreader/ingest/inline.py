"""The inline tokens of a paragraph → its lines of plain text, with links over them.

Knows markdown-it's inline tokens and no block.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crankreader.ingest.blocks import trimmed_url, urls
from crankreader.model import Link, Span
from crankreader.safety import clean

Address = Callable[[str], tuple[str | None, str | None]]
"""An address as the document has it → (safe address, original where it differs)."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)", re.ASCII)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HIDDEN = frozenset(("script", "style", "template", "noscript", "svg", "math"))
_FILE_NAME = re.compile(r"\S*(?:[_/\\]\S*|\.(?:png|jpe?g|gif|svg|webp|bmp|avif))", re.IGNORECASE)


class Token(Protocol):
    """What of markdown-it's tokens is read here."""

    @property
    def type(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def children(self) -> Sequence[Token] | None: ...

    def attrGet(self, name: str) -> str | int | float | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph: a hard break ends it."""

    text: str
    links: tuple[Link, ...] = ()
    is_strong: bool = False
    """All its words are bold."""
    lead: int = 0
    """Characters at its start that are bold while the rest is not."""
    caption: str = ""
    """What stands for its pictures, when the line holds nothing else."""


def lines_of(tokens: Sequence[Token], address: Address) -> list[Line]:
    """The lines of an inline token's children."""
    lines: list[Line] = []
    held = _Held(address)
    for token in tokens:
        if token.type == "hardbreak" or _is_break(token):
            lines.append(held.line())
            held = held.following()
        else:
            held.take(token)
    lines.append(held.line())
    return lines


def bare_links(text: str, taken: Sequence[Link], address: Address) -> list[Link]:
    """The addresses that stand in a text where no link covers them."""
    found = []
    spans = [link.span for link in taken if link.span is not None]
    number = 0
    for match in urls(text):
        shown = trimmed_url(match.group())
        start, end = match.start(), match.start() + len(shown)
        while number < len(spans) and spans[number].end <= start:
            number += 1
        if not shown or (number < len(spans) and spans[number].start < end):
            continue
        url, original = address(shown)
        if url is not None:
            found.append(Link(shown, url, Span(start, end), original))
    return found


def in_order(links: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: link.span or Span(0, 0)))


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content[:3].lower() == "<br"


@dataclass(slots=True)
class _Held:
    """A line that is being put together."""

    address: Address
    parts: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""
    """The character before the gap."""
    gap: str = ""
    """A blank or the end of a line, which shows when a word follows."""
    links: list[Link] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)
    """Links that are open: address, and where they began."""
    strong: int = 0
    weak_words: bool = False
    lead: int = 0
    captions: list[str] = field(default_factory=list)
    hidden: str = ""
    """The HTML element whose inside is no text."""

    def following(self) -> _Held:
        """The next line, in which what is open goes on."""
        return _Held(
            self.address,
            open=[(url, 0) for url, _ in self.open],
            strong=self.strong,
            hidden=self.hidden,
        )

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "code_inline", "text_special"):
            self._add(token.content)
        elif kind == "softbreak":
            self._add("\n")
        elif kind == "link_open":
            self.open.append((str(token.attrGet("href") or ""), self.length))
        elif kind == "link_close":
            self._close()
        elif kind in ("strong_open", "strong_close"):
            self.strong += 1 if kind == "strong_open" else -1
        elif kind == "image":
            self._picture(_alt_of(token))
        elif kind == "html_inline":
            self._tag(token.content)

    def _add(self, text: str) -> None:
        if self.hidden:
            return
        text = str(clean(text))
        shown = " ".join(text.split())
        if not shown:
            self.gap = self.gap or text[:1]
            return
        gap = self.gap or (text[0] if text[0].isspace() else "")
        if self.last and gap and not (gap == "\n" and _is_wide(self.last) and _is_wide(shown[0])):
            shown = " " + shown
        self.gap = text[-1] if text[-1].isspace() else ""
        self.last = shown[-1]
        self.parts.append(shown)
        self.length += len(shown)
        if not self.strong and any(character.isalnum() for character in shown):
            self.weak_words = True
        if self.strong and not self.weak_words:
            self.lead = self.length

    def _close(self) -> None:
        if not self.open:
            return
        href, start = self.open.pop()
        self._link(href, start, self.length)

    def _link(self, href: str, start: int, end: int) -> None:
        if not href or href.startswith("#"):
            return
        url, original = self.address(href)
        is_unsafe = url is None and ":" in href.split("/", 1)[0]
        if not is_unsafe:
            self.links.append(Link("", url, Span(start, end), original))

    def _picture(self, alt: str) -> None:
        if self.open:
            self._add(alt)
        elif alt:
            self.captions.append(alt)

    def _tag(self, markup: str) -> None:
        tag = _TAG.match(markup)
        if tag is None:
            return
        name = tag[2].lower()
        if self.hidden:
            self.hidden = "" if tag[1] and name == self.hidden else self.hidden
        elif name in _HIDDEN and not tag[1] and not markup.endswith("/>"):
            self.hidden = name
        elif name == "a" and tag[1]:
            self._close()
        elif name == "a":
            href = _HREF.search(markup)
            value = (href[1] or href[2] or href[3] or "") if href else ""
            self.open.append((html.unescape(value), self.length))
        elif name in ("b", "strong"):
            self.strong = max(0, self.strong + (-1 if tag[1] else 1))
        elif name == "img":
            alt = _ALT.search(markup)
            self._picture(html.unescape((alt[1] or alt[2] or "") if alt else ""))

    def line(self) -> Line:
        for href, start in self.open:
            if self.length > start:
                self._link(href, start, self.length)
        text = "".join(self.parts).rstrip()
        links = [_fitted(link, text) for link in self.links]
        cleaned = str(clean(text))
        lead = self.lead if self.weak_words and cleaned == text else 0
        if cleaned != text:  # marks that heap up only across two tokens
            links = [_sought(link, cleaned) for link in links]
            text = cleaned
        links = [*in_order(links), *bare_links(text, in_order(links), self.address)]
        caption = " ".join(str(clean(" ".join(self.captions))).split()) if not text else ""
        return Line(
            text,
            in_order(links),
            is_strong=bool(text) and not self.weak_words,
            lead=lead,
            caption=caption if _is_telling(caption) else "",
        )


def _fitted(link: Link, text: str) -> Link:
    """The link over its words without blanks around; without a span where it has none."""
    start, end = link.span or (0, 0)
    shown = text[start:end]
    start += len(shown) - len(shown.lstrip())
    shown = shown.strip()
    if not shown:
        return link._replace(text=link.url or link.original or "", span=None)
    return link._replace(text=shown, span=Span(start, start + len(shown)))


def _sought(link: Link, text: str) -> Link:
    place = text.find(str(clean(link.text))) if link.span is not None else -1
    if place < 0:
        return link._replace(span=None)
    shown = str(clean(link.text))
    return link._replace(text=shown, span=Span(place, place + len(shown)))


def _alt_of(token: Token) -> str:
    """A picture's words: those of its description's tokens."""
    return "".join(
        _alt_of(child)
        if child.type == "image"
        else " "
        if child.type == "softbreak"
        else child.content
        for child in token.children or ()
    )


def _is_wide(character: str) -> bool:
    """Of a script that writes its words without blanks: no blank for the end of a line."""
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uff60"


def _is_telling(caption: str) -> bool:
    """A sentence about a picture, no file's name."""
    if _FILE_NAME.fullmatch(caption):
        return False
    return len(caption.split()) >= 3 or sum(map(_is_wide, caption)) >= 5
