"""What a web page that was saved as text puts among and below the texts of its articles.

Runs of buttons with the counts and labels among them, boxes to sign up, comments. Finds lines
only, and of sentences only those that a box to sign up encloses; knows neither headlines nor
articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from crankreader.ingest import furniture
from crankreader.ingest.blocks import Block, is_prose, is_wordless, word_count, word_list
from crankreader.ingest.mailings import speaks_of_itself
from crankreader.ingest.words import fold, listed

_LONGEST_LINE = 14
_LONGEST_LABEL = 4
"""Words of a line between buttons that is one of their labels."""
_LONGEST_BETWEEN = 24
"""Words of a sentence in a box to sign up."""
_NEAR = 12
"""Lines below a label of comments in which readers can be seen to answer."""


def chrome(blocks: Sequence[Block], places: Sequence[int]) -> set[int]:
    """The numbers of the blocks that are the page's, of those that stand in order."""
    buttons = {at for at in places if is_button(blocks[at])}
    found: set[int] = set()
    for is_small, group in groupby(places, key=lambda at: _is_small(blocks[at], at in buttons)):
        if is_small:
            found |= _of_run(blocks, list(group), buttons)
    for above, at, below in zip(places, places[1:], places[2:], strict=False):
        is_enclosed = above in buttons and below in buttons
        is_box = is_enclosed and any(_signs_up(blocks[number]) for number in (above, below))
        if is_box and word_count(blocks[at].text) <= _LONGEST_BETWEEN:
            found |= {above, at, below}
    for place, at in enumerate(places):
        following = places[place + 1] if place + 1 < len(places) else None
        is_last = following is None or following in buttons or following in found
        if is_last and speaks_of_itself(blocks[at].text):
            found.add(at)
    return found | _topics(blocks, places) | _comments(blocks, places)


def is_button(block: Block) -> bool:
    """A line that asks its reader to do something, or stands over what readers wrote."""
    text = block.text.strip()
    if block.kind != "paragraph" or is_wordless(text) or is_count(text):
        return False
    return _is_field(text) or is_comments_label(text) or furniture.is_furniture(block)


def is_count(text: str) -> bool:
    """A number by itself: likes, comments, a rank in a list; a year is none."""
    bare = text.strip("()+. ").replace(",", "")
    return bare.isdigit() and word_count(text) <= 2 and not (len(bare) == 4 and bare[:1] in "12")


def is_comments_label(text: str) -> bool:
    """ "Comments (37)", "Discussion about this post": what readers wrote stands below."""
    bare = fold(text).rstrip(":").strip("()0123456789 ,")
    return bare in listed("furniture", "comments_labels")


def _is_field(text: str) -> bool:
    """ "Type your email…", "8 more comments…": what a page writes into its fields."""
    words = word_list(fold(text))
    if not text.endswith(("...", "…")) or not 0 < len(words) <= 5:
        return False
    objects = listed("furniture", "objects")
    return words[0] in listed("furniture", "verbs") or words[0].isdigit() or words[-1] in objects


def _signs_up(block: Block) -> bool:
    """A button that wants an address or offers a letter."""
    words = {word.strip(".'’") for word in word_list(fold(block.text))}
    return bool(words & listed("furniture", "sign_up_words"))


def _is_small(block: Block, is_button: bool) -> bool:
    """A line that may stand among buttons: no sentence, no saying, no caption."""
    if is_button or is_wordless(block.text):
        return True
    is_line = word_count(block.text) <= _LONGEST_LINE and not is_prose(block.text)
    is_said = block.text[:1] in "\"'“‘«„"
    return (
        is_line
        and not is_said
        and block.kind == "paragraph"
        and not furniture.has_credit(block.text)
    )


def _of_run(blocks: Sequence[Block], run: Sequence[int], buttons: set[int]) -> set[int]:
    """The buttons of a run with the counts, titles by rank and short labels among them."""
    counts = {at for at in run if is_count(blocks[at].text)}
    own = [place for place, at in enumerate(run) if at in buttons or at in counts]
    if len(own) < 2 or not any(at in buttons for at in run):
        return set()
    first, last = own[0], own[-1]
    found = {run[place] for place in own}
    for place in range(first + 1, min(last + 2, len(run))):
        at = run[place]
        is_ranked = run[place - 1] in counts
        is_label = place < last and word_count(blocks[at].text) <= _LONGEST_LABEL
        is_label = is_label and 3 * len(own) >= last - first + 1
        if is_ranked or is_label:
            found.add(at)
    return found


def _topics(blocks: Sequence[Block], places: Sequence[int]) -> set[int]:
    """Labels over what an article is filed under, with the short lines right below them."""
    found: set[int] = set()
    is_below = False
    for at in places:
        text = blocks[at].text
        if fold(text).rstrip(": ") in listed("furniture", "topic_labels"):
            is_below = True
        else:
            is_short = blocks[at].before == 0 and word_count(text) <= _LONGEST_LABEL
            is_below = is_below and is_short and blocks[at].kind == "paragraph"
        if is_below:
            found.add(at)
    return found


def _comments(blocks: Sequence[Block], places: Sequence[int]) -> set[int]:
    """All that follows a label of comments below which readers answer, at the foot of a page."""
    half = sum(word_count(blocks[at].text) for at in places) / 2
    words = 0
    for place, at in enumerate(places):
        if words >= half and is_comments_label(blocks[at].text):
            below = [blocks[number] for number in places[place + 1 :]]
            answers = sum(1 for block in below[:_NEAR] if _answers(block))
            is_foot = answers >= 2 or not any(is_prose(block.text) for block in below)
            return set(places[place:]) if is_foot else set()
        words += word_count(blocks[at].text)
    return set()


def _answers(block: Block) -> bool:
    """ "Reply", "Like (4)", "Write a comment…": what only readers of a page can do."""
    bare = fold(block.text).strip("()0123456789 ,.…")
    if word_count(block.text) > 8:
        return False
    return any(
        bare == sign or bare.startswith(f"{sign} ") for sign in listed("furniture", "comment_signs")
    )
