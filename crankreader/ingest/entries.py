"""One entry of a feed, whatever the feed was written in: its values, its document, its bytes.

What the readers of XML and of JSON feeds share. An entry is kept as a JSON Feed of one item, with
what JSON Feed has no place for in an extension object; `jsonfeed` reads that back. Knows no XML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Literal

from crankreader.ingest.addresses import canonical
from crankreader.ingest.documents import Converted, Given, Outcome, spaced, text_of
from crankreader.ingest.entry_bodies import LONGEST_TITLE, Attached, Piece, body_of
from crankreader.ingest.sniff import Refused
from crankreader.ingest.words import tokens
from crankreader.model import Failure, Reason
from crankreader.safety import json_text, one_line
from crankreader.settings import Limits

__all__ = ["Attached", "Entry", "FeedFormat", "FeedHead", "Piece", "document", "documents", "kept"]

FeedFormat = Literal["rss", "atom", "rdf", "jsonfeed"]
EXTENSION = "_crankreader"
VERSION_1_1 = "https://jsonfeed.org/version/1.1"

_LONGEST_MEMBER = 400
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].{0,40})?$")
_WORLDWIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:\S")


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What all entries of a feed share: uncleaned, but for the mark-up that its title had."""

    format: FeedFormat
    title: str | None = None
    key: str | None = None
    """Its id, its own address or its home page: what tells it apart."""
    home: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What had to be guessed to read the feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The values of one entry: uncleaned, but for the mark-up that its title had."""

    id: str | None = None
    url: str | None = None
    source_url: str | None = None
    """What a link blog's entry is about."""
    title: str | None = None
    pieces: tuple[Piece, ...] = ()
    """Contents, then summaries."""
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    categories: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    source: str | None = None
    """The title of the feed it was taken from."""
    rights: str | None = None
    is_shared: bool = False
    """Another entry of the feed has its id and other words."""


def documents(
    head: FeedHead, entries: Sequence[Entry], path: str, limits: Limits
) -> Iterator[Outcome]:
    """The entries as documents, those that cannot be one as failures, in their order."""
    for number, entry in enumerate(told_apart(entries), 1):
        try:
            yield document(head, entry, limits)
        except Refused as refused:
            name = one_line(entry.title or entry.id or entry.url or f"number {number}", 80)
            yield Failure(
                path, refused.stage, refused.code, f"Entry {name}: {refused.reason}", name
            )


def left_out(path: str, count: int, limits: Limits) -> Failure:
    """The failure that ends a feed of which `count` entries were too many."""
    reason = f"Of the feed's entries the first {limits.entries:,} were taken and {count:,} left."
    return Failure(path, "convert", "too-many-entries", reason)


def no_entries(path: str) -> Failure:
    return Failure(path, "convert", "empty", "The feed has no entries.")


def told_apart(entries: Sequence[Entry]) -> list[Entry]:
    """The entries; those that share an id and not their words marked so, whatever their order."""
    names = Counter(_name(entry) for entry in entries)
    words: dict[str | None, set[bytes]] = {}
    for entry in entries:
        name = _name(entry)
        if name is not None and names[name] > 1:
            words.setdefault(name, set()).add(_digest(entry))
    return [
        replace(entry, is_shared=True) if len(words.get(_name(entry), ())) > 1 else entry
        for entry in entries
    ]


def document(head: FeedHead, entry: Entry, limits: Limits) -> Converted:
    """One entry as a document. Raises Refused for one without a word, or with a hostile body."""
    fallback = entry.url or head.home or head.url
    title = _title(entry)
    body = body_of(entry.pieces, _whole_title(entry), entry.url, fallback, limits)
    body.point_to(entry.attached, fallback)
    if not body.blocks:
        body.say(", ".join(_other_words(entry)))
    words = text_of(body.blocks)
    if not title and not words.strip():
        raise Refused("convert", "empty", "It has no title, no text and no link.")
    given = _given(head, entry, title, fallback)
    return Converted(
        text=f"{title}\n\n{words}" if title else words,
        blocks=spaced(body.blocks),
        format=head.format,
        given=given,
        key=_key(head, entry),
        raw=kept(head, entry),
        member=_member(entry),
        aside=tuple(body.aside),
        warnings=tuple(str(one_line(warning)) for warning in head.warnings),
    )


def kept(head: FeedHead, entry: Entry) -> bytes:
    """The entry as a JSON Feed 1.1 of one item: the same bytes for the same values."""
    first, rest = entry.pieces[:1], entry.pieces[1:]
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.source_url,
        "title": entry.title,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
        "attachments": [
            {"url": a.url, "mime_type": a.type, "title": a.title, "size_in_bytes": a.size}
            for a in entry.attached
        ],
        EXTENSION: {
            "base": first[0].base if first else None,
            "labels": [a.label for a in entry.attached],
            "pieces": [{"value": p.value, "html": p.is_html, "base": p.base} for p in rest],
            "source": entry.source,
            "rights": entry.rights,
            "shared": entry.is_shared or None,
        },
    }
    for piece in first:
        item["content_html" if piece.is_html else "content_text"] = piece.value
    feed = {
        "version": VERSION_1_1,
        "title": head.title,
        "home_page_url": head.home,
        "feed_url": head.url,
        "language": head.language,
        "authors": [{"name": name} for name in head.authors],
        "items": [item],
        EXTENSION: {
            "format": head.format,
            "feed": head.key,
            "warnings": list(head.warnings),
        },
    }
    return json_text(_sorted(feed), indent=None).encode()


