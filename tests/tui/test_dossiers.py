"""A dossier in lines: what stands in it, where each line leads, no line too wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crankreader.analysis import Appearance, Dossier
from crankreader.tui.dossiers import FIGURES, DossierRow, Target, about, rows_of
from crankreader.tui.render import cells_of
from tests.builders import issue_id, item_id
from tests.tui.builders import make_dossier, make_entity, make_said
from tests.tui.terminal import dangerous

NAMES = st.text(
    st.sampled_from("ab cde ’“—, éßñ 汉字漢 한국 سلام שלום 👍🏽🇮🇷 e\u0301 \u200d [/b]"),
    min_size=1,
    max_size=60,
).filter(lambda name: bool(name.strip()))
WIDTHS = st.integers(20, 140)
DATES = st.sampled_from([None, "2031", "2031-09", "2031-09-27"])


def text_of(row: DossierRow) -> str:
    return "".join(text for text, _ in row.pieces)


def said_by(rows: list[DossierRow]) -> str:
    return "\n".join(text_of(row) for row in rows)


def under(rows: list[DossierRow], heading: str) -> list[DossierRow]:
    """The lines below a heading, up to the next empty one."""
    texts = [text_of(row) for row in rows]
    begin = texts.index(heading) + 1
    end = next((n for n in range(begin, len(texts)) if not texts[n]), len(texts))
    return rows[begin:end]


def widest_of_issues(title: str, date: str | None, times: int, width: int) -> int:
    said = make_said(1, "The Lake Board met.")
    issues = (Appearance(said.issue, title, date, times, said.item),)
    return widest(make_dossier(said, issues=issues), width)


def widest(dossier: Dossier, width: int) -> int:
    return max(cells_of(text_of(row)) for row in rows_of(dossier, width))


# What stands in it.


def test_it_begins_with_what_the_entity_is() -> None:
    entity = make_entity(
        description="keeps the sluices", country="country/south-sudan", aliases=("LB", "the Board")
    )
    text = said_by(rows_of(make_dossier(entity=entity), 80))
    assert text.startswith("Lake Board\n")
    assert "organisation · keeps the sluices · South Sudan · org/lake-board" in text
    assert "Also called LB, the Board" in text


def test_about_leaves_out_what_is_not_known() -> None:
    assert about(make_entity("Ada Chirwa", "person")) == "person · person/ada-chirwa"


def test_what_no_text_names_says_so_and_ends_there() -> None:
    rows = rows_of(make_dossier(), 80)
    assert text_of(rows[-1]) == "No text of this library names it."
    assert all(row.target is None for row in rows)


def test_words_counts_and_days_are_told() -> None:
    said = [make_said(n, "The Lake Board met.") for n in range(2)]
    text = said_by(rows_of(make_dossier(*said, seen=(("Lake Board", 1200), ("LB", 3))), 80))
    assert "Seen as Lake Board 1,200 · LB 3" in text
    assert "2 mentions in 2 items of 2 issues" in text
    assert "first 1 January 2031 · last 1 February 2031" in text


def test_one_day_is_said_once() -> None:
    text = said_by(rows_of(make_dossier(make_said(1, "The Lake Board met.")), 80))
    assert "1 mention in 1 item of 1 issue · 1 January 2031\n" in text


def test_the_bar_of_an_issue_is_as_long_as_its_mentions_are_many() -> None:
    issues = tuple(
        Appearance(issue_id(n), f"Letter {n}", "2031-01", times, item_id(n))
        for n, times in enumerate((24, 12, 1))
    )
    dossier = make_dossier(make_said(0, "The Lake Board met."), issues=issues)
    rows = under(rows_of(dossier, 100), "By issue")
    bars = [text_of(row).count("█") for row in rows]
    assert bars == [24, 12, 1]
    assert [row.target for row in rows] == [Target(item=item_id(n)) for n in range(3)]


def test_even_the_smallest_count_has_a_bar() -> None:
    issues = (
        Appearance(issue_id(1), "Letter 1", None, 10_000, item_id(1)),
        Appearance(issue_id(2), "Letter 2", None, 1, item_id(2)),
    )
    dossier = make_dossier(make_said(1, "The Lake Board met."), issues=issues)
    assert "▏" in text_of(under(rows_of(dossier, 100), "By issue")[1])


def test_companions_stand_with_count_and_kind_and_lead_to_theirs() -> None:
    other = make_entity("Ada Chirwa", "person")
    dossier = make_dossier(make_said(1, "The Lake Board met."), companions=((other, 7),))
    row = under(rows_of(dossier, 80), "Named with")[0]
    assert text_of(row).split() == ["7", "p", "Ada", "Chirwa"]
    assert row.target == Target(entity="person/ada-chirwa")


def test_figures_stand_with_their_sentence() -> None:
    said = make_said(1, "The Lake Board counted 4,000 boats.", figures=("4,000",))
    row = under(rows_of(make_dossier(said), 80), "Figures beside it")[0]
    assert text_of(row).split()[0] == "4,000"
    assert "The Lake Board counted" in text_of(row)
    assert row.target == Target(said.item, said.start)


def test_only_so_many_figures_are_listed() -> None:
    said = [
        make_said(n, f"The Lake Board counted {n} boats.", figures=(str(n),)) for n in range(90)
    ]
    rows = under(rows_of(make_dossier(*said), 80), "Figures beside it")
    assert len(rows) == FIGURES


def test_sentences_stand_under_their_issue_and_lead_to_their_character() -> None:
    said = make_said(1, "The Lake Board met.", start=80, end=99)
    rows = rows_of(make_dossier(said), 80)
    assert text_of(rows[-2]) == "Letter 0 · 1 January 2031"
    assert text_of(rows[-1]) == " · The Lake Board met."
    assert rows[-1].target == Target(said.item, 80)
    assert ("Lake Board", "entity-org") in rows[-1].pieces


def test_a_long_sentence_leads_on_from_its_first_line_only() -> None:
    said = make_said(1, "The Lake Board " + "met again and " * 20 + "parted.")
    rows = rows_of(make_dossier(said, issues=()), 40)
    lines = [row for row in rows if row.goes_on or row.target == Target(said.item, 0)]
    assert len(lines) > 5
    assert [row.goes_on for row in lines] == [False, *[True] * (len(lines) - 1)]
    assert [row.target for row in lines[1:]] == [None] * (len(lines) - 1)


def test_a_headline_leads_to_the_headline() -> None:
    said = make_said(1, "Lake Board meets", in_title=True)
    assert rows_of(make_dossier(said), 80)[-1].target == Target(said.item, 0, in_title=True)


def test_what_is_left_out_is_counted() -> None:
    dossier = make_dossier(make_said(1, "The Lake Board met."), items=12)
    assert text_of(rows_of(dossier, 80)[-1]) == "11 older items more: / searches for them."


def test_nothing_in_it_steers_a_terminal() -> None:
    evil = "Bo\x1b[2Jard \x1b]52;c;cm0=\x07\u202ed [/foo]\nnext"
    entity = make_entity(evil, id="org/board", description=evil, aliases=(evil,))
    said = make_said(1, f"The {evil} met 4\x1b[6n boats.", name=evil, figures=("4\x1b[6n",))
    dossier = make_dossier(
        said,
        entity=entity,
        issues=(Appearance(said.issue, evil, "2031-01", 1, said.item),),
        seen=((evil, 1),),
        companions=((make_entity(evil, "person", id="person/bo"), 1),),
    )
    text = said_by(rows_of(dossier, 60))
    assert list(dangerous(text)) == []
    assert "[/foo]" in text
    assert all("\n" not in text_of(row) for row in rows_of(dossier, 60))


# How wide it is.


@given(NAMES, NAMES, st.lists(NAMES, max_size=4), WIDTHS)
def test_what_it_is_called_besides_fits(name: str, what: str, also: list[str], width: int) -> None:
    entity = make_entity(description=what, aliases=(name, *also))
    dossier = make_dossier(entity=entity, seen=tuple((each, 3) for each in also))
    assert widest(dossier, width) <= width


@given(NAMES, WIDTHS)
def test_its_name_fits(name: str, width: int) -> None:
    assert widest(make_dossier(entity=make_entity(name, id="org/board")), width) <= width


@given(NAMES, DATES, st.integers(1, 99_999), st.integers(20, 30))
def test_the_lines_of_issues_fit_a_narrow_screen(
    title: str, date: str | None, times: int, width: int
) -> None:
    assert widest_of_issues(title, date, times, width) <= width


@given(NAMES, DATES, st.integers(1, 99_999), st.integers(40, 140))
def test_the_lines_of_issues_fit(title: str, date: str | None, times: int, width: int) -> None:
    assert widest_of_issues(title, date, times, width) <= width


@given(NAMES, st.integers(1, 99_999), WIDTHS)
def test_the_lines_of_companions_fit(name: str, times: int, width: int) -> None:
    other = make_entity(name, "person", id="person/other")
    said = make_said(1, "The Lake Board met.")
    dossier = make_dossier(said, issues=(), companions=((other, times),))
    assert widest(dossier, width) <= width


@given(st.text("0123456789,$ ", min_size=1), NAMES, st.integers(24, 140))
def test_the_lines_of_figures_fit(figure: str, words: str, width: int) -> None:
    said = make_said(1, f"{words} {figure} {words}", figures=(figure,))
    assert widest(make_dossier(said, issues=()), width) <= width


@given(NAMES, NAMES, st.integers(24, 140))
def test_the_lines_of_figures_in_wide_letters_fit(figure: str, words: str, width: int) -> None:
    said = make_said(1, f"{words} {figure} {words}", figures=(figure,))
    assert widest(make_dossier(said, issues=()), width) <= width


@given(st.lists(NAMES, min_size=1, max_size=8), WIDTHS)
def test_the_lines_of_sentences_fit(words: list[str], width: int) -> None:
    said = make_said(1, f"{' '.join(words)} Lake Board {' '.join(words)}")
    assert widest(make_dossier(said, issues=()), width) <= width


@given(st.lists(NAMES, min_size=1, max_size=8), WIDTHS)
def test_no_word_of_a_sentence_is_lost(words: list[str], width: int) -> None:
    text = f"{' '.join(words)} Lake Board".replace("\u200d", "")
    rows = [
        row
        for row in rows_of(make_dossier(make_said(1, text), issues=()), width)
        if row.goes_on or (row.target and row.target.start == 0 and text_of(row)[:3] == " · ")
    ]
    shown = "".join(text_of(row)[3:] for row in rows)
    assert "".join(shown.split()) == "".join(text.split())
