"""Documents that mark their headings come apart at them: sections, headlines, lists, links."""

from __future__ import annotations

import pytest

from crankreader.ingest import parse
from crankreader.model import Issue, Item


def read(text: str, name: str = "letter.md") -> Issue:
    return parse(text.strip().encode(), name)


def titles(issue: Issue) -> list[tuple[str | None, list[str | None]]]:
    return [(section.title, [item.title for item in section.items]) for section in issue.sections]


def only(issue: Issue) -> Item:
    (item,) = issue.items
    return item


LINKS = """
# Quay Weekly #12

## Ships

- [Ferry back in service](https://gazette.example/ferry?utm_source=quay) — after the winter. (Fjord Gazette)
- [Yard wins an order](https://times.example/yard) — for two tugs. (Coastal Times)

## Weather

- [A storm is coming](https://met.example/storm)
- [Ice in the outer harbour](https://met.example/ice)
"""


def test_sections_hold_the_items_of_their_lists() -> None:
    issue = read(LINKS)
    assert titles(issue) == [
        ("Ships", ["Ferry back in service", "Yard wins an order"]),
        ("Weather", ["A storm is coming", "Ice in the outer harbour"]),
    ]
    assert issue.title == "Quay Weekly #12"
    assert issue.publication == "Quay Weekly"


def test_the_outlet_in_brackets_gets_the_address_of_the_headline() -> None:
    ferry = read(LINKS).items[0]
    assert [(source.outlet, source.url) for source in ferry.sources] == [
        ("Fjord Gazette", "https://gazette.example/ferry")
    ]
    assert ferry.links[0].original == "https://gazette.example/ferry?utm_source=quay"


def test_a_headline_without_an_outlet_rests_on_its_link() -> None:
    storm = read(LINKS).items[2]
    assert [source.url for source in storm.sources] == ["https://met.example/storm"]


def test_headings_below_sections_are_headlines() -> None:
    issue = read(
        """
# Letter

## News

### A ferry sails again

It left the quay on Monday, later than had been promised.

### A bridge is late

Nobody knows why, and nobody has asked.

## Opinion

### On waiting

It is an art.
"""
    )
    assert titles(issue) == [
        ("News", ["A ferry sails again", "A bridge is late"]),
        ("Opinion", ["On waiting"]),
    ]


def test_a_list_within_an_item_stays_in_it() -> None:
    issue = read(
        """
## Ports

* **Bergen opens a quay.** It is the third.
    * It is four hundred metres long.
    * It cost more than was planned.
* **Oslo closes one.** It was the first.
"""
    )
    assert titles(issue) == [("Ports", ["Bergen opens a quay", "Oslo closes one"])]
    assert len(issue.items[0].paragraphs) == 3


def test_the_further_paragraphs_of_a_list_item_stay_with_it() -> None:
    issue = read(
        """
-   [A new chart](https://charts.example/new)

    It shows the wrecks, which the old one left out.

-   [A pilot retires](https://pilots.example/last)

    After forty years.
"""
    )
    assert [len(item.paragraphs) for item in issue.items] == [1, 1]


def test_who_wrote_a_listed_work_and_where_is_its_source() -> None:
    issue = read(
        """
## To read

- [The last lamp](https://coast.example/lamp), by Ann Holm, Coast Review
- [Salt](https://brine.example/salt) by Jon Vik, in Brine
"""
    )
    found = [(s.outlet, s.authors, s.url) for item in issue.items for s in item.sources]
    assert found == [
        ("Coast Review", ("Ann Holm",), "https://coast.example/lamp"),
        ("Brine", ("Jon Vik",), "https://brine.example/salt"),
    ]


def test_signed_prose_with_sub_headings_is_one_article() -> None:
    text = "\n\n".join(
        (
            "---\ntitle: On tides\nauthor: Ann Holm\n---",
            "The sea comes and goes. " * 12,
            "## Why it comes",
            "Because of the moon, mostly, and the shape of the shore. " * 6,
            "## Why it goes",
            "For the same reasons, the other way round, and a little later. " * 6,
        )
    )
    issue = read(text)
    assert issue.kind == "article"
    assert [sub.title for sub in only(issue).subheadings] == ["Why it comes", "Why it goes"]


@pytest.mark.parametrize(
    ("title", "publication"),
    [
        ("The Coast Letter #7", "The Coast Letter"),
        ("Coast Weekly, 3 May 2026", "Coast Weekly"),
        ("This Week in Harbours 214", "This Week in Harbours"),
        ("港口周刊（第 12 期）：灯塔", "港口周刊"),
        ("What the sea took in 2025", None),
    ],
)
def test_a_title_with_a_number_or_a_day_names_its_publication(
    title: str, publication: str | None
) -> None:
    text = LINKS.replace("Quay Weekly #12", title)
    assert read(text).publication == publication


