"""The directories an index lives in: written aside, checked, then made current in one step.

    index/CURRENT            the name of the one to read: gen-7
    index/gen-7/             never changed once it stands
    index/gen-7/MANIFEST.json    stamp, count, and each file's size, digest, inode and time
    index/tmp-8/             being written; left behind by a crash, removed by the next writer

Whoosh opens an index by unpickling and never syncs it, so owner, mode and manifest are checked
before it sees a byte. A file of more than 64 KiB whose inode and time are still those of the
writer is not read again for its digest: that is what keeps opening a large index fast. Knows
files, not what is in them.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

MANIFEST = "MANIFEST.json"
CURRENT = "CURRENT"
SMALL = 64 * 1024
"""Bytes of a file that is always read for its digest."""


class IndexUnusable(Exception):
    """There is no index, or none that may be opened; it has to be built."""


class IndexBusy(Exception):
    """Another process is writing the index."""


@dataclass(slots=True)
class Generation:
    """A checked directory, kept from removal for as long as it is held."""

    path: Path
    count: int
    """Items in it."""
    _hold: int

    @property
    def name(self) -> str:
        return self.path.name

    def release(self) -> None:
        if self._hold >= 0:
            os.close(self._hold)
            self._hold = -1


def current(root: Path, stamp: Mapping[str, Any]) -> Generation:
    """The generation to read, checked and held. Raises IndexUnusable."""
    try:
        return _checked(root, stamp)
    except IndexUnusable:
        # A writer may have replaced it between the two looks.
        return _checked(root, stamp)


def current_name(root: Path) -> str:
    """What CURRENT says. Raises IndexUnusable."""
    try:
        name = (root / CURRENT).read_text("ascii").strip()
    except (OSError, ValueError):
        raise IndexUnusable("there is no index yet") from None
    if not name.startswith("gen-") or not name[4:].isdigit():
        raise IndexUnusable("the index does not say which part of it is current")
    return name


def prepare(root: Path) -> None:
    """A directory of one's own for an index that is built anew. Raises IndexUnusable."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = root.lstat()
    except OSError as error:
        raise IndexUnusable(f"there is no place for an index: {error.strerror}") from None
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise IndexUnusable("the place of the index belongs to somebody else")
    root.chmod(0o700)


