"""What repeats across issues is put aside in the library, whatever came first; marks stay."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.ingest import identity
from crankreader.library import Library, Publications, State
from crankreader.library.intake import Intake
from crankreader.library.repeats import LOOKED_AT
from crankreader.model import Issue, Parsed
from tests.builders import make_issue, make_item, make_parsed, words_numbered
from tests.library.keeping import keep
from tests.library.test_intake import TOOLS

OLD = Path(__file__).parent / "old"
INTRO = "This letter is put together by two of us at the quay; send us what you have read."
FOOT = "Do you know of a ship that should stand here? Write to us and we will add it."


def letter(number: int, *extra: str) -> Parsed:
    """An issue with the same line above and below its news, with ids as a parser gives them."""
    news = words_numbered(range(number * 100, number * 100 + 40))
    ships = words_numbered(range(number * 100 + 50, number * 100 + 90))
    texts = (INTRO, news, *extra, f"{ships}\n\n{FOOT}")
    issue = identity.issue_id(identity.text_key("\n".join(texts)))
    ids = identity.item_ids(issue, [(None, text) for text in texts])
    items = (make_item(0, text, title=None, id=id) for id, text in zip(ids, texts, strict=True))
    return make_parsed(
        make_issue(number, *items, id=issue, path=f"/in/{number}.txt", date=f"2024-05-{number:02}")
    )


@contextmanager
def opened() -> Iterator[tuple[Library, State]]:
    with tempfile.TemporaryDirectory() as home:
        state = State.open(Path(home, "state.db"))
        library = Library.open(Path(home, "library.db"), state.path)
        yield library, state
        library.close()
        state.close()


def take(library: Library, state: State, documents: Sequence[Parsed]) -> list[str]:
    intake = Intake(library, state, TOOLS)
    reports = [intake.take(document) for document in documents]
    intake.compare()
    return [report.status for report in reports]


def issues(library: Library) -> list[Issue]:
    found = library.db.rows("SELECT id FROM issues ORDER BY id")
    return [library.issue(id) for (id,) in found]


def test_two_issues_are_left_and_the_third_tells_of_all(library: Library, state: State) -> None:
    take(library, state, [letter(1), letter(2)])
    assert all(INTRO in issue.items[0].text for issue in issues(library))
    take(library, state, [letter(3)])
    for issue in issues(library):
        assert issue.furniture == (INTRO, FOOT)
        assert len(issue.items) == 2
        assert FOOT not in issue.items[1].text
        assert issue.reasons[-1].why.startswith("stands in 3 of 3 issues")
    assert library.db.value("SELECT count(*) FROM items") == 6
    assert library.db.value("SELECT count(*) FROM gone") == 3


def test_what_comes_later_comes_in_without_it(library: Library, state: State) -> None:
    take(library, state, [letter(number) for number in (1, 2, 3)])
    revision = library.revision
    intake = Intake(library, state, TOOLS)
    report = intake.take(letter(4))
    assert report.issue is not None
    assert library.issue(report.issue).furniture == (INTRO, FOOT)
    before = library.revision
    intake.compare()
    assert library.revision == before > revision


def test_the_bytes_stay_and_are_known_again(library: Library, state: State) -> None:
    documents = [letter(number) for number in range(1, 5)]
    assert set(take(library, state, documents)) == {"added"}
    revision = library.revision
    assert set(take(library, state, documents)) == {"unchanged"}
    assert [library.raw(each.issue.id) for each in documents] == [each.raw for each in documents]
    other = [each._replace(raw=each.raw + b"\n") for each in documents]
    assert set(take(library, state, other)) == {"unchanged"}
    assert library.revision == revision
    assert library.outdated(TOOLS.version) == ()


def test_a_better_parser_puts_the_same_lines_aside(library: Library, state: State) -> None:
    documents = [letter(number) for number in range(1, 5)]
    take(library, state, documents)
    again = Intake(library, state, replace(TOOLS, version="better"), again=True)
    again.read_again(documents[0].issue.id, documents[0])
    again.compare()
    assert library.issue(documents[0].issue.id).furniture == (INTRO, FOOT)


def test_marks_stay_and_what_a_person_starred_is_not_put_aside(
    library: Library, state: State
) -> None:
    documents = [letter(number) for number in (1, 2, 3)]
    take(library, state, documents[:2])
    first = documents[0].issue
    intro, news, ships = (item.id for item in first.items)
    state.mark({intro: first.id, news: first.id}, starred=True, note="mine")
    state.mark({ships: first.id}, read=True)
    take(library, state, documents[2:])
    assert [item.id for item in library.issue(first.id).items] == [intro, news, ships]
    assert FOOT not in library.issue(first.id).items[2].text
    assert state.ids_where("starred") == {intro, news}
    assert state.note(news) == "mine"
    take(library, state, [documents[0]._replace(raw=b"other")])
    assert [item.id for item in library.issue(first.id).items] == [intro, news, ships]


def test_copies_stay_under_what_they_are_copies_of(library: Library, state: State) -> None:
    documents = [letter(number) for number in (1, 2)]
    whole = documents[0].issue
    news = make_item(0, whole.items[1].text, title=None)
    take(library, state, [*documents, make_parsed(make_issue("part", news, path="/in/p.txt"))])
    before = {library.relation(issue.id)[1] for issue in issues(library)}
    assert before == {None, "subset"}
    assert all(not issue.furniture for issue in issues(library)), "a part is no third issue"
    take(library, state, [letter(3)])
    after = {issue.id: library.relation(issue.id) for issue in issues(library)}
    assert sum(relation == (whole.id, "subset") for relation in after.values()) == 1


def test_names_that_a_person_gave_stay_theirs(library: Library, state: State) -> None:
    take(library, state, [letter(1), letter(2)])
    Publications(library, state).rename("The Letter", "Quay")
    take(library, state, [letter(3)])
    names = library.db.rows("SELECT DISTINCT natural_name, publication FROM issues")
    assert names == [("The Letter", "Quay")]


def test_samples_and_own_issues_are_not_compared(library: Library, state: State) -> None:
    samples = Intake(library, state, TOOLS, sample=True)
    for number in (1, 2):
        samples.take(letter(number))
    samples.compare()
    take(library, state, [letter(3)])
    assert all(not issue.furniture for issue in issues(library))


def test_only_neighbours_are_read(library: Library, state: State) -> None:
    keep(library, *(letter(number).issue._replace(publication_key="k") for number in range(1, 29)))
    ids = [letter(number).issue.id for number in range(1, 29)]

    def around(*places: int) -> list[Sequence[str]]:
        return library.repeats.around("k", {ids[place] for place in places}, sample=False)

    assert around(27) == [ids[-LOOKED_AT:]]
    assert around(0, 1) == [ids[:LOOKED_AT]]
    assert around(14) == [ids[8:20]]
    assert [run[0] for run in around(*range(28))] == [ids[0], ids[6], ids[12], ids[16]]
    assert library.repeats.around("k", set(), sample=False) == []


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(1, 15)), st.sets(st.integers(1, 13)))
def test_in_whatever_order_and_runs_they_come_the_end_is_the_same(
    order: list[int], cuts: set[int]
) -> None:
    documents = [letter(number) for number in order]
    bounds = [0, *sorted(cuts), len(documents)]
    with opened() as (library, state):
        for start, end in pairwise(bounds):
            take(library, state, documents[start:end])
        ended = issues(library)
    with opened() as (library, state):
        take(library, state, [letter(number) for number in range(1, 15)])
        assert [issue.sections for issue in issues(library)] == [one.sections for one in ended]
        assert {issue.furniture for issue in ended} == {(INTRO, FOOT)}


# From version 2


def test_a_library_of_version_2_keeps_all_it_has_and_looks_like_a_new_one(tmp_path: Path) -> None:
    def shape(path: Path) -> set[tuple[str, str]]:
        with closing(sqlite3.connect(path)) as db:
            return set(db.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL"))

    old, state = tmp_path / "library.db", State.open(tmp_path / "state.db")
    with closing(sqlite3.connect(old)) as db:
        db.executescript((OLD / "library-2.sql").read_text("utf-8"))
    library = Library.open(old, state.path)
    assert [issue.publication for issue in issues(library)] == ["The Letter"] * 3
    assert library.count() == 6
    assert library.repeats.of("name:letter", sample=False) == {}
    library.repeats.keep("name:letter", {"a line": (3, 4)}, sample=False)
    library.repeats.keep("name:letter", {"a line": (9, 9)}, sample=False)
    assert library.repeats.of("name:letter", sample=False) == {"a line": (3, 4)}
    library.close()
    Library.open(tmp_path / "new.db", state.path).close()
    state.close()
    assert shape(old) == shape(tmp_path / "new.db")
