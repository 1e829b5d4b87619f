"""A document as it came, readable: the source of a text or a page, a mail's parts, an entry.

Looks, and understands nothing: what is shown here is not what was read out. Everything is
decoded and cleaned; a document that cannot be decoded properly is shown as well as can be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from crankreader.ingest.sniff import null_pattern, sniff
from crankreader.safety import clean

if TYPE_CHECKING:
    from email.message import EmailMessage

MOST_PARTS = 200
_SHOWN_HEADERS = ("From", "Sender", "To", "Subject", "Date", "List-Id", "Message-ID")
_ENTRY = (
    *("title", "url", "external_url", "date_published", "date_modified"),
    *("summary", "content_text"),
)
_ENTRY_MARKUP = "content_html"
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""")
_LOOKED_AT = 4096
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def original(raw: bytes) -> str:
    """The document as text, its lines as they came. Never raises."""
    kind = sniff(raw, "").kind
    if kind == "mail":
        text = "\n".join(_mail(raw))
    elif kind == "json":
        text = _json(_decoded(raw))
    else:
        text = _decoded(raw)
    return _cleaned(text)


def _cleaned(text: str) -> str:
    return str(clean(text.replace("\r\n", "\n").replace("\r", "\n")))


def _decoded(raw: bytes) -> str:
    """By its mark, by its NUL bytes, as UTF-8, as it says itself, as Windows-1252."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").removeprefix("\ufeff")
    guess = null_pattern(raw)
    if guess is not None:
        return raw.decode(guess, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(raw[:_LOOKED_AT])
        return _as(raw, declared.group(1).decode("ascii") if declared else "cp1252")


def _as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return raw.decode("cp1252", "replace")


def _mail(raw: bytes) -> Iterator[str]:
    """The headers that a person reads, then every part that is text."""
    from email import policy
    from email.parser import BytesParser

    message = BytesParser(policy=policy.default).parsebytes(raw)
    for name in _SHOWN_HEADERS:
        value = _header(message, name)
        if value:
            yield f"{name}: {value}"
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            yield "\n[ more parts are not shown ]"
            return
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_maintype() == "text" and not part.get_filename():
            yield f"\n[ {kind} ]\n"
            yield _part(part)
        else:
            yield f"\n[ {kind}, not shown: {part.get_filename() or 'an attachment'} ]"


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):
        # The library's own parser of addresses stumbles over some broken ones.
        return " ".join(str(value) for key, value in message.raw_items() if key == name)


def _part(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        charset = part.get_content_charset()
    except (ValueError, LookupError):
        charset = None
    return _as(raw, charset) if charset else _decoded(raw)


def _json(text: str) -> str:
    """An entry of a feed as its title, address and content; other JSON as it came."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text
    entries = document.get("items", [document]) if isinstance(document, Mapping) else ()
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], Mapping):
        return text
    entry = entries[0]
    shown = [_one(entry, name) for name in (*_ENTRY, _ENTRY_MARKUP)]
    attached = entry.get("attachments")
    for one in attached[:MOST_PARTS] if isinstance(attached, list) else ():
        shown.append(_one(one, "url") if isinstance(one, Mapping) else "")
    return "\n\n".join(part for part in shown if part) or text


def _one(entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""
