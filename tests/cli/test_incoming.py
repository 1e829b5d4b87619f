"""add and refresh over feeds: shapes, exit codes, and which commands reach for the network."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds import opml, rss
from tests.fetch.server import HOME, Server, serving
from tests.papers import DIGEST
from tests.test_cli import Shell


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    home = tmp_path / "data"
    home.mkdir()
    (home / "config.toml").write_text(f'[fetch]\nallow = ["{HOME}"]\n', encoding="utf-8")
    return Shell(home, capsys)


@pytest.fixture
def feed(server: Server) -> str:
    return server.page("/feed", rss("Tides", "ebb", "flood"), ETag='"1"')


def test_add_tells_documents_and_feeds(shell: Shell, feed: str) -> None:
    code, document = shell.json("add", feed)
    assert code == 0
    assert document["counts"]["added"] == 2
    assert document["subscribed"] == 1
    assert document["feeds"] == [
        {"url": feed, "title": "Tides", "status": "subscribed", "code": None, "reason": None}
    ]
    assert {each["path"] for each in document["documents"]} == {feed}
    _, listed = shell.json("list", "publications")
    assert [(row["name"], row["feed"]) for row in listed["publications"]] == [("Tides", feed)]


def test_a_list_of_feeds_says_how_to_go_on(shell: Shell, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "mine.opml"
    path.write_bytes(opml(server.url("/a"), server.url("/b")))
    code, out = shell("add", str(path))
    assert code == 0
    assert out.count("subscribed") == 2
    assert "Subscribed to 2 feeds; `crankreader refresh` fetches them." in shell.error
    assert server.asked == []


def test_refresh_tells_what_is_new_and_what_failed(shell: Shell, server: Server, feed: str) -> None:
    other = server.page("/other", rss("Cranes", "jib", home="https://cranes.example/"))
    shell("add", feed, other)
    server.page("/feed", rss("Tides", "ebb", "flood", "neap"))
    server.page("/other", b"", 404)
    code, document = shell.json("refresh")
    assert code == 1
    assert {one["url"]: (one["status"], one["code"]) for one in document["feeds"]} == {
        feed: ("new", None),
        other: ("failed", "absent"),
    }
    assert (document["counts"]["added"], document["counts"]["failed"]) == (1, 1)
    assert document["subscribed"] == 0
    failed = next(one for one in document["documents"] if one["status"] == "failed")
    assert (failed["path"], failed["stage"], failed["code"]) == (other, "fetch", "absent")
    code, out = shell("refresh", other)
    assert (code, out.count("failed"), out.count(other)) == (1, 1, 1)
    assert shell.error.strip() == "Feeds: 1 failed."
    code, out = shell("refresh", "tides")
    assert (code, out) == (0, "")
    assert shell.error.strip() == "3 unchanged. Feeds: 1 unchanged."


def test_refresh_prints_a_report_a_line(shell: Shell, feed: str) -> None:
    shell("add", feed)
    code, out = shell("refresh", "--report-lines")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line["status"] for line in lines] == ["unchanged", "unchanged", "unchanged"]
    assert ["path" in line for line in lines] == [True, True, False]


def test_where_nothing_is_followed_refresh_says_so(shell: Shell, feed: str) -> None:
    assert shell("refresh") == (1, "")
    assert "Nothing is followed" in shell.error
    shell("add", feed)
    assert shell("refresh", "no", "such", "letter") == (1, "")
    assert "No feed is followed for no such letter." in shell.error


def test_what_is_followed_can_be_listed(shell: Shell, server: Server, feed: str) -> None:
    other = server.page("/other", rss("Cranes", "jib", home="https://cranes.example/"))
    shell("add", feed, other)
    server.page("/other", b"", 500)
    shell("refresh")
    code, listed = shell.json("list", "feeds")
    assert (code, listed["total"]) == (0, 2)
    cranes, tides = listed["feeds"]
    assert (cranes["url"], cranes["code"], cranes["failures"]) == (other, "server-error", 1)
    assert (tides["title"], tides["problem"], tides["failures"]) == ("Tides", None, 0)
    assert tides["succeeded"] >= cranes["succeeded"] >= "2020-01-01T00:00:00Z"
    assert [row["url"] for row in shell.json("list", "feeds", "tides")[1]["feeds"]] == [feed]
    code, out = shell("list", "feeds")
    assert (code, len(out.splitlines())) == (0, 2)


def test_a_publication_is_removed_with_its_feed(shell: Shell, server: Server, feed: str) -> None:
    shell("add", feed)
    server.asked.clear()
    assert shell.json("remove", "--publication", "Tides")[1]["removed"] == 2
    shell("refresh")
    assert server.asked == []
    shell("undo")
    shell("refresh")
    assert len(server.asked) == 1


def test_a_feed_and_a_directory_are_followed_no_more(
    shell: Shell, feed: str, tmp_path: Path
) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "digest.txt").write_text(DIGEST, encoding="utf-8")
    shell("add", feed, str(letters))
    assert shell.json("remove", feed) == (0, {"removed": 1, "undo": "unsubscribed from 1 feed"})
    assert shell.json("remove", str(letters)) == (0, {"removed": 1, "undo": None})
    assert shell("refresh")[0] == 1
    assert shell("remove", feed)[0] == shell("remove", str(letters))[0] == 1
    assert shell.json("list", "publications")[1]["total"] == 2


LISTENING = """
import sys
asked = []
def hear(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        asked.append(event)
    elif event in ("socket.connect", "socket.bind", "socket.sendto") and type(arguments[1]) is tuple:
        asked.append(event)
sys.addaudithook(hear)
from crankreader.cli import run
run(sys.argv[1:])
print("::", *asked)
"""

SILENT = [
    ["--help"],
    [],
    ["add", "PAPER"],
    ["add", "LIST"],
    ["add", "--samples"],
    ["parse", "PAPER", "PAGE"],
    ["annotate", "PAPER"],
    ["list", "publications"],
    ["search", "odesa"],
    ["mark", "odesa", "--read"],
    ["undo"],
    ["remove", "https://127.0.0.1:1/feed"],
    ["reindex"],
    ["doctor"],
    ["path"],
    ["config"],
]


@pytest.mark.parametrize(
    ("words", "reaches"),
    [*((words, False) for words in SILENT), (["refresh"], True), (["add", "FEED"], True)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_only_who_asks_for_feeds_reaches_for_the_network(
    shell: Shell, server: Server, feed: str, tmp_path: Path, words: list[str], reaches: bool
) -> None:
    files = {
        "PAPER": DIGEST.encode(),
        "LIST": opml(feed),
        "PAGE": b"<html><img src='http://127.0.0.1:1/x.png'><p>Words of a page, and more.</p></html>",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    shell("add", str(tmp_path / "LIST"), str(tmp_path / "PAPER"))
    given = [str(tmp_path / word) if word in files else word for word in words]
    given = [feed if word == "FEED" else word for word in given]
    done = subprocess.run(
        [sys.executable, "-c", LISTENING, f"--data-dir={shell.home}", *given],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert bool(done.stdout.rpartition("::")[2].split()) == reaches
    assert bool(server.asked) == reaches


def test_what_a_server_says_is_harmless_in_a_terminal(shell: Shell, server: Server) -> None:
    evil = "\x1b]52;c;x\x07\u202eTides"
    server.page("/feed", rss("Tides", "ebb").replace(b"Tides", b"&#x202e;T\xc2\x9bides"))
    server.moved("/moved", f"http://evil/{evil.encode().decode('latin-1').replace(chr(10), '')}")
    server.page("/type", b"", Content_Type=f"image/{evil[:8]}")
    for path in ("/feed", "/moved", "/type"):
        for more in ([], ["--json"]):
            _, out = shell("add", server.url(path), *more)
            assert not any(
                (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in out + shell.error
            )
            assert "\u202e" not in out + shell.error


def test_refresh_with_nothing_new_anywhere_says_so(shell: Shell, server: Server) -> None:
    body = rss("Tides", "ebb")
    server.pages["/feed"] = lambda request: (
        request.answer(304)
        if request.headers["If-None-Match"] == '"1"'
        else request.answer(200, body, ETag='"1"')
    )
    shell("add", server.url("/feed"))
    assert shell("refresh") == (0, "")
    assert shell.error.strip() == "Feeds: 1 unchanged."
    code, out = shell("refresh", "--report-lines")
    assert (code, json.loads(out)["status"]) == (0, "unchanged")


@pytest.mark.parametrize("command", ["add", "parse"])
def test_an_empty_word_is_no_path(shell: Shell, command: str) -> None:
    assert shell(command, "") == (2, "")
    assert "a PATH is empty" in shell.error


def test_a_list_of_feeds_that_was_met_is_told(shell: Shell, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "digest.txt").write_text(DIGEST, encoding="utf-8")
    (there / "mine.opml").write_bytes(opml("https://a.example/", "https://b.example/"))
    assert shell("add", str(there))[0] == 0
    assert "1 list of feeds was met; name it to follow its feeds." in shell.error
    assert '{"lists": 1}' in shell("add", "--report-lines", str(there))[1]
    assert shell("list", "feeds")[1] == ""


def test_members_are_told_by_their_number_or_their_title(
    shell: Shell, feed: str, tmp_path: Path
) -> None:
    mail = (
        "From m@h.example Mon Mar  4 08:00:00 2024\nFrom: M <m@h.example>\n"
        "Subject: The ferry to Vaasa\nDate: Mon, 4 Mar 2024 08:00:00 +0000\n"
        "Message-ID: <1@h.example>\n\nThe ferry sails again on Monday.\n\n"
    )
    (tmp_path / "box").write_text(mail + mail.replace("1@h", "2@h"))
    _, out = shell("add", str(tmp_path / "box"), feed)
    assert f"added      {tmp_path / 'box'} › 1 The ferry to Vaasa" in out
    assert f"added      {feed} › About ebb" in out


def test_adding_can_be_taken_back(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(DIGEST, encoding="utf-8")
    shell("add", str(tmp_path / "digest.txt"))
    assert shell.json("undo") == (0, {"undone": "added 1 document", "changed": 1})
    assert shell.json("list", "issues")[1]["total"] == 0
