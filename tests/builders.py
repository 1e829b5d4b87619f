"""Small model values for tests: say what matters, the rest is made up.

Ids are made from a number or a word, in the shape that real ones have.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from crankreader.model import (
    EntityType,
    Issue,
    Item,
    ItemRow,
    Marked,
    Mention,
    Parsed,
    Section,
    Source,
)


def item_id(key: object) -> str:
    return "t" + _characters(f"item {key}")


def issue_id(key: object) -> str:
    return "i" + _characters(f"issue {key}")


def make_item(key: object = 1, text: str | None = None, **fields: Any) -> Item:
    """An item with a title, and with one paragraph for each blank line of the text and one more."""
    title = fields.pop("title", f"Story {key}")
    values: dict[str, Any] = {
        "id": item_id(key),
        "title": title,
        "display_title": title or f"Story {key} without a headline",
        "paragraphs": tuple((text or f"What story {key} tells.").split("\n\n")),
    }
    return Item(**{**values, **fields})


def make_section(title: str | None = "News", *items: Item) -> Section:
    return Section(title, items or (make_item(),))


def make_issue(key: object = 1, *items: Item, **fields: Any) -> Issue:
    """An issue with one section of these items, or of two made up."""
    items = items or (make_item(f"{key}/1"), make_item(f"{key}/2"))
    title = fields.pop("title", f"Issue {key}")
    values: dict[str, Any] = {
        "id": issue_id(key),
        "path": f"/letters/{key}.txt",
        "format": "text",
        "kind": "newsletter",
        "publication": "The Letter",
        "title": title,
        "display_title": title or f"Issue {key} without a title",
        "sections": (Section("News", items),),
    }
    return Issue(**{**values, **fields})


def make_parsed(issue: Issue | None = None, raw: bytes | None = None) -> Parsed:
    """A document read; its bytes are those of its texts unless given."""
    issue = issue or make_issue()
    return Parsed(issue, raw or f"{issue.id} {text_of(issue)}".encode())


def make_source(outlet: str | None = "The Observer", **fields: Any) -> Source:
    return Source(outlet=outlet, **fields)


def make_mention(
    text: str, name: str, type: EntityType = "country", entity: str | None = None
) -> Mention:
    """The first mention of a name in a text."""
    start = text.index(name)
    slug = entity or f"{type}/{name.lower().replace(' ', '-')}"
    return Mention(start, start + len(name), name, type, slug, name, rule="test")


def make_marked(item: Item, *names: str) -> Marked:
    """The item with these countries found in its text."""
    return Marked(text=tuple(make_mention(item.text, name) for name in names))


def make_row(key: object = 1, **fields: Any) -> ItemRow:
    values: dict[str, Any] = {
        "id": item_id(key),
        "issue": issue_id(key),
        "publication": "The Letter",
        "section": "News",
        "section_number": 0,
        "title": f"Story {key}",
        "display_title": f"Story {key}",
        "date": None,
    }
    return ItemRow(**{**values, **fields})


def text_of(issue: Issue) -> str:
    return "\n".join(f"{item.title or ''}\n{item.text}" for item in issue.items)


def words_numbered(numbers: Iterable[int]) -> str:
    """A text in which no word comes twice."""
    return " ".join(f"word{number}" for number in numbers)


def _characters(key: str) -> str:
    """Sixteen of them, as ids have."""
    return b32encode(blake2b(key.encode(), digest_size=10).digest()).decode().lower()
