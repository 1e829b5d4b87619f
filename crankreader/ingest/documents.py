"""What every format hands over: documents as text and blocks, and what their envelopes say.

Plain values between the formats and `structure`. Knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from crankreader.ingest.blocks import Block
from crankreader.model import Failure, Feed, Kind, Reason
from crankreader.model import Format as FormatName
from crankreader.settings import Limits


@dataclass(frozen=True, slots=True)
class Given:
    """What a document's envelope says: headers, front matter, the elements of an entry."""

    title: str | None = None
    publication: str | None = None
    publication_key: str | None = None
    """What tells the publication apart whatever it is called: "list:…", "feed:…"."""
    date: str | None = None
    """A day, ISO 8601."""
    period: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    """Where the document stands on the web, canonical."""
    kind: Kind | None = None
    """When the envelope decides it, whatever the text looks like."""
    fields: tuple[tuple[str, str], ...] = ()
    """Labels and values that a person should see: ("From", "…")."""
    reasons: tuple[Reason, ...] = ()
    """Of `title`, `date` …: which header or element said so."""


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Converted:
    """One document, not yet understood."""

    text: str
    """All its words, cleaned: for its language, its dates, and its identity where `key` is None."""
    blocks: list[Block]
    format: FormatName
    given: Given = NOTHING_GIVEN
    key: str | None = None
    """What identifies it: "mail:<Message-ID>", "entry:<feed>\n<id>", "url:<canonical>"."""
    raw: bytes | None = None
    """From which a member of a container can be read again by itself; None: the whole file."""
    member: str | None = None
    """Its name within its container: a Message-ID, an entry's id or address."""
    is_marked: bool = True
    """Its blocks say which of them are headings; in plain text these have to be guessed."""
    aside: tuple[int, ...] = ()
    """Numbers of the blocks that are the page's and no text: navigation, buttons."""
    warnings: tuple[str, ...] = ()


Outcome = Converted | Feed | Failure
Convert = Callable[[bytes, str, Limits], Iterator[Outcome]]
"""(bytes, path as shown, limits) → what is in them. May raise Refused for the whole; a bad member
is a Failure and does not stop the rest."""


def text_of(blocks: Sequence[Block]) -> str:
    """The words of blocks as a text, with the blank lines they had."""
    return "\n".join("\n" * min(block.before, 2) + "\n".join(block.lines) for block in blocks)


def spaced(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each with `after` as the next one's `before` says."""
    befores = [*(block.before for block in blocks[1:]), 9][: len(blocks)]
    return [
        block if block.after == after else replace(block, after=after)
        for block, after in zip(blocks, befores, strict=True)
    ]
