"""From the words of a command line to a command and its options.

Options are rows of a table, so that a query may begin with `-` and global options stand anywhere.
Knows no command by name and prints nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

PROGRAM = "crankreader"


class UsageError(Exception):
    """The command line is wrong; the message says how."""


@dataclass(frozen=True, slots=True)
class Option:
    """`--name`, or `--name VALUE` where `value` names what is wanted."""

    name: str
    meaning: str
    value: str | None = None
    choices: tuple[str, ...] = ()
    kind: Callable[[str], object] = str


@dataclass(frozen=True, slots=True)
class Command:
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
        found[name] = value if given else _following(words, name)
        if not found[name]:
            raise UsageError(f"{name} wants a value")
    return found, rest


def parse(command: Command, words: Sequence[str]) -> argparse.Namespace:
    """The options of one command as attributes; what is no option under `words`."""
    options, positional = _sorted_out(command, words)
    given = _parser(command).parse_args([*options, "--", *positional])
    if given.help:
        return given
    if positional and (command.argument is None or not (command.many or len(positional) == 1)):
        raise UsageError(f"{command.name}: one word too many: {positional[-1]}")
    if command.needed and command.argument and not positional:
        raise UsageError(f"{command.name} wants {command.argument}")
    return given


def command_help(command: Command) -> str:
    return _parser(command).format_help()


def program_help(commands: Mapping[str, Command]) -> str:
    """What `crankreader --help` prints."""
    lines = [
        f"usage: {PROGRAM} [--data-dir DIR] [--config FILE] [COMMAND …]",
        "",
        "Reads newsletters in the terminal. Without a command: the reader.",
        "",
        "commands:",
        *(f"  {command.name:<10} {command.meaning}" for command in commands.values()),
        "",
        "options, before or after the command:",
        *(f"  {f'{each.name} {each.value}':<15} {each.meaning}" for each in GLOBAL_OPTIONS),
        "  --version       Show the version and stop.",
        "  --help          Show this and stop.",
        "",
        f"`{PROGRAM} COMMAND --help` says more. A query may begin with -, or stand after --.",
    ]
    return "\n".join(lines) + "\n"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def _parser(command: Command) -> argparse.ArgumentParser:
    argument = f" {command.argument}{' …' * command.many}" if command.argument else ""
    parser = _Parser(
        prog=f"{PROGRAM} {command.name}",
        usage=f"{PROGRAM} {command.name}{argument} [OPTION …]",
        description=command.meaning,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    for option in command.options:
        if option.value is None:
            parser.add_argument(option.name, action="store_true", help=option.meaning)
        else:
            parser.add_argument(
                option.name,
                metavar=option.value,
                choices=option.choices or None,
                type=option.kind,
                help=option.meaning,
            )
    parser.add_argument("-h", HELP.name, action="store_true", help=HELP.meaning)
    return parser


def _sorted_out(command: Command, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """(options, the rest). argparse alone takes `-putin` for an option."""
    known = {option.name: option for option in (*command.options, HELP)}
    options: dict[str, str] = {}
    positional: list[str] = []
    rest = iter(words)
    for word in rest:
        name, given, _ = word.partition("=")
        if word == "--":
            positional.extend(rest)
        elif name in known:
            if name in options and known[name].value is not None:
                raise UsageError(f"{name} was given twice")
            wants_more = known[name].value is not None and not given
            options[name] = f"{name}={_following(rest, name)}" if wants_more else word
        elif word == "-h":
            options[HELP.name] = HELP.name
        elif word.startswith("--") or (word[:1] == "-" != word and not command.takes_query):
            hint = "; put -- before a query that begins so" if command.takes_query else ""
            raise UsageError(f"{command.name} has no option {word}{hint}")
        else:
            positional.append(word)
    return list(options.values()), positional


def _following(words: Iterator[str], name: str) -> str:
    value = next(words, None)
    if value is None:
        raise UsageError(f"{name} wants a value")
    return value


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 10**9:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is wanted, not {text!r}")
    return int(text)
