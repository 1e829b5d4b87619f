"""Documents of formats that mark their headings: one text, or an outline of sections and items.

The road of Markdown, HTML, mails and feed entries once they are blocks. Knows nothing of how a
heading is told in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crankreader.ingest import articles, colophon, fields, furniture, masthead, notes, periods
from crankreader.ingest.blocks import word_count, word_list
from crankreader.ingest.citations import Habit
from crankreader.ingest.documents import Converted
from crankreader.ingest.drafts import Draft, ItemDraft, SectionDraft
from crankreader.ingest.items import set_aside
from crankreader.ingest.linked import cited_by_links
from crankreader.ingest.listings import is_titled, take_pictures, take_pointers
from crankreader.ingest.outline import (
    is_list,
    is_outlined,
    level_of,
    parts_of,
    read_outline,
    without_title,
)
from crankreader.ingest.people import byline
from crankreader.ingest.signatures import signature_at
from crankreader.ingest.signing import sign
from crankreader.ingest.words import fold, listed
from crankreader.model import Kind

_LONGEST_TAIL = 6
_LONGEST_HEADER = 40
_LONGEST_DECK = 40
_EDGES = " \t-–—|:：,，·•(（[【〔"
_WELCOME = re.compile(r"^(?:welcome to|this is|here is|here's)\s+(?:the\s)?", re.IGNORECASE)
_YEAR = re.compile(r"\s+(?:19|20)\d\d$")
_ENTRIES = ("rss", "atom", "rdf", "jsonfeed")
_POSTED = ("html", *_ENTRIES)
_COUNTED = re.compile(r"(.*[^\W\d].*?)\s+(?!(?:19|20)\d\d$)\d{1,4}")
_TEXT_PER_HEADING = 60
"""Words below each heading of an article, at the least."""


def read_formatted(
    draft: Draft, converted: Converted, among: Sequence[int], is_day_first: bool, alike: Habit
) -> None:
    """Fills a draft whose blocks say which of them are headings."""
    is_page = converted.format in ("html", "eml")
    rest = list(among)
    if is_page:
        rest = colophon.take_tail(draft, rest)
    elif converted.format == "markdown":
        rest = _without_tail(draft, rest)
    if converted.format in ("html", "markdown"):
        rest = fields.take_fields(draft, rest, is_day_first)
    _name_from_title(draft, is_day_first)
    rest = without_title(draft, rest)
    _name_from_title(draft, is_day_first)
    if is_page:
        rest = _without_buttons(draft, rest)
    if converted.format in _ENTRIES:
        rest = _without_signature(draft, rest)
    if converted.format == "html":
        _sign_from_header(draft, converted.aside, is_day_first)
    is_single = not is_outlined(draft.blocks, rest) or _is_article(draft, converted, rest)
    if is_page and not (is_single and converted.given.authors):
        rest = masthead.take_masthead(draft, rest, is_day_first)
    _demote_deck(draft, rest, is_day_first)
    if not is_single:
        rest = _without_head(draft, rest, is_day_first)
    rest = masthead.take_head_lines(draft, rest, is_day_first)
    if not is_single:
        _name_before_number(draft)
    _day_from_title(draft, is_day_first)
    rest = colophon.take_signature(draft, rest, is_day_first)
    rest = fields.without_contents(draft, rest)
    rest, addresses = notes.take_addresses(draft, rest)
    numbered = addresses | notes.listed_notes(draft, rest)
    if is_single:
        _read_one(draft, rest, is_day_first, alike)
    else:
        read_outline(draft, rest, is_day_first, alike)
    notes.give_sources(draft, numbered)
    draft.authors = [name for name in draft.authors if fold(name) != fold(draft.publication or "")]
    if not draft.authors:
        draft.reasons = [reason for reason in draft.reasons if reason.of != "authors"]
    draft.kind = _kind(draft, converted, is_single)


def _demote_deck(draft: Draft, among: Sequence[int], is_day_first: bool) -> None:
    """A heading between the title and who wrote the whole is a standfirst: a text."""
    if len(among) < 2 or not level_of(draft.blocks[among[0]]):
        return
    signed = signature_at(draft.blocks, among[1], is_day_first)
    if signed is not None and signed.authors:
        blocks = list(draft.blocks)
        blocks[among[0]] = replace(blocks[among[0]], kind="paragraph", mark="")
        draft.blocks = blocks


def _without_head(draft: Draft, among: list[int], is_day_first: bool) -> list[int]:
    """Takes who wrote the whole, and when, off its head, above or below a standfirst."""
    for place, at in enumerate(among[:2]):
        signed = signature_at(draft.blocks, at, is_day_first)
        if signed is not None and signed.authors:
            sign(draft, signed, "the lines below the title that say who wrote it, and when")
            taken = [number for number in among[place:] if number < signed.end]
            for number in taken:
                draft.put_aside(number)
            return [number for number in among if number not in taken]
        if word_count(draft.blocks[at].text) > _LONGEST_DECK or level_of(draft.blocks[at]):
            break
    return among


def _without_tail(draft: Draft, among: list[int]) -> list[int]:
    """Takes off what a mailing says of itself below all headings and rules; those stay."""
    last = max(
        (place for place, at in enumerate(among) if draft.blocks[at].kind in ("heading", "rule")),
        default=-1,
    )
    below = among[last + 1 :]
    is_ruled = last >= 0 and draft.blocks[among[last]].kind == "rule"
    if not is_ruled or last < 1 or len(below) > _LONGEST_TAIL:
        return among
    return [*among[: last - 1], *colophon.take_tail(draft, among[last - 1 :])]


def read_letter(draft: Draft, among: Sequence[int]) -> None:
    """Fills a draft of what one person wrote to another: one text under its subject."""
    item = ItemDraft(draft.title)
    for at in among:
        block = draft.blocks[at]
        if block.mark == "caption":
            item.captions.append(block.text)
        elif not set_aside(draft, at):
            item.paragraphs.append(block.text)
    draft.kind = "mail"
    draft.sections = [] if item.is_empty else [SectionDraft(None, [item])]


def _without_signature(draft: Draft, among: list[int]) -> list[int]:
    """Takes off the line at an entry's end that only says what it was and where it appeared."""
    names = [name for name in (draft.title, draft.publication) if name]
    last = draft.blocks[among[-1]] if among else None
    if last is None or len(names) < 2 or not last.links:
        return among
    is_told = all(fold(name) in fold(last.text) for name in names)
    if is_told and word_count(last.text) <= sum(map(word_count, names)) + 8:
        draft.put_aside(among[-1])
        return among[:-1]
    return among


