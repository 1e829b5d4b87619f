"""Which act a key stands for, with prefixes such as `g` that wait for a second key.

Textual accepts a binding of two keys and never fires it, so chords are ours. Pure but for
the pending prefix. Knows keys and acts by name, no widget.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

_SPOKEN = {
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "question_mark": "?",
    "space": "Space",
    "enter": "Enter",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "backspace": "Backspace",
}


class Key(NamedTuple):
    """A row of a screen's table of keys: help, footer, palette and tests read it alike."""

    id: str
    """What a person's configuration calls it: "item.next"."""
    keys: tuple[str, ...]
    """Each a character or a key name, or a chord of two of them: "J", "pagedown", "g g"."""
    act: str
    """The Textual action that it runs on its screen."""
    says: str
    """What it does, in a few words."""
    group: str = "Reading"
    """The heading it stands under in the help."""
    footer: str | None = None
    """What the footer calls it, if it is one of the few that stand there."""


class KeyClash(ValueError):
    """Two acts want one key, or a key is both an act and the prefix of a chord."""


class Chords:
    """Turns keys into acts, one at a time."""

    def __init__(self, table: Iterable[Key]) -> None:
        self.table = tuple(table)
        self.pending = ""
        self._acts = _acts(self.table)
        self._prefixes = {keys.split()[0] for keys in self._acts if " " in keys}

    def press(self, key: str) -> Key | None:
        """The act that this key completes, or None; `pending` tells a prefix from nothing."""
        pressed = f"{self.pending} {key}".strip()
        waited, self.pending = self.pending, ""
        if not waited and key in self._prefixes:
            self.pending = key
            return None
        if waited and key == "escape":
            return None
        return self._acts.get(pressed)

    def continuations(self) -> tuple[tuple[str, Key], ...]:
        """What can follow the pending prefix: (second key, act)."""
        begin = f"{self.pending} "
        return tuple(
            (keys.removeprefix(begin), key)
            for keys, key in self._acts.items()
            if self.pending and keys.startswith(begin)
        )


def rebound(table: Iterable[Key], own: Mapping[str, str]) -> tuple[Key, ...]:
    """The table with a person's own keys: {"item.next": "J, n"}; unknown ids are left alone."""
    return tuple(
        row._replace(keys=tuple(k.strip() for k in own[row.id].split(",") if k.strip()))
        if row.id in own
        else row
        for row in table
    )


def name_of(key: str, character: str | None) -> str:
    """What the tables call a key that was pressed: the character it types, else its name."""
    if character is not None and character.isprintable() and character != " ":
        return character
    return key


def spoken(keys: str) -> str:
    """A key or chord as a person reads it: "ctrl+d" is "Ctrl+D"."""
    return " ".join(_spoken_one(key) for key in keys.split())


def _spoken_one(key: str) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if last in _SPOKEN:
        last = _SPOKEN[last]
    elif modifiers or (len(last) > 1 and last[0] == "f" and last[1:].isdigit()):
        last = last.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), last])


def _acts(table: Iterable[Key]) -> dict[str, Key]:
    acts: dict[str, Key] = {}
    for row in table:
        for keys in row.keys:
            if keys in acts:
                raise KeyClash(f"{spoken(keys)} is both {acts[keys].id} and {row.id}")
            acts[keys] = row
    for keys, row in acts.items():
        prefix = keys.split()[0]
        if prefix != keys and prefix in acts:
            said = f"{spoken(prefix)} is {acts[prefix].id}"
            raise KeyClash(f"{said} and begins {spoken(keys)}, {row.id}")
    return acts
