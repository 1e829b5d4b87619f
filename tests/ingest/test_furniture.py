"""What belongs to the page is told from what it says."""

from __future__ import annotations

import pytest

from crankreader.ingest import furniture
from crankreader.ingest.blocks import Block


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
