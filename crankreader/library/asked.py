"""What a query asks of the library and not of the index: states, what is hidden, a plain scan.

Reads only; it is the answer while there is no index, and the measure of it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from crankreader.library.shelves import Shelves
from crankreader.library.state import State
from crankreader.library.store import Library, Text
from crankreader.query import Is, Node, Note, Record, Tag, fold, matches, nodes
from crankreader.query.scan import Fields
from crankreader.query.tree import STATES, days

Ids = frozenset[str]
_NO = (-1,)
_MOST_KEPT = 64
"""Sets of ids."""
_MOST_LATE = 2000
"""Items whose words are kept until the index has them: a library without one may have all wait."""


class Asked:
    """Sets of item ids by state, kept until something changes; and the scan that needs no index."""

    def __init__(self, library: Library, shelves: Shelves, state: State) -> None:
        self._library = library
        self._shelves = shelves
        self._state = state
        self._kept: dict[tuple[str, str | None], tuple[tuple[int, int], Ids]] = {}
        self._late: dict[str, tuple[int, Record, Fields]] = {}

    def states(self, name: str, value: str | None = None) -> Ids:
        """The items of a state: read, starred, tagged, noted, copy, hidden; tag, note with a value.

        A tag is given folded, a note as words with a blank between them.
        """
        revision = self._state.revision
        # What a person did changes with an act; copies and the hidden also when texts come in.
        stamp = (revision, self._library.revision if name in ("copy", "hidden") else 0)
        known = self._kept.get((name, value))
        if known is not None and known[0] == stamp:
            return known[1]
        if known is not None and name == "read":
            ids = self._read_since(known[0][0], known[1])
        else:
            ids = self._read(name, value)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[name, value] = stamp, ids
        return ids

    def _read_since(self, revision: int, read: Ids) -> Ids:
        """The items read, from those that were at a revision: most of them have not changed."""
        issues = self._state.issues_marked_since(revision)
        if issues is None:
            return self._read("read", None)
        return (read - self._shelves.items_of(issues)) | self._state.read_of(issues)

    def hidden(self) -> Ids:
        """What no search shows that does not ask for copies."""
        return self.states("hidden")

    def left_out(self, tree: Node | None) -> Ids:
        """What this search does not show."""
        hidden = self.hidden()
        return hidden - self.states("copy") if Is("copy") in nodes(tree) else hidden

    def _read(self, name: str, value: str | None) -> Ids:
        match name:
            case "copy":
                return self._shelves.of_copies()
            case "hidden":
                return self._shelves.hidden()
            case "tag":
                tags = [tag for tag, _ in self._state.tags() if fold(tag) == value]
                return frozenset().union(*(self._state.ids_where("tag", tag) for tag in tags))
            case "note":
                words = Note(tuple((value or "").split()))
                noted = self._state.notes()
                return frozenset(id for id, note in noted if matches(words, Record(note=note)))
            case _:
                return self._state.ids_where(name)

    def scan(
        self, tree: Node | None, items: Iterable[str] | None = None, *, seconds: float = math.inf
    ) -> tuple[tuple[str, ...], bool]:
        """The items, of these or of all, that the query asks for; whether all were looked at.

        Newest issues first. Reads every text, some 10,000 a second.
        """
        hidden, told = self.left_out(tree), self._told()
        deadline = time.monotonic() + seconds
        found: list[str] = []
        for text in self._library.texts(items):
            if text.item not in hidden and matches(tree, record(text, told(text.item))):
                found.append(text.item)
            if time.monotonic() > deadline:
                return tuple(found), False
        return tuple(found), True

    def late(
        self, tree: Node | None, waiting: Mapping[str, int], most: int | None = None
    ) -> tuple[tuple[str, ...], int]:
        """Those of the items that the index lacks, given with their revisions, that the tree asks
        for, newest first; and how many could not be looked at.

        Each is read once, and no more than `most` of them now.
        """
        known = self._late
        self._late = late = {
            item: known[item] for item, since in waiting.items() if known.get(item, _NO)[0] == since
        }
        if not waiting:
            return (), 0
        missing = [item for item in waiting if item not in late]
        there = list(self._shelves.issues_of(missing)) if missing else []  # some may be deleted
        for text in self._library.texts(there[:most]):
            late[text.item] = waiting[text.item], record(text, {}), {}
        hidden = self.left_out(tree)
        told = self._told() if any(isinstance(n, Is | Tag | Note) for n in nodes(tree)) else None
        found = [
            (days(text.date) or (0, 0), item)
            for item, (_, text, read) in late.items()
            if item not in hidden
            and matches(tree, text if told is None else replace(text, **told(item)), read)
        ]
        if len(late) > _MOST_LATE:
            self._late = {}
        left = 0 if most is None else max(0, len(there) - most)
        found.sort(key=lambda dated: dated[0][::-1], reverse=True)
        return tuple(item for _, item in found), left

    def _told(self) -> Any:
        """A function from an item to what a person did to it, as a record's fields."""
        sets = {name: self.states(name) for name in STATES}
        notes = dict(self._state.notes())
        tags = [(tag, self._state.ids_where("tag", tag)) for tag, _ in self._state.tags()]

        def told(item: str) -> dict[str, Any]:
            return {
                "states": frozenset(name for name, ids in sets.items() if item in ids),
                "tags": tuple(tag for tag, ids in tags if item in ids),
                "note": notes.get(item, ""),
            }

        return told


def record(text: Text, told: dict[str, Any]) -> Record:
    """An item as a query sees it."""
    return Record(**fields(text), **told)


def fields(text: Text) -> dict[str, Any]:
    """What the index and the scan both take: the same words, so that both find the same items."""
    sources = (
        part
        for source in text.sources
        for part in (source.outlet, *source.authors, source.title)
        if part
    )
    # A link to an analysis is by whoever wrote the analysis.
    authors = (*text.authors, *(author for source in text.sources for author in source.authors))
    return {
        "title": text.title or "",
        "text": text.text,
        "section": text.section or "",
        "publication": text.publication or "",
        "sources": "\n".join(sources),
        "authors": "\n".join(dict.fromkeys(authors)),
        "entities": tuple(dict.fromkeys(part for entity in text.entities for part in entity)),
        "date": text.date,
    }
