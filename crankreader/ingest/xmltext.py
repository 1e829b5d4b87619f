"""XML of any kind: its text whatever encoding it declares, its root, and what makes it dangerous.

Knows no feed, no list and no entry. Fetches nothing and resolves no entity.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from crankreader.ingest.sniff import Refused, null_pattern
from crankreader.settings import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml\s[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,400}>")
_WESTERN = frozenset(("ascii", "iso8859-1", "iso8859-15", "cp1252"))
"""Declared by habit; and what is called Latin-1 has the quotation marks of Windows in it."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"<([^\W\d][\w.-]{0,100}:)?([^\W\d][\w.-]{0,100})(?=[\s/>])")
_OPENING = re.compile(
    r"^[ \t]*(?=<\?xml\s|<(?:[\w.-]{1,40}:)?(?:rss|feed|opml|rdf)[\s>])",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_JUNK = 2_048
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LONGEST_ENTITY = 200
_MOST_ENTITIES = 300
_LONGEST_NAME = 1_000
"""Characters of an author: reading a mail address out of them takes their square."""
_LONGEST_TAG = 256 << 10
_MOST_UNCLOSED = 5_000
_PEOPLE = frozenset(
    ("author", "creator", "managingeditor", "webmaster", "owner", "name", "email", "publisher",
     "contributor")
)  # fmt: skip
_UNDEFINED_ENTITY = 11
_NO_DTD = (
    "-//W3C//ENTITIES",
    "-//W3C//ENTITY",
)
"""The public lists of named characters, which old feeds mention and nobody has to load."""


class Root(NamedTuple):
    """The name of the first element, without and with its prefix, and of the first one in it."""

    name: str
    full: str
    child: str


@dataclass(slots=True)
class Survey:
    """What a first, linear reading of the XML found."""

    entries: int = 0
    cut: int | None = None
    """The byte before the first entry that is too many."""
    open_at_cut: tuple[str, ...] = ()
    error: int | None = None
    """Expat's code of what is not well-formed."""


def text_of(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The XML without what stands before it, its declaration and forbidden characters.

    With what had to be guessed: BOM → declared → UTF-8 → Windows-1252.
    """
    text, warnings = _decoded(raw)
    text = text.lstrip("\ufeff \t\r\n")
    at = _junk(text)
    if at:
        warnings = (*warnings, "What stands before the XML was left out.")
    declaration = _DECLARATION.match(text, at)
    text = text[declaration.end() if declaration else at :].lstrip()
    return _ILLEGAL.sub("", text), warnings


def root_of(head: str) -> Root | None:
    """Past blanks, comments, instructions and a DOCTYPE. None where no element follows."""
    at = _past(head, _junk(head))
    found = _NAME.match(head, at)
    if found is None:
        return None
    opened = head.find(">", found.end())
    child = _NAME.match(head, _past(head, opened + 1)) if opened >= 0 else None
    return Root(
        found[2].casefold(), (found[1] or "") + found[2], child[2].casefold() if child else ""
    )


def head_of(head: bytes) -> str:
    """The opening of a document as text, whatever of UTF-8, 16 and 32 it is in."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "ignore").lstrip()
    return head.decode(null_pattern(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")


def mended(text: str) -> str:
    """The text with HTML's named characters as XML has them, by their numbers."""
    from html.entities import html5

    def number(found: re.Match[str]) -> str:
        letters = html5.get(found[1] + ";")
        if letters is None or found[1] in _XML_OWN:
            return found[0]
        return "".join(f"&#{ord(letter)};" for letter in letters)

    return _NAMED.sub(number, text)


def survey(data: bytes, limits: Limits, counted: frozenset[str] = frozenset()) -> Survey:
    """Reads UTF-8 once and refuses what is a bomb, too deep or too wide.

    `counted`: the local names of what counts as an entry, wherever it stands.
    """
    _refuse_heaps(data)
    surveyor = _Surveyor(limits, counted)
    return surveyor.read(data)


def _refuse_heaps(data: bytes) -> None:
    """What would be slow to read even where it is not well-formed and Expat gives up early."""
    longest = max((len(tag) for tag in re.findall(rb"<[A-Za-z][^<>]{4096,}", data)), default=0)
    if longest > _LONGEST_TAG:
        raise Refused("convert", "too-many-attributes", "An element has too many attributes.")


class _Surveyor:
    def __init__(self, limits: Limits, counted: frozenset[str]) -> None:
        from xml.parsers import expat

        self.limits = limits
        self.counted = counted
        self.found = Survey()
        self.stack: list[str] = []
        self.entry_depth = 0
        self.entities = 0
        self.person_length = 0
        self.error = expat.ExpatError
        self.parser: Any = expat.ParserCreate("utf-8")
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity
        self.parser.UnparsedEntityDeclHandler = self._unparsed
        self.parser.ExternalEntityRefHandler = _not_loaded
        self.on_text: Callable[[str], None] = self._person

    def read(self, data: bytes) -> Survey:
        try:
            self.parser.Parse(data, True)
        except self.error as error:
            self.found.error = error.code
            opened, closed = len(re.findall(rb"<[A-Za-z]", data)), data.count(b"</")
            if opened - closed - data.count(b"/>") > _MOST_UNCLOSED:
                raise _too_deep(self.limits) from None
            if b"<!ENTITY" in data:
                raise _bomb() from None
        return self.found

    def _start(self, name: str, attributes: list[str]) -> None:
        stack, found = self.stack, self.found
        if len(stack) >= self.limits.nesting:
            raise _too_deep(self.limits)
        if len(attributes) > 2 * self.limits.attributes:
            raise Refused("convert", "too-many-attributes", "An element has too many attributes.")
        local = name.rpartition(":")[2].casefold()
        if local in self.counted and not self.entry_depth:
            found.entries += 1
            self.entry_depth = len(stack) + 1
            if found.entries == self.limits.entries + 1:
                found.cut = self.parser.CurrentByteIndex
                found.open_at_cut = tuple(stack)
        stack.append(name)
        self.person_length = 0
        self.parser.CharacterDataHandler = self.on_text if local in _PEOPLE else None

    def _end(self, _name: str) -> None:
        if len(self.stack) == self.entry_depth:
            self.entry_depth = 0
        self.stack.pop()
        self.parser.CharacterDataHandler = None

    def _person(self, text: str) -> None:
        self.person_length += len(text)
        if self.person_length > _LONGEST_NAME:
            reason = f"An author's name has more than {_LONGEST_NAME:,} characters."
            raise Refused("convert", "too-large", reason)

    def _entity(self, _name: str, is_parameter: int, value: str | None, *rest: str | None) -> None:
        public = rest[2] or ""
        self.entities += 1
        is_list = bool(is_parameter) and value is None and public.startswith(_NO_DTD)
        is_plain = (
            value is not None
            and not is_parameter
            and len(value) <= _LONGEST_ENTITY
            and not re.search("[&%<]", value)
        )
        if not (is_list or is_plain) or self.entities > _MOST_ENTITIES:
            raise _bomb()

    def _unparsed(self, *_declared: str | None) -> None:
        raise _bomb()


def _not_loaded(*_reference: str | None) -> int:
    """An external entity counts as read and empty."""
    return 1


def _bomb() -> Refused:
    return Refused("convert", "bomb", "The XML declares entities that could swell or load files.")


def _too_deep(limits: Limits) -> Refused:
    reason = f"Its elements are nested more than {limits.nesting} deep."
    return Refused("convert", "too-deep", reason)


def closed(data: bytes, found: Survey) -> bytes:
    """The XML up to the last entry that is taken, its elements closed."""
    if found.cut is None:
        return data
    ends = "".join(f"</{name}>" for name in reversed(found.open_at_cut))
    return data[: found.cut] + ends.encode()


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace"), ()
    wide = null_pattern(raw)
    if wide is not None:
        return raw.decode(wide, "replace"), (f"No byte order mark: read as {wide.upper()}.",)
    declared = _DECLARED.search(raw[:_MOST_JUNK])
    name = _codec(declared[1].decode("ascii")) if declared else None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and (
        name in (None, "utf-8") or name in _WESTERN or name.startswith(("utf-16", "utf-32"))
    ):
        is_other = name not in (None, "utf-8") and not text.isascii()
        return text, ((f"Declared as {name}, but it is UTF-8.",) if is_other else ())
    if name is not None and name != "utf-8":
        guess = _WIDER.get(name, name)
        try:
            return raw.decode(guess), ()
        except UnicodeError:
            kept = raw.decode(guess, "replace")
            return kept, (f"Some bytes are not {name} and stand as \ufffd.",)
    lenient = raw.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    if sum(1 for letter in lenient if letter > "\x7f") - bad > 10 * bad:
        return lenient, (f"{bad} bytes are not UTF-8 and stand as \ufffd.",)
    return raw.decode("cp1252", "replace"), ("Not UTF-8: read as Windows-1252.",)


def _codec(declared: str) -> str | None:
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError):
        return None
    # base64, rot13 and their like are codecs to Python, and no encoding of text.
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _junk(text: str) -> int:
    """How much stands before the first mark-up: a lost "<", the head of a template."""
    opens = text.startswith(("<?", "<!")) or _NAME.match(text) is not None
    if opens:
        return 0
    found = _OPENING.search(text[:_MOST_JUNK])
    if found:
        return found.end()
    comment = text.find("<!--", 0, 200)
    return comment if comment > 0 and text.startswith("?xml") else 0


def _past(text: str, at: int) -> int:
    """Past blanks, comments, instructions, a DOCTYPE."""
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            at = end + 3
        elif text.startswith("<?", at):
            end = text.find(">", at)
            at = end + 1
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at)
            at = end
        else:
            return at
        if end < 0:
            return len(text)


def _doctype_end(text: str, at: int) -> int:
    """Behind its ">", past literals, comments and an internal subset; -1 if it never ends."""
    depth = 0
    for found in re.compile(r"<!--.*?(?:-->|\Z)|\"[^\"]*\"|'[^']*'|[\[\]>]", re.DOTALL).finditer(
        text, at
    ):
        mark = found[0]
        depth += (mark == "[") - (mark == "]")
        if mark == ">" and depth <= 0:
            return found.end()
    return -1
