"""Markdown becomes blocks with every word and link of the document."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.blocks import Block
from crankreader.ingest.documents import Converted
from crankreader.ingest.markdown import blocks_of, convert, looks_like
from crankreader.ingest.sniff import Refused
from crankreader.settings import LIMITS

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpora" / "md"
WORD = re.compile(r"[^\W_]+")


def converted(text: str, path: str = "letter.md") -> Converted:
    (document,) = convert(text.encode(), path, LIMITS)
    return document


def shapes(text: str) -> list[tuple[str, str, str]]:
    return [(block.kind, block.mark, block.text) for block in blocks_of(text)]


def pointed(text: str) -> list[tuple[str, str | None]]:
    """What each link covers, and where it leads."""
    found = []
    for block in blocks_of(text):
        for link in block.links:
            assert link.span is None or link.span.of(block.text) == link.text
            found.append((link.text, link.url))
    return found


def refusal(text: str) -> str:
    with pytest.raises(Refused) as refused:
        blocks_of(text)
    return refused.value.code


def test_a_letter_becomes_a_document_with_what_its_head_says() -> None:
    found = converted(
        "---\ntitle: Slack Tide\ndate: 2024-10-14\n---\n# News\n\nThe ferry is late.\n"
    )
    assert (found.format, found.given.title, found.given.date) == (
        "markdown",
        "Slack Tide",
        "2024-10-14",
    )
    assert found.text == "News\n\nThe ferry is late."
    assert [(block.before, block.after) for block in found.blocks] == [(0, 1), (1, 9)]


def test_headings_of_both_kinds_keep_their_level() -> None:
    assert shapes("Tides\n=====\n\n## Low ##\n\nShoals\n---\n\n#### [Rope](http://a.example)") == [
        ("heading", "#1", "Tides"),
        ("heading", "#2", "Low"),
        ("heading", "#2", "Shoals"),
        ("heading", "#4", "Rope"),
    ]


def test_a_bold_line_by_itself_is_a_heading_and_a_bold_sentence_is_none() -> None:
    assert shapes(
        "**From the quay**\n\n**We were late.** So it goes.\n\n**All of it is said here.**"
    ) == [
        ("heading", "*", "From the quay"),
        ("paragraph", "", "We were late. So it goes."),
        ("paragraph", "", "All of it is said here."),
    ]


def test_lists_keep_their_depth_and_items_their_further_paragraphs() -> None:
    text = "- one\n  - two\n\n    more of two\n- three\n\n1. first\n2. second\n"
    assert [(b.kind, b.mark, b.indent, b.text) for b in blocks_of(text)] == [
        ("item", "-", 0, "one"),
        ("item", "-", 2, "two"),
        ("paragraph", "", 4, "more of two"),
        ("item", "-", 0, "three"),
        ("item", "1", 0, "first"),
        ("item", "1", 0, "second"),
    ]


def test_bold_words_that_open_a_text_are_its_lead() -> None:
    found = blocks_of(
        "**Late again:** the ferry\n\n- **Pier** open\n\n**All of it.**\n\nno **lead**"
    )
    assert [block.text[: block.lead] for block in found] == ["Late again:", "Pier", "", ""]


def test_items_of_a_tight_list_sit_on_one_another() -> None:
    assert [b.before for b in blocks_of("Here:\n\n- a\n- b\n\nAnd:\n\n- c\n\n- d\n")] == [
        0, 1, 0, 1, 1, 1,
    ]  # fmt: skip


def test_a_year_or_a_day_before_a_dot_is_no_items_number() -> None:
    assert [b.text for b in blocks_of("1986. That was a year.\n\n3. May was wet.\n")] == [
        "1986. That was a year.",
        "3. May was wet.",
    ]


def test_quotes_fences_rules_and_tables_keep_their_words() -> None:
    text = "> said *she*\n\n```sh\nls -l\n  cd ..\n```\n\n***\n\n| Boat | Tons |\n|--|--:|\n| Ida | 40 |\n| | 9 |\n"
    assert shapes(text) == [
        ("quote", ">", "said she"),
        ("paragraph", "", "ls -l\n  cd .."),
        ("rule", "", "---"),
        ("paragraph", "table", "Boat | Tons"),
        ("paragraph", "table", "Ida | 40"),
        ("paragraph", "table", "9"),
    ]


def test_a_hard_break_begins_a_line_that_sits_on_the_one_above() -> None:
    found = blocks_of("**Rope**  \nTwelve fathoms\\\nof it")
    assert [(b.kind, b.text, b.before) for b in found] == [
        ("heading", "Rope", 0),
        ("paragraph", "Twelve fathoms", 0),
        ("paragraph", "of it", 0),
    ]


def test_soft_breaks_are_blanks_but_where_a_script_has_none() -> None:
    assert [b.text for b in blocks_of("a long\nline\n\n船は\n遅い")] == ["a long line", "船は遅い"]


def test_links_of_all_kinds_are_found_where_they_stand() -> None:
    text = (
        "See [the *list*](http://a.example/x), [notes][n], <https://b.example/> and "
        "https://c.example/y. Write to <ada@d.example>.\n\n[n]: https://e.example/n 'Notes'\n"
    )
    assert pointed(text) == [
        ("the list", "http://a.example/x"),
        ("notes", "https://e.example/n"),
        ("https://b.example/", "https://b.example/"),
        ("https://c.example/y", "https://c.example/y"),
        ("ada@d.example", "mailto:ada@d.example"),
    ]


def test_a_relative_link_keeps_its_text_and_is_whole_only_with_a_base() -> None:
    assert pointed("[there](/old/9)") == [("there", None)]
    (block,) = blocks_of("[there](/old/9)", base="https://tide.example/new/10")
    assert block.links[0].url == "https://tide.example/old/9"


def test_an_address_that_runs_something_is_no_link() -> None:
    assert pointed("[a](javascript:alert(1)) [b](data:text/html,x)") == []
    assert shapes("[a](javascript:alert(1))") == [("paragraph", "", "a")]


def test_a_picture_in_a_link_lends_it_its_words_and_one_alone_is_a_caption() -> None:
    assert pointed("[![The old pier](p.png)](http://a.example)") == [
        ("The old pier", "http://a.example")
    ]
    assert shapes("![Boats before the old pier](p.png)\n\n![p-1.png](p-1.png)\n\nx") == [
        ("paragraph", "caption", "Boats before the old pier"),
        ("paragraph", "", "x"),
    ]


def test_a_link_without_words_stays_with_the_next_block() -> None:
    assert pointed("[![](p.png)](http://a.example)\n\nwords") == [
        ("http://a.example", "http://a.example")
    ]


def test_html_within_lines_gives_its_links_and_breaks() -> None:
    assert pointed('so <a href="http://a.example/?b=1&amp;c=2">it goes</a> <br> on') == [
        ("it goes", "http://a.example/?b=1&c=2")
    ]
    assert shapes("a <b>b</b><script>x()</script><!-- no --> c") == [("paragraph", "", "a b c")]


def test_html_blocks_are_read_as_html() -> None:
    texts = [b.text for b in blocks_of("<div>\n<p>one <i>two</i></p>\n</div>\n\nthree\n")]
    assert texts == ["one two", "three"]


def test_comments_are_dropped_and_one_without_an_end_hides_nothing() -> None:
    assert "after" in shapes("<!-- hidden -->\n\nafter")[0][2]
    assert any("after" in text for *_, text in shapes("before <!-- open\n\nafter"))
    assert any("after" in text for *_, text in shapes("<!-- open\n\nafter"))


def test_what_a_sites_builder_takes_out_is_no_text() -> None:
    text = (
        "{% include head.html %}\n## Low water {#low}\n{:.wide}\n\n"
        "{% comment %}not yet{% endcomment %}The {{ site.name }}ferry `{{ kept }}`.\n\n"
        '{% assign at = "http://a.example/" %}[map]({{at}}7) and [a port][elsewhere].\n'
    )
    assert shapes(text) == [
        ("heading", "#2", "Low water"),
        ("paragraph", "", "The ferry {{ kept }}."),
        ("paragraph", "", "map and a port."),
    ]
    assert pointed(text) == [("map", "http://a.example/7")]


def test_texts_within_a_builders_tags_are_kept() -> None:
    text = '{% include ask.md\n  q="Who rows the boat?"\n  a="Ada does, at *noon*." to="http://a.example/" class="x y z" %}'
    assert [b.text for b in blocks_of(text)] == ["Who rows the boat?", "Ada does, at noon."]
    assert pointed(text) == [("http://a.example/", "http://a.example/")]


def test_code_keeps_what_elsewhere_would_be_a_tag() -> None:
    assert [b.text for b in blocks_of("```\n{{ a }} <!-- b -->\n```\n\n`<!-- c -->`")] == [
        "{{ a }} <!-- b -->",
        "<!-- c -->",
    ]


def test_footnotes_are_marked_as_notes_of_plain_text_are() -> None:
    assert shapes("It rained.[^1] And `[^1]`.\n\n[^1]: By the log.\n[^2]: http://a.example\n") == [
        ("paragraph", "", "It rained.[1] And [^1]."),
        ("item", "[1]", "[1]: By the log."),
        ("item", "[1]", "[2]: http://a.example"),
    ]


def test_text_is_cleaned_after_its_entities() -> None:
    (block,) = blocks_of("a&#27;[31mb &#x202e;c &amp; [d](http://a.example)")
    assert "\x1b" not in block.text
    assert "\u202e" not in block.text
    assert block.text.endswith("& d")


def test_a_head_without_a_text_is_read_as_its_title() -> None:
    assert converted("---\ntitle: Slack Tide\n---\n").text == "Slack Tide"


def test_what_has_no_words_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        converted("<!-- a -->\n")
    assert refused.value.code == "empty"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (">" * 500 + " a", "too-deep"),
        ("- " * 500 + "a", "too-deep"),
        ("".join("  " * n + "- a\n" for n in range(200)), "too-deep"),
        ("- a\n" * (LIMITS.blocks + 1), "too-many-blocks"),
        ("a\n" * (5 * LIMITS.blocks), "too-many-blocks"),
        ("[" * (3 * LIMITS.blocks), "too-many-blocks"),
        ("|" * (5 * LIMITS.blocks), "too-many-blocks"),
    ],
)
def test_what_would_take_too_long_is_refused(text: str, code: str) -> None:
    assert refusal(text) == code


@pytest.mark.parametrize(
    "part", ["[", "![", "[[", "[a](", "*a _b ", "<!-- ", "<?", "{% ", "`a", "[a][", "]"]
)
def test_heaps_of_marks_without_partners_are_read_as_text(part: str) -> None:
    assert blocks_of(part * 5000 + " word")[-1].text.endswith("word")


def test_a_rule_of_many_dashes_is_a_rule() -> None:
    assert [b.kind for b in blocks_of("- " * 60 + "\n\na")] == ["rule", "paragraph"]


def test_one_definition_used_often_cannot_unfold_into_a_flood() -> None:
    long = "[a]: http://a.example/" + "b" * 2000 + "\n\n" + "[a] " * 90_000
    assert refusal(long) == "bomb"


@given(
    st.lists(st.text(alphabet="ab1 *_`[]()>#-+.|~!\\&;:/\n", min_size=1, max_size=40), max_size=12)
)
def test_any_marks_are_read_or_refused(parts: list[str]) -> None:
    try:
        found = blocks_of("\n".join(parts))
    except Refused:
        return
    for block in found:
        assert block.text
        assert all(
            link.span is None or link.span.of(block.text) == link.text for link in block.links
        )


words = st.text(alphabet="abcdefgéß中", min_size=1, max_size=8)
inline = st.one_of(
    words,
    words.map(lambda word: f"**{word}**"),
    words.map(lambda word: f"[{word}](http://x.example)"),
    words.map(lambda word: f"`{word}`"),
)
shape = st.sampled_from(
    ["{}", "# {}", "### {}", "- {}", "1. {}", "> {}", "- > {}", "  * {}", "{}  ", "| {} |"]
)


@given(
    st.lists(st.tuples(shape, st.lists(inline, min_size=1, max_size=5)), min_size=1, max_size=12),
    st.sampled_from(["\n", "\n\n"]),
)
def test_no_word_is_lost(rows: list[tuple[str, list[str]]], between: str) -> None:
    text = between.join(form.format(" ".join(parts)) for form, parts in rows)
    plain = re.sub(r"\]\(http://x\.example\)", "]", text)
    written = WORD.findall(re.sub(r"(?m)^1\. ", "", plain))
    shown = WORD.findall(" ".join(block.text for block in blocks_of(text)))
    assert "".join(shown) == "".join(written)


LETTER = """Slack Tide, no. 9

