"""The documents taken in and what was read out of them. The only writer of `library.db`.

Takes and gives model values. Knows no parser, no recogniser and no index: who calls it brings
what they made. `state.db` is attached for reading, as `state`; nothing here writes it.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from crankreader.library import rows
from crankreader.library.connections import Connection, Connections, connect, is_writable, uri
from crankreader.library.schema import LIBRARY, make_ready
from crankreader.model import Issue, Item, Marked, Parsed, Report, Source

KEPT_REPORTS = 5000
BATCH = 200
"""Items read at once where all of them pass by."""


@dataclass(frozen=True, slots=True)
class Known:
    """A document that the library holds."""

    issue: str
    is_current: bool
    """Whether its issue was read from these bytes, and not from a later revision."""
    is_sample: bool
    copy_of: str | None
    relation: str | None
    """duplicate or subset, of `copy_of`."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a search can ask of one item."""

    item: str
    issue: str
    title: str | None
    display_title: str
    text: str
    section: str | None
    publication: str | None
    sources: tuple[Source, ...]
    authors: tuple[str, ...]
    entities: tuple[tuple[str, str], ...]
    """(id, name) of whom it names, in the words of the text as well."""
    date: str | None
    """Of the item, else of its issue: a day, a month or a year."""


class Library:
    """`library.db`; each thread that asks has its own connection."""

    def __init__(self, path: Path, state: Path) -> None:
        self.path = path
        self._state = state
        self._connections = Connections(self._connect)

    @classmethod
    def open(cls, path: Path, state: Path) -> Library:
        """Make or migrate the file; `state` is there already. Raises LibraryUnusable."""
        make_ready(path, LIBRARY, lambda: None)  # it can be made again from its documents
        return cls(path, state)

    def _connect(self) -> Connection:
        connection = connect(self.path)
        options = "mode=ro" if is_writable(self._state) else "immutable=1"
        connection.execute("ATTACH ? AS state", (uri(self._state, options),))
        return connection

    def close(self) -> None:
        self._connections.close()

    @property
    def db(self) -> Connection:
        """For the reads in `shelves` and `listings`; they write nothing."""
        return self._connections.here

    @property
    def revision(self) -> int:
        """Another number after every change of what there is, whoever made it."""
        return int(self.db.value("SELECT number FROM revision"))

    # What is known

    def document(self, raw: bytes) -> Known | None:
        """The document of exactly these bytes."""
        found = self.db.row(
            "SELECT d.issue, d.number = (SELECT max(number) FROM documents WHERE issue = d.issue),"
            " i.sample, i.copy_of, i.relation"
            " FROM documents AS d JOIN issues AS i ON i.id = d.issue WHERE d.hash = ?",
            (_hash(raw),),
        )
        if found is None:
            return None
        issue, current, sample, copy_of, relation = found
        return Known(issue, bool(current), bool(sample), copy_of, relation)

    def issue_at(self, path: str, *, sample: bool) -> str | None:
        """The issue that was last read from that path."""
        found: str | None = self.db.value(
            "SELECT d.issue FROM documents AS d JOIN issues AS i ON i.id = d.issue"
            " WHERE d.path = ? AND i.sample = ? ORDER BY d.number DESC LIMIT 1",
            (_path(path), sample),
        )
        return found

    def has_issue(self, issue: str) -> bool:
        return self.db.row("SELECT 1 FROM issues WHERE id = ?", (issue,)) is not None

    def raw(self, issue: str) -> bytes:
        """The bytes the issue was read from. KeyError when there is no such issue."""
        found = self.db.value(
            "SELECT raw FROM documents WHERE issue = ? ORDER BY number DESC LIMIT 1", (issue,)
        )
        if found is None:
            raise KeyError(issue)
        return zlib.decompress(found)

    def candidates(self, sketch: Collection[int], *, sample: bool, but: str) -> tuple[str, ...]:
        """Issues that share much of a sketch, most first: what is worth comparing in full.

        Sketches of short texts are whole where those of long ones are samples, so that little in
        common may be much: only between long ones is a share asked for. The trash is left out.
        """
        found = self.db.rows(
            "SELECT s.issue, count(*) AS shared, i.sketched FROM sketches AS s"
            " JOIN issues AS i ON i.id = s.issue"
            " WHERE s.hash IN (SELECT value FROM json_each(?)) AND i.sample = ? AND i.id <> ?"
            " AND i.id NOT IN (SELECT issue FROM state.removed)"
            " GROUP BY s.issue ORDER BY shared DESC, s.issue LIMIT 16",
            (rows.json(sorted(map(_signed, sketch))), sample, but),
        )
        few = 64
        return tuple(
            issue
            for issue, shared, size in found
            if min(size, len(sketch)) < few or shared >= min(size, len(sketch)) / 2
        )

    # Taking in

    def add(
        self,
        parsed: Parsed,
        marked: Mapping[str, Marked],
        *,
        sketch: Collection[int],
        sample: bool,
        parser: str,
    ) -> None:
        """Keep a document and what was read out of it, in place of an older revision of its issue.

        What an older revision had and this one lacks is noted as gone; copies under it and its own
        relation are given up (`relate` finds them again). Its items wait for the index.
        """
        issue, now = parsed.issue, time.time()
        with self.db.writing() as db:
            before = {id for (id,) in db.rows("SELECT id FROM items WHERE issue = ?", (issue.id,))}
            touched = db.row("SELECT 1 FROM state.marks WHERE issue = ? LIMIT 1", (issue.id,))
            _insert_issue(db, issue, sample=sample, sketched=len(sketch), now=now)
            db.execute(
                "INSERT OR REPLACE INTO documents"
                " (hash, issue, path, size, added, parser, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    _hash(parsed.raw),
                    issue.id,
                    _path(issue.path),
                    len(parsed.raw),
                    now,
                    parser,
                    zlib.compress(parsed.raw),
                ),
            )
            for position, (section, item) in enumerate(rows.numbered(issue)):
                _insert_item(db, issue.id, position, section, item, marked.get(item.id, Marked()))
            db.executemany(
                "INSERT OR IGNORE INTO sketches VALUES (?, ?)",
                [(_signed(value), issue.id) for value in sketch],
            )
            after = {item.id for item in issue.items}
            db.executemany(
                "INSERT OR IGNORE INTO gone VALUES (?, ?)",
                [(id, issue.id) for id in before - after],
            )
            db.executemany("DELETE FROM gone WHERE item = ?", [(id,) for id in after])
            _enqueue(db, before | after)
            if touched:
                _revise(db, regrouped=True)

    def fold(self, copy: str, parent: str | None, relation: str | None) -> None:
        """Put an issue, and all that lies under it, under another; None takes it out again."""
        with self.db.writing() as db:
            db.execute(
                "UPDATE issues SET copy_of = ?, relation = ? WHERE id = ?", (parent, relation, copy)
            )
            if parent is not None:
                db.execute("UPDATE issues SET copy_of = ? WHERE copy_of = ?", (parent, copy))
            _revise(db, regrouped=True)

    def copies(self, issue: str) -> tuple[str, ...]:
        """What is folded under an issue, oldest id first."""
        found = self.db.rows("SELECT id FROM issues WHERE copy_of = ? ORDER BY id", (issue,))
        return tuple(id for (id,) in found)

    def samples(self) -> tuple[str, ...]:
        return tuple(id for (id,) in self.db.rows("SELECT id FROM issues WHERE sample = 1"))

    def adopt(self, issue: str) -> None:
        """Make a sample a document of one's own, by itself: neither copy nor parent."""
        with self.db.writing() as db:
            db.execute(
                "UPDATE issues SET copy_of = NULL, relation = NULL WHERE copy_of = ?", (issue,)
            )
            db.execute(
                "UPDATE issues SET sample = 0, copy_of = NULL, relation = NULL WHERE id = ?",
                (issue,),
            )
            _revise(db, regrouped=True)

    def delete(self, issues: Iterable[str]) -> None:
        """Take issues out for good, with their documents."""
        with self.db.writing() as db:
            for issue in issues:
                found = db.rows("SELECT id FROM items WHERE issue = ?", (issue,))
                _enqueue(db, [id for (id,) in found])
                db.execute("DELETE FROM gone WHERE issue = ?", (issue,))
                db.execute(
                    "UPDATE issues SET copy_of = NULL, relation = NULL WHERE copy_of = ?", (issue,)
                )
                db.execute("DELETE FROM issues WHERE id = ?", (issue,))
            _revise(db, regrouped=True)

    def sketch(self, issue: str) -> frozenset[int]:
        found = self.db.rows("SELECT hash FROM sketches WHERE issue = ?", (issue,))
        return frozenset(value & 0xFFFFFFFFFFFFFFFF for (value,) in found)

    def keep_report(self, report: Report) -> None:
        """Remember what became of a path, in place of what became of it before."""
        path = _path(report.path)
        troubled = report.status in ("failed", "partial")
        if not troubled and not self.db.row("SELECT 1 FROM reports WHERE path = ?", (path,)):
            return
        with self.db.writing() as db:
            db.execute("DELETE FROM reports WHERE path = ?", (path,))
            if troubled:
                body = rows.json(asdict(report))
                db.execute("INSERT INTO reports VALUES (?, ?, ?, 1)", (path, time.time(), body))
                db.execute(
                    "DELETE FROM reports WHERE path IN"
                    " (SELECT path FROM reports WHERE troubled ORDER BY at DESC LIMIT -1 OFFSET ?)",
                    (KEPT_REPORTS,),
                )

    def problems(self) -> tuple[Report, ...]:
        """Documents that failed or came in only in part, newest first."""
        found = self.db.rows("SELECT body FROM reports WHERE troubled ORDER BY at DESC")
        return tuple(Report(**rows.from_json(body)) for (body,) in found)

    # The queue of the index

    def queue_length(self) -> int:
        return int(self.db.value("SELECT count(*) FROM queue"))

    def queued(self, limit: int) -> tuple[str, ...]:
        """Items whose texts the index does not have, or has and should not."""
        found = self.db.rows("SELECT item FROM queue LIMIT ?", (limit,))
        return tuple(id for (id,) in found)

    def clear_queue(self, items: Iterable[str]) -> None:
        """The index has taken these in."""
        with self.db.writing() as db:
            db.executemany("DELETE FROM queue WHERE item = ?", [(item,) for item in items])

    # What was read out

    def issue(self, id: str) -> Issue:
        """An issue with all its texts. KeyError when there is none."""
        return rows.issue(self.db, id)

    def items(self, ids: Sequence[str]) -> dict[str, Item]:
        """Items by id; those there are."""
        return rows.items(self.db, ids)

    def marked(self, item: str) -> Marked:
        return rows.marked(self.db, item)

    def texts(self, ids: Iterable[str] | None = None) -> Iterator[Text]:
        """What a search can ask of these items, or of all, newest issues first."""
        if ids is None:
            found = self.db.rows(
                "SELECT t.id FROM issues AS i JOIN items AS t ON t.issue = i.id"
                " ORDER BY i.place DESC, i.id DESC, t.position"
            )
            ids = [id for (id,) in found]
        remaining = list(ids)
        for start in range(0, len(remaining), BATCH):
            yield from (Text(*row) for row in rows.texts(self.db, remaining[start : start + BATCH]))


