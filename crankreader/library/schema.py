"""What the two databases look like, and how older ones become so.

`library.db` can be made again from the documents it holds; `state.db` is what a person did.
Each has an application id, a version, and one function a step from version 1 on. Knows no
row: what they hold is for the other modules of the room.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from crankreader.library.connections import (
    BUSY_TIMEOUT,
    Connection,
    LibraryUnusable,
    NewerLibrary,
    connect,
    is_writable,
    private_file,
    told,
)

Step = Callable[[Connection], None]


class Schema(NamedTuple):
    """The shape of one database file."""

    name: str
    application_id: int
    statements: tuple[str, ...]
    """What makes an empty database of the newest version."""
    steps: Mapping[int, Step] = MappingProxyType({})
    """From a version to the next one; there is a step for every version but the newest."""

    @property
    def version(self) -> int:
        return max(self.steps, default=0) + 1


_LIBRARY = (
    # `regrouped` grows only when issues that were there change their group or become copies. It
    # begins anywhere, so that sums kept for one library are not taken for those of the next.
    "CREATE TABLE revision (number INTEGER NOT NULL, regrouped INTEGER NOT NULL)",
    "INSERT INTO revision VALUES (1, abs(random() % 1000000000))",
    # A document with no publication stands under ''. Copies are in no list and in no count.
    # `natural_name` is what a publication is called unless a person named its key otherwise.
    """CREATE TABLE issues (
        id TEXT PRIMARY KEY,
        sample INTEGER NOT NULL,
        publication TEXT NOT NULL,
        publication_key TEXT NOT NULL,
        natural_name TEXT NOT NULL,
        place TEXT NOT NULL,
        copy_of TEXT REFERENCES issues (id) ON DELETE SET NULL,
        relation TEXT,
        items INTEGER NOT NULL,
        only_item TEXT,
        kind TEXT NOT NULL,
        format TEXT NOT NULL,
        title TEXT,
        display_title TEXT NOT NULL,
        period TEXT,
        date TEXT,
        sketched INTEGER NOT NULL,
        sampled INTEGER NOT NULL
    ) WITHOUT ROWID""",
    # A partial index would be smaller, but SQLite reads the table beside it.
    "CREATE INDEX issues_in_order ON issues (sample, publication, copy_of, place, id)",
    "CREATE INDEX issues_by_place ON issues (place, id)",
    "CREATE INDEX issues_by_key ON issues (publication_key, sample)",
    "CREATE INDEX copies ON issues (copy_of) WHERE copy_of IS NOT NULL",
    """CREATE TABLE details (
        issue TEXT PRIMARY KEY REFERENCES issues (id) ON DELETE CASCADE,
        body TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE sections (
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        title TEXT,
        PRIMARY KEY (issue, number)
    ) WITHOUT ROWID""",
    """CREATE TABLE items (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        section INTEGER NOT NULL,
        title TEXT,
        display_title TEXT NOT NULL,
        date TEXT,
        body TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX items_in_order ON items (issue, position)",
    """CREATE TABLE sources (
        item INTEGER NOT NULL REFERENCES items (number) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        outlet TEXT,
        authors TEXT NOT NULL,
        title TEXT,
        url TEXT,
        PRIMARY KEY (item, number)
    ) WITHOUT ROWID""",
    "CREATE INDEX sources_by_outlet ON sources (outlet)",
    # The name is the entity's own; the text is what stands there.
    """CREATE TABLE mentions (
        item INTEGER NOT NULL REFERENCES items (number) ON DELETE CASCADE,
        in_title INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        text TEXT NOT NULL,
        type TEXT NOT NULL,
        entity TEXT,
        name TEXT,
        value,
        unit TEXT,
        rule TEXT NOT NULL,
        confidence REAL NOT NULL,
        PRIMARY KEY (item, in_title, start)
    ) WITHOUT ROWID""",
    "CREATE INDEX mentions_by_entity ON mentions (entity, item) WHERE entity IS NOT NULL",
    # Items that a revision no longer has: what a person marked on them counts no more.
    "CREATE TABLE gone (item TEXT PRIMARY KEY, issue TEXT NOT NULL) WITHOUT ROWID",
    # A variant has the words of its issue's document in other bytes; it is never a revision.
    """CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        path BLOB NOT NULL,
        member TEXT,
        size INTEGER NOT NULL,
        added REAL NOT NULL,
        variant INTEGER NOT NULL,
        parser TEXT NOT NULL,
        raw BLOB NOT NULL
    )""",
    "CREATE INDEX documents_by_issue ON documents (issue, number)",
    "CREATE INDEX documents_by_path ON documents (path)",
    """CREATE TABLE sketches (
        hash INTEGER NOT NULL,
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        PRIMARY KEY (hash, issue)
    ) WITHOUT ROWID""",
    "CREATE INDEX sketches_by_issue ON sketches (issue)",
    "CREATE TABLE queue (item TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE reports (
        path BLOB PRIMARY KEY,
        at REAL NOT NULL,
        body TEXT NOT NULL
    ) WITHOUT ROWID""",
    # Totals that follow the issues by themselves: the first screen reads these few rows.
    """CREATE TABLE publications (
        sample INTEGER NOT NULL,
        name TEXT NOT NULL,
        issues INTEGER NOT NULL,
        items INTEGER NOT NULL,
        newest TEXT NOT NULL,
        PRIMARY KEY (sample, name)
    ) WITHOUT ROWID""",
    """CREATE TRIGGER issue_comes AFTER INSERT ON issues WHEN new.copy_of IS NULL BEGIN
        INSERT INTO publications VALUES (new.sample, new.publication, 1, new.items, new.place)
        ON CONFLICT DO UPDATE SET issues = issues + 1, items = items + excluded.items,
            newest = max(newest, excluded.newest);
    END""",
    """CREATE TRIGGER issue_goes AFTER DELETE ON issues WHEN old.copy_of IS NULL BEGIN
        UPDATE publications SET issues = issues - 1, items = items - old.items,
            newest = coalesce((SELECT max(place) FROM issues WHERE sample = old.sample
                AND publication = old.publication AND copy_of IS NULL), '')
        WHERE sample = old.sample AND name = old.publication;
    END""",
    """CREATE TRIGGER issue_changes AFTER UPDATE OF copy_of, sample, publication, place, items
    ON issues BEGIN
        UPDATE publications SET issues = issues - 1, items = items - old.items
        WHERE old.copy_of IS NULL AND sample = old.sample AND name = old.publication;
        INSERT INTO publications
        SELECT new.sample, new.publication, 1, new.items, new.place WHERE new.copy_of IS NULL
        ON CONFLICT DO UPDATE SET issues = issues + 1, items = items + excluded.items;
        UPDATE publications SET newest = coalesce((SELECT max(place) FROM issues
            WHERE issues.sample = publications.sample AND copy_of IS NULL
            AND issues.publication = publications.name), '')
        WHERE (sample = old.sample AND name = old.publication)
            OR (sample = new.sample AND name = new.publication);
    END""",
)

# Folded texts that stand in issue after issue, in `times` of the `among` that were compared.
_REPEATS = """CREATE TABLE repeats (
        publication_key TEXT NOT NULL,
        sample INTEGER NOT NULL,
        line TEXT NOT NULL,
        times INTEGER NOT NULL,
        among INTEGER NOT NULL,
        PRIMARY KEY (publication_key, sample, line)
    ) WITHOUT ROWID"""

# What made the mentions of an issue; the lists are what a person's own names meant at the time.
# Candidates are ids with a blank between them.
_TAGGERS = (
    "ALTER TABLE mentions ADD COLUMN candidates TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE taggers (
        issue TEXT PRIMARY KEY REFERENCES issues (id) ON DELETE CASCADE,
        rules TEXT NOT NULL,
        own TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE TABLE name_lists (version TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
)

_STATE = (
    # The issue stands beside the item so that unread counts need nothing from the library.
    """CREATE TABLE marks (
        item TEXT PRIMARY KEY,
        issue TEXT NOT NULL,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    "CREATE INDEX marks_read ON marks (issue) WHERE read = 1",
    "CREATE INDEX marks_starred ON marks (issue) WHERE starred = 1",
    "CREATE TABLE tags (item TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (item, tag)) "
    "WITHOUT ROWID",
    "CREATE INDEX tags_by_tag ON tags (tag)",
    "CREATE TABLE notes (item TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE removed (issue TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE positions (item TEXT PRIMARY KEY, offset INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE places (name TEXT PRIMARY KEY, issue TEXT, item TEXT) WITHOUT ROWID",
    "CREATE TABLE preferences (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # `flips` is the change that turns the act over: its inverse while done, itself once undone.
    """CREATE TABLE acts (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        name TEXT NOT NULL,
        changed INTEGER NOT NULL,
        flips TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX acts_undone ON acts (undone, number)",
    "CREATE TABLE revision (number INTEGER NOT NULL)",
    "INSERT INTO revision VALUES (1)",
    # By how much the read items of an issue changed with an act.
    """CREATE TABLE tallies (
        revision INTEGER NOT NULL,
        issue TEXT NOT NULL,
        change INTEGER NOT NULL,
        PRIMARY KEY (revision, issue)
    ) WITHOUT ROWID""",
)

_ORIGINS = (
    """CREATE TABLE feeds (
        url TEXT PRIMARY KEY,
        title TEXT,
        folder TEXT,
        added REAL NOT NULL,
        etag TEXT,
        modified TEXT,
        tried REAL,
        succeeded REAL,
        code TEXT,
        problem TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        location TEXT
    ) WITHOUT ROWID""",
    """CREATE TABLE directories (
        path BLOB PRIMARY KEY,
        added REAL NOT NULL,
        walked REAL
    ) WITHOUT ROWID""",
    # Issues that the trash was emptied of: what is looked at again brings them back no more.
    "CREATE TABLE dismissed (issue TEXT PRIMARY KEY) WITHOUT ROWID",
)


def _to_origins(db: Connection) -> None:
    """State 1 knew documents alone, not where more of them come from."""
    for statement in _ORIGINS:
        db.execute(statement)


def _to_publication_keys(db: Connection) -> None:
    """Library 1 told publications by their names alone, and files held one document each."""
    db.execute("ALTER TABLE issues ADD COLUMN publication_key TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE issues ADD COLUMN natural_name TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE documents ADD COLUMN member TEXT")
    db.execute("UPDATE issues SET natural_name = publication")
    db.execute("UPDATE issues SET publication_key = 'issue:' || id WHERE publication = ''")
    for (name,) in db.rows("SELECT DISTINCT publication FROM issues WHERE publication <> ''"):
        folded = " ".join(name.casefold().split()).removeprefix("the ")
        db.execute(
            "UPDATE issues SET publication_key = ? WHERE publication = ?", (f"name:{folded}", name)
        )
    db.execute("CREATE INDEX issues_by_key ON issues (publication_key, sample)")


def _to_repeats(db: Connection) -> None:
    """Library 2 looked at each issue of a publication by itself."""
    db.execute(_REPEATS)


def _to_taggers(db: Connection) -> None:
    """Library 3 knew no candidates, and read a document again where names had changed."""
    for statement in _TAGGERS:
        db.execute(statement)


LIBRARY = Schema(
    "library",
    0x43524B4C,
    (*_LIBRARY, _REPEATS, *_TAGGERS),
    MappingProxyType({1: _to_publication_keys, 2: _to_repeats, 3: _to_taggers}),
)
STATE = Schema("state", 0x43524B53, (*_STATE, *_ORIGINS), MappingProxyType({1: _to_origins}))


def make_ready(path: Path, schema: Schema, before_migration: Callable[[], object]) -> None:
    """Create the database, or bring it to the newest version; cheap when there is nothing to do.

    Raises LibraryUnusable, or NewerLibrary before anything of a later version is read.
    """
    if not path.exists() or is_writable(path):
        private_file(path)
    connection = connect(path)
    try:
        connection.file = str(path)
        version = _version(connection, schema)
        if version == 0:
            _create(connection, schema)
        elif version < schema.version:
            before_migration()
            _migrate(connection, schema)
        # A backup that was put back has none; without it readers and writers block one another.
        if is_writable(path) and connection.value("PRAGMA journal_mode") != "wal":
            _write_ahead(connection)
    finally:
        connection.close()


def _version(connection: Connection, schema: Schema) -> int:
    """0 for a database that is still empty."""
    application, version = connection.row(
        "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version"
    )
    if version > schema.version and application == schema.application_id:
        raise NewerLibrary(
            f"{connection.file} was written by a later version of crankreader "
            f"(its {schema.name} is version {version}, this program knows {schema.version}). "
            "Nothing was read; please update crankreader."
        )
    if application == schema.application_id and version > 0:
        return int(version)
    if application or version or connection.value("SELECT count(*) FROM sqlite_master"):
        raise LibraryUnusable(f"{connection.file} is a database of some other program.")
    return 0


def _create(connection: Connection, schema: Schema) -> None:
    _write_ahead(connection)
    with connection.writing():
        if _version(connection, schema) == 0:  # another instance may have been quicker
            for statement in schema.statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {schema.application_id}")
            connection.execute(f"PRAGMA user_version = {schema.version}")


def _write_ahead(connection: Connection) -> None:
    """Switch the file to a write-ahead log; SQLite does not wait for others here by itself."""
    for _ in range(BUSY_TIMEOUT // 50):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                with told(connection.file):
                    raise
            time.sleep(0.05)
        else:
            return
    raise LibraryUnusable(f"{connection.file}: another program keeps it locked.")


def _migrate(connection: Connection, schema: Schema) -> None:
    """Each step in its own transaction, so that a stop in between loses none of them."""
    connection.execute("PRAGMA foreign_keys = OFF")  # tables may have to be made anew
    while (version := _version(connection, schema)) < schema.version:
        with connection.writing():
            if _version(connection, schema) != version:
                continue  # another instance took this step
            schema.steps[version](connection)
            broken = connection.rows("PRAGMA foreign_key_check")
            if broken:
                raise LibraryUnusable(
                    f"{connection.file}: version {version} could not be brought to "
                    f"{version + 1}: {len(broken)} rows point nowhere. It was left as it was."
                )
            connection.execute(f"PRAGMA user_version = {version + 1}")
