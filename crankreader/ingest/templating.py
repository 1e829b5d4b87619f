"""Takes out of a Markdown text what its site's builder would: comments, Liquid, shortcodes.

What visible words such tags carry stays as text; footnotes are written so that they survive
CommonMark, and heaps of lone brackets so that they cost it nothing. Works on whole texts, in
linear time; leaves fences and code spans alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"(?:[ \t>]|[-+*] |\d{1,3}[.)] ){0,12}(`{3,}|~{3,})([^\n]*)$")
_OPENERS = re.compile(r"<!--|<!\[CDATA\[|<\?|\{%|\{\{|`+|\\[\s\S]|\{:|\{[#.]")
_CLOSERS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", "{%": "%}", "{{": "}}"}
_LONGEST_SPAN = 2_000
"""Characters of a code span: one without an end must not hide all that follows it."""
_ATTRIBUTES = re.compile(r"\{:?\s?[#.:]?[A-Za-z][^{}\n]{0,200}\}")
_PARAMETER = re.compile(r"([\w.-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ASSIGN = re.compile(r"\s*assign\s+(\w{1,60})\s*=\s*[\"']([^\"']{0,300})[\"']\s*$")
_UNSEEN = re.compile(
    r"(?:class|style|id|src|href|width|height|url|link|file|path|image|img|target|rel|type|lang)$"
)
_NOTE = re.compile(r"\[\^([^\]\[\s^]{1,40})\]")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\[\s^]{1,40})\]:", re.MULTILINE)
_MOST_EXPANDED = 1000
_WEB = ("http://", "https://")
_MOST_OPEN = 40
"""Brackets without a partner in one run of lines, before they are taken for text."""
_HIGHEST = 8
"""Pairs of brackets within a pair; around more than these there is no link."""
_BRACKET = re.compile(r"\\[\s\S]|[\[\]]")


def untemplated(text: str) -> str:
    """The Markdown that is left when its tags and comments are gone."""
    has_tags = any(sign in text for sign in ("<!", "<?", "{%", "{{", "{:", "{#", "{."))
    names = frozenset(found[1] for found in _NOTE_TEXT.finditer(text)) if "[^" in text else None
    if not has_tags and not names:
        return text
    tags = _Tags()
    parts = []
    for part, is_code in _parts(text):
        if is_code:
            parts.append(part)
            continue
        part = tags.taken_out(part) if has_tags else part
        parts.append(_with_notes(part, names) if names and "[^" in part else part)
    return "".join(parts)


def balanced(text: str) -> str:
    """The text with brackets escaped where a heap of them has no partner.

    For each such bracket the parser would read on to the end of the paragraph.
    """
    if text.count("[") <= _MOST_OPEN:
        return text
    runs = text.split("\n\n")
    for number, run in enumerate(runs):
        if run.count("[") > _MOST_OPEN:
            runs[number] = _run_balanced(run)
    return "\n\n".join(runs)


def _run_balanced(run: str) -> str:
    opened: list[int] = []
    heights: list[int] = [0]
    lone: list[int] = []
    for found in _BRACKET.finditer(run):
        if found.group() == "[":
            opened.append(found.start())
            heights.append(0)
        elif found.group() == "]" and opened:
            place, height = opened.pop(), heights.pop() + 1
            heights[-1] = max(heights[-1], height)
            if height > _HIGHEST:
                lone += (place, found.start())
    lone += opened
    if len(lone) <= _MOST_OPEN:
        return run
    lone.sort()
    starts = [0, *lone]
    ends = [*lone, len(run)]
    return "\\".join(run[start:end] for start, end in zip(starts, ends, strict=True))


def takes_in(text: str) -> bool:
    """Whether the builder adds further text, in which references may be defined."""
    return "{% include" in text or "{%- include" in text


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is a fenced block of code."""
    if "```" not in text and "~~~" not in text:
        yield text, False
        return
    held: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line.rstrip("\n"))
        held.append(line)
        if found is None:
            continue
        if not fence and not (found[1][0] == "`" and "`" in found[2]):
            yield "".join(held[:-1]), False
            held, fence = [line], found[1]
        elif fence and found[1].startswith(fence) and not found[2].strip():
            yield "".join(held), True
            held, fence = [], ""
    yield "".join(held), bool(fence)


