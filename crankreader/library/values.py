"""Which values the fields of a query have in one library, the frequent ones first. Reads only.

Going through 100,000 items takes up to 0.4 s, so a field is gone through once and kept until
something changes it; who waits for a key asks from another thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from crankreader.library.shelves import Shelves
from crankreader.library.state import State
from crankreader.library.store import Library
from crankreader.query import fold, key

_SQL = {
    "section": "SELECT title, count(*) FROM sections WHERE title IS NOT NULL GROUP BY 1",
    "source": "SELECT outlet, count(*) FROM sources WHERE outlet IS NOT NULL GROUP BY 1"
    " UNION ALL SELECT a.value, count(*) FROM sources, json_each(sources.authors) AS a GROUP BY 1",
    "author": "SELECT a.value, count(*) FROM items, json_each(items.body, '$.authors') AS a"
    " GROUP BY 1 UNION ALL"
    " SELECT a.value, count(*) FROM sources, json_each(sources.authors) AS a GROUP BY 1",
    "date": "SELECT substr(coalesce(date, period), 1, 7), count(*) FROM issues GROUP BY 1"
    " UNION ALL SELECT substr(date, 1, 7), count(*) FROM items WHERE date IS NOT NULL GROUP BY 1",
}
FIELDS = ("publication", *_SQL, "tag")
"""The fields whose values stand in a library as such."""


class _Value(NamedTuple):
    text: str
    folded: str
    """Its words as they are compared, with a blank before, between and after them."""


class Values:
    """The values of one library and its state."""

    def __init__(self, library: Library, shelves: Shelves, state: State) -> None:
        self._library = library
        self._shelves = shelves
        self._state = state
        self._turn = Lock()
        self._kept: dict[str, tuple[tuple[int, int], list[_Value]]] = {}

    def beginning(self, name: str, begun: str) -> list[str]:
        """Values of a field that begin so, without regard to case and accents; then those with
        a further word that does. KeyError where the field is none of FIELDS.
        """
        start = _folded(name, begun)
        if begun and not begun[-1].isspace():
            start = start.rstrip()
        there = [value for value in self._of(name) if start in value.folded]
        first = [value.text for value in there if value.folded.startswith(start)]
        return [*first, *(value.text for value in there if not value.folded.startswith(start))]

    def _of(self, name: str) -> list[_Value]:
        with self._turn:
            # What a person did changes tags, and by the trash and by names publications.
            follows = self._state.revision if name in ("publication", "tag") else 0
            stamp = (self._library.revision, follows)
            if name not in self._kept or self._kept[name][0] != stamp:
                self._kept[name] = (stamp, _in_order(name, self._read(name)))
            return self._kept[name][1]

    def _read(self, name: str) -> Iterable[tuple[str | None, int]]:
        if name == "publication":
            samples = self._shelves.shows_samples()
            rows = self._shelves.publications()
            return [(row.name, row.items) for row in rows if row.is_sample == samples]
        if name == "tag":
            return self._state.tags()
        return self._library.db.rows(_SQL[name])


def _in_order(name: str, found: Iterable[tuple[str | None, int]]) -> list[_Value]:
    """Each value once, in its most frequent spelling; times of all its spellings count.

    The frequent ones first, but months newest first.
    """
    times: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for text, count in sorted(found, key=lambda row: -row[1]):
        folded = _folded(name, text or "")
        times[folded] = times.get(folded, 0) + count
        spelled.setdefault(folded, text or "")
    order = sorted(times, key=lambda folded: (-times[folded], folded))
    if name == "date":
        order = sorted(times, reverse=True)
    return [_Value(spelled[folded], folded) for folded in order if folded.strip()]


def _folded(name: str, text: str) -> str:
    """A value as it is compared: by its words; a tag by all its signs."""
    compared = " ".join(fold(text).split()) if name == "tag" else key(text)
    return f" {compared} " if compared else " "