def _hash(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=20).digest()


def _path(path: str) -> bytes:
    """A path as bytes: a file's name need not be text."""
    return path.encode("utf-8", "surrogatepass")


def _signed(value: int) -> int:
    """A 64-bit hash as SQLite's integers are."""
    return value - (1 << 64) if value >> 63 else value


def _revise(db: Connection, *, regrouped: bool = False) -> None:
    db.execute("UPDATE revision SET number = number + 1, regrouped = regrouped + ?", (regrouped,))


def _enqueue(db: Connection, items: Iterable[str]) -> None:
    db.executemany("INSERT OR IGNORE INTO queue VALUES (?)", [(item,) for item in items])
    _revise(db)


def _insert_issue(db: Connection, issue: Issue, *, sample: bool, sketched: int, now: float) -> None:
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
        "sketched": sketched,
    }
    names = ", ".join(values)
    updates = ", ".join(f"{name} = excluded.{name}" for name in values)
    db.execute(
        f"INSERT INTO issues (id, {names}) VALUES (?{', ?' * len(values)})"
        f" ON CONFLICT DO UPDATE SET {updates}",
        (issue.id, *values.values()),
    )
    db.execute("INSERT INTO details VALUES (?, ?)", (issue.id, rows.details(issue)))
    db.executemany(
        "INSERT INTO sections VALUES (?, ?, ?)",
        [(issue.id, number, section.title) for number, section in enumerate(issue.sections)],
    )


def _insert_item(
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
    db.executemany(
        "INSERT OR REPLACE INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, in_title, *rows.mention_values(mention))
            for in_title, mentions in ((1, marked.title), (0, marked.text))
            for mention in mentions
        ],
    )
