"""A mail's headers: read to a bound, decoded, and what they give of the document.

Knows no body. What values look like is told here too: encoded words, addresses, days.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crankreader.ingest.charsets import text_of_bytes
from crankreader.ingest.documents import Given
from crankreader.ingest.people import is_name
from crankreader.ingest.sniff import Refused
from crankreader.ingest.words import fold, listed
from crankreader.model import Reason
from crankreader.safety import clean, one_line

_FIELD = re.compile(rb"([!-9;-~]{1,100}):")
_FOLD = re.compile(rb"\r?\n[ \t]*")
_LONGEST_SHOWN = 4_000
"""Characters of a header that a person is shown: some 100 recipients."""

# The body of an encoded word may hold no second opening, so that a row of openings without an
# end is gone through once and not once for each of them.
_ENCODED = re.compile(
    r"=\?([\w.:+-]{1,60})(?:\*[\w-]*)?\?([bBqQ])\?((?:[^?=]|=(?!\?(?!=))|\?(?!=))*+)\?="
)
_BETWEEN = re.compile(r"(\?=)\s+(?==\?[\w.:+-]{1,60}(?:\*[\w-]*)?\?[bBqQ]\?)")
_ADDRESS_TOKEN = re.compile(
    r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]*+\?="
    r'|"(?:[^"\\]|\\.)*+"?|\((?:[^()\\]|\\.)*+\)?|<[^<>]*+>?|[,;]|[^",;(<=]++|.',
    re.DOTALL,
)

_BULK = frozenset(
    ("list-id", "list-unsubscribe", "list-unsubscribe-post", "list-post", "list-help",
     "list-subscribe", "feedback-id", "mailing-list", "x-mailing-list", "x-beenthere",
     "x-campaign-id", "x-campaignid", "x-mailer-recptid", "x-csa-complaints")
)  # fmt: skip
_REPLIES = ("re:", "aw:", "antw:", "sv:", "rif:", "odp:", "ответ:", "回复:", "答复:")
_SHOWN = ("From", "Reply-To", "To", "Cc", "Date")
_SPELLED = re.compile(r"([^\s@]{1,64}) at ([\w-]+(?:\.[\w-]+)+)")
"""How the archives of lists write addresses."""
_MESSAGE_ID = re.compile(r"<\s*([^<>\s]{1,900})\s*>|^\s*([^<>\s]{1,900})\s*$")
_FOR = re.compile(r"(.{3,40}?)\s+(?:from|at|of|von|bei|de|chez)\s+(?=[^\W\d_a-zß-öø-ÿ])(.{2,60})")
_LIST_ID = re.compile(r"<\s*([^<>\s]{1,255})\s*>\s*$|^\s*([^<>\s]{1,255})\s*$")
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")
_HTTP = re.compile(r"<?\s*(https?://[^\s<>]{1,2000})", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Headers:
    """The header fields of one message or part, in their order."""

    fields: tuple[tuple[str, bytes], ...]
    """(name in lower case, value without its folds)."""
    start: int
    end: int
    """Of the header block within the bytes; the body begins at its end."""
    charset: str | None = None
    """In which bytes are read that are neither ASCII nor UTF-8."""

    def all(self, name: str) -> Iterator[str]:
        """The values of every field of that name, decoded to text but for encoded words."""
        for known, value in self.fields:
            if known == name:
                yield self._text(value)

    def first(self, name: str) -> str | None:
        """The first value that is not blank."""
        return next((value for value in self.all(name) if value.strip()), None)

    def shown(self, name: str, limit: int = 300) -> str | None:
        """The first value as a person reads it: decoded, cleaned, in one line."""
        value = self.first(name)
        return (one_line(decoded(value), limit) or None) if value is not None else None

    def _text(self, value: bytes) -> str:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return text_of_bytes(value, self.charset)[0]


def read_headers(
    raw: bytes, start: int, end: int, most: int, charset: str | None = None
) -> Headers:
    """The header block that begins at `start`. Raises Refused for more than `most` bytes.

    It ends at a blank line or where a line is neither a field nor the rest of one.
    """
    fields: list[tuple[str, bytes]] = []
    at = begin = start
    while at < end:
        is_fold = raw[at] in b" \t"
        field = None if is_fold else _FIELD.match(raw, at, min(end, at + 128))
        if not is_fold and field is None and not raw.startswith((b"From ", b">From "), at):
            break
        stop = raw.find(b"\n", at, begin + most + 1) + 1
        if stop == 0 or stop - begin > most:
            if end - begin > most:
                raise Refused(
                    "load", "too-many-headers", f"The headers are larger than {most >> 10} KB."
                )
            stop = end
        if field is not None:
            fields.append((field[1].decode("ascii").lower(), raw[field.end() : stop]))
        elif is_fold and fields:
            name, value = fields[-1]
            if not raw[at:stop].strip() and not _leads_to_field(raw, stop, end):
                break
            fields[-1] = (name, value + raw[at:stop])
        elif is_fold:
            break
        at = stop
    if raw.startswith(b"\r\n", at):
        at = min(end, at + 2)
    elif raw.startswith(b"\n", at):
        at = min(end, at + 1)
    unfolded = tuple((name, _FOLD.sub(b" ", value).strip()) for name, value in fields)
    return Headers(unfolded, start, at, charset)


def _leads_to_field(raw: bytes, at: int, end: int) -> bool:
    return _FIELD.match(raw, at, min(end, at + 128)) is not None


def decoded(value: str) -> str:
    """A header's text with its encoded words decoded; what cannot be decoded stays. Linear."""
    if "=?" not in value:
        return value
    value = _BETWEEN.sub(r"\1", value)
    parts: list[str] = []
    at = 0
    waiting: tuple[str, bytes] | None = None
    for word in _ENCODED.finditer(value):
        payload = _word_bytes(word[2], word[3])
        if waiting is not None and (word.start() > at or word[1].lower() != waiting[0]):
            parts.append(text_of_bytes(waiting[1], waiting[0])[0])
            waiting = None
        parts.append(value[at : word.start()])
        at = word.end()
        if payload is None:
            parts.append(word.group())
        else:
            # A letter of several bytes may stand in two words: they are decoded together.
            waiting = (word[1].lower(), (waiting[1] if waiting else b"") + payload)
    if waiting is not None:
        parts.append(text_of_bytes(waiting[1], waiting[0])[0])
    parts.append(value[at:])
    return "".join(parts)


