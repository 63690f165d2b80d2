"""The files that `meetlat new-plugin` writes: a plugin that works, and for a metric a test."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Literal

from meetlat.languages import words
from meetlat.languages.system import system_language
from meetlat.plugins import trust
from meetlat.plugins.folder import Uncheckable, read_snapshot
from meetlat.plugins.manager import load_plugins

# A file for each kind of plugin; those of a metric and of a package also have a test.
TEMPLATES = Path(__file__).with_name("templates")

# Names that a file on Windows cannot have.
NOT_ON_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")

# Why a new plugin may run: all plugins of the folder may, it is the only one, or the others were
# allowed.
Why = Literal["all", "own", "content", "no"]


class NotMadeError(Exception):
    """Nothing was written. The message says why, and what to do."""


class Kind(StrEnum):
    """The kinds of plugin that can be written."""

    metric = "metric"
    table = "table"
    persons = "persons"
    source = "source"
    rule = "rule"
    package = "package"


# Those of which the name is that of a metric or of a table.
NAMED = (Kind.metric, Kind.persons, Kind.table, Kind.package)


def new_plugin(name: str, folder: Path, kind: Kind = Kind.metric) -> Iterator[str]:
    """Write a plugin into the folder of a survey; yield lines on what to do next.

    It goes into `plugins`, and the test of a metric into `tests`. A package gets a folder of its
    own.

    Raises:
        NotMadeError: Python or a file cannot have the name, or one of the files exists.
        OSError: the files cannot be written.
    """
    check_name(name, kind)
    if not folder.is_dir():
        raise NotMadeError(f"{folder} is no folder. Name the one that your workbook stands in.")
    files = _files(name, folder, kind)
    for file in files:
        if file.exists():
            raise NotMadeError(f"{file} is there already. Choose another name, or move it away.")
    why = _why_it_may_run(folder / "plugins")
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as written:
            written.write(text)
    yield from _next(name, folder, kind, list(files))
    if kind is not Kind.package:
        yield from _permitted(name, folder, kind, why)


def _files(name: str, folder: Path, kind: Kind) -> dict[Path, str]:
    """The text of each file to write."""
    facts = {"name": name, "table": table_name(name), "title": name.replace("_", " ").capitalize()}
    facts["dashed"] = name.replace("_", "-")

    def filled(template: str) -> str:
        return (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8").format(**facts)

    plugin, test = folder / "plugins" / f"{name}.py", folder / "tests" / f"test_{name}.py"
    if kind is Kind.metric:
        return {plugin: filled("metric"), test: filled("test")}
    if kind is Kind.package:
        home = folder / f"meetlat-{facts['dashed']}"
        return {
            home / "pyproject.toml": filled("project"),
            home / f"meetlat_{name}.py": filled("metric"),
            home / "tests" / test.name: filled("test").replace('/ "plugins" / "', '/ "meetlat_'),
        }
    return {plugin: filled(kind)}


def _next(name: str, folder: Path, kind: Kind, files: list[Path]) -> Iterator[str]:
    if kind is Kind.metric:
        plugin, test = files
        yield f"{plugin}: the metric {name}. Change it into what you want to know."
        yield f"{test}: its test. Run it with: python -m pytest {test}"
    else:
        said, home = words(system_language()), files[0].parent
        yield said.text(f"new_plugin.{kind}", file=files[0], name=name, folder=home)


def _permitted(name: str, folder: Path, kind: Kind, why: Why) -> Iterator[str]:
    """Let the new plugin run if it may, and say so."""
    _trust(folder / "plugins", why)
    if why == "no":
        yield "Other plugins in that folder were not allowed yet, and so this one is not either:"
        yield f"  {trust.allow_command((folder / 'plugins').resolve())}"
    elif kind in NAMED:
        yield f"Recalculate the workbook in {folder}, and it has a sheet {table_name(name)}."


def check_name(name: str, kind: Kind = Kind.metric) -> None:
    """Check that a plugin can have this name.

    Raises:
        NotMadeError: it cannot; the message says why and suggests another name.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or len(name) > 30:
        near = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_0123456789")[:30]
        hint = f", such as {near}" if near else ""
        raise NotMadeError(
            f'"{name}" will not do: the name of a metric is that of a function in Python, of at'
            f" most 30 small letters, digits and _, and begins with a letter{hint}."
        )
    if keyword.iskeyword(name) or NOT_ON_WINDOWS.fullmatch(name):
        why = "a word of Python's own" if keyword.iskeyword(name) else "no name for a file"
        raise NotMadeError(f'"{name}" will not do: it is {why}. Try {name}_share.')
    if kind in NAMED:
        _check_new(name)


def _check_new(name: str) -> None:
    from meetlat.plugins.metrics import MetricError
    from meetlat.plugins.result_table import check_name

    metrics = load_plugins().metrics
    if name in metrics:
        plugin = metrics[name].plugin
        raise NotMadeError(f"There is a metric {name} already, of {plugin}. Choose another name.")
    try:
        check_name(table_name(name), ())
    except MetricError as fault:
        raise NotMadeError(f'"{name}" will not do: {fault}. Choose another name.') from fault
    for other in metrics.values():
        if other.table.casefold() == table_name(name).casefold():
            words = f"the table {other.table} is that of {other.name}"
            raise NotMadeError(f'"{name}" will not do: {words}. Choose another name.')


def table_name(name: str) -> str:
    """The name of the metric's table: `TopBox` for `top_box`."""
    return "".join(part.capitalize() for part in name.split("_"))


def _why_it_may_run(folder: Path) -> Why:
    """Why a plugin may run that the user's own command adds to this folder."""
    others = [f for f in folder.glob("*") if f.name != "README.md"] if folder.is_dir() else []
    if trust.everything_may_run() or trust.is_made_here(folder.resolve()):
        return "all"
    if not others:
        return "own"
    with suppress(Uncheckable):
        if trust.is_allowed(read_snapshot(folder.resolve())):
            return "content"
    return "no"


def _trust(folder: Path, why: Why) -> None:
    with suppress(OSError):  # if this cannot be stored, the user is asked before plugins run
        if why == "own":
            trust.mark_made_here(folder)
        elif why == "content":
            trust.allow(read_snapshot(folder.resolve()))
