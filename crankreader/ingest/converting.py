"""Has documents read by a converter of its own process, and outlives whatever they do to it.

One converter serves a batch; the next jobs wait in its pipe while its answers are worked on. Knows
no format and no file: bytes come in, outcomes go out, in the same order.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from crankreader.ingest import wire
from crankreader.ingest.wire import Answer, Asked, Document, Outcome
from crankreader.model import Failure, Issue, Parsed
from crankreader.settings import LIMITS, Limits

__all__ = ["WORKER", "Converting", "Document", "left_out"]

WORKER = (sys.executable, "-P", "-S", "-m", "crankreader.ingest.worker")

_BATCH = 500
"""Documents that one converter does: what they leave behind in its memory goes with it."""
_AHEAD = 8
_BYTES_AHEAD = 1 << 20
_PIPE = 1 << 20
_READ = 1 << 18
_MOST_DEATHS = 8
"""That one file may cause before the rest of it is left out."""
_MOST_FALSE_STARTS = 3
_PATIENCE = 20
"""Times the seconds of work that it may keep us waiting: others want the processors, too."""
_ENDS_WITHIN = 1.0


@dataclass(slots=True)
class _Entry:
    """A document on its way, and how far it has come."""

    asked: Asked
    is_sent: bool = False
    is_over: bool = False
    skip: int = 0
    """Outcomes that have been given out, or given up."""
    plain: str | None = None
    """Why the next outcome is wanted without its structure: the code."""
    given: int = 0
    """Outcomes since it was sent."""
    deaths: int = 0

    @property
    def size(self) -> int:
        return len(self.asked.raw) if isinstance(self.asked, Document) else 0


class Converting:
    """Reads documents in processes of its own, one at a time; to be closed."""

    def __init__(self, limits: Limits = LIMITS, command: Sequence[str] = WORKER) -> None:
        self.limits = limits
        self._command = command
        self._false_starts = 0
        self._child: _Child | None = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the converter at once; the next document starts another."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def convert(self, coming: Iterable[Asked]) -> Generator[Answer, None, None]:
        """What each of them holds, in order, as it is done; failures are handed through."""
        waiting: deque[_Entry] = deque()
        source = iter(coming)
        is_done = False
        try:
            while True:
                self._fill(waiting, source)
                if not waiting:
                    break
                asked = waiting[0].asked
                for outcome in self._outcomes(waiting):
                    yield asked, outcome
                waiting.popleft()
            is_done = True
        finally:
            if not is_done:
                self.close()

    def _fill(self, waiting: deque[_Entry], source: Iterator[Asked]) -> None:
        held = sum(entry.size for entry in waiting)
        while len(waiting) < _AHEAD and held < _BYTES_AHEAD:
            asked = next(source, None)
            if asked is None:
                return
            waiting.append(_Entry(asked))
            held += waiting[-1].size
            self._supply(waiting)

    def _outcomes(self, waiting: deque[_Entry]) -> Iterator[Outcome]:
        """All of the first entry."""
        head = waiting[0]
        if isinstance(head.asked, Failure):
            yield head.asked
            return
        while not head.is_over:
            self._supply(waiting)
            if self._child is None:
                yield _failure(head.asked, "crashed", "The converter cannot be started.")
                return
            said = self._child.next_message(head.asked.raw)
            if said is None:
                code = self._buried(waiting)
                if code is not None:
                    yield from _after_death(head, code, self.limits)
            elif isinstance(said, wire.Answered):
                self._false_starts = 0
                yield _marked(head.asked.named(said.outcome), head, self.limits)
                head.given += 1
            elif isinstance(said, wire.Ended):
                _ended(head, said)

    def _supply(self, waiting: deque[_Entry]) -> None:
        """Send what has not been sent; nothing behind an entry that may have to be sent again."""
        if self._child is not None and self._child.sent >= _BATCH and not _is_under_way(waiting):
            self.close()
        if self._child is None:
            self._child = self._started()
        for entry in waiting:
            if self._child is None or self._child.sent >= _BATCH:
                return
            if isinstance(entry.asked, Document) and not entry.is_sent:
                job = wire.Job(entry.asked.path, entry.skip, entry.plain is not None)
                self._child.send(wire.frame(job, entry.asked.raw))
                entry.is_sent, entry.given = True, 0
            if entry.deaths:
                return

    def _started(self) -> _Child | None:
        if self._false_starts >= _MOST_FALSE_STARTS:
            return None
        try:
            return _Child(self._command, self.limits)
        except OSError:
            self._false_starts = _MOST_FALSE_STARTS
            return None

    def _buried(self, waiting: deque[_Entry]) -> str | None:
        """Why the converter died; None when no document can have been the reason."""
        assert self._child is not None
        code = self._child.end()
        was_ready = self._child.is_ready
        self._child = None
        for entry in waiting:
            entry.is_sent = False
        if was_ready:
            return code
        self._false_starts += 1
        return None


def _is_under_way(waiting: Iterable[_Entry]) -> bool:
    return any(entry.is_sent and not entry.is_over for entry in waiting)


def _ended(entry: _Entry, said: wire.Ended) -> None:
    """A plain job goes on behind the one outcome it was for, where there is more."""
    entry.is_over = entry.plain is None or not said.more
    entry.skip += entry.given
    entry.plain, entry.is_sent = None, False


def _after_death(entry: _Entry, code: str, limits: Limits) -> Iterator[Failure]:
    """Try the outcome that did it once more, plainly; then leave it out and go on behind it."""
    assert isinstance(entry.asked, Document)
    entry.deaths += 1
    entry.skip += entry.given
    tried = entry.plain is not None
    entry.plain = None
    if entry.deaths > _MOST_DEATHS:
        yield _failure(entry.asked, code, f"{_said(code, limits)} The rest was left out.")
        entry.is_over = True
    elif not tried:
        entry.plain = code
    elif not entry.given:
        yield _failure(entry.asked, code, _said(code, limits))
        # Where the first outcome cannot be had, nothing tells whether there is another.
        entry.is_over = entry.skip == 0
        entry.skip += 1


def _marked(outcome: Outcome, entry: _Entry, limits: Limits) -> Outcome:
    """With a warning, where the structure had to be left out."""
    if not isinstance(outcome, Parsed) or entry.plain is None:
        return outcome
    said = _said(entry.plain, limits)
    issue = outcome.issue
    return outcome._replace(issue=issue._replace(warnings=(*issue.warnings, said)))


def _failure(document: Document, code: str, reason: str) -> Failure:
    return document.failure("convert", code, reason)


_SAID: dict[str, Callable[[Limits], str]] = {
    "too-slow": lambda limits: f"Reading it took longer than {limits.seconds:g} seconds.",
    "too-much-memory": lambda limits: f"Reading it took more than {limits.memory >> 20} MB.",
    "crashed": lambda limits: "Reading it broke the converter.",
}


def _said(code: str, limits: Limits) -> str:
    return _SAID[code](limits)


def left_out(issue: Issue, limits: Limits = LIMITS) -> tuple[str, str] | None:
    """(code, sentence) where an issue had to be kept without its structure."""
    found = ((code, _said(code, limits)) for code in _SAID)
    return next((each for each in found if each[1] in issue.warnings), None)


class _Child:
    """One converter: its process, its two pipes, and how long it has kept us waiting."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self._patience = _PATIENCE * limits.seconds
        self._waited = 0.0
        self._was_stopped: str | None = None
        self._frames = wire.Frames(limits.file * (limits.output + 4))
        self._said: deque[tuple[object, bytes]] = deque()
        self._unsent: deque[memoryview] = deque()
        self.sent = 0
        self.is_ready = False
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=os.sep,
            env=_environment(),
            process_group=0,  # an interrupt from the terminal is for us, and we end it
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._jobs, self._answers = self._process.stdin, self._process.stdout
        self._selector = selectors.DefaultSelector()
        for pipe in (self._jobs, self._answers):
            os.set_blocking(pipe.fileno(), False)
            _widen(pipe.fileno())
        self._selector.register(self._answers, selectors.EVENT_READ)
        self._is_writing = False
        self._put(wire.limits_frame(limits))

    def send(self, pieces: Iterable[wire.Piece]) -> None:
        self.sent += 1
        self._put(pieces)

    def _put(self, pieces: Iterable[wire.Piece]) -> None:
        self._unsent.extend(memoryview(piece) for piece in pieces)
        self._write()

    def next_message(self, asked: bytes) -> wire.Message | None:
        """What it says next; None when it died, or was stopped for its silence or its nonsense."""
        while not self._said:
            if self._was_stopped or not self._read():
                return None
        try:
            message = wire.message_of(*self._said.popleft(), asked)
        except wire.Garbled:
            self._stop("crashed")
            return None
        self._waited = 0.0
        self.is_ready = self.is_ready or isinstance(message, wire.Ready)
        return message

    def end(self) -> str:
        """Stop it if it still runs, and say which code its end has."""
        try:
            if self._was_stopped is None:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(_ENDS_WITHIN if self._is_silent() else 0)
        finally:
            self._process.kill()
            self._process.wait()
            self._selector.close()
            self._jobs.close()
            self._answers.close()
        return self._was_stopped or _code_of(self._process.returncode)

    def _is_silent(self) -> bool:
        """Whether it has closed its end of the pipe, as the dead do."""
        return self._answers not in self._selector.get_map()

    def _stop(self, code: str) -> None:
        self._was_stopped = code
        self._process.kill()

    def _read(self) -> bool:
        """Wait for it to say or to take something; False when it is dead or was stopped."""
        began = time.monotonic()
        ready = self._selector.select(max(0.0, self._patience - self._waited))
        self._waited += time.monotonic() - began
        if not ready:
            self._stop("too-slow")
            return False
        for key, events in ready:
            if events & selectors.EVENT_WRITE:
                self._write()
            if events & selectors.EVENT_READ:
                piece = os.read(key.fd, _READ)
                if not piece:
                    self._selector.unregister(self._answers)
                    return False
                try:
                    self._said.extend(self._frames.take(piece))
                except wire.Garbled:
                    self._stop("crashed")  # what it said before still counts
        return True

    def _write(self) -> None:
        """As much as the pipe takes; the rest goes while answers are waited for."""
        try:
            while self._unsent:
                piece = self._unsent[0]
                taken = os.write(self._jobs.fileno(), piece)
                if taken == len(piece):
                    self._unsent.popleft()
                else:
                    self._unsent[0] = piece[taken:]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._unsent.clear()  # it is dead, and what it said before is still to be read
        if bool(self._unsent) != self._is_writing:
            self._is_writing = not self._is_writing
            if self._is_writing:
                self._selector.register(self._jobs, selectors.EVENT_WRITE)
            else:
                self._selector.unregister(self._jobs)


def _code_of(ended: int) -> str:
    if ended in (-signal.SIGPROF, -signal.SIGXCPU):
        return "too-slow"
    if ended in (wire.OUT_OF_MEMORY, -signal.SIGKILL):  # the system kills who takes too much
        return "too-much-memory"
    return "crashed"


def _environment() -> dict[str, str]:
    """Where modules are, as here; and nothing else of what a person's environment holds."""
    kept = ("PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "SYSTEMROOT")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    found["PYTHONPATH"] = os.pathsep.join(os.path.abspath(place) for place in sys.path)
    return found


def _widen(pipe: int) -> None:
    """Room for some documents in the pipe, where the system can give it."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return
