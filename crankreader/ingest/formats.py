"""One file's bytes → its documents, by the format the bytes show.

A new format is a module that turns bytes into blocks and a row of FORMATS. Knows no file: names
are only shown, and break a tie.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from crankreader.ingest.documents import Converted, Outcome
from crankreader.ingest.issues import as_one_text, understood
from crankreader.ingest.sniff import Refused, Sniff, Sniffed, sniff
from crankreader.model import Failure, Feed, Issue, Parsed, Reason
from crankreader.settings import LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read, by the module that does it; imported when first met."""

    sniffed: Sniffed
    module: str
    suffixes: tuple[str, ...]
    """By which files of this format are mostly named."""
    what: str
    """As sentences call it."""

    def convert(self, raw: bytes, path: str, limits: Limits) -> Iterator[Outcome]:
        module = import_module(f"crankreader.ingest.{self.module}")
        yield from module.convert(raw, path, limits)


FORMATS: tuple[Format, ...] = (
    Format("text", "text", (".txt", ".text", ".rst", ".asc"), "plain text"),
    Format("markdown", "markdown", (".md", ".markdown"), "Markdown"),
    Format("html", "html", (".html", ".htm", ".xhtml"), "a web page"),
    Format("mail", "mail", (".eml", ".msg"), "a mail"),
    Format("mbox", "mailboxes", (".mbox", ".mbx"), "a mailbox"),
    Format("feed", "feed", (".xml", ".rss", ".atom", ".rdf"), "a feed"),
    Format("json", "jsonfeed", (".json",), "a JSON Feed"),
    Format("opml", "opml", (".opml",), "a list of feeds"),
)


def documents(
    raw: bytes, path: str, limits: Limits = LIMITS, *, plain: bool = False, skip: int = 0
) -> Iterator[Parsed | Feed | Failure]:
    """The documents of a file, in order; what cannot be read is a Failure. Never raises Refused.

    `plain` keeps each text as one item, without looking for its structure: the road for what
    takes too long to be understood. The first `skip` of them are not understood at all.
    """
    try:
        found, row = _format_of(raw, path, limits)
        for number, outcome in enumerate(row.convert(raw, path, limits)):
            if number < skip:
                continue
            if isinstance(outcome, Converted):
                yield _parsed(outcome, raw, path, found, plain=plain)
            else:
                yield outcome
    except Refused as refused:
        yield Failure(path, refused.stage, refused.code, refused.reason)


def parse(raw: bytes, path: str) -> Issue:
    """The first document of a file. Raises Refused(stage, code, reason)."""
    for outcome in documents(raw, path):
        if isinstance(outcome, Parsed):
            return outcome.issue
        if isinstance(outcome, Failure):
            raise Refused(outcome.stage, outcome.code, outcome.reason)
    raise Refused("load", "empty", "There is no document in it.")


def _format_of(raw: bytes, path: str, limits: Limits) -> tuple[Sniff, Format]:
    if not raw.strip():
        raise Refused("sniff", "empty", "The file is empty.")
    if len(raw) > limits.file:
        raise Refused("load", "too-large", f"The file is larger than {limits.file >> 20} MB.")
    found = sniff(raw, path)
    if found.kind == "binary":
        raise Refused("sniff", "not-text", f"This is no text: {found.reason}.")
    return found, next(row for row in FORMATS if row.sniffed == found.kind)


def _parsed(converted: Converted, raw: bytes, path: str, found: Sniff, *, plain: bool) -> Parsed:
    reason = Reason("format", found.reason, found.confidence)
    issue = (as_one_text if plain else understood)(converted, path)
    issue = issue._replace(reasons=(reason, *issue.reasons))
    return Parsed(issue, raw if converted.raw is None else converted.raw)
