"""What becomes of a document that was read: new, known, changed, or the same as another.

Decides and keeps. How texts are compared and tagged is handed in: this room knows no parser and
no recogniser.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from crankreader.library.alike import candidates
from crankreader.library.publications import Publications
from crankreader.library.repeats import LOOKED_AT, Times
from crankreader.library.state import State
from crankreader.library.store import Known, Library
from crankreader.library.tagging import Tagger
from crankreader.library.writing import Fold
from crankreader.model import Failure, Issue, Item, Marked, Parsed, Report, Status

STANDARD_INPUT = "-"
_WEB = ("https://", "http://")
_REMOVED = "It was removed; adding it brings it back."


@dataclass(frozen=True, slots=True)
class Tools:
    """What other rooms know how to do."""

    whole_text: Callable[[Issue], str]
    sketch: Callable[[str], Collection[int]]
    relation: Callable[[str, str], str | None]
    """What the first text is to the second: duplicate, subset, superset, possible."""
    matched: Callable[[Sequence[Item], Sequence[Item]], tuple[Item, ...]]
    """New items, under the ids of the old ones that they are."""
    item_ids: Callable[[str, Sequence[tuple[str | None, str]]], Sequence[str]]
    """Ids of an issue's items, given as (title, text)."""
    recognise: Callable[[Issue], Mapping[str, Marked]]
    repeated: Callable[[Sequence[Issue]], Mapping[str, Times]]
    """The lines that repeat across issues of one publication."""
    without: Callable[[Issue, Mapping[str, Times], Collection[str]], Issue]
    """An issue without these lines, itself where it has none; the items named stay."""
    left_out: Callable[[Issue], tuple[str, str] | None]
    """(code, sentence) where an issue came without its structure."""
    version: str
    """Of the parser, kept beside what it made."""
    tagger: Tagger
    """What `recognise` is, kept beside its mentions."""


