"""Answers queries: from the index where it knows, from the texts themselves where it does not.

`finder` answers, `warm` keeps one index open, `indexing` brings it up to the library. Knows library
and search, no parser, no command and no screen. Any thread may ask; the index is under a lock.
"""

from crankreader.finding.finder import Finder, nothing_asked, understood
from crankreader.finding.indexing import Indexing

__all__ = ["Finder", "Indexing", "nothing_asked", "understood"]
