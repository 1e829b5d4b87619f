"""What goes to a converter and comes back is the same, and nothing else is believed."""

from __future__ import annotations

import io
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import wire
from crankreader.ingest.wire import Answered, Document, Ended, Garbled, Job, Ready
from crankreader.model import Failure, Feed, Issue, Parsed
from tests.builders import make_issue

TEXTS = st.text(st.characters(), max_size=8)
"""Lone surrogates among them: names of files have some."""
MOST = 1 << 20


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a kind, by the model's own annotations."""
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: values(hints[name]) for name in kind._fields})
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(values(arguments[0]), max_size=2).map(tuple)
        return st.tuples(*(values(each) for each in arguments))
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*(st.none() if each is NoneType else values(each) for each in arguments))
    if get_origin(kind) is Literal:
        return st.sampled_from(arguments)
    return {
        str: TEXTS,
        int: st.integers(),
        float: st.floats(allow_nan=False),
        bool: st.booleans(),
        bytes: st.binary(max_size=20),
    }[kind]


def sent(pieces: tuple[wire.Piece, ...]) -> bytes:
    return b"".join(bytes(piece) for piece in pieces)


def received(data: bytes, asked: bytes) -> wire.Message:
    ((header, raw),) = wire.Frames(MOST).take(data)
    return wire.message_of(header, raw, asked)


@given(st.one_of(values(Parsed), values(Feed), values(Failure)), st.binary(max_size=20))
def test_every_outcome_arrives_as_it_was_sent(outcome: wire.Outcome, asked: bytes) -> None:
    message = received(sent(wire.answer_frame(outcome, asked)), asked)
    assert message == Answered(outcome)
    assert isinstance(message, Answered)
    assert type(message.outcome) is type(outcome)


def test_the_types_within_an_issue_arrive_too() -> None:
    issue = make_issue()
    message = received(sent(wire.answer_frame(Parsed(issue, b"x"), b"x")), b"x")
    assert isinstance(message, Answered)
    assert isinstance(message.outcome, Parsed)
    assert repr(message.outcome.issue) == repr(issue)


def test_the_bytes_of_a_document_are_not_sent_back() -> None:
    raw = b"x" * 100_000
    assert len(sent(wire.answer_frame(Parsed(make_issue(), raw), raw))) < 10_000


@given(values(Job), st.binary(max_size=50), values(Job))
def test_jobs_arrive_one_after_the_other(first: Job, raw: bytes, second: Job) -> None:
    stream = io.BytesIO(sent(wire.frame(first, raw)) + sent(wire.frame(second)))
    assert [wire.next_frame(stream), wire.next_frame(stream)] == [
        (list(first), raw),
        (list(second), b""),
    ]
    assert wire.next_frame(stream) is None
    assert wire.job_of(list(first)) == first


@given(st.lists(st.binary(max_size=30), max_size=4), st.integers(1, 40))
def test_frames_are_whole_however_they_are_cut(raws: list[bytes], step: int) -> None:
    data = b"".join(sent(wire.frame(["end", False], raw)) for raw in raws)
    frames = wire.Frames(MOST)
    found = [each for at in range(0, len(data), step) for each in frames.take(data[at : at + step])]
    assert found == [(["end", False], raw) for raw in raws]


def test_the_short_messages_arrive() -> None:
    assert received(sent(wire.ready_frame()), b"") == Ready()
    assert received(sent(wire.end_frame(more=True)), b"") == Ended(True)


@pytest.mark.parametrize(
    "header",
    [
        None,
        [],
        ["end"],
        ["end", 1],
        ["parsed", True, []],
        ["parsed", True, list(make_issue()._replace(path=7))],  # type: ignore[arg-type]
        ["parsed", True, [*make_issue(), "more"]],
        ["parsed", True, list(make_issue()._replace(sections=(("x", "y"),)))],  # type: ignore[arg-type]
        ["parsed", True, list(make_issue()._replace(format="exe"))],  # type: ignore[arg-type]
        ["failure", ["a", "b", "c"]],
        ["feed", {"title": "a"}],
        ["run", "something"],
    ],
)
def test_what_is_no_message_is_refused(header: object) -> None:
    with pytest.raises(Garbled):
        received(sent(wire.frame(header)), b"")


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 7 + b"\2" + b"\0" * 8 + b"{]",
        b"\0" * 7 + b"\2" + b"\0" * 8 + b"\xff\xff",
        b"\xff" * 16,
        b"\0\0\0\0\0\1\0\0" + b"\0" * 8 + b"[" * 65_536,
    ],
)
def test_bytes_that_are_no_frame_are_refused(data: bytes) -> None:
    with pytest.raises(Garbled):
        list(wire.Frames(MOST).take(data))


def test_a_member_is_named_where_it_has_no_name_of_its_own() -> None:
    message = Document("box", b"x", member="3")
    issue = make_issue()
    assert message.named(Parsed(issue, b"x")) == Parsed(issue._replace(member="3"), b"x")
    own = Parsed(issue._replace(member="<a@b>"), b"x")
    assert message.named(own) == own
    failure = message.named(Failure("box", "convert", "broken", "It is broken."))
    assert isinstance(failure, Failure)
    assert failure.reason == "Message 3: It is broken."


def test_an_issue_has_no_field_that_could_not_travel() -> None:
    assert wire.message_of(["parsed", True, wire_shape(make_issue())], b"", b"") == Answered(
        Parsed(make_issue(), b"")
    )


def wire_shape(issue: Issue) -> Any:
    import json

    return json.loads(json.dumps(issue))
