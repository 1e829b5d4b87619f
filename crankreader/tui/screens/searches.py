"""Saved searches on the reading screen: opened, renamed, forgotten, all they find marked.

Knows the row that was chosen and the reader; the issues pane shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from textual.app import App

from crankreader.model import Act, SavedSearch
from crankreader.reader import QueryProblem, Reader, ReaderError
from crankreader.tui.screens.marking import Marks, mark_all
from crankreader.tui.screens.walking import Walk
from crankreader.tui.widgets.issue_list import Heading, IssueList, Shelf


class Keeper(Protocol):
    """The screen whose issues pane lists them."""

    @property
    def app(self) -> App[Any]: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def walk(self) -> Walk: ...
    @property
    def issue_list(self) -> IssueList: ...
    def marked_all(self, act: Act) -> None: ...
    def tell(self, message: str) -> None: ...


def open_search(screen: Keeper, search: SavedSearch) -> None:
    """Search for it; the blank says that its last word is whole."""
    screen.walk.search(f"{search.query} ")


def forget(screen: Keeper, reader: Reader, row: SavedSearch | Heading) -> None:
    """Save it no more; the cursor stays where it is."""
    if isinstance(row, Heading):
        screen.tell("D forgets one saved search; this is the heading of all.")
        return
    at = screen.issue_list.cursor
    screen.marks.done(reader.forget_search(row.name))
    screen.issue_list.go(at, silent=True)


def mark_found(screen: Keeper, reader: Reader, search: SavedSearch) -> None:
    """Mark all read that it finds."""
    try:
        items = reader.select(search.query)
    except QueryProblem as problem:
        screen.tell(str(problem))
    else:
        mark_all(screen, reader, items)


def rename(screen: Keeper, reader: Reader, row: SavedSearch | Heading) -> None:
    """Ask for another name for it."""
    from crankreader.tui.screens.asking import Prompt

    if isinstance(row, Heading):
        screen.tell("This is the heading of all saved searches; each has a name of its own.")
        return
    searches = reader.saved_searches()

    def renamed(new: str | None) -> None:
        if new is None or new == row.name:
            return
        try:
            act = reader.rename_search(row.name, new)
        except ReaderError as error:
            screen.tell(str(error))
            return
        screen.marks.done(act)
        _go_to(screen.issue_list, reader, row.query)

    screen.app.push_screen(
        Prompt(
            f"Another name for the search “{row.name}”",
            "",
            value=row.name,
            explain=lambda new: _consequence(row, new.strip(), searches),
        ),
        renamed,
    )


def named(name: str, searches: Sequence[SavedSearch]) -> SavedSearch | None:
    """The search that is called so; capitals make no other name."""
    folded = " ".join(name.split()).casefold()
    return next((one for one in searches if one.name.casefold() == folded), None)


def replaces(other: SavedSearch) -> str:
    """What is said before a search takes the place of another one."""
    return (
        f"“{other.name}” is there already, and searches for {other.query}:"
        " Enter puts this in its place. u takes it back."
    )


def _consequence(row: SavedSearch, new: str, searches: Sequence[SavedSearch]) -> str:
    if not new or new == row.name:
        return f"It searches for {row.query}. Enter renames it, Esc does not."
    other = named(new, searches)
    if other is not None and other != row:
        return replaces(other)
    return f"Enter calls it “{new}”. u takes it back."


def _go_to(issues: IssueList, reader: Reader, query: str) -> None:
    """Put the cursor on the search that asks this, whatever it is called now."""
    found = next((one for one in reader.saved_searches() if one.query == query), None)
    if found is not None and isinstance(issues.rows, Shelf):
        issues.go(issues.rows.search_number(found.name) or 0, silent=True)
