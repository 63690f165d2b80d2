"""A third language for tests: English in Cyrillic letters, so that texts from the code stand out.

The language is one new file in a copy of the engine; `environment` makes Python use that copy.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from meetlat.languages import HERE

ROOT = Path(__file__).parents[2]
NAME = "xx"

LETTERS = {chr(97 + i): chr(0x430 + i) for i in range(26)}
LETTERS |= {chr(65 + i): chr(0x410 + i) for i in range(26)}

FORMAT = {
    "decimal": ",",
    "thousands": "'",
    "percentage": "{number} %",
    "date": "{year}.{month:02}.{day:02}",
    "date_in_words": "{year} {month} {day}",
    "plural": "n != 1",
    "locale": "en-GB",
    "excel_date": "[$-809]d mmmm yyyy",
}


def disguised(text: str) -> str:
    """Return a text in Cyrillic letters; placeholders in braces are kept."""
    pieces = re.split(r"(\{[^}]*\})", text)
    return "".join(p if p.startswith("{") else p.translate(str.maketrans(LETTERS)) for p in pieces)


def file_of_toy() -> str:
    """Return the English file in Cyrillic letters, with its own number and date formats."""
    english = tomllib.loads((HERE / "en.toml").read_text(encoding="utf-8"))
    lines = []
    for part, values in english.items():
        if part != "synonyms":
            own = FORMAT if part == "format" else {}
            lines.append(f"[{part}]")
            lines += [f"{key} = {_value(key, text, own)}" for key, text in _flat(values)]
    return "\n".join(["[synonyms]", f'{NAME} = ["toyish"]', *lines, ""])


def _flat(values: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f'{start}"{name}".')
        else:
            yield f'{start}"{name}"', value


def _value(key: str, value: str | list[str], own: Mapping[str, str]) -> str:
    if (known := own.get(key.strip('"'))) is not None:
        return json.dumps(known)
    text = disguised(value) if isinstance(value, str) else [disguised(one) for one in value]
    return json.dumps(text, ensure_ascii=False)


def install(folder: Path) -> None:
    """Copy the engine and add the file of the toy language."""
    engine = HERE.parent
    shutil.copytree(engine, folder / engine.name, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / engine.name / HERE.name / f"{NAME}.toml"
    file.write_text(file_of_toy(), encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which Python imports that copy of the engine."""
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONUTF8": "1"}


def started(
    folder: Path, *arguments: object, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python with that copy of the engine."""
    command = [sys.executable, *map(str, arguments)]
    own = environment(folder)
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=own, cwd=cwd, check=False
    )


def run(folder: Path, *arguments: object, cwd: Path | None = None) -> str:
    """Run Python and return its output; an exit code for problems in the workbook is fine."""
    done = started(folder, *arguments, cwd=cwd)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


# Runs several commands in one process, and prints what each of them printed.
COMMANDS = """
import json, sys
from typer.testing import CliRunner
from meetlat.cli.commands import app
printed = []
for command in json.loads(sys.argv[1]):
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert done.exit_code in (0, 1), done.output
    printed.append(done.stdout)
print(json.dumps(printed))
"""


def run_commands(folder: Path, commands: list[list[str]]) -> list[str]:
    """Run commands of Meetlat with that copy of the engine; return what each printed."""
    return json.loads(run(folder, "-c", COMMANDS, json.dumps(commands)))


def latin(text: str) -> set[str]:
    """Return the words of a text that are in Latin letters."""
    return set(re.findall(r"[A-Za-z]{2,}", text))
