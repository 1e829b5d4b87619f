"""Feeds that a page names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.model import Feed
from crankreader.reader.discovery import feeds_of
from tests.feeds import alternate, page

HOME = "https://tides.example/news/today.html"


def test_the_feeds_of_the_head_come_in_order_without_doubles() -> None:
    head = page(
        alternate("../feed.xml"),
        alternate("/atom", "Application/Atom+XML; charset=utf-8"),
        alternate("https://other.example/feed.json", "application/feed+json"),
        alternate("/feed.xml"),
    )
    assert feeds_of(head, HOME) == (
        Feed("Tides", "https://tides.example/feed.xml"),
        Feed("Tides", "https://tides.example/atom"),
        Feed("Tides", "https://other.example/feed.json"),
    )


def test_a_base_moves_them() -> None:
    head = page("<base href='https://cdn.example/a/'>", alternate("feed"))
    assert [feed.url for feed in feeds_of(head, HOME)] == ["https://cdn.example/a/feed"]


@pytest.mark.parametrize(
    "link",
    [
        alternate("javascript:alert(1)"),
        alternate("file:///etc/passwd"),
        alternate("http://[::1"),
        alternate("/style", "text/css"),
        "<link rel='stylesheet' type='application/rss+xml' href='/feed'>",
        "<link rel='alternate' type='application/rss+xml'>",
        "<!-- " + alternate("/feed") + " -->",
    ],
)
def test_what_is_no_feed_on_the_web_is_passed_over(link: str) -> None:
    assert feeds_of(page(link), HOME) == ()


def test_the_body_is_not_asked() -> None:
    assert feeds_of(b"<html><BODY>" + alternate("/feed").encode(), HOME) == ()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_page(raw: bytes) -> None:
    assert feeds_of(raw, HOME) == () or b"<link" in raw.lower()


@pytest.mark.parametrize(
    "piece", [b"<div>", b"<link ", b"<link rel=alternate ", b"<a b=c ", b"<!--"]
)
def test_a_hostile_head_names_nothing(piece: bytes) -> None:
    assert feeds_of(piece * (2_000_000 // len(piece)), HOME) == ()
