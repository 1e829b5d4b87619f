"""What was put aside is found again in the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crankreader.reader.originals import original, put_aside
from tests.builders import make_issue

PAGE = """<body><table><tr><td><b>The Ferry</b>
Post</td></tr></table><p>Boats run late.</p><p>Caf&eacute; &amp; quay</p>
<a href="x">Unsubscribe here</a></body>"""


def found(text: str, *furniture: str) -> list[str]:
    return [span.of(text) for span in put_aside(text, furniture)]


def test_a_line_is_found_whatever_tags_and_breaks_stand_in_it() -> None:
    assert found(PAGE, "The Ferry Post", "Café & quay", "Unsubscribe here") == [
        "The Ferry</b>\nPost",
        "Caf&eacute; &amp; quay",
        "Unsubscribe here",
    ]


def test_what_is_not_there_is_passed_over() -> None:
    assert found(PAGE, "|", "No such words", "Boats run late.") == ["Boats run late."]


def test_the_same_line_twice_is_found_twice() -> None:
    text = "Share\nA story.\nShare\n"
    assert [tuple(s) for s in put_aside(text, ["Share", "Share", "Share"])] == [(0, 5), (15, 20)]


@given(st.text(max_size=80), st.lists(st.text(max_size=10), max_size=5))
def test_spans_rise_and_lie_within(text: str, furniture: list[str]) -> None:
    at = 0
    for span in put_aside(text, furniture):
        assert at <= span.start < span.end <= len(text)
        at = span.end


def test_the_words_of_a_line_within_a_sentence_are_no_furniture() -> None:
    text = "Top\nThey share it.\nShare\n"
    assert [tuple(span) for span in put_aside(text, ["Share"])] == [(19, 24)]


def test_what_a_link_points_to_is_no_part_of_its_line() -> None:
    raw = b"A story.\n\n[Read](https://example.org/a_(b)) this [here][1] <b>now</b>\n"
    issue = make_issue(format="markdown", furniture=("Read this here now",))
    shown = original(issue, raw)
    (span,) = shown.put_aside
    assert span.of(shown.text).startswith("[Read](https")
    assert span.of(shown.text).endswith("now")


def test_a_text_has_no_tags() -> None:
    shown = original(make_issue(furniture=("<ul> one",)), b"A story.\n<ul> one\n")
    assert [span.of(shown.text) for span in shown.put_aside] == ["<ul> one"]


def test_what_was_put_aside_later_is_found_although_it_stood_before() -> None:
    text = "The Quay\n\nWe write to you.\n\nA ship came.\n\nWrite to us.\n\nLeave the list"
    lines = ["The Quay", "Leave the list", "We write to you.", "Write to us."]
    found = [span.of(text).rstrip(".") for span in put_aside(text, lines)]
    assert found == ["The Quay", "We write to you", "Write to us", "Leave the list"]
