"""Files, directories and standard input are read, and nothing else is touched."""

from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from crankreader.ingest import read, read_all
from crankreader.ingest.converting import Converting
from crankreader.ingest.walking import Tally
from crankreader.model import Failure, Parsed
from crankreader.settings import Limits
from tests.feeds import rss

LETTER = "The ferry to Vaasa sails again on Monday, its owners said.\n"


MAIL = b"""From: Marta <marta@harbour.example>
To: readers@harbour.example
Subject: The ferry
Date: Mon, 4 Mar 2024 08:00:00 +0000
Message-ID: <%d@harbour.example>
Content-Type: text/plain; charset=utf-8

The ferry to Vaasa sails again on Monday, number %d said.
"""
NO_DOCUMENTS = {
    "tool.py": b"print('hello')\n",
    "site.css": b"body { color: red }\n",
    "logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><text>logo</text></svg>",
    "settings.yml": b"title: a letter\n",
    "package.json": b'{"name": "letter", "version": "1.0.0"}',
    "broken.json": b"// comments are no JSON\n{}\n",
    "pom.xml": b"<?xml version='1.0'?><project><name>letter</name></project>",
    "Makefile": b"all:\n\techo\n",
    "logo.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "font.woff": b"wOFF" + bytes(range(32)) * 9,
    "old.zip": b"PK\x03\x04" + bytes(50),
    "data": bytes(100),
    "nothing": b"",
}


def mailbox(messages: int) -> bytes:
    envelope = b"From marta@harbour.example Mon Mar  4 08:00:00 2024\n"
    return b"".join(envelope + MAIL % (number, number) + b"\n" for number in range(messages))


def paths(directory: Path) -> list[str]:
    return [
        Path(found.issue.path if isinstance(found, Parsed) else found.path).name
        for found in read(str(directory))
    ]


def failure(path: Path) -> Failure:
    (found,) = read(str(path))
    assert isinstance(found, Failure)
    return found


def test_a_file_is_read_with_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LETTER)
    (found,) = read(str(file))
    assert isinstance(found, Parsed)
    assert found.raw == LETTER.encode()
    assert found.issue.path == str(file)


def test_a_directory_is_walked_in_order_without_hidden_files_and_links(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(LETTER)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.txt").write_text(LETTER)
    (tmp_path / ".hidden.txt").write_text(LETTER)
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert paths(tmp_path) == ["z.txt", "b.txt"]


def test_a_link_that_a_person_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text(LETTER)
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real.txt")
    (found,) = read(str(link))
    assert isinstance(found, Parsed)


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.txt").write_text(LETTER)
    bad, good = read(str(tmp_path))
    assert isinstance(bad, Failure)
    assert bad.code == "not-text"
    assert isinstance(good, Parsed)


def test_standard_input_is_given_as_bytes() -> None:
    (found,) = read("-", stdin=LETTER.encode())
    assert isinstance(found, Parsed)
    assert found.issue.path == "-"


def test_what_is_not_there_or_no_file_says_so(tmp_path: Path) -> None:
    assert failure(tmp_path / "nothing").code == "absent"
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path / "pipe").code == "not-a-file"
    (tmp_path / "empty").mkdir()
    assert failure(tmp_path / "empty").code == "empty"
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    assert failure(tmp_path / "dead").code == "absent"
    (found,) = read("a\0b")
    assert isinstance(found, Failure)
    assert found.code == "unreadable"


def test_a_pipe_in_a_directory_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text(LETTER)
    assert paths(tmp_path) == ["a.txt"]


def test_a_directory_gives_its_documents_and_counts_the_rest(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER)
    (tmp_path / "harbour.md").write_text(f"# Harbour\n\n{LETTER}")
    (tmp_path / "page.html").write_text(f"<html><body><p>{LETTER}</p></body></html>")
    for name, content in NO_DOCUMENTS.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "README.md").write_text(LETTER)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "description").write_text(LETTER)
    (tmp_path / "link.md").symlink_to("harbour.md")
    tally = Tally()
    found = list(read_all([str(tmp_path)], tally=tally))
    assert [Path(each.issue.path).name for each in found if isinstance(each, Parsed)] == [
        "harbour.md",
        "letter.txt",
        "page.html",
    ]
    assert len(found) == 3
    assert (tally.links, tally.hidden, tally.others) == (1, 1, len(NO_DOCUMENTS) + 1)


