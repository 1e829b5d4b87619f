"""A converted document → an Issue: its structure found, its links placed, its ids given.

Knows no format but by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crankreader.ingest import identity, periods
from crankreader.ingest.documents import Converted
from crankreader.ingest.drafts import Draft, ItemDraft, SectionDraft
from crankreader.ingest.hosts import name_outlets
from crankreader.ingest.language import language_of
from crankreader.ingest.linking import place_links
from crankreader.ingest.structure import draft_of, structure
from crankreader.ingest.titles import issue_title, item_title
from crankreader.model import Format, Issue, Item, Reason, Section
from crankreader.safety import one_line


def understood(converted: Converted, path: str) -> Issue:
    """The document as its editors meant it."""
    return finished(structure(converted), converted, path)


def as_one_text(converted: Converted, path: str) -> Issue:
    """The document as one item with all its paragraphs."""
    draft = draft_of(converted)
    item = ItemDraft(paragraphs=[block.text for block in converted.blocks if block.text.strip()])
    draft.sections = [] if item.is_empty else [SectionDraft(None, [item])]
    draft.warnings.append("Kept as one text: its parts could not be told.")
    return finished(draft, converted, path)


def finished(draft: Draft, converted: Converted, path: str) -> Issue:
    """The draft, frozen, with its links and its ids."""
    unplaced = place_links(draft, converted.blocks)
    name_outlets(draft)
    if converted.member is None and converted.format != "eml":
        _date_from_name(draft, path)
    issue_id = identity.issue_id(converted.key or identity.text_key(converted.text))
    drafts = [item for section in draft.sections for item in section.items]
    ids = identity.item_ids(
        issue_id, [(item.title, "\n\n".join(item.paragraphs)) for item in drafts]
    )
    sections = tuple(_sections(draft, iter(ids)))
    titles = [item.display_title for section in sections for item in section.items]
    given = converted.given
    return Issue(
        id=issue_id,
        path=str(one_line(path, 4096)),
        format=converted.format,
        kind=draft.kind,
        publication=draft.publication,
        title=draft.title,
        display_title=_shown_title(draft, titles, converted.format, path),
        sections=sections,
        period=draft.period,
        date=draft.date,
        language=given.language or language_of(converted.text),
        authors=tuple(draft.authors),
        editors=tuple(draft.editors),
        fields=tuple(draft.fields),
        furniture=tuple(line for at in sorted(draft.furniture) for line in draft.furniture[at]),
        warnings=(*converted.warnings, *draft.warnings),
        reasons=tuple(_reasons(draft)),
        member=None if converted.member is None else str(one_line(converted.member, 1000)),
        publication_key=given.publication_key,
        url=given.url,
        unplaced=unplaced,
    )


def _shown_title(draft: Draft, titles: Sequence[str], format: Format, path: str) -> str:
    """What stands for the issue on the screen: at the least who sent it, or its file's name.

    A mail, an entry and a page are called by their subject: there are many of one day.
    """
    if draft.title is not None and format not in ("text", "markdown"):
        return str(one_line(draft.title))
    title = issue_title(draft, titles)
    if any(c.isalnum() for c in title):
        return title
    names = (*draft.authors, path.rstrip("/").rpartition("/")[2])
    return next((str(one_line(name)) for name in names if name), title)


def _date_from_name(draft: Draft, path: str) -> None:
    """The day or month in a file's name, where the document itself says neither."""
    if draft.date is not None or draft.period is not None:
        return
    date, period = periods.from_name(path)
    for of, value in (("date", date), ("period", period)):
        if value is not None and not (of == "period" and draft.kind != "newsletter"):
            setattr(draft, of, value)
            draft.because(of, "the file's name", 0.5)


def _reasons(draft: Draft) -> Iterator[Reason]:
    yield from draft.reasons
    for number, section in enumerate(draft.sections):
        for place, item in enumerate(section.items):
            where = f"sections[{number}].items[{place}]"
            for reason in item.reasons:
                yield reason._replace(of=f"{where}.{reason.of}")


def _sections(draft: Draft, ids: Iterator[str]) -> Iterator[Section]:
    for section in draft.sections:
        items = tuple(_item(next(ids), item) for item in section.items)
        yield Section(_label(section.title), items)


def _item(identifier: str, draft: ItemDraft) -> Item:
    return Item(
        id=identifier,
        title=draft.title,
        display_title=item_title(draft),
        paragraphs=tuple(draft.paragraphs),
        date=draft.date,
        authors=tuple(draft.authors),
        subheadings=tuple(draft.subheadings),
        captions=tuple(draft.captions),
        sources=tuple(draft.sources),
        related=tuple(draft.related),
        links=tuple(draft.links),
    )


def _label(title: str | None) -> str | None:
    """A section's title without the colon that only marked it as one."""
    return title.rstrip(" :") or title if title else title
