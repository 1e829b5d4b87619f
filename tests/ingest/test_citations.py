"""Sources are recorded where there is a sign, and only there."""

from __future__ import annotations

import pytest

from crankreader.ingest import citations
from crankreader.model import Source


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("The bill was passed. (Reuters)", ["Reuters"]),
        ("The bill was passed. (Reuters).", ["Reuters"]),
        ("The bill was passed. (AP, Straits Times)", ["AP", "Straits Times"]),
        ("The bill was passed. [Haaretz; Al Jazeera]", ["Haaretz", "Al Jazeera"]),
        ("The bill was passed. (BBC and Le Monde)", ["BBC", "Le Monde"]),
        ("The bill was passed. (Reuters, 14 October)", ["Reuters"]),
        ("The bill was passed. (via Dawn)", ["Dawn"]),
        ("The bill was passed. (Center for Naval Analyses and Policy)", None),
        ("The bill was passed. (example.org)", ["example.org"]),
        ("The bill was passed. (Mountain Gazette)", ["Mountain Gazette"]),
        ("The bill was passed. (Mountain Gazette 3 May 2024)", ["Mountain Gazette"]),
        ("The bill was passed. (AFP/Le Monde 12 Jun 2004)", ["AFP", "Le Monde"]),
        ("The bill was passed. (Reuters/AFP)", ["Reuters", "AFP"]),
        ("The bill was passed. (Reuters | Dawn)", ["Reuters", "Dawn"]),
        ("The bill was passed. (Le Monde – 12 May)", ["Le Monde"]),
        ("The bill was passed. (AP via Politico)", ["AP", "Politico"]),
        ("The bill was passed. (Politico, citing two officials)", ["Politico"]),
        ("The bill was passed. (NYT, paywalled)", ["NYT"]),
        ("The bill was passed. (according to Reuters)", ["Reuters"]),
        ("The bill was passed. (Gazeta Wyborcza 3 maja 2024)", ["Gazeta Wyborcza"]),
        ("The bill was passed. (Коммерсантъ, 3 мая)", ["Коммерсантъ"]),
        ("The bill was passed. (読売新聞、5月3日)", ["読売新聞"]),
    ],
)
def test_a_sentence_ends_with_its_outlets(text: str, outlets: list[str] | None) -> None:
    cited = citations.trailing(text)
    assert cited is not None
    assert cited.text == "The bill was passed."
    if outlets is not None:
        assert [source.outlet for source in cited.sources] == outlets


@pytest.mark.parametrize(
    "text",
    [
        "Editor, London (Remote)",
        "How the canal was dug (Part 1)",
        "The minister on the crisis (video)",
        "They met the World Food Programme (WFP)",
        "He paid 2,000 dollars (1,850 euros).",
        "The left picture shows the bridge (L)",
        "She left the party (and never came back).",
        "It was over. (He never wrote again.)",
        "f(Reuters)",
        "The figures are new (Berlin, 3 May).",
        "The figures are new (June).",
        "They asked the elders for a ruling (Guardian Council).",
        "The figures are new (Ct. App. Mar. 11, 2025)",
        "A list of its works [Nine Stories]",
        "A text without any bracket.",
        "(Reuters)",
    ],
)
def test_other_brackets_are_no_sources(text: str) -> None:
    assert citations.trailing(text) is None


def test_a_headline_names_author_and_outlet() -> None:
    cited = citations.trailing("Who Will Pay for the Dam? (Amina Yusuf, Foreign Affairs)")
    assert cited is not None
    assert cited.text == "Who Will Pay for the Dam?"
    assert cited.sources == (Source(outlet="Foreign Affairs", authors=("Amina Yusuf",)),)


def test_an_author_writes_for_an_outlet_and_an_outlet_has_an_address() -> None:
    cited = citations.trailing("The bill was passed. (Ana Ruiz for El País)")
    assert cited is not None
    assert cited.sources == (Source(outlet="El País", authors=("Ana Ruiz",)),)
    cited = citations.trailing("The bill was passed. (Reuters: https://x.example/a)")
    assert cited is not None
    assert cited.sources == (Source(outlet="Reuters", url="https://x.example/a"),)


