"""What a person does to a library: marks, names, the trash, places; nearly all can be undone.

Knows no document that is not in the library yet.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Collection
from typing import Any

from crankreader.library import LibraryUnusable as ReaderError
from crankreader.library.searches import MOST_SAVED, as_name, as_query
from crankreader.library.writing import ALONE, Fold
from crankreader.model import (
    Act,
    Place,
    SavedSearch,
)
from crankreader.reader.asking import Asking
from crankreader.safety import clean, one_line

_PARTED = "undo.parted"
"""The preference that says what lay under which issue that undoing put into the trash."""


class Acting(Asking):
    """The verbs that change what `state.db` holds."""

    def mark(
        self,
        items: Collection[str],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        tag: str | None = None,
        untag: str | None = None,
        note: str | None = None,
    ) -> Act:
        """Mark items; an empty note takes the note away."""
        return self._state.mark(
            self._shelves.issues_of(items),
            read=read,
            starred=starred,
            tag=None if tag is None else one_line(tag).strip(),
            untag=None if untag is None else one_line(untag).strip(),
            note=None if note is None else clean(note).strip(),
        )

    def remove(self, issues: Collection[str], feeds: Collection[str] = ()) -> Act:
        """Put issues, and the copies under them, into the trash for thirty days; follow these
        feeds no more.
        """
        there = [issue for issue in issues if self._library.has_issue(issue)]
        copies = [copy for issue in there for copy in self._library.copies(issue)]
        return self._state.remove(there, along=set(copies) - set(there), feeds=feeds)

    def unsubscribe(self, feeds: Collection[str]) -> Act:
        """Follow feeds, named by their addresses, no more; what came of them stays."""
        return self._state.unsubscribe(feeds)

    def leave_directory(self, path: str) -> bool:
        """Look through a directory no more on `refresh`; whether it was one of those."""
        return self._state.origins.leave(os.path.abspath(path))

    def remove_samples(self) -> Act:
        return self._state.remove(self._library.samples(), name="removed the samples")

    def undo(self) -> Act | None:
        """Take back the last act of any session; None when there is none."""
        return self._turned_over(self._state.undo)

    def redo(self) -> Act | None:
        return self._turned_over(self._state.redo)

    def _turned_over(self, turn: Callable[[], Act | None]) -> Act | None:
        names, removed = self._state.publication_names(), self._state.removed()
        act = turn()
        if names != self._state.publication_names():
            self._publications.apply()
        now = self._state.removed()
        if now != removed:
            self._part_and_join(now - removed, removed - now, now)
        return act

    def _part_and_join(
        self, gone: Collection[str], back: Collection[str], removed: Collection[str]
    ) -> None:
        """Show what was there before the issues it lay under, which are in the trash now; and lay
        it under them again where they come back.
        """
        parted = {
            copy: (issue, self._library.relation(copy)[1])
            for issue in gone
            for copy in self._library.copies(issue)
            if copy not in removed
        }
        known = self.preference(_PARTED, {})
        joined = {
            copy: (issue, relation)
            for copy, (issue, relation) in known.items()
            if issue in back and self._library.relation(copy) == (None, None)
        }
        for copy in parted:
            self._library.settle(copy, ALONE)
        for copy, (issue, relation) in joined.items():
            self._library.settle(copy, Fold(issue, relation))
        if parted or joined:
            left = {copy: where for copy, where in known.items() if copy not in joined}
            self.keep_preference(_PARTED, left | parted)

    def rename_publication(self, old: str | None, new: str) -> Act:
        """Give a publication another name; a name that another has makes the two one.

        None stands for the issues without a publication.
        """
        return self._publications.rename(old, str(one_line(new)).strip())

    # Searches that are kept.

    def save_search(self, name: str, query: str) -> Act:
        """Keep a query under a name, in place of another one of that name; without a name it is
        called as it is written. Raises ReaderError when there are too many.
        """
        query = as_query(query).rstrip()
        search = SavedSearch(as_name(name) or as_name(query), query)
        others = [one for one in self.saved_searches() if not _same(one.name, search.name)]
        if len(others) >= MOST_SAVED:
            raise ReaderError(
                f"There are {MOST_SAVED} saved searches; D forgets one in the reader."
            )
        kept = {search.name: search} if query else {}
        return self._state.keep_searches(kept, f"saved the search “{search.name}”")

    def rename_search(self, old: str, new: str) -> Act:
        """Give a saved search another name, and take the place of one that is called so."""
        new = as_name(new)
        found = next((one for one in self.saved_searches() if one.name == old), None)
        kept: dict[str, SavedSearch | None] = {}
        if found is not None and new:
            kept = {old: None} if not _same(old, new) else {}
            kept[new] = found._replace(name=new)
        return self._state.keep_searches(kept, f"renamed the search “{old}” to “{new}”")

    def forget_search(self, name: str) -> Act:
        return self._state.keep_searches({name: None}, f"forgot the search “{name}”")

    def remember_search(self, query: str) -> None:
        """Make it the newest of the recent ones."""
        self._state.searches.remember(query)

    # Where a person is, and what they like.

    def keep_offset(self, item: str, offset: int) -> None:
        """Remember the character of the item's text on the first line."""
        self._state.keep_offset(item, offset)

    def place(self) -> Place:
        return self._state.place()

    def keep_place(self, place: Place) -> None:
        self._state.keep_place(place)

    def preference(self, key: str, default: Any = None) -> Any:
        return self._state.preference(key, default)

    def keep_preference(self, key: str, value: Any) -> None:
        """Remember anything that JSON can hold."""
        self._state.keep_preference(key, value)

    def maintain(self) -> None:
        """What is due from time to time. Takes a while; not for the thread of the screen."""
        self._keep_tallies()
        self._state.back_up(datetime.date.today())

    def empty_trash(self) -> int:
        """Take out of the library what has been in the trash for thirty days; how many issues."""
        issues = self._state.long_removed(time.time())
        if issues:
            self._library.delete(issues)
            self._state.forget_removed(issues)
        return len(issues)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
