"""What names cost: loading them, finding them, tagging a library again, and how many there are.

Off by default: `pytest -n0 -s tests/benchmarks/test_entities.py`. CPU; a ratio says how much longer
it takes than the yardstick named beside it, in the same run. Nothing is asserted of times.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from crankreader.entities import dictionary, recognise
from crankreader.reader import Reader
from crankreader.settings import load
from tests.entities.regions import REGION_OF

GOLDEN = Path(__file__).parents[1] / "golden"
_COST = """
import time
began = time.process_time()
{code}
spent = time.process_time() - began
with open("/proc/self/status") as status:
    peak = next(line for line in status if line.startswith("VmHWM")).split()[1]
print(spent, peak)
"""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def cost(code: str) -> tuple[float, float]:
    """(CPU seconds, megabytes of the whole process), the middle of seven runs."""
    runs = []
    for _ in range(7):
        script = _COST.format(code=code)
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        runs.append(tuple(map(float, done.stdout.split())))
    return median(run[0] for run in runs), median(run[1] for run in runs) / 1024


def test_importing_and_loading_the_names() -> None:
    _, bare = cost("pass")
    names, memory = cost("from crankreader.entities import dictionary; dictionary()")
    textual, _ = cost("import textual.app")
    say(f"\nimport and load: {names * 1000:.0f} ms CPU, {memory - bare:.1f} MB")
    say(f"  beside `import textual.app`: {names / textual:.2f}x")


def test_words_a_second() -> None:
    texts = [path.read_text("utf-8") for path in sorted(GOLDEN.glob("*entities/*.txt"))]
    texts += [
        path.read_text("utf-8") for path in sorted((GOLDEN / "unseen/entities").glob("*.txt"))
    ]
    words = sum(len(text.split()) for text in texts)
    for text in texts:
        recognise(text)
    began = process_time()
    for text in texts:
        recognise(text)
    spent = process_time() - began
    began = process_time()
    for text in texts:
        Counter(text.split())
    yardstick = process_time() - began
    say(f"\n{words / spent:,.0f} words a second; {spent / yardstick:.0f}x counting them")


@pytest.mark.parametrize("copies", [200])
def test_a_correction_in_a_library(copies: int, tmp_path: Path) -> None:
    """What a person's correction costs where most texts do not concern it."""
    source = (GOLDEN / "entities").glob("*.txt")
    texts = [path.read_text("utf-8") for path in sorted(source)]
    for number in range(copies):
        text = texts[number % len(texts)]
        (tmp_path / f"{number}.txt").write_text(f"Letter {number}\n\n{number} {text[number:]}")
    reader = Reader.open(load(data_dir=tmp_path / "data", environ={}))
    list(reader.add([str(tmp_path)]))
    reader.add_name("Zzyzx Flats", "place")
    began = process_time()
    tagged = len(list(reader.retag()))
    none = process_time() - began
    (most, next_, *_), _ = reader.listing("entities")
    reader.merge(most["id"], next_["id"])
    began = process_time()
    some = len(list(reader.retag()))
    spent = process_time() - began
    reader.close()
    first = f"{tagged} concerned in {none * 1000:.0f} ms"
    say(f"\nof {copies} issues: {first}, {some} in {spent * 1000:.0f} ms CPU")


def test_how_far_the_names_reach() -> None:
    known = dictionary()
    kinds = ("person", "org", "outlet", "place", "weapon", "event")
    counts = Counter(
        (found.type, REGION_OF.get(found.country or found.id, "of no one land"))
        for found in map(known.entity, known.numbers())
    )
    regions = [*dict.fromkeys(REGION_OF.values()), "of no one land"]
    say("\n" + "".ljust(32) + "".join(f"{kind:>9}" for kind in kinds))
    for region in regions:
        say(region.ljust(32) + "".join(f"{counts[kind, region]:9,}" for kind in kinds))
