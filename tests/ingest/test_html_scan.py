"""The look at markup before it is parsed: what is let through and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crankreader.ingest.html_scan import scan
from crankreader.ingest.sniff import Refused
from crankreader.settings import LIMITS, Limits


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<div>" * 100_000, "too-deep"),
        ("<ul><li>" * 5_000, "too-deep"),
        ("<div><table><td></div>" * 5_000, "too-deep"),
        ("<li><section>" * 5_000, "too-deep"),
        ("<svg>" + "<g>" * 5_000, "too-deep"),
        ("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">", "too-many-attributes"),
        ("<p " + "a " * 1_500 + ">", "too-many-attributes"),
        ("".join(f"<p><font c={n}>x" for n in range(150)) + "<p>x" * 100_000, "bomb"),
        ("<select>" + "<option>x" * 20_000, "too-many-blocks"),
        ("<i></i>" * 200_000, "too-many-blocks"),
    ],
    ids=lambda value: value[:20],
)
def test_what_would_cost_more_than_its_size_is_refused(markup: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        scan(markup, LIMITS)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "markup",
    [
        "<p>one" * 2_000,
        "<ul>" + "<li>one" * 2_000,
        "<table>" + "<tr><td>1<td>2" * 2_000,
        "<dl>" + "<dt>a<dd>b" * 2_000,
        "<br><img><hr>" * 2_000,
        "<a href=x>one" * 2_000,
        "<p><b>one" * 300,
        "<svg>" + "<path/>" * 2_000 + "</svg>",
        "<" * (1 << 20),
        "&amp" * (1 << 18),
        "<!--" + "<div>" * 10_000,
        "<![CDATA[" + "x" * 10_000,
        "<script>" + "<div>" * 10_000,
        "<p title='" + "<div>" * 10_000,
        "<p title='a > b'>" + "</x>" * 5_000,
        "\0" * 10_000,
    ],
    ids=lambda value: value[:20],
)
def test_what_is_only_long_or_careless_is_let_through(markup: str) -> None:
    scan(markup, LIMITS)


TAGS = st.sampled_from(
    ["div", "p", "b", "a", "font", "ul", "li", "table", "tr", "td", "span", "i", "dl", "dd", "svg",
     "g", "template", "button", "h1", "form", "select", "option", "object", "br", "nobr"]
)  # fmt: skip


def depth_of(root: LexborNode | None) -> int:
    deepest = depth = 0
    node = root
    while node is not None:
        if node.child is not None:
            node = node.child
            depth += 1
            deepest = max(deepest, depth)
            continue
        while node is not None and node.next is None:
            node = node.parent
            depth -= 1
            if node is None or depth <= 0:
                return deepest
        node = node.next if node is not None else None
    return deepest


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), TAGS), max_size=25), st.integers(1, 12))
def test_what_is_let_through_is_hardly_deeper_than_was_allowed(
    tags: list[tuple[bool, str]], times: int
) -> None:
    markup = "".join(f"</{tag}>x" if closes else f"<{tag}>x" for closes, tag in tags) * times
    limits = Limits(nesting=40)
    try:
        scan(markup, limits)
    except Refused:
        return
    assert depth_of(LexborHTMLParser(markup).root) <= 2 * limits.nesting
