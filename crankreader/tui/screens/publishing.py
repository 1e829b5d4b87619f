"""Publications by hand: giving one another name, which may put it together with another.

Knows what lies open and what is asked; the reader keeps the name.
"""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from crankreader.model import Act, IssueRow, PublicationRow, counted
from crankreader.reader import Reader, ReaderError
from crankreader.tui.desk import Desk
from crankreader.tui.screens.marking import Marks


class Renamer(Protocol):
    """The screen on which it is done."""

    @property
    def app(self) -> App[Any]: ...
    @property
    def marks(self) -> Marks: ...
    def tell(self, message: str) -> None: ...


def rename(
    screen: Renamer, reader: Reader, desk: Desk, row: IssueRow | PublicationRow | None
) -> None:
    """Ask for another name for the publication of this row, or else of what is open."""
    from crankreader.tui.screens.asking import Prompt

    if isinstance(row, PublicationRow):
        old = row.name
    elif row is not None:
        old = row.publication
    elif desk.outline is not None:
        old = desk.outline.issue.publication
    else:
        screen.tell("Nothing is open that belongs to a publication.")
        return
    names = {each.name: each.issues for each in reader.publications() if each.name}

    def renamed(new: str | None) -> None:
        if new is None or new == old:
            return
        try:
            act: Act = reader.rename_publication(old, new)
        except ReaderError as error:
            screen.tell(str(error))
        else:
            screen.marks.done(act)

    screen.app.push_screen(
        Prompt(
            f"Another name for “{old}”" if old else "A name for the articles without one",
            "",
            value=old or "",
            explain=lambda new: consequence(old, new.strip(), names),
        ),
        renamed,
    )


def fold(name: str) -> str:
    """A name without what capitals and blanks make of it: they make no other publication."""
    return " ".join(name.casefold().split())


def consequence(old: str | None, new: str, names: dict[str, int]) -> str:
    """What a new name will do, as it is typed."""
    if not new or new == old:
        return "All its issues come along, and new ones, too. Enter renames, Esc does not."
    folded = fold(new)
    there = new if new in names else next((one for one in names if fold(one) == folded), None)
    if there is not None and there != old:
        return (
            f"“{there}” is there already, with {counted(names[there], 'issue')}:"
            " Enter puts the two together. u takes it back."
        )
    return f"Enter calls it “{new}”. u takes it back."
