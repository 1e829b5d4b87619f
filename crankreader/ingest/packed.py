"""Gzip, unpacked to a bound: what grows beyond all measure is refused before it is there.

Knows no format and no file.
"""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from crankreader.ingest.sniff import Refused
from crankreader.settings import LIMITS, Limits

MAGIC = b"\x1f\x8b\x08"

_GZIP = 16 + zlib.MAX_WBITS
_CHUNK = 64 * 1024
_UNSUSPECTED = 1 << 20
"""Bytes that may come out of however few: short texts of one line over and over are no attack."""


def is_packed(opening: bytes) -> bool:
    return opening.startswith(MAGIC)


def unpacked(raw: bytes, limits: Limits = LIMITS) -> bytes:
    """What the bytes hold, all of it. Raises Refused: bomb, too-large, broken."""
    stream = opened(io.BytesIO(raw), limits)
    chunks, total = [], 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > limits.file:
            sentence = f"Unpacked, the file is larger than {limits.file >> 20} MB."
            raise Refused("load", "too-large", sentence)
        chunks.append(chunk)
    return b"".join(chunks)


def opened(packed: BinaryIO, limits: Limits = LIMITS) -> io.BufferedReader:
    """The stream, unpacked as it is read; reading raises Refused: bomb, broken."""
    return io.BufferedReader(_Unpacking(packed, limits), _CHUNK)


class _Unpacking(io.RawIOBase):
    """One gzip member after another; what follows the last is no part of it."""

    def __init__(self, packed: BinaryIO, limits: Limits) -> None:
        self._packed = packed
        self._ratio = limits.ratio
        self._unpacker = zlib.decompressobj(_GZIP)
        self._waiting = b""
        self._taken = 0
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = len(buffer)
        while wanted:
            if self._unpacker.eof and not self._begin_next():
                return 0
            given = self._some(wanted)
            if given:
                buffer[: len(given)] = given
                return len(given)
        return 0

    def _some(self, wanted: int) -> bytes:
        """At most so many bytes; none where more has to be read first."""
        if not self._waiting:
            self._waiting = self._packed.read(_CHUNK)
            self._taken += len(self._waiting)
        is_over = not self._waiting
        try:
            given = self._unpacker.decompress(self._waiting, wanted)
        except zlib.error as error:
            raise Refused("load", "broken", "The gzip file is damaged.") from error
        self._waiting = self._unpacker.unconsumed_tail
        self._given += len(given)
        if is_over and not given and not self._unpacker.eof:
            raise Refused("load", "broken", "The gzip file ends too early.")
        used = self._taken - len(self._waiting)
        if self._given > max(_UNSUSPECTED, used * self._ratio):
            sentence = (
                f"Unpacked, the file grows more than {self._ratio} times:"
                " if you trust it, unpack it yourself and add that."
            )
            raise Refused("load", "bomb", sentence)
        return given

    def _begin_next(self) -> bool:
        """Whether another member follows the one that ended."""
        rest = self._unpacker.unused_data
        if len(rest) < len(MAGIC):
            more = self._packed.read(_CHUNK)
            self._taken += len(more)
            rest += more
        if not rest.startswith(MAGIC):
            return False
        self._unpacker = zlib.decompressobj(_GZIP)
        self._waiting = rest
        return True
