"""What a converter and the process that asked it say to each other, as frames of JSON and bytes.

Never pickles: a converter has seen hostile documents, and what it sends is believed no further
than it can be built into the model's own values. Knows no process and no format.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Any, BinaryIO, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from crankreader.model import Failure, Feed, Issue, Parsed
from crankreader.settings import Limits

OUT_OF_MEMORY = 77
"""The exit code of a converter that had not enough memory."""

_SIZES = struct.Struct(">QQ")

Piece = bytes | memoryview


Outcome = Parsed | Feed | Failure


class Document(NamedTuple):
    """Bytes to be read, and what is known about them."""

    path: str
    """As shown."""
    raw: bytes
    member: str | None = None
    """Its name within the file, where that was taken apart before."""
    root: str | None = None
    """The directory on the way through which it was met; None: a person named it."""

    def named(self, outcome: Outcome) -> Outcome:
        """What came of it, with its name where nothing better is known."""
        if self.member is None:
            return outcome
        if isinstance(outcome, Failure):
            return self.failure(outcome.stage, outcome.code, outcome.reason)
        if isinstance(outcome, Parsed) and outcome.issue.member is None:
            return outcome._replace(issue=outcome.issue._replace(member=self.member))
        return outcome

    def failure(self, stage: str, code: str, reason: str) -> Failure:
        """Why it cannot be read; says which one of its file it is."""
        which = f"Message {self.member}: " if (self.member or "").isdecimal() else ""
        return Failure(self.path, stage, code, which + reason, self.member)


Asked = Document | Failure
Answer = tuple[Asked, Outcome]


class Garbled(Exception):
    """Bytes that are no message of ours."""


class Job(NamedTuple):
    """What is asked of a converter, beside the bytes of the document."""

    path: str
    skip: int = 0
    """How many of its outcomes are not wanted again."""
    plain: bool = False
    """Only the next one, without looking for its structure."""


class Answered(NamedTuple):
    """One outcome of the job that is being done."""

    outcome: Outcome


class Ended(NamedTuple):
    """The job is done."""

    more: bool
    """Whether the document holds more than was asked for."""


class Ready(NamedTuple):
    """The converter is within its limits and waits for jobs."""


Message = Ready | Answered | Ended


def frame(header: object, raw: bytes = b"") -> tuple[Piece, ...]:
    """One frame, in pieces, so that the bytes of a document need not be copied."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"))
    packed = text.encode("utf-8", "surrogatepass")
    head = _SIZES.pack(len(packed), len(raw)) + packed
    return (head, memoryview(raw)) if raw else (head,)


class Frames:
    """Cuts a stream that comes in pieces into frames."""

    def __init__(self, most: int) -> None:
        """`most`: bytes that a frame may have."""
        self._most = most
        self._held = bytearray()

    def take(self, piece: bytes) -> Iterator[tuple[Any, bytes]]:
        """(header, bytes) of each frame that is whole by now. Raises Garbled."""
        self._held += piece
        while len(self._held) >= _SIZES.size:
            text, raw = _SIZES.unpack_from(self._held)
            if text + raw > self._most:
                raise Garbled("a frame is too large")
            start, end = _SIZES.size + text, _SIZES.size + text + raw
            if len(self._held) < end:
                return
            header = _parsed_json(bytes(self._held[_SIZES.size : start]))
            rest = bytes(self._held[start:end])
            del self._held[:end]
            yield header, rest


def next_frame(stream: BinaryIO) -> tuple[Any, bytes] | None:
    """(header, bytes) of the next frame; None at the end of the stream."""
    head = stream.read(_SIZES.size)
    if len(head) < _SIZES.size:
        return None
    text, raw = _SIZES.unpack(head)
    return _parsed_json(stream.read(text)), stream.read(raw)


def limits_frame(limits: Limits) -> tuple[Piece, ...]:
    return frame({name: getattr(limits, name) for name in limits.__dataclass_fields__})


def job_of(header: Any) -> Job:
    return Job(*header)


def answer_frame(outcome: Outcome, asked: bytes) -> tuple[Piece, ...]:
    """An outcome; the bytes that were asked about are not sent back."""
    if isinstance(outcome, Parsed):
        is_whole = outcome.raw is asked or outcome.raw == asked
        return frame(["parsed", is_whole, outcome.issue], b"" if is_whole else outcome.raw)
    return frame(["feed" if isinstance(outcome, Feed) else "failure", outcome])


def ready_frame() -> tuple[Piece, ...]:
    return frame(["ready"])


def end_frame(*, more: bool) -> tuple[Piece, ...]:
    return frame(["end", more])


def message_of(header: Any, raw: bytes, asked: bytes) -> Message:
    """What a converter said; `asked`: the bytes of the job it is doing. Raises Garbled."""
    match header:
        case ["parsed", bool(is_whole), issue]:
            return Answered(Parsed(_build(Issue)(issue), asked if is_whole else raw))
        case ["feed", feed]:
            return Answered(_build(Feed)(feed))
        case ["failure", failure]:
            return Answered(_build(Failure)(failure))
        case ["end", bool(more)]:
            return Ended(more)
        case ["ready"]:
            return Ready()
    raise Garbled("no message of ours")


def _parsed_json(packed: bytes) -> Any:
    try:
        return json.loads(packed.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise Garbled("no JSON") from error


Builder = Callable[[Any], Any]


@cache
def _build(kind: Any) -> Builder:
    """What turns parsed JSON into a value of this kind, or raises Garbled.

    Goes by the annotations of the model, so that a new field travels without being named here.
    """
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        return _named(kind)
    arguments = get_args(kind)
    origin = get_origin(kind)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return _row(arguments[0])
        return _fixed(tuple(_build(each) for each in arguments))
    if origin in (Union, UnionType):
        (rest,) = (each for each in arguments if each is not NoneType)
        built = _build(rest)
        return lambda value: None if value is None else built(value)
    if origin is Literal:
        return _exactly(lambda value: isinstance(value, str) and value in arguments)
    if kind is float:
        return _exactly(lambda value: type(value) in (int, float))
    return _exactly(lambda value: type(value) is kind)


def _exactly(fits: Callable[[Any], bool]) -> Builder:
    def checked(value: Any) -> Any:
        if not fits(value):
            raise Garbled("a value of another kind")
        return value

    return checked


def _named(kind: Any) -> Builder:
    kinds = get_type_hints(kind)
    parts = [_build(kinds[name]) for name in kind._fields]

    def built(value: Any) -> Any:
        if type(value) is not list or len(value) != len(parts):
            raise Garbled(f"no {kind.__name__}")
        return kind._make([part(each) for part, each in zip(parts, value, strict=True)])

    return built


def _row(kind: Any) -> Builder:
    part = _build(kind)

    def built(value: Any) -> Any:
        if type(value) is not list:
            raise Garbled("no row")
        return tuple([part(each) for each in value])

    return built


def _fixed(parts: tuple[Builder, ...]) -> Builder:
    def built(value: Any) -> Any:
        if type(value) is not list or len(value) != len(parts):
            raise Garbled("no row of that length")
        return tuple([part(each) for part, each in zip(parts, value, strict=True)])

    return built
