"""Every act of a screen by name, for Textual's command palette."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from crankreader.tui.chords import Key, spoken
from crankreader.tui.screens.keyed import KeyedScreen


class Acts(Provider):
    """The rows of the screen's table of keys."""

    async def discover(self) -> Hits:
        for key in self._keys():
            yield DiscoveryHit(key.says, partial(self.screen.run_action, key.act), help=_help(key))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for key in self._keys():
            score = matcher.match(key.says)
            if score > 0:
                run = partial(self.screen.run_action, key.act)
                yield Hit(score, matcher.highlight(key.says), run, text=key.says, help=_help(key))

    def _keys(self) -> list[Key]:
        screen = self.screen
        return list(screen.chords.table) if isinstance(screen, KeyedScreen) else []


def _help(key: Key) -> str:
    return "  ".join(spoken(keys) for keys in key.keys)
