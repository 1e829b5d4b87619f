"""The screens. Know the reader and the model; nothing of files, databases or indexes.

`run` is the only way in. Textual is imported here and nowhere else.
"""

from __future__ import annotations

import gc
import os
import sys

from crankreader.settings import Settings

__all__ = ["run"]

TURN = 0.0005
"""Seconds that a thread computes before another one may."""


def run(settings: Settings) -> int:
    """Open the reader in this terminal until the person leaves it; the exit code.

    What makes the program stop is raised when the terminal is its old self again.

    Collecting garbage while modules load costs a tenth of the start, so it rests until
    the first paint (see CrankReader.on_mount).
    """
    gc.disable()
    # A search goes on in a thread while letters are typed: this is how long it may keep them from
    # the screen, where Python would let it have five milliseconds, again and again.
    sys.setswitchinterval(TURN)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from crankreader.reader import Reader
    from crankreader.tui.app import CrankReader

    reader = Reader.open(settings)
    try:
        app = CrankReader(reader, settings)
        app.run()
    finally:
        reader.close()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
