"""How issues and documents become rows of `library.db`; the hands of `store`, and of nobody else.

Every function writes inside a transaction that its caller has begun. Knows nothing of
`state.db`, nor why an issue comes or goes.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from crankreader.library import rows
from crankreader.library.connections import Connection
from crankreader.model import Issue, Item, Marked, Parsed

_GIVEN_NAME = (
    "coalesce((SELECT value ->> '$' FROM state.preferences"
    " WHERE key = 'publication.name ' || publication_key), natural_name)"
)
SHOW_NAMES = f"UPDATE issues SET publication = {_GIVEN_NAME} WHERE publication <> {_GIVEN_NAME}"
"""Puts the names that a person gave to publications, and those only, in place."""


_BETWEEN = " — "
"""Stands between the name of a publication and the rest of what its issue is called."""


class Fold(NamedTuple):
    """Where an issue lies among those that say the same."""

    parent: str | None = None
    """What it is a copy or a part of."""
    relation: str | None = None
    parts: tuple[str, ...] = ()
    """What is a part of it."""


ALONE = Fold()


def hash_of(raw: bytes) -> bytes:
    from hashlib import blake2b  # no list of the screen needs it

    return blake2b(raw, digest_size=20).digest()


def folded(name: str) -> str:
    """A name without what capitals and blanks make of it."""
    return " ".join(name.casefold().split())


def retitled(shown: str, title: str | None, old: str, new: str) -> str:
    """What an issue is called when its publication's name is another: "Old — 9 May 2026" follows
    it, a title that the document itself has does not.
    """
    is_named = bool(old and new) and shown != title
    if is_named and (shown == old or shown.startswith(old + _BETWEEN)):
        return new + shown[len(old) :]
    return shown


def path_bytes(path: str) -> bytes:
    """A path as bytes: a file's name need not be text."""
    return path.encode("utf-8", "surrogatepass")


def signed(value: int) -> int:
    """A 64-bit hash as SQLite's integers are."""
    return value - (1 << 64) if value >> 63 else value


def sampled(sketch: Collection[int]) -> int:
    """How many hashes of a sketch would be in it if its text were long."""
    return sum(value % 16 == 0 for value in sketch)


def revise(db: Connection, *, regrouped: bool = False) -> None:
    db.execute("UPDATE revision SET number = number + 1, regrouped = regrouped + ?", (regrouped,))


def enqueue(db: Connection, items: Iterable[str]) -> None:
    revise(db)
    db.executemany(
        "INSERT OR REPLACE INTO queue SELECT ?, number FROM revision", [(item,) for item in items]
    )


def put_under(db: Connection, issue: str, fold: Fold) -> None:
    """Copies lie side by side under one parent, never under one another."""
    before = db.value("SELECT copy_of FROM issues WHERE id = ?", (issue,))
    db.execute(
        "UPDATE issues SET copy_of = ?, relation = ? WHERE id = ?",
        (fold.parent, fold.relation, issue),
    )
    for part in fold.parts:
        db.execute("UPDATE issues SET copy_of = ?, relation = 'subset' WHERE id = ?", (issue, part))
        db.execute("UPDATE issues SET copy_of = ? WHERE copy_of = ?", (issue, part))
    if fold.parent is not None:
        db.execute("UPDATE issues SET copy_of = ? WHERE copy_of = ?", (fold.parent, issue))
    revise(db, regrouped=bool(fold.parts) or fold.parent != before)


def insert_document(
    db: Connection, parsed: Parsed, issue: str, parser: str, *, variant: bool
) -> None:
    db.execute(
        "INSERT OR REPLACE INTO documents"
        " (hash, issue, path, member, size, added, variant, parser, raw)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            hash_of(parsed.raw),
            issue,
            path_bytes(parsed.issue.path),
            parsed.issue.member,
            len(parsed.raw),
            time.time(),
            variant,
            parser,
            zlib.compress(parsed.raw),
        ),
    )


