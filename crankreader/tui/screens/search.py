"""The search screen: results with every key; facets on the left, a preview on the right.

While one types the newest hits come first and the last word is a beginning; when the typing
rests they are ranked. Searching runs in a thread of its own, so a letter is on the screen
at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from crankreader.model import Act, Entity, Place, Results, counted
from crankreader.query import HINTS, parse
from crankreader.reader import Reader
from crankreader.safety import one_line
from crankreader.settings import Settings
from crankreader.tui.desk import Trail
from crankreader.tui.keymaps import SEARCH
from crankreader.tui.render import excerpt
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.screens.marking import mark_all, told_of
from crankreader.tui.screens.recalling import Recall
from crankreader.tui.screens.retagging import Retagging
from crankreader.tui.widgets.bars import Bar, Footer
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.facet_list import FacetList
from crankreader.tui.widgets.hit_list import HitList
from crankreader.tui.widgets.item_view import ItemView
from crankreader.tui.widgets.line_list import Pieces
from crankreader.tui.widgets.search_list import SearchList

WIDTHS: list[tuple[int, str]] | None = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]

DEBOUNCE = 0.04
"""Seconds after a key before the search begins."""
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

        def __init__(self, results: Results, is_typing: bool) -> None:
            super().__init__()
            self.results = results
            self.is_typing = is_typing

    def __init__(
        self,
        reader: Reader,
        settings: Settings,
        retagging: Retagging,
        query: str,
        origin: Place,
        offset: int,
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
        self._waiting: list[Timer] = []
        self._offered: str | None = None
        """What was typed of a name when its completions were last told."""

    def compose(self) -> ComposeResult:
        yield Input(self.first_query, placeholder="search everything", id="query")
        yield Bar(id="state")
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
        # A saved search is there to be added to; one that was typed, to be typed over.
        self.text_box.select_on_focus = not self.first_query.endswith(" ")
        self.recall.follow()
        self._search_soon()

    @property
    def text_box(self) -> Input:
        return self.query_one(Input)

    # Searching.

    @on(Input.Changed)
    def _typed(self) -> None:
        self.show_hints()
        self.recall.follow()
        self._search_soon()

    def _search_soon(self) -> None:
        for timer in self._waiting:
            timer.stop()
        self._waiting = [
            self.set_timer(DEBOUNCE, lambda: self._search(is_typing=True)),
            self.set_timer(REST, lambda: self._search(is_typing=False)),
        ]

    def _search(self, *, is_typing: bool) -> None:
        query = self.query_one(Input).value
        self.run_worker(
            lambda: self._answer(query, is_typing), thread=True, exclusive=True, group="search"
        )

    def _answer(self, query: str, is_typing: bool) -> None:
        if not query.strip():
            results = Results(query, 0, 0.0, "date")
        else:
            results = self.reader.search(
                query,
                typing=True,
                order="date" if is_typing else parse(query).order or "relevance",
                limit=self.limit,
                facets=not is_typing,
            )
        self.post_message(self.Found(results, is_typing))

    @on(Found)
    def _found(self, message: Found) -> None:
        results = message.results
        if results.query != self.query_one(Input).value:
            return
        hits = self.query_one(HitList)
        kept = hits.row.item if hits.row is not None and self.results is not None else None
        self.results = results
        ids = [hit.item for hit in results.hits]
        hits.show_rows(results.hits, ids.index(kept) if message.is_typing and kept in ids else 0)
        if results.facets or not results.hits:
            self.query_one(FacetList).show_facets(results.facets)
        self.query_one("#state", Bar).say(self.recall.line or _state_of(results, message.is_typing))
        self._preview()

    def _preview(self) -> None:
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
            matches=self.reader.matches(reading.item.text, query),
            title_matches=self.reader.matches(reading.item.title or "", query),
        )
        view.go_to_match(1)

    def _first_match(self, text: str, query: str) -> int:
        """Where the query's words first stand in a text, as far as a preview looks for them."""
        for start in range(0, min(len(text), LOOKED_THROUGH), WINDOW):
            found = self.reader.matches(text[start : start + WINDOW], query)
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
        elif self.results is not None and self.results.hits:
            at = self.query_one(HitList).cursor
            found = self.results
            self.recall.remember()
            self.dismiss(Trail(found.query, found.hits, at, self.origin, self.character))

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
        if facets.has_focus or not facets.display:
            self.query_one(Input).focus()
        else:
            facets.focus()

    @on(FacetList.Chosen)
    def _narrowed(self, message: FacetList.Chosen) -> None:
        box = self.query_one(Input)
        box.value = f"{box.value.rstrip()} {message.facet.term} ".lstrip()
        box.cursor_position = len(box.value)
        box.focus()

    def action_complete(self) -> None:
        """Complete the field or the name that the cursor stands behind; with several, say which
        there are, the often named ones first.
        """
        box = self.query_one(Input)
        before = box.value[: box.cursor_position]
        name = _NAME.search(before)
        if name is not None:
            self._complete_name(name["name"].strip('"'), name.start("name"))
            return
        begun = before.rpartition(" ")[2].lstrip("-(")
        fields = [f"{name}:" for name in HINTS]
        fitting = [field for field in fields if begun and field.startswith(begun)]
        if len(fitting) == 1:
            box.insert_text_at_cursor(fitting[0].removeprefix(begun))
        else:
            self.tell(" · ".join(fitting or fields))

    def _complete_name(self, begun: str, at: int) -> None:
        box = self.query_one(Input)
        found = self.reader.names_beginning(begun) if begun else ()
        names = list(dict.fromkeys(_asked_for(each) for each in found))
        if not names:
            self.tell("No text here names anybody or anything that is called so.")
            return
        whole = names[0] if len(names) == 1 else _shared(names)
        if len(names) > 1 and len(whole) <= len(begun):
            if self._offered != begun:
                self._offered = begun
                self.tell(f"{' · '.join(names)} · Tab takes the first")
                return
            whole = names[0]
        closing = '" ' if whole in names else ""
        rest = box.value[box.cursor_position :]
        box.value = f'{box.value[:at]}"{whole}{closing}{rest.lstrip(chr(34))}'
        box.cursor_position = at + 1 + len(whole) + len(closing)

    def action_dossier(self) -> None:
        """Of the name under the cursor in the facets, or of the one in the query."""
        from crankreader.tui.screens.dossier import DossierScreen

        facets = self.query_one(FacetList)
        row = facets.row if facets.has_focus else None
        asked = self.query_one(Input).value
        in_query = _ASKED.search(asked)
        name = in_query["name"].strip('" ') if in_query else asked.strip()
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
        if self.results is not None and self.results.total:
            self.recall.remember()
            mark_all(self, self.reader, self.reader.select(self.results.query))

    def marked_all(self, act: Act) -> None:
        self.tell(f"{told_of(act)} in the reader")
        self._search(is_typing=False)

    def action_leave(self) -> None:
        if self.query_one(FacetList).has_focus:
            self.query_one(Input).focus()
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


