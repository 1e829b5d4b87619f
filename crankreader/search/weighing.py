"""How much a word speaks for an item: BM25F in whole numbers.

A level is what one word counts in one item, from how often it stands there, whether in the title,
and how long the item is; a weight is what a word counts by its rarity. Pure.
"""

from __future__ import annotations

from functools import lru_cache
from math import log

WIDTH = 6
"""Binary digits of a level."""
HIGHEST = (1 << WIDTH) - 1
TITLE = 5.0
"""How many times a word counts that stands in the title."""
SATURATION, LENGTH = 1.2, 0.5
"""The k1 and b of BM25: items are short, and a long one is no worse for it."""
STEPS = 4
"""Weights that one unit of rarity is divided into."""
UNIT = STEPS * HIGHEST / (SATURATION + 1)
"""What a score of 1 is in the products of weights and levels."""


@lru_cache(maxsize=1 << 16)
def level(count: float, is_in_title: int, length: int, average: float) -> int:
    """From 1 to HIGHEST; `length` and `average` are words of the item, and of items."""
    count += (TITLE - 1.0) * is_in_title
    spread = SATURATION * (1 - LENGTH + LENGTH * length / average)
    return max(1, round(HIGHEST * count / (count + spread)))


def level_in_field() -> int:
    """What a word counts that was asked for in one field, and stands there."""
    return round(HIGHEST / (SATURATION + 1))


def weight(having: int, total: int, share: float = 1.0) -> int:
    """Of a word that so many of all items have; `share` is less where it is not quite the word."""
    return max(1, round(STEPS * share * log(1 + (total - having + 0.5) / (having + 0.5))))
