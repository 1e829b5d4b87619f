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

from crankreader.model import Report
from crankreader.settings import Settings

_NICEST = 19


async def taking_in(settings: Settings, arguments: Sequence[str]) -> AsyncIterator[Report]:
    """Run `crankreader add` with these arguments and give its reports as they come.

    Closing the iterator stops the process; what it had stored by then stays.
    """
    async for line in _lines(settings, "add", "--report-lines", *arguments):
        yield Report(**json.loads(line))


async def indexing(settings: Settings) -> None:
    """Bring the index up to the library."""
    async for _ in _lines(settings, "reindex", "--pending"):
        pass


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
            await process.wait()


def _places(settings: Settings) -> list[str]:
    """The global options that give another process the same settings."""
    places = ["--config", str(settings.config_file)]
    if settings.index_dir == settings.data_dir / "index":
        places += ["--data-dir", str(settings.data_dir)]
    return places
