"""Whether a document is one text with a title and sub-headings, or several items.

Judges by where headings, names and lists stand. Knows nothing of how either is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from crankreader.ingest import citations, periods
from crankreader.ingest.blocks import is_prose, is_wordless, word_count
from crankreader.ingest.drafts import Draft
from crankreader.ingest.headings import Heading
from crankreader.ingest.people import byline, is_name
from crankreader.ingest.references import is_list_label


def is_article(draft: Draft, among: Sequence[int], heads: Mapping[int, Heading]) -> bool:
    """One text with a title and perhaps sub-headings, rather than items of their own."""
    blocks = draft.blocks
    if not among:
        return True
    plain = [at for at in among if at in heads and not heads[at].cited]
    cited = sum(1 for at in among if at in heads and heads[at].cited)
    ends = sum(
        1 for at in among if at not in heads and citations.trailing(blocks[at].text) is not None
    )
    if draft.publication is not None and _is_signed_article(draft, among, heads):
        return True
    if (
        draft.publication is not None
        or cited
        or ends >= 2
        or (len(draft.fields) >= 2 and len(plain) > 1)
    ):
        return False
    if sum(1 for at in among if periods.lead(blocks[at].text, True)) >= 3:
        return False
    bullets = sum(1 for at in among if blocks[at].kind == "item")
    if not plain:
        return bullets < 0.5 * len(among)
    first, rest = plain[0], plain[1:]
    if first != next((at for at in among if not is_wordless(blocks[at].text)), None):
        return bullets == 0 and (not rest or _is_essay(draft, among, heads))
    if any(byline(blocks[at].text) for at in among[:4]):
        return True
    if not rest:
        return bullets < 0.5 * len(among)
    below = among[among.index(first) + 1 :][:1]
    mean = sum(word_count(blocks[at].text) for at in rest) / len(rest)
    if heads[first].rank < min(heads[at].rank for at in rest):
        return (
            mean <= 5.5
            and bullets < 0.3 * len(among)
            and not _nested(rest, among)
            and len(rest) <= 8
        )
    if below and below[0] in heads:
        return False
    return mean <= 4.5 and word_count(blocks[first].text) >= mean + 1 and bullets < 0.3 * len(among)


def _is_essay(draft: Draft, among: Sequence[int], heads: Mapping[int, Heading]) -> bool:
    """A text with sub-headings but no title: it opens with prose and names no sources."""
    blocks = draft.blocks
    if not is_prose(blocks[among[0]].text) or len(draft.fields) >= 2:
        return False
    plain = [at for at in among if at in heads]
    prose = sum(1 for at in among if at not in heads and is_prose(blocks[at].text))
    is_even = all(heads[at].rank >= 5 and blocks[at].kind == "paragraph" for at in plain)
    is_dated = any(periods.days(blocks[at].text, True) for at in plain)
    return is_even and not is_dated and prose > len(plain) and not _nested(plain, among)


def _is_signed_article(draft: Draft, among: Sequence[int], heads: Mapping[int, Heading]) -> bool:
    """A title, who wrote it and a text with few sub-headings below the name of a publication."""
    blocks = draft.blocks
    if among[0] not in heads:
        return False
    signed = [
        place
        for place, at in enumerate(among[:5])
        if at not in heads and (byline(blocks[at].text) or is_name(blocks[at].text))
    ]
    return bool(signed) and is_one_text(draft, among, heads, signed[-1] + 1)


def is_one_text(
    draft: Draft, among: Sequence[int], heads: Mapping[int, Heading], start: int
) -> bool:
    """What follows a title and a signature is prose with a few sub-headings and lists nothing."""
    blocks = draft.blocks
    if any(heading.cited for heading in heads.values()):
        return False
    below = among[start:]
    if any(blocks[at].kind == "item" or is_list_label(blocks[at].text) for at in below):
        return False
    prose = sum(1 for at in among if is_prose(blocks[at].text))
    rest = [at for at in below if at in heads]
    return 4 * len(rest) <= 3 * prose and not _nested(rest, among)


def _nested(heads: Sequence[int], among: Sequence[int]) -> bool:
    """Headings stand directly below headings: there are sections with items."""
    places = {number: place for place, number in enumerate(among)}
    return any(places[two] - places[one] == 1 for one, two in pairwise(heads))
