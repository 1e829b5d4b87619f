"""Commands that a person can take back: mark, remove, undo.

Knows the reader's verbs and their words for what was done; nothing of how it is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crankreader.cli.arguments import UsageError
from crankreader.cli.call import DONE, NOT_ALL, Call, GivesUp, said
from crankreader.cli.documents import ID
from crankreader.cli.shapes import act_shape
from crankreader.model import Act

if TYPE_CHECKING:
    from crankreader.reader import Reader

_PAGE = 500
_PLACE = re.compile(r"\w+://|/|\.\.?/")
"""How an address and a directory begin, and no query does."""


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
        if _PLACE.match(call.query):
            return _stop_following(call, reader)
        if given.samples:
            act = reader.remove_samples()
        elif given.publication is not None:
            act = _remove_publication(reader, said(given.publication))
        else:
            act = reader.remove(_issues_meant(call, reader))
    _tell(call, act, "removed", "Nothing found.")
    return DONE if act.changed else NOT_ALL


def _remove_publication(reader: Reader, name: str) -> Act:
    """Its issues and its feeds; a feed that has brought nothing yet has only its title."""
    issues, feeds = _issues_of(reader, name), reader.feeds_of(name)
    return reader.remove(issues, feeds) if issues else reader.unsubscribe(feeds)


def _stop_following(call: Call, reader: Reader) -> int:
    """What came from there stays."""
    feeds = reader.feeds_of(call.query)
    if feeds or "://" in call.query:
        act = reader.unsubscribe(feeds)
        _tell(call, act, "removed", "No feed of that address is followed.")
        return DONE if act.changed else NOT_ALL
    has_left = reader.leave_directory(call.words[0])
    if call.given.json:
        call.output.json({"removed": int(has_left), "undo": None})
    elif has_left:
        call.output.data("refresh no longer looks through it; adding it again takes that back")
    else:
        call.output.talk("That directory was not added.")
    return DONE if has_left else NOT_ALL


def _tell(call: Call, act: Act, count: str, nothing: str) -> None:
    """What was done and how to take it back; `nothing` where nothing changed."""
    if call.given.json:
        call.output.json(act_shape(act, count))
    elif act.changed:
        call.output.data(f"{act.name}; `crankreader undo` takes it back")
    if not act.changed:
        call.output.talk(nothing)


def _issues_meant(call: Call, reader: Reader) -> list[str]:
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
