"""The library as the screens and the commands use it: one object, one verb for each thing done.

The front door of the room; `verbs` has the verbs, the other modules the longer of their bodies.
"""

from crankreader.reader.originals import Original
from crankreader.reader.verbs import Kind, NameProblem, QueryProblem, Reader, ReaderError

__all__ = ["Kind", "NameProblem", "Original", "QueryProblem", "Reader", "ReaderError"]
