"""One article of a web page that was saved as text, with the page around it.

Takes the page off and leaves headline, signature and text. What is in the text is for others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crankreader.ingest import furniture, introductions
from crankreader.ingest.blocks import Block, is_prose, is_wordless, word_count
from crankreader.ingest.chrome import chrome, is_button
from crankreader.ingest.drafts import Draft
from crankreader.ingest.pages import running_words
from crankreader.ingest.signed_pages import LEAST_BUTTONS, Head, kicker_of
from crankreader.ingest.signing import sign

_PATHS = (" > ", " › ", " » ", " / ", " | ", " · ", "   ")
"""What parts the names of a site's parts in one line."""
_LONGEST_LABEL = 6
_LONGEST_MOTTO = 14
_SHORT = 3
_LONGEST_HEAD = 0.3
"""The part of a page's words that may stand above the headline."""


def take_page(draft: Draft, among: Sequence[int], heads: Sequence[Head]) -> list[int] | None:
    """Puts the page aside; returns headline and text, a label above it too, or None for no page.

    A page has buttons or the names of its parts above one headline, and below that who wrote the
    text, or when.
    """
    blocks = draft.blocks
    if len(heads) != 1:
        return None
    buttons = sum(1 for at in among if is_button(blocks[at]))
    totals = running_words(blocks)
    if not buttons or totals[heads[0].headline] > _LONGEST_HEAD * totals[-1]:
        return None
    head = heads[0]
    above = [at for at in among if at < head.headline]
    below = [at for at in among if at >= head.signed.end]
    labels = sum(1 for at in above if word_count(blocks[at].text) <= 3)
    if buttons + (labels if labels >= LEAST_BUTTONS else 0) < LEAST_BUTTONS:
        return None
    if any(_is_text(blocks[at]) and not _is_motto(blocks, at) for at in above):
        return None
    introductions.name_of_page(draft, above)
    label = kicker_of(blocks, head.headline)
    above = [at for at in above if at != label]
    aside = {*above, *chrome(blocks, below), *_counts(blocks, below)}
    deck = [at for at in among if head.headline < at < head.start]
    aside |= {at for at in deck if is_button(blocks[at]) or is_wordless(blocks[at].text)}
    for at in sorted(aside):
        draft.put_aside(at)
    marked = list(blocks)
    for at in range(head.headline + 1, head.signed.end):
        marked[at] = replace(marked[at], mark="deck")
    draft.blocks = marked
    sign(draft, head.signed, "the lines below the headline")
    draft.title = blocks[head.headline].text
    draft.because("title", "the headline above who wrote the text and when", 0.9)
    return [at for at in among if at not in aside]


def _is_text(block: Block) -> bool:
    """More than the name of a site, of its parts, and what it asks to do."""
    if is_prose(block.text):
        return True
    is_path = any(sign in block.text for sign in _PATHS)
    return word_count(block.text) > _LONGEST_LABEL and not (is_path or is_button(block))


def _is_motto(blocks: Sequence[Block], at: int) -> bool:
    """A line right below a short one: what a site says of itself under its name."""
    block = blocks[at]
    is_line = block.before == 0 and word_count(block.text) <= _LONGEST_MOTTO
    is_under = at > 0 and word_count(blocks[at - 1].text) <= _SHORT + 1
    return is_line and is_under and not is_prose(block.text)


def _counts(blocks: Sequence[Block], below: Sequence[int]) -> list[int]:
    """Buttons, counts and short labels between the signature and the text."""
    run: list[int] = []
    for at in below:
        is_short = word_count(blocks[at].text) <= _SHORT and blocks[at].kind == "paragraph"
        if not (is_short or is_button(blocks[at])) or furniture.has_credit(blocks[at].text):
            break
        run.append(at)
    last = max((place for place, at in enumerate(run) if is_button(blocks[at])), default=-1)
    return run[: last + 1]
