"""A mailbox gives its messages one by one, and keeps none of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import mailboxes
from crankreader.ingest.documents import Converted
from crankreader.ingest.mailboxes import TooLarge, messages
from crankreader.model import Failure
from crankreader.settings import LIMITS

ENVELOPE = b"From ada@mill.example Tue Oct  1 10:00:00 2024\n"
SHARED = Path(__file__).parents[2].parent / "shared" / "corpora"


def letter(number: int, body: bytes = b"Hello.\n", *headers: bytes) -> bytes:
    own = b"".join(header + b"\n" for header in headers)
    return b"From: ada@mill.example\nSubject: %d\n" % number + own + b"\n" + body


def boxed(*letters: bytes) -> bytes:
    return b"".join(ENVELOPE + each + b"\n" for each in letters)


def test_each_message_comes_as_it_was_sent() -> None:
    letters = [letter(1), letter(2, b"Two\n\nparagraphs.\n")]
    assert list(messages([boxed(*letters)], LIMITS)) == letters


def test_a_mailbox_of_one_is_a_mailbox() -> None:
    assert mailboxes.looks_like(boxed(letter(1)))
    assert mailboxes.looks_like(b"\xef\xbb\xbf\nFrom -\nSubject: x\n\nBody")
    assert not mailboxes.looks_like(letter(1))
    assert not mailboxes.looks_like(b"From Riga with love\n\nA letter.")
    assert not mailboxes.looks_like(b"From Riga to Vaasa\nTo: see the sea\n")


def test_a_sentence_that_begins_with_from_parts_nothing() -> None:
    body = b"So:\n\nFrom Riga with love\nYear: 1963\n\nFrom there on.\n"
    assert list(messages([boxed(letter(1, body), letter(2))], LIMITS)) == [
        letter(1, body),
        letter(2),
    ]


def test_an_envelope_line_needs_a_blank_line_above() -> None:
    body = b"He wrote:\n" + ENVELOPE + b"Subject: none\n"
    assert len(list(messages([boxed(letter(1, body))], LIMITS))) == 1


def test_quoted_from_lines_are_unquoted() -> None:
    (found,) = messages([boxed(letter(1, b">From here\n>>From there\n> From\n"))], LIMITS)
    assert found == letter(1, b"From here\n>From there\n> From\n")


def test_a_promised_length_counts_when_it_leads_to_a_message() -> None:
    body = b"Fwd:\n\n" + ENVELOPE + b"Subject: inner\n\n>From a\n"
    length = b"Content-Length: %d" % len(body)
    true = letter(1, body, length)
    assert list(messages([boxed(true, letter(2))], LIMITS)) == [true, letter(2)]


def test_a_false_length_counts_nothing() -> None:
    for promised in (3, 20, 4_000_000, 10**11):
        wrong = letter(1, b"Hello.\n", b"Content-Length: %d" % promised)
        assert list(messages([boxed(wrong, letter(2))], LIMITS)) == [wrong, letter(2)]


def test_lines_may_end_as_elsewhere() -> None:
    raw = boxed(letter(1), letter(2)).replace(b"\n", b"\r\n")
    assert list(messages([raw], LIMITS)) == [
        letter(number).replace(b"\n", b"\r\n") for number in (1, 2)
    ]


def test_a_message_that_is_too_large_is_skipped_and_said() -> None:
    few = replace(LIMITS, file=100_000)
    large = letter(2, b"A line of it.\n" * 300_000)
    first, second, third = messages([boxed(letter(1), large, letter(3))], few)
    assert (first, third) == (letter(1), letter(3))
    assert isinstance(second, TooLarge)
    assert second.number == 2
    assert second.size >= len(large)
    assert second.failure("box", few).code == "too-large"


def test_ten_thousand_messages_are_streamed() -> None:
    import tracemalloc

    def chunks() -> Iterator[bytes]:
        for number in range(10_000):
            yield ENVELOPE + letter(number, b"A line of some words.\n" * 200) + b"\n"

    tracemalloc.start()
    try:
        count = sum(1 for _ in messages(chunks(), LIMITS))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 10_000
    assert peak < 16 << 20


def test_the_mails_of_a_mailbox_are_documents() -> None:
    many = letter(2, b"x\n", *(b"To: " + b"a@b.example, " * 600,))
    first, second, third = mailboxes.convert(boxed(letter(1), many, letter(3)), "box", LIMITS)
    assert isinstance(first, Converted)
    assert (first.given.title, first.member, first.raw) == ("1", "1", letter(1))
    assert isinstance(second, Failure)
    assert second.code == "too-many-headers"
    assert isinstance(third, Converted)
    assert third.member == "3"


def test_a_maildir_is_known_by_its_folders() -> None:
    assert mailboxes.is_maildir(["cur", "new", "tmp", ".Sent"])
    assert not mailboxes.is_maildir(["cur", "letters"])
    assert mailboxes.in_order(["900.b:2,S", ".hidden", "1000.a", "900.a:2,"]) == [
        "900.a:2,",
        "900.b:2,S",
        "1000.a",
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                ENVELOPE,
                b"\n",
                b"\r\n",
                b"From x\n",
                b"Subject: a\n",
                b"Content-Length: 9\n",
                b"word",
                b">From b\n",
            ]
        ),
        max_size=30,
    ),
    st.integers(1, 50),
)
def test_no_word_is_lost_however_the_bytes_arrive(pieces: list[bytes], size: int) -> None:
    raw = b"".join(pieces)
    whole = list(messages([raw], LIMITS))
    cut = [raw[at : at + size] for at in range(0, len(raw), size)]
    assert list(messages(cut, LIMITS)) == whole
    assert list(messages(io.BytesIO(raw), LIMITS)) == whole
    kept = sum(message.count(b"word") for message in whole if isinstance(message, bytes))
    assert kept == raw.count(b"word")


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("mimekit/UnitTests__TestData__mbox__issue1189.mbox.txt", 4),
        ("mimekit/UnitTests__TestData__mbox__unmunged.mbox.txt", 2),
        ("mime4j/mbox__src__test__resources__test-1__mbox.rlug-0", 1),
    ],
)
def test_mailboxes_of_the_world(name: str, count: int) -> None:
    file = SHARED / "mbox" / name
    if not file.is_file():
        pytest.skip("../shared is not here")
    with file.open("rb") as stream:
        assert len(list(messages(stream, LIMITS))) == count
