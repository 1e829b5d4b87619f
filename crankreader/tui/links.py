"""Opening a link in the person's browser: never through a shell, never in this terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def opener(environ: Mapping[str, str] = os.environ) -> str | None:
    """The program that opens links on this desktop; None where there is no desktop."""
    from shutil import which

    if sys.platform == "darwin":
        return which("open")
    if environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY"):
        return which("xdg-open") or which("gio-open")
    return which("wslview")


def open_link(url: str, program: str) -> None:
    """Start `program` on an address that `safety.safe_url` has passed; OSError if it cannot."""
    import subprocess

    subprocess.Popen(
        [program, url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