_NAME = re.compile(r"""(?:^|[\s(-])entity:(?P<name>"[^"]*"?|[^\s"()]*)$""")
"""A name that is being asked for, at the end of what was typed."""
_ASKED = re.compile(r"""(?:^|[\s(-])entity:(?P<name>"[^"]+"?|[^\s"()]+)""")
"""A name that is asked for, anywhere."""


def _asked_for(entity: Entity) -> str:
    """What a query asks for an entity by: its name, or its id where that cannot be shown."""
    name = entity.name
    return name if one_line(name, len(name) + 1) == name and '"' not in name else entity.id


def _shared(names: Sequence[str]) -> str:
    """What all of them begin with."""
    first, last = min(names), max(names)
    same = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return first[:same]


def _state_of(results: Results, is_typing: bool) -> Pieces:
    """What the line under the box says: what is wrong, else how many and in which order."""
    problems = results.problems
    if not problems and not results.total and not is_typing:
        # While one types, an unfinished end is no problem; once the typing rests it may be why.
        problems = parse(results.query).problems
    if problems:
        problem = problems[0]
        return [(f"at {problem.at + 1}: {problem.message}", "star")]
    if not results.query.strip():
        return [('words · "a phrase" · source:Reuters · is:unread · date:2024-10', "quiet")]
    order = "newest first" if results.order == "date" else "best first"
    count = f"{counted(results.total, 'hit')}, {order}" if results.total else "no hits"
    pieces: Pieces = [(count, "")]
    last = results.query.rpartition(" ")[2]
    if last and last[-1].isalnum():
        pieces.append((f" · “{last}” as a beginning until a blank follows", "quiet"))
    if results.corrected:
        pieces.append((f" · did you mean {results.corrected}?", "star"))
    if results.notice:
        pieces.append((f" · {results.notice}", "star"))
    return pieces
