"""Sets of items as integers with one bit an item, and sums of what speaks for each of them.

A sum is a list of such integers, one for each binary digit, the lowest first: adding two of them
takes a few operations on integers for all items at once. Pure; knows no index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_

_STRIDE = 256
"""Items that are looked at first when only the first ones are wanted."""
_DIGITS = [bytes(48 + (n >> place & 1) for n in range(256)) for place in range(8)]
_FLAGS = bytes.maketrans(b"01", b"\0\1")


def set_of(numbers: Iterable[int], size: int) -> int:
    """The set with these members, all below `size`."""
    octets = bytearray(size // 8 + 1)
    for n in numbers:
        octets[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(octets, "little")


def members(found: int, base: int = 0) -> Iterator[int]:
    """The members of a set, ascending, counted from `base`."""
    digits = bin(found)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield base + at
        at = digits.find("1", at + 1)


def first_members(found: int, limit: int) -> list[int]:
    """The lowest members of a set, without looking at the rest of it."""
    first: list[int] = []
    base = 0
    while found and len(first) < limit:
        # A stretch that grows keeps this linear where the members are few and far.
        stride = max(_STRIDE, base)
        first.extend(members(found & ((1 << stride) - 1), base))
        found >>= stride
        base += stride
    return first[:limit]


def windows(kinds: Sequence[int], starts: int, within: int) -> int:
    """The places that have one of each kind at most so far before them, all in one stretch.

    A stretch begins at each of `starts`.
    """
    found, reach = list(kinds), 0
    while reach < within:
        step = min(reach + 1, within - reach)
        later = ~_spread(starts, step - 1)
        found = [places | (places << step & later) for places in found]
        reach += step
    return reduce(and_, found)


def _spread(places: int, by: int) -> int:
    """The places, and so many behind each."""
    reach = 0
    while reach < by:
        step = min(reach + 1, by - reach)
        places |= places << step
        reach += step
    return places


def stretches(found: int, starts: Sequence[int]) -> Iterator[int]:
    """The numbers of the stretches that have a member of the set; `starts` ends with their end."""
    digits = bin(found)[:1:-1]
    n, at = 0, digits.find("1")
    while 0 <= at < starts[-1]:
        n = bisect_right(starts, at, n) - 1
        yield n
        at = digits.find("1", starts[n + 1])


def flags(found: int, size: int) -> bytes:
    """A byte for each of `size` items: 1 for the members, else 0."""
    return bin(found)[:1:-1].encode().ljust(size, b"0").translate(_FLAGS)


def add(total: list[int], digits: Sequence[int], times: int = 1) -> None:
    """Adds a number for each item, so many times, to the total of each."""
    shift = 0
    while times:
        if times & 1:
            _add_shifted(total, digits, shift)
        times >>= 1
        shift += 1


def _add_shifted(total: list[int], digits: Sequence[int], shift: int) -> None:
    total.extend([0] * (shift + len(digits) - len(total)))
    carry = 0
    for at, digit in enumerate(digits, shift):
        either = total[at] ^ digit
        total[at], carry = either ^ carry, (total[at] & digit) | (carry & either)
    at = shift + len(digits)
    while carry:
        if at == len(total):
            total.append(0)
        total[at], carry = total[at] ^ carry, total[at] & carry
        at += 1


def digits_of_levels(levels: bytes | bytearray, width: int) -> list[int]:
    """The sum in which each item has its number: one byte each, below 2 ** width."""
    backwards = bytes(reversed(levels))
    return [int(backwards.translate(table), 2) for table in _DIGITS[:width]] if levels else []


def highest(total: Sequence[int], among: int, limit: int) -> tuple[int, int]:
    """(the items that have more than all others, those equal of which some complete the limit)."""
    sure, wanted = 0, limit
    for digit in reversed(total):
        high = among & digit
        count = high.bit_count()
        if count >= wanted:
            among = high
        else:
            sure |= high
            wanted -= count
            among &= ~digit
    return sure, among


def totals(total: Sequence[int], among: int) -> dict[int, int]:
    """The number that each of these items has."""
    found = dict.fromkeys(members(among), 0)
    for at, digit in enumerate(total):
        for n in members(digit & among):
            found[n] += 1 << at
    return found
