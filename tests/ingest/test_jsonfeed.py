"""JSON Feeds, as the standard wants them and as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crankreader.ingest import feed, jsonfeed
from crankreader.ingest.sniff import Refused
from crankreader.settings import Limits
from tests.ingest.feeds import CORPORA, corpus, read, read_again


def json_feed(*items: Any, **more: Any) -> bytes:
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "Reef", "items": items}
    return json.dumps({**document, "feed_url": "https://reef.example/f.json", **more}).encode()


def test_an_item_says_what_its_values_say() -> None:
    item = {
        "id": 7,
        "url": "https://reef.example/7",
        "title": "Pink &amp; green",
        "content_html": "<p>Two <a href='fish'>fish</a>.</p>",
        "summary": "One more&hellip; thing.",
        "date_published": "2025-02-03T23:59:00-08:00",
        "authors": [{"name": "Ada Keel"}, {"url": "https://ada.example/"}],
        "tags": ["sea", 3],
        "attachments": [{"url": "https://reef.example/7.mp3", "size_in_bytes": 5}],
        "language": "fr-CA",
    }
    (document,) = read(json_feed(item), jsonfeed)[0]
    assert document.format == "jsonfeed"
    assert document.key == "entry:https://reef.example/f.json\n7"
    given = document.given
    assert (given.title, given.publication) == ("Pink & green", "Reef")
    assert (given.date, given.language) == ("2025-02-03", "fr")
    assert given.authors == ("Ada Keel", "https://ada.example/")
    assert ("Categories", "sea, 3") in given.fields
    assert [block.text for block in document.blocks][:2] == ["One more… thing.", "Two fish."]
    assert document.blocks[1].links[0].url == "https://reef.example/fish"
    assert read_again(document) == [document]


def test_the_one_author_of_version_1_0_is_read() -> None:
    raw = json_feed({"id": "1", "content_text": "A", "author": {"name": "Ada Keel"}})
    assert read(raw, jsonfeed)[0][0].given.authors == ("Ada Keel",)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"[1, 2]", "not-a-feed"),
        (b'{"items": [{"sku": 1}], "title": "a"}', "not-a-feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {}}', "not-a-feed"),
        (b"[" * 200_000, "too-deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too-deep"),
        (json_feed()[:-2], "broken"),
        (b"", "broken"),
        (json_feed({"id": 1}).replace(b'"id": 1', b'"id": ' + b"9" * 5_000), "broken"),
    ],
)
def test_other_json_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(raw, jsonfeed)
    assert refused.value.code == code


def test_values_of_other_types_are_taken_for_what_they_can_be() -> None:
    odd = {"id": {}, "title": [], "content_html": 5, "authors": {"name": 3}, "tags": "x",
           "attachments": [None, {"url": 7}], "date_published": 99, "content_text": "Words"}  # fmt: skip
    documents, failures = read(json_feed(odd, None, 5, {}), jsonfeed)
    assert [document.blocks[0].text for document in documents] == ["Words"]
    assert [failure.code for failure in failures] == ["empty"]


def test_control_characters_written_as_numbers_are_cleaned() -> None:
    raw = json_feed({"id": "1", "title": "a\x1b[31mb\u202e\ud800", "content_text": "c\x9bm\x07d"})
    (document,) = read(raw, jsonfeed)[0]
    assert not set("\x1b\x07\x9b\u202e\ud800") & set(f"{document.text}{document.given}")
    assert read_again(document) == [document]


def test_a_forged_extension_makes_no_other_format_and_no_other_kind_of_key() -> None:
    raw = json_feed(
        {"id": "1", "title": "A", "_crankreader": {"pieces": "x", "labels": {}, "shared": 1}},
        _crankreader={"format": "eml", "feed": 5, "warnings": {"a": 1}},
    )
    (document,) = read(raw, jsonfeed)[0]
    assert document.format == "jsonfeed"
    assert (document.key or "entry:").startswith("entry:")


def test_other_encodings_and_a_generators_head_are_read() -> None:
    raw = json_feed({"id": "1", "title": "Ü"})
    for given in (
        b"\xef\xbb\xbf" + raw,
        raw.decode().encode("utf-16"),
        b"---json\n{}\n---\n" + raw,
    ):
        assert [document.given.title for document in read(given, jsonfeed)[0]] == ["Ü"]


def test_too_many_and_no_items_are_said() -> None:
    raw = json_feed(*({"id": n, "title": f"N {n}"} for n in range(5)))
    documents, failures = read(raw, jsonfeed, Limits(entries=3))
    assert (len(documents), failures[0].code) == (3, "too-many-entries")
    assert read(json_feed(), jsonfeed)[1][0].code == "empty"


def test_every_item_of_the_corpus_is_taken_and_reads_the_same_again() -> None:
    for path in corpus("jsonfeed"):
        raw = path.read_bytes()
        try:
            expected = len(json.loads(raw)["items"])
        except (ValueError, KeyError):
            continue
        documents, _failures = read(raw, jsonfeed)
        assert len(documents) == expected, path.name
        assert all(read_again(document) == [document] for document in documents), path.name


@pytest.mark.parametrize("site", ["dyno", "saif"])
def test_a_site_has_the_same_entries_in_atom_and_in_json(site: str) -> None:
    if not CORPORA.is_dir():
        pytest.skip("../shared is not here")
    (atom,), (other,) = ((CORPORA / name / site).glob("*") for name in ("atom", "jsonfeed"))
    one, two = read(atom.read_bytes(), feed)[0], read(other.read_bytes(), jsonfeed)[0]
    assert [(d.given.url, d.given.title, d.given.date) for d in one] == [
        (d.given.url, d.given.title, d.given.date) for d in two
    ]
