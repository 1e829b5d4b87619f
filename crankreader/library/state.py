"""What a person did: marks, tags, notes, the trash, places, and the log that takes acts back.

The only writer of `state.db`. Knows items and issues by their ids alone, never the library.
What is followed, and when it was last looked at, is for `origins`; how searches are kept, for
`searches`.
"""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from crankreader.library.backup import (
    backup_before_migration,
    backup_if_due,
    restore_newest,
)
from crankreader.library.changes import (
    ALONG,
    KEPT_ACTS,
    NOW,
    Operation,
    Outside,
    carried_out,
    compact,
)
from crankreader.library.connections import (
    Connection,
    Connections,
    LibraryUnusable,
    connect,
)
from crankreader.library.origins import Origins, values_of
from crankreader.library.schema import STATE, make_ready
from crankreader.library.searches import Searches, key_of, value_of
from crankreader.model import Act, Feed, Place, SavedSearch, counted

KEPT_IN_TRASH = 30 * 24 * 3600.0
"""Seconds."""

_NAME_OF = "publication.name "
"""Before the key of a publication: the preference that holds the name a person gave it."""


_TABLES = (
    "marks", "tags", "notes", "removed", "preferences", "acts", "revision", "feeds", "directories",
)  # fmt: skip


class State:
    """`state.db`; each thread that asks has its own connection."""

    def __init__(self, path: Path, notice: str | None = None) -> None:
        self.path = path
        self.notice = notice
        """What a person should be told about opening it."""
        self.outside: Outside = {}
        """Who carries out what acts change outside of the database."""
        self._connections = Connections(lambda: connect(path))
        self.origins = Origins(self._connections)
        self.searches = Searches(self._connections)

    @classmethod
    def open(cls, path: Path) -> State:
        """Make, migrate or restore the file. Raises LibraryUnusable."""
        notice = None
        try:
            _make_ready(path)
        except LibraryUnusable as error:
            if not error.damaged:
                raise
            notice = restore_newest(path)
            _make_ready(path)
        return cls(path, notice)

    def close(self) -> None:
        self._connections.close()

    def restore_backup(self) -> str:
        """Put the newest whole backup in place of a damaged file; what was done."""
        self._connections.reopen()
        said = restore_newest(self.path)
        _make_ready(self.path)
        return said

    def back_up(self, today: datetime.date) -> Path | None:
        """Make today's backup unless it is there."""
        return backup_if_due(self.path, today)

    @property
    def _db(self) -> Connection:
        return self._connections.here

    @property
    def revision(self) -> int:
        """Another number after every act, whoever did it."""
        return int(self._db.value("SELECT number FROM revision"))

    # Acts

    def mark(
        self,
        items: Mapping[str, str],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        tag: str | None = None,
        untag: str | None = None,
        note: str | None = None,
    ) -> Act:
        """Mark items, given with the issue each is of; an empty note takes the note away."""
        change: list[Operation] = []
        names: list[str] = []
        if read is not None:
            change.append(["read", int(read), _by_issue(items)])
            names.append("marked {0} read" if read else "marked {0} unread")
        if starred is not None:
            change.append(["starred", int(starred), _by_issue(items)])
            names.append("starred {0}" if starred else "unstarred {0}")
        if tag is not None:
            change.append(["tag", tag, 1, list(items)])
            names.append(f"tagged {{0}} “{_braced(tag)}”")
        if untag is not None:
            change.append(["tag", untag, 0, list(items)])
            names.append(f"took the tag “{_braced(untag)}” off {{0}}")
        if note is not None:
            change.append(["note", dict.fromkeys(items, note or None)])
            names.append("noted {0}" if note else "took the note off {0}")
        return self._act(_listed(names), "item", change)

    def remove(
        self,
        issues: Collection[str],
        along: Collection[str] = (),
        name: str = "removed {0}",
        feeds: Collection[str] = (),
    ) -> Act:
        """Put issues into the trash, and with them, uncounted, the copies that lie under them;
        follow their feeds no more.
        """
        now = round(time.time(), 3)
        change: list[Operation] = [
            ["removed", dict.fromkeys(issues, now)],
            [ALONG["issue"], dict.fromkeys(along, now)],
            [ALONG["feed"], dict.fromkeys(feeds)],
        ]
        return self._act(name, "issue", change)

    def subscribe(self, feeds: Iterable[Feed]) -> Act:
        """Follow feeds, given with safe addresses; those that are followed stay as they are."""
        known = {feed.url for feed in self.origins.feeds()}
        now = round(time.time(), 3)
        fresh = {feed.url: values_of(feed, now) for feed in feeds if feed.url not in known}
        return self._act("subscribed to {0}", "feed", [["followed", fresh]])

    def unsubscribe(self, urls: Collection[str]) -> Act:
        """Follow feeds no more; what came of them stays."""
        return self._act("unsubscribed from {0}", "feed", [["followed", dict.fromkeys(urls)]])

    def restore(self, issues: Collection[str]) -> None:
        """Take issues out of the trash: part of adding them again, and no act by itself."""
        with self._db.writing() as db:
            carried_out(db, [["removed", dict.fromkeys(issues)]])

    def record_added(self, issues: Collection[str]) -> Act:
        """Remember that these issues came in: to undo that is to put them into the trash."""
        if not issues:
            return Act("changed nothing", 0)
        said = f"added {counted(len(issues), 'document')}"
        with self._db.writing() as db:
            _log(db, Act(said, len(issues)), [["removed", dict.fromkeys(issues, NOW)]])
        return Act(said, len(issues))

    def name_publications(self, names: Mapping[str, str | None], said: str) -> Act:
        """Give the publications with these keys names of a person's own; None takes one away."""
        values = {
            _NAME_OF + key: None if name is None else compact(name) for key, name in names.items()
        }
        return self._act(_braced(said), "publication", [["preference", values]])

    def keep_searches(self, searches: Mapping[str, SavedSearch | None], said: str) -> Act:
        """Save searches, given by their names; None forgets one."""
        values = {
            key_of(name): None if search is None else value_of(search)
            for name, search in searches.items()
        }
        return self._act(_braced(said), "search", [["preference", values]])

    def correct(self, edits: Sequence[Any], said: str) -> Act:
        """Change the person's list of names, which is a file of its own."""
        return self._act(_braced(said), "name", [["names", edits]])

    def publication_names(self) -> dict[str, str]:
        """Key of a publication → the name a person gave it."""
        rows = self._db.rows(
            "SELECT key, value FROM preferences WHERE key BETWEEN ? AND ?",
            (_NAME_OF, _NAME_OF + "\U0010ffff"),
        )
        return {key.removeprefix(_NAME_OF): json.loads(value) for key, value in rows}

    def undo(self) -> Act | None:
        """Take the last act back, of whichever session; None when there is none."""
        return self._turn_over("undone = 0 ORDER BY number DESC", 1)

    def redo(self) -> Act | None:
        """Do again what was last taken back."""
        return self._turn_over("undone = 1 ORDER BY number", 0)

    def _act(self, name: str, noun: str, change: list[Operation]) -> Act:
        # What was typed is lost for good, a mark is a key.
        is_typed = any(operation[0] == "note" for operation in change)
        with self._db.writing(durably=is_typed) as db:
            inverse, touched = carried_out(db, change, self.outside)
            if not inverse:
                return Act("changed nothing", 0)
            act = Act(name.format(counted(len(touched), noun)), len(touched))
            _log(db, act, inverse)
            return act

    def _turn_over(self, which: str, undone: int) -> Act | None:
        with self._db.writing() as db:
            found = db.row(f"SELECT number, name, changed, flips FROM acts WHERE {which} LIMIT 1")
            if found is None:
                return None
            number, name, changed, flips = found
            inverse, _ = carried_out(db, json.loads(flips), self.outside)
            db.execute(
                "UPDATE acts SET undone = ?, flips = ? WHERE number = ?",
                (undone, compact(inverse), number),
            )
            return Act(name, changed)

    # What was done

    def note(self, item: str) -> str | None:
        found: str | None = self._db.value("SELECT text FROM notes WHERE item = ?", (item,))
        return found

    def notes(self) -> tuple[tuple[str, str], ...]:
        """(item, note) of all that are noted."""
        return tuple(self._db.rows("SELECT item, text FROM notes"))

    def tags(self) -> tuple[tuple[str, int], ...]:
        """(tag, items) of all tags, by name."""
        return tuple(self._db.rows("SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY tag"))

    def ids_where(self, state: str, value: str | None = None) -> frozenset[str]:
        """Items that are read, starred, tagged, noted, or bear the tag `value`."""
        sql = {
            "read": "SELECT item FROM marks WHERE read = 1",
            "starred": "SELECT item FROM marks WHERE starred = 1",
            "tagged": "SELECT DISTINCT item FROM tags",
            "noted": "SELECT item FROM notes",
            "tag": "SELECT item FROM tags WHERE tag = ?",
        }[state]
        values = () if value is None else (value,)
        return frozenset(item for (item,) in self._db.rows(sql, values))

    def issues_marked_since(self, revision: int) -> frozenset[str] | None:
        """Issues of which items were marked read or unread after this revision; None where that
        is no longer known.
        """
        now, oldest = self._db.row(
            "SELECT (SELECT number FROM revision), (SELECT min(revision) FROM tallies)"
        )
        if not (oldest or now) - 1 <= revision <= now:
            return None
        rows = self._db.rows("SELECT DISTINCT issue FROM tallies WHERE revision > ?", (revision,))
        return frozenset(issue for (issue,) in rows)

    def read_of(self, issues: Collection[str]) -> frozenset[str]:
        """The items of these issues that are read."""
        rows = self._db.rows(
            "SELECT item FROM marks WHERE read = 1 AND issue IN (SELECT value FROM json_each(?))",
            (compact(list(issues)),),
        )
        return frozenset(item for (item,) in rows)

    def removed(self) -> frozenset[str]:
        """Issues in the trash."""
        return frozenset(issue for (issue,) in self._db.rows("SELECT issue FROM removed"))

    def long_removed(self, now: float) -> tuple[str, ...]:
        """Issues whose thirty days in the trash are over."""
        rows = self._db.rows("SELECT issue FROM removed WHERE at < ?", (now - KEPT_IN_TRASH,))
        return tuple(issue for (issue,) in rows)

    def is_dismissed(self, issue: str) -> bool:
        """Whether a person removed it, be it in the trash still or no more."""
        return bool(
            self._db.value(
                "SELECT EXISTS (SELECT 1 FROM removed WHERE issue = ?1)"
                " OR EXISTS (SELECT 1 FROM dismissed WHERE issue = ?1)",
                (issue,),
            )
        )

    def welcome(self, issues: Iterable[str]) -> None:
        """A person wants these after all: they are dismissed no more."""
        with self._db.writing() as db:
            db.executemany("DELETE FROM dismissed WHERE issue = ?", [(one,) for one in issues])

    def forget_removed(self, issues: Iterable[str]) -> None:
        """The library no longer holds them, so the trash does not either; they are dismissed."""
        with self._db.writing() as db:
            gone = [(issue,) for issue in issues]
            db.executemany("DELETE FROM removed WHERE issue = ?", gone)
            db.executemany("INSERT OR IGNORE INTO dismissed VALUES (?)", gone)
            db.execute("UPDATE revision SET number = number + 1")

    # Where a person is

    def offset(self, item: str) -> int:
        found = self._db.value("SELECT offset FROM positions WHERE item = ?", (item,))
        return found or 0

    def keep_offset(self, item: str, offset: int) -> None:
        """Remember the character of an item's text that stood on the first line."""
        with self._db.writing() as db:
            db.execute(
                "INSERT INTO positions VALUES (?, ?) ON CONFLICT DO UPDATE SET offset = ?",
                (item, offset, offset),
            )

    def place(self) -> Place:
        found = self._db.row("SELECT issue, item FROM places WHERE name = 'reading'")
        return Place(*found) if found else Place()

    def keep_place(self, place: Place) -> None:
        with self._db.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO places VALUES ('reading', ?, ?)", (place.issue, place.item)
            )

    def preference(self, key: str, default: Any = None) -> Any:
        found = self._db.value("SELECT value FROM preferences WHERE key = ?", (key,))
        return default if found is None else json.loads(found)

    def keep_preference(self, key: str, value: Any) -> None:
        """Remember anything that JSON can hold."""
        with self._db.writing() as db:
            db.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?)", (key, compact(value)))


