"""A mail's parts: split at their boundaries in linear time, each with its type and its bytes.

Knows no block and no choice between parts. The stdlib's parser holds eleven bytes for each of an
attachment's and walks every open boundary for every line; here parts are places in the bytes.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crankreader.ingest.charsets import text_of_bytes
from crankreader.ingest.mail_headers import Headers, decoded, read_headers
from crankreader.ingest.sniff import Refused
from crankreader.safety import clean, one_line
from crankreader.settings import Limits

if TYPE_CHECKING:
    from email.message import Message

_LONGEST_PARAMETERS = 4_096
"""Bytes of a Content-… header: the stdlib takes its parameters apart in quadratic time."""
_LONGEST_BOUNDARY = 300
_SCANS = 8
_FREE_SCANS = 128 << 20
"""How often each byte of a mail may be searched for the boundaries around it, on average; and
the bytes that may be searched in any mail."""
_PART_HEADERS = 8
"""What the headers of all parts may take, in times of what a mail's own may."""
_TYPE = re.compile(r"\s*([\w.+-]{1,80})/([\w.+-]{1,120})")
_GUESSED = re.compile(rb"^--([!-~]{1,70})[ \t]*\r?$", re.MULTILINE)
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s_-]")
_SPARSE = 12
"""Of so many bytes of base64 at most one is no letter of it; prose has a blank in every six."""
_META = re.compile(rb"<meta[^<>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """What a part's Content-… headers say."""

    type: str = "text/plain"
    charset: str | None = None
    encoding: str = ""
    boundary: bytes | None = None
    filename: str | None = None
    """One line, without any directory: it is shown and never opened."""
    disposition: str = ""
    is_inline_image: bool = False
    is_flowed: bool = False
    drops_space: bool = False
    protocol: str = ""
    """Of signed and encrypted mails."""

    @property
    def is_attachment(self) -> bool:
        return self.disposition == "attachment"


@dataclass(slots=True)
class Part:
    """A message or a part of one; its body is `source[start:end]`, still encoded."""

    headers: Headers
    content: Content
    source: bytes
    start: int
    end: int
    children: list[Part] = field(default_factory=list)

    def walk(self) -> Iterator[Part]:
        yield self
        for child in self.children:
            yield from child.walk()


def parts_of(raw: bytes, limits: Limits) -> Part:
    """The tree of a message. Raises Refused for too many headers or parts, or too deep ones."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    begin = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while begin < len(raw) and raw[begin] in b"\r\n":
        begin += 1
    return _Splitter(limits, len(raw)).message(raw, begin, len(raw), 0)


class _Splitter:
    """One reading of a message, and what it may still use up."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits = limits
        self.parts = 0
        self.header_bytes = 0
        self.to_scan = max(_SCANS * size, _FREE_SCANS)

    def message(self, raw: bytes, start: int, end: int, depth: int, type: str = "") -> Part:
        """The message or part whose headers begin at `start`."""
        if depth > self.limits.mime_depth:
            raise Refused("load", "too-deep", "The mail's parts lie too deep in one another.")
        headers = read_headers(raw, start, end, self.limits.headers)
        self.header_bytes += headers.end - start
        if self.header_bytes > _PART_HEADERS * self.limits.headers:
            raise Refused("load", "too-many-headers", "The mail's parts have too many headers.")
        content = _content(headers, type or "text/plain")
        part = Part(replace(headers, charset=content.charset), content, raw, headers.end, end)
        if content.type.startswith("multipart/"):
            self._split(part, depth)
        elif content.type in ("message/rfc822", "message/global", "message/news"):
            self._unwrap(part, depth)
        return part

    def _split(self, part: Part, depth: int) -> None:
        places = self._places(part, part.content.boundary)
        if not places:
            places = self._places(part, _guessed_boundary(part))
        type = "message/rfc822" if part.content.type == "multipart/digest" else ""
        for start, end in places:
            part.children.append(self.message(part.source, start, end, depth + 1, type))

    def _places(self, part: Part, boundary: bytes | None) -> list[tuple[int, int]]:
        """(start, end) of each part between the boundary's lines; the last may lack its end."""
        if boundary is None:
            return []
        self.to_scan -= part.end - part.start
        if self.to_scan < 0:
            raise Refused("load", "too-deep", "The mail's parts lie too deep in one another.")
        places: list[tuple[int, int]] = []
        opened: int | None = None
        for line, after, closes in _delimiters(part, b"--" + boundary):
            if opened is not None:
                places.append((opened, _without_break(part.source, opened, line)))
                self.parts += 1
            if self.parts > self.limits.parts:
                raise Refused(
                    "load", "too-many-parts", f"The mail has more than {self.limits.parts} parts."
                )
            opened = None if closes else after
            if closes:
                break
        if opened is not None and opened < part.end:
            places.append((opened, part.end))
        return places

    def _unwrap(self, part: Part, depth: int) -> None:
        source, start, end = part.source, part.start, part.end
        if part.content.encoding in ("base64", "quoted-printable"):
            source = payload(part)
            start, end = 0, len(source)
            self.to_scan -= end
        while start < end and source[start] in b"\r\n":
            start += 1
        if start < end:
            part.children.append(self.message(source, start, end, depth + 1))


def _delimiters(part: Part, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """(start of the line, start of the next one, is it the last) of each boundary line."""
    source, end = part.source, part.end
    at = source.find(mark, part.start, end)
    while at >= 0:
        after = at + len(mark)
        if at == part.start or source[at - 1] == 0x0A:
            stop = source.find(b"\n", after, end) + 1 or end
            rest = source[after:stop].strip() if stop - after < 100 else b"?"
            if rest in (b"", b"--"):
                yield at, stop, rest == b"--"
            after = stop
        at = source.find(mark, after, end)


def _without_break(source: bytes, start: int, end: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if end > start and source[end - 1] == 0x0A:
        end -= 1
    if end > start and source[end - 1] == 0x0D:
        end -= 1
    return end


def _guessed_boundary(part: Part) -> bytes | None:
    """The first line that looks like a boundary and comes again: the declared one is wrong."""
    found = _GUESSED.search(part.source, part.start, min(part.end, part.start + 64 * 1024))
    if found is None:
        return None
    again = part.source.find(b"\n--" + found[1], found.end(), part.end)
    return found[1].removesuffix(b"--") if again >= 0 else None


def _content(headers: Headers, default: str) -> Content:
    from email.message import Message

    message: Message[str, str] = Message()
    for name in ("content-type", "content-disposition"):
        value = headers.first(name)
        if value is not None:
            message[name] = str(clean(value))[:_LONGEST_PARAMETERS].replace("\n", " ")
    found = _TYPE.match(message.get("content-type", ""))
    kind = f"{found[1]}/{found[2]}".lower() if found else default
    encoding = (headers.first("content-transfer-encoding") or "").partition(";")[0]
    boundary = _parameter(message, "boundary")
    file = _parameter(message, "filename", "content-disposition") or _parameter(message, "name")
    disposition = str(message.get("content-disposition") or "").partition(";")[0].strip().lower()
    return Content(
        type=kind,
        charset=_parameter(message, "charset"),
        encoding=encoding.strip(" \"'").lower(),
        boundary=boundary.rstrip()[:_LONGEST_BOUNDARY].encode() if boundary else None,
        filename=_file_name(file) if file else None,
        disposition=disposition,
        is_inline_image=kind.startswith("image/")
        and disposition != "attachment"
        and headers.first("content-id") is not None,
        is_flowed=(_parameter(message, "format") or "").lower() == "flowed",
        drops_space=(_parameter(message, "delsp") or "").lower() == "yes",
        protocol=(_parameter(message, "protocol") or _parameter(message, "smime-type") or "")
        .strip()
        .lower(),
    )


def _parameter(message: Message[str, str], name: str, header: str = "content-type") -> str | None:
    from email.utils import collapse_rfc2231_value

    try:
        value = message.get_param(name, None, header)
        return collapse_rfc2231_value(value) if value is not None else None
    except (ValueError, LookupError, TypeError):
        return None


def _file_name(name: str) -> str | None:
    last = re.split(r"[/\\]", str(one_line(decoded(name))))[-1].strip(" .\"'")
    return str(one_line(last, 120)) or None


def payload(part: Part) -> bytes:
    """A part's bytes without their transfer encoding; damage costs only what is damaged."""
    raw = part.source[part.start : part.end]
    encoding = part.content.encoding
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", raw))
    if encoding == "base64":
        return _unbase64(raw)
    return raw


def _unbase64(raw: bytes) -> bytes:
    """Bytes that are no base64 at all stay as they are."""
    sample = raw[:4_000]
    if (len(_NOT_BASE64.findall(sample)) + sample.count(b" ")) * _SPARSE > len(sample):
        return raw
    whole = b"".join(_NOT_BASE64.sub(b"", raw).translate(bytes.maketrans(b"-_", b"+/")).split())
    found = []
    # Several encoded texts may follow one another, each with its own end.
    for piece in re.findall(rb"[^=]+", whole):
        piece = piece[: len(piece) - (len(piece) % 4 == 1)]
        found.append(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)))
    return b"".join(found)


def text_of_part(part: Part) -> tuple[str, str | None]:
    """(decoded text, not yet cleaned; what had to be guessed)."""
    raw = payload(part)
    charset = part.content.charset
    if charset is None and part.content.type == "text/html":
        meta = _META.search(raw[:4_096])
        charset = meta[1].decode("ascii", "replace") if meta else None
    text, guess = text_of_bytes(raw, charset)
    return text.replace("\r\n", "\n").replace("\r", "\n"), guess


def signed_message(part: Part) -> bytes | None:
    """The message inside an S/MIME signature (CMS, of definite lengths); None when it is not seen.

    The way to it: ContentInfo, its content, SignedData, the content that is signed, its octets.
    """
    raw = payload(part)
    at, end = 0, len(raw)
    for tag in (0x30, 0xA0, 0x30, 0x30, 0xA0, 0x04):
        while True:
            place = _der(raw, at, end)
            if place is None:
                return None
            found, start, stop = place
            if found == tag:
                at, end = start, stop
                break
            at = stop
    return raw[at:end] or None


def _der(raw: bytes, at: int, end: int) -> tuple[int, int, int] | None:
    """(tag, start, end) of the value that begins at `at`."""
    if at + 2 > end:
        return None
    tag, length = raw[at], raw[at + 1]
    at += 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or at + count > end:
            return None
        length = int.from_bytes(raw[at : at + count], "big")
        at += count
    return (tag, at, at + length) if at + length <= end else None
