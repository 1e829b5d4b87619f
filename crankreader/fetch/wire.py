"""Connections under one deadline, each to the very address that was looked at.

A network backend for httpcore: a name is resolved once, all its addresses are judged, and one of
them is connected to; TLS is proved for the name. Knows no request and no answer.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import httpcore

from crankreader.fetch.failures import FetchError, too_slow
from crankreader.fetch.public import is_at_home, is_public

Clock = Callable[[], float]
Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) → its addresses in numbers. Raises OSError."""
Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_MOST_ADDRESSES = 4
"""A host that answers at none of these counts as silent."""
_PATIENCE = 4.0
"""Seconds for an address, where there is another one: not every network carries IPv6."""


class Deadline:
    """The moment by which all must be done."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds that remain. Raises FetchError when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise too_slow(self.seconds)
        return left


class Wire(httpcore.NetworkBackend):
    """Connects to public addresses, and to hosts that are allowed by name."""

    def __init__(self, deadline: Deadline, allow: Collection[str], resolve: Resolve) -> None:
        self._deadline = deadline
        self._allow = frozenset(host.strip("[]").lower() for host in allow)
        self._resolve = resolve
        self._open = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses(host, port)
        for number, address in enumerate(addresses, 1):
            left = self._deadline.left()
            share = left if number == len(addresses) else min(left, _PATIENCE)
            try:
                stream = self._open.connect_tcp(address, port, timeout=share, socket_options=())
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return Stream(stream, self._deadline)
        self._deadline.left()
        raise FetchError("no-connection", f"{host} does not answer.")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Where the host is. Raises FetchError when nowhere, or anywhere one must not go."""
        found = _in_time(lambda: self._resolve(host, port), self._deadline)
        if not found:
            raise FetchError("no-host", f"There is no host {host}, or no way to ask for it.")
        if host.strip("[]").lower() not in self._allow and not all(map(is_public, found)):
            if all(is_public(one) or is_at_home(one) for one in found):
                said = (
                    "leads to this machine or into a private network; "
                    "fetch.allow in the config file can name it as allowed."
                )
            else:
                said = "leads to no place that a feed is fetched from."
            raise FetchError("not-public", f"{host} {said}")
        return found[:_MOST_ADDRESSES]


class Stream(httpcore.NetworkStream):
    """A connection whose every step has the time that is left, whatever it is told to take."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            started = self._stream.start_tls(
                ssl_context, server_hostname, timeout=self._deadline.left()
            )
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                said = f"{server_hostname} cannot prove that it is {server_hostname}."
                raise FetchError("certificate", said) from error
            said = f"{server_hostname} could not be talked to in a safe way."
            raise FetchError("no-connection", said) from error
        return Stream(started, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses that the system knows for a host, without doubles. Raises OSError."""
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _in_time(ask: Callable[[], Sequence[str]], deadline: Deadline) -> Sequence[str]:
    """The answer, or none where there is none.

    The system's resolver takes its own time and cannot be stopped, so it is asked in a thread
    that nobody waits for longer than there is time.
    """
    answers: SimpleQueue[Sequence[str]] = SimpleQueue()

    def answer() -> None:
        try:
            answers.put(ask())
        except (OSError, UnicodeError):
            answers.put(())

    Thread(target=answer, daemon=True).start()
    try:
        return answers.get(timeout=deadline.left())
    except Empty:
        raise too_slow(deadline.seconds) from None
