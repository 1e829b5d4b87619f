"""What stands word for word in issue after issue of a publication, and issues without it.

Introductions, notes above and below sections, tails of sponsors: furniture that a single issue
does not betray. Works on finished issues of one publication; knows no document and no library.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import NamedTuple

from crankreader.ingest import furniture, periods
from crankreader.ingest.blocks import Block, ends_sentence, is_wordless, word_count, word_list
from crankreader.ingest.words import fold, listed, table, weights
from crankreader.model import PARAGRAPH_BREAK, Issue, Item

_DIGITS = re.compile(r"\d+")
_HEADING = "\t"
"""Before a heading: no folded text holds one, so that no paragraph is taken for its like."""


class Times(NamedTuple):
    """In how many of how many issues."""

    times: int
    among: int


@dataclass(slots=True)
class _Line:
    """A paragraph or a caption where it stands."""

    text: str
    links: frozenset[str]
    exact: str
    """Folded."""
    key: str | None = None
    """What of it repeats: all, or all but its digits."""
    at_issue_edge: bool = False
    at_section_edge: bool = False
    is_all: bool = False
    """Of an item that repeats as a whole."""


@dataclass(slots=True)
class _Looked:
    """An issue as this module looks at it."""

    sections: list[list[tuple[Item, list[_Line]]]]
    aside: frozenset[str]
    headings: frozenset[str]
    sizes: dict[str, int] = field(default_factory=dict)
    """Characters of each text shown, by what it is folded to."""

    @property
    def items(self) -> Iterator[tuple[Item, list[_Line]]]:
        return (pair for section in self.sections for pair in section)

    @property
    def lines(self) -> Iterator[_Line]:
        return (line for _, lines in self.items for line in lines)


def heading_key(title: str) -> str:
    """What a heading is called among the lines that `repeated` gives."""
    return _HEADING + fold(title)


def held(text: str, lines: Collection[str]) -> str | None:
    """The line among those that `repeated` gave that this text is."""
    exact = fold(text)
    if exact in lines:
        return exact
    alike = _DIGITS.sub("0", exact)
    return alike if alike in lines else None


def repeated(issues: Sequence[Issue]) -> dict[str, Times]:
    """The lines that repeat across issues of one publication, folded, and how often they do.

    Copies of one issue count once. Headings are told apart (`heading_key`): they belong to what
    repeats below them, and never repeat by themselves.
    """
    weight = weights("repeats")
    looked = _distinct([_looked_at(issue) for issue in issues], weight["alike"])
    share = weight["share_of_few" if len(looked) < weight["few"] else "share"]
    need = max(weight["fewest"], share * len(looked))
    if len(looked) < weight["fewest"]:
        return {}
    counts: Counter[str] = Counter()
    for one in looked:
        exact = {line.exact for line in one.lines} | one.aside
        counts.update(exact | {_DIGITS.sub("0", text) for text in exact} | one.headings)
    _tell_repeats(looked, counts, need)
    places: dict[str, list[_Line]] = {}
    for one in looked:
        for line in one.lines:
            if line.key is not None:
                places.setdefault(line.key, []).append(line)
    asides = Counter(text for one in looked for text in one.aside)
    found = {
        key: Times(counts[key], len(looked))
        for key, lines in places.items()
        if _score(key, lines, counts[key] / len(looked), asides[key] >= need) >= weight["threshold"]
    }
    for key in _rest_of_items(looked, found):
        found[key] = Times(counts[key], len(looked))
    for title in _headings_of(looked, found):
        if counts[title] >= need:
            found[title] = Times(counts[title], len(looked))
    return found


def _looked_at(issue: Issue) -> _Looked:
    sections = [
        [(item, list(_lines_of(item))) for item in section.items] for section in issue.sections
    ]
    titles = [heading.title for item in issue.items for heading in item.subheadings]
    titles += [item.title for item in issue.items if item.title]
    looked = _Looked(
        sections,
        frozenset(fold(line) for line in issue.furniture),
        frozenset(heading_key(title) for title in titles),
    )
    looked.sizes = {line.exact: len(line.exact) for line in looked.lines}
    return looked


def _lines_of(item: Item) -> Iterator[_Line]:
    starts = [0, *accumulate(len(text) + len(PARAGRAPH_BREAK) for text in item.paragraphs)]
    links: dict[int, set[str]] = {}
    for link in item.links:
        if link.span and link.url:
            place = bisect_right(starts, link.span.start) - 1
            links.setdefault(place, set()).add(link.url)
    for place, paragraph in enumerate(item.paragraphs):
        yield _Line(paragraph, frozenset(links.get(place, ())), fold(paragraph))
    for caption in item.captions:
        yield _Line(caption, frozenset(), fold(caption))


def _distinct(issues: Sequence[_Looked], alike: float) -> list[_Looked]:
    """Of issues that are nearly the same, in other bytes or once more, the first."""
    kept: list[_Looked] = []
    for issue in issues:
        whole = sum(issue.sizes.values())
        for other in kept:
            shared = sum(size for text, size in issue.sizes.items() if text in other.sizes)
            if shared >= alike * min(whole, sum(other.sizes.values())):
                break
        else:
            kept.append(issue)
    return kept


def _tell_repeats(looked: Sequence[_Looked], counts: Counter[str], need: float) -> None:
    """Says of each line whether it repeats, and whether it stands at an edge with its like."""
    for issue in looked:
        for line in issue.lines:
            if is_wordless(line.text):
                continue
            alike = _DIGITS.sub("0", line.exact)
            if counts[line.exact] >= need:
                line.key = line.exact
            elif counts[alike] >= need:
                line.key = alike
        everything = list(issue.lines)
        for line in (*_run(everything), *_run(everything[::-1])):
            line.at_issue_edge = True
        for section in issue.sections:
            own = [line for _, lines in section for line in lines]
            for line in (*_run(own), *_run(own[::-1])):
                line.at_section_edge = True
        for item, lines in issue.items:
            if item.title is None or counts[heading_key(item.title)] >= need:
                is_all = all(line.key is not None for line in lines)
                for line in lines:
                    line.is_all = is_all


def _run(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines at the start that repeat; none where they are too many to be a note."""
    found = list(takewhile(lambda line: line.key is not None, lines))
    is_note = len(found) <= weights("repeats")["longest_run"] or len(found) == len(lines)
    return found if is_note else ()


