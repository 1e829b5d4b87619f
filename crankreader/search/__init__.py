"""Full-text search on Whoosh: a cache beside the library, thrown away and rebuilt at will.

It is handed texts by id, and sets of ids for what a person did. Knows no SQLite and no screen;
nothing outside this package touches Whoosh.
"""

import warnings

with warnings.catch_warnings():
    # Whoosh was written before raw strings were asked for; newer Pythons say so as they compile it.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from crankreader.search.generations import IndexBusy, IndexUnusable
    from crankreader.search.index import Found, Index
    from crankreader.search.plan import States
    from crankreader.search.schema import Entry, newness
    from crankreader.search.snippets import snippet
    from crankreader.search.writing import build, tidy, update

__all__ = [
    "Entry",
    "Found",
    "Index",
    "IndexBusy",
    "IndexUnusable",
    "States",
    "build",
    "newness",
    "snippet",
    "tidy",
    "update",
]
