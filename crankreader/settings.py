"""Where things lie and what a person configured, as one frozen value that is handed down.

Reads the environment and `config.toml`; creates nothing. Knows no command, database or screen.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from crankreader.safety import one_line

NAME = "crankreader"
DATA_DIR_VARIABLE = "CRANKREADER_DATA_DIR"

_KB, _MB = 1 << 10, 1 << 20


class SettingsError(Exception):
    """The config file cannot be used; the message names the file, the line and the key."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of `config.toml`: what the code, the help, the README and errors know of it."""

    name: str
    """As written in the file: "theme", or "table.key"."""
    field: str
    """The field of `Settings` it sets; "limits.…": of its `Limits`."""
    default: str | int | float | tuple[str, ...]
    """A tuple: a list of words."""
    meaning: str
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 0
    unit: int = 1
    """What a whole number in the file stands for: of bytes, so many."""

    @property
    def wanted(self) -> str:
        if self.choices:
            return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
        if isinstance(self.default, tuple):
            return "a list of words in quotes"
        kind = "a whole number" if isinstance(self.default, int) else "a number"
        return f"{kind} from {self.least:g} to {self.most:g}"

    def accepts(self, value: Any) -> bool:
        if self.choices:
            return value in self.choices
        if isinstance(self.default, tuple):
            return isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value)
        wanted = int if isinstance(self.default, int) else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted):
            return False
        return self.least <= float(value) <= self.most

    def value_in(self, settings: Settings) -> Any:
        """Its value, as the file would have it."""
        value = attrgetter(self.field)(settings)
        return value if self.unit == 1 else value // self.unit


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything a document may have before it is refused, each with its code."""

    file: int = 64 << 20
    """Bytes of a file, and of a message in a mailbox."""
    text: int = 8 << 20
    """Bytes of plain text or Markdown."""
    html: int = 5 << 20
    """Bytes of one HTML page or body."""
    nesting: int = 200
    """Elements within one another."""
    attributes: int = 1_000
    """Of one element."""
    mime_depth: int = 50
    parts: int = 1_000
    """Of one mail."""
    headers: int = 64 << 10
    """Bytes of a mail's headers."""
    recipients: int = 500
    entries: int = 5_000
    """Of one feed."""
    ratio: int = 100
    """Bytes unpacked for each packed one."""
    output: int = 4
    """Bytes of blocks for each byte read."""
    blocks: int = 50_000
    seconds: float = 2.0
    """CPU that converting one document may take."""
    memory: int = 300 << 20
    """Bytes that converting may take beyond what the program itself needs."""


LIMITS = Limits()


def _limit(name: str, field: str, meaning: str, least: float, most: float, unit: int = 1) -> Key:
    default = getattr(LIMITS, field)
    given = default if isinstance(default, float) else default // unit
    return Key(
        f"limits.{name}", f"limits.{field}", given, meaning, least=least, most=most, unit=unit
    )


KEYS: tuple[Key, ...] = (
    Key("theme", "theme", "dark", "The colours of the screens.", ("dark", "light")),
    Key(
        "read.after_seconds",
        "mark_read_after",
        2.0,
        "How long an item that fits the pane stays on it before it counts as read.",
        least=0,
        most=3600,
    ),
    Key(
        "reading.measure",
        "measure",
        80,
        "The longest line of text in the reader, in columns.",
        least=20,
        most=400,
    ),
    Key(
        "search.limit",
        "search_limit",
        50,
        "How many hits a search shows.",
        least=1,
        most=10_000,
    ),
    Key(
        "fetch.allow",
        "fetch_allow",
        (),
        "Hosts that feeds may be fetched from though they are in a network at home, by name.",
    ),
    _limit("file_mb", "file", "The largest file or message of a mailbox.", 1, 1024, _MB),
    _limit("text_mb", "text", "The most plain text or Markdown of one document.", 1, 256, _MB),
    _limit("html_mb", "html", "The largest web page or body of a mail or entry.", 1, 256, _MB),
    _limit("paragraphs", "blocks", "The most paragraphs of one document.", 100, 5_000_000),
    _limit("entries", "entries", "The most entries that are taken from one feed.", 1, 500_000),
    _limit("seconds", "seconds", "The longest that reading one document may take.", 0.1, 600),
    _limit("memory_mb", "memory", "The most memory that reading one may take.", 50, 16_384, _MB),
    _limit("nesting", "nesting", "How deep the elements of a page may stand.", 20, 2_000),
    _limit("attributes", "attributes", "The most attributes of one element.", 10, 20_000),
    _limit("parts", "parts", "The most parts of one mail.", 1, 50_000),
    _limit("mime_depth", "mime_depth", "How deep the parts of a mail may stand.", 1, 200),
    _limit("headers_kb", "headers", "The most headers of one mail.", 1, 10_240, _KB),
    _limit("recipients", "recipients", "The most addresses that one mail may name.", 1, 100_000),
    _limit("ratio", "ratio", "How many times as large a file may become by unpacking.", 2, 10_000),
    _limit("output", "output", "How many times as large a page's text may be as the page.", 1, 100),
)


