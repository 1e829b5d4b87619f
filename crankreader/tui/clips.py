"""What `y` copies of an item or a source. Pure: model objects to text."""

from __future__ import annotations

from collections.abc import Callable

from crankreader.model import Item, Reading, Source
from crankreader.safety import safe_url
from crankreader.tui.render import spoken_date, spoken_source


def text_of(reading: Reading) -> str:
    """The item as plain text: title, paragraphs, outlets."""
    item = reading.item
    cited = "; ".join(spoken_source(source) for source in item.sources)
    parts = (item.title, item.text, f"({cited})" if cited else None)
    return "\n\n".join(part for part in parts if part)


def link_of(reading: Reading) -> str:
    """The first address that the item gives; "" if it gives none."""
    return next(iter(_urls(reading.item)), "")


def citation_of(reading: Reading) -> str:
    """Title, publication, date and sources in one line."""
    item = reading.item
    parts = (
        ", ".join(item.authors),
        f"“{item.display_title}”",
        reading.issue.publication,
        spoken_date(item.date or reading.issue.date or reading.issue.period),
        "; ".join(spoken_source(source) for source in item.sources),
        link_of(reading),
    )
    return ", ".join(part for part in parts if part)


def markdown_of(reading: Reading) -> str:
    """The item as Markdown, with its sources as a list."""
    from crankreader.export import markdown

    return markdown.item_markdown(reading)


def of_source(source: Source, what: str) -> str:
    """A source as one would cite it, with its address; only that for its link."""
    url = safe_url(source.url or "") or ""
    if what == "link":
        return url
    if what == "markdown" and url:
        return f"[{spoken_source(source)}]({url})"
    return f"{spoken_source(source)}, {url}" if url else spoken_source(source)


COPIES: dict[str, Callable[[Reading], str]] = {
    "text": text_of,
    "link": link_of,
    "citation": citation_of,
    "markdown": markdown_of,
}


def _urls(item: Item) -> list[str]:
    given = [source.url for source in item.sources] + [link.url for link in item.links]
    return [url for url in (safe_url(one or "") for one in given) if url]
