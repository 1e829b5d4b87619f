"""A mail: its headers as what is given, the best of its bodies as blocks.

Knows neither mailboxes nor the structure of an issue. `looks_like` is cheap; what is heavy is
imported when a mail is converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crankreader.ingest.blocks import Block, urls, word_count
from crankreader.ingest.documents import Converted, Outcome, spaced, text_of
from crankreader.ingest.sniff import Refused
from crankreader.ingest.words import fold, listed
from crankreader.model import Failure, counted
from crankreader.safety import clean, one_line
from crankreader.settings import Limits

if TYPE_CHECKING:
    from crankreader.ingest.mail_headers import Headers
    from crankreader.ingest.mail_parts import Part

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]*(.*)")
_LINES_LOOKED_AT = 300
_TRANSPORT = frozenset(
    ("received", "return-path", "mime-version", "content-type", "content-transfer-encoding",
     "delivered-to", "dkim-signature", "list-unsubscribe", "list-id", "x-mailer", "user-agent",
     "x-originating-ip", "authentication-results", "arc-seal", "received-spf", "x-received",
     "precedence", "newsgroups", "x-priority", "in-reply-to", "references")
)  # fmt: skip
_ENVELOPE = frozenset(
    ("from", "to", "cc", "subject", "date", "message-id", "reply-to", "sender", "bcc",
     "resent-from", "resent-date")
)  # fmt: skip
_ID = re.compile(r"<[^<>\s]+>")
_FORWARDED = ("From", "Date", "Subject", "To", "Cc")
_SURELY_MARKDOWN = 0.7
"""From where on the plain text of a mail is read as Markdown."""
_MUCH_MORE = 1.5
"""How many times the words of the HTML a plain part must have to be taken instead of it."""
_MORE_AT_LEAST = 25
_ALSO_PLAIN = frozenset(
    ("text/plain", "text/markdown", "text/x-markdown", "text/enriched", "text/richtext",
     "text/x-diff", "text/x-patch", "text/troff")
)  # fmt: skip
_ENRICHED = re.compile(r"<param>[^<>]{0,500}</param>|</?[A-Za-z][A-Za-z0-9-]{0,60}>", re.IGNORECASE)
_SILENT = frozenset(
    ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
     "application/ms-tnef", "text/x-amp-html", "application/pgp-keys",
     "message/delivery-status", "message/disposition-notification", "text/rfc822-headers")
)  # fmt: skip
_ENCRYPTED = ("multipart/encrypted", "application/pgp-encrypted")
_CMS = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_MAILING_WORDS = 2
"""How many words of mailings the last blocks need, and the last characters of each of these."""
_TAIL = 20
_TAIL_TEXT = 1_000
_NO_TEXT = "The mail has no text of its own."


def looks_like(head: bytes, name: str = "") -> str | None:
    """Why these opening bytes are a mail's; None when they are not.

    Two known headers, one of them of those that programs write: a letter that was saved as text
    has none of these, and is a mail only by its name.
    """
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    names: set[str] = set()
    for line in text.split("\n")[:_LINES_LOOKED_AT]:
        line = line.rstrip("\r")
        header = _HEADER.match(line)
        if header:
            name_of = header[1].casefold()
            names.add("received" if name_of == "message-id" and _ID.match(header[2]) else name_of)
            if name_of == "content-type" and re.match(r"multipart/\S+.*boundary", header[2]):
                return "it opens as a mail of several parts"
        elif not line.strip():
            break
        elif line[:1] not in (" ", "\t") and not line.startswith(("From ", ">From ")):
            if len(names & _TRANSPORT) < 2:
                return None
            break
    known = names & (_TRANSPORT | _ENVELOPE)
    if len(known) >= 2 and names & _TRANSPORT:
        return "it opens with the headers of a mail"
    if known and name.casefold().rpartition(".")[2] in ("eml", "mbox", "mht", "mhtml"):
        return "it opens with headers and is named as a mail"
    return None


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Outcome]:
    """The mail as one document. Raises Refused when it is too large in any way."""
    from crankreader.ingest import mail_headers, mail_parts

    if len(raw) > limits.file:
        raise Refused("load", "too-large", f"The mail is larger than {limits.file >> 20} MB.")
    root = mail_parts.parts_of(raw, limits)
    _check_recipients(root.headers, limits)
    body = _Body(limits)
    body.add(root)
    if not body.blocks:
        body.add_what_was_left_out()
    bulk = mail_headers.is_bulk(root.headers) or (
        not mail_headers.answers(root.headers) and _speaks_to_many(body.blocks)
    )
    given = mail_headers.given(root.headers, bulk=bulk)
    if not body.blocks and body.is_encrypted:
        yield Failure(path, "convert", "encrypted", "The mail is encrypted.")
        return
    if not body.blocks and not given.title:
        yield Failure(path, "convert", "empty", "The mail has neither a text nor a subject.")
        return
    if not body.blocks:
        body.warnings.insert(0, _NO_TEXT)
    if body.attachments:
        named = ", ".join(dict.fromkeys(body.attachments))
        given = replace(given, fields=(*given.fields, ("Attachments", one_line(named, 2_000))))
    blocks = spaced(body.blocks)
    identity = mail_headers.message_id(root.headers)
    yield Converted(
        text=text_of(blocks) or given.title or "",
        blocks=blocks,
        format="eml",
        given=given,
        key=f"mail:{identity}" if identity else None,
        is_marked=body.html_size > 0 or body.is_markdown,
        warnings=tuple(dict.fromkeys(body.warnings)),
    )


def _check_recipients(headers: Headers, limits: Limits) -> None:
    count = sum(
        max(value.count("@"), value.count(",") + 1)
        for name in ("to", "cc", "bcc")
        for value in headers.all(name)
    )
    if count > limits.recipients:
        raise Refused(
            "load", "too-many-headers", f"The mail has more than {limits.recipients} recipients."
        )


@dataclass(slots=True)
class _Body:
    """What a person sees of a mail, gathered part by part."""

    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    left_out: list[Part] = field(default_factory=list)
    """Texts that are attached: shown after all when there is no other."""
    is_encrypted: bool = False
    html_size: int = 0
    text_size: int = 0
    is_markdown: bool = False

    def add(self, part: Part) -> None:
        """The part, or what it holds, behind what is there."""
        kind = part.content.type
        if kind in _ENCRYPTED or (kind in _CMS and "signed" not in part.content.protocol):
            self._note_encryption()
        elif kind in _CMS:
            self._add_signed(part)
        elif part.children:
            self._add_children(part)
        elif kind.startswith("message/"):
            self._name(part)
        elif kind.startswith("multipart/"):
            self.warnings.append("The boundary of the mail's parts is missing.")
            self._add_plain(part)
        elif part.content.is_attachment and (kind.startswith("text/") or part.content.filename):
            self._leave_out(part)
        elif kind == "text/html":
            self._add_html(part)
        elif kind in _ALSO_PLAIN:
            self._add_plain(part)
        else:
            self._name(part)

    def add_what_was_left_out(self) -> None:
        """Attached texts, for a mail that has nothing else."""
        for part in self.left_out:
            if part.content.type == "text/html":
                self._add_html(part)
            else:
                self._add_plain(part)

    def _add_children(self, part: Part) -> None:
        kind, children = part.content.type, part.children
        if kind.startswith("message/"):
            self._add_forwarded(children[0])
        elif kind == "multipart/alternative":
            self._add_best(children)
        else:
            for child in children:
                self.add(child)

    def _add_forwarded(self, message: Part) -> None:
        lines = [(label, message.headers.shown(label.lower(), 1_000)) for label in _FORWARDED]
        block = [
            Block("paragraph", f"{label}: {value}", (f"{label}: {value}",), before=0)
            for label, value in lines
            if value
        ]
        self._append(block)
        self.add(message)

    def _add_best(self, children: list[Part]) -> None:
        """The last that holds HTML, unless a plain one says clearly more."""
        rich = [child for child in children if _holds(child, "text/html")]
        plain = [child for child in children if child not in rich and _holds(child, "text/plain")]
        if not rich:
            for child in plain[-1:] or children[-1:]:
                self.add(child)
        else:
            self._take(self._better(rich[-1], plain[-1] if plain else None))
        for child in children:
            if child not in rich and child not in plain:
                self._name_all(child)

    def _better(self, rich: Part, plain: Part | None) -> _Body:
        """Of two ways to say the same the HTML, unless it cannot be read or says clearly less."""
        best = self._tried(rich)
        if plain is None or (isinstance(best, _Body) and not _may_say_more(plain, best)):
            return _or_raise(best)
        other = self._tried(plain)
        if isinstance(other, Refused):
            return _or_raise(best)
        if isinstance(best, Refused):
            other.warnings.append(f"The plain text is read, not the HTML: {best.reason}")
            return other
        if _words(other) <= _enough(_words(best)):
            return best
        other.warnings.append("The plain text says more than the HTML, and is read instead.")
        return other

    def _tried(self, part: Part) -> _Body | Refused:
        """The part by itself, or why it is refused; what it used up is used up."""
        body = _Body(self.limits, html_size=self.html_size, text_size=self.text_size)
        try:
            body.add(part)
        except Refused as refused:
            return refused
        finally:
            self.html_size, self.text_size = body.html_size, body.text_size
        return body

    def _take(self, other: _Body) -> None:
        self._append(other.blocks)
        self.warnings += other.warnings
        self.attachments += other.attachments
        self.left_out += other.left_out
        self.is_encrypted = self.is_encrypted or other.is_encrypted

    def _add_html(self, part: Part) -> None:
        from crankreader.ingest import html
        from crankreader.ingest.mail_parts import text_of_part

        if part.end - part.start > 3 * self.limits.html:
            raise self._too_large("HTML", self.limits.html)
        markup, guess = text_of_part(part)
        self.html_size += len(markup)
        if self.html_size > self.limits.html:
            raise self._too_large("HTML", self.limits.html)
        self._note(guess)
        self._append(html.blocks_of(markup, base=None, limits=self.limits))

    def _add_plain(self, part: Part) -> None:
        from crankreader.ingest import mail_plain, markdown_signs
        from crankreader.ingest.mail_parts import text_of_part

        self.text_size += part.end - part.start
        if self.text_size > self.limits.text:
            raise self._too_large("text", self.limits.text)
        text, guess = text_of_part(part)
        self._note(guess)
        if part.content.type in ("text/enriched", "text/richtext"):
            text = _ENRICHED.sub("", text)
        if mail_plain.is_encrypted(text):
            self._note_encryption()
            return
        text = mail_plain.unsigned(text)
        if part.content.is_flowed:
            text = mail_plain.unflowed(text, drops_space=part.content.drops_space)
        text = str(clean(text))
        if markdown_signs.looks_like(text, "")[0] >= _SURELY_MARKDOWN:
            from crankreader.ingest import markdown

            self.is_markdown = True
            self._append(markdown.blocks_of(text, self.limits))
        else:
            self._append(mail_plain.blocks_of(text, self.limits))

    def _add_signed(self, part: Part) -> None:
        from crankreader.ingest.mail_parts import parts_of, signed_message

        message = signed_message(part)
        if message is None:
            self._name(part)
        else:
            self.add(parts_of(message, self.limits))

    def _append(self, blocks: list[Block]) -> None:
        if not blocks:
            return
        before = max(1, blocks[0].before) if self.blocks else 0
        self.blocks += [replace(blocks[0], before=before), *blocks[1:]]
        if len(self.blocks) > self.limits.blocks:
            raise Refused(
                "convert",
                "too-many-blocks",
                f"The mail has more than {counted(self.limits.blocks, 'paragraph')}.",
            )

    def _leave_out(self, part: Part) -> None:
        self._name(part)
        if part.content.type == "text/html" or part.content.type in _ALSO_PLAIN:
            self.left_out.append(part)

    def _name(self, part: Part) -> None:
        """An attachment by its name, else its type; what only serves the mail has none."""
        if part.content.is_inline_image or part.content.type in _SILENT:
            return
        self.attachments.append(part.content.filename or part.content.type)

    def _name_all(self, part: Part) -> None:
        for each in part.walk():
            if not each.children and each.content.type not in _ALSO_PLAIN:
                self._name(each)

    def _note_encryption(self) -> None:
        self.is_encrypted = True
        self._note("The mail is encrypted, wholly or in part.")

    def _note(self, guess: str | None) -> None:
        if guess:
            self.warnings.append(guess)

    def _too_large(self, what: str, limit: int) -> Refused:
        return Refused("load", "too-large", f"The mail's {what} is larger than {limit >> 20} MB.")


def _holds(part: Part, kind: str) -> bool:
    return any(each.content.type == kind and not each.content.is_attachment for each in part.walk())


def _speaks_to_many(blocks: list[Block]) -> bool:
    """The end of the text has the words of a mailing: how to leave it, why one gets it."""
    words = listed("furniture", "mailing_words")
    tail = " ".join(
        fold(block.text[-_TAIL_TEXT:]) for block in blocks[-_TAIL:] if block.kind != "quote"
    )
    return sum(1 for word in words if word in tail) >= _MAILING_WORDS


def _or_raise(body: _Body | Refused) -> _Body:
    if isinstance(body, Refused):
        raise body
    return body


def _may_say_more(plain: Part, best: _Body) -> bool:
    """Whether a plain part is long enough to be worth reading beside the HTML."""
    size = sum(each.end - each.start for each in plain.walk() if not each.children)
    return size > 3 * _words(best)


def _words(body: _Body) -> int:
    """Words that are read: addresses, which a plain part spells out, are none."""
    total = 0
    for block in body.blocks:
        spelled = sum(word_count(found.group()) for found in urls(block.text))
        total += word_count(block.text) - spelled
    return total


def _enough(words: int) -> float:
    return max(_MUCH_MORE * words, words + _MORE_AT_LEAST)
