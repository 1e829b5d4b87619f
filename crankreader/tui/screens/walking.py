"""Walking through the hits of a search on the reading screen, and back to where one was."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from crankreader.model import Entity
from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui.desk import Desk, Trail
from crankreader.tui.scope import Scope, scopes_at
from crankreader.tui.screens.panes import Panes
from crankreader.tui.screens.retagging import Retagging
from crankreader.tui.widgets.item_view import ItemView


class Walked(Protocol):
    """The screen on which hits are shown."""

    @property
    def app(self) -> App[Any]: ...
    @property
    def panes(self) -> Panes: ...
    @property
    def item_view(self) -> ItemView: ...
    def open_item(
        self, item: str, *, match: int = 0, at: int | None = None, since: int = 0
    ) -> None: ...
    def keep_offset(self) -> None: ...
    def refresh_all(self) -> None: ...
    def tell(self, message: str) -> None: ...


class Walk:
    """The search of one reading screen; its trail lies on the desk."""

    def __init__(
        self,
        screen: Walked,
        reader: Reader,
        settings: Settings,
        desk: Desk,
        retagging: Retagging,
    ) -> None:
        self.screen = screen
        self.reader = reader
        self.settings = settings
        self.desk = desk
        self.retagging = retagging

    def search(self, query: str | None = None, *, scope: Scope | None = None) -> None:
        """Open the search, on this query or on the one being walked through, held to what that
        is held to.
        """
        from crankreader.tui.screens.search import SearchScreen

        self.screen.keep_offset()
        trail = self.desk.trail
        if query is None and trail is not None:
            query, scope = trail.query, scope or trail.scope
        origin = trail.origin if trail else self.desk.place
        offset = trail.offset if trail else self.screen.item_view.offset_character
        search = SearchScreen(
            self.reader,
            self.settings,
            self.retagging,
            query or "",
            origin,
            offset,
            scopes_at(self.reader, self.desk.place),
            scope,
        )
        self.screen.app.push_screen(search, self._searched)

    def search_issue(self) -> None:
        """Open the search over the issue that lies open."""
        scopes = scopes_at(self.reader, self.desk.place)
        if scopes:
            self.search(scope=scopes[0])
        else:
            self.screen.tell("No issue is open that could be searched.")

    def dossier(self, entity: str, row: int = 0) -> None:
        """Open what there is about an entity, at a row of it."""
        from crankreader.tui.screens.dossier import DossierScreen

        self.screen.keep_offset()
        trail = self.desk.trail
        origin = trail.origin if trail else self.desk.place
        offset = trail.offset if trail else self.screen.item_view.offset_character
        self.screen.app.push_screen(
            DossierScreen(self.reader, self.settings, self.retagging, entity, origin, offset, row),
            self._searched,
        )

    def ask_dossier(self) -> None:
        """Ask for a name, and open the dossier of whoever bears it."""
        from crankreader.tui.screens.asking import Prompt

        def named(name: str | None) -> None:
            found = self._called(name) if name else ()
            if found:
                self.dossier(found[0].id)
            elif name:
                self.screen.tell(f"Nobody and nothing here is called “{name}”.")

        self.screen.app.push_screen(Prompt("Whose dossier", "", explain=self._found), named)

    def _called(self, typed: str) -> tuple[Entity, ...]:
        """Who bears a name, or else one that begins so."""
        return self.reader.entities_named(typed) or self.reader.names_beginning(typed)

    def _found(self, typed: str) -> str:
        if not typed.strip():
            return "A name, a part of its beginning, an alias."
        found = self._called(typed)
        names = ", ".join(f"{each.name} ({each.description or each.type})" for each in found[:3])
        return names or "Nobody and nothing here is called so."

    def search_name(self, name: str, entity: str | None) -> None:
        """Search for everything that names this."""
        quoted = '"' + name.replace('"', "") + '"'
        self.search(f"entity:{quoted}" if entity else quoted)

    def match(self, step: int) -> None:
        """The next (or previous) match: inside the item, then in the next hit."""
        trail = self.desk.trail
        if trail is None:
            self.screen.tell("There is no search to walk through; / begins one.")
        elif not self.screen.item_view.go_to_match(step):
            further = trail.step(step)
            if further is not None:
                self._follow(further, step)
            else:
                which = "last" if step > 0 else "first"
                self.screen.tell(f"This is the {which} hit.")

    def close(self) -> bool:
        """Leave the search one is walking through, back to where it began; whether there was."""
        trail, self.desk.trail = self.desk.trail, None
        if trail is None:
            return False
        origin = trail.origin.item
        if origin is not None and self.reader.holds(origin):
            self.screen.open_item(origin, at=trail.offset)
        else:
            self.screen.refresh_all()
        if trail.entity is not None:
            self.dossier(trail.entity, trail.row)
        return True

    def _searched(self, trail: Trail | None) -> None:
        if trail is None:
            self.screen.refresh_all()
        else:
            self._follow(trail, 1)

    def _follow(self, trail: Trail, match: int) -> None:
        self.desk.trail = trail
        self.screen.panes.go("item")
        self.screen.open_item(trail.hit.item, match=match, since=trail.start if match > 0 else 0)
        self.desk.trail = trail._replace(start=0)
