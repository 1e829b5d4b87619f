"""Outlets that stand in a line of their own below the texts, again and again.

Works on items that are put together. One such line says nothing; most items of an issue that end
in a short name do.
"""

from __future__ import annotations

from crankreader.ingest.blocks import capital_share, ends_sentence, word_count
from crankreader.ingest.drafts import Draft, ItemDraft
from crankreader.ingest.outlets import cited_in
from crankreader.model import Source

_LEAST = 3
_LONGEST = 5


def take_credit_lines(draft: Draft) -> None:
    """Rests items on the names that their last paragraphs are, where most items have one."""
    items = [item for section in draft.sections for item in section.items]
    titled = [item for item in items if item.title and len(item.paragraphs) > 1]
    named = [(item, source) for item in titled if (source := _named(item)) is not None]
    if len(named) < _LEAST or 3 * len(named) < 2 * len(titled):
        return
    for item, source in named:
        last = len(item.paragraphs) - 1
        if any(sub.before >= last for sub in item.subheadings):
            continue
        item.paragraphs.pop()
        linked = [each for each in item.sources if each.url is not None]
        if len(linked) == 1 and len(item.sources) == 1:
            item.sources = [source._replace(url=linked[0].url)]
        elif all(each.outlet != source.outlet for each in item.sources):
            item.sources.append(source)
        item.because("sources", "a name below the text, as most items have one", 0.75)


def _named(item: ItemDraft) -> Source | None:
    """The outlet that the last paragraph of an item is."""
    text = item.paragraphs[-1].strip()
    is_name = 0 < word_count(text) <= _LONGEST and text[:1].isupper() and not ends_sentence(text)
    if not is_name or capital_share(text) < 0.8 or text[-1:] in ":,;":
        return None
    found = cited_in(text, title=False, alike=True)
    return found[0][0] if found is not None and len(found[0]) == 1 else None
