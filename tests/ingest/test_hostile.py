"""Files made to hang, to swell or to break a reader: each ends soon, with a document or a sentence.

Everything goes through `crankreader parse`, as a person would have it; time is processor time.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

MB = 1 << 20
SECONDS = 6.0
"""On a processor, for either process; a document is tried twice at the most."""
MOST_MEMORY = 700 * MB
"""Of addresses: what parse itself needs, and a file of the largest size."""

Made = Callable[[], bytes]
Json = dict[str, Any]


class Told(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    error: str

    @property
    def failures(self) -> list[Json]:
        found: list[Json] = json.loads(self.out)["failed"]
        return found

    @property
    def documents(self) -> list[Json]:
        found: list[Json] = json.loads(self.out)["documents"]
        return found


def parsed(*paths: Path, seconds: float = SECONDS) -> Told:
    """`crankreader parse --json`; what goes beyond its limits is ended, and with it the test."""

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    done = subprocess.run(
        [sys.executable, "-m", "crankreader", "parse", "--json", *map(str, paths)],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=300,
        preexec_fn=confine,
        cwd=os.sep,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    return Told(done.returncode, done.stdout, done.stderr)


def assert_ended_well(told: Told) -> None:
    """A document with all it said, or one failure with its sentence; never a traceback."""
    assert told.code in (0, 1), told.error[-500:]
    assert "Traceback" not in told.error
    result = json.loads(told.out)
    for failure in result["failed"]:
        assert failure["reason"].endswith("."), failure
        assert "\n" not in failure["reason"]
    assert result["documents"] or result["failed"] or result["feeds"]


def mail(body: str, kind: str = "text/plain", **more: str) -> bytes:
    headers = {"From": "pier@quay.example", "Subject": "Tides", "Content-Type": kind} | more
    return ("".join(f"{name}: {value}\n" for name, value in headers.items()) + "\n" + body).encode()


def rss(inside: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Tides</title>'
    return f"{head}{inside}</channel></rss>".encode()


def packed_zeros(size: int) -> bytes:
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=9) as packed:
        for _ in range(size // MB):
            packed.write(b"\n" * MB)
    return stream.getvalue()


def parts(count: int) -> bytes:
    part = "--b\nContent-Type: text/plain\n\nebb\n"
    return mail(part * count + "--b--\n", 'multipart/mixed; boundary="b"')


def nested_parts(count: int) -> bytes:
    opened = "".join(
        f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(count)
    )
    return mail(opened, 'multipart/mixed; boundary="b0"')


def laughs(size: int) -> bytes:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(size))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]>'
    return f'{head}<rss version="2.0"><channel><item><title>&l{size};</title></item></channel></rss>'.encode()


REFUSED: dict[str, tuple[Made, str]] = {
    "deep.html": (lambda: b"<div>" * 100_000 + b"ebb", "too-deep"),
    "attributes.html": (lambda: b"<p " + b"a=1 " * 1_000_000 + b">ebb", "too-many-attributes"),
    "large.html": (lambda: b"<p>ebb</p>" * (600 << 10), "too-large"),
    "large.txt": (lambda: b"ebb\n" * (3 << 20), "too-large"),
    "lines.txt": (lambda: b"a\n" * 2_000_000, "too-many-blocks"),
    "paragraphs.txt": (lambda: b"Ebb and flood.\n\n" * 50_001, "too-many-blocks"),
    "paragraphs.md": (lambda: b"# Tides\n\n" + b"Ebb and flood.\n\n" * 50_001, "too-many-blocks"),
    "paragraphs.html": (lambda: b"<html><body>" + b"<p>Ebb and flood." * 50_001, "too-many-blocks"),
    "parts.eml": (lambda: parts(5_000), "too-many-parts"),
    "nested.eml": (lambda: nested_parts(5_000), "too-deep"),
    "headers.eml": (lambda: mail("ebb", **{"X-Tide": "ebb " * 100_000}), "too-many-headers"),
    "recipients.eml": (lambda: mail("ebb", To="a@b.example, " * 2_000), "too-many-headers"),
    "bomb.gz": (lambda: packed_zeros(256 * MB), "bomb"),
    "laughs.xml": (lambda: laughs(12), "bomb"),
    "deep.xml": (lambda: rss("<a>" * 100_000), "too-deep"),
    "zeros.txt": (lambda: b"\0" * MB, "not-text"),
    "archive.zip": (lambda: b"PK\x03\x04" + b"\0" * MB, "unsupported"),
    "empty.txt": (lambda: b" \n" * 1000, "empty"),
}


@pytest.fixture(scope="module")
def chamber(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chamber")


def test_each_of_them_is_refused_for_what_it_is(chamber: Path) -> None:
    """In one command: what one does to it, the others would feel."""
    paths = []
    for name, (made, _) in REFUSED.items():
        paths.append(chamber / name)
        paths[-1].write_bytes(made())
    told = parsed(*paths, seconds=60)
    assert "Traceback" not in told.error
    assert told.code == 1
    found = {each["path"]: each for each in json.loads(told.out)["failed"]}
    codes = {path.name: found.get(str(path), {}).get("code") for path in paths}
    assert codes == {name: code for name, (_, code) in REFUSED.items()}


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(64 * MB)


def written(made: Made) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(made())


LARGE: dict[str, Callable[[Path], object]] = {
    "sparse.txt": sparse,
    "words.txt": written(lambda: b"ebb " * (2 * MB - 10)),
    "letters.txt": written(lambda: b"a" * (8 * MB)),
    "deep.json": written(lambda: b'{"a":' * 100_000),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_ends_soon_and_alone(name: str, tmp_path: Path) -> None:
    LARGE[name](tmp_path / name)
    assert_ended_well(parsed(tmp_path / name))


TRAPS = {
    "spaces": " ",
    "tabs": "\t ",
    "brackets": "[",
    "targets": "[a](",
    "parentheses": "(",
    "dashes": "-",
    "rules": "- ",
    "signs": "=",
    "digits": "7",
    "thousands": "1,000,",
    "quotes": '"',
    "colons": ":",
    "labels": "Where: ",
    "by": "by ",
    "people": "By John Smith and ",
    "initials": "J. R. ",
    "hyphens": "a-",
    "months": "May-",
    "days": "22-24 October, ",
    "numbers": "1/2/3/",
    "addresses": "http://a.example/b ",
    "links": "https://a.example/?a=b&",
    "letters": "a@",
    "citations": "(The Post, ",
    "tags": "<a ",
    "comments": "<!--",
    "stars": "**a ",
    "under": "_a__ ",
    "ticks": "`a``",
    "entities": "&#x",
    "words": "=?utf-8?q?a?= ",
    "pipes": "| a ",
    "templates": "{{ ",
    "accents": "a\u0301\u0301",
}
TRAP_SIZE = 60_000


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def trapped(text: str) -> Iterator[tuple[str, bytes]]:
    """(ending of a name, document) of each format that may hold the text."""
    lines = "\n".join(text[at : at + 60] for at in range(0, len(text) // 4, 60))
    yield "txt", f"Tides\n\n{text}\n\n{lines}".encode()
    yield "md", f"# Tides\n\n## Ebb\n\n{text}\n\n{lines}".encode()
    yield "html", f"<html><body><p>Tides</p><p>{text}</p><pre>{lines}".encode()
    yield "eml", mail(f"Tides\n\n{text}\n\n{lines}\n", "text/plain; charset=utf-8")
    yield "htm", mail(f"<p>Tides<p>{escaped(text)}<p>{escaped(lines)}", "text/html; charset=utf-8")
    yield (
        "head",
        mail("Tides", To=text[:20_000], Subject=text[:20_000], Date=text[:9_000]),
    )
    page = escaped(f"<p>Tides</p><p>{escaped(text)}</p>")
    yield (
        "xml",
        rss(
            f"<item><title>{escaped(text[:2_000])}</title><description>{page}</description></item>"
        ),
    )


@pytest.mark.parametrize("part", range(4))
def test_no_run_of_signs_takes_long_in_any_format(part: int, tmp_path: Path) -> None:
    """Each within the time for one document, with its structure; a quarter of them a command."""
    for name, signs in list(TRAPS.items())[part::4]:
        text = (signs * (TRAP_SIZE // len(signs) + 1))[:TRAP_SIZE]
        for ending, document in trapped(text):
            (tmp_path / f"{name}.{ending}").write_bytes(document)
    paths = sorted(tmp_path.iterdir())
    told = parsed(*paths, seconds=120)
    assert told.code in (0, 1)
    assert "Traceback" not in told.error
    codes = {each["code"] for each in told.failures}
    assert codes <= {"too-many-headers", "too-many-attributes"}
    slow = [each["path"] for each in told.documents if "took" in " ".join(each["warnings"])]
    assert slow == []
    assert len(told.documents) + len(told.failures) == len(paths)
