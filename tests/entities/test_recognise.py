"""What is found in a text, where it begins and ends, and whom it means."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.entities import recognise, recognise_issue, version
from crankreader.model import Issue, Item, Mention, Section, Source

ROAD = import_module("crankreader.entities.recognise")
PIECES = st.sampled_from(
    [
        "North Korea", "the U.S.", "Putin’s", "Secretary of State", "John Smith", "Ministry of Defense", "(AP, Reuters)",
        "12,000 troops", "$3 million", "October 22-24", "Kyiv", "in Kyiv", "al-Qaeda", "IRGC", "Islamic Body (IB)", "“", "”",
        "\n", "\n\n", ". ", ", ", "©", "F-16s", "São Tomé", "İstanbul", "K2 tanks", "2024", "-", "’s", "'", "of", "and", "the",
    ]
)  # fmt: skip


def found(text: str, period: str | None = None) -> list[tuple[str, str]]:
    return [(mention.text, mention.type) for mention in recognise(text, period=period)]


def whom(text: str) -> dict[str, str | None]:
    return {mention.text: mention.entity for mention in recognise(text)}


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_mentions_are_in_order_disjoint_and_say_what_stands_there(text: str) -> None:
    end = 0
    for mention in recognise(text, period="2024-10"):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert "\n\n" not in mention.text
        end = mention.end


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_the_same_text_gives_the_same_mentions(text: str) -> None:
    assert recognise(text) == recognise(text)


def test_a_title_and_an_article_stay_outside_and_a_nation_stands_alone() -> None:
    assert found("Turkish Foreign Minister Hakan Fidan met the European Union’s envoys.") == [
        ("Turkish", "country"),
        ("Hakan Fidan", "person"),
        ("European Union", "org"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "entity"),
    [
        ("Sanctions will not change what Pyongyang wants.", "country", "country/north-korea"),
        ("The envoy arrived in Pyongyang.", "place", "place/pyongyang"),
        ("They flew to Pyongyang on Friday.", "place", "place/pyongyang"),
        ("Talks opened at Ashgabat, Turkmenistan, at noon.", "place", "place/ashgabat"),
        ("a Brussels-based clearing house", "place", "place/brussels"),
        ("Families fled Kyiv on Monday.", "place", "place/kyiv"),
    ],
)
def test_a_capital_is_its_government_or_the_city(text: str, kind: str, entity: str) -> None:
    assert (kind, entity) in [(m.type, m.entity) for m in recognise(text)]


def test_what_was_signed_in_a_capital_is_no_government() -> None:
    for text in ("They left the Paris Agreement.", "Nobody keeps the Minsk agreements."):
        assert "country" not in {kind for _, kind in found(text)}


def test_a_surname_means_whom_the_text_names_in_full() -> None:
    text = "Novelist Eric Trump spoke first. Later Trump signed books."
    assert whom(text)["Trump"] == "person/eric-trump"


def test_a_known_surname_means_whom_one_means_by_it_where_nobody_else_bears_it() -> None:
    assert whom("Lavrov said so.")["Lavrov"] == "person/sergei-lavrov"


def test_an_explained_short_form_beats_what_it_means_elsewhere() -> None:
    text = "The Association of Polar Pilots (APP) met. Later the APP voted."
    entities = {
        m.entity for m in recognise(text) if m.text in ("APP", "Association of Polar Pilots")
    }
    assert entities == {"org/association-of-polar-pilots"}


def test_somebody_unknown_gets_an_id_of_the_longest_form_of_the_name() -> None:
    text = "Senator Musa Bello Idi resigned. Musa Idi had been warned. Idi left."
    assert {m.entity for m in recognise(text) if m.type == "person"} == {"person/musa-bello-idi"}


def test_a_source_in_closing_brackets_is_an_outlet_and_its_author_a_person() -> None:
    assert found("A new canal for the north (Jane Doe, Harbor Weekly)") == [
        ("Jane Doe", "person"),
        ("Harbor Weekly", "outlet"),
    ]


def test_a_credit_names_photographer_and_agencies() -> None:
    assert found("Guards at the gate © Ivan Petrov/TASS/dpa/picture alliance") == [
        ("Ivan Petrov", "person"),
        ("TASS", "outlet"),
        ("dpa", "outlet"),
        ("picture alliance", "outlet"),
    ]


def test_a_weapon_is_named_without_the_noun_of_its_class() -> None:
    assert found("They fired ATACMS missiles and bought K2 tanks from Seoul.")[:2] == [
        ("ATACMS", "weapon"),
        ("K2", "weapon"),
    ]


def test_words_that_are_names_too_need_a_cue() -> None:
    assert found("Turkey and Jordan may march on in May.") == [
        ("Turkey", "country"),
        ("Jordan", "country"),
        ("May", "date"),
    ]
    assert found("A patriot is not a missile; turkey is no state.") == []


def test_a_summit_is_an_event_by_its_body_or_place() -> None:
    assert ("NATO summit", "event") in found("It was decided at the NATO summit in Vilnius.")


def test_part_of_a_land_in_capitals_is_a_place() -> None:
    assert found("raids across Northern Nigeria and northern Mali") == [
        ("Northern Nigeria", "place"),
        ("Mali", "country"),
    ]


def test_the_ministries_of_two_states_are_two() -> None:
    text = "The Polish Defense Ministry wrote to Norway’s Ministry of Defence."
    ids = [m.entity for m in recognise(text) if m.type == "org"]
    assert ids == ["org/poland-defense-ministry", "org/norway-defense-ministry"]


def test_the_version_is_of_rules_and_names() -> None:
    rules, names = version().split(".")
    assert rules.isdigit()
    assert names


def make_item(id_: str, title: str | None, *paragraphs: str, **more: object) -> Item:
    return Item(id_, title, title or "", paragraphs, **more)  # type: ignore[arg-type]


def make_issue(*items: Item, period: str | None = None) -> Issue:
    return Issue(
        "i1", "x.txt", "text", "newsletter", None, None, "x", (Section(None, items),), period
    )


def texts(mentions: tuple[Mention, ...]) -> list[str]:
    return [mention.text for mention in mentions]


def test_a_name_given_in_full_in_one_item_helps_the_others() -> None:
    marked = recognise_issue(
        make_issue(
            make_item("t1", None, "Professor Ngaio Whitlock spoke."),
            make_item("t2", "Whitlock answers", "More from Whitlock."),
        )
    )
    assert [m.entity for m in marked["t2"].title + marked["t2"].text] == [
        "person/ngaio-whitlock",
        "person/ngaio-whitlock",
    ]


def test_offsets_count_the_characters_of_each_title_and_text() -> None:
    item = make_item("t1", "Iran and Iraq", "Nothing here.", "A letter from Chile.")
    marked = recognise_issue(make_issue(make_item("t0", None, "Peru."), item))["t1"]
    assert texts(marked.title) == ["Iran", "Iraq"]
    for mention in marked.text:
        assert item.text[mention.start : mention.end] == mention.text == "Chile"


def test_a_long_text_is_read_in_stretches_and_every_mention_stands_where_it_did(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [
        make_item(f"t{n}", "Iran and Iraq", "A letter from Chile, on May 4.", "In Peru it rained.")
        for n in range(30)
    ]
    issue = make_issue(*items, period="2019-05")
    whole = recognise_issue(issue)
    monkeypatch.setattr(ROAD, "STRETCH", 100)
    assert recognise_issue(issue) == whole


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=" \nab", max_size=400))
def test_stretches_are_the_whole_text(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ROAD, "STRETCH", 20)
        assert "".join(text[start:end] for start, end in ROAD.stretches(text)) == text


def test_dates_without_a_year_take_it_from_the_issue() -> None:
    issue = make_issue(make_item("t1", None, "They met on May 4 in Peru."), period="2019-05")
    assert recognise_issue(issue)["t1"].text[0].value == "2019-05-04"


def test_an_outlet_of_the_sources_is_known_in_the_text() -> None:
    item = make_item(
        "t1", None, "As Zembla Courant wrote, it rained.", sources=(Source("Zembla Courant"),)
    )
    assert ("Zembla Courant", "outlet") in [
        (m.text, m.type) for m in recognise_issue(make_issue(item))["t1"].text
    ]


def test_every_item_of_an_issue_is_answered_for() -> None:
    marked = recognise_issue(make_issue(make_item("t1", None), make_item("t2", "Peru")))
    assert set(marked) == {"t1", "t2"}
    assert marked["t1"].text == ()


def test_a_double_surname_means_the_bearer_of_the_whole_name() -> None:
    text = "Minister Omar Ruiz Quintero resigned. Ruiz Quintero gave no reason."
    assert {m.entity for m in recognise(text)} == {"person/omar-ruiz-quintero"}


def test_one_more_surname_makes_somebody_else() -> None:
    text = "They heard about the sudden arrest of Nicolás Maduro Guerra in Chile."
    assert whom(text)["Nicolás Maduro Guerra"] == "person/nicolas-maduro-guerra"


def test_a_short_form_of_an_office_is_nobody() -> None:
    assert ("NSA", "org") not in found("The National Security Advisor (NSA) flew home.")


def test_a_capitalised_heading_makes_no_strangers() -> None:
    assert found("Why Harvest Moons Grow Dim Over Kenya") == [("Kenya", "country")]
