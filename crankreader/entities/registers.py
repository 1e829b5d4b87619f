"""Names as registers and sanctions lists write them: "IVANOV, Ivan Ivanovich".

Knows the order of words in such entries, nobody in particular.
"""

from __future__ import annotations

import re

from .gazetteer import Found
from .page import Page
from .tokens import slug

_ENTRY = re.compile(
    r"(?m)^[ \t]*(?:[-•*–]|\d{1,3}[.)])?[ \t]*"
    r"(([A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,}(?: [A-ZÀ-Þ'’-]{2,}){0,2}), ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}))"
    r"(?=[.;,(]|[ \t]*$| \()"
)


def find_entries(page: Page) -> None:
    """Claim the people of a list that gives the family's name first, in capitals."""
    for match in _ENTRY.finditer(page.text):
        first, last = page.words_in(match.start(1), match.end(1))
        if last - first < 2 or any(page.closed[first:last]):
            continue
        if any(o is not None and o.type != "person" for o in page.owner[first:last]):
            continue
        name = f"{match[3]} {match[2].title()}"
        numbers = tuple(n for _, n in page.known.named(page.known.key(name)))[:1]
        page.claim(
            Found(
                first, last, "person", numbers, f"person/{slug(name)}", name, "entry of a list", 0.8
            )
        )
