"""Two looks of our own, a quiet dark and a paper light, and the colours of entities.

Knows colours, nothing else. Every entity colour reads on its theme's ground with a contrast
of 4.5 or more (WCAG AA; a test holds it).
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="crank-dark",
    dark=True,
    primary="#7aa2c9",
    secondary="#a3b18a",
    accent="#e0b872",
    warning="#d9a05b",
    error="#d9766f",
    success="#8fb573",
    foreground="#d6d3cb",
    background="#16181c",
    surface="#16181c",
    panel="#1f2228",
    variables={
        "quiet": "#a19f97",
        "frame": "#3a3e46",
        "frame-focus": "#7aa2c9",
        "cursor": "#2a3040",
        "cursor-away": "#22262d",
        "match-ground": "#5c4a12",
        "match-ink": "#fff3cf",
        "current-ground": "#1f374f",
        "entity-person": "#e5b567",
        "entity-country": "#7fc1bd",
        "entity-org": "#c3a6dd",
        "entity-outlet": "#a9c483",
        "entity-place": "#8fb4de",
        "entity-weapon": "#e08e79",
        "entity-event": "#dd9ac4",
        "entity-date": "#aaa79a",
        "entity-money": "#aaa79a",
        "entity-quantity": "#aaa79a",
    },
)

PAPER = Theme(
    name="crank-paper",
    dark=False,
    primary="#2f5d8a",
    secondary="#5d6b3f",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#a3352c",
    success="#3f6b2a",
    foreground="#2b2a27",
    background="#f8f4ea",
    surface="#f8f4ea",
    panel="#ece6d7",
    variables={
        "quiet": "#625e56",
        "frame": "#c9c1ae",
        "frame-focus": "#2f5d8a",
        "cursor": "#dfe6ee",
        "cursor-away": "#ebe5d6",
        "match-ground": "#ffe08a",
        "match-ink": "#2b2a27",
        "current-ground": "#cfe2f5",
        "entity-person": "#7f4f00",
        "entity-country": "#00605a",
        "entity-org": "#6a3d94",
        "entity-outlet": "#48621a",
        "entity-place": "#1f558f",
        "entity-weapon": "#963b22",
        "entity-event": "#92306f",
        "entity-date": "#5f5b53",
        "entity-money": "#5f5b53",
        "entity-quantity": "#5f5b53",
    },
)

NAMES = {"dark": DARK.name, "light": PAPER.name}
"""What the configuration calls them; any theme of Textual's goes by its own name."""

OUR_OWN = frozenset(DARK.variables)


def defaults(dark: bool) -> dict[str, str]:
    """Our variables for a theme that is not ours."""
    return dict((DARK if dark else PAPER).variables)
