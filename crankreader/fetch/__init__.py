"""One document from the web, on the terms of somebody who trusts no address and no server.

The front door of the room that opens the only sockets of the program: `fetching` asks and
follows, `wire` connects in the time there is, `public` says where to. Knows no feed, no library
and no screen.
"""

from crankreader.fetch.failures import FetchError
from crankreader.fetch.fetching import BOUNDS, Bounds, Fetched, fetch

__all__ = ["BOUNDS", "Bounds", "FetchError", "Fetched", "fetch"]
