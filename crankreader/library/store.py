"""The documents taken in and what was read out of them.

Takes and gives model values. Knows no parser, no recogniser and no index: who calls it brings
what they made. With `queue`, `reports`, `repeats` and `tagging` the only writer of `library.db`;
`state.db` is attached for reading, as `state`, and nothing here writes it.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from crankreader.library import rows, tagging, writing
from crankreader.library.connections import (
    Connection,
    Connections,
    connect,
    is_writable,
    told,
    uri,
)
from crankreader.library.entities import Entities
from crankreader.library.queue import Queue
from crankreader.library.repeats import Repeats
from crankreader.library.reports import Reports
from crankreader.library.schema import LIBRARY, make_ready
from crankreader.library.tagging import NOBODY, Tagger, Tagging
from crankreader.library.writing import ALONE, Fold
from crankreader.model import Issue, Item, Marked, Parsed, Source

BATCH = 200
"""Items read at once where all of them pass by."""


class Known(NamedTuple):
    """A document that the library holds."""

    issue: str
    is_current: bool
    """Whether its issue was read from these bytes, and not from a later revision."""
    is_sample: bool
    copy_of: str | None
    relation: str | None
    """duplicate or subset, of `copy_of`."""


class Text(NamedTuple):
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
        self.queue = Queue(self._connections)
        self.reports = Reports(self._connections)
        self.repeats = Repeats(self._connections)
        self.tagging = Tagging(self._connections)
        self.entities = Entities(self._connections)

    @classmethod
    def open(cls, path: Path, state: Path) -> Library:
        """Make or migrate the file; `state` is there already. Raises LibraryUnusable."""
        make_ready(path, LIBRARY, lambda: None)  # it can be made again from its documents
        return cls(path, state)

    def _connect(self) -> Connection:
        connection = connect(self.path)
        options = "mode=ro" if is_writable(self._state) else "mode=ro&immutable=1"
        with told(str(self._state)):
            connection.execute("ATTACH ? AS state", (uri(self._state, options),))
        return connection

    def close(self) -> None:
        self._connections.close()

    def reopen(self) -> None:
        """See files that were put in place of others."""
        self._connections.reopen()

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
            "SELECT d.issue, d.variant OR d.number = (SELECT max(number) FROM documents"
            " WHERE issue = d.issue AND NOT variant), i.sample, i.copy_of, i.relation"
            " FROM documents AS d JOIN issues AS i ON i.id = d.issue WHERE d.hash = ?",
            (writing.hash_of(raw),),
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
            (writing.path_bytes(path), sample),
        )
        return found

    def read_from(self, issue: str) -> tuple[str, str | None] | None:
        """The path and the member that the issue's newest revision came from."""
        found = self.db.row(
            "SELECT path, member FROM documents WHERE issue = ? AND NOT variant"
            " ORDER BY number DESC LIMIT 1",
            (issue,),
        )
        return found and (found[0].decode("utf-8", "surrogatepass"), found[1])

    def has_issue(self, issue: str) -> bool:
        return self.db.row("SELECT 1 FROM issues WHERE id = ?", (issue,)) is not None

    def is_own(self, issue: str) -> bool:
        """Whether it is here, and no sample."""
        return self.db.row("SELECT 1 FROM issues WHERE id = ? AND sample = 0", (issue,)) is not None

    def is_sample(self, issue: str) -> bool:
        return bool(self.db.value("SELECT sample FROM issues WHERE id = ?", (issue,)))

    def raw(self, issue: str) -> bytes:
        """The bytes the issue was read from. KeyError when there is no such issue."""
        found = self.db.value(
            "SELECT raw FROM documents WHERE issue = ? AND NOT variant"
            " ORDER BY number DESC LIMIT 1",
            (issue,),
        )
        if found is None:
            raise KeyError(issue)
        return zlib.decompress(found)

    def outdated(self, parser: str) -> tuple[str, ...]:
        """Issues that were last read by another parser than this one."""
        rows = self.db.rows(
            "SELECT issue FROM documents AS d WHERE NOT variant AND parser <> ? AND number ="
            " (SELECT max(number) FROM documents WHERE issue = d.issue AND NOT variant)"
            " ORDER BY number DESC",
            (parser,),
        )
        return tuple(issue for (issue,) in rows)

    def keep_as_read(self, issue: str, parser: str) -> None:
        """Say that this parser, too, could do no better with an issue's documents."""
        with self.db.writing() as db:
            db.execute("UPDATE documents SET parser = ? WHERE issue = ?", (parser, issue))

    # Taking in

    def add(
        self,
        parsed: Parsed,
        marked: Mapping[str, Marked],
        *,
        sketch: Collection[int],
        sample: bool,
        parser: str,
        tagger: Tagger = NOBODY,
        fold: Fold = ALONE,
    ) -> None:
        """Keep a document and what was read out of it, in place of an older revision of its issue.

        What an older revision had and this one lacks is noted as gone; what lay under it comes
        out. Its items wait for the index.
        """
        with self.db.writing() as db:
            writing.insert_whole(db, parsed.issue, marked, sample=sample, sketch=sketch)
            tagging.keep(db, parsed.issue.id, tagger)
            writing.insert_document(db, parsed, parsed.issue.id, parser, variant=False)
            writing.put_under(db, parsed.issue.id, fold)

    def reword(
        self,
        issue: Issue,
        marked: Mapping[str, Marked],
        *,
        sketch: Collection[int],
        tagger: Tagger = NOBODY,
    ) -> None:
        """Put an issue in place of itself as it is understood by now: its documents, its
        publication's name, and what it is a copy of or has under it stay.
        """
        with self.db.writing() as db:
            sample, name, *above = db.row(
                "SELECT sample, natural_name, copy_of, relation FROM issues WHERE id = ?",
                (issue.id,),
            )
            below = db.rows("SELECT id, relation FROM issues WHERE copy_of = ?", (issue.id,))
            named = issue._replace(publication=name or None)
            writing.insert_whole(db, named, marked, sample=bool(sample), sketch=sketch)
            tagging.keep(db, issue.id, tagger)
            db.executemany(
                "UPDATE issues SET copy_of = ?, relation = ? WHERE id = ?",
                [(*above, issue.id), *((issue.id, relation, id) for id, relation in below)],
            )

    def keep_variant(self, parsed: Parsed, issue: str, parser: str) -> None:
        """Remember bytes that say nothing but what the issue says, to know them again."""
        with self.db.writing() as db:
            writing.insert_document(db, parsed, issue, parser, variant=True)

    def settle(self, issue: str, fold: Fold) -> None:
        """Put an issue that is here where it belongs among those that say the same."""
        with self.db.writing() as db:
            writing.put_under(db, issue, fold)

    def relation(self, issue: str) -> tuple[str | None, str | None]:
        """(what it is a copy or a part of, duplicate or subset)."""
        found = self.db.row("SELECT copy_of, relation FROM issues WHERE id = ?", (issue,))
        return (None, None) if found is None else (found[0], found[1])

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
            writing.revise(db, regrouped=True)

    def delete(self, issues: Iterable[str]) -> None:
        """Take issues out for good, with their documents."""
        with self.db.writing() as db:
            for issue in issues:
                found = db.rows("SELECT id FROM items WHERE issue = ?", (issue,))
                writing.enqueue(db, [id for (id,) in found])
                db.execute("DELETE FROM gone WHERE issue = ?", (issue,))
                db.execute(
                    "UPDATE issues SET copy_of = NULL, relation = NULL WHERE copy_of = ?", (issue,)
                )
                db.execute("DELETE FROM issues WHERE id = ?", (issue,))
            writing.revise(db, regrouped=True)

    def count(self) -> int:
        """Items, with those of copies and of the trash."""
        return int(self.db.value("SELECT count(*) FROM items"))

    # What was read out

    def issue(self, id: str) -> Issue:
        """An issue with all its texts. KeyError when there is none."""
        return rows.issue(self.db, id)

    def items(self, ids: Sequence[str]) -> dict[str, Item]:
        """Items by id; those there are."""
        return rows.items(self.db, ids)

    def marked(self, item: str) -> Marked:
        return rows.marked(self.db, item)

    def names(self, entities: Collection[str]) -> dict[str, str]:
        """What the items that name these entities call them; of those there are."""
        found = self.db.rows(
            "SELECT asked.value, (SELECT coalesce(name, text) FROM mentions"
            " WHERE entity = asked.value LIMIT 1) AS called"
            " FROM json_each(?) AS asked WHERE called IS NOT NULL",
            (rows.json(list(entities)),),
        )
        return dict(found)

    def dates(self) -> list[tuple[str, str | None]]:
        """Every item with its date, or its issue's; newest issues first."""
        return self.db.rows(
            "SELECT t.id, coalesce(t.date, i.date, i.period) FROM issues AS i"
            " JOIN items AS t ON t.issue = i.id ORDER BY i.place DESC, i.id DESC, t.position"
        )

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
