"""HTML: every visible word and link once, in order, in blocks of the right kind."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crankreader.ingest import html
from crankreader.ingest.addresses import canonical
from crankreader.ingest.blocks import Block
from crankreader.ingest.documents import Converted
from crankreader.ingest.sniff import Refused
from crankreader.ingest.words import tokens
from crankreader.safety import clean
from crankreader.settings import LIMITS

PAGES = Path(__file__).parents[2].parent / "shared" / "corpora" / "html"


def blocks_of(markup: str, base: str | None = None) -> list[Block]:
    return html.blocks_of(markup, base=base, limits=LIMITS)


def shapes(markup: str) -> list[tuple[str, str, str]]:
    return [(block.kind, block.mark, block.text) for block in blocks_of(markup)]


def converted(markup: str | bytes) -> Converted:
    raw = markup.encode() if isinstance(markup, str) else markup
    return next(html.convert(raw, "page.html", LIMITS))


def test_elements_become_blocks_of_their_kind() -> None:
    markup = (
        "<h2>Harbour</h2><p>The ferry is late.</p><ul><li>Rope<ul><li>Knots</ul><li>Tar</ul>"
        "<ol><li>First</ol><blockquote><p>Wait here.</p></blockquote><hr>"
        "<figure><img alt=boat><figcaption>The boat</figcaption></figure>"
        "<dl><dt>Quay<dd>A wall</dl>"
    )
    assert shapes(markup) == [
        ("heading", "#2", "Harbour"),
        ("paragraph", "", "The ferry is late."),
        ("item", "-", "Rope"),
        ("item", "-", "Knots"),
        ("item", "-", "Tar"),
        ("item", "1", "First"),
        ("quote", ">", "Wait here."),
        ("rule", "", "---"),
        ("paragraph", "caption", "The boat"),
        ("paragraph", "", "Quay"),
        ("paragraph", "", "A wall"),
    ]


def test_blocks_stand_apart_and_lines_and_items_together() -> None:
    blocks = blocks_of(
        "<p>one<br>two<br><br>three</p><ul><li><p>four</p><li>five</ul><div>six</div>"
    )
    assert [(b.text, b.before) for b in blocks] == [
        ("one", 0), ("two", 0), ("three", 1), ("four", 1), ("five", 0), ("six", 1),
    ]  # fmt: skip
    assert all(one.after == two.before for one, two in pairwise(blocks))


def test_prose_that_is_wrapped_by_hand_is_one_paragraph_again() -> None:
    blocks = blocks_of(
        "<p>The ferry that should have left at noon was<br>still at the quay at four, and nobody on"
        "<br>the <a href=https://a.example/>harbour</a> wall could say why. By five the<br>"
        "rain had come.<br><br>Ada Moor<br>Harbour office<br>Westport</p>"
    )
    assert [b.text for b in blocks[1:]] == ["Ada Moor", "Harbour office", "Westport"]
    assert blocks[0].text.endswith("the harbour wall could say why. By five the rain had come.")
    assert len(blocks[0].lines) == 4
    assert blocks[0].links[0].span.of(blocks[0].text) == "harbour"  # type: ignore[union-attr]


def test_lines_with_bullets_are_items() -> None:
    blocks = blocks_of("<p>• <a href=https://a.example/>Rope</a><br>• Tar</p>")
    assert [(b.kind, b.mark, b.text) for b in blocks] == [
        ("item", "•", "Rope"),
        ("item", "•", "Tar"),
    ]
    assert blocks[0].links[0].span == (0, 4)


def test_nested_items_are_indented() -> None:
    blocks = blocks_of("<ul><li>a<ol><li>b<ul><li>c</ul></ol></ul>")
    assert [(b.text, b.indent) for b in blocks] == [("a", 0), ("b", 2), ("c", 4)]


@pytest.mark.parametrize(
    "markup",
    [
        "<p><b>In short</b></p><p>Long text that goes on.</p>",
        "<p><strong>In short</strong><br>Long text that goes on.</p>",
        "<p style='font-weight:700'>In short</p><p>Long text that goes on.</p>",
        "<p style='font-size:28px'>In short</p><p>Long text that goes on.</p>",
        "<font size=5>In short</font><p>Long text that goes on.</p>",
        "<style>.kicker{font-weight:bold}</style><p class=kicker>In short</p><p>Long text that goes on.</p>",
    ],
)
def test_a_short_line_that_looks_like_a_heading_is_one(markup: str) -> None:
    first = blocks_of(markup)[0]
    assert (first.kind, first.mark, first.text) == ("heading", "*", "In short")


@pytest.mark.parametrize(
    "markup",
    [
        "<p><b>A whole sentence stands here in bold.</b></p><p>Long text that goes on.</p>",
        "<p><b>Half</b> of it is bold</p><p>Long text that goes on.</p>",
        "<b><p>All of it</p><p>is in bold here</p><p>and so nothing stands out</p></b>",
    ],
)
def test_bold_alone_makes_no_heading(markup: str) -> None:
    assert not [block for block in blocks_of(markup) if block.kind == "heading"]


def test_a_data_table_gives_a_block_for_each_row() -> None:
    markup = (
        "<table><tr><th>Port<th>Ships</tr><tr><td>Ost<td><p>12</p></tr>"
        "<tr><td><a href=https://w.example/>West</a><td>7</tr></table>"
    )
    blocks = blocks_of(markup)
    assert [(b.mark, b.text) for b in blocks] == [
        ("table", "Port | Ships"), ("table", "Ost | 12"), ("table", "West | 7"),
    ]  # fmt: skip
    assert [link.text for link in blocks[2].links] == ["West"]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td><h2>A</h2><p>One two</p></td><td><h2>B</h2><p>Three</p></td></tr></table>",
        "<table role=presentation><tr><td>A<td>1</tr><tr><td>B<td>2</tr><tr><td>C<td>3</tr></table>",
        "<table><tr><td>A</tr><tr><td>B</tr><tr><td>C</tr></table>",
        "<table><tr><td><table><tr><th>A<th>B<tr><td>1<td></table></td><td>x</td></tr></table>",
    ],
)
def test_a_table_that_only_places_things_is_walked(markup: str) -> None:
    assert not [b for b in blocks_of(markup) if b.mark == "table" and " | " not in b.text]
    assert "A" in [b.text for b in blocks_of(markup)] or blocks_of(markup)[0].text == "A | B"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>Rumour</script>",
        "<style>Rumour{}</style>",
        "<template><p>Rumour</template>",
        "<noscript>Rumour</noscript>",
        "<!-- Rumour -->",
        "<p hidden>Rumour</p>",
        "<div style='DISPLAY : none !important'><p>Rumour</p></div>",
        "<div style='visibility:hidden'>Rumour</div>",
        "<span style='font-size:0px'>Rumour</span>",
        "<div style='max-height:0;overflow:hidden'>Rumour</div>",
        "<style>@media print{.b{color:red}} .pre, .x { display:none }</style><p class='a pre'>Rumour</p>",
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    assert [b.text for b in blocks_of(f"<p>Seen</p>{hidden}<p>again</p>")] == ["Seen", "again"]


def test_a_rule_for_certain_screens_hides_nothing() -> None:
    markup = "<style>@media (max-width:600px){.wide{display:none}}</style><p class=wide>Seen</p>"
    assert [b.text for b in blocks_of(markup)] == ["Seen"]


def test_text_in_a_cell_without_size_that_sets_its_own_is_seen() -> None:
    markup = "<table><tr><td style='font-size:0'><div style='font-size:14px'>Seen</div></table>"
    assert [b.text for b in blocks_of(markup)] == ["Seen"]


def test_links_stand_over_the_text_they_are_on() -> None:
    block = blocks_of(
        "<p>See <a href='https://a.example/?utm_source=x'>the  <b>first</b></a> and"
        " <a href=mailto:x@a.example>write</a>, or www.b.example/c.</p>"
    )[0]
    assert block.text == "See the first and write, or www.b.example/c."
    assert [(link.text, link.url, link.original) for link in block.links] == [
        ("the first", "https://a.example/", "https://a.example/?utm_source=x"),
        ("write", "mailto:x@a.example", None),
        ("www.b.example/c", "https://www.b.example/c", "www.b.example/c"),
    ]
    assert all(link.span and link.span.of(block.text) == link.text for link in block.links)


def test_a_link_around_blocks_is_kept_once() -> None:
    blocks = blocks_of("<a href=https://a.example/><h3>Head</h3><p>Text</p></a>")
    assert [[link.text for link in b.links] for b in blocks] == [["Head"], []]


def test_a_picture_speaks_only_where_nothing_else_does() -> None:
    assert shapes("<h1><img alt='The Paper'></h1><p><img alt=dot>Text</p>") == [
        ("heading", "#1", "The Paper"), ("paragraph", "", "Text"),
    ]  # fmt: skip
    blocks = blocks_of("<a href=https://a.example/><img alt=Story></a><p>Text</p>")
    assert [(b.text, len(b.links)) for b in blocks] == [("Story", 1), ("Text", 0)]
    twice = "<a href=https://a.example/><img alt=Story></a><h3><a href=https://a.example/>Story</a></h3>"
    assert [b.text for b in blocks_of(twice)] == ["Story"]


def test_a_link_without_any_word_goes_with_what_follows() -> None:
    blocks = blocks_of("<a href=https://a.example/><img src=x></a><p>Text</p>")
    assert [(link.text, link.url, link.span) for link in blocks[0].links] == [
        ("a.example", "https://a.example/", None)
    ]


def test_links_side_by_side_are_separate_words() -> None:
    assert (
        blocks_of("<a href=https://a.example/>One</a><a href=https://b.example/>two</a>")[0].text
        == "One two"
    )
    assert (
        blocks_of("<p><span>News</span><span>May 3</span> and <b>s</b>now</p>")[0].text
        == "News May 3 and snow"
    )


def test_preformatted_text_is_read_as_plain_text() -> None:
    blocks = blocks_of(
        "<pre>News\n====\n\nA <a href=https://a.example/>line</a>\n\n- one\n- two</pre>"
    )
    assert [b.kind for b in blocks] == ["heading", "paragraph", "item", "item"]
    assert [link.url for link in blocks[1].links] == ["https://a.example/"]


def test_addresses_are_resolved_against_the_page() -> None:
    link = blocks_of("<a href='../x'>x</a>", base="https://a.example/b/c/")[0].links[0]
    assert link.url == "https://a.example/b/x"
    link = blocks_of("<base href='https://b.example/'><a href=y>y</a>")[0].links[0]
    assert link.url == "https://b.example/y"


def test_a_page_says_who_wrote_it_and_when() -> None:
    told = converted(
        "<html lang=de-AT><head><title>Fog – The Quay</title>"
        "<meta property=og:site_name content='The Quay'><link rel=canonical href=https://q.example/fog>"
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Fog",'
        '"datePublished":"2024-05-03T08:00:00Z","author":[{"name":"Ada Moor"}]}]}</script></head>'
        "<body><p>The fog came in over the harbour and stayed.</p></body></html>"
    )
    given_ = told.given
    assert (given_.title, given_.publication, given_.date) == ("Fog", "The Quay", "2024-05-03")
    assert (given_.authors, given_.language, given_.url) == (
        ("Ada Moor",),
        "de",
        "https://q.example/fog",
    )
    assert {reason.of for reason in given_.reasons} >= {"title", "date", "authors", "url"}
    assert told.key == "url:https://q.example/fog"


@pytest.mark.parametrize(
    "script", ["[" * 100_000, '{"@type":' * 50_000, "{", '{"@graph":[1,null,[[]]]}']
)
def test_broken_or_endless_json_says_nothing(script: str) -> None:
    page = f"<title>Fog</title><script type='application/ld+json'>{script}</script><p>Text"
    assert converted(page).given.title == "Fog"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2022/apr/22/ferry", "2022-04-22"),
        ("2022/04/22/ferry", "2022-04-22"),
        ("2022/99/ferry", None),
    ],
)
def test_a_page_s_address_may_tell_its_day(path: str, day: str | None) -> None:
    page = f'<head><link rel="canonical" href="https://news.example/{path}"></head><p>A text.</p>'
    (converted,) = html.convert(page.encode(), "ferry.html", LIMITS)
    assert converted.given.date == day


def test_a_page_is_decoded_as_it_says() -> None:
    page = "<meta charset=iso-8859-2><p>Żółw i gęś".encode("iso-8859-2")
    assert converted(page).blocks[0].text == "Żółw i gęś"
    assert converted("<p>Größe".encode("cp1252")).blocks[0].text == "Größe"
    assert converted("\ufeff<p>Größe".encode("utf-16-le")).blocks[0].text == "Größe"


def test_elements_that_close_themselves_swallow_nothing() -> None:
    assert [b.text for b in blocks_of("<p>one</p><iframe src=x /><p>two</p>")] == ["one", "two"]
    assert [
        b.text
        for b in blocks_of("<?xml version='1.0'?><html><head><title/></head><p>one</p></html>")
    ] == ["one"]


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<p>x" * 60_000, "too-many-blocks"),
        ("<p>" + "x" * (6 << 20), "too-large"),
        ("<div>" * 100_000 + "x", "too-deep"),
        (f"<base href='https://a.example/{'b' * 1900}/'>" + "<a href=c>d</a>" * 5_000, "bomb"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_too_much_is_refused_with_its_code(markup: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        blocks_of(markup)
    assert refused.value.code == code


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        converted("<html><body><script>var a = 1</script></body></html>")
    assert refused.value.code == "empty"


def test_nothing_of_a_page_can_steer_a_terminal() -> None:
    blocks = blocks_of(
        "<p>a&#27;]0;title&#7;b&#x202e;c&#155;2J<a href='https://a.example/&#27;x'>d&#27;[2J</a>"
    )
    for block in blocks:
        assert block.text == clean(block.text)
        assert all(link.text == clean(link.text) for link in block.links)


PARTS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=https://a.example/x>", "</a>", "<ul>",
     "<li>", "</ul>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<br>", "<br>", "<h2>", "</h2>", "<pre>",
     "</pre>", "<blockquote>", "</blockquote>", "<span style='font-size:30px'>", "</span>", "<hr>",
     "<font size=+1>", "<select><option>", "</select>", "<button>", "<dl><dt>", "<dd>", "</dl>", "<svg>",
     "</svg>", "<figcaption>", "<img alt=q>", "&nbsp;", "&#x200d;", "&#27;[1m", "<!--", "-->", "<", "&lt;",
     "<i x='", "'>", "\0", "\n", " ", "<script>", "</script>", "<style>.a{display:none}</style>",
     "<p class=a>", "<textarea>", "</textarea>", "<math><mi>", "]]>", "https://b.example/y "]
)  # fmt: skip
WORDS = st.text("abcdeß漢", min_size=2, max_size=6).map(lambda word: f" {word} ")


def seen(markup: str) -> Counter[str]:
    tree = LexborHTMLParser(markup.replace("\0", ""))
    tree.strip_tags(["script", "style", "template", "noscript", "head", "svg"], recursive=True)
    for node in tree.css(".a"):
        node.decompose()
    return (
        Counter(tokens(clean(tree.root.text(deep=True, separator=" ")))) if tree.root else Counter()
    )


@settings(max_examples=60)
@given(st.lists(st.one_of(PARTS, WORDS), max_size=40).map("".join))
def test_no_word_of_any_soup_is_lost_and_nothing_is_raised(markup: str) -> None:
    try:
        blocks = blocks_of(markup)
    except Refused:
        return
    # Words that two elements write together are one word: letters are compared.
    written = Counter("".join(token for block in blocks for token in tokens(block.text)))
    missing = Counter("".join(seen(markup).elements())) - written
    if ".a{" not in markup:
        assert not missing
    for block in blocks:
        assert block.text == clean(block.text)
        for link in block.links:
            assert link.span is None or link.span.of(block.text) == link.text


def reference(markup: str) -> tuple[Counter[str], set[str]]:
    """Words and links as another reading of the same tree has them."""
    tree = LexborHTMLParser(markup)
    tree.strip_tags(
        ["script", "style", "template", "noscript", "head", "iframe", "svg", "video"],
        recursive=True,
    )
    for node in tree.css("[style], [hidden]"):
        style = re.sub(r"\s", "", (node.attributes.get("style") or "").lower())
        hides = (
            "display:none" in style or "visibility:hidden" in style or "hidden" in node.attributes
        )
        if hides and node.tag not in ("html", "body"):
            node.decompose()
    links = {canonical(node.attributes.get("href") or "")[0] for node in tree.css("a[href]")}
    words = tree.root.text(deep=True, separator="\n") if tree.root else ""
    return Counter(tokens(clean(words))), {link for link in links if link}


def test_real_pages_keep_their_words_and_links() -> None:
    if not PAGES.is_dir():
        pytest.skip("../shared is not here")
    for path in sorted(PAGES.glob("*/*.html")):
        markup = path.read_bytes().decode("utf-8", "replace")
        words, links = reference(markup)
        blocks = blocks_of(markup)
        kept = Counter(token for block in blocks for token in tokens(block.text))
        assert sum((words - kept).values()) <= 0.02 * words.total() + 1, path.name
        lost = links - {link.url for block in blocks for link in block.links}
        assert len(lost) <= 0.02 * len(links) + 2, path.name
