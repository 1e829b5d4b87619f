"""Plain text: decoded, cleaned text → blocks.

Joins wrapped lines, knows underlined and decorated headings, bullets and numbers. Knows
nothing of sections, items or sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from crankreader.ingest import periods
from crankreader.ingest.blocks import (
    Block,
    BlockKind,
    ends_sentence,
    is_address,
    is_capitals,
    is_wordless,
    length,
    links_of,
)
from crankreader.ingest.columns import rows_of, with_bullets
from crankreader.ingest.decode import decode
from crankreader.ingest.documents import Converted
from crankreader.ingest.sniff import Refused
from crankreader.ingest.words import fold, listed
from crankreader.settings import LIMITS, Limits

_LINES_PER_BLOCK = 4
"""Of the most blocks; prose that fills the largest text has fewer."""

_BULLET = re.compile(r"([-–—*•·▪‣◦●■►▶➤+>]|>>|»)\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_NOTE = re.compile(r"\[\d{1,3}\]\s+(?=\S)")
"""The number of a note is its name and stays in its text."""
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_DECOR = r"=*~#.:<>+|•·—–\[\]/\\-"
_DECORATED = re.compile(rf"([{_DECOR}]{{2,}})\s*([^\s{_DECOR}].{{0,120}}?)\s*([{_DECOR}]{{2,}})$")
_FRAMED = re.compile(r"([~*=|•·+])\s+(\S.{0,60}?)\s+\1$")
_BOXED = re.compile(r"(\[)\s+(\S[^\[\]]{0,60}?)\s+\]$")
_STARRED = re.compile(r"\*\*\s+(\S.*)$")
"""How mailing services print a heading or a button as plain text."""
_EMPHASIS = re.compile(r"(\*{1,3})([^\s*][^*]{0,100})\1:?$")
_UNDERLINE = re.compile(r"([=~^#*-])\1{2,}$")
_LABELLED = re.compile(r"[A-Z][\w’'-]{1,20}(?: [\w’'-]{1,20}){0,2}:(?: |$)")
_IN_QUOTES = re.compile(r"[“\"«„][^”\"»“]{3,160}[”\"»“]")
_LONE_NUMBER = re.compile(r"\d{1,2}[.)]$")
_GAP = re.compile(r"\S {3,}\S")
_OPEN_LINE = 30
"""Characters of a line that may stop in the middle: at "the", at "of"."""
_WIDEST_WRAP = 110
_NARROWEST_WRAP = 40


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    """Stripped, single blanks unless it is a table's."""
    raw: str
    indent: int
    is_numbered: bool = False
    """Its number stood on the line above and stays part of the text."""


def convert(raw: bytes, path: str, limits: Limits) -> Iterator[Converted]:
    """The one document of a text file. Raises Refused."""
    if len(raw) > limits.text:
        raise Refused("load", "too-large", f"The text is larger than {limits.text >> 20} MB.")
    text, warnings = decode(raw)
    yield Converted(text, blocks_of(text, limits), "text", is_marked=False, warnings=warnings)


def blocks_of(text: str, limits: Limits = LIMITS) -> list[Block]:
    """The blocks of a cleaned text, in order. Raises Refused("convert", "too-many-blocks", …)."""
    if text.count("\n") > _LINES_PER_BLOCK * limits.blocks:
        raise _too_many("lines", _LINES_PER_BLOCK * limits.blocks)
    runs = list(_runs(with_bullets(text)))
    width = _wrap_width([lines for lines, _ in runs])
    found: list[Block] = []
    for lines, before in runs:
        for number, block in enumerate(_blocks_in(lines, width)):
            found.append(replace(block, before=before) if number == 0 and before else block)
            if len(found) > limits.blocks:
                raise _too_many("paragraphs", limits.blocks)
    _mend_dashes(found)
    return [
        Block(
            block.kind,
            block.text,
            block.lines,
            block.before,
            after=found[n + 1].before if n + 1 < len(found) else 9,
            mark=block.mark,
            indent=block.indent,
            links=links_of(block.text),
            lead=block.lead,
        )
        for n, block in enumerate(found)
    ]


