"""The names as they are written down and as they are loaded."""

from __future__ import annotations

import random

import pytest

from crankreader.entities import recognise
from crankreader.entities.compile import COMPILED, BadNames, Row, check_ids, compiled, index_of
from crankreader.entities.dictionary import dictionary
from crankreader.entities.tokens import slug


def test_the_compiled_file_is_what_the_sources_compile_to() -> None:
    assert COMPILED.read_text("utf-8") == compiled()


def test_every_id_is_its_type_and_the_slug_of_its_name() -> None:
    known = dictionary()
    for number in known.numbers():
        assert known.id(number) == f"{known.kind(number)}/{slug(known.name(number))}"


def test_one_alias_of_two_entities_is_refused() -> None:
    rows = [Row("org", ["First Body", "FB Corps"]), Row("place", ["Else", "FB Corps"])]
    with pytest.raises(BadNames, match="fb corps"):
        index_of(rows, {}, set())


def test_one_alias_of_two_entities_passes_when_listed_as_ambiguous() -> None:
    rows = [Row("org", ["First Body", "FB Corps"]), Row("place", ["Else", "FB Corps"])]
    names, _ = index_of(rows, {}, {"fb corps"})
    assert names["fb corps"] == [("TT", 0), ("TT", 1)]


def test_an_alias_with_a_question_mark_asks_for_a_cue() -> None:
    rows = [Row("weapon", ["Long Lance", "Lance?"], "country/japan")]
    names, _ = index_of(rows, {}, set())
    assert (rows[0].aliases, names["lance"]) == (["Long Lance", "Lance"], [("T?", 0)])


def test_one_id_twice_is_refused() -> None:
    with pytest.raises(BadNames, match="org/body"):
        check_ids([Row("org", ["Body"]), Row("org", ["Body", "Other"])])


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("org/nato", "org/nato"),
        ("nato", "org/nato"),
        ("North Atlantic Treaty Organisation", "org/nato"),
        ("ERDOGAN", "person/recep-tayyip-erdogan"),
        ("Türkiye", "country/turkey"),
        ("turkiye", "country/turkey"),
        ("Putin", "person/vladimir-putin"),
        ("Kim Jong-un", "person/kim-jong-un"),
        ("Kiev", "place/kyiv"),
    ],
)
def test_a_name_in_any_spelling_is_looked_up(name: str, id_: str) -> None:
    assert id_ in [found.id for found in dictionary().lookup(name)]


def test_nobody_is_found_under_an_unknown_name() -> None:
    assert dictionary().lookup("Zzyzx Qwerty") == ()
    assert dictionary().find("person/zzyzx-qwerty") is None


def test_an_entity_knows_its_type_aliases_and_country() -> None:
    found = dictionary().find("person/sergei-lavrov")
    assert found is not None
    assert (found.type, found.name, found.country) == ("person", "Sergei Lavrov", "country/russia")


def _sample() -> list[tuple[str, str]]:
    known = dictionary()
    shy = known.words["shy_countries"]
    pairs = []
    for number in known.numbers():
        found = known.entity(number)
        for alias in (found.name, *found.aliases):
            words = alias.split()
            claims = known.named(known.key(alias))
            if known.key(alias) in shy or any(word.lower() in shy for word in words[:1]):
                continue
            if number in known.capitals or len(claims) > 1 or claims[0][0].endswith("?"):
                continue
            if found.type in ("event", "weapon") and words[0].isdigit():
                continue
            pairs.append((alias, found.id))
    return random.Random(7).sample(pairs, 400)


def test_a_known_alias_in_a_plain_sentence_is_found_and_resolved() -> None:
    missed = []
    for alias, id_ in _sample():
        text = f"They wrote at length about {alias} again."
        found = [(m.text, m.entity) for m in recognise(text)]
        if (alias, id_) not in found and (alias.removeprefix("The "), id_) not in found:
            missed.append((alias, id_, found))
    assert len(missed) <= 4, missed
