"""What all feeds share: days, titles, keys and the text that is chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import entries
from crankreader.ingest.entries import Entry, FeedHead, Piece
from crankreader.settings import LIMITS
from tests.ingest.feeds import read_again

HEAD = FeedHead("rss", "Reef", "https://reef.example/f", "https://reef.example/")
texts = st.text(max_size=60)
maybe = st.none() | texts.map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2025-01-31T23:00:00-11:00", "2025-01-31"),
        ("20250131", "2025-01-31"),
        ("Fri, 31 Jan 2025 23:59:59 PST", "2025-01-31"),
        ("31 Jan 25", "2025-01-31"),
        ("2025-02-30", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_it_is_written(stamp: str | None, day: str | None) -> None:
    assert entries.day_of(stamp) == day


@given(st.text(max_size=120))
def test_no_stamp_is_too_odd(stamp: str) -> None:
    entries.day_of(stamp)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a <b>bold</b> one", "a bold one"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("x <br", "x <br"),
    ],
)
def test_a_title_loses_its_markup_and_nothing_else(markup: str, text: str) -> None:
    assert entries.plain(markup) == text


@given(
    st.builds(
        Entry,
        id=maybe, url=maybe, title=maybe, published=maybe, updated=maybe, language=maybe,
        source=maybe, rights=maybe,
        pieces=st.lists(st.builds(Piece, texts.filter(bool), st.booleans(), maybe), max_size=3).map(tuple),
        authors=st.lists(texts.map(str.strip).filter(bool), max_size=2).map(tuple),
        is_shared=st.booleans(),
    )
)  # fmt: skip
def test_an_entry_that_is_kept_is_the_same_when_read_again(entry: Entry) -> None:
    try:
        document = entries.document(HEAD, entry, LIMITS)
    except entries.Refused:
        return
    assert read_again(document) == [document]
    assert document.raw == entries.kept(HEAD, entry)


def test_the_richest_text_is_taken_once() -> None:
    long, short = Piece("<p>One two three four.</p>"), Piece("One two thr…", is_html=False)
    same = replace(long, is_html=False, value="One two three four.")
    document = entries.document(HEAD, Entry(id="1", pieces=(short, long, same)), LIMITS)
    assert [block.text for block in document.blocks] == ["One two three four."]


def test_an_excerpt_and_its_read_more_are_put_aside() -> None:
    words = " ".join(f"word{n}" for n in range(40))
    pieces = (Piece(f"<p>{words} and an end</p>"), Piece(f"<p>{words} … Continue</p>"))
    document = entries.document(HEAD, Entry(id="1", pieces=pieces), LIMITS)
    assert [document.blocks[n].text[-8:] for n in document.aside] == ["Continue"]
    assert document.blocks[1].text.endswith("an end")


def test_an_id_is_a_key_only_where_its_feed_or_itself_is_known() -> None:
    nameless = FeedHead("rss")
    key = entries.document(nameless, Entry(id="7", title="A"), LIMITS).key
    assert key is None
    key = entries.document(nameless, Entry(id="tag:reef.example,2025:7", title="A"), LIMITS).key
    assert key == "entry:\ntag:reef.example,2025:7"


def test_an_entry_without_text_says_what_it_has() -> None:
    document = entries.document(HEAD, Entry(authors=("Ada Keel",), categories=("sea",)), LIMITS)
    assert document.blocks[0].text == "sea, Ada Keel"


def test_no_word_of_a_very_long_title_is_lost() -> None:
    title = " ".join(f"word{number}" for number in range(500))
    document = entries.document(HEAD, Entry(title=title, pieces=(Piece("<p>Text</p>"),)), LIMITS)
    assert [block.text for block in document.blocks] == [title, "Text"]
    assert document.given.title is not None
    assert len(document.given.title) <= 1_000
