"""Draws the pictures of the README: the samples on the reading and the search screen."""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import replace
from pathlib import Path

from crankreader.reader import Reader
from crankreader.settings import load
from crankreader.tui.app import CrankReader

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
PICTURES = {
    "reading": ((140, 38), "dark", ["]", "J", "J", "J"]),
    "paper": ((100, 30), "light", ["J"]),
    "search": ((140, 38), "dark", ["slash", *"kursk"]),
}
"""name → (columns and lines, theme, keys pressed before)."""


def tidy(svg: str) -> str:
    """The picture without fonts from elsewhere and without an id that changes each time."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)


async def draw(library: Reader, name: str) -> None:
    size, theme, keys = PICTURES[name]
    settings = replace(library.settings, theme=theme, mark_read_after=3600.0)
    app = CrankReader(library, settings)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause(1.0)
        (HERE / f"{name}.svg").write_text(tidy(app.export_screenshot(title="crankreader")), "utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        library = Reader.open(load(data_dir=home, environ={}))
        for _ in library.add([str(PROJECT / "seeds")]):
            pass
        for name in PICTURES:
            asyncio.run(draw(library, name))
        library.close()


if __name__ == "__main__":
    main()
