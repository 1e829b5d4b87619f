"""What the doctor sees in the databases, and what he mends."""

from __future__ import annotations

import datetime

from crankreader.library import Library, State
from crankreader.library.health import checks
from crankreader.model import Report
from tests.builders import make_issue
from tests.library.keeping import keep


def results(library: Library, state: State, *, repair: bool = False) -> dict[str, bool]:
    return {check.name: check.ok for check in checks(library, state, repair=repair)}


def test_a_sound_library_passes(library: Library, state: State) -> None:
    assert set(results(library, state).values()) == {True}


def test_items_that_wait_for_the_index_are_named_and_no_damage(
    library: Library, state: State
) -> None:
    keep(library, make_issue())
    (found,) = (check for check in checks(library, state, repair=False) if check.name == "queue")
    assert (found.ok, found.message[:7]) == (True, "2 items")


def test_files_that_others_can_read_are_closed(library: Library, state: State) -> None:
    state.path.chmod(0o640)
    assert not results(library, state)["permissions"]
    assert results(library, state, repair=True)["permissions"]
    assert state.path.stat().st_mode & 0o777 == 0o600


def test_a_damaged_state_is_put_back_from_its_backup(library: Library, state: State) -> None:
    for number in range(500):
        state.keep_offset(f"t{number}", number)
    state.mark({"t1": "i1"}, starred=True)
    state.back_up(datetime.date(2024, 10, 1))
    state.path.write_bytes(state.path.read_bytes()[:4096] + b"\xff" * 9000)
    assert not results(library, state)["state"]
    assert results(library, state, repair=True)["state"]
    assert results(library, state)["state"]
    assert state.ids_where("starred") == {"t1"}
    assert library.db.value("SELECT count(*) FROM state.marks") == 1


def test_documents_that_could_not_be_read_are_counted_and_are_no_damage(
    library: Library, state: State
) -> None:
    for path in ("/a", "/b"):
        library.reports.keep(Report(path, "failed", code="empty"))
    found = next(c for c in checks(library, state, repair=False) if c.name == "documents")
    assert found.ok
    assert found.message.startswith("2 documents")
