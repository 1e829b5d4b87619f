"""An issue while it is being put together; frozen into the model at the end.

Plain mutable records that the steps of `structure` fill. Decide nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from crankreader.ingest.blocks import Block
from crankreader.ingest.citations import Habit
from crankreader.ingest.looks import Looks
from crankreader.ingest.words import tokens
from crankreader.model import Kind, Link, Reason, Source, Subheading


@dataclass(slots=True)
class ItemDraft:
    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    date: str | None = None
    authors: list[str] = field(default_factory=list)
    subheadings: list[Subheading] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    related: list[Link] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    """Filled at the end, from the blocks."""
    reasons: list[Reason] = field(default_factory=list)
    """`of` names the field only; the place of the item is put before it at the end."""

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.paragraphs or self.sources or self.captions or self.related)

    def because(self, of: str, why: str, confidence: float) -> None:
        self.reasons.append(Reason(of, why, confidence))


@dataclass(slots=True)
class SectionDraft:
    title: str | None = None
    items: list[ItemDraft] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    blocks: Sequence[Block]
    is_marked: bool = False
    """Its format says which blocks are headings: none has to be guessed."""
    kind: Kind = "article"
    publication: str | None = None
    title: str | None = None
    period: str | None = None
    date: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    sections: list[SectionDraft] = field(default_factory=list)
    furniture: dict[int, list[str]] = field(default_factory=dict)
    """Block number → its lines, so that they end in the order of the document."""
    warnings: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    looks: Looks | None = None
    """Filled while headings are looked for."""

    def looks_where(self, alike: Habit) -> Looks:
        """What the blocks show by themselves, in a document that cites so."""
        looks = self.looks
        if looks is None or looks.blocks is not self.blocks or looks.alike != alike:
            looks = self.looks = Looks(self.blocks, alike)
        return looks

    def put_aside(self, at: int) -> None:
        """The block is furniture."""
        self.furniture[at] = [line.strip() for line in self.blocks[at].lines]

    def keep_line(self, at: int, line: str) -> None:
        """A part of a block that stands nowhere else."""
        self.furniture.setdefault(at, []).append(line)

    def because(self, of: str, why: str, confidence: float) -> None:
        self.reasons.append(Reason(of, why, confidence))

    def shown_words(self) -> Counter[str]:
        """Every word that stands somewhere, as often as it does."""
        texts: list[str] = [self.title or "", *self.authors, *self.editors]
        for label, value in self.fields:
            texts += [label, value]
        for lines in self.furniture.values():
            texts += lines
        for section in self.sections:
            texts.append(section.title or "")
            for item in section.items:
                texts += [item.title or "", *item.paragraphs, *item.captions, *item.authors]
                texts += [sub.title for sub in item.subheadings]
                for source in item.sources:
                    texts += [
                        source.title or "",
                        source.outlet or "",
                        source.url or "",
                        *source.authors,
                    ]
                texts += [link.text for link in item.related]
        return Counter(tokens("\n".join(texts)))
