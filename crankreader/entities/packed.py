"""The compiled names as one file: written at once, read a line at a time.

Thirty thousand entities as Python values would take a hundred megabytes; here they stay bytes
until somebody asks for one. Knows lines and offsets, not what a name means.

The file: a line of JSON; a line of words, each with a bucket; the lengths of all lines of the two
parts that follow: entities, in the order of their ids, and buckets, in the order of the words.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

Claim = tuple[str, int]
"""(pattern of capitals, number of the entity)."""
Facts = tuple[str, str, str | None, str | None, tuple[str, ...]]
"""id, name, country's id, description, aliases with the name as the first."""


class Bucket(NamedTuple):
    """All that begins with one folded word."""

    longest: int = 0
    """Words of the longest alias."""
    names: Mapping[str, Sequence[Claim]] = {}
    """The rest of an alias, "" where there is none, and who has it."""
    surname_of: tuple[int, ...] = ()
    """The people whose surname the word is."""
    meant: int | None = None
    """Who is meant by the bare surname."""
    cities: Mapping[str, int] = {}
    """The rest of the names of cities that are no alias: asked for when nothing else is known."""


EMPTY = Bucket()


def packed(head: Mapping[str, Any], rows: Sequence[Facts], buckets: Mapping[str, Bucket]) -> str:
    """The text of the file; `rows` stand in the order of their ids."""
    lines = ["\t".join([id, name, country or "", about or "", "|".join(aliases)])
             for id, name, country, about, aliases in rows]  # fmt: skip
    words = sorted(buckets)
    for word in words:
        bucket = buckets[word]
        names = "|".join(
            f"{rest}={' '.join(f'{pattern}:{number}' for pattern, number in claims)}"
            for rest, claims in sorted(bucket.names.items())
        )
        people = " ".join(map(str, bucket.surname_of))
        meant = "" if bucket.meant is None else str(bucket.meant)
        cities = "|".join(f"{rest}={number}" for rest, number in sorted(bucket.cities.items()))
        lines.append("\t".join([str(bucket.longest), people, meant, names, cities]))
    lengths = " ".join(str(len(line.encode()) + 1) for line in lines)
    first = json.dumps({**head, "count": len(rows)}, ensure_ascii=False, sort_keys=True)
    return "\n".join([first, " ".join(words), lengths, *lines, ""])


class Pack:
    """A compiled file, opened."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        head_end = raw.index(b"\n")
        words_end = raw.index(b"\n", head_end + 1)
        lengths_end = raw.index(b"\n", words_end + 1)
        self.head: dict[str, Any] = json.loads(raw[:head_end])
        self.count: int = self.head["count"]
        lengths = map(int, raw[words_end + 1 : lengths_end].split(b" "))
        self._starts = array("I", accumulate(lengths, initial=lengths_end + 1))
        # Words are asked for by the thousand in every text; entities are not.
        words = raw[head_end + 1 : words_end].decode().split(" ")
        self._words = dict(zip(words, range(self.count, self.count + len(words)), strict=True))
        self._buckets: dict[str, Bucket] = {}

    def bucket(self, word: str) -> Bucket:
        found = self._buckets.get(word)
        if found is None:
            line = self._words.get(word)
            if line is None:
                return EMPTY
            found = self._buckets[word] = _bucket(self._line(line))
        return found

    def words(self) -> Sequence[str]:
        """Every word that has a bucket, in order."""
        return list(self._words)

    def facts(self, number: int) -> Facts:
        id, name, country, about, aliases = self._line(number).split("\t")
        return id, name, country or None, about or None, tuple(aliases.split("|"))

    def id(self, number: int) -> str:
        return self._line(number).partition("\t")[0]

    def number(self, id: str) -> int | None:
        """Of the entity with that id: halving, as they stand in order."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            there = self.id(middle)
            if there == id:
                return middle
            if there < id:
                low = middle + 1
            else:
                high = middle
        return None

    def _line(self, line: int) -> str:
        return self._raw[self._starts[line] : self._starts[line + 1] - 1].decode()


def _bucket(line: str) -> Bucket:
    longest, people, meant, listed, towns = line.split("\t")
    names: dict[str, Sequence[Claim]] = {}
    for entry in listed.split("|") if listed else ():
        rest, _, claims = entry.partition("=")
        pairs = (claim.partition(":") for claim in claims.split(" "))
        names[rest] = [(pattern, int(number)) for pattern, _, number in pairs]
    return Bucket(
        int(longest),
        names,
        tuple(map(int, people.split())),
        int(meant) if meant else None,
        {
            rest: int(number)
            for rest, _, number in (town.partition("=") for town in towns.split("|") if town)
        },
    )
