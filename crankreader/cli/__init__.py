"""The command line: the same acts as the screens, for people, pipes and programs.

Standard output is data, standard error talk. Imports the screens only to open them; below
it nothing prints or asks.
"""

from crankreader.cli.front_door import run

__all__ = ["run"]
