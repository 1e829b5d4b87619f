"""A person's file is theirs: small edits, taken back exactly, comments kept, nobody's edit lost."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crankreader.entities.own import LARGEST, Own, read
from crankreader.entities.ownfile import HEAD, Edit, FileUnusable, edit

THEIRS = """\
# The list of the harbour office.
#    Indented on purpose.

[names."org/our-institute"]
# Called so since 1998.
name = "Our Institute"
aliases = [
    "OI",
    # what the mayor says
    "the Institute",
]

# Two spaces   are meant.
[names."person/ann-author"]
# She writes under both.
name   =   'Ann Author'
same_as = "person/anne-author"

# What is no name.
[[ignore]]
# An order, and no group.
text = "Let"
near = ["us"]
"""
IDS = st.sampled_from(["org/our-institute", "person/ann-author", "org/new", "place/old-pier"])
# A list emptied of what stands behind a comment is tried by itself.
ALIASES = st.sampled_from(["OI", "Ann", 'A "quoted" one', "Ѐлена\t2", "C:\\x"])
VALUES: st.SearchStrategy[list[Any]] = st.one_of(
    st.tuples(st.just("name"), st.none() | ALIASES).map(list),
    st.tuples(st.just("kind"), st.sampled_from([None, "org", "outlet"])).map(list),
    st.tuples(st.just("same_as"), st.sampled_from([None, "org/other"])).map(list),
)
RULES = st.sampled_from(
    [
        {"text": "Let"},
        {"text": "May", "as": "person/theresa-may"},
        {"as": "org/new"},
    ]
)
COMMENTED = {"text": "Let", "near": ["us"]}
"""The rule that holds a comment: to drop it is tried by itself."""
EDITS: st.SearchStrategy[list[Any]] = st.one_of(
    st.tuples(IDS, VALUES).map(lambda both: ["set", both[0], *both[1]]),
    st.tuples(st.sampled_from(["put", "drop"]), IDS, ALIASES).map(list),
    st.tuples(st.sampled_from(["put", "drop"]), RULES).map(list),
    st.just(["put", COMMENTED]),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "entities.toml"


def written(path: Path, text: str = THEIRS) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def comments(text: str) -> list[str]:
    return sorted(line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))


def meaning(own: Own) -> tuple[object, ...]:
    return (
        {id: (*name[:3], sorted(name.aliases), *name[4:]) for id, name in own.names.items()},
        sorted(own.ignored, key=repr),
        own.problems,
    )


# The first edit.


def test_the_first_edit_makes_the_file_private_and_says_what_it_is_for(path: Path) -> None:
    edit(path, [["put", "org/nato", "the Alliance"]])
    text = path.read_text("utf-8")
    assert text.startswith(HEAD)
    assert read(path).names["org/nato"].aliases == ("the Alliance",)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_the_first_edit_made_says_nothing_once_it_is_taken_back(path: Path) -> None:
    edit(path, edit(path, [["put", {"text": "Let"}], ["set", "org/x", "name", "X"]]))
    assert path.read_text("utf-8").strip() == HEAD.strip()
    assert read(path).version == ""


def test_an_edit_that_changes_nothing_has_no_inverse_and_makes_no_file(path: Path) -> None:
    assert edit(path, [["drop", "org/nato", "NATO"], ["set", "org/nato", "kind", None]]) == []
    assert not path.exists()


def test_what_the_head_shows_is_understood_when_its_signs_are_taken_away(path: Path) -> None:
    lines = [line.removeprefix("# ") for line in HEAD.splitlines() if " = " in line or "[" in line]
    shown = [line.split("   ")[0] for line in lines]
    own = read(written(path, "\n".join(shown)))
    assert own.problems == ()
    assert own.names
    assert own.ignored


# One edit and its inverse.

ONE: dict[str, Edit] = {
    "another name": ["set", "org/our-institute", "name", "The Institute of Tides"],
    "a kind": ["set", "org/our-institute", "kind", "outlet"],
    "no merge": ["set", "person/ann-author", "same_as", None],
    "an alias": ["put", "org/our-institute", "OIT"],
    "an alias of somebody new": ["put", "org/nato", "the Alliance"],
    "an alias less": ["drop", "org/our-institute", "the Institute"],
    "a rule": ["put", {"text": "May", "as": "person/theresa-may"}],
    "a rule for an entity": ["put", {"as": "person/theresa-may"}],
    "a rule less": ["drop", {"text": "Let", "near": ["us"]}],
}


@pytest.mark.parametrize("one", ONE.values(), ids=ONE)
def test_an_edit_keeps_every_comment_and_its_inverse_gives_back_the_meaning(
    path: Path, one: Edit
) -> None:
    before = read(written(path))
    inverse = edit(path, [one])
    after = read(path)
    assert inverse
    assert after.version != before.version
    assert after.problems == ()
    assert meaning(read(path)) != meaning(before)
    edit(path, inverse)
    assert meaning(read(path)) == meaning(before)


@pytest.mark.parametrize("one", ONE.values(), ids=ONE)
def test_all_comments_outlive_an_edit_and_its_inverse(path: Path, one: Edit) -> None:
    written(path)
    inverse = edit(path, [one])
    between = comments(path.read_text("utf-8"))
    edit(path, inverse)
    assert comments(path.read_text("utf-8")) == between == comments(THEIRS)


@pytest.mark.parametrize("name", ["a kind", "an alias", "a rule", "an alias of somebody new"])
def test_what_was_added_and_taken_back_leaves_the_text_as_it_was(path: Path, name: str) -> None:
    edit(written(path), edit(path, [ONE[name]]))
    assert path.read_text("utf-8") == THEIRS


@pytest.mark.parametrize("name", ["a kind", "an alias", "a rule", "an alias of somebody new"])
def test_what_was_added_and_taken_back_leaves_a_text_of_its_own_kind_as_it_was(
    path: Path, name: str
) -> None:
    text = THEIRS.replace("# What is no name.\n", "")
    edit(written(path, text), edit(path, [ONE[name]]))
    assert path.read_text("utf-8") == text


def test_redo_is_the_inverse_of_the_inverse(path: Path) -> None:
    written(path)
    inverse = edit(path, list(ONE.values()))
    after = path.read_text("utf-8")
    edit(path, edit(path, inverse))
    assert meaning(read(path)) == meaning(read(written(path.with_name("other.toml"), after)))


@pytest.mark.parametrize("key", ["name", "kind"])
def test_a_comment_behind_a_value_stays_when_the_value_changes(path: Path, key: str) -> None:
    written(path, "[names.'org/x']\nname = 'X'  # as on the door\nkind = 'place'  # or not?\n")
    edit(path, [["set", "org/x", key, "org"]])
    assert "# as on the door" in path.read_text("utf-8")
    assert "# or not?" in path.read_text("utf-8")


def test_line_ends_of_another_system_stay(path: Path) -> None:
    written(path, THEIRS.replace("\n", "\r\n"))
    inverse = edit(path, [["put", "org/our-institute", "OIT"]])
    assert read(path).problems == ()
    edit(path, inverse)
    assert path.read_bytes().decode() == THEIRS.replace("\n", "\r\n")


# Layouts that a person may have chosen.

LAYOUTS = {
    "one table": "[names]\n'org/x' = { name = 'X', aliases = ['Ex'] }\n",
    "dotted keys": "[names]\n'org/x'.name = 'X'\n'org/x'.aliases = ['Ex']\n",
    "all in one line": "names = { 'org/x' = { name = 'X', aliases = ['Ex'] } }\n",
    "keys from the root": "names.'org/x'.name = 'X'\nnames.'org/x'.aliases = ['Ex']\n",
    "rules between names": (
        "[names.'org/w']\nname = 'W'\n[[ignore]]\ntext = 'Let'\n"
        "[names.'org/x']\nname = 'X'\naliases = ['Ex']\n"
    ),
    "rules first": "[[ignore]]\ntext = 'Let'\n[names.'org/x']\nname = 'X'\naliases = ['Ex']\n",
    "rules in a list": (
        "ignore = [ { text = 'Let' } ]\n[names.'org/x']\nname = 'X'\naliases = ['Ex']\n"
    ),
    "an empty list of rules": "ignore = []\n[names.'org/x']\nname = 'X'\naliases = ['Ex']\n",
    "no line end": "[names.'org/x']\nname = 'X'\naliases = ['Ex']",
    "indented": "[names]\n  [names.'org/x']\n    name = 'X'\n    aliases = ['Ex']\n",
    "a comment last": "[names.'org/x']\nname = 'X'\naliases = ['Ex']\n# the end",
}
ANY: dict[str, Edit] = {
    "rename": ["set", "org/x", "name", "Xx"],
    "kind": ["set", "org/x", "kind", "outlet"],
    "alias": ["put", "org/x", "The Exes"],
    "alias less": ["drop", "org/x", "Ex"],
    "new": ["set", "org/y", "name", "Y"],
    "rule": ["put", {"text": "May"}],
}


CASES = {
    f"{called}-{name}": (layout, one)
    for called, layout in LAYOUTS.items()
    for name, one in ANY.items()
}


@pytest.mark.parametrize(("layout", "one"), CASES.values(), ids=CASES)
def test_a_layout_is_edited_and_taken_back_or_refused_and_left(
    path: Path, layout: str, one: Edit
) -> None:
    before = read(written(path, layout))
    assert before.problems == ()
    try:
        inverse = edit(path, [one])
    except FileUnusable:
        assert path.read_text("utf-8") == layout
        return
    after = read(path)
    assert after.problems == ()
    assert after.version != before.version
    assert comments(path.read_text("utf-8")) == comments(layout)
    untouched = {id: name for id, name in before.names.items() if id != one[1]}
    assert {id: after.names[id] for id in untouched} == untouched
    assert {*before.ignored} <= {*after.ignored}
    edit(path, inverse)
    assert meaning(read(path)) == meaning(before)
    assert comments(path.read_text("utf-8")) == comments(layout)


EXPLAINED = ("rules between names", "rules first", "no line end", "indented", "a comment last")


@pytest.mark.parametrize("one", ANY.values(), ids=ANY)
@pytest.mark.parametrize("layout", EXPLAINED)
def test_a_layout_of_tables_is_never_refused(path: Path, layout: str, one: Edit) -> None:
    assert edit(written(path, LAYOUTS[layout]), [one])


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in EXPLAINED])
def test_a_refusal_says_how_to_lay_the_file_out(path: Path, layout: str) -> None:
    with pytest.raises(
        FileUnusable, match=r'\[names\."kind/name"\] and each rule as \[\[ignore\]\]'
    ):
        edit(written(path, LAYOUTS[layout]), list(ANY.values()))
    assert path.read_text("utf-8") == LAYOUTS[layout]


WRONG = {
    "names a number": ("names = 3\n", ["put", "org/x", "Ex"]),
    "names a list": ("names = []\n", ["put", "org/x", "Ex"]),
    "a name a number": ("[names]\n'org/x' = 3\n", ["put", "org/x", "Ex"]),
    "a name a text": ("[names]\n'org/x' = 'X'\n", ["set", "org/x", "name", "X"]),
    "aliases a text": ("[names.'org/x']\naliases = 'Exes'\n", ["put", "org/x", "Ecks"]),
    "aliases a number": ("[names.'org/x']\naliases = 3\n", ["put", "org/x", "Ecks"]),
    "aliases a table": ("[names.'org/x'.aliases]\na = 1\n", ["put", "org/x", "Ecks"]),
    "rules a number": ("ignore = 3\n", ["put", {"text": "Let"}]),
    "rules a table": ("[ignore]\ntext = 'Let'\n", ["put", {"text": "May"}]),
    "rules a text": ("ignore = 'Let'\n", ["put", {"text": "May"}]),
}


@pytest.mark.parametrize(("text", "one"), WRONG.values(), ids=WRONG)
def test_what_has_another_shape_is_a_sentence_and_stays(path: Path, text: str, one: Edit) -> None:
    written(path, text)
    with pytest.raises(FileUnusable):
        edit(path, [one])
    assert path.read_text("utf-8") == text


# Any edits.


@settings(max_examples=80)
@given(st.lists(EDITS, min_size=1, max_size=8))
@example([["put", "org/new", "OI"], ["drop", "org/new", "OI"], ["set", "org/new", "name", None]])
def test_any_edits_taken_back_give_the_first_meaning_and_all_comments(edits: list[Edit]) -> None:
    with TemporaryDirectory() as home:
        path = written(Path(home) / "entities.toml")
        before = read(path)
        taken_back = []
        for each in edits:
            taken_back.append(edit(path, [each]))
            assert not read(path).is_broken
        for inverse in reversed(taken_back):
            edit(path, inverse)
        assert meaning(read(path)) == meaning(before)
        assert set(comments(THEIRS)) <= set(comments(path.read_text("utf-8")))


@settings(max_examples=40)
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_edits_at_once_are_as_edits_one_by_one(edits: list[Edit]) -> None:
    with TemporaryDirectory() as home:
        at_once, one_by_one = Path(home) / "a" / "e.toml", Path(home) / "b" / "e.toml"
        written(at_once), written(one_by_one)
        inverse = edit(at_once, edits)
        for each in edits:
            edit(one_by_one, [each])
        assert at_once.read_text("utf-8") == one_by_one.read_text("utf-8")
        edit(at_once, inverse)
        assert meaning(read(at_once)) == meaning(read(written(one_by_one)))


def test_a_comment_between_rules_outlives_the_rule_before_it(path: Path) -> None:
    written(path, '[[ignore]]\ntext = "Let"\n\n# Months.\n[[ignore]]\ntext = "May"\n')
    edit(path, [["drop", {"text": "Let"}]])
    assert "# Months." in path.read_text("utf-8")


def test_a_comment_behind_the_last_rule_outlives_it(path: Path) -> None:
    written(path, '[[ignore]]\ntext = "Let"\n\n# Months come here.\n')
    edit(path, [["drop", {"text": "Let"}]])
    assert "# Months come here." in path.read_text("utf-8")


def test_a_comment_in_an_emptied_list_of_aliases_outlives_it(path: Path) -> None:
    written(path, "[names.'org/x']\naliases = [\n  # as in Bergen\n  'Ex',\n]\n")
    edit(path, [["drop", "org/x", "Ex"]])
    assert "# as in Bergen" in path.read_text("utf-8")


def test_a_comment_behind_a_value_outlives_taking_it_away_and_giving_it_back(path: Path) -> None:
    text = "[names.'org/x']\nname = 'X'\nkind = 'place'  # or not?\n"
    written(path, text)
    edit(path, edit(path, [["set", "org/x", "kind", None]]))
    assert "# or not?" in path.read_text("utf-8")


# Several at once.


def _put_many(path: Path, who: int, times: int) -> None:
    for number in range(times):
        edit(path, [["put", "org/shared", f"alias {who} {number}"]])
        edit(path, [["set", f"org/of-{who}-{number}", "name", f"Of {who} {number}"]])


def test_two_processes_that_edit_at_once_lose_nothing(path: Path) -> None:
    written(path)
    context = multiprocessing.get_context("spawn")
    editing = [context.Process(target=_put_many, args=(path, who, 20)) for who in (1, 2)]
    for process in editing:
        process.start()
    for process in editing:
        process.join(120)
    assert [process.exitcode for process in editing] == [0, 0]
    own = read(path)
    assert own.problems == ()
    expected = {f"alias {who} {number}" for who in (1, 2) for number in range(20)}
    assert {*own.names["org/shared"].aliases} == expected
    assert sum(id.startswith("org/of-") for id in own.names) == 40
    assert comments(path.read_text("utf-8")) == comments(THEIRS)


def test_who_reads_meanwhile_never_sees_a_half(path: Path) -> None:
    written(path)
    editing = Thread(target=_put_many, args=(path, 1, 20))
    editing.start()
    seen = []
    while editing.is_alive():
        seen.append(read(path))
    editing.join()
    assert [own.problems for own in seen if own.problems] == []
    assert all(own.names["person/ann-author"].same_as for own in seen)


def test_no_scraps_stay_beside_the_file(path: Path) -> None:
    written(path)
    _put_many(path, 1, 3)
    assert {each.name for each in path.parent.iterdir()} == {path.name, f".{path.name}.lock"}


# What cannot be read or written.

UNREADABLE = {
    "no TOML": b"[names\n",
    "not UTF-8": '[names."org/x"]\nname = "Café"\n'.encode("latin-1"),
    "too large": b"# " + b"x" * LARGEST,
    "too large in bytes": ("# " + "ж" * (LARGEST // 2 + 1)).encode(),
    "nested too deeply": b"a = " + b"[" * 200_000,
    "a key twice": b'[names."org/x"]\nname = "X"\nname = "Y"\n',
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(FileUnusable, match=r"entities\.toml") as raised:
        edit(path, [["put", "org/x", "Ex"]])
    assert path.read_bytes() == content
    assert len(str(raised.value)) < 1000
    assert {each.name for each in path.parent.iterdir()} <= {path.name, f".{path.name}.lock"}


def test_a_directory_in_its_place_is_a_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(FileUnusable, match="irectory"):
        edit(path, [["put", "org/x", "Ex"]])
    assert path.is_dir()


def test_a_file_where_its_directory_should_be_is_a_sentence(path: Path) -> None:
    path.parent.write_text("not a directory")
    with pytest.raises(FileUnusable, match="Your names stay as they were"):
        edit(path, [["put", "org/x", "Ex"]])
    assert path.parent.read_text() == "not a directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
@pytest.mark.parametrize("what", ["file", "directory"])
def test_without_permission_it_is_a_sentence(path: Path, what: str) -> None:
    place = written(path) if what == "file" else written(path).parent
    place.chmod(0)
    try:
        with pytest.raises(FileUnusable, match="ermission"):
            edit(path, [["put", "org/x", "Ex"]])
    finally:
        place.chmod(0o700)
    assert path.read_text("utf-8") == THEIRS


def test_a_link_stays_a_link_and_what_it_points_to_is_edited(path: Path, tmp_path: Path) -> None:
    real = written(tmp_path / "elsewhere" / "mine.toml")
    path.parent.mkdir()
    path.symlink_to(real)
    edit(path, [["put", "org/x", "Ex"]])
    assert path.is_symlink()
    assert read(real).names["org/x"].aliases == ("Ex",)


def test_the_permissions_that_a_person_gave_stay(path: Path) -> None:
    written(path).chmod(0o644)
    edit(path, [["put", "org/x", "Ex"]])
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_of_edits_of_which_one_fails_none_is_carried_out(path: Path) -> None:
    written(path, "ignore = 3\n[names.'org/x']\nname = 'X'\n")
    with pytest.raises(FileUnusable):
        edit(path, [["put", "org/x", "Ex"], ["put", {"text": "Let"}]])
    assert read(path).names["org/x"].aliases == ()
