"""Blocks → sections, items, fields, dates: what the editors of a document meant.

The road that every format takes once it is blocks: page or single text, head, tail, headings,
items. Each step takes blocks and leaves the rest to the next; none is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from crankreader.ingest import (
    articles,
    closings,
    colophon,
    fields,
    furniture,
    introductions,
    items,
    kinds,
    masthead,
    notes,
    pages,
    periods,
    records,
    web_articles,
)
from crankreader.ingest.blocks import is_prose, is_wordless, word_count, word_list
from crankreader.ingest.citations import Habit
from crankreader.ingest.credit_lines import take_credit_lines
from crankreader.ingest.documents import Converted
from crankreader.ingest.drafts import Draft, ItemDraft, SectionDraft
from crankreader.ingest.formatted import read_formatted, read_letter
from crankreader.ingest.headings import Heading, headings_in
from crankreader.ingest.looks import is_source_label
from crankreader.ingest.outline import is_outlined
from crankreader.ingest.people import is_office
from crankreader.ingest.roles import Role, roles
from crankreader.ingest.signed_pages import Head, heads_in, signed_page_of
from crankreader.ingest.words import fold, listed, tokens
from crankreader.model import Kind


def structure(converted: Converted) -> Draft:
    """The draft of an issue: what its envelope says, and what its blocks show."""
    blocks, text = converted.blocks, converted.text
    draft = draft_of(converted)
    is_day_first = periods.day_first(text)
    alike = closings.habit(blocks)
    aside = set(converted.aside)
    among = [at for at in range(len(blocks)) if at not in aside]
    is_letter = converted.format == "eml" and converted.given.kind == "mail"
    if is_letter and not (converted.is_marked and is_outlined(blocks, among)):
        read_letter(draft, among)
        _restore_lost(draft)
        return draft
    if converted.format == "eml":
        introductions.named_by_subject(draft, among)
    if converted.is_marked:
        read_formatted(draft, converted, among, is_day_first, alike)
        take_credit_lines(draft)
        _add_period(draft)
        _restore_lost(draft)
        return draft
    among = colophon.take_tail(draft, among)
    found = records.records_in(blocks, among)
    page = pages.page_of(blocks) if not found else None
    if page is not None:
        draft = draft_of(converted)  # its foot may be one of its articles'
    signed = heads_in(blocks, among, is_day_first) if not found and page is None else []
    if signed:
        page = signed_page_of(blocks, among, signed)
    if found:
        _read_records(draft, among, found, is_day_first, alike)
    elif page is not None:
        draft.kind = "page"
        draft.sections = pages.sections_of_page(draft, page, is_day_first, alike)
        introductions.name_of_page(draft, range(page.starts[0]))
        _title_of_page(draft)
    else:
        _read_single(draft, among, signed, is_day_first, alike)
        take_credit_lines(draft)
    if converted.format == "eml":
        draft.kind = _kind_of_mail(draft)
        _drop_periodical(draft)
        _title_only_item(draft)
    _add_period(draft)
    _restore_lost(draft)
    return draft


def _drop_periodical(draft: Draft) -> None:
    """A sender whose name is that of a periodical wrote nothing itself."""
    words = {fold(word) for word in word_list(draft.publication or "")}
    if words & listed("publications", "name_words"):
        own = fold(draft.publication or "")
        draft.authors = [name for name in draft.authors if fold(name) != own]


def _title_only_item(draft: Draft) -> None:
    """A mail that is one text is called by its subject."""
    found = [item for section in draft.sections for item in section.items]
    if len(found) == 1 and found[0].title is None and draft.title is not None:
        found[0].title = draft.title
        found[0].because("title", "the mail's subject", 0.9)


def _kind_of_mail(draft: Draft) -> Kind:
    """A letter to one or a few, unless it comes from a publication or holds several items."""
    found = [item for section in draft.sections for item in section.items]
    return "mail" if draft.publication is None and len(found) < 2 else "newsletter"


def draft_of(converted: Converted) -> Draft:
    """A draft with what the envelope says, and what the converter knows to be the page's own."""
    given = converted.given
    draft = Draft(
        converted.blocks,
        is_marked=converted.is_marked,
        publication=given.publication,
        title=given.title,
        period=given.period,
        date=given.date,
        authors=list(given.authors),
        editors=list(given.editors),
        fields=list(given.fields),
        reasons=list(given.reasons),
    )
    for at in converted.aside:
        draft.put_aside(at)
    return draft


def _title_of_page(draft: Draft) -> None:
    first = next((item for section in draft.sections for item in section.items if item.title), None)
    if first is None:
        return
    draft.authors = draft.authors or list(first.authors)
    draft.date = draft.date or first.date
    if draft.title is None:
        draft.title = first.title
        draft.because("title", "the first article's", 0.7)


def _read_records(
    draft: Draft,
    among: Sequence[int],
    found: Sequence[records.Record],
    is_day_first: bool,
    alike: Habit,
) -> None:
    head = masthead.take_masthead(draft, among[: found[0].start], is_day_first)
    head = fields.without_contents(draft, head)
    shift = found[0].start - len(head)
    moved = [
        records.Record(record.start - shift, record.end - shift, record.fields) for record in found
    ]
    records.read_records(draft, [*head, *among[found[0].start :]], moved, is_day_first, alike)
    draft.kind = "newsletter"


