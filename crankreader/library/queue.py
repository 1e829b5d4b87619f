"""Items that wait for the index. They are put here in the transaction that changes them.

Knows ids alone: not what they are, nor how an index takes them in.
"""

from __future__ import annotations

from collections.abc import Mapping

from crankreader.library.connections import Connections


class Queue:
    """What the index does not know yet of one library."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def __len__(self) -> int:
        return int(self._connections.here.value("SELECT count(*) FROM queue"))

    def waiting(self, limit: int = -1) -> dict[str, int]:
        """Items whose texts the index does not have, or has and should not, and since when."""
        db = self._connections.here
        return dict(db.rows("SELECT item, revision FROM queue LIMIT ?", (limit,)))

    def clear(self, items: Mapping[str, int]) -> None:
        """The index has taken these in, as they were when `waiting` gave them."""
        with self._connections.here.writing() as db:
            db.executemany("DELETE FROM queue WHERE (item, revision) = (?, ?)", items.items())