def _score(key: str, lines: Sequence[_Line], share: float, is_aside: bool) -> float:
    """How much a line that repeats looks like the page's; below the threshold it is news."""
    weight = weights("repeats")
    text = lines[0].text
    count = word_count(text)
    page = furniture.score(Block("paragraph", text, (text,)))
    if periods.days(text, True) and page < weight["threshold"]:
        return 0.0
    total = page and weight["page"] + weight["aside"] * (page >= weight["threshold"])
    total += weight["aside"] * is_aside
    total += weight["always"] * (share >= weight["always_share"])
    total += weight["sentence"] * ends_sentence(text)
    total += _by_length(text, count)
    total += _by_place(lines)
    total += _by_words(text)
    addresses = {line.links for line in lines}
    if addresses != {frozenset()}:
        total += weight["same_links"] if len(addresses) == 1 else weight["other_links"]
    if len({line.exact for line in lines}) > 1:
        total += weight["varies"]
    if text.rstrip().endswith((":", "：")):
        total += weight["leads_on"]
    return total


def _by_length(text: str, count: int) -> float:
    weight = weights("repeats")
    total = weight["long"] * (count >= weight["long_words"])
    total += weight["short"] * (count < weight["short_words"])
    is_figure = count < weight["figure_words"] and _DIGITS.search(text) is not None
    return total + weight["figures"] * is_figure


def _by_place(lines: Sequence[_Line]) -> float:
    """By where it stands in most issues that show it."""
    weight = weights("repeats")
    if 2 * sum(line.at_issue_edge for line in lines) >= len(lines):
        return weight["issue_edge"]
    total = 0.0
    if 2 * sum(line.at_section_edge for line in lines) >= len(lines):
        total += weight["section_edge"]
    if 2 * sum(line.is_all for line in lines) >= len(lines):
        total += weight["whole_item"]
    return total or weight["middle"]


def _by_words(text: str) -> float:
    weight = weights("repeats")
    folded = fold(text)
    words = [word.strip(".,'") for word in word_list(folded)]
    speaks = not listed("repeats", "address_words").isdisjoint(words) or any(
        sign in folded for sign in table("repeats")["address_signs"]
    )
    is_empty = words[:1] and words[0] in listed("repeats", "empty_words")
    if not is_empty and not text.isascii():
        is_empty = any(sign in folded[:12] for sign in table("repeats")["empty_signs"])
    return weight["address"] * speaks + weight["empty"] * bool(is_empty)


def _rest_of_items(looked: Sequence[_Looked], found: Mapping[str, Times]) -> set[str]:
    """What is left of items that repeat as a whole and of which most was found."""
    most = weights("repeats")["most_of_item"]
    rest: set[str] = set()
    for issue in looked:
        for _, lines in issue.items:
            goes = sum(len(line.text) for line in lines if line.key in found)
            is_same = all(line.is_all and line.key == line.exact for line in lines)
            if is_same and goes >= most * sum(len(line.text) for line in lines):
                rest |= {line.exact for line in lines} - found.keys()
    return rest


def _headings_of(looked: Sequence[_Looked], found: Mapping[str, Times]) -> set[str]:
    """The headings, of items and within them, that stand over nothing but what was found."""
    titles: set[str] = set()
    for issue in looked:
        for item, lines in issue.items:
            goes = [line.key in found for line in lines]
            if item.title and goes and all(goes):
                titles.add(heading_key(item.title))
            for number, start, end in headed(item):
                if all(goes[start:end]):
                    titles.add(heading_key(item.subheadings[number].title))
    return titles


def headed(item: Item) -> Iterator[tuple[int, int, int]]:
    """Each heading within an item that has paragraphs below it: number, from, to (without it)."""
    end = nearest = len(item.paragraphs)
    for number, heading in reversed(list(enumerate(item.subheadings))):
        if heading.before < nearest:
            end, nearest = nearest, heading.before
        if heading.before < end:
            yield number, heading.before, end
