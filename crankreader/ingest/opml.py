"""A list of feeds (OPML, FOAF, iGoogle's tabs) → the feeds it names.

Knows no document and fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crankreader.ingest import xmltext
from crankreader.ingest.addresses import canonical
from crankreader.ingest.sniff import Refused
from crankreader.model import Failure, Feed
from crankreader.safety import one_line, safe_url
from crankreader.settings import Limits

_ROOTS = frozenset(("opml", "outline", "outlines", "body", "head", "gadgettabml", "rdf"))
_FEED_BEFORE = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"feed://", re.IGNORECASE)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)")
_START = re.compile(r"<(?:opml|head|body|outline)[\s>]", re.IGNORECASE)
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_PEOPLE = frozenset(("agent", "person", "group"))


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Feed | Failure]:
    """Each feed once for each folder it is in. Raises Refused for what is no list."""
    text, _guesses = xmltext.text_of(raw)
    data = text.encode("utf-8", "replace")
    survey = xmltext.survey(data, limits)
    root = _tree(data)
    name = "" if root is None else _name(root)
    if survey.error is not None and name != "opml":
        start = _START.search(text)
        root = _tree(f"<opml>{text[start.start() :]}".encode("utf-8", "replace")) if start else root
    if root is None:
        raise Refused("convert", "broken", "The XML is too damaged to be read.")
    found = list(dict.fromkeys(_feeds(root)))
    if not found and name not in _ROOTS:
        reason = f"This is XML, but no list of feeds: its root is <{one_line(name, 60)}>."
        raise Refused("convert", "not-a-feed", reason)
    if not found:
        yield Failure(path, "convert", "empty", "The list names no feed.")
    yield from found[: limits.entries]
    left = len(found) - limits.entries
    if left > 0:
        reason = f"Of the list's feeds the first {limits.entries:,} were taken and {left:,} left."
        yield Failure(path, "convert", "too-many-entries", reason)


def _tree(data: bytes) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def _feeds(root: Any) -> Iterator[Feed]:
    """In the order of the list, without recursion."""
    from lxml import etree

    folders: list[str] = []
    people: list[str | None] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _name(element)
        if event == "start":
            attributes = {key.casefold(): str(value) for key, value in element.attrib.items()}
            if name in ("outline", "tab"):
                feed = _outline(attributes, folders) if name == "outline" else None
                if feed is not None:
                    yield feed
                folders.append("" if "xmlurl" in attributes else _label(attributes))
            elif name == "moduleprefs" and "xmlurl" in attributes:
                yield from filter(None, [_outline(attributes, folders)])
            elif name in _PEOPLE:
                people.append(_person(element))
            elif name == "channel" and attributes.get(_ABOUT, "").strip():
                yield _feed(people[-1] if people else None, attributes[_ABOUT], None, "")
            elif name == "feed" and attributes.get(_RESOURCE, "").strip():
                yield _feed(people[-1] if people else None, attributes[_RESOURCE], None, "")
        elif name in ("outline", "tab") and folders:
            folders.pop()
        elif name in _PEOPLE and people:
            people.pop()


def _outline(attributes: dict[str, str], folders: list[str]) -> Feed | None:
    url = attributes.get("xmlurl", "").strip()
    if not url:
        return None
    folder = " / ".join(folder for folder in folders if folder)
    return _feed(_label(attributes), url, attributes.get("htmlurl"), folder)


def _feed(title: str | None, url: str, site: str | None, folder: str) -> Feed:
    return Feed(
        title=title or None,
        url=_address(url),
        site=canonical(site.strip())[0] if site and site.strip() else None,
        folder=str(one_line(folder)) or None,
    )


def _address(url: str) -> str:
    """The address to ask for the feed; as the list has it where it is none of the web.

    Not canonical: what looks like a tracking key may be what chooses the feed.
    """
    shown = str(one_line(url, 2048))
    whole = _FEED_SCHEME.sub("http://", _FEED_BEFORE.sub("", shown, count=1), count=1)
    if not whole.startswith(("http:", "https:")) and _BARE.match(whole):
        whole = f"http://{whole}"
    return safe_url(whole) or shown


def _label(attributes: dict[str, str]) -> str:
    """What a person called it: the title, else the text."""
    return str(one_line(attributes.get("title", ""))) or str(one_line(attributes.get("text", "")))


def _person(element: Any) -> str | None:
    for child in element:
        if _name(child) in ("name", "member_name") and child.text:
            return str(one_line(child.text)) or None
    return None


def _name(element: Any) -> str:
    """A local name, whether its prefix was declared or not."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].casefold()
