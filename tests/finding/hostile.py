"""Queries that nobody means well, always the same; and a process that asks all of them.

`python -m tests.finding.hostile DIRECTORY [SECONDS]` asks the library there, within limits of CPU
and memory, and writes how many it asked and those that took longest, in milliseconds of CPU.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from string import ascii_lowercase

from crankreader import cli
from crankreader.query.language import VALUES
from crankreader.reader import Reader
from crankreader.settings import load

SECONDS, MEMORY = 20, 1 << 30
"""What all of them may take together, of some hundred items."""
COUNT = 500
OFTEN = ("the", "of", "to", "and", "in", "a", "that", "is", "for", "on")
PIECES = (
    *("tide", "noon*", "dusk~", '"high tide"', "(", ")", "((", "))", '"', "“", "”", "„", "-", "--"),
    *("*", "**", "~", "~~", "*~", "~*", ":", "::", "..", "AND", "OR", "NOT", "NOT NOT", "near:"),
    *("near:(", "near:3(tide noon", "near:99999999999999999999(a b)", "near:-1(a b)", "near:x(a)"),
    *(
        "title:",
        "title:*",
        "title:~",
        'title:"',
        "title:(",
        "title:title:tide",
        "is:",
        "is:nothing",
    ),
    *(
        "date:",
        "date:..",
        "date:9999..0001",
        "date:2024-99-99",
        "date:0000",
        "date:-1",
        "date:2024..",
    ),
    *("since:", "since:99999999y", "since:99999y", "since:0d", "since:-3d", "since:9999-12-31"),
    *("sort:", "sort:up", "sort:date", "tag:", 'tag:"', "note:", "note:*", "entity:", 'entity:"'),
    *(
        "entity:*",
        "entity:/",
        "entity:person/",
        "entity:~",
        ".*",
        "(a+)+$",
        "[a-z]{99}",
        "\\",
        "\\b",
    ),
    *(
        "^$",
        "(?R)",
        "a{1000000}",
        "'; DROP TABLE items; --",
        "' OR '1'='1",
        "%s%n",
        "{0.__class__}",
    ),
    *("${HOME}", "$(id)", "`id`", "../../etc/passwd", "file:///etc/passwd", "http://a:b@c/", "\0"),
    *(
        "\x1b[2J",
        "\x1b]52;c;AAAA\x07",
        "\r\n",
        "\t",
        "\x7f",
        "\x9b31m",
        "\u202e",
        "\u2066",
        "\u200b",
    ),
    *(
        "\u200d",
        "\u200c",
        "\ufeff",
        "\ufffe",
        "\ufffd",
        "\ud800",
        "\udcff",
        "\U0010ffff",
        "👨‍👩‍👧‍👦",
        "🇺🇦",
    ),
    *(
        "e\u0301\u0302\u0303",
        "\u0301",
        "\u0301" * 40,
        "İ",
        "ß",
        "ﬁ",
        "ǆ",
        "北京大学",
        "京",
        "東京*",
        "서울~",
    ),
    *("か\u3099", "می‌روم", "क्षि", "١٢٣", "１２", "²", "½", "12,000,000", "1.2.3.4", "U.S.", "u.s*"),
    *(
        "O'Brien’s",
        "a-b-c-d-e",
        "-" * 50,
        "a" * 300,
        "[bold]",
        "[@click=app.quit]",
        "<script>",
        "&amp;",
    ),
    *(
        "true",
        "null",
        "NaN",
        "1e999",
        "-0",
        "0x41",
        "=1+1",
        "\u2028",
        "\u0085",
        "a/b/c",
        "c++",
        "#",
    ),
)


def queries() -> Iterator[str]:
    """First each piece, in each place; then the heavy ones; then all in disorder, for ever."""
    yield from PIECES
    for name in (*VALUES, "nothing", "tιtle", "near:3"):
        for value in (
            "*" * 99,
            '"a',
            "(",
            "\0",
            "a" * 400,
            ":",
            "..",
            "\ud800",
            "-",
            "99999999999",
        ):
            yield f"{name}:{value}"
    yield from heavy()
    random = Random(7)
    while True:
        pieces = random.choices(PIECES, k=random.randint(2, 12))
        yield random.choice(("", " ", " OR ")).join(pieces) * random.choice((1, 1, 1, 9))


def heavy() -> Iterator[str]:
    """What is much to do for an index of many items."""
    for form in ("{}*", "{}~", "title:{}*", "source:{}*", "entity:{}*", "section:{}~", "-{}*"):
        for between in (" ", " OR "):
            yield between.join(form.format(letter) for letter in ascii_lowercase)
    for within in (0, 1, 10, 1000):
        for count in (2, 3, len(OFTEN)):
            yield f"near:{within}({' '.join(OFTEN[:count])})"
    yield " OR ".join(f"near:1({one} {other})" for one in OFTEN[:4] for other in OFTEN[:5])
    yield " OR ".join(f'"{one} {other}"' for one in OFTEN[:4] for other in OFTEN[:5])
    yield f'"{" ".join(OFTEN)}"'
    for sign in ("", "-"):
        yield " ".join(sign + word for word in OFTEN * 4)
        yield " OR ".join(sign + word for word in OFTEN * 4)
    yield " OR ".join(f"date:{year}-{month:02}" for year in (2021, 2024) for month in range(1, 13))
    yield from ("date:..9999", "is:unread", "-is:read", "-zzzz", "qxzvq", "governmant~ sanctoin~")
    for mark in ("(", ")", '"', "*", "~", "-", "a*", "e~ ", "NOT ", "near:", "(a ", "title:", "京"):
        yield mark * 600


def ask_by_command(home: Path, query: str) -> None:
    word = query.encode("utf-8", "replace").decode()  # no command line holds half a character
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = cli.run(["--data-dir", str(home), "search", "--json", "--", word])
    assert code in (0, 1, 2), (code, query)
    assert isinstance(json.loads(out.getvalue() or "{}"), dict), query


def limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(home: Path) -> None:
    reader = Reader.open(load(data_dir=home, environ={}))
    took: list[tuple[float, str]] = []
    for number, query in enumerate(islice(queries(), COUNT)):
        began = time.process_time()
        for typing in (False, True):
            found = reader.search(query, typing=typing, facets=True)
            assert found.total >= len(found.hits)
        took.append((round((time.process_time() - began) * 1000, 1), query[:60]))
        if number % 25 == 0:
            ask_by_command(home, query)
    reader.close()
    sys.stdout.write(json.dumps([len(took), sorted(took, reverse=True)[:9]]))


if __name__ == "__main__":
    limit(int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS)
    main(Path(sys.argv[1]))
