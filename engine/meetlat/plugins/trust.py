"""Decide whether the plugins of a folder may run.

Plugins are code, and can arrive by mail along with a workbook. They may run if one of these holds:

- `meetlat new` made the folder on this computer for this user, and it is still in the same place.
  Only its user can write in it, so changes need no question.
- This user allowed its content once: the exact names and bytes, in any folder.
- The environment variable `MEETLAT_PLUGINS` is `allow`, for machines without a user.

What is allowed is stored in a folder that only its user can open, in a small file per item.
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

from meetlat.formatting import in_every_language
from meetlat.languages import Language, words
from meetlat.plugins.folder import (
    Snapshot,
    Uncheckable,
    functions_in,
    is_plugin,
    plugin_names,
    read_snapshot,
)
from meetlat.plugins.importer import PluginModules, from_disk
from meetlat.problems.problem import LONGEST_FACT, Problem
from meetlat.problems.text import brief, listing
from meetlat.user_folders import private_folder, state_folder, write_private

# The environment variable that lets all plugins run if it is `allow`.
SWITCH = "MEETLAT_PLUGINS"

# A file with a secret in each folder that was made here. On another computer it proves nothing.
MARK = ".made-here"

Reason = Literal["made here", "allowed", "environment", "no"]

# Asks the user whether plugins may run that were not allowed before; a yes is remembered.
MayRun = Callable[[Problem], bool]


def allow_none(problem: Problem) -> bool:
    """Refuse, because no user can be asked."""
    return False


class NotAllowed(Exception):  # noqa: N818 - it is reported as a problem
    """The plugins of a folder may not run: why not, and how to allow them.

    `functions` are those that the files define; the names of their metrics are among them.
    """

    def __init__(self, problem: Problem, functions: set[str]) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.functions = functions


def open_plugins(folder: Path, may_run: MayRun = allow_none) -> tuple[PluginModules, list[str]]:
    """The modules of a folder whose plugins may run, and the names of the plugin files.

    Content that a user allowed is imported from the bytes that were checked, not read again.

    Raises:
        NotAllowed: they may not run; nothing was imported from the folder.
    """
    folder = folder.resolve()
    names = plugin_names(folder)
    if not names or everything_may_run() or is_made_here(folder):
        return PluginModules(folder, from_disk(folder)), names
    try:
        snapshot = read_snapshot(folder)
    except Uncheckable as fault:
        raise NotAllowed(fault.problem, _functions_of(folder, names)) from None
    if not is_allowed(snapshot):
        _ask_user(snapshot, may_run)
    return PluginModules(folder, snapshot.files.get), list(filter(is_plugin, snapshot.files))


def _ask_user(snapshot: Snapshot, may_run: MayRun) -> None:
    problem = not_allowed(snapshot)
    if not may_run(problem):
        sources = [source for name, source in snapshot.files.items() if name.endswith(".py")]
        raise NotAllowed(problem, set().union(*map(functions_in, sources)))
    with suppress(OSError):  # if it cannot be stored, the next run asks again
        allow(snapshot)


def not_allowed(snapshot: Snapshot) -> Problem:
    """The problem that the plugins of a folder did not run, with the command that allows them."""
    facts = {"folder": snapshot.folder, "command": allow_command(snapshot.folder)}
    files = listing(filter(is_plugin, snapshot.files))
    return Problem("plugins-not-allowed", value=files, facts=facts)


def question(problem: Problem, language: Language) -> str:
    """The question to a user whether the plugins of that problem may run."""
    folder, files = (brief(of, LONGEST_FACT) for of in (problem.facts["folder"], problem.value))
    return words(language).text("button.may_run", folder=folder, files=files)


def allow_command(folder: Path) -> str:
    """The command that allows the plugins of a folder.

    Users copy it into a shell, and a stranger may have named the folder. A name with characters
    that a shell interprets even inside quotation marks is therefore left out.
    """
    plain = re.fullmatch(r"[\w .,:@+=~#&'()/\\-]+", str(folder))
    return f'meetlat plugins "{folder}" --allow' if plain else "meetlat plugins . --allow"


def _functions_of(folder: Path, names: list[str]) -> set[str]:
    """The functions that plugins define, as far as they can be read; links are not followed."""
    found: set[str] = set()
    for name in names:
        with suppress(OSError):
            if stat.S_ISREG((folder / name).lstat().st_mode):
                with (folder / name).open("rb") as file:
                    found |= functions_in(file.read(1_000_000))
    return found


# The three reasons to trust a folder


def trust_reason(folder: Path) -> Reason:
    """Why the plugins of a folder may run; `no` if they may not."""
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
    """Whether the environment variable allows all plugins."""
    return os.environ.get(SWITCH, "").strip().casefold() == "allow"


def is_made_here(folder: Path) -> bool:
    """Whether this user made the folder on this computer, and it is still in the same place."""
    token = _token(folder)
    made = _record("made", token) if token else None
    with suppress(OSError):  # the folder where it was made no longer exists
        return made is not None and folder.samefile(str(made.get("folder")))
    return False


def is_allowed(snapshot: Snapshot) -> bool:
    """Whether this user allowed this exact content."""
    return _record("allowed", snapshot.digest) is not None


# What is stored


def allow(snapshot: Snapshot) -> None:
    """Store that this content may run.

    Raises:
        OSError: it cannot be stored.
    """
    _remember("allowed", snapshot.digest, snapshot.folder, files=sorted(snapshot.files))


def mark_made_here(folder: Path) -> None:
    """Store that a folder of plugins was made here.

    Raises:
        OSError: it cannot be stored.
    """
    folder = folder.resolve()
    token = secrets.token_hex(32)
    _remember("made", token, folder)
    said = in_every_language("plugin_list.made_here_means").values()
    text = "\n".join([*said, token, ""])
    (folder / MARK).write_text(text, encoding="utf-8", newline="\n")


def forget(folder: Path) -> bool:
    """Revoke permission to run for a folder, for its current and its earlier content.

    Returns:
        Whether anything was allowed.

    Raises:
        OSError: the files cannot be deleted.
    """
    folder = folder.resolve()
    files = {file for file, facts in _records() if facts.get("folder") == str(folder)}
    if is_made_here(folder):
        files.add(_file("made", _token(folder) or ""))
    with suppress(Uncheckable, OSError):
        if is_allowed(snapshot := read_snapshot(folder)):
            files.add(_file("allowed", snapshot.digest))
    for file in files:
        file.unlink(missing_ok=True)
    return bool(files)


def store() -> Path:
    """The folder of what is stored; deleting it revokes every permission."""
    return state_folder() / "trust"


def allowed_folder() -> Path:
    """The folder that changes whenever content is allowed or revoked."""
    return store() / "allowed"


def _file(kind: str, key: str) -> Path:
    return store() / kind / key


def _remember(kind: str, key: str, folder: Path, **facts: Any) -> None:
    for own in (store().parent, store(), store() / kind):
        private_folder(own)
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    record = {"key": key, "folder": str(folder), "when": when, **facts}
    write_private(_file(kind, key), json.dumps(record, indent=2))


def _record(kind: str, key: str) -> Mapping[str, Any] | None:
    """The facts stored under a key; None if there are none or another user could write them."""
    file = _file(kind, key)
    try:
        if not all(map(_is_own, (store(), file.parent, file))):
            return None
        facts = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) and facts.get("key") == key else None


def _records() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for kind in ("allowed", "made"):
        for file in sorted((store() / kind).glob("*")):
            if facts := _record(kind, file.name):
                yield file, facts


def _is_own(path: Path) -> bool:
    """Whether only this user can write it; on Windows the user's profile ensures that."""
    if sys.platform == "win32":
        return True
    status = path.lstat()
    is_mine = status.st_uid == os.getuid() and not stat.S_ISLNK(status.st_mode)
    return is_mine and not status.st_mode & 0o022


def _token(folder: Path) -> str | None:
    """The secret in the mark of a folder, if it has one."""
    with suppress(OSError), (folder / MARK).open("rb") as mark:
        if found := re.search(rb"^([0-9a-f]{64})\s*\Z", mark.read(4096), re.MULTILINE):
            return found[1].decode()
    return None
