"""The only door from foreign text to a terminal, a link or a program's JSON.

Pure functions over text. Knows no file, document or screen.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import NewType

SafeText = NewType("SafeText", str)
"""Text that `clean` has seen: no byte of it can steer a terminal."""

REPLACEMENT = "\ufffd"
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Direction controls, as the inside of a character class."""

_ZWNJ, _ZWJ, _VS16 = "\u200c", "\u200d", "\ufe0f"

_FURTHER = re.compile("[^\x00-\u02ff\u2010-\u205e]")
# What follows is compiled by `re` when a text first needs it, and not at every start.
# Scripts in which nothing is ever dropped and no mark follows a base, so that most texts end here.
_UNUSUAL = (
    "[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u05d0-\u05ea\u2010-\u2027\u2030-\u205f"
    "\u20a0-\u20cf\u2100-\u2ceb\u2e00-\u3029\u3030-\u3098\u309b-\u3163\u3165-\u4dff\u4e00-\ua48f\uac00-\ud7a3]"
)
_NEWLINE = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"
# A string (OSC, DCS, SOS, PM, APC) ends with its terminator on the same line; one that does not
# loses its first word only, so that a stray introducer cannot hide the rest of a document.
# The payloads stop at the next control character: that keeps the search linear.
_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:"
    r"[^\n\x07\x18\x1a\x1b\x80-\x9f]{0,4096}+(?:[\x07\x18\x1a\x9c]|\x1b\\)"
    r"|[^\s\x07\x18\x1a\x1b\x80-\x9f]{0,4096}+)"
    r"|\x1b[ -/]{0,4}+[0-~]"
)
_DROPPED = (
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065"
    "\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_REPLACED = (
    f"[{BIDI}\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_NON_JOINERS = f"{_ZWNJ}+"
# Marks are never word characters, so every heap of them lies inside such a run.
_HEAP = f"[^\\w\\s\\x00-\\x7f]{{4,}}|{_ZWJ}{{2,}}"
_JOINING = (
    "[\u0600-\u07ff\u0840-\u08ff\u1800-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010ac0-\U00010aff\U00010b80-\U00010baf\U00010d00-\U00010d3f\U00010f30-\U00010fdf"
    "\U0001e900-\U0001e95f]"
)
_MARKS = ("Mn", "Me")
_MOST_MARKS = 3
_TAB = 4


def clean(text: str) -> SafeText:
    """Foreign text as it may be shown, newlines kept. Idempotent and linear."""
    if _FURTHER.search(text) is None and text.replace("\n", " ").isprintable():
        return SafeText(text)
    if re.search(_UNUSUAL, text) is None:
        return SafeText(text)
    text = re.sub(_NEWLINE, "\n", text)
    if re.search(_UNUSUAL, text.replace("\t", " ")) is None:
        return SafeText(text.expandtabs(_TAB))
    text = re.sub(_SEQUENCE, "", text)
    text = re.sub(_DROPPED, "", text)
    text = re.sub(_REPLACED, REPLACEMENT, text)
    text = text.expandtabs(_TAB)
    # What follows a non-joiner is settled before marks are trimmed, what precedes it afterwards:
    # each step then leaves alone what the one before has decided.
    text = re.sub(_NON_JOINERS, _before_a_letter, text)
    text = re.sub(_HEAP, _trimmed, text)
    text = re.sub(_NON_JOINERS, _after_a_joining_letter, text)
    return SafeText(text)


def one_line(text: str, limit: int = 300) -> SafeText:
    """`clean`, in one line of at most `limit` characters, without joiners and emoji selectors."""
    line = clean(text).replace(_ZWJ, "").replace(_VS16, "")
    line = " ".join(line.split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip(f" {_ZWNJ}") + "…"
    return SafeText(line)


def _before_a_letter(found: re.Match[str]) -> str:
    follower = found.string[found.end() : found.end() + 1]
    return _ZWNJ if follower and unicodedata.category(follower)[0] == "L" else ""


def _after_a_joining_letter(found: re.Match[str]) -> str:
    text, at = found.string, found.start() - 1
    if at >= 0 and unicodedata.combining(text[at]) == 9:  # a virama
        return _ZWNJ
    while at >= 0 and unicodedata.category(text[at]) in _MARKS:
        at -= 1
    joins = at >= 0 and _is_joining(text[at]) and _is_joining(text[found.end()])
    return _ZWNJ if joins else ""


def _is_joining(character: str) -> bool:
    return bool(re.match(_JOINING, character)) and unicodedata.category(character)[0] == "L"


def _trimmed(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in found.group():
        if character == _ZWJ:
            if kept[-1:] != [_ZWJ]:
                kept.append(character)
            continue
        marks = marks + 1 if unicodedata.category(character) in _MARKS else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


_LONGEST_URL = 2048
_URL_SAFE = "%/:?@!$&'()*+,;=-._~"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


def safe_url(url: str) -> str | None:
    """The address in ASCII if a person may be sent there, else None. Idempotent.

    Only http and https; nothing invisible, no blank, backslash or user name; a host of other
    letters in punycode; at most 2,048 bytes.
    """
    if "\\" in url or len(url) > _LONGEST_URL or clean(url) != url or url.split() != [url]:
        return None
    from urllib.parse import quote, urlsplit, urlunsplit

    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = _ascii_host(parts.hostname or "")
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or host is None:
        return None
    place = host if port is None else f"{host}:{port}"
    path, query, fragment = (
        quote(_STRAY_PERCENT.sub("%25", part), safe=_URL_SAFE)
        for part in (parts.path, parts.query, parts.fragment)
    )
    safe = urlunsplit((parts.scheme, place, path, query, fragment))
    return safe if len(safe) <= _LONGEST_URL else None


def _ascii_host(host: str) -> str | None:
    if ":" in host:
        import ipaddress

        try:
            return f"[{ipaddress.IPv6Address(host).compressed}]" if "%" not in host else None
        except ValueError:
            return None
    # Not the codec "idna": it knows the letters of 2003 and sends ß to another host than browsers.
    host = unicodedata.normalize("NFKC", host.replace("。", ".")).lower()
    labels = [_ascii_label(label) for label in host.removesuffix(".").split(".")]
    if any(label is None for label in labels):
        return None
    joined = ".".join(label for label in labels if label is not None)
    return joined if len(joined) <= 253 else None


def _ascii_label(label: str) -> str | None:
    if not label.isascii():
        if any(unicodedata.category(letter)[0] not in "LMNS" for letter in label if letter != "-"):
            return None
        label = "xn--" + label.encode("punycode").decode("ascii")
    return label if _LABEL.fullmatch(label) else None


_ESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029{BIDI}\ud800-\udfff]")


def json_text(document: object, *, indent: int | None = 2) -> str:
    """The document as JSON that is valid UTF-8 and harmless in a terminal.

    Control characters, DEL, C1, bidi controls and lone surrogates are written \\uXXXX.
    """
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
