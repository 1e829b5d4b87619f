"""What `crankreader` and `python -m crankreader` run. Knows nothing but the command line."""

from __future__ import annotations

import sys


def main() -> int:
    try:
        # Inside, so that an interrupt during the imports ends as quietly as a later one.
        from crankreader.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
