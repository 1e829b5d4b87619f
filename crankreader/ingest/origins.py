"""Where documents come from: files, directories, standard input.

The only module of the room that opens anything. Reads regular files only, to a bound, and
follows no link that it meets on its way.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator

from crankreader.ingest.formats import parse
from crankreader.ingest.sniff import Refused
from crankreader.model import Failure, Parsed

MOST_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_DEEPEST = 64


def read(path: str, *, stdin: bytes | None = None) -> Iterator[Parsed | Failure]:
    """The documents of a file, of a directory and those below it, or of `-`, given as `stdin`.

    A directory is walked in the order of its names; hidden files and links in it are passed over.
    """
    if path == "-":
        yield _parsed(stdin or b"", "-")
        return
    try:
        resolved = os.path.realpath(path, strict=True)
        mode = os.stat(resolved).st_mode
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    if not stat.S_ISDIR(mode):
        yield _file(resolved, path, 0)
        return
    found = False
    for member in _walk(resolved, path, set(), 0):
        found = True
        yield member
    if not found:
        yield Failure(path, "load", "empty", "The directory holds no documents.")


def _walk(
    directory: str, shown: str, seen: set[tuple[int, int]], depth: int
) -> Iterator[Parsed | Failure]:
    try:
        status = os.stat(directory)
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(shown, error)
        return
    if (status.st_dev, status.st_ino) in seen or depth > _DEEPEST:
        return
    seen.add((status.st_dev, status.st_ino))
    for entry in entries:
        name = os.path.join(shown, entry.name)
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, name, seen, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield _file(entry.path, name, os.O_NOFOLLOW)


def _file(path: str, shown: str, flags: int) -> Parsed | Failure:
    try:
        raw = _bytes_of(path, flags)
    except Refused as refused:
        return Failure(shown, refused.stage, refused.code, refused.reason)
    except OSError as error:
        return _unreadable(shown, error)
    return _parsed(raw, shown)


def _bytes_of(path: str, flags: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | flags)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("load", "not-a-file", "This is no regular file.")
        if status.st_size > MOST_BYTES:
            raise Refused("load", "too-large", f"The file is larger than {MOST_BYTES >> 20} MB.")
        chunks, total = [], 0
        while total <= MOST_BYTES and (chunk := os.read(descriptor, _CHUNK)):
            chunks.append(chunk)
            total += len(chunk)
    finally:
        os.close(descriptor)
    if total > MOST_BYTES:
        raise Refused("load", "too-large", f"The file is larger than {MOST_BYTES >> 20} MB.")
    return b"".join(chunks)


def _parsed(raw: bytes, shown: str) -> Parsed | Failure:
    try:
        return Parsed(parse(raw, shown), raw)
    except Refused as refused:
        return Failure(shown, refused.stage, refused.code, refused.reason)


_REASONS = {
    errno.ENOENT: ("absent", "There is no such file."),
    errno.ENOTDIR: ("absent", "There is no such file."),
    errno.EACCES: ("unreadable", "You may not read this file."),
    errno.EPERM: ("unreadable", "You may not read this file."),
    errno.ELOOP: ("unreadable", "The links to this file lead nowhere."),
    errno.ENXIO: ("not-a-file", "This is no regular file."),
    errno.ENAMETOOLONG: ("absent", "The name is too long for any file."),
}


def _unreadable(path: str, error: OSError | ValueError) -> Failure:
    code, reason = _REASONS.get(
        getattr(error, "errno", None) or 0, ("unreadable", "The file could not be read.")
    )
    return Failure(path, "load", code, reason)