def _too_many(what: str, most: int) -> Refused:
    return Refused("convert", "too-many-blocks", f"The text has more than {most:,} {what}.")


def _mend_dashes(found: list[Block]) -> None:
    """A lonely dash under a text says where it is from; it is no list."""
    for at in range(1, len(found)):
        block, above = found[at], found[at - 1]
        below = found[at + 1] if at + 1 < len(found) else None
        if (
            block.mark not in ("-", "–", "—")
            or block.kind != "item"
            or above.kind in ("rule", "heading")
            or (
                block.before
                and not (ends_sentence(above.text) and block.before <= above.before + 1)
            )
        ):
            continue
        listed = above.mark == block.mark or (below is not None and below.mark == block.mark)
        if (
            not listed
            and len(block.lines) == 1
            and len(block.text.split()) <= 9
            and not ends_sentence(block.text)
        ):
            found[at] = replace(
                block, kind="paragraph", text=" ".join(block.lines[0].split()), mark=""
            )


def _runs(text: str) -> Iterator[tuple[list[_Line], int]]:
    """Lines without a blank one between them, and how many blank lines stand above."""
    lines: list[_Line] = []
    blank = before = 0
    for raw in text.split("\n"):
        raw = raw.replace("\xa0", " ").rstrip()
        stripped = raw.strip()
        if stripped:
            if not lines:
                before = blank
            tabular = len(stripped) < 200 and bool(_GAP.search(stripped))
            shown = stripped if tabular else " ".join(stripped.split())
            indent = len(raw) - len(raw.lstrip())
            follows_number = bool(lines) and bool(_LONE_NUMBER.match(lines[-1].text))
            if follows_number:
                number = lines.pop()
                shown, raw = f"{number.text} {shown}", f"{number.raw} {stripped}"
            lines.append(_Line(shown, raw, indent, follows_number))
            blank = 0
            continue
        if lines:
            yield lines, before
            lines = []
        blank += 1
    if lines:
        yield lines, before


