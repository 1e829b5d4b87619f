"""Issues and items on their way out."""

from __future__ import annotations

from html.parser import HTMLParser

from crankreader.export import (
    as_html,
    as_markdown,
    as_text,
    issue_document,
    issue_pieces,
    item_document,
    reading_document,
    reading_pieces,
)
from crankreader.export.markdown import item_markdown
from crankreader.model import (
    Issue,
    IssueRow,
    Item,
    ItemRow,
    Link,
    Marked,
    Mention,
    Reading,
    Reason,
    Section,
    Source,
    Subheading,
)

ITEM = Item(
    id="taaaaaaaaaaaaaaaa",
    title="A <b>bold</b> *plan*",
    display_title="A <b>bold</b> *plan*",
    paragraphs=("1. Not a list [x](y).", "Second & last.\n# not a heading"),
    date="2024-10-14",
    authors=("Ann Author",),
    subheadings=(Subheading(1, "Halfway"), Subheading(2, "After all")),
    captions=("A map.",),
    sources=(
        Source(outlet="Moscow Times", url="https://example.org/a?b=1&c=2"),
        Source(outlet="Nowhere", url="javascript:alert(1)"),
    ),
    related=(Link("Another story"),),
    links=(Link("here", "https://example.org/"), Link("nowhere")),
)
ISSUE = Issue(
    id="iaaaaaaaaaaaaaaaa",
    path="october.txt",
    format="text",
    kind="newsletter",
    publication="The Digest",
    title=None,
    display_title="October 2024",
    sections=(Section("Links", (ITEM,)),),
    period="2024-10",
    fields=(("Where", "Kursk"),),
    furniture=("unsubscribe",),
    reasons=(Reason("period", "said in the mast-head", 0.9),),
)
READING = Reading(
    item=ITEM,
    row=ItemRow(
        id=ITEM.id,
        issue=ISSUE.id,
        publication="The Digest",
        section="Links",
        section_number=0,
        title=ITEM.title,
        display_title=ITEM.display_title,
        date=ITEM.date,
        is_read=True,
        tags=("kept",),
    ),
    issue=IssueRow(
        id=ISSUE.id,
        publication="The Digest",
        title=None,
        display_title="October 2024",
        kind="newsletter",
        period="2024-10",
        date=None,
        unread=0,
        items=1,
    ),
    marked=Marked(
        text=(
            Mention(3, 6, "Not", "place", "place/not", "Not"),
            Mention(7, 8, "a", "place", "place/not", "Not"),
            Mention(0, 1, "1", "quantity", None, None, 1, "lists"),
        )
    ),
    note="look again",
)


def test_an_issue_has_every_key_and_reasons_only_when_asked() -> None:
    document = issue_document(ISSUE)
    assert document["title"] is None
    assert document["fields"] == {"Where": "Kursk"}
    assert document["sections"][0]["items"][0] == item_document(ITEM)
    assert document["furniture"] == ["unsubscribe"]
    assert "reasons" not in document
    assert issue_document(ISSUE, explain=True)["reasons"][0]["of"] == "period"


def test_an_item_names_its_sources_and_subheadings() -> None:
    document = item_document(ITEM)
    assert document["subheadings"] == [[1, "Halfway"], [2, "After all"]]
    assert document["sources"][0] == {
        "title": None,
        "authors": [],
        "outlet": "Moscow Times",
        "url": "https://example.org/a?b=1&c=2",
    }
    assert document["related"] == [{"title": "Another story", "url": None}]


def test_a_reading_knows_its_place_and_its_mentions() -> None:
    document = reading_document(READING)
    assert (document["issue"], document["section"]) == (ISSUE.id, "Links")
    assert document["publication"] == "The Digest"
    assert document["mentions"][2] == {
        "start": 0,
        "end": 1,
        "text": "1",
        "type": "quantity",
        "entity": None,
        "name": None,
        "value": 1,
        "unit": "lists",
    }


def test_text_holds_every_part_in_order() -> None:
    lines = as_text(issue_pieces(ISSUE)).splitlines()
    wanted = ["October 2024", "Links", ITEM.title, "1. Not a list [x](y).", "Halfway", "After all"]
    assert [line for line in lines if line in wanted] == wanted
    assert "Where: Kursk" in lines
    assert "  - Moscow Times <https://example.org/a?b=1&c=2>" in lines
    assert "  - Nowhere" in lines


def test_a_single_item_names_its_entities_once_and_its_note() -> None:
    lines = as_text(reading_pieces(READING)).splitlines()
    assert lines.count("  - Not (place)") == 1
    assert "  - look again" in lines
    assert "The Digest · October 2024 · Links · 2024-10-14" in lines


def test_markdown_takes_no_word_for_markup() -> None:
    written = as_markdown(issue_pieces(ISSUE))
    assert "### A \\<b\\>bold\\</b\\> \\*plan\\*" in written
    assert "1\\. Not a list \\[x\\](y)." in written
    assert "\n\\# not a heading" in written
    assert "- [Moscow Times](<https://example.org/a?b=1&c=2>)\n- Nowhere\n" in written
    assert "javascript" not in written
    assert item_markdown(READING) == as_markdown(reading_pieces(READING))


def test_html_escapes_every_word_and_links_only_where_it_is_safe() -> None:
    class Page(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[str] = []
            self.links: list[str | None] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.append(tag)
            self.links += [value for name, value in attrs if name == "href"]

    page = Page()
    page.feed(as_html(issue_pieces(ISSUE), "en"))
    assert "b" not in page.tags
    assert page.links == ["https://example.org/a?b=1&c=2", "https://example.org/"]
    assert page.tags.count("ul") == 3
    assert as_html(issue_pieces(ISSUE)).count("</ul>") == 3


def test_a_field_that_comes_twice_loses_nothing() -> None:
    issue = ISSUE._replace(fields=(("Where", "Kursk"), ("Who", "Nobody"), ("Where", "Sudzha")))
    assert issue_document(issue)["fields"] == {"Where": "Kursk; Sudzha", "Who": "Nobody"}
