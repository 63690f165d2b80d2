"""The folders of a user on each system, and files in them that other users cannot read.

Imported at every click, so it imports only small parts of the standard library.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def cache_folder() -> str:
    """The folder for files that may be lost at a restart."""
    if sys.platform == "win32":
        return _local()
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/Meetlat")
    base = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return os.path.join(os.path.expanduser(base), "meetlat")


def state_folder() -> str:
    """The folder for files that must be kept."""
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/Meetlat")
    return _state()


def log_folder() -> str:
    """The folder for logs, which people read when something went wrong."""
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Logs/Meetlat")
    return _state()


def _state() -> str:
    if sys.platform == "win32":
        return _local()
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return os.path.join(os.path.expanduser(base), "meetlat")


def _local() -> str:
    """The local data of the user on Windows, which only the user and administrators can open."""
    local = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    return os.path.join(local, "Meetlat")


def secret_key() -> str:
    """A random key of this user, which is made when it is first needed.

    If it cannot be stored, the next process makes another one.
    """
    file = os.path.join(state_folder(), "key")
    with suppress(OSError):
        keep_private(file, 0o600)
        with open(file, encoding="utf-8") as stored:
            return stored.read()
    key = os.urandom(32).hex()
    with suppress(OSError):
        private_folder(state_folder())
        write_private(file, key)
    return key


def private_folder(place: str) -> str:
    """Create a folder that only its user can open, if it does not exist; return its path.

    Raises:
        PermissionError: another user owns it.
    """
    os.makedirs(place, mode=0o700, exist_ok=True)
    keep_private(place, 0o700)
    return place


def keep_private(path: str, mode: int) -> None:
    """Take access away from other users; on Windows the folder's own permissions do that.

    Raises:
        PermissionError: another user owns it.
    """
    if sys.platform == "win32":
        return
    found = os.lstat(path)
    if found.st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to another user")
    if found.st_mode & 0o077:
        os.chmod(path, mode)


def write_private(file: str, text: str) -> None:
    """Write a file that only its user can read, in one step."""
    temporary = f"{file}.{os.getpid()}"
    with suppress(FileNotFoundError):
        os.unlink(temporary)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as written:
        written.write(text)
    os.replace(temporary, file)