def _word_bytes(encoding: str, text: str) -> bytes | None:
    try:
        raw = text.encode("ascii")
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "surrogatepass")
        if encoding in "bB":
            return None
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    raw = b"".join(raw.split()).rstrip(b"=")
    try:
        return binascii.a2b_base64(raw[: len(raw) - (len(raw) % 4 == 1)] + b"==")
    except binascii.Error:
        return None


def addresses(value: str) -> list[tuple[str, str]]:
    """(display name, address) of each mailbox in a header's text; either may be "". Linear."""
    found: list[tuple[str, str]] = []
    words: list[str] = []
    comments: list[str] = []
    angled = ""
    for token in (*_ADDRESS_TOKEN.findall(value), ","):
        if token in (",", ";"):
            pair = _mailbox("".join(words), " ".join(comments), angled)
            if any(pair):
                found.append(pair)
            words, comments, angled = [], [], ""
        elif token[0] == "<":
            angled = angled or token.strip("<> \t")
        elif token[0] == "(":
            comments.append(token.strip("() "))
        elif token[0] == '"':
            words.append(re.sub(r"\\(.)", r"\1", token[1:].removesuffix('"')))
        else:
            words.append(token)
    return found


def _mailbox(words: str, comment: str, angled: str) -> tuple[str, str]:
    words = words.strip()
    spelled = _SPELLED.fullmatch(words)
    if not angled and spelled:
        return _name(comment), str(one_line(f"{spelled[1]}@{spelled[2]}"))
    first = words.partition(" ")[0]
    if not angled and "@" in first:
        return _name(comment), str(one_line(first.rpartition(":")[2]))
    return _name(words or comment), str(one_line(angled))


def _name(text: str) -> str:
    name = str(one_line(decoded(text))).strip()
    while len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name


def message_id(headers: Headers) -> str | None:
    """The Message-ID without brackets, its host in small letters."""
    found = _MESSAGE_ID.search(headers.first("message-id") or "")
    if found is None:
        return None
    left, at, host = str(one_line(found[1] or found[2], 1000)).rpartition("@")
    return f"{left}{at}{host.lower()}" if at else host or None


def is_bulk(headers: Headers) -> bool:
    """Sent to many, by what lists and sending services write into headers."""
    if any(name in _BULK for name, _ in headers.fields):
        return True
    return (headers.first("precedence") or "").strip().lower() in ("bulk", "list", "junk")


def answers(headers: Headers) -> bool:
    """The mail is somebody's reply to another."""
    if headers.first("in-reply-to"):
        return True
    return (headers.shown("subject") or "").casefold().startswith(_REPLIES)


