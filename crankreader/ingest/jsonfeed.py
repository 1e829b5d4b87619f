"""A JSON Feed, 1.0 or 1.1, and the entries of other feeds as `entries` keeps them → documents.

Knows no XML. Takes what is of another type than the standard asks for, where it can be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, cast, get_args

from crankreader.ingest import entries
from crankreader.ingest.documents import Outcome
from crankreader.ingest.entries import EXTENSION, Attached, Entry, FeedFormat, FeedHead, Piece
from crankreader.ingest.sniff import Refused
from crankreader.settings import Limits

_VERSION = "jsonfeed.org/version"
_OF_ITEMS = frozenset(
    ("content_html", "content_text", "summary", "date_published", "external_url", "url", "title")
)
_ABOVE = re.compile(r"---\w*\r?\n.{0,20000}?\n---[ \t]*\r?\n", re.DOTALL)
"""What a site's generator has written above the feed that it was to make."""
_MOST_NAMES = 1_000


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Outcome]:
    """One document for each item. Raises Refused for JSON that is no feed or cannot be read."""
    feed = _loaded(raw, limits)
    if not is_feed(feed):
        raise Refused("convert", "not-a-feed", "This is JSON, but no JSON Feed.")
    extension = _object(feed.get(EXTENSION))
    head = _head(feed, extension)
    is_ours = _text(extension.get("format")) is not None
    items = [item for item in _list(feed.get("items")) if isinstance(item, dict)]
    if not items:
        yield entries.no_entries(path)
        return
    taken = [_entry(item, is_ours) for item in items[: limits.entries]]
    yield from entries.documents(head, taken, path, limits)
    if len(items) > limits.entries:
        yield entries.left_out(path, len(items) - limits.entries, limits)


def is_feed(feed: object) -> bool:
    """It says so, or it holds items as a feed has them."""
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list | None):
        return False
    if _VERSION in str(feed.get("version"))[:100]:
        return True
    items = [item for item in feed.get("items") or () if isinstance(item, dict)]
    is_named = any(isinstance(feed.get(key), str) for key in ("feed_url", "home_page_url", "title"))
    return is_named and bool(items) and all(len(_OF_ITEMS & item.keys()) >= 2 for item in items[:5])


def _loaded(raw: bytes, limits: Limits) -> Any:
    if len(raw) > limits.file:
        raise Refused("load", "too-large", f"The file is larger than {limits.file >> 20} MB.")
    text = _text_of(raw)
    above = _ABOVE.match(text)
    try:
        return json.loads(text[above.end() if above else 0 :])
    except RecursionError:
        raise Refused("convert", "too-deep", "Its values are nested too deep.") from None
    except ValueError:
        raise Refused("convert", "broken", "This is no JSON that can be read.") from None


def _text_of(raw: bytes) -> str:
    return raw.decode(json.detect_encoding(raw), "replace").lstrip("\ufeff \t\r\n")


def _head(feed: dict[str, Any], extension: dict[str, Any]) -> FeedHead:
    kept, title = _text(extension.get("format")), _text(feed.get("title"))
    home, url = _text(feed.get("home_page_url")), _text(feed.get("feed_url"))
    return FeedHead(
        format=cast(FeedFormat, kept) if kept in get_args(FeedFormat) else "jsonfeed",
        title=title if kept or title is None else entries.plain(title),
        key=_text(extension.get("feed")) if kept else url or home,
        home=home,
        url=url,
        language=_text(feed.get("language")),
        authors=_authors(feed),
        warnings=tuple(filter(None, map(_text, _list(extension.get("warnings"))))),
    )


def _entry(item: dict[str, Any], is_ours: bool) -> Entry:
    extension = _object(item.get(EXTENSION)) if is_ours else {}
    title = _text(item.get("title"))
    return Entry(
        id=_text(item.get("id")),
        url=_text(item.get("url")),
        source_url=_text(item.get("external_url")),
        title=title if is_ours or title is None else entries.plain(title),
        pieces=tuple(_pieces(item, extension)),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        authors=_authors(item),
        language=_text(item.get("language")),
        categories=tuple(filter(None, map(_text, _list(item.get("tags"))))),
        attached=tuple(_attached(item, extension)),
        source=_text(extension.get("source")),
        rights=_text(extension.get("rights")),
        is_shared=extension.get("shared") is True,
    )


def _pieces(item: dict[str, Any], extension: dict[str, Any]) -> Iterator[Piece]:
    base = _text(extension.get("base"))
    for key, is_html in (("content_html", True), ("content_text", False), ("summary", False)):
        value = item.get(key)
        if isinstance(value, str) and value:
            # Generators write the summary as they would in HTML, whatever the standard says.
            is_escaped = key == "summary" and not extension
            yield Piece(entries.plain(value) if is_escaped else value, is_html, base)
    for more in _list(extension.get("pieces")):
        value = _object(more).get("value")
        if isinstance(value, str):
            yield Piece(value, more.get("html") is True, _text(more.get("base")))


def _attached(item: dict[str, Any], extension: dict[str, Any]) -> Iterator[Attached]:
    labels = _list(extension.get("labels"))
    for number, thing in enumerate(_list(item.get("attachments"))):
        url = _text(_object(thing).get("url"))
        if url is None:
            continue
        label = _text(labels[number]) if number < len(labels) else None
        size = thing.get("size_in_bytes")
        yield Attached(
            url=url,
            label=label or "Enclosure",
            title=_text(thing.get("title")),
            type=_text(thing.get("mime_type")),
            size=size if isinstance(size, int) and not isinstance(size, bool) else None,
        )


def _authors(of: dict[str, Any]) -> tuple[str, ...]:
    """Of 1.1 the list, of 1.0 the one; names, or what stands in their place."""
    found = _list(of.get("authors")) or [of.get("author")]
    names = (
        _text(author.get("name")) or _text(author.get("url"))
        if isinstance(author, dict)
        else _text(author)
        for author in found[:_MOST_NAMES]
    )
    return tuple(name for name in names if name)


def _text(value: object) -> str | None:
    """A string, or a number as one; blanks around it are nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return str(value).strip() or None
    except ValueError:  # an int of more digits than Python writes
        return None


def _list(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str | dict) else []


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
