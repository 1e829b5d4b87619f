"""Charsets by the names that mails give them, and bytes read in them.

Knows no document and cleans nothing: what comes out is foreign text.
"""

from __future__ import annotations

import codecs

from crankreader.safety import one_line

_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso_8859-1": "cp1252",
    "8859_1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-mac-roman": "mac-roman",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
"""Names that mails give, and the codec that reads what they mean by them."""
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem")
)


def codec(charset: str | None) -> str | None:
    """The codec that reads a charset of that name; None when nobody knows it."""
    name = (charset or "").strip().strip("\"'").lower()
    if not name or not name.isascii() or len(name) > 60 or "\0" in name:
        return None
    name = _CODECS.get(name, name)
    try:
        found = codecs.lookup(name).name
        b"a".decode(found)
    except (LookupError, ValueError):
        return None
    return None if found.replace("_", "-") in _NO_CHARSETS else found


def text_of_bytes(raw: bytes, charset: str | None) -> tuple[str, str | None]:
    """(text, what had to be guessed): as declared, else UTF-8, else Windows-1252."""
    known = codec(charset)
    for name in (known, "utf-8"):
        if name is None:
            continue
        try:
            return raw.decode(name), _guess(charset, known, name, raw)
        except UnicodeDecodeError:
            continue
    if known is not None and known not in ("ascii", "utf-8"):
        return raw.decode(known, "replace"), f"Some bytes are not {known.upper()}."
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if known == "utf-8" and sum(1 for letter in text if letter > "\x7f") >= 2 * bad:
        return text, "Some bytes are not UTF-8."
    why = "is unknown" if known is None and charset else "does not fit"
    told = f"The charset {one_line(charset, 40)} {why}" if charset else "No charset is given"
    return raw.decode("cp1252", "replace"), f"{told}: read as Windows-1252."


def _guess(charset: str | None, known: str | None, used: str, raw: bytes) -> str | None:
    if charset is None or used == known or raw.isascii():
        return None
    why = "does not fit" if known else "is unknown"
    return f"The charset {one_line(charset, 40)} {why}: read as {used.upper()}."
