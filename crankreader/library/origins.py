"""Where documents come from again and again: feeds that are followed, directories that were added.

Keeps in `state.db` when each was last looked at and what came of it. To follow a feed or to stop
is an act, and for `state`. Knows no parser, and nothing of how a feed is fetched.
"""

from __future__ import annotations

from typing import NamedTuple

from crankreader.library.connections import Connection, Connections
from crankreader.library.writing import folded, path_bytes
from crankreader.model import Feed


class FeedRow(NamedTuple):
    """A feed that is followed. Times are seconds since 1970."""

    url: str
    title: str | None
    folder: str | None
    added: float
    etag: str | None = None
    modified: str | None = None
    """What its server wants to hear, to say whether anything is new."""
    tried: float | None = None
    succeeded: float | None = None
    code: str | None = None
    problem: str | None = None
    """Why it failed the last time, as a code and as a sentence."""
    failures: int = 0
    """In a row."""
    location: str | None = None
    """Where its server says that it stands now; its address stays what its issues know it by."""


FEED_COLUMNS = FeedRow._fields


class DirectoryRow(NamedTuple):
    """A directory that was added."""

    path: str
    """Absolute."""
    added: float
    walked: float | None = None


def values_of(feed: Feed, now: float) -> list[object]:
    """A feed that nobody has asked yet, as the columns of its row."""
    return list(FeedRow(feed.url, feed.title, feed.folder, now))


class Origins:
    """What one person's library comes from."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def feeds(self) -> tuple[FeedRow, ...]:
        """By folder and title."""
        found = self._connections.here.rows(
            f"SELECT {', '.join(FEED_COLUMNS)} FROM feeds"
            " ORDER BY folder IS NOT NULL, folder, coalesce(title, url), url"
        )
        return tuple(FeedRow(*row) for row in found)

    def directories(self) -> tuple[DirectoryRow, ...]:
        found = self._connections.here.rows("SELECT path, added, walked FROM directories")
        return tuple(
            DirectoryRow(path.decode("utf-8", "surrogatepass"), added, walked)
            for path, added, walked in found
        )

    def answered(self, url: str, at: float, now: FeedRow) -> None:
        """A feed answered, if only that nothing is new: its title, where it stands and what its
        server wants to hear the next time are as in `now`.
        """
        with self._connections.here.writing() as db:
            db.execute(
                "UPDATE feeds SET tried = ?, succeeded = ?, title = ?, etag = ?, modified = ?,"
                " location = ?, code = NULL, problem = NULL, failures = 0 WHERE url = ?",
                (at, at, now.title, now.etag, now.modified, now.location, url),
            )

    def failed(self, url: str, at: float, code: str, problem: str) -> None:
        """A feed did not answer, or with what is none; the next time its own address is asked."""
        with self._connections.here.writing() as db:
            db.execute(
                "UPDATE feeds SET tried = ?, code = ?, problem = ?, failures = failures + 1,"
                " location = NULL WHERE url = ?",
                (at, code, problem, url),
            )

    def walked(self, path: str, at: float) -> None:
        """A directory, by its absolute path, was looked through, for the first time or again."""
        with self._connections.here.writing() as db:
            db.execute(
                "INSERT INTO directories VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET walked = ?",
                (path_bytes(path), at, at, at),
            )

    def leave(self, path: str) -> bool:
        """Look through a directory no more; whether it was one of those."""
        with self._connections.here.writing() as db:
            gone = db.execute("DELETE FROM directories WHERE path = ?", (path_bytes(path),))
            return gone.rowcount > 0


def publications_of(db: Connection) -> dict[str, str | None]:
    """Feed → the publication that most of its issues are of, where it has any.

    Its issues are those that came of it, else those that came in by some other way before it was
    followed and name the same feed. Takes a connection to `library.db` with the state attached.
    """
    found = db.rows(
        "SELECT f.url, nullif(i.publication, '') FROM state.feeds AS f"
        " CROSS JOIN documents AS d ON d.path = CAST(f.url AS BLOB)"
        " JOIN issues AS i ON i.id = d.issue"
        " GROUP BY f.url, i.publication ORDER BY count(*)"
    )
    others = db.rows(
        "WITH named AS (SELECT publication_key AS key, natural_name AS name, publication,"
        " count(*) AS issues FROM issues WHERE publication_key BETWEEN 'feed:' AND 'feed;'"
        " GROUP BY 1, 2, 3)"
        " SELECT f.url, nullif(named.publication, '') FROM state.feeds AS f"
        " JOIN named ON named.key = 'feed:' || f.url OR named.name = f.title"
        " WHERE NOT EXISTS (SELECT 1 FROM documents WHERE path = CAST(f.url AS BLOB))"
        " ORDER BY named.issues"
    )
    return dict(others) | dict(found)


def feeds_of(publication: str, db: Connection, origins: Origins) -> frozenset[str]:
    """The feeds that a publication comes from, by its name; or one by its title or address."""
    name = folded(publication)
    shown = publications_of(db)
    return frozenset(
        feed.url
        for feed in origins.feeds()
        if name in (folded(feed.url), folded(feed.title or ""), folded(shown.get(feed.url) or ""))
    )
