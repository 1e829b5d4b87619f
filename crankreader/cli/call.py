"""What every command is handed, and how it opens the library and gives up.

Knows no command. Imports the reader only when a library is opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from crankreader.cli.arguments import UsageError
from crankreader.cli.printing import Output
from crankreader.settings import Limits, Settings

if TYPE_CHECKING:
    from argparse import Namespace

    from crankreader.reader import Reader

DONE, NOT_ALL, WRONG_USAGE, UNUSABLE, INTERRUPTED = 0, 1, 2, 3, 130


class GivesUp(Exception):
    """A command ends early with a sentence and an exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


class Call(NamedTuple):
    """One command with what was asked of it."""

    settings: Settings
    output: Output
    given: Namespace

    @property
    def words(self) -> list[str]:
        words: list[str] = self.given.words
        return words

    @property
    def paths(self) -> list[str]:
        """The words as paths. An empty one, as of a variable that is not set, would be the
        directory one is in, which nobody meant. Raises UsageError.
        """
        if "" in self.words:
            raise UsageError("a PATH is empty; . is the directory you are in")
        return self.words

    @property
    def query(self) -> str:
        """The words in one; a shell has taken the quotes of each off already."""
        return said(" ".join(self.words))

    @contextmanager
    def library(self) -> Iterator[Reader]:
        """The library, open; one that cannot be used ends the command."""
        from crankreader.reader import QueryProblem, Reader, ReaderError

        try:
            reader = Reader.open(self.settings)
            if reader.notice:
                self.output.talk(reader.notice)
            try:
                yield reader
            finally:
                reader.close()
        except QueryProblem as problem:
            raise GivesUp(f"The query: {problem}", NOT_ALL) from problem
        except ReaderError as error:
            raise GivesUp(str(error), UNUSABLE) from error


def said(text: str) -> str:
    """What a person typed, where the locale left bytes of it undecoded."""
    return os.fsencode(text).decode("utf-8", errors="replace")


def standard_input(paths: Sequence[str], limits: Limits) -> bytes | None:
    """What is piped in, where one of the paths is `-`; one byte past the bound tells of more."""
    if "-" not in paths:
        return None
    return b"" if sys.stdin is None else sys.stdin.buffer.read(limits.file + 1)
