"""An address on the host of a known outlet names it; other hosts say nothing."""

from __future__ import annotations

import pytest

from crankreader.ingest import parse
from crankreader.ingest.hosts import outlet_of


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.reuters.com/world/x", "Reuters"),
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("https://edition.cnn.com/x", "CNN"),
        ("https://www.lemonde.fr/a.html", "Le Monde"),
        ("https://elpais.com/x", "El País"),
        ("https://www.washingtonpost.com/x", "Washington Post"),
        ("https://g1.globo.com/x", "G1"),
        ("https://24.kg/x", "24.kg"),
        ("https://reuters.example.net/x", None),
        ("https://github.com/a/b", None),
        ("https://focus.example/x", None),
        ("https://science.example.org/x", None),
        ("https://[x/", None),
        ("mailto:a@reuters.com", None),
    ],
)
def test_a_host_names_an_outlet_that_is_known(url: str, outlet: str | None) -> None:
    assert outlet_of(url) == outlet


def test_a_bare_address_below_an_item_is_a_source_of_that_outlet() -> None:
    text = """Harbour Weekly
Issue 4, 3 May 2025

NEWS

The crane has come back

It was lent to another port for a year and has returned with a new hook.
https://www.reuters.com/crane

The pilots have moved

They left the old tower for a hut with a stove, and took the bell along.
https://pilots.example/hut
"""
    issue = parse(text.encode(), "a.txt")
    sources = [source for item in issue.items for source in item.sources]
    assert [(one.outlet, one.url) for one in sources] == [
        ("Reuters", "https://www.reuters.com/crane"),
        (None, "https://pilots.example/hut"),
    ]
    assert any(reason.why == "the host of its address" for reason in issue.reasons)
