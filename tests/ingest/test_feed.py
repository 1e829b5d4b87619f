"""RSS, Atom and RDF → one document for each entry, whatever state the XML is in."""

from __future__ import annotations

import re
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest import feed
from crankreader.ingest.sniff import Refused
from crankreader.settings import Limits
from tests.ingest.feeds import ATOM, RDF, RSS, corpus, item, read, read_again, rss


def test_an_entry_says_what_its_elements_say() -> None:
    tugs, _only = read(RSS)[0]
    assert tugs.format == "rss"
    assert tugs.given.title == "Tugs return to pier nine"
    assert tugs.given.publication == "The Harbour & Quay"
    assert tugs.given.publication_key == "feed:https://harbour.example/feed.xml"
    assert tugs.given.authors == ("Ada Keel",)
    assert tugs.given.language == "en"
    assert tugs.given.url == "https://harbour.example/tugs"
    assert tugs.key == "entry:https://harbour.example/feed.xml\nhq-17"
    assert tugs.member == "hq-17"
    assert ("Categories", "boats, piers") in tugs.given.fields
    assert ("Enclosure", "https://harbour.example/tugs.mp3") in tugs.given.fields


def test_the_day_is_the_one_of_the_writers_zone() -> None:
    assert read(RSS)[0][0].given.date == "2025-03-04"
    assert read(ATOM)[0][0].given.date == "2025-03-01"


def test_a_summary_that_says_something_else_stands_before_the_text() -> None:
    tugs = read(RSS)[0][0]
    texts = [block.text for block in tugs.blocks]
    assert texts[:2] == ["Nobody expected it.", "Three tugs came back on Monday."]
    links = [link.url for block in tugs.blocks for link in block.links]
    assert "https://harbour.example/monday" in links
    assert "https://harbour.example/tugs/talk" in links


def test_an_entry_with_nothing_but_a_title_is_that_line_and_its_link() -> None:
    only = read(RSS)[0][1]
    assert [block.text for block in only.blocks] == ["Only a title"]
    assert [link.url for link in only.blocks[0].links] == ["https://elsewhere.example/x"]


def test_atom_gives_its_bases_its_languages_and_its_plain_text() -> None:
    ebb, flood = read(ATOM)[0]
    assert (ebb.format, ebb.given.language) == ("atom", "de")
    assert ebb.given.publication == "Kieler Post"
    assert ebb.given.publication_key == "feed:urn:example:kiel"
    assert ebb.given.url == "https://kiel.example/a/ebbe.html"
    assert [link.url for link in ebb.blocks[0].links] == ["https://kiel.example/a/weg.html"]
    assert ebb.given.authors == ("Die Redaktion",)
    assert flood.given.authors == ("a@kiel.example",)
    assert [block.text for block in flood.blocks] == ["Das Wasser <kam> wieder.", "Und blieb."]


def test_rdf_is_read_too() -> None:
    (coral,) = read(RDF)[0]
    assert (coral.format, coral.given.date) == ("rdf", "2024-12-31")


@pytest.mark.parametrize("text", [RSS, ATOM, RDF])
def test_an_entry_that_was_kept_reads_the_same_again(text: str) -> None:
    for document in read(text)[0]:
        assert read_again(document) == [document]


def test_bytes_that_are_kept_do_not_change_with_when_the_feed_was_built() -> None:
    later = RSS.replace("05 Mar 2025 12:00", "06 Mar 2025 13:00")
    assert [d.raw for d in read(RSS)[0]] == [d.raw for d in read(later)[0]]


