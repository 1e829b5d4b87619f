"""Commands that a person can take back: mark, remove, undo.

Knows the reader's verbs and their words for what was done; nothing of how it is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crankreader.cli.arguments import UsageError
from crankreader.cli.call import DONE, NOT_ALL, Call, GivesUp, said
from crankreader.cli.documents import ID
from crankreader.cli.shapes import act_shape
from crankreader.model import Act

if TYPE_CHECKING:
    from crankreader.reader import Reader

_PAGE = 500


def mark(call: Call) -> int:
    given = call.given
    if (given.read and given.unread) or (given.star and given.unstar):
        raise UsageError("mark cannot do both at once")
    read = True if given.read else False if given.unread else None
    starred = True if given.star else False if given.unstar else None
    if read is None and starred is None and not given.tag and not given.untag:
        raise UsageError("mark wants --read, --unread, --star, --unstar, --tag or --untag")
    with call.library() as reader:
        items = reader.select(call.query)
        tag, untag = (said(each) if each else None for each in (given.tag, given.untag))
        act = reader.mark(items, read=read, starred=starred, tag=tag, untag=untag)
        reader.maintain()
    _tell(call, act, "changed", "It is so already." if items else "Nothing found.")
    return DONE if items else NOT_ALL


def remove(call: Call) -> int:
    given = call.given
    if sum((bool(call.words), given.publication is not None, given.samples)) != 1:
        raise UsageError("remove wants QUERY|ID, --publication NAME or --samples")
    with call.library() as reader:
        issues = [] if given.samples else _issues_meant(call, reader)
        act = reader.remove_samples() if given.samples else reader.remove(issues)
    _tell(call, act, "removed", "Nothing found.")
    return DONE if act.changed else NOT_ALL


def _tell(call: Call, act: Act, count: str, nothing: str) -> None:
    """What was done and how to take it back; `nothing` where nothing changed."""
    if call.given.json:
        call.output.json(act_shape(act, count))
    elif act.changed:
        call.output.data(f"{act.name}; `crankreader undo` takes it back")
    if not act.changed:
        call.output.talk(nothing)


def _issues_meant(call: Call, reader: Reader) -> list[str]:
    if call.given.publication is not None:
        return _issues_of(reader, said(call.given.publication))
    if not ID.fullmatch(call.query):
        rows, _ = reader.listing("issues", call.query)
        return [str(row["id"]) for row in rows]
    try:
        if call.query[0] == "i":
            return [reader.issue(call.query).id]
        return [reader.reading(call.query).issue.id]
    except LookupError as error:
        raise GivesUp(f"Nothing has the id {call.query}.", NOT_ALL) from error


def _issues_of(reader: Reader, publication: str) -> list[str]:
    issues: list[str] = []
    while page := reader.issues(publication, offset=len(issues), limit=_PAGE):
        issues.extend(row.id for row in page)
    return issues


def undo(call: Call) -> int:
    with call.library() as reader:
        act = reader.undo()
    if call.given.json:
        call.output.json(
            {"undone": act.name if act else None, "changed": act.changed if act else 0}
        )
    elif act is not None:
        call.output.data(f"undone: {act.name}")
    else:
        call.output.talk("There is nothing to undo.")
    return DONE if act is not None else NOT_ALL