def _without_buttons(draft: Draft, among: list[int]) -> list[int]:
    """Takes off the links that ask to share, to comment, to read elsewhere."""
    kept: list[int] = []
    for at in among:
        block = draft.blocks[at]
        is_line = block.kind == "paragraph" and not block.mark and word_count(block.text) <= 4
        if is_line and furniture.is_furniture(block) and not furniture.is_pointer(block.text):
            draft.put_aside(at)
        else:
            kept.append(at)
    return kept


def _sign_from_header(draft: Draft, aside: Sequence[int], is_day_first: bool) -> None:
    """Who wrote a page and when, where that stands among what the site puts above its text."""
    for at in aside[:_LONGEST_HEADER]:
        signed = signature_at(draft.blocks, at, is_day_first)
        if signed is not None and signed.authors:
            if draft.authors:
                signed = replace(signed, authors=())
            sign(draft, signed, "a byline in the page's header")
            return


def _name_from_title(draft: Draft, is_day_first: bool) -> None:
    """ "The Review #12" and "The Review, 3 May 2026" name the publication."""
    if draft.title is None or draft.publication is not None:
        return
    title = _WELCOME.sub("", draft.title)
    name = _YEAR.sub("", masthead.name_in(title, is_day_first)).strip(_EDGES)
    is_cut = name != title and title.startswith(name)
    words = {fold(word) for word in word_list(name)}
    is_name = bool(words & listed("publications", "name_words"))
    if is_cut and _may_be_name(name) and (masthead.has_number(draft.title) or is_name):
        draft.publication = name
        draft.because("publication", "the title without its number or date", 0.8)


