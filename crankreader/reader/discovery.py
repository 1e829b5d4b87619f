"""Which feeds a web page names in its head.

Knows no network. Reads no further than the head, and of that only so much.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from crankreader.model import Feed
from crankreader.safety import one_line, safe_url

_MOST = 256 << 10
"""Bytes of a page that are looked at."""
_OTHERS = re.compile(rb"<(?!(?:link|base|/?script|/?style)\b|!--)", re.IGNORECASE)
"""Tags that say nothing of feeds: as words they cannot lie within one another without end."""
_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
    )
)


def feeds_of(page: bytes, base: str) -> tuple[Feed, ...]:
    """The feeds that a page at that address says are its own, first things first."""
    from selectolax.lexbor import LexborHTMLParser

    head = page[:_MOST]
    body = head.lower().find(b"<body")
    flat = _OTHERS.sub(b"&lt;", head[: body if body >= 0 else None])
    tree = LexborHTMLParser(flat.decode("utf-8", "replace"))
    for element in tree.css("base[href]")[:1]:
        base = _joined(base, element.attributes.get("href")) or base
    found: dict[str, Feed] = {}
    for element in tree.css("link[rel][type][href]"):
        told = element.attributes
        if "alternate" not in (told["rel"] or "").lower().split():
            continue
        if (told["type"] or "").partition(";")[0].strip().lower() not in _TYPES:
            continue
        url = _joined(base, told["href"])
        if url is not None:
            title = str(one_line(told.get("title") or "")).strip() or None
            found.setdefault(url, Feed(title, url))
    return tuple(found.values())


def _joined(base: str, address: str | None) -> str | None:
    try:
        return safe_url(urljoin(base, (address or "").strip()))
    except ValueError:
        return None