def given(headers: Headers, *, bulk: bool) -> Given:
    """What the headers say of the document, each with its reason; `bulk`: it was sent to many."""
    reasons: list[Reason] = []

    def because(of: str, why: str, confidence: float) -> None:
        reasons.append(Reason(of, why, confidence))

    title = headers.shown("subject")
    if title:
        because("title", "the Subject header", 0.95)
    date, source = _date(headers)
    if date:
        because("date", f"the day of the {source} header, in its own zone", 0.95)
    senders = addresses(headers.first("from") or headers.first("sender") or "")
    person, house = _parted(senders[0][0] if senders else "")
    if person:
        senders = [(person, senders[0][1]), *senders[1:]]
    # A list has an address; only who writes for himself is known by his.
    authors = tuple(dict.fromkeys(name or ("" if bulk else address) for name, address in senders))
    authors = tuple(author for author in authors if author and not (bulk and _is_house(author)))
    if authors:
        because("authors", "the From header", 0.9)
    publication, key, why = _publication(headers, senders, bulk)
    if house and key:
        publication, why = house, "whom the sender's name says it comes from"
    if publication:
        because("publication", why, 0.9)
    is_answer = answers(headers)
    if is_answer:
        because("kind", "it answers another mail", 0.9)
    elif not bulk:
        because("kind", "no header and no word of a list or a sending service", 0.7)
    language = _LANGUAGE.match(headers.first("content-language") or "")
    if language:
        because("language", "the Content-Language header", 0.9)
    url = _address(headers, "archived-at")
    if url:
        because("url", "the Archived-At header", 0.95)
    return Given(
        title=title,
        publication=publication,
        publication_key=key,
        date=date,
        authors=authors,
        language=language[1].lower() if language else None,
        url=url,
        kind="mail" if is_answer or not bulk else None,
        fields=_fields(headers),
        reasons=tuple(reasons),
    )


def _fields(headers: Headers) -> tuple[tuple[str, str], ...]:
    shown = ((label, headers.shown(label.lower(), _LONGEST_SHOWN)) for label in _SHOWN)
    fields = [(label, value) for label, value in shown if value]
    archive = _address(headers, "list-archive")
    return (*fields, *((("Archive", archive),) if archive else ()))


def _address(headers: Headers, name: str) -> str | None:
    from crankreader.ingest.addresses import canonical

    found = _HTTP.match(headers.first(name) or "")
    return canonical(found[1])[0] if found else None


def _publication(
    headers: Headers, senders: list[tuple[str, str]], bulk: bool
) -> tuple[str | None, str | None, str]:
    """(name, key, reason) of what the mail is an issue of."""
    name, address = senders[0] if senders else ("", "")
    sender_key = _sender_key(name, address) if address else None
    value = headers.first("list-id")
    found = _LIST_ID.search(value) if value else None
    if value and found:
        identity = str(one_line(found[1] or found[2])).lower()
        phrase = _ADDRESS.sub("", _name(value[: found.start()])).strip(" -–—:|,")
        label = re.sub(r"[-_+]+", " ", identity.partition(".")[0]).strip()
        key = f"list:{identity}"
        if phrase and _is_readable(phrase):
            return phrase, key, "the List-Id header's words"
        if name and (not _is_readable(label) or "." not in identity):
            return name, key, "the sender's name, as the List-Id has no words"
        if _is_readable(label):
            return label.title(), key, "the List-Id header's first label"
        return None, key, ""
    if bulk and name:
        return name, sender_key, "the sender's name of a mail sent to many"
    return None, sender_key if bulk else None, ""


def _is_house(name: str) -> bool:
    """A firm or an institution, by its words: it publishes, but did not write."""
    words = listed("people", "institution_words")
    return any(fold(word).strip(".,") in words for word in name.split())


def _parted(name: str) -> tuple[str, str]:
    """ "A B from The Letter", "A B at The Letter": who wrote, and for whom; else ("", "")."""
    found = _FOR.fullmatch(name)
    return (found[1], found[2]) if found and is_name(found[1]) else ("", "")


def _sender_key(name: str, address: str) -> str:
    """Sending services give each mail an address of its own: then the name goes with the host."""
    local, _, host = address.lower().rpartition("@")
    if not name or _is_readable(local):
        return f"from:{address.lower()}"
    return f"from:{name.casefold()}@{host}"


def _is_readable(label: str) -> bool:
    """Words rather than a number or digest of a sending service."""
    letters = sum(1 for character in label if character.isalpha())
    digits = sum(1 for character in label if character.isdigit())
    return letters >= 2 and digits * 3 <= letters


def _date(headers: Headers) -> tuple[str | None, str]:
    """(day, header): as the sender's clock showed it, else when the mail last arrived."""
    for name in ("date", "resent-date", "received", "delivery-date"):
        value = headers.first(name)
        if value is not None and name == "received":
            value = value.rpartition(";")[2]
        day = day_of(value) if value else None
        if day:
            return day, name.title()
    return None, ""


def day_of(value: str) -> str | None:
    """The day that a Date header names, in the zone it is written in."""
    import datetime
    from email.utils import parsedate

    value = str(clean(value))[:200]
    iso = _ISO_DAY.match(value)
    try:
        found = iso.groups() if iso else (parsedate(value) or ("0",) * 3)[:3]
        day = datetime.date(*(int(number) for number in found))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day.isoformat() if 1970 <= day.year <= 2200 else None
