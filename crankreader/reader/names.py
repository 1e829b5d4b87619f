"""The names that one reader knows: the program's, under those of a person's own list.

Read when first asked for, and again when the file is another one. Any thread may ask.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from crankreader.library import LibraryUnusable as ReaderError

if TYPE_CHECKING:
    from crankreader.entities import Dictionary
    from crankreader.entities.ownfile import Edit
    from crankreader.library.tagging import Tagger

Stamp = tuple[int, int, int]
"""What tells one state of a file from another."""


class Names:
    """A dictionary that follows `entities.toml`."""

    def __init__(self, path: Path, last: Callable[[], str]) -> None:
        self.path = path
        self._last = last
        """What the list meant by which the texts are tagged, for a file that cannot be read."""
        self._turn = Lock()
        self._read: tuple[Stamp | None, Dictionary] | None = None
        self._problems: tuple[str, ...] = ()
        self._is_broken = False

    @property
    def stamp(self) -> Stamp | None:
        """Another one whenever the file is another one; None where there is none."""
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    @property
    def known(self) -> Dictionary:
        """The dictionary as it is by now. A file that cannot be read changes nothing in it."""
        from crankreader.entities import corrected, dictionary
        from crankreader.entities.own import from_body, read

        with self._turn:
            stamp = self.stamp
            if self._read is None or self._read[0] != stamp:
                own = read(self.path)
                self._problems, self._is_broken = own.problems, own.is_broken
                if own.is_broken:
                    known = self._read[1] if self._read else None
                    known = known or corrected(dictionary(), from_body(self._last()))
                else:
                    known = corrected(dictionary(), own)
                self._read = stamp, known
            return self._read[1]

    @property
    def problems(self) -> tuple[str, ...]:
        """What in the file does not count, a sentence each."""
        self.known  # noqa: B018 - reads the file where it is another one
        return self._problems

    @property
    def is_broken(self) -> bool:
        """Whether the file is there and says nothing that can be understood."""
        return bool(self.problems) and self._is_broken

    @property
    def tagger(self) -> Tagger:
        """What the recogniser makes its mentions by."""
        from crankreader.entities import dictionary, version
        from crankreader.library.tagging import Tagger

        own = self.known.own
        return Tagger(version(dictionary()), own.version, own.body)

    def edit(self, edits: Sequence[Edit]) -> list[Edit]:
        """Change the file; what takes the change back. Raises ReaderError."""
        from crankreader.entities.ownfile import FileUnusable, edit

        try:
            return edit(self.path, edits)
        except FileUnusable as error:
            raise ReaderError(str(error)) from error
