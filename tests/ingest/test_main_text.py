"""Which blocks of a web page are its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from crankreader.ingest import html
from crankreader.settings import LIMITS

PAGES = Path(__file__).parents[2].parent / "shared" / "corpora" / "html"
PROSE = "The tide turned before noon, and whoever had come for the fish went home with none of it. "

MENU = "".join(f"<li><a href=/{name}>{name}</a>" for name in ("Home", "Boats", "Weather", "Shop"))


def parts(markup: str) -> tuple[list[str], list[str]]:
    """(texts of the document, texts that are the page's)."""
    told = next(html.convert(markup.encode(), "page.html", LIMITS))
    aside = set(told.aside)
    return (
        [block.text for at, block in enumerate(told.blocks) if at not in aside],
        [block.text for at, block in enumerate(told.blocks) if at in aside],
    )


def page(body: str) -> str:
    return (
        f"<title>The tide</title><nav><ul>{MENU}</ul></nav>{body}"
        "<footer><p>All rights are with the harbour office.</p></footer>"
    )


def test_an_article_is_kept_whole_and_the_page_around_it_put_aside() -> None:
    article = f"<article><h1>The tide</h1><p>By Ada Moor</p><p>{PROSE * 3}</p><h2>After</h2><p>{PROSE * 2}</p><ul><li>Cod<li>Plaice</ul></article>"
    main, aside = parts(page(article))
    assert main[:2] == ["The tide", "By Ada Moor"]
    assert {"After", "Cod", "Plaice"} <= set(main)
    assert {"Home", "Boats", "All rights are with the harbour office."} == set(aside) - {
        "Weather",
        "Shop",
    }


def test_a_page_of_nothing_but_divs_is_told_by_its_prose() -> None:
    body = (
        f"<div id=wrap><div class='top-menu'>{'<a href=/x>Port</a> ' * 5}</div><div class=column>"
        f"<h1>The tide</h1><div>{PROSE * 3}</div><div>{PROSE * 3}</div></div>"
        f"<div class=comments><p>{PROSE}</p></div></div>"
    )
    main, aside = parts(page(body))
    assert main[0] == "The tide"
    assert len(main) == 3
    assert PROSE.strip() in aside


def test_a_title_above_the_article_belongs_to_it() -> None:
    body = f"<header><h1>The tide</h1></header><main><p>{PROSE * 3}</p><p>{PROSE * 3}</p></main>"
    main, _ = parts(page(body))
    assert main[0] == "The tide"


def test_a_large_part_is_text_whatever_its_class() -> None:
    body = f"<div class='has-sidebar widget'><p>{PROSE * 4}</p><p>{PROSE * 4}</p></div>"
    main, _ = parts(page(body))
    assert len(main) >= 2


def test_lists_of_links_within_an_article_are_put_aside() -> None:
    links = "".join(f"<li><a href=/{n}>Another story of the harbour</a>" for n in range(5))
    main, aside = parts(
        page(f"<article><p>{PROSE * 4}</p><p>{PROSE * 4}</p><ul>{links}</ul></article>")
    )
    assert len(main) == 2
    assert "Another story of the harbour" in aside


def test_a_newsletter_laid_out_in_tables_is_all_text() -> None:
    body = f"<table><tr><td><h2>Boats</h2><p>{PROSE}</p></td></tr><tr><td><a href=https://a.example/>Read on</a></td></tr></table>"
    main, aside = parts(body)
    assert main == ["Boats", PROSE.strip(), "Read on"]
    assert aside == []


def test_a_page_of_links_is_kept_but_for_its_menu() -> None:
    items = "".join(
        f"<li><a href=https://a.example/{n}>Story {n} of the harbour</a> (The Quay)"
        for n in range(30)
    )
    main, aside = parts(page(f"<main><h1>This week</h1><ul>{items}</ul></main>"))
    assert len([text for text in main if text.startswith("Story")]) == 30
    assert "Boats" in aside


def test_real_pages_lose_their_navigation_and_keep_their_title() -> None:
    if not PAGES.is_dir():
        pytest.skip("../shared is not here")
    for path in sorted(PAGES.glob("*/*.html")):
        told = next(html.convert(path.read_bytes(), path.name, LIMITS))
        assert len(told.aside) < len(told.blocks), path.name
        assert set(told.aside) <= set(range(len(told.blocks)))
        if path.parent.name in ("aeb", "postlight", "readability", "trafilatura"):
            assert told.aside, path.name
