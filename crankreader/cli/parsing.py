"""From the words after a command to its options, and the help that says them.

argparse alone takes `-putin` for an option; here a query may begin so. Knows no command by name.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import NoReturn

from crankreader.cli.arguments import (
    GLOBAL_OPTIONS,
    HELP,
    PROGRAM,
    Command,
    UsageError,
    following,
)


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
            options[name] = f"{name}={following(rest, name)}" if wants_more else word
        elif word == "-h":
            options[HELP.name] = HELP.name
        elif word.startswith("--") or (word[:1] == "-" != word and not command.takes_query):
            hint = "; put -- before a query that begins so" if command.takes_query else ""
            raise UsageError(f"{command.name} has no option {word}{hint}")
        else:
            positional.append(word)
    return list(options.values()), positional


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 10**9:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is wanted, not {text!r}")
    return int(text)
