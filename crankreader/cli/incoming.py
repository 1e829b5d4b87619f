"""Commands that take documents in: add what is named, refresh what is followed.

Each document and each feed is told as it ends. Knows no format and nothing of the web.
"""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from crankreader.cli.arguments import UsageError
from crankreader.cli.call import (
    DONE,
    INTERRUPTED,
    NOT_ALL,
    Call,
    GivesUp,
    said,
    standard_input,
)
from crankreader.cli.shapes import feed_shape, incoming_shape, report_shape
from crankreader.model import FeedReport, Report, counted

if TYPE_CHECKING:
    from crankreader.ingest.walking import Tally
    from crankreader.reader import Reader


def add(call: Call) -> int:
    if call.given.samples == bool(call.words):
        raise UsageError("add wants PATH, or --samples without one")
    paths = call.paths
    from crankreader.ingest.walking import Tally

    tally = Tally()
    with call.library() as reader:
        if call.given.samples:
            coming = reader.add_samples()
        else:
            stdin = standard_input(paths, call.settings.limits)
            coming = reader.add(paths, stdin=stdin, tally=tally)
        documents, feeds = _all_told(call, reader, coming, total=reader.count_files(paths))
        reports = reader.settled(documents)
        if not call.given.json and not call.given.report_lines:
            for before, report in zip(documents, reports, strict=True):
                if report != before:
                    call.output.data(_line(report, reader))
    nothing = "" if call.given.samples else "No documents found."
    if call.given.report_lines and tally.lists:
        call.output.json_line({"lists": tally.lists})
    if not call.given.report_lines:
        for sentence in _met(tally):
            call.output.talk(sentence)
    return _ended(call, reports, feeds, nothing)


def refresh(call: Call) -> int:
    publication = said(" ".join(call.words)) or None
    with call.library() as reader:
        if publication is not None and not reader.feeds_of(publication):
            nothing = f"No feed is followed for {publication}."
        else:
            nothing = "Nothing is followed: `crankreader add` takes feeds and directories."
        documents, feeds = _all_told(call, reader, reader.refresh(publication), is_again=True)
        reports = reader.settled(documents)
    return _ended(call, reports, feeds, nothing)


def retry(call: Call, reader: Reader) -> bool:
    """Take in again what could not be read; whether all of it can be read now."""
    paths = list(dict.fromkeys(report.path for report in reader.problems()))
    _all_told(call, reader, reader.add(paths), total=len(paths))
    left = len(reader.problems())
    call.output.talk(
        f"{counted(left, 'document')} still cannot be read."
        if left
        else "Everything could be read."
        if paths
        else "Nothing was left unread."
    )
    return not left


def _all_told(
    call: Call,
    reader: Reader,
    coming: Generator[Report | FeedReport, None, None],
    *,
    is_again: bool = False,
    total: int = 0,
) -> tuple[list[Report], list[FeedReport]]:
    """What became of documents and of feeds, each told as it ends.

    Who looks again is not told of every document that is still the same. `total`: how many
    files there are, where that is known. Raises GivesUp when a person breaks it off.
    """
    documents: list[Report] = []
    feeds: list[FeedReport] = []
    if total and _in_lines(call):
        call.output.json_line({"total": total})
    try:
        with stopped_politely(), closing(coming):
            _tell_all(call, reader, coming, documents, feeds, is_again, total)
    except KeyboardInterrupt:
        if not documents:
            raise
        call.output.end_progress()
        raise GivesUp(_broken_off(documents), INTERRUPTED) from None
    call.output.end_progress()
    return documents, feeds


