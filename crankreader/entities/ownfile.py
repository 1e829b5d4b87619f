"""Writes a person's list of names: small edits under a lock, everything else left as it stands.

Knows the file and its two tables; what they mean is told next door. A change is made in the text,
line by line, and the outcome read again: if it is not what was wanted, nothing is written.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from .own import IGNORE, LARGEST, NAMES
from .ownlines import Lines, Unwritable

Edit = Sequence[Any]
"""["set", id, key, text or None], ["put" or "drop", id, alias], or the same two with a rule of
`ignore` as a mapping in place of both. JSON can hold it.
"""
HEAD = """\
# Names of your own. crankreader writes here when you correct a name (x in the reader) and keeps
# what you write yourself, comments too. What stands here comes before what it knows by itself.
#
# [names."org/our-institute"]         the kind and the name, in small letters with hyphens
# name = "Our Institute"
# aliases = ["OI", "the Institute"]
# kind = "outlet"                     another kind than its id says
# same_as = "org/their-institute"     another name of that one
# country = "Norway"
# description = "what it is, in a few words"
#
# [[ignore]]                          what is no name
# text = "Let"
# as = "org/lashkar-e-taiba"          only as this one; leave it out: as none at all
# near = ["us", "alone"]              only beside one of these words; leave it out: everywhere
"""


class FileUnusable(Exception):
    """The file cannot be read or written; says why, for a person."""


def edit(path: Path, edits: Iterable[Edit]) -> list[Edit]:
    """Change the file, making it where there is none; what takes the change back again.

    An edit that finds nothing to change has no inverse. Others that edit wait for one another.
    Raises FileUnusable, and leaves the file as it is.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(path):
            before = _text(path)
            text, inverse = edited(before, edits, str(path))
            if inverse:
                _replace(path, text)
            return inverse
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise FileUnusable(f"{path}: {why}. Your names stay as they were.") from error


def edited(text: str, edits: Iterable[Edit], called: str) -> tuple[str, list[Edit]]:
    """The text of a file after the edits, and what takes them back. Raises FileUnusable."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileUnusable(f"{called}: {error}. Mend it first; it was left as it is.") from error
    _check(document, called)
    inverse: list[Edit] = []
    for each in edits:
        wanted = deepcopy(document)
        back = _applied(wanted, each)
        if back is None:
            continue
        text = _written(text, each, wanted, called)
        document = wanted
        inverse.insert(0, back)
    return text, inverse


def _check(document: dict[str, Any], called: str) -> None:
    """Whether the tables are tables; what they say is not looked at."""
    names, rules = document.get(NAMES, {}), document.get(IGNORE, [])
    is_fit = isinstance(names, dict) and all(
        isinstance(name, dict) and isinstance(name.get("aliases", []), list)
        for name in names.values()
    )
    if not is_fit:
        raise FileUnusable(f"{called}: [names] holds what is no name. Mend it first.")
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise FileUnusable(f"{called}: [[ignore]] is no list of rules. Mend it first.")


def _applied(document: dict[str, Any], edit: Edit) -> Edit | None:
    """Make the edit in the data; what takes it back, or None where there was nothing to do."""
    act, what, *rest = edit
    if act == "set":
        key, value = rest
        name = document.get(NAMES, {}).get(what, {})
        before = name.get(key)
        if before == value:
            return None
        if value is None:
            del name[key]
            _tidied(document, what)
        else:
            document.setdefault(NAMES, {}).setdefault(what, {})[key] = value
        return ["set", what, key, before]
    holder, value = _holder(document, act, what, rest)
    if (value in holder) == (act == "put"):
        return None
    if act == "put":
        holder.append(value)
    else:
        holder.remove(value)
        if rest and not holder:
            del document[NAMES][what]["aliases"]
            _tidied(document, what)
        elif not holder:
            del document[IGNORE]
    return ["drop" if act == "put" else "put", what, *rest]


def _holder(
    document: dict[str, Any], act: str, what: Any, rest: list[Any]
) -> tuple[list[Any], Any]:
    """The list that an edit is about, and what is put there or dropped."""
    if not rest:
        rules: list[Any] = document.get(IGNORE, [])
        if act == "put":
            rules = document.setdefault(IGNORE, rules)
        return rules, dict(what)
    if act != "put":
        return document.get(NAMES, {}).get(what, {}).get("aliases", []), rest[0]
    name = document.setdefault(NAMES, {}).setdefault(what, {})
    aliases: list[Any] = name.setdefault("aliases", [])
    return aliases, rest[0]


def _tidied(document: dict[str, Any], id: str) -> None:
    if not document[NAMES][id]:
        del document[NAMES][id]
    if not document[NAMES]:
        del document[NAMES]


def _written(text: str, edit: Edit, wanted: dict[str, Any], called: str) -> str:
    """The text with one edit made, read again to be sure."""
    lines = Lines(text)
    try:
        match edit:
            case ["set", id, key, value]:
                lines.set(id, key, value)
            case ["put", id, alias]:
                lines.put_alias(id, alias)
            case ["drop", id, alias]:
                lines.drop_alias(id, alias)
            case ["put", rule]:
                lines.put_rule(dict(rule))
            case ["drop", rule]:
                lines.drop_rule(dict(rule))
        made = lines.text
        if _meaning(tomllib.loads(made)) == _meaning(wanted):
            return made
    except (Unwritable, tomllib.TOMLDecodeError):
        pass  # told below: some other layout than the one that is explained at the head
    raise FileUnusable(
        f"{called} is laid out in a way that cannot be changed line by line; write each name as"
        ' [names."kind/name"] and each rule as [[ignore]]. It was left as it is.'
    )


def _meaning(document: dict[str, Any]) -> dict[str, Any]:
    """A table that is left for its comments says nothing."""
    names = {id: name for id, name in document.get(NAMES, {}).items() if name not in ({}, None)}
    names = {
        id: {key: value for key, value in name.items() if (key, value) != ("aliases", [])}
        for id, name in names.items()
    }
    rest = {key: value for key, value in document.items() if key not in (NAMES, IGNORE)}
    rules = document.get(IGNORE, [])
    return {**rest, NAMES: {id: name for id, name in names.items() if name}, IGNORE: rules}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """A lock beside the file: each change puts another file in its place."""
    beside = path.with_name(f".{path.name}.lock")
    lock = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _text(path: Path) -> str:
    """The file as it stands, its line ends too; the head of a new one where there is none."""
    from .own import content

    try:
        return content(path).decode("utf-8")
    except FileNotFoundError:
        return HEAD
    except UnicodeDecodeError as error:
        raise FileUnusable(f"{path}: not UTF-8. Mend it first; it was left as it is.") from error
    except ValueError as error:
        raise FileUnusable(f"{path}: {error}; it was left as it is.") from error


def _replace(path: Path, text: str) -> None:
    """Put the new text in place at once, so that nobody ever reads a half."""
    raw = text.encode()
    if len(raw) > LARGEST:
        raise FileUnusable(f"{path}: would be larger than {LARGEST // 2**20} MB.")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    real = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=real.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, real)
    except BaseException:
        os.unlink(temporary)
        raise
