"""An index that somebody touched, cut short or is still writing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from crankreader.search import Entry, Index, IndexBusy, IndexUnusable, build, generations, update
from tests.search.shelves import LETTERS, items, opened

IS_THOROUGH = "CRANKREADER_THOROUGH" in os.environ


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    directory = tmp_path / "cache" / "index"
    build(directory, LETTERS)
    return directory


def generation(directory: Path) -> Path:
    return directory / (directory / "CURRENT").read_text()


def rename_current(directory: Path) -> None:
    (directory / "CURRENT").write_text("../elsewhere")


def loosen_directory(directory: Path) -> None:
    directory.chmod(0o777)


def loosen_file(directory: Path) -> None:
    next(generation(directory).glob("*.trm")).chmod(0o666)


def add_table_of_contents(directory: Path) -> None:
    written = next(generation(directory).glob("*.toc"))
    (generation(directory) / "_MAIN_99.toc").write_bytes(written.read_bytes())


def replace_by_link(directory: Path) -> None:
    file = next(generation(directory).glob("*.trm"))
    moved = file.rename(directory / "moved")
    file.symlink_to(moved)


def restamp(directory: Path) -> None:
    path = generation(directory) / "MANIFEST.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "python": [2, 7]}))


def miscount(directory: Path) -> None:
    path = generation(directory) / "MANIFEST.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "count": 99}))


def scramble_manifest(directory: Path) -> None:
    (generation(directory) / "MANIFEST.json").write_text("[" * 5000)


@pytest.mark.parametrize(
    "harm",
    [
        rename_current,
        loosen_directory,
        loosen_file,
        add_table_of_contents,
        replace_by_link,
        restamp,
        miscount,
        scramble_manifest,
    ],
)
def test_an_index_that_is_not_as_it_was_written_is_not_opened(
    directory: Path, harm: Callable[[Path], None]
) -> None:
    harm(directory)
    with pytest.raises(IndexUnusable):
        Index.open(directory)


def test_every_changed_file_is_noticed_before_it_is_read(directory: Path) -> None:
    for file in sorted(generation(directory).iterdir()):
        before = file.read_bytes()
        for harmed in (b"", before[:-1], before + b"\0", bytes(len(before)), before[::-1]):
            if harmed == before:
                continue
            file.write_bytes(harmed)
            with pytest.raises(IndexUnusable):
                Index.open(directory)
        file.unlink()
        with pytest.raises(IndexUnusable):
            Index.open(directory)
        file.write_bytes(before)
        file.chmod(0o600)
    with opened(directory) as index:
        assert index.count() == len(LETTERS)


def test_a_flipped_bit_is_noticed_or_does_not_matter(directory: Path) -> None:
    """In all files; the times stay as they were, as where a disk rots."""
    random = Random(1)
    queries = ("kursk", '"army met"', "soldie*", "date:2024-10")
    with opened(directory) as index:
        expected = [items(index, query) for query in queries]
    for file in sorted(generation(directory).iterdir()):
        before, times = file.read_bytes(), file.stat()
        places = range(len(before))
        if not IS_THOROUGH:
            places = random.sample(places, min(40, len(before)))
        for place in places:
            harmed = bytearray(before)
            harmed[place] ^= 1 << random.randrange(8)
            file.write_bytes(harmed)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
            try:
                with opened(directory) as index:
                    assert file.name == "MANIFEST.json"
                    assert [items(index, query) for query in queries] == expected
            except IndexUnusable:
                pass
        file.write_bytes(before)


def test_a_large_file_is_read_for_its_digest_only_when_it_was_touched(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "SMALL", 0)
    file = next(generation(directory).glob("*.pst"))
    written, times = file.read_bytes(), file.stat()
    file.write_bytes(bytes(len(written)))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    with pytest.raises(IndexUnusable):
        Index.open(directory)
    file.write_bytes(written)
    with opened(directory) as index:
        assert items(index, "kursk")


def test_a_broken_index_can_be_built_again(directory: Path) -> None:
    scramble_manifest(directory)
    with pytest.raises(IndexUnusable):
        update(directory, [], [])
    build(directory, LETTERS)
    with opened(directory) as index:
        assert index.count() == len(LETTERS)


def test_no_index_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable):
        Index.open(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnusable):
        build(tmp_path / "file", [])


def test_everything_written_is_ones_own(directory: Path) -> None:
    assert directory.stat().st_mode & 0o777 == 0o700
    assert generation(directory).stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in generation(directory).iterdir()} == {0o600}


def test_one_generation_is_kept(directory: Path) -> None:
    (directory / "tmp-7").mkdir()
    update(directory, [Entry("t9", text="new")], [])
    assert sorted(path.name for path in directory.iterdir()) == ["CURRENT", "LOCK", "gen-8"]


def test_who_reads_an_old_generation_goes_on_reading(directory: Path) -> None:
    with opened(directory) as index:
        update(directory, [Entry("t9", text="kursk", date="2025")], ["t1"])
        assert set(items(index, "kursk")) == {"t1", "t2"}
        assert index.facets(index.search(None, states=lambda *_: ()))["month"]
        assert index.refresh()
        assert set(items(index, "kursk")) == {"t2", "t9"}
        assert not index.refresh()


def test_a_segment_is_read_on_when_the_generation_it_was_found_in_is_gone(directory: Path) -> None:
    with opened(directory) as index:
        for n in range(3):
            update(directory, [Entry(f"t{9 + n}", text="new", date="2025")], [])
            assert index.refresh()
        # Nothing of it was read before: words, lengths and days are read when they are asked for.
        assert items(index, "personnel") == ["t3"]
        assert items(index, "date:2024-10-14") == ["t2", "t1"]


def test_facets_can_be_asked_for_after_a_change(directory: Path) -> None:
    with opened(directory) as index:
        found = index.search(None, states=lambda *_: ())
        update(directory, [], ["t1"])
        index.refresh()
        assert index.facets(found)["publication"] == (("CRANK Call", 2),)


def test_there_is_one_writer(directory: Path) -> None:
    with generations.writer(directory):
        with pytest.raises(IndexBusy):
            build(directory, [])
        with pytest.raises(IndexBusy):
            update(directory, [], [])
        with opened(directory) as index:
            assert index.count() == len(LETTERS)


WRITE_FOREVER = """
import sys, pathlib
from crankreader.search import Entry, build
print("begun", flush=True)
for n in range(10_000):
    build(pathlib.Path(sys.argv[1]), [Entry("t1", text=f"kursk {n}")] * 3)
"""


def test_a_killed_writer_leaves_an_index_that_opens(directory: Path) -> None:
    for wait in (0.0, 0.013, 0.029):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOREVER, str(directory)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(wait)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        with opened(directory) as index:
            assert items(index, "kursk")
    build(directory, LETTERS)
    assert len(list(directory.iterdir())) == 3


def test_what_a_writer_left_unfinished_goes_when_the_next_begins(directory: Path) -> None:
    left = generations.draft(directory)
    (left / "half.seg").write_bytes(b"half")
    with pytest.raises(ZeroDivisionError):
        build(directory, (LETTERS[1 // 0] for _ in "x"))
    assert not left.exists()
    assert len(list(directory.glob("tmp-*"))) == 1
    build(directory, LETTERS)
    assert list(directory.glob("tmp-*")) == []
