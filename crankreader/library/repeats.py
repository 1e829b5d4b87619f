"""What is known to stand in issue after issue of a publication, and which issues to compare.

Keeps lines as they are handed in. Knows no document, nor how a line is found to repeat.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from crankreader.library import rows
from crankreader.library.connections import Connections

FEWEST = 3
"""Issues without which nothing repeats."""
LOOKED_AT = 12
"""Neighbouring issues that are compared with one another."""

Times = tuple[int, int]
"""In how many of how many issues a line stands."""


class Repeats:
    """The lines of one library that repeat."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def of(self, publication: str, *, sample: bool) -> dict[str, Times]:
        """By the publication's key; lines as whoever found them wrote them."""
        found = self._connections.here.rows(
            "SELECT line, times, among FROM repeats WHERE publication_key = ? AND sample = ?",
            (publication, sample),
        )
        return {line: (times, among) for line, times, among in found}

    def keep(self, publication: str, lines: Mapping[str, Times], *, sample: bool) -> None:
        """Know these lines from now on; what is known already stays as it is."""
        with self._connections.here.writing() as db:
            db.executemany(
                "INSERT OR IGNORE INTO repeats VALUES (?, ?, ?, ?, ?)",
                [(publication, sample, line, *times) for line, times in lines.items()],
            )

    def publications_of(self, issues: Collection[str]) -> dict[tuple[str, bool], set[str]]:
        """These issues by the key of their publication and whether they are samples."""
        found: dict[tuple[str, bool], set[str]] = {}
        for issue, key, sample in self._connections.here.rows(
            "SELECT id, publication_key, sample FROM issues"
            " WHERE id IN (SELECT value FROM json_each(?)) AND publication_key NOT LIKE 'issue:%'",
            (rows.json(sorted(issues)),),
        ):
            found.setdefault((key, bool(sample)), set()).add(issue)
        return found

    def around(
        self, publication: str, issues: Collection[str], *, sample: bool
    ) -> list[Sequence[str]]:
        """Runs of neighbouring issues, oldest first, in which these stand; no copies, no trash."""
        found = self._connections.here.rows(
            "SELECT id FROM issues WHERE publication_key = ? AND sample = ? AND copy_of IS NULL"
            " AND id NOT IN (SELECT issue FROM state.removed) ORDER BY substr(place, 1, 10), id",
            (publication, sample),
        )
        ids = [id for (id,) in found]
        if len(ids) < FEWEST:
            return []
        places = [place for place, id in enumerate(ids) if id in issues]
        return [ids[start : start + LOOKED_AT] for start in _starts(places, len(ids))]

    def treasured(self, issue: str) -> frozenset[str]:
        """Its items that a person starred, tagged or noted."""
        found = self._connections.here.rows(
            "SELECT item FROM state.marks WHERE issue = ? AND starred = 1"
            " UNION SELECT id FROM items WHERE issue = ? AND"
            " (id IN (SELECT item FROM state.tags) OR id IN (SELECT item FROM state.notes))",
            (issue, issue),
        )
        return frozenset(item for (item,) in found)


def _starts(places: Sequence[int], count: int) -> Iterator[int]:
    """Where runs begin so that each of these places has its neighbours on both sides in one."""
    half, last = LOOKED_AT // 2, max(0, count - LOOKED_AT)
    wanted = sorted({min(max(0, place - half), last) for place in places})
    if not wanted:
        return
    yield wanted[0]
    begun = wanted[0]
    for start, following in pairwise([*wanted, wanted[-1] + LOOKED_AT]):
        # A run may begin half a run after the last one, and no place is left without one.
        if start > begun and (following - begun > half):
            begun = start
            yield start
