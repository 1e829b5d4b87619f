"""The head of a Markdown document: YAML, TOML or "Title: …" lines, read as plain values.

A small reader of its own: no aliases, no types, nothing is ever executed. Knows no Markdown and
no block; what is no head stays text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from crankreader.ingest import addresses, periods, yaml_head
from crankreader.ingest.documents import NOTHING_GIVEN, Given
from crankreader.ingest.yaml_head import DEEPEST, Pairs, Value
from crankreader.model import Reason
from crankreader.safety import one_line

_MOST_LINES = 400
_MOST_CHARACTERS = 64 * 1024
_LONGEST_FIELD = 1000

_TOP = re.compile(r"([A-Za-z][A-Za-z_ -]{0,30}):(?:[ \t]+(.*))?$")

_TITLES = ("title", "subject", "headline")
_DATES = (
    "date", "pubdate", "published", "publishdate", "publish_date", "date_published",
    "published_at", "publication_date", "created", "issued",
)  # fmt: skip
_AUTHORS = ("author", "authors", "by", "byline")
_LANGUAGES = ("lang", "language", "locale")
_PUBLICATIONS = ("newsletter", "publication", "series")
_ADDRESSES = ("canonical_url", "canonical", "canonicalurl", "permalink", "url", "link")
_HUMAN = (
    "category", "categories", "tag", "tags", "keywords", "slug", "summary", "excerpt",
    "description", "subtitle", "number", "issue", "volume", "edition", "modified", "updated",
    "editor", "editors", "status", "copyright", "source",
)  # fmt: skip
_HEADS = frozenset(
    (*_TITLES, *_DATES, *_AUTHORS, *_LANGUAGES, *_PUBLICATIONS, *_ADDRESSES, *_HUMAN)
)
_MACHINE = frozenset(
    ("layout", "template", "type", "name", "id", "uid", "guid", "uuid", "draft", "image", "images",
     "thumbnail", "cover", "banner", "aliases", "redirect_from", "weight", "toc", "css", "class",
     "sidebar", "comments", "math", "permalink", "baseurl")
)  # fmt: skip
_SETTING = re.compile(r"(?:true|false|yes|no|on|off|null|none|~|)$", re.IGNORECASE)
_PATHLIKE = re.compile(r"[./~]?\S*/\S*|\S+\.(?:png|jpe?g|gif|svg|webp|html?|mp3|md)", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]\w{2,8}){0,3}$")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_AMBIGUOUS = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b")
_MARKUP = re.compile(r"<!\[CDATA\[|\]\]>|</?[A-Za-z][^<>]{0,2000}>")
_NAMED_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d-\d{1,2}-\d{1,2})(?!\d)")


def taken(text: str) -> tuple[Pairs, str, int]:
    """What the head says, the text below it, and how many lines the head took; 0 without one."""
    start = len(text) - len(text.lstrip("\n"))
    head = text[start : start + _MOST_CHARACTERS].split("\n")[:_MOST_LINES]
    fence = head[0].rstrip()
    if fence in ("---", "+++"):
        closing = ("+++",) if fence == "+++" else ("---", "...")
        end = next((n for n, line in enumerate(head[1:], 1) if line.rstrip() in closing), None)
        if end is None:
            return {}, text, 0
        pairs = _toml(head[1:end]) if fence == "+++" else yaml_head.pairs_of(head[1:end])
        count = end + 1
    else:
        pairs, count = _top_lines(head)
    if pairs is None or not count:
        return {}, text, 0
    count += text.count("\n", 0, start)
    rest = text.split("\n", count)
    return pairs, rest[count] if len(rest) > count else "", count


def _top_lines(head: list[str]) -> tuple[Pairs | None, int]:
    """Heads as Pelican and MultiMarkdown have them: a title and another known key, then a blank."""
    pairs: Pairs = {}
    last = ""
    for number, line in enumerate(head):
        if not line.strip():
            known = sum(1 for key in pairs if key.casefold().replace(" ", "_") in _HEADS)
            has_title = any(key.casefold() in _TITLES[:1] for key in pairs)
            return (pairs, number) if known >= 2 and has_title else (None, 0)
        found = _TOP.match(line)
        if found and found[1].casefold() not in (key.casefold() for key in pairs):
            last = found[1]
            pairs[last] = (found[2] or "").strip()
        elif last and line[:1] in (" ", "\t"):
            pairs[last] = f"{pairs[last]} {line.strip()}".strip()
        else:
            return None, 0
        if number > 40:
            break
    return None, 0


def _toml(lines: list[str]) -> Pairs | None:
    import tomllib

    try:
        document = tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    return {key: _plain(value, 0) for key, value in document.items()} or None


def _plain(value: object, depth: int) -> Value:
    if isinstance(value, dict) and depth < DEEPEST:
        return {str(key): _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list) and depth < DEEPEST:
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def given(pairs: Mapping[str, Value], name: str = "") -> Given:
    """What a head says of its document; `name` is the file's, for a day in front of it."""
    if not pairs:
        return NOTHING_GIVEN
    head = _Head({_key(key): value for key, value in pairs.items()})
    title = head.text(_TITLES)
    day, period = head.date()
    if day is None and period is None and (named := _NAMED_DAY.search(name)):
        day = day_of(named[1])
        if day:
            head.because("date", "the file's name has it", 0.8)
    authors = head.authors()
    language = head.language()
    url = head.url()
    publication = head.publication()
    return Given(
        title=title,
        publication=publication,
        date=day,
        period=period,
        authors=authors,
        language=language,
        url=url,
        fields=_fields(pairs, head.used, name),
        reasons=tuple(head.reasons),
    )


