"""What a web page that was saved as text puts among and below the texts of its articles.

Runs of buttons with what stands between them, boxes to sign up, comments. Finds lines only; knows
neither headlines nor articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from crankreader.ingest import furniture
from crankreader.ingest.blocks import Block, is_prose, is_wordless, word_count
from crankreader.ingest.mailings import speaks_of_itself
from crankreader.ingest.words import fold, listed

_LONGEST_LINE = 14
_LONGEST_BETWEEN = 24
"""Words of a sentence between two buttons that is the page's."""


def chrome(blocks: Sequence[Block], places: Sequence[int]) -> set[int]:
    """The numbers of the blocks that are the page's, of those that stand in order."""
    buttons = {at for at in places if is_button(blocks[at])}
    found: set[int] = set()
    for is_small, group in groupby(places, key=lambda at: _is_small(blocks[at], at in buttons)):
        run = list(group)
        if is_small:
            found |= _of_run(blocks, run, buttons)
    for above, at, below in zip(places, places[1:], places[2:], strict=False):
        if (
            above in buttons
            and below in buttons
            and word_count(blocks[at].text) <= _LONGEST_BETWEEN
        ):
            found |= {above, at, below}
    for place, at in enumerate(places):
        following = places[place + 1] if place + 1 < len(places) else None
        is_last = following is None or following in buttons or following in found
        if is_last and speaks_of_itself(blocks[at].text):
            found.add(at)
    return found | _comments(blocks, places)


def is_button(block: Block) -> bool:
    """A line that asks to do something, or counts who did."""
    text = block.text.strip()
    if block.kind != "paragraph" or is_wordless(text):
        return False
    is_field = word_count(text) <= 5 and text.endswith(("...", "…")) and not is_prose(text)
    return _is_count(text) or is_field or furniture.is_furniture(block) or is_comments_label(text)


def _is_count(text: str) -> bool:
    return word_count(text) <= 2 and text.strip("()+. ").replace(",", "").isdigit()


def is_comments_label(text: str) -> bool:
    """ "Comments (37)", "Discussion about this post": what readers wrote stands below."""
    bare = fold(text).rstrip(":").strip("()0123456789 ,")
    return bare in listed("furniture", "comments_labels")


def _is_small(block: Block, is_button: bool) -> bool:
    if is_button or is_wordless(block.text):
        return True
    is_line = word_count(block.text) <= _LONGEST_LINE and not is_prose(block.text)
    return is_line and block.kind == "paragraph" and not furniture.has_credit(block.text)


def _of_run(blocks: Sequence[Block], run: Sequence[int], buttons: set[int]) -> set[int]:
    """From the first to the last button of a run, where those are enough of it."""
    inside = [place for place, at in enumerate(run) if at in buttons]
    if len(inside) < 2:
        return set()
    first, last = inside[0], inside[-1]
    if 3 * len(inside) < last - first + 1:
        return {run[place] for place in inside}
    is_ranked = _is_count(blocks[run[last]].text) and last + 1 < len(run)
    return set(run[first : last + 1 + is_ranked])


def _comments(blocks: Sequence[Block], places: Sequence[int]) -> set[int]:
    """All that follows a label of comments with more buttons below it, at the foot of a page."""
    half = sum(word_count(blocks[at].text) for at in places) / 2
    words = 0
    for place, at in enumerate(places):
        if words >= half and is_comments_label(blocks[at].text):
            below = places[place + 1 :]
            is_foot = sum(1 for number in below if is_button(blocks[number])) >= 2
            return set(places[place:]) if is_foot else set()
        words += word_count(blocks[at].text)
    return set()
