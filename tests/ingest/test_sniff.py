"""What a file is, is told by its bytes."""

from __future__ import annotations

from importlib import import_module
from typing import get_args

import pytest

from crankreader.ingest import FORMATS, Refused, parse
from crankreader.ingest.sniff import Sniffed, sniff


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"<!DOCTYPE html><p>Hello", "html"),
        (b"\n<!-- saved --> <html>", "html"),
        (b"<?xml version='1.0'?><rss>", "feed"),
        (b"<feed xmlns='x'>", "feed"),
        (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", "opml"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "html"),
        (b"From ann@example.org Thu Jan  1 00:00:00 2026\nFrom: a\nSubject: b\n\nc", "mbox"),
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
        (b"<html><body> </body></html>", "empty"),
        (b"<?xml version='1.0'?><kml/>", "not-a-feed"),
        (b'{"a": 1}', "not-a-feed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code_and_a_sentence(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(raw, "x")
    assert refused.value.code == code
    assert refused.value.reason.endswith(".")


def test_a_deep_json_file_is_refused_and_no_more() -> None:
    assert sniff(b"[" * 100_000 + b"]" * 100_000, "a.json").kind == "text"


def test_every_format_has_one_row_and_a_module_that_converts() -> None:
    kinds = [row.sniffed for row in FORMATS]
    assert sorted({*get_args(Sniffed)} - {"binary"}) == sorted(kinds)
    for row in FORMATS:
        assert callable(import_module(f"crankreader.ingest.{row.module}").convert)
        assert all(suffix.startswith(".") for suffix in row.suffixes)
