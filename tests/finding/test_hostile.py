"""Whatever is typed is answered, or politely refused, in little time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crankreader.finding import Finder, Indexing
from crankreader.finding.warm import Warm
from crankreader.library import Library, Shelves, State
from crankreader.model import Issue
from tests.builders import make_issue, make_item, make_source
from tests.finding.hostile import COUNT, OFTEN, PIECES
from tests.library.keeping import keep

ROOT = Path(__file__).parents[2]
ISSUES, ITEMS = 10, 30


def letter(number: int, random: Random) -> Issue:
    words = [
        *OFTEN,
        *OFTEN,
        "tide",
        "noon",
        "dusk",
        "high",
        "北京大学",
        "U.S.",
        "Fath-360",
        "12,000",
    ]

    def some(count: int) -> str:
        return " ".join(random.choices(words, k=count)) + f" word{random.randrange(999)}"

    items = (
        make_item(f"{number}/{n}", some(40), title=some(4), sources=(make_source(title=some(3)),))
        for n in range(ITEMS)
    )
    return make_issue(number, *items, date=f"20{14 + number}-03-02")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of some hundred items with its index."""
    home = tmp_path_factory.mktemp("home")
    State.open(home / "state.db").close()
    library = Library.open(home / "library.db", home / "state.db")
    random = Random(1)
    keep(library, *(letter(number, random) for number in range(ISSUES)))
    warm = Warm(home / "index")
    assert list(Indexing(warm, library, Shelves(library)).bring_up())
    warm.close()
    library.close()
    return home


def test_five_hundred_hostile_queries_are_answered_within_limits(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.finding.hostile", str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0] == COUNT


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(st.characters(), max_size=40),
        st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
    )
)
def test_no_query_fails(finder: Finder, query: str) -> None:
    for typing in (False, True):
        found = finder.search(query, typing=typing, order=None, limit=9, facets=True)
        assert found.total >= len(found.hits)
        assert all(0 <= problem.at <= len(query) for problem in found.problems)
