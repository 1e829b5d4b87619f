"""What a mail's headers give: decoded, bounded, and with reasons."""

from __future__ import annotations

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from crankreader.ingest.documents import Given
from crankreader.ingest.mail_headers import (
    addresses,
    day_of,
    decoded,
    given,
    is_bulk,
    message_id,
    read_headers,
)
from crankreader.ingest.sniff import Refused

MOST = 64 << 10


def given_by(*lines: str) -> Given:
    raw = "\n".join((*lines, "", "body")).encode()
    headers = read_headers(raw, 0, len(raw), MOST)
    return given(headers, bulk=is_bulk(headers))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?= from =?iso-8859-1?Q?K=F6ln?=", "Grüße from Köln"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),
        ("=?utf-8*de?q?a_b?=\t=?utf-8?q?c?=", "a bc"),
        ("=?utf-8?q?what? when??=", "what? when?"),
        ("=?x-nowhere?q?caf=E9?=", "café"),
        ("=?utf-8?b?****?=", ""),
        ("=?utf-8?q?never ends", "=?utf-8?q?never ends"),
    ],
)
def test_encoded_words_are_decoded(written: str, meant: str) -> None:
    assert decoded(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ada King <ada@mill.example>", [("Ada King", "ada@mill.example")]),
        ('"King, Ada" <ada@mill.example>, b@c.example', [("King, Ada", "ada@mill.example"), ("", "b@c.example")]),
        ("ada@mill.example (Ada King)", [("Ada King", "ada@mill.example")]),
        ("ada at mill.example (Ada King)", [("Ada King", "ada@mill.example")]),
        ("=?utf-8?q?K=C3=B6nig,_Ada?= <ada@mill.example>", [("König, Ada", "ada@mill.example")]),
        ("\"'Ada'\" <ada@mill.example>", [("Ada", "ada@mill.example")]),
        ("ada@mill.example", [("", "ada@mill.example")]),
        ("", []),
    ],
)  # fmt: skip
def test_mailboxes_are_told_apart(written: str, meant: list[tuple[str, str]]) -> None:
    assert addresses(written) == meant


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 01 Oct 2024 23:30:00 -1000", "2024-10-01"),
        ("1 Oct 24 01:00 +0900", "2024-10-01"),
        ("2024-10-01T08:00:00Z", "2024-10-01"),
        ("Fri, 25 Aug 0102 10:36:36 -1000", None),
        ("Wed, 31 Feb 2024 10:00:00 +0000", None),
        ("soon", None),
        ("1 " * 30_000, None),
    ],
)
def test_the_day_is_the_one_on_the_sender_s_clock(written: str, day: str | None) -> None:
    assert day_of(written) == day


def test_a_personal_mail_has_no_publication() -> None:
    said = given_by(
        "From: Ada King <ada@mill.example>",
        "To: Ben <ben@mill.example>",
        "Date: Tue, 1 Oct 2024 23:30:00 -1000",
        "Subject: The =?utf-8?q?M=C3=BChle?=",
        "Content-Language: en-GB",
    )
    assert said.title == "The Mühle"
    assert said.date == "2024-10-01"
    assert said.authors == ("Ada King",)
    assert said.language == "en"
    assert (said.publication, said.publication_key, said.kind) == (None, None, "mail")
    assert said.fields[:2] == (
        ("From", "Ada King <ada@mill.example>"),
        ("To", "Ben <ben@mill.example>"),
    )
    assert {reason.of for reason in said.reasons} == {
        "title",
        "date",
        "authors",
        "language",
        "kind",
    }


def test_a_list_names_the_publication() -> None:
    said = given_by(
        "From: Ada <ada@mill.example>",
        "List-Id: The Mill Weekly <mill-weekly.Lists.example>",
        "Archived-At: <https://lists.example/mill/17>",
        "List-Archive: <https://lists.example/mill>",
    )
    assert said.publication == "The Mill Weekly"
    assert said.publication_key == "list:mill-weekly.lists.example"
    assert said.kind is None
    assert said.url == "https://lists.example/mill/17"
    assert ("Archive", "https://lists.example/mill") in said.fields


