"""What a page's head says about it: title, site, date, authors, language, address.

Reads the parsed tree once; each fact with the element that said it. Knows nothing of its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date as Day
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crankreader.ingest import periods
from crankreader.ingest.addresses import canonical, host_name
from crankreader.ingest.documents import Given
from crankreader.model import Reason
from crankreader.safety import one_line

_MOST_SCRIPTS = 20
_LONGEST_SCRIPT = 256 * 1024
_MOST_THINGS = 2000
_MOST_METAS = 500
_MOST_AUTHORS = 8

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish_date", "publish-date", "dc.date", "dc.date.issued", "dcterms.created",
    "dcterms.date", "sailthru.date", "parsely-pub-date", "citation_publication_date",
    "article.published", "published_time", "cxenseparse:recs:publishtime",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl",
    "citation_author", "twitter:creator",
)  # fmt: skip
_ARTICLES = re.compile(r"(?:Article|Posting|Report|Review|Recipe|CreativeWork|ScholarlyArticle)$")
_DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?=\D|$|\d{6})")
_SEPARATED = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»·•]\s*|\s+::\s+")
_NUMBERED = re.compile(
    r"([^\W\d_].{1,60}?),?\s+(?:(?:no|issue|nr|number|vol|edition)\b\.?\s*)?[#№]?\d{1,4}\s*[:|–—-]\s*",
    re.IGNORECASE,
)
"""A name and a number before what an issue is about: "The Letter, No. 3: "."""
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3,9})[/-](\d{1,2})(?=[/-]|$)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")

Found = tuple[str, str, float]
"""(value, which element said so, confidence)."""


def facts_in(tree: LexborHTMLParser, base: str | None = None) -> Given:
    """What the head, the JSON-LD and the first elements of a page say."""
    metas = _metas(tree)
    article, publisher = _described(tree)
    site = _site(metas, publisher)
    title = _title(tree, metas, article, site[0] if site else None)
    site = site or _site_in_title(tree, title[0] if title else None)
    date = _date(tree, metas, article)
    authors = _authors(metas, article)
    url = _url(tree, metas, base)
    date = date or (_day_in_address(url[0]) if url else None)
    language = _language(tree, metas)
    told = {
        "title": title, "publication": site, "date": date, "url": url, "language": language,
        "authors": (", ".join(authors[0]), authors[1], authors[2]) if authors else None,
    }  # fmt: skip
    return Given(
        title=title[0] if title else None,
        publication=site[0] if site else None,
        date=date[0] if date else None,
        authors=authors[0] if authors else (),
        language=language[0] if language else None,
        url=url[0] if url else None,
        reasons=tuple(
            Reason(of, f"the page says so: {found[1]}", found[2])
            for of, found in told.items()
            if found
        ),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """The contents of meta elements by name or property, in lower case."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta")[:_MOST_METAS]:
        attributes = node.attributes
        content = str(one_line(attributes.get("content") or "", 1000))
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
                break
    return found


def _first(metas: Mapping[str, list[str]], names: tuple[str, ...]) -> tuple[str, str] | None:
    return next(((metas[name][0], name) for name in names if name in metas), None)


# JSON-LD


def _described(tree: LexborHTMLParser) -> tuple[dict[str, Any], str | None]:
    """The article that JSON-LD describes, and the name of its publisher."""
    article: dict[str, Any] = {}
    publisher = None
    for thing in _things(tree):
        kinds = thing.get("@type")
        names = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
        is_article = any(isinstance(name, str) and _ARTICLES.search(name) for name in names)
        if is_article and not article and (thing.get("headline") or thing.get("datePublished")):
            article = thing
        if publisher is None:
            publisher = _name(thing.get("publisher"))
        if publisher is None and "WebSite" in names:
            publisher = _name(thing)
    return article, _name(article.get("publisher")) or publisher


