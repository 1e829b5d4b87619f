"""Bytes → issues: reads documents in and finds out how their editors meant them.

Knows no database and no screen. `read` opens what a person names and yields each document as it
is done; `parse` reads one document's bytes; a new format is one module and one row of FORMATS.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crankreader.ingest.formats import FORMATS, parse
    from crankreader.ingest.identity import whole_text
    from crankreader.ingest.origins import read, read_all
    from crankreader.ingest.sniff import Refused

__all__ = ["FORMATS", "VERSION", "Refused", "parse", "read", "read_all", "whole_text"]

VERSION = 6
"""Of the parser: a higher one reads kept documents again."""

# Each is imported when it is first asked for: a converter can then start before anything else,
# and who has documents read by one never needs the parser here.
_DOORS = {
    "FORMATS": "formats",
    "Refused": "sniff",
    "parse": "formats",
    "read": "origins",
    "read_all": "origins",
    "whole_text": "identity",
}


def __getattr__(name: str) -> object:
    if name not in _DOORS:
        raise AttributeError(name)
    return getattr(import_module(f"crankreader.ingest.{_DOORS[name]}"), name)
