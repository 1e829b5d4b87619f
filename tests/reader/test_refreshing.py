"""Following feeds from a server of one's own, and looking through directories again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crankreader.ingest.walking import Tally
from crankreader.model import FeedReport, Report
from crankreader.reader import Reader
from crankreader.settings import Settings
from tests.feeds import alternate, opml, page, rss
from tests.fetch.server import HOME, Server, serving

ETAG = '"1"'


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def following(settings: Settings) -> Iterator[Reader]:
    opened = Reader.open(replace(settings, fetch_allow=(HOME, "localhost")))
    yield opened
    opened.close()


def add(reader: Reader, *paths: str) -> tuple[list[Report], list[FeedReport]]:
    return told(reader.add(paths))


def refresh(
    reader: Reader, publication: str | None = None
) -> tuple[list[Report], list[FeedReport]]:
    return told(reader.refresh(publication))


def told(coming: Iterator[Report | FeedReport]) -> tuple[list[Report], list[FeedReport]]:
    reports = list(coming)
    return (
        [report for report in reports if isinstance(report, Report)],
        [report for report in reports if isinstance(report, FeedReport)],
    )


def statuses(reports: list[Report] | list[FeedReport]) -> list[str]:
    return [report.status for report in reports]


def serve(server: Server, path: str, *entries: str, title: str = "Tides", etag: str = ETAG) -> str:
    """A feed that answers 304 to who knows its mark."""
    body = rss(title, *entries, home=f"https://{title.lower()}.example/")
    server.pages[path] = lambda request: (
        request.answer(304)
        if request.headers["If-None-Match"] == etag
        else request.answer(200, body, ETag=etag)
    )
    return server.url(path)


# Subscribing


def test_a_feed_by_its_address_is_taken_in_and_followed(following: Reader, server: Server) -> None:
    url = serve(server, "/feed", "ebb", "flood")
    documents, feeds = add(following, url)
    assert statuses(documents) == ["added", "added"]
    assert {report.path for report in documents} == {url}
    assert feeds == [FeedReport(url, "Tides", "subscribed")]
    followed = following.feeds()[0]
    assert (followed.url, followed.title, followed.etag) == (url, "Tides", ETAG)
    assert [row.name for row in following.publications()] == ["Tides"]
    assert following.listing("publications")[0][0]["feed"] == url
    assert following.search("quay").total == 2


def test_adding_it_again_changes_nothing(following: Reader, server: Server) -> None:
    url = serve(server, "/feed", "ebb")
    add(following, url)
    documents, feeds = add(following, url)
    assert (statuses(documents), statuses(feeds)) == (["unchanged"], ["unchanged"])
    assert len(following.feeds()) == 1


@pytest.mark.parametrize("written", ["feed://{}", "feed:http://{}", "  http://{} "])
def test_an_address_may_say_that_it_is_a_feed(
    following: Reader, server: Server, written: str
) -> None:
    url = serve(server, "/feed", "ebb")
    add(following, written.format(url.removeprefix("http://")).strip())
    assert [feed.url for feed in following.feeds()] == [url]


def test_a_page_leads_to_the_feed_it_names(following: Reader, server: Server) -> None:
    url = serve(server, "/feeds/all", "ebb")
    server.page("/", page(alternate("feeds/all"), alternate("/comments")))
    documents, _ = add(following, server.url("/"))
    assert statuses(documents) == ["added"]
    assert [feed.url for feed in following.feeds()] == [url]


def test_a_feed_that_has_moved_for_good_is_followed_where_it_is(
    following: Reader, server: Server
) -> None:
    url = serve(server, "/new", "ebb")
    server.moved("/old", "/new", 301)
    add(following, server.url("/old"))
    assert [feed.url for feed in following.feeds()] == [url]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (page(), "no-feed"),
        (b"Just some words.\n\nAnd more of them.", "not-a-feed"),
        (b"\x89PNG\r\n", "not-a-feed"),
        (page(alternate("/x")), "no-feed"),
    ],
)
def test_what_is_no_feed_is_a_failure_and_a_problem(
    following: Reader, server: Server, body: bytes, code: str
) -> None:
    url = server.page("/x", body)
    documents, feeds = add(following, url)
    if code == "no-feed" and b"alternate" in body:
        code = "not-a-feed"
    assert [(report.status, report.stage, report.code) for report in documents] == [
        ("failed", "fetch", code)
    ]
    assert statuses(feeds) == ["failed"]
    assert following.feeds() == ()
    assert [problem.path for problem in following.problems()] == [url]


def test_a_feed_without_entries_can_be_followed(following: Reader, server: Server) -> None:
    url = serve(server, "/feed")
    documents, feeds = add(following, url)
    assert (documents, statuses(feeds)) == ([], ["subscribed"])
    assert [feed.url for feed in following.feeds()] == [url]
    assert following.problems() == ()


def test_an_address_at_home_is_refused_unless_it_is_allowed(reader: Reader, server: Server) -> None:
    documents, _ = add(reader, serve(server, "/feed", "ebb"))
    assert [report.code for report in documents] == ["not-public"]
    assert server.asked == []


def test_a_list_of_feeds_is_followed_and_not_fetched(
    following: Reader, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "feeds.opml").write_bytes(
        opml(server.url("/a"), server.url("/b"), server.url("/a"))
    )
    documents, feeds = add(following, str(tmp_path / "feeds.opml"))
    assert documents == []
    assert statuses(feeds) == ["subscribed", "subscribed"]
    assert {feed.url for feed in following.feeds()} == {server.url("/a"), server.url("/b")}
    assert server.asked == []
    _, again = add(following, str(tmp_path / "feeds.opml"))
    assert set(statuses(again)) == {"unchanged"}


def test_a_list_on_the_web_is_followed(following: Reader, server: Server) -> None:
    url = server.page("/list", opml("https://a.example/feed", "https://b.example/feed"))
    assert statuses(add(following, url)[1]) == ["subscribed", "subscribed"]
    assert len(server.asked) == 1


# Asking again


def test_what_has_come_since_is_taken_in_and_the_rest_costs_one_request(
    following: Reader, server: Server
) -> None:
    url = serve(server, "/feed", "ebb")
    add(following, url)
    server.asked.clear()
    assert refresh(following) == ([], [FeedReport(url, "Tides", "unchanged")])
    assert [path for path, _ in server.asked] == ["/feed"]
    serve(server, "/feed", "ebb", "flood", etag='"2"')
    documents, feeds = refresh(following)
    assert sorted(statuses(documents)) == ["added", "unchanged"]
    assert statuses(feeds) == ["new"]
    assert following.feeds()[0].etag == '"2"'


def test_a_feed_that_fails_is_told_and_the_others_go_on(following: Reader, server: Server) -> None:
    good, bad = serve(server, "/good", "ebb"), serve(server, "/bad", "flood", title="Cranes")
    add(following, good, bad)
    server.page("/bad", b"", 410)
    serve(server, "/good", "ebb", "neap", etag='"2"')
    documents, feeds = refresh(following)
    assert {(feed.url, feed.status, feed.code) for feed in feeds} == {
        (good, "new", None),
        (bad, "failed", "gone"),
    }
    assert sorted(statuses(documents)) == ["added", "failed", "unchanged"]
    assert [(one.path, one.stage, one.code) for one in following.problems()] == [
        (bad, "fetch", "gone")
    ]
    assert {feed.url: feed.failures for feed in following.feeds()} == {good: 0, bad: 1}
    serve(server, "/bad", "flood", title="Cranes")
    refresh(following)
    assert following.problems() == ()
    assert {feed.failures for feed in following.feeds()} == {0}


def test_an_entry_without_a_word_is_a_problem_until_it_has_one(
    following: Reader, server: Server
) -> None:
    whole = rss("Tides", "ebb")
    url = server.page("/feed", whole.replace(b"</channel>", b"<item/></channel>"))
    documents, feeds = add(following, url)
    assert sorted(statuses(documents)) == ["added", "failed"]
    assert statuses(feeds) == ["subscribed"]
    assert len(following.problems()) == 1
    server.page("/feed", whole)
    refresh(following)
    assert following.problems() == ()


def test_a_feed_that_failed_and_has_nothing_new_is_well_again(
    following: Reader, server: Server
) -> None:
    url = serve(server, "/feed", "ebb")
    add(following, url)
    server.page("/feed", b"", 503)
    refresh(following)
    assert len(following.problems()) == 1
    serve(server, "/feed", "ebb")
    assert statuses(refresh(following)[1]) == ["unchanged"]
    assert following.problems() == ()


def test_what_was_a_feed_and_is_none_any_more_keeps_its_issues(
    following: Reader, server: Server
) -> None:
    url = serve(server, "/feed", "ebb")
    add(following, url)
    server.page("/feed", page())
    _, feeds = refresh(following)
    assert [(feed.status, feed.code) for feed in feeds] == [("failed", "not-a-feed")]
    assert len(following.feeds()) == 1
    assert following.counts()[0] == 1


def test_a_feed_that_moves_for_good_is_asked_there_and_its_issues_stay(
    following: Reader, server: Server
) -> None:
    url = serve(server, "/old", "ebb")
    add(following, url)
    server.moved("/old", "/new", 308)
    serve(server, "/new", "ebb", "flood", etag='"9"')
    assert sorted(statuses(refresh(following)[0])) == ["added", "unchanged"]
    server.asked.clear()
    refresh(following)
    assert [path for path, _ in server.asked] == ["/new"]
    server.page("/new", b"", 404)
    refresh(following)
    server.asked.clear()
    refresh(following)
    assert [path for path, _ in server.asked] == ["/old", "/new"]


def test_only_the_feeds_of_a_publication_are_asked_when_it_is_named(
    following: Reader, server: Server, tmp_path: Path
) -> None:
    tides, cranes = serve(server, "/tides", "ebb"), serve(server, "/c", "jib", title="Cranes")
    (tmp_path / "letter.txt").write_text("A Letter\n\nSome words about the harbour.\n")
    add(following, tides, cranes, str(tmp_path))
    server.asked.clear()
    assert [feed.url for feed in refresh(following, "cranes")[1]] == [cranes]
    assert [path for path, _ in server.asked] == ["/c"]
    assert refresh(following, "nothing of the kind") == ([], [])
    assert following.feeds_of(tides) == {tides}


def test_many_feeds_of_a_host_are_asked_one_after_the_other(
    following: Reader, server: Server, tmp_path: Path
) -> None:
    busy: list[int] = []
    most: list[int] = []
    for number in range(8):
        body = rss(f"Feed {number}", f"word{number}", home=f"https://f{number}.example/")

        def answer(request: object, body: bytes = body) -> None:
            busy.append(1)
            most.append(len(busy))
            request.answer(200, body)  # type: ignore[attr-defined]
            busy.pop()

        server.pages[f"/{number}"] = answer
    (tmp_path / "l.opml").write_bytes(opml(*(server.url(f"/{number}") for number in range(8))))
    add(following, str(tmp_path / "l.opml"))
    documents, feeds = refresh(following)
    assert statuses(feeds) == ["new"] * 8
    assert statuses(documents) == ["added"] * 8
    assert max(most) == 1


def test_directories_are_looked_through_again(following: Reader, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "one.txt").write_text("The Ferry\n\nIt did not sail on that day, they said.\n")
    add(following, str(letters))
    (letters / "two.txt").write_text("The Crane\n\nIt lifted what nobody had ordered at all.\n")
    (letters / "more.opml").write_bytes(opml("https://a.example/feed"))
    documents, feeds = refresh(following)
    assert sorted(statuses(documents)) == ["added", "unchanged"]
    assert feeds == []
    assert following.feeds() == ()
    assert following.leave_directory(str(letters))
    assert refresh(following) == ([], [])


def test_a_directory_without_documents_is_not_remembered(following: Reader, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    add(following, str(tmp_path / "letters"))
    (tmp_path / "letters" / "a.txt").write_text("The ferry sails on Monday, they said.\n")
    assert refresh(following) == ([], [])
    add(following, str(tmp_path / "letters"))
    documents, _ = refresh(following)
    assert statuses(documents) == ["unchanged"]


def test_a_list_of_feeds_is_followed_only_where_it_is_named(
    following: Reader, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails on Monday, they said.\n")
    (tmp_path / "feeds.opml").write_bytes(opml("https://a.example/", "https://b.example/"))
    tally = Tally()
    assert len(list(following.add([str(tmp_path)], tally=tally))) == 1
    assert (tally.lists, following.feeds()) == (1, ())
    add(following, str(tmp_path / "feeds.opml"))
    assert len(following.feeds()) == 2


def test_a_feed_that_answers_with_what_is_known_has_nothing_new(
    following: Reader, server: Server
) -> None:
    url = serve(server, "/feed", "ebb")
    add(following, url)
    serve(server, "/feed", "ebb", etag='"2"')
    assert statuses(refresh(following)[1]) == ["unchanged"]
    serve(server, "/feed", "ebb", "flood", etag='"3"')
    assert statuses(refresh(following)[1]) == ["new"]


# What came in is taken back


def test_adding_is_undone_and_done_again(following: Reader, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(3):
        text = f"The ferry number {number} sails on Monday, its owners said.\n"
        (letters / f"{number}.txt").write_text(text)
    documents, _ = add(following, str(letters))
    issues = [report.issue or "" for report in documents]
    act = following.undo()
    assert act is not None
    assert act.name == "added 3 documents"
    assert not any(map(following.holds, issues))
    following.redo()
    assert all(map(following.holds, issues))
    following.undo()
    assert statuses(refresh(following)[0]) == ["unchanged"] * 3
    documents, _ = add(following, str(letters))
    assert statuses(documents) == ["added"] * 3
    assert all(map(following.holds, issues))
    following.undo()
    assert not any(map(following.holds, issues))


def test_an_update_and_what_is_known_make_no_act(following: Reader, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    words = " ".join(f"word{number}" for number in range(80))
    letter.write_text(f"The ferry sails on Monday.\n\n{words}\n")
    add(following, str(letter))
    letter.write_text(f"The ferry sails on Tuesday.\n\n{words}\n")
    documents, _ = add(following, str(letter))
    assert statuses(documents) == ["updated"]
    add(following, str(letter))
    following.undo()
    assert following.undo() is None


def test_what_came_in_before_it_was_broken_off_is_one_act(
    following: Reader, tmp_path: Path
) -> None:
    for number in range(3):
        text = f"The ferry number {number} sails on Monday, its owners said.\n"
        (tmp_path / f"{number}.txt").write_text(text)
    coming = following.add([str(tmp_path)])
    next(coming)
    coming.close()
    act = following.undo()
    assert act is not None
    assert act.name == "added 1 document"


def test_what_lay_under_a_document_that_is_taken_back_is_shown_again(
    following: Reader, tmp_path: Path
) -> None:
    part, whole = (" ".join(f"word{n}" for n in range(most)) for most in (60, 200))
    for name, text in (("part", part), ("whole", whole)):
        (tmp_path / f"{name}.txt").write_text(f"{text}.\n")
        add(following, str(tmp_path / f"{name}.txt"))

    def shown() -> int:
        return sum(row.issues for row in following.publications())

    assert shown() == 1
    following.undo()
    assert shown() == 1
    assert following.counts()[0] == 1
    following.redo()
    assert shown() == 1


def test_a_feed_is_taken_back_after_its_entries(following: Reader, server: Server) -> None:
    add(following, serve(server, "/feed", "ebb", "flood"))
    acts = [following.undo(), following.undo()]
    assert [act and act.name for act in acts] == ["added 2 documents", "subscribed to 1 feed"]
    assert following.feeds() == ()


def test_a_feed_is_known_by_the_name_that_is_shown_now(
    following: Reader, server: Server, tmp_path: Path
) -> None:
    url = serve(server, "/feed", "ebb")
    (tmp_path / "saved.xml").write_bytes(rss("Tides", "ebb", home="https://tides.example/"))
    add(following, str(tmp_path / "saved.xml"))
    add(following, url)
    following.rename_publication("Tides", "High Water")
    assert following.feeds_of("high  water") == {url}
    assert following.feeds_of("High Water") == following.feeds_of(url)


# What a person removed


def test_what_was_removed_stays_away_until_it_is_added_again(
    following: Reader, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = serve(server, "/feed", "ebb")
    [report], _ = add(following, url)
    assert report.issue is not None
    following.remove([report.issue])
    serve(server, "/feed", "ebb", "flood", etag='"2"')
    documents, _ = refresh(following)
    assert sorted(statuses(documents)) == ["added", "unchanged"]
    assert not following.holds(report.issue)
    monkeypatch.setattr("time.time", lambda: 40 * 24 * 3600.0 + following.feeds()[0].added)
    following.empty_trash()
    serve(server, "/feed", "ebb", "flood", etag='"3"')
    refresh(following)
    assert not following.holds(report.issue)
    add(following, url)
    assert following.holds(report.issue)
    serve(server, "/feed", "ebb", "flood", etag='"4"')
    refresh(following)
    assert following.holds(report.issue)


def test_a_publication_goes_with_its_feed_and_both_come_back(
    following: Reader, server: Server
) -> None:
    url = serve(server, "/feed", "ebb", "flood")
    documents, _ = add(following, url)
    act = following.remove(
        [one.issue for one in documents if one.issue], following.feeds_of("Tides")
    )
    assert (act.changed, following.feeds(), following.is_empty()) == (2, (), True)
    following.undo()
    assert [feed.url for feed in following.feeds()] == [url]
    assert not following.is_empty()
