"""Why everything is what it is, in words."""

from __future__ import annotations

from textual.pilot import Pilot

from crankreader.model import Issue, Mention, Outline, Reason
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.reasons import RULES, explained, sure
from crankreader.tui.screens.explaining import Explaining
from tests.tui.conftest import reading_app, screen_of, shown, told


def said(library: Reader, issue: str, named: Mention | None = None, at: int = 0) -> str:
    outline = library.outline(issue)
    reading = library.reading(outline.rows[at].id)
    blocks = explained(reading, outline, library.issue(issue), named)
    return "\n".join(block.text for block in blocks)


def test_each_derived_value_has_its_reason_in_words(at_newsletter: str, library: Reader) -> None:
    text = said(library, at_newsletter)
    issue = library.issue(at_newsletter)
    for reason in issue.reasons:
        if "." not in reason.of:
            assert f"{reason.why} ({sure(reason.confidence)})" in text
    assert "sections[" not in text
    assert "Publication: CRANK Call" in text
    assert "Date: the document gives none" in text
    assert f"{len(issue.furniture)} lines of mastheads" in text


def test_an_items_own_reasons_are_those_of_its_place(at_newsletter: str, library: Reader) -> None:
    issue = library.issue(at_newsletter)
    at = 0
    for number, section in enumerate(issue.sections):
        for position, item in enumerate(section.items):
            text = said(library, at_newsletter, at=at)
            place = f"sections[{number}].items[{position}]."
            own = [reason.why for reason in issue.reasons if reason.of.startswith(place)]
            assert [why for why in own if why not in text] == []
            assert item.title is None or item.title in text
            at += 1


def test_copies_and_warnings_are_told(at_newsletter: str, library: Reader) -> None:
    outline = library.outline(at_newsletter)
    reading = library.reading(outline.rows[0].id)
    copied = Outline(outline.issue, outline.sections, outline.rows, (("i1", "Old news"),))
    issue: Issue = library.issue(at_newsletter)._replace(
        warnings=("No mark: read as UTF-16.",), reasons=(Reason("format", "its bytes", 0.6),)
    )
    text = "\n".join(block.text for block in explained(reading, copied, issue, None))
    assert "Old news" in text
    assert "read as UTF-16" in text
    assert "its bytes (not sure)" in text


def test_every_rule_that_finds_a_name_is_put_into_words(library: Reader) -> None:
    rules = {
        mention.rule
        for issue in library.issues("CRANK Call")
        for row in library.outline(issue.id).rows
        for mention in library.reading(row.id).marked.text
        if mention.entity is not None
    }
    assert rules
    assert sorted(rules - set(RULES)) == []


async def test_i_opens_a_card_that_scrolls_and_closes(
    at_newsletter: str, reading: Pilot[None]
) -> None:
    await reading.press("i")
    assert isinstance(reading.app.screen, Explaining)
    text = shown(reading)
    assert "This item" in text
    assert "Headline: North Korean forces" in text
    await reading.press("G")
    assert "The document" in shown(reading)
    await reading.press("j", "k", "space", "b", "g", "g", "i")
    assert reading.app.screen is screen_of(reading)


async def test_the_name_under_the_cursor_is_explained(
    at_newsletter: str, library: Reader, place: Settings
) -> None:
    async with reading_app(library, place, (60, 20)) as pilot:
        await pilot.press(")", "i")
        assert "The name under the cursor" in shown(pilot)
        assert "a country" in shown(pilot)
        await pilot.press("escape")
        assert pilot.app.screen is screen_of(pilot)


async def test_so_is_the_one_in_the_pane_of_names(at_newsletter: str, reading: Pilot[None]) -> None:
    screen_of(reading).panes.go("entities")
    await reading.press("i")
    assert "The name under the cursor" in shown(reading)
    assert "a person" in shown(reading)


async def test_with_nothing_open_it_says_so(settings: Settings) -> None:
    library = Reader.open(settings)
    list(library.add_samples())
    library.remove_samples()
    async with reading_app(library, settings) as pilot:
        await pilot.press("escape", "i")
        assert "Nothing is open" in told(pilot)
        await pilot.press("I")
        assert "Nothing is open" in told(pilot)
    library.close()
