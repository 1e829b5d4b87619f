"""Long work while the screen stays usable: in a process of its own.

Parsing, tagging and indexing in a thread would make every key 8 to 20 ms late; a niced
process costs the screen nothing, and what kills it does not kill the reader.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Sequence

from crankreader.model import FeedReport, Report
from crankreader.settings import Settings
from crankreader.tui.coming import Lists, Said

_NICEST = 19
_ENDS_WITHIN = 5.0
_READ = 1 << 16
_BREATH = 50
"""Lines after which keys are looked at, however many more have come."""


async def taking_in(settings: Settings, command: Sequence[str]) -> AsyncIterator[Said]:
    """Run `add` or `refresh` with these arguments and give its reports as they come.

    A number among them is how many documents there will be. Closing the iterator stops the
    process; what it had stored by then stays.
    """
    name, *arguments = command
    number = 0
    async for line in _lines(settings, name, "--report-lines", *arguments):
        said = _said(line)
        if said is not None:
            yield said
        number += 1
        if number % _BREATH == 0:
            await asyncio.sleep(0)


async def tagging(settings: Settings) -> AsyncIterator[tuple[int, int]]:
    """Tag again what the names now known concern, and bring the index up to that.

    Gives (issues done, issues to do). Closing the iterator stops the process.
    """
    async for line in _lines(settings, "reindex", "--pending", "--report-lines"):
        try:
            document = json.loads(line)
        except ValueError:
            continue
        if isinstance(document, dict) and isinstance(document.get("tagged"), int):
            yield document["tagged"], int(document["total"])


async def indexing(settings: Settings) -> None:
    """Bring the index up to the library."""
    async for _ in _lines(settings, "reindex", "--pending"):
        pass


def _said(line: bytes) -> Said | None:
    """A line of a command: a report, how many there will be, or nothing that matters here."""
    try:
        document = json.loads(line)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    if "path" in document and "status" in document:
        return Report._make(document.get(name) for name in Report._fields)
    if "url" in document and "status" in document:
        return FeedReport._make(document.get(name) for name in FeedReport._fields)
    lists = document.get("lists")
    if isinstance(lists, int):
        return Lists(lists) if lists > 0 else None
    total = document.get("total")
    return total if isinstance(total, int) and total > 0 else None


async def _lines(settings: Settings, *words: str) -> AsyncIterator[bytes]:
    """The lines that a command of ours prints; the command ends when nobody wants more."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "crankreader", *_places(settings), *words),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    assert process.stdout is not None
    try:
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICEST)
        async for line in process.stdout:
            yield line
        await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Let it make an act of what came in; its last words are read so that it can end."""
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_ENDS_WITHIN):
            while await process.stdout.read(_READ):
                pass
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _places(settings: Settings) -> list[str]:
    """The global options that give another process the same settings."""
    places = ["--config", str(settings.config_file)]
    if settings.index_dir == settings.data_dir / "index":
        places += ["--data-dir", str(settings.data_dir)]
    return places
