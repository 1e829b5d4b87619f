"""What repeats across the issues of a publication, and issues without it: nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.ingest import formats
from crankreader.ingest.aside import without
from crankreader.ingest.repeats import heading_key, held, repeated
from crankreader.model import Issue, Item, Link, Parsed, Reason, Section, Source, Span, Subheading
from tests.builders import issue_id, item_id, make_issue, make_item, words_numbered
from tests.ingest.reading import SHARED, shown_words

INTRO = "This letter is put together by two of us at the quay; send us what you have read."
FOOT = "Do you know of a ship that should stand here? Write to us and we will add it."


def letter(number: int, *, intro: str = INTRO, foot: str = FOOT, **fields: Any) -> Issue:
    """An issue with a line above its news and one below a section of them."""
    first = make_item(f"{number}/a", intro, title=None)
    news = make_item(f"{number}/b", f"News {words_numbered(range(number * 99, number * 99 + 20))}.")
    ship = make_item(f"{number}/c", f"A ship {words_numbered(range(-number * 99, 9))}.\n\n{foot}")
    sections = (Section(None, (first,)), Section("News", (news,)), Section("Ships", (ship,)))
    return make_issue(number, sections=sections, **fields)


def letters(count: int, **fields: Any) -> list[Issue]:
    return [letter(number, **fields) for number in range(1, count + 1)]


def test_what_stands_in_every_issue_at_an_edge_repeats() -> None:
    found = repeated(letters(5))
    assert {line: tuple(times) for line, times in found.items()} == {
        INTRO.casefold(): (5, 5),
        FOOT.casefold(): (5, 5),
    }


def test_two_issues_are_no_habit() -> None:
    assert repeated(letters(2)) == {}


def test_what_three_of_five_issues_said_may_be_no_habit() -> None:
    issues = [*letters(3), *(letter(number, intro=f"Only {number}.") for number in (4, 5))]
    assert INTRO.casefold() not in repeated(issues)
    assert FOOT.casefold() in repeated(issues)


def test_copies_of_one_issue_count_once() -> None:
    same = letter(1)
    copies = [same, same._replace(id=issue_id("x")), same._replace(id=issue_id("y"))]
    assert repeated(copies) == {}
    assert repeated([*copies, letter(2)]) == {}


@pytest.mark.parametrize(
    "line",
    [
        "No ships were lost in the harbour during this week.",
        "Ferries",
        "The ferry sails on 5 May 2024, and you are welcome to come with us.",
        "These are the ships that we have seen since our last letter:",
    ],
)
def test_a_rubric_that_says_something_stays_however_often_it_comes(line: str) -> None:
    issues = [
        make_issue(
            number,
            make_item(f"{number}/1", words_numbered(range(number * 50, number * 50 + 30))),
            make_item(f"{number}/2", line, title=None),
            make_item(f"{number}/3", words_numbered(range(9000 + number, 9020 + number * 2))),
        )
        for number in range(1, 7)
    ]
    assert repeated(issues) == {}


def test_figures_that_change_are_news() -> None:
    issues = [letter(n, foot=f"We counted {n * 17} ships on {n} quays for you.") for n in range(9)]
    assert list(repeated(issues)) == [INTRO.casefold()]


def test_a_line_whose_link_changes_stays() -> None:
    line = "The full list of the ships is to be read here."

    def linked(number: int) -> Issue:
        issue = letter(number, foot=line)
        item = issue.sections[2].items[0]
        at = item.text.index(line)
        link = Link("here", f"https://quay.example/{number}", Span(at, at + len(line)))
        sections = (*issue.sections[:2], Section("Ships", (item._replace(links=(link,)),)))
        return issue._replace(sections=sections)

    assert list(repeated([linked(number) for number in range(6)])) == [INTRO.casefold()]


def test_what_goes_is_furniture_and_the_links_stay_known() -> None:
    issue = letter(3)
    item = issue.sections[2].items[0]
    at = item.text.index("Write to us")
    links = (
        Link("ship", "https://ship.example/", Span(2, 6)),
        Link("Write to us", "https://quay.example/write", Span(at, at + 11)),
    )
    issue = issue._replace(
        sections=(*issue.sections[:2], Section("Ships", (item._replace(links=links),))),
        furniture=("The Quay",),
        reasons=(
            Reason("sections[0].items[0].title", "gone", 1.0),
            Reason("sections[2].items[0].title", "stays", 1.0),
        ),
    )
    left = without(issue, repeated(letters(9)))
    assert [section.title for section in left.sections] == ["News", "Ships"]
    assert left.furniture == ("The Quay", INTRO, FOOT)
    ship = left.sections[1].items[0]
    assert (ship.id, len(ship.paragraphs), ship.links) == (item.id, 1, links[:1])
    assert left.unplaced == (links[1]._replace(span=None),)
    assert [(reason.of, reason.why[:21]) for reason in left.reasons] == [
        ("sections[1].items[0].title", "stays"),
        ("furniture", "stands in 9 of 9 issu"),
        ("furniture", "stands in 9 of 9 issu"),
    ]


def test_the_spans_of_links_move_with_their_words() -> None:
    item = make_item(1, f"{INTRO}\n\nThe pilot came.", links=(Link("pilot", None, Span(0, 1)),))
    at = item.text.index("pilot")
    item = item._replace(links=(Link("pilot", "https://p.example/", Span(at, at + 5)),))
    left = without(make_issue(1, item), {INTRO.casefold(): (3, 3)}).items[0]
    (link,) = left.links
    assert link.span is not None
    assert link.span.of(left.text) == "pilot"


def test_a_headline_goes_only_with_all_that_stands_below_it() -> None:
    lines = {INTRO.casefold(): (4, 4), heading_key("Who we are"): (4, 4)}
    bare = make_item(1, INTRO, title="Who we are")
    more = make_item(2, f"{INTRO}\n\nA pilot joined.", title="Who we are")
    news = make_item(3, INTRO, title="Somebody else")
    left = without(make_issue(1, bare, more, news), lines)
    assert [(item.title, item.paragraphs) for item in left.items] == [
        ("Who we are", ("A pilot joined.",)),
        ("Somebody else", ()),
    ]
    assert left.furniture == ("Who we are", INTRO, INTRO, INTRO)


def test_what_cites_is_starred_or_is_all_there_is_is_not_emptied() -> None:
    lines = {INTRO.casefold(): (4, 4)}
    plain, cites = make_item(1, INTRO, title=None), make_item(2, INTRO, title=None)
    cites = cites._replace(sources=(Source("The Gazette"),))
    assert without(make_issue(1, plain), lines).items == (plain,)
    assert without(make_issue(1, plain, cites), lines).items == (cites,)
    assert without(make_issue(1, plain, make_item(3)), lines, {plain.id}).items[0] == plain


WORDS = st.sampled_from(["ferry", "pilot", "7", "Quay.", "we", "you", "tide", "12"])
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@st.composite
def items(draw: st.DrawFn) -> Item:
    paragraphs = tuple(draw(st.lists(TEXTS, max_size=4)))
    item = Item(
        item_id(draw(st.integers())),
        draw(st.none() | TEXTS),
        "shown",
        paragraphs,
        date=draw(st.none() | st.just("2024-05-01")),
        captions=tuple(draw(st.lists(TEXTS, max_size=1))),
        subheadings=tuple(
            Subheading(before, draw(TEXTS))
            for before in sorted(
                draw(st.lists(st.integers(0, max(0, len(paragraphs))), max_size=2))
            )
        ),
        related=tuple(Link(text, None) for text in draw(st.lists(TEXTS, max_size=1))),
        sources=tuple(draw(st.lists(st.just(Source(url="https://q.example/a")), max_size=1))),
    )
    if item.text:  # no link stands over the break between two paragraphs
        start = draw(st.sampled_from([at for at, c in enumerate(item.text) if c != "\n"]))
        span = Span(start, start + 1)
        item = item._replace(links=(Link(span.of(item.text), "https://q.example/", span),))
    return item


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    sections = st.builds(Section, st.none() | TEXTS, st.lists(items(), max_size=3).map(tuple))
    whole = make_issue(draw(st.integers()), sections=tuple(draw(st.lists(sections, max_size=3))))
    return whole._replace(furniture=tuple(draw(st.lists(TEXTS, max_size=2))))


@settings(max_examples=60, deadline=None)
@given(issues(), st.data())
def test_no_word_and_no_link_is_lost(issue: Issue, data: st.DataObject) -> None:
    texts = [text for item in issue.items for text in (*item.paragraphs, *item.captions)]
    titles = [item.title for item in issue.items if item.title]
    titles += [heading.title for item in issue.items for heading in item.subheadings]
    going = data.draw(st.lists(st.sampled_from(texts), max_size=6)) if texts else []
    lines = {text.casefold(): (3, 4) for text in going} | {
        heading_key(title): (3, 4)
        for title in (data.draw(st.lists(st.sampled_from(titles), max_size=3)) if titles else ())
    }
    left = without(issue, lines)
    assert shown_words(left) == shown_words(issue)
    assert without(left, lines) is left
    count = sum(len(item.links) for item in issue.items)
    assert sum(len(item.links) for item in left.items) + len(left.unplaced) >= count
    assert {item.id for item in left.items} <= {item.id for item in issue.items}
    for item in left.items:
        for link in item.links:
            assert link.span is None or link.span.of(item.text) == link.text
        assert all(heading.before <= len(item.paragraphs) for heading in item.subheadings)


@settings(max_examples=40, deadline=None)
@given(st.lists(issues(), max_size=6), st.randoms(use_true_random=False))
def test_any_issues_can_be_compared(given: list[Issue], random: Any) -> None:
    for issue in given:
        left = without(issue, repeated(given))
        assert shown_words(left) == shown_words(issue)


FOLDERS = {"optech-en": 12, "lwkd": 12, "rweekly": 12, "ipfs": 4, "twir": 12}


@pytest.mark.parametrize("folder", FOLDERS)
def test_of_real_letters_only_notes_and_never_news_are_put_aside(folder: str) -> None:
    """Most of every issue stays; what goes are few lines, each in half of the issues or more."""
    place = SHARED / "corpora" / "md" / folder
    if not place.is_dir():
        pytest.skip("../shared is not here")
    read = [
        outcome.issue
        for path in sorted(place.iterdir())
        for outcome in formats.documents(path.read_bytes(), path.name)
        if isinstance(outcome, Parsed)
    ][-FOLDERS[folder] :]
    found = repeated(read)
    assert len(found) <= 8
    assert all(2 * times >= among for times, among in found.values())
    for issue in read:
        left = without(issue, found)
        assert shown_words(left) == shown_words(issue)
        assert len(left.items) >= 0.9 * len(issue.items) - 4
        cited = [item.id for item in issue.items if item.sources or item.date]
        assert set(cited) <= {item.id for item in left.items}
        assert all(held(text, found) is None for item in left.items for text in item.paragraphs)
