"""The rows of `crankreader list`: plain dictionaries, one table of SQL a kind. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from crankreader.library import rows
from crankreader.library.origins import publications_of
from crankreader.library.shelves import Shelves
from crankreader.library.store import Library
from crankreader.model import ItemRow

_FROM = {
    "sections": (
        ("id", "issue", "publication", "title", "items"),
        "SELECT t.issue || '/' || t.section, t.issue, nullif(i.publication, ''), s.title, count(*)"
        " FROM items AS t JOIN issues AS i ON i.id = t.issue"
        " JOIN sections AS s ON s.issue = t.issue AND s.number = t.section"
        " WHERE {those} GROUP BY t.issue, t.section"
        " ORDER BY i.place DESC, i.id DESC, t.section",
    ),
    "sources": (
        ("id", "name", "outlet", "title", "url", "items", "issues"),
        "SELECT coalesce(outlet, c.title, url), coalesce(outlet, c.title, url), outlet,"
        " CASE WHEN outlet IS NULL THEN c.title END, CASE WHEN outlet IS NULL THEN url END,"
        " count(DISTINCT t.id), count(DISTINCT t.issue)"
        " FROM sources AS c JOIN items AS t ON t.number = c.item JOIN issues AS i ON i.id = t.issue"
        " WHERE {those} GROUP BY 1 ORDER BY count(DISTINCT t.id) DESC, 1",
    ),
    "entities": (
        ("id", "name", "type", "mentions", "items", "issues"),
        "SELECT n.entity, coalesce(max(n.name), max(n.text)), max(n.type), count(*),"
        " count(DISTINCT t.id), count(DISTINCT t.issue)"
        " FROM mentions AS n JOIN items AS t ON t.number = n.item"
        " JOIN issues AS i ON i.id = t.issue"
        " WHERE n.entity IS NOT NULL AND {those} GROUP BY 1 ORDER BY count(*) DESC, 1",
    ),
}


def listing(
    library: Library, shelves: Shelves, kind: str, items: Collection[str] | None
) -> list[dict[str, Any]]:
    """Rows of a kind, over these items or over all that count.

    KeyError when there is no such kind.
    """
    those = shelves.counted
    values: tuple[str, ...] = ()
    if items is not None:
        those, values = "t.id IN (SELECT value FROM json_each(?))", (rows.json(list(items)),)
    if kind == "items":
        found = shelves.item_rows(f"{those} ORDER BY i.place DESC, i.id DESC, t.position", values)
        return [_item(row) for row in found]
    if kind in ("issues", "publications"):
        issues = library.db.rows(
            f"SELECT DISTINCT i.id FROM issues AS i JOIN items AS t ON t.issue = i.id WHERE {those}"
            if items is not None
            else f"SELECT i.id FROM issues AS i WHERE {those}",
            values,
        )
        ids = [id for (id,) in issues]
        if kind == "issues":
            return _issues(shelves, ids)
        feeds = {name: url for url, name in publications_of(library.db).items()}
        return _publications(shelves, ids, feeds)
    names, sql = _FROM[kind]
    return [
        dict(zip(names, row, strict=True))
        for row in library.db.rows(sql.format(those=those), values)
    ]


def _item(row: ItemRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "issue": row.issue,
        "title": row.title,
        "display_title": row.display_title,
        "publication": row.publication,
        "section": row.section,
        "date": row.date,
        "read": row.is_read,
        "starred": row.is_starred,
        "tags": list(row.tags),
        "copy_of": row.copy_of,
    }


def _issues(shelves: Shelves, ids: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "publication": row.publication,
            "title": row.title,
            "display_title": row.display_title,
            "kind": row.kind,
            "period": row.period,
            "date": row.date,
            "items": row.items,
            "unread": row.unread,
            "copies": row.copies,
            "sample": row.is_sample,
        }
        for row in shelves.issue_rows(ids)
    ]


def _publications(
    shelves: Shelves, ids: list[str], feeds: Mapping[str | None, str]
) -> list[dict[str, Any]]:
    groups: dict[str | None, dict[str, Any]] = {}
    for row in shelves.issue_rows(ids):
        group = groups.setdefault(
            row.publication,
            {
                "id": row.publication,
                "name": row.publication,
                "issues": 0,
                "items": 0,
                "unread": 0,
                "sample": row.is_sample,
                "feed": feeds.get(row.publication),
            },
        )
        group["issues"] += 1
        group["items"] += row.items
        group["unread"] += row.unread
    # What only the trash or copies have stands in no group of the shelves: it comes last.
    order = {row.name: number for number, row in enumerate(shelves.publications())}
    return [groups[name] for name in sorted(groups, key=lambda name: order.get(name, len(order)))]
