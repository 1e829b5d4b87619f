"""Commands that show what documents are: parse, annotate, show.

`parse` and `annotate` look at files and leave no trace. Knows no format: `ingest` and `export` do.
"""

from __future__ import annotations

import os
import re
import stat
from typing import Any

from crankreader.cli.arguments import UsageError
from crankreader.cli.call import DONE, NOT_ALL, Call, GivesUp, standard_input
from crankreader.cli.shapes import failure_shape
from crankreader.model import Failure, Feed, Issue, Mention, Parsed

ID = re.compile("[it][a-z2-7]{16}")
_MOST_TEXT = 8 * 1024 * 1024


def parse(call: Call) -> int:
    paths = call.paths
    from crankreader import ingest
    from crankreader.ingest.converting import Converting

    documents: list[dict[str, object]] = []
    feeds: list[Feed] = []
    failed: list[Failure] = []
    shown = 0
    limits = call.settings.limits
    with Converting(limits) as converting:
        from crankreader.export import as_text, issue_document, issue_pieces

        stdin = standard_input(paths, limits)
        coming = ingest.read_all(paths, stdin=stdin, limits=limits, converting=converting)
        for outcome in coming:
            if isinstance(outcome, Failure):
                failed.append(outcome)
            elif isinstance(outcome, Feed):
                feeds.append(outcome)
                if not call.given.json:
                    call.output.data(f"{outcome.url}  {outcome.title or ''}".rstrip())
            elif call.given.json:
                documents.append(issue_document(outcome.issue, explain=call.given.explain))
            else:
                call.output.data("\n" * (2 * bool(shown)) + as_text(issue_pieces(outcome.issue)))
                _explain(call, outcome.issue)
            shown += isinstance(outcome, Parsed)
    if call.given.json:
        shapes = [failure_shape(failure) for failure in failed]
        listed = [feed._asdict() for feed in feeds]
        call.output.json({"documents": documents, "failed": shapes, "feeds": listed})
    for failure in failed:
        call.output.talk(f"{failure.path}: {failure.reason}")
    return NOT_ALL if failed or not (shown or feeds) else DONE


def _explain(call: Call, issue: Issue) -> None:
    if call.given.explain and issue.reasons:
        lines = (f"  {each.of}: {each.why} ({each.confidence:.0%})" for each in issue.reasons)
        call.output.data("\nWhy:\n" + "\n".join(lines))


def annotate(call: Call) -> int:
    """Offsets count the characters of the file as it is: nothing is cleaned or translated."""
    from crankreader import entities
    from crankreader.entities.own import read
    from crankreader.export import mention_document

    path = call.words[0]
    piped = standard_input(call.words, call.settings.limits)
    raw = _file_content(path) if piped is None else piped
    if len(raw) > _MOST_TEXT:
        raise GivesUp(f"{path}: larger than {_MOST_TEXT // 2**20} MB", NOT_ALL)
    text = raw.decode("utf-8", errors="replace")
    own = read(call.settings.entities_file)
    for problem in own.problems:
        call.output.talk(problem)
    known = entities.corrected(entities.dictionary(), own)
    mentions = entities.recognise(text, **_about(raw, path), known=known)
    if call.given.json:
        call.output.json({"mentions": [mention_document(mention) for mention in mentions]})
    else:
        rows = (
            (str(each.start), str(each.end), each.type, each.text, each.entity or "", _value(each))
            for each in mentions
        )
        call.output.table(("from", "to", "kind", "text", "entity", "value"), rows)
    return DONE if mentions else NOT_ALL


def _value(mention: Mention) -> str:
    value = mention.value
    shown = f"{value:g}" if isinstance(value, float) else str(value or "")
    return f"{shown} {mention.unit}" if mention.unit else shown


def _about(raw: bytes, path: str) -> dict[str, Any]:
    """What a document says of itself that helps to read it: its time, publication, language."""
    from crankreader import ingest

    try:
        issue = ingest.parse(raw, path)
    except ingest.Refused:
        return {}
    return {
        "period": issue.period or issue.date,
        "outlets": (issue.publication,) if issue.publication else (),
        "language": issue.language,
    }


def _file_content(path: str) -> bytes:
    try:
        # Non-blocking, so that a pipe or a terminal in place of a file cannot keep us waiting.
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with open(opened, "rb") as file:
            regular = stat.S_ISREG(os.fstat(opened).st_mode)
            raw = file.read(_MOST_TEXT + 1) if regular else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise GivesUp(f"{path}: {reason}", NOT_ALL) from error
    if not regular:
        raise GivesUp(f"{path}: not a file", NOT_ALL)
    return raw


def show(call: Call) -> int:
    from crankreader import export

    wanted = call.words[0]
    if not ID.fullmatch(wanted):
        raise UsageError(f"show wants an id, as `list` and `search` print it, not {wanted}")
    with call.library() as reader:
        try:
            if wanted[0] == "i":
                issue = reader.issue(wanted)
                document, pieces = export.issue_document(issue), export.issue_pieces(issue)
                language = issue.language
            else:
                reading = reader.reading(wanted)
                document, pieces = export.reading_document(reading), export.reading_pieces(reading)
                language = None
        except LookupError as error:
            raise GivesUp(f"Nothing has the id {wanted}.", NOT_ALL) from error
    form = "json" if call.given.json else call.given.format or "text"
    if form == "json":
        call.output.json(document)
    elif form == "html":
        call.output.data(export.as_html(pieces, language))
    else:
        call.output.data((export.as_markdown if form == "md" else export.as_text)(pieces))
    return DONE
