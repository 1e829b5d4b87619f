"""Asking a finder, in short."""

from __future__ import annotations

from crankreader.finding import Finder
from crankreader.model import Results


def search(finder: Finder, text: str, *, typing: bool = False, limit: int = 50) -> Results:
    return finder.search(text, typing=typing, order=None, limit=limit, facets=False)


def items(results: Results) -> list[str]:
    return [hit.item for hit in results.hits]