class Intake:
    """Takes documents into one library, either as a person's own or as samples.

    `again`: their origin is looked at once more, and nobody asked for each of them; what a person
    removed stays away.
    """

    def __init__(
        self,
        library: Library,
        state: State,
        tools: Tools,
        *,
        sample: bool = False,
        again: bool = False,
    ) -> None:
        self._library = library
        self._state = state
        self._tools = tools
        self._sample = sample
        self._again = again
        self._publications = Publications(library, state)
        self._added: dict[str, None] = {}
        """Issues that were not here, or only in the trash or as samples, in the order of coming;
        noted before they come, so that none is missed where a run is broken off.
        """
        self._came: dict[str | None, set[str]] = {}
        """Issues that are to be compared with their neighbours, by the key they came with."""

    def record(self) -> None:
        """Make one act of all that came in since the last time, for a person to take back."""
        if not self._sample:
            removed = self._state.removed()
            came = [issue for issue in self._added if self._library.is_own(issue)]
            self._state.record_added([issue for issue in came if issue not in removed])
        self._added.clear()

    def take(self, read: Parsed | Failure) -> Report:
        """Keep one document, or remember why it could not be read."""
        if isinstance(read, Failure):
            report = Report(
                read.path,
                "failed",
                stage=read.stage,
                code=read.code,
                reason=read.reason,
                member=read.member,
            )
        else:
            report = self._kept(read)._replace(path=read.issue.path, member=read.issue.member)
        located = report._replace(path=_absolute(report.path))
        if (report.stage, report.code) == ("load", "absent"):
            self._library.reports.forget(located.path)  # nothing is there to try again
        else:
            self._library.reports.keep(located)
        return report

    def _kept(self, read: Parsed) -> Report:
        located = _located(read)
        report = self._take(located._replace(issue=self._known(located.issue)))
        left_out = self._tools.left_out(read.issue)
        if left_out is None or report.status not in ("added", "updated"):
            return report
        code, reason = left_out
        return report._replace(status="partial", stage="convert", code=code, reason=reason)

    def read_again(self, issue: str, read: Parsed) -> Report:
        """A document that is here as a better parser reads it: a revision with the same bytes."""
        old = self._library.issue(issue)
        located = read.issue._replace(path=old.path, member=old.member)
        self._sample = self._library.is_sample(issue)
        return self._revise(Parsed(self._known(located), read.raw), issue)

    def compare(self) -> None:
        """Compare the issues that came with their neighbours, and put aside what repeats. To be
        called at the end of a run.
        """
        came = set().union(*self._came.values())
        self._came.clear()
        for (key, sample), issues in self._library.repeats.publications_of(came).items():
            self._compare(key, issues, sample=sample)

    def _compare(self, key: str, issues: Collection[str], *, sample: bool) -> None:
        repeats = self._library.repeats
        runs = repeats.around(key, issues, sample=sample)
        known = repeats.of(key, sample=sample)
        fresh: dict[str, Times] = {}
        read: dict[str, Issue] = {}
        for run in runs:
            read = {id: read.get(id) or self._library.issue(id) for id in run}
            fresh.update(self._tools.repeated(tuple(read.values())))
        fresh = {line: times for line, times in fresh.items() if line not in known}
        if not fresh:
            return
        repeats.keep(key, fresh, sample=sample)
        for issue in dict.fromkeys(id for run in runs for id in run):
            for each in (issue, *self._library.copies(issue)):
                self._reword(each, key, known | fresh)

    def _reword(self, issue: str, key: str, lines: Mapping[str, Times]) -> None:
        old = self._library.issue(issue)
        if old.publication_key != key:
            return
        new = self._tools.without(old, lines, self._library.repeats.treasured(issue))
        if new is not old:
            sketch = self._tools.sketch(self._tools.whole_text(new))
            self._library.reword(
                new, self._tools.recognise(new), sketch=sketch, tagger=self._tools.tagger
            )

    def _known(self, issue: Issue) -> Issue:
        """The issue as one of its publication: under its name, without what repeats there."""
        known = self._publications.known(issue, sample=self._sample)
        key = known.publication_key
        lines = self._library.repeats.of(key, sample=self._sample) if key else {}
        if not lines:
            return known
        return self._tools.without(known, lines, self._library.repeats.treasured(issue.id))

    def _take(self, parsed: Parsed) -> Report:
        known = self._library.document(parsed.raw)
        if self._is_unwanted(known.issue if known else parsed.issue.id):
            return Report(parsed.issue.path, "unchanged", reason=_REMOVED)
        if known is not None and (known.is_current or not self._is_at(known, parsed.issue)):
            return self._seen_again(parsed, known)
        if self._library.has_issue(parsed.issue.id):
            return self._same_identity(parsed)
        earlier = known.issue if known else self._earlier_at(parsed.issue)
        if earlier is not None and self._is_unwanted(earlier):
            return Report(parsed.issue.path, "unchanged", reason=_REMOVED)
        if earlier is not None:
            return self._revise(parsed, earlier)
        return self._keep(parsed, "added")

    def _is_unwanted(self, issue: str) -> bool:
        """Whether a person removed it and did not ask for it again, as adding it does."""
        if self._sample or not self._state.is_dismissed(issue):
            return False
        if not self._again:
            self._state.welcome([issue])
        return self._again

    def _is_at(self, known: Known, issue: Issue) -> bool:
        """Whether a file went back to what it once was; elsewhere its old words are no news.

        Of two files with two revisions of one issue neither goes back to anything.
        """
        return self._library.read_from(known.issue) == (issue.path, issue.member)

    def _seen_again(self, parsed: Parsed, known: Known) -> Report:
        """A document whose very bytes are here; a person's own act makes a sample theirs."""
        path = parsed.issue.path
        in_trash = known.issue in self._state.removed()
        if not self._sample and (known.is_sample or in_trash):
            return self._bring_back(path, known.issue, is_sample=known.is_sample)
        return self._report(path, "unchanged", known.issue)

    def _bring_back(self, path: str, issue: str, *, is_sample: bool) -> Report:
        self._added[issue] = None
        if is_sample:
            self._library.adopt(issue)
        if issue in self._state.removed():
            self._state.restore([issue])
        text = self._tools.whole_text(self._library.issue(issue))
        self._library.settle(issue, self._fold(issue, text))
        return self._report(path, "added", issue)

    def _same_identity(self, parsed: Parsed) -> Report:
        """Other bytes of an issue that is here: the same words once more, or a revision."""
        new, old = parsed.issue, self._library.issue(parsed.issue.id)
        is_sample = self._library.is_sample(new.id)
        if self._sample and not is_sample:
            return self._report(new.path, "unchanged", new.id)
        if is_sample and not self._sample:
            self._library.adopt(new.id)
            return self._revise(parsed, new.id, "added")
        same_words = _words(self._tools.whole_text(new)) == _words(self._tools.whole_text(old))
        if not same_words or (new.path == old.path and new.sections != old.sections):
            return self._revise(parsed, new.id)
        self._library.keep_variant(parsed, new.id, self._tools.version)
        if new.id in self._state.removed():
            return self._bring_back(new.path, new.id, is_sample=False)
        if new.path == old.path:
            return self._report(new.path, "unchanged", new.id)
        return Report(new.path, "duplicate", issue=new.id, duplicate_of=new.id)

    def _earlier_at(self, issue: Issue) -> str | None:
        """The issue last read from that path, if most of it is still the same.

        What holds several documents knows them apart by itself.
        """
        if issue.path == STANDARD_INPUT or issue.member is not None:
            return None
        earlier = self._library.issue_at(issue.path, sample=self._sample)
        if earlier is None:
            return None
        before = self._tools.whole_text(self._library.issue(earlier))
        is_alike = self._tools.relation(self._tools.whole_text(issue), before) is not None
        return earlier if is_alike else None

    def _revise(self, parsed: Parsed, issue: str, status: Status = "updated") -> Report:
        """A new revision of an issue: its id stays, and those of the items that are still there."""
        old = self._library.issue(issue)
        items = self._tools.matched(old.items, self._items_as_of(issue, parsed.issue))
        revised = with_items(parsed.issue, items)._replace(id=issue)
        released = self._library.copies(issue)
        if not self._sample and not self._again and issue in self._state.removed():
            self._added[issue] = None
            self._state.restore([issue])
        report = self._keep(Parsed(revised, parsed.raw), status)
        for copy in released:
            if self._library.relation(copy) == (None, None):
                text = self._tools.whole_text(self._library.issue(copy))
                self._library.settle(copy, self._fold(copy, text))
        return report

    def _items_as_of(self, issue: str, read: Issue) -> Sequence[Item]:
        """The items under the ids they have in that issue, so that no other issue claims them."""
        if read.id == issue:
            return read.items
        ids = self._tools.item_ids(issue, [(item.title, item.text) for item in read.items])
        return [item._replace(id=id) for item, id in zip(read.items, ids, strict=True)]

    def _keep(self, parsed: Parsed, status: Status) -> Report:
        issue = parsed.issue
        text = self._tools.whole_text(issue)
        if status == "added":
            self._added[issue.id] = None
        self._library.add(
            parsed,
            self._tools.recognise(issue),
            sketch=self._tools.sketch(text),
            sample=self._sample,
            parser=self._tools.version,
            tagger=self._tools.tagger,
            fold=self._fold(issue.id, text),
        )
        self._has_come(issue)
        return self._report(issue.path, status, issue.id)

    def _has_come(self, issue: Issue) -> None:
        """A publication that many come of is looked at on the way: the next ones come in as they
        are to stay.
        """
        key = issue.publication_key
        if key is not None and key.startswith("issue:"):
            key = None  # a folder may yet make a publication of it
        came = self._came.setdefault(key, set())
        came.add(issue.id)
        if key is not None and len(came) >= LOOKED_AT:
            self._compare(key, came, sample=self._sample)
            came.clear()

    def _fold(self, issue: str, text: str) -> Fold:
        """Where the issue belongs: under a duplicate that was here first, under what it is a part
        of, or above its own parts. Samples and a person's own documents are not compared.
        """
        parts: list[str] = []
        wholes: list[str] = []
        sketch = self._tools.sketch(text)
        for other in candidates(self._library.db, sketch, sample=self._sample, but=issue):
            if self._library.relation(other)[0] is not None:
                continue
            match self._tools.relation(text, self._tools.whole_text(self._library.issue(other))):
                case "duplicate":
                    return Fold(other, "duplicate")
                case "subset":
                    wholes.append(other)
                case "superset":
                    parts.append(other)
        if wholes:
            return Fold(wholes[0], "subset")
        return Fold(parts=tuple(parts))

    def _report(self, path: str, status: Status, issue: str) -> Report:
        """A report that says what the issue is a copy of; a new duplicate is reported as one."""
        report = related(Report(path, status, issue=issue), self._library)
        if status == "added" and report.duplicate_of is not None:
            return report._replace(status="duplicate")
        return report


def related(report: Report, library: Library) -> Report:
    """The report with what its issue is by now known to be a copy or a part of."""
    if report.issue is None or report.duplicate_of == report.issue:
        return report
    parent, relation = library.relation(report.issue)
    return report._replace(
        duplicate_of=parent if relation == "duplicate" else None,
        subset_of=parent if relation == "subset" else None,
    )


def with_items(issue: Issue, items: Sequence[Item]) -> Issue:
    """The issue with these items in place of its own, one for one."""
    remaining = iter(items)
    return issue._replace(
        sections=tuple(
            section._replace(items=tuple(next(remaining) for _ in section.items))
            for section in issue.sections
        ),
    )


def _located(parsed: Parsed) -> Parsed:
    """The document under the path it has from everywhere."""
    return parsed._replace(issue=parsed.issue._replace(path=_absolute(parsed.issue.path)))


def _absolute(path: str) -> str:
    if path == STANDARD_INPUT or path.startswith(_WEB):
        return path
    return os.path.abspath(path)


def _words(text: str) -> list[str]:
    return text.split()
