"""What a file is, is told by its bytes."""

from __future__ import annotations

import pytest

from crankreader.ingest import FORMATS, Refused, parse
from crankreader.ingest.sniff import sniff


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"<!DOCTYPE html><p>Hello", "html"),
        (b"\n<!-- saved --> <html>", "html"),
        (b"<?xml version='1.0'?><rss>", "xml"),
        (b"<feed xmlns='x'>", "xml"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "json"),
        (b"Received: from a\nSubject: b\n\nbody", "mail"),
        (b"From: a@b.example\nMIME-Version: 1.0\n\nbody", "mail"),
        (b"%PDF-1.7 ...", "binary"),
        (b"PK\x03\x04....", "binary"),
        (b"some\x00thing else entirely, with a NUL", "binary"),
        (b"[This letter opens with a bracket]", "text"),
        (b"<3 is how the young ones say it", "text"),
        (b"From: A\nSubject: B\n\nA letter that was saved as text.", "text"),
        ("Привет".encode("utf-16"), "text"),
    ],
)
def test_bytes_say_what_they_are(raw: bytes, kind: str) -> None:
    assert sniff(raw, "name.txt").kind == kind


def test_a_name_only_breaks_a_tie() -> None:
    raw = b"From: A\nSubject: B\n\nA letter."
    assert sniff(raw, "a.eml").kind == "mail"
    assert sniff(b"Just words.", "a.html").kind == "text"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"*** --- ***", "empty"),
        (b"a\x00b", "not-text"),
        (b"<html><body>x", "unsupported"),
        (b'{"a": 1}', "unsupported"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code_and_a_sentence(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(raw, "x")
    assert refused.value.code == code
    assert refused.value.reason.endswith(".")


def test_a_deep_json_file_is_refused_and_no_more() -> None:
    assert sniff(b"[" * 100_000 + b"]" * 100_000, "a.json").kind == "text"


def test_every_format_has_a_row() -> None:
    assert [row.name for row in FORMATS] == ["text"]
    assert all(suffix.startswith(".") for row in FORMATS for suffix in row.suffixes)
