"""Which names each issue was tagged with, and its mentions made anew when they are others.

Keeps what a person's list of names meant at the time, so that a change of it can be told from
what it leaves alone. Knows no recogniser: versions and lists are texts here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from crankreader.library import rows, writing
from crankreader.library.connections import Connection, Connections
from crankreader.model import Marked


class Tagger(NamedTuple):
    """What mentions were made by."""

    rules: str = ""
    """Version of the rules and of the program's own names."""
    own: str = ""
    """Version of the person's list; "" for none."""
    body: str = ""
    """What that list means."""


NOBODY = Tagger()


class Tagging:
    """The taggers of the issues of one library."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def _db(self) -> Connection:
        return self._connections.here

    def stale(self, tagger: Tagger) -> dict[str, Tagger]:
        """The issues that another tagger made the mentions of, newest first, and which one."""
        found = self._db.rows(
            "SELECT i.id, coalesce(t.rules, ''), coalesce(t.own, ''), coalesce(l.body, '')"
            " FROM issues AS i LEFT JOIN taggers AS t ON t.issue = i.id"
            " LEFT JOIN name_lists AS l ON l.version = t.own"
            " WHERE (t.rules, t.own) IS NOT (?, ?) ORDER BY i.place DESC, i.id DESC",
            (tagger.rules, tagger.own),
        )
        return {issue: Tagger(*made_by) for issue, *made_by in found}

    def usual_list(self) -> str:
        """What the list means by which most issues are tagged."""
        found = self._db.value(
            "SELECT body FROM name_lists WHERE version ="
            " (SELECT own FROM taggers GROUP BY own ORDER BY count(*) DESC LIMIT 1)"
        )
        return found or ""

    def naming(self, entities: Collection[str]) -> frozenset[str]:
        """The issues that name one of these entities."""
        found = self._db.rows(
            "SELECT DISTINCT t.issue FROM json_each(?) AS asked CROSS JOIN mentions AS m"
            " ON m.entity = asked.value CROSS JOIN items AS t ON t.number = m.item",
            (rows.json(list(entities)),),
        )
        return frozenset(issue for (issue,) in found)

    def words(self, issues: Collection[str]) -> Iterator[tuple[str, str]]:
        """(issue, words) of the items of these issues; the words with what surrounds them in the
        table: enough to see that a name does not stand there.
        """
        found = self._db.execute(
            "SELECT issue, coalesce(title, '') || ' ' || body FROM items"
            " WHERE issue IN (SELECT value FROM json_each(?))",
            (rows.json(list(issues)),),
        )
        return ((issue, text) for issue, text in found)

    def retag(self, issue: str, marked: Mapping[str, Marked], tagger: Tagger) -> bool:
        """Put these mentions in place of an issue's; whether that changed any.

        What changed waits for the index.
        """
        with self._connections.here.writing() as db:
            changed = [
                id
                for (id,) in db.rows("SELECT id FROM items WHERE issue = ?", (issue,))
                if rows.marked(db, id) != marked.get(id, Marked())
            ]
            for id in changed:
                number = db.value("SELECT number FROM items WHERE id = ?", (id,))
                db.execute("DELETE FROM mentions WHERE item = ?", (number,))
                writing.insert_mentions(db, number, marked.get(id, Marked()))
            if changed:
                writing.enqueue(db, changed)
            _keep(db, [issue], tagger)
        return bool(changed)

    def keep(self, issues: Iterable[str], tagger: Tagger) -> None:
        """Say that this tagger would have made the same mentions of these issues."""
        with self._connections.here.writing() as db:
            _keep(db, issues, tagger)

    def forget_lists(self) -> None:
        """Drop the lists by which no issue is tagged any more."""
        with self._connections.here.writing() as db:
            db.execute("DELETE FROM name_lists WHERE version NOT IN (SELECT own FROM taggers)")


def keep(db: Connection, issue: str, tagger: Tagger) -> None:
    """Note what the mentions of an issue were made by, in a transaction that was begun."""
    _keep(db, [issue], tagger)


def _keep(db: Connection, issues: Iterable[str], tagger: Tagger) -> None:
    if tagger.own:
        db.execute("INSERT OR IGNORE INTO name_lists VALUES (?, ?)", (tagger.own, tagger.body))
    db.executemany(
        "INSERT OR REPLACE INTO taggers VALUES (?, ?, ?)",
        [(issue, tagger.rules, tagger.own) for issue in issues],
    )
