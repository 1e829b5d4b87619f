"""Whole numbers put items into the order that BM25F gives them, but for rounding."""

from __future__ import annotations

from math import log
from pathlib import Path
from random import Random

from crankreader.query import parse
from crankreader.search import Entry, build
from crankreader.search.weighing import HIGHEST, LENGTH, SATURATION, STEPS, TITLE, level, weight
from tests.search.shelves import nothing, opened

WORDS = ["grain", "export", "gas", "kursk", "army", "talks", "summit", "ship", "road", "oil"]


def test_a_score_is_that_of_bm25f_but_for_rounding(tmp_path: Path) -> None:
    random = Random(5)
    entries = [
        Entry(
            f"t{n}",
            title=" ".join(random.choices(WORDS, k=random.randrange(3))),
            text=" ".join(random.choices(WORDS, range(10, 0, -1), k=random.randrange(1, 25))),
        )
        for n in range(80)
    ]
    words = {e.item: (e.title.split(), [*e.title.split(), *e.text.split()]) for e in entries}
    average = sum(len(whole) for _, whole in words.values()) / len(words)
    build(tmp_path, entries)
    with opened(tmp_path) as index:
        found = index.search(parse("grain OR oil OR ship").tree, states=nothing)
    assert found.hits
    for item, score in found.hits:
        title, whole = words[item]
        expected = room = 0.0
        for word in ("grain", "oil", "ship"):
            having = sum(word in own for _, own in words.values())
            rarity = log(1 + (len(words) - having + 0.5) / (having + 0.5))
            count = whole.count(word) and whole.count(word) + (TITLE - 1) * (word in title)
            share = count / (count + SATURATION * (1 - LENGTH + LENGTH * len(whole) / average))
            expected += (SATURATION + 1) * rarity * share
            room += (SATURATION + 1) * ((rarity + 1) * 0.6 / HIGHEST + 0.5 / STEPS) * (count > 0)
        assert abs(score - expected) <= room, item


def test_a_level_grows_with_how_often_and_falls_with_length() -> None:
    often = [level(count, 0, 30, 30.0) for count in (1.0, 2.0, 5.0, 1e6)]
    assert often == sorted(set(often))
    assert often[-1] == HIGHEST
    assert level(1.0, 0, 30, 30.0) > level(1.0, 0, 300, 30.0) > 0
    assert level(1.0, 1, 30, 30.0) > level(3.0, 0, 30, 30.0)


def test_the_rarer_word_weighs_more_and_every_word_something() -> None:
    weights = [weight(having, 100_000) for having in (1, 1_000, 50_000)]
    assert weights == sorted(set(weights), reverse=True)
    assert weight(100_000, 100_000) == 1
