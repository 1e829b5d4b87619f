"""Queries that are kept, on the search screen: saving one, and asking an earlier one again.

While nothing is asked the saved searches and the last queries stand in place of the hits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from textual.app import App
from textual.widgets import Input

from crankreader.model import Results
from crankreader.query import parse
from crankreader.reader import Reader, ReaderError
from crankreader.tui.screens.counting import Counting, Host
from crankreader.tui.screens.marking import told_of
from crankreader.tui.screens.searches import named, replaces
from crankreader.tui.widgets.line_list import Pieces
from crankreader.tui.widgets.search_list import SearchList


class Asked(Host, Protocol):
    """The screen on which queries are typed."""

    results: Results | None

    @property
    def app(self) -> App[Any]: ...
    @property
    def text_box(self) -> Input: ...
    def query_one(self, selector: type[SearchList]) -> SearchList: ...
    def set_class(self, add: bool, *class_names: str) -> Any: ...
    def tell(self, message: str) -> None: ...


class Recall:
    """The kept queries of one search screen."""

    def __init__(self, screen: Asked, reader: Reader) -> None:
        self.screen = screen
        self.reader = reader
        self._counting = Counting(screen, reader, self._show_found)
        self.line: Pieces | None = None
        """What the list is, while it is shown."""

    @property
    def is_shown(self) -> bool:
        return self.line is not None

    @property
    def list(self) -> SearchList:
        return self.screen.query_one(SearchList)

    def follow(self) -> None:
        """Show the list while nothing is asked and there is something to list."""
        is_empty = not self.screen.text_box.value.strip()
        if is_empty == self.is_shown:
            return
        self.line = self._listed() if is_empty else None
        self.screen.set_class(self.is_shown, "-asks-nothing")

    def _listed(self) -> Pieces | None:
        try:
            saved, recent = self.reader.saved_searches(), self.reader.recent_searches()
        except ReaderError as error:
            self.screen.tell(str(error))
            return None
        self.list.show_searches(saved, recent)
        self._counting.soon(saved)
        parts = (("saved searches", saved), ("recent queries", recent))
        said = " and ".join(name for name, rows in parts if rows)
        return [(said, ""), (" · ↓ ↑ Enter asks one again", "quiet")] if said else None

    def _show_found(self, found: Mapping[str, int]) -> None:
        self.list.show_found(found)

    def ask(self, query: str) -> None:
        """Put a query into the box, which searches for it; what is typed next is added to it."""
        box = self.screen.text_box
        box.select_on_focus = False
        box.value = query
        box.cursor_position = len(query)
        box.focus()

    def ask_older(self) -> None:
        """The query before the one in the box."""
        recent = self.reader.recent_searches()
        asked = [query.strip() for query in recent]
        here = self.screen.text_box.value.strip()
        at = asked.index(here) + 1 if here in asked else 0
        if at < len(recent):
            self.ask(recent[at])
        else:
            self.screen.tell(
                "This is the oldest query that is kept." if at else "No query is kept yet."
            )

    def remember(self) -> None:
        """The hits on the screen led to something, or were looked at to the end."""
        results = self.screen.results
        if results is not None and results.hits:
            self._remember(results.query)

    def _remember(self, query: str) -> None:
        try:
            self.reader.remember_search(query)
        except ReaderError as error:
            self.screen.tell(str(error))

    def save(self) -> None:
        """Ask for a name, and keep the query under it."""
        from crankreader.tui.screens.asking import Prompt

        query = self.screen.text_box.value.strip()
        if not query:
            self.screen.tell("There is nothing to save: no query is typed.")
            return
        saved = self.reader.saved_searches()
        same = next((one.name for one in saved if one.query == query), None)

        def answered(name: str | None) -> None:
            if name is not None:
                self._save(name, query)

        def explained(name: str) -> str:
            other = named(name, saved)
            if other is not None and other.query != query:
                consequence = replaces(other)
            elif other is not None:
                consequence = "It is saved so already."
            else:
                consequence = "Enter saves it, Esc does not."
            return "\n".join([*warnings(query), consequence])

        self.screen.app.push_screen(
            Prompt("Save this search as", "", value=same or query, explain=explained), answered
        )

    def _save(self, name: str, query: str) -> None:
        try:
            act = self.reader.save_search(name, query)
        except ReaderError as error:
            self.screen.tell(str(error))
            return
        self._remember(query)
        done = f"{told_of(act)} in the reader" if act.changed else "It is saved so already."
        self.screen.tell(done)


def warnings(query: str) -> list[str]:
    """What a person should know before a query is saved: what is wrong with it, and what it will
    not find any more.
    """
    problems = parse(query).problems
    if problems:
        return [f"At {problems[0].at + 1}: {problems[0].message} It will show no number."]
    if parse(query, typing=True).is_beginning:
        word = query.rpartition(" ")[2]
        return [f"“{word}” is a whole word when saved; for a beginning write {word}*"]
    return []
