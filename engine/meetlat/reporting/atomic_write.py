"""Put what was made in the place of a file, in one step."""

from __future__ import annotations

from pathlib import Path

from meetlat.reporting.errors import NotPublishedError


def put(file: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        NotPublishedError: it is open in another program, or may not be written.
    """
    unfinished = file.with_name(f".{file.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except PermissionError as fault:
        raise NotPublishedError(
            f"{file} cannot be written: it is open in another program, or it or its folder is"
            " read-only. Close it there and try again, or choose another name."
        ) from fault
    finally:
        unfinished.unlink(missing_ok=True)
