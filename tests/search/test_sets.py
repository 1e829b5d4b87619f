"""Sums of many items at once are what they are one by one."""

from __future__ import annotations

from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.search.sets import (
    add,
    digits_of_levels,
    first_members,
    flags,
    highest,
    members,
    set_of,
    totals,
)

SIZE = 700
numbers = st.sets(st.integers(0, SIZE - 1), max_size=40)
levels = st.lists(st.integers(0, 31), min_size=20, max_size=20)


@given(numbers, st.integers(0, 50))
def test_a_set_gives_back_its_members(own: set[int], limit: int) -> None:
    found = set_of(own, SIZE)
    assert list(members(found)) == sorted(own)
    assert first_members(found, limit) == list(islice(sorted(own), limit))
    assert [n for n, flag in enumerate(flags(found, SIZE)) if flag] == sorted(own)
    assert found.bit_count() == len(own)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(levels, st.integers(0, 60)), max_size=5),
    st.sets(st.integers(0, 19)),
    st.integers(1, 20),
)
def test_the_highest_sums_are_those_of_plain_arithmetic(
    added: list[tuple[list[int], int]], own: set[int], limit: int
) -> None:
    total: list[int] = []
    for numbers, times in added:
        add(total, digits_of_levels(bytes(numbers), 5), times)
    expected = {n: sum(numbers[n] * times for numbers, times in added) for n in own}
    among = set_of(own, 20)
    assert totals(total, among) == expected

    sure, equal = highest(total, among, limit)
    wanted = sorted(expected.values(), reverse=True)[:limit]
    best = [expected[n] for n in members(sure)]
    rest = [expected[n] for n in members(equal)]
    assert len(set(rest)) <= 1
    assert not sure & equal
    if len(own) > limit:
        assert len(best) < limit <= len(best) + len(rest)
        assert sorted([*best, *rest[: limit - len(best)]], reverse=True) == wanted
