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


def _key(path: str, member: str | None) -> bytes:
    """A path, or one member of the file there: no path holds a NUL."""
    return path_bytes(path) + (b"" if member is None else b"\0" + path_bytes(member))


class Reports:
    """The troubles of one library."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, report: Report) -> None:
        """Remember a trouble, or that there is none any more."""
        here = _key(report.path, report.member)
        # A file of which a part was read is none that cannot be read at all.
        settled = (here, _key(report.path, None))
        is_trouble = report.status in ("failed", "partial")
        # What came in only in part has not got better by being seen again.
        solved = "path IN (?, ?)"
        if report.status == "unchanged":
            solved += " AND body ->> '$.status' = 'failed'"
        if not is_trouble and not self._connections.here.row(
            f"SELECT 1 FROM reports WHERE {solved} LIMIT 1", settled
        ):
            return
        with self._connections.here.writing() as db:
            db.execute(f"DELETE FROM reports WHERE {solved}", settled)
            if is_trouble:
                body = rows.json(report._asdict())
                db.execute("INSERT INTO reports VALUES (?, ?, ?)", (here, time.time(), body))
                db.execute(
                    "DELETE FROM reports WHERE path IN"
                    " (SELECT path FROM reports ORDER BY at DESC LIMIT -1 OFFSET ?)",
                    (KEPT,),
                )

    def forget(self, path: str, member: str | None = None) -> bool:
        """Say no more of what lies at this path, or of one member of it; whether anything was."""
        first, last = (None, "\U0010ffff") if member is None else (member, member)
        with self._connections.here.writing() as db:
            gone = db.execute(
                "DELETE FROM reports WHERE path = ? OR path BETWEEN ? AND ?",
                (_key(path, first), _key(path, first or ""), _key(path, last)),
            )
            return gone.rowcount > 0

    def __len__(self) -> int:
        return int(self._connections.here.value("SELECT count(*) FROM reports"))

    def newest_first(self) -> tuple[Report, ...]:
        found = self._connections.here.rows("SELECT body FROM reports ORDER BY at DESC")
        return tuple(Report(**rows.from_json(body)) for (body,) in found)
