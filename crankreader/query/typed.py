"""What a person is typing in a query, and how its terms are written, added and taken out.

Reads a query by the marks that `language` reads it by. Pure; knows no library and no screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crankreader.query.language import parse
from crankreader.query.tokens import QUOTES, Token, tokens
from crankreader.query.tree import FIELDS, Entity, nodes
from crankreader.query.words import fold, key

_OPERATORS, _DENY = ("operator", "minus"), ("NOT", "-")
_UNQUOTED = str.maketrans(dict.fromkeys(QUOTES, " "))


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands before the cursor: a word, or the value of a field, as far as it goes."""

    name: str | None
    """The field; None for a word by itself, and for nothing."""
    begun: str
    start: int
    """Characters [start, end) of the query are what a completion stands in place of."""
    end: int
    is_quoted: bool = False


def typed(text: str, cursor: int) -> Typed:
    """What is being typed at a place of a query."""
    for token in tokens(text):
        if token.at < cursor <= token.end:
            return _typed(text, token, cursor)
    return Typed(None, "", cursor, cursor)


def _typed(text: str, token: Token, cursor: int) -> Typed:
    if token.kind == "near":
        return Typed("near", text[token.at : cursor].partition("(")[2], cursor, cursor)
    if token.kind not in ("field", "word", "phrase"):
        return Typed(None, "", cursor, cursor)
    start, name = token.at, None
    if token.kind == "field":
        start, name = token.at + len(token.name) + 1, token.name.lower()
        if cursor < start:
            return Typed(None, text[token.at : cursor], token.at, start)
    is_quoted = token.text[:1] in QUOTES and bool(token.text)
    if not is_quoted:
        return Typed(name, text[start:cursor], start, token.end)
    is_closed = _is_closed(token)
    begun = text[start + 1 : min(cursor, token.end - is_closed)]
    # A quotation that is never closed takes in all that follows, which nobody meant.
    return Typed(name, begun, start, token.end if is_closed else cursor, is_quoted=True)


def asking(name: str, value: str) -> str:
    """The term by which a query asks for a value of a field."""
    bare = " ".join(value.translate(_UNQUOTED).split())
    plain = f"{name}:{bare}"
    found = tokens(plain)
    is_one = len(found) == 1 and found[0].kind == "field" and found[0].end == len(plain)
    return plain if is_one and name not in FIELDS else f'{name}:"{bare}"'


def names_asked(text: str) -> tuple[str, ...]:
    """The entities that a query asks for, as the person wrote them."""
    found = nodes(parse(text).tree)
    return tuple(node.written for node in found if isinstance(node, Entity) and node.written)


def finished(text: str) -> str:
    """A query that was being typed, such that it asks for the same when something follows it.

    Its last word, a beginning, gets a *; quotes and parentheses are closed; what waits for
    something to follow, and a parenthesis that was never opened, is left out.
    """
    for token in reversed([token for token, depth in _with_depths(tokens(text)) if depth < 0]):
        text = f"{text[: token.at]} {text[token.end :]}"
    found = tokens(text)
    while found and _waits(found[-1]):
        text = f"{text[: found.pop().at]} "
    if parse(text, typing=True).is_beginning:
        text += "*"
    elif found and found[-1].kind in ("phrase", "field") and found[-1].text[0] in QUOTES:
        text += "" if _is_closed(found[-1]) else '"'
    elif found and found[-1].kind == "near" and not text.rstrip().endswith(")"):
        text += ")"
    depths = [depth for _, depth in _with_depths(found)]
    return text.rstrip() + ")" * max(0, depths[-1] if depths else 0)


def narrowed(text: str, name: str, value: str) -> str:
    """The query that asks for this value as well."""
    before = finished(text)
    if _has_choice(tokens(before)):
        before = f"({before})"
    return f"{before} {asking(name, value)} ".lstrip()


def widened(text: str, name: str, value: str) -> str | None:
    """The query without its term for this value; None where it does not narrow by it."""
    found = tokens(text)
    at = _narrowing(found, name, value)
    if at is None:
        return None
    start, end = found[at].at, found[at].end
    if at and found[at - 1].text == "AND":
        start = found[at - 1].at
    elif at + 1 < len(found) and found[at + 1].text == "AND":
        end = found[at + 1].end
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".lstrip()


def _narrowing(found: list[Token], name: str, value: str) -> int | None:
    """Which of the marks asks for this value, of all items that the query finds."""
    if _has_choice(found):
        return None
    for number, (token, depth) in enumerate(_with_depths(found)):
        before = found[number - 1] if number else None
        is_denied = before is not None and before.kind in _OPERATORS and before.text in _DENY
        if depth > 0 or is_denied or token.kind != "field" or token.name.lower() != name:
            continue
        same = key if name in FIELDS else fold
        if same(token.text.strip(QUOTES)) == same(value.translate(_UNQUOTED).strip()):
            return number
    return None


def _has_choice(found: list[Token]) -> bool:
    """Whether an OR stands outside of all parentheses."""
    return any(
        depth <= 0 and token.kind == "operator" and token.text == "OR"
        for token, depth in _with_depths(found)
    )


def _with_depths(found: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Each mark and how many parentheses are open behind it; -1 at one that was never opened."""
    depth = 0
    for token in found:
        depth = max(depth, 0) + {"open": 1, "close": -1}.get(token.kind, 0)
        yield token, depth


def _is_closed(token: Token) -> bool:
    return len(token.text) > 1 and token.text[-1] in QUOTES


def _waits(token: Token) -> bool:
    is_empty = token.kind == "field" and not token.text.strip(QUOTES)
    return is_empty or token.kind in (*_OPERATORS, "open") or token.text == "-"
