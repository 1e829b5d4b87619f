"""Which outlet an address belongs to: hosts that are called as a known outlet is.

Only names that the lists know; a host that nobody knows says nothing. Knows no document.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from urllib.parse import urlsplit

from crankreader.ingest.drafts import Draft
from crankreader.ingest.words import fold, listed, table

_SHORTEST = 5
"""Letters of a name that no other site is likely to be called by."""
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "gov", "ac", "or", "ne"))


def name_outlets(draft: Draft) -> None:
    """Gives the sources that are only addresses the outlets whose hosts they are on."""
    for section in draft.sections:
        for item in section.items:
            for place, source in enumerate(item.sources):
                name = outlet_of(source.url) if source.url and not source.outlet else None
                if name is not None:
                    item.sources[place] = source._replace(outlet=name)
                    item.because(f"sources[{place}].outlet", "the host of its address", 0.85)


@lru_cache(maxsize=1024)
def outlet_of(url: str) -> str | None:
    """The outlet on whose host an address is, as the lists spell it; None for a host unknown."""
    try:
        host = (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return None
    hosts: dict[str, str] = table("outlets")["hosts"]
    labels = host.split(".")
    for first in range(len(labels) - 1):
        name = hosts.get(".".join(labels[first:]))
        if name is not None:
            return name
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        labels.pop()
    return _names().get(labels[-2].replace("-", "")) if len(labels) > 1 else None


@cache
def _names() -> dict[str, str]:
    """Names without blanks and accents, as hosts spell them."""
    never = listed("outlets", "not_hosts")
    found: dict[str, str] = {}
    for name in table("outlets")["known"]:
        squeezed = _squeezed(name)
        if len(squeezed) >= _SHORTEST and fold(name) not in never:
            found.setdefault(squeezed, name)
    return found


def _squeezed(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isascii() and c.isalnum())
