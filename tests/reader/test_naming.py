"""A person corrects names: every text says so after it is tagged again, and undoing says all back."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crankreader import entities, ingest
from crankreader.model import Act, Marked
from crankreader.reader import NameProblem, Reader, ReaderError
from crankreader.settings import Settings, load

RULES = import_module("crankreader.entities.recognise")
LETTER = """\
Harbour Letter

April 2023

Gas for the north

Gazprom sold gas to Rosneft, the harbour master said on Monday. The Blue Heron carried it to the
islands (Fjord Gazette).

The envoy does not wait

Sergei Lavrov spoke in Oslo. Later Lavrov asked Rosneft for boats, and the Blue Heron Trust lent
him one. Nobody else came to the harbour (Coastal Times).
"""
FERRY = """\
Why the Ferry Stopped

By Ann Author

November 3, 2024

The ferry to Vladivostok stopped in the summer. Nobody in the harbour could say why, and the
company did not answer.

A week later Gazprom told the crew to wait for new engines from Norway.
"""
QUIET = """\
Gulls on the Roof

By Tove Writer

May 9, 2024

They are back on the roof of the customs house, and the keeper counts them every morning.

Nobody in Norway knows where they sleep.
"""
THEIRS = """\
# The list of the harbour office.
[names."outlet/fjord-gazette"]
# a weekly
name = "Fjord Gazette"

[[ignore]]
text = "Coastal"  # no name
"""
GAZPROM, ROSNEFT, LAVROV = "org/gazprom", "org/rosneft", "person/sergei-lavrov"


class Correction(NamedTuple):
    """What a person does, and what comes of it."""

    do: Callable[[Reader], Act]
    says: str
    now: frozenset[tuple[str, str]] = frozenset()
    """(words, entity) that the texts name now and did not."""
    gone: frozenset[tuple[str, str]] = frozenset()
    """Those that they named and name no more."""


def pairs(*each: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(each)


CORRECTIONS = {
    "alias": Correction(
        lambda reader: reader.name_also(GAZPROM, "Blue Heron"),
        "gave Gazprom the name “Blue Heron”",
        pairs(("Blue Heron", GAZPROM)),
    ),
    "kind": Correction(
        lambda reader: reader.make(GAZPROM, "outlet"),
        "made Gazprom an outlet",
        pairs(("Gazprom", "outlet/gazprom")),
        pairs(("Gazprom", GAZPROM)),
    ),
    "merge": Correction(
        lambda reader: reader.merge(GAZPROM, ROSNEFT),
        "took Gazprom for Rosneft",
        pairs(("Gazprom", ROSNEFT)),
        pairs(("Gazprom", GAZPROM)),
    ),
    "ignore": Correction(
        lambda reader: reader.ignore(["Gazprom"]),
        "left out “Gazprom”",
        gone=pairs(("Gazprom", GAZPROM)),
    ),
    "ignore as": Correction(
        lambda reader: reader.ignore([], LAVROV),
        "left out Sergei Lavrov",
        gone=pairs(("Sergei Lavrov", LAVROV), ("Lavrov", LAVROV)),
    ),
    "ignore words as": Correction(
        lambda reader: reader.ignore(["Lavrov"], LAVROV),
        "left out “Lavrov” as Sergei Lavrov",
        gone=pairs(("Lavrov", LAVROV)),
    ),
    "beside": Correction(
        lambda reader: reader.ignore(["Gazprom"], near=["crew"]),
        "left out “Gazprom” beside “crew”",
    ),
    "add": Correction(
        lambda reader: reader.add_name("Blue Heron", "org"),
        "added “Blue Heron” as an organisation",
        pairs(("Blue Heron", "org/blue-heron")),
    ),
    "choose": Correction(
        lambda reader: reader.choose("Rosneft", GAZPROM),
        "gave Gazprom the name “Rosneft”, which was Rosneft’s",
        pairs(("Rosneft", GAZPROM)),
        pairs(("Rosneft", ROSNEFT)),
    ),
}
each_correction = pytest.mark.parametrize("correction", CORRECTIONS.values(), ids=CORRECTIONS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that was made once: its data, and the papers it was made of."""
    home = tmp_path_factory.mktemp("made")
    _write(home / "papers")
    reader = Reader.open(load(data_dir=home / "data", environ={}))
    assert {report.status for report in reader.add([str(home / "papers")])} == {"added"}
    settle(reader)
    with reader._state._db.writing() as db:
        db.execute("DELETE FROM acts")  # undoing ends with the corrections of a test
    reader.close()
    return home


