"""The whole road: a file on disk is read, kept, searched, marked, and is still so tomorrow."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crankreader import search
from crankreader.model import Place, Span
from crankreader.reader import QueryProblem, Reader, ReaderError
from crankreader.settings import Settings, load

HARBOUR = """\
Harbour Letter

April 2023

Ferries return to Bergen

The ferries between Bergen and Stavanger sail again after a winter of repairs, the harbour
master said on Monday. Two ships were lengthened in a yard near Oslo (Fjord Gazette).

Bridge over the sound delayed

Builders of the bridge found soft clay under its northern pillar. The council of Norway's third
city asked for a new estimate before the autumn (Coastal Times).
"""
DIGEST = """\
Ferries return to Bergen

The ferries between Bergen and Stavanger sail again after a winter of repairs, the harbour
master said on Monday. Two ships were lengthened in a yard near Oslo (Fjord Gazette).
"""
ORCHARDS = """\
Orchards of the valley

Apple growers in the upper valley lost a third of their blossom to a late frost, and hired
helicopters to stir the air above the trees. Insurers pay for hail, but not for cold nights.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that was made once: its data, and the letters it was made of."""
    home = tmp_path_factory.mktemp("made")
    write_letters(home / "letters")
    reader = Reader.open(load(data_dir=home / "data", environ={}))
    assert {report.status for report in reader.add([str(home / "letters")])} == {"added"}
    reader.close()
    return home


def write_letters(directory: Path) -> None:
    directory.mkdir()
    (directory / "harbour.txt").write_text(HARBOUR)
    (directory / "orchards.txt").write_text(ORCHARDS)


@pytest.fixture
def letters(made: Path) -> Path:
    """Where they lay when the library was made, as they were then."""
    shutil.rmtree(made / "letters")
    write_letters(made / "letters")
    return made / "letters"


@pytest.fixture
def filled(settings: Settings, made: Path, letters: Path) -> Iterator[Reader]:
    shutil.copytree(made / "data", settings.data_dir)
    opened = Reader.open(settings)
    yield opened
    opened.close()


def found(reader: Reader, query: str) -> set[str]:
    return {hit.item for hit in reader.search(query).hits}


def all_items(reader: Reader) -> list[str]:
    rows, _ = reader.listing("items")
    return [row["id"] for row in rows]


def test_an_empty_library_opens_and_says_so(reader: Reader) -> None:
    assert reader.is_empty()
    assert not reader.only_samples()
    assert reader.publications() == ()
    assert reader.counts() == (0, 0)
    assert reader.next_unread(None) is None
    assert reader.place() == Place()
    assert reader.search("anything").total == 0
    assert reader.undo() is reader.redo() is None
    assert {check.ok for check in reader.doctor()} == {True}


def test_opening_imports_nothing_heavy() -> None:
    heavy = ["ingest", "entities", "search", "query", "finding", "library.intake"]
    code = (
        "import sys, crankreader.reader\n"
        f"bad = [n for n in {heavy!r} if f'crankreader.{{n}}' in sys.modules]\n"
        "bad += [n for n in ('whoosh', 'email', 'concurrent.futures') if n in sys.modules]\n"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_directory_is_closed_to_others(reader: Reader, settings: Settings) -> None:
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700
    assert settings.library_file.stat().st_mode & 0o777 == 0o600


def test_what_was_added_can_be_searched_at_once(filled: Reader) -> None:
    assert filled.counts()[0] == len(all_items(filled))
    hits = filled.search("helicopters frost").hits
    assert [hit.title for hit in hits] == ["Orchards of the valley"]
    (hit,) = hits
    assert {match.of(hit.snippet) for match in hit.matches} == {"helicopters", "frost"}
    assert filled.search("helic", typing=True).total == 1
    assert filled.search("helic").total == 0


def test_an_item_is_read_with_all_that_stands_beside_it(filled: Reader) -> None:
    (hit,) = filled.search("helicopters").hits
    filled.mark([hit.item], note=" look again \x1b[2J", tag="frost")
    filled.keep_offset(hit.item, 7)
    reading = filled.reading(hit.item)
    assert reading.item.text.startswith("Apple growers")
    assert (reading.note, reading.offset, reading.row.tags) == ("look again", 7, ("frost",))
    assert reading.issue.id == hit.issue
    assert reading.row in filled.outline(hit.issue).rows
    assert reading.item in filled.issue(hit.issue).items
    assert filled.original(hit.issue).text == ORCHARDS
    assert filled.holds(hit.item)
    assert filled.holds(hit.issue)
    assert not filled.holds("t-none")


def test_everything_is_remembered_after_closing(filled: Reader, settings: Settings) -> None:
    items = all_items(filled)
    filled.mark(items[:2], read=True)
    filled.keep_place(Place(None, items[1]))
    filled.maintain()
    before = (filled.counts(), filled.publications(), filled.listing("items"))
    filled.close()
    again = Reader.open(settings)
    assert (again.counts(), again.publications(), again.listing("items")) == before
    assert again.place() == Place(None, items[1])
    assert again.notice is None
    undone = again.undo()
    assert undone is not None
    assert undone.name == "marked 2 items read"
    again.close()


def test_ids_are_the_same_in_any_order_and_the_part_lies_under_the_whole(
    tmp_path: Path, letters: Path, settings: Settings
) -> None:
    (letters / "digest.txt").write_text(DIGEST)
    paths = sorted(str(path) for path in letters.iterdir())
    known = []
    for turn, order in enumerate((paths, paths[::-1])):
        directory = tmp_path / f"library {turn}"
        place = {"data_dir": directory, "index_dir": directory / "index"}
        reader = Reader.open(replace(settings, **place))
        reports = list(reader.add(order))
        settled = reader.settled(reports)
        assert {report.status for report in reports} == {"added"}
        known.append(
            {
                report.path: (report.issue, report.subset_of, reader.select(report.issue or ""))
                for report in settled
            }
        )
        again = list(reader.add(order))
        assert {report.status for report in again} == {"unchanged"}
        assert tuple(report._replace(status="added") for report in again) == settled
        reader.close()
    assert known[0] == known[1]
    digest, whole = (known[0][str(letters / name)] for name in ("digest.txt", "harbour.txt"))
    assert digest[1] == whole[0]


def test_a_copy_is_found_only_when_asked_for(filled: Reader, letters: Path) -> None:
    before = filled.counts()
    (letters / "digest.txt").write_text(DIGEST)
    (report,) = filled.add([str(letters / "digest.txt")])
    assert report.subset_of is not None
    assert filled.counts() == before
    assert filled.search("stavanger").total == 1
    copies = filled.select(report.issue or "")
    assert set(filled.select("is:copy stavanger")) == set(copies)
    assert filled.outline(report.subset_of).copies[0][0] == report.issue
    assert filled.reading(copies[0]).row.copy_of == report.subset_of


def test_a_directory_with_a_bad_file_comes_in_all_the_same(reader: Reader, letters: Path) -> None:
    (letters / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    reports = {Path(report.path).name: report for report in reader.add([str(letters)])}
    assert reports["picture.txt"].status == "failed"
    assert reports["picture.txt"].reason
    assert reports["harbour.txt"].status == "added"
    assert [Path(report.path).name for report in reader.problems()] == ["picture.txt"]


def test_standard_input_is_a_document(reader: Reader) -> None:
    (report,) = reader.add(["-"], stdin=ORCHARDS.encode())
    assert (report.path, report.status) == ("-", "added")


def test_a_query_selects_lists_and_marks(filled: Reader) -> None:
    ships = filled.select("ferries")
    assert len(ships) == 1
    assert filled.mark(ships, starred=True).name == "starred 1 item"
    rows, total = filled.listing("items", "is:starred")
    assert ([row["id"] for row in rows], total) == (list(ships), 1)
    assert filled.select("is:starred") == filled.select(ships[0]) == ships
    assert found(filled, "is:unread -is:starred") == set(all_items(filled)) - set(ships)
    assert filled.counts()[1] == 1


@pytest.mark.parametrize("query", ["(", "", "  ", "colour:red AND ("])
def test_a_query_that_is_not_understood_selects_nothing(filled: Reader, query: str) -> None:
    with pytest.raises(QueryProblem) as raised:
        filled.select(query)
    assert raised.value.problems
    assert str(raised.value)
    assert filled.search(query).query == query


def test_a_month_finds_the_items_of_its_issues(filled: Reader) -> None:
    (letter,) = (row for row in filled.issues("Harbour Letter") if row.period == "2023-04")
    items = set(filled.select(letter.id))
    assert items
    assert found(filled, "date:2023-04") == found(filled, "date:2023") == items
    assert found(filled, "date:2023-03..2023-04-15") == items
    assert found(filled, "date:2023-05") == set()


def test_facets_count_what_was_found(filled: Reader) -> None:
    (ferries,) = filled.select("ferries")
    filled.mark([ferries], read=True)
    facets = filled.search("the", facets=True).facets
    assert dict(facets["state"])["read"] == 1
    assert set(facets) == {"publication", "section", "outlet", "entity", "month", "state"}
    assert filled.search("the").facets == {}


def test_a_typo_is_put_right(filled: Reader) -> None:
    results = filled.search("helicoptrs frost")
    assert (results.total, results.corrected) == (0, "helicopters frost")
    assert results.notice == "No item has “helicoptrs”."


def test_matches_are_marked_in_any_text(reader: Reader) -> None:
    assert reader.matches("A late Frost.", "frost -sun") == (Span(7, 12),)
    assert reader.matches("A late Frost.", "(") == ()


def test_removing_takes_the_copies_along_and_undo_brings_all_back(
    filled: Reader, letters: Path
) -> None:
    (letters / "digest.txt").write_text(DIGEST)
    (report,) = filled.add([str(letters / "digest.txt")])
    before = filled.publications(), all_items(filled)
    act = filled.remove([report.subset_of or ""])
    assert act.name == "removed 1 issue"
    assert not filled.holds(report.issue or "")
    assert found(filled, "stavanger OR is:copy") == set()
    filled.undo()
    assert (filled.publications(), all_items(filled)) == before
    assert filled.search("stavanger").total == 1


def test_the_trash_is_emptied_after_thirty_days(
    filled: Reader, letters: Path, settings: Settings
) -> None:
    (hit,) = filled.search("helicopters").hits
    filled.mark([hit.item], starred=True)
    filled.remove([hit.issue])
    assert filled.empty_trash() == 0
    with closing(sqlite3.connect(settings.state_file)) as db, db:
        db.execute("UPDATE removed SET at = at - 31 * 24 * 3600")
    assert filled.empty_trash() == 1
    assert not filled.holds(hit.issue)
    assert list(filled.index_pending())
    assert filled.doctor()[-1].message.startswith(f"{len(all_items(filled))} items")
    statuses = {Path(r.path).name: r.status for r in filled.add([str(letters)])}
    assert statuses == {"harbour.txt": "unchanged", "orchards.txt": "added"}
    assert filled.reading(hit.item).row.is_starred


# Samples


@pytest.fixture
def with_samples(settings: Settings, tmp_path: Path) -> Iterator[Reader]:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "harbour.txt").write_text(HARBOUR)
    reader = Reader.open(replace(settings, samples_dir=samples))
    assert [report.status for report in reader.add_samples()] == ["added"]
    yield reader
    reader.close()


def test_samples_are_read_like_any_issue_while_they_are_alone(with_samples: Reader) -> None:
    assert with_samples.only_samples()
    assert with_samples.counts()[0] == len(all_items(with_samples)) > 1
    assert with_samples.search("ferries").total == 1
    assert all(row.is_sample for row in with_samples.publications())


def test_samples_leave_everything_but_their_group_once_there_is_more(
    with_samples: Reader, letters: Path
) -> None:
    list(with_samples.add([str(letters / "orchards.txt")]))
    assert not with_samples.only_samples()
    assert with_samples.search("ferries").total == 0
    assert with_samples.search("helicopters").total == 1
    assert len(all_items(with_samples)) == with_samples.counts()[0] == 1
    group = with_samples.publications()[-1]
    assert group.is_sample
    (row,) = with_samples.issues(group.name, sample=True)
    assert row.is_sample


def test_removed_samples_do_not_come_back_by_themselves(with_samples: Reader) -> None:
    assert with_samples.remove_samples().name == "removed the samples"
    assert with_samples.is_empty()
    assert list(with_samples.add_samples()) == []
    assert with_samples.is_empty()


def test_a_sample_that_is_added_is_a_persons_own(with_samples: Reader, letters: Path) -> None:
    (report,) = with_samples.add([str(letters / "harbour.txt")])
    assert report.status == "added"
    assert not any(row.is_sample for row in with_samples.publications())
    assert with_samples.search("ferries").total == 1


# When something breaks


def test_a_crash_between_keeping_and_indexing_loses_nothing(
    filled: Reader, letters: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    (letters / "late.txt").write_text("A comet passes\n\nAstronomers watched a comet in the dawn.")
    with monkeypatch.context() as patched:
        patched.setattr(search, "update", crash)
        with pytest.raises(KeyboardInterrupt):
            list(filled.add([str(letters)]))
    filled.close()
    again = Reader.open(settings)
    assert again.needs_index()
    assert again.search("comet").total == 1
    assert again.search("the").total == len(all_items(again))
    assert list(again.index_pending())
    assert not again.needs_index()
    assert again.search("comet").total == 1
    again.close()


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_without_an_index_the_texts_are_searched_and_it_is_built_again(
    filled: Reader, settings: Settings, how: str
) -> None:
    expected = found(filled, "ferries OR frost")
    filled.close()
    if how == "missing":
        shutil.rmtree(settings.index_dir)
    else:
        for path in settings.index_dir.rglob("*"):
            if path.is_file():
                path.write_bytes(b"\x80\x04nothing of worth")
    again = Reader.open(settings)
    results = again.search("ferries OR frost", facets=True)
    assert {hit.item for hit in results.hits} == expected
    assert results.notice is not None
    assert again.needs_index()
    assert not again.doctor()[-1].ok
    assert all(check.ok for check in again.doctor(repair=True))
    results = again.search("ferries OR frost")
    assert ({hit.item for hit in results.hits}, results.notice) == (expected, None)
    again.close()


def test_an_intake_that_was_broken_off_leaves_nothing_for_the_doctor_to_mind(
    reader: Reader, letters: Path
) -> None:
    coming = reader.add([str(letters)])
    next(coming)
    coming.close()
    assert reader.needs_index()
    checks = {check.name: check for check in reader.doctor()}
    assert all(check.ok for check in checks.values())
    assert "next start" in checks["queue"].message
    assert "next start" in checks["index"].message


def test_the_index_is_built_anew_with_a_count(filled: Reader) -> None:
    *_, last = filled.reindex()
    total = len(all_items(filled))
    assert last == (total, total)
    assert filled.search("ferries").total == 1


def test_an_index_that_cannot_be_built_is_a_sentence(reader: Reader, settings: Settings) -> None:
    settings.index_dir.write_text("in the way")
    with pytest.raises(ReaderError, match="could not be built"):
        list(reader.reindex())


def test_documents_come_in_where_no_index_can_be(
    reader: Reader, settings: Settings, letters: Path
) -> None:
    settings.index_dir.write_text("in the way")
    assert [report.status for report in reader.add([str(letters)])] == ["added", "added"]
    assert reader.search("ferries").total == 1


def test_a_damaged_library_is_named_and_the_marks_are_safe(
    filled: Reader, settings: Settings
) -> None:
    filled.close()
    settings.library_file.write_bytes(b"nothing of worth" * 999)
    for path in settings.data_dir.glob("library.db-*"):
        path.unlink()
    with pytest.raises(ReaderError, match=r"library\.db: it is damaged"):
        Reader.open(settings)


def test_a_damaged_state_is_restored_and_said(filled: Reader, settings: Settings) -> None:
    (ferries,) = filled.select("ferries")
    filled.mark([ferries], starred=True)
    shutil.rmtree(settings.data_dir / "backups")  # today's, made when the letters came in
    filled.maintain()
    filled.close()
    for path in settings.data_dir.glob("state.db-*"):
        path.unlink()
    settings.state_file.write_bytes(b"nothing of worth" * 999)
    again = Reader.open(settings)
    assert again.notice is not None
    assert again.counts()[1] == 1
    again.close()


def test_a_later_version_is_not_read(filled: Reader, settings: Settings) -> None:
    filled.close()
    with closing(sqlite3.connect(settings.library_file)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(ReaderError, match="later version"):
        Reader.open(settings)


def test_a_closed_reader_says_so(settings: Settings) -> None:
    reader = Reader.open(settings)
    reader.close()
    with pytest.raises(ReaderError, match="closed"):
        reader.publications()


def test_two_instances_read_mark_and_add_at_once(
    filled: Reader, settings: Settings, tmp_path: Path
) -> None:
    other = Reader.open(settings)
    items = all_items(filled)
    more = tmp_path / "more"
    more.mkdir()
    for number in range(8):
        (more / f"{number}.txt").write_text(f"Paper {number}\n\n" + f"Word{number} " * 30)

    def adding() -> int:
        return len(list(other.add([str(more)])))

    def marking() -> int:
        for turn in range(40):
            filled.mark(items, read=turn % 2 == 0)
            filled.search("the", typing=True)
            filled.publications()
        return 40

    with ThreadPoolExecutor(2) as pool:
        added, marked = pool.submit(adding), pool.submit(marking)
        assert (added.result(), marked.result()) == (8, 40)
    assert filled.publications() == other.publications()
    assert filled.search("word5").total == 1
    other.close()


def test_searching_from_many_threads_gives_every_one_its_answer(filled: Reader) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: filled.search("ferries").total, range(30)))
    assert answers == [1] * 30
