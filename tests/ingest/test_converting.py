"""Documents are read by a process of their own, and nothing they do to it reaches the rest."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.ingest.converting import Converting, Document, left_out
from crankreader.ingest.formats import documents
from crankreader.ingest.wire import Asked, Outcome
from crankreader.model import Failure, Issue, Parsed
from crankreader.settings import Limits

HOSTILE = (sys.executable, "-P", str(Path(__file__).with_name("hostile_converter.py")))
HASTY = Limits(seconds=0.2)
LETTER = b"NEWS\n\nThe ferry to Vaasa sails again on Monday, its owners said. (Harbour Post)\n"


@pytest.fixture(autouse=True)
def _nothing_is_left_behind() -> Iterator[None]:
    """No open file, no child that nobody waited for."""
    before = open_files(), children()
    yield
    gc.collect()
    assert (open_files(), children()) == before


def children() -> set[str]:
    """The processes that this one started and has not waited for; none where nothing says so."""
    lists = Path("/proc/self/task").glob("*/children")
    return {child for each in lists for child in each.read_text().split()}


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def said(outcome: Outcome) -> str:
    """A word for each outcome: its text, its warning's code, or its failure's code."""
    if isinstance(outcome, Failure):
        return outcome.code
    assert isinstance(outcome, Parsed)
    text = outcome.issue.items[0].text.removeprefix("About ").rstrip(".")
    partial = left_out(outcome.issue, HASTY)
    return f"{text}:{partial[0]}" if partial else text


def told(*texts: str, limits: Limits = HASTY) -> list[tuple[str, str]]:
    """(document, outcome) of what the hostile converter made of these."""
    asked = [Document(str(number), text.encode()) for number, text in enumerate(texts)]
    with Converting(limits, (*HOSTILE, os.devnull)) as converting:
        return [(document.path, said(outcome)) for document, outcome in converting.convert(asked)]


def test_a_converter_reads_as_this_process_would() -> None:
    with Converting() as converting:
        ((_, outcome),) = converting.convert([Document("a.txt", LETTER)])
    assert outcome == next(documents(LETTER, "a.txt"))


def test_answers_come_in_the_order_of_the_documents() -> None:
    letters = [Document(f"{number}.txt", LETTER * (number % 7 + 1)) for number in range(60)]
    failure = Failure("gone", "load", "absent", "There is no such file.")
    asked: list[Asked] = [*letters[:30], failure, *letters[30:]]
    with Converting() as converting:
        answers = list(converting.convert(asked))
    assert [document for document, _ in answers] == asked
    assert answers[30][1] is failure


def test_documents_and_answers_larger_than_any_pipe_go_through() -> None:
    large = "say-much " * 3 + " " * 5_000_000
    assert [outcome for _, outcome in told(large, large, "more")] == ["said"] * 6 + ["more"]


@pytest.mark.parametrize(
    ("deed", "code"), [("loop", "too-slow"), ("eat", "too-much-memory"), ("break", "crashed")]
)
def test_what_kills_the_converter_is_kept_without_its_structure(deed: str, code: str) -> None:
    assert told(f"{deed}-unless-plain", "more") == [
        ("0", f"{deed}-unless-plain:{code}"),
        ("1", "more"),
    ]


@pytest.mark.parametrize(
    ("deed", "code"), [("loop", "too-slow"), ("eat", "too-much-memory"), ("break", "crashed")]
)
def test_what_kills_it_twice_is_left_out(deed: str, code: str) -> None:
    assert told(deed, "more") == [("0", code), ("1", "more")]


def test_one_bad_member_costs_none_of_the_others() -> None:
    assert [outcome for _, outcome in told("one loop three break-unless-plain five", "more")] == [
        "one",
        "too-slow",
        "three",
        "break-unless-plain:crashed",
        "five",
        "more",
    ]


def test_a_first_member_that_was_kept_plainly_does_not_hide_the_second() -> None:
    outcomes = [outcome for _, outcome in told("loop-unless-plain two")]
    assert outcomes == ["loop-unless-plain:too-slow", "two"]


def test_a_file_that_goes_on_killing_is_given_up() -> None:
    outcomes = [outcome for _, outcome in told("one " + "break " * 40, "more")]
    assert outcomes[0] == "one"
    assert outcomes[-1] == "more"
    assert 2 < len(outcomes) < 12
    assert set(outcomes[1:-1]) == {"crashed"}


def test_silence_and_nonsense_end_a_converter() -> None:
    assert told("sleep", "more", limits=Limits(seconds=0.08)) == [("0", "too-slow"), ("1", "more")]
    assert told("babble", "more") == [("0", "crashed"), ("1", "more")]


def test_what_is_printed_gets_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    assert told("print", "more") == [("0", "print"), ("1", "more")]
    assert capfd.readouterr() == ("", "")


def test_a_failure_is_an_outcome_like_another() -> None:
    assert [outcome for _, outcome in told("one refuse three")] == ["one", "broken", "three"]


def test_a_converter_reaches_no_network_no_program_and_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "target"
    with Converting(HASTY, (*HOSTILE, str(target))) as converting:
        ((_, outcome),) = converting.convert([Document("a", b"reach-out")])
    assert isinstance(outcome, Failure)
    assert outcome.reason == "network file program"
    assert not target.exists()


def test_who_stops_listening_stops_the_converter() -> None:
    asked = [Document("a", b"one two three"), Document("b", b"loop")]
    with Converting(HASTY, (*HOSTILE, os.devnull)) as converting:
        answers = converting.convert(asked)
        next(answers)
        running = children()
        answers.close()
        assert children() < running or not running
        assert [said(outcome) for _, outcome in converting.convert(asked[:1])] == [
            "one",
            "two",
            "three",
        ]


def test_an_error_of_whoever_names_the_documents_stops_the_converter() -> None:
    def asked() -> Iterator[Document]:
        yield Document("a", b"one")
        raise KeyboardInterrupt

    with Converting(HASTY, (*HOSTILE, os.devnull)) as converting:
        running = children()
        with pytest.raises(KeyboardInterrupt):
            list(converting.convert(asked()))
        assert children() < running or not running


@pytest.mark.parametrize("command", [("/no/such/program",), (sys.executable, "-c", "")])
def test_a_converter_that_does_not_start_fails_each_document(command: tuple[str, ...]) -> None:
    asked = [Document("a", LETTER), Document("b", LETTER)]
    with Converting(command=command) as converting:
        answers = list(converting.convert(asked))
    assert [said(outcome) for _, outcome in answers] == ["crashed", "crashed"]


def test_a_converter_is_changed_for_another_after_a_batch() -> None:
    asked = (Document(f"{number}.txt", b"one") for number in range(1100))
    with Converting(command=(*HOSTILE, os.devnull)) as converting:
        assert sum(1 for _ in converting.convert(asked)) == 1100


def test_an_issue_with_its_structure_has_nothing_left_out() -> None:
    (outcome,) = documents(LETTER, "a.txt")
    assert isinstance(outcome, Parsed)
    assert isinstance(outcome.issue, Issue)
    assert left_out(outcome.issue) is None
