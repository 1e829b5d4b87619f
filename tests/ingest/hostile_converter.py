"""A converter that does what the worst documents might make it do, as each of them says.

A document is a line of words: one outcome each. A word may name a deed; `plain` ones are done
only while the structure is looked for.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from crankreader.ingest import formats, worker
from crankreader.ingest.wire import Outcome
from crankreader.model import Failure
from crankreader.settings import Limits


def documents(
    raw: bytes, path: str, limits: Limits, *, plain: bool = False, skip: int = 0
) -> Iterator[Outcome]:
    for word in raw.decode().split()[skip:]:
        deed = word.removesuffix("-unless-plain")
        if deed == word or not plain:
            do(deed)
        if deed == "refuse":
            yield Failure(path, "convert", "broken", "It is broken.")
        elif deed == "say-much":
            yield Failure(path, "convert", "said", "much " * 1_000_000)
        elif deed == "reach-out":
            yield Failure(path, "convert", "said", " ".join(refusals()))
        else:
            yield from formats.documents(f"About {word}.".encode(), path, limits, plain=plain)


def do(deed: str) -> None:
    match deed:
        case "loop":
            while True:
                pass
        case "eat":
            eaten = []
            while True:
                eaten.append(bytearray(1 << 30))
        case "break":
            signal.signal(signal.SIGSEGV, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGSEGV)
        case "sleep":
            time.sleep(600)
        case "babble":
            os.write(4, b"\0" * 7 + b"\3" + b"\0" * 8 + b"{]}")
        case "print":
            sys.stdout.write("This must not get among the answers.")
            sys.stdout.flush()
            os.write(1, b"Nor this.")


def refusals() -> Iterator[str]:
    """What a converter is kept from."""
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except PermissionError:
        yield "network"
    try:
        Path(sys.argv[1]).write_text("written")
    except PermissionError:
        yield "file"
    try:
        os.system("true")
    except PermissionError:
        yield "program"


if __name__ == "__main__":
    worker.documents = documents
    os._exit(worker.main())
