"""One index, kept open and read anew when somebody wrote it."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from crankreader.search import Index, IndexUnusable


class Warm:
    """The index of one directory, opened when it is first asked for."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._opened: Index | None = None
        self._turn = Lock()

    def close(self) -> None:
        with self._turn:
            self._close()

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def index(self) -> Index:
        """The newest there is, opened. Raises IndexUnusable."""
        with self._turn:
            try:
                if self._opened is None:
                    self._opened = Index.open(self.directory)
                else:
                    self._opened.refresh()
            except IndexUnusable:
                self._close()
                raise
            return self._opened

    def trouble(self) -> str | None:
        """Why there is no index that can be used."""
        try:
            self.index()
        except IndexUnusable as error:
            return str(error)
        return None
