"""What each name of a style looks like: an ink and a ground of the theme, and how it is set.

A table instead of component classes: those cost each pane thirty computed styles at the
start, for looks that are the same in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.color import Color


class Look(NamedTuple):
    """Names of theme variables, "" for what stands below; the setting as Rich writes it."""

    ink: str = ""
    ground: str = ""
    setting: str = ""


LOOKS: dict[str, Look] = {
    "title": Look("foreground", setting="bold"),
    "provenance": Look("quiet"),
    "subheading": Look("foreground", setting="bold"),
    "caption": Look("quiet", setting="italic"),
    "note": Look("quiet"),
    "own-note": Look("accent"),
    "number": Look("accent"),
    "heading": Look("foreground", setting="bold"),
    "unread": Look("foreground", setting="bold"),
    "read": Look("quiet"),
    "quiet": Look("quiet"),
    "aside": Look("quiet", setting="italic"),
    "bar": Look("frame"),
    "star": Look("accent"),
    "open": Look("primary", setting="bold"),
    "entity-person": Look("entity-person", setting="underline"),
    "entity-country": Look("entity-country", setting="underline"),
    "entity-org": Look("entity-org", setting="underline"),
    "entity-outlet": Look("entity-outlet", setting="underline"),
    "entity-place": Look("entity-place", setting="underline"),
    "entity-weapon": Look("entity-weapon", setting="underline"),
    "entity-event": Look("entity-event", setting="underline"),
    "entity-date": Look("entity-date"),
    "entity-money": Look("entity-money"),
    "entity-quantity": Look("entity-quantity"),
    "match": Look("match-ink", "match-ground", "bold"),
    "current": Look("", "current-ground", "bold"),
    "cursor": Look("", "cursor"),
    "cursor-away": Look("", "cursor-away"),
    "selection": Look("", "current-ground"),
}


def style_of(names: str, variables: Mapping[str, str]) -> Style:
    """The style of blank-separated names, each laid over the one before."""
    style = Style()
    for name in names.split():
        look = LOOKS[name]
        style += Style(
            color=Color.parse(variables[look.ink]).rich_color if look.ink else None,
            bgcolor=Color.parse(variables[look.ground]).rich_color if look.ground else None,
            bold="bold" in look.setting or None,
            italic="italic" in look.setting or None,
            underline="underline" in look.setting or None,
        )
    return style