def test_read_more_leads_to_the_source() -> None:
    page = """<html><body><h1>Quay</h1><h2>Harbour</h2><h3>A crane falls</h3><p>Nobody was hurt, but a
    warehouse was.</p><p><a href="https://gazette.example/crane">Read more »</a></p>
    <h3>A crane is bought</h3><p>It is larger than the last.</p>
    <p><a href="https://gazette.example/new">Read more »</a></p></body></html>"""
    issue = parse(page.encode(), "page.html")
    assert [[s.url for s in item.sources] for item in issue.items] == [
        ["https://gazette.example/crane"],
        ["https://gazette.example/new"],
    ]
    assert "Read more »" in issue.furniture


def test_what_is_marked_as_cited_is_the_source() -> None:
    page = """<html><body><h2>Coast</h2><ul><li><a href="https://a.example/1">Eels return</a><br>
    They were counted at night. <cite>Kystnytt</cite></li><li><a href="https://b.example/2">Cod
    does not</a><br>Nobody counts it any more. <cite>Havnebladet</cite></li></ul></body></html>"""
    issue = parse(page.encode(), "page.html")
    assert [[(s.outlet, s.url) for s in item.sources] for item in issue.items] == [
        [("Kystnytt", "https://a.example/1")],
        [("Havnebladet", "https://b.example/2")],
    ]


def test_links_stand_where_their_words_stand() -> None:
    text = (
        "# Note\n\nThe [new chart](https://charts.example/n) shows a [wreck](https://w.example).\n"
    )
    item = read(text).items[0]
    spans = [link.span for link in item.links]
    assert None not in spans
    assert [link.span.of(item.text) for link in item.links if link.span] == ["new chart", "wreck"]


def test_links_of_the_page_are_kept_though_they_are_no_items() -> None:
    page = """<html><body><h2>News</h2><ul><li><a href="https://a.example/x">One thing</a></li>
    <li><a href="https://a.example/y">Another thing</a></li></ul><p>You get this because you
    signed up. <a href="https://letter.example/unsubscribe?id=1">Unsubscribe</a></p></body></html>"""
    issue = parse(page.encode(), "page.html")
    assert [link.url for link in issue.unplaced] == ["https://letter.example/unsubscribe?id=1"]


def test_a_table_is_text_and_cites_nothing() -> None:
    issue = read("## Numbers\n\n| Port | Ships |\n|---|---|\n| Bergen | 12 |\n| Oslo | 9 |\n")
    assert only(issue).title == "Numbers"
    assert issue.items[0].paragraphs == ("Port | Ships", "Bergen | 12", "Oslo | 9")
    assert issue.items[0].sources == ()


SIGNED = """
# Quay and Canal

**A review of ports, rivers and those who live by them · Issue 4 · Autumn 2025**

*Edited by Ann Holm*

## The Crane That Nobody Wanted

*By Jon Vik*

The crane came by sea in March and has stood on the wrong pier since.

### Why it came

Two offices had ordered it, and neither wanted to pay.

## A Canal Without Water

*By Ida Roth and Ole Berg*

The canal was dug for ships that are no longer built.
"""


def test_signed_headings_are_items_whatever_stands_within_them() -> None:
    issue = read(SIGNED)
    assert titles(issue) == [(None, ["The Crane That Nobody Wanted", "A Canal Without Water"])]
    assert [item.authors for item in issue.items] == [("Jon Vik",), ("Ida Roth", "Ole Berg")]
    assert [sub.title for sub in issue.items[0].subheadings] == ["Why it came"]
    assert (issue.publication, issue.editors) == ("Quay and Canal", ("Ann Holm",))


def test_who_signs_in_the_header_of_a_page_wrote_it() -> None:
    text = "The ferry is back in service after a long winter on the slip. " * 9
    page = f"""<html><body><header><h1>The ferry is back</h1>
    <p>By <a rel="author" href="/holm">Ann Holm</a> · 3 May 2025 · 4 min read</p></header>
    <main><p>{text}</p><h2>What it costs</h2><p>{text}</p></main></body></html>"""
    issue = read(page, "ferry.html")
    assert (issue.authors, issue.date) == (("Ann Holm",), "2025-05-03")


@pytest.mark.parametrize(
    ("entry", "outlet"),
    [
        (
            "[Ferry back in service](https://gazette.example/f) (Salt Wind). The winter was long.",
            "Salt Wind",
        ),
        (
            "[Ferry back in service](https://gazette.example/f) — Salt Wind\n\n  The winter was long.",
            "Salt Wind",
        ),
        (
            "[Ferry back in service](https://gazette.example/f) — After the winter\n",
            "gazette.example",
        ),
    ],
)
def test_what_stands_behind_a_linked_headline_is_its_outlet(entry: str, outlet: str) -> None:
    text = f"# Quay\n\n## News\n\n- {entry}\n- [A second](https://times.example/y): a text.\n"
    first = read(text).items[0]
    assert first.title == "Ferry back in service"
    assert [(source.outlet, source.url) for source in first.sources] == [
        (outlet, "https://gazette.example/f")
    ]


