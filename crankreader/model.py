"""What a person reads, and what the library tells about it.

Pure data: frozen, compared by value. Knows no file, database or screen.
Texts are plain; links, mentions and matches are character spans over them.

Named tuples throughout: they are made in half the time of frozen dataclasses, and their classes
cost every start a quarter.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Format = Literal["text", "markdown", "html", "eml", "rss", "atom", "rdf", "jsonfeed"]
Kind = Literal["newsletter", "article", "brief", "page", "mail", "feed"]
EntityType = Literal[
    "person",
    "country",
    "org",
    "outlet",
    "place",
    "weapon",
    "event",
    "date",
    "money",
    "quantity",
]

ENTITY_TYPES: tuple[EntityType, ...] = (
    "person",
    "country",
    "org",
    "outlet",
    "place",
    "weapon",
    "event",
    "date",
    "money",
    "quantity",
)
VALUE_TYPES: frozenset[EntityType] = frozenset({"date", "money", "quantity"})

PARAGRAPH_BREAK = "\n\n"
"""What stands between two paragraphs in an item's text."""


def counted(number: int, noun: str) -> str:
    """The number and what is counted, as sentences say it: "1 item", "2,000 items"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class Span(NamedTuple):
    """Characters [start, end) of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class Source(NamedTuple):
    """What an item rests on. At least one of outlet, title and url is known."""

    outlet: str | None = None
    authors: tuple[str, ...] = ()
    title: str | None = None
    url: str | None = None
    """http or https, tracking keys taken off; the original stays in the document."""


class Link(NamedTuple):
    """A text that points somewhere; the address is unknown when only its title is given."""

    text: str
    url: str | None = None
    span: Span | None = None
    """Where it stands in the item's text, when it stands there."""
    original: str | None = None
    """The address as the document has it, when that is not `url`: with what tracks a person."""


class Subheading(NamedTuple):
    """A heading inside an item, before the paragraph of that number (from 0)."""

    before: int
    title: str


class Reason(NamedTuple):
    """Why a derived value is what it is."""

    of: str
    """The field it explains: "period", "publication", "sections[1].items[0].date"."""
    why: str
    confidence: float
    """0 to 1."""


class Item(NamedTuple):
    """The smallest thing that is read, marked and found: a story, a link, an article."""

    id: str
    title: str | None
    display_title: str
    paragraphs: tuple[str, ...] = ()
    date: str | None = None
    authors: tuple[str, ...] = ()
    subheadings: tuple[Subheading, ...] = ()
    captions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    related: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs in one; spans of mentions and matches count its characters."""
        return PARAGRAPH_BREAK.join(self.paragraphs)


class Section(NamedTuple):
    title: str | None
    items: tuple[Item, ...]


class Issue(NamedTuple):
    """One document as its editors meant it."""

    id: str
    path: str
    format: Format
    kind: Kind
    publication: str | None
    title: str | None
    display_title: str
    sections: tuple[Section, ...]
    period: str | None = None
    """A year or a month, ISO 8601."""
    date: str | None = None
    """A day, ISO 8601."""
    language: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    furniture: tuple[str, ...] = ()
    """Mast-heads, unsubscribe tails, buttons: whole lines, in the order of the document."""
    warnings: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    member: str | None = None
    """Its name within the file it came from, when that holds several: an entry, a message."""
    publication_key: str | None = None
    """What tells its publication apart whatever it is called: "list:…", "feed:…"."""
    url: str | None = None
    """Where the document itself stands on the web."""
    unplaced: tuple[Link, ...] = ()
    """Links of the furniture and of whatever else is no item's text."""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


class Feed(NamedTuple):
    """A feed that a list of feeds names: something to subscribe to, no document."""

    title: str | None
    url: str
    """http or https, or as the list has it where that is no such address."""
    site: str | None = None
    folder: str | None = None


class Parsed(NamedTuple):
    """A document read: its structure and the bytes it was read from."""

    issue: Issue
    raw: bytes


class Failure(NamedTuple):
    """A document that could not be read, and why."""

    path: str
    stage: str
    """sniff, load, decode, convert, structure, store."""
    code: str
    """Stable, for programs: "too-large", "not-text", "empty"."""
    reason: str
    """A sentence for a person."""
    member: str | None = None
    """Its name within its file, when that holds several."""