def _things(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    left = _MOST_THINGS
    for script in tree.css('script[type="application/ld+json"]')[:_MOST_SCRIPTS]:
        text = script.text(deep=True) or ""
        if not text.strip() or len(text) > _LONGEST_SCRIPT:
            continue
        try:
            waiting: list[object] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and left > 0:
            left -= 1
            thing = waiting.pop(0)
            if isinstance(thing, list):
                waiting.extend(thing[:left])
            elif isinstance(thing, dict):
                yield thing
                for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                    if isinstance(thing.get(key), list | dict):
                        waiting.append(thing[key])


def _name(thing: object) -> str | None:
    """The name of somebody or something that JSON-LD describes."""
    if isinstance(thing, list):
        thing = thing[0] if thing else None
    if isinstance(thing, dict):
        thing = thing.get("name")
        if isinstance(thing, list):
            thing = thing[0] if thing else None
    if not isinstance(thing, str):
        return None
    return str(one_line(thing, 200)) or None


# The facts


def _site(metas: Mapping[str, list[str]], publisher: str | None) -> Found | None:
    found = _first(metas, _SITES)
    if found:
        return found[0][:200], found[1], 0.9
    return (publisher, "JSON-LD publisher", 0.8) if publisher else None


def _title(
    tree: LexborHTMLParser, metas: Mapping[str, list[str]], article: Mapping[str, Any],
    site: str | None,
) -> Found | None:  # fmt: skip
    headline = article.get("headline")
    whole = _text_of(tree, "head title") or _text_of(tree, "title")
    heads = [_words(node.text(deep=True, separator=" ")) for node in tree.css("h1")[:20]]
    heads = [head for head in heads if head and head != site]
    said = _first(metas, _TITLES)
    if said and not _is_site(said[0], site, metas):
        return _without_site(said[0], site, heads), said[1], 0.9
    if isinstance(headline, str) and headline.strip():
        return str(one_line(headline)), "JSON-LD headline", 0.9
    for head in heads:
        if whole and head in whole:
            return head, "its first heading, in its title", 0.9
    if whole and len(heads) == 1 and len(whole.split()) < 3 <= len(heads[0].split()):
        return heads[0], "its one first heading", 0.75  # the title names the site alone
    if whole:
        return _without_site(whole, site, heads), "its title", 0.8
    return (heads[0], "its first heading", 0.7) if len(heads) == 1 else None


def _site_in_title(tree: LexborHTMLParser, title: str | None) -> Found | None:
    """What stands beside the page's own title in the window's, when it is shaped like a name."""
    whole = _text_of(tree, "head title")
    if not whole or not title:
        return None
    numbered = _NUMBERED.fullmatch(whole.removesuffix(title)) if whole.endswith(title) else None
    if numbered is not None and len(numbered[1].split()) <= 6:
        return numbered[1], "what its title names before a number and its heading", 0.8
    for found in _SEPARATED.finditer(whole):
        before, behind = whole[: found.start()].strip(), whole[found.end() :].strip()
        name = behind if before == title else before if behind == title else ""
        if name and len(name.split()) <= 6 and name[:1].isupper():
            return name, "what its title names beside its heading", 0.7
    return None


def _is_site(title: str, site: str | None, metas: Mapping[str, list[str]]) -> bool:
    """Nothing but the name of the site."""
    host = host_name(metas.get("og:url", [""])[0]).split(".")[0]
    names = {_folded(name) for name in (site or "", host) if name}
    return _folded(title).removeprefix("the") in {name.removeprefix("the") for name in names}


def _without_site(title: str, site: str | None, heads: list[str]) -> str:
    """The title without the name of the site before or behind it."""
    parts = list(_SEPARATED.finditer(title))
    if not parts:
        return title
    first, last = title[: parts[0].start()].strip(), title[parts[-1].end() :].strip()
    before, behind = title[: parts[-1].start()].strip(), title[parts[0].end() :].strip()
    for head in heads:
        if head in (before, behind, first):
            return head
    if site:
        folded = _folded(site)
        if last and before and _folded(last) in (folded, folded.removeprefix("the")):
            return before
        if first and behind and _folded(first) == folded:
            return behind
    return title


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _date(
    tree: LexborHTMLParser, metas: Mapping[str, list[str]], article: Mapping[str, Any]
) -> Found | None:
    day = _day(article.get("datePublished"))
    if day:
        return day, "JSON-LD datePublished", 0.95
    for name in _DATES:
        day = _day(metas[name][0]) if name in metas else None
        if day:
            return day, name, 0.9 if "publ" in name else 0.7
    times = tree.css("time[datetime]")[:20]
    for node in times:
        attributes = node.attributes
        if "pubdate" in attributes or attributes.get("itemprop") == "datePublished":
            day = _day(attributes.get("datetime"))
            if day:
                return day, "a time marked as that of publishing", 0.9
    days = {_day(node.attributes.get("datetime")) for node in times} - {None}
    if len(days) == 1:
        return str(days.pop()), "the only time on the page", 0.6
    first = tree.css_first("article time[datetime]") or tree.css_first("main time[datetime]")
    day = _day(first.attributes.get("datetime")) if first is not None else None
    return (day, "the first time within the article", 0.6) if day else None


def _day_in_address(url: str) -> Found | None:
    """The day in a page's own address: "/2022/apr/22/", "/2022/04/22/"."""
    found = _DAY_IN_ADDRESS.search(url)
    if found is None:
        return None
    year, month, day = found.groups()
    told = f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"
    iso = next((each.iso() for each in periods.days(told, True)), None)
    return (iso, "the day in its address", 0.6) if iso else None


def _day(value: object) -> str | None:
    """An ISO 8601 day at the start of a value."""
    found = _DAY.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return Day(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def _authors(
    metas: Mapping[str, list[str]], article: Mapping[str, Any]
) -> tuple[tuple[str, ...], str, float] | None:
    said = article.get("author")
    people = said if isinstance(said, list) else [said]
    names = [name for one in people[:_MOST_AUTHORS] if (name := _name(one)) and _is_name(name)]
    if names:
        return tuple(dict.fromkeys(names)), "JSON-LD author", 0.9
    for key in _AUTHORS:
        names = [name for name in metas.get(key, [])[:_MOST_AUTHORS] if _is_name(name)]
        if names:
            return tuple(dict.fromkeys(names)), key, 0.8
    return None


def _is_name(text: str) -> bool:
    """Neither an address nor a sentence nor an account."""
    return (
        "://" not in text
        and "@" not in text
        and len(text.split()) <= 8
        and any(c.isalpha() for c in text)
    )


def _url(tree: LexborHTMLParser, metas: Mapping[str, list[str]], base: str | None) -> Found | None:
    link = tree.css_first('link[rel="canonical"]')
    said = [
        (link.attributes.get("href") if link is not None else None, "rel=canonical", 0.95),
        (metas.get("og:url", [None])[0], "og:url", 0.9),
    ]
    for href, why, confidence in said:
        url = canonical(href, base)[0] if href else None
        if url and url.startswith("http") and host_name(url):
            return url, why, confidence
    return None


def _language(tree: LexborHTMLParser, metas: Mapping[str, list[str]]) -> Found | None:
    root = tree.css_first("html")
    said = [
        (root.attributes.get("lang") if root is not None else None, "html lang", 0.9),
        (metas.get("content-language", [None])[0], "content-language", 0.7),
        (metas.get("og:locale", [None])[0], "og:locale", 0.6),
    ]
    for value, why, confidence in said:
        found = _LANGUAGE.match(value.strip()) if value else None
        if found:
            return found[0].lower(), why, confidence
    return None


def _text_of(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    return _words(node.text(deep=True)) if node is not None else None


def _words(text: str) -> str:
    return str(one_line(text))
