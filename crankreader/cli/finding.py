"""Commands that look into the library and change nothing: the overview, list, search.

Knows the reader's answers, not where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from crankreader import __version__
from crankreader.cli.arguments import UsageError
from crankreader.cli.call import DONE, NOT_ALL, Call, GivesUp, said
from crankreader.cli.shapes import (
    NO_DOSSIER,
    dossier_shape,
    feed_row_shape,
    problems_shape,
    results_shape,
    search_shape,
)
from crankreader.model import Entity, Hit, IssueRow, counted

if TYPE_CHECKING:
    from crankreader.analysis import Dossier
    from crankreader.reader import Kind, Reader

    ListKind = Kind | Literal["feeds", "searches"]

COLUMNS: dict[ListKind, tuple[str, ...]] = {
    "publications": ("name", "issues", "items", "unread"),
    "issues": ("id", "date", "publication", "display_title", "unread", "items"),
    "sections": ("issue", "publication", "title", "items"),
    "items": ("id", "date", "publication", "section", "display_title"),
    "sources": ("name", "url", "items", "issues"),
    "entities": ("id", "name", "type", "mentions", "items", "issues"),
    "feeds": ("url", "title", "folder", "succeeded", "problem"),
    "searches": ("name", "query", "unread", "total"),
}
"""The kinds of `list`, and the keys of their rows that people are shown."""
_NEWEST = 5

_HOW_TO_BEGIN = """\
crankreader {version}: nothing to read yet.

  crankreader add PATH       takes documents in
  crankreader                opens the reader, in a terminal; at first it shows samples
  crankreader --help         says what else there is
"""
_HOW_TO_GO_ON = """
  crankreader                opens the reader, in a terminal
  crankreader search WORDS   searches everything
  crankreader show ID        prints an issue or an item
  crankreader --help         says what else there is
