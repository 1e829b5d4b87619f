"""A mail is split into its parts in linear time, however its boundaries lie."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.mail_parts import Part, parts_of, payload, signed_message, text_of_part
from crankreader.ingest.sniff import Refused
from crankreader.settings import LIMITS

MIXED = b"Content-Type: multipart/mixed; boundary=q\n\n"


def leaves(raw: bytes) -> list[tuple[str, bytes]]:
    root = parts_of(raw, LIMITS)
    return [(part.content.type, payload(part)) for part in root.walk() if not part.children]


def only(*lines: str, body: bytes) -> Part:
    return parts_of("\n".join((*lines, "", "")).encode() + body, LIMITS)


def test_parts_stand_between_their_boundaries() -> None:
    raw = MIXED + b"before\n--q\n\none\n--q\nContent-Type: text/html\n\n<p>two\n--q--\nafter"
    assert leaves(raw) == [("text/plain", b"one"), ("text/html", b"<p>two")]


def test_a_last_part_may_lack_its_end() -> None:
    assert leaves(MIXED + b"--q\n\none\n--q\n\ntwo") == [
        ("text/plain", b"one"),
        ("text/plain", b"two"),
    ]


def test_an_outer_boundary_ends_an_inner_part() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=qq\n\n--qq\n\ninner\n"
    assert leaves(MIXED + b"--q\n" + inner + b"--q\n\nouter\n--q--") == [
        ("text/plain", b"inner"),
        ("text/plain", b"outer"),
    ]


def test_only_a_whole_line_is_a_boundary() -> None:
    body = b"a --q\n--qq\n--q x"
    assert leaves(MIXED + b"--q\n\n" + body + b"\n--q--") == [("text/plain", body)]


def test_a_wrongly_declared_boundary_is_found() -> None:
    raw = MIXED + b"--other\n\none\n--other\n\ntwo\n--other--\n"
    assert [body for _, body in leaves(raw)] == [b"one", b"two"]


def test_an_encoded_message_is_opened() -> None:
    inner = base64.encodebytes(b"Subject: in\n\nHello")
    raw = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + inner
    assert leaves(raw) == [("text/plain", b"Hello")]


@pytest.mark.parametrize(
    ("encoding", "body", "meant"),
    [
        ("quoted-printable", b"a=C3=A9 =\nb=  \nc=ZZ=", "aé bc=ZZ"),
        ("base64", b"R3LD\r\nvMOf!ZQ=\n", "Grüße"),
        ("base64", b"R3LDvMOfZQ==\nR3LDvMOfZQ==", "GrüßeGrüße"),
        ("base64", b"R3LDvMOfZQ==x", "Grüße"),
        ("base64", b"This, dear reader, is no base64 at all!", "This, dear reader, is no base64 at all!"),
        ("normal", b"as it is", "as it is"),
    ],
)  # fmt: skip
def test_damage_costs_only_what_is_damaged(encoding: str, body: bytes, meant: str) -> None:
    part = only(
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
        body=body,
    )
    assert text_of_part(part)[0] == meant


def test_html_may_name_its_own_charset() -> None:
    part = only(
        "Content-Type: text/html", body=b'<meta charset="koi8-r"><p>' + "Тула".encode("koi8-r")
    )
    assert text_of_part(part)[0].endswith("Тула")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="../../etc/report.pdf"', "report.pdf"),
        ('attachment; filename="C:\\\\temp\\\\report.pdf"', "report.pdf"),
        ("attachment; filename*=utf-8''%C3%BCber.pdf", "über.pdf"),
        ('attachment; filename="=?utf-8?q?=C3=BCber.pdf?="', "über.pdf"),
        ('attachment; filename="a\x1b]0;x\x07b.pdf"', "ab.pdf"),
        ("attachment; filename=..", None),
        ("attachment" + ';";"' * 20_000, None),
    ],
)
def test_a_file_name_is_one_clean_word_without_directories(header: str, name: str | None) -> None:
    raw = header[:60_000]
    assert only(f"Content-Disposition: {raw}", body=b"").content.filename == name


def der(tag: int, *values: bytes) -> bytes:
    content = b"".join(values)
    return bytes((tag, 0x82)) + len(content).to_bytes(2, "big") + content


def test_a_message_inside_an_s_mime_signature_is_found() -> None:
    kind = der(0x06, b"kind")
    signed = der(0x30, kind, der(0xA0, der(0x04, b"Subject: in\n\nHello")))
    whole = der(0x30, kind, der(0xA0, der(0x30, der(0x02, b"1"), der(0x31, b""), signed)))
    assert signed_message(only("", body=whole)) == b"Subject: in\n\nHello"
    for end in range(len(whole)):
        assert signed_message(only("", body=whole[:end])) is None


def nested(depth: int) -> bytes:
    raw = b"Content-Type: text/plain\n\ndeep"
    for level in range(depth):
        mark = b"b%d" % level
        raw = (
            b"Content-Type: multipart/mixed; boundary="
            + mark + b"\n\n--" + mark + b"\n" + raw + b"\n--" + mark + b"--\n"
        )  # fmt: skip
    return raw


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (nested(100), "too-deep"),
        (b"Content-Type: message/rfc822\n\n" * 100 + b"\nx", "too-deep"),
        (MIXED + b"--q\n\nx\n" * 5_000, "too-many-parts"),
        (MIXED + b"--q\nX-Long: " * 1 + b"x" * 100_000 + b"\n\nx\n--q--", "too-many-headers"),
        (MIXED + (b"--q\n" + b"X: " + b"x" * 6_000 + b"\n\nx\n") * 100, "too-many-headers"),
        (b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx", "too-many-headers"),
    ],
)
def test_what_is_too_much_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parts_of(raw, LIMITS)
    assert refused.value.code == code


def test_deep_but_lawful_parts_are_read() -> None:
    assert leaves(nested(40)) == [("text/plain", b"deep")]


PIECES = st.lists(
    st.sampled_from(
        [MIXED, b"--q\n", b"--q--\n", b"--q", b"\n", b"\r\n", b"Content-Type: message/rfc822\n\n",
         b"Content-Transfer-Encoding: base64\n", b"Content-Type: text/html; charset=", b"=C3", b"YQ==",
         b"From: a\n", b"\xff\x00", b" fold\n", b'Content-Disposition: attachment; filename*0="', b"x"]
    ),
    max_size=24,
)  # fmt: skip


@given(PIECES)
def test_any_soup_becomes_parts(pieces: list[bytes]) -> None:
    for part in parts_of(b"".join(pieces), LIMITS).walk():
        assert isinstance(text_of_part(part)[0], str)