def _wrap_width(runs: list[list[_Line]]) -> int | None:
    """The column at which the document was wrapped by hand or program; None when it was not."""
    sizes = [len(line.raw) for lines in runs for line in lines]
    # A line whose next one goes on in small letters was surely broken there.
    broken = [
        len(above.raw)
        for lines in runs
        for above, line in pairwise(lines)
        if line.text[0].islower() and len(above.raw) >= _NARROWEST_WRAP
    ]
    inner = broken
    if len(broken) < 3:
        inner = [len(line.raw) for lines in runs for line in lines[:-1] if len(lines) > 2]
        inner = [n for n in inner if n > _NARROWEST_WRAP // 2]
        if len(inner) < 4:
            return None
    inner.sort()
    if inner[len(inner) // 2] > _WIDEST_WRAP:
        return None
    width = inner[int(len(inner) * 0.95)]
    # Where much of the text stands in far longer lines, nothing was wrapped to this width.
    if 3 * sum(size for size in sizes if size > 1.5 * width) >= sum(sizes):
        return None
    full = sum(1 for n in inner if n >= 0.78 * width)
    return width if _NARROWEST_WRAP <= width <= _WIDEST_WRAP and full >= 0.5 * len(inner) else None


def _blocks_in(lines: list[_Line], width: int | None) -> Iterator[Block]:
    """The blocks of one run of lines."""
    rows = rows_of([line.raw for line in lines])
    if rows is not None:
        for row in rows:
            yield Block("paragraph", row.shown, row.lines, lead=len(row.label))
        return
    at = 0
    local = _local_width(lines)
    while at < len(lines):
        block, taken = _heading_at(lines, at)
        if block is None:
            taken = 1
            while at + taken < len(lines) and _continues(lines, at, at + taken, width, local):
                taken += 1
            if taken == 1:
                taken = _verse(lines, at, width, local)
            block = _body(lines[at : at + taken])
        yield block
        at += taken


def _local_width(lines: list[_Line]) -> int:
    """The width to which a run looks wrapped: all its lines but the last reach nearly as far."""
    # An address that is set in below a text was not wrapped with it.
    lines = [line for line in lines if line.indent <= lines[0].indent or not is_address(line.text)]
    widest = max((len(line.raw) for line in lines), default=0)
    is_even = len(lines) >= 3 and all(len(line.raw) >= 0.7 * widest for line in lines[:-1])
    return widest if is_even and widest <= _WIDEST_WRAP else 0


def _heading_at(lines: list[_Line], at: int) -> tuple[Block | None, int]:
    """A heading that its form gives away: between or above rules, decorated, with hashes."""
    line = lines[at]
    if is_wordless(line.text):
        over = _UNDERLINE.match(line.text)
        if (
            over
            and at + 2 < len(lines)
            and lines[at + 2].text[:1] == over[1]
            and _is_short(lines[at + 1])
        ):
            under = _UNDERLINE.match(lines[at + 2].text)
            if under and not is_wordless(lines[at + 1].text):
                return _marked(lines[at + 1].text, over[1], lines[at : at + 3]), 3
        return Block("rule", line.text, (line.raw,)), 1
    if at + 1 < len(lines) and _is_short(line) and not _BULLET.match(line.text):
        under = _UNDERLINE.match(lines[at + 1].text)
        fits = len(lines[at + 1].text) <= 2 * length(line.text) + 4
        is_alone = len(lines) == 2 and len(line.text.split()) <= 8 and line.text[-1] not in ".,;:"
        # A rule across the page sets off what opens a run of lines, else it closes one.
        is_heading = fits or is_alone or (at == 0 and len(lines) > 2)
        if under and is_heading and not is_address(line.text):
            return _marked(line.text, under[1], lines[at : at + 2]), 2
    hashes = _HASHES.match(line.text)
    if hashes:
        return _marked(hashes[2], f"#{len(hashes[1])}", [line]), 1
    starred = _STARRED.match(line.text) if len(line.text) <= 200 else None
    if starred and not ends_sentence(starred[1]):
        return _marked(starred[1], "**", [line]), 1
    if len(line.text) <= 140:
        decorated = (
            _DECORATED.match(line.text)
            or _EMPHASIS.match(line.text)
            or _FRAMED.match(line.text)
            or _BOXED.match(line.text)
        )
        if decorated and len(decorated[2].split()) <= 12 and not ends_sentence(decorated[2]):
            return _marked(decorated[2].strip(), "*", [line]), 1
    return None, 0


def _is_short(line: _Line) -> bool:
    return len(line.text) <= 100


def _marked(text: str, mark: str, lines: list[_Line]) -> Block:
    text = text.strip("* ") or text
    number = None if any(line.is_numbered for line in lines) else _number(text)
    text = text[number.end() :] if number else text
    return Block("heading", text, tuple(line.raw for line in lines), mark=mark)


def _marker(text: str) -> re.Match[str] | None:
    return _BULLET.match(text) or _number(text) or _NOTE.match(text)


def _number(text: str) -> re.Match[str] | None:
    """The number of a list's item; that of a day ("27. März") is none."""
    found = _NUMBER.match(text)
    return None if found is None or periods.is_month(text[found.end() :]) else found


def _continues(lines: list[_Line], first: int, at: int, width: int | None, local: int) -> bool:
    """Line `at` goes on with the paragraph that line `first` opened and that reaches up to it."""
    above, line = lines[at - 1], lines[at]
    if is_wordless(line.text) or is_wordless(above.text) or _HASHES.match(line.text):
        return False
    if line.text[0] in "©|" or above.text[0] == "©":
        return False
    opener = _marker(lines[first].text)
    hanging = opener is not None and line.indent > lines[first].indent
    if _marker(line.text):
        is_listed = opener is not None and opener.group()[0] == line.text[0]
        if is_listed or not (line.text[0] in "-–—" and starts_in_prose(above.text)):
            return False
    if _LABELLED.match(line.text) and _LABELLED.match(above.text):
        return False
    if _IN_QUOTES.match(line.text) and _IN_QUOTES.match(lines[first].text):
        return False
    if periods.opens_entry(line.text) and periods.opens_entry(lines[first].text):
        return False
    if line.indent >= above.indent + 2 and above.text[-1:] in ",;" and not opener:
        return True
    if hanging and above.text[-1:] in ",;" and is_address(line.text):
        return True
    if is_address(line.text) or is_address(above.text):
        return False
    if at == first + 1 and above.text[-1] in ")]" and line.text[0].isupper() and not opener:
        return False
    if _GAP.search(above.text) or _GAP.search(line.text) or len(above.raw) > _WIDEST_WRAP:
        return False
    if hanging:
        return at > first + 1 or not _heads_item(above, line)
    if line.indent >= above.indent + 2 and at - first >= 1 and not opener:
        # The second line of an entry that hangs, or the first of a text below its headline.
        is_broken = _is_full(above, line, width, local) and not ends_sentence(above.text)
        return is_broken or _goes_on(above.text, line.text)
    return _goes_on(above.text, line.text) or _is_full(above, line, width, local)


def _heads_item(first: _Line, line: _Line) -> bool:
    """An item's first line is its headline: the text below it would have had room beside it."""
    would_fit = len(first.raw) + 1 + len(line.text.split(None, 1)[0]) < 0.8 * len(line.raw)
    is_open = first.text[-1:].isalnum() and len(first.text.split()) <= 12
    return would_fit and is_open and len(line.raw) >= 50 and line.text[:1].isupper()


def starts_in_prose(above: str) -> bool:
    """A long line that stops in the middle: a dash that follows is no bullet."""
    return len(above) >= 50 and not ends_sentence(above) and above[-1:] not in ":;)"


def _goes_on(above: str, line: str) -> bool:
    """By its wording the second line belongs to the first."""
    if above.count("(") > above.count(")") and ")" in line and len(above) >= 30:
        return True
    last = above.rsplit(None, 1)[-1]
    if (
        len(above) >= _OPEN_LINE
        and last.islower()
        and fold(last) in listed("headings", "open_words")
    ):
        return True
    first = next((c for c in line if not c.isspace()), "")
    return len(above) >= 35 and (first.islower() or first in ",;)") and not ends_sentence(above)


def _is_full(above: _Line, line: _Line, width: int | None, local: int) -> bool:
    """The first word of the line would not have fitted on the line above it."""
    needed = len(above.raw) + 1 + len(line.text.split(None, 1)[0])
    if is_capitals(above.text) != is_capitals(line.text):
        return False
    if width is not None and len(above.raw) > width + 4:
        return False
    if width is not None and needed > width - 2:
        return True
    if local < 55 or needed <= local:
        return False
    if width is not None:
        return local >= 0.7 * width and len(above.text) >= 30
    return not (ends_sentence(above.text) or above.text[-1:] in ")]:")


def _verse(lines: list[_Line], at: int, width: int | None, local: int) -> int:
    """How many lines from `at` on are a table's or a poem's and stay lines of one paragraph."""
    count = 0
    while at + count < len(lines):
        line = lines[at + count]
        if not _GAP.search(line.text) or is_wordless(line.text):
            break
        count += 1
    return count if count >= 2 else 1


def _body(lines: list[_Line]) -> Block:
    first = lines[0].text
    raws = tuple(line.raw for line in lines)
    bullet = _BULLET.match(first)
    number = None if lines[0].is_numbered else _number(first)
    kind: BlockKind = "paragraph"
    mark = ""
    texts = [line.text for line in lines]
    if bullet and bullet[1] == ">":
        kind, mark = "quote", ">"
        texts = [text.removeprefix(">").lstrip() for text in texts]
    elif bullet:
        kind, mark = "item", bullet[1]
        texts[0] = first[bullet.end() :]
    elif number:
        kind, mark = "item", "1"
        texts[0] = first[number.end() :]
    elif _NOTE.match(first):
        kind, mark = "item", "[1]"
    return Block(kind, _joined(texts), raws, mark=mark, indent=lines[0].indent)


def _joined(texts: list[str]) -> str:
    if len(texts) > 1 and all(_GAP.search(text) for text in texts):
        return "\n".join(texts)
    whole = texts[0]
    for text in texts[1:]:
        split_word = whole[-1:] == "-" and whole[-2:-1].isalpha() and text[:1].islower()
        whole += text if split_word else " " + text
    return whole
