"""The names that a person added, changed or ruled out, as `entities.toml` tells them.

Knows what the file may say and what is wrong with it. Reads no database; it is written next door.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ..model import ENTITY_TYPES, VALUE_TYPES, EntityType
from .tokens import fold, slug, tokens_of

KINDS = tuple(kind for kind in ENTITY_TYPES if kind not in VALUE_TYPES)
"""What a name can be."""
NAMES, IGNORE = "names", "ignore"
"""The two tables of the file."""
_TEXTS = ("name", "kind", "country", "description", "same_as")
_RULES = ("text", "as", "near")
LARGEST = 4 * 2**20
"""Bytes of a file that is still read."""


class OwnName(NamedTuple):
    """What a person says of one entity; None and () where they say nothing."""

    id: str
    name: str | None = None
    kind: EntityType | None = None
    aliases: tuple[str, ...] = ()
    country: str | None = None
    description: str | None = None
    same_as: str | None = None
    """The id of the entity that it is another name of."""


class Ignored(NamedTuple):
    """What is no name; at least one of `text` and `entity` is given."""

    text: str | None = None
    """As texts write it; None: whatever the words."""
    entity: str | None = None
    """Only as this entity; None: as no entity at all."""
    near: tuple[str, ...] = ()
    """Only where one of these words stands within five words; (): everywhere."""


class Own(NamedTuple):
    """The whole file."""

    names: Mapping[str, OwnName] = MappingProxyType({})
    ignored: tuple[Ignored, ...] = ()
    problems: tuple[str, ...] = ()
    """A sentence for each part that does not count, and why."""
    is_broken: bool = False
    """The file is there and could not be read at all."""
    body: str = ""
    """What it means, as JSON that `from_body` takes; "" where it says nothing."""

    @property
    def version(self) -> str:
        """Another one whenever the file means something else; "" where it says nothing."""
        from hashlib import blake2b  # neither it nor tomllib is needed where there is no file

        return blake2b(self.body.encode(), digest_size=6).hexdigest() if self.body else ""


NOTHING = Own()


def read(path: Path) -> Own:
    """What the file says; nothing where there is none. Never fails: what is wrong is told."""
    import tomllib

    try:
        document = tomllib.loads(content(path).decode("utf-8"))
    except FileNotFoundError:
        return NOTHING
    except OSError as error:
        return _broken(path, error.strerror or "cannot be read")
    except UnicodeDecodeError:
        return _broken(path, "not UTF-8")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return _broken(path, str(error) or "nested too deeply")
    return understood(document, path.name)


def content(path: Path) -> bytes:
    """The bytes of the file. OSError where there is none; ValueError where it is no file that can
    be read, with what it is.
    """
    # Non-blocking, so that a pipe in place of a file keeps nobody waiting.
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise ValueError("not a file")
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ValueError(f"larger than {LARGEST // 2**20} MB")
    return raw


def _broken(path: Path, why: str) -> Own:
    said = f"{path.name}: {why}. Your names stay as they were read last until that is mended."
    return Own(problems=(said,), is_broken=True)


def understood(document: Mapping[str, Any], file: str = "entities.toml") -> Own:
    """What a parsed file means, and a sentence for each part that means nothing."""
    problems: list[str] = []
    for key in document:
        if key not in (NAMES, IGNORE):
            problems.append(f"{file}: nothing is called “{key}”; there are [names] and [[ignore]].")
    said = {name.id: name for name in _names(document.get(NAMES, {}), problems)}
    names = {id: said[id] for id in sorted(said)}
    _check_aliases(names, problems)
    _check_merges(names, problems)
    ignored = tuple(_ignored(document.get(IGNORE, []), problems))
    return _with_body(names, ignored, [_located(each, file) for each in problems])


def from_body(body: str) -> Own:
    """What a file meant that had this `body`."""
    if not body:
        return NOTHING
    names, ignored = json.loads(body)
    return Own(
        {id: OwnName(id, *_tupled(rest)) for id, *rest in names},
        tuple(Ignored(*_tupled(rest)) for rest in ignored),
        body=body,
    )


def _tupled(values: Sequence[Any]) -> Iterator[Any]:
    return (tuple(value) if isinstance(value, list) else value for value in values)


def _with_body(names: dict[str, OwnName], ignored: tuple[Ignored, ...], problems: list[str]) -> Own:
    body = ""
    if names or ignored:
        rows = [sorted(names.values()), ignored] if names else [[], ignored]
        body = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return Own(MappingProxyType(names), ignored, tuple(problems), body=body)


def _located(problem: str, file: str) -> str:
    return problem if problem.startswith(file) else f"{file}: {problem}"


def kind_of(id: str) -> EntityType | None:
    """The kind that a well-made id says; None for any other text."""
    kind, slash, name = id.partition("/")
    is_id = slash and kind in KINDS and slug(name) == name
    return next(one for one in KINDS if one == kind) if is_id else None


def _names(table: object, problems: list[str]) -> Iterator[OwnName]:
    if not isinstance(table, dict):
        problems.append("[names] has to be a table, with one table for each name.")
        return
    for id, facts in table.items():
        name = _name(id, facts, problems)
        if name is not None:
            yield name


def _name(id: str, facts: object, problems: list[str]) -> OwnName | None:
    if kind_of(id) is None:
        problems.append(f"“{id}” is no id; one is made of {', '.join(KINDS)}, a slash and a name.")
        return None
    if not isinstance(facts, dict):
        problems.append(f"{id}: has to be a table, such as [names.“{id}”].")
        return None
    kept: dict[str, Any] = {}
    for key, value in facts.items():
        if key == "aliases" and isinstance(value, list) and all(isinstance(v, str) for v in value):
            kept[key] = tuple(value)
        elif key in _TEXTS and isinstance(value, str) and value.strip():
            kept[key] = value.strip()
        elif key == "aliases" or key in _TEXTS:
            wanted = "a list of texts" if key == "aliases" else "a text"
            problems.append(f"{id}: {key} has to be {wanted}.")
        else:
            problems.append(f"{id}: nothing is called “{key}”.")
    if kept.get("kind", KINDS[0]) not in KINDS:
        problems.append(f"{id}: “{kept.pop('kind')}” is no kind; there are {', '.join(KINDS)}.")
    if "same_as" in kept and kind_of(kept["same_as"]) is None:
        problems.append(f"{id}: same_as has to be the id of an entity, not “{kept['same_as']}”.")
        del kept["same_as"]
    if "country" in kept and kind_of(kept["country"]) is None:
        kept["country"] = f"country/{slug(kept['country'])}"
    for alias in (kept.get("name"), *kept.get("aliases", ())):
        if alias is not None and not tokens_of(alias, {}):
            problems.append(f"{id}: “{alias}” has no word in it.")
    return OwnName(id, **kept) if kept else None


def _check_aliases(names: dict[str, OwnName], problems: list[str]) -> None:
    """One alias under two ids is the first one's; what is called so comes last."""
    owners: dict[str, str] = {}
    for id, name in names.items():
        lost = []
        for alias in name.aliases:
            owner = owners.setdefault(fold(alias), id)
            if owner != id:
                problems.append(f"“{alias}” is a name of {owner} and of {id}; {owner} has it.")
                lost.append(alias)
        if lost:
            kept = tuple(alias for alias in name.aliases if alias not in lost)
            names[id] = name._replace(aliases=kept)
    for id, name in names.items():
        if name.name is not None and name.same_as is None:
            owner = owners.setdefault(fold(name.name), id)
            if owner != id:
                problems.append(f"“{name.name}” is a name of {owner} and of {id}; {owner} has it.")