KEYMAP = "keys"
KEYMAP_MEANING = (
    "Keys of your own: the id of a binding (the help screen, ?, shows them) and its key."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every path the program uses, and every key of `config.toml`."""

    data_dir: Path
    index_dir: Path
    log_file: Path
    config_file: Path
    entities_file: Path
    samples_dir: Path
    theme: str
    mark_read_after: float
    """Seconds."""
    measure: int
    search_limit: int
    fetch_allow: tuple[str, ...]
    limits: Limits
    keys: Mapping[str, str]
    """Binding id → key; which ids and keys there are is the screens' to say."""

    @property
    def library_file(self) -> Path:
        return self.data_dir / "library.db"

    @property
    def state_file(self) -> Path:
        return self.data_dir / "state.db"


def load(
    data_dir: str | os.PathLike[str] | None = None,
    config: str | os.PathLike[str] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings of this run; `SettingsError` for a config file that cannot be used."""
    chosen = data_dir or environ.get(DATA_DIR_VARIABLE)
    if chosen:
        home = _absolute(chosen)
        places: dict[str, Any] = {
            "data_dir": home,
            "index_dir": home / "index",
            "log_file": home / f"{NAME}.log",
            "config_file": home / "config.toml",
        }
    else:
        places = _platform_places()
    if config is not None:
        places["config_file"] = _absolute(config)
    file = places["config_file"]
    return Settings(
        **places,
        entities_file=file.parent / "entities.toml",
        samples_dir=_samples_dir(),
        **_values(file),
    )


def commented_config() -> str:
    """A config file that says what can be set, with every default commented out."""
    lines = ["# The settings of crankreader. Take the # off a line to change it."]
    table = ""
    for key in KEYS:
        where, _, name = key.name.rpartition(".")
        if where != table:
            lines += ["", f"[{where}]"]
            table = where
        lines += ["", f"# {key.meaning} ({key.wanted})", f"# {name} = {_toml(key.default)}"]
    lines += ["", f"[{KEYMAP}]", "", f"# {KEYMAP_MEANING}", '# "item.next" = "J"', ""]
    return "\n".join(lines)


def _absolute(path: str | os.PathLike[str]) -> Path:
    return Path(os.path.abspath(os.path.expanduser(path)))


def _platform_places() -> dict[str, Any]:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(NAME, appauthor=False)
    return {
        "data_dir": dirs.user_data_path,
        "index_dir": dirs.user_cache_path / "index",
        "log_file": dirs.user_log_path / f"{NAME}.log",
        "config_file": dirs.user_config_path / "config.toml",
    }


def _samples_dir() -> Path:
    package = Path(__file__).parent
    installed = package / "seeds"
    return installed if installed.is_dir() else package.parent / "seeds"


def _values(file: Path) -> dict[str, Any]:
    """Field → value, for every key and the keymap."""
    values: dict[str, Any] = {
        key.field: key.default for key in KEYS if not key.field.startswith("limits.")
    }
    values |= {"limits": LIMITS, "keys": {}}
    if not os.path.lexists(file):
        return values
    limits: dict[str, Any] = {}
    text = _read(file)
    known = {key.name: key for key in KEYS}
    for name, value in _leaves(_parsed(file, text)):
        if name.startswith(f"{KEYMAP}."):
            if not isinstance(value, str):
                raise _mistake(file, text, name, "must be a key, in quotes")
            values["keys"][name.removeprefix(f"{KEYMAP}.")] = value
            continue
        key = known.get(name)
        if key is None:
            raise _mistake(file, text, name, f"is not a setting; there are {', '.join(known)}")
        if not key.accepts(value):
            raise _mistake(file, text, name, f"must be {key.wanted}")
        # tomllib gives integers and lists where numbers and tuples are wanted.
        value = type(key.default)(value)
        of, _, field = key.field.rpartition(".")
        if of:
            limits[field] = value if key.unit == 1 else value * key.unit
        else:
            values[field] = value
    return values | {"limits": replace(LIMITS, **limits)}


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise SettingsError(f"{one_line(str(file))}: {reason}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{one_line(str(file))}, line {line}: not UTF-8 text") from error


def _parsed(file: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{one_line(str(file))}: {one_line(str(error))}") from error


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """(dotted name, value) of everything in a table that is not a table itself."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _mistake(file: Path, text: str, name: str, what: str) -> SettingsError:
    return SettingsError(f"{one_line(str(file))}, line {_line_of(text, name)}: {name} {what}")


def _line_of(text: str, name: str) -> int:
    """The line that sets the key; tomllib tells no places, so the headers are followed here."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("["):
            table = line.strip("[] ").replace('"', "").replace(" ", "") + "."
        elif _bare(table + line.split("=")[0]) == name:
            return number
    return 1


def _bare(name: str) -> str:
    return name.replace('"', "").replace("'", "").replace(" ", "")


def _toml(value: str | int | float | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
