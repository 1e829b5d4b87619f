"""The names as they are written down and as they are loaded."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crankreader.entities import recognise
from crankreader.entities.compile import COMPILED, BadNames, Row, check_ids, compiled, index_of
from crankreader.entities.dictionary import dictionary
from crankreader.entities.tokens import slug
from tests.entities.regions import REGION_OF

GOLDEN = Path(__file__).parents[1] / "golden"


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
    assert sorted(names["fb corps"]) == [("AT", 0), ("AT", 1)]


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


CUED = {
    "weapon": "They wrote at length about the {} missile again.",
    "outlet": "They wrote at length, and {} reported it again.",
    "place": "They wrote at length from a hill in {} again.",
    "event": "They wrote at length about the {} exercise again.",
}
"""What an alias that is an ordinary word, too, wants beside it."""
PLAIN = "They wrote at length about {} again."


def _aliases() -> Iterator[tuple[str, str, str]]:
    """(a sentence, the alias in it, the entity) of all but those that several have."""
    known = dictionary()
    for number in known.numbers():
        found = known.entity(number)
        for alias in (found.name, *found.aliases):
            claims = known.named(known.key(alias))
            if len(claims) != 1 or number in known.capitals:
                continue  # a capital by itself is its government
            if known.key(alias) in known.words["shy_countries"]:
                continue
            is_shy = claims[0][0].endswith("?")
            if is_shy and found.type == "org":
                continue  # bodies called by a phrase: no sentence is neutral to them
            yield (CUED if is_shy else {}).get(found.type, PLAIN), alias, found.id


def test_every_alias_in_a_plain_sentence_is_found_and_resolved() -> None:
    every = list(_aliases())
    assert len(every) > 40_000
    missed = [
        (alias, id_)
        for sentence, alias, id_ in random.Random(7).sample(every, 6000)
        if id_ not in [mention.entity for mention in recognise(sentence.format(alias))]
    ]
    assert len(missed) <= 12, missed


def test_every_entity_says_what_it_is() -> None:
    known = dictionary()
    silent = [known.id(n) for n in known.numbers() if not known.entity(n).description]
    assert silent == []


LEAST = {"person": 200, "org": 100, "outlet": 40, "place": 100, "weapon": 40, "event": 20}
"""Of each kind in each region of the world."""


def test_every_kind_is_known_in_every_region() -> None:
    known = dictionary()
    counts = Counter(
        (found.type, REGION_OF.get(found.country or found.id))
        for found in map(known.entity, known.numbers())
    )
    few = {
        (kind, region): counts[kind, region]
        for kind, least in LEAST.items()
        for region in set(REGION_OF.values())
        if counts[kind, region] < least
    }
    assert few == {}


def test_most_names_stand_in_none_of_the_texts_at_hand() -> None:
    """A list of the names of the marked texts would be no list."""
    texts = " ".join(
        path.read_text("utf-8") for path in sorted(GOLDEN.rglob("*.txt")) if "entities" in str(path)
    )
    known = dictionary()
    every = [known.name(number) for number in known.numbers()]
    sample = random.Random(11).sample(every, 4000)
    assert sum(name in texts for name in sample) < len(sample) / 20


def test_every_state_has_a_region() -> None:
    known = dictionary()
    past = ("empire", "soviet", "yugo", "czechoslo", "prussia", "austria-hungary", "-germany")
    states = {known.id(n) for n in known.numbers() if known.kind(n) == "country"}
    assert {id for id in states - REGION_OF.keys() if not any(p in id for p in past)} == set()
    assert REGION_OF.keys() - states == set()
