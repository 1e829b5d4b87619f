"""Puts made-up issues into a library, as an intake would."""

from __future__ import annotations

from collections.abc import Collection

from crankreader.library import Library
from crankreader.library.writing import ALONE, Fold
from crankreader.model import Issue, Marked
from tests.builders import make_parsed


def keep(
    library: Library,
    *issues: Issue,
    sample: bool = False,
    sketch: Collection[int] = (),
    fold: Fold = ALONE,
    marked: dict[str, Marked] | None = None,
) -> None:
    for issue in issues:
        library.add(
            make_parsed(issue),
            marked or {},
            sketch=sketch,
            sample=sample,
            parser="test",
            fold=fold,
        )
