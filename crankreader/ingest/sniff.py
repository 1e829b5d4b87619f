"""What a document is, told by its bytes first and by its name only to break a tie.

Knows the formats by their openings; converts nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

Sniffed = Literal["text", "markdown", "html", "feed", "opml", "json", "mail", "mbox", "binary"]

_LOOKED_AT = 64 * 1024
_BINARY = (
    b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF",
    b"MZ\x90",
    b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"BZh9", b"\xfd7zXZ", b"SQLite format 3",
)  # fmt: skip
_CLOSED = re.compile(
    r"</(?:p|div|td|tr|li|ul|ol|a|table|h[1-6]|span|b|i|em|strong)>", re.IGNORECASE
)
_TEXT_PER_TAG = 300
"""Characters for each closing tag, at most, of a page without its head."""
_JSON_FEED = "jsonfeed.org/version"
_HTML = re.compile(
    r"<(?:!DOCTYPE html|html|head|body|div|table|p|meta|title|style|script|span|section|article"
    r"|h[1-6]|center|font|a|ul|ol|br|img|main|nav|header)[\s>/]",
    re.IGNORECASE,
)


class Refused(Exception):
    """A document that is not taken in: at which stage, a stable code, and a sentence."""

    def __init__(self, stage: str, code: str, reason: str) -> None:
        super().__init__(reason)
        self.stage = stage
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sniff:
    kind: Sniffed
    confidence: float
    reason: str


def sniff(raw: bytes, name: str) -> Sniff:
    """What the bytes are. Never raises."""
    from crankreader.ingest import feed, mail, mailboxes  # they know `Refused`

    if raw.startswith(_BINARY):
        return Sniff("binary", 1.0, "it opens like a binary format")
    encoded = raw.startswith((b"\xff\xfe", b"\xfe\xff")) or null_pattern(raw) is not None
    if not encoded and _is_binary(raw[:_LOOKED_AT]):
        return Sniff("binary", 0.95, "it holds NUL bytes or mostly control characters")
    start = raw[:_LOOKED_AT]
    head = _head(start, encoded)
    opening = head[_opening(head) :]
    is_xml = opening[:1] == "<" or "<?xml" in head[:200] or opening[:4] in ("?xml", "opml")
    root = feed.looks_like(start) if is_xml else None
    if root == "opml":
        return Sniff("opml", 0.95, "its root is that of a list of feeds")
    if root == "html" or (root in (None, "xml") and _HTML.match(opening)):
        return Sniff("html", 0.95, "it opens with an HTML element")
    if root == "xml" and opening[:2] not in ("<?", "<!") and raw.rstrip()[-1:] != b">":
        root = None  # a text that opens with an angle bracket
    if root is not None or (not opening and head.lstrip().startswith("<!--")):
        return Sniff("feed", 0.95, "it opens with XML or a feed's root")
    if opening[:1] in ("{", "[") and _is_json(raw):
        return Sniff("json", 1.0, "the whole of it is JSON")
    if _JSON_FEED in head and raw.rstrip()[-1:] == b"}":
        return Sniff("json", 0.8, "it names itself a JSON Feed")
    if mailboxes.looks_like(start):
        return Sniff("mbox", 0.95, "it opens with the envelope line of a mailbox")
    letter = mail.looks_like(start, name)
    if letter is not None:
        return Sniff("mail", 0.95, letter)
    return _text(head, name)


def _text(head: str, name: str) -> Sniff:
    """Which of the formats that are mostly plain words."""
    from crankreader.ingest import markdown

    tags = len(_CLOSED.findall(head))
    if tags >= 3 and name.casefold().endswith((".html", ".htm", ".xhtml")):
        return Sniff("html", 0.8, "it holds HTML elements and is named as a page")
    confidence, why = markdown.looks_like(head, name)
    if confidence >= 0.5:
        return Sniff("markdown", confidence, why)
    if tags >= 10 and tags * _TEXT_PER_TAG >= len(head):
        return Sniff("html", 0.7, "much of it is HTML elements")
    return Sniff("text", 0.6, "nothing speaks for another format")


def null_pattern(raw: bytes) -> str | None:
    """UTF-16 without a mark shows a NUL in every other place: "utf-16-le", "utf-16-be" or None."""
    head = raw[:4096]
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd >= 0.3 * half and even <= 0.02 * half:
        return "utf-16-le"
    if even >= 0.3 * half and odd <= 0.02 * half:
        return "utf-16-be"
    return None


def _is_binary(head: bytes) -> bool:
    if b"\0" in head:
        return True
    controls = sum(
        head.count(bytes([code])) for code in (*range(1, 8), *range(14, 27), *range(28, 32))
    )
    return controls > 0.1 * max(1, len(head))


def _head(start: bytes, encoded: bool) -> str:
    if encoded:
        kind = null_pattern(start) or (
            "utf-16-le" if start.startswith(b"\xff\xfe") else "utf-16-be"
        )
        return start.decode(kind, "replace").lstrip("\ufeff")
    return start.decode("utf-8", "replace").lstrip("\ufeff")


def _opening(head: str) -> int:
    """Past blanks and whole comments."""
    at = 0
    while True:
        while at < len(head) and head[at].isspace():
            at += 1
        if not head.startswith("<!--", at):
            return at
        end = head.find("-->", at)
        if end < 0:
            return at
        at = end + 3


def _is_json(raw: bytes) -> bool:
    if raw.rstrip()[-1:] not in (b"}", b"]"):
        return False
    try:
        return isinstance(json.loads(raw), dict | list)
    except (ValueError, RecursionError):
        return False
