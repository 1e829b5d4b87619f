"""The heads of Markdown documents are read as what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.front_matter import day_of, taken
from crankreader.ingest.front_matter import given as said

YAML = """---
title: "Harbour Notes: the autumn"   # the seventh
date: 2024-10-14 09:00:00 +0200
author: [Ada Quill, 'Ben O''Hara']
tags:
  - tides
  - "salt, and rope"
lang: en-GB
layout: post
excerpt: >
  What the boats brought
  and what they left.
---
The ferry is late.
"""


def test_a_yaml_head_gives_title_day_authors_and_language() -> None:
    pairs, rest, lines = taken(YAML)
    found = said(pairs)
    assert (found.title, found.date) == ("Harbour Notes: the autumn", "2024-10-14")
    assert found.authors == ("Ada Quill", "Ben O'Hara")
    assert found.language == "en"
    assert (rest, lines) == ("The ferry is late.\n", 13)


def test_what_is_not_used_stays_as_fields_without_the_builders_settings() -> None:
    found = said(taken(YAML)[0])
    assert found.fields == (
        ("Tags", "tides, salt, and rope"),
        ("Excerpt", "What the boats brought and what they left."),
    )


def test_every_value_says_which_key_it_is_from() -> None:
    found = said(taken(YAML)[0])
    assert {reason.of for reason in found.reasons} == {"title", "date", "authors", "language"}
    assert any("author" in reason.why for reason in found.reasons)


def test_a_toml_head_is_read_too() -> None:
    pairs, rest, lines = taken(
        '+++\ntitle = "Low water"\ndate = 2023-02-01\n[params]\na = 1\n+++\nText.'
    )
    found = said(pairs)
    assert (found.title, found.date, rest, lines) == ("Low water", "2023-02-01", "Text.", 6)


def test_lines_of_keys_at_the_top_are_a_head() -> None:
    text = "Title: Slack Tide 9\nDate: 2021-07-07\nCategory: Slack Tide\n\nGood morning.\n"
    pairs, rest, lines = taken(text)
    found = said(pairs)
    assert (found.title, found.date) == ("Slack Tide 9", "2021-07-07")
    assert found.fields == (("Category", "Slack Tide"),)
    assert (rest, lines) == ("\nGood morning.\n", 3)


@pytest.mark.parametrize(
    "text",
    [
        "Date: 3 May 2024\nPlace: the quay\n\nWe met.",
        "Title: only this\n\nText.",
        "Dear all,\nTitle: x\nDate: 2024-01-01\n\nText.",
        "---\nA rule stands above this line, and one below.\n---\nText.",
        "---\ntitle: it never ends\n\nText.",
        "+++\nnot = = toml\n+++\nText.",
        "",
    ],
)
def test_what_is_no_head_stays_text(text: str) -> None:
    assert taken(text) == ({}, text, 0)


def test_authors_may_be_mappings_and_sentences() -> None:
    text = "---\nauthors:\n  - name: Ada Quill\n    mail: a@b.example\n  - name: Ben Hara\n---\n"
    assert said(taken(text)[0]).authors == ("Ada Quill", "Ben Hara")
    text = "---\nauthor: Ada Quill <ada@b.example> and Ben Hara\n---\n"
    assert said(taken(text)[0]).authors == ("Ada Quill", "Ben Hara")


def test_an_address_counts_only_when_it_is_whole() -> None:
    assert said({"permalink": "/2024/10/tide/"}).url is None
    found = said({"permalink": "/2024/", "canonical_url": "https://tide.example/9?utm_source=x"})
    assert found.url == "https://tide.example/9"


def test_a_publication_is_one_only_by_a_key_that_says_so() -> None:
    assert said({"newsletter": "Slack Tide"}).publication == "Slack Tide"
    assert said({"newsletter": "true"}).publication is None
    assert said({"category": "Slack Tide"}).publication is None


def test_the_name_of_the_file_gives_the_day_when_the_head_does_not() -> None:
    assert said({"title": "Tide"}, "_posts__2019-10-16-tide.md").date == "2019-10-16"
    assert said({"title": "Tide", "date": "2020-01-01"}, "2019-10-16-tide.md").date == "2020-01-01"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-10-14", "2024-10-14"),
        ("2024-10-14T23:30:00-07:00", "2024-10-14"),
        ("2024/10/14", "2024-10-14"),
        ("20241014", "2024-10-14"),
        ("Mon, 14 Oct 2024 08:00:00 GMT", "2024-10-14"),
        ("14 October 2024", "2024-10-14"),
        ("October 14th, 2024", "2024-10-14"),
        ("14.10.2024", "2024-10-14"),
        ("10/14/2024", "2024-10-14"),
        ("03/04/2024", None),
        ("October 2024", None),
        ("soon", None),
        ("2024-02-31", None),
    ],
)
def test_days_are_read_in_their_usual_shapes(written: str, day: str | None) -> None:
    assert day_of(written) == day


def test_a_month_alone_is_a_period() -> None:
    found = said({"date": "October 2024"})
    assert (found.date, found.period) == (None, "2024-10")


def test_titles_are_cleaned_after_their_entities_and_escapes() -> None:
    found = said(taken('---\ntitle: "a\\x1b[31mb &#27;]0;c&amp;d"\n---\n')[0])
    assert found.title is not None
    assert "\x1b" not in found.title
    assert found.title.endswith("d")


def test_deep_and_broken_heads_do_not_raise() -> None:
    deep = "".join(" " * n + "a:\n" for n in range(300))
    for head in ("a: " + "[" * 5000, "a: " + "{" * 5000, deep, 'a: "' + "b" * 5000, "a: *alias"):
        pairs, rest, lines = taken(f"---\n{head}\n---\nText.")
        said(pairs)
        assert rest.endswith("Text.")
        assert lines >= 0
    assert taken("+++\na = " + "[" * 5000 + "\n+++\nText.")[2] == 0


@given(
    st.lists(st.text(alphabet="ab:-#'\"[]{},|> \n\t&*!<=1", max_size=30), min_size=1, max_size=12),
    st.sampled_from(["---", "+++", ""]),
)
def test_any_head_is_read_or_left_alone(lines: list[str], fence: str) -> None:
    text = "\n".join([fence, *lines, fence, "The end."])
    pairs, rest, count = taken(text)
    said(pairs, "x.md")
    assert text.endswith(rest)
    assert "\n".join([*text.split("\n")[:count], rest]) == text or count == 0
