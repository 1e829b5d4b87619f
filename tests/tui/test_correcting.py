"""Correcting a name with `x`: from the text, from the pane of names, from a dossier."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection
from textual.widgets import Static

from crankreader.entities import own
from crankreader.model import EntityType
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.screens.asking import Prompt
from crankreader.tui.screens.correcting import NO_NAME, NOTHING
from crankreader.tui.screens.dossier import DossierScreen
from crankreader.tui.screens.kinds import KindCard, KindList
from crankreader.tui.widgets.entity_list import EntityList
from tests.tui.conftest import reading_app, retagged, screen_of, settled, shown, told

pytestmark = pytest.mark.usefixtures("at_newsletter")

KOREA, RUSSIA = "country/north-korea", "country/russia"


class Correction(NamedTuple):
    """Keys that correct a name, and what is said of it."""

    keys: tuple[str, ...]
    said: str


CORRECTIONS = {
    "alias": Correction(
        ("x", "a", *"elite infantry", "enter"), "Gave {name} the name “elite infantry”"
    ),
    "kind": Correction(("x", "k", "w"), "Made {name} a weapon"),
    "ignore": Correction(("x", "x"), "Left out {texts}"),
    "beside": Correction(
        ("x", "b", *"crossing guard", "enter"), "Left out {texts} beside “crossing” or “guard”"
    ),
    "merge": Correction(("x", "m", *"Kursk", "enter"), "Took {name} for Kursk"),
    "add": Correction(
        ("x", "n", *"elite infantry", "enter", "o"), "Added “elite infantry” as an organisation"
    ),
}
POINTED = {
    "text": ("North Korea", "“North Korean”"),
    "pane": ("Antony Blinken", "“Blinken”"),
    "dossier": ("North Korea", "North Korea"),
}


async def point(pilot: Pilot[None], where: str) -> None:
    """Put the cursor on a name there."""
    if where == "pane":
        screen_of(pilot).panes.go("entities")
        return
    await pilot.press(")")
    if where == "dossier":
        await pilot.press("enter")
        await retagged(pilot)
        assert isinstance(pilot.app.screen, DossierScreen)


def said_of(what: str, where: str) -> str:
    """What is said of a correction of the name pointed at there."""
    name, texts = POINTED[where]
    return CORRECTIONS[what].said.format(name=name, texts=texts)


def go_to_row(pilot: Pilot[None], name: str) -> None:
    """Put the cursor of the pane on this name."""
    pane = screen_of(pilot).query_one(EntityList)
    pane.go(next(n for n in range(len(pane.rows)) if pane.rows[n].name == name))


async def point_at_row(pilot: Pilot[None], kind: EntityType) -> None:
    """Put the cursor on the first name of a kind in the pane."""
    screen_of(pilot).panes.go("entities")
    pane = screen_of(pilot).query_one(EntityList)
    rows = [pane.rows[n] for n in range(len(pane.rows))]
    pane.go(next(n for n, row in enumerate(rows) if row.type == kind and row.times))


def named(pilot: Pilot[None]) -> list[tuple[str, str | None]]:
    """The names in the text being read, each with its entity."""
    reading = screen_of(pilot).desk.reading
    assert reading is not None
    return [(mention.text, mention.entity) for mention in reading.marked.text]


def pane_of(pilot: Pilot[None]) -> dict[str, tuple[EntityType, int]]:
    """What the pane of names lists: name → (kind, how often)."""
    pane = screen_of(pilot).query_one(EntityList)
    rows = [pane.rows[n] for n in range(len(pane.rows))]
    return {row.name: (row.type, row.times) for row in rows if row.times}


def explanation(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app.screen, Prompt)
    return str(pilot.app.screen.query_one("#explanation", Static).content)


def list_of(place: Settings) -> own.Own:
    return own.read(place.entities_file)


# Each of them, everywhere.


@pytest.mark.parametrize("what", CORRECTIONS)
async def test_it_is_said_written_taken_back_and_done_again(
    what: str, place: Settings, reading: Pilot[None]
) -> None:
    keys, said = CORRECTIONS[what].keys, said_of(what, "text")
    before = named(reading)
    await point(reading, "text")
    await reading.press(*keys)
    assert told(reading) == f"{said} · u takes it back"
    written = list_of(place)
    assert written.body
    await retagged(reading)
    after = named(reading)
    assert after != before
    await reading.press("u")
    assert told(reading) == f"Taken back: {said[0].lower()}{said[1:]}"
    assert list_of(place).body == ""
    await retagged(reading)
    assert named(reading) == before
    await reading.press("ctrl+r")
    assert told(reading) == f"Done again: {said[0].lower()}{said[1:]}"
    assert list_of(place) == written
    await retagged(reading)
    assert named(reading) == after


@pytest.mark.parametrize("where", ["pane", "dossier"])
async def test_each_is_said_written_and_taken_back_elsewhere_too(
    where: str, place: Settings, reading: Pilot[None]
) -> None:
    await point(reading, where)
    for what, correction in CORRECTIONS.items():
        said = said_of(what, where)
        await reading.press(*correction.keys)
        assert told(reading) == f"{said} · u takes it back"
        assert list_of(place).body
        await retagged(reading)
        await reading.press("u")
        assert told(reading) == f"Taken back: {said[0].lower()}{said[1:]}"
        assert list_of(place).body == ""
        await retagged(reading)
        if where == "pane":
            go_to_row(reading, POINTED[where][0])
    await reading.press("ctrl+r")
    assert told(reading).startswith("Done again: added “elite infantry”")
    assert list_of(place).body


# What is on the screen at once, from the text.


async def test_another_name_is_found_at_once(reading: Pilot[None]) -> None:
    _, times = pane_of(reading)["North Korea"]
    await point(reading, "text")
    await reading.press(*CORRECTIONS["alias"].keys)
    await retagged(reading)
    assert ("Elite infantry", KOREA) in named(reading)
    assert pane_of(reading)["North Korea"] == ("country", times + 1)


async def test_another_kind_stands_under_its_heading_at_once(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "k", "o")
    await retagged(reading)
    assert pane_of(reading)["North Korea"][0] == "org"
    assert "o Organisations" in shown(reading)
    assert KOREA not in [entity for _, entity in named(reading)]


async def test_words_that_are_no_name_stand_for_nobody_at_once(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "x")
    await retagged(reading)
    assert ("North Korean", KOREA) not in named(reading)
    assert ("North Korea", KOREA) in named(reading)


async def test_words_that_are_no_name_lose_their_colour(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "x")
    await retagged(reading)
    assert "North Korean" not in [text for text, _ in named(reading)]


async def test_beside_other_words_the_name_stays(reading: Pilot[None]) -> None:
    times = named(reading).count(("North Korean", KOREA))
    assert times > 1
    await point(reading, "text")
    await reading.press(*CORRECTIONS["beside"].keys)
    await retagged(reading)
    assert named(reading).count(("North Korean", KOREA)) == times - 1


async def test_two_that_are_one_stand_together_at_once(reading: Pilot[None]) -> None:
    _, korea = pane_of(reading)["North Korea"]
    _, kursk = pane_of(reading)["Kursk"]
    await point(reading, "text")
    await reading.press(*CORRECTIONS["merge"].keys)
    await retagged(reading)
    assert "North Korea" not in pane_of(reading)
    assert pane_of(reading)["Kursk"] == ("place", korea + kursk)


async def test_a_missing_name_is_found_at_once(reading: Pilot[None]) -> None:
    await reading.press(*CORRECTIONS["add"].keys)
    await retagged(reading)
    assert ("Elite infantry", "org/elite-infantry") in named(reading)
    assert pane_of(reading)["elite infantry"] == ("org", 1)


async def test_what_is_selected_is_offered_as_the_missing_name(reading: Pilot[None]) -> None:
    view = screen_of(reading).item_view
    line = next(n for n, row in enumerate(view.laid.lines) if "Elite infantry" in row.text)
    at = view.laid.lines[line].text.index("Elite")
    selection = Selection.from_offsets(Offset(at, line), Offset(at + 14, line))
    screen_of(reading).selections = {view: selection}
    await reading.press("x", "n")
    await reading.pause()
    assert isinstance(reading.app.screen, Prompt)
    assert reading.app.screen.text_box.value == "Elite infantry"


async def test_the_cursor_and_the_line_stay(library: Reader, place: Settings) -> None:
    async with reading_app(library, place, (80, 24)) as pilot:
        view = screen_of(pilot).item_view
        await pilot.press(*")" * 14)
        top, current = view.offset_character, view.current
        assert top > 0
        await pilot.press("x", "k", "o")
        await retagged(pilot)
        assert (view.offset_character, view.current) == (top, current)
        assert view.mention is not None


@pytest.mark.usefixtures("other_process")
async def test_all_other_texts_follow(library: Reader, reading: Pilot[None]) -> None:
    before = library.search('entity:"Kursk"').total
    await point(reading, "text")
    await reading.press(*CORRECTIONS["merge"].keys)
    await settled(reading)
    assert library.search('entity:"Kursk"').total > before
    await reading.press("u")
    await settled(reading)
    assert library.search('entity:"Kursk"').total == before


# From the pane of names.


async def test_the_pane_corrects_the_name_under_its_cursor(reading: Pilot[None]) -> None:
    await point_at_row(reading, "place")
    await reading.press("x", "k", "e")
    await retagged(reading)
    assert pane_of(reading)["Kursk"][0] == "event"


async def test_what_the_pane_leaves_out_is_gone_in_all_its_words(reading: Pilot[None]) -> None:
    await point_at_row(reading, "country")
    await reading.press("x", "x")
    await retagged(reading)
    assert RUSSIA not in [entity for _, entity in named(reading)]


async def test_what_the_pane_leaves_out_is_no_longer_in_it(reading: Pilot[None]) -> None:
    await point_at_row(reading, "country")
    await reading.press("x", "x")
    await retagged(reading)
    assert "Russia" not in pane_of(reading)


async def test_a_date_can_only_be_left_out(reading: Pilot[None]) -> None:
    await point_at_row(reading, "date")
    for key in "akm":
        await reading.press("x", key)
        assert told(reading) == NO_NAME
        assert reading.app.screen is screen_of(reading)
    assert "early October" in pane_of(reading)
    await reading.press("x", "x")
    assert told(reading) == "Left out “early October” · u takes it back"
    await retagged(reading)
    assert "early October" not in pane_of(reading)
    assert "early August" in pane_of(reading)


# From a dossier.


async def test_a_dossier_says_the_other_kind_at_once(reading: Pilot[None]) -> None:
    await point(reading, "dossier")
    assert "organisation" not in shown(reading)
    await reading.press("x", "k", "o")
    await retagged(reading)
    assert "organisation" in shown(reading).splitlines()[0]


async def test_a_dossier_says_the_other_name_at_once(reading: Pilot[None]) -> None:
    await point(reading, "dossier")
    await reading.press(*CORRECTIONS["alias"].keys)
    await retagged(reading)
    assert "elite infantry" in shown(reading)


@pytest.mark.usefixtures("tagged_here")
async def test_a_dossier_becomes_that_of_the_other_and_comes_back(reading: Pilot[None]) -> None:
    await point(reading, "dossier")
    await reading.press("x", "m", *"South Korea", "enter")
    await settled(reading)
    assert "South Korea" in shown(reading).splitlines()[0]
    await reading.press("u")
    await settled(reading)
    assert "North Korea" in shown(reading).splitlines()[0]


@pytest.mark.usefixtures("tagged_here")
async def test_a_dossier_of_what_is_no_name_says_that_no_text_names_it(
    reading: Pilot[None],
) -> None:
    await point(reading, "dossier")
    await reading.press("x", "x")
    await settled(reading)
    assert "No text of this library names it." in shown(reading)
    await reading.press("escape")
    assert KOREA not in [entity for _, entity in named(reading)]


@pytest.mark.usefixtures("tagged_here")
async def test_the_companion_under_the_cursor_is_corrected(reading: Pilot[None]) -> None:
    await point(reading, "dossier")
    screen = reading.app.screen
    assert isinstance(screen, DossierScreen)
    rows = screen.lines.rows
    at = next(n for n in range(len(rows)) if (t := rows[n].target) and t.entity == RUSSIA)
    screen.lines.go(at)
    await reading.press("x", "k", "o")
    assert told(reading).startswith("Made Russia an organisation")
    await settled(reading)
    assert "North Korea" in shown(reading).splitlines()[0]
    assert "o Russia" in shown(reading)


# Where nothing can be corrected.


async def test_with_no_name_under_the_cursor_it_says_how_to_get_to_one(
    place: Settings, reading: Pilot[None]
) -> None:
    for key in "akxbm":
        screen_of(reading).tell("")
        await reading.press("x", key)
        assert told(reading) == NOTHING
        assert reading.app.screen is screen_of(reading)
    assert not place.entities_file.exists()


async def test_a_correction_that_is_so_already_says_so(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press(*CORRECTIONS["alias"].keys)
    await retagged(reading)
    await reading.press(*CORRECTIONS["alias"].keys)
    assert told(reading) == "That is so already."


async def test_a_name_without_a_word_is_refused(place: Settings, reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "a", *"...", "enter")
    assert told(reading) == "A name needs a word."
    await reading.press("x", "n", *"...", "enter", "o")
    assert told(reading) == "A name needs a word."
    assert list_of(place).body == ""


async def test_a_name_that_nobody_has_cannot_be_joined(
    place: Settings, reading: Pilot[None]
) -> None:
    await point(reading, "text")
    await reading.press("x", "m", *"Zubrowka", "enter")
    assert told(reading) == "Nobody and nothing here is called “Zubrowka”."
    assert list_of(place).body == ""


async def test_a_name_cannot_be_joined_with_itself(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "m", *"North Korea", "enter")
    assert told(reading) == "North Korea is that already."


async def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(
    place: Settings, reading: Pilot[None]
) -> None:
    place.entities_file.with_name(".entities.toml.lock").mkdir()
    before = named(reading)
    await point(reading, "text")
    await reading.press("x", "x")
    assert "Your names stay as they were." in told(reading)
    await retagged(reading)
    assert named(reading) == before
    await reading.press("u")
    assert "left out" not in told(reading)


async def test_a_correction_is_taken_back_once_the_file_can_be_written_again(
    place: Settings, reading: Pilot[None]
) -> None:
    await point(reading, "text")
    await reading.press("x", "x")
    await retagged(reading)
    lock = place.entities_file.with_name(".entities.toml.lock")
    lock.unlink()
    lock.mkdir()
    await reading.press("u")
    assert "Your names stay as they were." in told(reading)
    lock.rmdir()
    await reading.press("u")
    assert told(reading).startswith("Taken back: left out")
    assert list_of(place).body == ""


@pytest.mark.parametrize("where", ["text", "dossier"])
async def test_a_broken_file_is_left_for_the_person_to_mend(
    where: str, place: Settings, reading: Pilot[None]
) -> None:
    await point(reading, where)
    place.entities_file.write_text("[names\n# mine\n", "utf-8")
    await reading.press("x", "x")
    assert "Mend it first" in told(reading)
    assert place.entities_file.read_text("utf-8") == "[names\n# mine\n"


# The questions.


async def test_the_prompt_says_what_another_name_would_do(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "a")
    await reading.pause()
    assert "Another name for North Korea" in shown(reading)
    assert explanation(reading).startswith("What texts call it as well.")
    await reading.press(*"Kursk")
    said = "“Kursk” is Kursk until now; Enter makes it this one everywhere."
    assert explanation(reading) == said
    await reading.press(*"ian")
    said = "Enter makes “Kurskian” this one everywhere; u takes it back."
    assert explanation(reading) == said
    await reading.press(*["backspace"] * 8)
    assert explanation(reading).startswith("What texts call it as well.")


async def test_the_prompt_says_who_is_put_together(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "m")
    await reading.pause()
    assert explanation(reading).startswith("Its name, an alias or its id.")
    await reading.press(*"Zubrowka")
    assert explanation(reading) == "Nobody and nothing here is called “Zubrowka”."
    await reading.press(*["backspace"] * 8, *"ROK")
    assert "Enter puts North Korea together with South Korea (" in explanation(reading)


async def test_the_kinds_begin_at_the_present_one(reading: Pilot[None]) -> None:
    await point(reading, "text")
    await reading.press("x", "k")
    await reading.pause()
    assert "What is North Korea?" in shown(reading)
    kinds = reading.app.screen.query_one(KindList)
    assert kinds.row is not None
    assert kinds.row.id == "kind.country"
    assert "as it is" in shown(reading)
    await reading.press("j", "enter")
    assert told(reading) == "Made North Korea an organisation · u takes it back"


STEPS = ("x", "x a", "x a N", "x k", "x k j", "x b", "x b n", "x m", "x m K", "x n", "x n N", "x n N enter")  # fmt: skip


async def test_esc_leaves_at_every_step(place: Settings, reading: Pilot[None]) -> None:
    await point(reading, "text")
    hints = told(reading)
    for keys in STEPS:
        await reading.press(*keys.split())
        assert told(reading) != hints, keys
        await reading.press("escape")
        await reading.pause()
        assert reading.app.screen is screen_of(reading), keys
        assert screen_of(reading).panes.name == "item", keys
        assert told(reading) == hints, keys
    assert not place.entities_file.exists()


async def test_no_answer_changes_nothing(place: Settings, reading: Pilot[None]) -> None:
    await point(reading, "text")
    for key in "abmnk":
        await reading.press("x", key, "enter")
        assert reading.app.screen is screen_of(reading), key
    assert not place.entities_file.exists()


async def test_keys_pressed_in_one_burst_are_the_answer(
    place: Settings, reading: Pilot[None]
) -> None:
    await reading.press(")", *CORRECTIONS["add"].keys, "x", "x", "u", "u")
    assert told(reading).startswith("Taken back: added “elite infantry”")
    assert list_of(place).body == ""


# What the footer says.


@pytest.mark.parametrize("where", ["text", "dossier"])
async def test_the_footer_shows_all_that_can_follow(where: str, reading: Pilot[None]) -> None:
    await point(reading, where)
    for columns in (140, 100, 80):
        await reading.resize_terminal(columns, 30)
        await reading.press("x")
        line = shown(reading).splitlines()[-1]
        for says in (
            *("a other name", "k other kind", "x no name"),
            *("b not beside…", "m same as…", "n add one"),
        ):
            assert says in line, columns
        await reading.press("escape")
        assert "x then" not in told(reading)


async def test_a_narrow_footer_shows_whole_hints(library: Reader, place: Settings) -> None:
    async with reading_app(library, place, (60, 20)) as pilot:
        await point(pilot, "text")
        await pilot.press("x")
        line = shown(pilot).splitlines()[-1].strip()
        assert line.startswith("x then a other name k other kind")
        assert line.endswith("n add one")


async def test_the_questions_fit_every_width(reading: Pilot[None]) -> None:
    await point(reading, "text")
    for columns in (140, 100, 60):
        await reading.resize_terminal(columns, 20)
        await reading.press("x", "a")
        await reading.pause()
        assert "Another name for North Korea" in shown(reading)
        assert "Esc do nothing" in shown(reading)
        await reading.press("escape", "x", "k")
        await reading.pause()
        assert isinstance(reading.app.screen, KindCard)
        assert "an event: war, meeting, exercise" in shown(reading)
        assert "Esc leave it" in shown(reading)
        await reading.press("escape", "x", "a", *"Ab", "enter")
        assert "Gave North Korea the name" in shown(reading).splitlines()[-1]
        await reading.press("u")
        await retagged(reading)
