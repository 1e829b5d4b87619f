"""Lists of feeds → the feeds they name."""

from __future__ import annotations

import re

import pytest

from crankreader.ingest import opml
from crankreader.ingest.sniff import Refused
from crankreader.model import Failure, Feed
from crankreader.settings import LIMITS, Limits
from tests.ingest.feeds import corpus

LIST = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Sea">
  <outline type="rss" text="Reef &amp; Co" xmlUrl="https://reef.example/f?utm_source=x"
           htmlUrl="https://reef.example/"/>
  <outline type="rss" text="Reef &amp; Co" xmlUrl="https://reef.example/f?utm_source=x"
           htmlUrl="https://reef.example/"/>
</outline></outline>
<outline TITLE="Quay" text="q" XMLURL="feed://quay.example/rss"/>
<outline text="Pier" xmlurl="feed:https://pier.example/rss"/>
<outline text="Reef" xmlUrl="https://reef.example/f?utm_source=x"/>
<outline text="Odd" xmlUrl="javascript:alert(1)"/>
<outline text="No feed" htmlUrl="https://reef.example/"/>
</body></opml>"""


def feeds(raw: str | bytes, limits: Limits = LIMITS) -> list[Feed | Failure]:
    return list(opml.convert(raw if isinstance(raw, bytes) else raw.encode(), "a.opml", limits))


def test_feeds_come_in_order_with_their_folders() -> None:
    reef, quay, pier, again, odd = feeds(LIST)
    assert reef == Feed(
        "Reef & Co", "https://reef.example/f?utm_source=x", "https://reef.example/", "News / Sea"
    )
    assert quay == Feed("Quay", "http://quay.example/rss")
    assert pier == Feed("Pier", "https://pier.example/rss")
    assert again == Feed("Reef", "https://reef.example/f?utm_source=x")
    assert odd == Feed("Odd", "javascript:alert(1)")


def test_lists_of_people_and_of_tabs_are_read() -> None:
    foaf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:rss="http://purl.org/rss/1.0/"><foaf:Agent>
      <foaf:name>Ada</foaf:name><foaf:weblog><foaf:Document rdf:about="https://ada.example/">
      <rss:channel rdf:about="https://ada.example/feed"/></foaf:Document></foaf:weblog>
      </foaf:Agent></rdf:RDF>"""
    assert feeds(foaf) == [Feed("Ada", "https://ada.example/feed")]
    tabs = """<GadgetTabML><Tab title="Sea"><Section><Module type="RSS">
      <ModulePrefs xmlUrl="https://reef.example/f"/></Module></Section></Tab></GadgetTabML>"""
    assert feeds(tabs) == [Feed(None, "https://reef.example/f", None, "Sea")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[1:],
        lambda text: text.replace('<opml version="2.0">', ""),
        lambda text: text.replace("&amp;", "&"),
        lambda text: text.replace("</body></opml>", ""),
    ],
)
def test_a_damaged_list_keeps_its_feeds(damage: object) -> None:
    assert len(feeds(damage(LIST))) == 5  # type: ignore[operator]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("<kml/>", "not-a-feed"),
        ("<html><head><title>a</title></head></html>", "not-a-feed"),
        ("no list", "broken"),
        ("<opml>" + "<outline text='a'>" * 50_000, "too-deep"),
        ('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><opml><outline text="&a;" xmlUrl="b"/></opml>', "bomb"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(raw: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        feeds(raw)
    assert refused.value.code == code


def test_an_empty_list_and_a_long_one_say_so() -> None:
    (failure,) = feeds("<opml><body/></opml>")
    assert isinstance(failure, Failure)
    assert failure.code == "empty"
    taken = feeds(LIST, Limits(entries=2))
    assert [type(outcome) for outcome in taken] == [Feed, Feed, Failure]


def test_every_address_in_the_corpus_is_taken() -> None:
    for path in corpus("opml"):
        raw = re.sub(rb"<!--.*?-->", b"", path.read_bytes(), flags=re.DOTALL)
        expected = len(re.findall(rb"xmlurl\s*=\s*[\"']\s*[^\"'\s]", raw, re.IGNORECASE))
        found = [outcome for outcome in feeds(path.read_bytes()) if isinstance(outcome, Feed)]
        assert len(found) == expected or "foaf" in path.name, path.name