def _key(key: str) -> str:
    return key.strip().casefold().replace(" ", "_").replace("-", "_")


class _Head:
    """The pairs of a head, and which of them have been told otherwise."""

    def __init__(self, pairs: Mapping[str, Value]) -> None:
        self.pairs = pairs
        self.used: set[str] = set()
        self.reasons: list[Reason] = []

    def because(self, field: str, why: str, confidence: float) -> None:
        self.reasons.append(Reason(field, why, confidence))

    def _take(self, field: str, key: str, confidence: float = 0.97) -> None:
        self.used.add(key)
        self.because(field, f"the document's head says so: {key}", confidence)

    def text(self, keys: tuple[str, ...]) -> str | None:
        for key in keys:
            shown = _shown(self.pairs.get(key, ""))
            if shown:
                self._take("title", key)
                return shown
        return None

    def date(self) -> tuple[str | None, str | None]:
        """A day, or else a month or year."""
        for key in _DATES:
            shown = _shown(self.pairs.get(key, ""))
            day = day_of(shown)
            if day:
                self._take("date", key)
                return day, None
            year, month = periods.period(shown) if shown and len(shown) <= 40 else (None, None)
            if year and not _AMBIGUOUS.search(shown):
                self._take("period", key)
                return None, f"{year:04}-{month:02}" if month else f"{year:04}"
        return None, None

    def authors(self) -> tuple[str, ...]:
        for key in _AUTHORS:
            names = [n for each in _each(self.pairs.get(key, "")) for n in _names(each)]
            if names:
                self._take("authors", key)
                return tuple(dict.fromkeys(names))
        return ()

    def language(self) -> str | None:
        for key in _LANGUAGES:
            found = _LANGUAGE.match(_shown(self.pairs.get(key, "")))
            if found:
                self._take("language", key)
                return found[1].lower()
        return None

    def url(self) -> str | None:
        for key in _ADDRESSES:
            shown = _shown(self.pairs.get(key, ""), 2048)
            if shown.startswith(("http://", "https://")):
                safe, _ = addresses.canonical(shown)
                if safe:
                    self._take("url", key)
                    return safe
        return None

    def publication(self) -> str | None:
        for key in _PUBLICATIONS:
            value = self.pairs.get(key, "")
            shown = _shown(value.get("name", "") if isinstance(value, dict) else value)
            is_name = shown[:1].isalpha() and not _SETTING.match(shown)
            if is_name and not _PATHLIKE.fullmatch(shown):
                self._take("publication", key, 0.9)
                return shown
        return None


def day_of(text: str) -> str | None:
    """The day that a date of any usual shape gives, ISO 8601; None where it could be two."""
    text = text.strip()
    if not text or len(text) > 80:
        return None
    compact = _COMPACT.match(text)
    if compact:
        text = "-".join(compact.groups())
    doubt = _AMBIGUOUS.match(text)
    if doubt and int(doubt[1]) <= 12 and int(doubt[2]) <= 12 and doubt[1] != doubt[2]:
        return None
    # A time may follow at once: 2024-10-14T09:00.
    found = periods.days(re.sub(r"(?<=\d)[Tt](?=\d)", " ", text), periods.day_first(text))
    return found[0].iso() if found else None


def _shown(value: Value, limit: int = _LONGEST_FIELD) -> str:
    """A scalar as a person reads it."""
    if not isinstance(value, str):
        return ""
    if "<" in value:
        value = _MARKUP.sub(" ", value)
    return str(one_line(html.unescape(value) if "&" in value else value, limit))


def _each(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _names(value: Value) -> list[str]:
    """The people that one entry of a list of authors names."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("display_name") or value.get("title") or ""
    shown = _shown(value, 300)  # a mail address in angle brackets goes as markup does
    names = re.split(r"\s+(?:and|&|und|et|y)\s+|\s*;\s*", shown)
    by_comma = [part.strip() for part in shown.split(",")]
    if len(by_comma) > 1 and all(" " in part for part in by_comma):
        names = [n for part in by_comma for n in re.split(r"\s+(?:and|&)\s+|^and\s+", part)]
    return [name.strip() for name in names if name.strip() and not _SETTING.match(name.strip())]


def _fields(
    pairs: Mapping[str, Value], used: set[str], file_name: str
) -> tuple[tuple[str, str], ...]:
    """What a person may want to see of the rest, in order."""
    found = []
    for label, value in pairs.items():
        key = _key(label)
        if key in used or key in _MACHINE:
            continue
        shown = ", ".join(_leaves(value, 0))
        if len(shown) > _LONGEST_FIELD or _SETTING.match(shown):
            continue
        if key == "slug" and shown in file_name:
            continue
        if key in _HUMAN or not (_PATHLIKE.fullmatch(shown) or shown.isdigit()):
            name = label.replace("_", " ").replace("-", " ").strip()
            found.append((str(one_line(name[:1].upper() + name[1:], 80)), shown))
    return tuple(found)


def _leaves(value: Value, depth: int) -> list[str]:
    if isinstance(value, str):
        shown = _shown(value, _LONGEST_FIELD + 1)
        return [shown] if shown else []
    inner = value.values() if isinstance(value, dict) else value
    return [leaf for each in inner for leaf in _leaves(each, depth + 1)]
