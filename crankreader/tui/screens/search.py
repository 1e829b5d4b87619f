"""The search screen: results with every key; facets on the left, a preview on the right.

While one types the newest hits come first and the last word is a beginning; when the typing
rests they are ranked. Searching runs in a thread of its own, so a letter is on the screen
at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from crankreader.model import Act, Place, Results
from crankreader.query import finished, names_asked, parse
from crankreader.reader import QueryProblem, Reader, ReaderError
from crankreader.settings import Settings
from crankreader.tui.background import indexing
from crankreader.tui.desk import Trail
from crankreader.tui.keymaps import SEARCH
from crankreader.tui.render import excerpt, plain
from crankreader.tui.scope import Scope, next_scope
from crankreader.tui.screens.completing import Completing
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.screens.marking import mark_all, told_of
from crankreader.tui.screens.recalling import Recall
from crankreader.tui.screens.retagging import Retagging
from crankreader.tui.screens.stating import state_of, wrong
from crankreader.tui.widgets.bars import Bar, Footer
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.facet_list import FacetList
from crankreader.tui.widgets.hit_list import HitList
from crankreader.tui.widgets.item_view import ItemView
from crankreader.tui.widgets.query_box import QueryBox
from crankreader.tui.widgets.query_state import QueryState
from crankreader.tui.widgets.search_list import SearchList

WIDTHS: list[tuple[int, str]] | None = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]

DEBOUNCE = 0.012
"""Seconds after a key before the search begins: the letter is on the screen by then, and at twenty
keys a second the hits are before the next one."""
GLANCE = 0.15
"""Seconds without a key after which the hit under the cursor is shown beside."""
A_SCREENFUL = 20
"""Hits that are looked for while one types."""
WINDOW, LOOKED_THROUGH = 8_000, 200_000
"""Characters: a long text is looked through in pieces, and not to its end, for a preview."""
REST = 0.4
"""Seconds without a key after which hits are ranked."""


class SearchScreen(KeyedScreen[Trail | None]):
    """Gives the trail of the hit that was opened, or None when the person went back."""

    KEYS = SEARCH
    HORIZONTAL_BREAKPOINTS = WIDTHS

    class Found(Message):
        """A search has its answer."""

        def __init__(self, results: Results, scope: Scope | None, is_typing: bool) -> None:
            super().__init__()
            self.results = results
            self.scope = scope
            self.is_typing = is_typing

    def __init__(
        self,
        reader: Reader,
        settings: Settings,
        retagging: Retagging,
        query: str,
        origin: Place,
        offset: int,
        scopes: tuple[Scope, ...] = (),
        scope: Scope | None = None,
    ) -> None:
        super().__init__(settings.keys)
        self.reader = reader
        self.settings = settings
        self.retagging = retagging
        self.limit = settings.search_limit
        self.measure = settings.measure
        self.first_query = query
        self.origin = origin
        self.character = offset
        self.results: Results | None = None
        self.recall = Recall(self, reader)
        self._is_typing = False
        self._is_mending = False
        """Whether an index is being built, or was in vain."""
        self.scopes = scopes
        """What a search can be held to here."""
        self.scope = scope
        self.completing = Completing(self, reader)
        self._waiting: list[Timer] = []
        self._found_in: Scope | None = None
        self._awaiting: tuple[str, Callable[[], None]] | None = None
        """What was asked for before the hits of this query were there."""

    def compose(self) -> ComposeResult:
        yield QueryBox(self.first_query, placeholder="search everything", id="query")
        yield QueryState()
        yield Box(
            FacetList(),
            HitList(),
            SearchList(),
            ItemView(self.measure, id="preview"),
            id="found",
        )
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(FacetList).border_title = "Facets"
        self.query_one(HitList).border_title = "Hits"
        self.query_one(SearchList).border_title = "Searches"
        self.query_one(ItemView).border_title = "Preview"
        self.query_one(ItemView).can_focus = False
        self.watch(self.text_box, "scroll_x", self._point, init=False)
        self._show_scope()
        # A saved search is there to be added to; one that was typed, to be typed over.
        self.text_box.select_on_focus = not self.first_query.endswith(" ")
        self.recall.follow()
        self.run_worker(self._warm, thread=True, group="warming")
        self._search_soon()

    def on_resize(self) -> None:
        self.call_after_refresh(self._preview)  # which may have had no room until now

    @property
    def text_box(self) -> QueryBox:
        return self.query_one(QueryBox)

    # Searching.

    def _warm(self) -> None:
        with suppress(ReaderError):  # the search says it
            self.reader.warm_search()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.text_box.paint()
        if not self.completing.is_offering:
            self.show_hints()
        self.recall.follow()
        self._search_soon()

    def _search_soon(self) -> None:
        for timer in self._waiting:
            timer.stop()
        self._waiting = [
            self.set_timer(DEBOUNCE, lambda: self._search(is_typing=True)),
            self.set_timer(GLANCE, self._preview),
            self.set_timer(REST, lambda: self._search(is_typing=False)),
        ]

    @property
    def _is_answered(self) -> bool:
        """Whether what is shown was found for what stands in the box."""
        asked = None if self.results is None else (self.results.query, self._found_in)
        return asked == (self.text_box.value, self.scope)

    def _once_answered(self, act: Callable[[], None]) -> None:
        """Do this with the ranked hits for what stands in the box, unless it is typed on."""
        for timer in self._waiting:
            timer.stop()
        self._awaiting = self.text_box.value, act
        self._search(is_typing=False)

    def _do_awaited(self) -> None:
        awaiting, self._awaiting = self._awaiting, None
        if awaiting is None or awaiting[0] != self.text_box.value:
            return
        try:
            awaiting[1]()
        except ReaderError as error:
            self.tell(str(error))

    def _search(self, *, is_typing: bool) -> None:
        query, scope = self.query_one(Input).value, self.scope
        self.run_worker(
            lambda: self._answer(query, scope, is_typing),
            thread=True,
            exclusive=True,
            group="search",
        )

    def _answer(self, query: str, scope: Scope | None, is_typing: bool) -> None:
        try:
            results = self._results(query, scope, is_typing)
        except ReaderError as error:
            self.call_later(self.tell, str(error))
        else:
            self.post_message(self.Found(results, scope, is_typing))
            if results.notice and not self._is_mending and not self.reader.has_index():
                self._is_mending = True
                self.call_later(self.run_worker, self._mend(), group="upkeep")

    async def _mend(self) -> None:
        """Have the index built that was not there, or found damaged."""
        await indexing(self.settings)
        self._search_soon()

    def _results(self, query: str, scope: Scope | None, is_typing: bool) -> Results:
        if not query.strip():
            return Results(query, 0, 0.0, "date")
        return self.reader.search(
            query,
            typing=True,
            order="date" if is_typing else parse(query).order or "relevance",
            limit=min(A_SCREENFUL, self.limit) if is_typing else self.limit,
            facets=not is_typing,
            within=scope.items(self.reader) if scope is not None else None,
        )

    @on(Found)
    def _found(self, message: Found) -> None:
        results = message.results
        if results.query != self.query_one(Input).value or message.scope != self.scope:
            return
        hits = self.query_one(HitList)
        kept = hits.row.item if hits.row is not None and self.results is not None else None
        self.results, self._is_typing = results, message.is_typing
        self._found_in = message.scope
        ids = [hit.item for hit in results.hits]
        hits.show_rows(results.hits, ids.index(kept) if message.is_typing and kept in ids else 0)
        if results.facets or not results.hits:
            self.query_one(FacetList).show_facets(results.facets, results.query)
        self.query_one("#state", Bar).say(self.recall.line or state_of(results, message.is_typing))
        if not message.is_typing:
            self._preview()
        self._point()
        if not message.is_typing:
            self._do_awaited()

    def _point(self) -> None:
        """Point at what is wrong in the box, if the line below says that something is."""
        problems = () if self.results is None else wrong(self.results, self._is_typing)
        self.query_one(QueryState).point(self.text_box, problems[0].at if problems else None)

    def _preview(self) -> None:
        try:
            self._show_hit()
        except ReaderError as error:
            self.tell(str(error))

    def _show_hit(self) -> None:
        """Show the hit under the cursor beside the list."""
        row = self.query_one(HitList).row
        view = self.query_one(ItemView)
        if row is None or not view.display or not self.reader.holds(row.item):
            view.show(None)
            return
        query = self.query_one(Input).value
        whole = self.reader.reading(row.item)
        reading, _ = excerpt(whole, self._first_match(whole.item.text, query))
        view.show(
            reading,
            matches=self.reader.matches(reading.item.text, query, typing=True),
            title_matches=self.reader.matches(reading.item.title or "", query, typing=True),
        )
        view.go_to_match(1)

    def _first_match(self, text: str, query: str) -> int:
        """Where the query's words first stand in a text, as far as a preview looks for them."""
        for start in range(0, min(len(text), LOOKED_THROUGH), WINDOW):
            found = self.reader.matches(text[start : start + WINDOW], query, typing=True)
            if found:
                return start + found[0].start
        return 0

    # Acts.

    @on(HitList.Pointed)
    def _pointed(self) -> None:
        self._preview()

    @on(HitList.Opened)
    @on(Input.Submitted)
    def action_open(self) -> None:
        facets = self.query_one(FacetList)
        if facets.has_focus:
            facets.choose()
        elif self.recall.is_shown:
            self.recall.list.choose()
        elif not self._is_answered:
            self._once_answered(self.action_open)
        elif self.results is not None and self.results.hits:
            at = self.query_one(HitList).cursor
            found = self.results
            self.recall.remember()
            trail = Trail(found.query, found.hits, at, self.origin, self.character)
            self.dismiss(trail._replace(scope=self.scope, is_typed=True))

    def action_hit(self, step: int) -> None:
        self._list.move(step)

    def action_hits(self, step: int) -> None:
        self._list.turn(step)

    @property
    def _list(self) -> HitList | FacetList | SearchList:
        facets = self.query_one(FacetList)
        if facets.has_focus:
            return facets
        return self.recall.list if self.recall.is_shown else self.query_one(HitList)

    def action_facets(self) -> None:
        facets = self.query_one(FacetList)
        if facets.has_focus or not self.text_box.value.strip():
            self.action_box()
        else:
            self.add_class("-at-facets")  # where there is no room for both, in place of the preview
            self.call_after_refresh(facets.focus)

    def action_box(self) -> None:
        self.remove_class("-at-facets")
        self.text_box.select_on_focus = False  # what is typed now is more of the query
        self.text_box.focus()
        self.call_after_refresh(self._preview)  # which may have had no room until now

    @on(FacetList.Chosen)
    def _narrowed(self, message: FacetList.Chosen) -> None:
        box = self.query_one(Input)
        box.value = message.facet.narrowed(box.value)
        box.cursor_position = len(box.value)

    def action_scope(self) -> None:
        if not self.scopes and self.scope is None:
            self.tell("Nothing was open that a search could be held to.")
            return
        self.scope = next_scope(self.scope, self.scopes)
        self._show_scope()
        self._search(is_typing=False)

    def _show_scope(self) -> None:
        """Say in the frame of the box what is searched."""
        held = "" if self.scope is None else f"in {self.scope.said}"
        self.text_box.border_title = plain(held)
        self.text_box.placeholder = "search everything" if not held else f"search {held}"

    @property
    def room_to_tell(self) -> int:
        return self.query_one(Footer).room.width - 1

    def action_complete(self) -> None:
        self.completing.complete()

    def action_dossier(self) -> None:
        """Of the name under the cursor in the facets, or of the one in the query."""
        from crankreader.tui.screens.dossier import DossierScreen

        facets = self.query_one(FacetList)
        row = facets.row if facets.has_focus else None
        asked = self.query_one(Input).value
        name = next(iter(names_asked(asked)), asked.strip())
        if row is not None and row.facet == "entity":
            name = row.value
        found = self.reader.entities_named(name) if name else ()
        if not found:
            self.tell("The query names nobody: entity: and a name, Ctrl+G and a name of the list.")
            return
        screen = DossierScreen(
            self.reader, self.settings, self.retagging, found[0].id, self.origin, self.character
        )
        self.app.push_screen(screen, self._followed)

    def _followed(self, trail: Trail | None) -> None:
        if trail is not None:
            self.recall.remember()
            self.dismiss(trail)

    def action_mark_all(self) -> None:
        if not self._is_answered:
            self._once_answered(self.action_mark_all)
            return
        if self.results is None or not self.results.total:
            return
        within = self.scope.items(self.reader) if self.scope is not None else None
        try:
            items = self.reader.select(finished(self.results.query), within)
        except QueryProblem as problem:
            self.tell(f"{problem.problems[0].message} Until that is mended nothing is marked.")
        else:
            self.recall.remember()
            mark_all(self, self.reader, items)

    def marked_all(self, act: Act) -> None:
        said = f"{told_of(act)} in the reader" if act.changed else "All of them are read already."
        self.tell(said)
        self._search(is_typing=False)

    def action_leave(self) -> None:
        if self.query_one(FacetList).has_focus:
            self.action_box()
        else:
            self.recall.remember()
            self.dismiss(None)

    # Queries that are kept.

    @on(SearchList.Chosen)
    def _chosen(self, message: SearchList.Chosen) -> None:
        self.recall.ask(message.query)

    def action_save(self) -> None:
        self.recall.save()

    def action_recall(self) -> None:
        self.recall.ask_older()
