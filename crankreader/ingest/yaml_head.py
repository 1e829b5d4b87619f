"""The YAML of a document's head, as strings, lists and mappings.

A small reader of its own for what heads are made of: no aliases, no types, nothing is executed.
Knows no key and no document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crankreader.safety import one_line

Value = str | list["Value"] | dict[str, "Value"]
Pairs = dict[str, Value]

DEEPEST = 8
"""Mappings and lists within one another that are still read."""

_PAIR = re.compile(
    r"""(?:"([^"\n]{1,80})"|'([^'\n]{1,80})'|([\w@$.][\w .@$/-]{0,79}?))\s*:(?:\s+(.*))?$"""
)
_DASH = re.compile(r"-(?:\s+(.*))?$")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?$")
_TAG = re.compile(r"(?:!\S*|&\S+)\s+")
_COMMENT = re.compile(r"(?<!\s)\s+#.*$")


def pairs_of(lines: list[str]) -> Pairs | None:
    """None where the lines are no mapping: two rules around some text are no head."""
    for line in lines:
        opens = line[:1] in (" ", "\t", "#", "", "]", "}") or _DASH.match(line)
        if not opens and not _PAIR.match(line):
            # A quoted or plain scalar may go on in the first column; prose does not end in one.
            return None
    reader = _Yaml(lines)
    pairs = reader.mapping(0, 0)
    return pairs if pairs and reader.at >= len(lines) else None


@dataclass(slots=True)
class _Yaml:
    """Reads mappings, lists and scalars by their indent."""

    lines: list[str]
    at: int = 0

    def mapping(self, indent: int, depth: int) -> Pairs:
        pairs: Pairs = {}
        while (line := self._next()) is not None:
            width = _indent(line)
            found = _PAIR.match(line.strip())
            if width < indent or (width == indent and not found):
                break
            self.at += 1
            if width > indent or found is None:
                continue  # a scalar that goes on, of a key that is no longer read
            key = found[1] or found[2] or found[3]
            value = self._value(found[4] or "", indent, depth)
            pairs.setdefault(str(one_line(key, 80)), value)
        return pairs

    def _next(self) -> str | None:
        """The next line that is no blank and no comment."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and not line.lstrip().startswith("#"):
                return line
            self.at += 1
        return None

    def _value(self, first: str, indent: int, depth: int) -> Value:
        tag = _TAG.match(first)
        first = first[tag.end() :] if tag else first
        if _BLOCK.match(first):
            return self._block(first[0] == "|", indent)
        if not first or first.startswith("#"):
            return self._below(indent, depth)
        if first[0] in "\"'[{":
            return self._flow(first, depth)
        texts = [_COMMENT.sub("", first).strip(), *self._going_on(indent)]
        return " ".join(text for text in texts if text)

    def _below(self, indent: int, depth: int) -> Value:
        """What stands under a key with nothing behind its colon."""
        line = self._next()
        if line is None or depth >= DEEPEST:
            return ""
        width = _indent(line)
        if width >= indent and _DASH.match(line.strip()):
            return self._list(width, depth + 1)
        if width <= indent:
            return ""
        if _PAIR.match(line.strip()):
            return self.mapping(width, depth + 1)
        return " ".join(self._going_on(indent))

    def _going_on(self, indent: int) -> list[str]:
        """The further lines of a plain scalar."""
        found = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip() or _indent(line) <= indent:
                break
            found.append(_COMMENT.sub("", line).strip())
            self.at += 1
        return found

    def _list(self, indent: int, depth: int) -> Value:
        found: list[Value] = []
        while (line := self._next()) is not None and _indent(line) == indent:
            dash = _DASH.match(line.strip())
            if dash is None:
                break
            first = dash[1] or ""
            if first and first[0] not in "\"'[{" and _PAIR.match(first) and depth < DEEPEST:
                # The mapping of an entry begins behind its dash.
                inner = line.index("-") + 1
                inner += len(line[inner:]) - len(line[inner:].lstrip())
                self.lines[self.at] = " " * inner + first
                found.append(self.mapping(inner, depth + 1))
                continue
            self.at += 1
            found.append(self._value(first, indent, depth))
        return found

    def _block(self, is_literal: bool, indent: int) -> str:
        found: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and _indent(line) <= indent:
                break
            found.append(line.strip())
            self.at += 1
        return ("\n" if is_literal else " ").join(found).strip()

    def _flow(self, first: str, depth: int) -> Value:
        """A quoted scalar or an inline list or mapping, on as many lines as it takes."""
        text = first
        while not _is_closed(text) and self.at < len(self.lines):
            following = self.lines[self.at]
            if _PAIR.match(following):
                break
            text += " " + following.strip()
            self.at += 1
        return _inline(text, depth)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_closed(text: str) -> bool:
    text = _COMMENT.sub("", text).rstrip() if text[0] in "[{" else text
    closer = {"[": "]", "{": "}"}.get(text[0], text[0])
    if text[0] in "\"'":
        return _quoted(text) is not None
    return text.endswith(closer)


def _quoted(text: str) -> tuple[str, int] | None:
    """The inside of a quoted scalar and where it ends; None where it does not."""
    if text[0] == "'":
        found = re.match(r"'((?:[^']|'')*+)'", text)
        return (found[1].replace("''", "'"), found.end()) if found else None
    found = re.match(r'"((?:[^"\\]|\\.)*+)"', text)
    return (re.sub(r"\\(x..|u.{4}|.)", _unescaped, found[1]), found.end()) if found else None


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1:
        try:
            return chr(int(code[1:], 16))
        except ValueError:
            return code
    return {"n": " ", "t": " ", "r": " "}.get(code, code)


def _inline(text: str, depth: int) -> Value:
    """A scalar, or the parts of a list or mapping between brackets."""
    text = text.strip()
    if not text:
        return ""
    if text[0] in "\"'":
        quoted = _quoted(text)
        return quoted[0].strip() if quoted else text
    if text[0] not in "[{":
        return text
    text = _COMMENT.sub("", text).rstrip()
    if depth >= DEEPEST or not text.endswith("]" if text[0] == "[" else "}"):
        return text
    parts = _parts(text[1:-1])
    if text[0] == "[":
        return [_inline(part, depth + 1) for part in parts]
    pairs = (_PAIR.match(part) for part in parts)
    return {
        (pair[1] or pair[2] or pair[3]): _inline(pair[4] or "", depth + 1) for pair in pairs if pair
    }


def _parts(text: str) -> list[str]:
    """A list's inside, cut at its commas; those in quotes and inner brackets are none."""
    parts: list[str] = []
    start = depth = at = 0
    while at < len(text):
        character = text[at]
        if character in "\"'" and not text[start:at].strip():
            quoted = _quoted(text[at:])
            at += quoted[1] if quoted else 1
            continue
        depth += (character in "[{") - (character in "]}")
        if character == "," and depth <= 0:
            parts.append(text[start:at].strip())
            start = at + 1
        at += 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]
