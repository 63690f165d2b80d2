"""Where each system keeps what is a user's own, and how it is kept from others.

Used before a click is handed over, so nothing but small parts of the standard library is imported.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def passing() -> str:
    """For what a program can do without: nothing here outlives a restart."""
    if sys.platform == "win32":
        return _local()
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/Meetlat")
    base = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return os.path.join(os.path.expanduser(base), "meetlat")


def lasting() -> str:
    """For what a program must remember."""
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/Meetlat")
    return _state()


def logs() -> str:
    """For what a person may want to read when something went wrong."""
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Logs/Meetlat")
    return _state()


def _state() -> str:
    if sys.platform == "win32":
        return _local()
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return os.path.join(os.path.expanduser(base), "meetlat")


def _local() -> str:
    """Its rights come from the profile: the user, and administrators."""
    local = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    return os.path.join(local, "Meetlat")


def private_folder(place: str) -> str:
    """A folder that only its user can enter, made where it is not there.

    Raises:
        PermissionError: somebody else owns it.
    """
    os.makedirs(place, mode=0o700, exist_ok=True)
    keep_private(place, 0o700)
    return place


def keep_private(path: str, mode: int) -> None:
    """Close what is ours to others, and refuse what is not; Windows does that by the folder.

    Raises:
        PermissionError: somebody else owns it.
    """
    if sys.platform == "win32":
        return
    found = os.lstat(path)
    if found.st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to somebody else")
    if found.st_mode & 0o077:
        os.chmod(path, mode)


def write_private(file: str, words: str) -> None:
    """Write a file that only its user can read, in one step."""
    temporary = f"{file}.{os.getpid()}"
    with suppress(FileNotFoundError):
        os.unlink(temporary)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as written:
        written.write(words)
    os.replace(temporary, file)
