"""Where a document's address really leads: safe, without redirectors and tracking keys.

Knows addresses only: no document, and nothing is asked of the network.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from crankreader.ingest.words import listed, table
from crankreader.safety import clean, safe_url

_MOST_WRAPS = 5
_LONGEST = 8192
_LONGEST_MAILTO = 2048
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"https?://[^/?#\s]+\.[^/?#\s.]+", re.IGNORECASE)
_WEB_CODED = re.compile(r"https?(?::|%3a)(?://|%2f%2f|/%2f|%2f/)", re.IGNORECASE)
_BASE64 = re.compile(r"aHR0c(?:HM6Ly|DovL)[A-Za-z0-9+/_-]{6,}={0,2}")
_MAY_LEAD_ON = re.compile(r"https?(?::|%3a|-3a)|aHR0c", re.IGNORECASE)
_DEFENSE = re.compile(r"/v3/__(.+?)__;([A-Za-z0-9_-]*=*)!", re.DOTALL)


@lru_cache(maxsize=8192)
def canonical(url: str, base: str | None = None) -> tuple[str | None, str | None]:
    """(safe address, the address as the document has it if that is another).

    The safe one is None when this is no http, https or mailto address. Idempotent without a base.
    """
    original = str(clean("".join(url.split("\n")).replace("\t", "").replace("\r", ""))).strip()
    if not original or len(original) > _LONGEST:
        return None, original[:_LONGEST] or None
    if original[:7].lower() == "mailto:":
        safe = _mail_address(original)
    else:
        absolute = _absolute(original, base)
        safe = _leading_on(absolute) if absolute is not None else None
    return safe, original if original != safe else None


def host_name(url: str) -> str:
    """The host of an address as a person says it, without "www."; "" when there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def outlet_of(url: str) -> str | None:
    """The host as the name of an outlet; None where anybody may put things."""
    host = host_name(url)
    return None if not host or host in _platforms() else host


@lru_cache(maxsize=1)
def _platforms() -> frozenset[str]:
    return listed("addresses", "platforms")


def _mail_address(url: str) -> str | None:
    rest = "%20".join(url[7:].split())
    if "@" not in unquote(rest) or len(rest) > _LONGEST_MAILTO:
        return None
    return "mailto:" + rest


def _absolute(url: str, base: str | None) -> str | None:
    """The address with scheme and host, blanks coded as browsers do; None if it has another."""
    url = "%20".join(url.split())
    if url[:4].lower() == "www." and base is None:
        url = "https://" + url
    elif url.startswith("//"):
        url = ("http:" if base is not None and base.startswith("http:") else "https:") + url
    elif not _SCHEME.match(url) and base is not None:
        try:
            url = urljoin(base, url)
        except ValueError:
            return None
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() not in ("http", "https"):
        return None
    return f"{scheme.lower()}:{rest.replace(chr(92), '/')}"


def _leading_on(url: str) -> str | None:
    """The safe address at the end of its redirectors; one that never ends is left as it is."""
    first = current = safe_url(_untracked(url))
    for _ in range(_MOST_WRAPS):
        inner = _target(current) if current is not None else None
        if inner is None:
            return current
        following = safe_url(_untracked(inner))
        if following is None:
            return current
        current = following
    return first if current is None or _target(current) is not None else current


def _untracked(url: str) -> str:
    """The address without query keys that tell who clicked."""
    if "?" not in url and "#" not in url:
        return url
    rest, hash_, fragment = url.partition("#")
    if fragment and all(_is_tracking(part) for part in fragment.split("&")):
        hash_ = fragment = ""
    path, mark, query = rest.partition("?")
    parts = query.split("&")
    kept = [part for part in parts if not _is_tracking(part)]
    if len(kept) < len(parts):
        query = "&".join(kept)
        mark = "?" if query else ""
    return f"{path}{mark}{query}{hash_}{fragment}"


def _is_tracking(part: str) -> bool:
    key = part.partition("=")[0].lower()
    while key.startswith("amp;"):
        key = key[4:]
    return key in listed("addresses", "tracking") or key.startswith(_prefixes())


@lru_cache(maxsize=1)
def _prefixes() -> tuple[str, ...]:
    return tuple(table("addresses")["tracking_prefixes"])


def _target(url: str) -> str | None:
    """Where a redirector leads, when it says so itself and beyond doubt."""
    if _MAY_LEAD_ON.search(url, 8) is None:
        return None
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    if host.startswith("urldefense."):
        return _defended(path, parts.query)
    steps = [step for step in path.lower().split("/") if step]
    words = {*steps, *host.split(".")[:-1]}
    if words & listed("addresses", "no_redirect"):
        return None
    inner = _in_path(path)
    if inner is None and words & listed("addresses", "signs"):
        inner = _in_query(parts.query) or _rest_of_path(path, parts.query)
    return inner


def _defended(path: str, query: str) -> str | None:
    found = _DEFENSE.search(path + ("?" + query if query else ""))
    if found:
        return _filled(found[1], found[2])
    for part in query.split("&"):
        key, _, value = part.partition("=")
        if key == "u":
            plain = value.replace("-", "%").replace("_", "/") if path.startswith("/v2") else value
            return _web(unquote(plain))
    return None


def _filled(url: str, coded: str) -> str | None:
    """The address with its stars replaced by the characters that were taken out of it."""
    stars = url.count("*")
    if "**" in url:
        return None
    if stars:
        letters = _from_base64(coded)
        if letters is None or len(letters) != stars:
            return None
        pieces = url.split("*")
        url = pieces[0] + "".join(
            letter + piece for letter, piece in zip(letters, pieces[1:], strict=True)
        )
    # Some servers fold the two slashes of the address within a path.
    return _web(re.sub(r"^(https?):/(?!/)", r"\1://", url))


def _in_path(path: str) -> str | None:
    """A step of the path that is itself a whole address, coded."""
    for step in path.split("/"):
        if _WEB_CODED.match(step) and "%2f" in step.lower():
            return _web(unquote(step))
        if _BASE64.fullmatch(unquote(step)):
            return _web(_from_base64(unquote(step)) or "")
    return None


def _in_query(query: str) -> str | None:
    for part in query.split("&"):
        key, equals, value = part.partition("=")
        while key.startswith("amp;"):
            key = key[4:]
        if not equals or key.lower() not in listed("addresses", "target_keys"):
            continue
        value = unquote(value)
        if _BASE64.fullmatch(value):
            value = _from_base64(value) or ""
        elif "%" in value and value[:12].lower().startswith(("http%3a", "https%3a")):
            value = unquote(value)
        found = _web(value)
        if found is not None:
            return found
    return None


def _rest_of_path(path: str, query: str) -> str | None:
    """Everything behind a sign in the path: "/redirect/https://…"."""
    found = re.search(r"/(https?:/{1,2}[^/].*)", path)
    if not found:
        return None
    url = re.sub(r"^(https?):/(?!/)", r"\1://", found[1])
    return _web(f"{url}?{query}" if query else url)


def _web(text: str) -> str | None:
    """The text if it is an absolute web address."""
    text = "%20".join(text.split())
    return str(clean(text)) if _WEB.match(text) else None


def _from_base64(coded: str) -> str | None:
    try:
        raw = base64.urlsafe_b64decode(coded.rstrip("=").replace("+", "-").replace("/", "_") + "==")
        return raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return None
