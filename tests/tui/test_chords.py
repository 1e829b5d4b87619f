"""Keys and chords: one idea a key, prefixes that wait, a person's own keys."""

from __future__ import annotations

import pytest

from crankreader.tui.chords import Chords, Key, KeyClash, name_of, rebound, spoken
from crankreader.tui.keymaps import TABLES
from crankreader.tui.screens.asking import Confirm, Prompt
from crankreader.tui.screens.dossier import DossierScreen
from crankreader.tui.screens.explaining import Explaining
from crankreader.tui.screens.help import HelpScreen
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.screens.kinds import KindCard
from crankreader.tui.screens.original import OriginalScreen
from crankreader.tui.screens.palette import Palette
from crankreader.tui.screens.problems import ProblemsScreen
from crankreader.tui.screens.reading import ReadingScreen
from crankreader.tui.screens.search import SearchScreen
from crankreader.tui.widgets.find_bar import FindBar

SCREENS: dict[str, type[KeyedScreen[object] | FindBar]] = {
    "reading": ReadingScreen,
    "search": SearchScreen,
    "find": FindBar,
    "problems": ProblemsScreen,
    "why": Explaining,
    "original": OriginalScreen,
    "help": HelpScreen,
    "palette": Palette,
    "prompt": Prompt,
    "confirm": Confirm,
    "dossier": DossierScreen,
    "kind": KindCard,
}
SMALL = (
    Key("top", ("g g", "home"), "ends(False)", "top"),
    Key("next", ("J",), "item(1)", "next item"),
    Key("copy", ("y y",), "copy('text')", "copy the text"),
)


@pytest.mark.parametrize("name", TABLES)
def test_no_two_acts_of_a_screen_want_one_key(name: str) -> None:
    Chords(TABLES[name])


@pytest.mark.parametrize("name", TABLES)
def test_every_row_runs_an_action_that_its_screen_has(name: str) -> None:
    screen = SCREENS[name]
    assert screen.KEYS is TABLES[name]
    for row in TABLES[name]:
        assert hasattr(screen, f"action_{row.act.partition('(')[0]}"), row.id


def test_ids_are_told_apart_over_all_screens() -> None:
    """Two screens may share a row, and then a person changes it on both."""
    rows = {row for table in TABLES.values() for row in table}
    assert len(rows) == len({row.id for row in rows})


def test_a_chord_waits_for_its_second_key() -> None:
    chords = Chords(SMALL)
    assert chords.press("g") is None
    assert chords.pending == "g"
    assert [(second, key.id) for second, key in chords.continuations()] == [("g", "top")]
    assert chords.press("g") is SMALL[0]
    assert chords.pending == ""


def test_escape_and_any_other_key_end_a_chord_without_an_act() -> None:
    chords = Chords(SMALL)
    for other in ("escape", "J"):
        chords.press("g")
        assert chords.press(other) is None
        assert chords.pending == ""


def test_a_persons_keys_take_the_place_of_ours() -> None:
    chords = Chords(rebound(SMALL, {"next": "n, down", "gone": "x"}))
    assert chords.press("n") is chords.press("down") is chords.table[1]
    assert chords.press("J") is None


@pytest.mark.parametrize("keys", ["J", "g g", "g", "y"])
def test_a_clash_is_named(keys: str) -> None:
    with pytest.raises(KeyClash, match=r"top|next|copy"):
        Chords((*SMALL, Key("other", (keys,), "other", "something else")))


def test_keys_are_called_by_what_they_type() -> None:
    assert name_of("right_square_bracket", "]") == "]"
    assert name_of("space", " ") == "space"
    assert name_of("ctrl+d", "\x04") == "ctrl+d"
    assert [spoken(k) for k in ("g g", "ctrl+d", "J", "pagedown", "f1", "shift+tab", "+")] == [
        *("g g", "Ctrl+D", "J", "PgDn", "F1", "Shift+Tab", "+"),
    ]
