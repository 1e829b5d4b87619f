"""Documents whose headings are marked as such: the tree of their headings → sections and items.

For formats that say what a heading is, and how high. Knows nothing of how blocks came to be, nor
of plain text, where headings have to be guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from crankreader.ingest import periods
from crankreader.ingest.blocks import Block, is_prose, is_wordless, word_count, word_list
from crankreader.ingest.citations import Habit
from crankreader.ingest.drafts import Draft, SectionDraft
from crankreader.ingest.listings import heading_item, is_titled, items_of, rest_on_list, works_of
from crankreader.ingest.looks import is_source_label
from crankreader.ingest.signatures import signature_at
from crankreader.ingest.words import fold, listed, weights

_BOLD = 7
"""The level of a line that is only set in bold: below all headings."""

Role = Literal["section", "headline", "idle"]
"""idle: heads nothing, as a button, a name or a picture's words do."""


@dataclass(slots=True)
class Part:
    """A heading with what stands below it, up to the next one as high."""

    at: int
    level: int
    own: list[int] = field(default_factory=list)
    """Blocks before the first heading below this one."""
    parts: list[Part] = field(default_factory=list)
    role: Role = "section"

    @property
    def all(self) -> Iterator[Part]:
        yield self
        for part in self.parts:
            yield from part.all


def is_outlined(blocks: Sequence[Block], among: Sequence[int]) -> bool:
    """Headings or lists of links are marked, and there are enough of them to go by."""
    heads = [at for at in among if level_of(blocks[at])]
    marked = [at for at in heads if blocks[at].mark != "*"]
    return len(marked) >= 2 or len(heads) >= 3 or (len(heads) < 2 and is_list(blocks, among))


def level_of(block: Block) -> int:
    """1 to 6 as the document has it, 7 for a line in bold; 0 for what is no heading."""
    if block.kind != "heading" or is_wordless(block.text):
        return 0
    return int(block.mark[1]) if block.mark[:1] == "#" and block.mark[1:].isdigit() else _BOLD


def read_outline(draft: Draft, among: Sequence[int], is_day_first: bool, alike: Habit) -> None:
    """Fills the sections of a draft out of its headings, lists and texts."""
    opening, parts = _tree(draft.blocks, among)
    _give_roles(draft.blocks, parts, None)
    draft.sections = []
    current = SectionDraft(None)
    if opening:
        current.items += items_of(draft, opening, is_day_first, alike)
    draft.sections.append(current)
    for part in parts:
        _read_part(draft, part, is_day_first, alike)
    draft.sections = [each for each in draft.sections if each.items or each.title]


def without_title(draft: Draft, among: Sequence[int]) -> list[int]:
    """Takes the title off the head: a heading that stands alone on its level, or repeats it."""
    blocks = draft.blocks
    heads = [(at, level_of(blocks[at])) for at in among if level_of(blocks[at])]
    if not heads:
        return list(among)
    first, level = heads[0]
    above = among[: list(among).index(first)]
    is_first = not any(is_prose(blocks[at].text) or blocks[at].kind == "item" for at in above)
    is_alone = all(other > level for _, other in heads[1:]) and level < _BOLD
    is_over = len(heads) > 1 or not is_list(blocks, [at for at in among if at != first])
    is_same = draft.title is not None and fold(blocks[first].text) == fold(draft.title)
    if not is_same and not (is_first and is_alone and draft.title is None and is_over):
        return list(among)
    if is_first:
        for at in above:  # a logo, where to read it elsewhere
            draft.put_aside(at)
    if not is_same:
        draft.title = blocks[first].text
        draft.because("title", "the heading that stands alone above all others", 0.9)
    elif first not in above:
        draft.put_aside(first)
    gone = {first, *(above if is_first else ())}
    return [at for at in among if at not in gone]


def parts_of(blocks: Sequence[Block], among: Sequence[int]) -> list[Part]:
    """All headings with what stands below each, in order."""
    return [part for root in _tree(blocks, among)[1] for part in root.all]


def _tree(blocks: Sequence[Block], among: Sequence[int]) -> tuple[list[int], list[Part]]:
    """(what stands above the first heading, the headings of the highest level)."""
    opening: list[int] = []
    roots: list[Part] = []
    open_parts: list[Part] = []
    for at in among:
        level = level_of(blocks[at])
        if not level:
            (open_parts[-1].own if open_parts else opening).append(at)
            continue
        while open_parts and open_parts[-1].level >= level:
            open_parts.pop()
        part = Part(at, level)
        (open_parts[-1].parts if open_parts else roots).append(part)
        open_parts.append(part)
    return opening, roots


