"""A linear look at markup before it is parsed: how deep, how many attributes, how much is copied.

Follows the rules by which a browser opens and closes elements closely enough that no page can
make the parser's tree much deeper or larger than its own text. Builds nothing.
"""

from __future__ import annotations

import re

from crankreader.ingest.sniff import Refused
from crankreader.settings import Limits

_TOKEN = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z]|/)")
_ATTRIBUTE = re.compile(
    r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?+)?+"
)
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE.pattern})*+)(?:>|\Z)")
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>\"'=<]*+)([^>\"']*+)>")
_COMMENT_END = re.compile(r"--!?>")

_VOID = frozenset(
    ("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img",
     "input", "keygen", "link", "meta", "param", "source", "track", "wbr")
)  # fmt: skip
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
_STYLING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
     "u")
)  # fmt: skip
_SCOPES = frozenset(
    ("html", "table", "td", "th", "caption", "applet", "marquee", "object", "template", "svg",
     "math", "select", "foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext")
)  # fmt: skip
_TABLE_PARTS = frozenset(("table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"))
_CLOSES_P = frozenset(
    ("address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hgroup", "hr", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre",
     "search", "section", "summary", "ul", "xmp", "li", "dd", "dt")
)  # fmt: skip
_NOT_SPECIAL = frozenset(("address", "div", "p")) | _STYLING | {"span"}
_ROW_GROUPS = frozenset(("tbody", "thead", "tfoot"))
_SAME = 3
"""Of equal styling elements, so many are opened again in the next block."""
_MOST_COPIES = 200_000
_MOST_COPIED = 16 << 20
_MOST_ATTRIBUTES = 500_000
_MOST_CHOICES = 50_000_000
"""Each option of a list to choose from costs the parser a look at all before it."""
_MOST_TAGS = 150_000
"""Of a whole page, opening and closing: one for every 35 bytes of the largest page there may be."""


def scan(markup: str, limits: Limits) -> None:
    """Refuses what would cost the parser more than its size: Refused("convert", …)."""
    tree = _Open(limits)
    at = attributes = tags = 0
    end = len(markup)
    while at < end:
        found = _TOKEN.search(markup, at)
        if found is None:
            return
        if tree.is_waiting and not markup[at : found.start()].isspace() and found.start() > at:
            tree.text()
        at = found.start()
        opening = found[0]
        if opening == "<!--":
            at = _after_comment(markup, at)
        elif opening in ("</", "<!", "<?"):
            at = _after(markup, ">", at + 2)
        else:
            tag = _PLAIN_TAG.match(markup, at) or _TAG.match(markup, at)
            if tag is None:
                return
            at = tag.end()
            tags += 1
            if tags > _MOST_TAGS:
                raise Refused(
                    "convert", "too-many-blocks", f"The page has more than {_MOST_TAGS:,} tags."
                )
            name = tag[2].lower()
            if tag[1]:
                tree.end(name)
                continue
            rest = tag[3]
            if len(rest) > 2 * limits.attributes or "\0" in rest:
                count = sum(1 for _ in _ATTRIBUTE.finditer(rest))
            else:
                count = rest.count("=")
            attributes += count
            if count > limits.attributes or attributes > _MOST_ATTRIBUTES:
                raise Refused(
                    "convert",
                    "too-many-attributes",
                    f"An element has more than {limits.attributes:,} attributes.",
                )
            tree.start(name, rest)
            if name in _RAW and not tree.is_foreign:
                at = _after_raw(markup, name, at)
                tree.end(name)
            elif name == "plaintext":
                return


def _after(markup: str, what: str, at: int) -> int:
    place = markup.find(what, at)
    return len(markup) if place < 0 else place + len(what)


def _after_comment(markup: str, at: int) -> int:
    for empty in ("<!-->", "<!--->"):
        if markup.startswith(empty, at):
            return at + len(empty)
    found = _COMMENT_END.search(markup, at + 4)
    return len(markup) if found is None else found.end()


def _after_raw(markup: str, name: str, at: int) -> int:
    found = _raw_end(name).search(markup, at)
    return len(markup) if found is None else found.end()


def _raw_end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE)


