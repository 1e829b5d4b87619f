"""What inline styles and simple rules of a page do to its text: hide, embolden, enlarge.

Knows declarations, not the tree they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

BODY_SIZE = 16.0
"""Pixels of text that nothing says anything about."""
SMALLEST = 1.5
"""Pixels at which a person sees no text any more."""

_DECLARATION = re.compile(
    r"(?:^|[;{\s])(display|visibility|font-size|font-weight|font|max-height|height|width|max-width"
    r"|overflow|mso-hide|white-space|position|left|text-indent)\s*+:\s*+([^;}]*)",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*(-?\d*\.?\d+)\s*(px|pt|em|rem|%)?", re.IGNORECASE)
_IN_FONT = re.compile(r"\b(\d{1,3}(?:\.\d+)?(?:px|pt|em|%))", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE = re.compile(r"[a-z0-9]*[.#][A-Za-z_][\w-]*", re.ASCII)
_NAMED_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
FONT_SIZES = (10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0)
"""Pixels of <font size="1"> to "7"."""
_LONGEST_STYLE = 4000
_LONGEST_SHEET = 400_000


class Style(NamedTuple):
    """What a list of declarations says; None where it says nothing."""

    is_hidden: bool = False
    is_bold: bool | None = None
    size: tuple[float, bool] | None = None
    """Pixels, or a factor where the second is true."""
    is_block: bool = False
    is_pre: bool | None = None


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of a page for one class or one id: "p.intro", ".preheader", "#top"."""

    rules: Mapping[str, Style]

    def of(self, tag: str, attributes: Mapping[str, str | None]) -> list[Style]:
        found: list[Style] = []
        if not self.rules:
            return found
        for name in (attributes.get("class") or "").split()[:20]:
            for selector in (f".{name}", f"{tag}.{name}"):
                if selector in self.rules:
                    found.append(self.rules[selector])
        identifier = attributes.get("id")
        if identifier and f"#{identifier}" in self.rules:
            found.append(self.rules[f"#{identifier}"])
        return found


def style_of(declarations: str | None) -> Style:
    """What an element's style attribute says."""
    return _read(declarations[:_LONGEST_STYLE]) if declarations else PLAIN


@lru_cache(maxsize=2048)
def _read(declarations: str) -> Style:
    said = {name.lower(): value.lower() for name, value in _DECLARATION.findall(declarations)}
    if not said:
        return PLAIN
    size = _size(said.get("font-size", ""))
    weight = said.get("font-weight", "")
    if "font" in said:
        whole = said["font"]
        inner = _IN_FONT.search(whole)
        size = size or (_size(inner[1]) if inner else None)
        weight = weight or ("bold" if re.search(r"\b(?:bold|[6-9]00)\b", whole) else "")
    space = said.get("white-space", "")
    return Style(
        is_hidden=_hides(said),
        is_bold=_boldness(weight),
        size=size,
        is_block=said.get("display", "").startswith(("block", "table", "flex", "grid")),
        is_pre=space.startswith("pre") and not space.startswith("pre-line") if space else None,
    )


def _hides(said: Mapping[str, str]) -> bool:
    if said.get("display", "").startswith("none") or said.get("mso-hide", "").startswith("all"):
        return True
    if said.get("visibility", "").startswith(("hidden", "collapse")):
        return True
    if _is_none(said.get("max-height")):
        return True
    clipped = said.get("overflow", "").startswith("hidden")
    return clipped and (
        _is_none(said.get("height"))
        or _is_none(said.get("width"))
        or _is_none(said.get("max-width"))
    )


def _is_none(length: str | None) -> bool:
    found = _LENGTH.match(length) if length else None
    return found is not None and float(found[1]) == 0


def _boldness(weight: str) -> bool | None:
    weight = weight.strip()
    if not weight:
        return None
    if weight[:3].isdigit():
        return int(weight[:3]) >= 600
    if weight.startswith("bold"):
        return True
    return False if weight.startswith(("normal", "lighter")) else None


def _size(value: str) -> tuple[float, bool] | None:
    found = _LENGTH.match(value)
    if found is None:
        named = _NAMED_SIZES.get(value.replace("!important", "").strip())
        return (named, False) if named else None
    number, unit = float(found[1]), found[2]
    if unit == "em":
        return number, True
    if unit == "%":
        return number / 100, True
    factor = {"pt": 4 / 3, "rem": BODY_SIZE}.get(unit or "px", 1.0)
    return number * factor, False


def sheet_of(texts: list[str]) -> Sheet:
    """The rules for one class or id in style sheets, those for certain screens left out."""
    rules: dict[str, Style] = {}
    budget = _LONGEST_SHEET
    for text in texts:
        text = _COMMENT.sub("", text[:budget])
        budget -= len(text)
        for selectors, declarations in _rules(text):
            if not _DECLARATION.search(declarations):
                continue
            style = _read(declarations[:_LONGEST_STYLE])
            if style == PLAIN:
                continue
            for selector in selectors.split(","):
                selector = selector.strip()
                if _SIMPLE.fullmatch(selector):
                    rules[selector] = style
    return Sheet(rules)


def _rules(text: str) -> list[tuple[str, str]]:
    """(selectors, declarations) of the top level."""
    found: list[tuple[str, str]] = []
    at = 0
    while True:
        opening = text.find("{", at)
        if opening < 0:
            return found
        head = text[at:opening]
        if "@" in head:
            at = _block_end(text, opening)
            continue
        closing = text.find("}", opening)
        if closing < 0:
            return found
        found.append((head.rpartition(";")[2], text[opening + 1 : closing]))
        at = closing + 1


def _block_end(text: str, opening: int) -> int:
    """Past the brace that closes the one at `opening`."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(text, opening):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return len(text)
