"""What the screen shows where a document gives no title.

Pure functions over texts; a display title is never taken for a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.words import fold
from crankreader.safety import one_line

_LONGEST = 70
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.!?。！？])[\"”’)]?\s+(?=[^\W\d_]|[\"“‘(\d])")
_CLAUSE = re.compile(r"[,;:–—](?=\s)|\s(?=[–—(])|(?<=[，、；：])")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_PLACES = frozenset(("where", "location", "place", "country", "region", "ort", "lieu", "lugar"))
_TIMES = frozenset(("date", "when", "period", "datum", "fecha"))


def shortened(text: str, limit: int = _LONGEST) -> str:
    """The first sentence, or what of it fits, cut at a clause or a word with "…"."""
    whole = " ".join(text.split())
    sentence = _SENTENCE.split(whole[: 4 * limit], maxsplit=1)[0]
    if len(sentence) <= limit:
        done = sentence if sentence.endswith(("?", "!", "…")) else sentence.rstrip(" .,;:–—-")
        return str(one_line(done or sentence or whole[:limit]))
    head = sentence[: limit - 1]
    breaks = [match.start() for match in _CLAUSE.finditer(head) if match.start() >= 0.6 * limit]
    blank = head.rfind(" ")
    cut = breaks[-1] if breaks else blank if blank >= 0.4 * limit else len(head)
    return str(one_line(head[:cut].rstrip(" .,;:–—-(") + "…"))


def item_title(item: ItemDraft) -> str:
    """At most about 70 characters."""
    if item.title:
        return str(one_line(item.title))
    for text in (*item.paragraphs, *item.captions):
        if any(c.isalnum() for c in text):
            return shortened(text)
    for source in item.sources:
        return str(one_line(source.title or source.outlet or source.url or "…"))
    return str(one_line(item.related[0].text)) if item.related else "…"


def period_name(period: str) -> str:
    """ "2024-10" → "October 2024"."""
    year, _, month = period.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}" if month else year


def day_name(date: str) -> str:
    """ "2024-10-03" → "3 October 2024"."""
    year, month, day = date.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def issue_title(draft: Draft, items: Sequence[str]) -> str:
    """Publication and period, else the title, else where and when, else the first item's.

    A page or an article is called by its title: its publication has many of one day.
    """
    if draft.kind in ("article", "page") and draft.title is not None:
        return str(one_line(draft.title))
    if draft.publication is not None:
        when = (
            day_name(draft.date)
            if draft.date
            else period_name(draft.period)
            if draft.period
            else None
        )
        if when is None and draft.title and fold(draft.publication) in fold(draft.title):
            return str(one_line(draft.title))
        parts = [draft.publication, when or draft.title]
        return str(one_line(" — ".join(part for part in parts if part)))
    if draft.title is not None:
        return str(one_line(draft.title))
    where = next((value for label, value in draft.fields if fold(label) in _PLACES), None)
    when = next((value for label, value in draft.fields if fold(label) in _TIMES), None)
    if where is not None:
        return str(one_line(" — ".join(part for part in (where, when) if part)))
    return items[0] if items else str(one_line(draft.publication or "…"))
