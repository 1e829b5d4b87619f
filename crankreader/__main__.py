"""What `crankreader` and `python -m crankreader` run. Knows nothing but the command line."""

from __future__ import annotations

import sys

from crankreader.cli import run


def main() -> int:
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