def _make_ready(path: Path) -> None:
    make_ready(path, STATE, lambda: backup_before_migration(path))
    connection = connect(path)
    try:  # damage rarely spares the first page of every table
        for table in (
            "marks",
            "tags",
            "notes",
            "removed",
            "preferences",
            "acts",
            "feeds",
            "revision",
        ):
            connection.row(f"SELECT * FROM {table} LIMIT 1")
    finally:
        connection.close()


def _log(db: Connection, act: Act, flips: list[Operation]) -> None:
    """Make it the last act; what was undone before cannot be done again."""
    db.execute("DELETE FROM acts WHERE undone = 1")
    db.execute(
        "INSERT INTO acts (at, name, changed, flips) VALUES (?, ?, ?, ?)",
        (time.time(), act.name, act.changed, compact(flips)),
    )
    db.execute("DELETE FROM acts WHERE number <= (SELECT max(number) FROM acts) - ?", (KEPT_ACTS,))


def _by_issue(items: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for item, issue in items.items():
        grouped.setdefault(issue, []).append(item)
    return grouped


def _listed(names: Sequence[str]) -> str:
    """ "one, two and three"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _braced(tag: str) -> str:
    """A tag inside a name that is formatted later."""
    return tag.replace("{", "{{").replace("}", "}}")
