"""A web server on this machine that answers as a test tells it to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

HOME = "127.0.0.1"
Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request, and the means to answer it."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        answer = self.server.pages.get(self.path)
        try:
            if answer is None:
                self.answer(404)
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        if status != 304:
            names.setdefault("Content-Length", str(len(body)))
        for name, value in names.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


class Server(ThreadingHTTPServer):
    """What stands where, and what was asked: (path, headers)."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__((HOME, 0), Request)
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        return

    def url(self, path: str, host: str = HOME) -> str:
        return f"http://{host}:{self.server_address[1]}{path}"

    def page(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        self.pages[path] = lambda request: request.answer(status, body, **headers)
        return self.url(path)

    def moved(self, path: str, to: str, status: int = 302) -> str:
        return self.page(path, b"", status, Location=to)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def no_sockets(*_: object, **__: object) -> socket.socket:
    raise AssertionError("a socket was opened")
