"""Feeds that are followed: subscribing to them, and asking them and the added directories for more.

The bodies of `Reader`'s verbs of that kind, and the only ones that fetch. Few feeds are asked at
a time, one a host; one that fails is reported and the rest goes on. Knows no screen and no command.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, islice
from typing import Literal
from urllib.parse import urlsplit

from crankreader.fetch import Fetched, FetchError, fetch
from crankreader.ingest import read
from crankreader.ingest.converting import Converting
from crankreader.ingest.sniff import sniff
from crankreader.ingest.wire import Document
from crankreader.library import Library, State
from crankreader.library.intake import Intake
from crankreader.library.origins import FeedRow
from crankreader.library.origins import feeds_of as named
from crankreader.model import Failure, Feed, FeedReport, Parsed, Report
from crankreader.reader.discovery import feeds_of
from crankreader.safety import safe_url

AT_ONCE = 4
"""Hosts that are asked at a time."""
_FEEDS = ("feed", "json")
_NEWS = ("added", "updated", "duplicate", "partial")

Outcome = Report | FeedReport


def is_address(path: str) -> bool:
    """Whether what a person named is on the web, and no file."""
    return re.match("(?:https?|feed)://|feed:https?:", path, re.IGNORECASE) is not None


class Following:
    """Follows feeds for one library."""

    def __init__(
        self,
        library: Library,
        state: State,
        intake: Intake,
        converting: Converting,
        allow: Collection[str] = (),
    ) -> None:
        """`allow` names hosts that may be at home."""
        self._library = library
        self._state = state
        self._intake = intake
        self._converting = converting
        self._allow = allow

    # Subscribing

    def subscribe(self, address: str) -> Iterator[Outcome]:
        """Fetch the feed at an address, or the one that the page there names, and follow it."""
        url = safe_url(_plain(address)) or address
        try:
            got = fetch(url, allow=self._allow)
            kind = sniff(got.body, got.url).kind
            if kind == "html":
                found = feeds_of(got.body, got.url)
                if not found:
                    raise FetchError("no-feed", "This is a web page that names no feed.")
                url = found[0].url
                got = fetch(url, allow=self._allow)
                kind = sniff(got.body, got.url).kind
            if kind == "opml":
                yield from self.subscribe_all(self._listed(url, got))
                return
            if kind not in _FEEDS:
                raise FetchError("not-a-feed", "There is something at this address, but no feed.")
        except FetchError as error:
            yield from self._failed(url, None, error.code, str(error))
            return
        url = got.permanent_url or url
        known = next((feed for feed in self._state.origins.feeds() if feed.url == url), None)
        fresh = FeedRow(url, None, None, time.time())
        yield from self._taken(known or fresh, got, is_new=known is None)

    def subscribe_all(self, feeds: Iterable[Feed]) -> Iterator[FeedReport]:
        """Follow the feeds of a list; nothing is fetched."""
        followed = {feed.url for feed in self._state.origins.feeds()}
        fresh: dict[str, Feed] = {}
        for feed in feeds:
            url = safe_url(feed.url)
            if url is None:
                said = "This is no address to fetch from: only http and https."
                yield FeedReport(feed.url, feed.title, "failed", "bad-address", said)
            elif url in fresh:
                continue
            elif url in followed:
                yield FeedReport(url, feed.title, "unchanged")
            else:
                fresh[url] = feed._replace(url=url)
        self._state.subscribe(fresh.values())
        for url, feed in fresh.items():
            yield FeedReport(url, feed.title, "subscribed")

    def _listed(self, url: str, got: Fetched) -> Iterator[Feed]:
        for _, outcome in self._converting.convert([Document(url, got.body)]):
            if isinstance(outcome, Feed):
                yield outcome

    # Asking for more

    def refresh(self, publication: str | None = None) -> Iterator[Outcome]:
        """Ask all feeds, or those of a publication, whether there is more; look through the
        directories again, unless a publication is meant.
        """
        feeds = self._state.origins.feeds()
        if publication is not None:
            wanted = named(publication, self._library.db, self._state.origins)
            feeds = tuple(feed for feed in feeds if feed.url in wanted)
        for feed, answer in _answers(feeds, self._allow):
            yield from self._heard(feed, answer)
        if publication is None:
            yield from self._walked()

    def _heard(self, feed: FeedRow, answer: Fetched | FetchError) -> Iterator[Outcome]:
        if isinstance(answer, FetchError):
            yield from self._failed(feed.url, feed.title, answer.code, str(answer))
        elif answer.status == "unchanged":
            if feed.failures:
                self._library.reports.forget(feed.url)
            self._well(feed, answer)
            yield FeedReport(feed.url, feed.title, "unchanged")
        elif sniff(answer.body, answer.url).kind not in _FEEDS:
            said = "There is no feed at this address any more."
            yield from self._failed(feed.url, feed.title, "not-a-feed", said)
        else:
            yield from self._taken(feed, answer)

    def _taken(self, feed: FeedRow, got: Fetched, *, is_new: bool = False) -> Iterator[Outcome]:
        """Take in the entries of a feed; a new one is followed as soon as it proves to be one."""
        self._library.reports.forget(feed.url)
        outcomes = self._read(feed.url, got.body)
        opening = tuple(islice(outcomes, 2))
        is_feed, failure, has_news = _is_empty(opening), None, False
        if is_feed:
            opening = ()
            self._follow(feed)
        for outcome in chain(opening, outcomes):
            if isinstance(outcome, Failure):
                failure = failure or outcome
            elif not is_feed:
                is_feed = True
                feed = feed._replace(title=feed.title or outcome.issue.publication)
                self._follow(feed)
            report = self._intake.take(outcome)
            has_news = has_news or report.status in _NEWS
            yield report
        if failure is not None and not is_feed:
            self._state.origins.failed(feed.url, time.time(), failure.code, failure.reason)
            yield FeedReport(feed.url, feed.title, "failed", failure.code, failure.reason)
            return
        self._well(feed, got)
        status: Literal["new", "unchanged"] = "new" if has_news else "unchanged"
        yield FeedReport(feed.url, feed.title, "subscribed" if is_new else status)

    def _follow(self, feed: FeedRow) -> None:
        """Follow the feed, unless it is followed."""
        self._state.subscribe([Feed(feed.title, feed.url, folder=feed.folder)])

    def _read(self, url: str, body: bytes) -> Iterator[Parsed | Failure]:
        for _, outcome in self._converting.convert([Document(url, body)]):
            if not isinstance(outcome, Feed):
                yield outcome

    def _well(self, feed: FeedRow, got: Fetched) -> None:
        """The feed answered: what its server said counts from now on."""
        location = got.permanent_url or feed.location
        now = feed._replace(
            etag=got.etag,
            modified=got.modified,
            location=None if location == feed.url else location,
        )
        self._state.origins.answered(feed.url, time.time(), now)

    def _failed(self, url: str, title: str | None, code: str, said: str) -> Iterator[Outcome]:
        report = Report(url, "failed", stage="fetch", code=code, reason=said)
        self._library.reports.keep(report)
        self._state.origins.failed(url, time.time(), code, said)
        yield report
        yield FeedReport(url, title, "failed", code, said)

    def _walked(self) -> Iterator[Report]:
        for directory in self._state.origins.directories():
            limits = self._converting.limits
            for outcome in read(directory.path, limits=limits, converting=self._converting):
                if not isinstance(outcome, Feed):
                    yield self._intake.take(outcome)
            self._state.origins.walked(directory.path, time.time())


def _answers(
    feeds: Iterable[FeedRow], allow: Collection[str]
) -> Iterator[tuple[FeedRow, Fetched | FetchError]]:
    """What each feed answered, as it comes; a few hosts at a time, and each of them once."""
    waiting = deque(feeds)
    asked: dict[Future[Fetched | FetchError], FeedRow] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting or asked:
            busy = {_host(feed) for feed in asked.values()}
            for _ in range(len(waiting)):
                feed = waiting.popleft()
                if len(asked) < AT_ONCE and _host(feed) not in busy:
                    asked[pool.submit(_answer, feed, allow)] = feed
                    busy.add(_host(feed))
                else:
                    waiting.append(feed)
            done, _ = wait(asked, return_when=FIRST_COMPLETED)
            for future in done:
                yield asked.pop(future), future.result()


def _answer(feed: FeedRow, allow: Collection[str]) -> Fetched | FetchError:
    try:
        return fetch(feed.location or feed.url, etag=feed.etag, modified=feed.modified, allow=allow)
    except FetchError as error:
        return error


def _is_empty(opening: Sequence[Parsed | Failure]) -> bool:
    """Whether all that a feed has to say is that it has no entries."""
    return len(opening) < 2 and all(
        isinstance(outcome, Failure) and outcome.code == "empty" for outcome in opening
    )


def _host(feed: FeedRow) -> str:
    return urlsplit(feed.location or feed.url).hostname or ""


def _plain(address: str) -> str:
    """The address without the `feed:` before it, which says what is there, not how to ask."""
    bare = re.sub("^feed:(?://)?(?=https?:)", "", address.strip(), flags=re.IGNORECASE)
    return re.sub("^feed:", "http:", bare, flags=re.IGNORECASE)
