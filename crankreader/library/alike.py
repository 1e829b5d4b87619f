"""Which issues are worth comparing with a text, by sketches of both. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from crankreader.library import rows, writing
from crankreader.library.connections import Connection

CANDIDATES = 16
HOLDERS = 200
"""Issues that are looked at for one hash of a sketch."""


def candidates(
    db: Connection, sketch: Collection[int], *, sample: bool, but: str
) -> tuple[str, ...]:
    """Issues that share half of a sketch, most first: what is worth comparing in full.

    The trash is left out. Of a long text a sketch has the hashes that 16 divides, of a short
    one all; so where one is long, only those say how much is shared, and few say little.
    """
    shared: Counter[str] = Counter()
    for value in sketch:
        # What stands in every issue tells none apart; it need not be counted to the end.
        shared.update(
            issue
            for (issue,) in db.rows(
                "SELECT issue FROM sketches WHERE hash = ? LIMIT ?",
                (writing.signed(value), HOLDERS),
            )
        )
    del shared[but]
    likeliest = [issue for issue, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0]))]
    sizes = {
        issue: (size, sampled)
        for issue, size, sampled in db.rows(
            "SELECT id, sketched, sampled FROM issues"
            " WHERE id IN (SELECT value FROM json_each(?)) AND sample = ?"
            " AND id NOT IN (SELECT issue FROM state.removed)",
            (rows.json(likeliest[: 4 * CANDIDATES]), sample),
        )
    }
    own = len(sketch), writing.sampled(sketch)
    near = [
        issue for issue in likeliest if issue in sizes and shared[issue] >= _half(own, sizes[issue])
    ]
    return tuple(near[:CANDIDATES])


def _half(one: tuple[int, int], other: tuple[int, int]) -> float:
    """How many hashes two sketches must share, each given by all its hashes and those sampled."""
    if all(size > sampled for size, sampled in (one, other)):
        return min(one[0], other[0]) / 2
    fewest = min(one[1], other[1])
    return fewest / 2 if fewest >= 6 else 1
