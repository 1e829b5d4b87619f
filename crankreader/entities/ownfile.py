"""Writes a person's list of names: small edits under a lock, comments kept.

Knows the file and its two tables; what they mean is told next door.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .own import IGNORE, LARGEST, NAMES

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

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
            document = _read(path)
            inverse: list[Edit] = []
            for each in edits:
                inverse[:0] = _EDITS[each[0]](document, *each[1:])
            if inverse:
                _replace(path, _spaced(document.as_string()))
            return inverse
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise FileUnusable(f"{path}: {why}. Your names stay as they were.") from error


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The directory is locked, not the file: each change puts another file in its place."""
    lock = os.open(
        path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _read(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = path.read_text("utf-8")
        if len(text) > LARGEST:
            raise FileUnusable(f"{path}: larger than {LARGEST // 2**20} MB; it was left as it is.")
        return tomlkit.parse(text)
    except FileNotFoundError:
        return tomlkit.parse(HEAD)
    except (TOMLKitError, UnicodeDecodeError, RecursionError) as error:
        raise FileUnusable(f"{path}: {error}. Mend it first; it was left as it is.") from error


def _replace(path: Path, text: str) -> None:
    """Put the new text in place at once, so that nobody ever reads a half."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    real = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=real.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, real)
    except BaseException:
        os.unlink(temporary)
        raise


def _spaced(text: str) -> str:
    """An empty line before the first rule, where the tables of names end without one."""
    first = f"\n[[{IGNORE}]]"
    before, found, after = text.partition(first)
    return text if not found or before.endswith("\n") else f"{before}\n{first}{after}"


# Each edit changes the document and gives what takes it back.


def _set(document: TOMLDocument, id: str, key: str, value: str | None) -> list[Edit]:
    table = _table(document, id, make=value is not None)
    before = table.get(key) if table is not None else None
    before = None if before is None else str(before)
    if table is None or before == value:
        return []
    if value is None:
        table.remove(key)
        _tidy(document, id)
    else:
        table[key] = value
    return [["set", id, key, before]]


def _put(document: TOMLDocument, what: Any, alias: str | None = None) -> list[Edit]:
    import tomlkit

    if alias is None:
        rules = document.setdefault(IGNORE, tomlkit.aot())
        if any(_same(rule, what) for rule in rules):
            return []
        rule = tomlkit.table()
        for key, value in what.items():
            rule.add(key, value)
        rules.append(rule)
        return [["drop", what]]
    table = _table(document, what, make=True)
    assert table is not None
    aliases = table.setdefault("aliases", tomlkit.array())
    if alias in aliases:
        return []
    aliases.append(alias)
    return [["drop", what, alias]]


def _drop(document: TOMLDocument, what: Any, alias: str | None = None) -> list[Edit]:
    if alias is None:
        rules = document.get(IGNORE, [])
        for number, rule in enumerate(rules):
            if _same(rule, what):
                del rules[number]
                if not len(rules):
                    document.remove(IGNORE)
                return [["put", what]]
        return []
    table = _table(document, what, make=False)
    aliases = table.get("aliases", []) if table is not None else []
    if table is None or alias not in aliases:
        return []
    aliases.remove(alias)
    if not aliases:
        table.remove("aliases")
        _tidy(document, what)
    return [["put", what, alias]]


_EDITS: dict[str, Callable[..., list[Edit]]] = {"set": _set, "put": _put, "drop": _drop}


def _table(document: TOMLDocument, id: str, *, make: bool) -> Any:
    import tomlkit

    names = document.get(NAMES)
    if names is None and make:
        names = document.setdefault(NAMES, tomlkit.table(is_super_table=True))
    if names is not None and not hasattr(names, "setdefault"):
        raise FileUnusable("[names] in entities.toml is no table. Mend it first.")
    if names is None or (id not in names and not make):
        return None
    return names.setdefault(id, tomlkit.table())


def _tidy(document: TOMLDocument, id: str) -> None:
    """A table with nothing in it goes, unless a person wrote a comment there."""
    names: Any = document[NAMES]
    if not names[id] and not names[id].as_string().strip():
        names.remove(id)
        if not names and not names.as_string().strip():
            document.remove(NAMES)


def _same(rule: Any, what: Any) -> bool:
    plain = rule.unwrap() if hasattr(rule, "unwrap") else rule
    return bool(plain == what)
