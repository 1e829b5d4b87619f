"""What is worth comparing in full."""

from __future__ import annotations

from crankreader.library import Library, State
from crankreader.library.alike import candidates
from tests.builders import issue_id, make_issue
from tests.library.keeping import keep


def test_candidates_share_much_of_a_sketch(library: Library) -> None:
    keep(library, make_issue("like"), sketch=range(100))
    keep(library, make_issue("other"), sketch=range(90, 200))
    keep(library, make_issue("high"), sketch=range(2**63, 2**63 + 100))
    keep(library, make_issue("sample"), sketch=range(100), sample=True)
    found = candidates(library.db, range(10, 110), sample=False, but=issue_id("new"))
    assert found == (issue_id("like"),)
    assert candidates(library.db, range(2**63, 2**63 + 80), sample=False, but="") == (
        issue_id("high"),
    )
    assert candidates(library.db, range(100), sample=False, but=issue_id("like")) == ()


def test_the_trash_is_no_candidate(library: Library, state: State) -> None:
    keep(library, make_issue("like"), sketch=range(100))
    state.remove([issue_id("like")])
    assert candidates(library.db, range(100), sample=False, but="") == ()
