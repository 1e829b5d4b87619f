"""Made-up feeds, lists of feeds and pages that name feeds."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

PROSE = "The {word} boats came back to the quay before noon, and nobody asked where they had been."


def rss(title: str, *entries: str, home: str = "https://tides.example/") -> bytes:
    """A feed with one entry for each word."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{escape(home + word)}</guid><title>About {escape(word)}"
        f"</title><pubDate>Tue, 01 Oct 2024 08:00:00 GMT</pubDate>"
        f"<description>{escape(PROSE.format(word=word))}</description></item>"
        for word in entries
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>{escape(title)}</title>"
        f"<link>{escape(home)}</link>{items}</channel></rss>"
    ).encode()


def opml(*urls: str) -> bytes:
    outlines = "".join(
        f"<outline type='rss' text='Feed {number}' xmlUrl={quoteattr(url)}/>"
        for number, url in enumerate(urls, 1)
    )
    return (
        f"<?xml version='1.0'?><opml version='2.0'><head/><body>{outlines}</body></opml>"
    ).encode()


def page(*links: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>Tides</title>{''.join(links)}</head>"
        "<body><p>Read us.</p></body></html>"
    ).encode()


def alternate(href: str, type: str = "application/rss+xml") -> str:
    return f"<link rel='alternate' type={quoteattr(type)} href={quoteattr(href)} title='Tides'>"
