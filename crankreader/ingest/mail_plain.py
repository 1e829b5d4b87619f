"""A mail's plain text → blocks: flowed lines joined, quotations told apart, signatures unwrapped.

Knows no header and no part; the blocks themselves are `text`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crankreader.ingest import text as plain_text
from crankreader.ingest.blocks import Block
from crankreader.ingest.sniff import Refused
from crankreader.model import counted
from crankreader.settings import Limits

_LINES_A_BLOCK = 4
"""How many lines a text may have for each block it may have."""
_QUOTED = re.compile(r"(?:> ?){1,50}")
_SIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]{1,20}: [^\n]*\n){0,9}", re.MULTILINE
)
_SIGNATURE = re.compile(
    r"^-----BEGIN PGP SIGNATURE-----[ \t]*\n(?:[^\n-][^\n]*\n|[ \t]*\n){0,200}"
    r"-----END PGP SIGNATURE-----[ \t]*$",
    re.MULTILINE,
)
_ENCRYPTED = re.compile(r"\s*-----BEGIN PGP MESSAGE-----[ \t]*\n")


def is_encrypted(text: str) -> bool:
    """The text opens with an encrypted block of PGP."""
    return _ENCRYPTED.match(text) is not None


def unsigned(text: str) -> str:
    """The text without the armour of a PGP signature around it."""
    opening = _SIGNED.search(text)
    if opening is None:
        return text
    text = text[: opening.start()] + text[opening.end() :]
    return re.sub(r"^- (?=-)", "", _SIGNATURE.sub("", text, count=1), flags=re.MULTILINE)


def unflowed(text: str, *, drops_space: bool) -> str:
    """Lines that end in a blank joined with the next of the same quotation (RFC 3676)."""
    found: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        own = len(line) - len(line.lstrip(">"))
        content = line[own:].removeprefix(" ")
        if pieces and own != depth:
            found.append(_line("".join(pieces), depth))
            pieces = []
        depth = own
        is_flowed = content.endswith(" ") and content != "-- "
        pieces.append(content[:-1] if is_flowed and drops_space else content)
        if not is_flowed:
            found.append(_line("".join(pieces), depth))
            pieces = []
    if pieces:
        found.append(_line("".join(pieces), depth))
    return "\n".join(found)


def _line(content: str, depth: int) -> str:
    return f"{'>' * depth} {content}" if depth else content


def blocks_of(text: str, limits: Limits) -> list[Block]:
    """The blocks of a cleaned plain text; what lines of ">" hold is of kind "quote"."""
    lines_of_all = text.split("\n")
    if len(lines_of_all) > _LINES_A_BLOCK * limits.blocks:
        raise _too_many(limits)
    stretches = list(_stretches(lines_of_all))
    found: list[Block] = []
    for number, (depth, lines) in enumerate(stretches):
        blocks = plain_text.blocks_of("\n".join(lines), limits)
        found += [_quoted(block, depth) for block in blocks] if depth else blocks
        # Each of the stretches that are left has a block at least.
        if len(found) + len(stretches) - number - 1 > limits.blocks:
            raise _too_many(limits)
    return found


def _too_many(limits: Limits) -> Refused:
    return Refused(
        "convert",
        "too-many-blocks",
        f"The mail has more than {counted(limits.blocks, 'paragraph')}.",
    )


def _quoted(block: Block, depth: int) -> Block:
    prefix = ">" * depth + " "
    lines = tuple(prefix + line for line in block.lines)
    if block.kind == "rule":
        return replace(block, lines=lines)
    return replace(block, kind="quote", mark=">" * depth, lines=lines, indent=0)


def _stretches(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(depth of quotation, lines without its marks); blank lines go to what follows them."""
    depth = 0
    held: list[str] = []
    blank: list[str] = []
    for own, content in _measured(lines):
        if not content.strip() and (own == 0 or own == depth):
            blank.append("")
            continue
        if own != depth and held:
            yield depth, held
            held = []
        depth = own
        held += [*blank, content]
        blank = []
    if held:
        yield depth, held


def _measured(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(depth, content) of each line. A lonely ">" line may be a bullet, and text knows those."""
    depths = [_depth(line) for line in lines]
    for at, line in enumerate(lines):
        depth = depths[at]
        has_company = (at > 0 and depths[at - 1] > 0) or (
            at + 1 < len(lines) and depths[at + 1] > 0
        )
        if depth and has_company:
            yield depth, line[_mark_end(line) :]
        else:
            yield 0, line


def _mark_end(line: str) -> int:
    found = _QUOTED.match(line)
    return found.end() if found else 0


def _depth(line: str) -> int:
    return line[: _mark_end(line)].count(">")
