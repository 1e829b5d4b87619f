"""Taking documents in: what is read goes through parser, recogniser and store, one at a time.

The bodies of `Reader`'s verbs of that kind. Knows no screen and no command.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from crankreader import entities, ingest
from crankreader.ingest import identity
from crankreader.ingest.converting import Converting
from crankreader.library import Library, Publications, State
from crankreader.library.intake import Intake, Tools
from crankreader.model import Feed, Report


def taken_in(
    library: Library,
    state: State,
    paths: Iterable[str],
    *,
    stdin: bytes | None = None,
    sample: bool = False,
) -> Iterator[Report]:
    """A report for each document of files, directories and `-`, as it ends."""
    paths = list(paths)
    with Converting() as converting:
        intake = Intake(library, state, _tools(), sample=sample)
        for read in ingest.read_all(paths, stdin=stdin, converting=converting):
            if not isinstance(read, Feed):
                yield intake.take(read)
    walked = [os.path.abspath(path) for path in paths if os.path.isdir(path)]
    if walked:
        Publications(library, state).gather(walked, sample=sample)


def _tools() -> Tools:
    return Tools(
        whole_text=identity.whole_text,
        sketch=identity.sketch,
        relation=identity.relation,
        matched=identity.matched,
        item_ids=identity.item_ids,
        recognise=entities.recognise_issue,
        version=f"{ingest.VERSION} {entities.VERSION}",
    )
