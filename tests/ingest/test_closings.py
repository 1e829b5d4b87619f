"""The end of a text names its outlets in more ways than brackets."""

from __future__ import annotations

import pytest

from crankreader.ingest import parse
from crankreader.ingest.blocks import Block
from crankreader.ingest.citations import BEHIND, DASHED, EVERYWHERE, NOWHERE, WITHIN, trailing
from crankreader.ingest.closings import closing, dashed, habit
from crankreader.model import Source

BODY = "The bridge was shut at noon, and nobody said why."


@pytest.mark.parametrize(
    ("end", "outlets"),
    [
        (" – Reuters", ["Reuters"]),
        (" — Reuters, 3 May", ["Reuters"]),
        ("—Reuters", ["Reuters"]),
        (" -- Kun.uz; 24.kg", ["Kun.uz", "24.kg"]),
        (" Via Semafor", ["Semafor"]),
        (" Source: Kun.uz", ["Kun.uz"]),
        (" Quelle: dpa", ["dpa"]),
        (" Fonte: ANSA, La Stampa", ["ANSA", "La Stampa"]),
    ],
)
def test_a_text_may_close_with_a_dash_or_a_label(end: str, outlets: list[str]) -> None:
    cited = closing(BODY + end)
    assert cited is not None
    assert cited.text == BODY
    assert [source.outlet for source in cited.sources] == outlets


@pytest.mark.parametrize(
    "end", [" – he said so", " – Berlin", " – And nobody asked.", " Via the old road", " Via Roma"]
)
def test_other_words_behind_a_dash_are_text(end: str) -> None:
    assert closing(BODY + end) is None


def test_an_author_before_the_outlet_behind_a_dash_wrote_there() -> None:
    cited = dashed(f"{BODY} — Anna Berg, Financial Times", alike=DASHED)
    assert cited is not None
    assert cited.sources == (Source(outlet="Financial Times", authors=("Anna Berg",)),)


def test_a_saying_names_its_speaker_and_no_outlet() -> None:
    assert dashed("“It was over before it had begun.” – Anna Berg", alike=DASHED) is None


def test_names_nobody_knows_count_where_the_document_ends_its_texts_so() -> None:
    text = "\n\n".join(
        f"The {thing} was shut at noon, and nobody in the town said why. – {name}"
        for thing, name in (("bridge", "Sirp"), ("mill", "Vooremaa"), ("school", "Meie sõna"))
    )
    issue = parse(text.encode(), "a.txt")
    assert [source.outlet for item in issue.items for source in item.sources] == [
        "Sirp",
        "Vooremaa",
        "Meie sõna",
    ]


def blocks(*texts: str) -> list[Block]:
    return [Block("paragraph", text, (text,), before=1, after=1) for text in texts]


def test_a_document_is_used_to_cite_behind_its_sentences_or_within_them() -> None:
    behind = [f"The {thing} was shut. (Reuters)" for thing in ("bridge", "mill", "inn")]
    within = [f"The {thing} was shut (Reuters)." for thing in ("bridge", "mill", "inn")]
    assert habit(blocks(*behind)) == BEHIND
    assert habit(blocks(*within)) == WITHIN
    assert habit(blocks(*behind, *within)) == EVERYWHERE
    assert habit(blocks("The bridge was shut.", "The mill (a ruin).")) == NOWHERE


def test_an_acronym_within_a_sentence_is_no_outlet_where_outlets_stand_behind_them() -> None:
    text = "They met the officers of the coast guard (BNG)."
    assert trailing(text, alike=BEHIND) is None
    assert trailing(text, alike=WITHIN) is not None
