"""The files of a folder of plugins as they were read at one moment, and their digest.

Every file below the folder counts, including helpers, data and compiled files, because a plugin
can import or read any of them. Links are refused, because the file they point to can change.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from meetlat.problems.problem import Problem

# The largest folder that is read at every click.
MOST_FILES, MOST_BYTES = 1_000, 50_000_000

# Files that Finder and Explorer create when a user opens a folder.
SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}


class Uncheckable(Exception):  # noqa: N818 - it is reported as a problem
    """The folder cannot be read completely; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Snapshot:
    """The bytes of every file when a folder was read, by its path below it (`norms/2024.csv`)."""

    folder: Path
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """A hash of all names and bytes, which does not depend on where the folder is."""
        content = sha256()
        for name in sorted(self.files):
            for part in (name.encode("utf-8", "surrogatepass"), self.files[name]):
                content.update(len(part).to_bytes(8, "big"))
                content.update(part)
        return content.hexdigest()


def read_snapshot(folder: Path) -> Snapshot:
    """Read all files below a folder.

    Raises:
        Uncheckable: it holds a link, a device, too many files, or a file that cannot be read.
    """
    files: dict[str, bytes] = {}
    room = MOST_BYTES
    try:
        for name in _names(folder):
            files[name] = _read(folder / name, room)
            room -= len(files[name])
            if room < 0:
                raise _too_large(folder, name)
    except OSError as fault:
        facts = {"folder": folder, "reason": fault.strerror or fault}
        name = Path(fault.filename or folder).name
        raise Uncheckable(Problem("plugins-unreadable", value=name, facts=facts)) from fault
    return Snapshot(folder, files)


def _names(folder: Path) -> Iterator[str]:
    """The paths of all files, with `/` between their parts."""
    waiting, count = [""], 0
    while waiting:
        inside = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                name, kind = f"{inside}{entry.name}", os.lstat(entry.path)
                count += 1
                if count > MOST_FILES:
                    raise _too_large(folder, name)
                if _is_link_or_device(kind):
                    raise Uncheckable(Problem("plugins-link", value=name, facts={"folder": folder}))
                if stat.S_ISDIR(kind.st_mode):
                    waiting.append(f"{name}/")
                elif entry.name not in SYSTEM_FILES:
                    yield name


def _too_large(folder: Path, name: str) -> Uncheckable:
    facts = {"folder": folder, "files": MOST_FILES, "megabytes": MOST_BYTES // 1_000_000}
    return Uncheckable(Problem("plugins-too-large", value=name, facts=facts))


def _is_link_or_device(kind: os.stat_result) -> bool:
    """Whether it is a link, a junction (Windows) or a device; a OneDrive placeholder is none."""
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    ordinary = stat.S_ISDIR(kind.st_mode) or stat.S_ISREG(kind.st_mode)
    return not ordinary or getattr(kind, "st_reparse_tag", 0) == junction


def _read(file: Path, room: int) -> bytes:
    with file.open("rb") as stream:
        return stream.read(room + 1)


def plugin_names(folder: Path) -> list[str]:
    """The plugins: Python files, except those whose name starts with `_` or a dot."""
    found = (file for file in folder.glob("*.py") if is_plugin(file.name) and not file.is_dir())
    return sorted(file.name for file in found)


def is_plugin(name: str) -> bool:
    """Whether the file with this path below the folder is loaded as a plugin."""
    return name.endswith(".py") and name[0] not in "_." and "/" not in name


def functions_in(source: bytes) -> set[str]:
    """The names of the functions that a file defines, found without running it."""
    found = re.findall(rb"^[ \t]*def[ \t]+(\w+)[ \t]*\(", source, re.MULTILINE)
    return {name.decode("ascii", "ignore") for name in found}
