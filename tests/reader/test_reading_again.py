"""A better parser reads the kept documents again, and what a person did stays where it was done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader import ingest
from crankreader.model import Issue
from crankreader.reader import Reader
from crankreader.settings import Settings, load

LETTER = """\
Harbour Letter

April 2023

Ferries return to Bergen

The ferries between Bergen and Stavanger sail again after a winter of repairs, the harbour
master said on Monday. Two ships were lengthened in a yard near Oslo (Fjord Gazette).

Bridge over the sound delayed

Builders of the bridge found soft clay under its northern pillar. The council of Norway's third
city asked for a new estimate before the autumn (Coastal Times).
"""
FEED = """\
<?xml version="1.0"?><rss version="2.0"><channel><title>Quay Notes</title>
<link>https://quay.example/</link>
<item><title>Gulls</title><guid>https://quay.example/1</guid><link>https://quay.example/1</link>
<description>&lt;p&gt;They are back on the roof of the customs house.&lt;/p&gt;</description></item>
</channel></rss>
"""


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    return load(data_dir=tmp_path / "data", environ={})


@pytest.fixture
def reader(place: Settings, tmp_path: Path) -> Iterator[Reader]:
    (tmp_path / "letter.txt").write_text(LETTER)
    (tmp_path / "quay.xml").write_text(FEED)
    reader = Reader.open(place)
    reports = list(reader.add([str(tmp_path / "letter.txt"), str(tmp_path / "quay.xml")]))
    assert [report.status for report in reports] == ["added", "added"]
    yield reader
    reader.close()


def upgrade(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What becomes of the documents when another version of the parser comes."""
    monkeypatch.setattr(ingest, "VERSION", ingest.VERSION + 1)
    return [report.status for report in reader.read_again()]


def pretend_an_older_parser_read_it(reader: Reader) -> None:
    """The library as an older parser would have left it: headlines not told from texts."""
    with reader._library.db.writing() as db:
        db.execute("UPDATE items SET title = NULL WHERE title LIKE 'Bridge%'")
        db.execute("UPDATE issues SET kind = 'article', period = NULL")


def test_nothing_is_read_again_without_need(reader: Reader) -> None:
    assert list(reader.read_again()) == []


def test_texts_become_what_the_better_parser_sees(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(reader)
    pretend_an_older_parser_read_it(reader)
    assert upgrade(reader, monkeypatch) == ["updated", "updated"]
    assert texts(reader) == before
    assert list(reader.read_again()) == []


def test_marks_tags_notes_and_places_stay_with_their_items(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ferries,) = reader.select("title:ferries")
    (gulls,) = reader.select("title:gulls")
    reader.mark([ferries, gulls], read=True, starred=True, tag="boats", note="look again")
    reader.keep_offset(ferries, 40)
    pretend_an_older_parser_read_it(reader)
    upgrade(reader, monkeypatch)
    for item in (ferries, gulls):
        reading = reader.reading(item)
        assert reading.row.is_read
        assert reading.row.is_starred
        assert reading.row.tags == ("boats",)
        assert reading.note == "look again"
    assert reader.reading(ferries).offset == 40
    act = reader.undo()
    assert act is not None
    assert not reader.reading(ferries).row.is_read


def test_what_was_removed_stays_away(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    (gulls,) = reader.select("title:gulls")
    reader.remove([reader.reading(gulls).issue.id])
    upgrade(reader, monkeypatch)
    assert reader.select("title:gulls") == ()


def test_a_name_that_a_person_gave_stays(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.rename_publication("Quay Notes", "Notes from the quay")
    upgrade(reader, monkeypatch)
    assert "Notes from the quay" in {row.name for row in reader.publications()}


def test_it_is_asked_for_once_a_release(reader: Reader) -> None:
    assert reader.is_outdated()
    list(reader.read_again())
    assert reader.is_outdated()
    list(reader.retag())
    assert not reader.is_outdated()


def texts(reader: Reader) -> list[Issue]:
    """All issues, but for how each was told to be of its format: a feed's entry is kept as JSON."""
    rows, _ = reader.listing("issues")
    return [reader.issue(row["id"])._replace(reasons=()) for row in rows]
