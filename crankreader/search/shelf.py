"""One generation of the index, read as sets: its segments one behind the other.

Bit n is document n; documents stand newest first within a segment. Segments that an earlier
generation had are taken over as they are. Knows nothing of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import merge, nlargest, nsmallest
from itertools import chain, islice

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME as INDEX
from whoosh.index import TOC

from crankreader.query.scan import is_one_typo
from crankreader.search.generations import Generation, IndexUnusable
from crankreader.search.part import Part
from crankreader.search.schema import FACETS, facet_of, schema
from crankreader.search.sets import first_members, members, set_of

MOST_KNOWN = 16
"""Sets of ids that are kept as sets of items."""
MOST_TYPOS = 64
"""Words of which those that are almost the same are kept."""
LONGEST_LETTER = 4
"""Bytes."""
MOST_VALUES = 50
"""Values of one facet."""
PLACED = 2_000
"""Items whose places are looked at one by one; of more, those of all items are at once."""
FEW = 10_000
"""Items whose values are counted one by one; of more, a set for each value is the shorter way."""


class Shelf:
    """The items of one generation. Not for two threads at once."""

    def __init__(self, generation: Generation, before: Shelf | None = None) -> None:
        self.generation = generation
        known = {} if before is None else {part.name: part for part in before.parts}
        storage = FileStorage(str(generation.path), readonly=True)
        self.parts: list[Part] = []
        self._bases: list[int] = []
        self.size = 0
        self.alive = 0
        """All items that were not removed."""
        for segment in TOC.read(storage, INDEX, schema=schema()).segments:
            if not segment.doc_count_all():
                continue
            part = known.get(segment.segment_id()) or Part(generation.path, segment)
            part.directory = generation.path  # the one it was found in may go before this one
            self.parts.append(part)
            self._bases.append(self.size)
            gone = set_of(segment.deleted_docs(), part.size)
            self.alive |= (((1 << part.size) - 1) & ~gone) << self.size
            self.size += part.size
        self.is_closed = False
        self._known: dict[int, tuple[Collection[str], int]] = {}
        self._typos: dict[tuple[str, str], list[str]] = {}
        if self.alive.bit_count() != generation.count:
            self.close(before)
            raise IndexUnusable("the index does not hold what it says")

    def close(self, *others: Shelf | None) -> None:
        """Close what none of the others reads."""
        kept = {id(part) for other in others if other is not None for part in other.parts}
        for part in self.parts:
            if id(part) not in kept:
                part.close()
        self.generation.release()
        self.is_closed = True

    # Words.

    def having(self, field: str, word: str) -> int:
        """The items whose field has the word."""
        return self._joined(lambda part: part.having(field, word)) & self.alive

    def beginning(self, field: str, start: str) -> int:
        """The items whose field has a word that begins so."""
        return self._joined(lambda part: part.beginning(field, start)) & self.alive

    def _joined(self, of: Callable[[Part], int]) -> int:
        if len(self.parts) == 1:
            return of(self.parts[0])
        found = 0
        for part, base in zip(self.parts, self._bases, strict=True):
            found |= of(part) << base
        return found

    def words(self, field: str, start: str) -> list[str]:
        """The words of a field that begin so, in order."""
        return sorted({word for part in self.parts for word in part.words(field, start)})

    def alike(self, field: str, word: str) -> int:
        """The items whose field has the word, or one that is one typo away from it."""
        typos = self.typos(field, word)
        return self._joined(lambda part: part.alike(field, word, typos)) & self.alive

    def typos(self, field: str, word: str) -> list[str]:
        """The words of a field that are the word or one typo away from it, in order."""
        found = self._typos.get((field, word))
        if found is None:
            if len(self._typos) == MOST_TYPOS:
                self._typos.clear()
            found = self._typos[field, word] = self._near(field, word)
        return found

    def _near(self, field: str, word: str) -> list[str]:
        # One typo leaves the one part or the other as it is, but for two letters swapped between.
        # Words that end alike are looked for in the whole list: the rarer the end, the better.
        middle = min(2, (len(word) + 1) // 2)
        start, end = word[:middle], word[middle:]
        swapped = start[:-1] + end[:1] + start[-1:] + end[1:]
        near = {word, swapped}
        most = len(word.encode()) + LONGEST_LETTER
        for part in self.parts:
            near.update(part.words(field, start))
            near.update(part.words_ending(field, end, most))
        lengths = range(len(word) - 1, len(word) + 2)
        near = {w for w in near if len(w) in lengths and is_one_typo(w, word)}
        return sorted(w for w in near if self.having(field, w))

    def levels(self, word: str) -> list[int]:
        """What the word counts in each item."""
        levels: list[int] = []
        for part, base in zip(self.parts, self._bases, strict=True):
            own = part.levels(word)
            levels.extend([0] * (len(own) - len(levels)))
            for place, digit in enumerate(own):
                levels[place] |= digit << base
        return levels

    def places(self, field: str, word: str, among: int) -> dict[int, Sequence[int]]:
        """Where the word stands in each of the items that have it."""
        found: dict[int, Sequence[int]] = {}
        for part, base in zip(self.parts, self._bases, strict=True):
            here = (among >> base) & ((1 << part.size) - 1)
            if here:
                own = part.places(field, word, here)
                found.update(own if not base else {base + n: at for n, at in own.items()})
        return found

    def following(self, one: str, other: str) -> tuple[int, bool]:
        """The items in which one word of title and text may directly follow the other, and
        whether it does in all of these: where it is not known the places have to be looked at.
        """
        found, is_known = 0, True
        for part, base in zip(self.parts, self._bases, strict=True):
            own = part.following(one, other)
            is_known &= own is not None
            found |= ((1 << part.size) - 1 if own is None else own) << base
        return found & self.alive, is_known

    def together(self, words: Sequence[str], within: int, among: int) -> tuple[int, int]:
        """The items in which the words of title and text stand so near, as far as that is known,
        and those of `among` whose places have to be looked at.
        """
        found, unknown = 0, 0
        for part, base in zip(self.parts, self._bases, strict=True):
            every = (1 << part.size) - 1
            few = (among >> base & every).bit_count() < PLACED
            own = None if few else part.together(words, within)
            unknown |= (every if own is None else 0) << base
            found |= (own or 0) << base
        return found & among, unknown & among

    # Items.

    def item(self, n: int) -> str:
        part, base = self._part(n)
        return part.item(n - base)

    def _part(self, n: int) -> tuple[Part, int]:
        for part, base in zip(reversed(self.parts), reversed(self._bases), strict=True):
            if n >= base:
                return part, base
        raise IndexError(n)

    def of(self, items: Collection[str]) -> int:
        """The items with these ids. A frozen set that is asked for again is not read again."""
        if not items:
            return 0
        known = self._known.get(id(items))
        if known is not None and known[0] is items:
            return known[1]
        found = 0
        for part, base in zip(self.parts, self._bases, strict=True):
            found |= part.of(items) << base
        found &= self.alive
        if isinstance(items, frozenset):
            if len(self._known) == MOST_KNOWN:
                self._known.clear()
            self._known[id(items)] = items, found
        return found

    def between(self, first: int, last: int) -> int:
        """The items of these days."""
        return self._joined(lambda part: part.between(first, last)) & self.alive

    def newest(self, among: int, limit: int | None) -> list[int]:
        """The items of a set, newest first."""
        wanted = self.size if limit is None else limit
        if len(self.parts) == 1:
            return first_members(among, wanted)
        ordered = [
            [base + n for n in first_members((among >> base) & ((1 << part.size) - 1), wanted)]
            for part, base in zip(self.parts, self._bases, strict=True)
        ]
        return list(islice(merge(*ordered, key=self.newness), wanted))

    def newness(self, n: int) -> tuple[int, int, int]:
        """Sorts the newest first."""
        part, base = self._part(n)
        return -part.lasts[n - base], -part.firsts[n - base], n

    # Facets.

    def warm(self) -> None:
        """Read the values of all facets, and which item has which number."""
        for part in self.parts:
            part.of(())
        self._terms  # noqa: B018 - it is kept

    def facets(self, among: int) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """How many of the items have each value of `schema.FACETS`: the most frequent first,
        months newest first.
        """
        counted = self._counted_one_by_one if among.bit_count() <= FEW else self._counted_by_sets
        counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for term, count in counted(among):
            name, value = facet_of(term)
            counts[name][value] = count
        months = sorted(counts.pop("month").items(), reverse=True)
        listed = {
            name: tuple(nsmallest(MOST_VALUES, values.items(), key=lambda v: (-v[1], v[0])))
            for name, values in counts.items()
        }
        return {**listed, "month": tuple(months)}

    def _counted_one_by_one(self, among: int) -> Iterable[tuple[str, int]]:
        counts: Counter[str] = Counter()
        for part, base in zip(self.parts, self._bases, strict=True):
            here = (among >> base) & ((1 << part.size) - 1)
            if here:
                names, _, starts, numbers = part.values
                own = Counter(
                    chain.from_iterable(numbers[starts[n] : starts[n + 1]] for n in members(here))
                )
                counts.update({names[number]: count for number, count in own.items()})
        return counts.items()

    def _counted_by_sets(self, among: int) -> Iterable[tuple[str, int]]:
        """The most frequent values of each facet, and all months.

        A value is in no more of these items than in all: when that is less than what the last of
        those to be listed has, no further value can come among them.
        """
        for terms in self._terms.values():
            best: list[int] = []
            for term, most in terms:
                if len(best) == MOST_VALUES and most < best[-1]:
                    break
                count = (self.having("facet", term) & among).bit_count()
                if count:
                    yield term, count
                    is_month = facet_of(term)[0] == "month"
                    if not is_month and (len(best) < MOST_VALUES or count > best[-1]):
                        best = nlargest(MOST_VALUES, [*best, count])

    def values(self, facet: str) -> list[str]:
        """The terms of a facet, the most frequent first."""
        return [term for term, _ in self._terms[facet]]

    @cached_property
    def _terms(self) -> dict[str, list[tuple[str, int]]]:
        """The values of each facet with the number of their items, the most frequent first."""
        totals: dict[str, int] = {}
        for part in self.parts:
            names, counts, *_ = part.values
            if not totals:
                totals = dict(zip(names, counts, strict=True))
            else:
                for name, count in zip(names, counts, strict=True):
                    totals[name] = totals.get(name, 0) + count
        found: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
        for term, count in totals.items():
            found[facet_of(term)[0]].append((term, count))
        for terms in found.values():
            terms.sort(key=lambda value: -value[1])
        return found
