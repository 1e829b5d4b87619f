"""Why something did not come from the web. Knows how to say it, not how it is found out."""

from __future__ import annotations

from crankreader.safety import one_line


class FetchError(Exception):
    """What was asked for did not come: a stable code, and a sentence for a person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(str(one_line(sentence)))
        self.code = code


_STATUSES = {
    401: ("forbidden", "The server wants a name and a password."),
    402: ("forbidden", "The server wants to be paid for this."),
    403: ("forbidden", "The server does not give this to us."),
    404: ("absent", "There is nothing at this address."),
    410: ("gone", "It is gone for good, the server says: nothing will come from there any more."),
    429: ("busy", "The server was asked too often; try again later."),
    503: ("busy", "The server is busy; try again later."),
}


def refused_by(status: int) -> FetchError:
    """What a status that brings no document means."""
    code, said = _STATUSES.get(status, ("", ""))
    if not code and status >= 500:
        code, said = "server-error", "The server has a problem of its own; try again later."
    elif not code:
        code, said = "http-status", "The server answered with something else than a document."
    return FetchError(code, f"{said} (HTTP {status})")


def too_slow(seconds: float) -> FetchError:
    return FetchError("too-slow", f"It took longer than {seconds:g} seconds.")


def too_large(size: int) -> FetchError:
    bound = f"{size >> 20} MB" if size >> 20 else f"{size:,} bytes"
    return FetchError("too-large", f"It is larger than {bound}.")
