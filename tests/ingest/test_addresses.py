"""Addresses: unwrapped, without what tracks a person, safe."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.ingest.addresses import canonical, host_name
from crankreader.safety import safe_url

TARGET = "https://paper.example/story?id=7"
CODED = quote(TARGET, safe="")
IN_BASE64 = base64.urlsafe_b64encode(TARGET.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "wrapped",
    [
        f"https://www.google.com/url?q={CODED}&sa=D&usg=x",
        f"https://eur01.safelinks.protection.outlook.com/?url={CODED}&data=05%7C02",
        f"https://l.facebook.com/l.php?u={CODED}&h=AT0",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__paper.example_story-3Fid-3D7&d=Dw",
        "https://urldefense.com/v3/__https://paper.example/story?id=7__;!!abc!xyz$",
        f"https://tracking.letters.example/CL0/{CODED}/1/0100018f/abc=1",
        f"https://click.letters.example/?u={IN_BASE64}",
        f"https://links.letters.example/{IN_BASE64}",
        f"https://letters.example/redirect?url={CODED}&user=12",
        f"https://letters.example/redirect/{TARGET}",
        f"https://l.facebook.com/l.php?u={quote(f'https://www.google.com/url?q={CODED}', safe='')}",
        f"{TARGET}&utm_source=letter&utm_medium=email&fbclid=abc&mc_eid=12",
        f"{TARGET}#utm_source=letter",
    ],
)
def test_an_address_leads_where_it_says_it_leads(wrapped: str) -> None:
    assert canonical(wrapped) == (TARGET, wrapped)


@pytest.mark.parametrize(
    "url",
    [
        TARGET,
        f"https://www.facebook.com/sharer/sharer.php?u={CODED}",
        f"https://archive.example/web/2020/{TARGET}",
        f"https://paper.example/login?redirect={CODED}",
        f"https://paper.example/story?source={CODED}",
        "https://paper.example/story?a=1#part",
        "mailto:editor@paper.example",
    ],
)
def test_what_is_no_redirector_stays_as_it_is(url: str) -> None:
    assert canonical(url) == (url, None)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "",
                                 "https://user:word@paper.example/", "mailto:", "story.html", "#top"])  # fmt: skip
def test_what_nobody_may_be_sent_to_has_no_address(url: str) -> None:
    assert canonical(url) == (None, url or None)


def test_relative_addresses_are_resolved_and_blanks_coded() -> None:
    assert canonical("a b.html", "https://paper.example/x/") == (
        "https://paper.example/x/a%20b.html",
        "a b.html",
    )
    assert canonical("//paper.example/x") == ("https://paper.example/x", "//paper.example/x")
    assert canonical("www.paper.example/x")[0] == "https://www.paper.example/x"


def test_a_redirector_that_leads_nowhere_safe_is_kept_itself() -> None:
    url = "https://www.google.com/url?q=" + quote("https://user@paper.example/", safe="")
    assert canonical(url)[0] == url


def test_a_host_is_said_without_www() -> None:
    assert host_name("https://www.paper.example:8080/x") == "paper.example"
    assert host_name("https://[") == ""


PIECES = st.sampled_from(
    ["https://", "http://", "a.example", "/url", "?u=", "&q=", "?url=", "utm_source=x", "&", "#",
     "https%3A%2F%2F", "b.example", "%2F", "/CL0/", "%", "l.php", "ä", " ", "aHR0cHM6Ly9hLmV4YW1wbGU",
     "/redirect/", "@", ":80", "urldefense.com/v3/__", "__;!!x", "mailto:", "*", "\x1b", "‮"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_an_address_once_canonical_stays_so(url: str) -> None:
    safe, _ = canonical(url)
    if safe is not None:
        assert canonical(safe) == (safe, None)
        assert safe.startswith("mailto:") or safe_url(safe) == safe
