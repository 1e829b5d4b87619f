"""Cuts a query into its marks: words, phrases, fields, operators, parentheses. Knows no meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUOTES = '"“”„'

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+)
    | (?P<near>near:(?P<within>\d*)\((?P<inside>[^()]*)\)?)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<minus>-)(?=[^\s)])
    | (?P<operator>AND|OR|NOT)(?=[\s()"]|$)
    | (?P<field>[^\W\d_]+):(?!//)(?:(?P<quoted>["“][^"”]*["”]?)|(?P<value>[^\s()"“”]*))
    | (?P<phrase>["“„][^"”“]*["”“]?)
    | (?P<word>[^\s()"“”„]+)
    | (?P<other>.)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    at: int
    end: int
    text: str
    name: str = ""
    """Of a field; how many words of near:."""


def tokens(text: str) -> list[Token]:
    """The marks of a query in order, without the blanks between them."""
    found = []
    for match in _TOKEN.finditer(text):
        kind, value, name = match.lastgroup or "", match.group(), ""
        for kind in ("blank", "near", "open", "close", "minus", "operator", "field", "phrase"):
            if match[kind] is not None:
                break
        else:
            kind = "word" if match["word"] is not None else "other"
        if kind == "blank":
            continue
        if kind == "field":
            name, value = match["field"], match["quoted"] or match["value"] or ""
        elif kind == "near":
            name, value = match["within"], match["inside"]
        found.append(Token(kind, match.start(), match.end(), value, name))
    return found