# News

- The ferry is late
- The pier is open: https://pier.example

Notes
-----
[1] By the log.
[1]: http://log.example
"""


@pytest.mark.parametrize("name", ["letter.txt", "letter"])
def test_a_letter_in_plain_text_is_no_markdown(name: str) -> None:
    assert looks_like(LETTER, name)[0] < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Slack Tide\n---\nThe ferry.\n",
        "+ [a](http://a.example)\n+ [b](http://b.example)\n+ [c](http://c.example)\n",
        "# A\n\n## B\n\ntext\n\n## C\n\ntext\n",
    ],
)
def test_markdown_is_known_by_its_content(text: str) -> None:
    confidence, why = looks_like(text, "letter")
    assert confidence >= 0.5
    assert why.startswith("it has ")


def test_the_name_only_breaks_a_tie() -> None:
    text = "# Slack Tide\n\nThe ferry is late.\n"
    assert looks_like(text, "tide.txt")[0] < 0.5 <= looks_like(text, "tide.md")[0]
    assert looks_like("The ferry is late.\n", "tide.md")[0] < 0.5


def corpus() -> list[Path]:
    return (
        sorted(path for path in CORPUS.rglob("*.m*") if path.is_file()) if CORPUS.is_dir() else []
    )


def headings(blocks: list[Block]) -> Counter[str]:
    return Counter("".join(WORD.findall(b.text)) for b in blocks if b.mark.startswith("#"))


def visible(text: str) -> str:
    """The document outside its comments and fences, read a second way."""
    text = re.sub(r"<!--.*?-->|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
    return "".join(re.split(r"(?ms)^\s*```.*?^\s*```\s*$", text))


def test_every_heading_and_link_of_real_letters_is_seen() -> None:
    if not CORPUS.is_dir():
        pytest.skip("../shared is not here")
    for path in corpus():
        text = path.read_text("utf-8").replace("\r\n", "\n")
        found = converted(text, path.name)
        plain = visible(text)
        have = headings(found.blocks)
        for line in re.findall(r"(?m)^#{1,6}[ \t]+(\S.*)$", plain):
            line = re.sub(r"<[^>]+>|\{[:#][^}]*\}", "", line)
            line = re.sub(r"\]\((?:[^()]|\([^()]*\))*\)|\]\[[^\]]*\]", "]", line)
            key = "".join(WORD.findall(line))
            assert not key or have[key] > 0, (path.name, line)
            have[key] -= 1
        urls = {
            each for b in found.blocks for link in b.links for each in (link.url, link.original)
        }
        for url in re.findall(r"(?<!!)\[[^\[\]]*\]\((https?://[^\s()<>{}]+)\)", plain):
            assert url in urls or any(each and url.startswith(each) for each in urls), (
                path.name,
                url,
            )
        assert looks_like(text, path.name)[0] >= 0.5, path.name


def test_plain_text_stays_plain_text() -> None:
    texts = list((SHARED / "corpora" / "txt").rglob("*.txt")) if SHARED.is_dir() else []
    texts += sorted(Path(__file__).parents[1].rglob("*.txt"))
    for path in texts:
        assert looks_like(path.read_text("utf-8", "replace"), path.name)[0] < 0.5, path.name
