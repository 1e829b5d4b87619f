"""One document: bytes → Issue, by the format its bytes show.

A new format is a module that turns bytes into blocks and a row of FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crankreader.ingest import identity, text
from crankreader.ingest.blocks import Block, trimmed_url, urls
from crankreader.ingest.decode import MOST_BYTES, decode
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.language import language_of
from crankreader.ingest.sniff import Refused, Sniffed, sniff
from crankreader.ingest.structure import structure
from crankreader.ingest.titles import issue_title, item_title
from crankreader.model import Format as FormatName
from crankreader.model import Issue, Item, Link, Reason, Section, Span
from crankreader.safety import one_line

VERSION = 4
"""Of the parser: a higher one reads kept documents again."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A document's text and blocks, and what had to be guessed to get them."""

    text: str
    blocks: list[Block]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    name: FormatName
    suffixes: tuple[str, ...]
    sniffed: Sniffed
    convert: Callable[[bytes], Converted]


def _from_text(raw: bytes) -> Converted:
    decoded, warnings = decode(raw)
    return Converted(decoded, text.blocks_of(decoded), warnings)


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text", ".md", ".markdown", ".rst", ".asc"), "text", _from_text),
)

_UNSUPPORTED = {
    "html": "This is a web page; web pages cannot be read yet.",
    "xml": "This is XML or a feed; feeds cannot be read from files yet.",
    "json": "This is JSON; it cannot be read yet.",
    "mail": "This is a mail with its headers; mails cannot be read yet.",
}


def parse(raw: bytes, path: str) -> Issue:
    """The structure of one document. Raises Refused(stage, code, reason)."""
    if not raw.strip():
        raise Refused("sniff", "empty", "The file is empty.")
    if len(raw) > MOST_BYTES:
        raise Refused("load", "too-large", f"The file is larger than {MOST_BYTES >> 20} MB.")
    found = sniff(raw, path)
    if found.kind == "binary":
        raise Refused("sniff", "not-text", f"This is no text: {found.reason}.")
    row = next((row for row in FORMATS if row.sniffed == found.kind), None)
    if row is None:
        raise Refused("sniff", "unsupported", _UNSUPPORTED[found.kind])
    converted = row.convert(raw)
    draft = structure(converted.blocks, converted.text)
    draft.warnings += converted.warnings
    draft.reasons.insert(0, Reason("format", found.reason, found.confidence))
    return finished(draft, converted.text, path, row.name)


def finished(draft: Draft, whole: str, path: str, name: FormatName) -> Issue:
    """The draft, frozen, with its ids."""
    issue_id = identity.issue_id(identity.text_key(whole))
    drafts = [item for section in draft.sections for item in section.items]
    ids = iter(
        identity.item_ids(issue_id, [(item.title, "\n\n".join(item.paragraphs)) for item in drafts])
    )
    reasons = list(draft.reasons)
    sections = []
    for number, section in enumerate(draft.sections):
        items = []
        for place, item in enumerate(section.items):
            items.append(_item(next(ids), item))
            where = f"sections[{number}].items[{place}]"
            reasons += [
                Reason(f"{where}.{reason.of}", reason.why, reason.confidence)
                for reason in item.reasons
            ]
        sections.append(Section(_label(section.title), tuple(items)))
    titles = [item.display_title for section in sections for item in section.items]
    return Issue(
        id=issue_id,
        path=str(one_line(path, 4096)),
        format=name,
        kind=draft.kind,
        publication=draft.publication,
        title=draft.title,
        display_title=issue_title(draft, titles),
        sections=tuple(sections),
        period=draft.period,
        date=draft.date,
        language=language_of(whole),
        authors=tuple(draft.authors),
        editors=tuple(draft.editors),
        fields=tuple(draft.fields),
        furniture=tuple(line for at in sorted(draft.furniture) for line in draft.furniture[at]),
        warnings=tuple(draft.warnings),
        reasons=tuple(reasons),
    )


def _item(identifier: str, draft: ItemDraft) -> Item:
    body = "\n\n".join(draft.paragraphs)
    links = []
    for match in urls(body):
        url = trimmed_url(match.group())
        if url:
            links.append(Link(url, url, Span(match.start(), match.start() + len(url))))
    return Item(
        id=identifier,
        title=draft.title,
        display_title=item_title(draft),
        paragraphs=tuple(draft.paragraphs),
        date=draft.date,
        authors=tuple(draft.authors),
        subheadings=tuple(draft.subheadings),
        captions=tuple(draft.captions),
        sources=tuple(draft.sources),
        related=tuple(draft.related),
        links=tuple(links),
    )


def _label(title: str | None) -> str | None:
    """A section's title without the colon that only marked it as one."""
    return title.rstrip(" :") or title if title else title
