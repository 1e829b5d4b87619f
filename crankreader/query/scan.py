"""Answers a query without an index, and finds what it asked for in a text.

The scan is the measure of the index: both must find the same items. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from crankreader.model import Span
from crankreader.query.tree import (
    And,
    Dates,
    Entity,
    Field,
    Fuzzy,
    Is,
    Near,
    Node,
    Not,
    Note,
    Or,
    Phrase,
    Prefix,
    Record,
    Tag,
    Word,
    days,
)
from crankreader.query.words import fold, key, places, words

Places = dict[str, list[int]]

_START, _END, _BETWEEN = r"(?<![^\W_])", r"(?![^\W_])", r"[\W_]+"
_ODD = re.compile(r"[^\W_][-'’.,][^\W_]|[^\W_]{60}|[^\x00-\x7f…“”‘’–—]")
"""What the tokeniser takes for more than words side by side, cuts or folds."""
_LOOKED_THROUGH = 20_000
"""Characters of a text in which a first match is looked for."""


Fields = dict[Field | None, Places]
"""The words of an item, field by field, as far as they were looked at."""


def matches(tree: Node | None, record: Record, read: Fields | None = None) -> bool:
    """Whether the item is one that the query asks for; `read` spares reading it again."""
    return tree is None or _Asked(record, {} if read is None else read).answers(tree)


class _Asked:
    """One item, read as far as the query makes it necessary."""

    def __init__(self, record: Record, fields: Fields) -> None:
        self._record = record
        self._fields = fields

    def answers(self, node: Node) -> bool:
        match node:
            case And(inner):
                return all(self.answers(n) for n in inner)
            case Or(inner):
                return any(self.answers(n) for n in inner)
            case Not(inner):
                return not self.answers(inner)
            case Word(text, field):
                return text in self._places(field)
            case Prefix(text, field):
                return any(word.startswith(text) for word in self._places(field))
            case Fuzzy(text, field):
                return any(is_one_typo(word, text) for word in self._places(field))
            case Phrase(texts, field):
                return follow(_each(self._places(field), texts))
            case Near(texts, within):
                return near(_each(self._places(None), texts), within)
            case _:
                return self._stands(node)

    def _stands(self, node: Node) -> bool:
        record = self._record
        match node:
            case Entity(text):
                return text in self._places("entity")
            case Is(state):
                return state in record.states
            case Tag(text):
                return text in map(fold, record.tags)
            case Note(texts):
                return set(texts) <= places([record.note]).keys()
            case Dates(first, last):
                own = days(record.date)
                return own is not None and own[0] <= last and own[1] >= first
            case _:
                return False

    def _places(self, field: Field | None) -> Places:
        if field not in self._fields:
            self._fields[field] = self._read(field)
        return self._fields[field]

    def _read(self, field: Field | None) -> Places:
        record = self._record
        match field:
            case None:
                return places([record.title, record.text])
            case "entity":
                return {key(name): [0] for name in record.entities}
            case "title":
                return places([record.title])
            case "section":
                return places([record.section])
            case "publication":
                return places([record.publication])
            case "source":
                return places([record.sources])
            case "author":
                return places([record.authors])


def _each(found: Places, texts: Iterable[str]) -> list[list[int]]:
    return [found.get(text, []) for text in texts]


def follow(lists: Sequence[Sequence[int]]) -> bool:
    """Whether some place of each list follows one of the list before."""
    if not lists:
        return False
    left = set(lists[0])
    for positions in lists[1:]:
        left = {place for place in positions if place - 1 in left}
    return bool(left)


def near(lists: Sequence[Sequence[int]], within: int) -> bool:
    """Whether a place of each list can be chosen, no two further apart than `within`."""
    if not lists or not all(lists):
        return False
    at = [0] * len(lists)
    while True:
        chosen = [positions[i] for positions, i in zip(lists, at, strict=True)]
        low = min(chosen)
        if max(chosen) - low <= within:
            return True
        which = chosen.index(low)
        at[which] += 1
        if at[which] == len(lists[which]):
            return False


def is_one_typo(one: str, other: str) -> bool:
    """Whether the words are equal but for one letter more, less, other, or two swapped."""
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    swapped = other[start + 1 : start + 2] + other[start : start + 1]
    return one[start : start + 2] == swapped and one[start + 2 :] == other[start + 2 :]


def terms(tree: Node | None, field: Field | None = None) -> tuple[Node, ...]:
    """What is worth marking in the title and text (or in a field): words, beginnings, phrases."""
    found: dict[Node, None] = {}
    waiting = [] if tree is None else [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case And(inner) | Or(inner):
                waiting.extend(reversed(inner))
            case Word() | Prefix() | Fuzzy() | Phrase() if node.field in (None, field):
                found[node] = None
            case Near(texts):
                found.update((Word(text), None) for text in texts)
    return tuple(found)


def find(text: str, tree: Node | None, field: Field | None = None) -> tuple[Span, ...]:
    """Where the text has what the query asked for: in order, disjoint, joined where they touch."""
    asked = _worth_marking(tree, field)
    plain = _plainly(asked)
    odd = () if plain is None else _odd(text)
    marks = _marker(asked)
    if marks is None:
        return ()
    if plain is None or (odd and any(isinstance(node, Phrase) for node in asked)):
        return _joined(marks(text))
    spans = [span for one in plain for span in _spans(one, text)]
    if odd:
        spans = [span for span in spans if not any(s <= span[0] < e for s, e in odd)]
        for start, end in odd:
            spans += ((start + s, start + e) for s, e in marks(text[start:end]))
    return _joined(spans)


def _odd(text: str) -> list[tuple[int, int]]:
    """What stands between blanks and takes the tokeniser."""
    found: list[tuple[int, int]] = []
    end = 0
    for match in _ODD.finditer(text):
        if match.end() <= end:
            continue
        start = max(match.start(), end)
        while start > end and not text[start - 1].isspace():
            start -= 1
        end = match.end()
        while end < len(text) and not text[end].isspace():
            end += 1
        found.append((start, end))
    return found


def near_first(text: str, tree: Node | None) -> int:
    """Where the text has something of what was asked for, the first that is told at a glance;
    0 where there is nothing as far as it is worth looking.
    """
    plain = _plainly(_worth_marking(tree, None))
    if plain is not None:
        found = (one.search(text, 0, _LOOKED_THROUGH) for one in plain)
        starts = [match.start() for match in found if match]
        if starts:
            return min(starts)
    return first(text[:_LOOKED_THROUGH], tree) or 0


def first(text: str, tree: Node | None) -> int | None:
    """Where the text first has something of what was asked for; reads no further than that."""
    marks = _marker(terms(tree))
    return None if marks is None else next((start for start, _ in marks(text)), None)


@lru_cache(maxsize=64)
def _worth_marking(tree: Node | None, field: Field | None) -> tuple[Node, ...]:
    return terms(tree, field)


@lru_cache(maxsize=64)
def _plainly(asked: tuple[Node, ...]) -> tuple[re.Pattern[str], ...] | None:
    """What finds these in a text without the tokeniser; None where it takes that.

    Where nothing stands between letters that `_ODD` knows, words of a text in ASCII are what the
    tokeniser finds too.
    """
    patterns = []
    for node in asked:
        words = node.words if isinstance(node, Phrase) else (getattr(node, "text", ""),)
        if isinstance(node, Fuzzy) or not all(w.isascii() and w.isalnum() for w in words):
            return None
        end = "" if isinstance(node, Prefix) else _END
        patterns.append(re.compile(f"{_START}(?=({_BETWEEN.join(words)}{end}))", re.IGNORECASE))
    return tuple(patterns)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        end = match.end(1)
        while end < len(text) and text[end].isalnum():  # the rest of a word that begins so
            end += 1
        yield match.start(), end


@lru_cache(maxsize=64)
def _marker(asked: tuple[Node, ...]) -> Callable[[str], Iterator[tuple[int, int]]] | None:
    """Gives the spans of a text in the order in which they end."""
    whole = frozenset(node.text for node in asked if isinstance(node, Word))
    beginnings = tuple(node.text for node in asked if isinstance(node, Prefix))
    typos = tuple(node.text for node in asked if isinstance(node, Fuzzy))
    phrases = tuple(node.words for node in asked if isinstance(node, Phrase))
    in_phrases = frozenset(word for phrase in phrases for word in phrase)
    if not asked:
        return None

    def marks(text: str) -> Iterator[tuple[int, int]]:
        stands: dict[str, set[int]] = {}
        at: list[tuple[int, int]] = []
        last = -1
        for word, start, end in words(text):
            if end > last:
                at.append((start, end))
                last = end
            if (
                word in whole
                or (beginnings and word.startswith(beginnings))
                or any(is_one_typo(word, typo) for typo in typos)
            ):
                yield start, end
            if word in in_phrases:
                place = len(at) - 1
                stands.setdefault(word, set()).add(place)
                for phrase in phrases:
                    begun = place - len(phrase) + 1
                    if word == phrase[-1] and _stand_from(begun, phrase, stands):
                        yield at[begun][0], at[place][1]

    return marks


def _stand_from(place: int, words: tuple[str, ...], stands: Mapping[str, set[int]]) -> bool:
    return all(place + offset in stands.get(word, ()) for offset, word in enumerate(words))


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return tuple(joined)


def asked_words(tree: Node | None) -> tuple[str, ...]:
    """The plain words of a query that are not denied, for did-you-mean."""
    found: dict[str, None] = {}
    for node in terms(tree):
        if isinstance(node, Word):
            found[node.text] = None
        elif isinstance(node, Phrase):
            found.update(dict.fromkeys(node.words))
    return tuple(found)


def mended(text: str, corrections: Mapping[str, str]) -> str:
    """The query text with each of these folded words replaced by its correction."""
    pieces, done = [], 0
    for word, start, end in words(text):
        if word in corrections and start >= done:
            pieces += [text[done:start], corrections[word]]
            done = end
    return "".join([*pieces, text[done:]])