@contextlib.contextmanager
def writer(root: Path) -> Iterator[None]:
    """Holds the one place of a writer. Raises IndexBusy, and IndexUnusable without a directory."""
    try:
        lock = os.open(root / "LOCK", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise IndexUnusable(f"the index cannot be written: {error.strerror}") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise IndexBusy("another process is writing the index") from None
        yield
    finally:
        os.close(lock)


def draft(root: Path, based_on: Generation | None = None) -> Path:
    """A new directory to write in, holding the files of another generation without copying them.

    What an earlier writer left unfinished goes first: the disk may be full of it.
    """
    numbers = [0]
    for path in list(root.iterdir()):
        numbers.append(_number(path))
        if numbers[-1] and path.name.startswith("tmp-"):
            shutil.rmtree(path, ignore_errors=True)
    path = root / f"tmp-{max(numbers) + 1}"
    path.mkdir(mode=0o700)
    if based_on is not None:
        for name in _manifest(based_on.path)["files"]:
            _link(based_on.path / name, path / name)
    return path


def publish(
    root: Path,
    written: Path,
    stamp: Mapping[str, Any],
    count: int,
    based_on: Generation | None = None,
) -> None:
    """Makes what was written the current generation, and removes the ones before."""
    known = {} if based_on is None else _manifest(based_on.path)["files"]
    files = {path.name: _sealed(path, known.get(path.name)) for path in sorted(written.iterdir())}
    manifest = {**stamp, "count": count, "files": files}
    _write(written / MANIFEST, json.dumps(manifest, indent=1))
    _sync_directory(written)
    generation = root / f"gen-{_number(written)}"
    written.rename(generation)
    _sync_directory(root)
    _write(root / f"{CURRENT}.new", generation.name)
    (root / f"{CURRENT}.new").replace(root / CURRENT)
    _sync_directory(root)
    sweep(root)


def condemn(root: Path, generation: Generation) -> None:
    """Nobody opens this generation any more: it was found damaged, and another has to be built.

    Where a writer is at work there will soon be another in any case.
    """
    with contextlib.suppress(IndexBusy, IndexUnusable, OSError), writer(root):
        if current_name(root) == generation.name:
            (root / CURRENT).unlink()


def sweep(root: Path) -> None:
    """Removes what is not current and nobody reads. Only the writer may."""
    with contextlib.suppress(IndexUnusable):
        keep = current_name(root)
        for path in root.iterdir():
            if path.name != keep and _number(path) and not _is_held(path):
                shutil.rmtree(path, ignore_errors=True)


def _checked(root: Path, stamp: Mapping[str, Any]) -> Generation:
    _check_owner(root, stat.S_ISDIR)
    path = root / current_name(root)
    _check_owner(path, stat.S_ISDIR)
    try:
        hold = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        raise IndexUnusable("the index is not there") from None
    try:
        fcntl.flock(hold, fcntl.LOCK_SH | fcntl.LOCK_NB)
        manifest = _manifest(path)
        if any(manifest.get(name) != value for name, value in stamp.items()):
            raise IndexUnusable("the index was written by another version")
        names = {entry.name for entry in path.iterdir()} - {MANIFEST}
        if names != manifest["files"].keys():
            raise IndexUnusable("the index has files too few or too many")
        for name, seal in manifest["files"].items():
            _check_file(path / name, seal)
        return Generation(path, manifest["count"], hold)
    except OSError as error:
        os.close(hold)
        raise IndexUnusable(f"the index cannot be read: {error.strerror}") from None
    except BaseException:
        os.close(hold)
        raise


def _manifest(path: Path) -> dict[str, Any]:
    _check_owner(path / MANIFEST, stat.S_ISREG)
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        raise IndexUnusable("the list of the index's files cannot be read") from None
    if not isinstance(manifest, dict):
        raise IndexUnusable("the list of the index's files is none")
    files, count = manifest.get("files"), manifest.get("count")
    if not isinstance(files, dict) or not isinstance(count, int):
        raise IndexUnusable("the list of the index's files is not complete")
    if any(not isinstance(seal, list) or len(seal) != 4 or "/" in n for n, seal in files.items()):
        raise IndexUnusable("the list of the index's files is damaged")
    return manifest


def _check_owner(path: Path, is_kind: Any) -> os.stat_result:
    try:
        status = path.lstat()
    except OSError:
        raise IndexUnusable(f"the index has no {path.name}") from None
    if not is_kind(status.st_mode):
        raise IndexUnusable(f"{path.name} of the index is not what it should be")
    if status.st_uid != os.geteuid() or status.st_mode & 0o022:
        raise IndexUnusable(f"somebody else could have written {path.name} of the index")
    return status


def _check_file(path: Path, seal: list[Any]) -> None:
    status = _check_owner(path, stat.S_ISREG)
    size, digest, inode, time = seal
    if status.st_size != size:
        raise IndexUnusable(f"{path.name} of the index has another size")
    is_untouched = (status.st_ino, status.st_mtime_ns) == (inode, time)
    if (size <= SMALL or not is_untouched) and _digest(path) != digest:
        raise IndexUnusable(f"{path.name} of the index is damaged")


def _digest(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _sealed(path: Path, known: list[Any] | None) -> list[Any]:
    """Size, digest, inode and time; the digest is the known one while the rest still holds."""
    status = path.stat()
    size, inode, time = status.st_size, status.st_ino, status.st_mtime_ns
    if known is not None and [known[0], *known[2:]] == [size, inode, time]:
        return known
    path.chmod(0o600)
    _sync(path)
    return [size, _digest(path), inode, time]


def _number(path: Path) -> int:
    kind, _, digits = path.name.partition("-")
    return int(digits) if kind in ("gen", "tmp") and digits.isdigit() else 0


def _is_held(path: Path) -> bool:
    try:
        directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(directory)
    return False


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target)  # a file system without hard links


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_sync_directory = _sync
