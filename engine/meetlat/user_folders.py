"""The folders of a user on each system, and files in them that other users cannot read."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def state_folder() -> Path:
    """The folder for files that must be kept."""
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/Meetlat").expanduser()
    return _state()


def log_folder() -> Path:
    """The folder for logs, which people read when something went wrong."""
    if sys.platform == "darwin":
        return Path("~/Library/Logs/Meetlat").expanduser()
    return _state()


def _state() -> Path:
    if sys.platform == "win32":
        # Only the user and administrators can open it.
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "Meetlat"
    return Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser() / "meetlat"


def secret_key() -> str:
    """A random key of this user, which is made when it is first needed.

    If it cannot be stored, the next process makes another one.
    """
    file = state_folder() / "key"
    with suppress(OSError):
        keep_private(file, 0o600)
        return file.read_text(encoding="utf-8")
    key = os.urandom(32).hex()
    with suppress(OSError):
        private_folder(state_folder())
        write_private(file, key)
    return key


def private_folder(place: Path) -> Path:
    """Create a folder that only its user can open, if it does not exist; return its path.

    Raises:
        PermissionError: another user owns it.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    place.mkdir(mode=0o700, exist_ok=True)
    keep_private(place, 0o700)
    return place


def keep_private(path: Path, mode: int) -> None:
    """Take access away from other users; on Windows the folder's own permissions do that.

    Raises:
        PermissionError: another user owns it.
    """
    if sys.platform == "win32":
        return
    found = path.lstat()
    if found.st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to another user")
    if found.st_mode & 0o077:
        path.chmod(mode)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its user can read, in one step."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as written:
        written.write(text)
    temporary.replace(file)
