"""From a command line to an exit code, whatever happens on the way.

The one place that catches everything: no traceback reaches a person. Knows no command by
name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from crankreader import __version__
from crankreader.cli.arguments import PROGRAM, UsageError, split_globals
from crankreader.cli.call import (
    DONE,
    INTERRUPTED,
    UNUSABLE,
    WRONG_USAGE,
    Call,
    GivesUp,
)
from crankreader.cli.printing import Output
from crankreader.safety import clean
from crankreader.settings import Settings, SettingsError, load


def run(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    output = Output()
    log: list[Path] = []
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv), output, log)
        output.flush()
        return code
    except UsageError as error:
        output.talk(f"{PROGRAM}: {error}")
        output.talk(f"`{PROGRAM} --help` says what there is.")
        return WRONG_USAGE
    except SettingsError as error:
        output.talk(f"{PROGRAM}: {error}")
        return WRONG_USAGE
    except GivesUp as end:
        output.talk(f"{PROGRAM}: {end}")
        return end.code
    except BrokenPipeError:
        _let_go_of_standard_output()
        return DONE
    except KeyboardInterrupt:
        output.talk("Interrupted.")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line between a bug and a person
        output.talk(f"{PROGRAM}: {_last_words(error, log)}")
        return UNUSABLE


def _run(argv: list[str], output: Output, log: list[Path]) -> int:
    chosen, words = split_globals(argv)
    if words[:1] == ["--version"]:
        output.data(f"{PROGRAM} {__version__}")
        return DONE
    if not words:
        settings = _settings(chosen, log)
        if _is_terminal():
            return _screens(settings)
        return _overview(settings, output)
    return _command(words, chosen, output, log)


def _screens(settings: Settings) -> int:
    from crankreader import tui
    from crankreader.reader import ReaderError

    try:
        return tui.run(settings)
    except ReaderError as error:
        raise GivesUp(str(error), UNUSABLE) from error


def _command(words: list[str], chosen: dict[str, str], output: Output, log: list[Path]) -> int:
    from crankreader.cli.commands import COMMANDS
    from crankreader.cli.parsing import command_help, parse, program_help

    name, *rest = words
    if name in ("-h", "--help"):
        output.data(program_help(COMMANDS))
        return DONE
    command = COMMANDS.get(name)
    if command is None:
        raise UsageError(f"there is no command {name}")
    given = parse(command, rest)
    if given.help:
        output.data(command_help(command))
        return DONE
    return command.run(Call(_settings(chosen, log), output, given))


def _settings(chosen: dict[str, str], log: list[Path]) -> Settings:
    settings = load(chosen.get("--data-dir"), chosen.get("--config"))
    log.append(settings.log_file)
    return settings


def _overview(settings: Settings, output: Output) -> int:
    from argparse import Namespace

    from crankreader.cli.finding import overview

    return overview(Call(settings, output, Namespace(words=[])))


def _is_terminal() -> bool:
    streams = (sys.stdin, sys.stdout)
    if any(stream is None or not stream.isatty() for stream in streams):
        return False
    return os.environ.get("TERM") != "dumb"


def _let_go_of_standard_output() -> None:
    """Whoever read it has gone; the flush at exit must not complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _last_words(error: Exception, log: list[Path]) -> str:
    """A sentence about a bug, and where the whole of it is written down."""
    sentence = f"something went wrong that should not have ({type(error).__name__})."
    if isinstance(error, OSError) and error.strerror:
        sentence = f"something went wrong: {error.strerror}."
    if not log:
        return sentence
    from traceback import format_exception

    try:
        log[-1].parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(log[-1], flags, 0o600), "a", encoding="utf-8", errors="replace") as file:
            file.write(clean("".join(format_exception(error))) + "\n")
    except OSError:
        return sentence
    return f"{sentence} More is in {log[-1]}"
