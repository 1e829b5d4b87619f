"""Whether a text is Markdown: what speaks for it, weighed.

Content first, a name only where that leaves it open. Plain text has headings, lists and notes of
its own, which `text` reads; so these alone say little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crankreader.ingest import front_matter

_LOOKED_AT = 64 * 1024
_INLINE = re.compile(
    r"\[(?<!!\[)[^\[\]\n]{1,300}(?:\n[^\[\]\n]{1,200})?\]"
    r"\(<?(?:https?://|//|www\.|mailto:|/|\.{1,2}/|#|\{)[^\s()]{0,2000}"
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\(<?[^\s()]{4,2000}")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]+<?(?:https?://|/)\S", re.MULTILINE)
_BY_LABEL = re.compile(r"[^\s\]]\]\[[^\[\]]{0,200}\]|\]\[\]")
_ATX = re.compile(r"^(#{1,6})[ \t]+\S.{0,200}$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)[ \t]*[\w+#.-]{0,20}[ \t]*$", re.MULTILINE)
_ROW = re.compile(
    r"^[ \t]*+(?:\|[ \t]*+)?:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)+(?:\|[ \t]*+)?$",
    re.MULTILINE,
)
_STRONG = re.compile(r"\*\*(?<![*\w]\*\*)[^\s*][^*\n]{0,100}\*\*(?!\*)")
_CODE = re.compile(r"`(?<!``)[^\s`][^`\n]{0,80}`(?!`)")
_SETTINGS = frozenset(("title", "layout", "slug", "permalink", "tags", "categories", "draft"))
_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
_OTHER_NAMES = (".rst", ".txt", ".text", ".asc", ".adoc", ".org")


def looks_like(text: str, name: str) -> tuple[float, str]:
    """(confidence that it is Markdown, why); from 0.5 on it should be read as that."""
    text = text[:_LOOKED_AT].replace("\r\n", "\n")
    signs = dict(_signs(text))
    signs = {why: weight for why, weight in signs.items() if weight > 0}
    confidence = sum(signs.values())
    name = name.casefold()
    if name.endswith(_NAMES) and confidence >= 0.1:
        confidence += 0.35
        signs["its name"] = 0.35
    elif name.endswith(_OTHER_NAMES):
        confidence -= 0.3 if name.endswith(_OTHER_NAMES[:1]) else 0.1
    if not signs:
        return 0.0, "nothing speaks for Markdown"
    strongest = sorted(signs, key=signs.__getitem__, reverse=True)[:3]
    return max(0.0, min(0.98, round(confidence, 2))), "it has " + ", ".join(strongest)


def _signs(text: str) -> Mapping[str, float]:
    pairs, body, _ = front_matter.taken(text)
    keys = {key.casefold() for key in pairs}
    is_fenced = text.lstrip("\n")[:3] in ("---", "+++")
    links = _count(_INLINE, body)
    images = _count(_IMAGE, body)
    by_label = min(_count(_BY_LABEL, body), _count(_DEFINITION, body))
    headings = [len(found[1]) for found in _ATX.finditer(body)]
    head = 0.0
    if pairs:
        head = (0.85 if keys & _SETTINGS else 0.4) if is_fenced else 0.3
    return {
        "a head of keys and values": head,
        "links of brackets": 0.0
        if not links
        else 0.4
        if links == 1
        else 0.6
        if links == 2
        else 0.85,
        "pictures": min(0.6, 0.4 * images),
        "links by label": 0.0 if not by_label else 0.3 if by_label == 1 else 0.6,
        "headings with hashes": _of_headings(headings),
        "fences around code": 0.25 if _count(_FENCE, body) >= 2 else 0.0,
        "a table": 0.4 if _ROW.search(body) else 0.0,
        "bold words": min(0.2, 0.04 * _count(_STRONG, body)),
        "words as code": min(0.2, 0.04 * _count(_CODE, body)),
    }


def _of_headings(levels: list[int]) -> float:
    """Several, of two levels or more, are Markdown's; a few of one are anybody's."""
    if not levels:
        return 0.0
    if len(levels) >= 3 and len(set(levels)) >= 2:
        return 0.5
    return 0.15 if len(levels) < 3 else 0.3


def _count(pattern: re.Pattern[str], text: str) -> int:
    """Up to 50; more would say no more."""
    return sum(1 for _, _ in zip(range(50), pattern.finditer(text), strict=False))
