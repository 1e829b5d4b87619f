"""Links of a page as they come to stand over its texts.

Knows no element and no block.
"""

from __future__ import annotations

from dataclasses import dataclass

from crankreader.ingest.addresses import canonical, host_name
from crankreader.ingest.blocks import trimmed_url, urls
from crankreader.model import Link, Span


@dataclass(slots=True, eq=False)
class Target:
    """A link element: where it leads, and the text of a picture in it."""

    url: str
    original: str | None
    is_used: bool = False
    alt: str = ""


def link_alone(target: Target) -> Link:
    shown = target.url[7:] if target.url.startswith("mailto:") else host_name(target.url)
    return Link(shown, target.url, None, target.original)


def links_found_in(text: str, targets: list[tuple[Target, str]]) -> list[Link]:
    """The next links, last first, as far as their words stand in the text; takes them off."""
    links: list[Link] = []
    at = 0
    while targets:
        target, words = targets[-1]
        if not target.is_used:
            place = text.find(words, at)
            if place < 0:
                break
            at = place + len(words)
            links.append(Link(words, target.url, Span(place, at), target.original))
            target.is_used = True
        targets.pop()
    return links


def addresses_in(text: str, links: list[Link]) -> list[Link]:
    """Addresses written out in a text that no link covers."""
    found = []
    spans = sorted(link.span for link in links if link.span)
    at = 0
    for match in urls(text):
        start = match.start()
        written = trimmed_url(match.group())
        end = start + len(written)
        while at < len(spans) and spans[at].end <= start:
            at += 1
        if at < len(spans) and spans[at].start < end:
            continue
        url, original = canonical(written)
        if url is not None:
            found.append(Link(written, url, Span(start, end), original))
    return found
