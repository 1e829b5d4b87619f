"""What a person did: marks, tags, notes, the trash, places, and the log that takes acts back.

The only writer of `state.db`. Knows items and issues by their ids alone, never the library.
A change is a list of operations in JSON; carrying one out gives the change that takes it back.
"""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from crankreader.library.backup import (
    backup_before_migration,
    backup_if_due,
    restore_newest,
)
from crankreader.library.connections import (
    Connection,
    Connections,
    LibraryUnusable,
    connect,
)
from crankreader.library.schema import STATE, make_ready
from crankreader.model import Act, Place, counted

KEPT_ACTS = 500
KEPT_IN_TRASH = 30 * 24 * 3600.0
"""Seconds."""

_ALONG = "removed along"
Operation = list[Any]
"""[kind, …]: what `_CARRY_OUT` knows to do."""


class State:
    """`state.db`; each thread that asks has its own connection."""

    def __init__(self, path: Path, notice: str | None = None) -> None:
        self.path = path
        self.notice = notice
        """What a person should be told about opening it."""
        self._connections = Connections(lambda: connect(path))

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
        self, issues: Collection[str], along: Collection[str] = (), name: str = "removed {0}"
    ) -> Act:
        """Put issues into the trash, and with them, uncounted, the copies that lie under them."""
        now = round(time.time(), 3)
        change: list[Operation] = [
            ["removed", dict.fromkeys(issues, now)],
            [_ALONG, dict.fromkeys(along, now)],
        ]
        return self._act(name, "issue", change)

    def restore(self, issues: Collection[str]) -> Act:
        """Take issues out of the trash."""
        return self._act("restored {0}", "issue", [["removed", dict.fromkeys(issues)]])

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
            inverse, touched = _carried_out(db, change)
            if not inverse:
                return Act("changed nothing", 0)
            count = len(touched)
            said = name.format(counted(count, noun))
            db.execute("DELETE FROM acts WHERE undone = 1")
            db.execute(
                "INSERT INTO acts (at, name, changed, flips) VALUES (?, ?, ?, ?)",
                (time.time(), said, count, _compact(inverse)),
            )
            db.execute(
                "DELETE FROM acts WHERE number <= (SELECT max(number) FROM acts) - ?",
                (KEPT_ACTS,),
            )
            return Act(said, count)

    def _turn_over(self, which: str, undone: int) -> Act | None:
        with self._db.writing() as db:
            found = db.row(f"SELECT number, name, changed, flips FROM acts WHERE {which} LIMIT 1")
            if found is None:
                return None
            number, name, changed, flips = found
            inverse, _ = _carried_out(db, json.loads(flips))
            db.execute(
                "UPDATE acts SET undone = ?, flips = ? WHERE number = ?",
                (undone, _compact(inverse), number),
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

    def removed(self) -> frozenset[str]:
        """Issues in the trash."""
        return frozenset(issue for (issue,) in self._db.rows("SELECT issue FROM removed"))

    def long_removed(self, now: float) -> tuple[str, ...]:
        """Issues whose thirty days in the trash are over."""
        rows = self._db.rows("SELECT issue FROM removed WHERE at < ?", (now - KEPT_IN_TRASH,))
        return tuple(issue for (issue,) in rows)

    def forget_removed(self, issues: Iterable[str]) -> None:
        """The library no longer holds them, so the trash does not either."""
        with self._db.writing() as db:
            db.executemany("DELETE FROM removed WHERE issue = ?", [(issue,) for issue in issues])
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
            db.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?)", (key, _compact(value)))


def _make_ready(path: Path) -> None:
    make_ready(path, STATE, lambda: backup_before_migration(path))
    connection = connect(path)
    try:  # damage rarely spares the first page of every table
        for table in ("marks", "tags", "notes", "removed", "preferences", "acts", "revision"):
            connection.row(f"SELECT * FROM {table} LIMIT 1")
    finally:
        connection.close()


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


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


# Operations: each carries one out and gives the operation that takes it back (None when nothing
# changed) and the ids that changed.

_Outcome = tuple[Operation | None, Sequence[str]]


def _carried_out(db: Connection, change: list[Operation]) -> tuple[list[Operation], set[str]]:
    """The inverse of a change and the ids it touched."""
    inverse: list[Operation] = []
    touched: set[str] = set()
    db.execute("UPDATE revision SET number = number + 1")
    for kind, *values in change:
        back, ids = _CARRY_OUT[kind](db, kind, *values)
        if back is not None:
            inverse.insert(0, back)
            if kind != _ALONG:
                touched.update(ids)
    return inverse, touched


