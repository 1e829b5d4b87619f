"""XML of any kind: its text whatever encoding it declares, its root, and what makes it dangerous.

Knows no feed, no list and no entry. Fetches nothing and resolves no entity.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from crankreader.ingest.sniff import Refused, null_pattern
from crankreader.settings import Limits

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml\s[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,400}>")
_MULTI_BYTE = ("gb", "big5", "euc", "shift", "cp9", "johab", "hz", "iso2022", "utf-7")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}
"""What is called Latin-1 has the quotation marks of Windows in it."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBERED = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,12})|([0-9]{1,12}));")
_NAME = re.compile(r"<([^\W\d][\w.-]{0,100}:)?([^\W\d][\w.-]{0,100})(?=[\s/>])")
_OPENING = re.compile(
    r"^[ \t]*(?=<\?xml\s|<(?:[\w.-]{1,40}:)?(?:rss|feed|opml|rdf)[\s>])",
    re.IGNORECASE | re.MULTILINE,
)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\W\d][\w.:-]{0,100})\s", re.IGNORECASE)
_MOST_JUNK = 2_048
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LONGEST_ENTITY = 200
_MOST_ENTITIES = 300
_LONGEST_NAME = 1_000
"""Characters of an author: reading a mail address out of them takes their square."""
_LONGEST_KEYWORDS = 20_000
_MOST_CATEGORIES = 1_000
"""Of one entry: telling double ones apart takes their square, too."""
_LONGEST_TAG = 256 << 10
_MOST_UNCLOSED = 5_000
_PEOPLE = frozenset(
    ("author", "creator", "managingeditor", "webmaster", "owner", "name", "email", "publisher",
     "contributor")
)  # fmt: skip
_CATEGORIES = frozenset(("category", "subject", "keywords"))
_LONGEST = dict.fromkeys(_PEOPLE, _LONGEST_NAME) | {"keywords": _LONGEST_KEYWORDS}
_LONG_PERSON = re.compile(
    rb"<(?:\w{1,40}:)?(?:"
    + "|".join(sorted(_PEOPLE)).encode()
    + rb")\b[^<>]{0,400}>[^<]{%d}" % _LONGEST_NAME,
    re.IGNORECASE,
)
_TAG = re.compile(rb"<(/?)[A-Za-z][^<>]{0,400}(/?)>|<(/?)[A-Za-z]")
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
    return _NUMBERED.sub(_legal, _ILLEGAL.sub("", text)), warnings


def root_of(head: str) -> Root | None:
    """Past blanks, comments, instructions and a DOCTYPE. None where no element follows."""
    at = _past(head, _junk(head))
    found = _NAME.match(head, at)
    if found is None:
        named = _DOCTYPE.search(head)
        # The declaration goes on behind what is seen of the document.
        return Root(named[1].rpartition(":")[2].casefold(), named[1], "") if named else None
    opened = head.find(">", found.end())
    child = _NAME.match(head, _past(head, opened + 1)) if opened >= 0 else None
    return Root(
        found[2].casefold(), (found[1] or "") + found[2], child[2].casefold() if child else ""
    )


def head_of(head: bytes) -> str:
    """The opening of a document as text, whatever of UTF-8, 16 and 32 it is in."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
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
        raise _too_wide()


class _Surveyor:
    """Expat's handlers, and what they count."""

    def __init__(self, limits: Limits, counted: frozenset[str]) -> None:
        from xml.parsers import expat

        self.limits = limits
        self.counted = counted
        self.found = Survey()
        self.stack: list[str] = []
        self.entry_depth = 0
        self.elements = 0
        self.categories = 0
        self.entities: dict[str, str] = {}
        self.text_left = 0
        self.error = expat.ExpatError
        self.parser: Any = expat.ParserCreate("utf-8")
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity
        self.parser.UnparsedEntityDeclHandler = self._unparsed
        self.parser.ExternalEntityRefHandler = _not_loaded

    def read(self, data: bytes) -> Survey:
        try:
            self.parser.Parse(data, True)
        except self.error as error:
            self.found.error = error.code
            _refuse_ill_formed(data, self.limits)
        swollen = sum(
            len(value) * data.count(f"&{name};".encode()) for name, value in self.entities.items()
        )
        if swollen > self.limits.output * len(data):
            raise _bomb()
        return self.found

    def _start(self, name: str, attributes: list[str]) -> None:
        stack = self.stack
        if len(stack) >= self.limits.nesting:
            raise _too_deep(self.limits)
        if len(attributes) > 2 * self.limits.attributes:
            raise _too_wide()
        local = name.rpartition(":")[2].casefold()
        if local in self.counted and not self.entry_depth:
            self._count_entry()
        self.elements += 1
        self.categories += local in _CATEGORIES
        if self.entry_depth and self.elements > 2 * self.limits.blocks:
            raise Refused("convert", "too-many-blocks", "An entry has too many elements.")
        if self.categories > _MOST_CATEGORIES:
            raise Refused("convert", "too-many-parts", "An entry has too many categories.")
        stack.append(name)
        self.text_left = _LONGEST.get(local, 0)
        self.parser.CharacterDataHandler = self._text if self.text_left else None

    def _count_entry(self) -> None:
        self.elements = self.categories = 0
        self.entry_depth = len(self.stack) + 1
        self.found.entries += 1
        if self.found.entries == self.limits.entries + 1:
            self.found.cut = self.parser.CurrentByteIndex
            self.found.open_at_cut = tuple(self.stack)

    def _end(self, _name: str) -> None:
        if len(self.stack) == self.entry_depth:
            self.entry_depth = 0
        self.stack.pop()
        self.parser.CharacterDataHandler = None

    def _text(self, text: str) -> None:
        self.text_left -= len(text)
        if self.text_left < 0:
            raise _too_long()

    def _entity(self, name: str, is_parameter: int, value: str | None, *rest: str | None) -> None:
        public = rest[2] or ""
        is_list = bool(is_parameter) and value is None and public.startswith(_NO_DTD)
        is_plain = (
            value is not None
            and not is_parameter
            and len(value) <= _LONGEST_ENTITY
            and not re.search("[&%<]", value)
        )
        if not (is_list or is_plain) or len(self.entities) >= _MOST_ENTITIES:
            raise _bomb()
        self.entities[name] = value or ""

    def _unparsed(self, *_declared: str | None) -> None:
        raise _bomb()


