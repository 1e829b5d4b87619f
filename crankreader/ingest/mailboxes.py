"""Mailboxes: the messages of an mbox one after the other, and what makes a directory a Maildir.

Knows where a message begins and ends; what is in it is `mail`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from crankreader.ingest.documents import Converted, Outcome
from crankreader.ingest.sniff import Refused
from crankreader.model import Failure
from crankreader.settings import Limits

_CHUNK = 1 << 20
_AHEAD = 2_048
"""Bytes that tell whether a message begins: an envelope line and the start of the next one."""
_LONGEST_LINE = 998
_DATED = re.compile(rb"From .{0,800}?\b[0-2]?\d:[0-5]\d\b.{0,40}?\b(?:19|20)\d\d\b")
_BARE = re.compile(rb"From (?:-|\S*@\S*|\S+)[ \t]*\r?\n|From \S*@\S*[ \t]")
_HEADER = re.compile(rb">?([A-Za-z][A-Za-z0-9-]{1,60}):")
_KNOWN = frozenset(
    (b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"received", b"return-path",
     b"mime-version", b"content-type", b"content-transfer-encoding", b"delivered-to", b"status",
     b"x-status", b"x-mozilla-status", b"x-uid", b"x-gmail-labels", b"x-gm-thrid", b"reply-to",
     b"sender", b"content-length", b"x-from-line", b"dkim-signature", b"x-keywords",
     b"delivery-date", b"envelope-to", b"x-original-to", b"list-id", b"path", b"x-envelope-from",
     b"authentication-results", b"received-spf", b"arc-seal", b"x-received", b"user-agent")
)  # fmt: skip
_ENVELOPE = re.compile(rb"\n\r?\nFrom ")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\n\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_RAW_FROM = re.compile(rb"^From ", re.MULTILINE)
_BLANKS = b"\r\n"
_BOM = b"\xef\xbb\xbf"

MAILDIR_FOLDERS = ("cur", "new")
"""Where a Maildir's messages lie; `tmp` holds what is still being written."""
_TIME = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A message that was skipped: it is larger than a file may be."""

    number: int
    """Its place in the mailbox, from 1."""
    size: int
    """Bytes, its envelope line included."""

    def failure(self, path: str, limits: Limits) -> Failure:
        most = limits.file >> 20
        reason = f"Message {self.number} of the mailbox is larger than {most} MB."
        return Failure(path, "load", "too-large", reason, str(self.number))


def looks_like(head: bytes) -> str | None:
    """Why these opening bytes are an mbox's; None when they are not. One message is enough."""
    head = head[:_AHEAD].removeprefix(_BOM).lstrip(_BLANKS)
    return "it opens with the envelope line of a mailbox" if _begins(head, 0) else None


def messages(source: Iterable[bytes] | BinaryIO, limits: Limits) -> Iterator[bytes | TooLarge]:
    """Each message without its envelope line, `>From` unquoted.

    Holds one message at a time, and none that is larger than `limits.file`.
    """
    return _Mailbox(_chunks(source), limits.file).messages()


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Outcome]:
    """The mails of a mailbox, by their number in it; one that is refused is a Failure."""
    from crankreader.ingest import mail

    for number, message in enumerate(messages([raw], limits), 1):
        if isinstance(message, TooLarge):
            yield message.failure(path, limits)
            continue
        try:
            for outcome in mail.convert(message, path, limits):
                if isinstance(outcome, Converted):
                    outcome = replace(outcome, raw=message, member=str(number))
                yield outcome
        except Refused as refused:
            yield Failure(path, refused.stage, refused.code, refused.reason, str(number))


def is_maildir(names: Iterable[str]) -> bool:
    """Whether a directory with entries of these names is a Maildir."""
    return {*MAILDIR_FOLDERS} <= set(names)


def in_order(names: Iterable[str]) -> list[str]:
    """The messages among a Maildir folder's entries, as they were delivered."""
    return sorted((name for name in names if not name.startswith(".")), key=_delivered)


def _delivered(name: str) -> tuple[int, str]:
    time = _TIME.match(name)
    return (int(time.group()) if time else 0, name)


def _chunks(source: Iterable[bytes] | BinaryIO) -> Iterator[bytes]:
    if hasattr(source, "read"):
        while chunk := source.read(_CHUNK):
            yield chunk
    else:
        yield from source