def _read_single(
    draft: Draft, among: list[int], signed: Sequence[Head], is_day_first: bool, alike: Habit
) -> None:
    own = web_articles.take_page(draft, among, signed)
    if own is None:
        among = fields.take_fields(draft, among, is_day_first)
        among = masthead.take_masthead(draft, among, is_day_first)
    else:
        among = own
    if draft.publication is None and (name := colophon.name_below(draft)) is not None:
        draft.publication = name
        draft.because("publication", "the colophon or the copyright line names it", 0.75)
    among = colophon.take_colophon(draft, among)
    among = _without_buttons(draft, fields.without_contents(draft, among), alike)
    among, addresses = notes.take_addresses(draft, among)
    among = colophon.take_signature(draft, among, is_day_first)
    among = _without_last_pointer(draft, among, alike)
    heads = headings_in(draft, among, alike)
    if own is None:
        is_article = kinds.is_article(draft, among, heads)
    else:
        is_article = kinds.is_one_text(draft, among, heads, 2)
    if is_article:
        _read_article(draft, among, is_day_first, alike)
    else:
        among = _take_title(draft, among, heads)
        _read_sections(draft, among, heads, is_day_first, alike)
    notes.give_sources(draft, addresses | notes.cited_notes(draft, heads))
    draft.kind = "article" if is_article and own is not None else _kind(draft, is_article)


def _without_buttons(draft: Draft, among: Sequence[int], alike: Habit) -> list[int]:
    """Lines in the middle of a text that are the page's, before they can be taken for headings."""
    looks = draft.looks_where(alike)
    kept: list[int] = []
    for at in among:
        block = draft.blocks[at]
        is_line = word_count(block.text) <= 8 and block.kind == "paragraph" and not block.links
        if is_line and block.text.isdigit() and _is_counter(draft, at):
            draft.put_aside(at)
            continue
        if is_line and looks.is_furniture(at) and not is_office(block.text):
            is_picture = furniture.is_credit(block.text) or furniture.has_credit(block.text)
            if not is_picture:
                draft.put_aside(at)
                continue
        kept.append(at)
    return kept


def _is_counter(draft: Draft, at: int) -> bool:
    """A number by itself beside another or beside a button: likes, comments, shares."""
    near = [draft.blocks[n] for n in (at - 1, at + 1) if 0 <= n < len(draft.blocks)]
    return any(block.text.isdigit() or furniture.is_furniture(block) for block in near)


def _without_last_pointer(draft: Draft, among: list[int], alike: Habit) -> list[int]:
    """A heading at the end that heads nothing points elsewhere, unless it is one of a list."""
    heads = headings_in(draft, among[-12:], alike)
    bodies = sum(
        1
        for at in among[-12:]
        if is_prose(draft.blocks[at].text) or (at in heads and heads[at].cited)
    )
    kept = list(among)
    while len(kept) > 1 and bodies:
        last = heads.get(kept[-1])
        if draft.blocks[kept[-1]].text.rstrip()[-1:] == "?":
            break  # a text may close with a question
        if last is None or last.cited or draft.blocks[kept[-1]].kind == "item":
            if not is_wordless(draft.blocks[kept[-1]].text):
                break
        elif (
            len(kept) > 1
            and kept[-2] in heads
            and not heads[kept[-2]].cited
            and heads[kept[-2]].rank == last.rank
            and len(kept) > 2
            and kept[-3] in heads
        ):
            break
        draft.put_aside(kept.pop())
    return kept


def _read_article(draft: Draft, among: list[int], is_day_first: bool, alike: Habit) -> None:
    heads = headings_in(draft, among, alike)
    item = ItemDraft()
    section = SectionDraft(None, [item])
    rest = [at for at in among if not items.set_aside(draft, at)]
    leading = _leading(rest, heads)
    if leading and len(rest) > 1:
        # Above the title stand the site's name and the rubric, below it a standfirst.
        counts = {at: word_count(draft.blocks[at].text) for at in leading}
        title = next(
            (at for at in leading if counts[at] >= 4), max(leading, key=counts.__getitem__)
        )
        place = leading.index(title)
        item.title = draft.blocks[title].text
        draft.title = draft.title or item.title
        draft.because("title", "the heading above all text", 0.85)
        for at in leading[: max(0, place - 1)]:
            draft.put_aside(at)
        if place:
            section.title = draft.blocks[leading[place - 1]].text
        rest = rest[place + 1 :]
    articles.assemble(draft, item, rest, is_day_first, alike)
    draft.authors += [name for name in item.authors if name not in draft.authors]
    draft.date = draft.date or item.date
    draft.sections = [section]


def _leading(rest: Sequence[int], heads: Mapping[int, Heading]) -> list[int]:
    """The headings above the first line that is none."""
    found: list[int] = []
    for at in rest[:4]:
        if at not in heads or heads[at].cited:
            break
        found.append(at)
    return found


