"""The application: themes, the first screen, and what happens when something fails."""

from __future__ import annotations

import asyncio
import gc
import signal
from typing import Any, ClassVar

from textual.app import App
from textual.screen import Screen

from crankreader.reader import Reader
from crankreader.settings import Settings
from crankreader.tui import themes
from crankreader.tui.screens.reading import ReadingScreen


class CrankReader(App[None], inherit_bindings=False):
    """Newsletters in the terminal."""

    TITLE = "crankreader"
    CSS_PATH = "styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    """Textual's own key for it; ours is a row of the table of keys."""
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, reader: Reader, settings: Settings) -> None:
        super().__init__()
        self.reader = reader
        self.settings = settings
        # Neither is used here, and each costs every screen a widget and a layout at its start.
        self._disable_notifications = True
        self._disable_tooltips = True
        for theme in (themes.DARK, themes.PAPER):
            self.register_theme(theme)
        self._styled_for = themes.NAMES[settings.theme]
        self.set_reactive(App.theme, self._styled_for)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        return ReadingScreen(self.reader, self.settings)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.defaults(self.current_theme.dark)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything for the theme, unless it is: Textual asks at each start, too."""
        if self._styled_for != self.theme:
            self._styled_for = self.theme
            super().refresh_css(animate)

    def on_mount(self) -> None:
        self.call_after_refresh(_collect_again)
        if not self.is_headless:
            # Left to themselves these end Python without giving the terminal back.
            loop = asyncio.get_running_loop()
            for ending in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(ending, self.exit)

    async def action_quit(self) -> None:
        """Close; ask before, once, where that would break off what a person wanted."""
        from crankreader.tui.screens.asking import Confirm

        below = self.screen_stack[0]
        question = below.intake.question if isinstance(below, ReadingScreen) else None
        if question is None or isinstance(self.screen, Confirm):
            self.exit()
        else:
            self.push_screen(Confirm(question), lambda answer: self.exit() if answer else None)

    def exit(self, *values: Any, **more: Any) -> None:
        """Close, by whatever way; where one was is kept while the panes still know it."""
        for screen in self.screen_stack[:1]:
            if isinstance(screen, ReadingScreen) and self.failure is None:
                screen.leave()
        super().exit(*values, **more)

    def _handle_exception(self, error: Exception) -> None:
        """Close, and leave the error to `run`: Textual would print people's texts with it."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def failure(self) -> Exception | None:
        """What the program had to stop for."""
        return self._exception


def _collect_again() -> None:
    """What is loaded by the first paint stays; only what comes later is collected."""
    gc.freeze()
    gc.enable()
