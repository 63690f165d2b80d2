"""Whether the plugins of a folder may run. A plugin is code, and a mailed one runs nothing itself.

They run where one of these holds:

- the folder was made on this computer, for this user, by `meetlat new`, and still stands there:
  whoever may write in it (its user) decides what runs, so changes need no asking;
- its content, every name and byte, was allowed once by this user, wherever it lies;
- `MEETLAT_PLUGINS` is `allow`, for machines that nobody sits at.

What is known stands in a folder that only its user can enter, a small file for each thing.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from meetlat.plugins.folder import (
    Snapshot,
    Uncheckable,
    functions_in,
    is_plugin,
    plugin_names,
    read_snapshot,
)
from meetlat.plugins.importer import PluginModules, from_disk
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.user_folders import private_folder, state_folder, write_private

SWITCH = "MEETLAT_PLUGINS"
"""The environment variable that lets all plugins run where it is `allow`."""

MARK = ".made-here"
"""A file in a folder that was made here, with what proves it; it is worth nothing elsewhere."""

_MARKED = """\
Meetlat made this folder on this computer. Plugins that are put here run for the user who made it
without a question. Delete this file to be asked first.
Meetlat heeft deze map op deze computer gemaakt. Plug-ins die u hier zet, worden zonder vraag
uitgevoerd. Verwijder dit bestand als u wel gevraagd wilt worden.
"""

Reason = Literal["made here", "allowed", "environment", "no"]

MayRun = Callable[[Problem], bool]
"""Is asked whether plugins may run that were not allowed yet; a yes is remembered."""


def nobody(problem: Problem) -> bool:
    """There is nobody to ask, so they may not."""
    return False


class NotAllowed(Exception):  # noqa: N818 - it is handed on as a problem
    """The plugins of a folder may not run.

    Attributes:
        problem: why, and how to allow them.
        functions: names that the files define, which may be metrics in the catalogue.
    """

    def __init__(self, problem: Problem, functions: set[str]) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.functions = functions


def open_plugins(folder: Path, may_run: MayRun = nobody) -> tuple[PluginModules, list[str]]:
    """The modules of a folder whose plugins may run, and which files are plugins.

    What is allowed by its content is imported from the very bytes that were looked at.

    Raises:
        NotAllowed: they may not; nothing of the folder was imported.
    """
    folder = folder.resolve()
    names = plugin_names(folder)
    if not names or everything_may_run() or is_made_here(folder):
        return PluginModules(folder, from_disk(folder)), names
    try:
        snapshot = read_snapshot(folder)
    except Uncheckable as fault:
        raise NotAllowed(fault.problem, _functions(folder, names)) from None
    if not is_allowed(snapshot):
        _ask(snapshot, may_run)
    return PluginModules(folder, snapshot.files.get), list(filter(is_plugin, snapshot.files))


def _ask(snapshot: Snapshot, may_run: MayRun) -> None:
    problem = not_allowed(snapshot)
    if not may_run(problem):
        sources = [source for name, source in snapshot.files.items() if name.endswith(".py")]
        raise NotAllowed(problem, set().union(*map(functions_in, sources)))
    with suppress(OSError):  # then it is asked again
        allow(snapshot)


def not_allowed(snapshot: Snapshot) -> Problem:
    """That a folder's plugins did not run, and how to allow them."""
    facts = {"folder": snapshot.folder, "command": command(snapshot.folder)}
    files = listing(filter(is_plugin, snapshot.files))
    return Problem("plugins-not-allowed", value=files, facts=facts)


def command(folder: Path) -> str:
    """What to type to allow the plugins of a folder.

    It is copied into a shell, and the folder may have been named by a stranger: a name with signs
    that some shell takes for its own, also between quotation marks, is left out.
    """
    plain = re.fullmatch(r"[\w .,:@+=~#&'()/\\-]+", str(folder))
    return f'meetlat plugins "{folder}" --allow' if plain else "meetlat plugins . --allow"


def _functions(folder: Path, names: list[str]) -> set[str]:
    """As far as they can be told: a plugin that is a link is not followed."""
    found: set[str] = set()
    for name in names:
        with suppress(OSError):
            if stat.S_ISREG((folder / name).lstat().st_mode):
                with (folder / name).open("rb") as file:
                    found |= functions_in(file.read(1_000_000))
    return found