def insert_whole(
    db: Connection,
    issue: Issue,
    marked: Mapping[str, Marked],
    *,
    sample: bool,
    sketch: Collection[int],
) -> None:
    """An issue with its items, in place of what it was; what lay under it comes out.

    What it had and lacks now is noted as gone; its items wait for the index.
    """
    before = {id for (id,) in db.rows("SELECT id FROM items WHERE issue = ?", (issue.id,))}
    touched = db.row("SELECT 1 FROM state.marks WHERE issue = ? LIMIT 1", (issue.id,))
    insert_issue(db, issue, sample=sample, sketch=sketch, now=time.time())
    for position, (section, item) in enumerate(rows.numbered(issue)):
        insert_item(db, issue.id, position, section, item, marked.get(item.id, Marked()))
    db.executemany(
        "INSERT OR IGNORE INTO sketches VALUES (?, ?)",
        [(signed(value), issue.id) for value in sketch],
    )
    after = {item.id for item in issue.items}
    db.executemany(
        "INSERT OR IGNORE INTO gone VALUES (?, ?)", [(id, issue.id) for id in before - after]
    )
    db.executemany("DELETE FROM gone WHERE item = ?", [(id,) for id in after])
    enqueue(db, before | after)
    if touched or before:
        revise(db, regrouped=True)


def insert_issue(
    db: Connection, issue: Issue, *, sample: bool, sketch: Collection[int], now: float
) -> None:
    before = db.row("SELECT place FROM issues WHERE id = ?", (issue.id,))
    if before is not None:
        db.execute(
            "UPDATE issues SET copy_of = NULL, relation = NULL WHERE copy_of = ?", (issue.id,)
        )
        for table in ("items", "sections", "sketches", "details"):
            db.execute(f"DELETE FROM {table} WHERE issue = ?", (issue.id,))
    taken_in = before[0].partition(" ")[2] if before else rows.moment(now)
    values = {
        "sample": sample,
        "publication": issue.publication or "",
        "publication_key": issue.publication_key or f"issue:{issue.id}",
        "natural_name": issue.publication or "",
        "place": f"{rows.last_day(issue.date or issue.period) or taken_in[:10]} {taken_in}",
        "copy_of": None,
        "relation": None,
        "items": len(issue.items),
        "only_item": issue.items[0].id if len(issue.items) == 1 else None,
        "kind": issue.kind,
        "format": issue.format,
        "title": issue.title,
        "display_title": issue.display_title,
        "period": issue.period,
        "date": issue.date,
        "sketched": len(sketch),
        "sampled": sampled(sketch),
    }
    names = ", ".join(values)
    updates = ", ".join(f"{name} = excluded.{name}" for name in values)
    db.execute(
        f"INSERT INTO issues (id, {names}) VALUES (?{', ?' * len(values)})"
        f" ON CONFLICT DO UPDATE SET {updates}",
        (issue.id, *values.values()),
    )
    if db.execute(f"{SHOW_NAMES} AND id = ?", (issue.id,)).rowcount:
        name = db.value("SELECT publication FROM issues WHERE id = ?", (issue.id,))
        shown = retitled(issue.display_title, issue.title, issue.publication or "", name)
        db.execute("UPDATE issues SET display_title = ? WHERE id = ?", (shown, issue.id))
    db.execute("INSERT INTO details VALUES (?, ?)", (issue.id, rows.details(issue)))
    db.executemany(
        "INSERT INTO sections VALUES (?, ?, ?)",
        [(issue.id, number, section.title) for number, section in enumerate(issue.sections)],
    )


def insert_item(
    db: Connection, issue: str, position: int, section: int, item: Item, marked: Marked
) -> None:
    number = db.execute(
        "INSERT INTO items (id, issue, position, section, title, display_title, date, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            item.id,
            issue,
            position,
            section,
            item.title,
            item.display_title,
            item.date,
            rows.body(item),
        ),
    ).lastrowid
    db.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)",
        [
            (number, place, source.outlet, rows.json(source.authors), source.title, source.url)
            for place, source in enumerate(item.sources)
        ],
    )
    assert number is not None
    insert_mentions(db, number, marked)


def insert_mentions(db: Connection, item: int, marked: Marked) -> None:
    """The mentions of the item with that number, which has none."""
    db.executemany(
        "INSERT OR REPLACE INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (item, in_title, *rows.mention_values(mention))
            for in_title, mentions in ((1, marked.title), (0, marked.text))
            for mention in mentions
        ],
    )
