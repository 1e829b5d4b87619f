"""Gzip is unpacked to a bound, whole or as a stream."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.packed import is_packed, opened, unpacked
from crankreader.ingest.sniff import Refused
from crankreader.settings import LIMITS, Limits

LETTER = b"The ferry to Vaasa sails again on Monday, its owners said.\n"


def refusal(raw: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        unpacked(raw, limits)
    return refused.value.code


@given(st.lists(st.binary(max_size=4000), min_size=1, max_size=3), st.integers(0, 300))
def test_what_was_packed_comes_out_again(parts: list[bytes], times: int) -> None:
    parts = [part * times for part in parts]
    raw = b"".join(gzip.compress(part) for part in parts)
    assert is_packed(raw)
    assert unpacked(raw) == b"".join(parts)


def test_a_stream_is_unpacked_as_it_is_read() -> None:
    raw = gzip.compress(LETTER * 10_000)
    with opened(io.BytesIO(raw)) as stream:
        assert stream.read(100) == (LETTER * 2)[:100]
        assert len(stream.read()) == len(LETTER) * 10_000 - 100


def test_a_bomb_is_refused_before_it_is_there() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    megabyte = bytes(1 << 20)
    raw = b"".join(packer.compress(megabyte) for _ in range(200)) + packer.flush()
    assert len(raw) < 300_000
    assert refusal(raw) == "bomb"


def test_a_file_that_is_too_large_unpacked_is_refused() -> None:
    assert refusal(gzip.compress(LETTER * 1000), Limits(file=10_000)) == "too-large"


def test_a_small_text_of_one_line_over_and_over_is_no_bomb() -> None:
    assert unpacked(gzip.compress(b"=" * 500_000)) == b"=" * 500_000


@pytest.mark.parametrize("kept", [10, 11, 30, -1, -9])
def test_a_file_that_ends_too_early_is_refused(kept: int) -> None:
    assert refusal(gzip.compress(LETTER)[:kept]) == "broken"


def test_a_damaged_file_is_refused() -> None:
    raw = bytearray(gzip.compress(LETTER * 9))
    raw[15] ^= 0xFF
    assert refusal(bytes(raw)) == "broken"


def test_what_follows_the_packed_part_is_left_alone() -> None:
    assert unpacked(gzip.compress(LETTER) + bytes(600)) == LETTER
