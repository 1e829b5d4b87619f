"""The reading screen: issues, sections, the item, its sources and its names.

The switchboard of its panes: they post messages, it asks the reader, they show the answer.
"""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult

from crankreader.model import Act, IssueRow, Place, SavedSearch
from crankreader.reader import Reader, ReaderError
from crankreader.settings import Settings
from crankreader.tui.desk import Desk
from crankreader.tui.keymaps import READING
from crankreader.tui.screens import citing, looking, publishing, searches
from crankreader.tui.screens.around import Around
from crankreader.tui.screens.correcting import Correcting, Pointed
from crankreader.tui.screens.findable import FindableScreen
from crankreader.tui.screens.intake import Intake
from crankreader.tui.screens.marking import Marks, mark_all
from crankreader.tui.screens.panes import WIDTHS, Panes
from crankreader.tui.screens.retagging import LOOK_EVERY, Retagging
from crankreader.tui.screens.walking import Walk
from crankreader.tui.widgets.bars import Bar, Footer
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.entity_list import EntityList
from crankreader.tui.widgets.issue_list import Heading, IssueList, IssuesRow
from crankreader.tui.widgets.item_view import ItemView
from crankreader.tui.widgets.section_list import SectionList
from crankreader.tui.widgets.source_list import SourceList

NOTHING = "Nothing to read yet. A adds documents of yours; so does: crankreader add PATH"
UPKEEP_AFTER = 3.0
"""Seconds after the start."""
PLACE_EVERY = 3.0
"""Seconds after which a new place is remembered, for the case that the program is killed."""


