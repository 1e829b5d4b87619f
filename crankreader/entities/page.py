"""A text under work: its words, and which name each of them belongs to so far.

Knows no rule: the stages ask it and claim words of it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import EntityType
from .dictionary import Dictionary
from .gazetteer import Found
from .tokens import Token, slug


@dataclass(slots=True)
class Page:
    """What the stages share; a word has one owner at most."""

    text: str
    tokens: list[Token]
    known: Dictionary
    owner: list[Found | None]
    closed: bytearray
    """Words that no name may take: dates, sums, furniture."""
    is_english: bool = True
    """Capitals say something, and so do the words around them."""
    titled: set[int] = field(default_factory=set)
    """Words that stand behind somebody's title."""
    acronyms: dict[str, Found] = field(default_factory=dict)
    """Short forms that this text explains."""
    positions: dict[str, list[int]] = field(default_factory=dict)
    """Where each folded word stands; filled when first asked."""
    starts: list[int] = field(default_factory=list)
    """Where each word begins, and where each ends."""
    ends: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [token.start for token in self.tokens]
        self.ends = [token.end for token in self.tokens]

    def claim_new(
        self, first: int, last: int, type_: EntityType, rule: str, confidence: float
    ) -> bool:
        """Give words to a name that the dictionary does not know."""
        name = " ".join(self.written(first, last).split())
        entity = f"{type_}/{slug(name)}"
        return self.claim(Found(first, last, type_, (), entity, name, rule, confidence))

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """The numbers [first, last) of the words that lie wholly in these characters."""
        first, last = bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)
        while last > first and self.tokens[last - 1].end > end:
            last -= 1
        return first, last

    def places_of_all(
        self, names: Mapping[tuple[str, ...], Found]
    ) -> Iterator[tuple[int, int, Found]]:
        """Where one of these names stands, its words [first, last) in a row and the first of them
        with a capital; one walk over the text, however many they are.
        """
        lengths: dict[str, set[int]] = {}
        for keys in names:
            lengths.setdefault(keys[0], set()).add(len(keys))
        for at, token in enumerate(self.tokens):
            for length in lengths.get(token.key, ()) if token.upper else ():
                found = names.get(tuple(each.key for each in self.tokens[at : at + length]))
                if found is not None:
                    yield at, at + length, found

    def places_of(self, keys: Sequence[str]) -> list[int]:
        """Where these words stand in a row, the first of them with a capital."""
        if not self.positions:
            for at, token in enumerate(self.tokens):
                self.positions.setdefault(token.key, []).append(at)
        return [
            at
            for at in self.positions.get(keys[0], ())
            if self.tokens[at].upper
            and [token.key for token in self.tokens[at : at + len(keys)]] == list(keys)
        ]

    def claim(self, found: Found) -> bool:
        """Give words to a name; names that lose a word go. False where a word is closed."""
        if any(self.closed[found.first : found.last]):
            return False
        self.release(found.first, found.last)
        for at in range(found.first, found.last):
            self.owner[at] = found
        return True

    def release(self, first: int, last: int) -> None:
        for at in range(first, last):
            lost = self.owner[at]
            if lost is not None:
                for word in range(lost.first, lost.last):
                    self.owner[word] = None

    def close(self, first: int, last: int) -> None:
        self.release(first, last)
        self.closed[first:last] = b"\1" * (last - first)

    def is_free(self, at: int) -> bool:
        return self.owner[at] is None and not self.closed[at]

    def is_word(self, at: int, kind: str) -> bool:
        """Whether there is such a word; beyond the text there is none."""
        return 0 <= at < len(self.tokens) and self.tokens[at].key in self.known.words[kind]

    def joined(self, at: int) -> bool:
        """Whether a name may run from the word before into this one."""
        return (
            0 < at < len(self.tokens)
            and self.tokens[at].joined
            and not self.tokens[at - 1].possessive
        )

    def gap(self, at: int) -> str:
        """What stands before a word; behind the last one, what is left of the text."""
        start = self.tokens[at - 1].end if at else 0
        end = self.tokens[at].start if at < len(self.tokens) else len(self.text)
        return self.text[start:end]

    def written(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def all_found(self) -> Iterable[Found]:
        """Each name once, in order."""
        before: Found | None = None
        for found in self.owner:
            if found is not None and found is not before:
                yield found
            before = found