class Mention(NamedTuple):
    """Where a text names an entity, or gives a date, an amount, a count."""

    start: int
    end: int
    text: str
    type: EntityType
    entity: str | None
    """`type/slug`; None for values and for names nobody knows yet."""
    name: str | None
    value: float | str | None = None
    """ISO 8601 day, month, year or `from/to`; a number for money and quantities."""
    unit: str | None = None
    rule: str = ""
    """What found it, for "why is this here"."""
    confidence: float = 1.0
    candidates: tuple[str, ...] = ()
    """Ids of what else it may stand for, likeliest first."""


class Marked(NamedTuple):
    """The mentions of one item: over its title and over its text, each in order, disjoint."""

    title: tuple[Mention, ...] = ()
    text: tuple[Mention, ...] = ()


class Entity(NamedTuple):
    """Somebody or something that texts name."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    description: str | None = None


# What the library tells.


class PublicationRow(NamedTuple):
    """A line of the issues pane that groups issues. Counts leave copies out."""

    name: str | None
    """None: documents without a publication ("Articles")."""
    issues: int
    unread: int
    """Unread items."""
    items: int
    is_sample: bool = False


class IssueRow(NamedTuple):
    """A line of the issues pane."""

    id: str
    publication: str | None
    title: str | None
    display_title: str
    kind: Kind
    period: str | None
    date: str | None
    unread: int
    items: int
    only_item: str | None = None
    """The id of its item, where it has just one."""
    is_sample: bool = False
    copies: int = 0
    """Documents folded under this one."""


class ItemRow(NamedTuple):
    """A line of the sections pane, of lists and of exports."""

    id: str
    issue: str
    publication: str | None
    section: str | None
    section_number: int
    title: str | None
    display_title: str
    date: str | None
    is_read: bool = False
    is_starred: bool = False
    tags: tuple[str, ...] = ()
    copy_of: str | None = None
    """The issue that its own issue is a copy or a part of."""


class Outline(NamedTuple):
    """An issue without its texts: what the sections pane shows."""

    issue: IssueRow
    sections: tuple[str | None, ...]
    rows: tuple[ItemRow, ...]
    """In the order of the issue; `section_number` points into `sections`."""
    copies: tuple[tuple[str, str], ...] = ()
    """(issue id, display title) of what is folded under it."""


class Reading(NamedTuple):
    """One item with all that the reading screen shows beside it."""

    item: Item
    row: ItemRow
    issue: IssueRow
    marked: Marked
    note: str | None = None
    offset: int = 0
    """The character of the text that stood on the first line when it was last left."""
    common: Mapping[str, int] = MappingProxyType({})
    """How often the library names each entity of the item, as far as that was counted."""


class Place(NamedTuple):
    """Where a person was."""

    issue: str | None = None
    item: str | None = None


Status = Literal["added", "updated", "unchanged", "duplicate", "partial", "failed"]


class Report(NamedTuple):
    """What became of one document that was added."""

    path: str
    status: Status
    issue: str | None = None
    stage: str | None = None
    code: str | None = None
    reason: str | None = None
    subset_of: str | None = None
    duplicate_of: str | None = None
    member: str | None = None
    """Its name within its file, when that holds several."""


class FeedReport(NamedTuple):
    """What became of one feed that was to be followed, or was asked for news."""

    url: str
    title: str | None
    status: Literal["subscribed", "new", "unchanged", "failed"]
    code: str | None = None
    reason: str | None = None


class Act(NamedTuple):
    """Something a person did that can be undone."""

    name: str
    """In the past tense, as the screen says it: "marked 3 items read"."""
    changed: int


class Problem(NamedTuple):
    """What is wrong with a query, and at which character of it."""

    at: int
    message: str


class Hit(NamedTuple):
    """One item that a search found."""

    item: str
    issue: str
    title: str
    publication: str | None
    section: str | None
    date: str | None
    score: float
    snippet: str
    matches: tuple[Span, ...]
    """Over the snippet."""
    is_read: bool = False
    is_starred: bool = False


class Results(NamedTuple):
    """The answer to one query."""

    query: str
    total: int
    took_ms: float
    order: Literal["relevance", "date"]
    hits: tuple[Hit, ...] = ()
    corrected: str | None = None
    problems: tuple[Problem, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType({})
    """publication, section, outlet, entity, month, state; empty unless asked for."""
    notice: str | None = None
    """What a person should know: "the index is being rebuilt; searched without it"."""


class SavedSearch(NamedTuple):
    """A query that a person keeps under a name; both are one clean line."""

    name: str
    query: str


class Check(NamedTuple):
    """One line of the doctor's report."""

    name: str
    ok: bool
    message: str
    repair: str | None = None
