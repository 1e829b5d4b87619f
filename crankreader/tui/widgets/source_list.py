"""The sources pane: what the item being read rests on, numbered as in its notes."""

from __future__ import annotations

from typing import NamedTuple

from textual.message import Message

from crankreader.model import Source
from crankreader.safety import one_line, safe_url
from crankreader.tui.render import spoken_source
from crankreader.tui.widgets.line_list import LineList, Pieces


class Numbered(NamedTuple):
    """A source and its number, or the line below it that says where it leads."""

    number: int
    source: Source
    is_detail: bool = False


class SourceList(LineList[Numbered]):
    """The sources, each with where it leads."""

    class Opened(Message):
        """A person asked for a source, by key or click."""

        def __init__(self, source: Source) -> None:
            super().__init__()
            self.source = source

    def __init__(self) -> None:
        super().__init__(id="sources")
        self.sources: tuple[Source, ...] = ()

    def show_sources(self, sources: tuple[Source, ...]) -> None:
        self.sources = sources
        self.border_title = f"Sources {len(sources)}" if sources else "Sources"
        self.show_rows(
            [
                Numbered(number, source, is_detail)
                for number, source in enumerate(sources, 1)
                for is_detail in (False, True)
            ]
        )

    def can_rest(self, row: Numbered) -> bool:
        return not row.is_detail

    def draw(self, row: Numbered, part: int, width: int) -> Pieces:
        if not row.is_detail:
            return [(f"{row.number} ", "number"), (spoken_source(row.source), "")]
        indent = " " * (len(str(row.number)) + 1)
        url = safe_url(row.source.url or "")
        return [(indent, ""), (one_line(url) if url else "no link · y c copies it", "quiet")]

    def choose(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self.row.source))

    def open(self, number: int) -> bool:
        """Ask for source `number` (from 1); whether there is one."""
        if not 1 <= number <= len(self.sources):
            return False
        self.post_message(self.Opened(self.sources[number - 1]))
        return True
