"""Waiting, after a key, until the app has done what it does about it.

Textual's own wait looks at the processor: it sleeps for a fiftieth of a second, twice a key,
until little was computed meanwhile. Most of what these tests took was that sleep. Here the event
loop is asked: it is quiet when nothing is ready to run, no thread works for the app and no timer
is about to ring.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any, cast

from textual._context import active_app
from textual.worker import Worker

PATIENCE = 0.03
"""Seconds of timers that are waited for, one after another; less than a pause in typing is."""


async def wait_until_quiet(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Returns when the event loop has nothing more to do, or after so many seconds."""
    loop = cast(Any, asyncio.get_running_loop())
    began = monotonic()
    patience = PATIENCE
    while monotonic() - began < max_sleep:
        due = min((t.when() for t in loop._scheduled if not t.cancelled()), default=float("inf"))
        delay = max(due - loop.time(), 0.0)
        if loop._ready:
            await asyncio.sleep(0)
        elif delay < patience:
            patience -= delay
            await asyncio.sleep(delay)
        elif monotonic() - began < min_sleep or any(map(_is_at_work, active_app.get().workers)):
            await asyncio.sleep(0.002)
        else:
            return


def _is_at_work(worker: Worker[object]) -> bool:
    return worker._thread_worker and worker.is_running
