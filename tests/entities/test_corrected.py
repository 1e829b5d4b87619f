"""A person's names lie over those of the program: they come last and win."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.entities import corrected, dictionary, recognise
from crankreader.entities.corrected import settled
from crankreader.entities.dictionary import Dictionary
from crankreader.entities.own import NOTHING, understood

Names = Mapping[str, Mapping[str, Any]]


def known(names: Names | None = None, *ignore: Mapping[str, Any]) -> Dictionary:
    own = understood({"names": names or {}, "ignore": [*ignore]})
    assert own.problems == ()
    return corrected(dictionary(), own)


def whom(text: str, there: Dictionary) -> dict[str, str | None]:
    return {mention.text: mention.entity for mention in recognise(text, known=there)}


def kinds(text: str, there: Dictionary) -> dict[str, str]:
    return {mention.text: mention.type for mention in recognise(text, known=there)}


HERON = {"org/blue-heron-trust": {"name": "Blue Heron Trust", "aliases": ["Blue Heron", "BHT"]}}


def test_a_list_that_says_nothing_changes_nothing() -> None:
    assert corrected(dictionary(), NOTHING) is dictionary()


def test_what_a_person_adds_leaves_the_dictionary_of_the_program_alone() -> None:
    text = "Gazprom sold gas to the Blue Heron in Oslo, said Sergei Lavrov."
    before = recognise(text)
    known(
        {
            **HERON,
            "org/gazprom": {"same_as": "org/rosneft", "aliases": ["Gas"]},
            "person/sergei-lavrov": {"kind": "org"},
        },
        {"text": "Oslo"},
    )
    assert recognise(text) == before
    assert dictionary().lookup("Blue Heron") == ()


# Names.


def test_a_name_that_nobody_knew_is_found_under_all_it_is_called() -> None:
    there = known(HERON)
    text = "The Blue Heron Trust spoke. Blue Heron and the BHT agree; BHT's boats wait."
    found = recognise(text, known=there)
    assert [(m.text, m.entity, m.name) for m in found] == [
        (called, "org/blue-heron-trust", "Blue Heron Trust")
        for called in ("Blue Heron Trust", "Blue Heron", "BHT", "BHT")
    ]


def test_a_name_is_looked_up_by_id_name_alias_and_beginning() -> None:
    there = known(HERON)
    entity = there.find("org/blue-heron-trust")
    assert entity is not None
    assert (entity.type, entity.name) == ("org", "Blue Heron Trust")
    assert {"Blue Heron", "BHT"} <= {*entity.aliases}
    for name in ("org/blue-heron-trust", "blue heron trust", "BLUE HERON", "bht"):
        assert there.lookup(name) == (entity,)
    assert entity in there.beginning("blue he")
    assert entity in there.beginning("Blu")


def test_what_is_known_of_a_name_is_kept() -> None:
    there = known(
        {"org/blue-heron": {"name": "Blue Heron", "country": "Norway", "description": "a trust"}}
    )
    entity = there.find("org/blue-heron")
    assert entity is not None
    assert (entity.country, entity.description) == ("country/norway", "a trust")


def test_a_name_without_a_name_is_called_by_its_id() -> None:
    entity = known({"place/old-pier": {"aliases": ["the Pier"]}}).find("place/old-pier")
    assert entity is not None
    assert entity.name == "Old Pier"


def test_every_number_has_an_entity_and_every_entity_its_number() -> None:
    there = known({**HERON, "org/gazprom": {"kind": "outlet"}})
    for number in there.numbers()[-3:]:
        assert there.number(there.id(number)) == number
    assert len(there.numbers()) == len(dictionary().numbers()) + 2


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("the Alliance of Boats", "They met the Alliance of Boats."),
        ("Heron's Nest", "They met in Heron's Nest on Friday."),
        ("Party (Unified)", "They joined Party (Unified) early."),
        ("Quay, Gull & Sons", "They paid Quay, Gull & Sons twice."),
        ("O’Gull", "They met O’Gull there."),
        ("Ærø Færger", "They sailed with Ærø Færger."),
        ("K2 Pilots", "They met K2 Pilots there."),
        ("Старая Гавань", "They met Старая Гавань there."),
    ],
)
def test_an_alias_of_any_shape_is_found(alias: str, text: str) -> None:
    there = known({"org/boats": {"name": "Boats of the North", "aliases": [alias]}})
    assert "org/boats" in whom(text, there).values()


def test_an_alias_that_was_somebody_elses_is_theirs_alone_now() -> None:
    there = known({"org/rosneft": {"aliases": ["Gazprom"]}})
    assert whom("Gazprom sold gas.", there) == {"Gazprom": "org/rosneft"}
    assert [entity.id for entity in there.lookup("Gazprom")] == ["org/rosneft"]
    assert there.find("org/gazprom") is not None


def test_an_alias_in_capitals_is_no_ordinary_word() -> None:
    there = known({"org/let-us": {"name": "Lighthouse Trust", "aliases": ["WAIT"]}})
    assert whom("They had to wait for WAIT to speak.", there) == {"WAIT": "org/let-us"}


def test_a_person_is_meant_by_the_surname_behind_the_full_name() -> None:
    there = known({"person/tove-gullvik": {"name": "Tove Gullvik"}})
    found = whom("Tove Gullvik sailed. Later Gullvik slept.", there)
    assert found == dict.fromkeys(("Tove Gullvik", "Gullvik"), "person/tove-gullvik")


# Kinds.


def test_another_kind_is_another_id_and_the_old_one_leads_there() -> None:
    there = known({"org/gazprom": {"kind": "outlet"}})
    text = "Gazprom sold gas."
    assert whom(text, there) == {"Gazprom": "outlet/gazprom"}
    assert kinds(text, there) == {"Gazprom": "outlet"}
    for id in ("org/gazprom", "outlet/gazprom"):
        entity = there.find(id)
        assert entity is not None
        assert (entity.id, entity.type, entity.name) == ("outlet/gazprom", "outlet", "Gazprom")


def test_what_the_rules_alone_found_has_its_other_kind_too() -> None:
    text = "The Blue Heron Trust met in Oslo."
    assert kinds(text, dictionary())["Blue Heron Trust"] == "org"
    there = known({"org/blue-heron-trust": {"name": "Blue Heron Trust", "kind": "outlet"}})
    assert kinds(text, there)["Blue Heron Trust"] == "outlet"


def test_who_is_no_person_any_more_has_no_surname() -> None:
    there = known({"person/sergei-lavrov": {"kind": "org"}})
    assert whom("Sergei Lavrov said so.", there) == {"Sergei Lavrov": "org/sergei-lavrov"}
    assert "Lavrov" not in whom("Lavrov said so.", there)


# Merges.


def test_a_merge_hands_every_name_over() -> None:
    there = known({"org/gazprom": {"same_as": "org/rosneft"}})
    assert whom("Gazprom and Rosneft sold gas.", there) == {
        "Gazprom": "org/rosneft",
        "Rosneft": "org/rosneft",
    }
    assert [entity.id for entity in there.lookup("Gazprom")] == ["org/rosneft"]
    assert [entity.id for entity in there.lookup("org/gazprom")] == ["org/rosneft"]
    merged = there.find("org/gazprom")
    assert merged is not None
    assert "Gazprom" in merged.aliases
    assert merged.name == "Rosneft"


def test_merges_follow_one_another() -> None:
    there = known({"org/gazprom": {"same_as": "org/a-b"}, "org/a-b": {"same_as": "org/rosneft"}})
    assert whom("Gazprom sold gas.", there) == {"Gazprom": "org/rosneft"}


def test_a_merged_person_takes_the_surname_along() -> None:
    there = known({"person/sergei-lavrov": {"same_as": "person/tove-gullvik"}})
    assert whom("Lavrov said so.", there) == {"Lavrov": "person/tove-gullvik"}


def test_a_merge_into_another_kind_is_of_that_kind() -> None:
    there = known({"place/oslo": {"same_as": "country/norway"}})
    assert kinds("They met in Oslo.", there) == {"Oslo": "country"}


@given(
    st.dictionaries(
        st.sampled_from(["org/gazprom", "org/rosneft", "org/new", "person/sergei-lavrov"]),
        st.fixed_dictionaries(
            {},
            optional={
                "same_as": st.sampled_from(["org/rosneft", "org/new", "org/gazprom"]),
                "kind": st.sampled_from(["outlet", "place", "person"]),
                "name": st.sampled_from(["Gulls", "Rosneft", "Tove Lavrov"]),
                "aliases": st.lists(st.sampled_from(["Gas", "Lavrov", "Gazprom"]), max_size=2),
            },
        ),
        max_size=4,
    )
)
def test_whatever_a_list_says_mentions_are_of_entities_that_are_known(names: Names) -> None:
    own = understood({"names": names})
    there = corrected(dictionary(), own)
    text = "Gazprom, Rosneft, Gas and Gulls wrote. Sergei Lavrov and Tove Lavrov met; Lavrov left."
    for mention in recognise(text, known=there):
        if mention.entity is not None and mention.rule != "full name":
            assert settled(mention.entity, own) == mention.entity
            assert mention.type == mention.entity.partition("/")[0]
        assert mention.entity not in mention.candidates


# What is no name.


def test_words_that_are_no_name_are_none_anywhere() -> None:
    there = known(None, {"text": "Gazprom"})
    assert whom("Gazprom sold gas to Norway, and GAZPROM lost.", there) == {
        "Norway": "country/norway"
    }


def test_words_that_are_no_name_are_no_part_of_what_is_longer() -> None:
    there = known(None, {"text": "Blue Heron"})
    assert "Blue Heron Trust" in whom("The Blue Heron Trust met.", there)


def test_words_are_left_out_as_one_entity_alone() -> None:
    text = "Gazprom sold gas."
    assert whom(text, known(None, {"text": "Gazprom", "as": "org/rosneft"})) == {
        "Gazprom": "org/gazprom"
    }
    assert whom(text, known(None, {"text": "Gazprom", "as": "org/gazprom"})) == {}


def test_an_entity_is_left_out_whatever_it_is_called() -> None:
    there = known(None, {"as": "person/sergei-lavrov"})
    assert whom("Sergei Lavrov met. Lavrov left Norway.", there) == {"Norway": "country/norway"}


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("Tides and Gazprom do not rhyme.", True),
        ("Gazprom has nothing to do with tides.", False),
        ("Gazprom fears the high TIDES.", True),
        ("The tides one two three four five Gazprom.", False),
        ("The tides one two three four Gazprom.", True),
    ],
)
def test_words_are_left_out_only_beside_others(text: str, is_left_out: bool) -> None:
    there = known(None, {"text": "Gazprom", "near": ["tides"]})
    assert ("Gazprom" not in whom(text, there)) == is_left_out


def test_values_are_left_out_by_their_words() -> None:
    there = known(None, {"text": "May 5"})
    assert whom("It was May 5.", there) == {}


def test_a_rule_for_an_entity_follows_its_merge() -> None:
    there = known(
        {"org/gazprom": {"same_as": "org/rosneft"}}, {"text": "Gazprom", "as": "org/gazprom"}
    )
    assert whom("Gazprom and Rosneft sold gas.", there) == {"Rosneft": "org/rosneft"}


def test_the_version_follows_the_list() -> None:
    assert known(HERON).version == known(HERON).version != dictionary().version
    assert known(HERON).version != known(HERON, {"text": "Let"}).version
