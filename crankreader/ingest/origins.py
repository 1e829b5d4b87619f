"""Where documents come from: files, directories, mailboxes, standard input, gzip of any of these.

The only module of the room that opens what a person names. Reads regular files only, to a bound;
a mailbox of any size goes by one message at a time. Knows no format: what a file holds is found
out by a converter, or here and now where none is given.
"""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, BinaryIO

from crankreader.ingest import packed
from crankreader.ingest.sniff import Refused, sniff
from crankreader.ingest.walking import Found, Tally, found, is_named_as_document, unreadable
from crankreader.ingest.wire import Answer, Asked, Document, Outcome
from crankreader.model import Failure, Feed, Parsed
from crankreader.settings import LIMITS, Limits

if TYPE_CHECKING:
    from crankreader.ingest.converting import Converting

_HEAD = 64 * 1024
_CHUNK = 1 << 20
_ENVELOPE = b"From "
_TAR, _TAR_AT = b"ustar", 257
_ARCHIVES = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_PACKED = (b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"\x1f\x9d")
_PAGES = (".html", ".htm", ".xhtml", ".md", ".markdown")
_HOLES = re.compile(
    rb"\{%-?\s*(?:block|extends|include|layout)\b"
    rb"|\{\{[-{]?\s*(?:content\b|yield\b|(?:page|site|post|block)\.|\.[A-Z])"
)
_EXPRESSIONS = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}")
_PROGRAM = re.compile(r"<(script|style)\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS = 60
_NO_DOCUMENT = ("not-text", "not-a-feed", "unsupported")
_FOR_PROGRAMS = (".xml", ".json")


def read(
    path: str,
    *,
    stdin: bytes | None = None,
    limits: Limits = LIMITS,
    converting: Converting | None = None,
) -> Iterator[Outcome]:
    """The documents of a file, of a directory and those below it, or of `-`, given as `stdin`."""
    return read_all((path,), stdin=stdin, limits=limits, converting=converting)


def read_all(
    paths: Iterable[str],
    *,
    stdin: bytes | None = None,
    limits: Limits = LIMITS,
    converting: Converting | None = None,
    tally: Tally | None = None,
    with_lists: bool = True,
) -> Iterator[Outcome]:
    """The documents of all these, in order, each as it is done.

    A directory is walked in the order of its names. Hidden files, links in it, and what is no
    document and not named as one are passed over, and counted in `tally`; its `files` are
    known before the first document is read. Without `with_lists`
    the feeds of lists that nobody named are left out, and the lists counted.
    """
    tally = tally or Tally()
    paths = tuple(paths)
    lists: set[str] = set()
    silent = [path for path in dict.fromkeys(paths) if path != "-" and os.path.isdir(path)]
    files = [each for path in paths for each in found(path, tally)]
    tally.files += sum(1 for each in files if isinstance(each, Found))
    with closing(_asked(files, stdin or b"", limits, tally)) as asked:
        answers = converting.convert(asked) if converting else _converted_here(asked, limits)
        with closing(answers):
            for document, outcome in answers:
                is_met = isinstance(document, Document) and document.root is not None
                if is_met and _is_no_document(document.path, outcome):
                    tally.others += 1
                    continue
                if is_met and isinstance(outcome, Feed) and not with_lists:
                    tally.lists += document.path not in lists
                    lists.add(document.path)
                    continue
                silent = [root for root in silent if not document.path.startswith(root)]
                yield outcome
    for root in silent:
        yield Failure(root, "load", "empty", "The directory holds no documents.")


def _converted_here(asked: Iterable[Asked], limits: Limits) -> Generator[Answer, None, None]:
    """Without a process of their own, for who trusts the documents or tests how they are read."""
    from crankreader.ingest.formats import documents

    for each in asked:
        if isinstance(each, Failure):
            yield each, each
        else:
            for outcome in documents(each.raw, each.path, limits):
                yield each, each.named(outcome)


def _asked(
    files: Iterable[Found | Failure], stdin: bytes, limits: Limits, tally: Tally
) -> Generator[Asked, None, None]:
    for each in files:
        if isinstance(each, Failure):
            yield each
            continue
        try:
            with _stream_of(each, stdin) as stream:
                yield from _documents(each, stream, limits)
        except Refused as refused:
            failure = Failure(each.shown, refused.stage, refused.code, refused.reason)
            if each.root is not None and _is_no_document(each.shown, failure):
                tally.others += 1
            else:
                yield failure
        except _NoDocument:
            tally.others += 1
        except OSError as error:
            yield unreadable(each.shown, error)


class _NoDocument(Exception):
    """What was met on the way is nothing that a person reads."""


def _stream_of(file: Found, stdin: bytes) -> BinaryIO:
    """The file, open for reading. Raises OSError, Refused."""
    if file.path == "-":
        return io.BytesIO(stdin)
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
    descriptor = os.open(file.path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refused("load", "not-a-file", "This is no regular file.")
    return os.fdopen(descriptor, "rb")


def _documents(file: Found, stream: BinaryIO, limits: Limits) -> Iterator[Asked]:
    """What a stream holds: one document, or the messages of a mailbox, one at a time.

    Raises Refused, and _NoDocument for what nobody named.
    """
    head = stream.read(_HEAD)
    if packed.is_packed(head):
        with packed.opened(io.BytesIO(head), limits) as beginning:
            head = beginning.read1(_HEAD)
        stream.seek(0)
        stream = packed.opened(stream, limits)
    else:
        stream.seek(0)
    if file.root is not None and b"\0" in head and sniff(head, file.shown).kind == "binary":
        raise Refused("sniff", "not-text", "This is no text.")
    _refuse_archives(head)
    if _is_mailbox(head):
        yield from _messages(file, stream, limits)
    elif file.root is not None and _is_none_by_content(file, head):
        raise _NoDocument
    else:
        yield Document(file.shown, _bounded(stream, limits), root=file.root)


def _is_none_by_content(file: Found, head: bytes) -> bool:
    """Whether a file that was met is a text without a suffix, as programs keep theirs, or a
    template of a site.
    """
    name = os.path.basename(file.shown)
    suffix = os.path.splitext(name.removesuffix(".gz"))[1].casefold()
    if not suffix:
        return not file.is_message and sniff(head, file.shown).kind in ("text", "markdown")
    return suffix in _PAGES and len(head) < _HEAD and _is_template(head)


def _is_template(raw: bytes) -> bool:
    """Whether a page has holes for what others write, and next to no words of its own."""
    if not _HOLES.search(raw):
        return False
    page = _EXPRESSIONS.sub(" ", raw.decode("utf-8", "replace"))
    bare = _TAGS.sub(" ", _without_programs(page))
    return len(_WORD.findall(bare)) < _FEWEST_WORDS


def _without_programs(page: str) -> str:
    kept, at = [], 0
    while (opening := _PROGRAM.search(page, at)) is not None:
        kept.append(page[at : opening.start()])
        at = page.find("</" + opening[1], opening.end())
        if at < 0:
            return "".join(kept)
    return "".join((*kept, page[at:]))


def _is_mailbox(head: bytes) -> bool:
    if _ENVELOPE not in head:
        return False
    from crankreader.ingest import mailboxes

    return mailboxes.looks_like(head) is not None


def _messages(file: Found, stream: BinaryIO, limits: Limits) -> Iterator[Asked]:
    from crankreader.ingest import mailboxes

    for number, raw in enumerate(mailboxes.messages(stream, limits), 1):
        message = Document(file.shown, b"", member=str(number), root=file.root)
        if isinstance(raw, bytes):
            yield message._replace(raw=raw)
        else:
            reason = f"The message is larger than {limits.file >> 20} MB."
            yield message.failure("load", "too-large", reason)


def _bounded(stream: BinaryIO, limits: Limits) -> bytes:
    chunks, total = [], 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > limits.file:
            raise Refused("load", "too-large", f"The file is larger than {limits.file >> 20} MB.")
        chunks.append(chunk)
    return b"".join(chunks)


def _refuse_archives(head: bytes) -> None:
    if head.startswith(_ARCHIVES) or head[_TAR_AT:].startswith(_TAR):
        raise Refused(
            "load", "unsupported", "This is an archive: unpack it, and add what was in it."
        )
    if head.startswith(_PACKED):
        raise Refused("load", "unsupported", "This is packed otherwise than by gzip: unpack it.")


def _is_no_document(path: str, outcome: Outcome) -> bool:
    """Whether nobody who added the directory would miss it."""
    if isinstance(outcome, Failure):
        is_none = outcome.code in _NO_DOCUMENT or outcome[1:3] == ("sniff", "empty")
        return is_none and not is_named_as_document(path)
    if isinstance(outcome, Parsed) and outcome.issue.format in ("text", "markdown"):
        return path.casefold().endswith(_FOR_PROGRAMS)
    return False
