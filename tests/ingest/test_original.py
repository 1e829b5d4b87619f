"""A document as it came: readable, clean, and never a reason to fail."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.ingest.original import original
from crankreader.safety import clean

MAIL = b"""\
From: =?utf-8?q?Ren=C3=A9e?= <r@example.org>
To: readers@example.org
Subject: =?utf-8?b?SGFyYm91cg==?= news
Received: from nowhere
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

The quay =E2=80=93 closed.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="plan.pdf"

%PDF
--b--
"""


def test_a_text_is_shown_as_it_stands() -> None:
    assert original(b"One line\r\n  two\n") == "One line\n  two\n"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Grün".encode("utf-16"), "Grün"),
        ('<html><meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"), "Łódź"),
        (b"caf\xe9 au lait " * 4, "café"),
        (b'<?xml version="1.0" encoding="no-such-thing"?><rss>\xe9</rss>', "é"),
    ],
)
def test_the_words_are_decoded_by_what_the_document_says(raw: bytes, wanted: str) -> None:
    assert wanted in original(raw)


def test_a_mail_shows_its_headers_and_its_texts_decoded() -> None:
    shown = original(MAIL)
    assert "From: Renée <r@example.org>" in shown
    assert "Subject: Harbour news" in shown
    assert "The quay – closed." in shown
    assert "plan.pdf" in shown
    assert "Received" not in shown
    assert "%PDF" not in shown


def test_an_entry_shows_its_title_address_and_content() -> None:
    entry = {"id": "1", "title": "Tides", "url": "https://example.org/t", "content_html": "<p>Hi"}
    for document in (entry, {"title": "The feed", "items": [entry]}):
        shown = original(json.dumps(document).encode())
        assert shown.split("\n\n") == ["Tides", "https://example.org/t", "<p>Hi"]


def test_other_json_is_shown_as_it_is() -> None:
    for text in ('{"items": [{"title": "a"}, {}]}', "[1, 2", '{"a": 1}', '{"items": [3]}'):
        assert original(text.encode()) == text


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda b: MAIL + b)))
def test_whatever_the_bytes_are_the_text_is_clean(raw: bytes) -> None:
    shown = original(raw)
    assert shown == clean(shown)