def test_a_list_without_words_is_named_by_its_first_label() -> None:
    said = given_by("From: a@b.example", "List-Id: <mill-weekly.lists.example>")
    assert said.publication == "Mill Weekly"


def test_a_list_numbered_by_a_service_is_named_by_its_sender() -> None:
    said = given_by(
        "From: The Mill <news@mill.example>",
        "List-ID: 93f82c417a0d52mc list <93f82c417a0d52.list-id.service.example>",
    )
    assert said.publication == "The Mill"
    assert said.publication_key == "list:93f82c417a0d52.list-id.service.example"


@pytest.mark.parametrize(
    "header",
    ["List-Unsubscribe: <mailto:x@y.example>", "Precedence: bulk", "Feedback-ID: 1:2:3"],
)
def test_a_mail_sent_to_many_is_an_issue_of_its_sender_s(header: str) -> None:
    said = given_by("From: The Mill <news@mill.example>", header)
    assert said.publication == "The Mill"
    assert said.publication_key == "from:news@mill.example"
    assert said.kind is None


def test_an_answer_is_a_mail_even_on_a_list() -> None:
    said = given_by("From: a@b.example", "List-Id: <mill-weekly.lists.example>", "Subject: Re: x")
    assert said.kind == "mail"
    assert said.publication == "Mill Weekly"


def test_an_address_made_for_one_mail_does_not_part_a_publication() -> None:
    keys = {
        given_by(
            f"From: The Mill <b-{n}8231.77@mail.mill.example>", "Precedence: bulk"
        ).publication_key
        for n in range(3)
    }
    assert keys == {"from:the mill@mail.mill.example"}


def test_the_newest_received_dates_a_mail_without_a_date() -> None:
    said = given_by(
        "Received: from a by b; Thu, 3 Oct 2024 01:00:00 +0000",
        "Received: from c by a; Wed, 2 Oct 2024 01:00:00 +0000",
        "Subject: x",
    )
    assert said.date == "2024-10-03"


def test_an_identity_is_the_same_however_it_is_written() -> None:
    ids = set()
    for value in (b"<A.1@Mill.example>", b" A.1@mill.example", b"\n <A.1@MILL.example> (x)"):
        raw = b"Message-ID: " + value + b"\n\n"
        ids.add(message_id(read_headers(raw, 0, len(raw), MOST)))
    assert ids == {"A.1@mill.example"}


def test_bytes_beyond_ascii_are_utf_8_or_the_mail_s_charset() -> None:
    raw = "Subject: Zürich\n\n".encode()
    assert read_headers(raw, 0, len(raw), MOST, "iso-8859-1").shown("subject") == "Zürich"
    raw = "Subject: Тула\n\n".encode("koi8-r")
    assert read_headers(raw, 0, len(raw), MOST, "koi8-r").shown("subject") == "Тула"


def test_headers_end_where_a_line_is_none() -> None:
    raw = b"Subject: a\n b\n \nand no header\n"
    headers = read_headers(raw, 0, len(raw), MOST)
    assert headers.shown("subject") == "a b"
    assert raw[headers.end :].strip() == b"and no header"


def test_headers_that_are_too_large_are_refused() -> None:
    raw = b"From: a@b.example\nX-Long: " + b"x" * (1 << 20) + b"\n\n"
    with pytest.raises(Refused) as refused:
        read_headers(raw, 0, len(raw), MOST)
    assert refused.value.code == "too-many-headers"


@examples(
    st.lists(
        st.sampled_from(
            [
                "=?",
                "?=",
                "utf-8",
                "?q?",
                "?b?",
                "a=C3",
                "=",
                " ",
                "?",
                "\n",
                "YQ==",
                "<",
                ">",
                '"',
                "(",
                ",",
                "é",
            ]
        )
    )
)
def test_no_header_raises(pieces: list[str]) -> None:
    value = "".join(pieces)
    assert isinstance(decoded(value), str)
    assert isinstance(addresses(value), list)
    assert isinstance(
        given_by(f"From: {value}", f"Date: {value}", f"List-Id: {value}", f"Message-ID: {value}"),
        Given,
    )
