"""What becomes of a document: new, known, changed, a copy, a part; in any order of coming."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from crankreader.ingest import identity
from crankreader.ingest.aside import without
from crankreader.ingest.repeats import repeated
from crankreader.library import Library, Shelves, State
from crankreader.library.intake import Intake, Tools
from crankreader.library.tagging import Tagger
from crankreader.model import Failure, Issue, Parsed, Report
from tests.builders import make_issue, make_item, make_parsed, words_numbered

TOOLS = Tools(
    repeated=repeated,
    without=without,
    left_out=lambda issue: None,
    whole_text=identity.whole_text,
    sketch=identity.sketch,
    relation=identity.relation,
    matched=identity.matched,
    item_ids=identity.item_ids,
    recognise=lambda issue: {},
    version="test",
    tagger=Tagger("test"),
)
SMALL = words_numbered(range(30))
LARGE = words_numbered(range(90))
NEARLY = words_numbered([*range(87), 999])
OTHER = words_numbered(range(500, 600))


def document(name: str, *texts: str, **fields: Any) -> Parsed:
    """A text as a parser would give it: its ids are made from its words."""
    issue = identity.issue_id(identity.text_key("\n".join(texts)))
    ids = identity.item_ids(issue, [(None, text) for text in texts])
    items = (
        make_item(text[:9], text, title=None, id=id) for id, text in zip(ids, texts, strict=True)
    )
    return make_parsed(make_issue(name, *items, id=issue, path=f"/in/{name}.txt", **fields))


@pytest.fixture
def intake(library: Library, state: State) -> Intake:
    return Intake(library, state, TOOLS, sample=False)


@pytest.fixture
def samples(library: Library, state: State) -> Intake:
    return Intake(library, state, TOOLS, sample=True)


def taken(intake: Intake, documents: Iterable[Parsed]) -> list[Report]:
    return [intake.take(document) for document in documents]


def test_a_document_comes_in_once(intake: Intake, library: Library) -> None:
    first, second = taken(intake, [document("a", LARGE)] * 2)
    assert (first.status, second.status) == ("added", "unchanged")
    assert first.issue == second.issue
    assert first.path == "/in/a.txt"


def test_a_failure_is_reported_and_remembered(intake: Intake, library: Library) -> None:
    report = intake.take(Failure("/in/x.bin", "sniff", "not-text", "It is no text."))
    assert report == Report(
        "/in/x.bin", "failed", stage="sniff", code="not-text", reason="It is no text."
    )
    assert library.reports.newest_first() == (report,)


@pytest.mark.parametrize("order", permutations(range(3)), ids=str)
def test_a_part_lies_under_its_whole_whichever_comes_first(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    small, large, other = document("small", SMALL), document("large", LARGE), document("o", OTHER)
    state = State.open(tmp_path / "state.db")
    library = Library.open(tmp_path / "library.db", state.path)
    intake = Intake(library, state, TOOLS, sample=False)
    reports = taken(intake, [(small, large, other)[number] for number in order])
    assert {report.status for report in reports} == {"added"}
    assert library.relation(small.issue.id) == (large.issue.id, "subset")
    assert library.relation(large.issue.id) == (None, None)
    assert {report.issue for report in reports} == {
        document.issue.id for document in (small, large, other)
    }
    again = {report.issue: report for report in taken(intake, [small, large, other])}
    assert {report.status for report in again.values()} == {"unchanged"}
    assert again[small.issue.id].subset_of == large.issue.id
    assert [row.items for row in Shelves(library).publications()] == [2]
    library.close()
    state.close()


def test_the_later_of_two_that_say_the_same_is_the_copy(intake: Intake, library: Library) -> None:
    first, second = document("a", LARGE), document("b", NEARLY)
    _, report = taken(intake, [first, second])
    assert (report.status, report.duplicate_of) == ("duplicate", first.issue.id)
    assert report.issue == second.issue.id
    assert library.copies(first.issue.id) == (second.issue.id,)


def test_the_same_words_in_other_bytes_are_a_duplicate_that_is_not_kept_twice(
    intake: Intake, library: Library
) -> None:
    one = document("a", LARGE)
    other = Parsed(document("b", LARGE).issue, one.raw + b"\r\n")
    assert [report.status for report in taken(intake, [one, other])] == ["added", "duplicate"]
    assert [report.status for report in taken(intake, [one, other])] == ["unchanged", "unchanged"]
    assert library.raw(one.issue.id) == one.raw


def test_a_changed_file_keeps_its_issue_and_its_items(
    intake: Intake, library: Library, state: State
) -> None:
    third = words_numbered(range(300, 340))
    before = document("a", third, LARGE, OTHER)
    after = document("a", third, LARGE + " corrected", OTHER)
    intake.take(before)
    ids = [item.id for item in before.issue.items]
    state.mark(dict.fromkeys(ids, before.issue.id), read=True)
    report = intake.take(after)
    assert (report.status, report.issue) == ("updated", before.issue.id)
    revised = library.issue(before.issue.id)
    assert [item.id for item in revised.items] == ids
    assert revised.items[1].text.endswith("corrected")
    assert Shelves(library).publications()[0].unread == 0
    assert [report.status for report in taken(intake, [after, before])] == ["unchanged", "updated"]
    assert library.issue(before.issue.id).items == before.issue.items


def test_an_older_revision_that_lies_elsewhere_is_no_news(intake: Intake, library: Library) -> None:
    before, after = document("a", LARGE), document("a", NEARLY)
    elsewhere = Parsed(document("b", LARGE).issue, before.raw)
    assert [r.status for r in taken(intake, [before, after])] == ["added", "updated"]
    for _ in range(2):
        assert [r.status for r in taken(intake, [after, elsewhere])] == ["unchanged", "unchanged"]
    assert library.issue(before.issue.id).items[0].text == NEARLY


def test_a_file_that_went_on_and_its_new_words_elsewhere_are_two_issues(
    intake: Intake, library: Library
) -> None:
    """The items of the one do not claim the ids of the other."""
    before, after = document("a", LARGE), document("a", NEARLY, OTHER)
    elsewhere = Parsed(document("b", NEARLY, OTHER).issue, after.raw + b"\n")
    reports = taken(intake, [before, after, elsewhere])
    assert [report.status for report in reports] == ["added", "updated", "duplicate"]
    assert reports[2].duplicate_of == before.issue.id
    assert (
        len(
            {
                item.id
                for issue in (before, elsewhere)
                for item in library.issue(issue.issue.id).items
            }
        )
        == 4
    )


def test_other_content_at_the_same_path_is_another_issue(intake: Intake) -> None:
    reports = taken(intake, [document("a", LARGE), document("a", OTHER)])
    assert [report.status for report in reports] == ["added", "added"]


def test_standard_input_is_no_path(intake: Intake) -> None:
    one, other = (
        Parsed(make_issue(number, *document("x", text).issue.items, path="-"), text.encode())
        for number, text in enumerate((LARGE, NEARLY))
    )
    first, second = taken(intake, [one, other])
    assert (first.status, second.status) == ("added", "duplicate")


def test_an_issue_of_known_identity_is_revised_wherever_it_lies(
    intake: Intake, library: Library
) -> None:
    """As a mail is that was sent again with a correction."""
    first = make_issue("mail", make_item(1, LARGE))
    second = make_issue("mail", make_item(2, NEARLY), path="/elsewhere/mail.eml")
    reports = taken(intake, [make_parsed(first), make_parsed(second)])
    assert [report.status for report in reports] == ["added", "updated"]
    (item,) = library.issue(first.id).items
    assert (item.id, item.text) == (first.items[0].id, NEARLY)


def test_two_files_with_two_revisions_of_one_issue_come_to_rest(
    intake: Intake, library: Library
) -> None:
    """As two snapshots of one feed are; a file that goes back to what it was is news."""
    first = make_parsed(make_issue("entry", make_item(1, LARGE), path="/a.xml", member="one"))
    second = make_parsed(make_issue("entry", make_item(2, NEARLY), path="/b.xml", member="one"))
    taken(intake, [first, second])
    for again in ([first, second], [second, first]):
        assert [report.status for report in taken(intake, again)] == ["unchanged"] * 2
    back = make_parsed(make_issue("entry", make_item(1, LARGE), path="/b.xml", member="one"))
    assert intake.take(back._replace(raw=first.raw)).status == "updated"
    assert library.issue(first.issue.id).items[0].text == LARGE


def test_a_path_that_is_not_there_is_told_and_not_kept(intake: Intake, library: Library) -> None:
    intake.take(Failure("/in/x.txt", "load", "unreadable", "You may not read this file."))
    report = intake.take(Failure("/in/x.txt", "load", "absent", "There is no such file."))
    assert report.status == "failed"
    assert library.reports.newest_first() == ()


def test_a_revision_that_outgrows_its_whole_stands_alone(intake: Intake, library: Library) -> None:
    whole, part = document("whole", LARGE), document("part", SMALL)
    grown = document("part", SMALL, OTHER, words_numbered(range(700, 800)))
    taken(intake, [whole, part, grown])
    assert library.relation(part.issue.id) == (None, None)
    assert library.copies(whole.issue.id) == ()


def test_what_lay_under_a_revised_issue_finds_its_place_again(
    intake: Intake, library: Library
) -> None:
    whole, part = document("whole", LARGE), document("part", SMALL)
    longer = document("whole", LARGE + " " + words_numbered(range(90, 99)))
    taken(intake, [whole, part, longer])
    assert library.relation(part.issue.id) == (whole.issue.id, "subset")


def test_a_sample_that_a_person_adds_becomes_theirs(
    intake: Intake, samples: Intake, library: Library
) -> None:
    small, large = document("small", SMALL), document("large", LARGE)
    taken(samples, [small, large])
    assert Shelves(library).shows_samples()
    assert [report.status for report in taken(intake, [large, small])] == ["added", "added"]
    assert not library.is_sample(small.issue.id)
    assert library.relation(small.issue.id) == (large.issue.id, "subset")
    assert library.samples() == ()
    assert taken(samples, [large])[0].status == "unchanged"


def test_samples_relate_to_samples_only(intake: Intake, samples: Intake, library: Library) -> None:
    small, large = document("small", SMALL), document("large", LARGE)
    intake.take(large)
    assert samples.take(small).subset_of is None
    assert library.relation(small.issue.id) == (None, None)


def test_adding_again_takes_out_of_the_trash(
    intake: Intake, library: Library, state: State
) -> None:
    small, large = document("small", SMALL), document("large", LARGE)
    taken(intake, [small, large])
    state.remove([small.issue.id, large.issue.id])
    report = intake.take(small)
    assert (report.status, report.subset_of) == ("added", None)
    assert Shelves(library).publications()[0].items == 1
    assert intake.take(large).status == "added"
    assert library.relation(small.issue.id) == (large.issue.id, "subset")
    assert state.removed() == frozenset()


def test_a_relative_path_is_kept_as_one_from_everywhere(
    intake: Intake, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parsed = make_parsed(make_issue(path="letter.txt"))
    assert intake.take(parsed).path == "letter.txt"
    assert library.issue(parsed.issue.id).path == str(tmp_path / "letter.txt")


def test_the_words_of_an_issue_decide_and_nothing_else(intake: Intake) -> None:
    """An issue without a word is nobody's copy."""
    empty: list[Issue] = [make_issue(key, make_item(key, "", title=None)) for key in "ab"]
    reports = taken(intake, [make_parsed(issue) for issue in empty])
    assert [report.status for report in reports] == ["added", "added"]


def test_a_new_revision_takes_its_issue_out_of_the_trash(intake: Intake, state: State) -> None:
    (report,) = taken(intake, [document("a", LARGE)])
    assert report.issue is not None
    state.remove([report.issue])
    (revised,) = taken(intake, [document("a", NEARLY)])
    assert (revised.status, revised.issue) == ("updated", report.issue)
    assert state.removed() == frozenset()