def test_one_id_for_two_entries_is_told_apart_whatever_their_order() -> None:
    one, two = item(1, "<description>red</description>"), item(1, "<description>blue</description>")
    first, second = read(rss(one + two))[0], read(rss(two + one))[0]
    assert len({document.key for document in first}) == 2
    assert {document.key for document in first} == {document.key for document in second}
    assert [read_again(document) for document in first] == [[document] for document in first]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("<rss>", "rss"),
        ("\ufeff\n<!-- <feed> --><?x y?><rss version='2.0'>", "rss"),
        ("<!DOCTYPE rss [<!-- > --> <!ELEMENT a (b)> ]><rss>", "rss"),
        ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", "atom"),
        ("---\nlayout: none\n---\n\n<?xml version='1.0'?>\n<feed>", "atom"),
        ("<rdf:RDF><channel>", "rdf"),
        ("<r:RDF><foaf:Person>", "opml"),
        ("?xml version='1.0'?>\n<!-- a -->\n<opml version='1.0'>", "opml"),
        ("<?xml version='1.0'?><head></head><body><outline a='b' xmlUrl='c'/>", "opml"),
        ("<?xml version='1.0'?><html lang='en'>", "html"),
        ("<kml xmlns='x'>", "xml"),
        ("<!-- nothing else -->", "xml"),
        ("A feed is written <rss> in XML.", None),
        ("{}", None),
    ],
)
def test_the_root_tells_what_xml_it_is(head: str, kind: str | None) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert feed.looks_like(head.encode(encoding)) == kind


