"""What the library answers, as the plain data that `--json` prints.

Pure. Issues and items have their shapes in `export`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

from crankreader.model import (
    Act,
    Check,
    Failure,
    FeedReport,
    Hit,
    Problem,
    Report,
    Results,
    SavedSearch,
    Status,
)

if TYPE_CHECKING:
    from crankreader.analysis import Dossier
    from crankreader.library.origins import FeedRow

FACETS = ("publication", "section", "outlet", "entity", "month", "state")


def failure_shape(failure: Failure) -> dict[str, Any]:
    return failure._asdict()


def report_shape(report: Report) -> dict[str, Any]:
    return report._asdict()


def reports_shape(reports: Iterable[Report]) -> dict[str, Any]:
    documents = [report_shape(report) for report in reports]
    counts: dict[str, int] = dict.fromkeys(get_args(Status), 0)
    for document in documents:
        counts[document["status"]] += 1
    return {"documents": documents, "counts": counts}


def feed_shape(feed: FeedReport) -> dict[str, Any]:
    return feed._asdict()


def feed_row_shape(feed: FeedRow) -> dict[str, Any]:
    """A feed that is followed; times to the second, in UTC."""
    return {
        "id": feed.url,
        "url": feed.url,
        "title": feed.title,
        "folder": feed.folder,
        "added": _second(feed.added),
        "tried": _second(feed.tried),
        "succeeded": _second(feed.succeeded),
        "failures": feed.failures,
        "code": feed.code,
        "problem": feed.problem,
    }


def search_shape(search: SavedSearch, unread: int | None, total: int | None) -> dict[str, Any]:
    """A saved search and what it finds; null where something is wrong with it or the index."""
    return {
        "id": search.name,
        "name": search.name,
        "query": search.query,
        "unread": unread,
        "total": total,
    }


def _second(at: float | None) -> str | None:
    return None if at is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def incoming_shape(reports: Iterable[Report], feeds: Iterable[FeedReport]) -> dict[str, Any]:
    """What became of the documents and the feeds of one run, and how many feeds are new."""
    shapes = [feed_shape(feed) for feed in feeds]
    subscribed = sum(shape["status"] == "subscribed" for shape in shapes)
    return {**reports_shape(reports), "feeds": shapes, "subscribed": subscribed}


def results_shape(results: Results) -> dict[str, Any]:
    return {
        "query": results.query,
        "total": results.total,
        "took_ms": round(results.took_ms, 1),
        "order": results.order,
        "corrected": results.corrected,
        "problems": problems_shape(results.problems),
        "notice": results.notice,
        "hits": [_hit_shape(hit) for hit in results.hits],
        "facets": {
            name: [[value, count] for value, count in results.facets.get(name, ())]
            for name in FACETS
        },
    }


def problems_shape(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [{"at": each.at, "message": each.message} for each in problems]


def _hit_shape(hit: Hit) -> dict[str, Any]:
    return {
        "item": hit.item,
        "issue": hit.issue,
        "title": hit.title,
        "publication": hit.publication,
        "section": hit.section,
        "date": hit.date,
        "score": round(hit.score, 3),
        "snippet": hit.snippet,
        "matches": [[span.start, span.end] for span in hit.matches],
        "read": hit.is_read,
        "starred": hit.is_starred,
    }


NO_DOSSIER: dict[str, Any] = {
    "entity": None,
    "mentions": 0,
    "items": 0,
    "issues": [],
    "first": None,
    "last": None,
    "seen": [],
    "companions": [],
    "sentences": [],
}


def dossier_shape(dossier: Dossier) -> dict[str, Any]:
    entity = dossier.entity
    return {
        "entity": {
            "id": entity.id,
            "type": entity.type,
            "name": entity.name,
            "aliases": list(entity.aliases),
            "country": entity.country,
            "description": entity.description,
        },
        "mentions": dossier.mentions,
        "items": dossier.items,
        "issues": [[each.issue, each.date, each.mentions] for each in dossier.issues],
        "first": dossier.first,
        "last": dossier.last,
        "seen": [[text, count] for text, count in dossier.seen],
        "companions": [[other.id, count] for other, count in dossier.companions],
        "sentences": [
            {
                "item": said.item,
                "start": said.start,
                "end": said.end,
                "text": said.text,
                "in_title": said.in_title,
                "figures": list(said.figures),
            }
            for said in dossier.said
        ],
    }


def act_shape(act: Act, count: str) -> dict[str, Any]:
    """How many things an act changed, under the name `count`, and what `undo` would take back."""
    return {count: act.changed, "undo": act.name if act.changed else None}


def checks_shape(checks: Iterable[Check]) -> dict[str, Any]:
    shapes = [check._asdict() for check in checks]
    return {"ok": all(shape["ok"] for shape in shapes), "checks": shapes}
