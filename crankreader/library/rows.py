"""Model values as rows and back. Reads what it is asked for; writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from json import JSONEncoder
from json import loads as from_json
from typing import Any

from crankreader.library.connections import Connection
from crankreader.model import (
    Issue,
    Item,
    Link,
    Marked,
    Mention,
    Reason,
    Section,
    Source,
    Span,
    Subheading,
)

__all__ = ["from_json"]

# ASCII: a path may hold what is no text, and SQLite takes none of that.
json = JSONEncoder(separators=(",", ":")).encode
_text_json = JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

_THESE = "(SELECT value FROM json_each(?))"


def numbered(issue: Issue) -> Iterator[tuple[int, Item]]:
    """The items in order, each with the number of its section."""
    for number, section in enumerate(issue.sections):
        for item in section.items:
            yield number, item


def moment(time: float) -> str:
    """A point in time as text that sorts."""
    return datetime.datetime.fromtimestamp(time, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def last_day(date: str | None) -> str | None:
    """The last day of a year, a month or a day in ISO 8601; None where it is no such thing."""
    try:
        numbers = [int(number) for number in (date or "").split("-")]
        if len(numbers) == 1:
            return datetime.date(numbers[0], 12, 31).isoformat()
        if len(numbers) == 2:
            in_next_month = datetime.date(numbers[0], numbers[1], 28) + datetime.timedelta(days=4)
            return (in_next_month - datetime.timedelta(days=in_next_month.day)).isoformat()
        return datetime.date(*numbers[:3]).isoformat()
    except (ValueError, OverflowError):
        return None


def details(issue: Issue) -> str:
    """What only the whole issue is asked for, as JSON."""
    return json(
        {
            "path": issue.path,
            "language": issue.language,
            "authors": issue.authors,
            "editors": issue.editors,
            "fields": issue.fields,
            "furniture": issue.furniture,
            "warnings": issue.warnings,
            "reasons": [(reason.of, reason.why, reason.confidence) for reason in issue.reasons],
            "member": issue.member,
            "url": issue.url,
            "unplaced": [_link_values(link) for link in issue.unplaced],
        }
    )


def body(item: Item) -> str:
    """What only the item being read is asked for, as JSON."""
    return _text_json(
        {
            "paragraphs": item.paragraphs,
            "authors": item.authors,
            "subheadings": [(one.before, one.title) for one in item.subheadings],
            "captions": item.captions,
            "related": [_link_values(link) for link in item.related],
            "links": [_link_values(link) for link in item.links],
        }
    )


def issue(db: Connection, id: str) -> Issue:
    """KeyError when there is none."""
    found = db.row(
        "SELECT format, kind, nullif(publication, ''), publication_key, title, display_title,"
        " period, date, body"
        " FROM issues JOIN details ON issue = id WHERE id = ?",
        (id,),
    )
    if found is None:
        raise KeyError(id)
    format, kind, publication, key, title, display_title, period, date, rest = found
    more = from_json(rest)
    return Issue(
        id=id,
        path=more["path"],
        format=format,
        kind=kind,
        publication=publication,
        title=title,
        display_title=display_title,
        sections=_sections(db, id),
        period=period,
        date=date,
        language=more["language"],
        authors=tuple(more["authors"]),
        editors=tuple(more["editors"]),
        fields=tuple((name, value) for name, value in more["fields"]),
        furniture=tuple(more["furniture"]),
        warnings=tuple(more["warnings"]),
        reasons=tuple(Reason(*values) for values in more["reasons"]),
        member=more.get("member"),
        publication_key=None if key.startswith("issue:") else key,
        url=more.get("url"),
        unplaced=tuple(_link(values) for values in more.get("unplaced", ())),
    )


def _sections(db: Connection, issue: str) -> tuple[Section, ...]:
    found = db.rows("SELECT id, section FROM items WHERE issue = ? ORDER BY position", (issue,))
    there = items(db, [id for id, _ in found])
    among: dict[int, list[Item]] = {}
    for id, number in found:
        among.setdefault(number, []).append(there[id])
    return tuple(
        Section(title, tuple(among.get(number, ())))
        for number, title in db.rows(
            "SELECT number, title FROM sections WHERE issue = ? ORDER BY number", (issue,)
        )
    )


def items(db: Connection, ids: Sequence[str]) -> dict[str, Item]:
    """Items by id, those there are, in the order of `ids`."""
    among = json(ids)
    cited = _sources(db, among)
    there = {
        id: _item(id, title, display_title, date, from_json(rest), tuple(cited.get(number, ())))
        for number, id, title, display_title, date, rest in db.rows(
            f"SELECT number, id, title, display_title, date, body FROM items WHERE id IN {_THESE}",
            (among,),
        )
    }
    return {id: there[id] for id in ids if id in there}


def _item(
    id: str,
    title: str | None,
    display_title: str,
    date: str | None,
    rest: dict[str, Any],
    sources: tuple[Source, ...],
) -> Item:
    return Item(
        id=id,
        title=title,
        display_title=display_title,
        paragraphs=tuple(rest["paragraphs"]),
        date=date,
        authors=tuple(rest["authors"]),
        subheadings=tuple(Subheading(*values) for values in rest["subheadings"]),
        captions=tuple(rest["captions"]),
        sources=sources,
        related=tuple(_link(values) for values in rest["related"]),
        links=tuple(_link(values) for values in rest["links"]),
    )


def _sources(db: Connection, among: str) -> dict[int, list[Source]]:
    cited: dict[int, list[Source]] = {}
    for item, outlet, authors, title, url in db.rows(
        "SELECT item, outlet, authors, sources.title, url"
        " FROM items CROSS JOIN sources ON item = items.number"
        f" WHERE items.id IN {_THESE} ORDER BY item, sources.number",
        (among,),
    ):
        source = Source(outlet, tuple(from_json(authors)), title, url)
        cited.setdefault(item, []).append(source)
    return cited


def _link_values(link: Link) -> tuple[object, ...]:
    span = (link.span.start, link.span.end) if link.span else None
    return (link.text, link.url, span, link.original)


def _link(values: Sequence[Any]) -> Link:
    text, url, span, *original = values
    return Link(text, url, Span(*span) if span else None, *original)


def mention_values(mention: Mention) -> tuple[object, ...]:
    """The fields in the order of their columns."""
    return (*mention[:-1], " ".join(mention.candidates))


def marked(db: Connection, item: str) -> Marked:
    """The mentions of one item; none when it was not tagged."""
    over: dict[int, list[Mention]] = {0: [], 1: []}
    for in_title, *values in db.rows(
        "SELECT in_title, start, end, text, type, entity, name, value, unit, rule, confidence,"
        " candidates FROM mentions WHERE item = (SELECT number FROM items WHERE id = ?)"
        " ORDER BY start",
        (item,),
    ):
        *fields, candidates = values
        over[in_title].append(Mention(*fields)._replace(candidates=tuple(candidates.split())))
    return Marked(title=tuple(over[1]), text=tuple(over[0]))


def texts(db: Connection, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The fields of `store.Text` for items, in the order of `ids`."""
    among = json(ids)
    named: dict[str, dict[tuple[str, str], None]] = {}
    for id, entity, name, text in db.rows(
        "SELECT DISTINCT items.id, entity, coalesce(name, ''), text"
        " FROM items CROSS JOIN mentions ON item = items.number"
        f" WHERE items.id IN {_THESE} AND entity IS NOT NULL",
        (among,),
    ):
        for word in {name, text} - {""}:
            named.setdefault(id, {})[entity, word] = None
    about = {
        row[0]: row[1:]
        for row in db.rows(
            "SELECT t.id, t.issue, s.title, nullif(i.publication, ''),"
            " coalesce(t.date, i.date, i.period)"
            " FROM items AS t JOIN issues AS i ON i.id = t.issue"
            " JOIN sections AS s ON s.issue = t.issue AND s.number = t.section"
            f" WHERE t.id IN {_THESE}",
            (among,),
        )
    }
    for id, item in items(db, ids).items():
        issue_id, section, publication, date = about[id]
        yield (
            id,
            issue_id,
            item.title,
            item.display_title,
            item.text,
            section,
            publication,
            item.sources,
            item.authors,
            tuple(named.get(id, ())),
            date,
        )
