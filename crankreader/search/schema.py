"""What the index holds of an item, and how its words get in.

`all` (title and text, with places) is what plain words look in; the fields beside it what
`title:` and the others do; `begin` holds the first one to five letters of each word of `all`, so
that a beginning is one look-up; `facet` holds whole values to count by; columns hold what an
answer needs: id, first and last day. Knows no file and no query.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import whoosh
from whoosh import columns, fields, formats

from crankreader.model import ENTITY_TYPES
from crankreader.query import days, key
from crankreader.query.words import places

LAYOUT = 2
"""Raised whenever what is written below changes, or how texts become words."""
BEGINNING = 5
"""Letters of the longest beginning in `begin`."""
LONGEST_ID = 24

Posting = tuple[bytes, int, float, bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item, as the index takes it in."""

    item: str
    title: str = ""
    text: str = ""
    section: str = ""
    publication: str = ""
    sources: str = ""
    """All that `source:` looks in: outlets, authors and titles of what is cited."""
    authors: str = ""
    entities: tuple[str, ...] = ()
    """Ids (`country/russia`) and the names that go with them."""
    date: str | None = None
    """A year, month or day, ISO 8601."""
    outlets: tuple[str, ...] = ()
    """For the facet."""


class Places(fields.FieldType):
    """Words with their places, from one regular expression and one dictionary."""

    def __init__(self, *, scorable: bool = False) -> None:
        super().__init__(formats.Positions(), None, scorable=scorable)

    def index(self, value: Collection[str], **kwargs: Any) -> Iterator[Posting]:
        encode = self.format.encode
        for word, at in places(value).items():
            is_common = len(at) == 1 and at[0] < len(_ONE)
            yield word.encode(), len(at), float(len(at)), _ONE[at[0]] if is_common else encode(at)


class Keys(fields.FieldType):
    """Whole names, without places."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Iterable[str], **kwargs: Any) -> Iterator[Posting]:
        for word in dict.fromkeys(value):
            yield word.encode(), 1, 1.0, b""


class Beginnings(Keys):
    """The first letters of words: `k ku kur kurs kursk`. The writer makes them of `all`."""

    def index(self, value: Iterable[str], **kwargs: Any) -> Iterator[Posting]:
        return iter(())


_ONE = [formats.Positions().encode([place]) for place in range(512)]


@lru_cache(maxsize=1 << 16)
def places_of(value: bytes) -> Sequence[int]:
    """The places that a posting holds, ascending."""
    return tuple(formats.Positions().decode_positions(value))


@lru_cache(maxsize=1)
def schema() -> fields.Schema:
    """The fields of every segment; nobody changes them."""
    return fields.Schema(
        all=Places(scorable=True),
        begin=Beginnings(),
        title=Places(),
        section=Places(),
        publication=Places(),
        source=Places(),
        author=Places(),
        entity=Keys(),
        facet=Keys(),
        item=fields.COLUMN(columns.FixedBytesColumn(LONGEST_ID)),
        first=fields.COLUMN(columns.NumericColumn("I")),
        last=fields.COLUMN(columns.NumericColumn("I")),
    )


def stamp() -> dict[str, Any]:
    """What an index must have been written by to be read: it opens by unpickling."""
    return {
        "layout": LAYOUT,
        "whoosh": list(whoosh.__version__),
        "python": list(sys.version_info[:2]),
    }


def document(entry: Entry) -> dict[str, Any]:
    """The entry as the fields of a document. Raises ValueError for an id that is none."""
    name = entry.item.encode()
    if not name or len(name) > LONGEST_ID or b"\0" in name:
        raise ValueError(f"an id has 1 to {LONGEST_ID} bytes: {entry.item!r}")
    first, last = days(entry.date) or (0, 0)
    whole = (entry.title, entry.text)
    return {
        "all": whole,
        "title": (entry.title,),
        "section": (entry.section,),
        "publication": (entry.publication,),
        "source": (entry.sources,),
        "author": (entry.authors,),
        "entity": [key(name) for name in entry.entities],
        "facet": list(_facets(entry, first, last)),
        "item": name.ljust(LONGEST_ID, b"\0"),
        "first": first,
        "last": last,
    }


FACETS = ("publication", "section", "outlet", "entity", "month")
"""What is counted; a term of `facet` is the number of its facet and a value."""


def _facets(entry: Entry, first: int, last: int) -> Iterator[str]:
    ids = (name for name in entry.entities if name.partition("/")[0] in ENTITY_TYPES)
    # An item of a whole year is of no month.
    is_of_one = first and first // 100 == last // 100
    month = f"{first // 10000:04}-{first // 100 % 100:02}" if is_of_one else ""
    values = ((entry.publication,), (entry.section,), entry.outlets, ids, (month,))
    for number, some in enumerate(values):
        for value in some:
            if value:
                yield f"{number}{value}"


def facet_of(term: str) -> tuple[str, str]:
    """(one of FACETS, its value) of a term of `facet`."""
    return FACETS[int(term[0])], term[1:]


def newness(date: str | None) -> tuple[int, int]:
    """Sorts dates the newest first, and what has none last."""
    first, last = days(date) or (0, 0)
    return -last, -first
