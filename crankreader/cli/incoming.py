"""Commands that take documents in: add what is named, refresh what is followed.

Each document and each feed is told as it ends. Knows no format and nothing of the web.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
    from crankreader.ingest.walking import Tally

    tally = Tally()
    with call.library() as reader:
        if call.given.samples:
            coming = reader.add_samples()
        else:
            stdin = standard_input(call.words, call.settings.limits)
            coming = reader.add(call.words, stdin=stdin, tally=tally)
        documents, feeds = _all_told(call, coming, total=reader.count_files(call.words))
        reports = reader.settled(documents)
    if not call.given.json and not call.given.report_lines:
        for before, report in zip(documents, reports, strict=True):
            if report != before:
                call.output.data(_line(report))
    nothing = "" if call.given.samples else "No documents found."
    if tally.passed_over and not call.given.report_lines:
        call.output.talk(_passed_over(tally))
    return _ended(call, reports, feeds, nothing)


def refresh(call: Call) -> int:
    publication = said(" ".join(call.words)) or None
    with call.library() as reader:
        if publication is not None and not reader.feeds_of(publication):
            nothing = f"No feed is followed for {publication}."
        else:
            nothing = "Nothing is followed: `crankreader add` takes feeds and directories."
        documents, feeds = _all_told(call, reader.refresh(publication), is_again=True)
        reports = reader.settled(documents)
    return _ended(call, reports, feeds, nothing)


def retry(call: Call, reader: Reader) -> bool:
    """Take in again what could not be read; whether all of it can be read now."""
    paths = list(dict.fromkeys(report.path for report in reader.problems()))
    _all_told(call, reader.add(paths), total=len(paths))
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
    coming: Iterator[Report | FeedReport],
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
        _tell_all(call, coming, documents, feeds, is_again, total)
    except KeyboardInterrupt:
        kept = sum(1 for report in documents if report.status != "failed")
        if not kept:
            raise
        call.output.end_progress()
        raise GivesUp(
            f"Interrupted. {counted(kept, 'document')} came in and can be read and searched;"
            " those that are not in the index yet come into it the next time.",
            INTERRUPTED,
        ) from None
    call.output.end_progress()
    return documents, feeds


def _tell_all(
    call: Call,
    coming: Iterator[Report | FeedReport],
    documents: list[Report],
    feeds: list[FeedReport],
    is_again: bool,
    total: int,
) -> None:
    for report in coming:
        if isinstance(report, Report):
            documents.append(report)
            line, shape, name = _line(report), report_shape(report), report.path
        else:
            feeds.append(report)
            line, shape, name = _feed_line(report), feed_shape(report), report.url
        done = len(documents)
        is_measured = done <= total
        count = f"{done:,} of {total:,}" if is_measured else counted(done, "document")
        part = done / total if is_measured else None
        if _in_lines(call):
            call.output.json_line(shape)
        elif call.given.json:
            call.output.progress(f"{count} · {name}", part)
        else:
            if not _goes_without_saying(report, documents, is_again=is_again):
                call.output.end_progress()
                call.output.data(line)
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


def _passed_over(tally: Tally) -> str:
    """What was met in directories and is not read."""
    kinds = {"link": tally.links, "hidden file": tally.hidden, "file": tally.others}
    told = ", ".join(counted(number, noun) for noun, number in kinds.items() if number)
    return f"Passed over: {told}{' that are no documents' if tally.others else ''}."


def _line(report: Report) -> str:
    line = f"{report.status:<10} {report.path}"
    if report.duplicate_of:
        line += f"  (the same as {report.duplicate_of})"
    if report.subset_of:
        line += f"  (part of {report.subset_of})"
    return line + (f"  {report.reason}" if report.reason else "")


def _feed_line(report: FeedReport) -> str:
    return "  ".join(
        filter(None, (f"{report.status:<10} {report.url}", report.title, report.reason))
    )


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
