"""The word that was perhaps meant, among those that the items have."""

from __future__ import annotations

from crankreader.query.scan import is_one_typo
from crankreader.search.shelf import Shelf

SHORTEST = 3
"""Letters of a word that is taken for a typo."""
LONGEST = 24
TWO_TYPOS = 6
"""Letters from which two edits are thought of; the first letter is right then."""
_DIFFERENT = 4
"""Letters by which two words differ at most when two edits lie between them."""


def meant(shelf: Shelf, word: str) -> str | None:
    """The most frequent word of title and text within one typo, else within two edits."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return None
    near = [other for other in shelf.typos("all", word) if other != word]
    if not near and len(word) >= TWO_TYPOS:
        near = [other for other in shelf.words("all", word[0]) if _is_near(word, other)]
    frequency = {other: shelf.having("all", other).bit_count() for other in near}
    near = [other for other in near if frequency[other]]
    if not near:
        return None
    return max(near, key=lambda other: (is_one_typo(word, other), frequency[other], other))


def _is_near(word: str, other: str) -> bool:
    return (
        abs(len(word) - len(other)) <= 2
        and other.isalpha()
        and len(set(word) ^ set(other)) <= _DIFFERENT
        and _edits(word, other) <= 2
    )


def _edits(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with their neighbours until both are the same."""
    before, last = list(range(len(other) + 1)), [0] * (len(other) + 1)
    for i, letter in enumerate(one):
        row = [i + 1]
        for j, own in enumerate(other):
            cost = min(before[j + 1] + 1, row[j] + 1, before[j] + (letter != own))
            if i and j and letter == other[j - 1] and one[i - 1] == own:
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
        before, last = row, before
    return before[-1]
