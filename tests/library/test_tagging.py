"""Which names made the mentions of an issue, and what becomes of them when names are others."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from crankreader import entities
from crankreader.library import Library, State
from crankreader.library.tagging import NOBODY, Tagger
from crankreader.model import Issue, Marked, Mention
from crankreader.reader import Reader
from crankreader.settings import load
from tests.builders import make_issue, make_item, make_marked, make_mention, make_parsed

OLD = Path(__file__).parent / "old"
FIRST, SECOND = Tagger("1.a", "", ""), Tagger("2.b", "mine", '[[["org/x","X"]],[]]')
OSLO = make_item("oslo", "Ships left Oslo for Bergen.")
QUAY = make_item("quay", "The quay was empty.")
NORTH = make_issue("north", OSLO, QUAY, date="2024-10-14")
SOUTH = make_issue("south", make_item("rome", "Rome waited."), date="2024-11-02")


def keep(
    library: Library, issue: Issue, tagger: Tagger, marked: Mapping[str, Marked] | None = None
) -> None:
    library.add(
        make_parsed(issue), marked or {}, sketch=(), sample=False, parser="test", tagger=tagger
    )


def lists(library: Library) -> set[str]:
    return {version for (version,) in library.db.rows("SELECT version FROM name_lists")}


def test_what_another_tagger_made_is_stale_newest_first(library: Library) -> None:
    keep(library, NORTH, FIRST)
    keep(library, SOUTH, SECOND)
    assert library.tagging.stale(Tagger("3")) == {SOUTH.id: SECOND, NORTH.id: FIRST}
    assert list(library.tagging.stale(Tagger("3"))) == [SOUTH.id, NORTH.id]
    assert library.tagging.stale(FIRST) == {SOUTH.id: SECOND}
    assert library.tagging.stale(SECOND._replace(body="")) == {NORTH.id: FIRST}


def test_an_issue_that_nobody_tagged_is_stale(library: Library) -> None:
    keep(library, NORTH, NOBODY)
    library.db.execute("DELETE FROM taggers")
    assert library.tagging.stale(FIRST) == {NORTH.id: NOBODY}


def test_a_list_is_kept_as_long_as_an_issue_is_tagged_by_it(library: Library) -> None:
    keep(library, NORTH, SECOND)
    library.tagging.forget_lists()
    assert lists(library) == {"mine"}
    library.tagging.keep([NORTH.id], FIRST)
    library.tagging.forget_lists()
    assert lists(library) == set()


def test_an_issue_that_goes_takes_its_tagger_along(library: Library) -> None:
    keep(library, NORTH, SECOND)
    library.delete([NORTH.id])
    assert library.db.rows("SELECT * FROM taggers") == []
    library.tagging.forget_lists()
    assert lists(library) == set()


def test_what_would_be_tagged_the_same_is_only_said_to_be(library: Library) -> None:
    marked = {OSLO.id: make_marked(OSLO, "Oslo")}
    keep(library, NORTH, FIRST, marked)
    library.db.execute("DELETE FROM queue")
    library.tagging.keep([NORTH.id], SECOND)
    assert library.tagging.stale(SECOND) == {}
    assert library.marked(OSLO.id) == marked[OSLO.id]
    assert library.db.rows("SELECT item FROM queue") == []


def test_other_mentions_are_put_in_place_and_wait_for_the_index(library: Library) -> None:
    keep(library, NORTH, FIRST, {OSLO.id: make_marked(OSLO, "Oslo")})
    library.db.execute("DELETE FROM queue")
    now = Marked(text=(make_mention(OSLO.text, "Bergen", "place")._replace(candidates=("org/a", "org/b")),))  # fmt: skip
    assert library.tagging.retag(NORTH.id, {OSLO.id: now}, SECOND)
    assert library.marked(OSLO.id) == now
    assert library.tagging.stale(SECOND) == {}
    assert library.db.rows("SELECT item FROM queue") == [(OSLO.id,)]


def test_the_same_mentions_are_not_indexed_again(library: Library) -> None:
    marked = {OSLO.id: make_marked(OSLO, "Oslo")}
    keep(library, NORTH, FIRST, marked)
    library.db.execute("DELETE FROM queue")
    assert not library.tagging.retag(NORTH.id, marked, SECOND)
    assert library.tagging.stale(SECOND) == {}
    assert library.db.rows("SELECT item FROM queue") == []


def test_an_item_that_names_nobody_any_more_has_no_mentions(library: Library) -> None:
    keep(library, NORTH, FIRST, {OSLO.id: make_marked(OSLO, "Oslo")})
    assert library.tagging.retag(NORTH.id, {}, SECOND)
    assert library.marked(OSLO.id) == Marked()
    assert library.db.value("SELECT count(*) FROM mentions") == 0


def test_issues_are_found_by_whom_they_name(library: Library) -> None:
    keep(library, NORTH, FIRST, {OSLO.id: make_marked(OSLO, "Oslo", "Bergen")})
    keep(library, SOUTH, FIRST)
    assert library.tagging.naming(["country/oslo", "org/nobody"]) == {NORTH.id}
    assert library.tagging.naming(["country/rome"]) == frozenset()
    assert library.tagging.naming([]) == frozenset()


def test_the_words_of_an_issue_are_those_of_titles_texts_and_captions(library: Library) -> None:
    item = make_item("rich", "Naïve “quays”.\n\nØre", title="Ærø", captions=("Łódź",))
    keep(library, make_issue("rich", item), FIRST)
    keep(library, SOUTH, FIRST)
    found = dict(library.tagging.words([make_issue("rich").id]))
    assert list(found) == [make_issue("rich").id]
    for word in ("Naïve", "quays", "Øre", "Ærø", "Łódź"):
        assert word in found[make_issue("rich").id]


# From version 3


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "library.db"
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path)) as db:
        db.executescript((OLD / "library-3.sql").read_text("utf-8"))
    return path


def mentions(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(
            "SELECT item, in_title, start, end, text, type, entity, name, value, unit, rule,"
            " confidence FROM mentions ORDER BY 1, 2, 3"
        ).fetchall()


def test_a_library_of_version_3_keeps_all_it_has_and_looks_like_a_new_one(
    old: Path, tmp_path: Path
) -> None:
    def shape(path: Path) -> set[tuple[str, ...]]:
        with closing(sqlite3.connect(path)) as db:
            tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {
                (table, column, type, str(default))
                for (table,) in tables
                for _, column, type, _, default, _ in db.execute(f"PRAGMA table_info({table})")
            }

    before = mentions(old)
    assert len(before) == 16
    state = State.open(tmp_path / "data" / "state.db")
    library = Library.open(old, state.path)
    assert library.count() == 4
    assert mentions(old) == before
    issues = [id for (id,) in library.db.rows("SELECT id FROM issues ORDER BY place")]
    assert [library.issue(id).period for id in issues] == ["2023-04", "2023-05"]
    assert [library.raw(id)[:14] for id in issues] == [b"Harbour Letter"] * 2
    assert library.tagging.stale(FIRST) == {issues[1]: NOBODY, issues[0]: NOBODY}
    for issue in issues:
        for item in library.issue(issue).items:
            assert all(mention.candidates == () for mention in library.marked(item.id).text)
    library.close()
    Library.open(tmp_path / "new.db", state.path).close()
    state.close()
    assert shape(old) == shape(tmp_path / "new.db")


def test_a_library_of_version_3_is_tagged_anew(old: Path) -> None:
    reader = Reader.open(load(data_dir=old.parent, environ={}))
    assert reader.is_outdated()
    assert list(reader.retag()) == [(1, 2), (2, 2)]
    for row in reader.listing("issues")[0]:
        for item, marked in entities.recognise_issue(reader.issue(row["id"])).items():
            assert reader.reading(item).marked == marked
    for _ in reader.index_pending():
        pass
    assert len(reader.search("entity:country/norway").hits) == 2
    assert list(reader.retag()) == []
    assert reader.is_tagged
    reader.close()


def test_marks_on_items_of_version_3_stay_when_it_is_tagged_anew(old: Path) -> None:
    settings = load(data_dir=old.parent, environ={})
    reader = Reader.open(settings)
    ids = [row["id"] for row in reader.listing("items")[0]]
    reader.mark(ids[:1], starred=True, note="look again")
    list(reader.retag())
    assert [row["id"] for row in reader.listing("items")[0]] == ids
    assert reader.reading(ids[0]).note == "look again"
    reader.close()


def test_a_mention_comes_out_of_the_library_as_it_went_in(library: Library) -> None:
    mention = Mention(
        0, 5, "Ships", "quantity", None, None, 3.5, "t", "rule", 0.5, ("org/a", "person/b")
    )
    keep(library, NORTH, FIRST)
    library.tagging.retag(NORTH.id, {OSLO.id: Marked((mention,), (mention,))}, SECOND)
    assert library.marked(OSLO.id) == Marked((mention,), (mention,))
