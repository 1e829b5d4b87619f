"""What a query asks, as a tree, and what of an item it can ask about.

Pure data: frozen, compared by value. Words in it are folded already. A field of None is the
title and the text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from crankreader.model import Problem
from crankreader.query.words import key

Field = Literal["title", "section", "publication", "source", "author", "entity"]
State = Literal["read", "starred", "tagged", "noted", "copy"]
Order = Literal["relevance", "date"]

FIELDS: tuple[Field, ...] = ("title", "section", "publication", "source", "author", "entity")
STATES: tuple[State, ...] = ("read", "starred", "tagged", "noted", "copy")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word; of a whole name in `entity`."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """The word, or one that is one typo away: a letter more, less, other, or two swapped."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another."""

    words: tuple[str, ...]
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """All of the words, at most so many places between the first and the last."""

    words: tuple[str, ...]
    within: int


@dataclass(frozen=True, slots=True)
class Entity:
    """An item that names somebody: by id, name or alias, as `words.key` writes it."""

    text: str
    written: str = field(default="", compare=False)
    """As the person wrote it, for who knows aliases."""


@dataclass(frozen=True, slots=True)
class Is:
    state: State


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """An item whose note has all the words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """An item of these days, both included, as the numbers 20241001 and 20241031."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no item."""


Node: TypeAlias = (
    Word
    | Prefix
    | Fuzzy
    | Phrase
    | Near
    | Entity
    | Is
    | Tag
    | Note
    | Dates
    | And
    | Or
    | Not
    | Nothing
)


@dataclass(frozen=True, slots=True)
class Query:
    """A person's query, understood as far as it can be."""

    text: str
    tree: Node | None
    """None: it asks for nothing in particular; Nothing: none of it could be understood."""
    problems: tuple[Problem, ...] = ()
    order: Order | None = None
    is_beginning: bool = False
    """Whether its last word was taken for the beginning of one."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a query can ask of one item."""

    title: str = ""
    text: str = ""
    section: str = ""
    publication: str = ""
    sources: str = ""
    authors: str = ""
    entities: tuple[str, ...] = ()
    """Ids and names."""
    date: str | None = None
    """A year, month or day, ISO 8601."""
    states: frozenset[State] = frozenset()
    tags: tuple[str, ...] = ()
    note: str = ""


def nodes(tree: Node | None) -> Iterator[Node]:
    """Every node of the tree, from the top."""
    waiting = [] if tree is None else [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, And | Or):
            waiting.extend(reversed(node.nodes))
        elif isinstance(node, Not):
            waiting.append(node.node)


def resolved(tree: Node | None, ids: Callable[[str], Collection[str]]) -> Node | None:
    """The tree with each entity asked for by its ids too; `ids` gives those of a name."""
    match tree:
        case Entity(text, written):
            keys = dict.fromkeys([text, *(key(name) for name in ids(written or text))])
            found = tuple(Entity(name) for name in keys)
            return found[0] if len(found) == 1 else Or(found)
        case And(inner):
            return And(tuple(node for n in inner if (node := resolved(n, ids)) is not None))
        case Or(inner):
            return Or(tuple(node for n in inner if (node := resolved(n, ids)) is not None))
        case Not(node):
            below = resolved(node, ids)
            return None if below is None else Not(below)
        case _:
            return tree


_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def days(date: str | None) -> tuple[int, int] | None:
    """The first and last day of a year, month or day, as numbers like 20241031."""
    match = _DATE.fullmatch(date or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return number(first), number(first)
    # The 31st of a short month sorts as well as its last day would.
    return number(first), first.year * 10000 + (month or 12) * 100 + 31


def number(day: datetime.date) -> int:
    """A day as a number that sorts: 20241031."""
    return day.year * 10000 + day.month * 100 + day.day
