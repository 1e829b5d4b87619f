"""What a saved web page puts among its texts is told from them by its buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.blocks import Block
from crankreader.ingest.chrome import chrome, is_button, is_comments_label

TEXT = "The harbour was shut for a third day on Friday, and nobody could say when it opens."
MORE = "Two ferries lay at the quay, and their crews played cards in the waiting room."


def own(*lines: str) -> list[str]:
    blocks = [Block("paragraph", line, (line,)) for line in lines]
    found = chrome(blocks, range(len(blocks)))
    return [lines[at] for at in sorted(found)]


def test_a_box_to_sign_up_goes_with_what_stands_in_it() -> None:
    box = [
        "Sign up to our newsletter",
        "One letter each Thursday, and never more than that.",
        "Enter your email address",
        "Sign up",
    ]
    assert own(TEXT, *box, "What comes next", MORE) == box


def test_counts_beside_buttons_are_the_page_s() -> None:
    assert own(TEXT, "64", "9", "Share", MORE) == ["64", "9", "Share"]


def test_what_readers_wrote_ends_the_page() -> None:
    below = [
        "Comments (2)",
        "Write a comment...",
        "Ole B.",
        "A fine text about a sad harbour, thank you.",
        "Reply",
        "Share",
    ]
    assert own(TEXT, MORE, TEXT, *below) == below


@pytest.mark.parametrize(
    "lines",
    [
        ["1938", TEXT, "1952", MORE, "1977", TEXT],
        ["1", TEXT, "2", MORE, "3", TEXT],
        [TEXT, "Advertisement", MORE, "Advertisement", TEXT],
        ["Greens", "12", "Social Democrats", "37", "Liberals", "8"],
        ["And then ...", TEXT, "Silence…", MORE],
        [TEXT, TEXT, "Comment", MORE, "2018", TEXT, "2019"],
        [TEXT, TEXT, "Comments", MORE, "Read more", "Grain prices rise again", TEXT, "Read more"],
    ],
)
def test_numbers_advertisements_and_labels_hide_no_text(lines: list[str]) -> None:
    assert not {*own(*lines)} & {TEXT, MORE, "Greens", "Liberals", "Grain prices rise again"}


def test_a_heading_and_a_lone_button_take_nothing_with_them() -> None:
    assert own(TEXT, "Who pays", MORE, "Advertisement", "What comes next", TEXT) == []


@pytest.mark.parametrize("text", ["Comments (37)", "Discussion about this post", "Comments 112"])
def test_labels_of_comments_are_known(text: str) -> None:
    assert is_comments_label(text)
    assert is_button(Block("paragraph", text, (text,)))


@given(st.lists(st.sampled_from([TEXT, MORE, "Who pays", "Share", "12", "Sign up", "Comments"])))
def test_text_that_is_followed_by_text_stays(lines: list[str]) -> None:
    blocks = [Block("paragraph", line, (line,)) for line in lines]
    found = chrome(blocks, range(len(blocks)))
    if "Comments" in lines:
        return
    for at in found:
        near = {*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]}
        assert lines[at] not in (TEXT, MORE) or near <= {"Share", "12", "Sign up"}
