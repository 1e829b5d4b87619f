"""Issues find their publication; a person's name for it stands over what documents say."""

from __future__ import annotations

import pytest

from crankreader.library import Library, Publications, State
from crankreader.library.publications import folder_name
from crankreader.model import Issue
from tests.builders import make_issue, make_item
from tests.library.keeping import keep


@pytest.fixture
def publications(library: Library, state: State) -> Publications:
    return Publications(library, state)


def kept(library: Library, publications: Publications, issue: Issue) -> Issue:
    """The issue as it is shown once it is in the library."""
    keep(library, publications.known(issue, sample=False))
    return library.issue(issue.id)


def numbered(number: int, **fields: object) -> Issue:
    return make_issue(number, make_item(f"{number}/1"), **fields)


def names(library: Library) -> list[str | None]:
    return [name for (name,) in library.db.rows("SELECT publication FROM issues ORDER BY title")]


def test_one_list_is_one_publication_whatever_its_mails_are_called(
    library: Library, publications: Publications
) -> None:
    first = numbered(1, publication="The Letter", publication_key="list:letter.example.org")
    other = numbered(2, publication="Ann at The Letter", publication_key="list:letter.example.org")
    kept(library, publications, first)
    assert kept(library, publications, other).publication == "The Letter"


def test_a_name_is_the_same_in_capitals_and_with_its_article(
    library: Library, publications: Publications
) -> None:
    kept(library, publications, numbered(1, publication="The Daily Review"))
    assert kept(library, publications, numbered(2, publication="DAILY REVIEW")).publication == (
        "The Daily Review"
    )


def test_a_person_renames_a_publication_and_takes_it_back(
    library: Library, state: State, publications: Publications
) -> None:
    ids = [kept(library, publications, numbered(n, publication="Old")).id for n in (1, 2)]
    assert publications.rename("Old", "New").name == "renamed Old to New"
    assert names(library) == ["New", "New"]
    assert kept(library, publications, numbered(3, publication="Old")).publication == "New"
    state.undo()
    publications.apply()
    assert names(library) == ["Old", "Old", "Old"]
    assert [library.issue(id).id for id in ids] == ids


def test_two_publications_are_merged_by_one_name_and_come_apart_again(
    library: Library, state: State, publications: Publications
) -> None:
    kept(library, publications, numbered(1, publication="One"))
    kept(library, publications, numbered(2, publication="Two"))
    publications.rename("Two", "One")
    assert names(library) == ["One", "One"]
    state.undo()
    publications.apply()
    assert names(library) == ["One", "Two"]


def test_what_has_no_publication_can_be_given_one(
    library: Library, publications: Publications
) -> None:
    kept(library, publications, numbered(1, publication=None))
    publications.rename(None, "Found")
    assert names(library) == ["Found"]
    assert kept(library, publications, numbered(2, publication=None)).publication is None


def test_a_renamed_issue_waits_for_the_index(library: Library, publications: Publications) -> None:
    issue = kept(library, publications, numbered(1, publication="Old"))
    library.queue.clear(library.queue.waiting())
    publications.rename("Old", "New")
    assert {item.id for item in issue.items} <= set(library.queue.waiting())


def test_a_folder_of_nameless_issues_is_a_publication(
    library: Library, publications: Publications
) -> None:
    def nameless(number: int) -> Issue:
        return numbered(number, publication=None, path=f"/home/ann/weekly-notes/_posts/{number}.md")

    for number in (1, 2):
        kept(library, publications, nameless(number))
    assert publications.gather(["/home/ann/weekly-notes"], sample=False) == 0
    kept(library, publications, nameless(3))
    assert publications.gather(["/home/ann/weekly-notes"], sample=False) == 3
    assert names(library) == ["weekly notes"] * 3
    assert kept(library, publications, nameless(4)).publication == "weekly notes"


def test_folders_elsewhere_are_left_alone(library: Library, publications: Publications) -> None:
    for number in range(4):
        kept(library, publications, numbered(number, publication=None))
    assert publications.gather(["/home/somewhere"], sample=False) == 0


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("/home/ann/press_review/archive/2024", "press review"),
        ("/srv/Weekly", "Weekly"),
        ("/tmp", None),
    ],
)
def test_a_folder_is_called_by_its_nearest_name_of_its_own(folder: str, name: str | None) -> None:
    assert folder_name(folder) == name


def test_capitals_and_blanks_make_no_other_publication(
    library: Library, publications: Publications
) -> None:
    kept(library, publications, numbered(1, publication="The Quay"))
    kept(library, publications, numbered(2, publication="Two"))
    assert publications.rename("Two", "the  quay").name == "renamed Two to The Quay"
    assert names(library) == ["The Quay", "The Quay"]
    publications.rename("The Quay", "THE QUAY")
    assert names(library) == ["THE QUAY", "THE QUAY"]


def test_what_an_issue_is_called_after_its_publication_follows_the_name(
    library: Library, state: State, publications: Publications
) -> None:
    def shown() -> list[str]:
        found = library.db.rows("SELECT display_title FROM issues ORDER BY id")
        return sorted(title for (title,) in found)

    def come(number: int, display: str, title: str | None = None) -> None:
        issue = numbered(number, publication="Old", title=title)
        kept(library, publications, issue._replace(display_title=display))

    come(1, "Old — 9 May 2026")
    come(2, "Old — an essay", "Old — an essay")
    come(3, "Older things")
    publications.rename("Old", "New")
    come(4, "Old — 16 May 2026")
    assert shown() == ["New — 16 May 2026", "New — 9 May 2026", "Old — an essay", "Older things"]
    state.undo()
    publications.apply()
    assert shown() == ["Old — 16 May 2026", "Old — 9 May 2026", "Old — an essay", "Older things"]
