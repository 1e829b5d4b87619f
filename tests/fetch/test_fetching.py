"""Fetching from a server that does its worst."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import sys
import time
import zlib
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from crankreader import __version__
from crankreader.fetch import BOUNDS, Bounds, Fetched, FetchError, fetch
from tests.fetch.server import HOME, Request, Server

TEXT = b"<rss><channel><title>Tides</title></channel></rss>"


def fetched(url: str, *, allow: Collection[str] = (HOME,), bounds: Bounds = BOUNDS) -> Fetched:
    return fetch(url, allow=allow, bounds=bounds)


def refusal(url: str, *, allow: Collection[str] = (HOME,), bounds: Bounds = BOUNDS) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, allow=allow, bounds=bounds)
    assert str(caught.value).strip()
    return caught.value


def test_a_document_comes_with_what_recognises_it(server: Server) -> None:
    url = server.page(
        "/feed", TEXT, ETag='"7"', Last_Modified="Mon", Content_Type="Text/XML; charset=utf-8"
    )
    assert fetched(url) == Fetched("new", url, TEXT, "text/xml", '"7"', "Mon")


def test_a_request_says_who_asks_and_nothing_of_the_person(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.moved("/a", "/feed")
    server.page("/feed", TEXT, Set_Cookie="who=you")
    fetched(server.url("/a"))
    assert [path for path, _ in server.asked] == ["/a", "/feed"]
    for _, headers in server.asked:
        assert headers.pop("user-agent") == f"crankreader/{__version__}"
        assert set(headers) == {"host", "accept", "accept-encoding", "connection"}


def test_what_is_unchanged_costs_one_request_without_a_body(server: Server) -> None:
    server.pages["/feed"] = lambda request: request.answer(
        304 if request.headers["If-None-Match"] == '"7"' else 200, TEXT, ETag='"7"'
    )
    got = fetch(server.url("/feed"), etag='"7"', modified="Mon", allow=(HOME,))
    assert got == Fetched("unchanged", server.url("/feed"), etag='"7"', modified="Mon")
    assert server.asked[0][1]["if-modified-since"] == "Mon"


def test_an_unchanged_that_was_not_asked_for_is_no_answer(server: Server) -> None:
    assert refusal(server.page("/feed", b"", 304)).code == "http-status"


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"\x1b]52"', '"é"', "x" * 600])
def test_a_mark_that_cannot_be_said_back_is_left_out(server: Server, etag: str) -> None:
    fetch(server.page("/feed", TEXT), etag=etag, allow=(HOME,))
    assert "if-none-match" not in server.asked[0][1]


# Redirects


def test_only_moves_for_good_change_the_address(server: Server) -> None:
    server.page("/feed", TEXT)
    server.moved("/once", "/feed", 302)
    server.moved("/good", "/feed", 308)
    server.moved("/good-then-once", "/once", 301)
    server.moved("/once-then-good", "/good", 307)
    assert fetched(server.url("/once")).permanent_url is None
    assert fetched(server.url("/good")).permanent_url == server.url("/feed")
    got = fetched(server.url("/good-then-once"))
    assert (got.permanent_url, got.url) == (server.url("/once"), server.url("/feed"))
    assert fetched(server.url("/once-then-good")).permanent_url is None


def test_five_hops_are_followed_and_no_more(server: Server) -> None:
    server.page("/0", TEXT)
    for number in range(1, 7):
        server.moved(f"/{number}", f"/{number - 1}")
    assert fetched(server.url("/5")).body == TEXT
    assert refusal(server.url("/6")).code == "too-many-hops"


def test_a_circle_is_noticed_when_it_closes(server: Server) -> None:
    server.moved("/a", "/b")
    server.moved("/b", "/a")
    assert refusal(server.url("/a")).code == "too-many-hops"
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd", "ftp://example.org/feed", "http://me:pass@example.org/", "",
        "http://[::1", "javascript:alert(1)", "//", "http://exa mple.org/", "gopher://example.org/",
    ],
)  # fmt: skip
def test_no_redirect_leads_out_of_the_web(server: Server, target: str) -> None:
    code = refusal(server.moved("/a", target)).code
    assert code in ("bad-address", "too-many-hops")
    assert len(server.asked) == 1


def test_a_redirect_home_is_refused_though_the_first_hop_was_allowed(server: Server) -> None:
    server.page("/secret", TEXT)
    server.moved("/a", server.url("/secret", "localhost"))
    assert refusal(server.url("/a")).code == "not-public"
    assert [path for path, _ in server.asked] == ["/a"]


# Addresses


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1"])
def test_home_is_refused_by_every_name(server: Server, host: str) -> None:
    server.page("/feed", TEXT)
    assert refusal(server.url("/feed", host), allow=()).code in ("not-public", "bad-address")
    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/", "x", "", "http:"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert refusal(url).code == "bad-address"


def test_one_address_at_home_among_public_ones_refuses_the_host(server: Server) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(server.url("/", "two.example"), resolve=lambda host, port: ["8.8.8.8", HOME])
    assert caught.value.code == "not-public"


def test_a_name_is_resolved_once_and_connected_to_where_it_pointed(server: Server) -> None:
    server.page("/feed", TEXT)
    answers = [[HOME], ["10.0.0.1"]]
    got = fetch(
        server.url("/feed", "shifty.example"),
        allow=["shifty.example"],
        resolve=lambda host, port: answers.pop(0),
    )
    assert got.body == TEXT
    assert len(answers) == 1
    assert server.asked[0][1]["host"].startswith("shifty.example:")


def test_a_second_address_is_tried_when_the_first_is_silent(server: Server) -> None:
    server.page("/feed", TEXT)
    got = fetch(
        server.url("/feed", "two.example"),
        allow=["two.example"],
        resolve=lambda host, port: ["127.0.0.99", HOME],
    )
    assert got.body == TEXT


def test_a_host_that_is_not_there_is_a_sentence(server: Server) -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchError, match=r"nowhere\.example") as caught:
        fetch("https://nowhere.example/", resolve=nowhere)
    assert caught.value.code == "no-host"


def test_a_port_where_nobody_listens_is_a_sentence(server: Server) -> None:
    with closing(socket.create_server((HOME, 0))) as listening:
        url = f"http://{HOME}:{listening.getsockname()[1]}/"
    assert refusal(url).code == "no-connection"


# Time and size


def test_a_slow_drip_ends_with_the_deadline(server: Server) -> None:
    def drip(request: Request) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(200):
            request.wfile.write(b".")
            time.sleep(0.02)

    server.pages["/slow"] = drip
    assert refusal(server.url("/slow"), bounds=Bounds(seconds=0.3)).code == "too-slow"


def test_headers_that_never_end_end_with_the_deadline(server: Server) -> None:
    def drip(request: Request) -> None:
        for _ in range(200):
            request.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.02)

    server.pages["/slow"] = drip
    assert refusal(server.url("/slow"), bounds=Bounds(seconds=0.3)).code == "too-slow"


def test_all_hops_share_one_deadline(server: Server) -> None:
    def late(request: Request) -> None:
        time.sleep(0.2)
        request.answer(302, Location=f"/{int(request.path[1:]) + 1}")

    server.pages |= {f"/{number}": late for number in range(6)}
    assert refusal(server.url("/0"), bounds=Bounds(seconds=0.5)).code == "too-slow"
    assert len(server.asked) <= 3


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    def hangs(host: str, port: int) -> list[str]:
        time.sleep(2)
        return []

    with pytest.raises(FetchError) as caught:
        fetch("http://slow.example/", bounds=Bounds(seconds=0.1), resolve=hangs)
    assert caught.value.code == "too-slow"


def test_a_body_is_refused_by_its_announced_size_and_by_its_real_one(server: Server) -> None:
    small = Bounds(size=1000)
    assert refusal(server.page("/told", b"x" * 1001), bounds=small).code == "too-large"
    assert fetched(server.page("/fits", b"x" * 1000), bounds=small).body == b"x" * 1000

    def endless(request: Request) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 100)

    server.pages["/endless"] = endless
    assert refusal(server.url("/endless"), bounds=small).code == "too-large"


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:20]) + gzip.compress(TEXT[20:]),
    "deflate": zlib.compress(TEXT),
    "Deflate": bare(TEXT),
    "identity": TEXT,
}


@pytest.mark.parametrize("coding", PACKED)
def test_what_is_packed_is_unpacked(server: Server, coding: str) -> None:
    assert fetched(server.page("/feed", PACKED[coding], Content_Encoding=coding)).body == TEXT


def test_a_bomb_does_not_go_off(server: Server) -> None:
    bomb = gzip.compress(b"\0" * (64 << 20))
    assert refusal(server.page("/bomb", bomb, Content_Encoding="gzip")).code == "too-large"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)[:-9]),
        ("gzip", b"\x1f\x8bnot at all"),
        ("deflate", b"\xff\xff\xff"),
        ("gzip", TEXT),
    ],
    ids=["cut", "no gzip", "no deflate", "not packed"],
)
def test_what_cannot_be_unpacked_is_said(server: Server, coding: str, body: bytes) -> None:
    assert refusal(server.page("/x", body, Content_Encoding=coding)).code == "broken-off"


def test_a_packing_not_asked_for_is_refused(server: Server) -> None:
    assert refusal(server.page("/x", b"x", Content_Encoding="br")).code == "unknown-encoding"


def test_an_answer_that_breaks_off_is_no_document(server: Server) -> None:
    def short(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100")
        request.end_headers()
        request.wfile.write(b"half")
        request.close_connection = True

    server.pages["/short"] = short
    assert refusal(server.url("/short")).code == "broken-off"


def test_what_does_not_speak_http_is_a_sentence(server: Server) -> None:
    server.pages["/x"] = lambda request: (
        request.wfile.write(b"\x1b]52;c;x\x07 220 mail\r\n\r\n") and None
    )
    assert refusal(server.url("/x")).code == "broken-off"


# Answers


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "forbidden"), (403, "forbidden"), (404, "absent"), (410, "gone"), (429, "busy"),
        (500, "server-error"), (503, "busy"), (204, "http-status"), (418, "http-status"),
    ],
)  # fmt: skip
def test_a_status_without_a_document_has_a_code(server: Server, status: int, code: str) -> None:
    error = refusal(server.page("/x", b"", status))
    assert (error.code, f"(HTTP {status})" in str(error)) == (code, True)


def test_pictures_and_films_are_not_loaded(server: Server) -> None:
    url = server.page("/x", b"GIF89a", Content_Type="image/gif; x=\x1b[31m")
    assert refusal(url).code == "wrong-type"


def test_a_host_must_prove_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=right.example",
         "-addext", "subjectAltName=DNS:right.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = Server()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.page("/feed", TEXT)
    server.moved("/down", server.url("/feed", "right.example"))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def ask(host: str, path: str) -> bytes:
        url = server.url(path, host).replace("http:", "https:")
        return fetch(url, allow=[host], resolve=lambda host, port: [HOME]).body

    try:
        with pytest.raises(FetchError) as stranger:
            ask("right.example", "/feed")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert ask("right.example", "/feed") == TEXT
        with pytest.raises(FetchError) as wrong:
            ask("wrong.example", "/feed")
        with pytest.raises(FetchError) as downgraded:
            ask("right.example", "/down")
    finally:
        server.shutdown()
        server.server_close()
    codes = (stranger.value.code, wrong.value.code, downgraded.value.code)
    assert codes == ("certificate", "certificate", "insecure")


def test_importing_the_room_costs_no_http() -> None:
    code = "import sys, crankreader.fetch; print([m for m in ('httpcore', 'ssl', 'h11') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
