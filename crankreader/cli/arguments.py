"""What a command line is made of: commands and their options, as rows of tables.

Knows no command by name and prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

PROGRAM = "crankreader"


class UsageError(Exception):
    """The command line is wrong; the message says how."""


class Option(NamedTuple):
    """`--name`, or `--name VALUE` where `value` names what is wanted."""

    name: str
    meaning: str
    value: str | None = None
    choices: tuple[str, ...] = ()
    kind: Callable[[str], object] = str


class Command(NamedTuple):
    """A row of the table of commands."""

    name: str
    meaning: str
    run: Callable[..., int]
    """Takes a `Call`, gives the exit code."""
    argument: str | None = None
    """What the words after the command are: "PATH", "QUERY"."""
    many: bool = True
    needed: bool = True
    options: tuple[Option, ...] = ()

    @property
    def takes_query(self) -> bool:
        return self.argument is not None and "QUERY" in self.argument


GLOBAL_OPTIONS: tuple[Option, ...] = (
    Option("--data-dir", "Keep everything under this directory.", "DIR"),
    Option("--config", "Use this config file.", "FILE"),
)
HELP = Option("--help", "Show this and stop.")
JSON = Option("--json", "Print one JSON document.")


def split_globals(argv: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The global options, wherever they stand before `--`, and the other words."""
    names = {option.name for option in GLOBAL_OPTIONS}
    found: dict[str, str] = {}
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        name, given, value = word.partition("=")
        if word == "--":
            return found, [*rest, word, *words]
        if name not in names:
            rest.append(word)
            continue
        found[name] = value if given else following(words, name)
        if not found[name]:
            raise UsageError(f"{name} wants a value")
    return found, rest


def following(words: Iterator[str], name: str) -> str:
    """The value of an option that is the next word."""
    value = next(words, None)
    if value is None:
        raise UsageError(f"{name} wants a value")
    return value
