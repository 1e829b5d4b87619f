"""How well a search puts first what was wanted, by the judgements in `tests/golden/ranking`.

nDCG at 10 of ours, and of SQLite's FTS5 over the same items and with the same hits to order.
"""

from __future__ import annotations

import math
import sqlite3
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from crankreader.model import Item
from crankreader.query import (
    And,
    Entity,
    Fuzzy,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    Word,
    key,
    parse,
)
from crankreader.query.scan import is_one_typo
from crankreader.reader import Reader

ROOT = Path(__file__).parents[2]
JUDGED = ROOT / "tests" / "golden" / "ranking"
CORPORA = ROOT.parent / "shared" / "corpora"
DEPTH = 10
WEIGHTS = (1.0, 4.0, 10.0)
"""What FTS5 is let count a word of the title by; the one that serves it best is its figure."""

Grades = Mapping[str, int]
"""By item id: 3 exactly what was wanted, 2 about it, 1 touches on it."""


class Judged(NamedTuple):
    """A query, what the person who typed it wants, and what each item is worth to them."""

    text: str
    need: str
    grades: tuple[tuple[int, str, str, str], ...]
    """Grade, document, how the title or the text of the item begins, and its section's name (""
    for any).
    """


class Outcome(NamedTuple):
    """nDCG of one query: ours, and FTS5's by each weight of the title; None where it has no way
    to order what was found.
    """

    query: str
    ours: float
    theirs: tuple[float, ...] | None


class Collection(NamedTuple):
    """Documents, as paths from where they lie, and the queries they were judged for."""

    root: Path
    documents: tuple[str, ...]
    queries: tuple[Judged, ...]


def collection(name: str, root: Path) -> Collection:
    """`own` or `corpora`, as far as its documents are there."""
    read = tomllib.loads((JUDGED / f"{name}.toml").read_text(encoding="utf-8"))
    endings = tuple(read["endings"])
    paths = (path for folder in read["folders"] for path in sorted((root / folder).glob("*")))
    return Collection(
        root,
        tuple(
            path.relative_to(root).as_posix()
            for path in paths
            if path.is_file() and (not endings or path.suffix in endings)
        ),
        tuple(
            Judged(each["text"], each["need"], tuple(map(_judgement, each["grades"])))
            for each in read["query"]
        ),
    )


def _judgement(written: Sequence[Any]) -> tuple[int, str, str, str]:
    grade, document, beginning, *section = written
    return grade, document, beginning, section[0] if section else ""


