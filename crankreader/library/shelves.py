"""What there is to read, in the order of the screen: a page at a time, with unread counts.

Publications by their newest issue, then what has none, samples last; issues newest first; items in
the order of the issue. Copies and the trash are in no list and no count. Reads only; every answer
takes a few milliseconds in a library of 100,000 items, because totals stand in `publications` and
`state.marks` has rows for what a person touched, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from crankreader.library import rows
from crankreader.library.connections import Connection
from crankreader.library.store import Library
from crankreader.library.tallies import Tallies
from crankreader.model import IssueRow, ItemRow, Outline, PublicationRow

_ISSUE = """i.id, nullif(i.publication, ''), i.title, i.display_title, i.kind, i.period, i.date,
    i.items - {read_of_issue}, i.items, i.only_item, i.sample,
    (SELECT count(*) FROM issues AS c WHERE c.copy_of = i.id{kept_copy})"""
_ITEM = """SELECT t.id, t.issue, nullif(i.publication, ''), s.title, t.section, t.title,
    t.display_title, coalesce(t.date, i.date, i.period), coalesce(m.read, 0),
    coalesce(m.starred, 0),
    (SELECT group_concat(tag, char(31)) FROM state.tags AS g WHERE g.item = t.id), i.copy_of
    FROM items AS t JOIN issues AS i ON i.id = t.issue
    JOIN sections AS s ON s.issue = t.issue AND s.number = t.section
    LEFT JOIN state.marks AS m ON m.item = t.id"""


class _Spot(NamedTuple):
    """Where an issue stands: its group, and its key among the issues of the group."""

    sample: bool
    publication: str
    key: tuple[str, str]


class Shelves:
    """The lists of the screens, over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.tallies = Tallies()

    @property
    def _db(self) -> Connection:
        return self._library.db

    # Conditions that cost something are asked only where there is something to leave out.

    @property
    def kept(self) -> str:
        """Ends a condition on `i`: the issue is not in the trash."""
        if self._db.row("SELECT 1 FROM state.removed LIMIT 1") is None:
            return ""
        return " AND i.id NOT IN (SELECT issue FROM state.removed)"

    @property
    def counted(self) -> str:
        """A condition on `i`: the issue counts in lists and views."""
        sample = int(self.shows_samples())
        return f"i.copy_of IS NULL AND i.sample = {sample}{self.kept}"

    @property
    def _there(self) -> str:
        """Ends a condition on `m`: the item was not lost by a later revision."""
        if self._db.row("SELECT 1 FROM gone LIMIT 1") is None:
            return ""
        return " AND m.item NOT IN (SELECT item FROM gone)"

    @property
    def _read_of_issue(self) -> str:
        return (
            "(SELECT count(*) FROM state.marks AS m WHERE m.issue = i.id AND m.read = 1"
            f"{self._there})"
        )

    def shows_samples(self) -> bool:
        """Whether the samples are all there is."""
        own = self._db.value("SELECT sum(issues) FROM publications WHERE sample = 0") or 0
        if own and self.kept:
            own -= self._db.value(
                "SELECT count(*) FROM state.removed AS r CROSS JOIN issues AS i ON i.id = r.issue"
                " WHERE i.sample = 0 AND i.copy_of IS NULL"
            )
        return own == 0

    def publications(self) -> tuple[PublicationRow, ...]:
        """The groups of the issues pane; samples stand last, also when they no longer count."""
        kept = self.kept
        totals = {
            (sample, name): (issues, items, newest)
            for sample, name, issues, items, newest in self._db.rows(
                "SELECT sample, name, issues, items, newest FROM publications WHERE issues > 0"
            )
        }
        if kept:
            totals = self._without_trash(totals)
        read = self.tallies.read(self._db)
        newest_first = sorted(totals, key=lambda group: (totals[group][2], group[1]), reverse=True)
        in_order = sorted(newest_first, key=lambda group: (group[0], group[1] == ""))
        return tuple(
            PublicationRow(
                name=group[1] or None,
                issues=totals[group][0],
                unread=totals[group][1] - read.get(group, 0),
                items=totals[group][1],
                is_sample=bool(group[0]),
            )
            for group in in_order
        )

    def _without_trash(
        self, totals: dict[tuple[int, str], tuple[int, int, str]]
    ) -> dict[tuple[int, str], tuple[int, int, str]]:
        left = dict(totals)
        for sample, name, issues, items in self._db.rows(
            "SELECT i.sample, i.publication, count(*), sum(i.items) FROM state.removed AS r"
            " CROSS JOIN issues AS i ON i.id = r.issue WHERE i.copy_of IS NULL GROUP BY 1, 2"
        ):
            there, items_there, _ = left.pop((sample, name))
            newest = self._db.value(
                "SELECT max(place) FROM issues AS i WHERE sample = ? AND publication = ?"
                f" AND copy_of IS NULL{self.kept}",
                (sample, name),
            )
            if there > issues:
                left[sample, name] = (there - issues, items_there - items, newest)
        return left

    def counts(self) -> tuple[int, int]:
        """Unread and starred items."""
        samples = self.shows_samples()
        unread = sum(row.unread for row in self.publications() if row.is_sample == samples)
        starred = self._db.value(
            "SELECT count(*) FROM state.marks AS m CROSS JOIN issues AS i ON i.id = m.issue"
            f" WHERE m.starred = 1 AND i.sample = ? AND i.copy_of IS NULL{self.kept}{self._there}",
            (samples,),
        )
        return unread, starred

    # Issues

    def issues(
        self, publication: str | None, *, sample: bool, offset: int, limit: int
    ) -> tuple[IssueRow, ...]:
        """A page of the issues of a publication."""
        return self._issue_rows(
            "WHERE i.id IN (SELECT i.id FROM issues AS i WHERE i.sample = ? AND i.publication = ?"
            f" AND i.copy_of IS NULL{self.kept}"
            " ORDER BY i.place DESC, i.id DESC LIMIT ? OFFSET ?)",
            (sample, publication or "", limit, offset),
        )

    def issue_row(self, issue: str) -> IssueRow:
        """KeyError when there is none."""
        found = self._issue_rows("WHERE i.id = ?", (issue,))
        if not found:
            raise KeyError(issue)
        return found[0]

    def issue_rows(self, issues: Iterable[str]) -> tuple[IssueRow, ...]:
        """Rows of these issues, newest first."""
        among = rows.json(list(issues))
        return self._issue_rows("WHERE i.id IN (SELECT value FROM json_each(?))", (among,))

    def _issue_rows(self, where: str, values: Sequence[object]) -> tuple[IssueRow, ...]:
        columns = _ISSUE.format(
            read_of_issue=self._read_of_issue, kept_copy=self.kept.replace("i.id", "c.id")
        )
        found = self._db.rows(
            f"SELECT {columns} FROM issues AS i {where} ORDER BY i.place DESC, i.id DESC", values
        )
        return tuple(IssueRow(*(*about, bool(sample), copies)) for *about, sample, copies in found)

    def issue_position(self, issue: str) -> int:
        """How many issues stand before it in its publication; a copy stands where its parent does.

        KeyError when there is no such issue.
        """
        spot = self._spot(issue)
        return int(
            self._db.value(
                "SELECT count(*) FROM issues AS i WHERE i.sample = ? AND i.publication = ?"
                f" AND i.copy_of IS NULL AND (i.place, i.id) > (?, ?){self.kept}",
                (spot.sample, spot.publication, *spot.key),
            )
        )

    def neighbour_issue(self, issue: str, step: int) -> IssueRow | None:
        """The issue after (step 1) or before (step -1) it in the pane; None at its ends."""
        spot = self._spot(issue)
        found = self._beside(spot, step, spot.key)
        names = [row.name or "" for row in self.publications() if row.is_sample == spot.sample]
        if found is None and spot.publication in names:
            at = names.index(spot.publication) + (1 if step > 0 else -1)
            if 0 <= at < len(names):
                found = self._beside(_Spot(spot.sample, names[at], spot.key), step, None)
        return None if found is None else self.issue_row(found)

    def _spot(self, issue: str) -> _Spot:
        found = self._db.row(
            "SELECT i.sample, i.publication, i.place, i.id FROM issues AS i"
            " WHERE i.id = (SELECT coalesce(copy_of, id) FROM issues WHERE id = ?)",
            (issue,),
        )
        if found is None:
            raise KeyError(issue)
        sample, publication, *key = found
        return _Spot(bool(sample), publication, (key[0], key[1]))

    def _beside(
        self, spot: _Spot, step: int, key: tuple[str, str] | None, *, unread: bool = False
    ) -> str | None:
        """The next issue of the spot's group after the key, or its first."""
        down = step > 0
        condition, values = "", []
        if key is not None:
            condition = f" AND (i.place, i.id) {'<' if down else '>'} (?, ?)"
            values = list(key)
        if unread:
            condition += f" AND i.items > {self._read_of_issue}"
        order = "DESC" if down else "ASC"
        found: str | None = self._db.value(
            "SELECT i.id FROM issues AS i WHERE i.sample = ? AND i.publication = ?"
            f" AND i.copy_of IS NULL{condition}{self.kept}"
            f" ORDER BY i.place {order}, i.id {order} LIMIT 1",
            (spot.sample, spot.publication, *values),
        )
        return found

    # Items

    def outline(self, issue: str) -> Outline:
        """An issue without its texts. KeyError when there is none."""
        titles = self._db.rows(
            "SELECT title FROM sections WHERE issue = ? ORDER BY number", (issue,)
        )
        copies = self._db.rows(
            f"SELECT id, display_title FROM issues AS i WHERE copy_of = ?{self.kept}"
            " ORDER BY place DESC, id",
            (issue,),
        )
        return Outline(
            issue=self.issue_row(issue),
            sections=tuple(title for (title,) in titles),
            rows=self.item_rows("t.issue = ? ORDER BY t.position", (issue,)),
            copies=tuple(copies),
        )

    def item_rows(self, where: str, values: Sequence[object] = ()) -> tuple[ItemRow, ...]:
        """Items (`t`) of issues (`i`) with marks (`m`) where a condition in SQL holds."""
        return tuple(_item_row(row) for row in self._db.rows(f"{_ITEM} WHERE {where}", values))

    def rows_of(self, items: Iterable[str]) -> dict[str, ItemRow]:
        """Rows of these items, those there are, by id."""
        found = self.item_rows(
            "t.id IN (SELECT value FROM json_each(?))", (rows.json(list(items)),)
        )
        return {row.id: row for row in found}

    def holds(self, id: str) -> bool:
        """Whether there is such an issue or item, and not in the trash."""
        found = self._db.row(
            "SELECT 1 FROM issues AS i"
            f" WHERE i.id IN (?, (SELECT issue FROM items WHERE id = ?)){self.kept}",
            (id, id),
        )
        return found is not None

    def issues_of(self, items: Iterable[str]) -> dict[str, str]:
        """The issue of each item, those there are, in the order of the library."""
        found = self._db.rows(
            "SELECT id, issue FROM items WHERE id IN (SELECT value FROM json_each(?))",
            (rows.json(list(items)),),
        )
        return dict(found)

    def next_unread(self, after: str | None, *, backwards: bool) -> ItemRow | None:
        """The next unread item in the order of the screen, going round once."""
        step = -1 if backwards else 1
        found = self._db.row("SELECT issue, position FROM items WHERE id = ?", (after,))
        samples = self.shows_samples()
        spot = None
        if found is not None:
            issue, position = found
            row = self._unread_in(issue, step, position)
            if row is not None:
                return row
            spot = self._spot(issue)
            samples = spot.sample
        groups = [row for row in self.publications() if row.is_sample == samples]
        names = [row.name or "" for row in groups][::step]
        unread = {row.name or "" for row in groups if row.unread > 0}
        at = names.index(spot.publication) if spot and spot.publication in names else 0
        for turn, name in enumerate((*names[at:], *names[: at + 1])):
            key = spot.key if spot is not None and turn == 0 else None
            if name in unread:
                place = _Spot(samples, name, ("", ""))
                beside = self._beside(place, step, key, unread=True)
                if beside is not None:
                    return self._unread_in(beside, step, None)
        return None

    def _unread_in(self, issue: str, step: int, position: int | None) -> ItemRow | None:
        """The first unread item of an issue after a position, or the last one before it."""
        beyond = (
            "" if position is None else f" AND t.position {'>' if step > 0 else '<'} {position}"
        )
        order = "ASC" if step > 0 else "DESC"
        found = self.item_rows(
            f"t.issue = ? AND coalesce(m.read, 0) = 0{beyond} ORDER BY t.position {order} LIMIT 1",
            (issue,),
        )
        return found[0] if found else None

    # What a search does not show

    def hidden(self) -> frozenset[str]:
        """Items of copies and of the trash, and of samples where there is something else."""
        which = [
            "SELECT id FROM issues WHERE copy_of IS NOT NULL",
            "SELECT issue FROM state.removed",
        ]
        if not self.shows_samples():
            which.append("SELECT id FROM issues WHERE sample = 1")
        found = self._db.rows(
            f"SELECT t.id FROM ({' UNION '.join(which)}) AS i CROSS JOIN items AS t"
            " ON t.issue = i.id"
        )
        return frozenset(item for (item,) in found)

    def of_copies(self) -> frozenset[str]:
        """Items of copies that are not in the trash."""
        # CROSS JOIN keeps SQLite to this order: it would begin with all items.
        found = self._db.rows(
            "SELECT t.id FROM issues AS i CROSS JOIN items AS t ON t.issue = i.id"
            f" WHERE i.copy_of IS NOT NULL{self.kept}"
        )
        return frozenset(item for (item,) in found)

    def items_of(self, issues: Collection[str]) -> frozenset[str]:
        """The items of these issues."""
        found = self._db.rows(
            "SELECT id FROM items WHERE issue IN (SELECT value FROM json_each(?))",
            (rows.json(list(issues)),),
        )
        return frozenset(item for (item,) in found)


def _item_row(row: Sequence[Any]) -> ItemRow:
    *about, read, starred, tags, copy_of = row
    tags_in_order = tuple(sorted(tags.split("\x1f"))) if tags else ()
    return ItemRow(*(*about, bool(read), bool(starred), tags_in_order, copy_of))
