"""RSS 0.9x and 2.0, Atom 0.3 and 1.0, RDF (RSS 0.90 and 1.0) → their entries as documents.

Reads the values of the elements; what becomes of them `entries` decides. Fetches nothing, and
takes no byte for a name of a file or an address.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any, Literal

from crankreader.ingest import entries, xmltext
from crankreader.ingest.documents import Outcome
from crankreader.ingest.entries import Attached, Entry, FeedFormat, FeedHead, Piece
from crankreader.ingest.sniff import Refused
from crankreader.safety import one_line
from crankreader.settings import Limits

Opening = Literal["rss", "atom", "rdf", "opml", "html", "xml"]

_ENTRIES = frozenset(("item", "entry"))
_ROOTS: dict[str, Opening] = {
    "rss": "rss",
    "channel": "rss",
    "item": "rss",
    "feed": "atom",
    "entry": "atom",
    "rdf": "rdf",
    "opml": "opml",
    "outline": "opml",
    "gadgettabml": "opml",
    "html": "html",
}
_PEOPLE = frozenset(("agent", "person", "group", "personalprofiledocument"))
"""RDF that opens with one of these tells of people, and of the feeds they write."""
_OUTLINE = re.compile(r"<outline\s[^<>]{0,2000}?\bxmlurl\s*=", re.IGNORECASE)
_MONTH_NAME = re.compile(r"[^\W\d_]{3}|[^\x00-\x7f]")
_LOOKED_AT = 64 << 10
_RSS_1_1 = (b"http://purl.org/net/rss1.1#", b"http://purl.org/rss/1.0/")
"""A draft that feedparser does not know, and RSS 1.0, whose element names it uses."""
_FRAGILE = frozenset(
    ("image", "textinput", "width", "height", "license", "player", "credit", "rating", "group",
     "restriction", "cloud", "generator", "where", "point", "location", "chapters")
)  # fmt: skip
_MARKUP = frozenset(("text/html", "application/xhtml+xml", "application/xml", "text/xml"))
_WRITTEN = ("text/", "application/xhtml", "application/xml")
_RELATIONS = {
    "enclosure": "Enclosure",
    "replies": "Comments",
    "related": "Related",
    "via": "Via",
}


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Outcome]:
    """One document for each entry. Raises Refused for XML that is no feed or a danger."""
    text, guesses = xmltext.text_of(raw)
    opening = _opening(text)
    if opening not in ("rss", "atom", "rdf"):
        if "<!ENTITY" in text:
            xmltext.survey(text.encode("utf-8", "replace"), limits)
        raise Refused("convert", "not-a-feed", _what_it_is(text))
    data, survey = _surveyed(text, limits)
    del text
    data = xmltext.closed(data, survey)
    parsed = _parsed(data)
    if parsed is None or (not parsed["entries"] and (survey.error is not None or survey.entries)):
        parsed = _parsed(_recovered(data, plain=parsed is None))
    if parsed is None:
        raise Refused("convert", "broken", "The XML is too damaged to be read.")
    if survey.error is not None:
        guesses = (*guesses, "The XML has errors; it was read as far as it makes sense.")
    head = _head(parsed, opening, guesses)
    found = [_entry(entry, head) for entry in parsed["entries"][: limits.entries]]
    if not found:
        if survey.error is not None and not parsed["feed"]:
            raise Refused("convert", "broken", "The XML is too damaged to be read.")
        yield entries.no_entries(path)
        return
    yield from entries.documents(head, found, path, limits)
    total = max(survey.entries, len(parsed["entries"]))
    if total > limits.entries:
        yield entries.left_out(path, total - limits.entries, limits)


def looks_like(head: bytes) -> Opening | None:
    """Which XML the first bytes open, by the root element; None for what is no XML.

    "html" is a page with an XML declaration; "xml" whatever else.
    """
    return _opening(xmltext.head_of(head[:_LOOKED_AT]))


def _opening(head: str) -> Opening | None:
    root = xmltext.root_of(head)
    if root is None:
        return "xml" if head.startswith(("<?xml", "<!--", "<!DOCTYPE")) else None
    kind = _ROOTS.get(root.name, "xml")
    if kind == "rdf" and root.child in _PEOPLE:
        return "opml"
    if kind == "xml" and root.name in ("head", "body") and not _OUTLINE.search(head, 0, _LOOKED_AT):
        return "html"
    return "opml" if kind == "xml" and _OUTLINE.search(head, 0, _LOOKED_AT) else kind


def _what_it_is(head: str) -> str:
    root = xmltext.root_of(head)
    if root is None:
        return "There is no element of XML in it, and so no feed."
    name = one_line(root.full, 60)
    return f"This is XML, but no feed: its root is <{name}>."


def _surveyed(text: str, limits: Limits) -> tuple[bytes, xmltext.Survey]:
    """The feed in UTF-8, with named characters mended if only they were wrong."""
    data = text.encode("utf-8", "replace")
    survey = xmltext.survey(data, limits, _ENTRIES)
    if survey.error is not None:
        mended = xmltext.mended(text).encode("utf-8", "replace")
        again = xmltext.survey(mended, limits, _ENTRIES)
        if again.error is None:
            return mended, again
    return data, survey


def _parsed(data: bytes) -> dict[str, Any] | None:
    """What feedparser makes of it; None where it trips over an element.

    From a stream: bytes it would first try as a file's name.
    """
    import feedparser  # type: ignore[import-untyped]

    try:
        with warnings.catch_warnings():
            # Its warnings are for who wrote the feed.
            warnings.simplefilter("ignore", DeprecationWarning)
            found: dict[str, Any] = feedparser.parse(
                io.BytesIO(data.replace(*_RSS_1_1)),
                sanitize_html=False,
                resolve_relative_uris=False,
                response_headers={"content-type": "application/xml; charset=utf-8"},
            )
    except (AttributeError, LookupError, TypeError, ValueError, AssertionError, RecursionError):
        return None
    return found


def _recovered(data: bytes, *, plain: bool) -> bytes:
    """The same XML with its errors left out; `plain`: without what feedparser trips over."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(data, parser)
        if root is None:
            raise Refused("convert", "broken", "The XML is too damaged to be read.")
        for element in [*root.iter("{*}*")] if plain else ():
            parent = element.getparent()
            name = re.split("[}:]", str(element.tag))[-1].casefold()
            if parent is not None and name in _FRAGILE:
                parent.remove(element)
        recovered: bytes = etree.tostring(root)
    except (etree.LxmlError, ValueError):
        raise Refused("convert", "broken", "The XML is too damaged to be read.") from None
    return recovered