# The three reasons to trust


def why(folder: Path) -> Reason:
    """Which of the reasons holds for a folder, or `no`."""
    folder = folder.resolve()
    if is_made_here(folder):
        return "made here"
    if everything_may_run():
        return "environment"
    with suppress(Uncheckable):
        if is_allowed(read_snapshot(folder)):
            return "allowed"
    return "no"


def everything_may_run() -> bool:
    """Whether the environment says so."""
    return os.environ.get(SWITCH, "").strip().casefold() == "allow"


def is_made_here(folder: Path) -> bool:
    """Whether it was made by this user on this computer and still stands where it was made."""
    token = _token(folder)
    made = _record("made", token) if token else None
    with suppress(OSError):  # the place where it was made is no longer there
        return made is not None and folder.samefile(str(made.get("folder")))
    return False


def is_allowed(snapshot: Snapshot) -> bool:
    """Whether this user allowed exactly this content."""
    return _record("allowed", snapshot.digest) is not None


# What is remembered


def allow(snapshot: Snapshot) -> None:
    """Remember that this content may run.

    Raises:
        OSError: it cannot be written down.
    """
    _remember("allowed", snapshot.digest, snapshot.folder, files=sorted(snapshot.files))


def mark_made_here(folder: Path) -> None:
    """Remember that a folder of plugins was made here.

    Raises:
        OSError: it cannot be written down.
    """
    folder = folder.resolve()
    token = secrets.token_hex(32)
    _remember("made", token, folder)
    (folder / MARK).write_text(f"{_MARKED}{token}\n", encoding="utf-8", newline="\n")


def forget(folder: Path) -> bool:
    """Allow nothing of a folder any more: neither what it holds now nor what it held before.

    Returns:
        Whether there was something to forget.

    Raises:
        OSError: it cannot be written down.
    """
    folder = folder.resolve()
    doomed = {place for place, facts in _records() if facts.get("folder") == str(folder)}
    if is_made_here(folder):
        doomed.add(_file("made", _token(folder) or ""))
    with suppress(Uncheckable, OSError):
        if is_allowed(snapshot := read_snapshot(folder)):
            doomed.add(_file("allowed", snapshot.digest))
    for place in doomed:
        place.unlink(missing_ok=True)
    return bool(doomed)


def store() -> Path:
    """Where it is remembered; deleting this folder forgets everything."""
    return Path(state_folder()) / "trust"


def allowed() -> Path:
    """A folder that changes whenever something is allowed or forgotten."""
    return store() / "allowed"


def _file(kind: str, key: str) -> Path:
    return store() / kind / key


def _remember(kind: str, key: str, folder: Path, **facts: Any) -> None:
    for place in (store().parent, store(), store() / kind):
        private_folder(str(place))
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    known = {"key": key, "folder": str(folder), "when": when, **facts}
    write_private(str(_file(kind, key)), json.dumps(known, indent=2))


def _record(kind: str, key: str) -> Mapping[str, Any] | None:
    """What was written down under a key; None where nothing was, or somebody else may have."""
    place = _file(kind, key)
    try:
        if not all(map(_is_own, (store(), place.parent, place))):
            return None
        facts = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) and facts.get("key") == key else None


def _records() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for kind in ("allowed", "made"):
        for place in sorted((store() / kind).glob("*")):
            if facts := _record(kind, place.name):
                yield place, facts


def _is_own(place: Path) -> bool:
    """Whether nobody else can have written it; on Windows the profile's own rights say so."""
    if sys.platform == "win32":
        return True
    found = place.lstat()
    ours = found.st_uid == os.getuid() and not stat.S_ISLNK(found.st_mode)
    return ours and not found.st_mode & 0o022


def _token(folder: Path) -> str | None:
    """What the mark in a folder says, if it says anything."""
    with suppress(OSError), (folder / MARK).open("rb") as mark:
        if found := re.search(rb"^([0-9a-f]{64})\s*\Z", mark.read(4096), re.MULTILINE):
            return found[1].decode()
    return None
