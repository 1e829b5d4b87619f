"""The lines of a person's list: found, changed and taken out, with every comment left in place.

Knows how TOML is written as the head of the file explains it: one table a name, one table a rule.
Anything else is Unwritable; who asks reads the outcome again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .own import IGNORE, NAMES

_HEADER = re.compile(r"[ \t]*(\[\[?[^\]\n]*(?:\"[^\"\n]*\"|'[^'\n]*')?[^\]\n]*\]\]?)[ \t]*(#.*)?$")
_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')[ \t]*=")
_SCALAR = re.compile(r"([ \t]*[^=]+=[ \t]*)(\"(?:[^\"\\]|\\.)*\"|'[^']*')([ \t]*)(#.*)?$")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f"} | {
    "\r": "\\r"
}


class Unwritable(Exception):
    """The text is laid out in another way than is known here."""


class _Block(NamedTuple):
    """A table: its header is line `start`, its last line the one before `end`."""

    start: int
    end: int
    table: Mapping[str, Any]
    """What the header alone says, as TOML understands it."""


class Lines:
    """A text of TOML that is changed in place."""

    def __init__(self, text: str) -> None:
        self._end = "\r\n" if "\r\n" in text else "\n"
        if '"""' in text or "'''" in text:
            raise Unwritable
        self._lines = text.split(self._end)

    @property
    def text(self) -> str:
        return self._end.join(self._lines)

    # Edits.

    def set(self, id: str, key: str, value: str | None) -> None:
        """Give a key of a name a text, or with None take it away."""
        block = self._name(id)
        at = self._key(block, key) if block else None
        if value is None:
            if block is None or at is None:
                raise Unwritable
            self._take_out(at, self._last(at))
            self._tidy(self._name(id))
        elif at is not None:
            found = _SCALAR.match(self._lines[at])
            if found is None or self._last(at) != at:
                raise Unwritable
            before, _, blank, comment = found.groups()
            self._lines[at] = f"{before}{quoted(value)}{blank}{comment or ''}"
        else:
            self._insert_key(id, f"{key} = {quoted(value)}")

    def put_alias(self, id: str, alias: str) -> None:
        """One more alias, behind the others."""
        block = self._name(id)
        at = self._key(block, "aliases") if block else None
        if at is None:
            self._insert_key(id, f"aliases = [{quoted(alias)}]")
            return
        last = self._last(at)
        items, close = self._array(at, last)
        if not items:
            line, column = close
            self._lines[line] = _put_in(self._lines[line], column, quoted(alias))
            return
        line, _, end, has_comma = items[-1]
        if close[0] == line:
            said = f" {quoted(alias)}" if has_comma else f", {quoted(alias)}"
            self._lines[line] = _put_in(self._lines[line], end + has_comma, said)
            return
        indent = re.match(r"[ \t]*", self._lines[line])
        if not has_comma:
            self._lines[line] = _put_in(self._lines[line], end, ",")
        blank = indent.group() if indent and line != at else "    "
        self._lines.insert(close[0], f"{blank}{quoted(alias)},")

    def drop_alias(self, id: str, alias: str) -> None:
        """Take an alias out; comments of a list that is empty then stay in it."""
        block = self._name(id)
        at = self._key(block, "aliases") if block else None
        if at is None:
            raise Unwritable
        last = self._last(at)
        items, _ = self._array(at, last)
        number = next(
            (
                n
                for n, (line, a, b, _) in enumerate(items)
                if _value(self._lines[line][a:b]) == alias
            ),
            None,
        )
        if number is None:
            raise Unwritable
        if len(items) == 1 and not any(_comment(line) for line in self._lines[at : last + 1]):
            del self._lines[at : last + 1]
            self._tidy(self._name(id))
            return
        line, start, end, has_comma = items[number]
        text = self._lines[line]
        if has_comma:
            end += 1
        elif number and items[number - 1][0] == line:
            start = items[number - 1][2]
        rest = text[:start] + text[end:].lstrip() if has_comma else text[:start] + text[end:]
        if rest.strip():
            self._lines[line] = rest.rstrip() if not rest.strip().startswith("#") else rest
        else:
            del self._lines[line]

    def put_rule(self, rule: Mapping[str, Any]) -> None:
        """One more rule, behind everything."""
        lines = [f"[[{IGNORE}]]", *(f"{key} = {_written(value)}" for key, value in rule.items())]
        self._append(lines)

    def drop_rule(self, rule: Mapping[str, Any]) -> None:
        """Take the first of these rules out."""
        for block in self._blocks():
            if block.table == {IGNORE: [{}]} and self._content(block).get(IGNORE) == [dict(rule)]:
                self._take_table_out(block)
                return
        raise Unwritable

    # Finding.

    def _blocks(self) -> list[_Block]:
        starts: list[tuple[int, Mapping[str, Any]]] = []
        at = 0
        while at < len(self._lines):
            header = _HEADER.match(self._lines[at])
            if header is not None and (table := _table(header[1])) is not None:
                starts.append((at, table))
                at += 1
            elif _KEY.match(self._lines[at]):
                at = self._last(at) + 1
            else:
                at += 1
        ends = [*(start for start, _ in starts), len(self._lines)][1:]
        return [_Block(a, b, table) for (a, table), b in zip(starts, ends, strict=False)]

    def _name(self, id: str) -> _Block | None:
        wanted: dict[str, Any] = {NAMES: {id: {}}}
        return next((block for block in self._blocks() if block.table == wanted), None)

    def _key(self, block: _Block | None, key: str) -> int | None:
        """The line on which a key of a table begins."""
        return next((at for at, name in self._keys(block) if name == key), None) if block else None

    def _keys(self, block: _Block) -> Iterator[tuple[int, str]]:
        at = block.start + 1
        while at < block.end:
            found = _KEY.match(self._lines[at])
            if found is None:
                at += 1
                continue
            yield at, found[1].strip("\"'")
            at = self._last(at) + 1

    def _last(self, at: int) -> int:
        """The line on which a value ends that begins on this one."""
        depth = 0
        for line in range(at, len(self._lines)):
            for char in _bare(self._lines[line]):
                depth += (char in "[{") - (char in "]}")
            if depth <= 0:
                return line
        raise Unwritable

    def _content(self, block: _Block) -> Mapping[str, Any]:
        return tomllib.loads("\n".join(self._lines[block.start : block.end]))

    def _array(
        self, first: int, last: int
    ) -> tuple[list[tuple[int, int, int, bool]], tuple[int, int]]:
        """(line, from, to, whether a comma follows) of each text in a list, and its bracket."""
        items: list[tuple[int, int, int, bool]] = []
        depth = 0
        for number in range(first, last + 1):
            line = self._lines[number]
            begin = line.index("=") + 1 if number == first else 0
            for found in _TOKEN.finditer(line, begin):
                token = found.group()
                if token[0] == "#":
                    break
                if token == "[":
                    depth += 1
                elif token == "]":
                    return items, (number, found.start())
                elif token == "," and items:
                    if items[-1][0] != number:
                        raise Unwritable  # a comma on a line of its own
                    items[-1] = (*items[-1][:3], True)
                elif token[0] in "\"'":
                    items.append((number, found.start(), found.end(), False))
                else:
                    raise Unwritable
                if depth != 1:
                    raise Unwritable
        raise Unwritable

    # Changing.

    def _insert_key(self, id: str, line: str) -> None:
        """A key behind the others of a name; a table for it where there is none."""
        block = self._name(id)
        if block is None:
            self._append([f"[{NAMES}.{quoted(id)}]", line])
            return
        keys = [at for at, _ in self._keys(block)]
        self._lines.insert(self._last(keys[-1]) + 1 if keys else block.start + 1, line)

    def _append(self, lines: list[str]) -> None:
        """Lines behind everything, with an empty one before them and the last line ended."""
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()
        self._lines += [*([""] if self._lines else []), *lines, ""]

    def _take_out(self, first: int, last: int) -> None:
        """Lines of a value go; their comments stay, each on a line of its own."""
        comments = [
            comment for line in self._lines[first : last + 1] if (comment := _comment(line))
        ]
        self._lines[first : last + 1] = comments

    def _tidy(self, block: _Block | None) -> None:
        """A table with nothing in it goes, unless there is a comment."""
        if block is not None and not list(self._keys(block)):
            self._take_table_out(block)

    def _take_table_out(self, block: _Block) -> None:
        """The header and the values go, and an empty line before; comments stay where they are."""
        kept: list[str] = []
        at = block.start
        if comment := _comment(self._lines[at]):
            kept.append(comment)
        at += 1
        while at < block.end:
            if _KEY.match(self._lines[at]):
                last = self._last(at)
                values = self._lines[at : last + 1]
                kept += [comment for line in values if (comment := _comment(line))]
                at = last + 1
            else:
                kept.append(self._lines[at])
                at += 1
        start = block.start
        if not any(line.strip() for line in kept):
            # Nothing is left: the empty line before the table was the table's.
            kept = kept if block.end < len(self._lines) else [""]
            if start and not self._lines[start - 1].strip():
                start -= 1
            if block.end < len(self._lines):
                kept = [""] if start < block.start or kept else kept
        self._lines[start : block.end] = kept


_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#|[\[\],]|[^\s\[\],#\"']+")


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    safe = "".join(
        _ESCAPES.get(char)
        or (f"\\u{ord(char):04x}" if ord(char) < 32 or ord(char) == 127 else char)
        for char in text
    )
    return f'"{safe}"'


def _written(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    return f"[{', '.join(map(quoted, value))}]"


def _value(written: str) -> Any:
    return tomllib.loads(f"value = {written}")["value"]


def _table(header: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(header)
    except tomllib.TOMLDecodeError:
        return None


def _bare(line: str) -> str:
    """A line without its texts and its comment: what is left are keys and signs."""
    return re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", '""', line).partition("#")[0]


def _comment(line: str) -> str | None:
    """The comment at the end of a line."""
    for found in _TOKEN.finditer(line):
        if found.group() == "#":
            return line[found.start() :]
    return None


def _put_in(line: str, column: int, said: str) -> str:
    return line[:column] + said + line[column:]
