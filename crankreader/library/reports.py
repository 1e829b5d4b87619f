"""What could not be taken in, or only in part: the last word on each path.

Knows reports as they are handed in; no document and no parser.
"""

from __future__ import annotations

import time

from crankreader.library import rows
from crankreader.library.connections import Connections
from crankreader.library.writing import path_bytes
from crankreader.model import Report

KEPT = 5000


class Reports:
    """The troubles of one library."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, report: Report) -> None:
        """Remember a trouble, or that there is none any more."""
        path = path_bytes(report.path)
        is_trouble = report.status in ("failed", "partial")
        known = self._connections.here.row("SELECT 1 FROM reports WHERE path = ?", (path,))
        if not is_trouble and known is None:
            return
        with self._connections.here.writing() as db:
            db.execute("DELETE FROM reports WHERE path = ?", (path,))
            if is_trouble:
                body = rows.json(report._asdict())
                db.execute("INSERT INTO reports VALUES (?, ?, ?)", (path, time.time(), body))
                db.execute(
                    "DELETE FROM reports WHERE path IN"
                    " (SELECT path FROM reports ORDER BY at DESC LIMIT -1 OFFSET ?)",
                    (KEPT,),
                )

    def forget(self, path: str) -> bool:
        """Say no more of this path; whether anything was said of it."""
        with self._connections.here.writing() as db:
            gone = db.execute("DELETE FROM reports WHERE path = ?", (path_bytes(path),))
            return gone.rowcount > 0

    def __len__(self) -> int:
        return int(self._connections.here.value("SELECT count(*) FROM reports"))

    def newest_first(self) -> tuple[Report, ...]:
        found = self._connections.here.rows("SELECT body FROM reports ORDER BY at DESC")
        return tuple(Report(**rows.from_json(body)) for (body,) in found)
