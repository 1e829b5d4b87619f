"""Names, dates, sums and counts in texts, and who or what the names stand for.

Knows texts and issues, and a person's own list of names; no database, no index and no screen.
"""

from .corrected import corrected
from .dictionary import Dictionary, dictionary
from .recognise import recognise, recognise_issue, version

__all__ = [
    "Dictionary",
    "corrected",
    "dictionary",
    "recognise",
    "recognise_issue",
    "version",
]
