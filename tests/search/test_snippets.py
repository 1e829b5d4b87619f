"""The line that shows why something was found."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.query import parse
from crankreader.search import snippet

TEXT = "One two three. " * 40 + "Russia’s Fath-360 missile fell.\n\nAnd then " + "four five " * 60


def test_it_stands_around_the_first_match_and_marks_it() -> None:
    line, spans = snippet(TEXT, parse("missile").tree)
    assert [span.of(line) for span in spans] == ["missile"]
    assert line.startswith("…")
    assert line.endswith("…")
    assert "\n" not in line
    assert len(line) <= 182


def test_it_begins_and_ends_between_words() -> None:
    line, _ = snippet(TEXT, parse("missile").tree)
    assert set(line.strip("…").split()) <= set(TEXT.split())


def test_without_a_match_it_is_the_beginning() -> None:
    line, spans = snippet(TEXT, parse("nothing").tree)
    assert line.startswith("One two three.")
    assert spans == ()


def test_a_short_text_is_shown_whole() -> None:
    line, spans = snippet("A  short\ntext", parse("short").tree)
    assert line == "A short text"
    assert [span.of(line) for span in spans] == ["short"]


def test_a_match_far_behind_is_found() -> None:
    line, spans = snippet("word " * 3000 + "kursk", parse("kursk").tree)
    assert [span.of(line) for span in spans] == ["kursk"]


@settings(max_examples=60)
@given(
    st.text(alphabet=st.sampled_from("ab é-\n"), max_size=120),
    st.sampled_from(["a", "b*", "ab~", "-a", '"a b"']),
    st.integers(1, 60),
)
def test_any_text_gives_a_line(text: str, query: str, width: int) -> None:
    line, spans = snippet(text, parse(query).tree, width)
    assert "\n" not in line
    assert all(0 <= span.start < span.end <= len(line) for span in spans)
