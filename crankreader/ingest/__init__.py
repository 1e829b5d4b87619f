"""Bytes → issues: reads documents in and finds out how their editors meant them.

Knows no database and no screen. `read` opens what a person names and yields each document as it
is done; `parse` reads one document's bytes; a new format is one module and one row of FORMATS.
"""

from crankreader.ingest.formats import FORMATS, VERSION, documents, parse
from crankreader.ingest.identity import whole_text
from crankreader.ingest.origins import read, read_all
from crankreader.ingest.sniff import Refused

__all__ = ["FORMATS", "VERSION", "Refused", "documents", "parse", "read", "read_all", "whole_text"]