def _refuse_ill_formed(data: bytes, limits: Limits) -> None:
    """What a forgiving reader would take too long for; Expat has not seen all of it."""
    if b"<!ENTITY" in data:
        raise _bomb()
    depth = 0
    for found in _TAG.finditer(data):
        depth += -1 if found[1] or found[3] else 0 if found[2] else 1
        if depth > _MOST_UNCLOSED:
            raise _too_deep(limits)
    if _LONG_PERSON.search(data):
        raise _too_long()
    if sum(data.count(b"<" + name.encode()) for name in _CATEGORIES) > limits.blocks:
        raise Refused("convert", "too-many-parts", "An entry has too many categories.")


def _not_loaded(*_reference: str | None) -> int:
    """An external entity counts as read and empty."""
    return 1


def _bomb() -> Refused:
    return Refused("convert", "bomb", "The XML declares entities that could swell or load files.")


def _too_wide() -> Refused:
    return Refused("convert", "too-many-attributes", "An element has too many attributes.")


def _too_long() -> Refused:
    reason = "An author's name or a list of keywords is longer than any is."
    return Refused("convert", "too-large", reason)


def _too_deep(limits: Limits) -> Refused:
    reason = f"Its elements are nested more than {limits.nesting} deep."
    return Refused("convert", "too-deep", reason)


def closed(data: bytes, found: Survey) -> bytes:
    """The XML up to the last entry that is taken, its elements closed."""
    if found.cut is None:
        return data
    ends = "".join(f"</{name}>" for name in reversed(found.open_at_cut))
    return data[: found.cut] + ends.encode()


def _legal(found: re.Match[str]) -> str:
    """A character by its number, without those that no XML may hold."""
    number = int(found[1], 16) if found[1] else int(found[2])
    return "" if number > 0x10FFFF or _ILLEGAL.match(chr(number)) else found[0]


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace"), ()
    wide = null_pattern(raw)
    if wide is not None:
        return raw.decode(wide, "replace"), (f"No byte order mark: read as {wide.upper()}.",)
    declared = _DECLARED.search(raw[:_MOST_JUNK])
    name = _codec(declared[1].decode("ascii")) if declared else None
    is_wide = name is not None and name.startswith(_MULTI_BYTE)
    tried: tuple[str | None, ...] = (name, "utf-8") if is_wide else ("utf-8", name)
    # Bytes that happen to be UTF-8 are; but two of a Chinese or Korean text may be by chance.
    for encoding in filter(None, tried):
        try:
            text = raw.decode(_WIDER.get(encoding, encoding))
        except UnicodeError:
            continue
        is_other = encoding == "utf-8" and name not in (None, "utf-8") and not text.isascii()
        return text, ((f"Declared as {name}, but it is UTF-8.",) if is_other else ())
    lenient = raw.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    if sum(1 for letter in lenient if letter > "\x7f") - bad > 10 * bad:
        return lenient, (f"{bad} bytes are not UTF-8 and stand as \ufffd.",)
    if is_wide:
        kept = raw.decode(_WIDER.get(name or "", name or ""), "replace")
        return kept, (f"Some bytes are not {name} and stand as \ufffd.",)
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
