"""The house stands as it says: its walls, its map, its tools, its manual."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import crankreader
from crankreader.cli.commands import COMMANDS
from crankreader.settings import KEYS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "crankreader"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 420
SHARED = ROOT.parent / "shared"


def run_tool(module: str, *arguments: str) -> None:
    """Fails with what the tool has to say; skipped where it is not installed."""
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        pytest.skip(f"{module} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_imports_only_what_it_may() -> None:
    if importlib.util.find_spec("importlinter") is None:
        pytest.skip("import-linter is not installed")
    code = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_has_nothing_to_say() -> None:
    run_tool("ruff", "check", "--quiet", ".")


def test_the_code_is_formatted() -> None:
    run_tool("ruff", "format", "--check", "--quiet", ".")


def test_the_types_hold() -> None:
    run_tool("mypy")


def test_the_map_names_every_module() -> None:
    named = set(re.findall(r"\w+", crankreader.__doc__ or ""))
    places = [path.relative_to(PACKAGE) for path in MODULES if path.name != "__init__.py"]
    rooms = {place.parts[0].removesuffix(".py") for place in places}
    inner = {place.stem for place in places if len(place.parts) == 2}
    assert sorted((rooms | inner) - named) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is(module: Path) -> None:
    lines = module.read_text("utf-8").splitlines()
    assert len(lines) <= LONGEST_MODULE
    assert lines[:1] != [], "an empty module"
    assert lines[0].startswith('"""')


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError|# type: ignore(?!\[)")
    found = [
        f"{module.relative_to(ROOT)}: {found.group()}"
        for module in MODULES
        if (found := unfinished.search(module.read_text("utf-8")))
    ]
    assert found == []


def test_what_is_needed_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {need for need in project["dependencies"] if "==" in need}
    assert {need.partition("==")[0] for need in pinned} == {"textual", "whoosh"}


def test_no_wording_of_the_source_documents_stands_in_the_project() -> None:
    tool = SHARED / "tools" / "own_words.py"
    if not tool.exists():
        pytest.skip("../shared/tools is not here")
    done = subprocess.run(
        [sys.executable, str(tool), str(ROOT)], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


def test_the_manual_names_every_command_and_every_setting() -> None:
    manual = (ROOT / "README.md").read_text("utf-8")
    missing = [name for name in COMMANDS if f"crankreader {name}" not in manual]
    missing += [key.name for key in KEYS if f"`{key.name}`" not in manual]
    missing += [
        option.name
        for command in COMMANDS.values()
        for option in command.options
        if option.name not in manual
    ]
    assert missing == []
