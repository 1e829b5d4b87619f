"""Which publication an issue belongs to, and what a person calls it.

A publication is told by its key: a mailing list's or a feed's own, else its name, else the folder
its issues lie in. The name shown is a person's, where `state.db` holds one, else the first its
documents gave. Names change, ids never do. Knows no document.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from crankreader.library import writing
from crankreader.library.connections import Connection
from crankreader.library.state import State
from crankreader.library.store import Library
from crankreader.model import Act, Issue

_FEWEST = 3
"""Issues in one folder, without a name of their own, that make a publication."""
_PLACES = frozenset(
    ("_posts", "_drafts", "archive", "archives", "blog", "content", "docs", "downloads",
     "documents", "emails", "export", "files", "html", "inbox", "issues", "letters", "mail",
     "mails", "markdown", "md", "newsletter", "newsletters", "pages", "posts", "published",
     "reports", "saved", "site", "source", "sources", "src", "text", "texts", "tmp", "txt",
     "web", "www")
)  # fmt: skip
"""Names of folders that say how texts are kept, not what they are."""


class Publications:
    """The publications of one library."""

    def __init__(self, library: Library, state: State) -> None:
        self._library = library
        self._state = state

    def known(self, issue: Issue, *, sample: bool) -> Issue:
        """The issue under the key and the name by which its publication is known here."""
        key = issue.publication_key or _key_by_name(issue)
        folder = _key_by_folder(issue)
        if key is None and issue.kind == "newsletter" and self._name(folder, sample) is not None:
            key = folder
        if key is None:
            return issue._replace(publication_key=f"issue:{issue.id}")
        name = self._name(key, sample) or issue.publication
        shown = writing.retitled(
            issue.display_title, issue.title, issue.publication or "", name or ""
        )
        return issue._replace(publication_key=key, publication=name, display_title=shown)

    def _name(self, key: str, sample: bool) -> str | None:
        found: str | None = self._library.db.value(
            "SELECT nullif(natural_name, '') FROM issues WHERE publication_key = ? AND sample = ?"
            " LIMIT 1",
            (key, sample),
        )
        return found

    def rename(self, old: str | None, new: str) -> Act:
        """Give a publication another name; one that another has makes the two one.

        Capitals and blanks make no other name: the spelling that is there is kept. None stands
        for the issues that have no publication.
        """
        new = self._spelling(old, new)
        rows = self._library.db.rows(
            "SELECT DISTINCT publication_key FROM issues WHERE publication = ?", (old or "",)
        )
        said = f"renamed {old or 'Articles'} to {new}"
        act = self._state.name_publications({key: new for (key,) in rows}, said)
        self.apply()
        return act

    def _spelling(self, old: str | None, new: str) -> str:
        """How another publication that has this name spells it."""
        names = self._library.db.rows(
            "SELECT DISTINCT publication FROM issues WHERE publication NOT IN ('', ?)", (old or "",)
        )
        wanted = writing.folded(new)
        there = sorted(name for (name,) in names if writing.folded(name) == wanted)
        return there[0] if there and new not in there else new

    def apply(self) -> None:
        """Show the names that a person gave, and no others: what `state.db` says counts. What
        issues are called after their publications follows.
        """
        with self._library.db.writing() as db:
            before = _shown(db)
            db.execute(writing.SHOW_NAMES)
            changed = {
                issue: name for issue, name in _shown(db).items() if before.get(issue) != name
            }
            for issue, name in changed.items():
                title, shown = db.row(
                    "SELECT title, display_title FROM issues WHERE id = ?", (issue,)
                )
                called = writing.retitled(shown, title, before.get(issue, ""), name)
                if called != shown:
                    db.execute("UPDATE issues SET display_title = ? WHERE id = ?", (called, issue))
            _enqueue(db, changed)

    def gather(self, directories: Collection[str], *, sample: bool) -> int:
        """Make publications of folders that hold several nameless issues; how many issues."""
        by_folder: dict[str, list[str]] = {}
        for issue, path in self._library.db.rows(
            "SELECT i.id, d.path FROM issues AS i JOIN documents AS d ON d.issue = i.id"
            " WHERE i.publication_key = 'issue:' || i.id AND i.natural_name = '' AND i.sample = ?"
            " AND i.kind = 'newsletter' GROUP BY i.id",
            (sample,),
        ):
            folder = os.path.dirname(os.fsdecode(path))
            if any(folder == base or folder.startswith(base + os.sep) for base in directories):
                by_folder.setdefault(folder, []).append(issue)
        gathered = 0
        with self._library.db.writing() as db:
            for folder, issues in by_folder.items():
                name = folder_name(folder)
                if len(issues) < _FEWEST or name is None:
                    continue
                db.executemany(
                    "UPDATE issues SET publication_key = ?, natural_name = ?, publication = ?"
                    " WHERE id = ?",
                    [(f"folder:{folder}", name, name, issue) for issue in issues],
                )
                _enqueue(db, issues)
                gathered += len(issues)
        if gathered:
            self.apply()
        return gathered


def folder_name(folder: str) -> str | None:
    """What the nearest folder that has a name of its own is called, in words."""
    for part in reversed(os.path.normpath(folder).split(os.sep)):
        bare = part.strip("._- ")
        is_place = bare.casefold() in _PLACES or part.casefold() in _PLACES
        if bare and not is_place and not bare.isdigit() and len(bare) > 2:
            return bare.replace("_", " ").replace("-", " ").strip()
    return None


def _key_by_name(issue: Issue) -> str | None:
    if issue.publication is None:
        return None
    folded = " ".join(issue.publication.casefold().split()).removeprefix("the ")
    return f"name:{folded}"


def _key_by_folder(issue: Issue) -> str:
    return f"folder:{os.path.dirname(issue.path)}"


def _shown(db: Connection) -> dict[str, str]:
    return dict(db.rows("SELECT id, publication FROM issues"))


def _enqueue(db: Connection, issues: Collection[str]) -> None:
    if not issues:
        return
    for issue in issues:
        items = db.rows("SELECT id FROM items WHERE issue = ?", (issue,))
        writing.enqueue(db, [id for (id,) in items])
    writing.revise(db, regrouped=True)
