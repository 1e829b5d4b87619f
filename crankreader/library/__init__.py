"""SQLite: the truth. What was taken in stands in `library.db`, what a person did in `state.db`.

The two meet by stable ids; only `store`, `queue`, `reports` and `repeats` write the one, only
`state` the other, and no transaction writes both. Knows no parser, no recogniser, no index and no
screen.
"""

from crankreader.library.connections import LibraryUnusable, NewerLibrary, private_directory
from crankreader.library.publications import Publications
from crankreader.library.shelves import Shelves
from crankreader.library.state import State
from crankreader.library.store import Known, Library, Text

__all__ = [
    "Known",
    "Library",
    "LibraryUnusable",
    "NewerLibrary",
    "Publications",
    "Shelves",
    "State",
    "Text",
    "private_directory",
]
