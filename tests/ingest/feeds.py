"""Small feeds of our own, and the corpus beside the repository, for the tests of feeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.ingest import feed, jsonfeed
from crankreader.ingest.documents import Converted
from crankreader.model import Failure
from crankreader.settings import LIMITS, Limits

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>The Harbour &amp; Quay</title><link>https://harbour.example/</link>
<atom:link rel="self" href="https://harbour.example/feed.xml"/>
<language>en-GB</language><lastBuildDate>Wed, 05 Mar 2025 12:00:00 GMT</lastBuildDate>
<item>
  <title>Tugs &lt;i&gt;return&lt;/i&gt; to pier nine</title>
  <link>https://harbour.example/tugs?utm_source=rss</link>
  <guid isPermaLink="false">hq-17</guid>
  <dc:creator>Ada Keel</dc:creator>
  <pubDate>Tue, 04 Mar 2025 23:30:00 -0500</pubDate>
  <category>boats</category><category>piers</category>
  <comments>https://harbour.example/tugs/talk</comments>
  <enclosure url="https://harbour.example/tugs.mp3" type="audio/mpeg" length="1200"/>
  <description>Nobody expected it.</description>
  <content:encoded><![CDATA[<p>Three tugs came back on <a href="/monday">Monday</a>.</p>
<ul><li>One red</li><li>Two blue</li></ul>]]></content:encoded>
</item>
<item><title>Only a title</title><link>https://elsewhere.example/x</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<id>urn:example:kiel</id><title type="html">Kieler &lt;b&gt;Post&lt;/b&gt;</title>
<link rel="self" href="https://kiel.example/atom.xml"/><link href="https://kiel.example/"/>
<author><name>Die Redaktion</name><email>post@kiel.example</email></author>
<entry xml:base="https://kiel.example/a/">
  <id>urn:example:kiel:1</id><title>Ebbe</title><updated>2025-03-01T00:30:00+02:00</updated>
  <link rel="alternate" href="ebbe.html"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Das Wasser ging
  <a href="weg.html">weg</a>.</p></div></content>
</entry>
<entry>
  <id>urn:example:kiel:2</id><title>Flut</title><author><email>a@kiel.example</email></author>
  <content type="text">Das Wasser &lt;kam&gt; wieder.

Und blieb.</content>
</entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://reef.example/"><title>Reef</title><link>https://reef.example/</link>
</channel>
<item rdf:about="https://reef.example/1"><title>Coral</title><link>https://reef.example/1</link>
<dc:date>2024-12-31</dc:date><description>Still pink.</description></item>
</rdf:RDF>"""


def read(
    text: str | bytes, module: object = feed, limits: Limits = LIMITS
) -> tuple[list[Converted], list[Failure]]:
    """The documents of a feed and its failures."""
    raw = text if isinstance(text, bytes) else text.encode()
    found = list(module.convert(raw, "a.feed", limits))  # type: ignore[attr-defined]
    return (
        [outcome for outcome in found if isinstance(outcome, Converted)],
        [outcome for outcome in found if isinstance(outcome, Failure)],
    )


def rss(inside: str, before: str = "") -> str:
    """A feed of these items."""
    head = "<title>T</title><link>https://t.example/</link>"
    return f'{before}<rss version="2.0"><channel>{head}{inside}</channel></rss>'


def item(number: int | str, more: str = "") -> str:
    return f"<item><guid>{number}</guid><title>Number {number}</title>{more}</item>"


def read_again(document: Converted) -> list[Converted]:
    """What becomes of an entry that was kept by itself."""
    assert document.raw is not None
    return read(document.raw, jsonfeed)[0]


def corpus(*formats: str) -> Iterator[Path]:
    """The files of the corpus in these formats, or a skip."""
    if not CORPORA.is_dir():
        pytest.skip("../shared is not here")
    for name in formats:
        yield from sorted(path for path in (CORPORA / name).rglob("*") if path.is_file())
