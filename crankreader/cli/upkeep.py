"""Commands about the program's own house: reindex, doctor, path, config.

Knows settings and the reader; no database and no index by itself.
"""

from __future__ import annotations

import os

from crankreader.cli.call import DONE, NOT_ALL, UNUSABLE, Call, GivesUp
from crankreader.cli.incoming import retry
from crankreader.cli.shapes import checks_shape
from crankreader.model import counted
from crankreader.settings import KEYMAP, KEYS, Settings, commented_config


def reindex(call: Call) -> int:
    done = 0
    with call.library() as reader:
        for number, _ in enumerate(reader.read_again(), 1):
            call.output.progress(f"{counted(number, 'document')} read again")
        for number, total in reader.retag():
            if call.given.report_lines:
                call.output.json_line({"tagged": number, "total": total})
            call.output.progress(f"{number:,} of {counted(total, 'issue')} tagged again")
        if call.given.pending:
            for done in reader.index_pending():
                call.output.progress(f"{counted(done, 'item')} indexed")
            is_whole = not reader.needs_index()
        else:
            for done, total in reader.reindex():
                call.output.progress(f"{done:,} of {counted(total, 'item')} indexed")
            is_whole = True
        problems = reader.name_problems
    call.output.end_progress()
    for problem in problems:
        call.output.talk(problem)
    if call.given.json:
        call.output.json({"indexed": done})
    else:
        call.output.talk(f"{counted(done, 'item')} indexed.")
    return DONE if is_whole else NOT_ALL


def doctor(call: Call) -> int:
    with call.library() as reader:
        if call.given.retry:
            retry(call, reader)
        checks = reader.doctor(repair=call.given.repair)
    if call.given.json:
        call.output.json(checks_shape(checks))
    else:
        for check in checks:
            call.output.data(f"{'ok' if check.ok else '!!'}  {check.name}: {check.message}")
            if check.repair and not check.ok:
                call.output.data(f"      {check.repair}")
    return DONE if all(check.ok for check in checks) else NOT_ALL


def places(settings: Settings) -> dict[str, str]:
    """What lies where."""
    return {
        "data": str(settings.data_dir),
        "library": str(settings.library_file),
        "state": str(settings.state_file),
        "index": str(settings.index_dir),
        "log": str(settings.log_file),
        "config": str(settings.config_file),
        "entities": str(settings.entities_file),
        "samples": str(settings.samples_dir),
    }


def path(call: Call) -> int:
    found = places(call.settings)
    if call.given.json:
        call.output.json(found)
    else:
        call.output.table(("what", "where"), list(found.items()))
    return DONE


def config(call: Call) -> int:
    file = call.settings.config_file
    if call.given.init:
        _write_config(call.settings)
    values = {key.name: key.value_in(call.settings) for key in KEYS}
    values[KEYMAP] = dict(call.settings.keys)
    if call.given.json:
        call.output.json({"file": str(file), "exists": file.exists(), "values": values})
    elif call.given.init:
        call.output.data(str(file))
    else:
        rows = [(name, str(value)) for name, value in values.items() if name != KEYMAP]
        rows += [(f"{KEYMAP}.{name}", key) for name, key in call.settings.keys.items()]
        call.output.table(("setting", "value"), rows)
        hint = "" if file.exists() else " (not there; `crankreader config --init` writes one)"
        call.output.talk(f"From {file}{hint}")
    return DONE


def _write_config(settings: Settings) -> None:
    file = settings.config_file
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise GivesUp(f"{file} is there already and stays as it is.", NOT_ALL) from error
    except OSError as error:
        raise GivesUp(f"{file}: {error.strerror}", UNUSABLE) from error
    with open(opened, "w", encoding="utf-8") as written:
        written.write(commented_config())
