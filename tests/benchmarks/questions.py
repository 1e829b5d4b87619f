"""What people would ask of a made library, class by class, for our engine and for SQLite's FTS5.

The words come out of the items themselves, from bands of frequency: a word in ten is one of the
commonest, three are common, three are seldom, one is rare, two are names. Always the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from random import Random

from crankreader.query import Query, parse, parts
from crankreader.search import Entry
from tests.benchmarks.prose import FUNCTION

MANY = 60
"""Different questions of a class, where there are so many."""
TYPED = "north korean troops kursk"
_BANDS = ("function", "common", "common", "common", "seldom", "seldom", "seldom", "rare") + (
    "name",
) * 2


@dataclass(frozen=True)
class Question:
    text: str
    match: str | None = None
    """The same for FTS5; None where it has no such thing."""
    where: str = ""
    """And of the table beside it."""
    typing: bool = False

    @cached_property
    def query(self) -> Query:
        return parse(self.text, typing=self.typing)


class Questions:
    """Draws from some of the items."""

    def __init__(self, entries: Sequence[Entry], words: Sequence[str]) -> None:
        self._random = Random(3)
        self._words = {word: rank for rank, word in enumerate(words)}
        self._entries = entries[:: max(1, len(entries) // 1000)]
        self._function = frozenset(FUNCTION)

    def beginnings(self, length: int) -> list[Question]:
        return self._different(
            lambda n: Question(
                (begun := self._word(n, length)[:length]), f'"{begun}"*', typing=True
            )
        )

    def word_and_beginning(self) -> list[Question]:
        def made(n: int) -> Question:
            one, other = self._pair(n)
            begun = other[: self._random.choice((1, 2, 3, 3, 4))]
            return Question(f"{one} {begun}", f'"{one}" "{begun}"*', typing=True)

        return self._different(made)

    def letters(self, typed: str) -> list[Question]:
        """What stands in the box after each letter."""
        asked = []
        for end in range(1, len(typed) + 1):
            *whole, begun = typed[:end].split(" ")
            match = " ".join([*(f'"{word}"' for word in whole), *([f'"{begun}"*'] * bool(begun))])
            asked.append(Question(typed[:end], match, typing=True))
        return asked

    def four_words(self, many: int) -> list[Question]:
        asked = []
        for n in range(many):
            entry = self._random.choice(self._entries)
            words = [self._of(entry, band) for band in ("common", "seldom", "name", "common")]
            asked += self.letters(" ".join(word or self._word(n, 4) for word in words))
        return asked

    def words(self) -> list[Question]:
        return self._different(lambda n: Question((word := self._word(n)), f'"{word}"'))

    def starred(self) -> list[Question]:
        """Beginnings asked for with a star, of three letters or more."""

        def made(n: int) -> Question:
            begun = self._word(n, 4)[: self._random.choice((3, 4, 5))]
            return Question(f"{begun}*", f'"{begun}"*')

        return self._different(made)

    def typos(self) -> list[Question]:
        return self._different(lambda n: Question(f"{self._word(n, 5)}~"))

    def misspelt(self) -> list[Question]:
        def made(n: int) -> Question:
            word = self._word(n, 6)
            at = self._random.randrange(1, len(word) - 2)
            return Question(word[:at] + word[at + 1] + word[at] + word[at + 2 :] + "q" * (n % 2))

        return self._different(made)

    def pairs(self, ours: str, theirs: str) -> list[Question]:
        """Two words that one item has."""

        def made(n: int) -> Question:
            one, other = self._pair(n)
            return Question(ours.format(one, other), theirs.format(one, other))

        return self._different(made)

    def neighbours(self, ours: str, theirs: str, apart: int = 1) -> list[Question]:
        """Two words that stand so many places from one another."""

        def made(n: int) -> Question:
            while True:
                words = [w for w in parts(self._random.choice(self._entries).text) if w.isascii()]
                at = self._random.randrange(max(1, len(words) - apart))
                pair = words[at : at + apart + 1 : apart]
                # Nobody asks for `of the` but now and then.
                if len(pair) == 2 and (n % 10 == 0 or not self._function.issuperset(pair)):
                    return Question(ours.format(*pair), theirs.format(*pair))

        return self._different(made)

    def filtered(self, value: Callable[[int], tuple[str, str]]) -> list[Question]:
        """A word, and what a filter is for us and in SQL."""

        def made(n: int) -> Question:
            word, (ours, where) = self._word(n), value(n)
            return Question(f"{word} {ours}", f'"{word}"', where)

        return self._different(made)

    def titled(self) -> list[Question]:
        return self._different(
            lambda n: Question(f"title:{(word := self._word(n))}", f'title : "{word}"')
        )

    def of_fields(self, name: str, values: Callable[[Entry], Sequence[str]]) -> list[Question]:
        """Names that items have in a field, in quotation marks."""

        def made(n: int) -> Question:
            named: Sequence[str] = ()
            while not named:
                named = values(self._random.choice(self._entries))
            return Question(f'{name}:"{self._random.choice(named)}"')

        return self._different(made)

    def _different(self, made: Callable[[int], Question]) -> list[Question]:
        asked: dict[str, Question] = {}
        tries: Iterator[int] = count()
        while len(asked) < MANY and (n := next(tries)) < MANY * 20:
            question = made(n)
            asked.setdefault(question.text, question)
        return list(asked.values())

    def _word(self, n: int, shortest: int = 1) -> str:
        while True:
            word = self._of(self._random.choice(self._entries), _BANDS[n % len(_BANDS)], shortest)
            if word is not None:
                return word
            n += 1

    def _pair(self, n: int) -> tuple[str, str]:
        while True:
            entry = self._random.choice(self._entries)
            one = self._of(entry, _BANDS[n % len(_BANDS)])
            other = self._of(entry, _BANDS[(n + 3) % len(_BANDS)])
            if one and other and one != other:
                return one, other

    def _of(self, entry: Entry, band: str, shortest: int = 1) -> str | None:
        fitting = [
            word
            for word in parts(entry.text)
            if len(word) >= shortest and word.isascii() and word.isalpha() and self._is(word, band)
        ]
        return self._random.choice(fitting) if fitting else None

    def _is(self, word: str, band: str) -> bool:
        if word in self._function:
            return band == "function"
        rank = self._words.get(word)
        if rank is None:
            return band == "name"
        return band == ("common" if rank < 1_000 else "seldom" if rank < 10_000 else "rare")
