"""What the line under the search box says of an answer."""

from __future__ import annotations

from crankreader.model import Problem, Results, counted
from crankreader.query import parse, typed
from crankreader.safety import one_line
from crankreader.tui.widgets.line_list import Pieces


def wrong(results: Results, is_typing: bool) -> tuple[Problem, ...]:
    """What is wrong with the query."""
    if results.problems or results.total or is_typing:
        return results.problems
    # While one types, an unfinished end is no problem; once the typing rests it may be why.
    return parse(results.query).problems


def state_of(results: Results, is_typing: bool) -> Pieces:
    """What the line under the box says: what is wrong, else how many and in which order."""
    problems = wrong(results, is_typing)
    if problems:
        others = f" · {counted(len(problems) - 1, 'problem')} more" if problems[1:] else ""
        rest = f" · {counted(results.total, 'hit')} for the rest" if results.total else ""
        return [(f"{one_line(problems[0].message)}{others}{rest}", "star"), *_why(results)]
    if not results.query.strip():
        examples = 'words · "a phrase" · source:Reuters · is:unread · date:2024-10'
        return [(f"{examples} · Tab completes · Ctrl+T: only this issue", "quiet")]
    order = "newest first" if results.order == "date" else "best first"
    count = f"{counted(results.total, 'hit')}, {order}" if results.total else "no hits"
    pieces: Pieces = [(count, "")]
    if not is_typing and results.total > len(results.hits):
        pieces.append((f", the first {len(results.hits):,} are listed", ""))
    pieces += _why(results)  # before what is known already: a narrow screen cuts the end
    if parse(results.query, typing=True).is_beginning:
        last = typed(results.query, len(results.query)).begun
        pieces.append((f" · “{one_line(last)}” as a beginning until a blank follows", "quiet"))
    return pieces


def _why(results: Results) -> Pieces:
    """What was perhaps meant, and what else there is to know of an answer."""
    pieces: Pieces = []
    if results.corrected:
        pieces.append((f" · did you mean {one_line(results.corrected).strip()}?", "star"))
    if results.notice:
        pieces.append((f" · {one_line(results.notice)}", "star"))
    return pieces