class _Open:
    """The elements that stand open, as a browser would have them."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.nesting
        self._stack: list[str] = []
        self._places: dict[str, list[int]] = {}
        self._scopes: list[int] = [-1]
        self._specials: list[int] = [-1]
        self._styles: list[tuple[str, str]] = []
        """Styling elements that a following block opens again."""
        self._waiting = 0
        """So many of them are not open now."""
        self._copies = self._copied = 0
        self._options = self._choices = 0

    @property
    def is_foreign(self) -> bool:
        return bool(self._places.get("svg") or self._places.get("math"))

    @property
    def is_waiting(self) -> bool:
        return self._waiting > 0

    def text(self) -> None:
        self._reopen()

    def start(self, name: str, rest: str) -> None:
        if name in _CLOSES_P:
            self._close("p", self._scopes[-1])
        if name in ("li", "dd", "dt"):
            for other in ("li",) if name == "li" else ("dd", "dt"):
                self._close(other, self._specials[-1] - 1)
        elif name in _TABLE_PARTS:
            self._close_parts(name)
        if name == "option":
            self._choose()
        if name in ("option", "optgroup", "button", "a", "nobr"):
            self._close(name, self._scopes[-1])
            if name in ("a", "nobr"):
                self._forget(name)
        if self._waiting and name not in _TABLE_PARTS and name not in _CLOSES_P:
            self._reopen()
        if name in _VOID or (rest.endswith("/") and self.is_foreign):
            return
        if name in ("html", "body", "head", "frameset"):
            return
        if name == "select":
            self._options = 0
        self._push(name)
        if name in _STYLING and not self.is_foreign:
            key = (name, rest)
            if self._styles.count(key) < _SAME:
                self._styles.append(key)
        if len(self._stack) > self._most:
            raise Refused(
                "convert", "too-deep", f"Elements stand more than {self._most} deep in one another."
            )

    def end(self, name: str) -> None:
        if name in _STYLING:
            self._forget(name)
        barrier = self._scopes[-1]
        if name in _TABLE_PARTS:
            barrier = self._last("table") - (name == "table")
        elif name in _SCOPES:
            barrier = -1
        self._close(name, barrier)

    def _choose(self) -> None:
        self._options += 1
        self._choices += self._options
        if self._choices > _MOST_CHOICES:
            raise Refused("convert", "too-many-blocks", "A list to choose from is too long.")

    def _last(self, name: str) -> int:
        places = self._places.get(name)
        return places[-1] if places else -1

    def _close(self, name: str, barrier: int) -> None:
        """Down to the last one of that name, unless a barrier stands above it."""
        place = self._last(name)
        if place > max(barrier, -1) or (place == barrier >= 0 and name in _SCOPES):
            self._cut(place)

    def _close_parts(self, name: str) -> None:
        """What a part of a table ends by beginning."""
        table = self._last("table")
        if name == "table":
            return
        within = {
            "tr": ("tr",),
            "td": ("td", "th"),
            "th": ("td", "th"),
        }.get(name, ("tbody", "thead", "tfoot", "caption", "tr"))
        places = [place for part in within if (place := self._last(part)) > table]
        if places:
            self._cut(min(places))

    def _push(self, name: str) -> None:
        place = len(self._stack)
        self._stack.append(name)
        self._places.setdefault(name, []).append(place)
        if name in _SCOPES:
            self._scopes.append(place)
        if name not in _NOT_SPECIAL:
            self._specials.append(place)

    def _cut(self, place: int) -> None:
        while len(self._stack) > place:
            name = self._stack.pop()
            self._places[name].pop()
            top = len(self._stack)
            if self._scopes[-1] == top:
                self._scopes.pop()
            if self._specials[-1] == top:
                self._specials.pop()
            if name in _STYLING:
                self._waiting += 1
        self._waiting = min(self._waiting, len(self._styles))

    def _forget(self, name: str) -> None:
        """The last styling element of that name is not opened again."""
        for number in range(len(self._styles) - 1, -1, -1):
            if self._styles[number][0] == name:
                del self._styles[number]
                break
        self._waiting = min(self._waiting, len(self._styles))

    def _reopen(self) -> None:
        opened = self._styles[len(self._styles) - self._waiting :]
        self._waiting = 0
        self._copies += len(opened)
        self._copied += sum(len(rest) for _, rest in opened)
        if self._copies > _MOST_COPIES or self._copied > _MOST_COPIED:
            raise Refused("convert", "bomb", "Unclosed elements would be copied without end.")
        for name, _ in opened:
            self._push(name)
