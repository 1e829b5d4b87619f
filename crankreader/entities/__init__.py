"""Names, dates, sums and counts in texts, and who or what the names stand for.

Knows texts and issues, but no database, no index and no screen.
"""

from .dictionary import entity, lookup
from .recognise import recognise, recognise_issue, version

__all__ = ["VERSION", "entity", "lookup", "recognise", "recognise_issue"]


def __getattr__(name: str) -> str:
    if name == "VERSION":
        return version()
    raise AttributeError(name)