def _begins(held: bytes | bytearray, at: int) -> bool:
    """A message's envelope line stands at this place: by its date, or by the header below it."""
    if held[at : at + 5] != b"From ":
        return False
    line = bytes(held[at : at + _AHEAD])
    end = line.find(b"\n", 0, _LONGEST_LINE) + 1
    if end == 0:
        return False
    header = _HEADER.match(line, end)
    if _DATED.match(line, 0, end):
        rest = line[end : end + 6]
        return header is not None or rest in (b"", b">From ") or rest[:1] in (b"\r", b"\n")
    return (
        header is not None and header[1].lower() in _KNOWN and _BARE.match(line, 0, end) is not None
    )


class _Mailbox:
    """A window over the bytes of an mbox that begins where a message does."""

    def __init__(self, chunks: Iterator[bytes], most: int) -> None:
        self.chunks = chunks
        self.most = most
        self.held = bytearray()
        self.is_over = False
        self.number = 0

    def messages(self) -> Iterator[bytes | TooLarge]:
        self._skip_opening()
        while self._fill(1):
            self.number += 1
            end = self._promised_end() or self._searched_end()
            if end is None:
                yield TooLarge(self.number, self._skip())
                continue
            message = bytes(self.held[:end])
            del self.held[:end]
            self._skip_blanks()
            yield _opened(message)

    def _fill(self, size: int) -> bool:
        """Have that many bytes, or all that there are; whether they are that many."""
        while len(self.held) < size and not self.is_over:
            chunk = next(self.chunks, None)
            if chunk is None:
                self.is_over = True
            else:
                self.held += chunk
        return len(self.held) >= size

    def _skip_opening(self) -> None:
        self._fill(_AHEAD)
        if self.held.startswith(_BOM):
            del self.held[: len(_BOM)]
        self._skip_blanks()

    def _skip_blanks(self) -> None:
        while self._fill(1):
            blank = len(self.held) - len(self.held.lstrip(_BLANKS))
            if not blank:
                return
            del self.held[:blank]

    def _promised_end(self) -> int | None:
        """Where Content-Length says, if a message or nothing follows there."""
        self._fill(64 * 1024)
        headers = _END_OF_HEADERS.search(self.held, 0, 64 * 1024)
        promise = _LENGTH.search(self.held, 0, headers.end()) if headers else None
        if headers is None or promise is None:
            return None
        end = headers.end() + int(promise[1])
        if end > self.most:
            return None
        self._fill(end + _AHEAD)
        if len(self.held) < end:
            return None
        rest = bytes(self.held[end : end + _AHEAD])
        stripped = rest.lstrip(_BLANKS)
        if not stripped and self.is_over and len(rest) < _AHEAD:
            return end
        blanks = len(rest) - len(stripped)
        on_its_own_line = blanks > 0 or self.held[end - 1 : end] == b"\n"
        return end if on_its_own_line and blanks <= 4 and _begins(stripped, 0) else None

    def _searched_end(self) -> int | None:
        """Where the next message begins, or the mailbox ends; None when that is too far."""
        at = 0
        while at <= self.most:
            at, is_end = self._next(at)
            if is_end:
                return at if at <= self.most else None
        return None

    def _skip(self) -> int:
        """Let go of a message up to its end; how large it was."""
        size = at = 0
        is_end = False
        while not is_end:
            at, is_end = self._next(at)
            gone = at if is_end else max(0, at - 4)
            del self.held[:gone]
            size += gone
            at -= gone
        self._skip_blanks()
        return size

    def _next(self, at: int) -> tuple[int, bool]:
        """(the end, True), or (how far there is none, False), within the next chunk."""
        self._fill(at + _CHUNK)
        usable = len(self.held) if self.is_over else max(at, len(self.held) - _AHEAD)
        for found in _ENVELOPE.finditer(self.held, at):
            start = found.end() - len(b"From ")
            if start >= usable and not self.is_over:
                return max(at, found.start()), False
            if _begins(self.held, start):
                return start, True
        return (len(self.held), True) if self.is_over else (usable, False)


def _opened(message: bytes) -> bytes:
    """The message without its envelope line and the quoting of its own "From " lines."""
    if message.startswith(b"From "):
        message = message[message.find(b"\n") + 1 :]
    if message.endswith((b"\n\n", b"\n\r\n")):
        message = message[:-1].removesuffix(b"\r")
    # A mailbox that goes by Content-Length quotes nothing: a bare line shows it.
    return message if _RAW_FROM.search(message) else _QUOTED.sub(rb"\1", message)
