"""The sentence that a name stands in, whatever stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.analysis.sentences import LONGEST, sentence_at
from crankreader.model import PARAGRAPH_BREAK

ABBREVIATED = (
    "St", "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Adm", "Sgt", "Sen", "Rep",
    "Gov", "Rev", "Hon", "Jr", "vs", "No", "Inc", "Corp", "Ltd", "Co", "approx", "cf", "e.g", "i.e", "Fig", "Art",
    "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "U.S", "J", "J.R",
)  # fmt: skip


def around(text: str, name: str) -> str:
    start = text.index(name)
    return sentence_at(text, start, start + len(name)).of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell. {The ferry to Oslo sails.} Nobody waits.",
        "Rain fell! {Does the ferry to Oslo sail?} Nobody knows.",
        "Rain fell… {The ferry to Oslo sails…} Nobody waits.",
        "{Oslo.} Nobody waits.",
        "Nobody waits. {Oslo}",
        "Rain fell.  {Oslo waits.}  Later it slept.",
        "It cost 3.5 million. {Oslo paid 4.2 million.} Then came 2025.",
        "See example.org today. {Oslo has www.oslo.example too.} Rain fell.",
        "Rain fell. {“Oslo waits.”} Nobody slept.",
        "Rain fell. {(Oslo waits.)} Nobody slept.",
        "“Rain fell.” {Oslo waits.} “Nobody slept.”",
        "He said: “It rains.” {“Oslo waits,” she said.} Nobody slept.",
        "Rain fell.’ {‘Oslo waits.’} Nobody slept.",
        "Rain fell.» {«Oslo waits.»} Nobody slept.",
        "Rain fell. {Élan took Oslo by storm.} Écoute.",
        "Rain fell? {Oslo … and no more.} Nobody slept.",
        "雨が降った。{Osloは待つ。}誰も眠らない。",
        "下雨了！{Oslo在等待？}没有人睡觉。",
        "Rain\nfell.\n{Oslo waits}\nand sleeps",
        "• Rain\n{• Oslo}\n• Sun",
    ],
)
def test_a_sentence_ends_where_the_next_begins(text: str) -> None:
    before, _, rest = text.partition("{")
    sentence, _, after = rest.partition("}")
    assert around(before + sentence + after, "Oslo") == sentence


@pytest.mark.parametrize("short", ABBREVIATED)
def test_an_abbreviation_ends_no_sentence(short: str) -> None:
    sentence = f"The friends of {short}. Gullvik met in Oslo."
    assert around(f"Rain fell. {sentence} Nobody slept.", "Oslo") == sentence


@pytest.mark.parametrize("sign", [".", "?", "!"])
def test_no_sentence_ends_before_a_small_letter(sign: str) -> None:
    sentence = f"The shop called Yahoo{sign} and others left Oslo."
    assert around(f"Rain fell. {sentence} Nobody slept.", "Oslo") == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Шёл дождь. {Осло ждёт.} Никто не спал.",
        "Έβρεξε. {Το Осло περιμένει.} Κανείς δεν κοιμήθηκε.",
        "Rain fell. {Осло waits.} Žofie slept. Šárka too.",
    ],
    ids=["Cyrillic", "Greek", "mixed"],
)
def test_a_sentence_of_another_alphabet_ends_where_the_next_begins(text: str) -> None:
    before, _, rest = text.partition("{")
    sentence, _, after = rest.partition("}")
    assert around(before + sentence + after, "Осло") == sentence


@pytest.mark.parametrize("next_word", ["Žofie", "Šárka", "Łódź", "Ősz"])
def test_a_sentence_ends_before_any_latin_capital(next_word: str) -> None:
    assert around(f"Oslo waits. {next_word} slept.", "Oslo") == "Oslo waits."


def test_a_sentence_ends_with_its_paragraph() -> None:
    assert around("Rain fell\n\nOslo waits\n\nNobody slept", "Oslo") == "Oslo waits"


def test_a_name_over_an_end_is_held_whole() -> None:
    assert around("Rain fell. The Wait. Then Sing band of Oslo met. Sun.", "Wait. Then Sing") == (
        "The Wait. Then Sing band of Oslo met."
    )


def test_a_name_that_ends_with_a_dot_ends_its_sentence() -> None:
    assert around("Rain fell. They left the U.S. Nobody slept.", "U.S.").startswith("They left")


@pytest.mark.parametrize("place", [0, 40, 199], ids=["first", "middle", "last"])
def test_of_a_very_long_sentence_a_stretch_around_the_name_is_shown(place: int) -> None:
    words = [f"word{number}" for number in range(200)]
    words[place] = "Oslo"
    text = " ".join(words)
    shown = around(text, "Oslo")
    assert "Oslo" in shown.split()
    assert len(shown) <= LONGEST
    assert len(shown) > LONGEST // 3
    assert set(shown.split()) <= set(words)


def test_a_very_long_sentence_without_blanks_is_cut_all_the_same() -> None:
    text = "あ" * 2000 + "Oslo" + "い" * 2000
    shown = around(text, "Oslo")
    assert "Oslo" in shown
    assert len(shown) <= LONGEST


def test_a_name_longer_than_the_longest_sentence_is_shown_whole() -> None:
    name = "a" * (LONGEST + 50)
    assert around(f"Some {name} here.", name) == name


@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(["Oslo", ". ", "! ", "\n", PARAGRAPH_BREAK, "Mr. ", "。", "“", ".” ", " "]),
        ),
        max_size=30,
    ).map("".join),
    st.data(),
)  # fmt: skip
def test_any_place_of_any_text_has_a_sentence_that_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    span = sentence_at(text, start, end)
    assert 0 <= span.start <= start <= end <= span.end <= len(text)
    assert len(span.of(text)) <= max(LONGEST, end - start)


@given(st.text("ab .\n", max_size=2000), st.data())
def test_a_sentence_stays_in_its_paragraph(text: str, data: st.DataObject) -> None:
    text = f"Rain.{PARAGRAPH_BREAK}{text} Oslo {PARAGRAPH_BREAK}Sun."
    start = text.index("Oslo")
    span = sentence_at(text, start, start + 4)
    assert PARAGRAPH_BREAK not in span.of(text)
    assert span.of(text).strip() == span.of(text)