def _take_title(draft: Draft, among: list[int], heads: Mapping[int, Heading]) -> list[int]:
    """A first heading that stands above all others is the issue's title."""
    first = among[0] if among else None
    if first is None or first not in heads or heads[first].cited or draft.title is not None:
        return among
    others = [heading.rank for at, heading in heads.items() if at != first and not heading.cited]
    stands_above = len(others) > 1 and heads[first].rank < min(others)
    words = {fold(word) for word in word_list(draft.blocks[first].text)}
    names_part = words <= listed("headings", "section_words")
    if not stands_above or names_part or heads[first].rank >= 5:
        return among
    draft.title = draft.blocks[first].text
    draft.because("title", "the first heading stands above all others", 0.8)
    return among[1:]


def _read_sections(
    draft: Draft,
    among: Sequence[int],
    heads: Mapping[int, Heading],
    is_day_first: bool,
    alike: Habit,
) -> None:
    given = roles(draft.blocks, heads, among, alike)
    if len(draft.fields) >= 2 and not fields.is_letter(draft):
        # A brief's parts are texts; what stands over their paragraphs divides them.
        given = {
            at: role
            for at, role in given.items()
            if role == "section" or _is_item(draft, heads, at)
        }
    current = SectionDraft(None)
    draft.sections = [current]
    own: list[int] = []
    for at in among:
        if given.get(at) == "section":
            _read_section(draft, current, own, heads, given, is_day_first, alike)
            current, own = SectionDraft(draft.blocks[at].text), []
            draft.sections.append(current)
        else:
            own.append(at)
    _read_section(draft, current, own, heads, given, is_day_first, alike)
    draft.sections = [section for section in draft.sections if section.items or section.title]


def _is_item(draft: Draft, heads: Mapping[int, Heading], at: int) -> bool:
    return bool(heads[at].cited) or draft.blocks[at].kind == "item" or heads[at].rank < 5


def _read_section(
    draft: Draft, section: SectionDraft, own: Sequence[int], heads: Mapping[int, Heading],
    given: Mapping[int, Role], is_day_first: bool, alike: Habit,
) -> None:  # fmt: skip
    lists_works = any(heads[at].cited for at in own if at in heads)
    if section.title and is_source_label(section.title) and not lists_works:
        section.items += items.source_list(draft, own)
        return
    loose: list[int] = []
    group: list[int] | None = None
    groups: list[list[int]] = []
    entries = items.labelled_entries(draft, own, alike)
    for at in own:
        if given.get(at) == "headline" or (at in entries and group is not None):
            group = [at]
            groups.append(group)
        elif group is None:
            loose.append(at)
        else:
            group.append(at)
    section.items += items.loose_items(draft, loose, is_day_first, alike)
    for numbers in groups:
        if numbers[0] in heads:
            section.items += items.headline_item(draft, numbers, heads, is_day_first, alike)
        else:
            section.items += items.loose_items(draft, numbers, is_day_first, alike)


def _kind(draft: Draft, is_article: bool) -> Kind:
    found = [item for section in draft.sections for item in section.items]
    if fields.is_letter(draft) and len(found) < 2 and draft.publication is None:
        return "mail"
    if fields.is_letter(draft):
        return "newsletter"
    if len(draft.fields) >= 2 and (draft.publication is None or fields.is_about_event(draft)):
        return "brief"
    if is_article and draft.publication is None:
        return "article"
    if draft.publication is not None or len(found) > 1 or any(s.title for s in draft.sections):
        return "newsletter"
    return "article"


def _add_period(draft: Draft) -> None:
    """A month that stands in a heading, with the year of the heading, the date or the copyright."""
    if draft.date is not None:
        if draft.period is None or draft.period == draft.date[:4]:
            draft.period = draft.date[:7]
        return
    if draft.period is not None or draft.kind != "newsletter":
        return
    headings = [draft.title or "", *(section.title or "" for section in draft.sections)]
    for heading in headings:
        year, month = periods.period(heading)
        if month is None or word_count(heading) > 8:
            continue
        given = year
        if year is None:
            year = periods.copyright_year(
                [line for lines in draft.furniture.values() for line in lines]
            )
        if year is not None:
            draft.period = f"{year}-{month:02}"
            why = "" if given else ", the year from the copyright line"
            draft.because("period", f"the month from “{heading}”{why}", 0.95 if given else 0.75)
            return


def _restore_lost(draft: Draft) -> None:
    """Whatever words stand nowhere yet: their lines are kept as furniture. Nothing is lost."""
    shown = draft.shown_words()
    words = Counter(tokens("\n".join(block.text for block in draft.blocks)))
    missing = Counter({word: count - shown.get(word, 0) for word, count in words.items()})
    if not any(count > 0 for count in missing.values()):
        return
    for number, block in enumerate(draft.blocks):
        for line in block.lines:
            said = tokens(line)
            found = [word for word in said if missing[word] > 0]
            if not found:
                continue
            kept = line.strip() if 2 * len(found) >= len(said) else " ".join(found)
            draft.keep_line(number, kept)
            missing.subtract(tokens(kept))
