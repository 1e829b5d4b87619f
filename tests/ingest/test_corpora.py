"""Real documents, read as a person has them read: nothing raises, nothing is lost in silence.

What each holds is found out a second time by other parsers, and looked for in what `parse` prints.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from crankreader import ingest
from crankreader.export import issue_document
from crankreader.ingest.converting import Converting, left_out
from crankreader.ingest.wire import Outcome
from crankreader.ingest.words import tokens
from crankreader.model import Failure, Feed, Parsed
from crankreader.safety import clean
from tests.ingest.reading import SHARED
from tests.ingest.test_html import reference
from tests.ingest.test_markdown import visible

CORPORA = SHARED / "corpora"
CODES = {
    *("empty", "not-text", "unsupported", "too-large", "too-many-blocks", "too-deep"),
    *("too-many-attributes", "too-many-parts", "too-many-entries", "too-many-headers", "bomb"),
    *("broken", "not-a-feed", "encrypted", "absent", "unreadable", "not-a-file"),
}
"""What a document may fail for; "too-slow", "too-much-memory" and "crashed" none of these does."""
FEEDS = ("atom", "rss", "rdf")
NO_HEADER_KNOWN = ("email.19", "relaxed.expected.09", "simple.expected.11")
"""Tests of signatures, whose headers are those of no mail."""
SIGNED = "01014."
"""Its words are within the lines of a signature, which are none themselves."""

Json = dict[str, Any]


@cache
def outcomes() -> dict[Path, list[Outcome]]:
    """What came of each document; all are read once, by the first test that asks."""
    if not CORPORA.is_dir():
        pytest.skip("../shared is not here")
    return read(path for path in sorted(CORPORA.rglob("*/*/*")) if path.is_file())


def read(paths: Iterator[Path] | list[Path]) -> dict[Path, list[Outcome]]:
    with Converting() as converting:
        return {path: list(ingest.read(str(path), converting=converting)) for path in paths}


def of(*formats: str) -> Iterator[tuple[Path, list[Outcome]]]:
    for path, found in outcomes().items():
        if path.relative_to(CORPORA).parts[0] in formats:
            yield path, found


def parsed(*formats: str) -> Iterator[tuple[Path, bytes, Json]]:
    """(path, its bytes, what `parse` prints of it)."""
    for path, found in of(*formats):
        for outcome in found:
            if isinstance(outcome, Parsed):
                yield path, outcome.raw, json.loads(json.dumps(issue_document(outcome.issue)))


def items_of(document: Json) -> list[Json]:
    return [item for section in document["sections"] for item in section["items"]]


def titles_in(document: Json) -> Iterator[str]:
    """Whatever a heading may have become."""
    yield from (document["title"] or "", document["publication"] or "", *document["furniture"])
    yield from (part for field in document["fields"].items() for part in field)
    yield from (section["title"] or "" for section in document["sections"])
    for item in items_of(document):
        yield from (item["title"] or "", *(title for _, title in item["subheadings"]))


def texts_in(document: Json) -> Iterator[str]:
    """Whatever words may have become."""
    yield from titles_in(document)
    yield from (*document["authors"], *document["editors"])
    yield from (document["date"] or "", document["period"] or "")
    for item in items_of(document):
        yield from (*item["paragraphs"], *item["captions"], *item["authors"], item["date"] or "")
        yield from (link["title"] for link in item["related"])
        for source in item["sources"]:
            yield from (source[name] or "" for name in ("title", "outlet", "url"))
            yield from source["authors"]


def words_in(document: Json) -> Counter[str]:
    return Counter(word for text in texts_in(document) for word in tokens(text))


def links_in(document: Json) -> set[str]:
    links = list(document["furniture_links"])
    for item in items_of(document):
        links += [*item["links"], *item["sources"], *item["related"]]
    return {link.get(name) for link in links for name in ("url", "original")} - {None}


def share_lost(wanted: Counter[str], document: Json) -> float:
    """Of the letters, as words that two elements write together are one word."""
    letters = Counter("".join(wanted.elements()))
    have = Counter("".join(words_in(document).elements()))
    return (letters - have).total() / max(1, letters.total())


def key(title: str) -> str:
    return "".join(tokens(clean(title)))


def test_every_document_is_read_or_named_with_a_code_and_a_sentence() -> None:
    kinds: Counter[str] = Counter()
    for path, found in outcomes().items():
        assert found, path
        for outcome in found:
            kinds[type(outcome).__name__] += 1
            if isinstance(outcome, Failure):
                assert outcome.code in CODES, (path, outcome)
                assert outcome.reason[-1] == ".", (path, outcome)
            elif isinstance(outcome, Parsed):
                assert left_out(outcome.issue) is None, path
    assert kinds["Parsed"] >= 1500
    assert kinds["Feed"] >= 2400


def test_ids_are_the_same_in_any_order() -> None:
    """Every third document is read again, from the last to the first."""
    first = outcomes()
    for path, found in read(sorted(first, reverse=True)[::3]).items():
        assert found == first[path], path


def elements_of(path: Path) -> list[str] | None:
    """The names of all elements, as another parser finds them; None where it finds none."""
    try:
        parser = etree.XMLParser(recover=True, resolve_entities=False)
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    return [each.tag.rpartition("}")[2] for each in root.iter() if isinstance(each.tag, str)]


def test_every_entry_of_a_feed_is_an_issue_or_is_named() -> None:
    for path, found in of(*FEEDS):
        names = elements_of(path)
        if names is None:
            continue
        named = [each for each in found if getattr(each, "reason", "").startswith("Entry")]
        issues = sum(isinstance(each, Parsed) for each in found)
        expected = sum(name.lower() in ("item", "entry") for name in names)
        assert issues + len(named) == expected, path


def test_every_feed_of_a_list_is_listed() -> None:
    for path, found in of("opml"):
        text = path.read_bytes().decode("utf-8", "replace")
        listed = len(
            re.findall(r"(?i)<outline\b[^>]*\bxmlUrl\s*=\s*(?:\"\s*[^\s\"]|'\s*[^\s'])", text)
        )
        assert sum(isinstance(each, Feed) for each in found) >= listed, path


def test_xml_that_is_no_feed_is_refused_with_a_reason() -> None:
    for path, found in of("xmlother"):
        (outcome,) = found
        is_page = b"<html" in path.read_bytes()
        if is_page:
            assert isinstance(outcome, Parsed)
        else:
            assert isinstance(outcome, Failure)
            assert outcome.code == "not-a-feed", path


def test_plain_text_loses_no_word() -> None:
    for path, raw, document in parsed("txt"):
        text = decoded(raw)
        if document["format"] == "eml":
            text = text.partition("\n\n")[2]
        lost = Counter(tokens(clean(text))) - words_in(document)
        # The numbers before the lines of a list are its form.
        assert [word for word in lost if not re.fullmatch(r"\d{1,2}", word)] == [], path


def decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def test_every_heading_of_markdown_stands_somewhere() -> None:
    seen = 0
    for path, raw, document in parsed("md"):
        have = {key(title) for title in titles_in(document)}
        have |= {
            key(each["title"] or "") for item in items_of(document) for each in item["sources"]
        }
        for line in headings_of(raw.decode("utf-8").replace("\r\n", "\n")):
            line = re.sub(r"<[^>]+>|\{[:#][^}]*\}", "", line)
            line = re.sub(r"\]\((?:[^()]|\([^()]*\))*\)|\]\[[^\]]*\]", "]", line)
            assert key(line) in have or not key(line), (path, line)
            seen += 1
    assert seen >= 1000


def headings_of(text: str) -> Iterator[str]:
    plain = visible(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL))
    yield from re.findall(r"(?m)^#{1,6}[ \t]+(\S.*)$", plain)
    yield from re.findall(r"(?m)(?:^\n|\A)([^\s>#|*+-].*\w.*)\n(?:={3,}|-{3,})[ \t]*$", plain)


def test_every_link_of_markdown_stands_somewhere() -> None:
    seen = 0
    for path, raw, document in parsed("md"):
        plain = visible(raw.decode("utf-8"))
        have = links_in(document)
        wanted = re.findall(r"(?<!!)\[[^\[\]]*\]\((https?://[^\s()<>{}]+)\)", plain)
        wanted += re.findall(r"<(https?://[^\s<>{}]+)>", plain)
        for url in wanted:
            assert url in have or any(url.startswith(each) for each in have), (path, url)
            seen += 1
    assert seen >= 5000


def test_pages_keep_their_words_and_links() -> None:
    for path, raw, document in parsed("html"):
        words, links = reference(raw.decode("utf-8", "replace"))
        assert share_lost(words, document) <= 0.02, path
        assert len(links - links_in(document)) <= 0.02 * len(links) + 1, path


def mails() -> Iterator[tuple[Path, EmailMessage, Json]]:
    for path, raw, document in parsed("eml", "mbox"):
        if not path.name.endswith(NO_HEADER_KNOWN):
            yield path, email.message_from_bytes(raw, policy=email.policy.default), document


def test_the_heads_of_mails_are_read_as_another_parser_reads_them() -> None:
    for path, other, document in mails():
        subject = str(other["subject"] or "").replace("\ufffd", "")
        assert tokens(document["title"] or "") == tokens(clean(subject)), path
        people = f"{document['fields'].get('From')} {document['publication']} {document['authors']}"
        assert set(tokens(clean(str(other["from"] or "")))) <= set(tokens(people)), path
        day = getattr(other["date"], "datetime", None)
        if day is not None and day.year > 1970:
            assert document["date"] == str(day.date()), path


def test_the_bodies_of_mails_keep_their_words_and_links() -> None:
    plain = marked = 0
    for path, other, document in mails():
        body = other.get_body(("html", "plain"))
        try:
            text = body.get_content() if body is not None else ""
        except LookupError:  # a charset that the other parser does not know
            continue
        if body is not None and body.get_content_type() == "text/html":
            marked += 1
            words, links = reference(text)
            assert links <= links_in(document), path
        else:
            plain += 1
            words = Counter(tokens(clean(text)))
        assert share_lost(words, document) <= 0.02 or path.name.startswith(SIGNED), path
    assert (plain, marked) >= (100, 25)
