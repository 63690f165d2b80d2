"""Replace a file in one step, so that it is never half written."""

from __future__ import annotations

from pathlib import Path

from meetlat.reporting.errors import NotPublishedError


def write_atomically(file: Path, content: bytes) -> None:
    """Write a whole file, or leave it as it was.

    Raises:
        NotPublishedError: the file is open in another program or read-only.
    """
    unfinished = file.with_name(f".{file.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except PermissionError as fault:
        raise NotPublishedError.of("command.not_written", file=file) from fault
    finally:
        unfinished.unlink(missing_ok=True)
