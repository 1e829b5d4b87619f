"""What belongs to the page is told from what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crankreader.ingest import furniture
from crankreader.ingest.blocks import Block
from crankreader.model import Link


def line(text: str) -> Block:
    return Block("paragraph", text, (text,), before=1, after=1)


@pytest.mark.parametrize(
    "text",
    [
        "3 min read",
        "Write to us:",
        "81-350 Gdynia, Poland",
        "You are getting this because you signed up at a fair.",
        "Header image: Ida Holm / Unsplash",
    ],
)
def test_a_line_of_the_page_is_furniture(text: str) -> None:
    assert furniture.is_furniture(line(text))


@pytest.mark.parametrize("text", ["Autumn 2025 Highlights", "March 2025 Review", "3 minutes late"])
def test_a_heading_with_a_number_is_none(text: str) -> None:
    assert not furniture.is_furniture(line(text))


def test_the_copyright_line_tells_who_holds_it() -> None:
    assert furniture.holder("Copyright (C) 2025 Coral House. All rights reserved.") == "Coral House"
    assert furniture.holder("© Coral House, 2025") == "Coral House"
    assert furniture.holder("Coral House sells boats") == ""


def test_an_address_that_only_counts_clicks_leaves_nothing() -> None:
    host = "https://letters.us11.list-manage.com"
    click = Link("here", f"{host}/track/click?u=5b&id=a1&e=9c")
    leave = Link("here", f"{host}/unsubscribe?u=5b&id=a1")
    assert not furniture.leaves(replace(line("Read it here"), links=(click,)))
    assert furniture.leaves(replace(line("Read it here"), links=(leave,)))


def test_a_line_whose_links_are_buttons_is_furniture() -> None:
    text = "Harbours, every second Thursday. Read online · Subscribe"
    links = (
        Link("Read online", "https://quay.example/1"),
        Link("Subscribe", "https://quay.example"),
    )
    assert furniture.is_furniture(replace(line(text), links=links))
