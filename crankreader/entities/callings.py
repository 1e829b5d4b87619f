"""Names by the noun before them: "the firm Harbour Trans", "the frigate Limnos", "the daily Ukaz".

Knows nouns that say what follows; nobody in particular.
"""

from __future__ import annotations

from ..model import EntityType
from .page import Page

_CALLINGS: tuple[tuple[str, EntityType], ...] = (
    ("ship_nouns", "weapon"),
    ("outlet_callings", "outlet"),
    ("org_callings", "org"),
)
LONGEST = 5
"""Words of a name that is called something."""


def claim_called(page: Page, first: int, last: int) -> bool:
    """Claim a run of capitals as what the noun before it says; False where none says anything."""
    while last > first and page.is_word(last - 1, "idle_heads"):
        last -= 1
    if not 0 < last - first <= LONGEST or not _may_be_called(page, first, last):
        return False
    type_ = next((type_ for kind, type_ in _CALLINGS if page.is_word(first - 1, kind)), None)
    if type_ is None:
        type_ = _by_its_verb(page, first)
    if type_ is None:
        return False
    if page.gap(first) == ", ":
        # "its rival, Harbour Trans, ...": set off by commas on both sides.
        after = page.gap(last)[:1] if last < len(page.tokens) else "."
        if type_ == "weapon" or after not in ",.;":
            return False
    return page.claim_new(first, last, type_, "called so", 0.7)


def _by_its_verb(page: Page, first: int) -> EntityType | None:
    """ "made by X", "told X that": who makes and who is told, if nobody knows them."""
    before = page.tokens[first - 1]
    if any(page.is_word(first, kind) for kind in ("family", "common", "stop", "title_parts")):
        return None
    if page.gap(first) != " ":
        return None
    if before.key == "by" and first > 1 and page.is_word(first - 2, "made_by"):
        return "org"
    return "outlet" if before.key == "told" and not page.tokens[first].possessive else None


def _may_be_called(page: Page, first: int, last: int) -> bool:
    """Not a name that is known as a whole, nor somebody's."""
    before = page.tokens[first - 1] if first else None
    if before is None or before.upper or page.gap(first) not in (" ", ", ", " “", ' "'):
        return False
    if page.tokens[first].heading or first in page.titled:
        return False
    if page.is_word(first, "given") or page.is_word(first, "titles"):
        return False
    owners = [owner for at in range(first, last) if (owner := page.owner[at]) is not None]
    is_known = bool(owners) and owners[0].first <= first and owners[0].last >= last
    if is_known and page.is_word(first - 1, "ship_nouns") and owners[0].type == "place":
        return True
    return not is_known and all(owner.type != "person" for owner in owners)
