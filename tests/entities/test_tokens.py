"""Words, their folding and their places."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.entities.tokens import fold, slug, tokens_of


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_every_word_stands_where_it_says(text: str) -> None:
    for token in tokens_of(text, {}):
        assert text[token.start : token.end] == token.text


def test_accents_apostrophes_and_dots_make_no_difference() -> None:
    keys = [token.key for token in tokens_of("Erdoğan’s U.S. Sana’a", {})]
    assert keys == ["erdogan", "us", "sana'a"]


def test_a_word_on_the_next_line_joins_only_a_wrapped_one() -> None:
    long = "This line is long enough to have been wrapped by somebody in North\nKorea"
    assert tokens_of(long, {})[-1].joined
    assert not tokens_of("North\nKorea", {})[-1].joined
    assert not tokens_of(long.replace("\n", "\n\n"), {})[-1].joined


def test_a_slug_is_lower_case_ascii() -> None:
    assert slug("São Tomé & Príncipe’s Łódź") == "sao-tome-principes-lodz"
