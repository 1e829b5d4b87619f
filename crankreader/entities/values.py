"""What a text says in figures: dates, money, quantities, each with its value.

Knows which of them comes first where they meet; what they look like is told next door.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Mention
from .amounts import money, quantities
from .dates import dates


def find_values(text: str, period: str | None = None) -> list[Mention]:
    """Values in order, disjoint; `period` (YYYY, YYYY-MM or a day) says which year is meant."""
    taken = bytearray(len(text))
    found: list[Mention] = []
    kinds: tuple[Iterable[Mention], ...] = (money(text), dates(text, period), quantities(text))
    for mentions in kinds:
        for mention in mentions:
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)
