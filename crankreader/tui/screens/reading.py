"""The reading screen: issues, sections, the item, its sources and its names.

The switchboard of its panes: they post messages, it asks the reader, they show the answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer

from crankreader.model import Act, IssueRow, Marked, PublicationRow, Source
from crankreader.reader import Reader
from crankreader.safety import safe_url
from crankreader.settings import Settings
from crankreader.tui import clips
from crankreader.tui.desk import Desk, Trail
from crankreader.tui.keymaps import READING
from crankreader.tui.links import open_link, opener
from crankreader.tui.render import plain, spoken_source
from crankreader.tui.screens.intake import Intake
from crankreader.tui.screens.keyed import KeyedScreen
from crankreader.tui.screens.marking import mark_all
from crankreader.tui.screens.panes import WIDTHS, Panes
from crankreader.tui.widgets.bars import Bar, Footer, crumbs
from crankreader.tui.widgets.box import Box
from crankreader.tui.widgets.entity_list import EntityList
from crankreader.tui.widgets.issue_list import IssueList, Shelf, group_of, label_of
from crankreader.tui.widgets.item_view import ItemView
from crankreader.tui.widgets.section_list import SectionList
from crankreader.tui.widgets.source_list import SourceList

UPKEEP_AFTER = 3.0
"""Seconds after the start."""


class ReadingScreen(KeyedScreen[None]):
    """Where one reads."""

    KEYS = READING
    HORIZONTAL_BREAKPOINTS = WIDTHS

    def __init__(self, reader: Reader, settings: Settings) -> None:
        super().__init__(settings.keys)
        self.reader = reader
        self.settings = settings
        self.desk = Desk(reader)
        self.panes = Panes(self, reader)
        self.intake = Intake(self, settings)
        self._dwelling: Timer | None = None

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
        super().on_mount()
        self.query_one(IssueList).border_title = "Issues"
        self.item_view.entities = bool(self.reader.preference("entities", True))
        self.panes.go("item")
        self.refresh_all()
        if self.reader.notice is not None:
            self.tell(self.reader.notice)
        self.set_timer(UPKEEP_AFTER, self._upkeep)
        if self.reader.wants_samples():
            self.intake.add_samples()

    def _upkeep(self) -> None:
        """What nobody waits for: the daily copy of what a person did, and an index behind."""
        self.run_worker(self.reader.maintain, thread=True, group="upkeep")
        self.run_worker(self._catch_up, thread=True, group="upkeep")

    def _catch_up(self) -> None:
        if self.reader.needs_index():
            self.app.call_from_thread(self.intake.index)

    def on_resize(self) -> None:
        self.panes.recall()

    async def on_key(self, event: events.Key) -> None:
        for card in self.query("#card"):
            card.remove()
            self.reader.keep_preference("card.closed", True)
            if event.key in ("escape", "enter"):
                event.stop()
                return
        await super().on_key(event)

    # What is shown.

    @property
    def item_view(self) -> ItemView:
        return self.query_one("#item", ItemView)

    def open_item(self, item: str, *, match: int = 0) -> None:
        """Show an item at the line one left, or at its first (1) or last (-1) match."""
        self._leave_item()
        before = self.desk.outline.issue.id if self.desk.outline else None
        reading = self.desk.open(item)
        query = self.desk.trail.query if self.desk.trail else ""
        self.item_view.show(
            reading,
            offset=0 if match else reading.offset,
            matches=self.reader.matches(reading.item.text, query) if query else (),
            title_matches=self.reader.matches(reading.item.title or "", query) if query else (),
        )
        if match:
            self.item_view.go_to_match(match)
        self._show_around()
        if reading.issue.id != before:
            self._show_library()
        self._dwell()

    def refresh_all(self) -> None:
        """Show the library as it is now, and stay where one is as far as that is possible."""
        self.desk.renew()
        if self.desk.reading is not None:
            self.item_view.renew(self.desk.reading)
        else:
            item = self.desk.start()
            if item is not None:
                self.open_item(item)
            else:
                self.item_view.show(None)
        self._show_library()
        self._show_around()

    def _show_library(self) -> None:
        """The issues pane, as the library has it now."""
        issues = self.query_one(IssueList)
        issues.folded = frozenset(self.reader.preference("issues.folded", []))
        shelf = Shelf(self.reader.publications(), self._issues_of, issues.folded)
        cursor = issues.cursor
        issues.open_issue = None
        if self.desk.outline is not None:
            issue = self.desk.outline.issue
            position = self.reader.issue_position(issue.id)
            number = shelf.number_of(issue.publication, issue.is_sample, position)
            cursor = cursor if number is None else number
            issues.open_issue = issue.id
        issues.show_rows(shelf, cursor)

    def _issues_of(
        self, publication: PublicationRow, offset: int, limit: int
    ) -> Sequence[IssueRow]:
        return self.reader.issues(
            publication.name, sample=publication.is_sample, offset=offset, limit=limit
        )

    def _show_around(self) -> None:
        """Everything beside the text: sections, sources, names, where one is."""
        reading, outline = self.desk.reading, self.desk.outline
        sections, view = self.query_one(SectionList), self.item_view
        sections.show_outline(outline, reading.item.id if reading else None)
        sections.border_title = plain(label_of(outline.issue) if outline else "Sections")
        number, count = self.desk.position
        view.border_title = plain((reading.row.section if reading else None) or "")
        view.border_subtitle = f"item {number} of {count}" if number else ""
        self.query_one(SourceList).show_sources(reading.item.sources if reading else ())
        self.query_one(EntityList).show_entities(reading.marked if reading else Marked())
        self._show_top()

    def _show_top(self) -> None:
        """Where one is, and what is left to read."""
        outline, reading, trail = self.desk.outline, self.desk.reading, self.desk.trail
        parts = []
        if outline is not None:
            issue = outline.issue
            parts = [group_of(issue.publication, issue.is_sample), label_of(issue)]
        if reading is not None and reading.row.section:
            parts.append(reading.row.section)
        if trail is not None:
            parts.append(f"“{trail.query}” {trail.at + 1} of {len(trail.hits)}")
        unread, starred = self.reader.counts()
        counts = f"{unread:,} unread" + (f" · {starred:,} starred" if starred else "")
        here = [("crankreader  ", "quiet"), *crumbs(parts)]
        self.query_one("#top", Bar).say(here, counts)

    # Reading, and what it marks.

    def _dwell(self) -> None:
        """An item that fits its pane is read when it has stayed there for a while."""
        if self._dwelling is not None:
            self._dwelling.stop()
        item = self.desk.reading.item.id if self.desk.reading else ""
        self._dwelling = self.set_timer(self.settings.mark_read_after, lambda: self._dwelt(item))

    def _dwelt(self, item: str) -> None:
        reading = self.desk.reading
        is_here = reading is not None and reading.item.id == item
        if is_here and self.item_view.fits and self.item_view.room and self.app.screen is self:
            self._mark_read()

    def _mark_read(self) -> None:
        reading = self.desk.reading
        if reading is not None and not reading.row.is_read:
            self.reader.mark([reading.item.id], read=True)
            self.refresh_all()

    def _leave_item(self) -> None:
        reading = self.desk.reading
        if reading is not None:
            self.reader.keep_offset(reading.item.id, self.item_view.offset_character)

    def leave(self) -> None:
        """Remember where one is, for the next time; the app says this when it closes."""
        self.intake.stop()
        self._leave_item()
        if self.desk.place.item is not None:
            self.reader.keep_place(self.desk.place)

    # What the panes say.

    @on(ItemView.Ended)
    def _item_ended(self, message: ItemView.Ended) -> None:
        if self.desk.place.item == message.item:
            self._mark_read()

    @on(IssueList.Opened)
    def _issue_opened(self, message: IssueList.Opened) -> None:
        item = self.desk.first_of(message.issue.id)
        if item is not None:
            self.open_item(item)
            self.panes.go("item" if message.issue.only_item else "sections")

    @on(IssueList.Folded)
    def _publication_folded(self, message: IssueList.Folded) -> None:
        issues = self.query_one(IssueList)
        cursor = issues.cursor
        self.reader.keep_preference("issues.folded", sorted(issues.folded ^ {message.heading}))
        self._show_library()
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
        self._step_to(self.desk.first_of(message.issue), "This copy has no text of its own.")

    @on(SourceList.Opened)
    def _source_opened(self, message: SourceList.Opened) -> None:
        self._open_source(message.source)

    @on(EntityList.Opened)
    def _entity_opened(self, message: EntityList.Opened) -> None:
        self._search_name(message.named.name, message.named.entity)

    @on(ItemView.MentionOpened)
    def _mention_opened(self, message: ItemView.MentionOpened) -> None:
        self._search_name(message.mention.name or message.mention.text, message.mention.entity)

    # Moving.

    def action_line(self, step: int) -> None:
        self.panes.here.move(step)

    def action_page(self, step: int) -> None:
        self.panes.here.turn(step)

    def action_half(self, step: int) -> None:
        self.panes.here.move(step * max(1, self.panes.here.room.height // 2))

    def action_ends(self, last: bool) -> None:
        self.panes.here.ends(last)

    def action_read_on(self) -> None:
        """A page on; at the end the item is read, and the next unread one follows."""
        self.panes.go("item")
        if not self.item_view.is_at_end:
            self.item_view.turn(1)
            return
        self._mark_read()
        self._step_to(self.desk.unread(1), "Everything is read.")

    def action_item(self, step: int) -> None:
        which = "last" if step > 0 else "first"
        self._step_to(self.desk.item(step), f"This is the {which} item; {{ }} change the issue.")

    def action_section(self, step: int) -> None:
        which = "last" if step > 0 else "first"
        self._step_to(self.desk.section(step), f"This is the {which} section.")

    def action_issue(self, step: int) -> None:
        which = "last" if step > 0 else "first"
        self._step_to(self.desk.issue(step), f"This is the {which} issue.")

    def action_unread(self, step: int) -> None:
        self._step_to(self.desk.unread(step), "Nothing else is unread.")

    def _step_to(self, item: str | None, otherwise: str) -> None:
        if item is None:
            self.tell(otherwise)
        else:
            self.open_item(item)

    def action_go_in(self) -> None:
        self.panes.here.choose()

    def action_go_out(self) -> None:
        if not self.intake.stop() and not self._close_trail():
            self.panes.out()

    def action_leave(self) -> None:
        """Close what is on top of the reading; with nothing on top, the program."""
        if self._close_trail():
            return
        if self.panes.is_in_drawer:
            self.panes.go("item")
        elif self.panes.is_zoomed:
            self.panes.zoom()
        else:
            self.app.exit()

    def action_pane(self, step: int) -> None:
        self.panes.step(step)

    def action_toggle_pane(self, name: str) -> None:
        self.panes.toggle(name)

    def action_zoom(self) -> None:
        self.panes.zoom()

    def action_colour(self) -> None:
        entities = not self.item_view.entities
        self.reader.keep_preference("entities", entities)
        self.item_view.colour(entities)

    def action_mention(self, step: int) -> None:
        if not self.item_view.go_to_mention(step):
            self.tell("There is no further name in this text.")

    # Searching.

    def action_search(self) -> None:
        self._search(self.desk.trail.query if self.desk.trail else "")

    def _search_name(self, name: str, entity: str | None) -> None:
        quoted = '"' + name.replace('"', "") + '"'
        self._search(f"entity:{quoted}" if entity else quoted)

    def _search(self, query: str) -> None:
        from crankreader.tui.screens.search import SearchScreen

        self._leave_item()
        origin = self.desk.trail.origin if self.desk.trail else self.desk.place
        screen = SearchScreen(self.reader, self.settings, query, origin)
        self.app.push_screen(screen, self._searched)

    def _searched(self, trail: Trail | None) -> None:
        if trail is None:
            self.refresh_all()
            return
        self._follow(trail, 1)

    def _follow(self, trail: Trail, match: int) -> None:
        self.desk.trail = trail
        self.panes.go("item")
        self.open_item(trail.hit.item, match=match)

    def action_match(self, step: int) -> None:
        trail = self.desk.trail
        if trail is None:
            self.tell("There is no search to walk through; / begins one.")
        elif not self.item_view.go_to_match(step):
            further = trail.step(step)
            if further is None:
                self.tell("This is the last hit." if step > 0 else "This is the first hit.")
            else:
                self._follow(further, step)

    def _close_trail(self) -> bool:
        """Leave the search one is walking through, back to where it began."""
        trail, self.desk.trail = self.desk.trail, None
        if trail is None:
            return False
        origin = trail.origin.item
        if origin is not None and self.reader.holds(origin):
            self.open_item(origin)
        else:
            self.refresh_all()
        return True

    # Acts.

    def _done(self, act: Act | None, otherwise: str = "Nothing to change.") -> None:
        self.refresh_all()
        if act is None or not act.changed:
            self.tell(otherwise)
        else:
            self.tell(f"{act.name[:1].upper()}{act.name[1:]} · u takes it back")

    def action_toggle_read(self) -> None:
        reading = self.desk.reading
        if reading is not None:
            if self._dwelling is not None:
                self._dwelling.stop()
            self._done(self.reader.mark([reading.item.id], read=not reading.row.is_read))

    def action_star(self) -> None:
        reading = self.desk.reading
        if reading is not None:
            self._done(self.reader.mark([reading.item.id], starred=not reading.row.is_starred))

    def action_mark_all(self) -> None:
        """The issue under the cursor in the issues pane, else the section being read."""
        row = self.query_one(IssueList).row
        if self.panes.name == "issues" and isinstance(row, IssueRow):
            items = tuple(row.id for row in self.reader.outline(row.id).rows)
        else:
            items = self.desk.section_items()
        mark_all(self, self.reader, items)

    def marked_all(self, act: Act) -> None:
        self._done(act, "All of them are read already.")

    def action_undo(self) -> None:
        act = self.reader.undo()
        if self._dwelling is not None:
            self._dwelling.stop()
        self.refresh_all()
        self.tell(f"Taken back: {act.name}" if act else "There is nothing to take back.")

    def action_redo(self) -> None:
        act = self.reader.redo()
        self.refresh_all()
        self.tell(f"Done again: {act.name}" if act else "There is nothing to do again.")

    def action_remove(self) -> None:
        row = self.query_one(IssueList).row
        outline = self.desk.outline
        if self.panes.name == "issues" and isinstance(row, PublicationRow):
            if row.is_sample:
                self._done(self.reader.remove_samples())
            else:
                self.tell("D removes an issue, or all samples; this is a publication.")
        elif self.panes.name == "issues" and isinstance(row, IssueRow):
            self._done(self.reader.remove([row.id]))
        elif outline is not None:
            self._done(self.reader.remove([outline.issue.id]))

    # Sources and copies.

    def action_source(self, number: int) -> None:
        if not self.query_one(SourceList).open(number):
            self.tell("This item names no source." if number == 1 else f"No source {number}.")

    def _open_source(self, source: Source) -> None:
        url, program = safe_url(source.url or ""), opener()
        name = spoken_source(source)
        if url is None:
            self.tell(f"{name}: no link is given · y c copies the citation")
        elif program is None:
            self.tell(f"No browser here · y u copies {url}")
        else:
            open_link(url, program)
            self.tell(f"Opened {url}")

    def action_copy(self, what: str) -> None:
        reading, source = self.desk.reading, self.query_one(SourceList).row
        if reading is None:
            return
        if self.panes.name == "sources" and source is not None and what != "link":
            text = clips.source_text(source.source)
        else:
            text = clips.COPIES[what](reading)
        if text:
            self.app.copy_to_clipboard(text)
            self.tell(f"Copied the {what}.")
        else:
            self.tell(f"There is no {what} to copy.")

    def action_copy_selection(self) -> None:
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            self.tell("Copied what was selected.")
        else:
            self.tell("Nothing is selected · q quits")

    # The program.

    def action_add(self) -> None:
        self.intake.ask()

    def action_next_theme(self) -> None:
        from crankreader.tui.themes import DARK, PAPER

        self.app.theme = PAPER.name if self.app.theme == DARK.name else DARK.name

    def action_palette(self) -> None:
        from textual.command import CommandPalette

        from crankreader.tui.palette import Acts

        self.app.push_screen(CommandPalette(providers=[Acts], placeholder="What to do"))
