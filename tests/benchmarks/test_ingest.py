"""How fast documents are read, kept, tagged and indexed, and what that takes of memory.

Off by default: `pytest -n0 -s tests/benchmarks/test_ingest.py`. CPU of this process and its
converters; a ratio says how much longer it takes than to split the same texts at their blanks and
to count the words. Nothing is asserted of times. CRANKREADER_BENCH_DOCUMENTS (5,000) and
CRANKREADER_BENCH_MESSAGES (10,000) make the walks through memory shorter.
"""

from __future__ import annotations

import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path
from random import Random
from time import process_time

import pytest

from crankreader import entities
from crankreader.ingest.formats import documents
from crankreader.model import Issue, Marked, Parsed, Report
from crankreader.reader import Reader
from crankreader.settings import load

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
FORMATS = ("txt", "md", "html", "eml", "rss", "atom", "rdf", "jsonfeed")
OWN = 40
"""Generated documents of each format."""
SMALL = int(os.environ.get("CRANKREADER_BENCH_DOCUMENTS", "5000"))
MESSAGES = int(os.environ.get("CRANKREADER_BENCH_MESSAGES", "10000"))
FIRST_LOOK = 500

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="memory is read from Linux's /proc"
)

_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


class Maker:
    """Newsletters of made-up words: sections, headlines, texts of 30 to 90 words, sources."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        choose = self.random.choices
        self.words = ["".join(choose(_SYLLABLES, k=1 + n % 4)) for n in range(3000)]

    def sentence(self, count: int) -> str:
        words = [self.random.choice(self.words) for _ in range(count)]
        if self.random.random() < 0.3:
            words[count // 2] = " ".join(w.title() for w in self.random.choices(self.words, k=2))
        return " ".join(words).capitalize() + "."

    def item(self) -> tuple[str, str]:
        title = " ".join(word.title() for word in self.random.choices(self.words, k=6))
        count = self.random.randint(3, 6)
        text = " ".join(self.sentence(self.random.randint(8, 16)) for _ in range(count))
        return title, f"{text} ({self.random.choice(self.words).title()} Times)"

    def items(self, words: int) -> Iterator[tuple[str, str]]:
        while words > 0:
            title, text = self.item()
            words -= len(text.split())
            yield title, text

    def txt(self, words: int) -> bytes:
        return "\n\n".join(f"{title}\n\n{text}" for title, text in self.items(words)).encode()

    def md(self, words: int) -> bytes:
        parts = [f"# {self.random.choice(self.words).title()} Letter"]
        parts += [f"## {title}\n\n{text}" for title, text in self.items(words)]
        return "\n\n".join(parts).encode()

    def html(self, words: int) -> bytes:
        body = "".join(f"<h2>{title}</h2><p>{text}</p>" for title, text in self.items(words))
        return f"<!doctype html><title>A letter</title><body>{body}</body>".encode()

    def eml(self, words: int) -> bytes:
        message = EmailMessage()
        message["From"] = "The Letter <letter@example.org>"
        message["Subject"] = self.sentence(5)
        message["Message-ID"] = f"<{self.random.random()}@example.org>"
        message.set_content(self.txt(words).decode())
        return message.as_bytes()

    def rss(self, words: int) -> bytes:
        entries = "".join(
            f"<item><title>{title}</title><guid>{self.random.random()}</guid>"
            f"<description>{text}</description></item>"
            for title, text in self.items(words)
        )
        return f'<rss version="2.0"><channel><title>A</title>{entries}</channel></rss>'.encode()


def _cpu() -> float:
    """Seconds of this process and of the converters that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _taken(act: Callable[[], object]) -> float:
    start = _cpu()
    act()
    return _cpu() - start


def _megabytes(process: int | str) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / (1 << 20)


