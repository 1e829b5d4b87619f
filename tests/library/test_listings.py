"""The rows that `list` prints."""

from __future__ import annotations

import pytest

from crankreader.library import Library, Shelves, State
from crankreader.library.listings import listing
from crankreader.library.writing import Fold
from crankreader.model import Marked, Section
from tests.builders import issue_id, item_id, make_issue, make_item, make_mention, make_source
from tests.library.keeping import keep


@pytest.fixture(autouse=True)
def _letters(library: Library) -> None:
    chile = make_item(1, "Chile and Peru met.", sources=(make_source("AP"), make_source("BBC")))
    peru = make_item(2, "Peru agreed.", sources=(make_source(None, title="A book"),))
    marked = {
        chile.id: Marked(
            text=(make_mention(chile.text, "Chile"), make_mention(chile.text, "Peru"))
        ),
        peru.id: Marked(text=(make_mention(peru.text, "Peru"),)),
    }
    issue = make_issue(
        1, sections=(Section("News", (chile,)), Section(None, (peru,))), date="2024-10-14"
    )
    keep(library, issue, marked=marked)
    keep(library, make_issue(2, make_item(3), publication=None, period="2023"))
    keep(library, make_issue(3, make_item(4)), fold=Fold(issue.id, "subset"))


def ids(library: Library, shelves: Shelves, kind: str, items: list[str] | None = None) -> list[str]:
    return [row["id"] for row in listing(library, shelves, kind, items)]


def test_every_kind_lists_what_counts(library: Library, shelves: Shelves) -> None:
    def of(kind: str) -> list[str]:
        return ids(library, shelves, kind)

    assert of("publications") == ["The Letter", None]
    assert of("issues") == [issue_id(1), issue_id(2)]
    assert of("sections") == [f"{issue_id(1)}/0", f"{issue_id(1)}/1", f"{issue_id(2)}/0"]
    assert of("items") == [item_id(1), item_id(2), item_id(3)]
    assert of("sources") == ["A book", "AP", "BBC"]
    assert of("entities") == ["country/peru", "country/chile"]


def test_every_kind_lists_what_is_of_some_items(library: Library, shelves: Shelves) -> None:
    def of(kind: str) -> list[str]:
        return ids(library, shelves, kind, [item_id(2)])

    assert of("publications") == ["The Letter"]
    assert of("issues") == [issue_id(1)]
    assert of("sections") == [f"{issue_id(1)}/1"]
    assert of("items") == [item_id(2)]
    assert of("sources") == ["A book"]
    assert of("entities") == ["country/peru"]


def test_an_item_says_what_was_marked_on_it(
    library: Library, shelves: Shelves, state: State
) -> None:
    state.mark({item_id(1): issue_id(1)}, read=True, tag="south")
    assert listing(library, shelves, "items", [item_id(1)]) == [
        {
            "id": item_id(1),
            "issue": issue_id(1),
            "title": "Story 1",
            "display_title": "Story 1",
            "publication": "The Letter",
            "section": "News",
            "date": "2024-10-14",
            "read": True,
            "starred": False,
            "tags": ["south"],
            "copy_of": None,
        }
    ]


def test_the_trash_and_what_is_unread_are_counted(
    library: Library, shelves: Shelves, state: State
) -> None:
    state.mark({item_id(1): issue_id(1)}, read=True)
    state.remove([issue_id(2)])
    assert listing(library, shelves, "publications", None) == [
        {
            "id": "The Letter",
            "name": "The Letter",
            "issues": 1,
            "items": 2,
            "unread": 1,
            "sample": False,
            "feed": None,
        }
    ]


def test_publications_of_copies_alone_can_be_listed(library: Library, shelves: Shelves) -> None:
    keep(
        library,
        make_issue(4, make_item(5), publication="Reprints"),
        fold=Fold(issue_id(1), "duplicate"),
    )
    assert ids(library, shelves, "publications", [item_id(5), item_id(1)]) == [
        "The Letter",
        "Reprints",
    ]