@given(st.binary(max_size=300))
def test_no_opening_is_too_odd_to_look_at(head: bytes) -> None:
    feed.looks_like(head)
    feed.looks_like(b"<!DOCTYPE " + head)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("<kml><Document/></kml>", "not-a-feed"),
        ("<urlset><url/></urlset>", "not-a-feed"),
        ("/etc/hostname", "not-a-feed"),
        (rss("<item>" + "<a>" * 100_000), "too-deep"),
        ("&" + rss("<item>" + "<a>" * 20_000 + "</a>" * 20_000), "not-a-feed"),
        (rss("&<item>" + "<a>" * 20_000 + "</a>" * 20_000), "too-deep"),
        (rss(item(1, "<a " + " ".join(f'b{n}="c"' for n in range(2_000)) + "/>")), "too-many-attributes"),
        (rss(item(1, "<category>c</category>" * 1_001)), "too-many-parts"),
        (rss(item(1, f"<author>{'a.' * 20_000}</author>")), "too-large"),
        (rss(f"&{item(1, '<author>' + 'a.' * 20_000 + '</author>')}"), "too-large"),
        ("<rss", "not-a-feed"),
        ("<rss ><<<<", "broken"),
    ],
)  # fmt: skip
def test_what_is_no_feed_or_too_much_is_refused(raw: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(raw)
    assert refused.value.code == code
    assert refused.value.reason.endswith(".")


_LAUGHS = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">'


@pytest.mark.parametrize(
    "declared",
    [
        _LAUGHS,
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1/a.dtd"> %a;',
        f'<!ENTITY a "{"a" * 100_000}">',
        f'<!ENTITY a "{"a" * 200}">',
        '<!ENTITY a SYSTEM "file:///etc/hostname"> <<<',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_swell_or_load_are_refused(declared: str, encoding: str) -> None:
    text = rss(
        item(1, "<description>" + "&a;" * 2_000 + "</description>"), f"<!DOCTYPE rss [{declared}]>"
    )
    with pytest.raises(Refused) as refused:
        read(text.encode(encoding))
    assert refused.value.code == "bomb"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://a.example/b.dtd">',
        '<!DOCTYPE rss [<!ENTITY % l PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://a.example/l.ent"> %l;]>',
        '<!DOCTYPE rss [<!ENTITY eacute "é">]>',
        "",
    ],
)
def test_harmless_declarations_are_passed_over_and_named_characters_known(
    doctype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", None)
    documents, _ = read(rss("<item><title>A caf&eacute;</title></item>", doctype))
    assert [document.given.title for document in documents] == ["A café"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "x-unknown", "base64", "idna", "big5"],
)
def test_a_wrongly_declared_encoding_does_not_spoil_words(encoding: str) -> None:
    raw = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(
        item(1, "<description>Grüße nach Köln</description>")
    )
    (document,) = read(raw.encode())[0]
    assert document.blocks[0].text == "Grüße nach Köln"


def test_a_rightly_declared_encoding_is_taken() -> None:
    for encoding in ("koi8-r", "utf-16-be", "cp1251"):
        raw = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(
            item(1, "<description>Привет</description>")
        )
        assert read(raw.encode(encoding))[0][0].blocks[0].text == "Привет"


def test_a_feed_cut_off_in_the_middle_gives_what_is_there() -> None:
    whole = rss(item(1) + item(2) + item(3))
    documents, _ = read(whole[: whole.index("Number 3") + 4])
    assert [document.given.title for document in documents][:2] == ["Number 1", "Number 2"]
    assert documents[0].warnings


@pytest.mark.parametrize(
    "inside",
    ["<image><width/></image>", "<title>&#xD800;&#0;T</title>", "<link href='http://[::'/>"],
)
def test_an_odd_element_does_not_lose_the_feed(inside: str) -> None:
    for broken in ("", "&"):
        documents, _ = read(rss(f"{inside}{broken}{item(1)}"))
        assert [document.member for document in documents] == ["1"]


def test_too_many_entries_are_cut_and_said() -> None:
    text = rss("".join(item(n) for n in range(12)))
    for broken in (text, text.replace("<item>", "<item>&", 1)):
        documents, failures = read(broken, limits=Limits(entries=10))
        assert len(documents) == 10
        assert [failure.code for failure in failures] == ["too-many-entries"]
        assert "2" in failures[0].reason


def test_an_empty_feed_says_so() -> None:
    documents, failures = read(rss(""))
    assert (documents, [failure.code for failure in failures]) == ([], ["empty"])


def test_a_bad_entry_does_not_stop_the_rest() -> None:
    huge = item(2, "<description>" + "&lt;p&gt;" * 3_000 + "</description>")
    documents, failures = read(rss(item(1) + huge + "<item/>" + item(3)), limits=Limits(html=4_000))
    assert [document.member for document in documents] == ["1", "3"]
    assert [failure.code for failure in failures] == ["too-large", "empty"]


@pytest.mark.parametrize(
    "stamp", ["yesterday", "0000-00-00", "2024-13-45", "9" * 400, "Tue, 99 Foo 2024", "-1"]
)
def test_a_date_of_nonsense_is_no_date_and_is_shown(stamp: str) -> None:
    (document,) = read(rss(item(1, f"<pubDate>{stamp}</pubDate>")))[0]
    assert document.given.date is None
    assert dict(document.given.fields)["Published"][:5] == stamp[:5]


def test_base64_is_read_as_what_it_holds_and_pictures_as_nothing() -> None:
    entry = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><content type="{}">{}</content></entry></feed>'
    assert read(entry.format("application/octet-stream", "V29yZHMgaW4gaXQ="))[0][0].text.endswith(
        "Words in it"
    )
    assert read(entry.format("image/png", "iVBORw0KGgo="))[0][0].text == "A\n\nA"


def test_no_escape_sequence_survives() -> None:
    inside = (
        "<title>a&#x9b;31mb \x1b]52;c;x\x07</title><description>c &amp;#27;[2Jd\u202e</description>"
    )
    (document,) = read(rss(f"<item>{inside}</item>"))[0]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", f"{document.text}{document.given}")


def test_every_entry_of_the_corpus_is_taken_or_named_and_reads_the_same_again() -> None:
    from lxml import etree

    for path in corpus("rss", "atom", "rdf"):
        raw = path.read_bytes()
        documents, failures = read(raw)
        assert all(read_again(document) == [document] for document in documents), path.name
        try:
            root = etree.fromstring(raw, etree.XMLParser(recover=True, resolve_entities=False))
        except etree.XMLSyntaxError:
            continue
        if root is None:
            continue
        tags = [
            str(e.tag).rpartition("}")[2].lower() for e in root.iter() if isinstance(e.tag, str)
        ]
        expected = sum(tag in ("item", "entry") for tag in tags)
        members = [failure for failure in failures if failure.reason.startswith("Entry")]
        assert len(documents) + len(members) == expected, path.name


def test_other_xml_of_the_corpus_is_refused_with_a_reason() -> None:
    for path in corpus("xmlother"):
        with pytest.raises(Refused) as refused:
            read(path.read_bytes())
        assert refused.value.code == "not-a-feed"
