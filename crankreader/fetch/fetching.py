"""Ask an address and follow where it points, within bounds.

Stands on httpcore, which httpx itself stands on: it knows no cookies, proxies, redirects or
environment, so that nothing of the kind has to be turned off. Knows no feed: bytes come back.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from crankreader import __version__
from crankreader.fetch.failures import FetchError, refused_by, too_large, too_slow
from crankreader.safety import safe_url

if TYPE_CHECKING:
    import httpcore

    from crankreader.fetch.wire import Clock, Resolve


class Bounds(NamedTuple):
    """How much one fetch may take, all its hops together."""

    hops: int = 5
    size: int = 15 << 20
    """Bytes, packed as well as unpacked."""
    seconds: float = 20.0


BOUNDS = Bounds()


class Fetched(NamedTuple):
    """What an address answered."""

    status: Literal["new", "unchanged"]
    url: str
    """Where the answer came from in the end."""
    body: bytes = b""
    content_type: str | None = None
    """In small letters, without parameters."""
    etag: str | None = None
    modified: str | None = None
    """What to say the next time, to be told whether anything is new."""
    permanent_url: str | None = None
    """Where the address has moved for good, by the word of the server."""


_MOVED_FOR_GOOD = (301, 308)
_MOVED = (*_MOVED_FOR_GOOD, 302, 303, 307)
_UNCHANGED = 304
_DOCUMENT = (200, 203)
_NO_DOCUMENT = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
_LONGEST_VALIDATOR = 512
_HEADERS = (
    ("User-Agent", f"crankreader/{__version__}"),
    (
        "Accept",
        "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
        "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1",
    ),
    ("Accept-Encoding", "gzip, deflate"),
    ("Connection", "close"),
)


def fetch(
    url: str,
    *,
    etag: str | None = None,
    modified: str | None = None,
    allow: Collection[str] = (),
    bounds: Bounds = BOUNDS,
    clock: Clock = time.monotonic,
    resolve: Resolve | None = None,
) -> Fetched:
    """What stands at an http or https address. Raises FetchError.

    `etag` and `modified` are what came the last time; the answer may then be "unchanged". `allow`
    names hosts that need no public address.
    """
    import httpcore

    from crankreader.fetch.wire import Deadline, Wire, resolved

    wire = Wire(Deadline(bounds.seconds, clock), allow, resolve or resolved)
    asked = _headers(etag, modified)
    at, seen, for_good = _safe(url), set[str](), True
    permanent: str | None = None
    while True:
        seen.add(at)
        try:
            answer = _answer(at, asked, wire, bounds)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise too_slow(bounds.seconds) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise FetchError("broken-off", "The server ended the talk too early.") from error
        if answer.status not in _MOVED:
            break
        target = _target(at, answer.location)
        if target in seen or len(seen) > bounds.hops:
            raise FetchError("too-many-hops", "The address points on and on, or back to itself.")
        for_good = for_good and answer.status in _MOVED_FOR_GOOD
        permanent = target if for_good else permanent
        at = target
    if answer.status == _UNCHANGED and (etag or modified):
        return Fetched("unchanged", at, etag=etag, modified=modified, permanent_url=permanent)
    if answer.status not in _DOCUMENT:
        raise refused_by(answer.status)
    return Fetched(
        "new", at, answer.body, answer.type, answer.etag, answer.modified, permanent_url=permanent
    )


class _Answer(NamedTuple):
    """What one hop said."""

    status: int
    location: str | None
    type: str | None
    etag: str | None
    modified: str | None
    body: bytes


def _answer(
    url: str, headers: list[tuple[str, str]], wire: httpcore.NetworkBackend, bounds: Bounds
) -> _Answer:
    import httpcore

    tls = httpcore.default_ssl_context() if url.startswith("https:") else None
    with (
        httpcore.ConnectionPool(ssl_context=tls, network_backend=wire) as pool,
        pool.stream("GET", _without_fragment(url), headers=headers) as response,
    ):
        said = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        kind = said.get(b"content-type", "").partition(";")[0].strip().lower() or None
        body = b""
        if response.status in _DOCUMENT:
            if kind and kind.startswith(_NO_DOCUMENT):
                raise FetchError("wrong-type", f"This is no text but {kind}.")
            body = _body(response, said, bounds.size)
        return _Answer(
            response.status,
            said.get(b"location"),
            kind,
            _validator(said.get(b"etag")),
            _validator(said.get(b"last-modified")),
            body,
        )


def _body(response: httpcore.Response, said: dict[bytes, str], most: int) -> bytes:
    length = said.get(b"content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > most:
        raise too_large(most)
    coding = said.get(b"content-encoding", "identity").strip().lower()
    chunks = _bounded(response.iter_stream(), most)
    if coding in ("gzip", "x-gzip", "deflate"):
        chunks = _bounded(_unpacked(chunks, most), most)
    elif coding not in ("", "identity"):
        raise FetchError("unknown-encoding", f"It is packed in a way not asked for: {coding}.")
    return b"".join(chunks)


def _bounded(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > most:
            raise too_large(most)
        yield chunk


def _unpacked(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The chunks unpacked, never more than `most` and a byte at once.

    "deflate" comes with a zlib header or bare, gzip in one member or several.
    """
    unpacker = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if unpacker is None:
                unpacker = zlib.decompressobj(_window(rest))
            try:
                yield unpacker.decompress(rest, most + 1)
            except zlib.error as error:
                raise FetchError("broken-off", "It cannot be unpacked.") from error
            rest = unpacker.unconsumed_tail
            if unpacker.eof:
                rest, unpacker = unpacker.unused_data.lstrip(b"\0"), None
    if unpacker is not None:
        raise FetchError("broken-off", "It ended before all of it was there.")


def _window(start: bytes) -> int:
    """How what begins so was packed, as zlib says it."""
    if start[:1] == b"\x1f":
        return zlib.MAX_WBITS | 16
    has_header = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def _headers(etag: str | None, modified: str | None) -> list[tuple[str, str]]:
    asked = (("If-None-Match", _validator(etag)), ("If-Modified-Since", _validator(modified)))
    return [*_HEADERS, *((name, value) for name, value in asked if value)]


def _validator(value: str | None) -> str | None:
    """What a server gave to recognise its answer by, if it can be said back as it is."""
    if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable():
        return value.strip() or None
    return None


def _safe(url: str) -> str:
    safe = safe_url(url)
    if safe is None:
        raise FetchError("bad-address", "This is no address to fetch from: only http and https.")
    return safe


def _target(at: str, location: str | None) -> str:
    """Where a redirect leads."""
    from urllib.parse import urljoin

    try:
        target = _safe(urljoin(at, (location or "").strip()))
    except ValueError as error:
        raise FetchError("bad-address", "The address points to what is none.") from error
    if at.startswith("https:") and not target.startswith("https:"):
        raise FetchError("insecure", "The address is encrypted but points to one that is not.")
    return target


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]
