"""The table of commands: what the program can do without its screens.

Help, the README and the tests read the same rows. Knows no word of a command line.
"""

from __future__ import annotations

from crankreader.cli import acting, documents, finding, incoming, upkeep
from crankreader.cli.arguments import JSON, Command, Option
from crankreader.cli.parsing import positive

_ROWS = (
    Command(
        "add",
        "Take documents in: files, directories, feeds by address, - for standard input.",
        incoming.add,
        "PATH",
        needed=False,
        options=(
            JSON,
            Option("--samples", "Take in the sample documents."),
            Option("--report-lines", "Print a JSON report a line, each as its document ends."),
        ),
    ),
    Command(
        "refresh",
        "Ask the feeds for more, and look through the directories that were added.",
        incoming.refresh,
        "PUBLICATION",
        needed=False,
        options=(
            JSON,
            Option("--report-lines", "Print a JSON report a line, each as its document ends."),
        ),
    ),
    Command(
        "remove",
        "Put issues into the trash, kept 30 days, or stop following; undo takes it back.",
        acting.remove,
        "QUERY|ID|FEED|DIRECTORY",
        needed=False,
        options=(
            JSON,
            Option("--publication", "Remove all its issues, and follow its feeds no more.", "NAME"),
            Option("--samples", "Remove the sample documents."),
        ),
    ),
    Command(
        "parse",
        "Print the structure of documents; store nothing.",
        documents.parse,
        "PATH",
        options=(JSON, Option("--explain", "Say why each value is what it is.")),
    ),
    Command(
        "annotate",
        "Print who and what a plain text file mentions, and where; store nothing.",
        documents.annotate,
        "PATH",
        many=False,
        options=(JSON,),
    ),
    Command(
        "list",
        f"List {', '.join(finding.COLUMNS)}.",
        finding.list_kind,
        "KIND [QUERY]",
        options=(JSON,),
    ),
    Command(
        "show",
        "Print one issue or item.",
        documents.show,
        "ID",
        many=False,
        options=(
            JSON,
            Option(
                "--format", "How: text, md, html, json.", "FORMAT", ("text", "md", "html", "json")
            ),
        ),
    ),
    Command(
        "search",
        "Search everything.",
        finding.search,
        "QUERY",
        options=(
            JSON,
            Option("--limit", "How many hits to print.", "N", kind=positive),
            Option("--sort", "By relevance or date.", "ORDER", ("relevance", "date")),
            Option("--facets", "Count the hits by publication, section, outlet and more."),
        ),
    ),
    Command(
        "entity",
        "Print all there is about a person, country, body, place: by id, name or alias.",
        finding.entity,
        "NAME",
        options=(JSON,),
    ),
    Command(
        "mark",
        "Mark what a query or an id means.",
        acting.mark,
        "QUERY|ID",
        options=(
            JSON,
            Option("--read", "Mark read."),
            Option("--unread", "Mark unread."),
            Option("--star", "Give a star."),
            Option("--unstar", "Take the star."),
            Option("--tag", "Give a tag.", "TAG"),
            Option("--untag", "Take a tag.", "TAG"),
        ),
    ),
    Command(
        "undo", "Take the last act back, whichever session it was.", acting.undo, options=(JSON,)
    ),
    Command(
        "reindex",
        "Build the search index anew.",
        upkeep.reindex,
        options=(
            JSON,
            Option("--pending", "Only add what it does not know yet."),
            Option("--report-lines", "Print a line of JSON for each issue that is tagged again."),
        ),
    ),
    Command(
        "doctor",
        "Look over the library, what you did and the index.",
        upkeep.doctor,
        options=(
            JSON,
            Option("--repair", "Mend what can be mended."),
            Option("--retry", "Try documents again that could not be read."),
        ),
    ),
    Command("path", "Print where everything lies.", upkeep.path, options=(JSON,)),
    Command(
        "config",
        "Print the settings.",
        upkeep.config,
        options=(JSON, Option("--init", "Write a commented config file.")),
    ),
)
COMMANDS: dict[str, Command] = {command.name: command for command in _ROWS}