def _write(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in (("letter", LETTER), ("ferry", FERRY), ("quiet", QUIET)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def papers(made: Path) -> Path:
    _write(made / "papers")
    return made / "papers"


@pytest.fixture
def reader(settings: Settings, made: Path, papers: Path) -> Iterator[Reader]:
    shutil.copytree(made / "data", settings.data_dir)
    settings.entities_file.parent.mkdir(parents=True, exist_ok=True)
    settings.entities_file.write_text(THEIRS, encoding="utf-8")
    opened = Reader.open(settings)
    settle(opened)
    yield opened
    opened.close()


def settle(reader: Reader) -> list[tuple[int, int]]:
    """Tag again and index, as it happens behind the screens."""
    told = list(reader.retag())
    for _ in reader.index_pending():
        pass
    return told


def items(reader: Reader) -> list[str]:
    return sorted(row["id"] for row in reader.listing("items")[0])


def mentions(reader: Reader) -> dict[str, Marked]:
    return {item: reader.reading(item).marked for item in items(reader)}


def named(reader: Reader) -> set[tuple[str, str]]:
    return {
        (mention.text, mention.entity)
        for marked in mentions(reader).values()
        for mention in (*marked.title, *marked.text)
        if mention.entity is not None
    }


def tagged_anew(reader: Reader) -> dict[str, Marked]:
    """What the texts would name were each tagged by the names there are now."""
    found: dict[str, Marked] = {}
    for row in reader.listing("issues")[0]:
        found |= entities.recognise_issue(reader.issue(row["id"]), reader._names.known)
    return found


def theirs(reader: Reader) -> str:
    return reader.settings.entities_file.read_text("utf-8")


def naming(reader: Reader, entity: str) -> set[str]:
    """The items that the mentions say name an entity."""
    return {
        item
        for item, marked in mentions(reader).items()
        if any(mention.entity == entity for mention in (*marked.title, *marked.text))
    }


def searched(reader: Reader, entity: str) -> set[str]:
    return {hit.item for hit in reader.search(f"entity:{entity}").hits}


def done(act: Act | None) -> str:
    assert act is not None
    return act.name


# Each correction.


@each_correction
def test_a_correction_is_an_act_with_a_sentence(reader: Reader, correction: Correction) -> None:
    act = correction.do(reader)
    assert (act.name, act.changed) == (correction.says, 1)
    assert done(reader.undo()) == correction.says
    assert done(reader.redo()) == correction.says


@each_correction
def test_the_same_correction_twice_changes_nothing(reader: Reader, correction: Correction) -> None:
    correction.do(reader)
    before = theirs(reader)
    assert correction.do(reader).changed == 0
    assert theirs(reader) == before


@each_correction
def test_the_texts_name_what_a_person_says(reader: Reader, correction: Correction) -> None:
    before = named(reader)
    correction.do(reader)
    assert named(reader) == before
    settle(reader)
    now = named(reader)
    assert correction.now <= now - before
    assert correction.gone <= before - now


@each_correction
def test_the_mentions_are_those_of_texts_tagged_anew(
    reader: Reader, correction: Correction
) -> None:
    correction.do(reader)
    settle(reader)
    assert mentions(reader) == tagged_anew(reader)
    assert reader.is_tagged
    assert settle(reader) == []


@each_correction
def test_a_search_finds_what_the_texts_name_now(reader: Reader, correction: Correction) -> None:
    correction.do(reader)
    settle(reader)
    for _, entity in (*correction.now, *correction.gone, ("", GAZPROM)):
        moved = reader.entity(entity)
        meant = moved.id if moved else entity
        assert searched(reader, entity) == naming(reader, meant)


@each_correction
def test_a_dossier_counts_what_the_texts_name_now(reader: Reader, correction: Correction) -> None:
    correction.do(reader)
    settle(reader)
    for words, entity in correction.now:
        dossier = reader.dossier(entity)
        assert dossier is not None
        assert dossier.entity.id == entity
        assert dossier.items == len(naming(reader, entity)) > 0
        assert words in {text for text, _ in dossier.seen}
        assert any(words in said.text for said in dossier.said)
    for words, entity in correction.gone:
        left = reader.dossier(entity)
        assert left is None or left.entity.id != entity or words not in dict(left.seen)


@each_correction
def test_undo_and_redo_give_back_the_file_and_the_mentions(
    reader: Reader, correction: Correction
) -> None:
    file, marked = theirs(reader), mentions(reader)
    correction.do(reader)
    settle(reader)
    corrected_file, corrected = theirs(reader), mentions(reader)
    assert corrected_file != file
    for _ in range(2):
        reader.undo()
        settle(reader)
        assert (theirs(reader), mentions(reader)) == (file, marked)
        assert searched(reader, GAZPROM) == naming(reader, GAZPROM)
        reader.redo()
        settle(reader)
        assert (theirs(reader), mentions(reader)) == (corrected_file, corrected)


@each_correction
def test_undo_before_the_texts_were_tagged_leaves_them_as_they_were(
    reader: Reader, correction: Correction
) -> None:
    marked = mentions(reader)
    correction.do(reader)
    reader.undo()
    settle(reader)
    assert mentions(reader) == marked == tagged_anew(reader)


def in_any_order(said: object) -> object:
    """What a file says, whatever the order of its tables and lists."""
    if isinstance(said, dict):
        return {key: in_any_order(value) for key, value in said.items() if value != {}}
    if isinstance(said, list):
        return sorted((in_any_order(each) for each in said), key=repr)
    return said


def test_all_corrections_in_a_row_can_be_taken_back_one_by_one(reader: Reader) -> None:
    def state() -> tuple[object, list[str], object]:
        text = theirs(reader)
        return in_any_order(tomllib.loads(text)), sorted(re.findall("#.*", text)), mentions(reader)

    states = [state()]
    for correction in CORRECTIONS.values():
        if correction.do(reader).changed:
            settle(reader)
            states.append(state())
            assert mentions(reader) == tagged_anew(reader)
    for before in states[-2::-1]:
        reader.undo()
        settle(reader)
        assert state() == before


def test_beside_leaves_out_only_what_stands_beside(reader: Reader) -> None:
    before = naming(reader, GAZPROM)
    CORRECTIONS["beside"].do(reader)
    settle(reader)
    after = naming(reader, GAZPROM)
    assert len(before) == 2
    assert len(after) == 1
    assert "sold gas" in reader.reading(*after).item.text


def test_an_issue_that_is_not_concerned_is_not_tagged_again(reader: Reader) -> None:
    reader.name_also(GAZPROM, "Blue Heron")
    assert settle(reader) == [(1, 2), (2, 2)]
    assert mentions(reader) == tagged_anew(reader)


def test_the_issue_being_read_can_be_tagged_first(reader: Reader) -> None:
    reader.ignore(["Gazprom"])
    issue = next(
        row["id"] for row in reader.listing("issues")[0] if "Ferry" in row["display_title"]
    )
    assert reader.retag_issue(issue)
    assert not reader.retag_issue(issue)
    assert len(naming(reader, GAZPROM)) == 1
    settle(reader)
    assert naming(reader, GAZPROM) == set()


def test_tagging_that_was_broken_off_goes_on(reader: Reader) -> None:
    reader.ignore(["Gazprom"])
    assert next(reader.retag()) == (1, 2)
    assert not reader.is_tagged
    settle(reader)
    assert mentions(reader) == tagged_anew(reader)
    assert reader.is_tagged


def test_the_first_correction_makes_the_file(settings: Settings, papers: Path) -> None:
    reader = Reader.open(settings)
    list(reader.add([str(papers)]))
    before = mentions(reader)
    reader.ignore(["Gazprom"])
    settle(reader)
    assert naming(reader, GAZPROM) == set()
    reader.undo()
    settle(reader)
    assert mentions(reader) == before
    reader.close()


def test_words_a_person_picks_out_are_one_line_in_the_file(reader: Reader) -> None:
    reader.name_also(GAZPROM, " Blue\nHeron ")
    settle(reader)
    assert ("Blue Heron", GAZPROM) in named(reader)


# Several corrections of one thing.


def test_the_last_word_on_an_alias_counts(reader: Reader) -> None:
    reader.name_also(GAZPROM, "Blue Heron")
    reader.name_also(ROSNEFT, "Blue Heron")
    settle(reader)
    assert ("Blue Heron", ROSNEFT) in named(reader)
    assert reader.name_problems == ()


def test_an_added_name_can_be_given_to_somebody_else(reader: Reader) -> None:
    reader.add_name("Blue Heron", "org")
    reader.name_also(GAZPROM, "Blue Heron")
    settle(reader)
    assert ("Blue Heron", GAZPROM) in named(reader)


def test_an_added_name_can_be_given_to_somebody_who_stands_before_it(reader: Reader) -> None:
    reader.name_also(GAZPROM, "the Gas Works")
    reader.add_name("Blue Heron", "org")
    reader.name_also(GAZPROM, "Blue Heron")
    settle(reader)
    assert ("Blue Heron", GAZPROM) in named(reader)


def test_an_alias_of_somebody_can_be_a_name_of_its_own(reader: Reader) -> None:
    reader.name_also(GAZPROM, "Blue Heron")
    reader.add_name("Blue Heron", "org")
    settle(reader)
    assert ("Blue Heron", "org/blue-heron") in named(reader)


def test_a_kind_can_be_changed_and_changed_back(reader: Reader) -> None:
    before = mentions(reader)
    reader.make(GAZPROM, "outlet")
    reader.make("outlet/gazprom", "place")
    settle(reader)
    assert ("Gazprom", "place/gazprom") in named(reader)
    reader.make("place/gazprom", "org")
    settle(reader)
    assert mentions(reader) == before
    assert theirs(reader) == THEIRS


def test_of_merges_each_leads_to_the_last(reader: Reader) -> None:
    reader.merge(GAZPROM, ROSNEFT)
    reader.merge(ROSNEFT, LAVROV)
    settle(reader)
    assert {("Gazprom", LAVROV), ("Rosneft", LAVROV)} <= named(reader)
    assert reader.name_problems == ()
    with pytest.raises(NameProblem, match="is that already"):
        reader.merge(LAVROV, GAZPROM)


def test_who_has_another_kind_can_be_merged(reader: Reader) -> None:
    reader.make(GAZPROM, "outlet")
    reader.merge("outlet/gazprom", ROSNEFT)
    settle(reader)
    assert ("Gazprom", ROSNEFT) in named(reader)
    assert mentions(reader) == tagged_anew(reader)


def test_something_merged_can_have_another_kind(reader: Reader) -> None:
    reader.merge(GAZPROM, ROSNEFT)
    reader.make(ROSNEFT, "outlet")
    settle(reader)
    assert {("Gazprom", "outlet/rosneft"), ("Rosneft", "outlet/rosneft")} <= named(reader)


def test_who_has_another_kind_can_be_called_otherwise(reader: Reader) -> None:
    reader.make(GAZPROM, "outlet")
    reader.name_also("outlet/gazprom", "Blue Heron")
    settle(reader)
    assert {("Blue Heron", "outlet/gazprom"), ("Gazprom", "outlet/gazprom")} <= named(reader)


def test_who_has_another_kind_can_be_left_out(reader: Reader) -> None:
    reader.make(GAZPROM, "outlet")
    settle(reader)
    reader.ignore([], "outlet/gazprom")
    settle(reader)
    assert "outlet/gazprom" not in {entity for _, entity in named(reader)}
    assert mentions(reader) == tagged_anew(reader)


def test_leaving_out_somebody_merged_can_be_taken_back(reader: Reader, papers: Path) -> None:
    (papers / "new.txt").write_text(QUIET.replace("the keeper", "Rosneft"), encoding="utf-8")
    list(reader.add([str(papers / "new.txt")]))
    reader.merge(ROSNEFT, GAZPROM)
    settle(reader)
    before = mentions(reader)
    reader.ignore([], GAZPROM)
    settle(reader)
    reader.undo()
    settle(reader)
    assert mentions(reader) == before


def test_a_namesake_is_a_candidate_wherever_the_surname_stands(
    settings: Settings, papers: Path
) -> None:
    (papers / "envoy.txt").write_text(QUIET.replace("the keeper", "Lavrov"), encoding="utf-8")
    reader = Reader.open(settings)
    list(reader.add([str(papers)]))
    reader.add_name("Ann Lavrov", "person")
    settle(reader)
    marked, anew = mentions(reader), tagged_anew(reader)
    reader.close()
    assert marked == anew


def test_what_the_rules_alone_found_can_be_corrected_like_any_other(reader: Reader) -> None:
    seen = "org/blue-heron-trust"
    assert ("Blue Heron Trust", seen) in named(reader)
    before = mentions(reader)
    reader.name_also(seen, "Blue Heron")
    settle(reader)
    assert {("Blue Heron", seen), ("Blue Heron Trust", seen)} <= named(reader)
    reader.merge(seen, GAZPROM)
    settle(reader)
    assert {("Blue Heron", GAZPROM), ("Blue Heron Trust", GAZPROM)} <= named(reader)
    reader.undo()
    reader.make(seen, "outlet")
    settle(reader)
    assert ("Blue Heron Trust", "outlet/blue-heron-trust") in named(reader)
    for _ in range(2):
        reader.undo()
        settle(reader)
    assert mentions(reader) == before
    reader.ignore([], seen)
    settle(reader)
    assert seen not in {entity for _, entity in named(reader)}


def test_what_the_rules_alone_found_can_be_merged_when_it_has_another_kind(reader: Reader) -> None:
    reader.make("org/blue-heron-trust", "outlet")
    settle(reader)
    reader.merge("outlet/blue-heron-trust", GAZPROM)
    settle(reader)
    assert ("Blue Heron Trust", GAZPROM) in named(reader)


# What comes after a correction.


@each_correction
def test_a_correction_outlives_adding_the_same_document_again(
    reader: Reader, papers: Path, correction: Correction
) -> None:
    correction.do(reader)
    settle(reader)
    before = mentions(reader)
    assert {report.status for report in reader.add([str(papers)])} == {"unchanged"}
    assert settle(reader) == []
    assert mentions(reader) == before


@each_correction
def test_a_correction_counts_in_a_revision_and_in_what_is_new(
    reader: Reader, papers: Path, correction: Correction
) -> None:
    correction.do(reader)
    settle(reader)
    revised = LETTER.replace("Nobody else came", "Nobody but Gazprom and the Blue Heron came")
    (papers / "letter.txt").write_text(revised, encoding="utf-8")
    (papers / "new.txt").write_text(FERRY.replace("ferry", "tram").replace("crew", "drivers"))
    statuses = [report.status for report in reader.add([str(papers)])]
    assert sorted(statuses) == ["added", "unchanged", "unchanged", "updated"]
    assert mentions(reader) == tagged_anew(reader)
    assert correction.now <= named(reader)
    assert not (correction.gone & named(reader))
    assert settle(reader) == []


@each_correction
def test_a_correction_outlives_a_new_parser(
    reader: Reader, correction: Correction, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction.do(reader)
    settle(reader)
    before = mentions(reader)
    with reader._library.db.writing() as db:
        db.execute("UPDATE items SET title = 'Bad' WHERE title LIKE 'Gas%'")
    monkeypatch.setattr(ingest, "VERSION", ingest.VERSION + 1)
    assert len(list(reader.read_again())) == 3
    assert settle(reader) == []
    assert mentions(reader) == before == tagged_anew(reader)
    reader.undo()
    settle(reader)
    assert mentions(reader) == tagged_anew(reader)


@each_correction
def test_a_correction_outlives_a_new_version_of_the_names(
    reader: Reader, correction: Correction, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction.do(reader)
    settle(reader)
    before = mentions(reader)
    monkeypatch.setattr(RULES, "RULES", "a later one")
    assert [number for number, _ in settle(reader)] == [1, 2, 3]
    assert mentions(reader) == before
    assert settle(reader) == []


def test_a_new_release_asks_whether_all_is_tagged(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(reader.read_again())
    assert not reader.is_outdated()
    monkeypatch.setattr("crankreader.reader.naming.__version__", "99.0")
    assert reader.is_outdated()
    assert settle(reader) == []
    assert reader.is_tagged


@each_correction
def test_a_correction_outlives_the_session(
    reader: Reader, settings: Settings, correction: Correction
) -> None:
    correction.do(reader)
    settle(reader)
    before = mentions(reader)
    again = Reader.open(settings)
    assert again.is_tagged
    assert mentions(again) == before
    assert settle(again) == []
    assert done(again.undo()) == correction.says
    settle(again)
    assert mentions(again) == tagged_anew(again)
    again.close()


def test_who_corrects_in_another_window_is_followed(reader: Reader, settings: Settings) -> None:
    other = Reader.open(settings)
    other.ignore(["Gazprom"])
    assert not reader.is_tagged
    settle(reader)
    assert naming(reader, GAZPROM) == set()
    reader.name_also(ROSNEFT, "Blue Heron")
    settle(other)
    assert ("Blue Heron", ROSNEFT) in named(other)
    other.close()


def test_a_file_edited_by_hand_counts_and_undo_leaves_what_was_written(reader: Reader) -> None:
    reader.ignore(["Rosneft"])
    by_hand = "\n# Written by hand.\n[[ignore]]\ntext = 'Gazprom'\n"
    reader.settings.entities_file.write_text(theirs(reader) + by_hand, encoding="utf-8")
    settle(reader)
    assert not {GAZPROM, ROSNEFT} & {entity for _, entity in named(reader)}
    reader.undo()
    settle(reader)
    assert naming(reader, ROSNEFT)
    assert not naming(reader, GAZPROM)
    assert mentions(reader) == tagged_anew(reader)


def test_undo_leaves_a_comment_that_was_written_behind_a_rule(reader: Reader) -> None:
    reader.ignore(["Rosneft"])
    by_hand = "\n# Written by hand.\n[[ignore]]\ntext = 'Gazprom'\n"
    reader.settings.entities_file.write_text(theirs(reader) + by_hand, encoding="utf-8")
    reader.undo()
    assert "# Written by hand." in theirs(reader)


def test_undo_of_what_a_person_took_out_by_hand_changes_no_name(reader: Reader) -> None:
    before = mentions(reader)
    reader.ignore(["Gazprom"])
    reader.settings.entities_file.write_text(THEIRS, encoding="utf-8")
    assert reader.undo() is not None
    settle(reader)
    assert theirs(reader) == THEIRS
    assert mentions(reader) == before


def test_a_file_that_was_taken_away_says_nothing_any_more(reader: Reader) -> None:
    before = mentions(reader)
    reader.ignore(["Gazprom"])
    settle(reader)
    reader.settings.entities_file.unlink()
    settle(reader)
    assert naming(reader, GAZPROM)
    assert mentions(reader) == tagged_anew(reader)
    assert {*mentions(reader)} == {*before}


# A file that cannot be used.

BROKEN = {
    "no TOML": b"[names\n",
    "not UTF-8": '[names."org/x"]\nname = "Café"\n'.encode("latin-1"),
    "too large": b"# " + b"x" * (4 * 2**20),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_and_costs_no_mention(
    reader: Reader, settings: Settings, content: bytes
) -> None:
    reader.ignore(["Gazprom"])
    settle(reader)
    before = mentions(reader)
    settings.entities_file.write_bytes(content)
    for opened in (reader, Reader.open(settings)):
        assert list(opened.retag()) == []
        (problem,) = opened.name_problems
        assert problem.startswith("entities.toml: ")
        assert mentions(opened) == before
        with pytest.raises(ReaderError, match=r"entities\.toml"):
            opened.name_also(GAZPROM, "Blue Heron")
        with pytest.raises(ReaderError, match=r"entities\.toml"):
            opened.undo()
        assert settings.entities_file.read_bytes() == content
        assert opened.search("entity:org/rosneft").total
    opened.close()


def test_an_act_that_could_not_be_undone_can_be_once_the_file_is_mended(reader: Reader) -> None:
    before = mentions(reader)
    reader.ignore(["Gazprom"])
    whole = theirs(reader)
    reader.settings.entities_file.write_text("[names\n", encoding="utf-8")
    with pytest.raises(ReaderError):
        reader.undo()
    reader.settings.entities_file.write_text(whole, encoding="utf-8")
    assert done(reader.undo()) == "left out “Gazprom”"
    settle(reader)
    assert (theirs(reader), mentions(reader)) == (THEIRS, before)


def test_what_came_in_while_the_file_was_broken_is_tagged_once_it_is_mended(
    reader: Reader, settings: Settings, papers: Path
) -> None:
    reader.ignore(["Gazprom"])
    settle(reader)
    whole = theirs(reader)
    settings.entities_file.write_text("[names\n", encoding="utf-8")
    again = Reader.open(settings)
    (papers / "new.txt").write_text(QUIET.replace("the keeper", "Gazprom"), encoding="utf-8")
    list(again.add([str(papers / "new.txt")]))
    settings.entities_file.write_text(whole, encoding="utf-8")
    settle(again)
    assert naming(again, GAZPROM) == set()
    assert mentions(again) == tagged_anew(again)
    again.close()


def test_a_directory_in_place_of_the_file_is_a_sentence(reader: Reader, settings: Settings) -> None:
    before = mentions(reader)
    settings.entities_file.unlink()
    settings.entities_file.mkdir()
    settle(reader)
    assert mentions(reader) == before
    assert "irectory" in reader.name_problems[0]
    with pytest.raises(ReaderError, match="irectory"):
        reader.add_name("Blue Heron", "org")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_one_may_not_read_is_a_sentence(reader: Reader, settings: Settings) -> None:
    before = mentions(reader)
    settings.entities_file.chmod(0)
    settle(reader)
    assert mentions(reader) == before
    assert "ermission" in reader.name_problems[0]
    with pytest.raises(ReaderError, match="ermission"):
        reader.add_name("Blue Heron", "org")


def test_what_is_wrong_in_a_part_is_told_and_the_rest_counts(reader: Reader) -> None:
    more = "[[ignore]]\ntext = 'Gazprom'\n[names.'org/rosneft']\nkind = 'bird'\n"
    reader.settings.entities_file.write_text(THEIRS + more, encoding="utf-8")
    settle(reader)
    assert naming(reader, GAZPROM) == set()
    assert "“bird” is no kind" in reader.name_problems[0]


# What means nothing.


def test_a_name_needs_a_word(reader: Reader) -> None:
    for wrong in ("", " ", "…"):
        with pytest.raises(NameProblem, match="needs a word"):
            reader.name_also(GAZPROM, wrong)
        with pytest.raises(NameProblem, match="needs a word"):
            reader.add_name(wrong, "org")
    assert theirs(reader) == THEIRS


def test_a_word_of_every_text_is_nobodys_name(reader: Reader) -> None:
    for wrong in ("the", "And"):
        with pytest.raises(NameProblem, match="stands in every text"):
            reader.name_also(GAZPROM, wrong)
    assert theirs(reader) == THEIRS


def test_nothing_is_merged_into_nobody_or_itself(reader: Reader) -> None:
    with pytest.raises(NameProblem, match="Nobody and nothing"):
        reader.merge(GAZPROM, "org/nobody-at-all")
    with pytest.raises(NameProblem, match="is that already"):
        reader.merge(GAZPROM, GAZPROM)
    assert theirs(reader) == THEIRS


def test_no_words_are_left_out_that_are_none(reader: Reader) -> None:
    with pytest.raises(NameProblem):
        reader.ignore(["…"])
    assert reader.name_problems == ()


# Asking.


def test_who_is_asked_for_is_the_often_named_one_first(reader: Reader) -> None:
    assert [entity.id for entity in reader.entities_named("gazprom")] == [GAZPROM]
    assert [entity.id for entity in reader.entities_named("Lavrov")][:1] == [LAVROV]
    assert [entity.id for entity in reader.entities_named("blue heron trust")] == [
        "org/blue-heron-trust"
    ]
    assert reader.entities_named("nobody at all") == ()
    assert reader.entities_named("…") == ()


def test_a_beginning_is_completed_by_what_the_texts_name(reader: Reader) -> None:
    assert [entity.id for entity in reader.names_beginning("gaz")] == [GAZPROM]
    assert [entity.id for entity in reader.names_beginning("Blue he")] == ["org/blue-heron-trust"]
    assert reader.names_beginning("volgograd tractor") == ()


def test_a_dossier_says_all_there_is(reader: Reader) -> None:
    dossier = reader.dossier(GAZPROM)
    assert dossier is not None
    assert (dossier.mentions, dossier.items, dossier.said_of) == (2, 2, 2)
    assert dossier.issues[0].title == "Why the Ferry Stopped"
    assert (dossier.first, dossier.last) == ("2023-04", "2024-11-03")
    assert dossier.seen == (("Gazprom", 2),)
    assert {"org/rosneft", "country/norway"} <= {other.id for other, _ in dossier.companions}
    assert GAZPROM not in {other.id for other, _ in dossier.companions}
    first, second = dossier.said
    assert first.text.startswith("A week later Gazprom told")
    assert second.text.startswith("Gazprom sold gas to Rosneft, the harbour master said")
    for said in dossier.said:
        text = reader.reading(said.item).item.text
        assert text[said.start : said.end] == said.text
        assert [span.of(said.text) for span in said.spans] == ["Gazprom"]


def test_a_dossier_reads_as_many_items_as_it_is_asked_to(reader: Reader) -> None:
    dossier = reader.dossier(GAZPROM, sentences=1)
    assert dossier is not None
    assert (dossier.items, dossier.said_of, len(dossier.said)) == (2, 1, 1)
    none = reader.dossier(GAZPROM, sentences=0)
    assert none is not None
    assert (none.items, none.said) == (2, ())


def test_what_is_in_the_trash_is_in_no_dossier(reader: Reader) -> None:
    reader.remove([row["id"] for row in reader.listing("issues", "ferry")[0]])
    dossier = reader.dossier(GAZPROM)
    assert dossier is not None
    assert (dossier.mentions, len(dossier.issues)) == (1, 1)
    assert "country/norway" not in {other.id for other, _ in dossier.companions}


def test_of_somebody_known_whom_nobody_names_there_is_a_dossier_without_texts(
    reader: Reader,
) -> None:
    dossier = reader.dossier("org/nato")
    assert dossier is not None
    assert (dossier.mentions, dossier.issues, dossier.first, dossier.said) == (0, (), None, ())
    assert reader.dossier("org/nobody-at-all") is None


# Any corrections.

STEPS: dict[str, Callable[[Reader], object]] = {
    "alias": lambda reader: reader.name_also(GAZPROM, "Blue Heron"),
    "other alias": lambda reader: reader.name_also(LAVROV, "the harbour master"),
    "kind": lambda reader: reader.make(ROSNEFT, "outlet"),
    "merge": lambda reader: reader.merge(GAZPROM, ROSNEFT),
    "ignore": lambda reader: reader.ignore(["Gazprom"]),
    "ignore another": lambda reader: reader.ignore(["Norway", "Vladivostok"]),
    "beside": lambda reader: reader.ignore(["Lavrov"], near=["boats"]),
    "add": lambda reader: reader.add_name("Blue Heron Trust", "outlet"),
    "add words": lambda reader: reader.add_name("customs house", "place"),
    "undo": lambda reader: reader.undo(),
    "redo": lambda reader: reader.redo(),
    "tag": lambda reader: settle(reader),
}


@hypothesis_settings(max_examples=15)
@given(st.lists(st.sampled_from(list(STEPS)), min_size=1, max_size=7))
@example(["merge", "tag", "kind", "tag", "undo", "undo"])
@example(["alias", "ignore", "tag", "undo", "tag", "redo", "undo", "undo"])
def test_after_any_corrections_the_texts_are_as_if_tagged_anew(
    made: Path, steps: list[str]
) -> None:
    with TemporaryDirectory() as home:
        shutil.copytree(made / "data", Path(home) / "data")
        settings = load(data_dir=Path(home) / "data", environ={})
        settings.entities_file.write_text(THEIRS, encoding="utf-8")
        reader = Reader.open(settings)
        before = mentions(reader)
        for step in steps:
            with suppress(NameProblem):
                STEPS[step](reader)
        settle(reader)
        assert mentions(reader) == tagged_anew(reader)
        while reader.undo() is not None:
            pass
        settle(reader)
        assert theirs(reader) == THEIRS
        assert mentions(reader) == before
        reader.close()
