"""Bytes become text, and lines become blocks."""

from __future__ import annotations

import pytest

from crankreader.ingest.blocks import Block
from crankreader.ingest.decode import MOST_BYTES, decode
from crankreader.ingest.sniff import Refused
from crankreader.ingest.text import blocks_of


def shapes(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks_of(text)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_mark(encoding: str) -> None:
    text = "Grüße aus Kyjiw, wie jede Woche."
    assert decode(text.encode(encoding))[0] == text


def test_old_windows_text_is_read_with_a_warning() -> None:
    text, warnings = decode("He said “no”.".encode("cp1252"))
    assert text == "He said “no”."
    assert "Windows-1252" in warnings[0]


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    text, warnings = decode("ежемесячный обзор событий".encode() + b"\xff.")
    assert text.startswith("ежемесячный")
    assert warnings


def test_line_ends_of_all_systems_are_alike() -> None:
    assert decode(b"one\r\ntwo\rthree\n")[0] == "one\ntwo\nthree\n"


def test_text_is_cleaned_of_what_steers_terminals() -> None:
    assert decode(b"a\x1b]52;c;aGk=\x07b\x1b[31mc")[0] == "abc"


def test_too_much_text_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decode(b"x" * (MOST_BYTES + 1))
    assert refused.value.code == "too-large"


def test_wrapped_lines_become_one_paragraph() -> None:
    text = (
        "The commission met three times in the course of the winter and then\n"
        "decided, against the advice of its own lawyers, to publish the whole\n"
        "of the report. Nobody has been able to say who gave the order to do\n"
        "so, or when.\n\nIt is long.\n"
    )
    first, second = blocks_of(text)
    assert first.text.endswith("to do so, or when.")
    assert len(first.lines) == 4
    assert second == Block("paragraph", "It is long.", ("It is long.",), before=1, after=9)


def test_lines_that_were_not_wrapped_stay_apart() -> None:
    assert shapes("Twitter\nLinkedIn\nWebsite") == [
        ("paragraph", "Twitter"),
        ("paragraph", "LinkedIn"),
        ("paragraph", "Website"),
    ]


def test_a_word_divided_at_the_line_end_is_joined_without_a_blank() -> None:
    text = "They came from all over the region to hear what the vice-\npresident had to say.\n"
    assert shapes(text)[0][1].endswith("the vice-president had to say.")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("News\n====\nbody", "="),
        ("News\n----", "-"),
        ("=====\nNews\n=====\n", "="),
        ("## News", "#2"),
        ("*** News ***", "*"),
        ("**News**", "*"),
    ],
)
def test_headings_are_known_by_their_form(text: str, mark: str) -> None:
    block = blocks_of(text)[0]
    assert (block.kind, block.text, block.mark) == ("heading", "News", mark)


def test_bullets_and_numbers_are_taken_off() -> None:
    assert shapes("- one\n* two\n3. three\n12) four\n") == [
        ("item", "one"),
        ("item", "two"),
        ("item", "three"),
        ("item", "four"),
    ]


def test_a_hanging_line_belongs_to_its_bullet() -> None:
    assert shapes("- one\n  and more\n- two")[0] == ("item", "one and more")


def test_a_lonely_dash_is_no_bullet() -> None:
    assert shapes("The road is open again.\n— Kathmandu Post")[1] == (
        "paragraph",
        "— Kathmandu Post",
    )


def test_addresses_are_links_without_the_punctuation_around_them() -> None:
    (block,) = blocks_of("See (https://example.org/a_(b)), or www.example.net.")
    assert [link.url for link in block.links] == ["https://example.org/a_(b)", "www.example.net"]


def test_the_rows_of_a_table_stay_lines() -> None:
    (block,) = blocks_of("wheat      12,000\nbarley      4,500\n")
    assert block.text == "wheat      12,000\nbarley      4,500"


def test_a_line_that_stops_at_an_article_goes_on() -> None:
    text = "The very first of them were made for the\nfleet.\n\nA heading\nA text of its own."
    first, *_ = shapes(text)
    assert first == ("paragraph", "The very first of them were made for the fleet.")


def test_an_address_that_is_set_in_tells_no_width() -> None:
    text = "  Ferry is back in service\n  After a long winter\n      https://news.example/ferry/2025/05/03/1"
    assert [text for _, text in shapes(text)][:2] == [
        "Ferry is back in service",
        "After a long winter",
    ]