def _give_roles(blocks: Sequence[Block], parts: Sequence[Part], above: Part | None) -> None:
    """Neighbours of one level are of one kind: sections, or headlines of items."""
    if not parts:
        return
    for level in sorted({part.level for part in parts}):
        same = [part for part in parts if part.level == level]
        role = _role(blocks, same, above)
        for part in same:
            # Bold lines are of one level whatever they head.
            is_free = level == _BOLD and (above is None or above.level == _BOLD)
            part.role = _role_of_bold(blocks, part, role) if is_free else role
            _give_roles(blocks, part.parts, part)
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        is_bare = part.level == _BOLD and not part.own and not part.parts
        if is_bare and not _is_linked(blocks[part.at]):
            is_over = following is not None and following.role == "headline"
            part.role = "section" if is_over else "idle"


def _role(blocks: Sequence[Block], same: Sequence[Part], above: Part | None) -> Role:
    linked = sum(1 for part in same if _is_linked(blocks[part.at]))
    if 2 * linked > len(same):
        return "headline"
    signed = sum(1 for part in same if _is_signed(blocks, part))
    if signed > 1 and 2 * signed >= len(same):
        return "headline"
    over = sum(1 for part in same if _holds_several(blocks, part))
    if over and (2 * over >= len(same) or above is None):
        return "section"
    if above is not None:
        return "headline"
    weight = weights("headings")
    scores = [_label_score(blocks[part.at]) for part in same]
    return "section" if sum(scores) / len(scores) >= weight["outline_section"] else "headline"


def _is_signed(blocks: Sequence[Block], part: Part) -> bool:
    """Who wrote what stands below a heading is said right under it, or under a standfirst."""
    near = part.own[:2] if part.own and word_count(blocks[part.own[0]].text) <= 40 else part.own[:1]
    signed = [signature_at(blocks, at, True) for at in near]
    return any(found is not None and found.authors for found in signed)


def _role_of_bold(blocks: Sequence[Block], part: Part, role: Role) -> Role:
    """A line in bold over a text tells a story, where those beside it are sections."""
    if _is_linked(blocks[part.at]):
        return "headline"
    if _holds_several(blocks, part):
        return "section"
    if not part.own:
        return role
    is_label = _label_score(blocks[part.at]) >= weights("headings")["outline_bold_section"]
    return "section" if is_label else "headline"


def _holds_several(blocks: Sequence[Block], part: Part) -> bool:
    """Items of its own: headings below it, or a list that is most of it."""
    if any(below.level < _BOLD or len(part.parts) > 1 for below in part.parts):
        return True
    leads = sum(1 for at in part.own if blocks[at].lead > 1 or is_titled(blocks[at]))
    return leads >= 2 or is_list(blocks, part.own)


def is_list(blocks: Sequence[Block], own: Sequence[int]) -> bool:
    """Most of it is a list, or links and bold leads head the entries of one."""
    outer = [at for at in own if blocks[at].kind == "item" and blocks[at].indent == 0]
    linked = sum(1 for at in outer if blocks[at].links or blocks[at].lead)
    words = sum(word_count(blocks[at].text) for at in own)
    inside = sum(word_count(blocks[at].text) for at in own if blocks[at].kind == "item")
    return len(outer) >= 2 and (2 * linked >= len(outer) or 2 * inside >= words)


def _is_linked(block: Block) -> bool:
    """The heading is a link, but for a sign or a number."""
    covered = sum(link.span.end - link.span.start for link in block.links if link.span)
    return covered >= 0.7 * len(block.text.strip())


def _label_score(block: Block) -> float:
    """1 for a heading that reads as the name of a part, 0 for one that tells a story."""
    count = word_count(block.text)
    words = {fold(word) for word in word_list(block.text)}
    if words & listed("headings", "section_words") and count <= 6:
        return 1.0
    if periods.period(block.text)[1] is not None and count <= 5:
        return 1.0
    return 1.0 if count <= 3 else 0.7 if count <= 5 else 0.3 if count <= 7 else 0.0


def _read_part(draft: Draft, part: Part, is_day_first: bool, alike: Habit) -> None:
    """A section becomes one, with the sections below it behind it; a headline becomes an item."""
    if part.role == "headline":
        _current(draft).items.append(heading_item(draft, part, is_day_first, alike))
        return
    if part.role == "idle":
        draft.put_aside(part.at)
        return
    section = SectionDraft(draft.blocks[part.at].text)
    draft.sections.append(section)
    if part.own:
        works = works_of(draft, part.own) if is_source_label(section.title or "") else []
        section.items += works or items_of(draft, part.own, is_day_first, alike)
    for below in part.parts:
        if not rest_on_list(draft, section.items, below):
            _read_part(draft, below, is_day_first, alike)


def _current(draft: Draft) -> SectionDraft:
    return draft.sections[-1]