def _sorted(value: Any) -> Any:
    """The keys in order, without those that say nothing."""
    if isinstance(value, dict):
        pairs = ((key, _sorted(value[key])) for key in sorted(value))
        return {key: inner for key, inner in pairs if inner not in (None, [], {})}
    return [_sorted(inner) for inner in value] if isinstance(value, list) else value


def plain(markup: str) -> str:
    """Mark-up as one line of text: tags taken off, characters by name put in. Linear."""
    if "<" not in markup and "&" not in markup:
        return markup
    from html import unescape

    parts = markup.split("<")
    bare = parts[0] + "".join(
        rest.partition(">")[2] if ">" in rest and _opens_tag(rest) else "<" + rest
        for rest in parts[1:]
    )
    return unescape(bare)


def _opens_tag(rest: str) -> bool:
    return rest[:1].isalpha() or rest[:1] in ("/", "!", "?")


def day_of(stamp: str | None) -> str | None:
    """The day a time stamp names, in its own zone, as ISO 8601; None for nonsense."""
    if not stamp:
        return None
    from datetime import date

    stamp = stamp.strip()[:100]
    iso = re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)", stamp)
    if iso:
        numbers = (int(iso[1]), int(iso[2]), int(iso[3]))
    else:
        from email.utils import parsedate_tz

        try:
            mail = parsedate_tz(stamp if ":" in stamp else f"{stamp} 00:00:00")
        except (ValueError, IndexError, TypeError, OverflowError):
            mail = None
        if mail is None:
            return None
        numbers = (mail[0], mail[1], mail[2])
    try:
        return date(*numbers).isoformat() if numbers[0] >= 1000 else None
    except ValueError:
        return None


def _other_words(entry: Entry) -> Iterator[str]:
    """What is left of an entry that has neither title, text nor link."""
    yield from (word for word in (entry.source, entry.id) if word)
    yield from entry.categories
    yield from entry.authors
    yield from (word for word in (entry.rights, entry.published, entry.updated) if word)


def _given(head: FeedHead, entry: Entry, title: str | None, base: str | None) -> Given:
    published = day_of(entry.published)
    date = published or day_of(entry.updated)
    publication = str(one_line(head.title or "", 200)) or None
    reasons = [
        Reason("title", "the entry's title", 1.0) if title else None,
        Reason("publication", "the feed's title", 1.0) if publication else None,
        Reason("date", "when the entry was published", 1.0) if published else None,
        Reason("date", "when the entry was changed", 0.8) if date and not published else None,
    ]
    return Given(
        title=title,
        publication=publication,
        publication_key=f"feed:{one_line(head.key, 2048)}" if head.key else None,
        date=date,
        authors=_names(entry.authors or head.authors),
        language=_language(entry.language) or _language(head.language),
        url=canonical(entry.url, base)[0] if entry.url else None,
        fields=tuple(_fields(entry, date)),
        reasons=tuple(reason for reason in reasons if reason is not None),
    )


def _fields(entry: Entry, date: str | None) -> Iterator[tuple[str, str]]:
    categories = dict.fromkeys(str(one_line(plain(c), 200)) for c in entry.categories)
    named = ", ".join(category for category in categories if category)
    if named:
        yield "Categories", named
    if entry.source:
        yield "Source", str(one_line(plain(entry.source), 300))
    for thing in entry.attached:
        if thing.label == "Enclosure":
            yield thing.label, str(one_line(thing.url, 2048))
    if entry.rights:
        yield "Rights", str(one_line(entry.rights, 300))
    stamp = one_line(entry.published or entry.updated or "", 100)
    if stamp and date is None:
        yield "Published", str(stamp)


def _names(authors: Iterable[str]) -> tuple[str, ...]:
    names = (str(one_line(plain(author), 200)).strip(" ,;") for author in authors)
    return tuple(dict.fromkeys(name for name in names if name))


def _language(code: str | None) -> str | None:
    found = _LANGUAGE.match((code or "").strip())
    return found[1].casefold() if found else None


def _whole_title(entry: Entry) -> str:
    return str(one_line(entry.title or "", 1 << 20))


def _title(entry: Entry) -> str | None:
    return str(one_line(entry.title or "", LONGEST_TITLE)) or None


def _name(entry: Entry) -> str | None:
    return (entry.id or entry.url or "").strip() or None


def _key(head: FeedHead, entry: Entry) -> str | None:
    """The id within its feed; alone only when it is a name for the whole world."""
    name = _name(entry)
    if name is None or not (head.key or _WORLDWIDE.match(name)):
        return None
    key = f"entry:{head.key or ''}\n{name}"
    return f"{key}\n{_digest(entry).hex()}" if entry.is_shared else key


def _member(entry: Entry) -> str | None:
    return str(one_line(_name(entry) or entry.title or "", _LONGEST_MEMBER)) or None


def _digest(entry: Entry) -> bytes:
    said = " ".join(tokens(" ".join([entry.title or "", *(p.value for p in entry.pieces)])))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest()
