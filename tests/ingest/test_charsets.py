"""Charsets are taken by their names, and what they do not fit is read all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.charsets import codec, text_of_bytes


@pytest.mark.parametrize(
    ("name", "reads_as"),
    [
        ("UTF-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ('"GB2312"', "gb18030"),
        ("x-unknown", None),
        ("punycode", None),
        ("unicode_escape", None),
        ("base64", None),
        ("ü", None),
        ("", None),
        (None, None),
    ],
)
def test_only_charsets_of_texts_are_known(name: str | None, reads_as: str | None) -> None:
    assert codec(name) == reads_as


def test_what_fits_is_read_without_a_word() -> None:
    assert text_of_bytes("Zürich".encode("cp1252"), "iso-8859-1") == ("Zürich", None)
    assert text_of_bytes("Тула".encode("koi8-r"), "koi8-r") == ("Тула", None)


def test_an_unknown_charset_is_guessed_and_noted() -> None:
    text, guess = text_of_bytes("café".encode("cp1252"), "x-strange")
    assert text == "café"
    assert guess == "The charset x-strange is unknown: read as Windows-1252."


def test_utf_8_stays_utf_8_when_one_byte_of_it_is_broken() -> None:
    text, guess = text_of_bytes("¡Olé!".encode() + b"\xa1", "utf-8")
    assert text == "¡Olé!\ufffd"
    assert guess == "Some bytes are not UTF-8."


@given(st.binary(max_size=80), st.one_of(st.none(), st.text(max_size=20)))
def test_any_bytes_in_any_charset_become_a_text(raw: bytes, charset: str | None) -> None:
    text, _ = text_of_bytes(raw, charset)
    assert isinstance(text, str)