"""


def overview(call: Call) -> int:
    """What stands in for the reader where there is no terminal. Makes no library."""
    if not call.settings.library_file.exists():
        call.output.data(_HOW_TO_BEGIN.format(version=__version__))
        return DONE
    with call.library() as reader:
        if reader.is_empty():
            call.output.data(_HOW_TO_BEGIN.format(version=__version__))
            return DONE
        unread, starred = reader.counts()
        newest = [
            issue
            for publication in reader.publications()
            for issue in reader.issues(
                publication.name, sample=publication.is_sample, limit=_NEWEST
            )
        ]
    call.output.data(f"crankreader {__version__}: {unread} unread, {starred} starred\n\n")
    newest.sort(key=_newest_first, reverse=True)
    for issue in newest[:_NEWEST]:
        call.output.data(f"  {issue.id}  {_issue_line(issue)}")
    call.output.data(_HOW_TO_GO_ON)
    return DONE


def _newest_first(issue: IssueRow) -> str:
    return issue.date or issue.period or ""


def _issue_line(issue: IssueRow) -> str:
    name = issue.display_title
    if issue.publication and not name.startswith(issue.publication):
        name = f"{issue.publication} · {name}"
    return f"{name}  ({issue.unread} of {issue.items} unread)"


def list_kind(call: Call) -> int:
    kind = next((kind for kind in COLUMNS if kind == call.words[0]), None)
    if kind is None:
        raise UsageError(f"list wants one of {', '.join(COLUMNS)}, not {call.words[0]}")
    from crankreader.reader import QueryProblem

    query = said(" ".join(call.words[1:]))
    with call.library() as reader:
        try:
            rows, total = _listing(reader, kind, query or None)
        except QueryProblem as problem:
            if call.given.json:
                call.output.json(
                    {kind: [], "total": 0, "problems": problems_shape(problem.problems)}
                )
            raise
    if call.given.json:
        call.output.json({kind: rows, "total": total})
    else:
        columns = COLUMNS[kind]
        titles = [column.removeprefix("display_") for column in columns]
        call.output.table(titles, ([_cell(row, name) for name in columns] for row in rows))
    return DONE if rows else NOT_ALL


def _listing(reader: Reader, kind: ListKind, query: str | None) -> tuple[list[dict[str, Any]], int]:
    """Feeds and saved searches are no part of the library's documents: for them the query is a
    publication's name, and a name of their own.
    """
    if kind == "searches":
        return _searches(reader, query)
    if kind != "feeds":
        return reader.listing(kind, query)
    wanted = None if query is None else reader.feeds_of(query)
    rows = [feed_row_shape(f) for f in reader.feeds() if wanted is None or f.url in wanted]
    return rows, len(rows)


def _searches(reader: Reader, name: str | None) -> tuple[list[dict[str, Any]], int]:
    saved = [
        search
        for search in reader.saved_searches()
        if name is None or search.name.casefold() == name.casefold()
    ]
    queries = [search.query for search in saved]
    numbers = zip(saved, reader.unread_of(queries), reader.totals_of(queries), strict=True)
    rows = [search_shape(search, unread, total) for search, unread, total in numbers]
    return rows, len(rows)


def _cell(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if value is None and name == "date":
        value = row.get("period")
    if value is None and name == "name":
        return "Articles"
    return "" if value is None else str(value)


def search(call: Call) -> int:
    with call.library() as reader:
        results = reader.search(
            call.query,
            order=call.given.sort,
            limit=call.given.limit or call.settings.search_limit,
            facets=call.given.facets,
        )
    if call.given.json:
        call.output.json(results_shape(results))
    else:
        for hit in results.hits:
            call.output.data(_hit_lines(hit))
        for name, values in results.facets.items():
            counts = ", ".join(f"{value} {count}" for value, count in values[:10])
            if counts:
                call.output.data(f"{name}: {counts}")
        shown = f", {len(results.hits)} shown" if len(results.hits) < results.total else ""
        call.output.talk(f"{results.total} found{shown}.")
    for problem in results.problems:
        call.output.talk(f"At character {problem.at + 1} of the query: {problem.message}")
    if results.corrected:
        call.output.talk(f"Did you mean: {results.corrected}")
    if results.notice:
        call.output.talk(results.notice)
    return NOT_ALL if results.problems or not results.total else DONE


def _hit_lines(hit: Hit) -> str:
    place = " · ".join(part for part in (hit.publication, hit.section, hit.date) if part)
    mark = "★ " if hit.is_starred else ""
    return f"{mark}{hit.title}\n  {hit.item}  {place}\n  {' '.join(hit.snippet.split())}\n\n"


def entity(call: Call) -> int:
    """A dossier; of several that are called so, the one that texts name most."""
    wanted = " ".join(call.words)
    with call.library() as reader:
        for problem in reader.name_problems:
            call.output.talk(problem)
        found = reader.entities_named(wanted)
        dossier = reader.dossier(found[0].id) if found else None
    if dossier is None:
        if call.given.json:
            call.output.json(NO_DOSSIER)
        raise GivesUp(f"Nobody and nothing here is called “{wanted}”.", NOT_ALL)
    if call.given.json:
        call.output.json(dossier_shape(dossier))
    else:
        call.output.data(_dossier_lines(dossier))
    if len(found) > 1:
        others = ", ".join(f"{each.name} ({each.id})" for each in found[1:])
        call.output.talk(f"“{wanted}” may also be {others}.")
    return DONE if dossier.mentions else NOT_ALL


def _dossier_lines(dossier: Dossier) -> str:
    entity = dossier.entity
    facts = [entity.type, entity.description, _country(entity), entity.id]
    lines = [entity.name, "  " + " · ".join(fact for fact in facts if fact)]
    if entity.aliases:
        lines.append(f"  also {', '.join(entity.aliases)}")
    lines.append(
        f"  {counted(dossier.mentions, 'mention')} in {counted(dossier.items, 'item')}"
        f" of {counted(len(dossier.issues), 'issue')}"
    )
    lines += [
        f"    {each.date or '':<10} {each.mentions:>4}  {each.title}" for each in dossier.issues
    ]
    if dossier.companions:
        named = ", ".join(f"{other.name} {count}" for other, count in dossier.companions)
        lines.append(f"  named with {named}")
    for each in dossier.said:
        lines.append(f"\n  {each.item}\n  {' '.join(each.text.split())}")
    return "\n".join(lines) + "\n"


def _country(entity: Entity) -> str | None:
    return entity.country.partition("/")[2].replace("-", " ").title() if entity.country else None