def _set_flag(db: Connection, flag: str, value: int, items: dict[str, list[str]]) -> _Outcome:
    """read or starred; a row with neither is no row."""
    among = _compact([item for group in items.values() for item in group])
    rows = db.rows(
        f"SELECT item FROM marks WHERE {flag} = 1 AND item IN (SELECT value FROM json_each(?))",
        (among,),
    )
    have = {item for (item,) in rows}
    changed: dict[str, list[str]] = {}
    for issue, group in items.items():
        fresh = [item for item in group if (item in have) != bool(value)]
        if fresh:
            changed[issue] = fresh
    if not changed:
        return None, ()
    ids = [item for group in changed.values() for item in group]
    if value:
        db.executemany(
            f"INSERT INTO marks (item, issue, {flag}) VALUES (?, ?, 1) "
            f"ON CONFLICT DO UPDATE SET {flag} = 1, issue = excluded.issue",
            [(item, issue) for issue, group in changed.items() for item in group],
        )
    else:
        these = "item IN (SELECT value FROM json_each(?))"
        db.execute(f"UPDATE marks SET {flag} = 0 WHERE {these}", (_compact(ids),))
        db.execute(
            f"DELETE FROM marks WHERE {these} AND read = 0 AND starred = 0", (_compact(ids),)
        )
    if flag == "read":
        _tally(db, {issue: len(group) * (2 * value - 1) for issue, group in changed.items()})
    return [flag, 1 - value, changed], ids


def _tally(db: Connection, changes: Mapping[str, int]) -> None:
    """Write by how much the read items of issues changed, for those who keep sums."""
    db.executemany(
        "INSERT INTO tallies SELECT number, ?, ? FROM revision"
        " WHERE true ON CONFLICT DO UPDATE SET change = change + excluded.change",
        changes.items(),
    )
    db.execute(
        "DELETE FROM tallies WHERE revision < (SELECT number FROM revision) - ?", (KEPT_ACTS,)
    )


def _set_tag(db: Connection, kind: str, tag: str, value: int, items: list[str]) -> _Outcome:
    rows = db.rows(
        "SELECT item FROM tags WHERE tag = ? AND item IN (SELECT value FROM json_each(?))",
        (tag, _compact(items)),
    )
    have = {item for (item,) in rows}
    changed = [item for item in items if (item in have) != bool(value)]
    if not changed:
        return None, ()
    sql = (
        "INSERT INTO tags VALUES (?, ?)" if value else "DELETE FROM tags WHERE (item, tag) = (?, ?)"
    )
    db.executemany(sql, [(item, tag) for item in changed])
    return [kind, tag, 1 - value, changed], changed


def _set_note(db: Connection, kind: str, notes: dict[str, str | None]) -> _Outcome:
    return _set_values(db, kind, ("notes", "item", "text"), notes)


def _set_removed(db: Connection, kind: str, issues: dict[str, float | None]) -> _Outcome:
    """An issue that is in the trash keeps the day it came there."""
    if any(issues.values()):
        there = {issue for (issue,) in db.rows("SELECT issue FROM removed")}
        issues = {issue: at for issue, at in issues.items() if issue not in there}
    return _set_values(db, kind, ("removed", "issue", "at"), issues)


def _set_values(
    db: Connection, kind: str, column: tuple[str, str, str], values: Mapping[str, Any]
) -> _Outcome:
    """Set, or with None delete, one value a key."""
    table, key, name = column
    rows = db.rows(
        f"SELECT {key}, {name} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))",
        (_compact(list(values)),),
    )
    before = dict(rows)
    changed = {id: value for id, value in values.items() if before.get(id) != value}
    if not changed:
        return None, ()
    db.executemany(f"DELETE FROM {table} WHERE {key} = ?", [(id,) for id in changed])
    db.executemany(
        f"INSERT INTO {table} ({key}, {name}) VALUES (?, ?)",
        [(id, value) for id, value in changed.items() if value is not None],
    )
    return [kind, {id: before.get(id) for id in changed}], tuple(changed)


_CARRY_OUT: dict[str, Callable[..., _Outcome]] = {
    "read": _set_flag,
    "starred": _set_flag,
    "tag": _set_tag,
    "note": _set_note,
    "removed": _set_removed,
    _ALONG: _set_removed,
}
