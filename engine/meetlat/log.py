"""The log with full error reports, for support; users see one line of each."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from meetlat.user_folders import keep_private, log_folder


def reason(fault: Exception) -> str:
    """A one-line message with the type of an exception, for users."""
    message = " ".join(str(fault.args[0] if fault.args else fault).split()).rstrip(".")
    return f"{type(fault).__name__}: {message}"[:300]


def note(fault: Exception) -> Path:
    """Write an exception with its traceback to the log; return the log file. Never raises."""
    import traceback

    return write("".join(traceback.format_exception(fault)))


def write(text: str) -> Path:
    """Write a text to the log; return the log file. Never raises."""
    from datetime import datetime

    file = log_file()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        is_small = file.exists() and file.stat().st_size < 1_000_000
        with file.open("a" if is_small else "w", encoding="utf-8") as log:
            keep_private(file, 0o600)
            log.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S%z}\n")
            log.write(f"{text}\n")
    return file


def log_file() -> Path:
    """The log file, in the folder that each system has for logs."""
    return log_folder() / "meetlat.log"
