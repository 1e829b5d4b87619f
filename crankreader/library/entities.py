"""Who and what the texts of a library name, by the mentions that are kept. Reads only.

A list of all items that name somebody is as long as it is; everything else is answered by a few
looks into one index, however large the library is.
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

    def items(self, entity: str, counted: str) -> list[tuple[str, str, int]]:
        """(item, its issue, mentions) of all that name it, newest first; `counted`, a condition
        on `i`, says which issues do.
        """
        return self._db.rows(
            "SELECT t.id, t.issue, n.times FROM"
            " (SELECT item, count(*) AS times FROM mentions WHERE entity = ? GROUP BY item) AS n"
            " CROSS JOIN items AS t ON t.number = n.item CROSS JOIN issues AS i ON i.id = t.issue"
            f" WHERE {counted} ORDER BY i.place DESC, i.id DESC, t.position",
            (entity,),
        )

    def seen(self, entity: str, counted: str, limit: int) -> list[tuple[str, int]]:
        """(words, how often they stand for it), the usual ones first."""
        return self._db.rows(
            "SELECT m.text, count(*) FROM mentions AS m CROSS JOIN items AS t ON t.number = m.item"
            " CROSS JOIN issues AS i ON i.id = t.issue"
            f" WHERE m.entity = ? AND {counted} GROUP BY m.text ORDER BY 2 DESC, 1 LIMIT ?",
            (entity, limit),
        )

    def companions(self, items: Collection[str], entity: str, limit: int) -> list[tuple[str, int]]:
        """(id, in how many of these items) of whom else they name, the frequent ones first."""
        return self._db.rows(
            "SELECT m.entity, count(DISTINCT m.item) FROM json_each(?) AS asked"
            " CROSS JOIN items AS t ON t.id = asked.value"
            " CROSS JOIN mentions AS m ON m.item = t.number"
            " WHERE m.entity IS NOT NULL AND m.entity <> ?"
            " GROUP BY m.entity ORDER BY 2 DESC, 1 LIMIT ?",
            (rows.json(list(items)), entity, limit),
        )

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
