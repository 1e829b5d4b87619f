"""A person's query text becomes a tree and a list of problems.

    kursk missile   "military personnel"   north*   putin~   a OR b   NOT a   -a   (a b)
    title: section: publication: source: author: entity: tag: note:   near:10(a b)
    is:unread   date:2024-10   date:2024-10-01..2024-10-31   since:30d   sort:date

Nothing raises: what cannot be understood is named in a problem, and the rest is searched.
`NOT` binds before AND (a blank), AND before `OR`; operators only in capitals. Knows no index.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

from crankreader.model import Problem
from crankreader.query import tree as t
from crankreader.query.tokens import QUOTES, Token, tokens
from crankreader.query.words import LONGEST, dotted, fold, is_run, key, parts, whole

LONGEST_QUERY = 512
"""Characters."""
MOST_TERMS = 32
DEEPEST = 16
"""Parentheses within one another."""
WIDEST = 1000
"""Words that near: looks over at most."""


@dataclass(slots=True)
class _Level:
    """What stands within one pair of parentheses, as far as it has been read."""

    at: int = 0
    is_denied: bool = False
    """Whether the whole of it is: `-(a b)`."""
    choices: list[list[t.Node]] = field(default_factory=lambda: [[]])
    denied: bool = False
    """Whether what comes next is."""
    operator: Token | None = None
    """The one that waits for what comes next."""


def parse(text: str, *, typing: bool = False, today: datetime.date | None = None) -> t.Query:
    """The query. While `typing`, the last word is a beginning until a blank follows it."""
    reading = _Reading(text, typing, today or datetime.date.today())
    tree = reading.tree()
    return t.Query(
        text,
        tree,
        tuple(sorted(reading.problems, key=lambda problem: problem.at)),
        reading.order,
        reading.is_beginning,
    )


class _Reading:
    """One query while it is read."""

    def __init__(self, text: str, typing: bool, today: datetime.date) -> None:
        self.problems: list[Problem] = []
        self.order: t.Order | None = None
        self.is_beginning = False
        self.today = today
        self._typing = typing
        self._count = 0
        self._left_out: list[Token] = []
        self._levels = [_Level()]
        self._too_deep = 0
        if len(text) > LONGEST_QUERY:
            self._problem(LONGEST_QUERY, f"Only the first {LONGEST_QUERY} characters are searched.")
        self._text = text[:LONGEST_QUERY]

    def tree(self) -> t.Node | None:
        for token in tokens(self._text):
            match token.kind:
                case "open":
                    self._open(token)
                case "close":
                    self._close(token)
                case "operator" | "minus":
                    self._operate(token)
                case _:
                    self._take(token)
        if len(self._levels) > 1 and not self._typing:
            self._problem(self._levels[1].at, "This parenthesis is never closed.")
        while len(self._levels) > 1:
            self._end_level(is_closed=False)
        self._end_operator(self._levels[0])
        if self._left_out:
            self._problem(
                self._left_out[0].at,
                f"A query has at most {MOST_TERMS} words; left out: {_named(self._left_out)}.",
            )
        tree = _tree_of(self._levels[0])
        return t.Nothing() if tree is None and self.problems else tree

    def _problem(self, at: int, message: str) -> None:
        self.problems.append(Problem(at, message))

    # Levels and operators.

    def _open(self, token: Token) -> None:
        if len(self._levels) > DEEPEST:
            if not self._too_deep:
                self._problem(token.at, "So many parentheses within one another are not needed.")
            self._too_deep += 1
            return
        level = self._levels[-1]
        self._levels.append(_Level(token.at, level.denied))
        level.denied, level.operator = False, None

    def _close(self, token: Token) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._levels) == 1:
            self._problem(token.at, "This parenthesis was never opened.")
        else:
            self._end_level()

    def _end_level(self, *, is_closed: bool = True) -> None:
        level = self._levels.pop()
        self._end_operator(level)
        node = _tree_of(level)
        if node is not None:
            self._levels[-1].choices[-1].append(t.Not(node) if level.is_denied else node)
        elif is_closed:
            self._problem(level.at, "There is nothing between these parentheses.")

    def _end_operator(self, level: _Level) -> None:
        if level.operator is not None and not self._typing:
            self._problem(level.operator.at, f"Nothing follows this {level.operator.text}.")

    def _operate(self, token: Token) -> None:
        level = self._levels[-1]
        if token.text in ("NOT", "-"):
            level.denied = not level.denied
        elif level.operator is not None or not level.choices[-1]:
            self._problem(token.at, f"Something to search for is missing before this {token.text}.")
            return
        elif token.text == "OR":
            level.choices.append([])
        level.operator = token

    def _take(self, token: Token) -> None:
        level = self._levels[-1]
        is_last = token.end == len(self._text)
        before = len(self.problems)
        node = self._node(token, is_last)
        if self._typing and is_last:
            del self.problems[before:]  # it is not finished yet
        denied, level.denied = level.denied, False
        level.operator = None
        if node is None:
            return
        self._count += 1
        if self._count > MOST_TERMS:
            self._left_out.append(token)
            return
        level.choices[-1].append(t.Not(node) if denied else node)

    # One term.

    def _node(self, token: Token, is_last: bool) -> t.Node | None:
        match token.kind:
            case "field":
                return self._field(token, is_last)
            case "near":
                return self._near(token)
            case "phrase":
                return self._phrase(token, None)
            case "word":
                return self._word(token, None, is_last)
            case _:
                return self._empty(token)

    def _empty(self, token: Token) -> t.Node | None:
        self._problem(token.at, f"There is no word to search for in “{token.text}”.")
        return None

    def _unquoted(self, token: Token) -> str:
        closed = len(token.text) > 1 and token.text[-1] in QUOTES
        if not closed:
            self._problem(token.at, "This quotation mark is never closed.")
        return token.text.strip(QUOTES)

    def _phrase(self, token: Token, name: t.Field | None) -> t.Node | None:
        found = parts(self._unquoted(token))
        return _followed(tuple(found), name) if found else self._empty(token)

    def _word(self, token: Token, name: t.Field | None, is_last: bool) -> t.Node | None:
        text = token.text
        bare = text.rstrip("*~")
        marks = text[len(bare) :]
        if "*" in bare:
            self._problem(token.at, "A * works only at the end of a word.")
            bare = bare.replace("*", " ").strip()
        found = parts(bare)
        if not found:
            return self._empty(token)
        if "~" in marks:
            if len(found) == 1 and not is_run(bare):
                return t.Fuzzy(found[0], name)
            self._problem(token.at, "A ~ works only after a single word.")
        if "*" in marks:
            return _beginning(bare, found, name)
        if self._typing and is_last:
            self.is_beginning = True
            return _beginning(bare, found, name)
        return _word(bare, found, name)

    def _near(self, token: Token) -> t.Node | None:
        found = tuple(dict.fromkeys(parts(token.text)))
        if not found:
            return self._empty(token)
        within = 10
        if token.name:
            within = min(int(token.name), WIDEST)
        if len(found) > MOST_TERMS:
            self._problem(token.at, f"near: looks for at most {MOST_TERMS} words.")
        return t.Near(found[:MOST_TERMS], within) if len(found) > 1 else t.Word(found[0])

    def _field(self, token: Token, is_last: bool) -> t.Node | None:
        name = token.name.lower()
        if name not in VALUES:
            close = get_close_matches(name, VALUES, 1)
            meant = f"; did you mean “{close[0]}:”?" if close else "."
            self._problem(token.at, f"There is no field “{token.name}:”{meant}")
            return self._plain(token, None, is_last)
        if not token.text.strip(QUOTES):
            self._problem(token.at, f"What should stand after “{name}:”? {HINTS[name]}")
            return None
        return VALUES[name](self, token, is_last)

    def _plain(self, token: Token, name: t.Field | None, is_last: bool) -> t.Node | None:
        if token.text[:1] in QUOTES and token.text:
            return self._phrase(token, name)
        return self._word(token, name, is_last) if token.text else None

    def _in_field(self, token: Token, is_last: bool) -> t.Node | None:
        name = next(f for f in t.FIELDS if f == token.name.lower())
        return self._plain(token, name, is_last)

    def _entity(self, token: Token, is_last: bool) -> t.Node | None:
        if token.text[0] in QUOTES:
            written = self._unquoted(token)
            name = key(written)
            return t.Entity(name, written) if name else self._empty(token)
        bare = token.text.rstrip("*~")
        name = key(bare)
        if not name:
            return self._empty(token)
        if "*" in token.text[len(bare) :]:
            return t.Prefix(name, "entity")
        if "~" in token.text[len(bare) :]:
            return t.Fuzzy(name, "entity")
        if self._typing and is_last:
            self.is_beginning = True
            return t.Prefix(name, "entity")
        return t.Entity(name, token.text)

    def _tag(self, token: Token, is_last: bool) -> t.Node | None:
        return t.Tag(fold(token.text.strip(QUOTES)))

    def _note(self, token: Token, is_last: bool) -> t.Node | None:
        found = tuple(dict.fromkeys(parts(token.text)))
        return t.Note(found) if found else self._empty(token)

    def _is(self, token: Token, is_last: bool) -> t.Node | None:
        wanted = token.text.strip(QUOTES).lower()
        if wanted == "unread":
            return t.Not(t.Is("read"))
        for state in t.STATES:
            if state == wanted:
                return t.Is(state)
        self._problem(token.at, f"“is:{token.text}” is unknown. {HINTS['is']}")
        return None

    def _date(self, token: Token, is_last: bool) -> t.Node | None:
        first, dots, last = token.text.strip(QUOTES).partition("..")
        one = t.days(first) if first else (0, 0)
        other = (t.days(last) if last else (99991231, 99991231)) if dots else one
        if one is None or other is None or not (first or last):
            self._problem(token.at, f"“{token.text}” is no date. {HINTS['date']}")
            return None
        if one[0] > other[1]:
            self._problem(token.at, "This span ends before it begins: no item is of these days.")
            return t.Nothing()
        return t.Dates(one[0], other[1])

    def _since(self, token: Token, is_last: bool) -> t.Node | None:
        text = token.text.strip(QUOTES).lower()
        match = re.fullmatch(r"(\d{1,5})([dwmy])", text)
        day = t.days(text)
        if match:
            length = {"d": 1, "w": 7, "m": 30, "y": 365}[match[2]] * int(match[1])
            first = self.today.toordinal() - length
            return t.Dates(t.number(datetime.date.fromordinal(max(first, 1))), 99991231)
        if day is not None:
            return t.Dates(day[0], 99991231)
        self._problem(token.at, f"“{token.text}” is no span of time. {HINTS['since']}")
        return None

    def _sort(self, token: Token, is_last: bool) -> t.Node | None:
        match token.text.strip(QUOTES).lower():
            case "date":
                self.order = "date"
            case "relevance":
                self.order = "relevance"
            case _:
                self._problem(token.at, f"“sort:{token.text}” is unknown. {HINTS['sort']}")
        return None

    def _lone_near(self, token: Token, is_last: bool) -> t.Node | None:
        self._problem(token.at, f"near: is written otherwise. {HINTS['near']}")
        return self._plain(token, None, is_last)


VALUES: dict[str, Callable[[_Reading, Token, bool], t.Node | None]] = {
    "title": _Reading._in_field,
    "section": _Reading._in_field,
    "publication": _Reading._in_field,
    "source": _Reading._in_field,
    "author": _Reading._in_field,
    "entity": _Reading._entity,
    "tag": _Reading._tag,
    "note": _Reading._note,
    "is": _Reading._is,
    "date": _Reading._date,
    "since": _Reading._since,
    "sort": _Reading._sort,
    "near": _Reading._lone_near,
}
"""What reads the value of each field of the language."""

HINTS: dict[str, str] = {
    "title": "Words of the headline: title:missile",
    "section": "Words of the section's name: section:links",
    "publication": "Words of its name: publication:crank",
    "source": 'An outlet, author or title that is cited: source:"Moscow Times"',
    "author": "Somebody who wrote it: author:smith",
    "entity": 'Somebody or something that is named: entity:"North Korea"',
    "tag": "One of your tags: tag:brief",
    "note": "Words of your notes: note:later",
    "is": "There is is:unread, is:read, is:starred, is:tagged, is:noted and is:copy.",
    "date": "A year, month, day or span: date:2024-10, date:2024-10-01..2024-10-31",
    "since": "Days, weeks, months or years, or a date: since:30d, since:2024-10",
    "sort": "There is sort:date and sort:relevance.",
    "near": "Words, and how near they stand: near:10(shahed yelabuga)",
}
"""One line of help for each field, as problems, the search screen and the docs show it."""


def _tree_of(level: _Level) -> t.Node | None:
    choices = [_all(choice) for choice in level.choices if choice]
    if not choices:
        return None
    return choices[0] if len(choices) == 1 else t.Or(tuple(choices))


def _all(found: list[t.Node]) -> t.Node:
    return found[0] if len(found) == 1 else t.And(tuple(found))


def _followed(found: tuple[str, ...], name: t.Field | None) -> t.Node:
    if len(found) > 1:
        return t.Phrase(found, name)
    if is_run(found[0]) and len(found[0]) == 1:
        return t.Prefix(found[0], name)
    return t.Word(found[0], name)


def _word(bare: str, found: list[str], name: t.Field | None) -> t.Node:
    abbreviation = dotted(bare)
    if abbreviation is not None:
        return t.Word(abbreviation, name)
    followed = _followed(tuple(found), name)
    joined = whole(bare)
    if len(found) == 1 or joined is None:
        return followed
    return t.Or((followed, t.Word(joined[:LONGEST], name)))


def _beginning(bare: str, found: list[str], name: t.Field | None) -> t.Node:
    if len(found) == 1:
        return t.Prefix(dotted(bare) or found[0], name)
    if is_run(bare):
        return _followed(tuple(found), name)
    joined = whole(bare)
    if joined is not None or bare.replace(",", "").isdigit():
        return t.Prefix((joined or "".join(found))[:LONGEST], name)
    return t.And((*(t.Word(word, name) for word in found[:-1]), t.Prefix(found[-1], name)))


def _named(tokens: list[Token]) -> str:
    shown = ", ".join(f"“{token.text}”" for token in tokens[:3])
    return f"{shown} and {len(tokens) - 3} more" if len(tokens) > 3 else shown
