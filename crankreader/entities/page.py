"""A text under work: its words, and which name each of them belongs to so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .dictionary import Dictionary
from .gazetteer import Found
from .tokens import Token


@dataclass(slots=True)
class Page:
    """What the stages share; a word has one owner at most."""

    text: str
    tokens: list[Token]
    known: Dictionary
    owner: list[Found | None]
    closed: bytearray
    """Words that no name may take: dates, sums, furniture."""
    titled: set[int] = field(default_factory=set)
    """Words that stand behind somebody's title."""
    acronyms: dict[str, Found] = field(default_factory=dict)
    """Short forms that this text explains."""

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
        return self.tokens[at].key in self.known.words[kind]

    def joined(self, at: int) -> bool:
        """Whether a name may run from the word before into this one."""
        return (
            0 < at < len(self.tokens)
            and self.tokens[at].joined
            and not self.tokens[at - 1].possessive
        )

    def gap(self, at: int) -> str:
        """What stands before a word."""
        start = self.tokens[at - 1].end if at else 0
        return self.text[start : self.tokens[at].start]

    def written(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def all_found(self) -> Iterable[Found]:
        """Each name once, in order."""
        before: Found | None = None
        for found in self.owner:
            if found is not None and found is not before:
                yield found
            before = found
