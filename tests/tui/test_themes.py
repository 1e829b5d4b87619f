"""Our two themes: everything that is text can be read (WCAG AA)."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from crankreader.model import ENTITY_TYPES
from crankreader.tui.themes import DARK, PAPER

INKS = ["quiet", "match-ink", *(f"entity-{kind}" for kind in ENTITY_TYPES)]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio, 1 to 21."""

    def luminance(text: str) -> float:
        parts = [c / 255 for c in Color.parse(text).rgb]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_stands_out_from_its_ground(theme: Theme, ink: str) -> None:
    ground = theme.variables["match-ground"] if ink == "match-ink" else theme.background
    assert ground is not None
    assert contrast(theme.variables[ink], ground) >= 4.5


@pytest.mark.parametrize("theme", [DARK, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["cursor", "cursor-away", "current-ground"])
def test_text_can_be_read_under_the_cursor(theme: Theme, ground: str) -> None:
    assert theme.foreground is not None
    assert contrast(theme.foreground, theme.variables[ground]) >= 4.5
    for ink in INKS:
        if ink != "match-ink":
            assert contrast(theme.variables[ink], theme.variables[ground]) >= 4.5, ink


def test_both_themes_name_the_same_inks() -> None:
    assert DARK.variables.keys() == PAPER.variables.keys()
