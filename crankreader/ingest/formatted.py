"""Documents of formats that mark their headings: one text, or an outline of sections and items.

The road of Markdown, HTML, mails and feed entries once they are blocks. Knows nothing of how a
heading is told in plain text.
"""

from __future__ import annotations

from collections.abc import Sequence

from crankreader.ingest import articles, colophon, fields, masthead, notes, periods
from crankreader.ingest.blocks import is_prose, word_count, word_list
from crankreader.ingest.documents import Converted
from crankreader.ingest.drafts import Draft, ItemDraft, SectionDraft
from crankreader.ingest.items import set_aside
from crankreader.ingest.listings import take_pictures, take_pointers
from crankreader.ingest.outline import is_outlined, level_of, read_outline, without_title
from crankreader.ingest.people import byline
from crankreader.ingest.words import fold, listed
from crankreader.model import Kind

_TEXT_PER_HEADING = 60
"""Words below each heading of an article, at the least."""


def read_formatted(
    draft: Draft, converted: Converted, among: Sequence[int], is_day_first: bool, alike: bool
) -> None:
    """Fills a draft whose blocks say which of them are headings."""
    is_page = converted.format in ("html", "eml")
    rest = list(among)
    if is_page:
        rest = colophon.take_tail(draft, rest)
    if converted.format in ("html", "markdown"):
        rest = fields.take_fields(draft, rest, is_day_first)
    _name_from_title(draft, is_day_first)
    rest = without_title(draft, rest)
    _name_from_title(draft, is_day_first)
    is_single = not is_outlined(draft.blocks, rest) or _is_article(draft, rest)
    if is_page and not (is_single and converted.given.authors):
        rest = masthead.take_masthead(draft, rest, is_day_first)
    rest = fields.without_contents(draft, rest)
    rest, addresses = notes.take_addresses(draft, rest)
    if is_single:
        _read_one(draft, rest, is_day_first, alike)
    else:
        read_outline(draft, rest, is_day_first, alike)
    notes.give_sources(draft, addresses)
    draft.kind = _kind(draft, converted, is_single)


def _name_from_title(draft: Draft, is_day_first: bool) -> None:
    """ "The Review #12" and "The Review, 3 May 2026" name the publication."""
    if draft.title is None or draft.publication is not None:
        return
    name = masthead.name_in(draft.title, is_day_first)
    is_cut = name != draft.title and draft.title.startswith(name)
    words = {fold(word) for word in word_list(name)}
    is_numbered = masthead.has_number(draft.title)
    is_name = bool(words & listed("publications", "name_words"))
    generic = words <= listed("publications", "joining_words") | listed("headings", "small_words")
    if not is_cut or not name or generic or word_count(name) > 8 or len(words) < 2:
        return
    if is_numbered or is_name:
        draft.publication = name
        draft.because("publication", "the title without its number or date", 0.8)


def _is_article(draft: Draft, among: Sequence[int]) -> bool:
    """Signed prose with a few sub-headings, no list of links among them."""
    blocks = draft.blocks
    heads = [at for at in among if level_of(blocks[at])]
    if draft.publication is not None or any(blocks[at].links for at in heads):
        return False
    is_signed = bool(draft.authors) or any(byline(blocks[at].text) for at in among[:5])
    words = sum(word_count(blocks[at].text) for at in among)
    inside = sum(word_count(blocks[at].text) for at in among if blocks[at].kind == "item")
    is_texty = words >= _TEXT_PER_HEADING * max(1, len(heads)) and 3 * inside <= words
    opens = next((at for at in among if not level_of(blocks[at])), None)
    starts_with_text = opens == among[0] if among else False
    return is_texty and (is_signed or (starts_with_text and len(heads) <= 2))


def _read_one(draft: Draft, among: Sequence[int], is_day_first: bool, alike: bool) -> None:
    """The whole as one item under its title."""
    item = ItemDraft(draft.title)
    rest = [at for at in among if not set_aside(draft, at)]
    rest = take_pictures(draft, item, rest)
    rest = take_pointers(draft, item, rest)
    articles.assemble(draft, item, rest, is_day_first, alike)
    item.date = item.date or None
    draft.authors += [name for name in item.authors if name not in draft.authors]
    draft.date = draft.date or item.date
    draft.sections = [] if item.is_empty else [SectionDraft(None, [item])]


def _kind(draft: Draft, converted: Converted, is_single: bool) -> Kind:
    if converted.given.kind is not None and is_single:
        return converted.given.kind
    if is_single and converted.format in ("rss", "atom", "rdf", "jsonfeed"):
        return "feed"
    if is_single and converted.format == "eml" and draft.publication is None:
        return "mail"
    if len(draft.fields) >= 2 and fields.is_about_event(draft):
        return "brief"
    return "article" if is_single and draft.publication is None else "newsletter"