class ReadingScreen(FindableScreen):
    """Where one reads."""

    KEYS = READING
    HORIZONTAL_BREAKPOINTS = WIDTHS

    def __init__(self, reader: Reader, settings: Settings) -> None:
        super().__init__(settings.keys)
        self.reader = reader
        self.settings = settings
        self.desk = Desk(reader)
        self.panes = Panes(self, reader)
        self.around = Around(self, self.panes, reader, self.desk)
        self.intake = Intake(self, reader, settings)
        self._kept: tuple[Place, int] | None = None
        self.retagging = Retagging(self, reader, settings, self.desk)
        self.walk = Walk(self, reader, settings, self.desk, self.retagging)
        self.correcting = Correcting(self, reader)
        self.marks = Marks(self, reader, self.desk, settings.mark_read_after)

    def compose(self) -> ComposeResult:
        self.panes.size_up(self.app.size.width)
        yield Bar(id="top")
        yield Box(
            Box(IssueList(), SectionList(), id="shelf"),
            ItemView(self.settings.measure).add_class("-here"),
            Box(SourceList(), EntityList(), id="beside"),
            id="panes",
        )
        if self._is_new():
            from crankreader.tui.widgets.card import Card

            yield Card()
        yield Footer()

    def _is_new(self) -> bool:
        """Whether this is somebody's first time here."""
        is_untouched = self.reader.is_empty() or self.reader.only_samples()
        return is_untouched and not self.reader.preference("card.closed", False)

    def on_mount(self) -> None:
        self.query_one(IssueList).border_title = "Issues"
        self.item_view.placeholder = NOTHING
        self.item_view.entities = bool(self.reader.preference("entities", True))
        self.panes.go("item")
        self.refresh_all()
        if self.reader.notice is not None:
            self.tell(self.reader.notice)
        self.set_timer(UPKEEP_AFTER, self.intake.keep_up)
        self.set_interval(PLACE_EVERY, self.keep_offset)
        self.set_interval(LOOK_EVERY, self.retagging.look)
        if self.reader.wants_samples():
            self.intake.add_samples()

    def on_resize(self) -> None:
        self.panes.recall()

    async def on_key(self, event: events.Key) -> None:
        # Textual calls the same of KeyedScreen next, unless the default is prevented.
        for card in self.query("#card"):
            card.remove()
            self.reader.keep_preference("card.closed", True)
            if event.key in ("escape", "enter"):
                event.stop()
                event.prevent_default()

    # What is shown.

    def open_item(
        self, item: str, *, match: int = 0, at: int | None = None, since: int = 0
    ) -> None:
        """Show an item at the line one left, at a character, or at its first (1) match, none
        before `since`, or its last (-1).
        """
        if not self.reader.holds(item):
            self.refresh_all()
            self.tell("This item is no longer in the library.")
            return
        self.keep_offset()
        before = self.desk.outline.issue.id if self.desk.outline else None
        reading = self.desk.open(item)
        trail = self.desk.trail
        in_title, in_text = trail.matches(self.reader, reading) if trail else ((), ())
        self.item_view.show(
            reading,
            offset=0 if match else reading.offset if at is None else at,
            matches=in_text,
            title_matches=in_title,
        )
        if match:
            self.item_view.go_to_match(match, since)
        self.find_again()
        self.around.item()
        if reading.issue.id != before:
            self.around.library()
        self.marks.dwell()

    def refresh_all(self, *, stay: bool = False) -> None:
        """Show the library as it is now, and stay where one is as far as that is possible."""
        self.desk.renew()
        if self.desk.reading is not None:
            self.item_view.renew(self.desk.reading)
            self.find_again()
        else:
            item = self.desk.start()
            if item is not None:
                self.open_item(item)
            else:
                self.item_view.show(None)
        self.around.library(stay=stay)
        self.around.item()

    def show_arrivals(self, issues: set[str] | None) -> None:
        """Show that these issues, or any, have come in; what is being read stays as it is."""
        if issues is None or self.desk.reading is None or self.desk.place.issue in issues:
            self.refresh_all(stay=True)
        else:
            self.around.library(stay=True)
            self.around.top()

    # Reading.

    def shows_whole(self, item: str) -> bool:
        """Whether a person can see all of this item, now."""
        view = self.item_view
        is_shown = view.reading is not None and view.reading.item.id == item and view.fits
        return is_shown and self.app.screen is self

    def keep_offset(self) -> None:
        """Remember the open item and the line one is at."""
        place = self.desk.place
        here = (place, self.item_view.offset_character)
        # Where a search leads is no place of one's own; what was kept is not kept again.
        if place.item is None or self.desk.trail is not None or here == self._kept:
            return
        self._kept = here
        try:
            self.reader.keep_offset(place.item, here[1])
            self.reader.keep_place(place)
        except ReaderError as error:
            self.tell(str(error))

    def leave(self) -> None:
        """Remember where one is, for the next time; the app says this when it closes."""
        self.intake.leave()
        self.retagging.leave()
        self.keep_offset()

    # What the panes say.

    @on(ItemView.Ended)
    def _item_ended(self, message: ItemView.Ended) -> None:
        if self.desk.place.item == message.item:
            self.marks.read()

    @on(IssueList.Opened)
    def _issue_opened(self, message: IssueList.Opened) -> None:
        item = self.desk.first_of(message.issue.id)
        if item is not None:
            self.open_item(item)
            self.panes.go("item" if message.issue.only_item else "sections")

    @on(IssueList.SearchOpened)
    def _search_opened(self, message: IssueList.SearchOpened) -> None:
        searches.open_search(self, message.search)

    @on(IssueList.Folded)
    def _group_folded(self, message: IssueList.Folded) -> None:
        issues = self.query_one(IssueList)
        cursor = issues.cursor
        self.reader.keep_preference("issues.folded", sorted(issues.folded ^ {message.heading}))
        self.around.library()
        issues.go(cursor, silent=True)

    @on(SectionList.Selected)
    def _item_selected(self, message: SectionList.Selected) -> None:
        if self.desk.place.item != message.item:
            self.open_item(message.item)

    @on(SectionList.Entered)
    def _item_entered(self, message: SectionList.Entered) -> None:
        self.panes.go("item")

    @on(SectionList.CopyOpened)
    def _copy_opened(self, message: SectionList.CopyOpened) -> None:
        self.step_to(self.desk.first_of(message.issue), "This copy has no text of its own.")

    @on(SourceList.Opened)
    def _source_opened(self, message: SourceList.Opened) -> None:
        citing.open_source(self, message.source)

    @on(EntityList.Opened)
    def _entity_opened(self, message: EntityList.Opened) -> None:
        self._look_up(message.named.name, message.named.entity)

    @on(ItemView.MentionOpened)
    def _mention_opened(self, message: ItemView.MentionOpened) -> None:
        self._look_up(message.mention.text, message.mention.entity)

    def _look_up(self, text: str, entity: str | None) -> None:
        """A dossier; what is no entity, such as a date, is searched for."""
        if entity is not None:
            self.walk.dossier(entity)
        else:
            self.walk.search_name(text, None)

    @property
    def issue_list(self) -> IssueList:
        return self.query_one(IssueList)

    # In and out.

    def action_go_in(self) -> None:
        self.panes.here.choose()

    def action_go_out(self) -> None:
        if not self.walk.close():
            self.panes.out()

    def action_escape(self) -> None:
        """Stop what comes in; else close what is on top, or go out."""
        if not (self.end_find() or self.intake.stop() or self.retagging.stop()):
            self.action_go_out()

    async def action_leave(self) -> None:
        """Close what is on top of the reading; with nothing on top, the program."""
        if self.end_find() or self.walk.close():
            return
        if self.panes.is_in_drawer:
            self.panes.go("item")
        elif self.panes.is_zoomed:
            self.panes.zoom()
        else:
            await self.app.action_quit()

    def action_colour(self) -> None:
        entities = not self.item_view.entities
        self.reader.keep_preference("entities", entities)
        self.item_view.colour(entities)

    def action_mention(self, step: int) -> None:
        if not self.item_view.go_to_mention(step):
            self.tell("There is no further name in this text.")

    def action_filter(self) -> None:
        self.panes.narrow_entities()

    def action_dossier(self) -> None:
        self.walk.ask_dossier()

    @property
    def pointed(self) -> Pointed | None:
        return looking.pointed(self, self.desk)

    def action_correct(self, what: str) -> None:
        self.correcting.do(what, self.get_selected_text())

    def corrected(self, act: Act) -> None:
        self.marks.done(act, "That is so already.")
        self.retagging.look()

    def names_changed(self) -> None:
        self.refresh_all(stay=True)

    def action_search(self) -> None:
        self.walk.search()

    def action_search_issue(self) -> None:
        self.walk.search_issue()

    def action_match(self, step: int) -> None:
        if not self.step_found(step):
            self.walk.match(step)

    # Acts.

    @property
    def _pointed(self) -> IssuesRow | None:
        """The row of the issues pane, when one is there."""
        return self.issue_list.row if self.panes.name == "issues" else None

    def action_toggle_read(self) -> None:
        self.marks.toggle_read()

    def action_star(self) -> None:
        self.marks.star()

    def action_mark_all(self) -> None:
        """The issue under the cursor in the issues pane, else the section being read."""
        row = self._pointed
        if isinstance(row, SavedSearch):
            searches.mark_found(self, self.reader, row)
            return
        items = self.desk.section_items()
        if isinstance(row, IssueRow):
            items = tuple(item.id for item in self.reader.outline(row.id).rows)
        mark_all(self, self.reader, items)

    def marked_all(self, act: Act) -> None:
        self.marks.done(act, "All of them are read already.")

    def action_undo(self) -> None:
        self.marks.undo()
        self.retagging.look()

    def action_redo(self) -> None:
        self.marks.redo()
        self.retagging.look()

    def action_remove(self) -> None:
        row = self._pointed
        if isinstance(row, (Heading, SavedSearch)):
            searches.forget(self, self.reader, row)
        else:
            self.marks.remove(row)

    # Sources and copies.

    def action_source(self, number: int) -> None:
        if not self.query_one(SourceList).open(number):
            self.tell("This item names no source." if number == 1 else f"No source {number}.")

    def action_copy(self, what: str) -> None:
        row = self.query_one(SourceList).row if self.panes.name == "sources" else None
        if self.desk.reading is not None:
            citing.copy(self, what, self.desk.reading, row.source if row else None)

    def action_copy_selection(self) -> None:
        citing.copy_selection(self, self.get_selected_text())

    # The program.

    def action_add(self) -> None:
        self.intake.ask()

    def action_refresh(self) -> None:
        self.intake.refresh()

    def action_problems(self) -> None:
        looking.problems(self, self.reader, self.intake)

    def action_explain(self) -> None:
        looking.explain(self, self.reader, self.desk, self.correcting)

    def action_original(self) -> None:
        looking.original(self, self.reader, self.desk)

    def action_rename_publication(self) -> None:
        row = self._pointed
        if isinstance(row, (Heading, SavedSearch)):
            searches.rename(self, self.reader, row)
        else:
            publishing.rename(self, self.reader, self.desk, row)

    def action_next_theme(self) -> None:
        from crankreader.tui.themes import DARK, PAPER

        self.app.theme = PAPER.name if self.app.theme == DARK.name else DARK.name

    def action_palette(self) -> None:
        from crankreader.tui.screens.palette import Palette

        self.app.push_screen(Palette(self.chords.table), self._chosen)

    async def _chosen(self, act: str | None) -> None:
        if act is not None:
            await self.run_action(act)