@contextmanager
def stopped_politely() -> Iterator[None]:
    """Meanwhile, being told to end is an interrupt: what came in becomes an act before."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough, and what follows must not be torn
    raise KeyboardInterrupt


def _broken_off(reports: Sequence[Report]) -> str:
    """What had become of the documents when a person broke it off."""
    counts = Counter(report.status for report in reports)
    told = ", ".join(f"{count:,} {status}" for status, count in counts.most_common())
    said = f"Interrupted. Looked at {counted(len(reports), 'document')}: {told}."
    if counts.total() == counts["unchanged"] + counts["failed"]:
        return said
    return f"{said} What came in can be read and searched; `crankreader undo` takes it back."


def _tell_all(
    call: Call,
    reader: Reader,
    coming: Iterator[Report | FeedReport],
    documents: list[Report],
    feeds: list[FeedReport],
    is_again: bool,
    total: int,
) -> None:
    for report in coming:
        if isinstance(report, Report):
            documents.append(report)
            shape, name = report_shape(report), report.path
        else:
            feeds.append(report)
            shape, name = feed_shape(report), report.url
        done = len(documents)
        is_measured = total > 0 and done <= total
        count = f"{done:,} of {total:,}" if is_measured else counted(done, "document")
        part = done / total if is_measured else None
        if _in_lines(call):
            call.output.json_line(shape)
        elif call.given.json:
            call.output.progress(f"{count} · {name}", part)
        else:
            if not _goes_without_saying(report, documents, is_again=is_again):
                call.output.end_progress()
                call.output.data(_line(report, reader))
            call.output.progress(count, part)


def _in_lines(call: Call) -> bool:
    """Whether another program reads along; not every command offers that."""
    return bool(getattr(call.given, "report_lines", False))


def _goes_without_saying(
    report: Report | FeedReport, documents: Sequence[Report], *, is_again: bool
) -> bool:
    """What is still the same, to who looks again; a feed that failed, where that was just said."""
    if isinstance(report, FeedReport) and report.status == "failed":
        return bool(documents) and documents[-1].path == report.url
    return is_again and report.status == "unchanged"


def _ended(call: Call, reports: Sequence[Report], feeds: Sequence[FeedReport], nothing: str) -> int:
    """The last words, and whether all went well; `nothing` where there was nothing to do."""
    if call.given.json:
        call.output.json(incoming_shape(reports, feeds))
    is_empty = not reports and not feeds
    if not call.given.report_lines:
        call.output.talk(nothing if is_empty and nothing else _summary(reports, feeds))
    statuses = {report.status for report in reports} | {feed.status for feed in feeds}
    return NOT_ALL if "failed" in statuses or (is_empty and nothing) else DONE


def _met(tally: Tally) -> Iterator[str]:
    """What was met in directories and neither read nor followed."""
    kinds = {"link": tally.links, "hidden file": tally.hidden, "file": tally.others}
    told = ", ".join(counted(number, noun) for noun, number in kinds.items() if number)
    if told:
        yield f"Passed over: {told}{' that are no documents' if tally.others else ''}."
    if tally.lists:
        were, one = ("was", "it") if tally.lists == 1 else ("were", "one")
        met = f"{counted(tally.lists, 'list')} of feeds {were} met"
        yield f"{met}; name {one} to follow its feeds."


def _line(report: Report | FeedReport, reader: Reader) -> str:
    """What is told of a document or a feed: one line."""
    if isinstance(report, FeedReport):
        parts = (f"{report.status:<10} {report.url}", report.title, report.reason)
        return "  ".join(filter(None, parts))
    line = f"{report.status:<10} {report.path}"
    if report.member is not None:
        line += f" › {_member(report, reader)}"
    if report.duplicate_of:
        line += f"  (the same as {report.duplicate_of})"
    if report.subset_of:
        line += f"  (part of {report.subset_of})"
    return line + (f"  {report.reason}" if report.reason else "")


def _member(report: Report, reader: Reader) -> str:
    """A message by its number and its title; an entry by its title alone, where it has one: what
    its feed calls it is for programs.
    """
    member = report.member or ""
    title = reader.title_of(report.issue) if report.issue is not None else None
    return f"{member} {title or ''}".rstrip() if member.isdecimal() else title or member


def _summary(reports: Sequence[Report], feeds: Sequence[FeedReport]) -> str:
    sentences = []
    # A feed that could not be fetched is counted among the feeds.
    counts = Counter(report.status for report in reports if report.stage != "fetch")
    if counts or not feeds:
        told = ", ".join(f"{count} {status}" for status, count in counts.most_common())
        sentences.append(f"{told or 'No documents'}.")
    of_feeds = Counter(feed.status for feed in feeds)
    if subscribed := of_feeds.pop("subscribed", 0):
        fetches = "" if reports else "; `crankreader refresh` fetches them"
        sentences.append(f"Subscribed to {counted(subscribed, 'feed')}{fetches}.")
    if of_feeds:
        told = ", ".join(f"{count} {status}" for status, count in of_feeds.most_common())
        sentences.append(f"Feeds: {told}.")
    return " ".join(sentences)