@pytest.mark.parametrize("name", ["logo.png", "font.woff", "old.zip", "data", "nothing", "pom.xml"])
def test_what_is_passed_over_on_the_way_is_a_failure_when_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(NO_DOCUMENTS[name])
    assert failure(tmp_path / name).reason.endswith(".")


@pytest.mark.parametrize(
    "name",
    ["README", "README.md", "readme_de.md", "LICENSE-MIT", "CHANGELOG.txt", "Security.md", "CNAME",
     "_layout.html", "_index.md", "AUTHORS", "notes", "robots.txt"],
)  # fmt: skip
def test_the_housekeeping_of_a_collection_is_read_only_when_named(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(LETTER)
    tally = Tally()
    (told,) = read_all([str(tmp_path)], tally=tally)
    assert isinstance(told, Failure)
    assert tally.others == 1
    assert isinstance(next(read(str(tmp_path / name))), Parsed)


@pytest.mark.parametrize(
    "name",
    ["security-brief-12.md", "authors-and-books.txt", "readme-42.md", "_posts__2024-03-04-tides.md",
     "_2024.html", "licensed.txt", "Security.eml"],
)  # fmt: skip
def test_what_only_begins_like_housekeeping_is_a_document(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(MAIL % (1, 1) if name.endswith(".eml") else LETTER.encode())
    assert paths(tmp_path) == [name]


def test_without_a_suffix_a_mail_a_mailbox_a_feed_and_a_page_are_documents(tmp_path: Path) -> None:
    (tmp_path / "1").write_bytes(MAIL % (1, 1))
    (tmp_path / "box").write_bytes(mailbox(1))
    (tmp_path / "feed").write_bytes(rss("Tides", "ebb"))
    (tmp_path / "page").write_text(f"<!doctype html><html><body><p>{LETTER}</p></body></html>")
    (tmp_path / "text").write_text(LETTER)
    assert paths(tmp_path) == ["1", "box", "feed", "page"]


def test_a_template_is_passed_over_and_a_page_about_templates_is_not(tmp_path: Path) -> None:
    hole = "<html><script>if (a < b) {}</script><body>{% block main %}{{ content }}{% endblock %}"
    (tmp_path / "base.html").write_text(f"{hole}<p>{LETTER}</p></body></html>")
    (tmp_path / "post.md").write_text("---\nlayout: x\n---\n# {{ page.title }}\n\n{{ content }}\n")
    (tmp_path / "talk.html").write_text(f"{hole}<p>{LETTER * 12}</p></body></html>")
    cyrillic = "Паром снова ходит по вторникам. " * 20
    (tmp_path / "ferry.html").write_text(f"{hole}<p>{cyrillic}</p>", encoding="utf-8")
    (tmp_path / "letter.md").write_text("# Tides\n\nDear {{ first_name }}, the ferry sails.\n")
    assert paths(tmp_path) == ["ferry.html", "letter.md", "talk.html"]
    assert isinstance(next(read(str(tmp_path / "base.html"))), Parsed)


def test_how_many_files_there_are_is_known_before_the_first_is_read(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(LETTER)
    tally = Tally()
    next(read_all([str(tmp_path), str(tmp_path / "0.txt")], tally=tally))
    assert tally.files == 6


def test_a_document_that_cannot_be_read_is_told_even_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    (tmp_path / "b.html").write_bytes(bytes(50))
    (tmp_path / "c.eml").write_bytes(b"\x89PNG" + bytes(50))
    (tmp_path / "d.xml").write_bytes(
        b"<rss version='2.0'><channel><title>A</title></channel></rss>"
    )
    codes = [found.code for found in read(str(tmp_path)) if isinstance(found, Failure)]
    assert codes == ["empty", "not-text", "not-text", "empty"]


def test_a_file_that_vanishes_on_the_way_is_absent(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(LETTER)
    found = read(str(tmp_path))
    next(found)
    (tmp_path / "b.txt").unlink()
    (gone,) = found
    assert isinstance(gone, Failure)
    assert gone.code == "absent"


def test_a_file_that_became_a_link_on_the_way_is_not_followed(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(LETTER)
    found = read(str(tmp_path))
    next(found)
    (tmp_path / "b.txt").unlink()
    (tmp_path / "b.txt").symlink_to("a.txt")
    (gone,) = found
    assert isinstance(gone, Failure)
    assert gone.code == "unreadable"


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no /dev/zero")
def test_an_endless_device_is_no_file() -> None:
    assert failure(Path("/dev/zero")).code == "not-a-file"


def test_a_file_is_read_to_its_bound_and_no_further(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER * 100)
    (found,) = read(str(tmp_path / "a.txt"), limits=Limits(file=1000))
    assert isinstance(found, Failure)
    assert found.code == "too-large"


def test_directories_that_lie_very_deep_are_refused_once(tmp_path: Path) -> None:
    (tmp_path / "/".join(["d"] * 80)).mkdir(parents=True)
    (tmp_path / "a.txt").write_text(LETTER)
    first, second = read(str(tmp_path))
    assert isinstance(first, Parsed)
    assert isinstance(second, Failure)
    assert second.code == "too-deep"


def test_every_message_of_a_mailbox_is_a_document(tmp_path: Path) -> None:
    box = tmp_path / "letters"
    box.write_bytes(mailbox(3))
    found = [each for each in read(str(box)) if isinstance(each, Parsed)]
    assert [each.issue.path for each in found] == [str(box)] * 3
    assert len({each.issue.member for each in found}) == 3
    assert all(each.issue.format == "eml" for each in found)
    assert len({each.issue.id for each in found}) == 3
    assert all(each.raw.startswith(b"From: Marta") for each in found)


def test_a_mailbox_may_be_larger_than_a_file_and_a_message_may_not(tmp_path: Path) -> None:
    box = tmp_path / "letters.mbox"
    box.write_bytes(mailbox(9) + mailbox(1).rstrip() + b"x" * 3000 + b"\n\n" + mailbox(1))
    found = list(read(str(box), limits=Limits(file=2000)))
    assert [isinstance(each, Parsed) for each in found] == [True] * 9 + [False, True]
    assert isinstance(found[9], Failure)
    assert found[9].code == "too-large"
    assert found[9].reason.startswith("Message 10: ")


def test_a_maildir_gives_its_messages_whatever_their_names(tmp_path: Path) -> None:
    folders = [tmp_path, tmp_path / ".Sent"]
    for number, folder in enumerate(folders):
        for place in ("cur", "new", "tmp"):
            (folder / place).mkdir(parents=True)
            name = f"17095{number}.M1P2.mail.example.rs" + ":2,S" * (place == "cur")
            (folder / place / name).write_bytes(MAIL % (number, len(place) + number))
        (folder / "dovecot-uidlist").write_text("3 V17 N2\n")
    found = [each for each in read(str(tmp_path)) if isinstance(each, Parsed)]
    places = [Path(each.issue.path).relative_to(tmp_path).parent for each in found]
    assert [str(place) for place in places] == [".Sent/cur", ".Sent/new", "cur", "new"]


def test_gzip_of_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(LETTER.encode()))
    (tmp_path / "box.gz").write_bytes(gzip.compress(mailbox(2)))
    found = [each for each in read(str(tmp_path)) if isinstance(each, Parsed)]
    assert len(found) == 3
    assert found[0].raw == LETTER.encode()
    (piped,) = read("-", stdin=gzip.compress(LETTER.encode()))
    assert isinstance(piped, Parsed)


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(bytes(5 << 20)))
    assert failure(tmp_path / "a.gz").code == "bomb"
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(LETTER.encode())[:30])
    assert failure(tmp_path / "cut.txt.gz").code == "broken"


def test_archives_are_refused_with_advice(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as packed_tar:
        packed_tar.add(letter, "letter.txt")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed_zip:
        packed_zip.write(letter, "letter.txt")
    for name in ("a.tar.gz", "a.zip"):
        found = failure(tmp_path / name)
        assert found.code == "unsupported"
        assert "unpack" in found.reason


def test_a_mailbox_comes_in_on_standard_input() -> None:
    found = list(read("-", stdin=mailbox(2)))
    assert [each.issue.path for each in found if isinstance(each, Parsed)] == ["-", "-"]


def test_a_converter_gives_the_same_documents(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(mailbox(3))
    (tmp_path / "a.txt").write_text(LETTER)
    (tmp_path / "empty.md").write_text("")
    with Converting() as converting:
        converted = list(read(str(tmp_path), converting=converting))
    assert converted == list(read(str(tmp_path)))


def test_no_file_stays_open_when_nobody_reads_on(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(mailbox(3))
    before = len(os.listdir("/dev/fd"))
    found = read(str(tmp_path / "box"))
    next(found)
    found.close()
    assert len(os.listdir("/dev/fd")) == before
