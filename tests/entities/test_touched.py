"""What a change of a person's list may change is concerned; whatever is not has the same mentions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from crankreader.entities import corrected, dictionary, recognise
from crankreader.entities.own import NOTHING, Own, from_body, understood
from crankreader.entities.touched import Touched, touched
from crankreader.model import Mention

Document = Mapping[str, Any]

SENTENCES = st.sampled_from(
    [
        "Gazprom sold gas to Rosneft.",
        "Rosneft waited.",
        "The Blue Heron Trust (BHT) met in Oslo.",
        "The BHT spoke of the U.S. and U.K. in May.",
        "Blue Heron said no.",
        "Let us go, said the LeT.",
        "Sergei Lavrov sailed on 5 May for $3 million.",
        "Lavrov slept.",
        "Tove Gullvik sang, and Gullvik’s boat sank.",
        "The Naïve Café in São Tomé closed.",
        "“Old Pier” is the name of a pier.",
        "The 12,000 troops of NATO left\nKyiv.",
        "Norway’s navy has a Nansen-class frigate.",
        "The Defence Ministry and the Defense Ministry disagree.",
    ]
)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=3).map("\n\n".join)
ALIASES = st.sampled_from(
    [
        "Gazprom", "Rosneft", "BHT", "B.H.T.", "Blue Heron", "The Blue Heron Trust", "US", "U.S.", "LeT",
        "Gullvik’s", "naive cafe", "Naïve Café", "Old Pier", "NATO", "Kiev", "Kyiv", "Defence Ministry", "the trust",
    ]
)  # fmt: skip
IDS = st.sampled_from(
    ["org/gazprom", "org/rosneft", "org/blue-heron-trust", "org/new", "org/lashkar-e-taiba", "place/oslo", "org/nato"]
)  # fmt: skip
CAPITALS = ("place/oslo",)
"""Merges into these have a test of their own."""
DOCUMENTS = st.fixed_dictionaries(
    {
        "names": st.dictionaries(
            IDS,
            st.fixed_dictionaries(
                {},
                optional={
                    "name": ALIASES,
                    "aliases": st.lists(ALIASES, max_size=2),
                    "kind": st.sampled_from(["outlet", "place", "org"]),
                    "same_as": IDS.filter(lambda id: id not in CAPITALS),
                },
            ),
            max_size=3,
        ),
        "ignore": st.lists(
            st.one_of(
                st.fixed_dictionaries(
                    {"text": ALIASES},
                    optional={"as": IDS, "near": st.just(["gas"])},
                ),
                st.fixed_dictionaries({"as": IDS}),
            ),
            max_size=2,
        ),
    }
)


def mentions(text: str, own: Own) -> tuple[Mention, ...]:
    return recognise(text, period="2024-05", known=corrected(dictionary(), own))


def is_concerned(what: Touched, text: str, before: tuple[Mention, ...]) -> bool:
    """As the reader asks: by what a text names, and by its words."""
    return what.concerns(text) or any(mention.entity in what.entities for mention in before)


def missed(old: Document, new: Document, text: str) -> list[tuple[str, str | None, object]]:
    """Mentions that a change would have made and that are not looked for; [] where all is well."""
    one, other = understood(old), from_body(understood(new).body)
    before, after = mentions(text, one), mentions(text, other)
    if is_concerned(touched(one, other, dictionary()), text, before):
        return []
    return [(m.text, m.entity, m.candidates) for m in (*before, *after) if m not in before or m not in after]  # fmt: skip


NAMED = {"names": {"org/blue-heron-trust": {"name": "Blue Heron Trust"}}}


@settings(max_examples=100)
@given(DOCUMENTS, DOCUMENTS, TEXTS)
@example({}, {"names": {"org/nato": {"aliases": ["B.H.T."]}}}, "The BHT spoke.")
@example({}, {"names": {"org/new": {"aliases": ["Kiev"]}}}, "They left Kyiv.")
@example({}, {"ignore": [{"as": "org/lashkar-e-taiba"}]}, "The LeT met Lashkar.")
def test_what_is_not_concerned_is_tagged_the_same(old: Document, new: Document, text: str) -> None:
    assume(not (_merges(old, new) and _leaves_out_entities(old, new)))
    assert missed(old, new, text) == []


def _merges(*documents: Document) -> bool:
    return any("same_as" in name for each in documents for name in each.get("names", {}).values())


def _leaves_out_entities(*documents: Document) -> bool:
    return any("text" not in rule for each in documents for rule in each.get("ignore", ()))


@pytest.mark.parametrize("keeps_merge", [True, False], ids=["merge stays", "merge goes"])
def test_what_was_left_out_as_another_is_concerned_when_the_rule_goes(keeps_merge: bool) -> None:
    merge = {"org/rosneft": {"same_as": "org/gazprom"}}
    old = {"names": merge, "ignore": [{"as": "org/gazprom"}]}
    assert missed(old, {"names": merge if keeps_merge else {}}, "Rosneft waited.") == []


def test_what_was_merged_into_a_capital_is_concerned_when_it_is_parted() -> None:
    old = {"names": {"org/nato": {"same_as": "place/oslo"}}}
    assert missed(old, {}, "The 12,000 troops of NATO left.") == []


PEOPLE = {
    "a new bearer of a surname": (
        {},
        {"names": {"person/ann-lavrov": {"name": "Ann Lavrov"}}},
        "Lavrov said so.",
    ),
    "a bearer of a surname less": (
        {"names": {"person/ann-lavrov": {"name": "Ann Lavrov"}}},
        {},
        "Lavrov said so.",
    ),
    "one of two bearers is an outlet": (
        {},
        {"names": {"person/saif-al-adel": {"kind": "outlet"}}},
        "The envoy met President Adel. Adel said so.",
    ),
    "one of two bearers is the other": (
        {},
        {"names": {"person/saif-al-adel": {"same_as": "person/gholam-ali-haddad-adel"}}},
        "The envoy met President Adel. Adel said so.",
    ),
}


@pytest.mark.parametrize(("old", "new", "text"), PEOPLE.values(), ids=PEOPLE)
def test_a_surname_is_concerned_when_its_bearers_are_others(
    old: Document, new: Document, text: str
) -> None:
    assert missed(old, new, text) == []


SAPO, PROSECUTORS = "org/sapo", "org/specialized-anti-corruption-prosecutors-office"
SHARED = {
    "the one merged": ({}, {SAPO: {"same_as": "org/rosneft"}}),
    "the one of another kind": ({}, {SAPO: {"kind": "place"}}),
    "the other merged": ({}, {PROSECUTORS: {"same_as": "org/rosneft"}}),
    "the other of another kind": ({}, {PROSECUTORS: {"kind": "place"}}),
    "the one parted again": ({SAPO: {"same_as": "org/rosneft"}}, {}),
    "the one of its kind again": ({SAPO: {"kind": "place"}}, {}),
    "the other parted again": ({PROSECUTORS: {"same_as": "org/rosneft"}}, {}),
    "the other of its kind again": ({PROSECUTORS: {"kind": "place"}}, {}),
}


@pytest.mark.parametrize(("old", "new"), SHARED.values(), ids=SHARED)
def test_a_name_that_two_have_is_concerned_when_either_changes(
    old: Document, new: Document
) -> None:
    assert missed({"names": old}, {"names": new}, "Agents of SAPO met Sapo in Kyiv.") == []


def test_lists_that_mean_the_same_touch_nothing() -> None:
    own = understood(NAMED)
    what = touched(own, from_body(own.body), dictionary())
    assert what == Touched(frozenset(), frozenset())
    assert not what.concerns("The Blue Heron Trust met Lavrov.")


def test_an_alias_concerns_the_texts_with_all_its_words() -> None:
    what = touched(NOTHING, understood(NAMED), dictionary())
    assert what.concerns("the trust of the blue bird and the heron")
    assert what.concerns('{"paragraphs": ["The BLUE\\nHERON Trust met."]}')
    assert not what.concerns("A blue heron sat there.")


def test_a_merge_concerns_what_names_either() -> None:
    own = understood({"names": {"org/gazprom": {"same_as": "org/rosneft"}}})
    what = touched(NOTHING, own, dictionary())
    assert {"org/gazprom", "org/rosneft"} <= what.entities
    assert what == touched(own, NOTHING, dictionary())


def test_a_rule_for_an_entity_concerns_all_that_it_is_called() -> None:
    what = touched(NOTHING, understood({"ignore": [{"as": "org/nato"}]}), dictionary())
    assert "org/nato" in what.entities
    assert what.concerns("the North Atlantic Treaty Organization")
    assert what.concerns("They joined N.A.T.O. early.")


def test_a_word_with_several_spellings_is_not_asked_for() -> None:
    spelling = next(iter(dictionary().spellings))
    own = understood({"names": {"org/x": {"name": f"{spelling} quays"}}})
    assert touched(NOTHING, own, dictionary()).concerns("quays")
