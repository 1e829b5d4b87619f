"""Where things lie, and what a config file may say."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from crankreader.settings import (
    KEYS,
    LIMITS,
    Limits,
    Settings,
    SettingsError,
    commented_config,
    load,
)


def configured(tmp_path: Path, text: str) -> Settings:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return load(tmp_path)


def test_a_data_directory_holds_everything(tmp_path: Path) -> None:
    settings = load(tmp_path / "here")
    places = (
        settings.library_file,
        settings.state_file,
        settings.index_dir,
        settings.log_file,
        settings.config_file,
        settings.entities_file,
    )
    assert {place.parent for place in places} == {tmp_path / "here"}
    assert settings.index_dir.name == "index"


def test_the_environment_names_the_data_directory_and_the_option_goes_first(tmp_path: Path) -> None:
    environ = {"CRANKREADER_DATA_DIR": str(tmp_path / "there")}
    assert load(environ=environ).data_dir == tmp_path / "there"
    assert load(tmp_path / "here", environ=environ).data_dir == tmp_path / "here"


def test_a_config_option_moves_the_config_and_the_entities_only(tmp_path: Path) -> None:
    settings = load(tmp_path / "data", tmp_path / "etc" / "my.toml")
    assert settings.config_file == tmp_path / "etc" / "my.toml"
    assert settings.entities_file == tmp_path / "etc" / "entities.toml"
    assert settings.data_dir == tmp_path / "data"


def test_without_a_choice_the_platform_decides() -> None:
    settings = load(environ={})
    assert settings.data_dir.is_absolute()
    assert settings.index_dir != settings.data_dir / "index"


def test_loading_creates_nothing(tmp_path: Path) -> None:
    load(tmp_path / "here")
    assert list(tmp_path.iterdir()) == []


def test_the_samples_are_there() -> None:
    assert load(environ={}).samples_dir.name == "seeds"


def test_every_key_has_a_field_and_a_default(tmp_path: Path) -> None:
    settings = load(tmp_path)
    for key in KEYS:
        assert key.value_in(settings) == key.default
        assert key.accepts(key.default)


def test_the_commented_config_says_every_default(tmp_path: Path) -> None:
    text = commented_config()
    assert configured(tmp_path, text) == load(tmp_path)
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    values = tomllib.loads("\n".join(line for line in lines if "=" in line or line[:1] == "["))
    for key in KEYS:
        table, _, name = key.name.rpartition(".")
        said = (values[table] if table else values)[name]
        assert (tuple(said) if isinstance(said, list) else said) == key.default


def test_what_is_configured_is_used(tmp_path: Path) -> None:
    settings = configured(
        tmp_path,
        'theme = "light"\nread.after_seconds = 5\n[search]\nlimit = 7\n[fetch]\nallow = ["nas"]\n[keys]\n"a.b" = "g m"\nc.d = "x"\n',
    )
    assert (settings.theme, settings.mark_read_after, settings.search_limit) == ("light", 5.0, 7)
    assert settings.fetch_allow == ("nas",)
    assert settings.keys == {"a.b": "g m", "c.d": "x"}


def test_every_limit_can_be_set_in_the_unit_its_name_says(tmp_path: Path) -> None:
    keys = [key for key in KEYS if key.field.startswith("limits.")]
    assert {key.field.removeprefix("limits.") for key in keys} == {
        field.name for field in fields(Limits)
    }
    for key in keys:
        assert (key.unit == 1 << 20) == key.name.endswith("_mb")
        assert (key.unit == 1 << 10) == key.name.endswith("_kb")
        assert key.accepts(type(key.default)(key.least))
        assert key.accepts(type(key.default)(key.most))
    settings = configured(tmp_path, "[limits]\nfile_mb = 100\nseconds = 5\nheaders_kb = 1\n")
    assert settings.limits == replace(LIMITS, file=100 << 20, seconds=5.0, headers=1 << 10)
    assert {key.value_in(settings) for key in keys[:2]} == {100, 8}


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('\ntheme = "mauve"\n', 2, "theme"),
        ("[search]\n# so many\nlimit = true\n", 3, "search.limit"),
        ("[search]\nlimit = 0\n", 2, "search.limit"),
        ("[search]\nlimit = 1.5\n", 2, "search.limit"),
        ('[fetch]\nallow = "localhost"\n', 2, "fetch.allow"),
        ("[fetch]\nallow = [1]\n", 2, "fetch.allow"),
        ("[limits]\nfile_mb = 0\n", 2, "limits.file_mb"),
        ("[limits]\n\nseconds = 1e9\n", 3, "limits.seconds"),
        ("[limits]\nmemory = 300\n", 2, "limits.memory"),
        ("read.after_seconds = nan\n", 1, "read.after_seconds"),
        ("\n\ncolour = 1\n", 3, "colour"),
        ('[keys]\n"item.next" = 3\n', 2, "keys.item.next"),
        ("keys = 3\n", 1, "keys"),
        ("\ntheme = \n", 2, ""),
    ],
)
def test_a_mistake_names_file_line_and_key(tmp_path: Path, text: str, line: int, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        configured(tmp_path, text)
    message = str(caught.value)
    assert str(tmp_path / "config.toml") in message
    assert f"line {line}" in message
    assert key in message
    assert "\n" not in message


def test_a_config_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\n\xff\xfe\x00")
    with pytest.raises(SettingsError, match="line 2: not UTF-8"):
        load(tmp_path)
    with pytest.raises(SettingsError):
        load(tmp_path / "x", tmp_path)


def test_settings_are_light(tmp_path: Path) -> None:
    code = (
        "import sys, crankreader.settings as s; s.load(sys.argv[1]);"
        "print([m for m in ('platformdirs', 'tomllib', 'textual', 'rich') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