class Shelf:
    """The items of a library by the documents they came from, and FTS5 over them.

    Items as good as one another stand newest first in both.
    """

    def __init__(self, reader: Reader, root: Path) -> None:
        self._reader = reader
        self._of_document: dict[str, list[tuple[str, Item]]] = {}
        for row in reader.listing("issues")[0]:
            issue = reader.issue(row["id"])
            path = Path(issue.path).relative_to(root).as_posix()
            inside = self._of_document.setdefault(path, [])
            inside += ((each.title or "", item) for each in issue.sections for item in each.items)
        self._fts = sqlite3.connect(":memory:")
        self._fts.execute(
            "CREATE VIRTUAL TABLE t USING fts5(item UNINDEXED, title, text,"
            " tokenize = 'unicode61 remove_diacritics 2')"
        )
        self._fts.execute("CREATE VIRTUAL TABLE words USING fts5vocab(t, row)")
        newest_first = reader.listing("items")[0]
        texts = {item.id: item for inside in self._of_document.values() for _, item in inside}
        self._fts.executemany(
            "INSERT INTO t VALUES (?, ?, ?)",
            (
                (row["id"], texts[row["id"]].title or "", texts[row["id"]].text)
                for row in newest_first
            ),
        )

    def graded(self, query: Judged) -> dict[str, int]:
        """The grades by item. Raises LookupError where a judgement fits no item, or several."""
        grades = {}
        for grade, document, beginning, section in query.grades:
            fits = [
                item.id
                for within, item in self._of_document.get(document, ())
                if any(_begins(text, beginning) for text in (item.title or "", item.text))
                and (not section or key(section) == key(within))
            ]
            if len(fits) != 1 or fits[0] in grades:
                raise LookupError(f"{query.text}: {document}: {beginning!r} fits {len(fits)} items")
            grades[fits[0]] = grade
        return grades

    def ours(self, text: str, limit: int = DEPTH) -> list[str]:
        return [hit.item for hit in self._reader.search(text, order="relevance", limit=limit).hits]

    def theirs(self, text: str, weight: float) -> list[str] | None:
        """FTS5's order of what our query finds; what it has no word of comes last, newest first."""
        found = self._reader.select(text)
        asked = self.translated(parse(text).tree)
        if asked is None:
            return None
        allowed = frozenset(found)
        ordered = [item for item in self.matched(asked, weight) if item in allowed]
        return list(dict.fromkeys((*ordered, *found)))

    def matched(self, asked: str, weight: float) -> list[str]:
        """What FTS5 finds by itself, best first."""
        rows = self._fts.execute(
            "SELECT item FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, ?, 1), rowid", (asked, weight)
        )
        return [item for (item,) in rows]

    def translated(self, node: Node | None) -> str | None:
        """The query as FTS5 has it; None for what it has no column for."""
        match node:
            case And(inner) | Or(inner):
                asked = [part for part in map(self.translated, inner) if part]
                return f"({_sign(node).join(asked)})" if asked else None
            case Entity(text):
                return f'"{text}"'
            case Near(texts, within):
                return f"NEAR({' '.join(map(_quoted, texts))}, {within})"
            case Word() | Phrase() | Prefix() | Fuzzy() if node.field in (None, "title"):
                plain = self._plain(node)
                return f"{{title}} : {plain}" if node.field else plain
            case _:
                return None

    def _plain(self, node: Word | Phrase | Prefix | Fuzzy) -> str:
        match node:
            case Phrase(texts):
                return _quoted(" ".join(texts))
            case Prefix(text):
                return f"{_quoted(text)}*"
            case Fuzzy(text):
                known = (word for (word,) in self._fts.execute("SELECT term FROM words"))
                close = [word for word in known if is_one_typo(word, text)]
                return f"({' OR '.join(map(_quoted, close or [text]))})"
            case Word(text) if text.isdigit() and len(text) > 3:
                return f'("{text}" OR "{int(text):,}")'
            case Word(text):
                return _quoted(text)


def _begins(text: str, beginning: str) -> bool:
    """Compared by words: how a text is wrapped and marked makes no difference."""
    return f"{key(text)} ".startswith(f"{key(beginning)} ")


def _sign(node: And | Or) -> str:
    return " AND " if isinstance(node, And) else " OR "


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def ndcg(ranked: Sequence[str], grades: Grades) -> float:
    """Gains of 2^grade - 1 over log2 of the rank, beside the best order there could be; 0 to 1."""
    best = _gained(sorted(grades.values(), reverse=True))
    return _gained([grades.get(item, 0) for item in ranked]) / best


def _gained(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades[:DEPTH]))


def outcomes(shelf: Shelf, queries: Iterable[Judged]) -> list[Outcome]:
    found = []
    for query in queries:
        grades = shelf.graded(query)
        orders = [shelf.theirs(query.text, weight) for weight in WEIGHTS]
        theirs = tuple(ndcg(order, grades) for order in orders if order is not None)
        found.append(Outcome(query.text, ndcg(shelf.ours(query.text), grades), theirs or None))
    return found


def means(found: Iterable[Outcome]) -> tuple[float, float]:
    """Ours and FTS5's best, over the queries that both can order."""
    both = [(each.ours, each.theirs) for each in found if each.theirs is not None]
    theirs = max(mean(by_weight) for by_weight in zip(*(each for _, each in both), strict=True))
    return mean(ours for ours, _ in both), theirs


def table(found: Iterable[Outcome]) -> str:
    """A line a query, the worst for us first."""
    worst = sorted(found, key=lambda each: each.ours - max(each.theirs or (0.0,)))
    weights = "".join(f"  title {weight:g}" for weight in WEIGHTS)
    lines = [f"{'nDCG@10':32}   ours{weights}"]
    for each in worst:
        theirs = "".join(f"{ndcg:9.3f}" for ndcg in each.theirs or ())
        lines.append(f"{each.query:32}  {each.ours:.3f}{theirs}")
    ours, best = means(worst)
    return "\n".join([*lines, f"{'mean; the best of FTS5':32}  {ours:.3f}{best:9.3f}"])
