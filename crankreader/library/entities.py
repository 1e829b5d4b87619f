"""Who and what the texts of a library name, by the mentions that are kept. Reads only.

Every question is answered by a few looks into one index, however large the library is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crankreader.library import rows
from crankreader.library.connections import Connection, Connections

MOST = 1000
"""Mentions that are counted of one entity where a rough number will do."""


class Entities:
    """The entities that one library names."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def _db(self) -> Connection:
        return self._connections.here

    def called(self, entity: str) -> tuple[str, ...]:
        """What it is called, and then the words that texts have for it, the usual ones first."""
        found = self._db.rows(
            "SELECT name, text, count(*) FROM (SELECT name, text FROM mentions WHERE entity = ?"
            " LIMIT ?) GROUP BY name, text ORDER BY count(*) DESC, length(text) DESC, text",
            (entity, MOST),
        )
        names = [name or text for name, text, _ in found]
        return tuple(dict.fromkeys([*names[:1], *(text for _, text, _ in found)]))

    def tally(self, entities: Iterable[str], most: int = MOST) -> dict[str, int]:
        """How often each is named, up to `most`; those alone that are."""
        found = self._db.rows(
            "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM mentions"
            " WHERE entity = asked.value LIMIT ?)) AS times"
            " FROM json_each(?) AS asked WHERE times > 0",
            (most, rows.json(list(entities))),
        )
        return dict(found)

    def beginning(self, begun: Collection[str], limit: int) -> tuple[str, ...]:
        """Ids that begin with one of these, at most `limit` for each."""
        found: list[str] = []
        for start in begun:
            at, end = start, start + "\U0010ffff"
            for number in range(limit):
                # From one id to the next there is one look into the index, not all mentions.
                sign = ">" if number else ">="
                at = self._db.value(
                    f"SELECT min(entity) FROM mentions WHERE entity {sign} ? AND entity < ?",
                    (at, end),
                )
                if at is None:
                    break
                found.append(at)
        return tuple(found)