def _check_merges(names: dict[str, OwnName], problems: list[str]) -> None:
    """A merge, or another kind, that leads back to where it began is none."""
    for id in list(names):
        seen, at = {id}, leads_to(names, id)
        while at is not None and at not in seen:
            seen.add(at)
            at = leads_to(names, at)
        if at is None:
            continue
        key = "same_as" if names[id].same_as is not None else "kind"
        problems.append(f"{id}: {key} leads round to {at} again; it does not count.")
        names[id] = names[id]._replace(same_as=None, kind=None)


def leads_to(names: Mapping[str, OwnName], id: str) -> str | None:
    """The id that a name says it is another one of; None where it is itself."""
    name = names.get(id)
    if name is None:
        return None
    if name.same_as is not None:
        return name.same_as
    other = f"{name.kind}/{id.partition('/')[2]}" if name.kind else id
    return other if other != id else None


def _ignored(rules: object, problems: list[str]) -> Iterator[Ignored]:
    if not isinstance(rules, list):
        problems.append("[[ignore]] has to be written with two brackets, once for each rule.")
        return
    for number, rule in enumerate(rules, 1):
        where = f"[[ignore]] number {number}"
        if not isinstance(rule, dict):
            problems.append(f"{where}: has to be a table.")
            continue
        problems += [f"{where}: nothing is called “{key}”." for key in rule if key not in _RULES]
        text, entity, near = rule.get("text"), rule.get("as"), rule.get("near", [])
        near = [near] if isinstance(near, str) else near
        if not (text is None or (isinstance(text, str) and tokens_of(text, {}))):
            problems.append(f"{where}: text has to be a word or more.")
        elif not (entity is None or (isinstance(entity, str) and kind_of(entity))):
            problems.append(f"{where}: as has to be the id of an entity.")
        elif text is None and entity is None:
            problems.append(f"{where}: says neither a text nor an entity.")
        elif not (isinstance(near, list) and all(isinstance(each, str) for each in near)):
            problems.append(f"{where}: near has to be a list of words.")
        else:
            yield Ignored(text, entity, tuple(near))
