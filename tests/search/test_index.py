"""What the index answers."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.query import parse
from crankreader.search import Entry, Index, IndexUnusable, build
from crankreader.search.beside import _bisected as bisected
from tests.search.shelves import items, nothing, opened


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kursk", {"t1", "t2"}),
        ("army -kursk", {"t3", "t4"}),
        ("russia", {"t1"}),
        ("fath-360", {"t1"}),
        ("fath360", {"t1"}),
        ('"fath 360"', {"t1"}),
        ("12000", {"t1"}),
        ("12,000", {"t1"}),
        ("u.s.", {"t1"}),
        ('"military personnel"', {"t3"}),
        ('"personnel military"', set()),
        ("sold*", {"t1", "t4"}),
        ("soldiersx*", set()),
        ("armi~", {"t1", "t3", "t4"}),
        ("leaders OR personnel", {"t2", "t3"}),
        ("near:2(trade grain)", {"t2"}),
        ("near:1(trade grain)", set()),
        ("title:kursk", {"t1"}),
        ("section:links", {"t1", "t3"}),
        ('source:"moscow times"', {"t1"}),
        ("author:smith", {"t1"}),
        ("publication:crank", {"t1", "t2"}),
        ('entity:"North Korea"', {"t2"}),
        ("entity:country/north-korea", {"t2"}),
        ("entity:korea", set()),
        ("entity:nor*", {"t2"}),
        ("date:2024-10", {"t1", "t2"}),
        ("date:2024-10-20", {"t2"}),
        ("date:..2024-01", {"t3"}),
        ("-kursk", {"t3", "t4"}),
        ("", {"t1", "t2", "t3", "t4"}),
    ],
)
def test_a_query_finds(letters: Index, query: str, expected: set[str]) -> None:
    assert set(items(letters, query)) == expected


def test_while_typing_the_last_word_is_a_beginning(letters: Index) -> None:
    assert items(letters, "mil", typing=True) == ["t3"]
    assert items(letters, "milit", typing=True) == ["t3"]
    assert items(letters, "military", typing=True) == ["t3"]
    assert items(letters, "mil") == []


def test_the_title_counts_more_than_the_text(letters: Index) -> None:
    assert items(letters, "kursk") == ["t1", "t2"]


def test_more_of_a_rare_word_in_less_text_counts_more(tmp_path: Path) -> None:
    texts = {"t1": "gas" + " and grain" * 30, "t2": "gas deal", "t3": "gas gas deal", "t4": "deal"}
    build(tmp_path, [Entry(item, text=text) for item, text in texts.items()])
    with opened(tmp_path) as index:
        assert items(index, "gas") == ["t3", "t2", "t1"]


def test_equal_hits_stand_newest_first(tmp_path: Path) -> None:
    build(tmp_path, [Entry(f"t{n}", text="gas", date=f"2024-0{n}") for n in (2, 9, 5)])
    with opened(tmp_path) as index:
        assert items(index, "gas") == ["t9", "t5", "t2"]


def test_by_date_the_newest_stand_first_and_the_undated_last(letters: Index) -> None:
    assert items(letters, "", order="date") == ["t2", "t1", "t3", "t4"]
    assert items(letters, "army", order="date", limit=2) == ["t1", "t3"]


def test_the_total_counts_more_than_the_limit_shows(letters: Index) -> None:
    found = letters.search(parse("army").tree, limit=1, states=nothing)
    assert (found.total, len(found.hits)) == (3, 1)


def test_states_come_from_outside_and_unread_is_what_is_not_read(letters: Index) -> None:
    def states(kind: str, value: str | None) -> list[str]:
        return {
            ("read", None): ["t1", "t3"],
            ("starred", None): ["t3"],
            ("tag", "brief"): ["t2"],
            ("note", "ask again"): ["t4", "gone"],
        }.get((kind, value), [])

    assert set(items(letters, "is:read", states=states)) == {"t1", "t3"}
    assert set(items(letters, "is:unread", states=states)) == {"t2", "t4"}
    assert items(letters, "-is:starred army is:read", states=states) == ["t1"]
    assert items(letters, "tag:Brief", states=states) == ["t2"]
    assert items(letters, "note:'ask again'", states=states) == []
    assert items(letters, 'note:"ask again"', states=states) == ["t4"]


def test_a_set_that_changes_is_asked_for_anew(letters: Index) -> None:
    for read in (frozenset({"t1"}), frozenset({"t2"}), {"t3"}, {"t4"}):
        assert set(items(letters, "is:read", states=lambda *_, read=read: read)) == read


def test_hidden_items_are_not_shown(letters: Index) -> None:
    hidden = ["t1", "t2"]
    assert set(items(letters, "", hidden=hidden)) == {"t3", "t4"}
    assert items(letters, "kursk", hidden=hidden) == []


def test_an_index_that_was_closed_says_so(tmp_path: Path) -> None:
    build(tmp_path, [Entry("t1", text="kursk")])
    with opened(tmp_path) as index:
        found = index.search(None, states=nothing)
    with pytest.raises(IndexUnusable):
        items(index, "kursk")
    with pytest.raises(IndexUnusable):
        index.facets(found)


def test_facets_count_what_was_found(letters: Index) -> None:
    found = letters.search(parse("army OR leaders").tree, limit=1, states=nothing)
    assert letters.facets(found) == {
        "publication": (("CRANK Call", 2),),
        "section": (("Links", 2), ("Highlights", 1)),
        "outlet": (("Moscow Times", 1), ("Reuters", 1)),
        "entity": (("country/russia", 2), ("country/north-korea", 1), ("place/kursk", 1)),
        "month": (("2024-10", 2),),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kurks army", "kursk army"),
        ("soldeirs", "soldiers"),
        ("personel militry", "personnel military"),
        ("-kurks army", None),
        ("kursk", None),
        ("xyzzyx", None),
        ('"militery personnel"', '"military personnel"'),
    ],
)
def test_a_word_nobody_uses_is_mended_from_the_words_somebody_does(
    letters: Index, query: str, expected: str | None
) -> None:
    assert letters.corrected(parse(query)) == expected


def test_the_words_that_no_item_has_are_named(letters: Index) -> None:
    assert letters.absent(parse('kursk bananas "army apples" zz*').tree) == (
        "bananas",
        "apples",
        "zz",
    )


def test_an_empty_library_answers_nothing(tmp_path: Path) -> None:
    build(tmp_path, [])
    with opened(tmp_path) as index:
        found = index.search(parse("kursk").tree, states=nothing)
        assert (found.total, found.hits, index.count()) == (0, [], 0)
        assert index.facets(found)["month"] == ()
        assert index.absent(parse("a* b~ c").tree) == ("c", "a")
        assert items(index, "-kursk is:read date:2024 near:2(a b)") == []


def test_an_id_has_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="an id has"):
        build(tmp_path, [Entry("t" * 40)])


def test_threads_take_turns(letters: Index) -> None:
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            found = items(letters, '"military personnel" OR title:kursk')
            if sorted(found) != ["t1", "t3"]:
                wrong.append(found)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@given(st.lists(st.text(st.sampled_from("abж中\U0001f600z"), min_size=1, max_size=4), max_size=30))
def test_words_are_found_by_how_they_begin_and_end(words: list[str]) -> None:
    lines = sorted({word.encode() for word in words})
    whole = b"\n".join([b"", *lines, b""])
    for start in {word[:n] for word in words for n in range(1, 3)} | {"a", "zz", "\U0001f600"}:
        first, last = (bisected(whole, start.encode() + end) for end in (b"", b"\xff"))
        found = whole[first:last].decode().split("\n")[:-1]
        assert found == [line.decode() for line in lines if line.decode().startswith(start)]
