"""Tab in the search box: names of fields, and the values that the library has for them."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from crankreader.reader import Reader
from tests.tui.conftest import told
from tests.tui.test_search import answered


@pytest.fixture
async def searching(at_newsletter: str, reading: Pilot[None]) -> Pilot[None]:
    await reading.press("/")
    return reading


async def completed(pilot: Pilot[None], typed: str | None = None) -> str:
    """The box once Tab has completed what was typed."""
    if typed is not None:
        box = pilot.app.screen.query_one(Input)
        box.value, box.cursor_position = typed.replace("|", ""), (typed + "|").index("|")
    await pilot.press("tab")
    for _ in range(500):
        if not any(worker.group == "completion" for worker in pilot.app.workers):
            break
        await pilot.pause(0.01)
    await pilot.pause()
    return pilot.app.screen.query_one(Input).value


async def test_tab_completes_a_field_wherever_one_can_stand(searching: Pilot[None]) -> None:
    for typed, whole in [
        ("publ", "publication:"),
        ("-enti", "-entity:"),
        ("kursk enti", "kursk entity:"),
        ("(enti", "(entity:"),
        ("zubrowka", "zubrowka"),
        ('"enti', '"enti'),
    ]:
        assert await completed(searching, typed) == whole


async def test_tab_says_which_fields_there_are_and_then_takes_one_after_another(
    searching: Pilot[None],
) -> None:
    await searching.press("tab")
    assert "publication: " in told(searching)
    assert "entity: " in told(searching)
    await searching.press("s")
    assert await completed(searching) == "s"
    assert told(searching) == "section: · source: · since: · sort: · Tab takes the first"
    assert await completed(searching) == "section:"
    assert await completed(searching) == "source:"


async def test_what_is_told_of_a_value_that_was_taken_is_painted(searching: Pilot[None]) -> None:
    watched = vars(searching.app)["watched"]
    await completed(searching, "is:")
    await completed(searching)
    assert "Tab goes on to read" in told(searching)
    for _ in range(50):
        if "Tab goes on to read" in "".join(watched.written):
            return
        await searching.pause(0.02)
    raise AssertionError("only the letter was painted")


async def test_tab_completes_values(searching: Pilot[None]) -> None:
    for typed, whole in [
        ("entity:rus", 'entity:"Russia" '),
        ('kursk entity:"north ko', 'kursk entity:"North Korea" '),
        ("(-entity:DPR", '(-entity:"North Korea" '),
        ("entity:Rus| kursk", 'entity:"Russia" kursk'),
        ("publication:cr", 'publication:"CRANK Call" '),
        ("section:lin", 'section:"Links" '),
        ("source:morning", 'source:"South China Morning Post" '),
        ("author:ehl", 'author:"David Ehl" '),
        ("date:2024-1", "date:2024-10 "),
        ("is:st", "is:starred "),
        ("since:3", "since:30d "),
        ("sort:", "sort:"),
    ]:
        assert await completed(searching, typed) == whole
        cursor = searching.app.screen.query_one(Input).cursor_position
        assert cursor == len(whole.removesuffix("kursk"))


async def test_with_several_values_tab_says_which_and_takes_one_after_another(
    searching: Pilot[None],
) -> None:
    assert await completed(searching, 'entity:"North') == 'entity:"North'
    assert told(searching).startswith("North Korea · NATO · ")
    assert told(searching).endswith("· Tab takes the first")
    assert await completed(searching) == 'entity:"North Korea" '
    assert told(searching).endswith("Tab goes on to NATO")
    assert await completed(searching) == 'entity:"NATO" '


async def test_what_all_values_begin_with_is_written_first(
    library: Reader, searching: Pilot[None]
) -> None:
    items = library.select("kursk")
    for tag in ("brief one", "brief two"):
        library.mark(items, tag=tag)
    assert await completed(searching, "kursk tag:br") == "kursk tag:brief"
    assert told(searching) == "brief one · brief two · Tab takes the first"
    assert await completed(searching) == 'kursk tag:"brief one" '
    screen = await answered(searching)
    assert screen.results is not None
    assert {hit.item for hit in screen.results.hits} == set(items)


async def test_where_nothing_can_be_offered_it_is_said_what_stands_there(
    searching: Pilot[None],
) -> None:
    for typed, said in [
        ("title:", "Words of the headline"),
        ("note:x", "Words of your notes"),
        ("entity:Zubrow", "No text here names anybody"),
        ("tag:", "One of your tags"),
        ("sectoin:", "did you mean “section:”"),
    ]:
        assert await completed(searching, typed) == typed
        assert said in told(searching)
