"""Sums that follow the acts come to what counting anew would."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.library import Library, Shelves, State
from crankreader.library.writing import Fold
from tests.builders import make_issue, make_item
from tests.library.keeping import keep

LETTERS = [
    make_issue(key, *(make_item(f"{key}{n}") for n in range(count)), publication=publication)
    for key, count, publication in (("a", 2, "One"), ("b", 1, "One"), ("c", 3, "Two"))
]
ORDER = [item.id for issue in LETTERS for item in issue.items]
OF = {item.id: issue.id for issue in LETTERS for item in issue.items}


steps = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.sampled_from(ORDER)),
        st.tuples(st.just("unread"), st.sampled_from(ORDER)),
        st.tuples(st.just("remove"), st.sampled_from([issue.id for issue in LETTERS])),
        st.tuples(st.just("fold"), st.sampled_from([issue.id for issue in LETTERS[1:]])),
        st.tuples(st.just("release"), st.sampled_from([issue.id for issue in LETTERS])),
        st.tuples(st.just("revise"), st.sampled_from(range(3))),
        st.tuples(st.sampled_from(["undo", "redo", "restart"]), st.just("")),
    ),
    max_size=14,
)


@given(steps)
@settings(max_examples=40)
def test_counts_kept_act_by_act_are_those_counted_anew(steps: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        state = State.open(Path(directory) / "state.db")
        library = Library.open(Path(directory) / "library.db", state.path)
        keep(library, *LETTERS)
        shelves = Shelves(library)
        for step, what in steps:
            match step:
                case "read" | "unread":
                    state.mark({what: OF[what]}, read=step == "read")
                case "remove":
                    state.remove([what])
                case "fold":
                    library.settle(what, Fold(LETTERS[0].id, "subset"))
                case "release":
                    library.settle(what, Fold())
                case "revise":
                    keep(library, make_issue("c", *LETTERS[2].items[what:], publication="Two"))
                case "undo" | "redo":
                    getattr(state, step)()
                case "restart":
                    memo = shelves.tallies.memo()
                    shelves = Shelves(library)
                    if memo is not None:
                        shelves.tallies.recall(memo)
            rows = shelves.publications()
            assert rows == Shelves(library).publications()
            counted = {
                row.name: sum(
                    issue.unread
                    for issue in shelves.issues(row.name, sample=False, offset=0, limit=9)
                )
                for row in rows
            }
            assert counted == {row.name: row.unread for row in rows}
        library.close()
        state.close()


def test_sums_that_are_younger_than_the_state_are_counted_anew(
    library: Library, state: State, shelves: Shelves
) -> None:
    keep(library, *LETTERS)
    state.mark({ORDER[0]: OF[ORDER[0]]}, read=True)
    rows = shelves.publications()
    memo = shelves.tallies.memo()
    assert memo is not None
    regrouped, revision, read = memo
    shelves.tallies.recall([regrouped, revision + 9, [[*group, n + 1] for *group, n in read]])
    assert shelves.publications() == rows


def test_sums_of_another_library_are_counted_anew(tmp_path: Path, state: State) -> None:
    memos = []
    for name in ("library.db", "another.db"):
        library = Library.open(tmp_path / name, state.path)
        keep(library, *LETTERS)
        shelves = Shelves(library)
        shelves.publications()
        memos.append(shelves.tallies.memo())
        library.close()
    assert memos[0] is not None
    assert memos[1] is not None
    assert memos[0][0] != memos[1][0]
