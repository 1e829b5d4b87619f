"""Bytes → decoded, cleaned text, and what had to be guessed on the way.

Knows no format and no line of what it decodes.
"""

from __future__ import annotations

import codecs

from crankreader.ingest.charsets import codec
from crankreader.ingest.sniff import Refused, null_pattern
from crankreader.safety import clean

MOST_BYTES = 8 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text, cleaned, and what had to be guessed. Raises Refused("decode", …).

    `declared` is the encoding that the document itself names; a byte order mark outweighs it.
    """
    if len(raw) > MOST_BYTES:
        raise Refused("load", "too-large", f"The text is larger than {MOST_BYTES >> 20} MB.")
    text, warnings = _decoded(raw, declared)
    cleaned = str(clean(text.replace("\r\n", "\n").replace("\r", "\n")))
    if not any(c.isalnum() for c in cleaned):
        raise Refused("decode", "empty", "The document has no text.")
    return cleaned, warnings


def _decoded(raw: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _lenient(raw[len(bom) :], encoding)
    guess = null_pattern(raw)
    if guess is not None:
        text, warnings = _lenient(raw, guess)
        return text, (f"No byte order mark: read as {guess.upper()}.", *warnings)
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    known = codec(declared)
    if known is not None and known not in ("utf-8", "ascii"):
        return _lenient(raw, known)
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if sum(1 for c in text if c > "\x7f") - bad > 10 * bad:
        return text, (f"{bad} bytes are not UTF-8 and stand as \ufffd.",)
    return raw.decode("cp1252", "replace"), ("Not UTF-8: read as Windows-1252.",)


def _lenient(raw: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = raw.decode(encoding, "replace")
    bad = text.count("\ufffd")
    return text, ((f"{bad} places are not {encoding.upper()} and stand as \ufffd.",) if bad else ())