def _head(parsed: dict[str, Any], opening: FeedFormat, guesses: tuple[str, ...]) -> FeedHead:
    feed = parsed["feed"]
    links = feed.get("links", [])
    itself = next((link.get("href") for link in links if link.get("rel") == "self"), None)
    home = _text(feed.get("link"))
    return FeedHead(
        format=opening,
        title=_title(feed),
        key=_text(feed.get("id")) or _text(itself) or home,
        home=home,
        url=_text(itself),
        language=_text(feed.get("language")) or _text(_detail(feed, "title").get("language")),
        authors=_authors(feed),
        warnings=guesses,
    )


def _entry(entry: Any, head: FeedHead) -> Entry:
    pieces = tuple(_pieces(entry))
    languages = [_text(content.get("language")) for content in entry.get("content", [])]
    languages += [_text(_detail(entry, name).get("language")) for name in ("summary", "title")]
    source, title = _text(entry.get("source", {}).get("title")), _title(entry)
    return Entry(
        id=_text(entry.get("id")),
        url=_text(entry.get("link")),
        title=title,
        pieces=pieces,
        published=_stamp(entry, "published") or _stamp(entry, "created"),
        updated=_stamp(entry, "updated"),
        authors=_authors(entry),
        language=_text(entry.get("language")) or next(filter(None, languages), None),
        categories=tuple(filter(None, map(_category, entry.get("tags", [])))),
        attached=tuple(_attached(entry, {head.url, head.home})),
        source=None if source in (title, head.title) else source,
        rights=_text(entries.plain(entry.get("rights") or "")),
    )


def _pieces(entry: Any) -> Iterator[Piece]:
    """Contents, then summaries; what is neither text nor mark-up has no words."""
    found = list(entry.get("content", []))
    found += [_detail(entry, name) for name in ("summary", "subtitle")]
    if entry.get("summary") and not any(d.get("value") == entry["summary"] for d in found):
        found.append({"value": entry["summary"], "type": "text/html"})
    for detail in found:
        value, kind = detail.get("value"), str(detail.get("type") or "text/html").casefold()
        if isinstance(value, str) and value.strip() and _is_written(kind, value):
            is_html = kind in _MARKUP or kind.endswith("+xml")
            yield Piece(value, is_html, _text(detail.get("base")))


def _is_written(kind: str, value: str) -> bool:
    """Text or mark-up by its type; of no stated kind, if it is not full of control characters."""
    if kind.startswith(_WRITTEN) or kind.endswith("+xml"):
        return True
    return kind.startswith("application/") and "".join(value.split()).isprintable()


def _attached(entry: Any, own: set[str | None]) -> Iterator[Attached]:
    """What it points to, each once; not to itself and not to the feed it stands in."""
    seen = {entry.get("link"), *own}
    for link in entry.get("links", []):
        url, label = _text(link.get("href")), _RELATIONS.get(str(link.get("rel")))
        if url and label and url not in seen:
            seen.add(url)
            size = str(link.get("length") or "")
            yield Attached(
                url,
                label,
                _text(link.get("title")),
                _text(link.get("type")),
                int(size) if size.isdecimal() and len(size) < 16 else None,
            )
    others = [("Enclosure", media.get("url")) for media in entry.get("media_content", [])]
    others += [("Enclosure", content.get("src")) for content in entry.get("content", [])]
    others += [("Comments", entry.get("comments")), ("Source", _home(entry.get("source", {})))]
    for label, value in others:
        url = _text(value)
        if url and url not in seen:
            seen.add(url)
            yield Attached(url, label)


def _home(source: Any) -> object:
    """Where a feed stands from which an entry was taken."""
    return source.get("link") or source.get("href")


def _title(of: Any) -> str | None:
    title = _text(of.get("title"))
    if title is not None and _detail(of, "title").get("type") != "text/plain":
        title = entries.plain(title)
    return _text(title)


def _authors(of: Any) -> tuple[str, ...]:
    """Names; a mail address only where it is all that is told."""
    found = list(of.get("authors", [])) + list(of.get("contributors", []))
    names = [_text(author.get("name")) or _text(author.get("email")) for author in found]
    if not any(names):
        names = [_text(of.get("author"))]
    return tuple(dict.fromkeys(name for name in names if name))


def _stamp(entry: Any, name: str) -> str | None:
    """A time as it is written, if a day can be read from it; else as feedparser reads it."""
    written = _text(dict.get(entry, name))
    if written is None or entries.day_of(written) is not None:
        return written
    parsed = dict.get(entry, f"{name}_parsed")
    # Out of mere digits it makes up a day: month 13 is the first of the next year.
    if parsed is None or not _MONTH_NAME.search(written):
        return written
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}"


def _category(tag: Any) -> str | None:
    return _text(tag.get("label")) or _text(tag.get("term"))


def _detail(of: Any, name: str) -> Any:
    return of.get(f"{name}_detail") or {}


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