def _memory() -> str:
    """Of this process and of the converter that runs."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    children = path.read_text("ascii").split() if path.exists() else []
    shown = " + ".join(f"{_megabytes(child):.0f}" for child in children)
    return f"{_megabytes('self'):.0f} + {shown or '-'} MB"


def _untagged(issue: Issue) -> dict[str, Marked]:
    return {item.id: Marked((), ()) for item in issue.items}


def _count(texts: Iterable[str]) -> None:
    for text in texts:
        Counter(text.split())


def _sets(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    maker = Maker(11)
    for name in ("txt", "md", "html", "eml", "rss"):
        made = folder / f"own {name}"
        made.mkdir()
        for n in range(OWN):
            (made / f"{n}.{name}").write_bytes(getattr(maker, name)(930))
        yield f"own {name}", sorted(made.iterdir())
    for name in FORMATS:
        if (CORPORA / name).is_dir():
            yield name, sorted(path for path in (CORPORA / name).rglob("*") if path.is_file())


def _reader(folder: Path) -> Reader:
    return Reader.open(load(data_dir=folder, environ={}))


def _add(folder: Path, files: list[Path]) -> None:
    reader = _reader(folder)
    for _ in reader.add([str(path) for path in files]):
        pass
    reader.close()


def _row(name: str, files: list[Path], folder: Path, patch: pytest.MonkeyPatch) -> str:
    raws = [(str(path), path.read_bytes()) for path in files]
    list(documents(b"A word.", "-"))
    read: list[Parsed] = []
    parsing = _taken(
        lambda: read.extend(
            outcome
            for path, raw in raws
            for outcome in documents(raw, path)
            if isinstance(outcome, Parsed)
        )
    )
    texts = [item.text for parsed in read for item in parsed.issue.items]
    counting = max(1e-6, _taken(lambda: _count(texts)))
    with patch.context() as within:
        within.setattr(entities, "recognise_issue", _untagged)
        within.setattr(Reader, "_finish_intake", lambda self: None)
        keeping = _taken(lambda: _add(folder / "kept", files))
    whole = _taken(lambda: _add(folder / "whole", files))
    words = sum(len(text.split()) for text in texts)
    shown = "".join(
        f" {len(read) / spent:8.0f} {words / spent:9,.0f} {spent / counting:6.0f}x"
        for spent in (parsing, keeping, whole)
    )
    return f"  {name:10} {len(read):5} {words:8,}{shown}"


def test_formats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "".join(f" {'doc/s':>8} {'words/s':>9} {'ratio':>7}" for _ in range(3))
    lines = [
        f"  {'':25} {'parse':>26} {'parse and store':>26} {'with tags and index':>26}",
        f"  {'':10} {'docs':>5} {'words':>8}{head}",
    ]
    for name, files in _sets(tmp_path):
        lines.append(_row(name, files, tmp_path / f"library {name}", monkeypatch))
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def _walked(reports: Iterable[object], last: int) -> list[str]:
    """Memory after the first documents, halfway and at the last."""
    looks = {FIRST_LOOK, last // 2, last}
    seen = []
    count = 0
    for report in reports:
        count += isinstance(report, Report)
        if isinstance(report, Report) and count in looks:
            seen.append(f"{count:,}: {_memory()}")
    return seen


def test_memory_over_many_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker, folder = Maker(5), tmp_path / "many"
    folder.mkdir()
    for n in range(SMALL):
        (folder / f"{n}.txt").write_bytes(maker.txt(90))
    reader = _reader(tmp_path / "library")
    start = _cpu()
    seen = _walked(reader.add([str(folder)]), SMALL)
    reader.close()
    spent = _cpu() - start
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {SMALL:,} documents, {SMALL / spent:.0f}/s CPU with tags and index;"
            f" {', '.join(seen)}\n"
        )


def test_memory_over_a_mailbox(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker, path = Maker(9), tmp_path / "many.mbox"
    with path.open("wb") as box:
        for _ in range(MESSAGES):
            box.write(b"From letter@example.org Mon Jan  1 00:00:00 2024\n")
            box.write(maker.eml(60).replace(b"\nFrom ", b"\n>From ") + b"\n\n")
    reader = _reader(tmp_path / "library")
    start = _cpu()
    seen = _walked(reader.add([str(path)]), MESSAGES)
    reader.close()
    spent = _cpu() - start
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {MESSAGES:,} messages of {path.stat().st_size / (1 << 20):.0f} MB,"
            f" {MESSAGES / spent:.0f}/s CPU with tags and index; {', '.join(seen)}\n"
        )
