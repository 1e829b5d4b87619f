"""A mail becomes one document: the better of its bodies, and what its headers give."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import mail, mailboxes
from crankreader.ingest.documents import Converted
from crankreader.ingest.sniff import Refused
from crankreader.ingest.words import tokens
from crankreader.model import Failure
from crankreader.safety import clean
from crankreader.settings import LIMITS, Limits

SHARED = Path(__file__).parents[2].parent / "shared" / "corpora"
HEAD = "From: Ada King <ada@mill.example>\nSubject: The ferry\nMIME-Version: 1.0\n"
MANY = " ".join(f"word{number}" for number in range(60))


def converted(raw: str | bytes, limits: Limits = LIMITS) -> Converted:
    (outcome,) = mail.convert(raw.encode() if isinstance(raw, str) else raw, "a.eml", limits)
    assert isinstance(outcome, Converted)
    return outcome


def failed(raw: str) -> Failure:
    (outcome,) = mail.convert(raw.encode(), "a.eml", LIMITS)
    assert isinstance(outcome, Failure)
    return outcome


def parts(kind: str, *members: str) -> str:
    mark = f"m{len(''.join(members))}"
    inner = "".join(f"--{mark}\n{member}\n" for member in members)
    return f"Content-Type: multipart/{kind}; boundary={mark}\n\n{inner}--{mark}--\n"


def plain(text: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def html(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n<html><body>{text}</body></html>"


def texts(document: Converted) -> list[str]:
    return [block.text for block in document.blocks]


def test_a_plain_mail_is_its_headers_and_its_text() -> None:
    document = converted(
        HEAD + "Date: Tue, 1 Oct 2024 10:00:00 +0200\nMessage-ID: <a1@mill.example>\n\n"
        "It sails again.\n\n> Does it?\n> Really?\n"
    )
    assert document.format == "eml"
    assert document.given.title == "The ferry"
    assert document.given.date == "2024-10-01"
    assert document.given.authors == ("Ada King",)
    assert document.given.kind == "mail"
    assert document.key == "mail:a1@mill.example"
    assert [block.kind for block in document.blocks][:2] == ["paragraph", "quote"]
    assert tokens(document.text) == ["it", "sails", "again", "does", "it", "really"]


def test_the_html_is_taken_of_two_that_say_the_same() -> None:
    document = converted(
        HEAD + parts("alternative", plain("See the web page."), html(f"<p>{MANY}"))
    )
    assert texts(document) == [MANY]
    assert document.warnings == ()


def test_the_plain_text_is_taken_when_it_says_clearly_more() -> None:
    document = converted(HEAD + parts("alternative", plain(MANY), html("<p>View in a browser")))
    assert " ".join(texts(document)) == MANY
    assert "says more" in document.warnings[0]


def test_the_plain_text_is_taken_when_the_html_is_refused() -> None:
    few = replace(LIMITS, html=100)
    raw = HEAD + parts("alternative", plain("It sails."), html("<p>It sails." * 50))
    document = converted(raw, few)
    assert texts(document) == ["It sails."]
    assert "larger than" in document.warnings[0]
    with pytest.raises(Refused) as refused:
        converted(HEAD + html("<p>It sails." * 50), few)
    assert refused.value.code == "too-large"


def test_texts_follow_one_another_and_attachments_are_named() -> None:
    pdf = 'Content-Type: application/pdf\nContent-Disposition: attachment; filename="a/report.pdf"\n\nJVBE'
    logo = "Content-Type: image/png\nContent-ID: <logo>\n\nAAAA"
    calendar = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
    document = converted(
        HEAD + parts("mixed", parts("related", html("<p>One"), logo), pdf, plain("Two"), calendar)
    )
    assert texts(document) == ["One", "Two"]
    assert document.blocks[1].before == 1
    assert document.given.fields[-1] == ("Attachments", "report.pdf, text/calendar")


def test_a_forwarded_mail_stands_inside_with_its_headers() -> None:
    inner = "From: Ben <ben@mill.example>\nSubject: The bridge\nDate: Mon, 30 Sep 2024 10:00:00 +0000\n\nIt is closed."
    document = converted(
        HEAD + parts("mixed", plain("Look at this:"), "Content-Type: message/rfc822\n\n" + inner)
    )
    assert texts(document) == [
        "Look at this:",
        "From: Ben <ben@mill.example>",
        "Date: Mon, 30 Sep 2024 10:00:00 +0000",
        "Subject: The bridge",
        "It is closed.",
    ]
    assert [block.before for block in document.blocks] == [0, 1, 0, 0, 1]


def test_a_text_that_is_only_attached_is_read() -> None:
    attached = (
        'Content-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\nIt sails.'
    )
    assert texts(converted(HEAD + parts("mixed", attached))) == ["It sails."]


def test_a_flowed_text_is_joined() -> None:
    raw = HEAD + "Content-Type: text/plain; format=flowed\n\nIt sails \nagain.\n"
    assert texts(converted(raw)) == ["It sails again."]


def test_a_signed_mail_is_its_text() -> None:
    signature = "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----"
    document = converted(HEAD + parts("signed", plain("It sails."), signature))
    assert texts(document) == ["It sails."]
    assert "Attachments" not in dict(document.given.fields)


@pytest.mark.parametrize(
    "raw",
    [
        parts("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1"),
        parts("mixed", plain(""), "Content-Type: application/pgp-encrypted\n\nVersion: 1"),
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB",
        "\n-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n",
    ],
)
def test_an_encrypted_mail_is_said_to_be_that(raw: str) -> None:
    failure = failed(HEAD + raw)
    assert (failure.code, failure.reason) == ("encrypted", "The mail is encrypted.")


def test_a_mail_without_a_text_is_its_subject() -> None:
    document = converted(HEAD + "\n")
    assert document.blocks == []
    assert document.text == "The ferry"
    assert document.warnings == ("The mail has no text of its own.",)


def test_a_mail_without_text_and_subject_is_empty() -> None:
    assert failed("From: ada@mill.example\nMIME-Version: 1.0\n\n\n").code == "empty"


def test_a_newsletter_without_its_headers_is_known_by_its_end() -> None:
    tail = "You are receiving this as a reader.\n\nUnsubscribe: https://mill.example/out\n"
    document = converted(HEAD + f"\n{MANY}\n\n{tail}")
    assert document.given.publication == "Ada King"
    assert document.given.kind is None
    answer = converted(HEAD + f"In-Reply-To: <a@b.example>\n\n{MANY}\n\n{tail}")
    assert answer.given.kind == "mail"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (HEAD + "To: " + "a@b.example, " * 501 + "\n\nx", "too-many-headers"),
        (HEAD + "\n" + "a\n\n" * 60_000, "too-many-blocks"),
        (HEAD + parts("mixed", *[plain("x")] * 1_500), "too-many-parts"),
        (HEAD + "\n" + "x " * (5 << 20), "too-large"),
    ],
    ids=["headers", "blocks", "parts", "length"],
)
def test_what_is_too_much_is_refused(raw: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        converted(raw)
    assert refused.value.code == code


def test_nested_alternatives_are_read_once_each() -> None:
    raw = html("<div>" * 400 + "deep")
    for _ in range(40):
        raw = parts("alternative", plain("It sails."), raw)
    few = replace(LIMITS, nesting=10)
    assert texts(converted(HEAD + raw, few)) == ["It sails."]


@pytest.mark.parametrize(
    ("head", "name", "is_mail"),
    [
        ("Received: from a\nSubject: b\n\nbody", "x", True),
        ("From: a@b.example\nMIME-Version: 1.0\n\nbody", "x", True),
        ("Subject: a\nMessage-ID: <a@b>\n\nbody", "x", True),
        ("\ufeff\nReceived: from a\n by b\nSubject: b\n\nbody", "x", True),
        ("Content-Type: multipart/mixed; boundary=q\n\n--q", "x", True),
        ("From: A\nSubject: B\n\nA letter that was saved as text.", "x.txt", False),
        ("From: A\nSubject: B\n\nA letter that was saved as a mail.", "x.eml", True),
        ("Date: today\nTo: be or not\nDear reader,\nthis is prose.", "x", False),
        ("Note: this is prose\n\nMore", "x.eml", False),
        ("", "x.eml", False),
    ],
)
def test_a_mail_opens_with_headers_that_programs_write(head: str, name: str, is_mail: bool) -> None:
    assert (mail.looks_like(head.encode(), name) is not None) is is_mail


PIECES = st.lists(
    st.sampled_from(
        [HEAD, "\n", "\n\n", "--q\n", "--q--\n", "Content-Type: multipart/alternative; boundary=q\n",
         "Content-Type: text/html\n", "Content-Type: message/rfc822\n\n", "<p>a</p><a href=", "\x1b]52;c;x\x07",
         "Content-Transfer-Encoding: base64\n", "> b\n", "From x@y Mon\n", "Subject: =?utf-8?b?", "?=\n",
         "Content-Type: application/pkcs7-mime; smime-type=signed-data\n", "\0", "MIAGCSqGSIb3\n", "é"]
    ),
    max_size=20,
)  # fmt: skip


@given(PIECES)
def test_any_soup_of_mail_is_read_or_refused(pieces: list[str]) -> None:
    try:
        outcomes = list(mail.convert("".join(pieces).encode(), "soup", LIMITS))
    except Refused:
        return
    for outcome in outcomes:
        if isinstance(outcome, Converted):
            assert clean(outcome.text) == outcome.text
            for value in (outcome.given.title, *(value for _, value in outcome.given.fields)):
                assert value is None or clean(value) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    assert len(list(mail.convert(raw, "bytes", LIMITS))) == 1


def corpus() -> Iterator[tuple[str, bytes]]:
    folder = SHARED / "eml"
    if not folder.is_dir():
        pytest.skip("../shared is not here")
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            raw = file.read_bytes()
            members = (
                list(mailboxes.messages([raw], LIMITS)) if mailboxes.looks_like(raw) else [raw]
            )
            for number, member in enumerate(members):
                assert isinstance(member, bytes)
                yield f"{file.name}#{number}", member


def test_the_mails_of_the_world_are_read_as_another_parser_reads_them() -> None:
    read = kept_words = all_words = 0
    differing: Counter[str] = Counter()
    for name, raw in corpus():
        for outcome in mail.convert(raw, name, LIMITS):
            if not isinstance(outcome, Converted):
                differing[outcome.code] += 1
                continue
            read += 1
            other = email.message_from_bytes(raw, policy=email.policy.default)
            subject = " ".join(str(other["subject"] or "").replace("\ufffd", "").split())
            differing["subject"] += (outcome.given.title or "") != subject
            body = other.get_body(("html", "plain"))
            if body is None or body.get_content_type() != "text/plain" or body is not other:
                continue
            try:
                words = Counter(re.findall(r"[^\W_]+", body.get_content().casefold()))
            except LookupError:  # a charset that the other parser does not know
                continue
            found = Counter(re.findall(r"[^\W_]+", outcome.text.casefold()))
            all_words += words.total()
            kept_words += (words & found).total()
    assert read >= 125
    assert differing["subject"] <= 3
    assert differing["encrypted"] <= 2
    assert kept_words >= 0.98 * all_words


def test_a_plain_mail_in_markdown_is_read_as_that() -> None:
    text = (
        "# Quay, no. 47\n\n## Worth your time\n\n"
        "- The ferry is back in service. ([Coast Review](https://coast.example/ferry))\n\n"
        "- The yard has an order for two tugs. ([The Packet](https://packet.example/yard))\n\n"
        "## One number\n\n17: the days between now and the first tug.\n"
    )
    head = "From: a@quay.example\nSubject: Quay, no. 47\nContent-Type: text/plain\n\n"
    (converted,) = mail.convert((head + text).encode(), "q.eml", LIMITS)
    assert isinstance(converted, Converted)
    assert converted.is_marked
    assert [block.text for block in converted.blocks if block.kind == "heading"] == [
        "Quay, no. 47",
        "Worth your time",
        "One number",
    ]