class _Tags:
    """Takes tags out of one document; remembers what it assigns to names."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.expanded = 0
        self.is_comment_open = False

    def taken_out(self, text: str) -> str:
        """One pass from opener to opener; a closer that is missing is looked for once only."""
        kept: list[str] = []
        missing: set[str] = set()
        at = start = 0
        while (found := _OPENERS.search(text, at)) is not None:
            opener, place = found.group(), found.start()
            if opener[0] == "`":
                at = _past_code(text, found)
                continue
            if opener[0] == "\\":
                at = found.end()
                continue
            if opener in ("{:", "{#", "{."):
                attributes = _ATTRIBUTES.match(text, place)
                at = attributes.end() if attributes else found.end()
                if attributes and _stands_as_attributes(text, place):
                    kept.append(text[start:place])
                    start = at
                continue
            closer = _CLOSERS[opener]
            end = -1 if closer in missing else text.find(closer, found.end())
            if end < 0:
                missing.add(closer)
                at = found.end()
                if opener[0] == "<":
                    kept.append(text[start:place] + "\\")
                    start = place
                continue
            kept.append(text[start:place])
            start = at = end + len(closer)
            if opener in ("{%", "{{"):
                start = at = self._block_end(text, at, text[found.end() : end].strip("-<>/% \n"))
                kept.append(self._words(text[found.end() : end], opener))
        kept.append(text[start:])
        return "".join(kept)

    def _block_end(self, text: str, at: int, tag: str) -> int:
        """Behind the end of a block that is a comment; else where its opening tag ended."""
        if tag == "comment" and not self.is_comment_open:
            for closer in ("{% endcomment %}", "{%- endcomment -%}"):
                end = text.find(closer, at)
                if end >= 0:
                    return end + len(closer)
            self.is_comment_open = True
        return at

    def _words(self, inside: str, opener: str) -> str:
        """What of a tag is to be read: the texts among its parameters, the value of a name."""
        assigned = _ASSIGN.match(inside.strip("-")) if opener == "{%" else None
        if assigned and len(self.names) < _MOST_EXPANDED:
            self.names[assigned[1]] = assigned[2]
            return ""
        name = inside.strip("- \n")
        if opener == "{{" and name in self.names and self.expanded < _MOST_EXPANDED:
            self.expanded += 1
            return self.names[name]
        tag = name.lstrip("<%/ ").split(None, 1)[:1]
        if opener == "{%" and tag in (["highlight"], ["endhighlight"]):
            return "\n```\n"
        if "=" not in inside:
            return ""
        seen: list[str] = []
        for match in _PARAMETER.finditer(inside):
            text = " ".join((match[2] or match[3] or "").split())
            if _UNSEEN.match(match[1]) or not _is_visible(text):
                continue
            if seen and text.startswith(_WEB):
                seen[-1] += f" [](<{text}>)"  # where the text above it leads
            else:
                seen.append(_as_markdown(text))
        return "\n\n" + "\n\n".join(seen) + "\n\n" if seen else ""


def _past_code(text: str, found: re.Match[str]) -> int:
    """Behind the code span that the backticks open, or behind them if they open none."""
    ticks = found.group()
    end = text.find(ticks, found.end(), found.end() + _LONGEST_SPAN)
    if end < 0 or "\n\n" in text[found.end() : end]:
        return found.end()
    return end + len(ticks)


def _stands_as_attributes(text: str, at: int) -> bool:
    """Kramdown's {:.class} behind a block, a span or alone; {#id} at the end of a heading."""
    before = text[text.rfind("\n", max(0, at - 300), at) + 1 : at] if at else ""
    if text.startswith("{:", at):
        return not before.strip() or before[-1:] in ")]*_`>" or before.endswith(" ")
    return before.lstrip().startswith("#") and before.endswith(" ")


def _is_visible(text: str) -> bool:
    if text.startswith(_WEB):
        return " " not in text
    wide = sum(1 for character in text if character > "\u2e80")
    return len(text.split()) >= 3 or wide >= 5


def _as_markdown(text: str) -> str:
    if text.startswith(_WEB):
        return f"<{text}>"
    # A text that stood in a tag may hold comments of its own.
    return re.sub(r"<!--[^<>]*-->", "", text)


def _with_notes(text: str, names: frozenset[str]) -> str:
    """Footnotes with plain brackets, each text of one as a paragraph of its own."""
    lines: list[str] = []
    is_in_note = False
    for line in text.split("\n"):
        if _NOTE_TEXT.match(line):
            lines.append("")
            is_in_note = True
        elif is_in_note and line.startswith(("    ", "\t")):
            line = line.lstrip(" \t")
        elif line.strip():
            is_in_note = is_in_note and bool(lines[-1].strip())
        if "[^" in line:
            line = _NOTE.sub(lambda found: _plain_note(found, names), line)
        lines.append(line)
    return "\n".join(lines)


def _plain_note(found: re.Match[str], names: frozenset[str]) -> str:
    """A note's mark as brackets that stay; in a code span and without a text it is none."""
    is_code = found.string.count("`", max(0, found.start() - 300), found.start()) % 2
    return found.group() if is_code or found[1] not in names else f"\\[{found[1]}\\]"
