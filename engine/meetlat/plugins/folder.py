"""The files of a folder of plugins, as they were read at one moment, and what they are known by.

Everything below the folder counts, for a plugin may import or read any of it: names and bytes,
helpers, data and compiled files too. A link is refused, because what it leads to may change.
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

MOST_FILES, MOST_BYTES = 1_000, 50_000_000
"""What a folder may hold to be looked through at every click."""

OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""Left by looking at a folder; nobody reads them."""


class Uncheckable(Exception):  # noqa: N818 - it is handed on as a problem
    """The folder holds what cannot be looked through; `problem` says what."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Snapshot:
    """What a folder held when it was read.

    Attributes:
        folder: where that is.
        files: the bytes of every file, by its path below the folder (`norms/2024.csv`).
    """

    folder: Path
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """The same for the same names and bytes, wherever they lie, and for no others."""
        content = sha256()
        for name in sorted(self.files):
            for part in (name.encode("utf-8", "surrogatepass"), self.files[name]):
                content.update(len(part).to_bytes(8, "big"))
                content.update(part)
        return content.hexdigest()


def read_snapshot(folder: Path) -> Snapshot:
    """Read all files below a folder.

    Raises:
        Uncheckable: there is a link among them, or a device, or too much, or what cannot be read.
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
    """Paths of all files, `/` between their parts."""
    waiting, met = [""], 0
    while waiting:
        inside = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                name, kind = f"{inside}{entry.name}", os.lstat(entry.path)
                met += 1
                if met > MOST_FILES:
                    raise _too_large(folder, name)
                if _is_link_or_device(kind):
                    raise Uncheckable(Problem("plugins-link", value=name, facts={"folder": folder}))
                if stat.S_ISDIR(kind.st_mode):
                    waiting.append(f"{name}/")
                elif entry.name not in OF_THE_SYSTEM:
                    yield name


def _too_large(folder: Path, name: str) -> Uncheckable:
    facts = {"folder": folder, "files": MOST_FILES, "megabytes": MOST_BYTES // 1_000_000}
    return Uncheckable(Problem("plugins-too-large", value=name, facts=facts))


def _is_link_or_device(kind: os.stat_result) -> bool:
    """Windows has junctions besides links; a file that is kept in a cloud is neither."""
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    ordinary = stat.S_ISDIR(kind.st_mode) or stat.S_ISREG(kind.st_mode)
    return not ordinary or getattr(kind, "st_reparse_tag", 0) == junction


def _read(file: Path, room: int) -> bytes:
    with file.open("rb") as stream:
        return stream.read(room + 1)


def plugin_names(folder: Path) -> list[str]:
    """The files that are plugins: Python's, save those whose name begins with `_` or a dot."""
    found = (file for file in folder.glob("*.py") if is_plugin(file.name) and not file.is_dir())
    return sorted(file.name for file in found)


def is_plugin(name: str) -> bool:
    """Whether a file of this path below the folder is loaded as a plugin."""
    return name.endswith(".py") and name[0] not in "_." and "/" not in name


def functions_in(source: bytes) -> set[str]:
    """The functions that a file defines, found without running it: its metrics are among them."""
    found = re.findall(rb"^[ \t]*def[ \t]+(\w+)[ \t]*\(", source, re.MULTILINE)
    return {name.decode("ascii", "ignore") for name in found}