def test_numbered_works_are_items_and_the_sources_of_what_names_them() -> None:
    text = """
# What the harbour costs

## Background

The harbour was dug by hand.[1] It has silted up twice since.[2] Nobody pays for the dredging.

## Outlook

It will silt up again, and the ferry will have to wait for the tide, as it does elsewhere.

## Sources

[1] Harbour Institute, “The long dig”, 14 March 2025. https://harbour.example/dig

[2] Ann Holm, “Silt”, Coast Quarterly, April 2025. https://coast.example/silt
"""
    issue = read(text)
    works = [("Harbour Institute", ()), ("Coast Quarterly", ("Ann Holm",))]
    background, *_, dig, silt = issue.items
    assert [(source.outlet, source.authors) for source in background.sources] == works
    assert [(dig.title, silt.title)] == [("The long dig", "Silt")]
    assert [(s.outlet, s.authors) for s in (*dig.sources, *silt.sources)] == works


def test_a_heading_over_who_wrote_it_all_is_a_standfirst() -> None:
    text = "The ferry is back in service after a long winter on the slip. " * 4
    page = f"""From: Ann Holm from Quay Letters <ann@quay.example>
To: list@quay.example
Subject: The ferry is back
Date: Tue, 6 May 2025 09:14:22 +0200
List-Unsubscribe: <https://quay.example/off>
Content-Type: text/html; charset=utf-8

<h1>The ferry is back</h1><h3>And what it cost to bring it</h3>
<p><a href="https://quay.example/ann">Ann Holm</a></p><p>May 6, 2025</p>
<p>{text}</p><h2>What it costs</h2><p>{text}</p><p><a href="https://quay.example/1.jpg"><img
src="https://quay.example/s.jpg" alt="A ferry"></a></p>
<h2>Reading</h2><ul><li><a href="https://a.example/1">One thing</a> (Coast). A text.</li>
<li><a href="https://a.example/2">Another thing</a> (Quay). A text.</li></ul>"""
    issue = read(page, "ferry.eml")
    assert issue.authors == ("Ann Holm",)
    assert [section.title for section in issue.sections] == [None, "What it costs", "Reading"]
    assert [item.captions for item in issue.items if item.captions] == [("A ferry",)]


@pytest.mark.parametrize(
    "entry",
    [
        "[The lamp](https://coast.example/lamp)<br>Ann Holm and Jon Vik, Coast Review",
        "[The lamp](https://coast.example/lamp) by Ann Holm and Jon Vik, in Coast Review",
        "[The lamp](https://coast.example/lamp), by Ann Holm and Jon Vik, Coast Review",
    ],
)
def test_who_wrote_a_linked_work_and_where_is_no_text(entry: str) -> None:
    text = f"# Quay\n\n## Reads\n\n- {entry}\n- [Salt](https://brine.example/salt): a text.\n"
    first = read(text).items[0]
    (source,) = first.sources
    assert (first.title, first.paragraphs) == ("The lamp", ())
    assert (source.outlet, source.authors) == ("Coast Review", ("Ann Holm", "Jon Vik"))


def test_a_page_is_called_as_its_window_says_before_a_number() -> None:
    text = "The ferry is back in service after a long winter on the slip. " * 9
    page = f"""<html><head><title>Quay Letter, No. 23: The ferry is back</title></head>
    <body><article><h1>The ferry is back</h1><p>By Ann Holm · 2 July 2026 · No. 23</p>
    <p>{text}</p><h2>What it costs</h2><p>{text}</p></article></body></html>"""
    issue = read(page, "ferry.html")
    assert (issue.publication, issue.title) == ("Quay Letter", "The ferry is back")
    assert issue.authors == ("Ann Holm",)


def test_a_name_below_most_texts_is_their_outlet() -> None:
    stories = "".join(
        f'<h3><a href="https://{host}.example/1">{title}</a></h3><p>A text of some length.</p>'
        f'<p class="source">{name}</p>'
        for host, title, name in (
            ("coast", "Ferry sails again", "Coast Review"),
            ("packet", "Yard sells a crane", "Harbour Packet"),
            ("ledger", "Fees for berths go up", "Coast Ledger"),
        )
    )
    issue = read(f"<html><body><h1>Quay</h1><h2>News</h2>{stories}</body></html>", "quay.html")
    found = [[(each.outlet, each.url) for each in item.sources] for item in issue.items]
    assert found == [
        [("Coast Review", "https://coast.example/1")],
        [("Harbour Packet", "https://packet.example/1")],
        [("Coast Ledger", "https://ledger.example/1")],
    ]
    assert [item.paragraphs for item in issue.items] == [("A text of some length.",)] * 3
