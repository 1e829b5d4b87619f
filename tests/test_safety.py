"""What the terminal, a browser and a program may be given."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crankreader.safety import clean, json_text, one_line, safe_url

NASTY = (
    "\x1b[]PX^_\\\x07\x9b\x9d\x90\x98\x9c\x18\x1a0;31mH \t\r\n\x0b\x0c\x85\u2028\x00\x7f\x80\xad"
    "\u200b\u200c\u200d\u200e\u202e\u2066\u2060\ufeff\ufe0f\ufff9\ud800\ufffe\U000e0041\u034f\u3164"
    "a.…❤\u0301\u0300\u0323\u20dd\u094d\u0915\u0628\u06cc\u064e1"
)
nasty = st.text(st.sampled_from(NASTY), max_size=40) | st.text(max_size=30)
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"
)
ZWNJ, ZWJ = "\u200c", "\u200d"


@settings(max_examples=60)
@given(nasty)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(max_examples=60)
@given(nasty)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    assert not UNSAFE.search(clean(text))


@settings(max_examples=60)
@given(nasty)
def test_no_base_carries_more_than_three_marks(text: str) -> None:
    marks = "".join("m" if unicodedata.category(c) in ("Mn", "Me") else "b" for c in clean(text))
    joined = "".join(m for m, c in zip(marks, clean(text), strict=True) if c != ZWJ)
    assert "mmmm" not in joined


@settings(max_examples=60)
@given(nasty, st.integers(1, 12))
def test_a_line_is_one_short_line_and_stays_as_it_is(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert "  " not in line
    assert one_line(line, limit) == line
    assert clean(line) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;cm0gLXJm\x07copied", "copied"),
        ("\x1b]0;title\x1b\\x", "x"),
        ("\x9d0;title\x9cx", "x"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b1;2Hmoved", "moved"),
        ("\x1bPq#0;2\x1b\\x", "x"),
        ("\x1bXsos\x1b\\\x1b^pm\x1b\\\x1b_apc\x1b\\x", "x"),
        ("\x98sos\x9c\x9epm\x9c\x9fapc\x9cx", "x"),
        ("\x1b(Bx\x1bcy\x1b", "xy"),
        ("\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;cancelled\x18x", "x"),
        ("\x1b\x1b[31mx", "x"),
    ],
)
def test_a_whole_escape_sequence_goes(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_an_unterminated_sequence_does_not_swallow_the_rest() -> None:
    assert clean("\x1b]0;evil and more\nnext line") == " and more\nnext line"
    assert clean("\x1b[31") == ""
    assert clean("one\x1bP two\x1b] three\nfour") == "one two three\nfour"
    assert clean("\x9dopen" + " word" * 3000).endswith(" word")


def test_line_ends_become_newlines_and_tabs_blanks() -> None:
    assert clean("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h") == "a\nb\nc\nd\ne\nf\ng\nh"
    assert clean("a\tb") == "a   b"


def test_direction_controls_are_shown_and_the_invisible_goes() -> None:
    assert clean("abc\u202etxt.exe") == "abc\ufffdtxt.exe"
    assert clean("in\u200bvi\u00adsi\u2060b\ufeffl\U000e0041e") == "invisible"
    assert clean("\ud800\ufdd0\U0001ffff") == "\ufffd" * 3


def test_persian_keeps_its_single_non_joiner() -> None:
    persian = f"می{ZWNJ}خواهم"
    assert clean(persian) == persian
    assert clean(f"می{ZWNJ}{ZWNJ}خواهم") == persian
    assert clean(f"می{ZWNJ} خواهم{ZWNJ}") == "می خواهم"
    assert clean(f"ab{ZWNJ}cd") == "abcd"
    assert clean(f"क्{ZWNJ}ष") == f"क्{ZWNJ}ष"


def test_emoji_families_stay_together_and_lines_take_them_apart() -> None:
    family = f"👩{ZWJ}👩{ZWJ}👧 ❤\ufe0f"
    assert clean(family) == family
    assert one_line(family) == "👩👩👧 ❤"


def test_a_heap_of_marks_is_cut_to_three() -> None:
    assert clean("e" + "\u0301" * 9 + "x") == "e" + "\u0301" * 3 + "x"
    assert clean("e" + f"\u0301{ZWJ}" * 9) == "e" + f"\u0301{ZWJ}" * 3


def test_ordinary_text_comes_back_untouched() -> None:
    text = "“Żółć” — the U.S.’s €5 naïve… Привет 北京 서울 שלום\nnext"
    assert clean(text) is text


def test_a_long_line_ends_in_an_ellipsis() -> None:
    assert one_line("word " * 100, 12) == "word word w…"
    assert one_line(" a \n\n b\t c ") == "a b c"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://a.example/",
        "//a.example/x",
        "https:///nowhere",
        "https://user@a.example/",
        "https://user:word@a.example/",
        "https://a.example/a b",
        " https://a.example/",
        "https://a.example/\n",
        "https://a.example\\@b.example/",
        "https://a.example/\x1b[31m",
        "https://a.example/\u202etxt",
        "https://a.example/\u200b",
        "https://a.example:99999/",
        "https://a..example/",
        "https://-a.example/",
        "https://a%2eexample/",
        "https://[::1/",
        "https://a.example/" + "x" * 2048,
        "https://a.example/" + "ы" * 400,
        "",
        "not an address",
    ],
)
def test_an_address_that_nobody_should_be_sent_to_is_none(url: str) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("HTTPS://A.Example/Path?q=1#f", "https://a.example/Path?q=1#f"),
        ("https://аррle.example/", "https://xn--le-6kc8da.example/"),
        ("https://faß.example/ß", "https://xn--fa-hia.example/%C3%9F"),
        ("https://a.example/100%/%41", "https://a.example/100%25/%41"),
        ('https://a.example/"<>', "https://a.example/%22%3C%3E"),
        ("http://[2001:db8::0001]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"),
    ],
)
def test_an_address_is_written_in_ascii(url: str, safe: str) -> None:
    assert safe_url(url) == safe


@settings(max_examples=60)
@given(
    st.sampled_from(["https://", "http://", "HTTP://a.example/", "https://a.example/?"]),
    st.text(st.sampled_from("abё。.:/@%?#[]&'\"ßA1-_\u0301") | st.characters(), max_size=12),
)
def test_a_safe_address_is_ascii_and_stays_as_it_is(start: str, rest: str) -> None:
    safe = safe_url(start + rest)
    if safe is not None:
        assert safe.isascii()
        assert safe.isprintable()
        assert not set(' \\"<>') & set(safe)
        assert safe_url(safe) == safe


@settings(max_examples=60)
@given(st.dictionaries(nasty, nasty | st.integers() | st.none(), max_size=3))
def test_json_reads_back_as_it_was_and_is_harmless(document: dict[str, object]) -> None:
    text = json_text(document)
    text.encode("utf-8")
    assert json.loads(text) == document
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e]", text)
    assert "\n" not in json_text(document, indent=None)


def test_json_keeps_readable_letters() -> None:
    assert json_text(["Żółć 北京\x85"], indent=None) == '["Żółć 北京\\u0085"]'
