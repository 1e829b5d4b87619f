"""Two pictures of the reading screen, over a library made by hand so that they stay the same.

`pytest tests/tui/test_pictures.py --snapshot-update` takes them anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crankreader.model import Section, Source
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.app import CrankReader
from tests.builders import make_issue, make_item, make_marked, make_parsed

TEXT = (
    "Chad and Niger signed a treaty on the waters of the lake in Niamey, their ministers said.\n\n"
    "Cameroon joins in spring; Nigeria asked for time."
)


@pytest.fixture
def small(reader: Reader) -> Reader:
    """An issue with two sections; one item of it is read, one has a star."""
    story = make_item("story", TEXT, title="Three shores, one lake")
    links = [
        make_item(f"link {n}", text, title=None, display_title=text, sources=(Source(outlet=name),))
        for n, (text, name) in enumerate(
            [("Niger counts its boats again.", "Le Sahel"), ("Mali waits.", "Studio Tamani")]
        )
    ]
    issue = make_issue(
        "lake",
        publication="The Lake Letter",
        period="2031-03",
        sections=(Section("Shores", (story,)), Section("In short", tuple(links))),
    )
    marked = {story.id: make_marked(story, "Chad", "Niger", "Cameroon", "Nigeria")}
    reader._library.add(make_parsed(issue), marked, sketch=[], sample=False, parser="test")
    reader.mark([links[0].id], read=True)
    reader.mark([links[1].id], starred=True)
    return reader


@pytest.mark.parametrize(
    ("theme", "size"), [("dark", (140, 24)), ("light", (60, 18))], ids=["wide", "narrow"]
)
def test_the_reading_screen_looks_as_it_did(
    snap_compare: Any, small: Reader, settings: Settings, theme: str, size: tuple[int, int]
) -> None:
    quiet = replace(settings, theme=theme, mark_read_after=3600.0)
    assert snap_compare(CrankReader(small, quiet), terminal_size=size)