def _name_before_number(draft: Draft) -> None:
    """ "This Week in Gardens 32": of an issue with several items, a number by itself counts it."""
    match = _COUNTED.fullmatch(draft.title or "")
    if draft.publication is None and match is not None and _may_be_name(match[1]):
        draft.publication = match[1]
        draft.because("publication", "the title without the number at its end", 0.75)


def _may_be_name(name: str) -> bool:
    words = {fold(word) for word in word_list(name)}
    idle = listed("publications", "joining_words") | listed("headings", "small_words")
    is_wide = word_count(name) > len(words)
    return 0 < word_count(name) <= 10 and not words <= idle and (len(words) > 1 or is_wide)


def _day_from_title(draft: Draft, is_day_first: bool) -> None:
    found = periods.days(draft.title or "", is_day_first)
    if draft.date is None and len(found) == 1 and found[0].iso():
        draft.date = found[0].iso()
        draft.because("date", "the day in the title", 0.85)


def _is_article(draft: Draft, converted: Converted, among: Sequence[int]) -> bool:
    """Signed prose with a few sub-headings, no list of links among them."""
    blocks = draft.blocks
    heads = [at for at in among if level_of(blocks[at])]
    signers = {fold(name) for name in draft.authors} - {fold(draft.publication or "")}
    # A site has a name, and a letter a sender, whether it holds one text or several.
    is_posted = converted.format in _POSTED or (converted.format == "eml" and bool(signers))
    if (draft.publication is not None and not is_posted) or masthead.has_number(draft.title or ""):
        return False
    if sum(1 for at in among if cited_by_links(blocks[at]) is not None) >= 2:
        return False  # each of them is a story
    linked = sum(1 for at in heads if blocks[at].links)
    titled = sum(1 for at in among if is_titled(blocks[at]))
    parts = parts_of(blocks, among)
    lists = sum(1 for part in parts if is_list(blocks, part.own))
    nested = sum(1 for part in parts if len(part.parts) >= 2)
    if nested >= 2:
        return False
    words = sum(word_count(blocks[at].text) for at in among)
    inside = sum(word_count(blocks[at].text) for at in among if blocks[at].kind == "item")
    if converted.format == "html" and (draft.date or draft.authors):
        # A page that was posted on a day is an article with what a site hangs on it.
        return 3 * inside <= words and 12 * (linked + titled + lists) <= words // 8
    if linked or titled >= 2 or lists >= 2:
        return False
    is_signed = converted.format in _ENTRIES or bool(draft.authors)
    is_signed = is_signed or any(byline(blocks[at].text) for at in among[:5])
    is_texty = words >= _TEXT_PER_HEADING * max(1, len(heads)) and 3 * inside <= words
    opens = next((at for at in among if not level_of(blocks[at])), None)
    starts_with_text = opens == among[0] if among else False
    return is_texty and (is_signed or (starts_with_text and len(heads) <= 2))


def _read_one(draft: Draft, among: Sequence[int], is_day_first: bool, alike: Habit) -> None:
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
    if is_single and converted.format in _ENTRIES:
        return "feed"
    if is_single and converted.format == "eml" and draft.publication is None:
        return "mail"
    if len(draft.fields) >= 2 and fields.is_about_event(draft):
        return "brief"
    is_lone = draft.publication is None or converted.format == "html"
    return "article" if is_single and is_lone else "newsletter"
