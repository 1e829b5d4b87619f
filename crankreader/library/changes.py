"""Changes of `state.db` that can be taken back, as data.

A change is a list of operations in JSON; carrying one out gives the change that takes it back.
The hands of `state`: every function writes inside a transaction that `state` has begun.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from crankreader.library.connections import Connection
from crankreader.library.origins import FEED_COLUMNS

KEPT_ACTS = 500
ALONG = {"issue": "removed along", "feed": "followed along"}
"""Operations whose ids no act counts."""
NOW = "now"
"""In place of a time: when the operation is carried out, however long after the act that is."""
Operation = list[Any]
"""[kind, …]: what `_CARRY_OUT` knows to do."""
_Outcome = tuple[Operation | None, Sequence[str]]


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


Outside = Mapping[str, Callable[[Sequence[Any]], list[Any]]]
"""Operations on what is no database: kind → what carries edits out and gives their inverse."""


def carried_out(
    db: Connection, change: list[Operation], outside: Outside = MappingProxyType({})
) -> tuple[list[Operation], set[str]]:
    """The inverse of a change and the ids it touched."""
    inverse: list[Operation] = []
    touched: set[str] = set()
    db.execute("UPDATE revision SET number = number + 1")
    for kind, *values in change:
        if kind in outside:
            back, ids = _outside(kind, outside[kind](*values))
        else:
            back, ids = _CARRY_OUT[kind](db, kind, *values)
        if back is not None:
            inverse.insert(0, back)
            if kind not in ALONG.values():
                touched.update(ids)
    return inverse, touched


def _outside(kind: str, edits: list[Any]) -> _Outcome:
    return ([kind, edits], [kind]) if edits else (None, ())


def _set_flag(db: Connection, flag: str, value: int, items: dict[str, list[str]]) -> _Outcome:
    """read or starred; a row with neither is no row."""
    among = compact([item for group in items.values() for item in group])
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
        db.execute(f"UPDATE marks SET {flag} = 0 WHERE {these}", (compact(ids),))
        db.execute(f"DELETE FROM marks WHERE {these} AND read = 0 AND starred = 0", (compact(ids),))
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
        (tag, compact(items)),
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


def _set_preference(db: Connection, kind: str, values: dict[str, str | None]) -> _Outcome:
    return _set_values(db, kind, ("preferences", "key", "value"), values)


def _set_removed(db: Connection, kind: str, issues: dict[str, Any]) -> _Outcome:
    """An issue that is in the trash keeps the day it came there."""
    if any(issues.values()):
        there = {issue for (issue,) in db.rows("SELECT issue FROM removed")}
        now = round(time.time(), 3)
        issues = {
            issue: now if at == NOW else at for issue, at in issues.items() if issue not in there
        }
    return _set_values(db, kind, ("removed", "issue", "at"), issues)


def _set_values(
    db: Connection, kind: str, column: tuple[str, str, str], values: Mapping[str, Any]
) -> _Outcome:
    """Set, or with None delete, one value a key."""
    table, key, name = column
    rows = db.rows(
        f"SELECT {key}, {name} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))",
        (compact(list(values)),),
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


def _set_followed(db: Connection, kind: str, feeds: dict[str, list[Any] | None]) -> _Outcome:
    """Follow feeds, each with all its values, or with None no more."""
    names = ", ".join(FEED_COLUMNS)
    rows = db.rows(
        f"SELECT {names} FROM feeds WHERE url IN (SELECT value FROM json_each(?))",
        (compact(list(feeds)),),
    )
    before = {url: [url, *values] for url, *values in rows}
    changed = {url: values for url, values in feeds.items() if before.get(url) != values}
    if not changed:
        return None, ()
    db.executemany("DELETE FROM feeds WHERE url = ?", [(url,) for url in changed])
    db.executemany(
        f"INSERT INTO feeds ({names}) VALUES ({', '.join('?' * len(FEED_COLUMNS))})",
        [values for values in changed.values() if values is not None],
    )
    return [kind, {url: before.get(url) for url in changed}], tuple(changed)


_CARRY_OUT: dict[str, Callable[..., _Outcome]] = {
    "read": _set_flag,
    "starred": _set_flag,
    "tag": _set_tag,
    "note": _set_note,
    "preference": _set_preference,
    "removed": _set_removed,
    "followed": _set_followed,
    ALONG["issue"]: _set_removed,
    ALONG["feed"]: _set_followed,
}
