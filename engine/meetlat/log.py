"""The log: what went wrong in full, for whoever helps; people read one line of it elsewhere."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from meetlat.user_folders import log_folder


def reason(fault: Exception) -> str:
    """What went wrong, on one line."""
    said = " ".join(str(fault.args[0] if fault.args else fault).split()).rstrip(".")
    return f"{type(fault).__name__}: {said}"[:300]


def note(fault: Exception) -> Path:
    """Write a fault into the log, and say where that is. Never fails itself."""
    import traceback

    return write("".join(traceback.format_exception(fault)))


def write(words: str) -> Path:
    """Write something into the log, and say where that is. Never fails itself."""
    from datetime import datetime

    place = log_file()
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        keep = "a" if place.exists() and place.stat().st_size < 1_000_000 else "w"
        with place.open(keep, encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S%z}\n")
            log.write(f"{words}\n")
    return place


def log_file() -> Path:
    """Where each system keeps the logs of its user's programs."""
    return Path(log_folder()) / "meetlat.log"
