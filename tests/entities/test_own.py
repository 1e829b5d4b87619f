"""What a person's list says: every part is understood, or told by name and left out."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.entities import corrected, dictionary
from crankreader.entities.corrected import settled
from crankreader.entities.own import (
    KINDS,
    LARGEST,
    NOTHING,
    Ignored,
    Own,
    OwnName,
    from_body,
    kind_of,
    read,
    understood,
)

WHOLE = """\
# mine
[names."org/our-institute"]
name = "Our Institute"  # the one in Bergen
aliases = ["OI", "the Institute"]
kind = "outlet"
country = "Norway"
description = "measures tides"

[names."person/ann-author"]
same_as = "person/anne-author"

[[ignore]]
text = "Let"
as = "org/lashkar-e-taiba"
near = ["us", "alone"]

[[ignore]]
as = "person/john-smith"
"""
IDS = st.sampled_from(["org/a", "org/b", "org/c", "person/a", "person/b", "outlet/c"])
TEXTS = st.sampled_from(["Alpha", "Beta Gamma", "Naïve Café", "O’Brien", "Ѐлена", "delta", "…", ""])
NAMES = st.dictionaries(
    IDS,
    st.fixed_dictionaries(
        {},
        optional={
            "name": TEXTS,
            "aliases": st.lists(TEXTS, max_size=3),
            "kind": st.sampled_from(["org", "person", "date", "bird"]),
            "country": st.sampled_from(["Norway", "country/norway"]),
            "description": TEXTS,
            "same_as": IDS,
        },
    ),
    max_size=5,
)
RULES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "text": TEXTS,
            "as": IDS,
            "near": st.one_of(TEXTS, st.lists(TEXTS, max_size=2)),
        },
    ),
    max_size=4,
)
DOCUMENTS = st.fixed_dictionaries({"names": NAMES, "ignore": RULES})


def said(text: str) -> Own:
    return understood(tomllib.loads(text))


def file_of(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "entities.toml"
    path.write_bytes(content)
    return path


def test_where_there_is_no_file_nothing_is_said(tmp_path: Path) -> None:
    own = read(tmp_path / "entities.toml")
    assert own == NOTHING
    assert own.version == ""


def test_all_that_a_list_can_say_is_understood(tmp_path: Path) -> None:
    own = read(file_of(tmp_path, WHOLE.encode()))
    assert own.problems == ()
    assert not own.is_broken
    assert own.names["org/our-institute"] == OwnName(
        "org/our-institute",
        "Our Institute",
        "outlet",
        ("OI", "the Institute"),
        "country/norway",
        "measures tides",
    )
    assert own.names["person/ann-author"].same_as == "person/anne-author"
    assert own.ignored == (
        Ignored("Let", "org/lashkar-e-taiba", ("us", "alone")),
        Ignored(None, "person/john-smith"),
    )


BROKEN = {
    "no TOML": b"[names\n",
    "not UTF-8": '[names."org/x"]\nname = "Café"\n'.encode("latin-1"),
    "a byte order of its own": '[names."org/x"]\nname = "X"\n'.encode("utf-16"),
    "too large": b"# " + b"x" * LARGEST,
    "nested too deeply": b"a = " + b"[" * 200_000,
    "a key twice": b'[names."org/x"]\nname = "X"\nname = "Y"\n',
    "a date that is none": b"a = 2024-13-45\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = file_of(tmp_path, content)
    own = read(path)
    assert own.is_broken
    assert not own.names
    assert not own.ignored
    (problem,) = own.problems
    assert problem.startswith("entities.toml: ")
    assert "Your names stay as they were" in problem
    assert path.read_bytes() == content


def test_a_directory_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "entities.toml").mkdir()
    assert "irectory" in read(tmp_path / "entities.toml").problems[0]


def test_a_link_that_leads_round_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "entities.toml"
    path.symlink_to(path)
    assert read(path).is_broken


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_one_may_not_read_is_a_sentence(tmp_path: Path) -> None:
    path = file_of(tmp_path, WHOLE.encode())
    path.chmod(0)
    assert "ermission" in read(path).problems[0]


PROBLEMS = {
    "an unknown table": ("birds = 1", "nothing is called “birds”"),
    "names that are no table": ("names = 3", "[names] has to be a table"),
    "a list of names": ("[[names]]\nname = 'x'", "[names] has to be a table"),
    "no id": ("[names.gulls]\nname = 'Gulls'", "“gulls” is no id"),
    "an id of no kind": ("[names.'bird/gull']\nname = 'Gull'", "“bird/gull” is no id"),
    "an id of a value": ("[names.'date/may']\nname = 'May'", "“date/may” is no id"),
    "an id with capitals": ("[names.'org/Gulls']\nname = 'Gulls'", "“org/Gulls” is no id"),
    "an id of nothing": ("[names.'org/']\nname = 'Gulls'", "“org/” is no id"),
    "a name that is no table": ("[names]\n'org/x' = 'X'", "org/x: has to be a table"),
    "an unknown key": ("[names.'org/x']\ncolour = 'red'", "org/x: nothing is called “colour”"),
    "one alias without a list": ("[names.'org/x']\naliases = 'X'", "aliases has to be a list"),
    "aliases that are numbers": ("[names.'org/x']\naliases = [1]", "aliases has to be a list"),
    "a name that is a number": ("[names.'org/x']\nname = 1", "name has to be a text"),
    "an empty name": ("[names.'org/x']\nname = ' '", "name has to be a text"),
    "a name of signs": ("[names.'org/x']\nname = '…'", "“…” has no word in it"),
    "an unknown kind": ("[names.'org/x']\nkind = 'bird'", "org/x: “bird” is no kind"),
    "the kind of a value": ("[names.'org/x']\nkind = 'money'", "org/x: “money” is no kind"),
    "a merge into no id": ("[names.'org/x']\nsame_as = 'Y'", "same_as has to be the id"),
    "one bracket": ("[ignore]\ntext = 'Let'", "two brackets"),
    "a rule that is a text": ("ignore = ['Let']", "number 1: has to be a table"),
    "a rule of nothing": ("[[ignore]]\n", "number 1: says neither"),
    "a rule without a word": ("[[ignore]]\ntext = '…'", "text has to be a word"),
    "a rule for no id": ("[[ignore]]\ntext = 'x'\nas = 'y'", "as has to be the id"),
    "a rule beside a number": ("[[ignore]]\ntext = 'x'\nnear = [1]", "near has to be a list"),
    "an unknown key of a rule": ("[[ignore]]\ntext = 'x'\nby = 'y'", "nothing is called “by”"),
}


@pytest.mark.parametrize(("text", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_means_nothing_is_told(text: str, problem: str) -> None:
    (told,) = said(text).problems
    assert told.startswith("entities.toml: ")
    assert problem in told


@pytest.mark.parametrize(("text", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_wrong_in_one_place_costs_nothing_in_another(text: str, problem: str) -> None:
    good_rule = "" if "ignore" in text else "[[ignore]]\ntext = 'Gone'\n"
    good_name = "" if "names" in text else "[names.'org/good']\nname = 'Good'\n"
    own = said(f"{text}\n{good_rule}{good_name}")
    assert problem in " ".join(own.problems)
    if good_rule:
        assert Ignored("Gone") in own.ignored
    if good_name:
        assert own.names["org/good"].name == "Good"


def test_the_rest_of_a_name_with_an_unknown_kind_counts() -> None:
    own = said("[names.'org/x']\nkind = 'bird'\naliases = ['Exes']")
    assert own.names["org/x"] == OwnName("org/x", aliases=("Exes",))


@pytest.mark.parametrize("other", ["Gulls", "GULLS", "Gülls"])
def test_an_alias_of_two_is_the_first_ones_and_told(other: str) -> None:
    own = said(f"[names.'org/a']\naliases = ['Gulls']\n[names.'org/b']\naliases = ['{other}', 'B']")
    (problem,) = own.problems
    assert f"“{other}” is a name of org/a and of org/b; org/a has it" in problem
    assert own.names["org/a"].aliases == ("Gulls",)
    assert own.names["org/b"].aliases == ("B",)


def test_a_name_that_is_anothers_alias_is_told() -> None:
    own = said("[names.'org/a']\naliases = ['Gulls']\n[names.'org/b']\nname = 'Gulls'")
    assert "Gulls" in " ".join(own.problems)


RINGS = {
    "itself": {"org/a": "org/a"},
    "two": {"org/a": "org/b", "org/b": "org/a"},
    "three": {"org/a": "org/b", "org/b": "org/c", "org/c": "org/a"},
}


@pytest.mark.parametrize("ring", RINGS.values(), ids=RINGS)
def test_a_merge_that_leads_round_is_told_and_broken_open(ring: dict[str, str]) -> None:
    own = understood({"names": {id: {"same_as": to} for id, to in ring.items()}})
    (problem,) = own.problems
    assert "same_as leads round to org/a again" in problem
    ends = {settled(id, own) for id in ring}
    assert ends == {"org/a"}
    corrected(dictionary(), own)


def test_a_ring_of_a_merge_and_a_kind_is_told() -> None:
    own = understood(
        {"names": {"person/x": {"kind": "org"}, "org/x": {"same_as": "person/x", "name": "X"}}}
    )
    assert own.problems


@given(st.dictionaries(IDS, st.fixed_dictionaries({"same_as": IDS}), max_size=6))
def test_every_merge_ends_somewhere_and_stays_there(names: dict[str, dict[str, str]]) -> None:
    own = understood({"names": names})
    for id in names:
        end = settled(id, own)
        assert settled(end, own) == end
        assert end not in own.names or own.names[end].same_as is None


@given(DOCUMENTS)
def test_any_document_is_understood_and_comes_out_of_its_body_again(
    document: dict[str, object],
) -> None:
    own = understood(document)
    again = from_body(own.body)
    assert dict(again.names) == dict(own.names)
    assert again.ignored == own.ignored
    assert (again.body, again.version) == (own.body, own.version)
    for name in own.names.values():
        assert name.kind is None or name.kind in KINDS
    corrected(dictionary(), own)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["org/x", "name", "aliases", "kind", "near", "text"]), inner, max_size=3), max_leaves=12), st.sampled_from(["names", "ignore", "more"]))  # fmt: skip
def test_a_document_of_any_shape_is_told_and_never_fails(value: object, table: str) -> None:
    own = understood({table: value})
    assert all(problem.startswith("entities.toml: ") for problem in own.problems)
    if not isinstance(value, dict | list):
        assert own.problems
    assert from_body(own.body).version == own.version


def test_the_version_is_of_the_meaning_alone() -> None:
    one, other = said(WHOLE), said("# more\n" + WHOLE.replace('"OI"', "'OI'"))
    assert one.version == other.version != ""
    assert said(WHOLE.replace('"OI"', '"OIN"')).version != one.version
    assert said("# nothing but words\n").version == ""


def test_two_lists_of_one_version_mean_the_same() -> None:
    first = {"org/a": {"name": "Quay Gulls"}, "org/b": {"name": "Quay Gulls"}}
    last = dict(reversed(first.items()))
    one, other = (understood({"names": names}) for names in (first, last))
    assert one.version == other.version
    found = [corrected(dictionary(), own).lookup("Quay Gulls") for own in (one, other)]
    assert found[0][0].id == found[1][0].id


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("org/nato", "org"),
        ("person/a-b", "person"),
        ("date/may", None),
        ("org", None),
        ("", None),
        ("org/a b", None),
    ],
)
def test_an_id_says_its_kind(id: str, kind: str | None) -> None:
    assert kind_of(id) == kind
