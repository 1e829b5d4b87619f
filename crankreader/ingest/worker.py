"""The converter: a limited process that reads documents for another one.

`python -P -m crankreader.ingest.worker` takes jobs from its standard input and answers on its
standard output, both in `wire`'s frames, until the input ends. A document that takes too long or
too much ends the process; whoever asked sees that, and starts another. Opens no document itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterable
from typing import Any, BinaryIO

from crankreader.ingest import wire
from crankreader.ingest.formats import documents
from crankreader.settings import LIMITS, Limits

_MOST_FILES = 32
"""Open at once: the pipes, and what importing a format's module takes."""
_FORBIDDEN = ("socket.", "subprocess.", "os.fork", "os.exec", "os.posix_spawn", "os.system")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def main() -> int:
    jobs, answers = _pipes()
    _warm_up()
    first = wire.next_frame(jobs)
    if first is None:
        return 0
    limits = Limits(**first[0])
    confine(limits)
    _send(answers, wire.ready_frame())
    try:
        while (asked := wire.next_frame(jobs)) is not None:
            _answer(wire.job_of(asked[0]), asked[1], limits, answers)
    except MemoryError:
        os._exit(wire.OUT_OF_MEMORY)
    except BrokenPipeError:
        return 0
    return 0


def confine(limits: Limits) -> None:
    """Take from this process what converting does not need; what the system does not know of is
    left out.
    """
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    gc.freeze()
    try:
        import resource
    except ImportError:
        return
    _limit(resource, "RLIMIT_CORE", 0)
    _limit(resource, "RLIMIT_FSIZE", 0)
    _limit(resource, "RLIMIT_NPROC", 0)
    _limit(resource, "RLIMIT_NOFILE", _MOST_FILES)
    taken = _address_space()
    if taken:
        _limit(resource, "RLIMIT_AS", taken + limits.memory)


def _warm_up() -> None:
    """Read what the first text will need while whoever asks is still getting ready."""
    for _ in documents(b"A word.", "-", LIMITS):
        pass


def _limit(resource: Any, name: str, most: int) -> None:
    which = getattr(resource, name, None)
    if which is None:
        return
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(which, (most, most))


def _address_space() -> int:
    """Bytes that this process has mapped; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as status:
            return int(status.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """No network, no other program, no file but to read: a parser that tries has gone wrong."""
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITES:
            raise PermissionError("a converter writes no file")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(f"a converter does no {event}")


def _answer(job: wire.Job, raw: bytes, limits: Limits, answers: int) -> None:
    """Every outcome as soon as it is there; of a plain job the first, and whether there are more.

    The clock is set anew for each: it is a limit for one document, not for what holds them.
    """
    outcomes = documents(raw, job.path, limits, plain=job.plain, skip=job.skip)
    more = False
    while True:
        _set_clock(limits.seconds)
        outcome = next(outcomes, None)
        _set_clock(0)
        if outcome is None or more:
            break
        _send(answers, wire.answer_frame(outcome, raw))
        more = job.plain
    _send(answers, wire.end_frame(more=more and outcome is not None))


def _set_clock(seconds: float) -> None:
    """The system ends this process after so much time on a processor; in C code, too."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _send(answers: int, pieces: Iterable[wire.Piece]) -> None:
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(answers, rest) :]


def _pipes() -> tuple[BinaryIO, int]:
    """The two pipes under numbers of their own: what others print or read meets nothing."""
    jobs, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    return os.fdopen(jobs, "rb"), answers


if __name__ == "__main__":
    # Not sys.exit: there is nothing to put away, and what took all memory may not leave enough.
    os._exit(main())