def test_an_unknown_name_counts_where_the_rest_of_the_text_cites_alike() -> None:
    text = "The harbour was closed. (Ostrovsky Listok)"
    assert citations.trailing(text) is None
    cited = citations.trailing(text, alike=citations.BEHIND)
    assert cited is not None
    assert cited.sources[0].outlet == "Ostrovsky Listok"


def test_a_headline_may_name_its_outlet_after_a_dash() -> None:
    cited = citations.title_citation(
        "Ports reopen after a week of storms — Lloyd's List Daily", alike=citations.NOWHERE
    )
    assert cited is not None
    assert cited.sources[0].outlet == "Lloyd's List Daily"
    assert (
        citations.title_citation(
            "War and peace - a reminder of how it began", alike=citations.NOWHERE
        )
        is None
    )


def test_a_quoted_title_names_author_and_outlet() -> None:
    cited = citations.title_citation(
        "“The long border”, by Nino Abashidze, The Guardian", alike=citations.NOWHERE
    )
    assert cited is not None
    assert cited.text == "The long border"
    assert cited.sources == (Source(outlet="The Guardian", authors=("Nino Abashidze",)),)
    assert (
        citations.title_citation("“I never said so”, he told us", alike=citations.NOWHERE) is None
    )


def test_a_line_of_its_own_names_a_source() -> None:
    assert citations.attribution("— Sermitsiaq") == (Source(outlet="Sermitsiaq"),)
    assert citations.attribution("https://example.org/a.") == (Source(url="https://example.org/a"),)
    assert citations.attribution("Sermitsiaq") == ()
    assert citations.attribution("— and then they left.") == ()


def test_a_labelled_line_lists_what_it_says() -> None:
    assert citations.labelled("Sources: Dawn; “Dry wells”, The Hindu; https://example.org/x") == (
        "Sources",
        (
            Source(outlet="Dawn"),
            Source(outlet="The Hindu", title="Dry wells"),
            Source(url="https://example.org/x"),
        ),
    )
    assert citations.labelled("Nobody knows: it rained") is None


def test_a_label_in_the_singular_names_one_outlet_and_who_wrote_there() -> None:
    found = citations.labelled("Source: The Harbour Paper, Anna Berg and Tom Vale")
    assert found is not None
    assert [(one.outlet, one.authors) for one in found[1]] == [
        ("The Harbour Paper", ("Anna Berg", "Tom Vale"))
    ]


def test_a_label_in_the_plural_names_outlets_one_by_one() -> None:
    found = citations.labelled("Sources: Reuters, Kyodo")
    assert found is not None
    assert [one.outlet for one in found[1]] == ["Reuters", "Kyodo"]


def test_a_sentence_without_its_full_stop_cites_outlets_and_no_authors() -> None:
    text = "The ferry was tied up for a week (Lapin Kansa, Yle)"
    found = citations.trailing(text, alike=citations.EVERYWHERE, sentence=True)
    assert found is not None
    assert [one.outlet for one in found.sources] == ["Lapin Kansa", "Yle"]


@pytest.mark.parametrize(
    ("text", "outlet", "authors"),
    [
        ("Coast Review | Ann Holm | p. 3", "Coast Review", ("Ann Holm",)),
        ("Coast Review | pp. 4-5", "Coast Review", ()),
        ("Küstenblatt · Jon Vik · S. 12", "Küstenblatt", ("Jon Vik",)),
    ],
)
def test_where_something_was_printed_stands_between_bars(
    text: str, outlet: str, authors: tuple[str, ...]
) -> None:
    assert citations.attribution(text) == (Source(outlet=outlet, authors=authors),)


def test_who_said_something_and_where_is_no_source() -> None:
    assert citations.attribution("— Ann Holm, speaking at the Harbour Forum") == ()


def test_names_with_an_arabic_article_are_names() -> None:
    cited = citations.title_citation(
        "Pipes (Salma al-Busaidi, Coast Review)", alike=citations.EVERYWHERE
    )
    assert cited is not None
    assert cited.sources == (Source(outlet="Coast Review", authors=("Salma al-Busaidi",)),)
