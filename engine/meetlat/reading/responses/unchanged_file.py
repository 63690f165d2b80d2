"""A file that must stay the same while it is read."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from meetlat.reading.responses.responses import Unreadable


@contextmanager
def unchanged(file: Path) -> Generator[None]:
    """Refuse a file that another program writes while it is read.

    Raises:
        Unreadable: it changed.
    """
    before = _state(file)
    try:
        yield
    finally:
        if _state(file) != before:
            raise Unreadable("responses-changed")


def _state(file: Path) -> tuple[int, ...]:
    state = file.stat()
    return state.st_size, state.st_mtime_ns, state.st_ino
