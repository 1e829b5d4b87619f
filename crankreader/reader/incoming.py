"""Taking documents in: what is read goes through parser, recogniser and store, one at a time.

The bodies of `Reader`'s verbs of that kind. Knows no screen and no command.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from crankreader import entities, ingest
from crankreader.ingest import identity
from crankreader.ingest.converting import Converting, Document, left_out
from crankreader.ingest.walking import Tally
from crankreader.library import Library, Publications, State
from crankreader.library.intake import Intake, Tools
from crankreader.model import Failure, Feed, FeedReport, Issue, Parsed, Report
from crankreader.reader.names import Names
from crankreader.reader.refreshing import Following, is_address
from crankreader.settings import LIMITS, Limits


def taken_in(
    library: Library,
    state: State,
    names: Names,
    paths: Iterable[str],
    *,
    stdin: bytes | None = None,
    sample: bool = False,
    allow: Collection[str] = (),
    limits: Limits = LIMITS,
    tally: Tally | None = None,
) -> Generator[Report | FeedReport, None, None]:
    """A report for each document of files, directories and `-`, as it ends; feeds that are named
    or listed are followed. `allow` as for `Following`.
    """
    paths = list(paths)
    files = [path for path in paths if not is_address(path)]
    directories = [path for path in dict.fromkeys(files) if os.path.isdir(path)]
    feeds: list[Feed] = []
    with (
        Converting(limits) as converting,
        _one_act(library, state, _tools(limits, names), sample) as intake,
    ):
        for read in ingest.read_all(
            files,
            stdin=stdin,
            limits=limits,
            converting=converting,
            tally=tally,
            with_lists=False,
        ):
            if isinstance(read, Feed):
                feeds.append(read)
                continue
            if isinstance(read, Failure) and read.code == "empty" and read.path in directories:
                directories.remove(read.path)
            yield intake.take(read)
        following = Following(library, state, intake, converting, allow)
        yield from following.subscribe_all(feeds)
        for path in paths:
            if is_address(path):
                yield from following.subscribe(path)
    walked = [os.path.abspath(path) for path in directories]
    if walked:
        Publications(library, state).gather(walked, sample=sample)
    intake.compare()
    if not sample:
        for directory in walked:
            state.origins.walked(directory, time.time())


@contextmanager
def _one_act(
    library: Library, state: State, tools: Tools, sample: bool = False, again: bool = False
) -> Iterator[Intake]:
    """An intake; what it has taken in, be it broken off, is one act that can be undone."""
    intake = Intake(library, state, tools, sample=sample, again=again)
    try:
        yield intake
    finally:
        intake.record()


def asked_again(
    library: Library,
    state: State,
    names: Names,
    publication: str | None,
    *,
    allow: Collection[str] = (),
    limits: Limits = LIMITS,
) -> Generator[Report | FeedReport, None, None]:
    """What has come since, from the feeds that are followed and the directories that were added;
    of a publication, from its feeds alone.
    """
    with (
        Converting(limits) as converting,
        _one_act(library, state, _tools(limits, names), again=True) as intake,
    ):
        yield from Following(library, state, intake, converting, allow).refresh(publication)
    walked = [directory.path for directory in state.origins.directories()]
    if walked and publication is None:
        Publications(library, state).gather(walked, sample=False)
    intake.compare()


def read_again(
    library: Library, state: State, names: Names, limits: Limits = LIMITS
) -> Iterator[Report]:
    """The documents that an older parser read, read by this one from their bytes."""
    tools = _tools(limits, names)
    outdated = library.outdated(tools.version)
    if not outdated:
        return
    intake = Intake(library, state, tools, again=True)
    with Converting(limits) as converting:
        for issue in outdated:
            there = library.issue(issue)
            document = Document(there.path, library.raw(issue), there.member)
            outcomes = [outcome for _, outcome in converting.convert([document])]
            read = next((each for each in outcomes if isinstance(each, Parsed)), None)
            if read is not None:
                yield intake.read_again(issue, read)
            library.keep_as_read(issue, tools.version)
    intake.compare()


def _tools(limits: Limits, names: Names) -> Tools:
    return Tools(
        whole_text=identity.whole_text,
        sketch=identity.sketch,
        relation=identity.relation,
        matched=identity.matched,
        item_ids=identity.item_ids,
        recognise=partial(entities.recognise_issue, known=names.known),
        repeated=_repeated,
        without=_without,
        left_out=partial(left_out, limits=limits),
        version=str(ingest.VERSION),
        tagger=names.tagger,
    )


# The parser's modules are imported where a publication has issues enough to be compared.


def _repeated(issues: Sequence[Issue]) -> Mapping[str, tuple[int, int]]:
    from crankreader.ingest.repeats import repeated

    return repeated(issues)


def _without(issue: Issue, lines: Mapping[str, tuple[int, int]], kept: Collection[str]) -> Issue:
    from crankreader.ingest.aside import without

    return without(issue, lines, kept)
